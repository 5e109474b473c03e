package capacity_test

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
)

// amounts land on the lines of each other, beside them and anywhere.
func amounts(high float64) *rapid.Generator[float64] {
	onLines := rapid.SampledFrom([]float64{0.17, 0.2, 0.85, 1, 1.2, 17, 20, 57, 62.5, 80, 83.3, 85, 100, 120})
	beside := rapid.Custom(func(t *rapid.T) float64 {
		return math.Nextafter(onLines.Draw(t, "line"), rapid.SampledFrom([]float64{0, 1e3}).Draw(t, "side"))
	})
	whole := rapid.Map(rapid.IntRange(1, 200), func(n int) float64 { return float64(n) })
	hundredths := rapid.Map(rapid.IntRange(1, 20000), func(n int) float64 { return float64(n) / 100 })
	fits := func(x float64) bool { return x <= high }
	return rapid.OneOf(onLines, whole, hundredths, beside, rapid.Float64Range(capacity.MinPositive, min(high, 1e6))).Filter(fits)
}

func shares() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{0.8, 0.85, 0.9, 1}),
		rapid.Map(rapid.IntRange(1, 100), func(n int) float64 { return float64(n) / 100 }),
	)
}

func stages() *rapid.Generator[capacity.Stage] {
	return rapid.Custom(func(t *rapid.T) capacity.Stage {
		s := capacity.Stage{Kind: rapid.SampledFrom(append(capacity.Kinds(), "", "hotline")).Draw(t, "kind")}
		if !rapid.SampledFrom([]bool{true, false, false, false}).Draw(t, "without orders") {
			s.TransactionsPerOrder = rapid.OneOf(rapid.SampledFrom([]float64{0.3, 0.5, 1, 1, 2.5}), amounts(1e6)).Draw(t, "per order")
		}
		how := rapid.IntRange(1, 3).Draw(t, "measured, staffed or both")
		if how != 1 {
			s.People = rapid.IntRange(1, 40).Draw(t, "people")
			s.HoursPerPersonDay = rapid.OneOf(rapid.SampledFrom([]float64{6.5, 7, 8}), amounts(24)).Draw(t, "hours a day")
			s.HoursPerTransaction = rapid.OneOf(rapid.SampledFrom([]float64{0.1, 0.75, 1.3}), amounts(1e6)).Draw(t, "hours each")
		}
		if how != 2 {
			s.MaxPerDay = amounts(1e9).Draw(t, "max per day")
		}
		if rapid.Bool().Draw(t, "waiting") {
			s.Backlog = amounts(1e9).Draw(t, "backlog")
		}
		return s
	})
}

func audits() *rapid.Generator[capacity.Audit] {
	return rapid.Custom(func(t *rapid.T) capacity.Audit {
		a := capacity.Audit{
			OrdersPerDay:     amounts(1e9).Draw(t, "orders"),
			Stages:           rapid.SliceOfN(stages(), 1, 5).Draw(t, "stages"),
			ClearBacklogDays: rapid.OneOf(rapid.SampledFrom([]float64{1, 5, 10}), amounts(1e4)).Draw(t, "clear days"),
		}
		for i := range a.Stages {
			a.Stages[i].Name = string(rune('a' + i))
		}
		measure := func(label string, values ...float64) *float64 {
			if rapid.Bool().Draw(t, label+" measured") {
				value := rapid.SampledFrom(values).Draw(t, label)
				return &value
			}
			return nil
		}
		if rapid.Bool().Draw(t, "quality") {
			a.Quality = &capacity.Quality{
				ErrorRate: measure("errors", 0, 0.02, 0.05, 0.05, 0.06), OnTimeShare: measure("on time", 1, 0.97, 0.95, 0.95, 0.94),
				Satisfaction: measure("satisfaction", 10, 9, 8, 8, 7.9), OvertimeHoursPerWeek: measure("overtime", 0, 10, 11),
			}
		}
		return a
	})
}

func policies() *rapid.Generator[capacity.Policy] {
	return rapid.Custom(func(t *rapid.T) capacity.Policy {
		p := capacity.DefaultPolicy()
		if rapid.Bool().Draw(t, "default") {
			return p
		}
		lines := []float64{shares().Draw(t, "a line"), shares().Draw(t, "another line")}
		slices.Sort(lines)
		if lines[0] < lines[1] {
			p.YellowAbove, p.RedAt = lines[0], lines[1]
		}
		p.Buffer = rapid.Map(rapid.IntRange(0, 100), func(n int) float64 { return float64(n) / 100 }).Draw(t, "buffer")
		p.BufferBasis = rapid.SampledFrom(capacity.BufferBases()).Draw(t, "basis")
		p.TargetUtilization = shares().Draw(t, "target")
		return p
	})
}

func workingDays(a *capacity.Audit) float64 {
	if a.WorkingDaysPerWeek == 0 {
		return capacity.DefaultWorkingDaysPerWeek
	}
	return a.WorkingDaysPerWeek
}

func surges() *rapid.Generator[[]capacity.Scenario] {
	return rapid.Custom(func(t *rapid.T) []capacity.Scenario {
		list := make([]capacity.Scenario, rapid.IntRange(1, 3).Draw(t, "scenarios"))
		for i := range list {
			list[i] = capacity.Scenario{
				Name:       strconv.Itoa(i),
				Multiplier: rapid.OneOf(rapid.SampledFrom([]float64{1, 1.25, 1.36, 1.5, 1.6, 2}), amounts(1000)).Draw(t, "multiplier"),
				Days:       rapid.OneOf(rapid.Just(0.0), amounts(1e4)).Draw(t, "days"),
			}
		}
		return list
	})
}

func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

func mul(xs ...*big.Rat) *big.Rat {
	product := big.NewRat(1, 1)
	for _, x := range xs {
		product.Mul(product, x)
	}
	return product
}

func add(x, y *big.Rat) *big.Rat { return new(big.Rat).Add(x, y) }
func sub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func quo(x, y *big.Rat) *big.Rat { return new(big.Rat).Quo(x, y) }

func nearest(x *big.Rat) float64 {
	f, _ := x.Float64()
	return f
}

// model is an independent reading of one stage in exact rationals.
type model struct{ orders, perOrder, backlog, clear, capacity *big.Rat }

func modelOf(a *capacity.Audit, s *capacity.Stage) model {
	m := model{orders: rat(a.OrdersPerDay), perOrder: rat(s.TransactionsPerOrder), backlog: rat(s.Backlog), clear: rat(a.ClearBacklogDays)}
	if s.People > 0 {
		m.capacity = quo(mul(big.NewRat(int64(s.People), 1), rat(s.HoursPerPersonDay)), rat(s.HoursPerTransaction))
	}
	if measured := rat(s.MaxPerDay); s.MaxPerDay > 0 && (m.capacity == nil || measured.Cmp(m.capacity) < 0) {
		m.capacity = measured
	}
	return m
}

// demand is that at a volume of orders a day.
func (m model) demand(volume *big.Rat) *big.Rat {
	return add(mul(volume, m.perOrder), quo(m.backlog, m.clear))
}

func (m model) utilization(volume *big.Rat) *big.Rat { return quo(m.demand(volume), m.capacity) }

func (m model) status(policy *capacity.StatusPolicy, multiplier float64) salesops.Status {
	u := m.utilization(mul(rat(multiplier), m.orders))
	switch {
	case u.Cmp(rat(policy.RedAt)) >= 0:
		return salesops.Red
	case u.Cmp(rat(policy.YellowAbove)) > 0:
		return salesops.Yellow
	default:
		return salesops.Green
	}
}

func assessed(t *rapid.T, a capacity.Audit, p capacity.Policy) capacity.Assessment {
	before := text(t, a)
	got, err := capacity.Assess(a, p)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a), "the audit is not changed")
	return got
}

func stressed(t *rapid.T, a capacity.Audit, scenarios []capacity.Scenario, p capacity.StatusPolicy) capacity.Stress {
	before := text(t, a) + text(t, scenarios)
	policy := capacity.DefaultPolicy()
	policy.StatusPolicy, policy.MaxWaitCells = p, 2000
	got, err := capacity.StressTest(a, scenarios, policy)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a)+text(t, scenarios), "the arguments are not changed")
	return got
}

// requireTurn requires that holds begins at the multiplier, or never holds when
// it is undefined; it returns the multiplier.
func requireTurn(t *rapid.T, turn salesops.Maybe, m model, holds func(float64) bool) float64 {
	at, defined := turn.Value()
	if !defined {
		require.Zero(t, m.perOrder.Sign())
		require.False(t, holds(1))
		return 0
	}
	require.True(t, holds(at))
	if at > 0 {
		require.False(t, holds(math.Nextafter(at, 0)))
	}
	return at
}
