package overflow_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// quick is enough to prove every book of these tests.
var quick = overflow.AllocationPolicy{MaxOptionRisk: 5, MaxPlanNodes: 3_000_000}

func amounts(low, high int) *rapid.Generator[decimal.Decimal] {
	return rapid.Map(rapid.IntRange(low, high), func(n int) decimal.Decimal { return cents(int64(n)) })
}

// books have so few orders and options that all plans can be listed.
func books() *rapid.Generator[overflow.Book] {
	return rapid.Custom(func(t *rapid.T) overflow.Book {
		b := overflow.Book{Places: 2, Periods: rapid.IntRange(1, 3).Draw(t, "periods")}
		stages := rapid.IntRange(1, 3).Draw(t, "stages")
		minutes := func(high int64) []int64 {
			return rapid.SliceOfN(rapid.Int64Range(0, high), b.Periods, b.Periods).Draw(t, "minutes")
		}
		for s := range stages {
			stage := overflow.BookStage{Name: "s" + strconv.Itoa(s), CapacityMinutes: minutes(120)}
			if rapid.Bool().Draw(t, "temporary") {
				stage.TemporaryMinutes = minutes(40)
				stage.TemporaryCostPerMinute = amounts(0, 60).Draw(t, "price")
				stage.OnboardingShare = rapid.SampledFrom([]float64{0, 0.1, 0.25, 0.333333, 0.9}).Draw(t, "onboarding")
			}
			b.Stages = append(b.Stages, stage)
		}
		for k := range rapid.IntRange(0, 2).Draw(t, "partners") {
			b.Partners = append(b.Partners, overflow.BookPartner{
				Name: "p" + strconv.Itoa(k), ShareKept: rapid.SampledFrom([]float64{0, 0.155, 0.3, 1}).Draw(t, "share"),
				Minutes: rapid.Int64Range(0, 150).Draw(t, "minutes"),
			})
		}
		most := map[int]int{2: 10, 3: 9, 4: 7, 5: 6, 6: 6}[b.Periods+len(b.Partners)+1]
		for i := range rapid.IntRange(0, most).Draw(t, "orders") {
			o := order(t, &b, strconv.Itoa(i))
			// Some are alike.
			if i > 0 && rapid.IntRange(0, 4).Draw(t, "alike") == 0 {
				o = b.Orders[i-1]
				o.ID = strconv.Itoa(i)
			}
			b.Orders = append(b.Orders, o)
		}
		return b
	})
}

func order(t *rapid.T, b *overflow.Book, id string) overflow.BookOrder {
	risk := rapid.SampledFrom([]float64{0, 5, 5, 5, math.Nextafter(5, 6)})
	o := overflow.BookOrder{
		ID: id, Contribution: amounts(-500, 5000).Draw(t, "contribution"), LateCost: amounts(0, 400).Draw(t, "late cost"),
		Earliest: rapid.IntRange(1, b.Periods).Draw(t, "earliest"), Requested: rapid.IntRange(1, b.Periods).Draw(t, "requested"),
		Minutes:     rapid.SliceOfN(rapid.Int64Range(0, 80), len(b.Stages), len(b.Stages)).Draw(t, "minutes"),
		Ruling:      rapid.SampledFrom([]overflow.Action{overflow.Accept, overflow.Accept, overflow.AcceptWithResources, overflow.Defer, overflow.Decline}).Draw(t, "ruling"),
		QualityRisk: risk.Draw(t, "risk"), Incentive: amounts(0, 300).Draw(t, "incentive"),
	}
	o.Latest = rapid.IntRange(o.Earliest, b.Periods).Draw(t, "latest")
	if o.Latest < b.Periods && rapid.Bool().Draw(t, "flexible") {
		o.FlexibleUntil = rapid.IntRange(o.Latest+1, b.Periods).Draw(t, "until")
	}
	if rapid.Bool().Draw(t, "later risk") {
		later := risk.Draw(t, "later")
		o.LaterQualityRisk = &later
	}
	if rapid.IntRange(0, 3).Draw(t, "special") == 0 {
		o.ExtraValue, o.DeclineCost = amounts(-100, 1000).Draw(t, "extra"), amounts(0, 500).Draw(t, "decline cost")
	}
	if rapid.IntRange(0, 5).Draw(t, "required") == 0 {
		o.Committed = rapid.Bool().Draw(t, "committed")
		o.MustTake = !o.Committed
	}
	for _, p := range b.Partners {
		if rapid.Bool().Draw(t, "partner") {
			o.Partners = append(o.Partners, overflow.PartnerOption{Name: p.Name, QualityRisk: risk.Draw(t, "partner risk")})
		}
	}
	return o
}

// lister tries every plan of a book, in cents.
type lister struct {
	book   *overflow.Book
	loads  [][]int64
	best   int64
	exists bool
	// forced are the only orders that count, if not nil.
	forced []int
}

func inCents(d decimal.Decimal) int64 { return d.Shift(2).IntPart() } //nolint:forbidigo // whole and small

func list(b *overflow.Book, forced []int) lister {
	l := lister{book: b, forced: forced, loads: make([][]int64, b.Periods+len(b.Partners))}
	for i := range l.loads {
		l.loads[i] = make([]int64, len(b.Stages))
	}
	l.decide(0, 0)
	return l
}

func (l *lister) decide(i int, value int64) {
	if i == len(l.book.Orders) {
		cost, fits := l.cost()
		if v := value - cost; fits && (!l.exists || v > l.best) {
			l.exists, l.best = true, v
		}
		return
	}
	o := &l.book.Orders[i]
	required := o.Committed || o.MustTake
	if l.forced != nil {
		required = slices.Contains(l.forced, i)
	}
	if !required {
		l.decide(i+1, value-inCents(o.DeclineCost))
		if l.forced != nil {
			return
		}
	}
	if o.Ruling == overflow.Decline {
		return
	}
	gain := inCents(o.Contribution) + inCents(o.ExtraValue)
	for p := o.Earliest; p <= max(o.Latest, o.FlexibleUntil); p++ {
		risk := o.QualityRisk
		if p > o.Earliest && o.LaterQualityRisk != nil {
			risk = *o.LaterQualityRisk
		}
		if risk > quick.MaxOptionRisk || o.Ruling == overflow.Defer && p == o.Earliest {
			continue
		}
		late := int64(max(0, p-o.Requested)) * inCents(o.LateCost)
		if p > o.Latest {
			late = int64(p-o.Latest) * inCents(o.Incentive)
		}
		l.put(i, p-1, value+gain-late)
	}
	for _, option := range o.Partners {
		if option.QualityRisk <= quick.MaxOptionRisk {
			k := slices.IndexFunc(l.book.Partners, func(p overflow.BookPartner) bool { return p.Name == option.Name })
			thousandths := 1000 - int64(math.Round(1000*l.book.Partners[k].ShareKept))
			kept := inCents(o.Contribution) * thousandths
			if kept >= 0 {
				kept = (kept + 500) / 1000
			} else {
				kept = -((-kept + 500) / 1000)
			}
			l.put(i, l.book.Periods+k, value+kept+inCents(o.ExtraValue))
		}
	}
}

func (l *lister) put(i, bin int, value int64) {
	for s, m := range l.book.Orders[i].Minutes {
		l.loads[bin][s] += m
	}
	l.decide(i+1, value)
	for s, m := range l.book.Orders[i].Minutes {
		l.loads[bin][s] -= m
	}
}

func (l *lister) cost() (cost int64, fits bool) {
	for p := range l.book.Periods {
		for s := range l.book.Stages {
			stage := &l.book.Stages[s]
			over := max(0, l.loads[p][s]-stage.CapacityMinutes[p])
			if over == 0 {
				continue
			}
			kept := 1_000_000 - int64(math.Round(1e6*stage.OnboardingShare))
			bought := (over*1_000_000 + kept - 1) / kept
			if stage.TemporaryMinutes == nil || bought > stage.TemporaryMinutes[p] {
				return 0, false
			}
			cost += bought * inCents(stage.TemporaryCostPerMinute)
		}
	}
	for k, partner := range l.book.Partners {
		sum := int64(0)
		for _, m := range l.loads[l.book.Periods+k] {
			sum += m
		}
		if sum > partner.Minutes {
			return 0, false
		}
	}
	return cost, true
}

func allocated(t *rapid.T, b overflow.Book) overflow.Plan {
	plan, err := overflow.Allocate(b, quick)
	require.NoError(t, err)
	violations, err := overflow.Verify(b, plan, quick)
	require.NoError(t, err)
	require.Empty(t, violations)
	return plan
}

// No plan of all is better, and what does not fit does not fit.
func planBestProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	plan := allocated(t, b)
	want := list(&b, nil)
	if !want.exists {
		require.Equal(t, overflow.Infeasible, plan.Status)
		requireSmallest(t, &b, plan.Conflict)
		return
	}
	require.Equal(t, overflow.Optimal, plan.Status)
	require.Equal(t, want.best, inCents(plan.Value))
	require.True(t, plan.PriceBound.GreaterThanOrEqual(plan.Value))
	require.Equal(t, inCents(plan.Value), inCents(plan.Totals.InHouseGain.Add(plan.Totals.PartnerGain).Sub(plan.Totals.DeclineCost).Sub(plan.Totals.TemporaryCost)))
}

// The conflict does not fit, and no smaller set of required orders conflicts.
func requireSmallest(t *rapid.T, b *overflow.Book, c *overflow.Conflict) {
	require.Equal(t, overflow.Smallest, c.Kind)
	var set, all []int
	for i, o := range b.Orders {
		if o.Committed || o.MustTake {
			all = append(all, i)
		}
		if slices.Contains(c.Orders, o.ID) {
			set = append(set, i)
		}
	}
	require.Len(t, set, len(c.Orders))
	require.False(t, list(b, set).exists)
	for mask := range 1 << len(all) {
		var some []int
		for i, item := range all {
			if mask>>i&1 == 1 {
				some = append(some, item)
			}
		}
		if len(some) < len(set) {
			require.True(t, list(b, append([]int{}, some...)).exists, "%v conflict already", some)
		}
	}
}

// With too little work allowed the plan is still a plan, and the bound a bound.
func planBoundProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	policy := overflow.AllocationPolicy{MaxOptionRisk: 5, MaxPlanNodes: int64(rapid.IntRange(1, 2000).Draw(t, "nodes"))}
	plan, err := overflow.Allocate(b, policy)
	require.NoError(t, err)
	violations, err := overflow.Verify(b, plan, policy)
	require.NoError(t, err)
	require.Empty(t, violations)
	testkit.RoundTrip(t, plan)
	want := list(&b, nil)
	switch plan.Status {
	case overflow.Infeasible:
		require.False(t, want.exists)
	case overflow.Optimal:
		require.Equal(t, want.best, inCents(plan.Value))
	case overflow.Bounded:
		require.LessOrEqual(t, inCents(plan.Value), want.best)
		require.GreaterOrEqual(t, inCents(plan.Bound), want.best)
	case overflow.Unresolved:
	}
}

// What can only help never lowers the optimum, and order does not matter.
func planMonotoneProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	before := allocated(t, b)
	better := b
	switch rapid.SampledFrom([]string{"hour", "order", "permutation", "partner"}).Draw(t, "what") {
	case "hour":
		s, p := rapid.IntRange(0, len(b.Stages)-1).Draw(t, "stage"), rapid.IntRange(1, b.Periods).Draw(t, "period")
		price, err := overflow.PriceHour(b, overflow.Resource{Stage: b.Stages[s].Name, Period: p}, quick)
		require.NoError(t, err)
		require.Equal(t, before, price.Before)
		if price.Worth != nil {
			require.True(t, price.Worth.Low.Equal(price.After.Value.Sub(before.Value)))
			require.True(t, price.Worth.High.Equal(price.Worth.Low))
			require.True(t, price.After.Value.GreaterThanOrEqual(before.Value))
		}
		testkit.RoundTrip(t, price)
		return
	case "order":
		extra := order(t, &b, "extra")
		extra.Committed, extra.MustTake, extra.DeclineCost = false, false, cents(0)
		better.Orders = append(slices.Clone(b.Orders), extra)
	case "permutation":
		better.Orders = rapid.Permutation(b.Orders).Draw(t, "orders")
		after := allocated(t, better)
		require.Equal(t, before.Status, after.Status)
		require.Equal(t, before.Value.String(), after.Value.String())
		return
	case "partner":
		better.Partners = slices.Clone(b.Partners)
		for i := range better.Partners {
			better.Partners[i].Minutes += 30
		}
	}
	after := allocated(t, better)
	if before.Status == overflow.Optimal {
		require.Equal(t, overflow.Optimal, after.Status)
		require.True(t, after.Value.GreaterThanOrEqual(before.Value))
	}
}

// A plan that was tampered with does not pass.
func planVerifyProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	plan := allocated(t, b)
	cent := cents(1)
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		plan.Value = plan.Value.Add(cent)
	case 1:
		plan.Bound = plan.Bound.Sub(cent)
	case 2:
		plan.PriceBound = plan.PriceBound.Add(cent)
	case 3:
		plan.Status = overflow.Unresolved
		if len(plan.Orders)+len(plan.Stages) == 0 && plan.Conflict == nil {
			return
		}
	case 4:
		plan.Totals.TemporaryMinutes++
		plan.Totals.LateCost = plan.Totals.LateCost.Add(cent)
		if plan.Status == overflow.Infeasible {
			return
		}
	case 5:
		if len(plan.Stages) == 0 {
			return
		}
		plan.Stages[0].LoadMinutes++
	case 6:
		if len(plan.Stages) == 0 || b.Stages[0].CapacityMinutes[0] == 0 {
			return // with nothing for sale any price will do
		}
		plan.Stages[0].ValuePerHour = plan.Stages[0].ValuePerHour.Add(decimal.New(1, 6))
	case 7:
		if len(plan.Orders) == 0 {
			return
		}
		plan.Orders[0].Gain = plan.Orders[0].Gain.Add(cent)
	case 8:
		if len(plan.Orders) == 0 {
			return
		}
		plan.Orders[0].NetGain = plan.Orders[0].NetGain.Add(cent)
	case 9:
		if len(plan.Orders) == 0 {
			return
		}
		i := rapid.IntRange(0, len(plan.Orders)-1).Draw(t, "order")
		from := plan.Orders[i].Placement
		to := overflow.Placement{Kind: overflow.InHouse, Period: rapid.IntRange(0, 4).Draw(t, "period")}
		if from == to {
			to = overflow.Placement{Kind: overflow.Declined}
		}
		plan.Orders[i].Placement = to
	case 10:
		if plan.Conflict == nil {
			return
		}
		plan.Conflict.Orders = append(plan.Conflict.Orders, "nobody")
	case 11:
		if len(plan.Partners) == 0 {
			return
		}
		plan.Partners[0].LoadMinutes--
	}
	violations, err := overflow.Verify(b, plan, quick)
	require.NoError(t, err)
	require.NotEmpty(t, violations)
}

// A plan without an option is the best that can be done without it.
func planOptionsProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	c, err := overflow.CompareOptions(b, quick)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	testkit.RoundTrip(t, b)
	for i, without := range c.Without {
		poorer, err := overflow.RemoveOption(b, overflow.PlanOptions()[i], quick)
		require.NoError(t, err)
		require.Equal(t, without.Plan, allocated(t, poorer))
		if without.Worth != nil {
			require.Equal(t, c.Plan.Value.Sub(without.Plan.Value).String(), without.Worth.Low.String())
			require.Equal(t, without.Worth.Low.String(), without.Worth.High.String())
			require.GreaterOrEqual(t, without.Worth.Low.Sign(), 0)
		}
		switch totals := without.Plan.Totals; without.Option {
		case overflow.SelectiveAcceptance:
		case overflow.Partners:
			require.Zero(t, totals.PartnerOrders)
		case overflow.TemporaryResources:
			require.Zero(t, totals.TemporaryMinutes)
		case overflow.CustomerScheduling:
			require.True(t, totals.Incentives.IsZero())
		}
	}
}

func TestPlanBest(t *testing.T)     { rapid.Check(t, planBestProperty) }
func TestPlanBound(t *testing.T)    { rapid.Check(t, planBoundProperty) }
func TestPlanMonotone(t *testing.T) { rapid.Check(t, planMonotoneProperty) }
func TestPlanVerify(t *testing.T)   { rapid.Check(t, planVerifyProperty) }
func TestPlanOptions(t *testing.T)  { rapid.Check(t, planOptionsProperty) }

func FuzzPlanBest(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(planBestProperty)) }
func FuzzPlanBound(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(planBoundProperty)) }
func FuzzPlanMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(planMonotoneProperty)) }
func FuzzPlanVerify(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(planVerifyProperty)) }
func FuzzPlanOptions(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(planOptionsProperty)) }
