package forecast

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/credibility"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// CorrectionBasis is what a correction could learn from the records.
type CorrectionBasis string

// What a correction may rest on.
const (
	// OwnRecords: forecasters differ more than the outcomes of each do. Everybody
	// is corrected by the own record as far as it goes.
	OwnRecords CorrectionBasis = "own-records"
	// TeamRecord: forecasters differ no more than the outcomes of each do, so that
	// the variance between them came out as nothing or less. Own records have a
	// weight of 0, and everybody gets the team's correction.
	TeamRecord CorrectionBasis = "team-record"
	// SingleOutcomes: nobody has two outcomes, so that it can't be told who is
	// biased from what is chance. Everybody gets the team's correction, and there
	// are no intervals.
	SingleOutcomes CorrectionBasis = "single-outcomes"
	// OneRecord: one forecaster alone has outcomes, whose record is the team's.
	OneRecord CorrectionBasis = "one-record"
	// NoRecord: no outcome can be used. Nothing is corrected.
	NoRecord CorrectionBasis = "no-record"
)

// CorrectionBases returns all bases: own records, team record, single outcomes,
// one record, no record.
func CorrectionBases() []CorrectionBasis {
	return []CorrectionBasis{OwnRecords, TeamRecord, SingleOutcomes, OneRecord, NoRecord}
}

// MarshalText returns the basis's text. It returns an *[salesops.InputError] if b
// is not one of [CorrectionBases].
func (b CorrectionBasis) MarshalText() ([]byte, error) {
	return strict.Text("CorrectionBasis", b, CorrectionBases())
}

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if the
// text is not one of [CorrectionBases].
func (b *CorrectionBasis) UnmarshalText(text []byte) error {
	return strict.Parse("CorrectionBasis", b, text, CorrectionBases())
}

func basisOf(b credibility.Basis) CorrectionBasis {
	switch b {
	case credibility.Both:
		return OwnRecords
	case credibility.NoBetween:
		return TeamRecord
	case credibility.OneEach:
		return SingleOutcomes
	case credibility.OneGroup:
		return OneRecord
	case credibility.Empty:
	}
	return NoRecord
}

// The rules on a factor: it is held within the policy's limits. A shift has none.
const (
	ruleFactorFloor = "factor-floor"
	ruleFactorCap   = "factor-cap"
)

// ForecasterCorrection is how the forecasts of one forecaster are corrected.
type ForecasterCorrection struct {
	// Forecaster is whose forecasts they are; empty for somebody without a record.
	Forecaster string `json:"forecaster"`
	// Estimate is how large the bias is.
	Estimate BiasEstimate `json:"estimate"`
	// Applied is the factor by which forecasts are divided, or the shift that is
	// subtracted: the shrunken one, held within the limits of the policy. It is 1 or
	// 0, which changes nothing, if nobody has a record.
	Applied float64 `json:"applied"`
	// Findings are the rules factor-floor and factor-cap, of which one fired if the
	// shrunken factor was held; a shift has no limits.
	Findings []salesops.Finding `json:"findings"`
}

// UnmarshalJSON reads a correction strictly. It returns an *[salesops.InputError]
// for everything that [BiasEstimate.UnmarshalJSON] refuses, for a number out of
// its range, if the findings are not the two in order, and if Applied is not what
// they make of the shrunken bias.
func (c *ForecasterCorrection) UnmarshalJSON(data []byte) error {
	type plain ForecasterCorrection
	return strict.Unmarshal(data, "ForecasterCorrection", (*plain)(c), func(p *plain, in fault.Scope) {
		if p.Forecaster != "" {
			in.Name("Forecaster", p.Forecaster)
		}
		if !rulesInOrder(&in, p.Findings, []string{ruleFactorFloor, ruleFactorCap}) {
			return
		}
		if want, held := held(p.Findings, p.Estimate.Shrunken); held && !exact.Decimal(p.Applied).Equal(want) {
			in.Conflict("Applied", number(p.Applied), want.String()+", to which the findings lead")
		}
	})
}

// held returns what the findings make of the shrunken bias. It reports false if
// there is none.
func held(findings []salesops.Finding, shrunken salesops.Maybe) (applied decimal.Decimal, ok bool) {
	for i := range findings {
		if findings[i].Outcome == salesops.Fired {
			return findings[i].Right, true
		}
	}
	v, defined := shrunken.Value()
	return exact.Decimal(v), defined
}

// Correction is how forecasts are corrected for what past ones were off by.
type Correction struct {
	// Form is whether forecasts are divided by a factor or shifted.
	Form CorrectionForm `json:"form"`
	// Basis is what could be learnt from the records.
	Basis CorrectionBasis `json:"basis"`
	// Within is the variance of outcomes around the forecaster's own bias, s²: of
	// the logarithm of the factor times the actual, or of the shift. Undefined if
	// nobody has two outcomes.
	Within salesops.Maybe `json:"within"`
	// Between is the variance of biases between forecasters, τ²: of the logarithm of
	// the factor, or of the shift; 0 where it came out negative. Undefined unless two
	// forecasters have outcomes, and one of them two.
	Between salesops.Maybe `json:"between"`
	// Team is the correction of somebody without a record: the team's bias, and
	// where that of one more forecaster may lie.
	Team ForecasterCorrection `json:"team"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterCorrection `json:"forecasters"`
}

// UnmarshalJSON reads a correction strictly. It returns an *[salesops.InputError]
// for everything that [ForecasterCorrection.UnmarshalJSON] refuses, for a variance
// below zero or that the basis contradicts, if the forecasters are not sorted by
// name, and if the team has one.
func (c *Correction) UnmarshalJSON(data []byte) error {
	type plain Correction
	return strict.Unmarshal(data, "Correction", (*plain)(c), func(p *plain, in fault.Scope) {
		rate(&in, "Within", p.Within, math.MaxFloat64)
		rate(&in, "Between", p.Between, math.MaxFloat64)
		between, defined := p.Between.Value()
		if both := p.Basis == OwnRecords || p.Basis == TeamRecord; defined != both || between > 0 != (p.Basis == OwnRecords) {
			in.Conflict("Between", p.Between.String(), "what the basis allows")
		}
		if p.Team.Forecaster != "" {
			in.Conflict("Team.Forecaster", p.Team.Forecaster, "no name")
		}
		team := in.In("Team")
		p.Team.belongs(&team, p.Form, p.Basis)
		last := ""
		for i := range p.Forecasters {
			at := in.At("Forecasters", i)
			if p.Forecasters[i].Forecaster <= last {
				at.Conflict("Forecaster", p.Forecasters[i].Forecaster, "each forecaster once, sorted by name")
			}
			last = p.Forecasters[i].Forecaster
			p.Forecasters[i].belongs(&at, p.Form, p.Basis)
		}
	})
}

// belongs checks what depends on the form and the basis.
func (c *ForecasterCorrection) belongs(in *fault.Scope, form CorrectionForm, basis CorrectionBasis) {
	if form == Multiplicative {
		in.Float("Applied", c.Applied, 1.0/MaxCorrection, MaxCorrection, "")
	}
	if _, defined := c.Estimate.Shrunken.Value(); defined == (basis == NoRecord) {
		in.Conflict("Estimate.Shrunken", c.Estimate.Shrunken.String(), "a number unless nobody has a record")
	} else if !defined && c.Applied != form.neutral() {
		in.Conflict("Applied", number(c.Applied), "what changes nothing, as nobody has a record")
	}
}

// Apply returns a new forecast of a forecaster, corrected. Somebody without a
// record gets the team's correction.
//
//	f ÷ factor,  f - shift
//
// It returns an *[salesops.InputError] if:
//   - the correction was not made by [Correct];
//   - the forecaster is not a name of 1 to 200 bytes;
//   - the forecast is not 0 or of size [MinMagnitude] to [MaxMagnitude].
//
// Playbook: FCT-6.
func (c Correction) Apply(forecaster string, forecast float64) (float64, error) {
	var list fault.List
	in := list.In("Correction")
	fault.OneOf(in, "Form", c.Form, CorrectionForms())
	in = list.In("Call")
	in.Name("Forecaster", forecaster)
	magnitude(&in, "Forecast", forecast)
	if list.Any() {
		return 0, list.Err()
	}
	applied := c.Team.Applied
	if i, known := slices.BinarySearchFunc(c.Forecasters, forecaster, func(f ForecasterCorrection, name string) int {
		return cmp.Compare(f.Forecaster, name)
	}); known {
		applied = c.Forecasters[i].Applied
	}
	return c.Form.apply(forecast, applied), nil
}

// apply returns a forecast, corrected by a factor or shift.
func (f CorrectionForm) apply(forecast, by float64) float64 {
	if f == Additive {
		return forecast - by
	}
	return forecast / by
}

// neutral returns the factor or shift that changes nothing.
func (f CorrectionForm) neutral() float64 {
	if f == Additive {
		return 0
	}
	return 1
}

// hold returns a bias within the limits of the policy.
func (p *CorrectionPolicy) hold(bias float64) float64 {
	if p.CorrectionForm == Additive {
		return bias
	}
	return max(p.MinFactor, min(p.MaxFactor, bias))
}

// Correct learns from past forecasts how new ones are to be corrected: each
// forecaster by the own record as far as it goes, and by the team's for the rest.
// An outcome is a cluster of calls, with the sums of its forecasts and actuals.
//
//	multiplicative  X = ln(forecast ÷ actual), weight = actual;  corrected = f ÷ exp(P)
//	additive        X = forecast - actual, weight = 1;           corrected = f - P
//
//	Z = τ² w ÷ (τ² w + s²),  w the sum of a forecaster's weights
//	P = Z own + (1 - Z) team
//
// own is the weighted mean of a forecaster's X, team the mean of all forecasters
// weighted by Z, s² the variance within forecasters and τ² that between them, both
// estimated without bias: the credibility weights of Bühlmann and Straub. One
// period is believed little, two years a lot, a period of large actuals more than
// one of small ones. If the forecasters differ no more than the outcomes of each
// do, τ² comes out at 0 or less: everybody gets the team's mean, and the basis says
// so. Somebody without a record gets the team's too.
//
// A forecast is divided by the factor, which is right for a forecaster who is 20%
// too high: 120 ÷ 1.2 = 100, while 120 × (1 - 0.2) = 96. The factor is a geometric
// mean: it puts the typical ratio at 1, not the sum of forecasts at that of
// actuals. Outcomes whose forecast or actual is not above zero have no factor; they
// are skipped and counted. A quantity for which that happens calls for the
// additive form. Factors are held within the limits of the policy at last, 0.5 to 2
// by default; the findings say where.
//
// The interval is P ± z √E, with
//
//	E = τ² (1 - Z) (1 + (1 - Z) ÷ Σ Z),  or s² ÷ Σ w where τ² is 0,
//
// the mean squared error of P when the variances are known, and z from the normal
// distribution. That is approximate: it takes biases for normal and constant over
// time, and leaves out that τ² and s² are estimates themselves, which makes it too
// narrow for a team of a few, and far too narrow where τ² came out at 0 by chance. In
// a team of a few, one wild outcome of a new forecaster widens τ², and so gives
// everybody's record more weight. Whether correcting helps is what [Backtest] says.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls], or they were not all made at one lead;
//   - a forecaster, period or cluster is not a name of 1 to 200 bytes, or a forecaster has two calls for a period without clusters;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func Correct(history History, policy CorrectionPolicy) (Correction, error) {
	var list fault.List
	in, rules := list.In("History"), list.In("CorrectionPolicy")
	history.collectOneLead(&in)
	policy.collect(&rules)
	if list.Any() {
		return Correction{}, list.Err()
	}
	records := history.trackRecords()
	learned := shrinkFactors(records, policy.CorrectionForm)
	z := binomial.ZForLevel(policy.CorrectionLevel)
	c := Correction{
		Form: policy.CorrectionForm, Basis: basisOf(learned.model.Basis),
		Within:  salesops.Undefined("nobody has two outcomes"),
		Between: salesops.Undefined("two forecasters with outcomes are needed, one of them with two"),
		Team:    policy.correction("", learned.newcomer(z)),
	}
	if learned.model.Repeated > 0 {
		c.Within = salesops.Defined(learned.model.Within)
	}
	if c.Basis == OwnRecords || c.Basis == TeamRecord {
		c.Between = salesops.Defined(learned.model.Between)
	}
	for i := range records {
		c.Forecasters = append(c.Forecasters, policy.correction(records[i].forecaster, learned.estimate(i, z)))
	}
	return c, nil
}

// correction returns what is made of an estimate.
func (p *CorrectionPolicy) correction(forecaster string, e BiasEstimate) ForecasterCorrection {
	bias := e.Shrunken.Or(p.CorrectionForm.neutral())
	c := ForecasterCorrection{Forecaster: forecaster, Estimate: e, Applied: p.hold(bias)}
	for _, limit := range []struct {
		rule, op string
		line     float64
	}{{ruleFactorFloor, "<", p.MinFactor}, {ruleFactorCap, ">", p.MaxFactor}} {
		f := salesops.Finding{
			Rule: limit.rule, Playbook: "FCT-6", Subject: forecaster, Measure: "shrunken factor",
			Left: exact.Decimal(bias), Op: limit.op, Right: exact.Decimal(limit.line), Unit: "times the actual",
		}
		why := e.Shrunken.Reason()
		if p.CorrectionForm == Additive {
			f.Measure, f.Unit, why = "shrunken shift", "in the unit of the calls", "a shift has no limits"
		}
		c.Findings = append(c.Findings, settled(f, why))
	}
	return c
}
