package overflow_test

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// planWorkshop is a small book with every kind of order.
func planWorkshop() overflow.Book {
	risky := 6.0
	return overflow.Book{
		Places: 2, Periods: 2,
		Stages: []overflow.BookStage{
			{
				Name: "cutting", CapacityMinutes: []int64{480, 480}, TemporaryMinutes: []int64{90, 0},
				TemporaryCostPerMinute: decimal.New(50, -2), OnboardingShare: 0.2,
			},
			{Name: "finish", CapacityMinutes: []int64{600, 600}},
		},
		Partners: []overflow.BookPartner{{Name: "Acme", ShareKept: 0.25, Minutes: 700}},
		Orders: []overflow.BookOrder{
			{
				ID: "A", Contribution: decimal.New(900, 0), Earliest: 1, Latest: 2, Requested: 1, LateCost: decimal.New(60, 0),
				Minutes: []int64{300, 200}, Ruling: overflow.Accept, Committed: true,
			},
			{
				ID: "B", Contribution: decimal.New(800, 0), Earliest: 1, Latest: 1, Requested: 1, FlexibleUntil: 2, Incentive: decimal.New(45, 0),
				Minutes: []int64{260, 300}, Ruling: overflow.AcceptWithResources,
			},
			{
				ID: "C", Contribution: decimal.New(500, 0), Earliest: 1, Latest: 2, Requested: 1, LateCost: decimal.New(10, 0),
				Minutes: []int64{230, 250}, Ruling: overflow.Defer,
				Partners: []overflow.PartnerOption{{Name: "Acme", QualityRisk: 3}},
			},
			{
				ID: "D", Contribution: decimal.New(400, 0), DeclineCost: decimal.New(25, 0), Earliest: 2, Latest: 2, Requested: 2,
				Minutes: []int64{240, 240}, Ruling: overflow.Accept,
				Partners: []overflow.PartnerOption{{Name: "Acme", QualityRisk: risky}},
			},
			{
				ID: "E", Contribution: decimal.New(100, 0), ExtraValue: decimal.New(50, 0), Earliest: 1, Latest: 2, Requested: 1,
				Minutes: []int64{60, 60}, Ruling: overflow.Accept, QualityRisk: 5, LaterQualityRisk: &risky,
			},
			{ID: "F", Contribution: decimal.New(5000, 0), Earliest: 1, Latest: 2, Requested: 1, Minutes: []int64{10, 10}, Ruling: overflow.Decline},
		},
	}
}

var planPolicy = overflow.DefaultPolicy().AllocationPolicy

func mustAllocate(t *testing.T, b overflow.Book) overflow.Plan {
	t.Helper()
	plan, err := overflow.Allocate(b, planPolicy)
	require.NoError(t, err)
	violations, err := overflow.Verify(b, plan, planPolicy)
	require.NoError(t, err)
	require.Empty(t, violations)
	return plan
}

// By hand: A and E in period 1 leave 120 of 480 minutes and 90 * 0.8 = 72 to
// buy, which is not enough for B's 260; B moves for 45. C then lacks 10 minutes
// beside B in period 2 and goes to Acme for 375. D would need 240 of the 220 that
// B leaves. Declining it costs 25. The next best is B first and A late: 2140.
func TestAllocate(t *testing.T) {
	plan := mustAllocate(t, planWorkshop())
	testkit.Golden(t, "plan", plan)
	testkit.Golden(t, "book", planWorkshop())
	require.Equal(t, overflow.Optimal, plan.Status)
	testkit.EqualDecimal(t, "2155", plan.Value) // 900 + 755 + 375 - 25 + 150
	gap, defined := plan.Gap.Value()
	require.True(t, defined)
	require.Zero(t, gap)
	var places []overflow.Placement
	for _, o := range plan.Orders {
		places = append(places, o.Placement)
	}
	require.Equal(t, []overflow.Placement{
		{Kind: overflow.InHouse, Period: 1}, {Kind: overflow.InHouse, Period: 2}, {Kind: overflow.AtPartner, Partner: "Acme"},
		{Kind: overflow.Declined}, {Kind: overflow.InHouse, Period: 1}, {Kind: overflow.Declined},
	}, places)

	require.Nil(t, plan.Orders[0].Better)
	better := plan.Orders[1].Better
	require.Equal(t, overflow.Placement{Kind: overflow.InHouse, Period: 1}, better.Placement)
	require.Equal(t, overflow.NoRoom, better.Obstacle)
	require.Equal(t, overflow.Resource{Stage: "cutting", Period: 1}, better.Resource)
	require.Equal(t, int64(300+60+260-480-72), better.ShortMinutes)
	testkit.EqualDecimal(t, "800", better.Gain)
	better = plan.Orders[2].Better
	testkit.EqualDecimal(t, "490", better.Gain)
	require.Equal(t, int64(10), better.ShortMinutes)
	require.Nil(t, plan.Orders[5].Better, "the ruling leaves it nothing")

	testkit.EqualDecimal(t, "1805", plan.Totals.InHouseGain)
	require.Equal(t, 3, plan.Totals.InHouseOrders)
	require.Equal(t, 1, plan.Totals.MovedOrders)
	testkit.EqualDecimal(t, "45", plan.Totals.Incentives)
	testkit.EqualDecimal(t, "0", plan.Totals.LateCost)
	testkit.EqualDecimal(t, "375", plan.Totals.PartnerGain)
	testkit.EqualDecimal(t, "5400", plan.Totals.DeclinedContribution)
	testkit.EqualDecimal(t, "25", plan.Totals.DeclineCost)
	require.Equal(t, int64(480), plan.Partners[0].LoadMinutes)
}

// Buying is weighed against what it earns, whole bought minutes at a time.
func TestTemporaryMinutes(t *testing.T) {
	b := overflow.Book{
		Places: 2, Periods: 1,
		Stages: []overflow.BookStage{{
			Name: "s", CapacityMinutes: []int64{100}, TemporaryMinutes: []int64{50},
			TemporaryCostPerMinute: decimal.New(2, 0), OnboardingShare: 0.3,
		}},
		Orders: []overflow.BookOrder{
			{ID: "a", Contribution: decimal.New(500, 0), Earliest: 1, Latest: 1, Requested: 1, Minutes: []int64{90}, Ruling: overflow.Accept},
			{ID: "b", Contribution: decimal.New(31, 0), Earliest: 1, Latest: 1, Requested: 1, Minutes: []int64{20}, Ruling: overflow.Accept},
		},
	}
	plan := mustAllocate(t, b) // 10 minutes over: ceil(10 / 0.7) = 15 bought for 30
	testkit.EqualDecimal(t, "501", plan.Value)
	require.Equal(t, int64(15), plan.Stages[0].BoughtMinutes)
	testkit.EqualDecimal(t, "30", plan.Totals.TemporaryCost)

	b.Orders[1].Contribution = decimal.New(29, 0)
	plan = mustAllocate(t, b)
	testkit.EqualDecimal(t, "500", plan.Value)
	better := plan.Orders[1].Better
	require.Equal(t, overflow.ExtraCost, better.Obstacle)
	testkit.EqualDecimal(t, "30", better.ExtraCost)
	require.Zero(t, better.ShortMinutes)
	require.Equal(t, overflow.Resource{Stage: "s", Period: 1}, better.Resource)

	b.Orders[1].Contribution, b.Orders[1].Minutes = decimal.New(300, 0), []int64{45}
	require.Equal(t, int64(50), mustAllocate(t, b).Stages[0].BoughtMinutes, "35 of the 50 are usable")
	b.Orders[1].Minutes = []int64{46}
	require.Equal(t, int64(1), mustAllocate(t, b).Orders[1].Better.ShortMinutes)
}

// A partner's part is rounded half away from zero, to the last place.
func TestPartnerRounding(t *testing.T) {
	for share, want := range map[float64]string{0: "0.05", 0.1: "0.05", 0.3: "0.04", 0.5: "0.03", 0.50001: "0.02", 1: "0"} {
		b := overflow.Book{
			Places: 2, Periods: 1, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{0}}},
			Partners: []overflow.BookPartner{{Name: "p", ShareKept: share, Minutes: 1}},
			Orders: []overflow.BookOrder{{
				ID: "a", Contribution: decimal.New(5, -2), Earliest: 1, Latest: 1, Requested: 1, Minutes: []int64{1}, MustTake: true,
				Ruling: overflow.Accept, Partners: []overflow.PartnerOption{{Name: "p"}},
			}},
		}
		testkit.EqualDecimal(t, want, mustAllocate(t, b).Value, share)
		b.Orders[0].Contribution = decimal.New(-5, -2)
		testkit.EqualDecimal(t, decimal.New(0, 0).Sub(testkit.Dec(t, want)).String(), mustAllocate(t, b).Value, share)
	}
}

// What keeps an order out of a partner is named, and the extra value is not
// shared.
func TestPartnerFull(t *testing.T) {
	order := func(id string, contribution int64) overflow.BookOrder {
		return overflow.BookOrder{
			ID: id, Contribution: decimal.New(contribution, 0), ExtraValue: decimal.New(7, 0), Earliest: 1, Latest: 1, Requested: 1,
			Minutes: []int64{30, 30}, Ruling: overflow.Accept, Partners: []overflow.PartnerOption{{Name: "p"}, {Name: "q"}},
		}
	}
	b := overflow.Book{
		Periods:  1,
		Stages:   []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{29}}, {Name: "t", CapacityMinutes: []int64{100}}},
		Partners: []overflow.BookPartner{{Name: "p", ShareKept: 0.5, Minutes: 119}, {Name: "q", ShareKept: 0.9, Minutes: 10}},
		Orders:   []overflow.BookOrder{order("a", 100), order("b", 80)},
	}
	plan := mustAllocate(t, b)
	testkit.EqualDecimal(t, "57", plan.Value)
	require.Equal(t, overflow.Placement{Kind: overflow.AtPartner, Partner: "p"}, plan.Orders[0].Placement)
	testkit.EqualDecimal(t, "57", plan.Totals.PartnerGain)
	require.Equal(t, int64(60), plan.Partners[0].LoadMinutes)
	require.Equal(t, int64(119), plan.Partners[0].LimitMinutes)
	require.Equal(t, overflow.Resource{Stage: "s", Period: 1}, plan.Orders[0].Better.Resource)
	require.Equal(t, int64(1), plan.Orders[0].Better.ShortMinutes)
	b.Stages[0].CapacityMinutes[0] = 30
	plan = mustAllocate(t, b)
	testkit.EqualDecimal(t, "154", plan.Value)

	price, err := overflow.PriceHour(b, overflow.Resource{Partner: "p"}, planPolicy)
	require.NoError(t, err)
	require.Equal(t, price.Before.Partners[0].ValuePerHour, price.ValuePerHour)

	b.Orders[0].QualityRisk, b.Orders[1].QualityRisk = 6, 6
	plan = mustAllocate(t, b)
	price, err = overflow.PriceHour(b, overflow.Resource{Partner: "p"}, planPolicy)
	require.NoError(t, err)
	require.Positive(t, price.ValuePerHour.Sign())
	require.Equal(t, plan.Partners[0].ValuePerHour, price.ValuePerHour)
	testkit.EqualDecimal(t, "47", price.Worth.Low)
	better := plan.Orders[1].Better
	require.Equal(t, overflow.Placement{Kind: overflow.AtPartner, Partner: "p"}, better.Placement)
	require.Equal(t, overflow.Resource{Partner: "p"}, better.Resource)
	require.Equal(t, int64(1), better.ShortMinutes)
	testkit.EqualDecimal(t, "47", better.Gain)
}

// What buying costs is counted at all stages, and what the order frees where it
// is counts against it.
func TestExtraCost(t *testing.T) {
	for _, tc := range []struct {
		price int64
		extra string
		stage string
	}{{1, "80", "s"}, {5, "160", "t"}} {
		b := overflow.Book{
			Periods: 2,
			Stages: []overflow.BookStage{
				{Name: "s", CapacityMinutes: []int64{10, 20}, TemporaryMinutes: []int64{100, 100}, TemporaryCostPerMinute: decimal.New(3, 0)},
				{Name: "t", CapacityMinutes: []int64{0, 20}, TemporaryMinutes: []int64{100, 100}, TemporaryCostPerMinute: decimal.New(tc.price, 0)},
			},
			Orders: []overflow.BookOrder{
				committed("fixed", 14, 0),
				{
					ID: "a", Contribution: decimal.New(300, 0), Earliest: 1, Latest: 2, Requested: 1, LateCost: decimal.New(5, 0),
					Minutes: []int64{30, 30}, Ruling: overflow.Accept,
				},
			},
		}
		plan := mustAllocate(t, b)
		require.Equal(t, 2, plan.Orders[1].Placement.Period)
		better := plan.Orders[1].Better
		require.Equal(t, overflow.ExtraCost, better.Obstacle)
		testkit.EqualDecimal(t, tc.extra, better.ExtraCost)
		require.Equal(t, overflow.Resource{Stage: tc.stage, Period: 1}, better.Resource)
	}
}

// Of options that would earn the same, the one that loses least by its minutes
// looks best, and the first of those.
func TestBetterOfEquals(t *testing.T) {
	x := overflow.BookOrder{
		ID: "x", Contribution: decimal.New(500, 0), Earliest: 1, Latest: 3, Requested: 3, Minutes: []int64{50}, Ruling: overflow.Accept,
	}
	y := committed("y", 60)
	y.Earliest, y.Latest, y.Requested = 3, 3, 3
	b := overflow.Book{Periods: 3, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{40, 40, 60}}}, Orders: []overflow.BookOrder{x, y}}
	plan := mustAllocate(t, b)
	require.Positive(t, plan.Stages[2].ValuePerHour.Sign())
	require.Equal(t, overflow.Placement{Kind: overflow.InHouse, Period: 1}, plan.Orders[0].Better.Placement)
	require.Equal(t, int64(10), plan.Orders[0].Better.ShortMinutes)
	b.Stages[0].CapacityMinutes = []int64{60, 40, 40}
	b.Orders[1].Earliest, b.Orders[1].Latest, b.Orders[1].Requested = 1, 1, 1
	plan = mustAllocate(t, b)
	require.Equal(t, overflow.Placement{Kind: overflow.InHouse, Period: 2}, plan.Orders[0].Better.Placement)
}

// Without customer scheduling an order keeps to the period of its window that is
// nearest to the one requested.
func TestRemoveScheduling(t *testing.T) {
	later := 4.0
	b := overflow.Book{Periods: 4, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{9, 9, 9, 9}}}, Orders: []overflow.BookOrder{{
		ID: "a", Earliest: 2, Latest: 3, FlexibleUntil: 4, Minutes: []int64{1}, Ruling: overflow.Defer, QualityRisk: 6, LaterQualityRisk: &later,
	}}}
	for requested, want := range map[int]overflow.BookOrder{
		1: {Earliest: 2, Ruling: overflow.Defer, QualityRisk: 6},
		2: {Earliest: 2, Ruling: overflow.Defer, QualityRisk: 6},
		3: {Earliest: 3, Ruling: overflow.Accept, QualityRisk: 4},
		4: {Earliest: 3, Ruling: overflow.Accept, QualityRisk: 4},
	} {
		b.Orders[0].Requested = requested
		got, err := overflow.RemoveOption(b, overflow.CustomerScheduling, planPolicy)
		require.NoError(t, err)
		want.ID, want.Latest, want.Requested, want.Minutes = "a", want.Earliest, requested, []int64{1}
		require.Equal(t, want, got.Orders[0], requested)
	}
	all, err := overflow.RemoveOption(b, overflow.SelectiveAcceptance, planPolicy)
	require.NoError(t, err)
	require.True(t, all.Orders[0].MustTake)
	b.Orders[0].Ruling = overflow.Decline
	all, err = overflow.RemoveOption(b, overflow.SelectiveAcceptance, planPolicy)
	require.NoError(t, err)
	require.False(t, all.Orders[0].MustTake, "nothing is allowed for it")
}

// The gap is the bound's distance in parts of the value, and undefined for a
// value of nothing.
func TestGap(t *testing.T) {
	policy := planPolicy
	policy.MaxPlanNodes = 1000
	b := busyBook(40)
	plan, err := overflow.Allocate(b, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.Bounded, plan.Status)
	gap, defined := plan.Gap.Value()
	require.True(t, defined)
	require.InEpsilon(t, plan.Bound.Sub(plan.Value).InexactFloat64()/plan.Value.InexactFloat64(), gap, 1e-12)
	testkit.RoundTrip(t, plan)
	plan.Gap = salesops.Defined(2 * gap)
	violations, err := overflow.Verify(b, plan, policy)
	require.NoError(t, err)
	require.NotEmpty(t, violations)
	require.Equal(t, overflow.CheckStatus, violations[0].Check)
}

func committed(id string, minutes ...int64) overflow.BookOrder {
	return overflow.BookOrder{ID: id, Earliest: 1, Latest: 1, Requested: 1, Minutes: minutes, Committed: true, Ruling: overflow.Accept}
}

func TestConflict(t *testing.T) {
	book := func(orders ...overflow.BookOrder) overflow.Book {
		return overflow.Book{Periods: 1, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{100}}}, Orders: orders}
	}
	free := committed("free", 200)
	free.Committed = false
	banned := committed("banned", 1)
	banned.Ruling = overflow.Decline
	for name, tc := range map[string]struct {
		orders []overflow.BookOrder
		want   []string
	}{
		"one alone":            {[]overflow.BookOrder{committed("a", 10), committed("b", 101), committed("c", 99)}, []string{"b"}},
		"the ruling":           {[]overflow.BookOrder{committed("a", 10), banned}, []string{"banned"}},
		"two of four":          {[]overflow.BookOrder{committed("a", 60), free, committed("b", 30), committed("c", 45), committed("d", 9)}, []string{"a", "c"}},
		"a pair before a trio": {[]overflow.BookOrder{committed("a", 55), committed("b", 50), committed("c", 40), committed("d", 20)}, []string{"a", "b"}},
		"all":                  {[]overflow.BookOrder{committed("a", 34), committed("b", 34), committed("c", 34)}, []string{"a", "b", "c"}},
	} {
		plan := mustAllocate(t, book(tc.orders...))
		require.Equal(t, overflow.Infeasible, plan.Status, name)
		require.Equal(t, &overflow.Conflict{Orders: tc.want, Kind: overflow.Smallest}, plan.Conflict, name)
		require.Empty(t, plan.Orders)
		require.NotEqual(t, salesops.Defined(0), plan.Gap)
		testkit.RoundTrip(t, plan)
	}
	fits := mustAllocate(t, book(committed("a", 60), committed("b", 40), free))
	require.Equal(t, overflow.Optimal, fits.Status)
	require.Nil(t, fits.Conflict)
}

// Where there are too many sets to try, the conflict is irreducible.
func TestIrreducibleConflict(t *testing.T) {
	b := overflow.Book{Periods: 1, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{1000}}}}
	for i := range 60 {
		b.Orders = append(b.Orders, committed(strings.Repeat("x", i+1), 101+int64(i%3)))
	}
	plan := mustAllocate(t, b)
	require.Equal(t, overflow.Irreducible, plan.Conflict.Kind)
	require.Len(t, plan.Conflict.Orders, 10)
	testkit.Golden(t, "conflict", plan)
}

// With next to no work allowed nothing is claimed that was not found.
func TestUnresolved(t *testing.T) {
	b := overflow.Book{Periods: 3, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{100, 100, 100}}}}
	for i, minutes := range []int64{50, 50, 36, 34, 30, 40, 33, 27} {
		o := committed(string(rune('a'+i)), minutes)
		o.Latest = 3
		b.Orders = append(b.Orders, o)
	}
	policy := planPolicy
	policy.MaxPlanNodes = 1
	plan, err := overflow.Allocate(b, policy)
	require.NoError(t, err)
	violations, err := overflow.Verify(b, plan, policy)
	require.NoError(t, err)
	require.Empty(t, violations)
	if plan.Status != overflow.Unresolved {
		t.Skip("the first guess fits")
	}
	require.Nil(t, plan.Conflict)
	require.Equal(t, overflow.Optimal, mustAllocate(t, b).Status)
}

func TestAllocateContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := overflow.Book{Periods: 4, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{1000, 1010, 1020, 1030}}, {Name: "t", CapacityMinutes: []int64{990, 980, 970, 960}}}}
	for i := range int64(150) {
		b.Orders = append(b.Orders, overflow.BookOrder{
			ID: strings.Repeat("x", int(i)+1), Contribution: decimal.New(1000+i*37%211, 0), Earliest: 1, Latest: 4, Requested: 1,
			LateCost: decimal.New(i%13, 0), Minutes: []int64{50 + i*53%97, 50 + i*71%89}, Ruling: overflow.Accept,
		})
	}
	plan, err := overflow.AllocateContext(ctx, b, planPolicy)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, plan)
}

func TestArgumentsStayAsTheyAre(t *testing.T) {
	b := planWorkshop()
	before, err := json.Marshal(b)
	require.NoError(t, err)
	_, err = overflow.CompareOptions(b, planPolicy)
	require.NoError(t, err)
	_, err = overflow.PriceHour(b, overflow.Resource{Partner: "Acme"}, planPolicy)
	require.NoError(t, err)
	after, err := json.Marshal(b)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	poorer, err := overflow.RemoveOption(b, overflow.TemporaryResources, planPolicy)
	require.NoError(t, err)
	poorer.Stages[0].CapacityMinutes[0], poorer.Orders[0].Minutes[0] = 1, 1
	require.Equal(t, int64(480), b.Stages[0].CapacityMinutes[0])
	require.Equal(t, int64(300), b.Orders[0].Minutes[0])
}

func TestPriceHour(t *testing.T) {
	b := planWorkshop()
	price, err := overflow.PriceHour(b, overflow.Resource{Stage: "cutting", Period: 2}, planPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "hour_price", price)
	// With 20 minutes more D fits beside B: 400 and no 25 for declining.
	testkit.EqualDecimal(t, "425", price.Worth.Low)
	testkit.EqualDecimal(t, "425", price.Worth.High)
	require.Equal(t, price.Before.Stages[1].ValuePerHour, price.ValuePerHour)

	price, err = overflow.PriceHour(b, overflow.Resource{Partner: "Acme"}, planPolicy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0", price.Worth.High)
	require.Equal(t, int64(760), price.After.Partners[0].LimitMinutes)

	for name, tc := range map[string]struct {
		resource overflow.Resource
		want     []testkit.Fault
	}{
		"no such stage":   {overflow.Resource{Stage: "x", Period: 1}, []testkit.Fault{{Field: "Resource.Stage", Reason: salesops.ErrOutOfRange}}},
		"no such period":  {overflow.Resource{Stage: "cutting", Period: 3}, []testkit.Fault{{Field: "Resource.Period", Reason: salesops.ErrOutOfRange}}},
		"no such partner": {overflow.Resource{Partner: "x"}, []testkit.Fault{{Field: "Resource.Partner", Reason: salesops.ErrOutOfRange}}},
		"two at once":     {overflow.Resource{Partner: "Acme", Period: 1}, []testkit.Fault{{Field: "Resource.Partner", Reason: salesops.ErrOutOfRange}}},
		"nothing":         {overflow.Resource{}, []testkit.Fault{{Field: "Resource.Stage", Reason: salesops.ErrOutOfRange}, {Field: "Resource.Period", Reason: salesops.ErrMissing}}},
	} {
		_, err := overflow.PriceHour(b, tc.resource, planPolicy)
		t.Log(name)
		testkit.RequireFaults(t, err, tc.want...)
	}
	b.Partners[0].Minutes = overflow.MaxBookMinutes - 60
	_, err = overflow.PriceHour(b, overflow.Resource{Partner: "Acme"}, planPolicy)
	require.NoError(t, err)
	b.Partners[0].Minutes++
	_, err = overflow.PriceHour(b, overflow.Resource{Partner: "Acme"}, planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Resource", Reason: salesops.ErrConflict})
}

func TestCompareOptions(t *testing.T) {
	c, err := overflow.CompareOptions(planWorkshop(), planPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "option_comparison", c)
	require.Nil(t, c.Without[0].Worth, "not all orders fit")
	require.Equal(t, overflow.Infeasible, c.Without[0].Plan.Status)
	testkit.EqualDecimal(t, "215", c.Without[1].Worth.Low) // then C and D share period 2, and B is declined
	testkit.EqualDecimal(t, "0", c.Without[2].Worth.High)
	require.Positive(t, c.Without[3].Worth.Low.Sign())
	_, err = overflow.RemoveOption(planWorkshop(), "overtime", planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PlanOption", Reason: salesops.ErrOutOfRange})
}

// The greedy choice by contribution per hour earns less than the best set.
func TestSelectOrders(t *testing.T) {
	pool := overflow.OrderPool{Places: 2, CapacityMinutes: 50 * 60, Orders: []overflow.PoolOrder{
		{ID: "a", Contribution: decimal.New(60, 0), Minutes: 600},
		{ID: "b", Contribution: decimal.New(100, 0), Minutes: 1200},
		{ID: "c", Contribution: decimal.New(120, 0), Minutes: 1800},
		{ID: "gift", Contribution: decimal.New(1, 0)},
		{ID: "loss", Contribution: decimal.New(-5, 0), Minutes: 1},
		{ID: "nothing"},
	}}
	s, err := overflow.SelectOrders(pool, planPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "selection", s)
	testkit.EqualDecimal(t, "221", s.Value)
	testkit.EqualDecimal(t, "161", s.RankingValue)
	require.Equal(t, int64(3000), s.UsedMinutes)
	var ids, taken, byRank []string
	for _, r := range s.Ranking {
		ids = append(ids, r.ID)
		if r.Taken {
			taken = append(taken, r.ID)
		}
		if r.TakenByRank {
			byRank = append(byRank, r.ID)
		}
	}
	require.Equal(t, []string{"gift", "nothing", "a", "b", "c", "loss"}, ids)
	require.Equal(t, []string{"gift", "b", "c"}, taken)
	require.Equal(t, []string{"gift", "a", "b"}, byRank)
	require.Nil(t, s.Ranking[0].PerHour)
	testkit.EqualDecimal(t, "-300", *s.Ranking[5].PerHour)

	pool.Orders[4].MustTake = true
	s, err = overflow.SelectOrders(pool, planPolicy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "176", s.Value) // gift, a, c and the loss
	pool.Orders[2].MustTake, pool.Orders[2].Minutes = true, 3000
	s, err = overflow.SelectOrders(pool, planPolicy)
	require.NoError(t, err)
	require.Equal(t, overflow.Infeasible, s.Status)
	require.Zero(t, s.UsedMinutes)
	testkit.RoundTrip(t, s)
}

// Two customers want the same morning; one moves for an incentive, once it is
// worth it.
func TestScheduleOrders(t *testing.T) {
	slots := overflow.SlotBook{Places: 2, CapacityMinutes: []int64{60, 0, 60}, Incentive: decimal.New(20, 0), Orders: []overflow.SlotOrder{
		{ID: "a", Contribution: decimal.New(100, 0), Minutes: 60, Requested: 1, FlexibleUntil: 3},
		{ID: "b", Contribution: decimal.New(90, 0), Minutes: 60, Requested: 1},
	}}
	plan, err := overflow.ScheduleOrders(slots, planPolicy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "150", plan.Value)
	require.Equal(t, 3, plan.Orders[0].Placement.Period)
	testkit.EqualDecimal(t, "40", plan.Totals.Incentives)
	slots.Incentive = decimal.New(45, 0)
	slots.Orders[1].MustTake = true
	plan, err = overflow.ScheduleOrders(slots, planPolicy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "100", plan.Value)
	slots.Incentive = decimal.New(51, 0)
	plan, err = overflow.ScheduleOrders(slots, planPolicy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "90", plan.Value)
	testkit.RoundTrip(t, slots)
}

func TestRounding(t *testing.T) {
	for hours, want := range map[float64][2]int64{
		0: {0, 0}, 1: {60, 60}, 0.35: {21, 21}, 0.1: {6, 6}, 0.01: {1, 0}, 2.505: {151, 150}, overflow.MaxLoadHours: {overflow.MaxLoadHours * 60, overflow.MaxLoadHours * 60},
	} {
		load, err := overflow.RoundLoad(hours)
		require.NoError(t, err)
		capacity, err := overflow.RoundCapacity(hours)
		require.NoError(t, err)
		require.Equal(t, want, [2]int64{load, capacity}, hours)
	}
	for _, hours := range []float64{-1, math.NaN(), math.Inf(1), overflow.MaxLoadHours + 1} {
		load, err := overflow.RoundLoad(hours)
		require.Zero(t, load)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Hours", Reason: salesops.ErrOutOfRange})
		_, err = overflow.RoundCapacity(hours)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Hours", Reason: salesops.ErrOutOfRange})
	}
}

func TestPlanEnumerations(t *testing.T) {
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(overflow.PlanChecks()))), 9)
	for _, tc := range []struct {
		got  any
		into interface{ UnmarshalText([]byte) error }
		text string
	}{
		{overflow.PlanStatuses(), new(overflow.PlanStatus), `["optimal","bounded","infeasible","unresolved"]`},
		{overflow.PlacementKinds(), new(overflow.PlacementKind), `["in-house","partner","declined"]`},
		{overflow.Obstacles(), new(overflow.Obstacle), `["no-room","extra-cost"]`},
		{overflow.ConflictKinds(), new(overflow.ConflictKind), `["smallest","irreducible","sufficient"]`},
		{overflow.PlanOptions(), new(overflow.PlanOption), `["selective-acceptance","partners","temporary-resources","customer-scheduling"]`},
		{overflow.PlanChecks(), new(overflow.PlanCheck), `["status","orders","placement","gain","load","value","price-bound","totals","conflict"]`},
	} {
		text, err := json.Marshal(tc.got)
		require.NoError(t, err)
		require.Equal(t, tc.text, string(text))
		require.ErrorIs(t, tc.into.UnmarshalText([]byte("x")), salesops.ErrOutOfRange)
	}
}
