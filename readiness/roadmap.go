package readiness

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Roadmap is one of the two roadmaps to alignment.
type Roadmap string

// The roadmaps.
const (
	// ThirtyDays is the first month in four weeks.
	ThirtyDays Roadmap = "thirty-days"
	// NinetyDays is the first quarter in three phases.
	NinetyDays Roadmap = "ninety-days"
)

// Roadmaps returns both roadmaps, the shorter one first. Playbook: RDY-9.
func Roadmaps() []Roadmap { return []Roadmap{ThirtyDays, NinetyDays} }

// MarshalText returns the roadmap's text. It returns an *[salesops.InputError]
// if r is not one of [Roadmaps].
func (r Roadmap) MarshalText() ([]byte, error) { return strict.Text("Roadmap", r, Roadmaps()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Roadmaps].
func (r *Roadmap) UnmarshalText(text []byte) error {
	return strict.Parse("Roadmap", r, text, Roadmaps())
}

// Phase is one stretch of a roadmap.
type Phase string

// The weeks of [ThirtyDays], in order.
const (
	// WeekAssess finds out where the company stands.
	WeekAssess Phase = "assess"
	// WeekFoundation builds what is missing of the checklist's first level.
	WeekFoundation Phase = "foundation"
	// WeekTest takes a little more volume and watches.
	WeekTest Phase = "test"
	// WeekAlign makes the weekly meeting a habit.
	WeekAlign Phase = "align"
)

// The phases of [NinetyDays], in order. The first one has the name of a week.
const (
	// PhaseFoundation makes operations safe to build on.
	PhaseFoundation = WeekFoundation
	// PhaseAutomate automates the work, and sells more on what that frees.
	PhaseAutomate Phase = "automate-and-scale"
	// PhaseOptimize takes out what still wastes time.
	PhaseOptimize Phase = "optimize"
)

// Phases returns all phases: the four weeks, and the two phases of the quarter
// whose names differ from theirs.
func Phases() []Phase {
	return []Phase{WeekAssess, WeekFoundation, WeekTest, WeekAlign, PhaseAutomate, PhaseOptimize}
}

// MarshalText returns the phase's text. It returns an *[salesops.InputError] if
// p is not one of [Phases].
func (p Phase) MarshalText() ([]byte, error) { return strict.Text("Phase", p, Phases()) }

// UnmarshalText sets p from its text. It returns an *[salesops.InputError] if
// the text is not one of [Phases].
func (p *Phase) UnmarshalText(text []byte) error { return strict.Parse("Phase", p, text, Phases()) }

// RoadmapTestGrowth is how much more volume the week [WeekTest] takes, as a
// fraction. Playbook: RDY-9.
const RoadmapTestGrowth = 0.10

// The ends of the weeks and phases in days since the start.
const (
	endAssess     = 7
	endFoundation = 14
	endTest       = 21
	endAlign      = 30

	endPhaseFoundation = 30
	endPhaseAutomate   = 60
	endPhaseOptimize   = 90
)

// RoadmapStep is one stretch of a roadmap: a week of the first month, a phase
// of the first quarter.
type RoadmapStep struct {
	// Phase names the step.
	Phase Phase `json:"phase"`
	// FromDay is its first day, counted in days since the start: the day of
	// the start is 0.
	FromDay int `json:"from_day"`
	// UntilDay is the day on which the next step begins.
	UntilDay int `json:"until_day"`
	// Aim is what the step is for.
	Aim string `json:"aim"`
	// Growth is how much more volume than at the start the step takes, as a
	// fraction; 0 for none.
	Growth float64 `json:"growth"`
	// Work is what is done in it, the first things first.
	Work []string `json:"work"`
}

// UnmarshalJSON reads a step strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and every value out of range.
func (s *RoadmapStep) UnmarshalJSON(data []byte) error {
	type plain RoadmapStep
	return strict.Unmarshal(data, "RoadmapStep", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Int("FromDay", p.FromDay, 0, endPhaseOptimize-1, "days")
		in.Int("UntilDay", p.UntilDay, p.FromDay+1, endPhaseOptimize, "days")
		in.Float("Growth", p.Growth, 0, MaxGrowth, "as a fraction")
	})
}

// Steps returns the steps of the roadmap in order; none if r is not one of
// [Roadmaps]. The last week of the month takes the two days that are left over,
// which is ours.
func (r Roadmap) Steps() []RoadmapStep {
	switch r {
	case ThirtyDays:
		return firstMonth()
	case NinetyDays:
		return firstQuarter()
	}
	return []RoadmapStep{}
}

func firstMonth() []RoadmapStep {
	return []RoadmapStep{
		{
			Phase: WeekAssess, FromDay: 0, UntilDay: endAssess, Aim: "know where you stand",
			Work: []string{
				"score the twenty items, each by several people",
				"measure what every stage can deliver in a day, and what breaks first",
				"collect a month of errors, overtime, late deliveries and complaints",
			},
		},
		{
			Phase: WeekFoundation, FromDay: endAssess, UntilDay: endFoundation, Aim: "close the gaps that everything rests on",
			Work: []string{
				"write down the core processes, and settle what happens above capacity",
				"put load against capacity on a dashboard that both sides see",
				"agree on the facts that go with every order from sales to operations",
			},
		},
		{
			Phase: WeekTest, FromDay: endFoundation, UntilDay: endTest, Aim: "take a tenth more volume and watch what gives", Growth: RoadmapTestGrowth,
			Work: []string{
				"sell 10% more for the week, and no more than that",
				"look at errors, overtime and response times every day",
				"repair what strains at once, and write down what it was",
			},
		},
		{
			Phase: WeekAlign, FromDay: endTest, UntilDay: endAlign, Aim: "make the meeting of both sides a habit",
			Work: []string{
				"hold the weekly review with its time boxes and its one answer",
				"tie the sales plan to the capacity that is there and that arrives",
				"decide on the quarter: what to automate, whom to hire",
			},
		},
	}
}

func firstQuarter() []RoadmapStep {
	return []RoadmapStep{
		{
			Phase: PhaseFoundation, FromDay: 0, UntilDay: endPhaseFoundation, Aim: "be safe to build on",
			Work: []string{
				"go through the four weeks of the first month",
				"complete the first level of the checklist",
				"have one set of numbers for sales and operations",
			},
		},
		{
			Phase: PhaseAutomate, FromDay: endPhaseFoundation, UntilDay: endPhaseAutomate, Aim: "free capacity, and sell it",
			Work: []string{
				"automate the work that pays back first",
				"add the resources that the plan shows missing, ahead of the demand",
				"grow in small steps, each only while no warning fires",
			},
		},
		{
			Phase: PhaseOptimize, FromDay: endPhaseAutomate, UntilDay: endPhaseOptimize, Aim: "grow without more strain",
			Work: []string{
				"plan capacity from the forecast, and check the forecast against what came",
				"take out the steps that still wait or repeat",
				"score the twenty items again and see what moved",
			},
		},
	}
}

// FindStep returns the step of a roadmap that a day falls in, counted in days
// since the start. A day on a boundary belongs to the later step.
//
// Special cases are:
//
//	found is false before day 0
//	found is false from the day on which the roadmap ends: day 30, day 90
//	found is false for a roadmap that is not one of Roadmaps
//
// Playbook: RDY-9.
func FindStep(roadmap Roadmap, day int) (step RoadmapStep, found bool) {
	for _, s := range roadmap.Steps() {
		if day >= s.FromDay && day < s.UntilDay {
			return s, true
		}
	}
	return RoadmapStep{}, false
}
