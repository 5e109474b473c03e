package capacity

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/strict"
)

// GrowthLine is a line that a month of a growth plan may pass.
type GrowthLine string

// The lines from the one that is passed first to the last.
const (
	// OverBuffer: the buffer does not hold.
	OverBuffer GrowthLine = "over-buffer"
	// TurnsYellow: a stage is yellow or red.
	TurnsYellow GrowthLine = "yellow"
	// TurnsRed: a stage is red, which is what breaks.
	TurnsRed GrowthLine = "red"
	// NotHeld: a stage is red, and overtime cannot hold it.
	NotHeld GrowthLine = "not-held"
)

// GrowthLines returns all lines in order.
func GrowthLines() []GrowthLine { return []GrowthLine{OverBuffer, TurnsYellow, TurnsRed, NotHeld} }

// MarshalText returns the line's text. It returns an *[salesops.InputError] if
// l is not one of [GrowthLines].
func (l GrowthLine) MarshalText() ([]byte, error) { return strict.Text("GrowthLine", l, GrowthLines()) }

// UnmarshalText sets l from its text. It returns an *[salesops.InputError] if
// the text is not one of [GrowthLines].
func (l *GrowthLine) UnmarshalText(text []byte) error {
	return strict.Parse("GrowthLine", l, text, GrowthLines())
}

// GrowthCause is why a plan has a month past a line.
type GrowthCause string

// The causes in the order in which they are looked for.
const (
	// MaximumReached: the stage's measured maximum binds, and people cannot
	// raise it.
	MaximumReached GrowthCause = "maximum-reached"
	// NobodyHired: nobody can be hired for the stage or its team.
	NobodyHired GrowthCause = "nobody-hired"
	// BeforeLeadTime: whoever is hired now joins after this month.
	BeforeLeadTime GrowthCause = "before-lead-time"
	// StillLearning: those who are there by then are not all fully productive.
	StillLearning GrowthCause = "still-learning"
	// TooManyPeople: more would be needed than a stage or team may have, or no
	// number of them has the buffer that the policy asks for.
	TooManyPeople GrowthCause = "too-many-people"
)

// GrowthCauses returns all causes in the order in which they are looked for.
func GrowthCauses() []GrowthCause {
	return []GrowthCause{MaximumReached, NobodyHired, BeforeLeadTime, StillLearning, TooManyPeople}
}

// MarshalText returns the cause's text. It returns an *[salesops.InputError] if
// c is not one of [GrowthCauses].
func (c GrowthCause) MarshalText() ([]byte, error) {
	return strict.Text("GrowthCause", c, GrowthCauses())
}

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [GrowthCauses].
func (c *GrowthCause) UnmarshalText(text []byte) error {
	return strict.Parse("GrowthCause", c, text, GrowthCauses())
}

// Breach is the first month of a plan that is past a line.
type Breach struct {
	// Line is the line.
	Line GrowthLine `json:"line"`
	// Month is the first month past it.
	Month int `json:"month"`
	// Stage is the stage that is past it in that month; of several, the one
	// with the greatest utilization, and the first in the audit when that is
	// exactly the same, as it is for the stages of a team.
	Stage string `json:"stage"`
	// Cause is why the plan could not avoid it.
	Cause GrowthCause `json:"cause"`
	// Finding is the comparison: [ThinBuffer], [AboveYellow] or [AtRed].
	Finding salesops.Finding `json:"finding"`
}

// passes reports whether a stage's month is past the line.
func (l GrowthLine) passes(s *StageMonth) bool {
	switch l {
	case OverBuffer:
		return !s.BufferHolds
	case TurnsYellow:
		return s.Status != salesops.Green
	case TurnsRed:
		return s.Status == salesops.Red
	case NotHeld:
		return !s.Held
	}
	return false
}

// finding returns the comparison that says so.
func (l GrowthLine) finding(stage string, sides *balance, policy *Policy) salesops.Finding {
	status := sides.statusLines(stage, &policy.StatusPolicy)
	switch {
	case l == OverBuffer:
		return sides.bufferLine(stage, &policy.BufferPolicy)
	case l == TurnsYellow && status[0].Outcome == salesops.Fired:
		return status[0]
	default:
		return status[1]
	}
}

func findBreaches(crews []crew, months []GrowthMonth, policy *Policy) []Breach {
	list := []Breach{}
	for _, line := range GrowthLines() {
		for m := range months {
			most, worst := -1, balance{}
			for i := range crews {
				if !line.passes(&months[m].Stages[crews[i].places[0]]) {
					continue
				}
				l := crews[i].at(m, 0)
				if sides := l.weigh(months[m].Level); most < 0 || sides.fuller(&worst) {
					most, worst = i, sides
				}
			}
			if most < 0 {
				continue
			}
			stage := crews[most].stages[0].Name
			list = append(list, Breach{
				Line: line, Month: m + 1, Stage: stage, Cause: crews[most].cause(m), Finding: line.finding(stage, &worst, policy),
			})
			break
		}
	}
	return list
}

// fuller reports whether the utilization of b is above that of other. Without
// capacity it is above all others.
func (b *balance) fuller(other *balance) bool {
	return exact.CompareDecimalProducts(b.demand, other.capacity, other.demand, b.capacity) > 0
}

// cause returns why a crew's stages are past a line in a month.
func (c *crew) cause(month int) GrowthCause {
	l := c.at(month, 0)
	present, productive := c.staff(month)
	switch {
	case !l.byPeople:
		return MaximumReached
	case c.hiring == nil:
		return NobodyHired
	case month < c.hiring.LeadMonths:
		return BeforeLeadTime
	case productive < present:
		return StillLearning
	default:
		return TooManyPeople
	}
}

// GateState is whether a phase of growth may be left.
type GateState string

// The states of a gate.
const (
	// GateOpen: warnings are clean and the buffer holds.
	GateOpen GateState = "open"
	// GateUnknown: the buffer holds, and nobody said whether warnings are
	// clean.
	GateUnknown GateState = "unknown"
	// GateClosed: a warning is up, or the buffer does not hold.
	GateClosed GateState = "closed"
)

// GateStates returns all states, from good to bad.
func GateStates() []GateState { return []GateState{GateOpen, GateUnknown, GateClosed} }

// MarshalText returns the state's text. It returns an *[salesops.InputError] if
// s is not one of [GateStates].
func (s GateState) MarshalText() ([]byte, error) { return strict.Text("GateState", s, GateStates()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [GateStates].
func (s *GateState) UnmarshalText(text []byte) error {
	return strict.Parse("GateState", s, text, GateStates())
}

// Gate is the end of a phase.
type Gate struct {
	// Phase is the phase's name.
	Phase string `json:"phase"`
	// Month is the phase's last month.
	Month int `json:"month"`
	// State tells whether the phase may be left.
	State GateState `json:"state"`
	// WarningsClean is what the phase says of its warnings; nil for nothing.
	WarningsClean *bool `json:"warnings_clean,omitempty"`
	// Findings are the comparisons of the buffer in that month:
	// [ThinBuffer] for each stage in the order of the audit.
	Findings []salesops.Finding `json:"findings"`
}

func findGates(growth *Growth, crews []crew, months []GrowthMonth, policy *Policy) (gates []Gate, reached string) {
	last := -1
	for _, phase := range growth.Phases {
		last += len(phase.Levels)
		gate := Gate{Phase: phase.Name, Month: last + 1, Findings: make([]salesops.Finding, len(months[last].Stages))}
		if phase.WarningsClean != nil {
			clean := *phase.WarningsClean
			gate.WarningsClean = &clean
		}
		for i := range crews {
			for k, place := range crews[i].places {
				l := crews[i].at(last, k)
				sides := l.weigh(months[last].Level)
				gate.Findings[place] = sides.bufferLine(crews[i].stages[k].Name, &policy.BufferPolicy)
			}
		}
		gate.State = stateOf(gate.WarningsClean, months[last].BufferHolds)
		gates = append(gates, gate)
	}
	for _, gate := range gates {
		reached = gate.Phase
		if gate.State != GateOpen {
			break
		}
	}
	return gates, reached
}

func stateOf(clean *bool, bufferHolds bool) GateState {
	switch {
	case !bufferHolds || clean != nil && !*clean:
		return GateClosed
	case clean == nil:
		return GateUnknown
	default:
		return GateOpen
	}
}
