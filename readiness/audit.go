package readiness

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a checklist of one's own.
const (
	// MaxCustomChecks is the most checks beside the fifteen.
	MaxCustomChecks = 100
	// MaxReason is the most bytes of the reason for a waiver or an override.
	MaxReason = 1000
)

// CustomCheck is a check beside the fifteen.
type CustomCheck struct {
	// Name is the check's own, none of [Checks].
	Name string `json:"name"`
	// Level is the level that it belongs to.
	Level Level `json:"level"`
}

// Waiver lets a check that is not done count as done for a while.
type Waiver struct {
	// Check is the check: one of [Checks] or the name of a custom one.
	Check string `json:"check"`
	// Reason says why, in 1 to [MaxReason] bytes.
	Reason string `json:"reason"`
	// Until is the last day on which it counts.
	Until salesops.Date `json:"until"`
}

// Checklist is the fifteen checks with custom ones beside them.
type Checklist struct {
	// Custom are the checks beside the fifteen, at most [MaxCustomChecks].
	Custom []CustomCheck `json:"custom"`
	// Done are the checks that are done, by name, each once, in any order.
	Done []string `json:"done"`
	// Waivers are the checks that may wait, each once, in any order.
	Waivers []Waiver `json:"waivers"`
}

// WaiverState is what has become of a waiver.
type WaiverState string

// The three states.
const (
	// WaiverCounts: the check counts as done.
	WaiverCounts WaiverState = "counts"
	// WaiverExpired: its last day has passed, and the check is missing.
	WaiverExpired WaiverState = "expired"
	// WaiverNotNeeded: the check is done.
	WaiverNotNeeded WaiverState = "not-needed"
)

// WaiverStates returns all states.
func WaiverStates() []WaiverState {
	return []WaiverState{WaiverCounts, WaiverExpired, WaiverNotNeeded}
}

// MarshalText returns the state's text. It returns an *[salesops.InputError] if
// s is not one of [WaiverStates].
func (s WaiverState) MarshalText() ([]byte, error) {
	return strict.Text("WaiverState", s, WaiverStates())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [WaiverStates].
func (s *WaiverState) UnmarshalText(text []byte) error {
	return strict.Parse("WaiverState", s, text, WaiverStates())
}

// WaiverReview is a waiver and what has become of it.
type WaiverReview struct {
	// Waiver is the waiver as it was given.
	Waiver Waiver `json:"waiver"`
	// State is what has become of it.
	State WaiverState `json:"state"`
	// DaysLeft is how many days it lasts after today, negative once it has
	// expired.
	DaysLeft int `json:"days_left"`
}

// LevelAudit is what is done, waived and missing of one level.
type LevelAudit struct {
	// Level is the level.
	Level Level `json:"level"`
	// Checks is how many it has, custom ones among them.
	Checks int `json:"checks"`
	// Done is how many are done.
	Done int `json:"done"`
	// Waived is how many are not, and count as done by a waiver.
	Waived int `json:"waived"`
	// Share is (Done + Waived) ÷ Checks.
	Share float64 `json:"share"`
	// Missing are the others: the published ones in their order, then custom
	// ones as they were given.
	Missing []string `json:"missing"`
}

// ChecklistAudit is what a checklist with custom checks and waivers says about
// scaling.
type ChecklistAudit struct {
	// FoundationComplete reports whether nothing is missing of [Foundation].
	FoundationComplete bool `json:"foundation_complete"`
	// Levels are all levels, from the first.
	Levels []LevelAudit `json:"levels"`
	// Next are the checks to finish next: those missing of the lowest level
	// that is not complete. Empty when nothing is missing.
	Next []string `json:"next"`
	// Waivers are all waivers, in the order of their checks.
	Waivers []WaiverReview `json:"waivers"`
	// Findings are the rule level-incomplete for each level. For [Foundation]
	// it is the gate.
	Findings []salesops.Finding `json:"findings"`
}

// AuditChecklist reviews a checklist as [ReviewChecklist] does, with custom
// checks under the same levels and with waivers. A check is missing unless it
// is done or waived:
//
//	a waiver counts    while today <= its last day
//
// A custom check of the foundation is part of the gate, and a waiver that
// counts opens it; one that has expired does not. Without custom checks and
// waivers the two functions agree. Waivers and custom checks are ours.
//
// It returns an *[salesops.InputError] if:
//   - a custom check has no usable name, the name of another check, or a level
//     that is not one of [Levels], or there are more than [MaxCustomChecks];
//   - a check that is done or waived is none of the list, or stands there twice;
//   - a waiver has no reason, one that is too long, or no last day;
//   - today is missing or does not exist.
//
// Playbook: RDY-3.
func AuditChecklist(checklist Checklist, today salesops.Date) (ChecklistAudit, error) {
	var list fault.List
	names := checklist.collect(list.In("Checklist"))
	in := list.In("Date")
	in.Date("", today)
	if list.Any() {
		return ChecklistAudit{}, list.Err()
	}
	waivers := checklist.reviewWaivers(names, today)
	levels := make([]LevelAudit, 0, len(Levels()))
	for _, level := range Levels() {
		levels = append(levels, checklist.auditLevel(level, waivers))
	}
	return auditLevels(levels, waivers), nil
}

// collect collects what is wrong and returns the names of all checks, the
// published ones first.
func (c *Checklist) collect(in fault.Scope) []string {
	names := make([]string, 0, MaxChecks+len(c.Custom))
	for _, check := range Checks() {
		names = append(names, string(check))
	}
	if in.Length("Custom", len(c.Custom), 0, MaxCustomChecks) {
		for i, custom := range c.Custom {
			at := in.At("Custom", i)
			if at.Name("Name", custom.Name) && slices.Contains(names, custom.Name) {
				at.Conflict("Name", custom.Name, "a name that no other check has")
			}
			fault.OneOf(at, "Level", custom.Level, Levels())
			names = append(names, custom.Name)
		}
	}
	if in.Length("Done", len(c.Done), 0, MaxChecks+MaxCustomChecks) {
		for i, name := range c.Done {
			collectCheck(in, "Done["+strconv.Itoa(i)+"]", name, names, slices.Contains(c.Done[:i], name))
		}
	}
	if in.Length("Waivers", len(c.Waivers), 0, MaxChecks+MaxCustomChecks) {
		for i, w := range c.Waivers {
			at := in.At("Waivers", i)
			twice := slices.ContainsFunc(c.Waivers[:i], func(other Waiver) bool { return other.Check == w.Check })
			collectCheck(at, "Check", w.Check, names, twice)
			collectReason(at, "Reason", w.Reason)
			at.Date("Until", w.Until)
		}
	}
	return names
}

func collectCheck(in fault.Scope, field, name string, names []string, twice bool) {
	switch {
	case name == "":
		in.Missing(field, "the name of a check")
	case !slices.Contains(names, name):
		in.OutOfRange(field, name, "one of the fifteen checks, or the name of a custom one")
	case twice:
		in.Conflict(field, name, "each check once")
	}
}

// collectReason checks a reason, which must be given.
func collectReason(in fault.Scope, field, reason string) {
	const want = "a reason of 1 to 1000 bytes of UTF-8"
	if reason == "" {
		in.Missing(field, want)
	} else if len(reason) > MaxReason || !utf8.ValidString(reason) {
		in.OutOfRange(field, reason, want)
	}
}

// reviewWaivers returns the waivers in the order of the names of their checks.
func (c *Checklist) reviewWaivers(names []string, today salesops.Date) []WaiverReview {
	reviews := make([]WaiverReview, 0, len(c.Waivers))
	for _, name := range names {
		i := slices.IndexFunc(c.Waivers, func(w Waiver) bool { return w.Check == name })
		if i < 0 {
			continue
		}
		review := WaiverReview{Waiver: c.Waivers[i], State: WaiverCounts, DaysLeft: c.Waivers[i].Until.DaysSince(today)}
		if slices.Contains(c.Done, name) {
			review.State = WaiverNotNeeded
		} else if review.DaysLeft < 0 {
			review.State = WaiverExpired
		}
		reviews = append(reviews, review)
	}
	return reviews
}

// auditLevel returns what is done, waived and missing of a level.
func (c *Checklist) auditLevel(level Level, waivers []WaiverReview) LevelAudit {
	audit := LevelAudit{Level: level, Missing: []string{}}
	count := func(name string) {
		audit.Checks++
		switch {
		case slices.Contains(c.Done, name):
			audit.Done++
		case slices.ContainsFunc(waivers, func(w WaiverReview) bool { return w.Waiver.Check == name && w.State == WaiverCounts }):
			audit.Waived++
		default:
			audit.Missing = append(audit.Missing, name)
		}
	}
	for _, check := range level.Checks() {
		count(string(check))
	}
	for _, custom := range c.Custom {
		if custom.Level == level {
			count(custom.Name)
		}
	}
	audit.Share = audit.share()
	return audit
}

func (a *LevelAudit) share() float64 { return float64(a.Done+a.Waived) / float64(a.Checks) }

// auditLevels returns the audit that follows from its levels.
func auditLevels(levels []LevelAudit, waivers []WaiverReview) ChecklistAudit {
	audit := ChecklistAudit{FoundationComplete: len(levels[0].Missing) == 0, Levels: levels, Next: []string{}, Waivers: waivers}
	for _, level := range levels {
		f := finding("RDY-3", levelRule, "checks done or waived", decimal.NewFromInt(int64(level.Done+level.Waived)),
			"<", decimal.NewFromInt(int64(level.Checks)), "checks")
		f.Subject = string(level.Level)
		remedy(&f, levelRemedy(level.Level))
		audit.Findings = append(audit.Findings, f)
		if len(audit.Next) == 0 {
			audit.Next = append(audit.Next, level.Missing...)
		}
	}
	return audit
}
