package comp_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// inMode is a band of any mode.
func inMode(from string, mode comp.Mode, rate string) comp.Band {
	return comp.Band{From: dec(from), Mode: mode, Rate: dec(rate)}
}

// tableOf is a plan in cents with a target of 1000 and one component.
func tableOf(basis comp.Basis, quota string, bands ...comp.Band) comp.Plan {
	return comp.Plan{
		Name: "plan", Role: comp.AccountExecutive, Places: 2, Base: dec("1000"), TargetVariable: dec("1000"),
		Components: []comp.Component{{
			Name: "all", Measure: comp.NewCustomers, Weight: dec("1"), Quota: dec(quota), Basis: basis, Bands: bands,
		}},
	}
}

func amountOf(text string) *decimal.Decimal {
	d := dec(text)
	return &d
}

// rows are pieces as texts: from, at, above, rate, jump.
func rows(pieces []comp.Piece) [][5]string {
	list := make([][5]string, len(pieces))
	for i, p := range pieces {
		list[i] = [5]string{p.From.String(), p.At.String(), p.Above.String(), p.Rate.String(), p.Jump.String()}
	}
	return list
}

func TestTraceCurve(t *testing.T) {
	const marginal, retro, overage, curve = comp.Marginal, comp.Retroactive, comp.Overage, comp.Interpolated
	for name, tc := range map[string]struct {
		plan comp.Plan
		edit func(c *comp.Component)
		want [][5]string
	}{
		"marginal": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0.2")), nil,
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "10", "10", "0.2", "0"}},
		},
		"a threshold": {
			tableOf(comp.RateOfAmount, "100", inMode("0.5", marginal, "0.1")), nil,
			[][5]string{{"0", "0", "0", "0", "0"}, {"50", "0", "0", "0.1", "0"}},
		},
		"multiples of the target": {
			tableOf(comp.MultipleOfTarget, "900", inMode("0", marginal, "1"), inMode("1", marginal, "1.5")), nil,
			[][5]string{{"0", "0", "0", "10/9", "0"}, {"900", "1000", "1000", "5/3", "0"}},
		},
		"retroactive": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", retro, "0.15"), inMode("2", retro, "0.12")), nil,
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "15", "15", "0.15", "5"}, {"200", "24", "24", "0.12", "-6"}},
		},
		"retroactive above the edge": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", retro, "0.15")),
			func(c *comp.Component) { c.Edge = comp.LowerBand },
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "10", "15", "0.15", "5"}},
		},
		"overage": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1.5", overage, "0.2")), nil,
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"150", "20", "20", "0.2", "5"}},
		},
		"interpolated": {
			tableOf(comp.MultipleOfTarget, "100", inMode("0.4", curve, "0"), inMode("1", curve, "1"), inMode("1.3", curve, "2")), nil,
			[][5]string{
				{"0", "0", "0", "0", "0"}, {"40", "0", "0", "50/3", "0"}, {"100", "1000", "1000", "100/3", "0"}, {"130", "2000", "2000", "0", "0"},
			},
		},
		"a pay from nothing sold": {
			tableOf(comp.MultipleOfTarget, "100", inMode("0", curve, "0.2"), inMode("1", curve, "1")),
			func(c *comp.Component) { c.Edge = comp.LowerBand },
			[][5]string{{"0", "0", "200", "8", "200"}, {"100", "1000", "1000", "0", "0"}},
		},
		"a cap inside a piece": {
			tableOf(comp.MultipleOfTarget, "900", inMode("0", marginal, "1"), inMode("1", marginal, "1.5")),
			func(c *comp.Component) { c.Cap = amountOf("1001") },
			[][5]string{{"0", "0", "0", "10/9", "0"}, {"900", "1000", "1000", "5/3", "0"}, {"900.6", "1001", "1001", "0", "0"}},
		},
		"a cap that is no decimal of the amount": {
			tableOf(comp.RateOfAmount, "900", inMode("0", marginal, "0.3")),
			func(c *comp.Component) { c.Cap = amountOf("1") },
			[][5]string{{"0", "0", "0", "0.3", "0"}, {"10/3", "1", "1", "0", "0"}},
		},
		"a cap at a band": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0.2")),
			func(c *comp.Component) { c.Cap = amountOf("10") },
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "10", "10", "0", "0"}},
		},
		"a cap in a jump": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", retro, "0.15")),
			func(c *comp.Component) { c.Cap = amountOf("12") },
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "12", "12", "0", "2"}},
		},
		"a cap that pay falls below": {
			tableOf(comp.MultipleOfTarget, "100", inMode("0", curve, "0"), inMode("1", curve, "1"), inMode("2", curve, "0")),
			func(c *comp.Component) { c.Cap = amountOf("600") },
			[][5]string{
				{"0", "0", "0", "10", "0"}, {"60", "600", "600", "0", "0"}, {"100", "600", "600", "0", "0"},
				{"140", "600", "600", "-10", "0"}, {"200", "0", "0", "0", "0"},
			},
		},
		"a cap at the top": {
			tableOf(comp.MultipleOfTarget, "100", inMode("0", curve, "0"), inMode("1", curve, "1"), inMode("2", curve, "0")),
			func(c *comp.Component) { c.Cap = amountOf("1000") },
			[][5]string{{"0", "0", "0", "10", "0"}, {"100", "1000", "1000", "-10", "0"}, {"200", "0", "0", "0", "0"}},
		},
		"a cap of nothing": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1")),
			func(c *comp.Component) { c.Cap = amountOf("0") },
			[][5]string{{"0", "0", "0", "0", "0"}},
		},
		"a cap that is not reached": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0")),
			func(c *comp.Component) { c.Cap = amountOf("10") },
			[][5]string{{"0", "0", "0", "0.1", "0"}, {"100", "10", "10", "0", "0"}},
		},
		"a gate on itself": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0.2")),
			func(c *comp.Component) { c.Gates = []comp.Gate{{Component: "all", From: dec("0.8")}} },
			[][5]string{{"0", "0", "0", "0", "0"}, {"80", "8", "8", "0.1", "8"}, {"100", "10", "10", "0.2", "0"}},
		},
		"a gate at a band": {
			tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0.2")),
			func(c *comp.Component) {
				c.Gates = []comp.Gate{{Component: "all", From: dec("1")}, {Component: "all", From: dec("0.3")}}
			},
			[][5]string{{"0", "0", "0", "0", "0"}, {"100", "10", "10", "0.2", "10"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.edit != nil {
				tc.edit(&tc.plan.Components[0])
			}
			curve, err := comp.TraceCurve(tc.plan, "all")
			require.NoError(t, err)
			require.Equal(t, tc.want, rows(curve.Pieces))
			require.Equal(t, "all", curve.Component)
			require.Equal(t, comp.HalfAwayFromZero, curve.Rounding)
			require.Equal(t, int32(2), curve.Places)
			testkit.EqualDecimal(t, tc.plan.Components[0].Quota.String(), curve.Quota)
		})
	}
}

func TestTraceCurveOutOfRange(t *testing.T) {
	plan := tableOf(comp.RateOfAmount, "100", inMode("0", comp.Marginal, "0.1"))
	_, err := comp.TraceCurve(plan, "none")
	testkit.RequireFaults(t, err, testkit.Fault{Field: "TraceCurve.Component", Reason: salesops.ErrOutOfRange})
	plan.Components[0].Bands[0].Rate = dec("-1")
	curve, err := comp.TraceCurve(plan, "")
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Plan.Components[0].Bands[0].Rate", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "TraceCurve.Component", Reason: salesops.ErrOutOfRange})
	require.Empty(t, curve)
	whole, err := comp.TracePlan(plan)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components[0].Bands[0].Rate", Reason: salesops.ErrOutOfRange})
	require.Empty(t, whole)
}

// A plan of many bands is traced up to a limit; its components are alone.
func TestTracePlanOfManyBands(t *testing.T) {
	plan := tableOf(comp.RateOfAmount, "100")
	plan.Components = nil
	for i := range 5 {
		c := comp.Component{
			Name: string(rune('a' + i)), Measure: comp.NewCustomers, Weight: dec("0.2"), Quota: dec("100"), Basis: comp.MultipleOfTarget,
		}
		for k := range comp.MaxBands {
			c.Bands = append(c.Bands, comp.Band{From: decimal.New(int64(k*(i+7)), -2), Mode: comp.Marginal, Rate: dec("1")})
		}
		plan.Components = append(plan.Components, c)
	}
	curve, err := comp.TracePlan(plan)
	require.NoError(t, err)
	point, err := curve.At(dec("1.5"))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1500", point.Payout)

	plan.Components[0].Weight = dec("0.1")
	more := plan.Components[0]
	more.Name, more.Bands = "more", more.Bands[:1]
	plan.Components = append(plan.Components, more)
	_, err = comp.TracePlan(plan)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components", Reason: salesops.ErrOutOfRange})
	_, err = comp.EstimateCost(plan, []comp.Chance{{Attainment: dec("1"), Weight: dec("1")}})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components", Reason: salesops.ErrOutOfRange})
	_, err = comp.TraceCurve(plan, "more")
	require.NoError(t, err)
}

func TestCurveAt(t *testing.T) {
	plan := tableOf(comp.MultipleOfTarget, "900", inMode("0.5", comp.Marginal, "1"), inMode("1", comp.Retroactive, "1.5"))
	curve, err := comp.TraceCurve(plan, "all")
	require.NoError(t, err)
	for _, tc := range []struct {
		credited, attainment, exact, payout, marginal string
		effective                                     float64
		next                                          []string // from, sale, payout, worth
	}{
		{"-1", "-0.001111", "0", "0", "0", 0, []string{"0", "1", "0", "0"}},
		{"0", "0", "0", "0", "0", 0, []string{"450", "450", "0", "0"}},
		{"449.999", "0.499999", "0", "0", "0", 0, []string{"450", "0.01", "0.01", "0.01"}},
		{"450", "0.5", "0", "0", "10/9", 0, []string{"900", "450", "1500", "1500"}},
		{"451", "0.501111", "10/9", "1.11", "10/9", 1.11 / 451, []string{"900", "449", "1500", "1498.89"}},
		{"900", "1", "1500", "1500", "5/3", 1500.0 / 900, nil},
		{"901", "1.001111", "4505/3", "1501.67", "5/3", 1501.67 / 901, nil},
	} {
		point, err := curve.At(dec(tc.credited))
		require.NoError(t, err, tc.credited)
		testkit.EqualDecimal(t, tc.credited, point.Credited)
		testkit.EqualDecimal(t, tc.attainment, point.Attainment, tc.credited)
		require.Equal(t, tc.exact, point.Exact.String(), tc.credited)
		testkit.EqualDecimal(t, tc.payout, point.Payout, tc.credited)
		require.Equal(t, tc.marginal, point.MarginalRate.String(), tc.credited)
		effective, defined := point.EffectiveRate.Value()
		require.Equal(t, dec(tc.credited).IsPositive(), defined, tc.credited)
		require.InDelta(t, tc.effective, effective, 1e-15, tc.credited)
		if tc.next == nil {
			require.Nil(t, point.Next, tc.credited)
			continue
		}
		require.Equal(t, tc.next[0], point.Next.From.String(), tc.credited)
		testkit.EqualDecimal(t, tc.next[1], point.Next.Sale, tc.credited)
		testkit.EqualDecimal(t, tc.next[2], point.Next.Payout, tc.credited)
		testkit.EqualDecimal(t, tc.next[3], point.Next.Worth, tc.credited)
	}
}

// Even the first piece can be a threshold: pay that begins with the first cent.
func TestCurveAtNothing(t *testing.T) {
	plan := tableOf(comp.MultipleOfTarget, "100", inMode("0", comp.Interpolated, "0.2"), inMode("1", comp.Interpolated, "1"))
	plan.Components[0].Edge = comp.LowerBand
	curve, err := comp.TraceCurve(plan, "all")
	require.NoError(t, err)
	for credited, sale := range map[string]string{"0": "0.01", "-1": "1.01", "-0.005": "0.01"} {
		point, err := curve.At(dec(credited))
		require.NoError(t, err)
		require.Equal(t, "0", point.Next.From.String(), credited)
		testkit.EqualDecimal(t, sale, point.Next.Sale, credited)
		require.True(t, point.Next.Worth.GreaterThanOrEqual(dec("200")), credited)
		testkit.EqualDecimal(t, point.Next.Payout.String(), point.Next.Worth, credited)
	}
	plan.Components[0].Edge = comp.UpperBand
	curve, err = comp.TraceCurve(plan, "all")
	require.NoError(t, err)
	point, err := curve.At(dec("0"))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "200", point.Payout)
	require.Equal(t, "100", point.Next.From.String())
}

// Where the lower band applies at its edge, the next one is a cent away.
func TestCurveAtALowerEdge(t *testing.T) {
	plan := tableOf(comp.RateOfAmount, "100", inMode("0", comp.Marginal, "0.1"), inMode("1", comp.Retroactive, "0.15"))
	plan.Components[0].Edge = comp.LowerBand
	curve, err := comp.TraceCurve(plan, "all")
	require.NoError(t, err)
	for _, credited := range []string{"99.99", "100"} {
		point, err := curve.At(dec(credited))
		require.NoError(t, err)
		require.Equal(t, "100", point.Next.From.String())
		testkit.EqualDecimal(t, dec("100.01").Sub(dec(credited)).String(), point.Next.Sale, credited)
		testkit.EqualDecimal(t, "15", point.Next.Payout, credited)
		testkit.EqualDecimal(t, "5", point.Next.Worth, credited)
	}
}

func TestFindSale(t *testing.T) {
	const marginal, retro, curve = comp.Marginal, comp.Retroactive, comp.Interpolated
	accelerated := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0.3"))
	cliff := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", retro, "0.15"))
	lower := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", retro, "0.15"))
	lower.Components[0].Edge = comp.LowerBand
	falling := tableOf(comp.RateOfAmount, "100", inMode("0", retro, "0.2"), inMode("1", retro, "0.1"), inMode("3", retro, "0.3"))
	hill := tableOf(comp.MultipleOfTarget, "100", inMode("0", curve, "0"), inMode("1", curve, "1"), inMode("2", curve, "0"))
	flat := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"), inMode("1", marginal, "0"))
	even := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.1"))
	even.Rounding = comp.HalfEven
	slow := tableOf(comp.RateOfAmount, "100", inMode("0", marginal, "0.001"))
	const already, reached, out = comp.AlreadyReached, comp.ReachedBySale, comp.OutOfReach
	for name, tc := range map[string]struct {
		plan           comp.Plan
		credited, wish string
		outcome        comp.SaleOutcome
		sale, payout   string
	}{
		"in the first band":           {accelerated, "0", "5", reached, "49.95", "5"},
		"in the accelerator":          {accelerated, "0", "13", reached, "109.99", "13"},
		"from where results stand":    {accelerated, "80", "13", reached, "29.99", "13"},
		"from between the cents":      {accelerated, "80.004", "13", reached, "29.98", "13"},
		"nothing is needed":           {accelerated, "80", "8", already, "0", "8"},
		"no wish":                     {accelerated, "-5", "0", already, "0", "0"},
		"after returns":               {accelerated, "-20", "1", reached, "29.95", "1"},
		"a cent":                      {accelerated, "0", "0.01", reached, "0.05", "0.01"},
		"half a cent is a cent":       {even, "0", "0.02", reached, "0.15", "0.02"},
		"half a cent is none":         {even, "0", "0.01", reached, "0.06", "0.01"},
		"a wish between the cents":    {accelerated, "0", "4.991", reached, "49.95", "5"},
		"over a cliff":                {cliff, "0", "12", reached, "100", "15"},
		"just below a cliff":          {cliff, "0", "10", reached, "99.95", "10"},
		"at a cliff":                  {cliff, "100", "15", already, "0", "15"},
		"behind a lower edge":         {lower, "0", "12", reached, "100.01", "15"},
		"at a lower edge":             {lower, "100", "12", reached, "0.01", "15"},
		"the smallest of several":     {falling, "0", "15", reached, "74.98", "15"},
		"where pay has fallen":        {falling, "100", "15", reached, "49.95", "15"},
		"only beyond the fall":        {falling, "0", "70", reached, "300", "90"},
		"at the top of a hill":        {hill, "0", "1000", reached, "100", "1000"},
		"down a hill is out of reach": {hill, "150", "501", out, "0", "500"},
		"above the top":               {hill, "30", "1000.01", out, "70", "1000"},
		"the most of a flat table":    {flat, "90", "11", out, "9.95", "10"},
		"no end":                      {slow, "0", "1000000000000", reached, "999999999999995", "1000000000000"},
		"beyond all limits":           {slow, "0", "1000000000000.01", out, "999999999999995", "1000000000000"},
		"at the limit":                {slow, "1000000000000000", "1000000000000.01", out, "0", "1000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			curve, err := comp.TraceCurve(tc.plan, "all")
			require.NoError(t, err)
			sale, err := curve.FindSale(dec(tc.credited), dec(tc.wish))
			require.NoError(t, err)
			require.Equal(t, tc.outcome, sale.Outcome)
			testkit.EqualDecimal(t, tc.sale, sale.Sale)
			testkit.EqualDecimal(t, tc.payout, sale.Payout)
			testkit.EqualDecimal(t, dec(tc.credited).Add(dec(tc.sale)).String(), sale.Credited)
		})
	}
}

func TestCurveArgumentsOutOfRange(t *testing.T) {
	curve, err := comp.TraceCurve(tableOf(comp.RateOfAmount, "100", inMode("0", comp.Marginal, "0.1")), "all")
	require.NoError(t, err)
	out := salesops.ErrOutOfRange
	huge := decimal.New(1, 2_000_000_000)
	_, err = curve.At(huge)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "At.Credited", Reason: out})
	for _, credited := range []string{"-1000000000000000", "1000000000000000"} {
		_, err = curve.At(dec(credited))
		require.NoError(t, err)
	}
	_, err = curve.FindSale(dec("1000000000000000.01"), dec("-0.01"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "FindSale.Credited", Reason: out}, testkit.Fault{Field: "FindSale.Wish", Reason: out})
	_, err = curve.FindSale(dec("-1000000000000000.01"), dec("1000000000000000.01"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "FindSale.Credited", Reason: out}, testkit.Fault{Field: "FindSale.Wish", Reason: out})
	_, err = curve.Accrue(dec("-1"), dec("0"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Accrue.Credited", Reason: out}, testkit.Fault{Field: "Accrue.Expected", Reason: salesops.ErrMissing})
	_, err = curve.Accrue(dec("5"), dec("4.99"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Accrue.Credited", Reason: salesops.ErrConflict})
	_, err = curve.Accrue(huge, huge)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Accrue.Credited", Reason: out}, testkit.Fault{Field: "Accrue.Expected", Reason: out})

	// A curve that nobody traced.
	none := []testkit.Fault{
		{Field: "Curve.Component", Reason: salesops.ErrMissing}, {Field: "Curve.Rounding", Reason: salesops.ErrMissing},
		{Field: "Curve.Quota", Reason: salesops.ErrMissing}, {Field: "Curve.Pieces", Reason: salesops.ErrMissing},
	}
	_, err = comp.Curve{}.At(dec("1"))
	testkit.RequireFaults(t, err, none...)
	_, err = comp.Curve{}.FindSale(dec("1"), dec("1"))
	testkit.RequireFaults(t, err, none...)
	_, err = comp.Curve{}.Accrue(dec("1"), dec("1"))
	testkit.RequireFaults(t, err, none...)
	_, err = comp.PlanCurve{}.At(dec("1000.01"))
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "PlanCurve.Rounding", Reason: salesops.ErrMissing}, testkit.Fault{Field: "PlanCurve.Components", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "PlanCurve.Bonuses", Reason: salesops.ErrMissing}, testkit.Fault{Field: "PlanCurve.Pieces", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "At.Attainment", Reason: out})
}

// twoComponents has a cliff, a gate, two bonuses and a cap.
func twoComponents() comp.Plan {
	return comp.Plan{
		Name: "plan", Role: comp.AccountExecutive, Places: 2, Base: dec("1000"), TargetVariable: dec("1000"), Cap: amountOf("1800"),
		Components: []comp.Component{
			{
				Name: "new", Measure: comp.NewCustomers, Weight: dec("0.6"), Quota: dec("700"), Basis: comp.MultipleOfTarget,
				Bands: []comp.Band{inMode("0", comp.Marginal, "1"), inMode("1", comp.Retroactive, "1.5")},
			},
			{
				Name: "kept", Measure: comp.Retention, Weight: dec("0.4"), Quota: dec("300"), Basis: comp.MultipleOfTarget,
				Bands: []comp.Band{inMode("0", comp.Marginal, "1")}, Gates: []comp.Gate{{Component: "new", From: dec("0.5")}},
			},
		},
		Bonuses: []comp.Bonus{
			{Name: "quota", Component: "new", From: dec("1.2"), Amount: dec("100"), Frequency: comp.OncePerPeriod},
			{Name: "start", Component: "kept", Amount: dec("7"), Frequency: comp.EachTime},
			{Name: "gadget", Component: "new", Product: "gadget", Amount: dec("50"), Frequency: comp.EachTime},
			{Name: "large", Component: "new", MinCredit: dec("5"), Amount: dec("50"), Frequency: comp.EachTime},
		},
	}
}

func TestTracePlan(t *testing.T) {
	plan := twoComponents()
	curve, err := comp.TracePlan(plan)
	require.NoError(t, err)
	require.Equal(t, [][5]string{
		{"0", "0", "7", "600", "7"},
		{"0.5", "507", "507", "1000", "200"},
		{"1", "1307", "1307", "1300", "300"},
		{"1.2", "1667", "1667", "1300", "100"},
		{"1693/1300", "1800", "1800", "0", "0"},
	}, rows(curve.Pieces))
	require.Equal(t, [][5]string{{"0", "0", "7", "0", "7"}, {"1.2", "107", "107", "0", "100"}}, rows(curve.Bonuses))
	require.Len(t, curve.Components, 2)
	require.Equal(t, [][5]string{{"0", "0", "0", "0", "0"}, {"150", "200", "200", "4/3", "200"}}, rows(curve.Components[1].Pieces))
	testkit.EqualDecimal(t, "1800", *curve.Cap)
	*plan.Cap = dec("1")
	testkit.EqualDecimal(t, "1800", *curve.Cap)

	for _, tc := range []struct{ attainment, payout, exact, rate string }{
		{"0", "0", "0", "600"},
		{"0.333333", "207", "206.9998", "600"},
		{"1", "1307", "1307", "1300"},
		{"1.3", "1797", "1797", "1300"},
		{"1000", "1800", "1800", "0"},
	} {
		point, err := curve.At(dec(tc.attainment))
		require.NoError(t, err)
		testkit.EqualDecimal(t, tc.attainment, point.Attainment)
		testkit.EqualDecimal(t, tc.payout, point.Payout, tc.attainment)
		require.Equal(t, tc.exact, point.Exact.String())
		require.Equal(t, tc.rate, point.MarginalRate.String())
	}
	_, err = curve.At(dec("-0.01"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "At.Attainment", Reason: salesops.ErrOutOfRange})
}

func TestEstimateCost(t *testing.T) {
	chances := []comp.Chance{
		{Attainment: dec("0.4"), Weight: dec("2")}, {Attainment: dec("0.9"), Weight: dec("3")}, {Attainment: dec("1"), Weight: dec("1")},
		{Attainment: dec("3"), Weight: dec("0")}, {Attainment: dec("1.25"), Weight: dec("1")},
	}
	e, err := comp.EstimateCost(twoComponents(), chances)
	require.NoError(t, err)
	// 247, 907, 1307 and 1732 for 2, 3, 1 and 1 of 7.
	require.Equal(t, "6254/7", e.Payout.String())
	require.Equal(t, "23/28", e.Attainment.String())
	require.Equal(t, "2/7", e.AboveTarget.String())
	testkit.EqualDecimal(t, "247", e.Lowest)
	testkit.EqualDecimal(t, "1732", e.Highest)
	testkit.EqualDecimal(t, "828.43", e.AtAverage) // at 0.821429
	require.Equal(t, "3/7", e.Points[1].Likelihood.String())
	testkit.EqualDecimal(t, "1800", e.Points[3].Payout)
	// 6254/7 of 23/28 × 1000
	require.InDelta(t, 6254.0/7/(23.0/28*1000), e.CostRatio.Or(0), 1e-15)

	// What does not add up is not what the pay is a part of.
	plan := twoComponents()
	plan.Components[1].Tally = comp.Level
	e, err = comp.EstimateCost(plan, chances)
	require.NoError(t, err)
	require.InDelta(t, 6254.0/7/(23.0/28*700), e.CostRatio.Or(0), 1e-15)

	e, err = comp.EstimateCost(plan, []comp.Chance{{Attainment: dec("0"), Weight: dec("1")}})
	require.NoError(t, err)
	_, defined := e.CostRatio.Value()
	require.False(t, defined)
	require.Equal(t, "0", e.Payout.String())
}

func TestEstimateCostOutOfRange(t *testing.T) {
	out := salesops.ErrOutOfRange
	chance := func(attainment, weight string) comp.Chance {
		return comp.Chance{Attainment: dec(attainment), Weight: dec(weight)}
	}
	for name, tc := range map[string]struct {
		chances []comp.Chance
		want    []testkit.Fault
	}{
		"none":     {nil, []testkit.Fault{{Field: "EstimateCost.Chances", Reason: salesops.ErrMissing}}},
		"too many": {make([]comp.Chance, comp.MaxChances+1), []testkit.Fault{{Field: "EstimateCost.Chances", Reason: out}}},
		"weightless": {[]comp.Chance{chance("1", "0"), chance("2", "0")}, []testkit.Fault{
			{Field: "EstimateCost.Chances", Reason: salesops.ErrConflict},
		}},
		"out of range": {[]comp.Chance{chance("1000.1", "-1"), chance("-1", "0")}, []testkit.Fault{
			{Field: "EstimateCost.Chances[0].Attainment", Reason: out}, {Field: "EstimateCost.Chances[0].Weight", Reason: out},
			{Field: "EstimateCost.Chances[1].Attainment", Reason: out},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := comp.EstimateCost(twoComponents(), tc.chances)
			testkit.RequireFaults(t, err, tc.want...)
			require.Empty(t, e)
		})
	}
	plan := twoComponents()
	plan.Places = 9
	_, err := comp.EstimateCost(plan, nil)
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Plan.Places", Reason: out}, testkit.Fault{Field: "EstimateCost.Chances", Reason: salesops.ErrMissing})
}

// Halfway through a period that will end beyond the cliff, more is set aside
// than has been earned.
func TestAccrue(t *testing.T) {
	plan := tableOf(comp.RateOfAmount, "100", inMode("0", comp.Marginal, "0.1"), inMode("1", comp.Retroactive, "0.15"))
	curve, err := comp.TraceCurve(plan, "all")
	require.NoError(t, err)
	for _, tc := range []struct{ credited, expected, earned, payout, rate, accrued, beyond string }{
		{"50", "120", "5", "18", "0.15", "7.5", "2.5"},
		{"50", "90", "5", "9", "0.1", "5", "0"},
		{"120", "120", "18", "18", "0.15", "18", "0"},
		{"0", "120", "0", "18", "0.15", "0", "0"},
		{"1", "99.99", "0.1", "10", "1000/9999", "0.1", "0"},
	} {
		a, err := curve.Accrue(dec(tc.credited), dec(tc.expected))
		require.NoError(t, err)
		testkit.EqualDecimal(t, tc.credited, a.Credited)
		testkit.EqualDecimal(t, tc.expected, a.Expected)
		testkit.EqualDecimal(t, tc.earned, a.Earned)
		testkit.EqualDecimal(t, tc.payout, a.Payout)
		require.Equal(t, tc.rate, a.Rate.String())
		testkit.EqualDecimal(t, tc.accrued, a.Accrued)
		testkit.EqualDecimal(t, tc.beyond, a.Beyond)
	}
}

func TestCurveJSON(t *testing.T) {
	plan := twoComponents()
	curve, err := comp.TraceCurve(plan, "new")
	require.NoError(t, err)
	testkit.Golden(t, "curve", curve)
	point, err := curve.At(dec("650"))
	require.NoError(t, err)
	testkit.Golden(t, "point", point)
	sale, err := curve.FindSale(dec("650"), dec("600"))
	require.NoError(t, err)
	testkit.Golden(t, "needed_sale", sale)
	accrual, err := curve.Accrue(dec("650"), dec("720"))
	require.NoError(t, err)
	testkit.Golden(t, "accrual", accrual)
	whole, err := comp.TracePlan(plan)
	require.NoError(t, err)
	testkit.Golden(t, "plan_curve", whole)
	wholePoint, err := whole.At(dec("0.95"))
	require.NoError(t, err)
	testkit.Golden(t, "plan_point", wholePoint)
	estimate, err := comp.EstimateCost(plan, []comp.Chance{{Attainment: dec("0.8"), Weight: dec("2")}, {Attainment: dec("1.1"), Weight: dec("1")}})
	require.NoError(t, err)
	testkit.Golden(t, "cost_estimate", estimate)
}

func TestCurveFaults(t *testing.T) {
	const good = `{"component":"a","places":2,"rounding":"half-even","quota":"10","pieces":[` +
		`{"from":"0","at":"0","above":"0","rate":"0.1","jump":"0"},{"from":"10/3","at":"1/3","above":"2","rate":"0","jump":"5/3"}]}`
	var curve comp.Curve
	require.NoError(t, json.Unmarshal([]byte(good), &curve))
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	const sales = `"sale":"1","credited":"2","payout":"3"}`
	const point = `"attainment":"0.5","payout":"1","marginal_rate":"0","exact":"1"`
	for name, tc := range map[string]struct {
		into json.Unmarshaler
		text string
		want []testkit.Fault
	}{
		"pieces that do not ascend": {
			new(comp.Curve), `{"component":"a","places":2,"rounding":"half-even","quota":"10","pieces":[` +
				`{"from":"1","at":"0","above":"0","rate":"0.1","jump":"0"},{"from":"1","at":"0","above":"0","rate":"0","jump":"0"}]}`,
			[]testkit.Fault{{Field: "Curve.Pieces[0].From", Reason: conflict}, {Field: "Curve.Pieces[1].From", Reason: conflict}},
		},
		"a jump that is none": {
			new(comp.Curve), `{"component":"a","places":5,"rounding":"down","quota":"-1","pieces":[` +
				`{"from":"0","at":"0","above":"1","rate":"0.1","jump":"0"},{"from":"1e3","at":"0","above":"0","rate":"0"}]}`,
			[]testkit.Fault{
				{Field: "Curve.Rounding", Reason: out}, {Field: "Curve.Pieces[1].From", Reason: out}, {Field: "Curve.Pieces[1].Jump", Reason: missing},
				{Field: "Curve.Places", Reason: out}, {Field: "Curve.Quota", Reason: out}, {Field: "Curve.Pieces[0].Jump", Reason: conflict},
			},
		},
		"a sale that was not needed": {
			new(comp.NeededSale), `{"outcome":"already-reached",` + sales, []testkit.Fault{{Field: "NeededSale.Sale", Reason: conflict}},
		},
		"a sale out of range": {
			new(comp.NeededSale), `{"outcome":"reached-by-sale","sale":"-1","credited":"2e15","payout":"1e61"}`,
			[]testkit.Fault{{Field: "NeededSale.Sale", Reason: out}, {Field: "NeededSale.Credited", Reason: out}, {Field: "NeededSale.Payout", Reason: out}},
		},
		"no outcome": {new(comp.NeededSale), `{` + sales, []testkit.Fault{{Field: "NeededSale.Outcome", Reason: missing}}},
		"a point": {
			new(comp.Point), `{"credited":"2e15",` + point + `,"effective_rate":null,"next":{"from":"1","sale":"1e61","payout":"1e61","worth":"1e61"}}`,
			[]testkit.Fault{
				{Field: "Point.Credited", Reason: out}, {Field: "Point.Next.Sale", Reason: out},
				{Field: "Point.Next.Payout", Reason: out}, {Field: "Point.Next.Worth", Reason: out},
			},
		},
		"a plan's point": {
			new(comp.PlanPoint), `{"attainment":"1001","payout":"1e-61","marginal_rate":"0","exact":"1"}`,
			[]testkit.Fault{{Field: "PlanPoint.Attainment", Reason: out}, {Field: "PlanPoint.Payout", Reason: out}},
		},
		"a plan's curve of another currency": {
			new(comp.PlanCurve), `{"places":0,"rounding":"half-away-from-zero","components":[` + good + `],"bonuses":[],"cap":"0.5","pieces":[]}`,
			[]testkit.Fault{
				{Field: "PlanCurve.Components[0].Places", Reason: conflict}, {Field: "PlanCurve.Components[0].Rounding", Reason: conflict},
				{Field: "PlanCurve.Bonuses", Reason: missing}, {Field: "PlanCurve.Cap", Reason: out}, {Field: "PlanCurve.Pieces", Reason: missing},
			},
		},
		"a plan's curve without components": {
			new(comp.PlanCurve), `{"places":9,"rounding":"half-even","components":[],"bonuses":[],"cap":"-1","pieces":[]}`,
			[]testkit.Fault{
				{Field: "PlanCurve.Places", Reason: out}, {Field: "PlanCurve.Components", Reason: missing},
				{Field: "PlanCurve.Bonuses", Reason: missing}, {Field: "PlanCurve.Cap", Reason: out}, {Field: "PlanCurve.Pieces", Reason: missing},
			},
		},
		"an estimate that does not follow": {
			new(comp.CostEstimate), `{"points":[{"attainment":"1","likelihood":"1/3","payout":"9"}],"attainment":"1","payout":"3",` +
				`"lowest":"1e61","highest":"1e61","at_average":"1e61","above_target":"0","cost_ratio":null}`,
			[]testkit.Fault{
				{Field: "CostEstimate.Lowest", Reason: out}, {Field: "CostEstimate.Highest", Reason: out}, {Field: "CostEstimate.AtAverage", Reason: out},
				{Field: "CostEstimate.Points", Reason: conflict}, {Field: "CostEstimate.Attainment", Reason: conflict},
			},
		},
		"an estimate out of range": {
			new(comp.CostEstimate), `{"points":[{"attainment":"-1","likelihood":"1/3","payout":"1e61"},{"attainment":"1","likelihood":"1/3","payout":"1"}],` +
				`"attainment":"1","payout":"3","lowest":"1","highest":"1","at_average":"1","above_target":"0","cost_ratio":null}`,
			[]testkit.Fault{{Field: "CostEstimate.Points[0].Attainment", Reason: out}, {Field: "CostEstimate.Points[0].Payout", Reason: out}},
		},
		"an estimate of nothing": {
			new(comp.CostEstimate), `{"points":[],"attainment":"1","payout":"3","lowest":"1","highest":"1","at_average":"1","above_target":"0","cost_ratio":null}`,
			[]testkit.Fault{{Field: "CostEstimate.Points", Reason: missing}},
		},
		"an accrual that does not follow": {
			new(comp.Accrual), `{"credited":"1","expected":"2","earned":"1","payout":"3","rate":"1","accrued":"1.5","beyond":"0.4"}`,
			[]testkit.Fault{{Field: "Accrual.Beyond", Reason: conflict}},
		},
		"an accrual out of range": {
			new(comp.Accrual), `{"credited":"-1","expected":"-2","earned":"1e61","payout":"1e61","rate":"1","accrued":"1e61","beyond":"1e61"}`,
			[]testkit.Fault{
				{Field: "Accrual.Credited", Reason: out}, {Field: "Accrual.Expected", Reason: out}, {Field: "Accrual.Earned", Reason: out},
				{Field: "Accrual.Payout", Reason: out}, {Field: "Accrual.Accrued", Reason: out}, {Field: "Accrual.Beyond", Reason: out},
			},
		},
	} {
		t.Run(name, func(t *testing.T) { testkit.RequireFaults(t, tc.into.UnmarshalJSON([]byte(tc.text)), tc.want...) })
	}
}
