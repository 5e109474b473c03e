package readiness

import "github.com/salesops-go/salesops/internal/fault"

// The lines that belong to the dashboards alone, in [DefaultPolicy].
const (
	// DefaultBoardMinMorale is the morale below which its reading is yellow,
	// in points of 10: the line of OVF-1. Playbook: RDY-8.
	DefaultBoardMinMorale = 6.0
	// DefaultBoardMinReview is the result of a quarterly review below which
	// its reading is yellow, in points of 10. The number is ours, that of
	// morale. Playbook: RDY-8.
	DefaultBoardMinReview = 6.0
)

// BoardPolicy holds the lines that belong to the dashboards alone; the others
// are those of the warnings, the red flags and the alignment score. The zero
// policy is rejected: start from [DefaultPolicy].
type BoardPolicy struct {
	// BoardMinMorale is the lowest morale on target, above 0 to 10 points.
	BoardMinMorale float64 `json:"board_min_morale"`
	// BoardMinReview is the lowest result of a quarterly review on target,
	// above 0 to 10 points.
	BoardMinReview float64 `json:"board_min_review"`
}

func (p *BoardPolicy) valid() bool {
	return p.BoardMinMorale > 0 && p.BoardMinMorale <= MaxMorale && p.BoardMinReview > 0 && p.BoardMinReview <= MaxReview
}

func (p *BoardPolicy) collect(in fault.Scope) {
	in.Positive("BoardMinMorale", p.BoardMinMorale, MaxMorale, "points")
	in.Positive("BoardMinReview", p.BoardMinReview, MaxReview, "points")
}

// The thresholds of [LocateSpiral] in [DefaultPolicy].
const (
	// DefaultSpiralSigns is how many signs of a stage must show. The number is
	// ours. Playbook: RDY-13.
	DefaultSpiralSigns = 2
	// DefaultSpiralMonths is how many months running make a monthly trend. The
	// number is ours. Playbook: RDY-13.
	DefaultSpiralMonths = 2
	// DefaultSpiralKeyCustomers is how many key customers must leave. The
	// number is ours. Playbook: RDY-13.
	DefaultSpiralKeyCustomers = 1
)

// SpiralPolicy holds the thresholds that belong to [LocateSpiral] alone. The
// zero policy is rejected: start from [DefaultPolicy].
type SpiralPolicy struct {
	// SpiralSigns is how many signs of a stage must show, 1 to 4; of
	// [SpiralVictory], which has two, at most both.
	SpiralSigns int `json:"spiral_signs"`
	// SpiralMonths is how many months running make a trend, 1 to 52.
	SpiralMonths int `json:"spiral_months"`
	// SpiralKeyCustomers is how many key customers must leave, 1 to
	// [MaxDepartures].
	SpiralKeyCustomers int `json:"spiral_key_customers"`
}

func (p *SpiralPolicy) valid() bool {
	return p.SpiralSigns >= 1 && p.SpiralSigns <= signsPerStage && p.SpiralMonths >= 1 && p.SpiralMonths <= maxTrendWeeks &&
		p.SpiralKeyCustomers >= 1 && p.SpiralKeyCustomers <= MaxDepartures
}

func (p *SpiralPolicy) collect(in fault.Scope) {
	in.Int("SpiralSigns", p.SpiralSigns, 1, signsPerStage, "signs")
	in.Int("SpiralMonths", p.SpiralMonths, 1, maxTrendWeeks, "months")
	in.Int("SpiralKeyCustomers", p.SpiralKeyCustomers, 1, MaxDepartures, "customers")
}
