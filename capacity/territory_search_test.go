package capacity_test

import (
	"hash/fnv"
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

// The search finds the same moves on every machine, and does not need many.
func TestMoves(t *testing.T) {
	for name, tc := range map[string]struct {
		territories capacity.TerritoryMap
		tolerance   float64
		balanced    bool
		moves       int
		hash        uint32
	}{
		"uneven":         {unevenMap(12, 600), 0.15, true, 103, 0xa142d148},
		"narrow":         {unevenMap(12, 600), 0.01, true, 128, 0x76df2d58},
		"too narrow":     {unevenMap(12, 200), 0.002, false, 63, 0xda5a64df},
		"crowded":        {crowded(6, 700), 0.15, true, 485, 0xf6e2497a},
		"crowded, many":  {crowded(20, 900), 0.1, true, 816, 0xd585d8b},
		"few":            {few(9, 60), 0.15, true, 13, 0x796a455c},
		"few and narrow": {few(9, 60), 0.03, false, 20, 0xe89d73a9},
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
