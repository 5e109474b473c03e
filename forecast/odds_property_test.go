package forecast_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// outcome is one thing that can happen: an amount in hundredths of a cent, and
// how likely it is.
type outcome struct {
	units  int64
	chance float64
}

// enumerate tries every way in which the deals of a revenue can end, in every
// scenario and with every created amount. Amounts have at most four places.
func enumerate(r *forecast.Revenue, chance func(forecast.DealChance) float64) []outcome {
	units := func(d decimal.Decimal) int64 { return d.Shift(4).BigInt().Int64() }
	scenarios := r.Scenarios
	if len(scenarios) == 0 {
		scenarios = []forecast.Scenario{{Chance: 1, OddsRatio: 1, CreatedFactor: 1}}
	}
	created := r.Created
	if len(created) == 0 {
		created = []decimal.Decimal{decimal.New(0, 0)}
	}
	var all []outcome
	for _, s := range scenarios {
		ways := []outcome{{units(r.Booked), s.Chance}}
		for _, d := range r.Deals {
			p := chance(d)
			p = s.OddsRatio * p / (1 - p + s.OddsRatio*p)
			n := len(ways)
			for i := range n {
				ways = append(ways, outcome{ways[i].units + units(d.Amount), ways[i].chance * p})
				ways[i].chance *= 1 - p
			}
		}
		for _, c := range created {
			more := units(c.Mul(decimal.NewFromFloat(s.CreatedFactor)))
			for _, w := range ways {
				all = append(all, outcome{w.units + more, w.chance / float64(len(created))})
			}
		}
	}
	return all
}

// The sums of at most 2^18 positive terms that are each off by 40 roundings.
const bruteForceError = 1e-13

func atLeast(all []outcome, quota decimal.Decimal) float64 {
	units, p := quota.Shift(4).Ceil().BigInt().Int64(), 0.0
	for _, o := range all {
		if o.units >= units {
			p += o.chance
		}
	}
	return p
}

func requireHolds(t testkit.Failer, odds salesops.Interval, want float64) {
	t.Helper()
	require.LessOrEqual(t, odds.Low, odds.High)
	require.GreaterOrEqual(t, odds.Low, 0.0)
	require.LessOrEqual(t, odds.High, 1.0)
	require.LessOrEqual(t, odds.Low, want+bruteForceError)
	require.GreaterOrEqual(t, odds.High, want-bruteForceError)
}

// Up to eighteen deals of random cents, the size at which an exact answer no
// longer fits, hold what trying every outcome gives: also on a heavy atom (all
// deals close) and beside a giant.
func TestBoundsHoldBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 26))
	kinds := map[string]func(i int) (float64, int64){
		"stages": func(int) (float64, int64) {
			return []float64{0.1, 0.25, 0.5, 0.75, 0.9}[random.IntN(5)], 1 + random.Int64N(1e8)
		},
		"all close": func(int) (float64, int64) { return 0.97, 1 + random.Int64N(1e8) },
		"a giant": func(i int) (float64, int64) {
			if i == 0 {
				return 0.5, 9e12 + 7
			}
			return 0.5, 1 + random.Int64N(1e5)
		},
	}
	for name, kind := range kinds {
		for _, n := range []int{17, 18} {
			if n == 18 && testing.Short() {
				continue
			}
			t.Run(name+"/deals="+strconv.Itoa(n), func(t *testing.T) {
				chances, amounts, all := make([]float64, n), make([]decimal.Decimal, n), decimal.New(0, 0)
				for i := range n {
					p, cents := kind(i)
					chances[i], amounts[i] = p, decimal.New(cents, -2)
					all = all.Add(amounts[i])
				}
				r := distribute(t, open(chances, amounts))
				require.False(t, r.Certificate.Exact)
				require.True(t, r.Certificate.Reached)
				require.LessOrEqual(t, r.Certificate.Width, 0.001)
				require.Positive(t, r.Certificate.Grid.Sign())
				ways := enumerate(&r, func(d forecast.DealChance) float64 { return d.Chance })
				quotas := []decimal.Decimal{all, all.Add(money("0.01")), all.Sub(money("0.01")), all.Sub(slices.MinFunc(amounts, decimal.Decimal.Cmp))}
				for range 12 {
					value := decimal.New(ways[random.IntN(len(ways))].units, -4)
					quotas = append(quotas, value, value.Add(money("0.001")))
				}
				for _, quota := range quotas {
					odds := r.AtLeast(quota)
					requireHolds(t, odds, atLeast(ways, quota))
					require.LessOrEqual(t, odds.Width(), r.Certificate.Width)
				}
				for _, level := range []float64{0.1, 0.5, 0.9} {
					q, err := r.Quantile(level)
					require.NoError(t, err)
					require.LessOrEqual(t, 1-atLeast(ways, q.Low), level+bruteForceError, "less than Low is not enough")
					require.GreaterOrEqual(t, 1-atLeast(ways, q.High.Add(money("0.01"))), level-bruteForceError)
				}
			})
		}
	}
}

// outlooks are small and valid, with all that an outlook can have; chances are
// the stated probabilities.
func outlooks() *rapid.Generator[forecast.Outlook] {
	return rapid.Custom(func(t *rapid.T) forecast.Outlook {
		o := forecast.Outlook{Pipeline: pipelines().Draw(t, "pipeline")}
		// All outcomes of all scenarios are tried.
		o.Pipeline.Deals = o.Pipeline.Deals[:min(7, len(o.Pipeline.Deals))]
		for i := range o.Pipeline.Deals {
			d := &o.Pipeline.Deals[i]
			d.Amount = decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "cents"), -2)
		}
		if rapid.Bool().Draw(t, "horizon") {
			o.Horizon = &forecast.Horizon{Window: quarter, Today: quarter.To.AddDays(-1)}
			for range rapid.IntRange(0, 4).Draw(t, "past periods") {
				o.Horizon.Created = append(o.Horizon.Created, decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "created"), -2))
			}
			for i := range o.Pipeline.Deals {
				if d := &o.Pipeline.Deals[i]; d.Stage == forecast.Won && d.ClosedOn.After(o.Horizon.Today) {
					d.ClosedOn = o.Horizon.Today
				}
			}
		}
		if rapid.Bool().Draw(t, "scenarios") {
			o.Scenarios = []forecast.Scenario{
				{Name: "good", Chance: 0.25, OddsRatio: 2, CreatedFactor: 1.5},
				{Name: "normal", Chance: 0.5, OddsRatio: 1, CreatedFactor: 1},
				{Name: "bad", Chance: 0.25, OddsRatio: 0.5, CreatedFactor: 0.75},
			}
		}
		if rapid.Bool().Draw(t, "calibration") {
			o.Calibration = []forecast.OddsBand{
				{From: 0, To: 0.3, Rate: salesops.Interval{Low: 0.05, High: 0.3}},
				{From: 0.3, To: 0.9, Rate: salesops.Interval{Low: 0.25, High: 0.95}},
			}
		}
		return o
	})
}

// Whatever an outlook has, the odds hold those of every outcome, and so do those
// at both ends of the calibration; the moments are those of the outcomes.
func outcomesProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	r := distribute(t, o)
	require.True(t, r.Certificate.Exact)
	require.Less(t, r.Certificate.Width, 1e-12)
	ways := enumerate(&r, func(d forecast.DealChance) float64 { return d.Chance })
	quota := rapid.OneOf(
		rapid.Map(rapid.IntRange(0, len(ways)-1), func(i int) decimal.Decimal { return decimal.New(ways[i].units, -4) }),
		rapid.Map(rapid.Int64Range(-5, 10_000_000), func(cents int64) decimal.Decimal { return decimal.New(cents, -2) }),
	).Draw(t, "quota")
	odds := r.AtLeast(quota)
	requireHolds(t, odds, atLeast(ways, quota))
	require.LessOrEqual(t, odds.Width(), r.Certificate.Width)
	off := r.AtLeastIfMiscalibrated(quota)
	require.Equal(t, len(o.Calibration) > 0 && len(r.Deals) > 0, off != nil)
	if off != nil {
		requireHolds(t, salesops.Interval{Low: off.Low, High: 1}, atLeast(enumerate(&r, func(d forecast.DealChance) float64 { return d.Range.Low }), quota))
		requireHolds(t, salesops.Interval{Low: 0, High: off.High}, atLeast(enumerate(&r, func(d forecast.DealChance) float64 { return d.Range.High }), quota))
	}
	mean, second := 0.0, 0.0
	for _, w := range ways {
		mean += w.chance * float64(w.units)
		second += w.chance * float64(w.units) * float64(w.units)
	}
	require.InDelta(t, mean/1e4, r.Mean, 1e-9*(1+r.Mean))
	require.InDelta(t, second/1e8-mean*mean/1e8, r.Variance, 1e-9*(1+second/1e8))

	level := rapid.SampledFrom([]float64{0.1, 0.5, 0.9}).Draw(t, "level")
	q, err := r.Quantile(level)
	require.NoError(t, err)
	require.LessOrEqual(t, 1-atLeast(ways, q.Low), level+bruteForceError)
	require.GreaterOrEqual(t, 1-atLeast(ways, q.High.Add(money("0.0001"))), level-bruteForceError)
}

func TestOutcomes(t *testing.T) { rapid.Check(t, outcomesProperty) }
func FuzzOutcomes(f *testing.F) { f.Fuzz(rapid.MakeFuzz(outcomesProperty)) }

// The order of the deals, and of the past periods, is nothing.
func oddsOrderProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	r, w := distribute(t, o), distributeWins(t, o)
	quota := decimal.New(rapid.Int64Range(0, 10_000_000).Draw(t, "cents"), -2)
	o.Pipeline.Deals = rapid.Permutation(o.Pipeline.Deals).Draw(t, "deals")
	if o.Horizon != nil {
		other := *o.Horizon
		other.Created = rapid.Permutation(other.Created).Draw(t, "created")
		o.Horizon = &other
	}
	again := distribute(t, o)
	require.Equal(t, r.Certificate, again.Certificate)
	require.InDelta(t, r.AtLeast(quota).Low, again.AtLeast(quota).Low, 1e-14)
	require.Equal(t, []float64{r.Mean, r.Variance}, []float64{again.Mean, again.Variance})
	require.Equal(t, w, distributeWins(t, o))
}

func TestOddsOrder(t *testing.T) { rapid.Check(t, oddsOrderProperty) }
func FuzzOddsOrder(f *testing.F) { f.Fuzz(rapid.MakeFuzz(oddsOrderProperty)) }

// A sure deal shifts the revenue by its amount, and what is booked does the
// same.
func sureDealProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	r := distribute(t, o)
	cents := decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "cents"), -2)
	quota := decimal.New(rapid.Int64Range(0, 10_000_000).Draw(t, "quota"), -2)
	sure := forecast.Deal{ID: "sure", Stage: forecast.Closing, Amount: cents, Probability: new(1.0), ExpectedClose: quarter.To}
	o.Calibration = nil // it may say that what is called sure is not
	o.Pipeline.Deals = append(slices.Clone(o.Pipeline.Deals), sure)
	shifted := distribute(t, o)
	before, after := r.AtLeast(quota), shifted.AtLeast(quota.Add(cents))
	require.InDelta(t, before.Low, after.Low, 1e-13)
	require.InDelta(t, before.High, after.High, 1e-13)
	require.InDelta(t, r.Mean+cents.InexactFloat64(), shifted.Mean, 1e-9*(1+shifted.Mean))
	if o.Horizon != nil {
		o.Pipeline.Deals[len(o.Pipeline.Deals)-1] = forecast.Deal{ID: "sure", Stage: forecast.Won, Amount: cents, ClosedOn: quarter.From}
		booked := distribute(t, o)
		require.InDelta(t, after.Low, booked.AtLeast(quota.Add(cents)).Low, 1e-13)
		require.Equal(t, shifted.Mean, booked.Mean)
	}
}

func TestSureDeal(t *testing.T) { rapid.Check(t, sureDealProperty) }
func FuzzSureDeal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(sureDealProperty)) }

// Every distribution adds up to one: what is at most and what is at least.
func wholeProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	r, w := distribute(t, o), distributeWins(t, o)
	require.Equal(t, salesops.Interval{Low: 1, High: 1}, r.AtLeast(r.Booked))
	require.Equal(t, salesops.Interval{}, r.AtLeast(money("1e12")))
	testkit.RoundTrip(t, r)
	testkit.RoundTrip(t, w)
	sum := 0.0
	first, last := w.Counts.Booked, w.Counts.Booked+len(w.Chances)
	for k := first; k <= last; k++ {
		require.GreaterOrEqual(t, w.Mass(k), 0.0)
		sum += w.Mass(k)
		require.InDelta(t, 1, w.AtMost(k)+w.AtLeast(k+1), 1e-14)
	}
	require.InDelta(t, 1, sum, 1e-14)
	require.Equal(t, []float64{0, 0, 1, 1}, []float64{w.Mass(first - 1), w.Mass(last + 1), w.AtMost(last), w.AtLeast(first)})

	all := 0.0
	for k := first; k <= last; k++ {
		all += float64(k) * w.Mass(k)
	}
	require.InDelta(t, all, w.Mean, 1e-13*(1+all))
}

func TestWhole(t *testing.T) { rapid.Check(t, wholeProperty) }
func FuzzWhole(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wholeProperty)) }

// Of two teams together the odds are those of all their deals in one pipeline.
func combineProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	if o.Horizon != nil {
		o.Horizon.Created = nil
	}
	whole := distribute(t, o)
	left, right := o, o
	at := rapid.IntRange(0, len(o.Pipeline.Deals)).Draw(t, "at")
	left.Pipeline.Deals, right.Pipeline.Deals = o.Pipeline.Deals[:at], o.Pipeline.Deals[at:]
	sum, err := forecast.Combine(distribute(t, left), distribute(t, right), oddsPolicy())
	require.NoError(t, err)
	require.Equal(t, string(encode(t, whole)), string(encode(t, sum)))
	for range 3 {
		quota := decimal.New(rapid.Int64Range(0, 3_000_000).Draw(t, "quota"), -2)
		require.Equal(t, whole.AtLeast(quota), sum.AtLeast(quota))
	}
}

func TestCombine(t *testing.T) { rapid.Check(t, combineProperty) }
func FuzzCombine(f *testing.F) { f.Fuzz(rapid.MakeFuzz(combineProperty)) }

// A deal's swing is that of enumerating the outcomes with it won and lost.
func swingProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	r := distribute(t, o)
	quota := decimal.New(rapid.Int64Range(0, 3_000_000).Draw(t, "quota"), -2)
	swings := r.RankDeals(quota)
	require.Len(t, swings, len(r.Deals))
	require.True(t, slices.IsSortedFunc(swings, func(a, b forecast.DealSwing) int { return cmp.Compare(b.Swing, a.Swing) }))
	for i, s := range swings {
		if i > 1 {
			break
		}
		for result, odds := range map[float64]salesops.Interval{0: s.IfLost, 1: s.IfWon} {
			requireHolds(t, odds, atLeast(enumerate(&r, func(d forecast.DealChance) float64 {
				if d.ID == s.ID {
					return result
				}
				return d.Chance
			}), quota))
			require.LessOrEqual(t, odds.Width(), 1e-12+r.Certificate.Width)
		}
		testkit.RoundTrip(t, s)
	}
}

func TestSwing(t *testing.T) { rapid.Check(t, swingProperty) }
func FuzzSwing(f *testing.F) { f.Fuzz(rapid.MakeFuzz(swingProperty)) }

// More of everything is never worse: a larger chance raises the odds.
func oddsMonotoneProperty(t *rapid.T) {
	o := outlooks().Draw(t, "outlook")
	o.Calibration = nil
	r := distribute(t, o)
	low := decimal.New(rapid.Int64Range(0, 3_000_000).Draw(t, "quota"), -2)
	high := low.Add(decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "more"), -2))
	require.GreaterOrEqual(t, r.AtLeast(low).Low, r.AtLeast(high).Low)
	require.GreaterOrEqual(t, r.AtLeast(low).High, r.AtLeast(high).High)
	if len(r.Deals) == 0 {
		return
	}
	for i := range o.Pipeline.Deals {
		if d := &o.Pipeline.Deals[i]; d.ID == r.Deals[0].ID {
			d.Probability = new(1.0)
		}
	}
	better := distribute(t, o)
	require.GreaterOrEqual(t, better.AtLeast(low).High, r.AtLeast(low).Low)
	require.GreaterOrEqual(t, better.Mean, r.Mean)
}

func TestOddsMonotone(t *testing.T) { rapid.Check(t, oddsMonotoneProperty) }
func FuzzOddsMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(oddsMonotoneProperty)) }
