package capacity_test

import (
	"math/big"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func projected(t testkit.Failer, a capacity.Audit, p capacity.Pipeline, policy capacity.Policy) capacity.LoadProjection {
	t.Helper()
	before := text(t, a) + text(t, p)
	got, err := capacity.ProjectLoad(a, p, policy)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a)+text(t, p), "the arguments are not changed")
	testkit.RoundTrip(t, got)
	for _, breach := range got.Breaches {
		testkit.Explains(t, breach.Finding)
	}
	return got
}

func point(x float64) salesops.Interval { return salesops.Interval{Low: x, High: x} }

func pipelines(a *capacity.Audit) *rapid.Generator[capacity.Pipeline] {
	return rapid.Custom(func(t *rapid.T) capacity.Pipeline {
		p := capacity.Pipeline{
			Weeks:   rapid.IntRange(1, 6).Draw(t, "weeks"),
			RunRate: rapid.OneOf(rapid.SampledFrom([]float64{0, 0.5, 1}), amounts(2)).Draw(t, "run rate"),
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "deals") {
			d := capacity.Deal{
				Name:      string(rune('a' + i)),
				Chance:    rapid.OneOf(rapid.SampledFrom([]float64{0, 0.1, 0.5, 0.5, 0.9, 1}), rapid.Float64Range(capacity.MinPositive, 1)).Draw(t, "chance"),
				CloseWeek: rapid.IntRange(1, 4).Draw(t, "close"), DelayWeeks: rapid.IntRange(0, 2).Draw(t, "delay"), SpreadWeeks: rapid.IntRange(1, 4).Draw(t, "spread"),
				Orders: rapid.OneOf(rapid.SampledFrom([]float64{10, 100, 100}), amounts(100)).Draw(t, "orders"),
				Needs:  rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 2, rapid.ID[string]).Draw(t, "needs"),
			}
			if rapid.Bool().Draw(t, "own work") {
				stage := rapid.SampledFrom(a.Stages).Draw(t, "stage")
				own := capacity.StageWork{Stage: stage.Name}
				if stage.People > 0 && rapid.Bool().Draw(t, "hours") {
					own.Hours = amounts(1e3).Draw(t, "own hours")
				} else {
					own.Transactions = rapid.OneOf(rapid.Just(0.0), amounts(1e3)).Draw(t, "own transactions")
				}
				d.Work = []capacity.StageWork{own}
			}
			p.Deals = append(p.Deals, d)
		}
		return p
	}).Filter(func(p capacity.Pipeline) bool {
		_, err := capacity.ProjectLoad(*a, p, capacity.DefaultPolicy())
		return err == nil // a deal may be more work than is allowed
	})
}

// micro is work in millionths, rounded half away from zero.
func micro(x *big.Rat) *big.Int {
	scaled := mul(x, big.NewRat(1e6, 1))
	twice := new(big.Int).Add(new(big.Int).Mul(scaled.Num(), big.NewInt(2)), scaled.Denom())
	return twice.Div(twice, new(big.Int).Mul(scaled.Denom(), big.NewInt(2)))
}

// weekModel is an independent reading of one stage in one week: the load
// without deals, capacity, and what each deal adds, in transactions.
func weekModel(a *capacity.Audit, s *capacity.Stage, p *capacity.Pipeline, week int, daysPerWeek float64) (without, limit *big.Rat, adds []*big.Rat) {
	m := modelOf(a, s)
	days := rat(daysPerWeek)
	without = mul(rat(p.RunRate), m.orders, m.perOrder, days)
	if s.Backlog > 0 && mul(big.NewRat(int64(week), 1), days).Cmp(m.clear) < 0 {
		without = add(without, mul(quo(m.backlog, m.clear), days))
	}
	each := big.NewRat(1, 1)
	if s.People > 0 {
		each = rat(s.HoursPerTransaction)
	}
	for _, d := range p.Deals {
		work := mul(rat(d.Orders), m.perOrder, each)
		for _, w := range d.Work {
			if w.Stage == s.Name {
				work = add(rat(w.Hours), mul(rat(w.Transactions), each))
			}
		}
		all, k, n := micro(work), int64(week-(d.CloseWeek-1+d.DelayWeeks)), int64(d.SpreadWeeks)
		part := new(big.Int)
		if k >= 0 && k < n {
			part.Div(new(big.Int).Mul(all, big.NewInt(k+1)), big.NewInt(n))
			part.Sub(part, new(big.Int).Div(new(big.Int).Mul(all, big.NewInt(k)), big.NewInt(n)))
		}
		adds = append(adds, quo(new(big.Rat).SetFrac(part, big.NewInt(1e6)), each))
	}
	return without, mul(m.capacity, days), adds
}

// enumerated returns the expected load and its quantiles over every outcome.
func enumerated(p *capacity.Pipeline, without *big.Rat, adds []*big.Rat) (expected, p50, p90 *big.Rat) {
	type outcome struct{ load, chance *big.Rat }
	outcomes := []outcome{{without, big.NewRat(1, 1)}}
	for i, d := range p.Deals {
		win := rat(d.Chance)
		lose := sub(big.NewRat(1, 1), win)
		lost := len(outcomes)
		for _, o := range slices.Clone(outcomes) {
			outcomes = append(outcomes, outcome{add(o.load, adds[i]), mul(o.chance, win)})
		}
		for k := range lost {
			outcomes[k].chance = mul(outcomes[k].chance, lose)
		}
	}
	slices.SortFunc(outcomes, func(x, y outcome) int { return x.load.Cmp(y.load) })
	expected = new(big.Rat)
	for _, o := range outcomes {
		expected = add(expected, mul(o.load, o.chance))
	}
	quantile := func(level *big.Rat) *big.Rat {
		sum := new(big.Rat)
		for _, o := range outcomes {
			if sum = add(sum, o.chance); sum.Cmp(level) >= 0 {
				return o.load
			}
		}
		return outcomes[len(outcomes)-1].load
	}
	return expected, quantile(big.NewRat(1, 2)), quantile(big.NewRat(9, 10))
}

func ratStatus(load, limit *big.Rat, p *capacity.StatusPolicy) salesops.Status {
	switch {
	case load.Cmp(mul(rat(p.RedAt), limit)) >= 0:
		return salesops.Red
	case load.Cmp(mul(rat(p.YellowAbove), limit)) > 0:
		return salesops.Yellow
	default:
		return salesops.Green
	}
}
