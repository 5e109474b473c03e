package capacity_test

import (
	"hash/fnv"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/capacity"
)

// crowded is a map whose first territory has all accounts.
func crowded(territories, accounts int) capacity.TerritoryMap {
	m := unevenMap(territories, accounts)
	for i := range m.Accounts {
		m.Accounts[i].Claims = []string{m.Territories[0].Name}
		m.Accounts[i].Pinned = i%29 == 0
	}
	return m
}

// few is a map of few and large accounts, which takes exchanges.
func few(territories, accounts int) capacity.TerritoryMap {
	m := unevenMap(territories, accounts)
	for i := range m.Accounts {
		m.Accounts[i].HoursPerWeek *= 10
	}
	return m
}

// halves is a map whose accounts are either opportunity or work, or nothing.
func halves(territories, accounts int) capacity.TerritoryMap {
	m := unevenMap(territories, accounts)
	for i := range m.Accounts {
		switch i % 5 {
		case 0, 1:
			m.Accounts[i].Opportunity = 0
		case 2, 3:
			m.Accounts[i].HoursPerWeek = 0
		default:
			m.Accounts[i].Opportunity, m.Accounts[i].HoursPerWeek = 0, 0
		}
	}
	return m
}

// overfull is a map in which a hundred territories can give nothing away, and
// the search looks at all of them again for each of the many moves of the
// others.
func overfull() capacity.TerritoryMap {
	var m capacity.TerritoryMap
	add := func(t, i int, opportunity float64, pinned bool) {
		m.Accounts = append(m.Accounts, capacity.TerritoryAccount{
			Name: strconv.Itoa(10000*t + i), Opportunity: opportunity, Claims: []string{m.Territories[t].Name}, Pinned: pinned,
		})
	}
	for t := range 1000 {
		m.Territories = append(m.Territories, capacity.Territory{Name: strconv.Itoa(1000 + t), HoursPerWeek: 40})
		switch {
		case t < 100:
			add(t, 0, 300, true)
		case t < 500:
			for i := range 13 {
				add(t, i, 10, false)
			}
		default:
			add(t, 0, 76, false)
		}
	}
	return m
}

// A search that takes too long says that it was not finished.
func TestBalanceSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	got, err := capacity.BalanceTerritories(overfull(), capacity.TerritoryPolicy{TerritoryTolerance: 0.15, MaxMoves: 5000})
	require.NoError(t, err)
	require.Len(t, got.Moves, 187)
	require.Equal(t, capacity.Obstacle{Kind: capacity.MoveLimitMet}, got.Obstacles[len(got.Obstacles)-1])
}

// The search finds the same moves on every machine, and does not need many.
func TestMoves(t *testing.T) {
	for name, tc := range map[string]struct {
		territories capacity.TerritoryMap
		tolerance   float64
		balanced    bool
		moves       int
		hash        uint32
	}{
		"uneven":         {unevenMap(12, 600), 0.15, true, 103, 0xa3fbdb1},
		"narrow":         {unevenMap(12, 600), 0.01, true, 129, 0x3c88fada},
		"too narrow":     {unevenMap(12, 200), 0.002, false, 59, 0x8805a6fc},
		"crowded":        {crowded(6, 700), 0.15, true, 486, 0x89dfe012},
		"crowded, many":  {crowded(20, 900), 0.1, true, 816, 0x828c7505},
		"halves":         {halves(9, 300), 0.1, true, 52, 0x88a860ef},
		"halves, narrow": {halves(5, 60), 0.02, false, 17, 0x4c3e61db},
		"few":            {few(9, 60), 0.15, true, 13, 0x14f20f66},
		"few and narrow": {few(9, 60), 0.03, false, 21, 0x833339db},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capacity.BalanceTerritories(tc.territories, capacity.TerritoryPolicy{TerritoryTolerance: tc.tolerance, MaxMoves: 5000})
			require.NoError(t, err)
			hash := fnv.New32()
			_, _ = hash.Write([]byte(text(t, got.Moves)))
			require.Equal(t, tc.balanced, got.Balanced)
			require.Equal(t, []uint32{uint32(tc.moves), tc.hash}, []uint32{uint32(len(got.Moves)), hash.Sum32()})
		})
	}
}

// Moves that turned out to be unnecessary are taken back: without any of those
// that are left the imbalance would be larger.
func TestNoMoveTooMany(t *testing.T) {
	for _, m := range []capacity.TerritoryMap{few(4, 11), unevenMap(4, 13), few(4, 19)} {
		policy := capacity.TerritoryPolicy{TerritoryTolerance: 0.3, MaxMoves: 100}
		got := balanced(t, m, policy)
		require.True(t, got.Balanced)
		owner := make(map[string]string)
		for _, a := range m.Accounts {
			owner[a.Name] = append(slices.Clone(a.Claims), "")[0]
		}
		for _, move := range got.Moves {
			owner[move.Account] = move.To
		}
		for _, move := range got.Moves {
			if move.Reason == capacity.ForBalance {
				owner[move.Account] = move.From
				_, none := imbalance(&m, owner, policy.TerritoryTolerance)
				require.False(t, none, "%v", move)
				owner[move.Account] = move.To
			}
		}
	}
}
