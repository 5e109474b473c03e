package readiness

import (
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads an audit strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// the numbers, the next checks or the findings don't follow from the levels, or
// the waivers from their states.
func (a *ChecklistAudit) UnmarshalJSON(data []byte) error {
	type plain ChecklistAudit
	return strict.Unmarshal(data, "ChecklistAudit", (*plain)(a), func(p *plain, in fault.Scope) {
		waived, ok := checkWaivers(in, p.Waivers)
		if !checkLevels(in, p.Levels) || !ok {
			return
		}
		for _, level := range p.Levels {
			waived -= level.Waived
		}
		expect(in, "Waivers", waived, 0, "as many that count as the levels have waived")
		want := auditLevels(p.Levels, p.Waivers)
		expect(in, "FoundationComplete", p.FoundationComplete, want.FoundationComplete, "true when nothing of the foundation is missing")
		expectList(in, "Next", p.Next, want.Next, "what is missing of the lowest level that is not complete")
		sameFindings(in, "Findings", p.Findings, want.Findings)
	})
}

// checkWaivers returns how many waivers count and reports whether all are good.
func checkWaivers(in fault.Scope, waivers []WaiverReview) (count int, ok bool) {
	if !in.Length("Waivers", len(waivers), 0, MaxChecks+MaxCustomChecks) {
		return 0, false
	}
	ok = true
	for i, w := range waivers {
		at := in.At("Waivers", i)
		part := at.In("Waiver")
		named := part.Name("Check", w.Waiver.Check)
		collectReason(part, "Reason", w.Waiver.Reason)
		dated := part.Date("Until", w.Waiver.Until)
		if twice := slices.ContainsFunc(waivers[:i], func(o WaiverReview) bool { return o.Waiver.Check == w.Waiver.Check }); twice {
			part.Conflict("Check", w.Waiver.Check, "each check once")
		}
		if w.State != WaiverNotNeeded && (w.State == WaiverExpired) != (w.DaysLeft < 0) {
			at.Conflict("State", string(w.State), "expired exactly when no days are left")
			ok = false
		}
		if w.State == WaiverCounts {
			count++
		}
		ok = ok && named && dated
	}
	return count, ok
}

func checkLevels(in fault.Scope, levels []LevelAudit) bool {
	if !in.Length("Levels", len(levels), len(Levels()), len(Levels())) {
		return false
	}
	ok := true
	for i := range levels {
		ok = levels[i].check(in.At("Levels", i), Levels()[i]) && ok
	}
	return ok
}

// check checks that the audit of a level agrees with itself.
func (a *LevelAudit) check(in fault.Scope, level Level) bool {
	const most = checksPerLevel + MaxCustomChecks
	if !expect(in, "Level", a.Level, level, "the level at this place") || !in.Int("Checks", a.Checks, checksPerLevel, most, "checks") ||
		!in.Int("Done", a.Done, 0, a.Checks, "checks") || !in.Int("Waived", a.Waived, 0, a.Checks-a.Done, "checks") {
		return false
	}
	for i, name := range a.Missing {
		if at := in.At("Missing", i); at.Name("", name) && slices.Contains(a.Missing[:i], name) {
			at.Conflict("", name, "each check once")
		}
	}
	missing := expect(in, "Missing", len(a.Missing), a.Checks-a.Done-a.Waived, "the checks that are neither done nor waived")
	return expect(in, "Share", a.Share, a.share(), "(done + waived) ÷ checks") && missing
}

// UnmarshalJSON reads a review strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value that is none of the
// known, and if the numbers, the debts or the findings don't follow from the
// missing facts and the states of the checks.
func (r *HandoffReview) UnmarshalJSON(data []byte) error {
	type plain HandoffReview
	return strict.Unmarshal(data, "HandoffReview", (*plain)(r), func(p *plain, in fault.Scope) { (*HandoffReview)(p).check(in) })
}

func (r *HandoffReview) check(in fault.Scope) {
	if !in.Length("Groups", len(r.Groups), len(FactGroups()), len(FactGroups())) ||
		!in.Length("Checks", len(r.Checks), len(HandoffChecks()), len(HandoffChecks())) {
		return
	}
	want := reviewHandoff(r.hasFact, r.stateOf)
	for i, g := range r.Groups {
		at := in.At("Groups", i)
		expect(at, "Group", g.Group, want.Groups[i].Group, "the group at this place")
		expect(at, "Known", g.Known, want.Groups[i].Known, "how many are not missing")
		expect(at, "Share", g.Share, want.Groups[i].Share, "known ÷ 5")
		expectList(at, "Missing", g.Missing, want.Groups[i].Missing, "facts of the group, each once, in published order")
	}
	expectList(in, "Checks", r.Checks, want.Checks, "all checks in published order")
	expect(in, "Verified", r.Verified, want.Verified, "true when all checks hold")
	expect(in, "Complete", r.Complete, want.Complete, "true when no fact is missing")
	expect(in, "Known", r.Known, want.Known, "how many facts are not missing")
	expect(in, "Share", r.Share, want.Share, "known ÷ 20")
	expectList(in, "Blocking", r.Blocking, want.Blocking, "the checks that don't hold")
	if in.Length("Owed", len(r.Owed), len(Owners()), len(Owners())) {
		for i, debt := range r.Owed {
			at := in.At("Owed", i)
			expect(at, "Owner", debt.Owner, want.Owed[i].Owner, "the owner at this place")
			expectList(at, "Facts", debt.Facts, want.Owed[i].Facts, "the owner's missing facts")
			expectList(at, "Checks", debt.Checks, want.Owed[i].Checks, "the owner's checks that block")
		}
	}
	sameFindings(in, "Findings", r.Findings, want.Findings)
}

// hasFact reports whether no group of the review misses the fact.
func (r *HandoffReview) hasFact(fact Fact) bool {
	return !slices.ContainsFunc(r.Groups, func(g GroupReview) bool { return slices.Contains(g.Missing, fact) })
}

// stateOf returns the state that the review has for a check.
func (r *HandoffReview) stateOf(check HandoffCheck) CheckState {
	i := slices.IndexFunc(r.Checks, func(c CheckReview) bool { return c.Check == check })
	if i < 0 {
		return CheckNotMade
	}
	return r.Checks[i].State
}
