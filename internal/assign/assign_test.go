package assign_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/assign"
)

func resource(free int64) assign.Resource { return assign.Resource{Free: free, Num: 1, Den: 1} }

func solve(t require.TestingT, p *assign.Problem, nodes int64) assign.Result {
	r, ok, err := assign.Solve(context.Background(), p, nodes)
	require.NoError(t, err)
	require.True(t, ok)
	if r.Found {
		value, fits := p.Value(r.Places)
		require.True(t, fits)
		require.Equal(t, value, r.Value)
		require.LessOrEqual(t, r.Value, r.Bound)
	}
	return r
}

func TestBought(t *testing.T) {
	r := assign.Resource{Free: 10, Extra: 9, Price: 7, Num: 4, Den: 3}
	for load, want := range map[int64]int64{0: 0, 10: 0, 11: 2, 12: 3, 13: 4, 14: 6, 19: 12} {
		require.Equal(t, want, r.Bought(load), load)
		require.Equal(t, 7*want, r.Cost(load), load)
	}
	require.Equal(t, int64(19), r.Most())
	wide := assign.Resource{Extra: 1 << 40, Num: 1 << 40, Den: 1 << 39}
	require.Equal(t, int64(1<<41), wide.Bought(1<<40), "the product has more than 64 bits")
}

func TestValue(t *testing.T) {
	p := assign.Problem{
		Bins: []assign.Bin{{[]assign.Resource{{Free: 5, Extra: 5, Price: 2, Num: 1, Den: 1}}}},
		Items: []assign.Item{
			{Options: []assign.Option{{Bin: 0, Gain: 10, Use: []int64{6}}}, Out: -3},
			{Options: []assign.Option{{Bin: 0, Gain: 20, Use: []int64{4}}}, Required: true},
		},
	}
	for name, tc := range map[string]struct {
		places []int
		value  int64
		ok     bool
	}{
		"both":                {[]int{0, 0}, 30 - 10, true},
		"one out":             {[]int{assign.Out, 0}, 20 - 3, true},
		"the required out":    {[]int{0, assign.Out}, 0, false},
		"a bin without right": {[]int{0, 1}, 0, false},
	} {
		value, ok := p.Value(tc.places)
		require.Equal(t, tc.ok, ok, name)
		require.Equal(t, tc.value, value, name)
	}
	p.Bins[0].Resources[0].Extra = 4
	_, ok := p.Value([]int{0, 0})
	require.False(t, ok, "one too many")
}

func TestMagnitude(t *testing.T) {
	item := func(gain, out int64) assign.Item {
		return assign.Item{Options: []assign.Option{{Gain: gain, Use: []int64{1}}}, Out: out}
	}
	bin := assign.Bin{Resources: []assign.Resource{{Free: 1, Extra: 10, Price: 7, Num: 3, Den: 2}}}
	p := assign.Problem{Bins: []assign.Bin{bin}, Items: []assign.Item{item(5, -9), item(-8, 0), item(4, -4)}}
	sum, ok := p.Magnitude()
	require.True(t, ok)
	require.Equal(t, int64(9+8+4+7*15), sum)

	for name, change := range map[string]func(p *assign.Problem){
		"a gain":      func(p *assign.Problem) { p.Items[0] = item(math.MaxInt64-1, 0) },
		"the least":   func(p *assign.Problem) { p.Items[0] = item(math.MinInt64, 0) },
		"their sum":   func(p *assign.Problem) { p.Items[0], p.Items[1] = item(1<<61, 0), item(1<<61+1<<60, 0) },
		"a product":   func(p *assign.Problem) { p.Bins[0].Resources[0].Price = 1 << 61 },
		"a wide cost": func(p *assign.Problem) { p.Bins[0].Resources[0].Price, p.Bins[0].Resources[0].Extra = 1<<61, 1<<20 },
	} {
		q := assign.Problem{Bins: []assign.Bin{{Resources: append([]assign.Resource(nil), bin.Resources...)}}, Items: append([]assign.Item(nil), p.Items...)}
		change(&q)
		_, ok := q.Magnitude()
		require.False(t, ok, name)
		_, ok, err := assign.Solve(context.Background(), &q, 1000)
		require.NoError(t, err)
		require.False(t, ok, name)
		_, ok, err = assign.Fit(context.Background(), &q, 1000)
		require.NoError(t, err)
		require.False(t, ok, name)
	}
	q := assign.Problem{Bins: []assign.Bin{bin}, Items: []assign.Item{item(1<<59, 0)}}
	_, ok, _ = assign.Solve(context.Background(), &q, 1000)
	require.False(t, ok, "the sum fits, and not what the search makes of it")
}

// Values that fill an int64 to the brim are still exact.
func TestLargeValues(t *testing.T) {
	const unit = 1 << 50
	p := assign.Problem{Bins: []assign.Bin{{[]assign.Resource{resource(10)}}, {[]assign.Resource{resource(7)}}}}
	for i := range int64(8) {
		p.Items = append(p.Items, assign.Item{Options: []assign.Option{
			{Bin: 0, Gain: unit + i, Use: []int64{i + 2}}, {Bin: 1, Gain: unit + 2*i, Use: []int64{i + 3}},
		}})
	}
	r := solve(t, &p, 1_000_000)
	want, _ := best(&p)
	require.Equal(t, want, r.Value)
	require.Equal(t, want, r.Bound)
	require.Less(t, r.Fine, int64(1<<20), "fine units make room")
}

func TestNothing(t *testing.T) {
	r := solve(t, &assign.Problem{}, 1000)
	require.True(t, r.Found)
	require.Zero(t, r.Bound)
	r = solve(t, &assign.Problem{Items: []assign.Item{{Out: -5}}}, 1000)
	require.Equal(t, int64(-5), r.Value)
	require.Equal(t, []int{assign.Out}, r.Places)
	r = solve(t, &assign.Problem{Items: []assign.Item{{Required: true}}}, 1000)
	require.False(t, r.Found)
	require.True(t, r.Impossible)
}

// The knapsack's table takes over where its search is long.
func TestStronglyCorrelated(t *testing.T) {
	p := assign.Problem{Bins: []assign.Bin{{[]assign.Resource{resource(4999)}}}}
	for i := range int64(60) {
		use := 100 + (i*7919)%151
		p.Items = append(p.Items, assign.Item{Options: []assign.Option{{Bin: 0, Gain: use + 100, Use: []int64{use}}}})
	}
	r := solve(t, &p, 5_000_000)
	require.Equal(t, r.Value, r.Bound)
	// An independent table over the capacity.
	table := make([]int64, 5000)
	for _, item := range p.Items {
		o := item.Options[0]
		for c := len(table) - 1; c >= int(o.Use[0]); c-- {
			table[c] = max(table[c], table[c-int(o.Use[0])]+o.Gain)
		}
	}
	require.Equal(t, table[4999], r.Value)
}

func TestContext(t *testing.T) {
	p := hard(120)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, ok, err := assign.Solve(ctx, p, 1<<40)
	require.ErrorIs(t, err, context.Canceled)
	require.True(t, ok)
	require.Zero(t, r)
}

// hard returns a problem of three stages and four periods that takes a while.
func hard(items int) *assign.Problem {
	p := &assign.Problem{}
	state := uint64(1)
	draw := func(n int64) int64 {
		state = state*6364136223846793005 + 1442695040888963407
		return int64(state>>33) % n
	}
	for range 4 {
		var b assign.Bin
		for range 3 {
			b.Resources = append(b.Resources, resource(int64(items)*25))
		}
		p.Bins = append(p.Bins, b)
	}
	for range items {
		use := []int64{30 + draw(450), 30 + draw(450), 30 + draw(450)}
		item := assign.Item{}
		gain := (use[0] + use[1] + use[2]) * (90 + draw(21))
		for b := range 4 {
			item.Options = append(item.Options, assign.Option{Bin: b, Gain: gain - int64(b)*draw(1000), Use: use})
		}
		p.Items = append(p.Items, item)
	}
	return p
}

func TestSameAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	p := hard(40)
	first := solve(t, p, 100_000)
	require.Equal(t, first, solve(t, p, 100_000))
	require.InDelta(t, 100_000, float64(first.Nodes), 10_000)
	longer := solve(t, p, 500_000)
	require.LessOrEqual(t, longer.Bound, first.Bound)
	require.Less(t, float64(longer.Bound-longer.Value), 0.06*float64(longer.Value))
}

// Twenty items in four bins of three resources are proven in a moment.
func TestHard(t *testing.T) {
	r := solve(t, hard(20), 200_000)
	require.Equal(t, r.Value, r.Bound)
	require.Equal(t, int64(513224), r.Value)
}

func problems() *rapid.Generator[*assign.Problem] {
	return rapid.Custom(func(t *rapid.T) *assign.Problem {
		p := &assign.Problem{}
		for range rapid.IntRange(1, 4).Draw(t, "bins") {
			var b assign.Bin
			for range rapid.IntRange(1, 3).Draw(t, "resources") {
				r := assign.Resource{
					Free: rapid.Int64Range(0, 20).Draw(t, "free"), Extra: rapid.Int64Range(0, 8).Draw(t, "extra"),
					Price: rapid.Int64Range(0, 9).Draw(t, "price"), Den: rapid.Int64Range(1, 4).Draw(t, "den"),
				}
				r.Num = r.Den + rapid.Int64Range(0, 3).Draw(t, "num")
				b.Resources = append(b.Resources, r)
			}
			p.Bins = append(p.Bins, b)
		}
		most := map[int]int{1: 12, 2: 8, 3: 7, 4: 6}[len(p.Bins)]
		for range rapid.IntRange(0, most).Draw(t, "items") {
			if n := len(p.Items); n > 0 && rapid.IntRange(0, 3).Draw(t, "again") == 0 {
				p.Items = append(p.Items, p.Items[n-1])
				continue
			}
			item := assign.Item{Required: rapid.IntRange(0, 7).Draw(t, "required") == 0, Out: rapid.SampledFrom([]int64{0, 0, -5, 3}).Draw(t, "out")}
			for _, b := range rapid.Permutation(indices(len(p.Bins))).Draw(t, "order") {
				if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
					continue
				}
				n := len(p.Bins[b].Resources)
				item.Options = append(item.Options, assign.Option{
					Bin: b, Gain: rapid.Int64Range(-9, 60).Draw(t, "gain"), Use: rapid.SliceOfN(rapid.Int64Range(0, 9), n, n).Draw(t, "use"),
				})
			}
			p.Items = append(p.Items, item)
		}
		return p
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// best tries all plans.
func best(p *assign.Problem) (value int64, found bool) {
	places := make([]int, len(p.Items))
	var try func(i int)
	try = func(i int) {
		if i == len(places) {
			if v, ok := p.Value(places); ok && (!found || v > value) {
				value, found = v, true
			}
			return
		}
		places[i] = assign.Out
		try(i + 1)
		for _, o := range p.Items[i].Options {
			places[i] = o.Bin
			try(i + 1)
		}
	}
	try(0)
	return value, found
}

func optimalProperty(t *rapid.T) {
	p := problems().Draw(t, "problem")
	r := solve(t, p, 2_000_000)
	want, found := best(p)
	require.Equal(t, found, r.Found)
	require.Equal(t, !found, r.Impossible)
	if found {
		require.Equal(t, want, r.Value)
		require.Equal(t, want, r.Bound)
	}
	fit, ok, err := assign.Fit(context.Background(), p, 2_000_000)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, found, fit.Found)
	require.Equal(t, !found, fit.Impossible)
}

// However little work is allowed, a plan is a plan and a bound is a bound.
func boundProperty(t *rapid.T) {
	p := problems().Draw(t, "problem")
	r := solve(t, p, rapid.Int64Range(1, 1500).Draw(t, "nodes"))
	want, found := best(p)
	if r.Impossible {
		require.False(t, found)
	}
	if r.Found {
		require.LessOrEqual(t, r.Value, want)
		require.GreaterOrEqual(t, r.Bound, want)
		// The prices prove a bound of their own.
		require.GreaterOrEqual(t, priced(p, &r), want*r.Fine)
	}
}

// priced is the bound of the prices: every item takes its best bin at them, and
// every unit of a resource is paid for.
func priced(p *assign.Problem, r *assign.Result) int64 {
	total := int64(0)
	for b := range p.Bins {
		for s, res := range p.Bins[b].Resources {
			most := int64(0)
			for load := range res.Most() + 1 {
				most = max(most, r.Prices[b][s]*load-res.Cost(load)*r.Fine)
			}
			total += most
		}
	}
	for _, item := range p.Items {
		net := item.Out * r.Fine
		if item.Required {
			net = math.MinInt64
		}
		for _, o := range item.Options {
			v := o.Gain * r.Fine
			for s, use := range o.Use {
				v -= r.Prices[o.Bin][s] * use
			}
			net = max(net, v)
		}
		total += net
	}
	return total
}

func TestOptimal(t *testing.T) { rapid.Check(t, optimalProperty) }
func TestBound(t *testing.T)   { rapid.Check(t, boundProperty) }

func FuzzOptimal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(optimalProperty)) }
func FuzzBound(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(boundProperty)) }
