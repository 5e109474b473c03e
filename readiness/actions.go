package readiness

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxActions is the most actions that are checked at once.
const MaxActions = 1000

// overdueRule is the rule that an action is overdue.
const overdueRule = "action-overdue"

// Action is what somebody promised in the weekly meeting.
type Action struct {
	// What is what is to be done, in 1 to 200 bytes.
	What string `json:"what"`
	// Owner names who does it.
	Owner string `json:"owner"`
	// Due is the last day on which it is in time.
	Due salesops.Date `json:"due"`
	// Done says whether it is done.
	Done bool `json:"done"`
}

// ActionState is what has become of an action.
type ActionState string

// The states, the one that needs attention first.
const (
	// ActionOverdue: not done, and its day has passed.
	ActionOverdue ActionState = "overdue"
	// ActionOpen: not done, and still in time.
	ActionOpen ActionState = "open"
	// ActionDone: done.
	ActionDone ActionState = "done"
)

// ActionStates returns all states, the one that needs attention first.
func ActionStates() []ActionState { return []ActionState{ActionOverdue, ActionOpen, ActionDone} }

// MarshalText returns the state's text. It returns an *[salesops.InputError] if
// s is not one of [ActionStates].
func (s ActionState) MarshalText() ([]byte, error) {
	return strict.Text("ActionState", s, ActionStates())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [ActionStates].
func (s *ActionState) UnmarshalText(text []byte) error {
	return strict.Parse("ActionState", s, text, ActionStates())
}

// CheckedAction is an action and what has become of it.
type CheckedAction struct {
	// Action is the action as it was given.
	Action Action `json:"action"`
	// State is what has become of it.
	State ActionState `json:"state"`
	// DaysLate is how many days its day has passed; 0 unless it is overdue.
	DaysLate int `json:"days_late"`
}

// ActionCheck is what has become of last week's actions.
type ActionCheck struct {
	// Done, Open and Overdue are how many actions there are of each state.
	Done    int `json:"done"`
	Open    int `json:"open"`
	Overdue int `json:"overdue"`
	// Actions are all actions: the overdue ones first, then the open and the
	// done ones, each by day, owner and text.
	Actions []CheckedAction `json:"actions"`
	// Findings are the rule action-overdue for each of Actions, in the same
	// order; it does not apply to one that is done. The Subject of a finding
	// is what was to be done.
	Findings []salesops.Finding `json:"findings"`
}

// CheckActions says which actions of the last meetings are done, open and
// overdue:
//
//	done       done, whenever that was
//	overdue    not done, and today > due
//	open       not done, and today <= due
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxActions] actions;
//   - an action has no usable text, no usable owner, or no day;
//   - today is missing or does not exist.
//
// Playbook: RDY-7.
func CheckActions(actions []Action, today salesops.Date) (ActionCheck, error) {
	var list fault.List
	in := list.In("Actions")
	collectActions(in, actions)
	day := list.In("Date")
	day.Date("", today)
	if list.Any() {
		return ActionCheck{}, list.Err()
	}
	return checkActions(actions, today), nil
}

// collectActions checks the actions that stand at a scope.
func collectActions(in fault.Scope, actions []Action) {
	if !in.Length("", len(actions), 0, MaxActions) {
		return
	}
	for i, a := range actions {
		at := in.At("", i)
		a.collect(at)
	}
}

func (a *Action) collect(in fault.Scope) {
	in.Name("What", a.What)
	in.Name("Owner", a.Owner)
	in.Date("Due", a.Due)
}

func checkActions(actions []Action, today salesops.Date) ActionCheck {
	check := ActionCheck{Actions: make([]CheckedAction, 0, len(actions)), Findings: []salesops.Finding{}}
	for _, a := range actions {
		late := today.DaysSince(a.Due)
		checked := CheckedAction{Action: a, State: ActionOpen}
		switch {
		case a.Done:
			checked.State = ActionDone
		case late > 0:
			checked.State, checked.DaysLate = ActionOverdue, late
		}
		check.Actions = append(check.Actions, checked)
	}
	slices.SortStableFunc(check.Actions, compareActions)
	for _, a := range check.Actions {
		check.count(a.State)
		check.Findings = append(check.Findings, a.finding(today.DaysSince(a.Action.Due)))
	}
	return check
}

func (c *ActionCheck) count(state ActionState) {
	switch state {
	case ActionDone:
		c.Done++
	case ActionOpen:
		c.Open++
	case ActionOverdue:
		c.Overdue++
	}
}

// compareActions orders actions by what needs attention first.
func compareActions(a, b CheckedAction) int {
	return cmp.Or(
		cmp.Compare(slices.Index(ActionStates(), a.State), slices.Index(ActionStates(), b.State)),
		a.Action.Due.Compare(b.Action.Due),
		cmp.Compare(a.Action.Owner, b.Action.Owner),
		cmp.Compare(a.Action.What, b.Action.What),
	)
}

func (a *CheckedAction) finding(late int) salesops.Finding {
	f := finding("RDY-7", overdueRule, "days after it was due", decimal.NewFromInt(int64(late)), ">", decimal.NewFromInt(0), "days")
	f.Subject = a.Action.What
	if a.State == ActionDone {
		notApplicable(&f, "done")
	}
	remedy(&f, "settle with "+a.Action.Owner+": do it, give it to somebody else, or drop it")
	return f
}
