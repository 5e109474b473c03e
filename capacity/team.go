package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

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

// group is the stages that have their people in common: those of a team, or one
// stage alone.
type group struct {
	// name is the team's or the stage's.
	name string
	// stages are its stages, and places their places in the audit.
	stages []*Stage
	places []int
	// people are there, who have so many productive hours a day, in which they do
	// so many hours of work. No people for a stage that goes by its measured
	// maximum alone.
	people                 int
	hoursADay, personHours decimal.Decimal
}

// groups returns the groups of an audit in the order of their first stages.
func (a *Audit) groups() []group {
	var list []group
	place := make(map[string]int, len(a.Teams))
	for i := range a.Stages {
		stage := &a.Stages[i]
		if k, known := place[stage.Team]; known {
			list[k].stages, list[k].places = append(list[k].stages, stage), append(list[k].places, i)
			continue
		}
		g := group{
			name: stage.Name, stages: []*Stage{stage}, places: []int{i},
			people: stage.People, hoursADay: exact.Decimal(stage.HoursPerPersonDay), personHours: stage.personHours(),
		}
		for k := range a.Teams {
			if team := &a.Teams[k]; team.Name == stage.Team {
				hours := exact.Decimal(team.HoursPerPersonDay)
				g.name, g.people, g.hoursADay, g.personHours = team.Name, team.People, hours, hours
				place[team.Name] = len(list)
			}
		}
		list = append(list, g)
	}
	return list
}

// of returns the group's part of what there is for each stage of the audit.
func (g *group) of(list []load) []load {
	part := make([]load, len(g.places))
	for k, i := range g.places {
		part[k] = list[i]
	}
	return part
}
