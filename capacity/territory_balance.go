package capacity

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// TerritoryBalance is how fair territories are, and what makes them so.
type TerritoryBalance struct {
	// Balanced tells whether every territory is within the tolerance and its
	// rep's hours after the moves.
	Balanced bool `json:"balanced"`
	// Before are the territories as they are, in the order of the map. An
	// account that several claim counts for each of them.
	Before []TerritoryLoad `json:"before"`
	// After are the territories after the moves, in the order of the map.
	After []TerritoryLoad `json:"after"`
	// Moves are the accounts that get a new owner, or one at last, by name.
	Moves []Move `json:"moves"`
	// Obstacles are what stands in the way of balance, in the order of
	// [ObstacleKinds]; empty when it is reached.
	Obstacles []Obstacle `json:"obstacles"`
	// Findings are all comparisons before the moves, in the order of the map
	// and of [TerritoryRules].
	Findings []salesops.Finding `json:"findings"`
	// Left are the findings that fire after the moves, in the same order.
	Left []salesops.Finding `json:"left"`
}

// TerritoryLoad is what one territory has.
type TerritoryLoad struct {
	// Territory is the territory's name.
	Territory string `json:"territory"`
	// Accounts is the number of its accounts.
	Accounts int `json:"accounts"`
	// Opportunity is that of its accounts, in the map's money or points.
	Opportunity float64 `json:"opportunity"`
	// OpportunityIndex is its opportunity ÷ the average of the territories, in
	// which every account counts once; undefined when there is none at all.
	OpportunityIndex salesops.Maybe `json:"opportunity_index"`
	// HoursPerWeek is the work that its accounts take, in hours a week.
	HoursPerWeek float64 `json:"hours_per_week"`
	// WorkloadIndex is the same for the work.
	WorkloadIndex salesops.Maybe `json:"workload_index"`
	// Utilization is the work ÷ the hours that its rep has, as a fraction.
	Utilization float64 `json:"utilization"`
}

// MoveReason is why an account gets an owner.
type MoveReason string

// The reasons for a move.
const (
	// WasOrphaned: nobody claimed the account.
	WasOrphaned MoveReason = "orphaned"
	// WasOverlapping: several claimed it, and one owns it now.
	WasOverlapping MoveReason = "overlapping"
	// ForBalance: another territory has more room for it.
	ForBalance MoveReason = "balance"
)

// MoveReasons returns all reasons.
func MoveReasons() []MoveReason { return []MoveReason{WasOrphaned, WasOverlapping, ForBalance} }

// MarshalText returns the reason's text. It returns an *[salesops.InputError]
// if r is not one of [MoveReasons].
func (r MoveReason) MarshalText() ([]byte, error) { return strict.Text("MoveReason", r, MoveReasons()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [MoveReasons].
func (r *MoveReason) UnmarshalText(text []byte) error {
	return strict.Parse("MoveReason", r, text, MoveReasons())
}

// Move is an account that gets an owner.
type Move struct {
	// Account is the account's name.
	Account string `json:"account"`
	// From is the territory that owned it; empty when none did, or several.
	From string `json:"from,omitzero"`
	// To is the territory that owns it now.
	To string `json:"to"`
	// Reason is why.
	Reason MoveReason `json:"reason"`
}

// BalanceTerritories tells which territories are unfair or too much for their
// rep, which accounts have no owner or too many, and which moves restore
// balance.
//
//	opportunity index  = opportunity / (all opportunity / territories)
//	workload index     = workload / (all workload / territories)
//	within tolerance   0.85 <= index <= 1.15, both
//	within hours       workload <= the rep's hours
//
// The averages count every account once, also orphans, so no move changes them.
//
// First the accounts that nobody or several claim get one owner: largest first,
// each goes where it brings the territories closest to balance, one that is
// claimed to a claimant. Then single accounts move, or two change places, each
// time so that the imbalance falls the most: what territories are outside
// their bounds, as shares of the average. Moves that turn out to be
// unnecessary are taken back. That is a search, which finds few moves, not the
// fewest; each step lowers the imbalance, so it ends, after
// [MaxBalanceSteps] at the latest. What it ends in is compared exactly. Where
// it is not balance, the obstacles say why: most kinds are proofs that no moves
// could do it, and [MoveLimitMet] tells that the search was cut short.
//
// The result is the same in whatever order territories and accounts are given,
// but for the order in which it lists the territories.
//
// It returns an *[salesops.InputError] if:
//   - TerritoryMap.Territories has not 1 to [MaxTerritories] entries or Accounts not 1 to [MaxTerritoryAccounts], or two have the same name;
//   - a name is empty, longer than 200 bytes, or has control characters or space at its ends;
//   - an account is claimed by more than [MaxClaims] territories, by one that is not in the map, or twice by the same;
//   - a number is out of the range that its field tells;
//   - an account is pinned that not exactly one territory claims;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-13.
func BalanceTerritories(territories TerritoryMap, policy TerritoryPolicy) (TerritoryBalance, error) {
	var faults fault.List
	territories.collect(faults.In("TerritoryMap"))
	policy.collect(faults.In("TerritoryPolicy"))
	if faults.Any() {
		return TerritoryBalance{}, faults.Err()
	}
	b := survey(&territories, &policy)
	result := TerritoryBalance{Moves: []Move{}, Obstacles: []Obstacle{}, Left: []salesops.Finding{}}
	before, counts := b.claimed()
	result.Before = b.loads(before, counts)
	result.Findings = b.allFindings(before)
	orphans, overlaps := b.unowned()
	result.Findings = append(result.Findings, countFinding(OverlappingAccounts, overlaps), countFinding(OrphanedAccounts, orphans))

	b.settle()
	b.search(policy.MaxMoves)
	b.takeBack()

	result.After = b.loads(b.has, b.counts)
	for _, f := range b.allFindings(b.has) {
		if f.Outcome == salesops.Fired {
			result.Left = append(result.Left, f)
		}
	}
	result.Balanced = len(result.Left) == 0
	result.Moves = b.moves()
	if !result.Balanced {
		result.Obstacles = b.obstacles()
	}
	return result, nil
}

// holding is what accounts add up to, in thousandths.
type holding struct{ opportunity, hours int64 }

func (h holding) plus(o holding) holding {
	return holding{h.opportunity + o.opportunity, h.hours + o.hours}
}

func (h holding) minus(o holding) holding {
	return holding{h.opportunity - o.opportunity, h.hours - o.hours}
}

// exceeds reports whether it is more than another in anything.
func (h holding) exceeds(o holding) bool { return h.opportunity > o.opportunity || h.hours > o.hours }

// bounds are the least and the most that a territory may have.
type bounds struct{ low, high holding }

// bands is a map in the order of names, and what balance means for it.
type bands struct {
	policy      *TerritoryPolicy
	territories int
	// names, hours and place are those of the territories; place is where they
	// stand in the caller's map.
	names []string
	hours []int64
	place []int
	// accounts are in the order of names too; claims are their territories, and
	// size what they are.
	accounts []*TerritoryAccount
	claims   [][]int
	size     []holding
	// all is the whole of the accounts, and fair what the tolerance allows a
	// territory. Bounds has the rep's hours among them; a rep with less time
	// than the tolerance asks for has that time as both.
	all    holding
	fair   bounds
	bounds []bounds
	// perOpportunity and perHour turn what a territory has into shares of the
	// averages.
	perOpportunity, perHour float64
	// owner is the territory of each account, and slot where the account stands
	// among the territory's members.
	owner, slot []int
	// has and counts are what each territory has, out how far that is outside
	// its bounds, and full how full it is; ranked are the territories, the
	// emptiest first. Members are the accounts that may move, in no order.
	has       []holding
	counts    []int
	out, full []float64
	ranked    []int
	members   [][]int
	// steps are the changes that were looked at, and stopped tells that a limit
	// was met.
	steps   int
	stopped bool
}

const nobody = -1

func survey(m *TerritoryMap, policy *TerritoryPolicy) *bands {
	n := len(m.Territories)
	b := &bands{
		policy: policy, territories: n, place: make([]int, n), names: make([]string, n), hours: make([]int64, n),
		has: make([]holding, n), counts: make([]int, n), out: make([]float64, n), full: make([]float64, n), ranked: make([]int, n), members: make([][]int, n),
		owner: make([]int, len(m.Accounts)), slot: make([]int, len(m.Accounts)),
	}
	for i := range n {
		b.place[i], b.ranked[i] = i, i
	}
	slices.SortFunc(b.place, func(i, j int) int { return cmp.Compare(m.Territories[i].Name, m.Territories[j].Name) })
	index := make(map[string]int, n)
	for t, i := range b.place {
		b.names[t], b.hours[t] = m.Territories[i].Name, thousandths(m.Territories[i].HoursPerWeek)
		index[b.names[t]] = t
	}
	for i := range m.Accounts {
		b.accounts = append(b.accounts, &m.Accounts[i])
	}
	slices.SortFunc(b.accounts, func(x, y *TerritoryAccount) int { return cmp.Compare(x.Name, y.Name) })
	for _, account := range b.accounts {
		var claims []int
		for _, claim := range account.Claims {
			claims = append(claims, index[claim])
		}
		size := holding{thousandths(account.Opportunity), thousandths(account.HoursPerWeek)}
		b.claims, b.size, b.all = append(b.claims, claims), append(b.size, size), b.all.plus(size)
	}
	b.fair = b.tolerated()
	b.perOpportunity, b.perHour = b.scale(b.all.opportunity), b.scale(b.all.hours)
	for _, hours := range b.hours {
		own := b.fair
		own.high.hours = min(own.high.hours, hours)
		own.low.hours = min(own.low.hours, hours)
		b.bounds = append(b.bounds, own)
	}
	return b
}

// tolerated returns the least and the most that the tolerance allows.
func (b *bands) tolerated() bounds {
	share, n := exact.Decimal(b.policy.TerritoryTolerance), decimal.New(int64(b.territories), 0)
	edges := func(all int64) (int64, int64) {
		total := decimal.New(all, 0)
		low, rest := total.Sub(total.Mul(share)).QuoRem(n, 0)
		if rest.Sign() > 0 {
			low = low.Add(decimal.New(1, 0))
		}
		high, _ := total.Add(total.Mul(share)).QuoRem(n, 0)
		return whole(low), whole(high)
	}
	var fair bounds
	fair.low.opportunity, fair.high.opportunity = edges(b.all.opportunity)
	fair.low.hours, fair.high.hours = edges(b.all.hours)
	return fair
}

// scale returns 1 ÷ the average of the territories, or 0 when there is none.
func (b *bands) scale(all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(b.territories) / float64(all)
}

// claimed returns what the territories have as they are.
func (b *bands) claimed() (has []holding, counts []int) {
	has, counts = make([]holding, b.territories), make([]int, b.territories)
	for a, claims := range b.claims {
		for _, t := range claims {
			has[t] = has[t].plus(b.size[a])
			counts[t]++
		}
	}
	return has, counts
}

func (b *bands) unowned() (orphans, overlaps int) {
	for _, claims := range b.claims {
		switch {
		case len(claims) == 0:
			orphans++
		case len(claims) > 1:
			overlaps++
		}
	}
	return orphans, overlaps
}

// loads returns what territories have in the order of the caller's map.
func (b *bands) loads(has []holding, counts []int) []TerritoryLoad {
	list := make([]TerritoryLoad, b.territories)
	index := func(mine, all int64) salesops.Maybe {
		if all == 0 {
			return salesops.Undefined("no territory has any")
		}
		return salesops.Defined(exact.Quotient(decimal.New(mine, 0).Mul(decimal.New(int64(b.territories), 0)), decimal.New(all, 0)))
	}
	number := func(n int64) float64 { return exact.Quotient(fromThousandths(n), decimal.New(1, 0)) }
	for t, i := range b.place {
		list[i] = TerritoryLoad{
			Territory: b.names[t], Accounts: counts[t],
			Opportunity: number(has[t].opportunity), OpportunityIndex: index(has[t].opportunity, b.all.opportunity),
			HoursPerWeek: number(has[t].hours), WorkloadIndex: index(has[t].hours, b.all.hours),
			Utilization: exact.Quotient(fromThousandths(has[t].hours), fromThousandths(b.hours[t])),
		}
	}
	return list
}

// allFindings returns the findings of the territories in the order of the map.
func (b *bands) allFindings(has []holding) []salesops.Finding {
	lists := make([][]salesops.Finding, b.territories)
	for t, i := range b.place {
		lists[i] = b.findings(b.names[t], has[t], b.hours[t], b.policy.TerritoryTolerance)
	}
	return slices.Concat(lists...)
}

// moves returns what changed, by the account's name.
func (b *bands) moves() []Move {
	list := []Move{}
	for a, claims := range b.claims {
		move := Move{Account: b.accounts[a].Name, To: b.names[b.owner[a]], Reason: ForBalance}
		switch {
		case len(claims) == 0:
			move.Reason = WasOrphaned
		case len(claims) > 1:
			move.Reason = WasOverlapping
		case claims[0] == b.owner[a]:
			continue
		default:
			move.From = b.names[claims[0]]
		}
		list = append(list, move)
	}
	return list
}
