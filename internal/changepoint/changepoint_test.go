package changepoint_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/changepoint"
)

func trials(text string) []bool {
	var list []bool
	for _, c := range text {
		list = append(list, c == '+')
	}
	return list
}

func TestFind(t *testing.T) {
	for _, tc := range []struct {
		name, trials string
		at           int
		p, least     float64
	}{
		{"none", "", 0, 1, 1},
		{"one", "+", 0, 1, 1},
		{"all alike", "++++++", 0, 1, 1},
		{"two", "+-", 1, 1, 1},
		{"clearest of three", "++-", 2, 2.0 / 3, 2.0 / 3},
		{"middle of three", "+-+", 1, 1, 2.0 / 3},
		{"clearest", "+++---", 3, 2.0 / 20, 2.0 / 20},
		{"clearest, the other way", "---+++", 3, 2.0 / 20, 2.0 / 20},
		{"less clear", "++-+--", 2, 12.0 / 20, 2.0 / 20},
		{"one early", "-+++++++++++++++++++", 1, 2.0 / 20, 2.0 / 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := changepoint.Find(trials(tc.trials))
			require.Equal(t, tc.at, c.At)
			require.InEpsilon(t, tc.p, c.P, 1e-14)
			require.InEpsilon(t, tc.least, c.Least, 1e-14)
		})
	}
}

// orders counts over all orders, from the definition.
func orders(list []bool) (p, least float64) {
	n, all := len(list), 0
	distance := func(bits int) int {
		a, s, most := 0, 0, 0
		for i := range n {
			a += bits >> i & 1
		}
		for k := range n {
			s += bits >> k & 1
			d := n*s - (k+1)*a
			most = max(most, d, -d)
		}
		return most
	}
	bits, a := 0, 0
	for i, success := range list {
		if success {
			bits |= 1 << i
			a++
		}
	}
	seen, reached, clearest, most := distance(bits), 0, 0, 0
	for other := range 1 << n {
		ones := 0
		for i := range n {
			ones += other >> i & 1
		}
		if ones != a {
			continue
		}
		all++
		d := distance(other)
		if d >= seen {
			reached++
		}
		if d > most {
			most, clearest = d, 0
		}
		if d == most {
			clearest++
		}
	}
	return float64(reached) / float64(all), float64(clearest) / float64(all)
}

func findProperty(t *rapid.T) {
	list := rapid.SliceOfN(rapid.Bool(), 1, 11).Draw(t, "trials")
	p, least := orders(list)
	c := changepoint.Find(list)
	require.InEpsilon(t, p, c.P, 1e-13)
	require.InEpsilon(t, least, c.Least, 1e-13)
	require.LessOrEqual(t, c.Least, c.P)

	swapped := make([]bool, len(list))
	for i, success := range list {
		swapped[i] = !success
	}
	require.Equal(t, c, changepoint.Find(swapped), "failures for successes")
	for i, success := range list {
		swapped[len(list)-1-i] = success
	}
	back := changepoint.Find(swapped)
	require.InEpsilon(t, c.P, back.P, 1e-13, "from the end")
	require.Equal(t, c.Least, back.Least)
}

func TestFindProperty(t *testing.T) { rapid.Check(t, findProperty) }
func FuzzFind(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(findProperty)) }

// A single success among n trials: D is as large as that of place j for the
// places up to j and from the end, so that P is known.
func TestFindLong(t *testing.T) {
	const n = 2000
	for _, place := range []int{1, 2, 700, 1000} {
		list := make([]bool, n)
		list[place-1] = true
		// Before the success n S(k) - k A is -k, down to -(place-1); after it
		// n - k, from n - place.
		d := max(place-1, n-place)
		want := 0
		for j := 1; j <= n; j++ {
			if max(j-1, n-j) >= d {
				want++
			}
		}
		c := changepoint.Find(list)
		require.InEpsilon(t, float64(want)/n, c.P, 1e-12, "%d", place)
		require.InEpsilon(t, 2.0/n, c.Least, 1e-15)
	}

	// Half and half in the clearest order: 2 ÷ C(n, n/2).
	for _, half := range []int64{3, 20, 500} {
		list := make([]bool, 2*half)
		for i := range half {
			list[i] = true
		}
		ways, _ := new(big.Float).SetInt(new(big.Int).Binomial(2*half, half)).Float64()
		c := changepoint.Find(list)
		require.InEpsilon(t, 2/ways, c.P, 1e-13)
		require.Equal(t, c.Least, c.P)
		// One exchange away, D is reached by all orders whose first half-1, or last
		// half-1, are alike: half+1 each, two in common; and twice for the mirror.
		list[half-1], list[half] = false, true
		c = changepoint.Find(list)
		require.InEpsilon(t, 4*float64(half)/ways, c.P, 1e-12)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{24, 2000} {
		list := make([]bool, n)
		for i := range list {
			list[i] = i*7%11 < 5+i/n
		}
		b.Run("trials="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = changepoint.Find(list)
			}
		})
	}
}
