package capacity

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// freeRep is a rep who may take more accounts.
type freeRep struct {
	rep  *Rep
	load *RepLoad
	left decimal.Decimal
}

// repQueue are reps, the one with the most time left first.
type repQueue []*freeRep

// with returns the queue with one rep more.
func (q repQueue) with(rep *freeRep) repQueue {
	place, _ := slices.BinarySearchFunc(q, rep, func(a, b *freeRep) int {
		return cmp.Or(
			b.left.Cmp(a.left),
			cmp.Compare(slices.Index(Seniorities(), a.rep.Seniority), slices.Index(Seniorities(), b.rep.Seniority)),
			cmp.Compare(a.rep.Name, b.rep.Name),
		)
	})
	return slices.Insert(q, place, rep)
}

// UnmarshalJSON reads a plan strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice and every value out of
// range; if a rep or an account stands there twice; and if an account was not
// placed although a rep of its tier had the time.
func (p *AccountPlan) UnmarshalJSON(data []byte) error {
	type plain AccountPlan
	return strict.Unmarshal(data, "AccountPlan", (*plain)(p), func(read *plain, in fault.Scope) { (*AccountPlan)(read).check(in) })
}

func (p *AccountPlan) check(in fault.Scope) {
	if !in.Length("Reps", len(p.Reps), 1, MaxReps) {
		return
	}
	reps, accounts := make(map[string]bool), make(map[string]bool)
	tiers := make(map[Tier]bool)
	once := func(at fault.Scope, field, name string) {
		at.Name(field, name)
		uniqueName(at, field, name, accounts, "account")
	}
	for i := range p.Reps {
		load, at := &p.Reps[i], in.At("Reps", i)
		at.Name("Rep", load.Rep)
		uniqueName(at, "Rep", load.Rep, reps, "rep")
		at.Float("HoursPerWeek", load.HoursPerWeek, 0, MaxOvertime, "hours")
		at.Float("HoursLeft", load.HoursLeft, 0, MaxOvertime, "hours")
		tiers[load.Tier] = true
		for k, account := range load.Accounts {
			once(at.At("Accounts", k), "", account)
		}
	}
	for i := range p.Unplaced {
		u, at := &p.Unplaced[i], in.At("Unplaced", i)
		once(at, "Account", u.Account)
		at.Float("HoursPerWeek", u.HoursPerWeek, 0, MaxHoursPerWeek, "hours")
		u.check(at, tiers[u.Tier])
	}
	in.Length("Accounts", len(accounts), 1, MaxTerritoryAccounts)
}

func (u *Unplaced) check(in fault.Scope, served bool) {
	most, some := u.MostHoursLeft.Value()
	if served != (u.Reason == NoRepWithTime) || some != served {
		in.Conflict("Reason", string(u.Reason), "no such rep exactly when no rep takes the tier, and hours left when one does")
		return
	}
	in.Float("MostHoursLeft", most, 0, MaxOvertime, "hours")
	if served && exact.Compare(most, u.HoursPerWeek) > 0 {
		in.Conflict("MostHoursLeft", u.MostHoursLeft.String(), "no more than HoursPerWeek")
	}
}
