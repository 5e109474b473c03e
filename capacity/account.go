package capacity

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxReps is the most reps to whom accounts are assigned.
const MaxReps = 1000

// Tier is how much an account matters.
type Tier string

// The tiers, the most important first.
const (
	// Strategic accounts go to a vice president or the best rep.
	Strategic Tier = "strategic"
	// MidMarket accounts go to senior reps.
	MidMarket Tier = "mid-market"
	// Small accounts go to newer reps.
	Small Tier = "small"
)

// Tiers returns all tiers, the most important first.
func Tiers() []Tier { return []Tier{Strategic, MidMarket, Small} }

// MarshalText returns the tier's text. It returns an *[salesops.InputError] if
// t is not one of [Tiers].
func (t Tier) MarshalText() ([]byte, error) { return strict.Text("Tier", t, Tiers()) }

// UnmarshalText sets t from its text. It returns an *[salesops.InputError] if
// the text is not one of [Tiers].
func (t *Tier) UnmarshalText(text []byte) error { return strict.Parse("Tier", t, text, Tiers()) }

// Seniority is how far a rep has come.
type Seniority string

// The seniorities, the highest first.
const (
	// VicePresident takes strategic accounts.
	VicePresident Seniority = "vice-president"
	// BestRep takes strategic accounts.
	BestRep Seniority = "best-rep"
	// SeniorRep takes mid-market accounts.
	SeniorRep Seniority = "senior-rep"
	// NewerRep takes small accounts.
	NewerRep Seniority = "newer-rep"
)

// Seniorities returns all seniorities, the highest first.
func Seniorities() []Seniority { return []Seniority{VicePresident, BestRep, SeniorRep, NewerRep} }

// MarshalText returns the seniority's text. It returns an
// *[salesops.InputError] if s is not one of [Seniorities].
func (s Seniority) MarshalText() ([]byte, error) { return strict.Text("Seniority", s, Seniorities()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [Seniorities].
func (s *Seniority) UnmarshalText(text []byte) error {
	return strict.Parse("Seniority", s, text, Seniorities())
}

// Serves returns the tier whose accounts a rep of this seniority takes; empty
// for one that is not of [Seniorities].
//
// Playbook: CAP-14.
func (s Seniority) Serves() Tier {
	switch s {
	case VicePresident, BestRep:
		return Strategic
	case SeniorRep:
		return MidMarket
	case NewerRep:
		return Small
	}
	return ""
}

// AccountBook is the accounts that need a rep, and the reps.
//
// As JSON it is read strictly.
//
// Playbook: CAP-14.
type AccountBook struct {
	// Accounts are the accounts to assign in any order: 1 to
	// [MaxTerritoryAccounts] with unique names.
	Accounts []Account `json:"accounts"`
	// Reps are the reps in any order: 1 to [MaxReps] with unique names.
	Reps []Rep `json:"reps"`
}

// Account is an account that needs a rep.
//
// Playbook: CAP-14.
type Account struct {
	// Name is the account's name.
	Name string `json:"name"`
	// Tier is how much it matters.
	Tier Tier `json:"tier"`
	// Opportunity is what can be sold to it, in money or points, 0 to
	// [MaxOpportunity]; within a tier larger ones are assigned first.
	Opportunity float64 `json:"opportunity"`
	// HoursPerWeek is the rep's work that it takes, 0 to [MaxHoursPerWeek].
	HoursPerWeek float64 `json:"hours_per_week"`
}

// Rep is somebody who takes accounts.
//
// Playbook: CAP-14.
type Rep struct {
	// Name is the rep's name.
	Name string `json:"name"`
	// Seniority tells which accounts the rep takes.
	Seniority Seniority `json:"seniority"`
	// HoursLeft is the time a week that the rep has for more accounts, 0 to
	// [MaxOvertime] hours, the hours of a week.
	HoursLeft float64 `json:"hours_left"`
}

// UnmarshalJSON reads a book strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and every value that
// [AssignAccounts] refuses.
func (b *AccountBook) UnmarshalJSON(data []byte) error {
	type plain AccountBook
	return strict.Unmarshal(data, "AccountBook", (*plain)(b), func(p *plain, in fault.Scope) { (*AccountBook)(p).collect(in) })
}

func (b *AccountBook) collect(in fault.Scope) {
	if in.Length("Accounts", len(b.Accounts), 1, MaxTerritoryAccounts) {
		names := make(map[string]bool, len(b.Accounts))
		for i := range b.Accounts {
			account, at := &b.Accounts[i], in.At("Accounts", i)
			at.Name("Name", account.Name)
			uniqueName(at, "Name", account.Name, names, "account")
			fault.OneOf(at, "Tier", account.Tier, Tiers())
			at.Float("Opportunity", account.Opportunity, 0, MaxOpportunity, "of money or points")
			at.Float("HoursPerWeek", account.HoursPerWeek, 0, MaxHoursPerWeek, "hours")
		}
	}
	if in.Length("Reps", len(b.Reps), 1, MaxReps) {
		names := make(map[string]bool, len(b.Reps))
		for i := range b.Reps {
			rep, at := &b.Reps[i], in.At("Reps", i)
			at.Name("Name", rep.Name)
			uniqueName(at, "Name", rep.Name, names, "rep")
			fault.OneOf(at, "Seniority", rep.Seniority, Seniorities())
			at.Float("HoursLeft", rep.HoursLeft, 0, MaxOvertime, "hours")
		}
	}
}

// AccountPlan is who takes which account.
type AccountPlan struct {
	// Reps are the reps in the order given, with what they take.
	Reps []RepLoad `json:"reps"`
	// Unplaced are the accounts that nobody takes, by tier, opportunity and
	// name.
	Unplaced []Unplaced `json:"unplaced"`
}

// RepLoad is what one rep takes.
type RepLoad struct {
	// Rep is the rep's name.
	Rep string `json:"rep"`
	// Tier is the tier that the rep takes.
	Tier Tier `json:"tier"`
	// Accounts are the accounts in the order in which they were assigned.
	Accounts []string `json:"accounts"`
	// HoursPerWeek is the work that they take, in hours a week.
	HoursPerWeek float64 `json:"hours_per_week"`
	// HoursLeft is the time that is left after them, in hours a week.
	HoursLeft float64 `json:"hours_left"`
}

// UnplacedReason is why nobody takes an account.
type UnplacedReason string

// The reasons for which an account is not placed.
const (
	// NoSuchRep: no rep takes accounts of this tier.
	NoSuchRep UnplacedReason = "no-such-rep"
	// NoRepWithTime: none of those who do has the time left.
	NoRepWithTime UnplacedReason = "no-rep-with-time"
)

// UnplacedReasons returns both reasons.
func UnplacedReasons() []UnplacedReason { return []UnplacedReason{NoSuchRep, NoRepWithTime} }

// MarshalText returns the reason's text. It returns an *[salesops.InputError]
// if r is not one of [UnplacedReasons].
func (r UnplacedReason) MarshalText() ([]byte, error) {
	return strict.Text("UnplacedReason", r, UnplacedReasons())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [UnplacedReasons].
func (r *UnplacedReason) UnmarshalText(text []byte) error {
	return strict.Parse("UnplacedReason", r, text, UnplacedReasons())
}

// Unplaced is an account that nobody takes.
type Unplaced struct {
	// Account is the account's name.
	Account string `json:"account"`
	// Tier is its tier.
	Tier Tier `json:"tier"`
	// Reason is why.
	Reason UnplacedReason `json:"reason"`
	// HoursPerWeek is the work that it takes.
	HoursPerWeek float64 `json:"hours_per_week"`
	// MostHoursLeft is the most time that a rep for its tier had left when its
	// turn came; undefined when there is no such rep.
	MostHoursLeft salesops.Maybe `json:"most_hours_left"`
}

// AssignAccounts tells which rep takes which account.
//
//	strategic   a vice president or the best rep
//	mid-market  a senior rep
//	small       a newer rep
//
// Within a tier the accounts with the most opportunity come first, then those
// that take more hours, then by name. Each goes to the rep for its tier who has
// the most time left; of several the one of the highest seniority, then by
// name. Nobody is given more work than the time that is left, and nobody an
// account of another tier: what does not fit is listed with the reason. Hours
// are added exactly.
//
// The result is the same in whatever order accounts and reps are given, but for
// the order in which it lists the reps.
//
// It returns an *[salesops.InputError] if:
//   - AccountBook.Accounts has not 1 to [MaxTerritoryAccounts] entries or Reps not 1 to [MaxReps], or two have the same name;
//   - a name is empty, longer than 200 bytes, or has control characters or space at its ends;
//   - a tier is not one of [Tiers], or a seniority not one of [Seniorities];
//   - a number is out of the range that its field tells.
//
// Playbook: CAP-14.
func AssignAccounts(book AccountBook) (AccountPlan, error) {
	var faults fault.List
	book.collect(faults.In("AccountBook"))
	if faults.Any() {
		return AccountPlan{}, faults.Err()
	}
	plan := AccountPlan{Reps: make([]RepLoad, len(book.Reps)), Unplaced: []Unplaced{}}
	queues := make(map[Tier]repQueue)
	for i := range book.Reps {
		rep := &book.Reps[i]
		tier := rep.Seniority.Serves()
		plan.Reps[i] = RepLoad{Rep: rep.Name, Tier: tier, Accounts: []string{}}
		queues[tier] = queues[tier].with(&freeRep{rep: rep, load: &plan.Reps[i], left: exact.Decimal(rep.HoursLeft)})
	}
	for _, account := range turns(book.Accounts) {
		queue := queues[account.Tier]
		if len(queue) == 0 {
			plan.Unplaced = append(plan.Unplaced, account.unplaced(NoSuchRep, salesops.Undefined("no rep takes accounts of this tier")))
			continue
		}
		first := queue[0]
		left := first.left.Sub(exact.Decimal(account.HoursPerWeek))
		if left.Sign() < 0 {
			plan.Unplaced = append(plan.Unplaced, account.unplaced(NoRepWithTime, salesops.Defined(first.left.InexactFloat64())))
			continue
		}
		first.left = left
		first.load.Accounts = append(first.load.Accounts, account.Name)
		queues[account.Tier] = slices.Delete(queue, 0, 1).with(first)
	}
	for _, queue := range queues {
		for _, free := range queue {
			free.load.HoursLeft = free.left.InexactFloat64()
			free.load.HoursPerWeek = exact.Decimal(free.rep.HoursLeft).Sub(free.left).InexactFloat64()
		}
	}
	return plan, nil
}

// turns returns the accounts in the order in which they are assigned.
func turns(accounts []Account) []*Account {
	list := make([]*Account, len(accounts))
	for i := range accounts {
		list[i] = &accounts[i]
	}
	slices.SortFunc(list, func(a, b *Account) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Tiers(), a.Tier), slices.Index(Tiers(), b.Tier)),
			cmp.Compare(b.Opportunity, a.Opportunity), cmp.Compare(b.HoursPerWeek, a.HoursPerWeek), cmp.Compare(a.Name, b.Name),
		)
	})
	return list
}

func (a *Account) unplaced(reason UnplacedReason, most salesops.Maybe) Unplaced {
	return Unplaced{Account: a.Name, Tier: a.Tier, Reason: reason, HoursPerWeek: a.HoursPerWeek, MostHoursLeft: most}
}
