package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// MaxLosses is the most losses of a scenario.
const MaxLosses = 200

// Loss is capacity that is missing during a scenario: people who are out, or a
// share of what a stage can do, as when a machine or a supplier fails. A supplier
// who is gone takes all of the stage that depends on him.
//
// Playbook: CAP-5.
type Loss struct {
	// Where is the name of a stage that shares nobody, or of a team.
	Where string `json:"where"`
	// PeopleOut are missing, up to all who are there. Zero when none is; more
	// needs a stage with People. What a measured maximum allows stays.
	PeopleOut int `json:"people_out,omitzero"`
	// Share is the part of the capacity that is missing, 0 to 1, of what the
	// people who are left can do.
	Share float64 `json:"share,omitzero"`
}

func (s *Scenario) collectLosses(in fault.Scope, audit *Audit) {
	if !in.Length("Losses", len(s.Losses), 0, MaxLosses) {
		return
	}
	people := make(map[string]int, len(audit.Stages)+len(audit.Teams))
	for i := range audit.Stages {
		if stage := &audit.Stages[i]; stage.Team == "" {
			people[stage.Name] = stage.People
		}
	}
	for i := range audit.Teams {
		people[audit.Teams[i].Name] = audit.Teams[i].People
	}
	seen := make(map[string]bool, len(s.Losses))
	for i := range s.Losses {
		loss, at := &s.Losses[i], in.At("Losses", i)
		most, known := people[loss.Where]
		if !known || seen[loss.Where] {
			at.Conflict("Where", loss.Where, "a team, or a stage without one, once")
			most = MaxPeople
		}
		seen[loss.Where] = true
		at.Int("PeopleOut", loss.PeopleOut, 0, max(0, most), "people, those who are there")
		if at.Float("Share", loss.Share, 0, 1, "as a fraction of the capacity") && loss.PeopleOut == 0 && loss.Share == 0 {
			at.Missing("Share", "above 0 to 1, or PeopleOut")
		}
	}
}

// lost returns how many people of a stage or team are out, and which share of the
// rest is kept.
func lost(where string, losses []Loss) (out int, kept decimal.Decimal) {
	for i := range losses {
		if losses[i].Where == where {
			return losses[i].PeopleOut, one().Sub(exact.Decimal(losses[i].Share))
		}
	}
	return 0, one()
}
