package forecast_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", forecast.DefaultPolicy())
	var p forecast.Policy
	text := string(encode(t, forecast.DefaultPolicy()))
	for old, edited := range map[string]string{
		`"version":1`: `"version":2`, `"min_coverage":3`: `"min_coverage":5`, `"max_coverage":5`: `"max_coverage":3`,
		`"interval_level":0.95`: `"interval_level":95`, `"reject"`: `"absolute"`, `"undefined"`: `""`, `"bias_level"`: `"level"`,
	} {
		require.Contains(t, text, old)
		text = strings.Replace(text, old, edited, 1)
	}
	err := json.Unmarshal([]byte(text), &p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.NegativeCycles", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.ZeroActuals", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.BiasLevel", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.level", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxCoverage", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Policy.IntervalLevel", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
	for field, edited := range map[string]string{
		"Policy.BiasLevel":            `"bias_level":0.6`,
		"Policy.BiasAdjustment":       `"bias_adjustment":"bonferroni"`,
		"Policy.MinCoverage":          `"min_coverage":-1`,
		"Policy.ConvergenceTolerance": `"convergence_tolerance":1.01`, "Policy.ComparisonLevel": `"comparison_level":0.51`, "Policy.ComparisonAdjustment": `"comparison_adjustment":"none"`,
		"Policy.CalibrationBins": `"calibration_bins":1001`, "Policy.CalibrationLevel": `"calibration_level":0.4`,
		"Policy.PriorDeals": `"prior_deals":0.009`, "Policy.MinStageDeals": `"min_stage_deals":-1`, "Policy.StageOddsLevel": `"stage_odds_level":1`,
		"Policy.TrendLevel": `"trend_level":0.51`, "Policy.MinHealthyCoverage": `"min_healthy_coverage":1001`,
		"Policy.ConversionLevel": `"conversion_level":0.51`, "Policy.MaxStaleShare": `"max_stale_share":1.01`, "Policy.StalePushes": `"stale_pushes":-1`,
		"Policy.StaleCycles": `"stale_cycles":1001`, "Policy.MinQuotaOdds": `"min_quota_odds":1.01`, "Policy.StaleDays": `"stale_days":10001`,
		"Policy.ActiveDays": `"active_days":10001`, "Policy.OddsTolerance": `"odds_tolerance":-0.01`,
		"Policy.CorrectionForm": `"correction_form":"ratio"`, "Policy.CorrectionLevel": `"correction_level":0.4`, "Policy.MinFactor": `"min_factor":1.1`,
		"Policy.MaxFactor": `"max_factor":0.9`, "Policy.MinTrainingPeriods": `"min_training_periods":1001`, "Policy.BacktestLevel": `"backtest_level":0.6`,
		"Policy.Precision": `"precision":0.6`,
		"Policy.MaxCells":  `"max_cells":999999`,
		"Policy.MinWins":   `"min_wins":1000001`,
		"Policy.MinAtRisk": `"min_at_risk":-1`,
		"Policy.KeptShare": `"kept_share":0.009`, "Policy.PromiseLevel": `"promise_level":0.49`,
		"Policy.GapLevel": `"gap_level":0.6`, "Policy.GapAdjustment": `"gap_adjustment":"none"`,
		"Policy.DemandLevel": `"demand_level":0.4`, "Policy.MinHeldBack": `"min_held_back":1001`, "Policy.MaxOrigins": `"max_origins":101`,
		"Policy.MaxDemandCells": `"max_demand_cells":999999`,
	} {
		key, _, _ := strings.Cut(edited, ":")
		text := string(encode(t, forecast.DefaultPolicy()))
		before, after, _ := strings.Cut(text, key)
		_, rest, more := strings.Cut(after, ",")
		if more {
			rest = "," + rest
		} else {
			rest = "}"
		}
		testkit.RequireFaults(t, json.Unmarshal([]byte(before+edited+rest), &p), testkit.Fault{Field: field, Reason: salesops.ErrOutOfRange})
	}
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = forecast.DefaultPolicy() }))
}

func TestEnumerations(t *testing.T) {
	requireStrict(t, forecast.NegativeCycleRules(), new(forecast.NegativeCycleRule))
	requireStrict(t, forecast.ZeroActualRules(), new(forecast.ZeroActualRule))
	requireStrict(t, forecast.CoverageVerdicts(), new(forecast.CoverageVerdict))
	requireStrict(t, forecast.BiasVerdicts(), new(forecast.BiasVerdict))
	requireStrict(t, forecast.EvidenceKinds(), new(forecast.EvidenceKind))
	requireStrict(t, forecast.Adjustments(), new(forecast.Adjustment))
	requireStrict(t, forecast.DriftVerdicts(), new(forecast.DriftVerdict))
	requireStrict(t, forecast.Categories(), new(forecast.Category))
	requireStrict(t, forecast.Changes(), new(forecast.Change))
	requireStrict(t, forecast.HealthQuestions(), new(forecast.HealthQuestion))
	requireStrict(t, forecast.HealthAnswers(), new(forecast.HealthAnswer))
	requireStrict(t, forecast.TrendVerdicts(), new(forecast.TrendVerdict))
	requireStrict(t, forecast.Defects(), new(forecast.Defect))
	requireStrict(t, forecast.CohortKeys(), new(forecast.CohortKey))
	requireStrict(t, forecast.OddsSources(), new(forecast.OddsSource))
	requireStrict(t, forecast.RevenueSources(), new(forecast.RevenueSource))
	requireStrict(t, forecast.HistoryVerdicts(), new(forecast.HistoryVerdict))
	requireStrict(t, forecast.CorrectionForms(), new(forecast.CorrectionForm))
	requireStrict(t, forecast.CorrectionBases(), new(forecast.CorrectionBasis))
	requireStrict(t, forecast.BacktestVerdicts(), new(forecast.BacktestVerdict))
	requireStrict(t, forecast.PromiseKeys(), new(forecast.PromiseKey))
	requireStrict(t, forecast.PromiseVerdicts(), new(forecast.PromiseVerdict))
	requireStrict(t, forecast.PromiseMethods(), new(forecast.PromiseMethod))
	requireStrict(t, forecast.ComparisonVerdicts(), new(forecast.ComparisonVerdict))
	requireStrict(t, forecast.Adjustments(), new(forecast.Adjustment))
	requireStrict(t, forecast.PeriodUnits(), new(forecast.PeriodUnit))
	requireStrict(t, forecast.DemandModels(), new(forecast.DemandModel))
	requireStrict(t, forecast.IntervalMethods(), new(forecast.IntervalMethod))
	requireStrict(t, forecast.CandidateOutcomes(), new(forecast.CandidateOutcome))
	requireStrict(t, forecast.DemandVerdicts(), new(forecast.DemandVerdict))
}

// requireStrict requires that exactly the known values can be written and read.
func requireStrict[T interface {
	~string
	encoding.TextMarshaler
}, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, known []T, value P) {
	t.Helper()
	for _, k := range known {
		text, err := k.MarshalText()
		require.NoError(t, err)
		require.NoError(t, value.UnmarshalText(text))
		require.Equal(t, k, *value)
	}
	last := *value
	for _, text := range []string{"", "THIN", "none"} {
		require.NotEmpty(t, salesops.InputErrors(value.UnmarshalText([]byte(text))))
		require.Equal(t, last, *value)
		_, err := T(text).MarshalText()
		require.NotEmpty(t, salesops.InputErrors(err))
	}
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)

	var stages []forecast.Stage
	for _, row := range manual.Table(t, "# The stages") {
		s := forecast.Stage(row[0])
		stages = append(stages, s)
		require.Equal(t, s.Closed(), row[2] == "closed")
	}
	require.Equal(t, forecast.Stages(), stages)

	var coverage []forecast.CoverageVerdict
	for _, row := range manual.Table(t, "# The verdicts on coverage") {
		v := forecast.CoverageVerdict(row[0])
		coverage = append(coverage, v)
		switch v {
		case forecast.Thin:
			require.Equal(t, fmt.Sprintf("due < %v × target", forecast.DefaultMinCoverage), row[2])
		case forecast.Bloated:
			require.Equal(t, fmt.Sprintf("due > %v × target", forecast.DefaultMaxCoverage), row[2])
		case forecast.Healthy, forecast.Met:
		}
	}
	require.ElementsMatch(t, forecast.CoverageVerdicts(), coverage)

	var bias []forecast.BiasVerdict
	var biasRules []string
	for _, row := range manual.Table(t, "# The verdicts on bias") {
		bias = append(bias, forecast.BiasVerdict(row[0]))
		if row[2] == "none" {
			continue
		}
		biasRules = append(biasRules, row[2])
		if row[2] != "value-disagrees" {
			require.Contains(t, row[3], fmt.Sprintf(" %v", forecast.DefaultBiasLevel))
		}
	}
	require.ElementsMatch(t, forecast.BiasVerdicts(), slices.Compact(slices.Sorted(slices.Values(bias))))
	var fired []string
	for _, f := range judge(t, forecast.DefaultBiasLevel, erring("Ana", 1)...).Forecasters[0].Findings {
		fired = append(fired, f.Rule)
	}
	require.Equal(t, fired, biasRules)
	var kinds []forecast.EvidenceKind
	for _, row := range manual.Table(t, "# The evidence on bias") {
		kinds = append(kinds, forecast.EvidenceKind(row[0]))
	}
	require.Equal(t, forecast.EvidenceKinds(), kinds)
	var drift []forecast.DriftVerdict
	for _, row := range manual.Table(t, "# The verdicts on drift") {
		drift = append(drift, forecast.DriftVerdict(row[0]))
		require.Equal(t, row[2] != "none", strings.HasSuffix(row[3], fmt.Sprintf("> %v", forecast.DefaultBiasLevel)))
	}
	require.ElementsMatch(t, forecast.DriftVerdicts(), drift)

	var bases []forecast.CorrectionBasis
	for _, row := range manual.Table(t, "# What a correction rests on") {
		bases = append(bases, forecast.CorrectionBasis(row[0]))
	}
	require.ElementsMatch(t, forecast.CorrectionBases(), bases)
	var backtests []forecast.BacktestVerdict
	for _, row := range manual.Table(t, "# The verdicts on a backtest") {
		v := forecast.BacktestVerdict(row[0])
		backtests = append(backtests, v)
		if v == forecast.TooFewCorrected || v == forecast.CorrectForecasts {
			require.True(t, strings.HasSuffix(row[2], fmt.Sprintf("= %v", forecast.DefaultBacktestLevel)) ||
				strings.HasSuffix(row[2], fmt.Sprintf("> %v", forecast.DefaultBacktestLevel)), row[2])
		}
	}
	require.ElementsMatch(t, forecast.BacktestVerdicts(), backtests)

	var gaps []forecast.PromiseVerdict
	for _, row := range manual.Table(t, "# The verdicts on promises") {
		v := forecast.PromiseVerdict(row[0])
		gaps = append(gaps, v)
		if v == forecast.NoGapEvidence || v == forecast.TooFewGaps {
			require.True(t, strings.HasSuffix(row[2], fmt.Sprintf("> %v", forecast.DefaultGapLevel)), row[2])
		}
	}
	require.ElementsMatch(t, forecast.PromiseVerdicts(), gaps)

	var comparisons []forecast.ComparisonVerdict
	for _, row := range manual.Table(t, "# The verdicts on who is closer") {
		comparisons = append(comparisons, forecast.ComparisonVerdict(row[0]))
		if _, line, compared := strings.Cut(row[2], " > "); compared {
			require.Equal(t, fmt.Sprint(forecast.DefaultComparisonLevel), line)
		}
	}
	require.ElementsMatch(t, forecast.ComparisonVerdicts(), slices.Compact(comparisons))

	var questions []forecast.HealthQuestion
	for _, row := range manual.Table(t, "# The verdicts on health") {
		questions = append(questions, forecast.HealthQuestion(row[0]))
		for rule, line := range map[string]any{
			"thin-coverage": forecast.DefaultMinHealthyCoverage, "low-conversion": forecast.DefaultConversionLevel,
			"wishful": forecast.DefaultMaxStaleShare, "unlikely": forecast.DefaultMinQuotaOdds,
		} {
			if row[2] == rule {
				require.Contains(t, row[3], fmt.Sprintf(" %v", line))
			}
		}
	}
	require.Equal(t, forecast.HealthQuestions(), slices.Compact(questions))

	var defects []forecast.Defect
	for _, row := range manual.Table(t, "# The defects") {
		d := forecast.Defect(row[0])
		defects = append(defects, d)
		if d == forecast.OddsOff {
			require.Contains(t, row[2], fmt.Sprintf(" %v ", forecast.DefaultOddsTolerance))
		}
		if d == forecast.StaleRecord {
			require.Contains(t, row[2], fmt.Sprintf("%v days", forecast.DefaultStaleDays))
		}
	}
	require.Equal(t, forecast.Defects(), defects)

	var trends []forecast.TrendVerdict
	for _, row := range manual.Table(t, "# The verdicts on a trend") {
		v := forecast.TrendVerdict(row[0])
		trends = append(trends, v)
		if v == forecast.NoTrend || v == forecast.TooShort {
			require.True(t, strings.HasSuffix(row[2], fmt.Sprintf("> %v", forecast.DefaultTrendLevel)), row[2])
		}
	}
	require.ElementsMatch(t, forecast.TrendVerdicts(), trends)
	var sources []forecast.RevenueSource
	for _, row := range manual.Table(t, "# The odds of the number") {
		sources = append(sources, forecast.RevenueSource(row[0]))
	}
	require.Equal(t, forecast.RevenueSources(), sources)
	var verdicts []forecast.HistoryVerdict
	for _, row := range manual.Table(t, "# The verdicts on a history") {
		v := forecast.HistoryVerdict(row[0])
		verdicts = append(verdicts, v)
		if v == forecast.Learned {
			require.Equal(t, fmt.Sprintf("at least %d deals won, and %d observed beyond the first day", forecast.DefaultMinWins, forecast.DefaultMinAtRisk), row[2])
		}
	}
	require.Equal(t, forecast.HistoryVerdicts(), verdicts)

	var models []forecast.DemandModel
	for _, row := range manual.Table(t, "# The models of demand") {
		models = append(models, forecast.DemandModel(row[0]))
	}
	require.Equal(t, forecast.DemandModels(), models)

	numbers := make(map[string]string)
	for _, row := range manual.Table(t, "# The playbook's rows") {
		if row[0] == "FCT-6" {
			row[0] = row[2]
		}
		numbers[row[0]] = row[3]
	}
	require.Equal(t, fmt.Sprintf("%v, %v (playbook's)", forecast.DefaultMinCoverage, forecast.DefaultMaxCoverage), numbers["FCT-3"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultIntervalLevel), numbers["FCT-5"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultConvergenceTolerance), numbers["MeasureByLead, MeasureConvergence, AtLead"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultComparisonLevel), numbers["HoldBack, CompareForecasters"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultBiasLevel), numbers["JudgeBias, DetectDrift"])
	require.Equal(t, fmt.Sprintf("%v, %v, %v, %v, %v (ours)", forecast.DefaultCorrectionLevel, forecast.DefaultMinFactor,
		forecast.DefaultMaxFactor, forecast.DefaultMinTrainingPeriods, forecast.DefaultBacktestLevel), numbers["Correct, Backtest"])
	require.Equal(t, fmt.Sprintf("%v (playbook's); %v, %v, %v, %v, %v (ours)", forecast.DefaultMinHealthyCoverage, forecast.DefaultConversionLevel,
		forecast.DefaultMaxStaleShare, forecast.DefaultStalePushes, forecast.DefaultStaleCycles, forecast.DefaultMinQuotaOdds), numbers["FCT-4"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultTrendLevel), numbers["FCT-7"])
	require.Equal(t, fmt.Sprintf("%v, %v, %v, %v, %v (ours)", forecast.DefaultCalibrationBins, forecast.DefaultCalibrationLevel,
		forecast.DefaultPriorDeals, forecast.DefaultMinStageDeals, forecast.DefaultStageOddsLevel), numbers["FCT-10"])
	require.Equal(t, fmt.Sprintf("%v, %v, %v (ours)", forecast.DefaultStaleDays, forecast.DefaultActiveDays, forecast.DefaultOddsTolerance), numbers["FCT-13"])
	require.Equal(t, fmt.Sprintf("%v, %v (ours)", forecast.DefaultPrecision, forecast.DefaultMaxCells), numbers["FCT-8"])
	require.Equal(t, fmt.Sprintf("%v, %v (ours)", forecast.DefaultMinWins, forecast.DefaultMinAtRisk), numbers["FCT-15"])
	require.Equal(t, fmt.Sprintf("%v, %v, %v (ours)", forecast.DefaultKeptShare, forecast.DefaultPromiseLevel, forecast.DefaultGapLevel), numbers["FCT-9"])

	require.Equal(t, fmt.Sprintf("%v, %v, %v, %v (ours)", forecast.DefaultDemandLevel, forecast.DefaultMinHeldBack,
		forecast.DefaultMaxOrigins, forecast.DefaultMaxDemandCells), numbers["FCT-11"])

	var limits strings.Builder
	for _, row := range manual.Table(t, "# Errors and limits") {
		limits.WriteString(row[1] + "\n")
	}
	for name, limit := range map[string]any{
		"MaxDeals": forecast.MaxDeals, "MaxStages": forecast.MaxStages, "MaxAmount": int64(forecast.MaxAmount),
		"MinProbability": forecast.MinProbability, "MaxPeriods": forecast.MaxPeriods, "MaxPeriodDeals": forecast.MaxPeriodDeals,
		"MaxCoverage": forecast.MaxCoverage, "MinIntervalLevel": forecast.MinIntervalLevel, "MaxIntervalLevel": forecast.MaxIntervalLevel,
		"MinBiasLevel": forecast.MinBiasLevel, "MaxBiasLevel": forecast.MaxBiasLevel, "MaxObservations": forecast.MaxObservations,
		"MaxPushes": forecast.MaxPushes, "MaxMoves": forecast.MaxMoves, "MaxEntries": forecast.MaxEntries, "MaxVisits": forecast.MaxVisits,
		"MaxContracts": forecast.MaxContracts, "MaxActivities": forecast.MaxActivities, "MaxWeeks": forecast.MaxWeeks,
		"MaxPredictions": forecast.MaxPredictions, "MaxCalibrationBins": forecast.MaxCalibrationBins, "MaxStageDeals": forecast.MaxStageDeals,
		"MaxPriorDeals": forecast.MaxPriorDeals, "MaxTrendValues": forecast.MaxTrendValues, "MaxReps": forecast.MaxReps,
		"MaxQualityDays": forecast.MaxQualityDays, "MaxExamples": forecast.MaxExamples, "MaxCallers": forecast.MaxCallers,
		"MaxWeek": forecast.MaxWeek, "MaxStaleCycles": forecast.MaxStaleCycles,
		"MinMagnitude": forecast.MinMagnitude, "MaxMagnitude": forecast.MaxMagnitude, "MaxWeight": forecast.MaxWeight, "MaxCalls": forecast.MaxCalls,
		"MaxCorrection": forecast.MaxCorrection, "MaxBacktestPeriods": forecast.MaxBacktestPeriods, "MaxBacktestCells": forecast.MaxBacktestCells,
		"MaxAccumulated": forecast.MaxAccumulated, "MaxGroups": forecast.MaxGroups, "MaxRolledValues": forecast.MaxRolledValues,
		"MaxMethods": forecast.MaxMethods, "MaxContestants": forecast.MaxContestants,
		"MaxOddsDeals": forecast.MaxOddsDeals, "MaxScenarios": forecast.MaxScenarios, "MaxEffect": forecast.MaxEffect, "MaxOddsBands": forecast.MaxOddsBands,
		"MaxStatedOdds": forecast.MaxStatedOdds,
		"MinPrecision":  forecast.MinPrecision, "MaxPrecision": forecast.MaxPrecision, "MinOddsCells": forecast.MinOddsCells,
		"MaxOddsCells": forecast.MaxOddsCells, "MinQuantile": forecast.MinQuantile, "MaxMinDeals": forecast.MaxMinDeals,
		"MaxPromises": forecast.MaxPromises, "MaxQuantity": forecast.MaxQuantity, "MinKeptShare": forecast.MinKeptShare, "MaxKeptShare": forecast.MaxKeptShare,
		"MaxBacktestMonths": forecast.MaxBacktestMonths, "MaxBacktestLines": forecast.MaxBacktestLines,
		"MaxDemandValues": forecast.MaxDemandValues, "MaxSeason": forecast.MaxSeason, "MaxDemandHorizon": forecast.MaxDemandHorizon,
		"MaxEvents": forecast.MaxEvents, "MaxEventFactor": forecast.MaxEventFactor, "MaxOriginsTried": forecast.MaxOriginsTried, "MaxMinHeldBack": forecast.MaxMinHeldBack,
		"MinDemandCells": forecast.MinDemandCells, "MostDemandCells": forecast.MostDemandCells,
	} {
		require.Contains(t, limits.String(), fmt.Sprintf("%v (%s)", limit, name))
	}
	require.Contains(t, limits.String(), fmt.Sprintf("%v places (MaxPlaces)", forecast.MaxPlaces))
	for name, limit := range map[string]int{
		"MaxTargetDays": forecast.MaxTargetDays, "MaxUsualCycle": forecast.MaxUsualCycle, "MaxCycleDays": forecast.MaxCycleDays,
		"MaxPromiseDays": forecast.MaxPromiseDays,
	} {
		require.Contains(t, limits.String(), fmt.Sprintf("%v days (%s)", limit, name))
	}
	require.Contains(t, limits.String(), fmt.Sprintf("%v of one forecaster and cluster (MaxClusterDeals)", forecast.MaxClusterDeals))
	require.Contains(t, limits.String(), fmt.Sprintf("the newest %v (MaxDriftOutcomes)", forecast.MaxDriftOutcomes))
	require.Contains(t, limits.String(), fmt.Sprintf("%v months (MaxContractMonths)", forecast.MaxContractMonths))
}
