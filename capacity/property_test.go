package capacity_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// The assessment is what exact rationals say.
func exactProperty(t *rapid.T) {
	a, p := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	got := assessed(t, a, p)
	most, past := 0, false
	utilizations := make([]*big.Rat, len(a.Stages))
	for i := range a.Stages {
		m := modelOf(&a, &a.Stages[i])
		utilizations[i] = m.utilization(m.orders)
		if utilizations[i].Cmp(utilizations[most]) > 0 {
			most = i
		}
		past = past || utilizations[i].Cmp(rat(p.TargetUtilization)) > 0
		require.Equal(t, capacity.StageLoad{
			Stage: a.Stages[i].Name, Kind: a.Stages[i].Kind, DemandPerDay: nearest(m.demand(m.orders)),
			CapacityPerDay: nearest(m.capacity), Utilization: nearest(utilizations[i]), Status: m.status(&p.StatusPolicy, 1),
		}, got.Stages[i])
	}
	require.Equal(t, a.Stages[most].Name, got.Bottleneck)
	require.Equal(t, nearest(utilizations[most]), got.Utilization)
	require.Equal(t, got.Stages[most].Status, got.Status)
	poor := a.Quality != nil && (a.Quality.ErrorRate != nil && *a.Quality.ErrorRate > 0.05 ||
		a.Quality.OnTimeShare != nil && *a.Quality.OnTimeShare < 0.95 || a.Quality.Satisfaction != nil && *a.Quality.Satisfaction < 8)
	switch {
	case poor:
		require.Equal(t, capacity.QualityFails, got.Headroom.Limit)
	case past:
		require.Equal(t, capacity.PastTargetToday, got.Headroom.Limit)
		require.Equal(t, a.Stages[most].Name, got.Headroom.Stage)
	default:
		requireRoom(t, &a, p.TargetUtilization, got.Headroom)
	}
}

// requireRoom requires that the headroom is safe for every stage, and that the
// next float64 is not safe for the one that is named, which no other stage is
// tighter than.
func requireRoom(t *rapid.T, a *capacity.Audit, target float64, h capacity.Headroom) {
	orders, limited := h.OrdersPerDay.Value()
	growth, _ := h.Growth.Value()
	safe := func(s *capacity.Stage, orders, growth float64) (bool, bool) {
		m := modelOf(a, s)
		return m.utilization(add(m.orders, rat(orders))).Cmp(rat(target)) <= 0,
			m.utilization(mul(m.orders, add(big.NewRat(1, 1), rat(growth)))).Cmp(rat(target)) <= 0
	}
	named := false
	for i := range a.Stages {
		s := &a.Stages[i]
		if s.TransactionsPerOrder == 0 {
			continue
		}
		require.True(t, limited)
		safeOrders, safeGrowth := safe(s, orders, growth)
		require.True(t, safeOrders && safeGrowth, s.Name)
		if s.Name == h.Stage {
			named = true
			nextOrders, nextGrowth := safe(s, math.Nextafter(orders, math.Inf(1)), math.Nextafter(growth, math.Inf(1)))
			require.False(t, nextOrders || nextGrowth)
		}
	}
	require.Equal(t, limited, named)
	require.Equal(t, limited, h.Limit == capacity.StageFills)
	require.Equal(t, !limited, h.Limit == capacity.NoLimit)
}

// A break multiplier is the first float64 at which the status has changed, and
// at any volume the stages that are red are the first of the break order.
func breaksProperty(t *rapid.T) {
	a, p := audits().Draw(t, "audit"), policies().Draw(t, "policy").StatusPolicy
	got := stressed(t, a, capacity.PlaybookScenarios(), p)
	models := make(map[string]model)
	for i := range a.Stages {
		models[a.Stages[i].Name] = modelOf(&a, &a.Stages[i])
	}
	require.Len(t, got.BreakOrder, len(models))
	volumes := []float64{0, 1, rapid.Float64Range(0, 1000).Draw(t, "volume")}
	for _, point := range got.BreakOrder {
		m := models[point.Stage]
		require.Equal(t, m.status(&p, 1), point.Today)
		yellow := requireTurn(t, point.YellowAt, m, func(x float64) bool { return m.status(&p, x) != salesops.Green })
		red := requireTurn(t, point.RedAt, m, func(x float64) bool { return m.status(&p, x) == salesops.Red })
		volumes = append(volumes, yellow, red, math.Nextafter(red, 0), math.Nextafter(red, math.Inf(1)))
	}
	for _, volume := range volumes {
		standing := false
		for _, point := range got.BreakOrder {
			broken := models[point.Stage].status(&p, volume) == salesops.Red
			require.False(t, broken && standing, "%s breaks at %g before one that is ahead of it", point.Stage, volume)
			standing = standing || !broken
		}
	}
}

// Work is neither lost nor made up: what waits at the end is what waited before
// and arrived, less what could be done, and it is gone after that much slack.
func conservationProperty(t *rapid.T) {
	a, p, scenarios := audits().Draw(t, "audit"), policies().Draw(t, "policy").StatusPolicy, surges().Draw(t, "scenarios")
	got := stressed(t, a, scenarios, p)
	zero := new(big.Rat)
	for k, scenario := range scenarios {
		surge := got.Surges[k]
		longest, drains := 0.0, true
		worst := salesops.Green
		for i := range a.Stages {
			m := modelOf(&a, &a.Stages[i])
			volume := mul(rat(scenario.Multiplier), m.orders)
			growth := sub(mul(volume, m.perOrder), m.capacity)
			backlog := add(m.backlog, mul(growth, rat(scenario.Days)))
			slack := sub(m.capacity, mul(m.orders, m.perOrder))
			stage := surge.Stages[i]
			if growth.Sign() < 0 {
				growth = zero
			}
			if backlog.Sign() < 0 {
				backlog = zero
			}
			require.Equal(t, nearest(m.demand(volume)), stage.DemandPerDay)
			require.Equal(t, salesops.Defined(nearest(m.utilization(volume))), stage.Utilization)
			require.Equal(t, m.status(&p, scenario.Multiplier), stage.Status)
			require.Equal(t, nearest(growth), stage.BacklogGrowthPerDay)
			require.Equal(t, nearest(backlog), stage.BacklogAfter)
			days, drained := stage.DrainDays.Value()
			require.Equal(t, backlog.Sign() == 0 || slack.Sign() > 0, drained)
			if drained && backlog.Sign() > 0 {
				require.Equal(t, nearest(quo(backlog, slack)), days)
			}
			longest, drains = max(longest, days), drains && drained
			if slices.Index(salesops.Statuses(), stage.Status) > slices.Index(salesops.Statuses(), worst) {
				worst = stage.Status
			}
		}
		recovery, recovers := surge.RecoveryDays.Value()
		require.Equal(t, drains, recovers)
		if recovers {
			require.Equal(t, longest, recovery)
		}
		require.Equal(t, worst, surge.Status)
	}
}

func explainsProperty(t *rapid.T) {
	a, p, scenarios := audits().Draw(t, "audit"), policies().Draw(t, "policy"), surges().Draw(t, "scenarios")
	now, later := assessed(t, a, p), stressed(t, a, scenarios, p.StatusPolicy)
	status := make(map[string]salesops.Status)
	follow := func(f salesops.Finding) {
		testkit.Explains(t, f)
		if f.Outcome != salesops.Fired {
			return
		}
		switch capacity.Rule(f.Rule) { //nolint:exhaustive // the two rules that make a status
		case capacity.AboveYellow:
			status[f.Subject] = salesops.Yellow
		case capacity.AtRed:
			status[f.Subject] = salesops.Red
		}
	}
	requireStatus := func(stage string, want salesops.Status) {
		if want != salesops.Green {
			require.Equal(t, want, status[stage])
		} else {
			require.NotContains(t, status, stage)
		}
	}
	for _, f := range now.Findings {
		follow(f)
	}
	for _, stage := range now.Stages {
		requireStatus(stage.Stage, stage.Status)
	}
	for _, surge := range later.Surges {
		clear(status)
		for _, f := range surge.Findings {
			follow(f)
		}
		for _, stage := range surge.Stages {
			requireStatus(stage.Stage, stage.Status)
		}
	}
}

func roundTripProperty(t *rapid.T) {
	a, p, scenarios := audits().Draw(t, "audit"), policies().Draw(t, "policy"), surges().Draw(t, "scenarios")
	testkit.RoundTrip(t, assessed(t, a, p))
	testkit.RoundTrip(t, stressed(t, a, scenarios, p.StatusPolicy))
	testkit.RoundTrip(t, p)
	testkit.RoundTrip(t, a)
}

// More people, more hours or a higher maximum never worsen a status, lower the
// headroom or make a stage break earlier.
func monotoneProperty(t *rapid.T) {
	a, p := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	i := rapid.IntRange(0, len(a.Stages)-1).Draw(t, "stage")
	better := a
	better.Stages = slices.Clone(a.Stages)
	s := &better.Stages[i]
	switch rapid.IntRange(0, 2).Draw(t, "what gets better") {
	case 0:
		if s.People > 0 {
			s.People += rapid.IntRange(1, 5).Draw(t, "more people")
		}
	case 1:
		if s.HoursPerTransaction > 0 {
			s.HoursPerTransaction = rapid.Float64Range(capacity.MinPositive, s.HoursPerTransaction).Draw(t, "less work")
		}
	case 2:
		if s.MaxPerDay > 0 {
			s.MaxPerDay = rapid.Float64Range(s.MaxPerDay, capacity.MaxVolume).Draw(t, "higher maximum")
		}
	}
	before, after := assessed(t, a, p), assessed(t, better, p)
	rank := func(s salesops.Status) int { return slices.Index(salesops.Statuses(), s) }
	require.LessOrEqual(t, rank(after.Status), rank(before.Status))
	require.LessOrEqual(t, after.Utilization, before.Utilization)
	require.LessOrEqual(t, rank(after.Stages[i].Status), rank(before.Stages[i].Status))
	require.GreaterOrEqual(t, after.Headroom.OrdersPerDay.Or(math.Inf(1)), before.Headroom.OrdersPerDay.Or(math.Inf(1)))
	require.GreaterOrEqual(t, after.Headroom.Growth.Or(math.Inf(1)), before.Headroom.Growth.Or(math.Inf(1)))
	breaks := func(a capacity.Audit) float64 {
		for _, point := range stressed(t, a, capacity.PlaybookScenarios(), p.StatusPolicy).BreakOrder {
			if point.Stage == s.Name {
				return point.RedAt.Or(math.Inf(1))
			}
		}
		return 0
	}
	require.GreaterOrEqual(t, breaks(better), breaks(a))
}

// Hours in another unit give the same numbers. The hours are quarters, so that
// halving them is exact in decimals too.
func scaleProperty(t *rapid.T) {
	a, p := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	quarters := func(label string, high int) float64 { return float64(rapid.IntRange(1, high).Draw(t, label)) / 4 }
	scaled := a
	scaled.Stages = slices.Clone(a.Stages)
	factor := math.Ldexp(1, -rapid.IntRange(1, 8).Draw(t, "power of two"))
	for i := range a.Stages {
		if s := &a.Stages[i]; s.People > 0 {
			s.HoursPerPersonDay, s.HoursPerTransaction = quarters("hours a day", 96), quarters("hours each", 400)
			scaled.Stages[i].HoursPerPersonDay, scaled.Stages[i].HoursPerTransaction = s.HoursPerPersonDay*factor, s.HoursPerTransaction*factor
		}
	}
	before, after := assessed(t, a, p), assessed(t, scaled, p)
	require.Equal(t, before.Stages, after.Stages)
	require.Equal(t, before.Headroom, after.Headroom)
	require.Equal(t, before.Bottleneck, after.Bottleneck)
	for i, f := range after.Findings {
		require.Equal(t, before.Findings[i].Outcome, f.Outcome)
	}
	pressed, again := stressed(t, a, capacity.PlaybookScenarios(), p.StatusPolicy), stressed(t, scaled, capacity.PlaybookScenarios(), p.StatusPolicy)
	require.Equal(t, pressed.BreakOrder, again.BreakOrder)
	for i := range pressed.Surges {
		for k := range pressed.Surges[i].Stages { // overtime is in hours
			one, other := &pressed.Surges[i].Stages[k], &again.Surges[i].Stages[k]
			one.OvertimeHoursPerWeek, one.Strain = other.OvertimeHoursPerWeek, other.Strain
		}
		require.Equal(t, pressed.Surges[i].Stages, again.Surges[i].Stages)
	}
}

// The order of the stages matters only where stages are exactly alike.
func permutationProperty(t *rapid.T) {
	a, p := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	shuffled := a
	shuffled.Stages = rapid.Permutation(a.Stages).Draw(t, "order")
	before, after := assessed(t, a, p), assessed(t, shuffled, p)
	require.ElementsMatch(t, before.Stages, after.Stages)
	require.Equal(t, before.Utilization, after.Utilization)
	require.Equal(t, before.Status, after.Status)
	require.Equal(t, before.Headroom.OrdersPerDay, after.Headroom.OrdersPerDay)
	require.Equal(t, before.Headroom.Growth, after.Headroom.Growth)
	require.Equal(t, before.Headroom.Limit, after.Headroom.Limit)
	pressed, again := stressed(t, a, capacity.PlaybookScenarios(), p.StatusPolicy), stressed(t, shuffled, capacity.PlaybookScenarios(), p.StatusPolicy)
	require.ElementsMatch(t, pressed.BreakOrder, again.BreakOrder)
	for i := range pressed.BreakOrder {
		require.Equal(t, pressed.BreakOrder[i].RedAt, again.BreakOrder[i].RedAt)
	}
	for i := range pressed.Surges {
		for _, s := range []*capacity.Surge{&pressed.Surges[i], &again.Surges[i]} {
			for k := range s.Stages { // what reaches a stage depends on the stages before it
				s.Stages[k].FedPerDay = 0
			}
		}
		require.Equal(t, pressed.Surges[i].OrdersOutPerDay, again.Surges[i].OrdersOutPerDay)
		require.ElementsMatch(t, pressed.Surges[i].Stages, again.Surges[i].Stages)
		require.ElementsMatch(t, pressed.Surges[i].Breaks, again.Surges[i].Breaks)
	}
}

// Any numbers at all either give an answer or an input error, never both.
func totalProperty(t *rapid.T) {
	draw := func(label string) float64 {
		return rapid.OneOf(
			amounts(1e9), rapid.Float64(),
			rapid.SampledFrom([]float64{0, -1, 1e-9, 24, 1e4, 1e6, 1e9, math.NaN(), math.Inf(1), math.Inf(-1)}),
		).Draw(t, label)
	}
	s := capacity.Stage{
		Name: "a", TransactionsPerOrder: draw("per order"), People: rapid.SampledFrom([]int{0, 0, 1, 9, 100000, 100001, -1}).Draw(t, "people"),
		MaxPerDay: draw("max per day"), Backlog: draw("backlog"),
	}
	if s.People != 0 || rapid.Bool().Draw(t, "hours") {
		s.HoursPerPersonDay, s.HoursPerTransaction = draw("hours a day"), draw("hours each")
	}
	a := capacity.Audit{OrdersPerDay: draw("orders"), Stages: []capacity.Stage{s}, ClearBacklogDays: draw("clear days")}
	in := func(x, high float64) bool { return x >= 1e-9 && x <= high }
	optional := func(x, high float64) bool { return x == 0 || in(x, high) }
	valid := in(a.OrdersPerDay, 1e9) && optional(s.TransactionsPerOrder, 1e6) && optional(s.MaxPerDay, 1e9) && optional(s.Backlog, 1e9)
	if s.People == 0 && s.HoursPerPersonDay == 0 && s.HoursPerTransaction == 0 {
		valid = valid && s.MaxPerDay != 0
	} else {
		valid = valid && s.People >= 1 && s.People <= 100000 && in(s.HoursPerPersonDay, 24) && in(s.HoursPerTransaction, 1e6)
	}
	if s.Backlog != 0 || a.ClearBacklogDays != 0 {
		valid = valid && in(a.ClearBacklogDays, 1e4)
	}
	scenario := capacity.Scenario{Name: "s", Multiplier: draw("multiplier"), Days: draw("days")}
	now, err := capacity.Assess(a, capacity.DefaultPolicy())
	policy := capacity.DefaultPolicy()
	policy.MaxWaitCells = 2000
	later, stressErr := capacity.StressTest(a, []capacity.Scenario{scenario}, policy)
	if !valid {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.NotEmpty(t, salesops.InputErrors(stressErr))
		require.Zero(t, now)
		require.Zero(t, later)
		return
	}
	require.NoError(t, err)
	testkit.RoundTrip(t, now)
	if in(scenario.Multiplier, 1000) && optional(scenario.Days, 1e4) {
		require.NoError(t, stressErr)
		testkit.RoundTrip(t, later)
	} else {
		require.NotEmpty(t, salesops.InputErrors(stressErr))
	}
}

func TestExact(t *testing.T)        { rapid.Check(t, exactProperty) }
func TestBreaks(t *testing.T)       { rapid.Check(t, breaksProperty) }
func TestConservation(t *testing.T) { rapid.Check(t, conservationProperty) }
func TestExplains(t *testing.T)     { rapid.Check(t, explainsProperty) }
func TestRoundTrip(t *testing.T)    { rapid.Check(t, roundTripProperty) }
func TestMonotone(t *testing.T)     { rapid.Check(t, monotoneProperty) }
func TestScale(t *testing.T)        { rapid.Check(t, scaleProperty) }
func TestPermutation(t *testing.T)  { rapid.Check(t, permutationProperty) }
func TestTotal(t *testing.T)        { rapid.Check(t, totalProperty) }

func FuzzExact(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(exactProperty)) }
func FuzzBreaks(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(breaksProperty)) }
func FuzzConservation(f *testing.F) { f.Fuzz(rapid.MakeFuzz(conservationProperty)) }
func FuzzExplains(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzRoundTrip(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(roundTripProperty)) }
func FuzzMonotone(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzScale(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzPermutation(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(permutationProperty)) }
func FuzzTotal(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(totalProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	a := sound()
	now, err := capacity.Assess(a, capacity.DefaultPolicy())
	require.NoError(f, err)
	later, err := capacity.StressTest(a, capacity.PlaybookScenarios(), capacity.DefaultPolicy())
	require.NoError(f, err)
	for _, seed := range []any{now, now.Stages[0], now.Headroom, later, later.BreakOrder[0], later.Surges[0], later.Surges[0].Stages[0], later.Surges[0].Stages[0].Wait, capacity.DefaultPolicy()} {
		data, err := json.Marshal(seed)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[capacity.Assessment](t, data)
		testkit.Decodes[capacity.StageLoad](t, data)
		testkit.Decodes[capacity.Headroom](t, data)
		testkit.Decodes[capacity.Stress](t, data)
		testkit.Decodes[capacity.BreakPoint](t, data)
		testkit.Decodes[capacity.Surge](t, data)
		testkit.Decodes[capacity.StageSurge](t, data)
		testkit.Decodes[capacity.Policy](t, data)
		testkit.Decodes[capacity.SurgeWait](t, data)
		testkit.Decodes[capacity.QueueAnalysis](t, data)
		testkit.Decodes[capacity.WaitPrediction](t, data)
		testkit.Decodes[capacity.Staffing](t, data)
		testkit.Decodes[capacity.AuditCheck](t, data)
		testkit.Decodes[capacity.Calibration](t, data)
		testkit.Decodes[capacity.Degradation](t, data)
	})
}
