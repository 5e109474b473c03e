package readiness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Band is what the total of an assessment calls for.
type Band string

// The bands, from the best down.
const (
	// ScaleAggressively: 160 points of 200 or more.
	ScaleAggressively Band = "scale-aggressively"
	// ModerateGrowth: 140 up to 160.
	ModerateGrowth Band = "moderate-growth"
	// FixGaps: 120 up to 140; the gaps come before any growth.
	FixGaps Band = "fix-gaps"
	// Overhaul: below 120.
	Overhaul Band = "overhaul"
	// Withheld: too few items apply for the total to mean anything.
	Withheld Band = "withheld"
)

// Bands returns all bands, from the best down, and [Withheld] at the end.
// Playbook: RDY-2.
func Bands() []Band { return []Band{ScaleAggressively, ModerateGrowth, FixGaps, Overhaul, Withheld} }

// MarshalText returns the band's text. It returns an *[salesops.InputError] if
// b is not one of [Bands].
func (b Band) MarshalText() ([]byte, error) { return strict.Text("Band", b, Bands()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [Bands].
func (b *Band) UnmarshalText(text []byte) error { return strict.Parse("Band", b, text, Bands()) }

// next returns the band above b; false for the best one and for [Withheld].
func (b Band) next() (Band, bool) {
	switch b {
	case Overhaul:
		return FixGaps, true
	case FixGaps:
		return ModerateGrowth, true
	case ModerateGrowth:
		return ScaleAggressively, true
	case ScaleAggressively, Withheld:
	}
	return "", false
}

// Total is the outcome of an assessment as two whole numbers, from which
// everything else follows exactly.
type Total struct {
	// Points are the points of the items that apply, 1 to 10 for each.
	Points int `json:"points"`
	// Maximum is the most points that those items could have, 10 for each: 200
	// when all twenty apply.
	Maximum int `json:"maximum"`
}

func (t Total) valid() bool {
	return t.Maximum >= MaxItemScore && t.Maximum <= MaxTotal && t.Maximum%MaxItemScore == 0 &&
		t.Points >= t.Maximum/MaxItemScore && t.Points <= t.Maximum
}

func (t Total) collect(in fault.Scope) {
	if !in.Int("Maximum", t.Maximum, MaxItemScore, MaxTotal, "points, 10 for each item that applies") {
		return
	}
	if t.Maximum%MaxItemScore != 0 {
		in.OutOfRange("Maximum", strconv.Itoa(t.Maximum), "10 points for each item that applies")
		return
	}
	in.Int("Points", t.Points, t.Maximum/MaxItemScore, t.Maximum, "points, 1 to 10 for each item that applies")
}

// score returns the total scaled to 200 points, correctly rounded.
func (t Total) score() float64 { return float64(t.Points*MaxTotal) / float64(t.Maximum) }

// coverage returns the share of the 200 points that apply.
func (t Total) coverage() float64 { return float64(t.Maximum) / MaxTotal }

// reaches reports whether the scaled total is at or above an edge of 200.
func (t Total) reaches(edge int) bool { return t.Points*MaxTotal >= edge*t.Maximum }

// covers reports whether the items that apply are at least the share.
func (t Total) covers(share float64) bool {
	return exact.CompareProducts(float64(t.Maximum), 1, share, MaxTotal) >= 0
}

// needed returns the fewest points that reach an edge of 200.
func (t Total) needed(edge int) int { return (edge*t.Maximum + MaxTotal - 1) / MaxTotal }

// line returns an edge of 200 in points of the maximum. It is exact, since the
// maximum is a multiple of ten.
func (t Total) line(edge int) decimal.Decimal {
	return exact.SumDecimal(exact.Of(float64(edge), float64(t.Maximum), 1.0/MaxTotal))
}

func (t Total) unit() string { return "points of " + strconv.Itoa(t.Maximum) }

// band returns the band of a total.
func (p *AssessmentPolicy) band(t Total) Band {
	switch {
	case !t.covers(p.MinCoverage):
		return Withheld
	case t.reaches(p.MinScaleAggressively):
		return ScaleAggressively
	case t.reaches(p.MinModerateGrowth):
		return ModerateGrowth
	case t.reaches(p.MinFixGaps):
		return FixGaps
	default:
		return Overhaul
	}
}

// edge returns the lower edge of a band in points of 200; 0 for one without.
func (p *AssessmentPolicy) edge(b Band) int {
	switch b {
	case ScaleAggressively:
		return p.MinScaleAggressively
	case ModerateGrowth:
		return p.MinModerateGrowth
	case FixGaps:
		return p.MinFixGaps
	case Overhaul, Withheld:
	}
	return 0
}

// coverageRule is the rule that withholds the band.
const coverageRule = "coverage"

// bandRules are the rules of the band in the order in which they decide.
func bandRules() []string {
	return []string{coverageRule, string(ScaleAggressively), string(ModerateGrowth), string(FixGaps)}
}

// findings returns the comparisons that lead to the band, in the order of
// bandRules.
func (p *AssessmentPolicy) findings(t Total) []salesops.Finding {
	all := []salesops.Finding{p.coverageFinding("RDY-1", coverageRule, t)}
	for _, b := range Bands()[:3] {
		f := finding("RDY-2", string(b), "readiness", decimal.NewFromInt(int64(t.Points)), ">=", t.line(p.edge(b)), t.unit())
		if all[0].Outcome == salesops.Fired {
			notApplicable(&f, "the band is withheld")
		}
		all = append(all, f)
	}
	return all
}

func (p *AssessmentPolicy) coverageFinding(playbook, rule string, t Total) salesops.Finding {
	line := exact.SumDecimal(exact.Of(p.MinCoverage, MaxTotal))
	f := finding(playbook, rule, "points that apply", decimal.NewFromInt(int64(t.Maximum)), "<", line, "points of 200")
	remedy(&f, growthRemedy(ReadinessIsWithheld))
	return f
}
