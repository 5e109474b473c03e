package readiness

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// groupRule is the rule that a group of facts is not complete.
const groupRule = "facts-missing"

// CheckResult is one check of a handoff that was made.
type CheckResult struct {
	// Check is the check.
	Check HandoffCheck `json:"check"`
	// Holds says whether it came out well.
	Holds bool `json:"holds"`
}

// Handoff is an order on its way from sales to operations.
type Handoff struct {
	// Known are the facts that were handed over, each once, in any order; the
	// others are missing.
	Known []Fact `json:"known"`
	// Checks are the checks that were made, each once, in any order; the
	// others were not made.
	Checks []CheckResult `json:"checks"`
}

// CheckState is what became of a check.
type CheckState string

// The three states.
const (
	// CheckHolds: it was made and came out well.
	CheckHolds CheckState = "holds"
	// CheckFails: it was made and did not.
	CheckFails CheckState = "fails"
	// CheckNotMade: nobody has made it yet.
	CheckNotMade CheckState = "not-made"
)

// CheckStates returns all states.
func CheckStates() []CheckState { return []CheckState{CheckHolds, CheckFails, CheckNotMade} }

// MarshalText returns the state's text. It returns an *[salesops.InputError] if
// s is not one of [CheckStates].
func (s CheckState) MarshalText() ([]byte, error) {
	return strict.Text("CheckState", s, CheckStates())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [CheckStates].
func (s *CheckState) UnmarshalText(text []byte) error {
	return strict.Parse("CheckState", s, text, CheckStates())
}

// GroupReview is what is known and missing of one group of facts.
type GroupReview struct {
	// Group is the group.
	Group FactGroup `json:"group"`
	// Known is how many of its five facts were handed over.
	Known int `json:"known"`
	// Share is Known ÷ 5.
	Share float64 `json:"share"`
	// Missing are the other facts, in published order.
	Missing []Fact `json:"missing"`
}

// CheckReview is a check and what became of it.
type CheckReview struct {
	// Check is the check.
	Check HandoffCheck `json:"check"`
	// State is what became of it.
	State CheckState `json:"state"`
}

// Debt is what one owner still owes a handoff.
type Debt struct {
	// Owner is who owes it.
	Owner Owner `json:"owner"`
	// Facts are the missing facts that are the owner's, in published order.
	Facts []Fact `json:"facts"`
	// Checks are the checks of the owner's that don't hold, in published order.
	Checks []HandoffCheck `json:"checks"`
}

// HandoffReview is what is missing of a handoff, and whose it is.
type HandoffReview struct {
	// Verified reports whether all five checks hold.
	Verified bool `json:"verified"`
	// Complete reports whether all twenty facts are known.
	Complete bool `json:"complete"`
	// Known is how many facts are known.
	Known int `json:"known"`
	// Share is Known ÷ 20.
	Share float64 `json:"share"`
	// Groups are all groups in published order.
	Groups []GroupReview `json:"groups"`
	// Checks are all checks in published order.
	Checks []CheckReview `json:"checks"`
	// Blocking are the checks that don't hold, in published order. They, and
	// not the facts that are missing, keep the handoff from being verified.
	Blocking []HandoffCheck `json:"blocking"`
	// Owed is what sales, operations and both owe, in this order. Every
	// missing fact and every check that blocks stands there once.
	Owed []Debt `json:"owed"`
	// Findings are the rule facts-missing for each group, then the five checks
	// under their own names: one that fired blocks.
	Findings []salesops.Finding `json:"findings"`
}

// ReviewHandoff says whether an order may go from sales to operations: which of
// the twenty facts are missing, which of the five checks block, and who owes
// what.
//
//	verified    all five checks hold
//	complete    all twenty facts are known
//
// A check that was not made blocks as one that failed does. Facts that are
// missing block nothing by themselves: they are owed. Where a fact and a check
// have the same name, the fact is what operations said, and the check that
// somebody verified it. Who owes what is ours.
//
// It returns an *[salesops.InputError] if a fact is not one of [Facts], a check
// not one of [HandoffChecks], or either stands there twice.
//
// Playbook: RDY-6.
func ReviewHandoff(handoff Handoff) (HandoffReview, error) {
	var list fault.List
	handoff.collect(list.In("Handoff"))
	if list.Any() {
		return HandoffReview{}, list.Err()
	}
	return reviewHandoff(handoff.known, handoff.state), nil
}

func (h *Handoff) collect(in fault.Scope) {
	if in.Length("Known", len(h.Known), 0, factCount) {
		for i, fact := range h.Known {
			field := "Known[" + strconv.Itoa(i) + "]"
			if fault.OneOf(in, field, fact, Facts()) && slices.Contains(h.Known[:i], fact) {
				in.Conflict(field, string(fact), "each fact once")
			}
		}
	}
	if in.Length("Checks", len(h.Checks), 0, len(HandoffChecks())) {
		for i, result := range h.Checks {
			at := in.At("Checks", i)
			twice := slices.ContainsFunc(h.Checks[:i], func(c CheckResult) bool { return c.Check == result.Check })
			if fault.OneOf(at, "Check", result.Check, HandoffChecks()) && twice {
				at.Conflict("Check", string(result.Check), "each check once")
			}
		}
	}
}

func (h *Handoff) known(fact Fact) bool { return slices.Contains(h.Known, fact) }

func (h *Handoff) state(check HandoffCheck) CheckState {
	i := slices.IndexFunc(h.Checks, func(c CheckResult) bool { return c.Check == check })
	switch {
	case i < 0:
		return CheckNotMade
	case h.Checks[i].Holds:
		return CheckHolds
	default:
		return CheckFails
	}
}

// reviewHandoff returns the review that follows from what is known and from the
// states of the checks.
func reviewHandoff(known func(Fact) bool, state func(HandoffCheck) CheckState) HandoffReview {
	r := HandoffReview{Blocking: []HandoffCheck{}}
	for _, owner := range Owners() {
		r.Owed = append(r.Owed, Debt{Owner: owner, Facts: []Fact{}, Checks: []HandoffCheck{}})
	}
	for _, group := range FactGroups() {
		r.addGroup(group, known)
	}
	for _, check := range HandoffChecks() {
		r.addCheck(check, state(check))
	}
	r.Verified, r.Complete = len(r.Blocking) == 0, r.Known == factCount
	r.Share = float64(r.Known) / factCount
	return r
}

func (r *HandoffReview) addGroup(group FactGroup, known func(Fact) bool) {
	review := GroupReview{Group: group, Missing: []Fact{}}
	for _, fact := range group.Facts() {
		if known(fact) {
			review.Known++
			continue
		}
		review.Missing = append(review.Missing, fact)
		owner, _ := fact.Owner()
		debt := r.debt(owner)
		debt.Facts = append(debt.Facts, fact)
	}
	review.Share = float64(review.Known) / factsPerGroup
	r.Known += review.Known
	r.Groups = append(r.Groups, review)
	f := finding("RDY-6", groupRule, "facts known", decimal.NewFromInt(int64(review.Known)), "<", decimal.NewFromInt(factsPerGroup), "facts")
	f.Subject = string(group)
	remedy(&f, "get the missing facts from those who owe them")
	r.Findings = append(r.Findings, f)
}

func (r *HandoffReview) addCheck(check HandoffCheck, state CheckState) {
	holds := int64(0)
	if state == CheckHolds {
		holds = 1
	} else {
		r.Blocking = append(r.Blocking, check)
		owner, _ := check.Owner()
		debt := r.debt(owner)
		debt.Checks = append(debt.Checks, check)
	}
	r.Checks = append(r.Checks, CheckReview{check, state})
	f := finding("RDY-6", string(check), "the check holds", decimal.NewFromInt(holds), "<", decimal.NewFromInt(1), "(1 is yes)")
	remedy(&f, blockRemedy(state))
	r.Findings = append(r.Findings, f)
}

func blockRemedy(state CheckState) string {
	if state == CheckNotMade {
		return "make the check before the order goes on"
	}
	return "settle it with the customer or with operations before the order goes on"
}

func (r *HandoffReview) debt(owner Owner) *Debt { return &r.Owed[slices.Index(Owners(), owner)] }
