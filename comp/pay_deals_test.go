package comp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func day(month time.Month, day int) salesops.Date {
	return salesops.Date{Year: 2026, Month: month, Day: day}
}

func moded(from string, mode comp.Mode, rate string) comp.Band {
	return comp.Band{From: dec(from), Mode: mode, Rate: dec(rate)}
}

func ref(text string) *decimal.Decimal {
	d := dec(text)
	return &d
}

// deal is a deal of the measure of [single] on a day of February.
func deal(id string, on int, amount string) comp.Deal {
	return comp.Deal{ID: id, Date: day(time.February, on), Measure: comp.NewCustomers, Amount: dec(amount)}
}

func deals(all ...comp.Deal) comp.Results { return comp.Results{Deals: append([]comp.Deal{}, all...)} }

// shown returns the lines of a statement, short.
func shown(s comp.Statement) []string {
	lines := []string{}
	for _, l := range s.Lines {
		lines = append(lines, strings.Join([]string{
			string(l.Operation), l.Rule, l.Deal, l.Credited.String(), l.Running.String(), l.Amount.String(),
		}, " "))
	}
	return lines
}

func accelerated() comp.Plan {
	return single(comp.RateOfAmount, dec("100000"), band("0", "0.5"), band("1", "0.75"), band("1.25", "1"))
}

func TestPayDeals(t *testing.T) {
	for name, tc := range map[string]struct {
		plan    func(*comp.Plan)
		results comp.Results
		lines   []string
		total   string
	}{
		"no deals": {results: deals(), lines: []string{}, total: "0"},
		"each pays the difference that it makes": {
			results: deals(deal("b", 2, "40000"), deal("a", 1, "90000")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 90000 90000 45000",
				"rate-table Plan.Components[0].Bands[2] b 40000 130000 28750",
			},
			total: "73750",
		},
		"on one day in the order of the ids": {
			results: deals(deal("b", 1, "60000"), deal("a", 1, "50000")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 50000 50000 25000",
				"rate-table Plan.Components[0].Bands[1] b 60000 110000 32500",
			},
			total: "57500",
		},
		"a credit for the period comes first": {
			results: comp.Results{
				Credits: []comp.Credit{{Component: "all", Amount: dec("90000")}}, Deals: []comp.Deal{deal("a", 1, "20000")},
			},
			lines: []string{
				"rate-table Plan.Components[0].Bands[0]  90000 90000 45000",
				"rate-table Plan.Components[0].Bands[1] a 20000 110000 12500",
			},
			total: "57500",
		},
		"cents are rounded on the sum, not on each": {
			plan:    func(p *comp.Plan) { p.Components[0].Bands = []comp.Band{band("0", "0.005")} },
			results: deals(deal("a", 1, "1"), deal("b", 2, "1"), deal("c", 3, "1"), deal("d", 4, "1")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 1 1 0.01",
				"rate-table Plan.Components[0].Bands[0] b 1 2 0",
				"rate-table Plan.Components[0].Bands[0] c 1 3 0.01",
				"rate-table Plan.Components[0].Bands[0] d 1 4 0",
			},
			total: "0.02",
		},
		"a jump is a line of its own": {
			plan: func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.9")}
			},
			results: deals(deal("a", 1, "99500"), deal("b", 2, "500")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 99500 99500 49750",
				"rate-table Plan.Components[0].Bands[1] b 500 100000 250",
				"retroactive-jump Plan.Components[0].Bands[1] b 0 100000 40000",
			},
			total: "90000",
		},
		"below the edge the lower band applies by choice": {
			plan: func(p *comp.Plan) {
				p.Components[0].Edge = comp.LowerBand
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.9")}
			},
			results: deals(deal("a", 1, "99500"), deal("b", 2, "500"), deal("c", 3, "0.01")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 99500 99500 49750",
				"rate-table Plan.Components[0].Bands[0] b 500 100000 250",
				"rate-table Plan.Components[0].Bands[1] c 0.01 100000.01 0.01",
				"retroactive-jump Plan.Components[0].Bands[1] c 0 100000.01 40000",
			},
			total: "90000.01",
		},
		"a return falls back over a jump": {
			plan: func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.9")}
			},
			results: deals(deal("a", 1, "100000"), deal("b", 2, "-1000")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[1] a 100000 100000 50000",
				"retroactive-jump Plan.Components[0].Bands[1] a 0 100000 40000",
				"rate-table Plan.Components[0].Bands[0] b -1000 99000 -500",
				"retroactive-jump Plan.Components[0].Bands[1] b 0 99000 -40000",
			},
			total: "49500",
		},
		"a curve that pays from nothing": {
			plan: func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Interpolated, "0.1"), moded("1", comp.Interpolated, "1")}
			},
			results: deals(deal("a", 1, "50000")),
			lines: []string{
				"retroactive-jump Plan.Components[0].Bands[0]  0 0 10000",
				"rate-table Plan.Components[0].Bands[0] a 50000 50000 45000",
			},
			total: "55000",
		},
		"a share of the credit": {
			results: deals(func() comp.Deal { d := deal("a", 1, "100"); d.Share = ref("0.25"); return d }()),
			lines:   []string{"rate-table Plan.Components[0].Bands[0] a 25 25 12.5"},
			total:   "12.5",
		},
		"deals of another measure or of the team": {
			results: deals(
				func() comp.Deal { d := deal("a", 1, "100"); d.Measure = comp.Expansion; return d }(),
				func() comp.Deal { d := deal("b", 1, "100"); d.Source = comp.TeamCredit; return d }(),
				func() comp.Deal { d := deal("c", 1, "100"); d.Source = comp.OwnCredit; return d }(),
			),
			lines: []string{
				"eligibility Deal.Measure a 0 0 0", "eligibility Deal.Measure b 0 0 0",
				"rate-table Plan.Components[0].Bands[0] c 100 100 50",
			},
			total: "50",
		},
		"an override counts the team alone": {
			plan: func(p *comp.Plan) { p.Components[0].Counts = comp.TeamCredit },
			results: deals(
				deal("a", 1, "100"), func() comp.Deal { d := deal("a", 1, "300"); d.Source = comp.TeamCredit; return d }(),
			),
			lines: []string{"eligibility Deal.Measure a 0 0 0", "rate-table Plan.Components[0].Bands[0] a 300 300 150"},
			total: "150",
		},
		"products and discounts that do not count": {
			plan: func(p *comp.Plan) {
				p.Components[0].Eligibility = comp.Eligibility{MaxDiscount: ref("0.2"), ExcludedProducts: []string{"free", "training"}}
			},
			results: deals(
				func() comp.Deal { d := deal("a", 1, "100"); d.Product = "training"; return d }(),
				func() comp.Deal { d := deal("b", 1, "100"); d.Discount = dec("0.2000001"); return d }(),
				func() comp.Deal { d := deal("c", 1, "100"); d.Discount, d.Product = dec("0.2"), "licence"; return d }(),
			),
			lines: []string{
				"eligibility Plan.Components[0].Eligibility.ExcludedProducts[1] a 0 0 0",
				"eligibility Plan.Components[0].Eligibility.MaxDiscount b 0 0 0",
				"rate-table Plan.Components[0].Bands[0] c 100 100 50",
			},
			total: "50",
		},
		"a cap for each deal, returns too": {
			plan: func(p *comp.Plan) { p.Components[0].DealCap = ref("100") },
			results: deals(
				deal("a", 1, "200"), deal("b", 2, "200.02"), deal("c", 3, "-200.02"), deal("d", 4, "-10"),
			),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 200 200 100",
				"rate-table Plan.Components[0].Bands[0] b 200.02 400.02 100.01",
				"deal-cap Plan.Components[0].DealCap b 0 400.02 -0.01",
				"rate-table Plan.Components[0].Bands[0] c -200.02 200 -100.01",
				"deal-cap Plan.Components[0].DealCap c 0 200 0.01",
				"rate-table Plan.Components[0].Bands[0] d -10 190 -5",
			},
			total: "95",
		},
		"a cap for deals caps neither a jump nor a credit": {
			plan: func(p *comp.Plan) {
				p.Components[0].DealCap = ref("1")
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.9")}
			},
			results: comp.Results{Credits: []comp.Credit{{Component: "all", Amount: dec("99998")}}, Deals: []comp.Deal{deal("a", 1, "2")}},
			lines: []string{
				"rate-table Plan.Components[0].Bands[0]  99998 99998 49999",
				"rate-table Plan.Components[0].Bands[1] a 2 100000 1",
				"retroactive-jump Plan.Components[0].Bands[1] a 0 100000 40000",
			},
			total: "90000",
		},
		"caps of the component and the plan": {
			plan:    func(p *comp.Plan) { p.Components[0].Cap, p.Cap = ref("60"), ref("59.99") },
			results: deals(deal("a", 1, "100"), deal("b", 1, "20.02")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 100 100 50",
				"rate-table Plan.Components[0].Bands[0] b 20.02 120.02 10.01",
				"component-cap Plan.Components[0].Cap  0 120.02 -0.01",
				"plan-cap Plan.Cap  0 0 -0.01",
			},
			total: "59.99",
		},
		"caps that are just reached": {
			plan:    func(p *comp.Plan) { p.Components[0].Cap, p.Cap = ref("50"), ref("50") },
			results: deals(deal("a", 1, "100")),
			lines:   []string{"rate-table Plan.Components[0].Bands[0] a 100 100 50"},
			total:   "50",
		},
		"a cap of nothing": {
			plan:    func(p *comp.Plan) { p.Components[0].Cap = ref("0") },
			results: deals(deal("a", 1, "100")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 100 100 50",
				"component-cap Plan.Components[0].Cap  0 100 -50",
			},
			total: "0",
		},
		"bonuses, each time and once": {
			plan: func(p *comp.Plan) {
				p.Bonuses = []comp.Bonus{
					{Name: "launch", Component: "all", Product: "new line", MinCredit: dec("100"), Amount: dec("5"), Frequency: comp.EachTime},
					{Name: "quota", Component: "all", From: dec("1"), Amount: dec("1000"), Frequency: comp.OncePerPeriod},
				}
			},
			results: deals(
				func() comp.Deal { d := deal("a", 1, "100"); d.Product = "new line"; return d }(),
				func() comp.Deal { d := deal("b", 2, "99.99"); d.Product = "new line"; return d }(),
				func() comp.Deal { d := deal("c", 3, "99800.01"); d.Product = "old line"; return d }(),
				func() comp.Deal { d := deal("d", 4, "200"); d.Product = "new line"; return d }(),
				func() comp.Deal { d := deal("e", 5, "-1"); d.Product = "new line"; return d }(),
			),
			lines: []string{
				"rate-table Plan.Components[0].Bands[0] a 100 100 50",
				"rate-table Plan.Components[0].Bands[0] b 99.99 199.99 50", // 99.995 is 100.00 on the sum
				"rate-table Plan.Components[0].Bands[1] c 99800.01 100000 49900",
				"rate-table Plan.Components[0].Bands[1] d 200 100200 150",
				"rate-table Plan.Components[0].Bands[1] e -1 100199 -0.75",
				"bonus Plan.Bonuses[0] a 0 100 5",
				"bonus Plan.Bonuses[0] d 0 100200 5",
				"bonus Plan.Bonuses[1] c 0 100000 1000",
			},
			total: "51159.25",
		},
		"a credit for the period reaches a goal, but is no deal": {
			plan: func(p *comp.Plan) {
				p.Bonuses = []comp.Bonus{
					{Name: "big", Component: "all", MinCredit: dec("1"), Amount: dec("5"), Frequency: comp.EachTime},
					{Name: "goal", Component: "all", From: dec("1"), Amount: dec("7"), Frequency: comp.EachTime},
					{Name: "product", Component: "all", Product: "a", Amount: dec("9"), Frequency: comp.EachTime},
				}
			},
			results: credit(dec("100000")),
			lines: []string{
				"rate-table Plan.Components[0].Bands[1]  100000 100000 50000",
				"bonus Plan.Bonuses[1]  0 100000 7",
			},
			total: "50007",
		},
		"recomputed as if the deal had never been": {
			results: deals(
				func() comp.Deal {
					d := deal("a", 1, "100000")
					d.Cancellation = &comp.Cancellation{Date: day(time.February, 20), Method: comp.Recompute}
					return d
				}(),
				deal("b", 2, "40000"),
			),
			lines: []string{
				"eligibility Deal.Cancellation a 0 0 0",
				"rate-table Plan.Components[0].Bands[0] b 40000 40000 20000",
			},
			total: "20000",
		},
		"mirrored, line by line": {
			plan: func(p *comp.Plan) {
				p.Bonuses = []comp.Bonus{{Name: "first", Component: "all", Amount: dec("5"), Frequency: comp.OncePerPeriod}}
			},
			results: deals(
				func() comp.Deal {
					d := deal("a", 1, "100000")
					d.Cancellation = &comp.Cancellation{Date: day(time.February, 20), Method: comp.MirrorOriginal}
					return d
				}(),
				deal("b", 2, "40000"), deal("c", 21, "10000"),
			),
			lines: []string{
				"rate-table Plan.Components[0].Bands[1] a 100000 100000 50000",
				"rate-table Plan.Components[0].Bands[2] b 40000 140000 33750",
				"rate-table Plan.Components[0].Bands[1] a -100000 40000 -50000",
				"rate-table Plan.Components[0].Bands[0] c 10000 50000 5000",
				"bonus Plan.Bonuses[0] a 0 100000 5",
				"bonus Plan.Bonuses[0] a 0 40000 -5",
				"bonus Plan.Bonuses[0] c 0 50000 5",
			},
			total: "38755",
		},
		"a mirrored deal that did not count": {
			plan: func(p *comp.Plan) { p.Components[0].Eligibility.MaxDiscount = ref("0") },
			results: deals(func() comp.Deal {
				d := deal("a", 1, "100000")
				d.Discount = dec("0.1")
				d.Cancellation = &comp.Cancellation{Date: day(time.February, 1), Method: comp.MirrorOriginal}
				return d
			}()),
			lines: []string{"eligibility Plan.Components[0].Eligibility.MaxDiscount a 0 0 0"},
			total: "0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := accelerated()
			if tc.plan != nil {
				tc.plan(&plan)
			}
			s, err := comp.Pay(plan, tc.results)
			require.NoError(t, err)
			require.Equal(t, tc.lines, shown(s))
			testkit.EqualDecimal(t, tc.total, s.Total)
			testkit.RoundTrip(t, s)
			testkit.RoundTrip(t, plan)
			testkit.RoundTrip(t, tc.results)
		})
	}
}

// Lines carry what a reader needs to follow them.
func TestPayLine(t *testing.T) {
	d := deal("a", 3, "120")
	d.Share = ref("0.75")
	d.Cancellation = &comp.Cancellation{Date: day(time.February, 9), Method: comp.MirrorOriginal}
	s, err := comp.Pay(accelerated(), deals(d))
	require.NoError(t, err)
	require.Len(t, s.Lines, 2)
	for i, want := range []struct {
		date             salesops.Date
		credited, amount string
		running          string
		attainment       string
	}{
		{day(time.February, 3), "90", "45", "90", "0.0009"},
		{day(time.February, 9), "-90", "-45", "0", "0"},
	} {
		line := s.Lines[i]
		require.Equal(t, "all", line.Component)
		require.Equal(t, want.date, line.Date)
		testkit.EqualDecimal(t, "0.75", *line.Share)
		testkit.EqualDecimal(t, want.credited, line.Credited)
		testkit.EqualDecimal(t, want.running, line.Running)
		testkit.EqualDecimal(t, want.attainment, line.Attainment)
		testkit.EqualDecimal(t, want.amount, line.Amount)
	}
	testkit.EqualDecimal(t, "0", s.Total)
}

// The steps tell in one table what every operation did.
func TestPaySteps(t *testing.T) {
	plan := accelerated()
	c := &plan.Components[0]
	c.Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.6")}
	c.Weight, c.DealCap, c.Cap = dec("0.6"), ref("50000"), ref("55000")
	c.Eligibility.ExcludedProducts = []string{"training"}
	gated := *c
	gated.Name, gated.Measure, gated.Weight = "gated", comp.Expansion, dec("0.4")
	gated.Gates = []comp.Gate{{Component: "all", From: dec("1")}, {Component: "all", From: dec("1.5")}}
	plan.Components = append(plan.Components, gated)
	plan.Bonuses = []comp.Bonus{{Name: "spiff", Component: "gated", Amount: dec("70"), Frequency: comp.EachTime}}
	plan.Cap = ref("55050")
	shared, training, other := deal("a", 1, "208000"), deal("b", 2, "5"), deal("c", 3, "1000")
	shared.Share, training.Product, other.Measure = ref("0.5"), "training", comp.Expansion
	s, err := comp.Pay(plan, deals(shared, training, other))
	require.NoError(t, err)
	var got []string
	for _, step := range s.Steps {
		got = append(got, strings.Join([]string{
			string(step.Operation), decimal.New(int64(step.Lines), 0).String(), step.Amount.String(), step.Total.String(),
		}, " "))
	}
	require.Equal(t, []string{
		"eligibility 1 0 0",
		"credit-split 1 0 0",
		"rate-table 2 52900 52900", // 104,000 × 0.6 = 62,400 less the jump, and 500
		"retroactive-jump 1 10000 62900",
		"deal-cap 1 -2400 60500",
		"component-cap 1 -5000 55500",
		"gate 1 -500 55000",
		"bonus 1 70 55070",
		"plan-cap 1 -20 55050",
	}, got)
	testkit.EqualDecimal(t, "55050", s.Total)
	testkit.EqualDecimal(t, "62400", s.Components[0].TablePay)
	testkit.EqualDecimal(t, "55000", s.Components[0].Payout)
	testkit.EqualDecimal(t, "500", s.Components[1].TablePay)
	testkit.EqualDecimal(t, "0", s.Components[1].Payout)
	testkit.Golden(t, "statement_deals", s)
	testkit.Golden(t, "plan_full", plan)
	testkit.Golden(t, "results_deals", deals(shared, training, other))
}

func TestPayGates(t *testing.T) {
	for name, tc := range map[string]struct {
		from string
		open bool
	}{
		"below": {"0.99999", true}, "at": {"1", true}, "above": {"1.00000001", false},
	} {
		t.Run(name, func(t *testing.T) {
			plan := playbook()
			plan.Components[0].Gates = []comp.Gate{{Component: "expansion", From: dec(tc.from)}}
			s, err := comp.Pay(plan, achieved("1000000", "300000", "0"))
			require.NoError(t, err)
			want := "50000"
			if !tc.open {
				want = "0"
			}
			testkit.EqualDecimal(t, want, s.Components[0].Payout)
			testkit.EqualDecimal(t, "50000", s.Components[0].TablePay)
		})
	}
}

// A rate or a score is given as it is, and deals do not add to it.
func TestPayLevel(t *testing.T) {
	plan := playbook()
	plan.Components[2].Tally = comp.Level
	plan.Components[2].Quota = dec("1.1")
	plan.Components[2].Bands = []comp.Band{moded("0.9", comp.Interpolated, "0.01"), moded("1", comp.Interpolated, "1")}
	renewal := deal("a", 1, "5")
	renewal.Measure = comp.Retention
	results := deals(renewal)
	_, err := comp.Pay(plan, results)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Results.Credits", Reason: salesops.ErrMissing})
	results.Credits = []comp.Credit{{Component: "renewals", Amount: dec("1.1")}}
	s, err := comp.Pay(plan, results)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1.1", s.Components[2].Credited)
	require.Equal(t, "eligibility Deal.Measure a 0 0 0", shown(s)[0])
	testkit.EqualDecimal(t, "1.1", s.Components[2].Payout) // the basis is the rate of an amount
}

func TestPayFindingsAtTheEdge(t *testing.T) {
	for edge, want := range map[comp.EdgeRule]salesops.Outcome{"": salesops.Fired, comp.UpperBand: salesops.Fired, comp.LowerBand: salesops.NotFired} {
		plan := single(comp.RateOfAmount, dec("100"), band("0.5", "1"))
		plan.Components[0].Edge = edge
		s, err := comp.Pay(plan, credit(dec("50")))
		require.NoError(t, err)
		require.Equal(t, want, s.Findings[0].Outcome, edge)
		testkit.Explains(t, s.Findings[0])
	}
}

func TestDealsOutOfRange(t *testing.T) {
	outOfRange := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: "Results.Deals" + field, Reason: salesops.ErrOutOfRange}}
	}
	missing := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: "Results.Deals" + field, Reason: salesops.ErrMissing}}
	}
	conflict := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: "Results.Deals" + field, Reason: salesops.ErrConflict}}
	}
	for name, tc := range map[string]struct {
		spoil func(*comp.Results)
		want  []testkit.Fault
	}{
		"too many":        {func(r *comp.Results) { r.Deals = make([]comp.Deal, comp.MaxDeals+1) }, outOfRange("")},
		"no id":           {func(r *comp.Results) { r.Deals[1].ID = "" }, missing("[1].ID")},
		"id twice":        {func(r *comp.Results) { r.Deals[1].ID = "a" }, conflict("[1].ID")},
		"no date":         {func(r *comp.Results) { r.Deals[0].Date = salesops.Date{} }, missing("[0].Date")},
		"no such day":     {func(r *comp.Results) { r.Deals[0].Date.Day = 30 }, outOfRange("[0].Date")},
		"no measure":      {func(r *comp.Results) { r.Deals[0].Measure = "" }, missing("[0].Measure")},
		"amount":          {func(r *comp.Results) { r.Deals[0].Amount = dec("-1000000000000000.1") }, outOfRange("[0].Amount")},
		"negative share":  {func(r *comp.Results) { r.Deals[0].Share = ref("-0.1") }, outOfRange("[0].Share")},
		"share over all":  {func(r *comp.Results) { r.Deals[0].Share = ref("1.1") }, outOfRange("[0].Share")},
		"unknown source":  {func(r *comp.Results) { r.Deals[0].Source = "mine" }, outOfRange("[0].Source")},
		"product":         {func(r *comp.Results) { r.Deals[0].Product = " a" }, outOfRange("[0].Product")},
		"discount":        {func(r *comp.Results) { r.Deals[0].Discount = dec("20") }, outOfRange("[0].Discount")},
		"canceled before": {func(r *comp.Results) { r.Deals[0].Cancellation.Date.Day = 2 }, conflict("[0].Cancellation.Date")},
		"canceled never":  {func(r *comp.Results) { r.Deals[0].Cancellation.Date = salesops.Date{} }, missing("[0].Cancellation.Date")},
		"canceled how":    {func(r *comp.Results) { r.Deals[0].Cancellation.Method = "" }, missing("[0].Cancellation.Method")},
		"next period":     {func(r *comp.Results) { r.Deals[1].Date = day(time.March, 1) }, conflict("[1].Date")},
		"year before":     {func(r *comp.Results) { r.Deals[1].Date.Year = 2025 }, conflict("[1].Date")},
		"canceled later":  {func(r *comp.Results) { r.Deals[0].Cancellation.Date = day(time.March, 1) }, conflict("[0].Cancellation.Date")},
	} {
		t.Run(name, func(t *testing.T) {
			plan := accelerated()
			plan.Period = comp.Month
			first := deal("a", 3, "1")
			first.Cancellation = &comp.Cancellation{Date: day(time.February, 3), Method: comp.MirrorOriginal}
			results := deals(first, deal("b", 28, "2"))
			_, err := comp.Pay(plan, results)
			require.NoError(t, err)
			tc.spoil(&results)
			s, err := comp.Pay(plan, results)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, s)
		})
	}
}

func TestPeriods(t *testing.T) {
	for period, tc := range map[comp.Period]struct{ inside, outside []salesops.Date }{
		comp.Month:   {[]salesops.Date{day(time.May, 1), day(time.May, 31)}, []salesops.Date{day(time.April, 30), day(time.June, 1)}},
		comp.Quarter: {[]salesops.Date{day(time.April, 1), day(time.June, 30)}, []salesops.Date{day(time.March, 31), day(time.July, 1)}},
		comp.Year:    {[]salesops.Date{day(time.January, 1), day(time.December, 31)}, []salesops.Date{{Year: 2025, Month: 12, Day: 31}, {Year: 2027, Month: 1, Day: 1}}},
		"":           {[]salesops.Date{day(time.January, 1), {Year: 2027, Month: 1, Day: 1}}, nil},
	} {
		plan := accelerated()
		plan.Period = period
		pay := func(on salesops.Date) error {
			second := deal("b", 1, "1")
			second.Date = on
			first := deal("a", 1, "1")
			first.Date = day(time.May, 15)
			_, err := comp.Pay(plan, deals(first, second))
			return err
		}
		for _, on := range tc.inside {
			require.NoError(t, pay(on), "%s %s", period, on)
		}
		for _, on := range tc.outside {
			testkit.RequireFaults(t, pay(on), testkit.Fault{Field: "Results.Deals[1].Date", Reason: salesops.ErrConflict})
		}
	}
}

// Deals count once for every component and bonus of their measure.
func TestPayTakesOnlySoManyCredits(t *testing.T) {
	plan := accelerated()
	plan.Bonuses = []comp.Bonus{
		{Name: "a", Component: "all", Amount: dec("1"), Frequency: comp.OncePerPeriod},
		{Name: "b", Component: "all", Amount: dec("1"), Frequency: comp.OncePerPeriod},
	}
	results := comp.Results{Deals: make([]comp.Deal, comp.MaxDealCredits/3+1)}
	for i := range results.Deals {
		results.Deals[i] = deal(decimal.New(int64(i), 0).String(), 1, "1")
	}
	_, err := comp.Pay(plan, results)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Results.Deals", Reason: salesops.ErrOutOfRange})
}
