package readiness

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Level is one of the three levels of the checklist.
type Level string

// The levels, from the first.
const (
	// Foundation is what must be complete before anything is scaled.
	Foundation Level = "foundation"
	// ScaleReady is what keeps quality while volume grows.
	ScaleReady Level = "scale-ready"
	// Optimized is what makes growth cheap.
	Optimized Level = "optimized"
)

// Levels returns all levels, from the first. Playbook: RDY-3.
func Levels() []Level { return []Level{Foundation, ScaleReady, Optimized} }

// Checks returns the five checks of the level in published order; none if l is
// not one of [Levels].
func (l Level) Checks() []Check {
	i := slices.Index(Levels(), l)
	if i < 0 {
		return []Check{}
	}
	return Checks()[i*checksPerLevel : (i+1)*checksPerLevel]
}

// MarshalText returns the level's text. It returns an *[salesops.InputError]
// if l is not one of [Levels].
func (l Level) MarshalText() ([]byte, error) { return strict.Text("Level", l, Levels()) }

// UnmarshalText sets l from its text. It returns an *[salesops.InputError] if
// the text is not one of [Levels].
func (l *Level) UnmarshalText(text []byte) error { return strict.Parse("Level", l, text, Levels()) }

// Check is one of the fifteen things on the checklist.
type Check string

// The checks of [Foundation] in published order.
const (
	// ProcessesDocumented: the core processes are written down.
	ProcessesDocumented Check = "processes-documented"
	// OrderProcessingAutomated: orders run through without retyping.
	OrderProcessingAutomated Check = "order-processing-automated"
	// QuotingStreamlined: a quote takes few steps.
	QuotingStreamlined Check = "quoting-streamlined"
	// ErrorsTracked: errors are counted where they happen.
	ErrorsTracked Check = "errors-tracked"
	// CapacityDashboardLive: everyone sees load against capacity.
	CapacityDashboardLive Check = "capacity-dashboard-live"
)

// The checks of [ScaleReady] in published order.
const (
	// OverflowProcedures: it is settled what happens above capacity.
	OverflowProcedures Check = "overflow-procedures"
	// QualityChecksAutomated: quality is checked without a person.
	QualityChecksAutomated Check = "quality-checks-automated"
	// MessageTemplates: messages to customers are prepared.
	MessageTemplates Check = "message-templates"
	// EscalationClear: everyone knows who decides when it burns.
	EscalationClear Check = "escalation-clear"
	// BackupSuppliers: a second source is ready for what is bought.
	BackupSuppliers Check = "backup-suppliers"
)

// The checks of [Optimized] in published order.
const (
	// PredictivePlanning: capacity is planned from a forecast.
	PredictivePlanning Check = "predictive-planning"
	// DynamicPricing: prices follow load.
	DynamicPricing Check = "dynamic-pricing"
	// SchedulingAutomated: work is scheduled by a program.
	SchedulingAutomated Check = "scheduling-automated"
	// RealTimeDashboards: the numbers are those of this minute.
	RealTimeDashboards Check = "real-time-dashboards"
	// AIRouting: work finds the right person by itself.
	AIRouting Check = "ai-routing"
)

const (
	checksPerLevel = 5
	// levelRule is the rule that a level is not complete.
	levelRule = "level-incomplete"
)

// MaxChecks is the number of checks.
const MaxChecks = 15

// Checks returns all checks in published order, level by level.
// Playbook: RDY-3.
func Checks() []Check {
	return []Check{
		ProcessesDocumented, OrderProcessingAutomated, QuotingStreamlined, ErrorsTracked, CapacityDashboardLive,
		OverflowProcedures, QualityChecksAutomated, MessageTemplates, EscalationClear, BackupSuppliers,
		PredictivePlanning, DynamicPricing, SchedulingAutomated, RealTimeDashboards, AIRouting,
	}
}

// Level returns the level that the check belongs to; known is false if c is
// not one of [Checks].
func (c Check) Level() (level Level, known bool) {
	at := slices.Index(Checks(), c)
	if at < 0 {
		return "", false
	}
	return Levels()[at/checksPerLevel], true
}

// MarshalText returns the check's text. It returns an *[salesops.InputError]
// if c is not one of [Checks].
func (c Check) MarshalText() ([]byte, error) { return strict.Text("Check", c, Checks()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Checks].
func (c *Check) UnmarshalText(text []byte) error { return strict.Parse("Check", c, text, Checks()) }

// Done are the checks that are done, each once, in any order; the others are
// not.
type Done []Check

// LevelReview is what is done and what is missing of one level.
type LevelReview struct {
	// Level is the level.
	Level Level `json:"level"`
	// Done is how many of its five checks are done.
	Done int `json:"done"`
	// Share is Done ÷ 5.
	Share float64 `json:"share"`
	// Missing are the checks that are not done, in published order.
	Missing []Check `json:"missing"`
}

// ChecklistReview is what a checklist says about scaling.
type ChecklistReview struct {
	// FoundationComplete reports whether all five checks of [Foundation] are
	// done. Nothing is scaled until it is.
	FoundationComplete bool `json:"foundation_complete"`
	// Levels are all levels, from the first.
	Levels []LevelReview `json:"levels"`
	// Next are the checks to finish next: those missing of the lowest level
	// that is not complete, in published order. Empty when everything is done.
	Next []Check `json:"next"`
	// Findings are the rule level-incomplete for each level. For [Foundation]
	// it is the gate.
	Findings []salesops.Finding `json:"findings"`
}

// ReviewChecklist says what is done and missing on each level of the checklist
// and whether the foundation is complete. The gate to scaling is all five
// checks of [Foundation]; nothing on a higher level makes up for one of them.
//
// It returns an *[salesops.InputError] if a check is not one of [Checks], or
// stands there twice.
//
// Playbook: RDY-3.
func ReviewChecklist(done Done) (ChecklistReview, error) {
	var list fault.List
	done.collect(&list)
	if list.Any() {
		return ChecklistReview{}, list.Err()
	}
	var missing [][]Check
	for _, level := range Levels() {
		missing = append(missing, slices.DeleteFunc(level.Checks(), func(c Check) bool { return slices.Contains(done, c) }))
	}
	return reviewMissing(missing), nil
}

func (d Done) collect(list *fault.List) {
	in := list.In("Done")
	if !in.Length("", len(d), 0, MaxChecks) {
		return
	}
	for i, check := range d {
		in := list.In("Done[" + strconv.Itoa(i) + "]")
		if fault.OneOf(in, "", check, Checks()) && slices.Contains(d[:i], check) {
			in.Conflict("", string(check), "each check once")
		}
	}
}

// reviewMissing returns the review that follows from what is missing on each
// level.
func reviewMissing(missing [][]Check) ChecklistReview {
	review := ChecklistReview{FoundationComplete: len(missing[0]) == 0, Next: []Check{}}
	for i, level := range Levels() {
		done := checksPerLevel - len(missing[i])
		review.Levels = append(review.Levels, LevelReview{
			Level: level, Done: done, Share: float64(done) / checksPerLevel, Missing: missing[i],
		})
		f := finding("RDY-3", levelRule, "checks done", decimal.NewFromInt(int64(done)), "<", decimal.NewFromInt(checksPerLevel), "checks")
		f.Subject = string(level)
		remedy(&f, levelRemedy(level))
		review.Findings = append(review.Findings, f)
		if len(review.Next) == 0 {
			review.Next = append(review.Next, missing[i]...)
		}
	}
	return review
}

func levelRemedy(level Level) string {
	if level == Foundation {
		return "scale nothing until the foundation is complete"
	}
	return "finish this level before the next"
}
