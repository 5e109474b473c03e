package comp

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxPeople is the most people of a team, and of those who share a deal.
	MaxPeople = 1000
	// MaxAssigned is the most credits that [AssignCredits] gives, where a share
	// counts once for each manager to whom it is rolled up.
	MaxAssigned = 1_000_000
)

// SharedDeal is a deal before it is credited to anybody. Playbook: CMP-5.
type SharedDeal struct {
	// ID tells the deal from the others, 1 to 200 bytes.
	ID string `json:"id"`
	// Date is the day on which it is credited.
	Date salesops.Date `json:"date"`
	// Measure is what kind of business it is.
	Measure Measure `json:"measure"`
	// Amount is its size, -[MaxMoney] to [MaxMoney]; negative for a return.
	Amount decimal.Decimal `json:"amount"`
	// Product is what was sold; may be empty.
	Product string `json:"product,omitzero"`
	// Discount is the discount as a fraction of the list price, 0 to 1.
	Discount decimal.Decimal `json:"discount,omitzero"`
	// Shares are who is credited, 1 to [MaxPeople], each person once. The
	// direct ones sum to exactly 1.
	Shares []CreditShare `json:"shares"`
}

// CreditShare is one person's part in a deal.
type CreditShare struct {
	// Person is the person's name.
	Person string `json:"person"`
	// Kind is whether the share is part of the whole or beside it.
	Kind CreditKind `json:"kind"`
	// Share is the part of the amount that is credited, above 0 to 1.
	Share decimal.Decimal `json:"share"`
}

// CreditKind is whether a share of credit is part of the whole or beside it.
// Playbook: CMP-5.
type CreditKind string

// The two kinds of credit.
const (
	// DirectCredit is for those who sold; their shares sum to exactly 1.
	DirectCredit CreditKind = "direct"
	// OverlayCredit is for those who helped, such as specialists: it is beside
	// the whole, so that more than all of a deal is credited.
	OverlayCredit CreditKind = "overlay"
)

// CreditKinds returns both kinds.
func CreditKinds() []CreditKind { return []CreditKind{DirectCredit, OverlayCredit} }

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [CreditKinds].
func (k CreditKind) MarshalText() ([]byte, error) { return strict.Text("CreditKind", k, CreditKinds()) }

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [CreditKinds].
func (k *CreditKind) UnmarshalText(text []byte) error {
	return strict.Parse("CreditKind", k, text, CreditKinds())
}

// Report says who manages a person.
type Report struct {
	// Person is the name of the person who is managed.
	Person string `json:"person"`
	// Manager is the name of the manager.
	Manager string `json:"manager"`
}

// PersonDeals are the deals of one person, for [Results].
type PersonDeals struct {
	// Person is the person's name.
	Person string `json:"person"`
	// Deals are the person's own deals and those of the people below, in the
	// order in which they were given.
	Deals []Deal `json:"deals"`
}

// AssignCredits turns shared deals into the deals of each person: those who
// share a deal, and everybody above them.
//
//	own credit   = share of the deal, direct or overlay
//	team credit  = Σ direct shares of all people below, however far
//
// A manager gets a deal once, whatever the number of reports who shared it, and
// never more than all of it; overlays are not rolled up. A person who sells and
// manages may have both credits of one deal. People come in the order of their
// names.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxDeals] deals or [MaxPeople] reports, or more than [MaxAssigned] credits would be given;
//   - two deals have the same id, or a field is out of its range;
//   - a person shares a deal twice, or the direct shares do not sum to exactly 1;
//   - a person has two managers, or is above himself.
//
// Playbook: CMP-5, CMP-8.
func AssignCredits(shared []SharedDeal, reports []Report) ([]PersonDeals, error) {
	var list fault.List
	collectShared(list.In("SharedDeals"), shared)
	managers := collectReports(list.In("Reports"), reports)
	if !list.Any() && credits(shared, managers) > MaxAssigned {
		in := list.In("SharedDeals")
		in.OutOfRange("", "", "deals that give at most "+strconv.Itoa(MaxAssigned)+" credits")
	}
	if list.Any() {
		return nil, list.Err()
	}
	deals := make(map[string][]Deal)
	for i := range shared {
		shared[i].assign(managers, deals)
	}
	people := make([]PersonDeals, 0, len(deals))
	for person, all := range deals {
		people = append(people, PersonDeals{Person: person, Deals: all})
	}
	slices.SortFunc(people, func(a, b PersonDeals) int { return cmp.Compare(a.Person, b.Person) })
	return people, nil
}

// credits returns how many credits the deals give: one for each share, and one
// for each manager above a direct one.
func credits(shared []SharedDeal, managers map[string]string) int {
	known, count := make(map[string]int), 0
	for i := range shared {
		for _, share := range shared[i].Shares {
			count++
			if share.Kind == DirectCredit {
				count += levels(managers, known, share.Person)
			}
		}
	}
	return count
}

// levels returns the number of managers above a person.
func levels(managers map[string]string, known map[string]int, person string) int {
	count, found := known[person]
	if manager, managed := managers[person]; managed && !found {
		count = 1 + levels(managers, known, manager)
	}
	known[person] = count
	return count
}

// assign appends the deals that a deal gives.
func (s *SharedDeal) assign(managers map[string]string, deals map[string][]Deal) {
	deal := Deal{ID: s.ID, Date: s.Date, Measure: s.Measure, Amount: s.Amount, Product: s.Product, Discount: s.Discount}
	team := make(map[string]decimal.Decimal)
	var above []string
	for _, share := range s.Shares {
		own := deal
		part := share.Share
		own.Share = &part
		deals[share.Person] = append(deals[share.Person], own)
		if share.Kind == OverlayCredit {
			continue
		}
		for manager, managed := managers[share.Person]; managed; manager, managed = managers[manager] {
			if _, known := team[manager]; !known {
				above = append(above, manager)
			}
			team[manager] = team[manager].Add(share.Share)
		}
	}
	for _, manager := range above {
		rolled := deal
		part := team[manager]
		rolled.Share, rolled.Source = &part, TeamCredit
		deals[manager] = append(deals[manager], rolled)
	}
}

// UnmarshalJSON reads a deal strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and for everything that
// [AssignCredits] refuses in a deal by itself.
func (s *SharedDeal) UnmarshalJSON(data []byte) error {
	type plain SharedDeal
	return strict.Unmarshal(data, "SharedDeal", (*plain)(s), func(read *plain, in fault.Scope) {
		(*SharedDeal)(read).collect(in)
	})
}

func collectShared(in fault.Scope, shared []SharedDeal) {
	if !in.Length("", len(shared), 0, MaxDeals) {
		return
	}
	taken := make(map[string]bool, len(shared))
	for i := range shared {
		at := in.At("", i)
		shared[i].collect(at)
		if id := shared[i].ID; id != "" && taken[id] {
			at.Conflict("ID", shared[i].ID, "an id that no other deal has")
		}
		taken[shared[i].ID] = true
	}
}

func (s *SharedDeal) collect(in fault.Scope) {
	in.Name("ID", s.ID)
	in.Date("Date", s.Date)
	in.Name("Measure", string(s.Measure))
	in.Decimal("Amount", s.Amount, -MaxMoney, MaxMoney, "in the unit of the quota")
	if s.Product != "" {
		in.Name("Product", s.Product)
	}
	in.Decimal("Discount", s.Discount, 0, 1, "as a fraction of the list price")
	if !in.Length("Shares", len(s.Shares), 1, MaxPeople) {
		return
	}
	direct, known := decimal.Decimal{}, true
	taken := make(map[string]bool, len(s.Shares))
	for i, share := range s.Shares {
		at := in.At("Shares", i)
		if at.Name("Person", share.Person) && taken[share.Person] {
			at.Conflict("Person", share.Person, "one share for each person")
		}
		taken[share.Person] = true
		known = fault.OneOf(at, "Kind", share.Kind, CreditKinds()) && known
		if !positive(&at, "Share", share.Share, 1, "as a fraction of the amount") {
			known = false
		} else if share.Kind == DirectCredit {
			direct = direct.Add(share.Share)
		}
	}
	if known && !direct.Equal(decimal.New(1, 0)) {
		in.Conflict("Shares", "direct shares that sum to "+direct.String(), "direct shares that sum to exactly 1")
	}
}

// collectReports returns the manager of each person.
func collectReports(in fault.Scope, reports []Report) map[string]string {
	managers := make(map[string]string, len(reports))
	if !in.Length("", len(reports), 0, MaxPeople) {
		return managers
	}
	for i, r := range reports {
		at := in.At("", i)
		known := at.Name("Person", r.Person)
		known = at.Name("Manager", r.Manager) && known
		if _, twice := managers[r.Person]; known && twice {
			at.Conflict("Person", r.Person, "one manager for each person")
			continue
		}
		if known && isAbove(managers, r.Manager, r.Person) {
			at.Conflict("Manager", r.Manager, "nobody whom "+strconv.Quote(r.Person)+" manages")
			continue
		}
		managers[r.Person] = r.Manager
	}
	return managers
}

// isAbove reports whether person is at or above other in a hierarchy without
// circles.
func isAbove(managers map[string]string, other, person string) bool {
	for managed := true; managed; other, managed = managers[other] {
		if other == person {
			return true
		}
	}
	return false
}
