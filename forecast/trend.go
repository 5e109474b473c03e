package forecast

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/ranks"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxTrendValues is the most values of a series whose trend is asked for.
const MaxTrendValues = 1000

// Series is a figure period by period: pipeline created a month, win rate a
// quarter.
type Series struct {
	// Values are 1 to [MaxTrendValues] values in order of time, each 0 or of
	// size [MinMagnitude] to [MaxMagnitude].
	Values []float64 `json:"values"`
	// Times are the times of the values in units of the caller, rising, as many
	// as values, each 0 or of size [MinMagnitude] to [MaxMagnitude]; empty for
	// equally spaced ones.
	Times []float64 `json:"times,omitempty"`
}

func (s *Series) collect(in *fault.Scope) {
	if in.Length("Values", len(s.Values), 1, MaxTrendValues) {
		for i, v := range s.Values {
			at := in.At("Values", i)
			magnitude(&at, "", v)
		}
	}
	if len(s.Times) == 0 {
		return
	}
	if len(s.Times) != len(s.Values) {
		in.Conflict("Times", "", "as many times as values")
		return
	}
	for i, v := range s.Times {
		at := in.At("Times", i)
		if magnitude(&at, "", v); i > 0 && !(v > s.Times[i-1]) {
			at.Conflict("", number(v), "a time after the one before")
		}
	}
}

// TrendVerdict is what a series says of its direction.
type TrendVerdict string

// The verdicts on a trend.
const (
	// Rising: the values rise more than chance would have it.
	Rising TrendVerdict = "rising"
	// Falling: the values fall more than chance would have it.
	Falling TrendVerdict = "falling"
	// NoTrend: the order of the values may be chance. That is no proof that
	// there is no trend.
	NoTrend TrendVerdict = "no-evidence"
	// TooShort: so few values that no order of them could be evidence.
	TooShort TrendVerdict = "too-short"
)

// TrendVerdicts returns all verdicts: rising, falling, no evidence, too short.
func TrendVerdicts() []TrendVerdict { return []TrendVerdict{Rising, Falling, NoTrend, TooShort} }

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [TrendVerdicts].
func (v TrendVerdict) MarshalText() ([]byte, error) {
	return strict.Text("TrendVerdict", v, TrendVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [TrendVerdicts].
func (v *TrendVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("TrendVerdict", v, text, TrendVerdicts())
}

// Trend is the direction of a series.
type Trend struct {
	// Count is the number of values.
	Count int `json:"count"`
	// Verdict is the judgment.
	Verdict TrendVerdict `json:"verdict"`
	// Rises is the number of pairs of values of which the later is larger.
	Rises int `json:"rises"`
	// Falls is the number of pairs of which the later is smaller.
	Falls int `json:"falls"`
	// P is the chance that values without a trend, in random order, show one at
	// least as clear, either way.
	P float64 `json:"p"`
	// Exact is whether P was counted over all orders; if not, it comes from the
	// normal approximation.
	Exact bool `json:"exact"`
	// Slope is the median of the slopes of all pairs of values, a unit of time;
	// undefined for a single value.
	Slope salesops.Maybe `json:"slope"`
	// Interval is the interval of the slope at one less the level of the policy;
	// nil for a single value.
	Interval *salesops.Interval `json:"interval"`
	// Significant is the rule that decides: P at most the level. Not applicable
	// when the series is too short.
	Significant salesops.Finding `json:"significant"`
}

// UnmarshalJSON reads a trend strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, for a
// slope that is not in its interval, and if the finding does not lead to the
// verdict.
func (r *Trend) UnmarshalJSON(data []byte) error {
	type plain Trend
	return strict.Unmarshal(data, "Trend", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Int("Count", p.Count, 1, MaxTrendValues, "")
		count(&in, "Rises", p.Rises)
		count(&in, "Falls", p.Falls)
		in.Float("P", p.P, 0, 1, "")
		v, defined := p.Slope.Value()
		if defined != (p.Count > 1) {
			in.Conflict("Slope", p.Slope.String(), "a number exactly when there are two values")
		}
		around(&in, "Interval", p.Interval, v, defined)
		if p.Significant.Rule != ruleSignificant {
			in.Conflict("Significant.Rule", p.Significant.Rule, ruleSignificant)
		}
		if want := trendVerdict(p.Significant.Outcome, p.Rises-p.Falls); p.Verdict != want {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", as the finding says")
		}
	})
}

func trendVerdict(o salesops.Outcome, rise int) TrendVerdict {
	switch {
	case o == salesops.NotApplicable:
		return TooShort
	case o == salesops.NotFired:
		return NoTrend
	case rise > 0:
		return Rising
	default:
		return Falling
	}
}

// MeasureTrend says whether a series rises or falls. It looks at all pairs of
// values, so that one outlier moves nothing:
//
//	S     = pairs that rise - pairs that fall
//	P     = the share of all orders of the values with an |S| at least as large
//	slope = median of (y(j) - y(i)) ÷ (t(j) - t(i)),  over all pairs i < j
//
// That is the Mann-Kendall test and the Theil-Sen slope. P is counted exactly for
// up to 60 values, ties included, and comes from the normal approximation with
// continuity correction for more. The series has a trend if P is at most the
// level of the policy (0.05 by default): that makes fewer than four different
// values too short, and five the least that can convict. Times default to 1, 2, 3
// and so on, and the slope is then a period's change.
//
// The interval of the slope is Sen's, which is approximate for short series; it
// may contain 0 although the exact test finds a trend. Values that depend on
// those before, as seasons do, make P too small: compare a year with a year.
//
// It returns an *[salesops.InputError] if:
//   - there are no values, or more than [MaxTrendValues], or one is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - there are times and not as many as values, or they do not rise;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-7.
func MeasureTrend(series Series, policy TrendPolicy) (Trend, error) {
	var list fault.List
	in, rule := list.In("Series"), list.In("TrendPolicy")
	series.collect(&in)
	policy.collect(&rule)
	if list.Any() {
		return Trend{}, list.Err()
	}
	order := ranks.OrderOf(series.Values)
	trend := Trend{
		Count: len(series.Values), Rises: int(order.Concordant), Falls: int(order.Discordant),
		Slope: salesops.Undefined("there is a single value"),
	}
	if trend.P, trend.Exact = order.Exact(); !trend.Exact {
		trend.P = order.Normal()
	}
	why := ""
	if leastP(&order) > policy.TrendLevel {
		why = "no order of so few different values could be evidence"
	}
	trend.Significant = settled(salesops.Finding{
		Rule: ruleSignificant, Playbook: "FCT-7", Measure: "P", Left: exact.Decimal(trend.P), Op: "<=",
		Right: exact.Decimal(policy.TrendLevel), Unit: "as a fraction",
	}, why)
	trend.Verdict = trendVerdict(trend.Significant.Outcome, trend.Rises-trend.Falls)
	times := series.Times
	if len(times) == 0 {
		for i := range series.Values {
			times = append(times, float64(i+1))
		}
	}
	if slopes := ranks.Slopes(times, series.Values); len(slopes) > 0 {
		slope := ranks.Median(slopes)
		low, high := ranks.SlopeInterval(slopes, order.Variance(), binomial.ZForLevel(1-policy.TrendLevel))
		trend.Slope = salesops.Defined(slope)
		trend.Interval = &salesops.Interval{Low: min(low, slope), High: max(high, slope)}
	}
	return trend, nil
}

// leastP returns the p-value of the values in their clearest order: two of all
// distinct orders, those that rise and fall throughout.
func leastP(order *ranks.Kendall) float64 {
	orders, _ := math.Lgamma(float64(order.N) + 1)
	for _, t := range order.Ties {
		same, _ := math.Lgamma(float64(t) + 1)
		orders -= same
	}
	return min(1, 2*math.Exp(-orders))
}
