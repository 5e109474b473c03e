package forecast_test

import (
	"encoding"
	"encoding/json"
	"fmt"
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
	err := json.Unmarshal([]byte(`{"version":2,"min_coverage":5,"max_coverage":3,"interval_level":95,
		"negative_cycles":"absolute","zero_actuals":"","level":0.05}`), &p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.NegativeCycles", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.ZeroActuals", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.BiasLevel", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.WinOdds", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.Precision", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MaxCells", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MinWins", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MinAtRisk", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.level", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxCoverage", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Policy.IntervalLevel", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
	for field, edited := range map[string]string{
		"Policy.BiasLevel":   `"bias_level":0.6`,
		"Policy.MinCoverage": `"min_coverage":-1`,
		"Policy.Precision":   `"precision":0.6`,
		"Policy.MaxCells":    `"max_cells":999999`,
		"Policy.MinWins":     `"min_wins":1000001`,
		"Policy.MinAtRisk":   `"min_at_risk":-1`,
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
	requireStrict(t, forecast.OddsSources(), new(forecast.OddsSource))
	requireStrict(t, forecast.RevenueSources(), new(forecast.RevenueSource))
	requireStrict(t, forecast.HistoryVerdicts(), new(forecast.HistoryVerdict))
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
	for _, row := range manual.Table(t, "# The verdicts on bias") {
		v := forecast.BiasVerdict(row[0])
		bias = append(bias, v)
		if v == forecast.NoEvidence || v == forecast.TooLittleHistory {
			require.True(t, strings.HasSuffix(row[2], fmt.Sprintf("> %v", forecast.DefaultBiasLevel)), row[2])
		}
	}
	require.ElementsMatch(t, forecast.BiasVerdicts(), bias)

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

	numbers := make(map[string]string)
	for _, row := range manual.Table(t, "# The playbook's rows") {
		numbers[row[0]] = row[3]
	}
	require.Equal(t, fmt.Sprintf("%v, %v (playbook's)", forecast.DefaultMinCoverage, forecast.DefaultMaxCoverage), numbers["FCT-3"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultIntervalLevel), numbers["FCT-5"])
	require.Equal(t, fmt.Sprintf("%v (ours)", forecast.DefaultBiasLevel), numbers["FCT-6"])
	require.Equal(t, fmt.Sprintf("%v, %v (ours)", forecast.DefaultPrecision, forecast.DefaultMaxCells), numbers["FCT-8"])
	require.Equal(t, fmt.Sprintf("%v, %v (ours)", forecast.DefaultMinWins, forecast.DefaultMinAtRisk), numbers["FCT-15"])

	var limits strings.Builder
	for _, row := range manual.Table(t, "# Errors and limits") {
		limits.WriteString(row[1] + "\n")
	}
	for name, limit := range map[string]any{
		"MaxDeals": forecast.MaxDeals, "MaxStages": forecast.MaxStages, "MaxAmount": int64(forecast.MaxAmount),
		"MinProbability": forecast.MinProbability, "MaxPeriods": forecast.MaxPeriods, "MaxPeriodDeals": forecast.MaxPeriodDeals,
		"MaxCoverage": forecast.MaxCoverage, "MinIntervalLevel": forecast.MinIntervalLevel, "MaxIntervalLevel": forecast.MaxIntervalLevel,
		"MinBiasLevel": forecast.MinBiasLevel, "MaxBiasLevel": forecast.MaxBiasLevel, "MaxObservations": forecast.MaxObservations,
		"MinMagnitude": forecast.MinMagnitude, "MaxMagnitude": forecast.MaxMagnitude, "MaxWeight": forecast.MaxWeight, "MaxCalls": forecast.MaxCalls,
		"MaxOddsDeals": forecast.MaxOddsDeals, "MaxScenarios": forecast.MaxScenarios, "MaxEffect": forecast.MaxEffect, "MaxOddsBands": forecast.MaxOddsBands,
		"MinPrecision": forecast.MinPrecision, "MaxPrecision": forecast.MaxPrecision, "MinOddsCells": forecast.MinOddsCells,
		"MaxOddsCells": forecast.MaxOddsCells, "MinQuantile": forecast.MinQuantile, "MaxMinDeals": forecast.MaxMinDeals,
	} {
		require.Contains(t, limits.String(), fmt.Sprintf("%v (%s)", limit, name))
	}
	require.Contains(t, limits.String(), fmt.Sprintf("%v places (MaxPlaces)", forecast.MaxPlaces))
}
