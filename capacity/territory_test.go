package capacity_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func balanced(t testkit.Failer, m capacity.TerritoryMap, p capacity.TerritoryPolicy) capacity.TerritoryBalance {
	t.Helper()
	before := text(t, m)
	got, err := capacity.BalanceTerritories(m, p)
	require.NoError(t, err)
	require.Equal(t, before, text(t, m), "the arguments are not changed")
	testkit.RoundTrip(t, got)
	for _, f := range append(slices.Clone(got.Findings), got.Left...) {
		testkit.Explains(t, f)
	}
	return got
}

// region is a map of territories with 40 hours each.
func region(names ...string) capacity.TerritoryMap {
	var m capacity.TerritoryMap
	for _, name := range names {
		m.Territories = append(m.Territories, capacity.Territory{Name: name, HoursPerWeek: 40})
	}
	return m
}

func account(name string, opportunity, hours float64, claims ...string) capacity.TerritoryAccount {
	return capacity.TerritoryAccount{Name: name, Opportunity: opportunity, HoursPerWeek: hours, Claims: append([]string{}, claims...)}
}

func firedRules(findings []salesops.Finding) []string {
	var list []string
	for _, f := range findings {
		if f.Outcome == salesops.Fired {
			list = append(list, f.Rule+" "+f.Subject)
		}
	}
	return list
}

func TestBalanceTerritories(t *testing.T) {
	policy := capacity.DefaultPolicy().TerritoryPolicy

	t.Run("fair already", func(t *testing.T) {
		m := region("north", "south")
		m.Accounts = []capacity.TerritoryAccount{account("a", 115, 11.5, "north"), account("b", 85, 8.5, "south")}
		got := balanced(t, m, policy)
		require.True(t, got.Balanced)
		require.Empty(t, got.Moves)
		require.Empty(t, firedRules(got.Findings))
		require.Equal(t, []capacity.TerritoryLoad{
			{Territory: "north", Accounts: 1, Opportunity: 115, OpportunityIndex: salesops.Defined(1.15), HoursPerWeek: 11.5, WorkloadIndex: salesops.Defined(1.15), Utilization: 0.2875},
			{Territory: "south", Accounts: 1, Opportunity: 85, OpportunityIndex: salesops.Defined(0.85), HoursPerWeek: 8.5, WorkloadIndex: salesops.Defined(0.85), Utilization: 0.2125},
		}, got.Before)
		require.Equal(t, got.Before, got.After)
	})
	t.Run("one move", func(t *testing.T) {
		m := region("north", "south")
		for i := range 12 {
			m.Accounts = append(m.Accounts, account(strconv.Itoa(10+i), 10, 1, "north"))
		}
		for i := range 8 {
			m.Accounts = append(m.Accounts, account(strconv.Itoa(30+i), 10, 1, "south"))
		}
		got := balanced(t, m, policy)
		require.Equal(t, []string{"opportunity-high north", "workload-high north", "opportunity-low south", "workload-low south"}, firedRules(got.Findings))
		require.True(t, got.Balanced)
		require.Equal(t, []capacity.Move{{Account: "10", From: "north", To: "south", Reason: capacity.ForBalance}}, got.Moves)
		require.Equal(t, []int{11, 9}, []int{got.After[0].Accounts, got.After[1].Accounts})
		testkit.EqualDecimal(t, "240", got.Findings[0].Left)
		testkit.EqualDecimal(t, "230", got.Findings[0].Right)
		testkit.EqualDecimal(t, "170", got.Findings[1].Right)
	})
	t.Run("an exchange", func(t *testing.T) {
		m := region("north", "south")
		// 140 and 100: a move of 10 is too little, one of 60 too much.
		m.Accounts = []capacity.TerritoryAccount{
			account("a", 70, 1, "north"), account("b", 70, 1, "north"), account("c", 50, 1, "south"), account("d", 50, 1, "south"),
		}
		got := balanced(t, m, policy)
		require.True(t, got.Balanced)
		require.Equal(t, []capacity.Move{
			{Account: "a", From: "north", To: "south", Reason: capacity.ForBalance}, {Account: "c", From: "south", To: "north", Reason: capacity.ForBalance},
		}, got.Moves)
	})
	t.Run("orphans and overlaps", func(t *testing.T) {
		m := region("west", "east")
		m.Accounts = []capacity.TerritoryAccount{
			account("orphan", 50, 5), account("claimed", 50, 5, "west", "east"), account("a", 50, 5, "west"), account("b", 50, 5, "west"),
		}
		got := balanced(t, m, policy)
		require.Equal(t, []int{3, 1}, []int{got.Before[0].Accounts, got.Before[1].Accounts}, "what both claim counts for both")
		require.Equal(t, 1.5, got.Before[0].OpportunityIndex.Or(0))
		require.Contains(t, firedRules(got.Findings), "overlapping-accounts ")
		require.Contains(t, firedRules(got.Findings), "orphaned-accounts ")
		require.True(t, got.Balanced)
		require.Equal(t, []capacity.Move{
			{Account: "claimed", To: "east", Reason: capacity.WasOverlapping}, {Account: "orphan", To: "east", Reason: capacity.WasOrphaned},
		}, got.Moves)
	})
	t.Run("a rep with less time", func(t *testing.T) {
		m := region("north", "south")
		m.Territories[0].HoursPerWeek = 10
		for i := range 21 {
			m.Accounts = append(m.Accounts, account(strconv.Itoa(10+i), 10, 1, []string{"north", "south"}[i%2]))
		}
		got := balanced(t, m, policy)
		require.Equal(t, []string{"beyond-hours north"}, firedRules(got.Findings))
		require.True(t, got.Balanced)
		require.Len(t, got.Moves, 1)
		require.Equal(t, 10.0, got.After[0].HoursPerWeek)
	})
	t.Run("pinned accounts stay", func(t *testing.T) {
		m := region("north", "south")
		for i := range 20 {
			m.Accounts = append(m.Accounts, account(strconv.Itoa(10+i), 10, 1, "north"))
			m.Accounts[i].Pinned = i < 9
		}
		got := balanced(t, m, policy)
		require.True(t, got.Balanced)
		for _, move := range got.Moves {
			require.GreaterOrEqual(t, move.Account, "19")
		}
	})
	t.Run("nothing to sell and nothing to do", func(t *testing.T) {
		m := region("north", "south")
		m.Accounts = []capacity.TerritoryAccount{account("a", 0, 0, "north")}
		got := balanced(t, m, policy)
		require.True(t, got.Balanced)
		_, defined := got.Before[0].OpportunityIndex.Value()
		require.False(t, defined)
	})
	t.Run("thousandths", func(t *testing.T) {
		m := region("north", "south")
		m.Accounts = []capacity.TerritoryAccount{account("a", 1.0004, 1, "north"), account("b", 0.9995, 1, "south")}
		require.Equal(t, []float64{1, 1}, []float64{balanced(t, m, policy).Before[0].Opportunity, balanced(t, m, policy).Before[1].Opportunity})
	})
}

func TestObstacles(t *testing.T) {
	policy := capacity.DefaultPolicy().TerritoryPolicy
	many := func(m capacity.TerritoryMap, n int, opportunity, hours float64) capacity.TerritoryMap {
		for i := range n {
			m.Accounts = append(m.Accounts, account("z"+strconv.Itoa(100+i), opportunity, hours, m.Territories[i%len(m.Territories)].Name))
		}
		return m
	}
	short := many(region("north", "south"), 20, 1, 3)
	short.Territories[1].HoursPerWeek = 20
	large := many(region("north", "south"), 20, 1, 1)
	large.Accounts = append(large.Accounts, account("whale", 30, 1, "north"))
	slow := many(region("north", "south"), 20, 1, 0.1)
	slow.Accounts = append(slow.Accounts, account("bog", 1, 6, "north"))
	pinned := many(region("north", "south"), 20, 1, 1)
	for i := range pinned.Accounts {
		pinned.Accounts[i].Claims, pinned.Accounts[i].Pinned = []string{"north"}, i < 12
	}
	odd := region("north", "south")
	for i, size := range []float64{40, 40, 40} {
		odd.Accounts = append(odd.Accounts, account(strconv.Itoa(i), size, 1, "north"))
	}
	one := policy
	one.MaxMoves = 1
	lopsided := many(region("north", "south"), 20, 1, 1)
	for i := range lopsided.Accounts {
		lopsided.Accounts[i].Claims = []string{"south"}
	}
	for name, tc := range map[string]struct {
		territories capacity.TerritoryMap
		policy      capacity.TerritoryPolicy
		want        []capacity.Obstacle
	}{
		"too little time":     {many(region("north", "south"), 20, 1, 4.1), policy, []capacity.Obstacle{{Kind: capacity.TooLittleTime}}},
		"too few accounts":    {many(region("a", "b", "c"), 2, 1, 1), policy, []capacity.Obstacle{{Kind: capacity.TooFewAccounts}, {Kind: capacity.AccountTooLarge, Subject: "z100"}, {Kind: capacity.AccountTooLarge, Subject: "z101"}}},
		"a rep short of time": {short, policy, []capacity.Obstacle{{Kind: capacity.RepTooShort, Subject: "south"}}},
		"a whale":             {large, policy, []capacity.Obstacle{{Kind: capacity.AccountTooLarge, Subject: "whale"}}},
		"a bog":               {slow, policy, []capacity.Obstacle{{Kind: capacity.AccountTooLarge, Subject: "bog"}}},
		"pinned":              {pinned, policy, []capacity.Obstacle{{Kind: capacity.PinnedTooMuch, Subject: "north"}}},
		"three into two":      {odd, policy, []capacity.Obstacle{{Kind: capacity.SearchEnded}}},
		"no more moves":       {lopsided, one, []capacity.Obstacle{{Kind: capacity.MoveLimitMet}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := balanced(t, tc.territories, tc.policy)
			require.False(t, got.Balanced)
			require.NotEmpty(t, got.Left)
			require.Equal(t, tc.want, got.Obstacles)
		})
	}
	t.Run("an exchange is two moves", func(t *testing.T) {
		m := region("north", "south")
		m.Accounts = []capacity.TerritoryAccount{
			account("a", 70, 1, "north"), account("b", 70, 1, "north"), account("c", 50, 1, "south"), account("d", 50, 1, "south"),
		}
		got := balanced(t, m, one)
		require.Empty(t, got.Moves)
		require.Equal(t, []capacity.Obstacle{{Kind: capacity.MoveLimitMet}}, got.Obstacles)
		two := one
		two.MaxMoves = 2
		require.True(t, balanced(t, m, two).Balanced)
	})
	one.MaxMoves = 9
	require.True(t, balanced(t, lopsided, one).Balanced, "nine moves are enough")
	one.MaxMoves = 8
	require.False(t, balanced(t, lopsided, one).Balanced)
}

// What is exactly at its bound is no proof that balance cannot be reached.
func TestObstaclesAtTheLine(t *testing.T) {
	ended := []capacity.Obstacle{{Kind: capacity.SearchEnded}}
	pinned := func(a capacity.TerritoryAccount) capacity.TerritoryAccount {
		a.Pinned = true
		return a
	}
	for name, tc := range map[string]struct {
		hours     []float64
		accounts  []capacity.TerritoryAccount
		tolerance float64
		want      []capacity.Obstacle
	}{
		"just enough time": {
			[]float64{40, 40}, []capacity.TerritoryAccount{account("a", 0, 30, "a"), account("b", 0, 30, "a"), account("c", 0, 20, "a")}, 0.15, ended,
		},
		"an account for each": {
			[]float64{40, 40, 40}, []capacity.TerritoryAccount{account("a", 115, 0, "a"), account("b", 115, 0, "b"), account("c", 70, 0, "c")}, 0.15, ended,
		},
		"accounts as long as they may be": {
			[]float64{40, 40, 40}, []capacity.TerritoryAccount{account("a", 0, 11.5, "a"), account("b", 0, 11.5, "b"), account("c", 0, 7, "c")}, 0.15, ended,
		},
		"a territory may be empty": {
			[]float64{40, 40, 40}, []capacity.TerritoryAccount{account("a", 100, 0, "a"), account("b", 1, 0, "b")}, 1,
			[]capacity.Obstacle{{Kind: capacity.AccountTooLarge, Subject: "a"}},
		},
		"a rep with just the time": {
			[]float64{8.5, 40}, []capacity.TerritoryAccount{account("a", 0, 7, "a"), account("b", 0, 7, "b"), account("c", 0, 6, "b")}, 0.15, ended,
		},
		"as much opportunity pinned as there may be": {
			[]float64{40, 40}, []capacity.TerritoryAccount{pinned(account("a", 115, 1, "a")), account("b", 50, 4.5, "b"), account("c", 35, 4.5, "b")}, 0.15, ended,
		},
		"as much work pinned as there may be": {
			[]float64{40, 40}, []capacity.TerritoryAccount{pinned(account("a", 1, 11.5, "a")), account("b", 4.5, 5, "b"), account("c", 4.5, 3.5, "b")}, 0.15, ended,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := region("a", "b", "c")
			m.Territories, m.Accounts = m.Territories[:len(tc.hours)], tc.accounts
			for i, hours := range tc.hours {
				m.Territories[i].HoursPerWeek = hours
			}
			require.Equal(t, tc.want, balanced(t, m, capacity.TerritoryPolicy{TerritoryTolerance: tc.tolerance, MaxMoves: 100}).Obstacles)
		})
	}
}

// Territories at both ends of the tolerance are left alone, although a move of
// a thousandth would bring them closer.
func TestBalancedAtTheLine(t *testing.T) {
	m := region("north", "south")
	m.Accounts = []capacity.TerritoryAccount{
		account("a", 114.999, 11.499, "north"), account("b", 85, 8.5, "south"), account("c", 0.001, 0, "north"), account("d", 0, 0.001, "north"),
	}
	got := balanced(t, m, capacity.DefaultPolicy().TerritoryPolicy)
	require.True(t, got.Balanced)
	require.Empty(t, got.Moves)
	m.Territories[0].HoursPerWeek = 11.5
	require.Empty(t, balanced(t, m, capacity.DefaultPolicy().TerritoryPolicy).Moves, "a rep with just the time")
}

func TestTerritoriesRejected(t *testing.T) {
	good := func(edit func(*capacity.TerritoryMap)) capacity.TerritoryMap {
		m := region("north", "south")
		m.Accounts = []capacity.TerritoryAccount{account("a", 1, 1, "north"), account("b", 1, 1)}
		edit(&m)
		return m
	}
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		territories capacity.TerritoryMap
		want        []testkit.Fault
	}{
		"nothing":       {capacity.TerritoryMap{}, []testkit.Fault{{Field: "TerritoryMap.Territories", Reason: missing}, {Field: "TerritoryMap.Accounts", Reason: missing}}},
		"two of a name": {good(func(m *capacity.TerritoryMap) { m.Territories[1].Name, m.Accounts[1].Name = "north", "a" }), []testkit.Fault{{Field: "TerritoryMap.Territories[1].Name", Reason: conflict}, {Field: "TerritoryMap.Accounts[1].Name", Reason: conflict}}},
		"hours": {good(func(m *capacity.TerritoryMap) {
			m.Territories[0].HoursPerWeek, m.Territories[1].HoursPerWeek = 0, 0.0009
		}), []testkit.Fault{{Field: "TerritoryMap.Territories[0].HoursPerWeek", Reason: missing}, {Field: "TerritoryMap.Territories[1].HoursPerWeek", Reason: out}}},
		"more than a week": {good(func(m *capacity.TerritoryMap) { m.Territories[0].HoursPerWeek = 169 }), []testkit.Fault{{Field: "TerritoryMap.Territories[0].HoursPerWeek", Reason: out}}},
		"claims":           {good(func(m *capacity.TerritoryMap) { m.Accounts[0].Claims = []string{"west", "south", "south"} }), []testkit.Fault{{Field: "TerritoryMap.Accounts[0].Claims[0]", Reason: conflict}, {Field: "TerritoryMap.Accounts[0].Claims[2]", Reason: conflict}}},
		"too many claims":  {good(func(m *capacity.TerritoryMap) { m.Accounts[0].Claims = make([]string, 21) }), []testkit.Fault{{Field: "TerritoryMap.Accounts[0].Claims", Reason: out}}},
		"numbers":          {good(func(m *capacity.TerritoryMap) { m.Accounts[0].Opportunity, m.Accounts[0].HoursPerWeek = 1e9+1, -1 }), []testkit.Fault{{Field: "TerritoryMap.Accounts[0].Opportunity", Reason: out}, {Field: "TerritoryMap.Accounts[0].HoursPerWeek", Reason: out}}},
		"a pinned orphan":  {good(func(m *capacity.TerritoryMap) { m.Accounts[1].Pinned = true }), []testkit.Fault{{Field: "TerritoryMap.Accounts[1].Pinned", Reason: conflict}}},
		"a name of spaces": {good(func(m *capacity.TerritoryMap) { m.Accounts[1].Name, m.Territories[1].Name = " ", " " }), []testkit.Fault{{Field: "TerritoryMap.Territories[1].Name", Reason: out}, {Field: "TerritoryMap.Accounts[1].Name", Reason: out}}},
		"too many":         {capacity.TerritoryMap{Territories: make([]capacity.Territory, 1001), Accounts: make([]capacity.TerritoryAccount, 50001)}, []testkit.Fault{{Field: "TerritoryMap.Territories", Reason: out}, {Field: "TerritoryMap.Accounts", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capacity.BalanceTerritories(tc.territories, capacity.DefaultPolicy().TerritoryPolicy)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, got)
		})
	}
	_, err := capacity.BalanceTerritories(good(func(*capacity.TerritoryMap) {}), capacity.TerritoryPolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "TerritoryPolicy.TerritoryTolerance", Reason: missing}, testkit.Fault{Field: "TerritoryPolicy.MaxMoves", Reason: missing})
	_, err = capacity.BalanceTerritories(good(func(*capacity.TerritoryMap) {}), capacity.TerritoryPolicy{TerritoryTolerance: 1.1, MaxMoves: 50001})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "TerritoryPolicy.TerritoryTolerance", Reason: out}, testkit.Fault{Field: "TerritoryPolicy.MaxMoves", Reason: out})
	var read capacity.TerritoryMap
	err = json.Unmarshal([]byte(`{"territories":[{"name":"a","hours":40}],"accounts":[]}`), &read)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "TerritoryMap.Territories[0].HoursPerWeek", Reason: missing},
		testkit.Fault{Field: "TerritoryMap.Territories[0].hours", Reason: out}, testkit.Fault{Field: "TerritoryMap.Accounts", Reason: missing},
	)
}

func territoryMaps() *rapid.Generator[capacity.TerritoryMap] {
	return rapid.Custom(func(t *rapid.T) capacity.TerritoryMap {
		var m capacity.TerritoryMap
		n := rapid.IntRange(1, 5).Draw(t, "territories")
		for i := range n {
			m.Territories = append(m.Territories, capacity.Territory{
				Name: string(rune('a' + i)), HoursPerWeek: rapid.SampledFrom([]float64{20, 40, 40, 40}).Draw(t, "hours"),
			})
		}
		names := make([]string, n)
		for i := range names {
			names[i] = m.Territories[i].Name
		}
		for i := range rapid.IntRange(1, 40).Draw(t, "accounts") {
			a := capacity.TerritoryAccount{
				Name: strconv.Itoa(100 + i), Opportunity: rapid.SampledFrom([]float64{0, 10, 10, 20, 33.3, 100}).Draw(t, "opportunity"),
				HoursPerWeek: rapid.SampledFrom([]float64{0.5, 1, 1, 3.25}).Draw(t, "work"), Claims: []string{},
			}
			switch rapid.IntRange(0, 9).Draw(t, "claims") {
			case 0:
			case 1:
				a.Claims = rapid.Permutation(names).Draw(t, "claimants")[:min(2, n)]
			default:
				a.Claims = []string{names[min(rapid.IntRange(0, n-1).Draw(t, "owner"), rapid.IntRange(0, n-1).Draw(t, "or"))]}
				a.Pinned = rapid.IntRange(0, 9).Draw(t, "pinned") == 0
			}
			m.Accounts = append(m.Accounts, a)
		}
		return m
	})
}

// imbalance is how far territories are outside their bounds, as shares of the
// averages, and whether any is.
func imbalance(m *capacity.TerritoryMap, owner map[string]string, tolerance float64) (sum *big.Rat, none bool) {
	n := big.NewRat(int64(len(m.Territories)), 1)
	all := [2]*big.Rat{new(big.Rat), new(big.Rat)}
	has := make(map[string][2]*big.Rat)
	for _, territory := range m.Territories {
		has[territory.Name] = [2]*big.Rat{new(big.Rat), new(big.Rat)}
	}
	for _, a := range m.Accounts {
		for k, x := range []float64{a.Opportunity, a.HoursPerWeek} {
			all[k] = add(all[k], rat(x))
			has[owner[a.Name]][k].Add(has[owner[a.Name]][k], rat(x))
		}
	}
	sum, none = new(big.Rat), true
	for _, territory := range m.Territories {
		for k, x := range has[territory.Name] {
			low, high := mul(sub(big.NewRat(1, 1), rat(tolerance)), quo(all[k], n)), mul(add(big.NewRat(1, 1), rat(tolerance)), quo(all[k], n))
			if x.Cmp(low) < 0 || x.Cmp(high) > 0 || k == 1 && x.Cmp(rat(territory.HoursPerWeek)) > 0 {
				none = false
			}
			if hours := rat(territory.HoursPerWeek); k == 1 && hours.Cmp(high) < 0 {
				high = hours
				if high.Cmp(low) < 0 {
					low = high
				}
			}
			switch {
			case all[k].Sign() == 0:
			case x.Cmp(low) < 0:
				sum = add(sum, quo(mul(sub(low, x), n), all[k]))
			case x.Cmp(high) > 0:
				sum = add(sum, quo(mul(sub(x, high), n), all[k]))
			}
		}
	}
	return sum, none
}

// Every account has one owner, claims and pins are kept, moves lower the
// imbalance, the verdict is what exact rationals say, the order of the input does
// not matter, and a map that was balanced is left alone.
func balanceProperty(t *rapid.T) {
	m := territoryMaps().Draw(t, "map")
	policy := capacity.TerritoryPolicy{
		TerritoryTolerance: rapid.SampledFrom([]float64{0.05, 0.15, 0.15, 0.5, 1}).Draw(t, "tolerance"), MaxMoves: rapid.SampledFrom([]int{1, 1000, 1000}).Draw(t, "limit"),
	}
	got := balanced(t, m, policy)
	before, after := make(map[string]string), make(map[string]string)
	moves := make(map[string]capacity.Move)
	for _, move := range got.Moves {
		moves[move.Account] = move
	}
	settled := true
	for _, a := range m.Accounts {
		move, moved := moves[a.Name]
		if len(a.Claims) == 1 {
			before[a.Name], after[a.Name] = a.Claims[0], a.Claims[0]
			if moved {
				require.False(t, a.Pinned)
				require.Equal(t, capacity.ForBalance, move.Reason)
				require.Equal(t, a.Claims[0], move.From)
			}
		} else {
			settled = false
			require.True(t, moved, "it gets an owner")
		}
		if moved {
			after[a.Name] = move.To
		}
	}
	end, none := imbalance(&m, after, policy.TerritoryTolerance)
	require.Equal(t, none, got.Balanced)
	if settled {
		start, fair := imbalance(&m, before, policy.TerritoryTolerance)
		require.LessOrEqual(t, end.Cmp(start), 0)
		if fair {
			require.Empty(t, got.Moves)
		}
		if len(got.Moves) > 0 {
			require.Negative(t, end.Cmp(start), "moves that achieve nothing")
		}
	}
	counts := make(map[string]int)
	for _, owner := range after {
		counts[owner]++
	}
	for _, load := range got.After {
		require.Equal(t, counts[load.Territory], load.Accounts)
	}
	if len(m.Territories) <= 3 && len(m.Accounts) <= 8 {
		requireProofs(t, &m, policy, got)
	}

	shuffled := capacity.TerritoryMap{
		Territories: rapid.Permutation(m.Territories).Draw(t, "order of territories"), Accounts: rapid.Permutation(m.Accounts).Draw(t, "order of accounts"),
	}
	same := balanced(t, shuffled, policy)
	require.Equal(t, got.Moves, same.Moves)
	require.Equal(t, got.Obstacles, same.Obstacles)
	require.ElementsMatch(t, got.After, same.After)
}

// requireProofs tries every assignment: when there is a balanced one, no
// obstacle claims that there is none.
func requireProofs(t *rapid.T, m *capacity.TerritoryMap, policy capacity.TerritoryPolicy, got capacity.TerritoryBalance) {
	proven := slices.ContainsFunc(got.Obstacles, func(o capacity.Obstacle) bool {
		return o.Kind != capacity.SearchEnded && o.Kind != capacity.MoveLimitMet
	})
	if !proven {
		return
	}
	owner := make(map[string]string)
	var try func(i int)
	try = func(i int) {
		if i == len(m.Accounts) {
			_, none := imbalance(m, owner, policy.TerritoryTolerance)
			require.False(t, none, "there is a balanced assignment: %v", owner)
			return
		}
		for _, territory := range m.Territories {
			if a := &m.Accounts[i]; !a.Pinned || a.Claims[0] == territory.Name {
				owner[a.Name] = territory.Name
				try(i + 1)
			}
		}
	}
	try(0)
}

func TestBalance(t *testing.T) { rapid.Check(t, balanceProperty) }
func FuzzBalance(f *testing.F) { f.Fuzz(rapid.MakeFuzz(balanceProperty)) }

// A map of the size of a large company is brought into balance.
func TestLargeMap(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	got, err := capacity.BalanceTerritories(unevenMap(100, 8000), capacity.DefaultPolicy().TerritoryPolicy)
	require.NoError(t, err)
	require.NotEmpty(t, firedRules(got.Findings))
	require.True(t, got.Balanced)
}

func TestTerritoryJSON(t *testing.T) {
	m := region("north", "south")
	m.Accounts = []capacity.TerritoryAccount{account("a", 60, 30, "north"), account("b", 60, 30, "north"), account("c", 30, 8), account("d", 1, 1, "north", "south")}
	m.Accounts[0].Pinned = true
	testkit.Golden(t, "territory_map", m)
	testkit.Golden(t, "territory_balance", balanced(t, m, capacity.DefaultPolicy().TerritoryPolicy))
}
