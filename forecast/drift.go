package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// DriftVerdict is what a history says of a change in a forecaster's bias.
type DriftVerdict string

// The verdicts on a change.
const (
	// BiasChanged: the errors change sides more than chance would have it.
	BiasChanged DriftVerdict = "changed"
	// NoChangeSeen: the order of the errors may be chance. That is no proof that
	// nothing changed.
	NoChangeSeen DriftVerdict = "no-evidence"
	// CannotTell: so few errors lie on one side that no order of them could be
	// evidence.
	CannotTell DriftVerdict = "cannot-tell"
)

// DriftVerdicts returns all verdicts: changed, no evidence, cannot tell.
func DriftVerdicts() []DriftVerdict { return []DriftVerdict{BiasChanged, NoChangeSeen, CannotTell} }

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [DriftVerdicts].
func (v DriftVerdict) MarshalText() ([]byte, error) {
	return strict.Text("DriftVerdict", v, DriftVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [DriftVerdicts].
func (v *DriftVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("DriftVerdict", v, text, DriftVerdicts())
}

// DriftSide is what became of the calls on one side of a change.
type DriftSide struct {
	// Over is how many outcomes were above the actual.
	Over int `json:"over"`
	// Under is how many outcomes were below the actual.
	Under int `json:"under"`
	// Exact is how many outcomes hit the actual.
	Exact int `json:"exact"`
	// ForecastToActual is Σ forecast ÷ Σ actual, a fraction. Undefined unless the
	// actuals sum to more than zero.
	ForecastToActual salesops.Maybe `json:"forecast_to_actual"`
}

func (s callSums) side() DriftSide {
	return DriftSide{Over: s.over, Under: s.under, Exact: s.exact, ForecastToActual: forecastToActual(s.forecast, s.actual)}
}

// UnmarshalJSON reads a side strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and for a count out of its range.
func (s *DriftSide) UnmarshalJSON(data []byte) error {
	type plain DriftSide
	return strict.Unmarshal(data, "DriftSide", (*plain)(s), func(p *plain, in fault.Scope) {
		count(&in, "Over", p.Over)
		count(&in, "Under", p.Under)
		count(&in, "Exact", p.Exact)
	})
}

// DriftPoint is where the errors of a forecaster change sides most, whether or not
// that is more than chance would have it.
type DriftPoint struct {
	// Period is that of the first outcome off the mark after the change.
	Period string `json:"period"`
	// Before is what became of the calls until then.
	Before DriftSide `json:"before"`
	// Since is what became of them from then on.
	Since DriftSide `json:"since"`
}

// UnmarshalJSON reads a point strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a period that is not a name, and for a
// side without an outcome off the mark.
func (d *DriftPoint) UnmarshalJSON(data []byte) error {
	type plain DriftPoint
	return strict.Unmarshal(data, "DriftPoint", (*plain)(d), func(p *plain, in fault.Scope) {
		in.Name("Period", p.Period)
		for i, side := range []DriftSide{p.Before, p.Since} {
			if side.Over+side.Under == 0 {
				in.Conflict([]string{"Before", "Since"}[i], "", "an outcome off the mark")
			}
		}
	})
}

// ForecasterDrift is the judgment on a change of one forecaster's bias.
type ForecasterDrift struct {
	// Forecaster is who is judged.
	Forecaster string `json:"forecaster"`
	// Verdict is the judgment.
	Verdict DriftVerdict `json:"verdict"`
	// Outcomes is how many outcomes off the mark were looked at, the newest, at
	// most [MaxDriftOutcomes].
	Outcomes int `json:"outcomes"`
	// P is the chance that errors whose lean never changed change sides at least
	// as clearly.
	P float64 `json:"p"`
	// AdjustedP is P corrected for the number of forecasters who are judged
	// together; undefined where the verdict is that it cannot be told.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// Point is where the errors change sides most; nil when all of them lie on
	// one side, or there is none.
	Point *DriftPoint `json:"point"`
	// Findings are the rules one-sided and significant, in the order in which they
	// decide.
	Findings []salesops.Finding `json:"findings"`
}

// ruleOneSided is the rule of [DetectDrift] that too few errors lie on one side.
const ruleOneSided = "one-sided"

// UnmarshalJSON reads a judgment strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a
// number out of its range, and if the findings are not the two in order or do not
// lead to the verdict.
func (d *ForecasterDrift) UnmarshalJSON(data []byte) error {
	type plain ForecasterDrift
	return strict.Unmarshal(data, "ForecasterDrift", (*plain)(d), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		in.Int("Outcomes", p.Outcomes, 0, MaxDriftOutcomes, "outcomes")
		in.Float("P", p.P, 0, 1, "")
		rate(&in, "AdjustedP", p.AdjustedP, 1)
		if _, tested := p.AdjustedP.Value(); tested == (p.Verdict == CannotTell) {
			in.Conflict("AdjustedP", p.AdjustedP.String(), "a number unless it cannot be told")
		}
		if !rulesInOrder(&in, p.Findings, []string{ruleOneSided, ruleSignificant}) {
			return
		}
		if want := driftVerdict(p.Findings); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

func driftVerdict(findings []salesops.Finding) DriftVerdict {
	switch {
	case findings[0].Outcome == salesops.Fired:
		return CannotTell
	case findings[1].Outcome == salesops.Fired:
		return BiasChanged
	default:
		return NoChangeSeen
	}
}

// DriftReport is the judgment on changes of all forecasters of a history.
type DriftReport struct {
	// Tested is how many forecasters were tested together.
	Tested int `json:"tested"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterDrift `json:"forecasters"`
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for everything that [ForecasterDrift.UnmarshalJSON] refuses, if the forecasters
// are not sorted by name, and if Tested does not count those who were.
func (r *DriftReport) UnmarshalJSON(data []byte) error {
	type plain DriftReport
	return strict.Unmarshal(data, "DriftReport", (*plain)(r), func(p *plain, in fault.Scope) {
		tested, last := 0, ""
		for i, f := range p.Forecasters {
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
			if f.Verdict != CannotTell {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of forecasters of whom it could be told")
		}
	})
}

// DetectDrift says of each forecaster whether the bias of the calls has changed in
// the course of the history, and when.
//
// Of the outcomes (see [JudgeBias]) in order of time those that hit the actual are
// left out. With S(k) outcomes above the actual among the first k of n, A = S(n),
//
//	D = max over k of |n S(k) - k A|
//	P = the share of the orders of these n outcomes in which D is at least as large
//
// That is the cumulative sum of the signs against an even spread, the statistic
// known as Pettitt's. Its null hypothesis is that an outcome off the mark is as
// likely to lie above it at any time, whatever that chance is: a forecaster who is
// always biased has not changed. It assumes that outcomes are independent of one
// another, and looks for one change; two that cancel, or a slow one, it may miss.
// P is counted over all orders, nothing is simulated. It is adjusted for the number
// of forecasters as in JudgeBias, and the verdict is the first that applies:
//
//	2 ÷ C(n, A) > level   cannot tell: the clearest order has that P
//	adjusted P > level    no evidence
//	otherwise             changed
//
// The point of change is the k with the largest distance, the first of equals,
// and comes with the counts and the ratio on either side. It is an estimate, and
// what lies on its two sides was chosen to differ: these are no tests. Outcomes of
// one period are in order of the names of their clusters. Of more than
// [MaxDriftOutcomes] outcomes off the mark the newest are looked at.
//
// In [JudgeBias] a change takes a verdict away when the outcomes since do not
// support it by themselves, so that who has reformed is not punished; there P is
// not adjusted, since that can only make fewer verdicts.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls];
//   - a forecaster, period or cluster is not a name of 1 to 200 bytes, or a forecaster has two calls for a period without a cluster;
//   - calls are of different leads: choose one by [History.AtLead];
//   - a period is not among those of the history, where they are given, or is given twice;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func DetectDrift(history History, policy BiasPolicy) (DriftReport, error) {
	var list fault.List
	in, level := list.In("History"), list.In("BiasPolicy")
	history.collectOneLead(&in)
	policy.collect(&level)
	if list.Any() {
		return DriftReport{}, list.Err()
	}
	records, periods := history.trackRecords(), history.periodNames()
	report := DriftReport{Forecasters: make([]ForecasterDrift, len(records))}
	var at []int
	var p []float64
	for i := range records {
		calls := recordCalls(records[i].outcomes)
		change := calls.change()
		f := &report.Forecasters[i]
		*f = ForecasterDrift{Forecaster: records[i].forecaster, Outcomes: change.used, P: change.P, Point: change.point(periods)}
		f.AdjustedP = salesops.Undefined("too few errors lie on one side for any order of them to be evidence")
		f.Findings = []salesops.Finding{settled(f.finding(ruleOneSided, "least p-value of any order", change.Least, ">", policy.BiasLevel), "")}
		if change.Least <= policy.BiasLevel {
			at, p = append(at, i), append(p, change.P)
		}
	}
	for i, adjusted := range policy.BiasAdjustment.adjust(p) {
		report.Forecasters[at[i]].AdjustedP = salesops.Defined(adjusted)
	}
	for i := range report.Forecasters {
		report.Forecasters[i].conclude(policy.BiasLevel)
	}
	report.Tested = len(p)
	return report, nil
}

// conclude adds the finding that decides, and sets the verdict.
func (d *ForecasterDrift) conclude(level float64) {
	f := d.finding(ruleSignificant, "adjusted p-value", d.AdjustedP.Or(d.P), "<=", level)
	if _, tested := d.AdjustedP.Value(); !tested {
		f.Measure = "p-value"
	}
	d.Findings = append(d.Findings, settled(f, d.AdjustedP.Reason()))
	d.Verdict = driftVerdict(d.Findings)
}

func (d *ForecasterDrift) finding(rule, measure string, p float64, op string, level float64) salesops.Finding {
	return salesops.Finding{
		Rule: rule, Playbook: "FCT-6", Subject: d.Forecaster, Measure: measure,
		Left: exact.Decimal(p), Op: op, Right: exact.Decimal(level), Unit: "as a fraction",
	}
}

// point returns the change as it is reported, nil if there is none.
func (c *callChange) point(periods []string) *DriftPoint {
	if c.At == 0 {
		return nil
	}
	return &DriftPoint{Period: periods[c.first().period], Before: c.before().side(), Since: c.since().side()}
}
