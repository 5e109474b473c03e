package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/assign"
)

// The table's filling is the best of all that there are, and worth what it says.
func tableProperty(t *rapid.T) {
	r := assign.Resource{
		Free: rapid.Int64Range(0, 150).Draw(t, "free"), Extra: rapid.Int64Range(0, 60).Draw(t, "extra"),
		Price: rapid.Int64Range(0, 4).Draw(t, "price"), Num: rapid.Int64Range(2, 4).Draw(t, "num"), Den: 2,
	}
	n := rapid.IntRange(1, 4).Draw(t, "classes")
	profit, use, low, high := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	fixed := int64(0)
	for c := range n {
		profit[c], use[c] = rapid.Int64Range(-2, 90).Draw(t, "profit"), rapid.Int64Range(0, 70).Draw(t, "use")
		high[c] = rapid.Int64Range(0, 3).Draw(t, "high")
		low[c] = rapid.Int64Range(0, high[c]).Draw(t, "low")
		fixed += low[c] * use[c]
	}
	if fixed > r.Most() {
		return
	}
	worth := func(content []int64) (int64, bool) {
		load, value := int64(0), int64(0)
		for c, count := range content {
			load, value = load+count*use[c], value+count*profit[c]
		}
		return value - r.Cost(load), load <= r.Most()
	}
	var most int64
	some := false
	content := append([]int64(nil), low...)
	var try func(c int)
	try = func(c int) {
		if c == n {
			if value, fits := worth(content); fits && (!some || value > most) {
				most, some = value, true
			}
			return
		}
		for content[c] = low[c]; content[c] <= high[c]; content[c]++ {
			try(c + 1)
		}
	}
	try(0)
	nodes, value, got := assign.Tabulate(r, profit, use, low, high)
	if nodes == 0 {
		return // nothing to choose
	}
	require.Equal(t, most, value)
	held, fits := worth(got)
	require.True(t, fits)
	require.Equal(t, value, held)
}

func TestTable(t *testing.T) { rapid.Check(t, tableProperty) }

func FuzzTable(f *testing.F) { f.Fuzz(rapid.MakeFuzz(tableProperty)) }

func TestTableNodes(t *testing.T) {
	nodes := func(free int64, high ...int64) int64 {
		profit, use, low := make([]int64, len(high)), make([]int64, len(high)), make([]int64, len(high))
		for c := range high {
			profit[c], use[c] = 1, 1
		}
		low[0] = high[0] - 1
		n, _, _ := assign.Tabulate(resource(free), profit, use, low, high)
		return n
	}
	require.Equal(t, int64((1+4)*(100-2+1)/8+1), nodes(100, 3, 4))
	require.Equal(t, int64(1<<21)/8+1, nodes(1<<21-1, 1), "as wide as may be")
	require.Zero(t, nodes(1<<21, 1), "a load too wide")
	require.Equal(t, int64(1<<26)/8+1, nodes(1<<20-1, 1, 63), "as many cells as may be")
	require.Zero(t, nodes(1<<20-1, 1, 64), "a row too many")
}
