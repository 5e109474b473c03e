package capacity

import "github.com/salesops-go/salesops/internal/fault"

// Team is people who are shared by several stages and do whatever there is to
// do. Their stages have one capacity, one utilization and one break point.
//
// Playbook: CAP-1.
type Team struct {
	// Name is the team's name, unique among teams and stages.
	Name string `json:"name"`
	// People are in the team, 1 to [MaxPeople].
	People int `json:"people"`
	// HoursPerPersonDay are the productive hours of a person on a working day
	// without overtime. [MinPositive] to [MaxHoursPerDay].
	HoursPerPersonDay float64 `json:"hours_per_person_day"`
}

func (a *Audit) collectTeams(in fault.Scope) {
	if !in.Length("Teams", len(a.Teams), 0, MaxTeams) {
		return
	}
	works := make(map[string]bool, len(a.Teams))
	names := make(map[string]bool, len(a.Stages))
	for i := range a.Stages {
		works[a.Stages[i].Team] = true
		names[a.Stages[i].Name] = true
	}
	known := make(map[string]bool, len(a.Teams))
	for i := range a.Teams {
		team, at := &a.Teams[i], in.At("Teams", i)
		if at.Name("Name", team.Name) {
			switch {
			case known[team.Name] || names[team.Name]:
				at.Conflict("Name", team.Name, "a name that no other team and no stage has")
			case !works[team.Name]:
				at.Conflict("Name", team.Name, "the team of at least one stage")
			}
			known[team.Name] = true
		}
		at.Int("People", team.People, 1, MaxPeople, "people")
		required(at, "HoursPerPersonDay", team.HoursPerPersonDay, MaxHoursPerDay, "hours")
	}
	for i := range a.Stages {
		if team := a.Stages[i].Team; team != "" && !known[team] {
			at := in.At("Stages", i)
			at.Conflict("Team", team, "one of the teams of the audit")
		}
	}
}

// collectShared checks that the stage of a team has nothing that is the team's.
func (s *Stage) collectShared(in fault.Scope) {
	for _, own := range []struct {
		field string
		given bool
	}{
		{"People", s.People != 0},
		{"HoursPerPersonDay", s.HoursPerPersonDay != 0},
		{"MaxPerDay", s.MaxPerDay != 0},
		{"Availability", s.Availability != 0},
		{"ReworkShare", s.ReworkShare != 0},
	} {
		if own.given {
			in.Conflict(own.field, "", "nothing, since a team does the work")
		}
	}
}
