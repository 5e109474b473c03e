package forecast

import (
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// ComparisonVerdict is which of two forecasters came closer.
type ComparisonVerdict string

// The verdicts on the first of two forecasters.
const (
	// Better: the first came closer than the second, by more than chance would
	// have it.
	Better ComparisonVerdict = "better"
	// Worse: the second came closer than the first, by more than chance would
	// have it.
	Worse ComparisonVerdict = "worse"
	// NoDifference: the difference may be chance. That is no proof that there is
	// none.
	NoDifference ComparisonVerdict = "no-evidence"
	// TooFewPeriods: the losses of the two differ in so few periods that no
	// differences whatever could be evidence.
	TooFewPeriods ComparisonVerdict = "too-few-periods"
)

// ComparisonVerdicts returns all verdicts: better, worse, no evidence, too few
// periods.
func ComparisonVerdicts() []ComparisonVerdict {
	return []ComparisonVerdict{Better, Worse, NoDifference, TooFewPeriods}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError] if
// v is not one of [ComparisonVerdicts].
func (v ComparisonVerdict) MarshalText() ([]byte, error) {
	return strict.Text("ComparisonVerdict", v, ComparisonVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if the
// text is not one of [ComparisonVerdicts].
func (v *ComparisonVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("ComparisonVerdict", v, text, ComparisonVerdicts())
}

// PairComparison is the comparison of two forecasters.
type PairComparison struct {
	// First is the forecaster whom the verdict is on.
	First string `json:"first"`
	// Second is the one with whom the first is compared.
	Second string `json:"second"`
	// Verdict is the judgment on the first.
	Verdict ComparisonVerdict `json:"verdict"`
	// Closer is in how many pieces of evidence the first had less loss.
	Closer int `json:"closer"`
	// Farther is in how many it had more.
	Farther int `json:"farther"`
	// Equal is in how many both had as much; the signed-rank test leaves them out.
	Equal int `json:"equal"`
	// LossRatio is Σ loss of the first ÷ Σ loss of the second, a fraction: below 1
	// the first came closer on the whole. Undefined if the second had none.
	LossRatio salesops.Maybe `json:"loss_ratio"`
	// P is the two-sided p-value of the signed-rank test.
	P float64 `json:"p"`
	// AdjustedP is P corrected for the number of pairs that are tested; undefined
	// with too few periods.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// DieboldMariano is the statistic with the correction for short series, below
	// zero when the first came closer; undefined for PeriodsAhead pieces or fewer,
	// and if their variance is not above zero.
	DieboldMariano salesops.Maybe `json:"diebold_mariano"`
	// DieboldMarianoP is its two-sided p-value.
	DieboldMarianoP salesops.Maybe `json:"diebold_mariano_p"`
	// AdjustedDieboldMarianoP is it corrected as P is, where undefined ones count
	// as 1; undefined with too few periods.
	AdjustedDieboldMarianoP salesops.Maybe `json:"adjusted_diebold_mariano_p"`
	// Findings are the rules short-contest, significant, sum-disagrees and
	// overlap-explains, in the order in which they decide.
	Findings []salesops.Finding `json:"findings"`
}

// The rules of [CompareForecasters], in the order in which they decide.
const (
	ruleShortContest    = "short-contest"
	ruleSumDisagrees    = "sum-disagrees"
	ruleOverlapExplains = "overlap-explains"
)

// UnmarshalJSON reads a comparison strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, and if
// the findings are not the four in order or do not lead to the verdict.
func (p *PairComparison) UnmarshalJSON(data []byte) error {
	type plain PairComparison
	return strict.Unmarshal(data, "PairComparison", (*plain)(p), func(p *plain, in fault.Scope) {
		in.Name("First", p.First)
		if in.Name("Second", p.Second) && p.Second == p.First {
			in.Conflict("Second", p.Second, "another than the first")
		}
		count(&in, "Closer", p.Closer)
		count(&in, "Farther", p.Farther)
		count(&in, "Equal", p.Equal)
		rate(&in, "LossRatio", p.LossRatio, math.MaxFloat64)
		in.Float("P", p.P, 0, 1, "")
		rate(&in, "AdjustedP", p.AdjustedP, 1)
		rate(&in, "DieboldMarianoP", p.DieboldMarianoP, 1)
		rate(&in, "AdjustedDieboldMarianoP", p.AdjustedDieboldMarianoP, 1)
		if hasValue(p.DieboldMariano) != hasValue(p.DieboldMarianoP) {
			in.Conflict("DieboldMarianoP", p.DieboldMarianoP.String(), "a number exactly when there is a statistic")
		}
		tested := p.Verdict != TooFewPeriods
		if hasValue(p.AdjustedP) != tested {
			in.Conflict("AdjustedP", p.AdjustedP.String(), "a number unless there are too few periods")
		}
		if hasValue(p.AdjustedDieboldMarianoP) != tested {
			in.Conflict("AdjustedDieboldMarianoP", p.AdjustedDieboldMarianoP.String(), "a number unless there are too few periods")
		}
		if !rulesInOrder(&in, p.Findings, []string{ruleShortContest, ruleSignificant, ruleSumDisagrees, ruleOverlapExplains}) {
			return
		}
		if want := concludeComparison(p.Findings); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

func hasValue(m salesops.Maybe) bool {
	_, ok := m.Value()
	return ok
}

// concludeComparison returns the verdict to which the findings lead. What
// contradicts one who is better is a sum of at least zero.
func concludeComparison(findings []salesops.Finding) ComparisonVerdict {
	fired := func(i int) bool { return findings[i].Outcome == salesops.Fired }
	if fired(0) {
		return TooFewPeriods
	}
	if !fired(1) || fired(2) || fired(3) {
		return NoDifference
	}
	if findings[2].Op == ">=" {
		return Better
	}
	return Worse
}

// Contestant is one of the forecasters who are compared.
type Contestant struct {
	// Forecaster is who it is.
	Forecaster string `json:"forecaster"`
	// LeftOut is how many calls were left out, since not all others have one for
	// the period and lead.
	LeftOut int `json:"left_out"`
	// MAE is the mean absolute error of the calls that count, the mean loss;
	// undefined if none does.
	MAE salesops.Maybe `json:"mae"`
}

// UnmarshalJSON reads a contestant strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and for a number out of its range.
func (c *Contestant) UnmarshalJSON(data []byte) error {
	type plain Contestant
	return strict.Unmarshal(data, "Contestant", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		count(&in, "LeftOut", p.LeftOut)
		rate(&in, "MAE", p.MAE, math.MaxFloat64)
	})
}

// Comparison is the comparison of all pairs of a contest.
type Comparison struct {
	// Cells is how many pairs of a period and a lead all of them forecast.
	Cells int `json:"cells"`
	// Pieces is how many pieces of evidence they add up to.
	Pieces int `json:"pieces"`
	// MinPieces is the fewest pieces that differ with which there could be
	// evidence at the level of the policy.
	MinPieces int `json:"min_pieces"`
	// PeriodsAhead is that of the contest.
	PeriodsAhead int `json:"periods_ahead"`
	// Tested is how many pairs have that many and were tested together.
	Tested int `json:"tested"`
	// Forecasters are all of them, sorted by name.
	Forecasters []Contestant `json:"forecasters"`
	// Pairs are the comparisons, sorted by the first and the second.
	Pairs []PairComparison `json:"pairs"`
}

// UnmarshalJSON reads a comparison strictly. It returns an *[salesops.InputError]
// for everything that [PairComparison.UnmarshalJSON] refuses, if forecasters or
// pairs are not in order or a pair is of others, and if a count does not fit.
func (c *Comparison) UnmarshalJSON(data []byte) error {
	type plain Comparison
	return strict.Unmarshal(data, "Comparison", (*plain)(c), func(p *plain, in fault.Scope) {
		count(&in, "Cells", p.Cells)
		in.Int("Pieces", p.Pieces, 0, max(p.Cells, 0), "pieces")
		in.Int("MinPieces", p.MinPieces, 1, MaxCalls, "pieces")
		in.Int("PeriodsAhead", p.PeriodsAhead, 1, MaxWeek, "periods")
		in.Length("Forecasters", len(p.Forecasters), 2, MaxContestants)
		var names []string
		for i := range p.Forecasters {
			name, at := p.Forecasters[i].Forecaster, in.At("Forecasters", i)
			if i > 0 && name <= names[i-1] {
				at.Conflict("Forecaster", name, "each forecaster once, sorted by name")
			}
			names = append(names, name)
		}
		tested := 0
		for i := range p.Pairs {
			pair, at := &p.Pairs[i], in.At("Pairs", i)
			if !slices.Contains(names, pair.First) || !slices.Contains(names, pair.Second) {
				at.Conflict("First", pair.First, "two of the forecasters")
			}
			if i > 0 && !pair.after(&p.Pairs[i-1]) {
				at.Conflict("First", pair.First, "each pair once, sorted")
			}
			if pair.Closer+pair.Farther+pair.Equal != p.Pieces {
				at.Conflict("Equal", "", "as many pieces in all as there are")
			}
			if pair.Verdict != TooFewPeriods {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of pairs with enough periods")
		}
	})
}

func (p *PairComparison) after(other *PairComparison) bool {
	return p.First > other.First || p.First == other.First && p.Second > other.Second
}
