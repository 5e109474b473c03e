package readiness

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Maturity is how far sales operations have come.
type Maturity string

// The maturities, from the first.
const (
	// InformalOps: everybody does it on the side.
	InformalOps Maturity = "informal"
	// SystemizedOps: one person builds the system.
	SystemizedOps Maturity = "systemized"
	// OptimizedOps: a small team runs it and improves it.
	OptimizedOps Maturity = "optimized"
	// AutonomousOps: it runs and improves by itself.
	AutonomousOps Maturity = "autonomous"
)

// Maturities returns all maturities, from the first. Playbook: RDY-9.
func Maturities() []Maturity {
	return []Maturity{InformalOps, SystemizedOps, OptimizedOps, AutonomousOps}
}

// MarshalText returns the maturity's text. It returns an
// *[salesops.InputError] if m is not one of [Maturities].
func (m Maturity) MarshalText() ([]byte, error) { return strict.Text("Maturity", m, Maturities()) }

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [Maturities].
func (m *Maturity) UnmarshalText(text []byte) error {
	return strict.Parse("Maturity", m, text, Maturities())
}

// The ages of a company at which the next maturity begins, in years.
const (
	yearsSystemized = 2
	yearsOptimized  = 4
	yearsAutonomous = 7
	mostYears       = 10_000
)

// MaturityStage is what sales operations look like at one age of a company.
type MaturityStage struct {
	// Maturity names the stage.
	Maturity Maturity `json:"maturity"`
	// FromYears is the age of the company at which it begins.
	FromYears float64 `json:"from_years"`
	// UntilYears is the age at which the next one begins; undefined for the
	// last.
	UntilYears salesops.Maybe `json:"until_years"`
	// Staff is who does the work; empty while nobody is dedicated to it, and
	// where the playbook names nobody.
	Staff []string `json:"staff"`
	// Adds is the work that the stage adds to that of the one before.
	Adds []string `json:"adds"`
	// Look is what the stage looks like from outside.
	Look string `json:"look"`
}

// UnmarshalJSON reads a stage strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of range.
func (s *MaturityStage) UnmarshalJSON(data []byte) error {
	type plain MaturityStage
	return strict.Unmarshal(data, "MaturityStage", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Float("FromYears", p.FromYears, 0, mostYears, "years")
		if until, ends := p.UntilYears.Value(); ends && !(until > p.FromYears) {
			in.Conflict("UntilYears", p.UntilYears.String(), "above FromYears")
		}
	})
}

// MaturityStages returns the stages of sales operations in order.
//
//	age in years    stage
//	below 2         informal, with no dedicated staff
//	2 to 4          systemized, by one manager
//	4 to 7          optimized, by a director with a team
//	from 7          autonomous
//
// That a company younger than one year is informal too, and that one older than
// ten stays autonomous, is ours.
//
// Playbook: RDY-9.
func MaturityStages() []MaturityStage {
	return []MaturityStage{
		{
			Maturity: InformalOps, FromYears: 0, UntilYears: salesops.Defined(yearsSystemized), Staff: []string{},
			Adds: []string{"spreadsheets and habits, kept by whoever sells"},
			Look: "nobody is dedicated to it; it works because everybody knows everybody",
		},
		{
			Maturity: SystemizedOps, FromYears: yearsSystemized, UntilYears: salesops.Defined(yearsOptimized),
			Staff: []string{"sales operations manager"},
			Adds:  []string{"the CRM", "the sales process", "analytics", "enablement"},
			Look:  "one manager owns the system, and the team works in it",
		},
		{
			Maturity: OptimizedOps, FromYears: yearsOptimized, UntilYears: salesops.Defined(yearsAutonomous),
			Staff: []string{"director of sales operations", "CRM administrator", "analyst", "enablement manager"},
			Adds:  []string{"forecasting", "compensation"},
			Look:  "a team runs the numbers that plans and pay rest on",
		},
		{
			Maturity: AutonomousOps, FromYears: yearsAutonomous, UntilYears: salesops.Undefined("the last stage has no end"), Staff: []string{},
			Adds: []string{"improvement without being asked"},
			Look: "it runs without the founders, and finds and repairs its own weak points",
		},
	}
}

// FindMaturity returns the stage of sales operations that fits a company of an
// age in years. An age on a boundary belongs to the later stage.
//
// Special cases are:
//
//	found is false below 0 and for NaN
//
// Playbook: RDY-9.
func FindMaturity(years float64) (stage MaturityStage, found bool) {
	for _, s := range MaturityStages() {
		if years >= s.FromYears {
			stage, found = s, true
		}
	}
	return stage, found
}
