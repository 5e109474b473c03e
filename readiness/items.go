package readiness

import (
	"slices"

	"github.com/salesops-go/salesops/internal/strict"
)

// Area is one of the four areas that an assessment looks at.
type Area string

// The areas in published order.
const (
	// Process is how mature the processes are.
	Process Area = "process"
	// Team is how ready the people are.
	Team Area = "team"
	// Systems is how ready the technology is.
	Systems Area = "systems"
	// Customer is what customers experience.
	Customer Area = "customer"
)

// Areas returns all areas in published order. Playbook: RDY-1.
func Areas() []Area { return []Area{Process, Team, Systems, Customer} }

// Items returns the five items of the area in published order; none if a is
// not one of [Areas].
func (a Area) Items() []Item {
	i := slices.Index(Areas(), a)
	if i < 0 {
		return []Item{}
	}
	return Items()[i*itemsPerArea : (i+1)*itemsPerArea]
}

// MarshalText returns the area's text. It returns an *[salesops.InputError] if
// a is not one of [Areas].
func (a Area) MarshalText() ([]byte, error) { return strict.Text("Area", a, Areas()) }

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [Areas].
func (a *Area) UnmarshalText(text []byte) error { return strict.Parse("Area", a, text, Areas()) }

// Item is one of the twenty items that are scored from 1 to 10, where 10 is
// best for every item.
type Item string

// The items of [Process] in published order.
const (
	// DocumentedProcedures: procedures are written down and followed.
	DocumentedProcedures Item = "documented-procedures"
	// Automation: routine work runs by itself.
	Automation Item = "automation"
	// ErrorRates: errors are few. 10 is few.
	ErrorRates Item = "error-rates"
	// Consistency: the result doesn't depend on who does the work.
	Consistency Item = "consistency"
	// Scalability: the process works at several times the volume.
	Scalability Item = "scalability"
)

// The items of [Team] in published order.
const (
	// SkillsCoverage: every skill that is needed is there.
	SkillsCoverage Item = "skills-coverage"
	// CrossTraining: people can stand in for one another.
	CrossTraining Item = "cross-training"
	// CapacityBuffer: the team has time to spare.
	CapacityBuffer Item = "capacity-buffer"
	// LeadershipBench: someone can take over each lead.
	LeadershipBench Item = "leadership-bench"
	// Morale: people want to be here.
	Morale Item = "morale"
)

// The items of [Systems] in published order.
const (
	// TechnologyStack: the tools fit the work.
	TechnologyStack Item = "technology-stack"
	// Integration: data is entered once and flows on.
	Integration Item = "integration"
	// Reporting: the numbers are there when they are needed.
	Reporting Item = "reporting"
	// Redundancy: one failure stops nothing.
	Redundancy Item = "redundancy"
	// Security: data and access are safe.
	Security Item = "security"
)

// The items of [Customer] in published order.
const (
	// ResponseTimes: customers are answered in time.
	ResponseTimes Item = "response-times"
	// QualityMetrics: quality is measured and good.
	QualityMetrics Item = "quality-metrics"
	// Satisfaction: customers are satisfied.
	Satisfaction Item = "satisfaction"
	// IssueResolution: problems are solved fast and for good.
	IssueResolution Item = "issue-resolution"
	// Communication: customers learn what they need to know unasked.
	Communication Item = "communication"
)

const itemsPerArea = 5

// Items returns all items in published order, area by area. Playbook: RDY-1.
func Items() []Item {
	return []Item{
		DocumentedProcedures, Automation, ErrorRates, Consistency, Scalability,
		SkillsCoverage, CrossTraining, CapacityBuffer, LeadershipBench, Morale,
		TechnologyStack, Integration, Reporting, Redundancy, Security,
		ResponseTimes, QualityMetrics, Satisfaction, IssueResolution, Communication,
	}
}

// Area returns the area that the item belongs to; known is false if i is not
// one of [Items].
func (i Item) Area() (area Area, known bool) {
	at := slices.Index(Items(), i)
	if at < 0 {
		return "", false
	}
	return Areas()[at/itemsPerArea], true
}

// MarshalText returns the item's text. It returns an *[salesops.InputError] if
// i is not one of [Items].
func (i Item) MarshalText() ([]byte, error) { return strict.Text("Item", i, Items()) }

// UnmarshalText sets i from its text. It returns an *[salesops.InputError] if
// the text is not one of [Items].
func (i *Item) UnmarshalText(text []byte) error { return strict.Parse("Item", i, text, Items()) }
