package comp_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

var cent = decimal.New(1, -2)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func band(from, rate string) comp.Band {
	return comp.Band{From: dec(from), Mode: comp.Marginal, Rate: dec(rate)}
}

// single is a plan of one component in cents.
func single(basis comp.Basis, quota decimal.Decimal, bands ...comp.Band) comp.Plan {
	return comp.Plan{
		Name: "plan", Role: comp.AccountExecutive, Places: 2, Base: dec("100000"), TargetVariable: dec("100000"),
		Components: []comp.Component{{
			Name: "all", Measure: comp.NewCustomers, Weight: dec("1"), Quota: quota, Basis: basis, Bands: bands,
		}},
	}
}

func credit(amount decimal.Decimal) comp.Results {
	return comp.Results{Credits: []comp.Credit{{Component: "all", Amount: amount}}}
}

// playbook is the plan that the playbook describes: half of the earnings
// variable, balanced 50/30/20, with accelerators above quota.
func playbook() comp.Plan {
	accelerated := []comp.Band{band("0", "1"), band("1", "1.5"), band("1.25", "2")}
	return comp.Plan{
		Name: "account executive 2026", Role: comp.AccountExecutive, Places: 2,
		Base: dec("100000"), TargetVariable: dec("100000"),
		Components: []comp.Component{
			{
				Name: "new business", Measure: comp.NewCustomers, Weight: dec("0.5"), Quota: dec("1000000"),
				Basis: comp.MultipleOfTarget, Bands: accelerated,
			},
			{
				Name: "expansion", Measure: comp.Expansion, Weight: dec("0.3"), Quota: dec("300000"),
				Basis: comp.MultipleOfTarget, Bands: accelerated,
			},
			{
				Name: "renewals", Measure: comp.Retention, Weight: dec("0.2"), Quota: dec("800000"),
				Basis: comp.RateOfAmount, Bands: []comp.Band{band("0.9", "0.25")},
			},
		},
	}
}

func achieved(newBusiness, expansion, renewals string) comp.Results {
	return comp.Results{Credits: []comp.Credit{
		{Component: "new business", Amount: dec(newBusiness)},
		{Component: "expansion", Amount: dec(expansion)},
		{Component: "renewals", Amount: dec(renewals)},
	}}
}

func TestPay(t *testing.T) {
	type want struct {
		payout, attainment string
		reached            int
		pays               []string
	}
	halves := []comp.Band{band("0.5", "1"), band("1", "3")}
	third := []comp.Band{band("0", "0.3333333333333333")}
	for name, tc := range map[string]struct {
		basis  comp.Basis
		quota  string
		bands  []comp.Band
		amount string
		want   want
	}{
		"nothing sold":            {comp.RateOfAmount, "1000", []comp.Band{band("0", "0.1")}, "0", want{"0", "0", 1, []string{"0"}}},
		"more returned than sold": {comp.RateOfAmount, "1000", []comp.Band{band("0", "0.1")}, "-500.01", want{"0", "-0.50001", 0, []string{"0"}}},
		"a cent short of the threshold": {
			comp.MultipleOfTarget, "1000", halves, "499.99", want{"0", "0.49999", 0, []string{"0", "0"}},
		},
		"at the threshold":         {comp.MultipleOfTarget, "1000", halves, "500", want{"0", "0.5", 1, []string{"0", "0"}}},
		"a cent over it":           {comp.MultipleOfTarget, "1000", halves, "500.01", want{"1", "0.50001", 1, []string{"1", "0"}}},
		"at the end of a band":     {comp.MultipleOfTarget, "1000", halves, "1000", want{"50000", "1", 2, []string{"50000", "0"}}},
		"a cent into the next":     {comp.MultipleOfTarget, "1000", halves, "1000.01", want{"50003", "1.00001", 2, []string{"50000", "3"}}},
		"the last band has no end": {comp.MultipleOfTarget, "1000", halves, "9000", want{"2450000", "9", 2, []string{"50000", "2400000"}}},
		"float64 would fall short": { // 1000 × 1.15 is 1150 here, and 1149.9999999999998 in float64
			comp.RateOfAmount, "1000", []comp.Band{band("0", "0.04"), band("1.15", "0.07")}, "1150",
			want{"46", "1.15", 2, []string{"46", "0"}},
		},
		"half a cent rounds away from zero":  {comp.RateOfAmount, "2000", []comp.Band{band("0", "0.05")}, "20.5", want{"1.03", "0.01025", 1, []string{"1.03"}}},
		"just below half a cent rounds down": {comp.RateOfAmount, "2000", []comp.Band{band("0", "0.05")}, "20.49999999", want{"1.02", "0.01025", 1, []string{"1.02"}}},
		"a quota that does not divide":       {comp.MultipleOfTarget, "3", []comp.Band{band("0", "1")}, "1", want{"33333.33", "0.333333", 1, []string{"33333.33"}}},
		"rounded once, not on the way":       {comp.MultipleOfTarget, "3", third, "9", want{"100000", "3", 1, []string{"100000"}}},
		"a band that pays nothing":           {comp.RateOfAmount, "100", []comp.Band{band("0", "0.1"), band("0.5", "0"), band("1", "0.2")}, "150", want{"15", "1.5", 3, []string{"5", "0", "10"}}},
		"bands that share a cent": {
			comp.RateOfAmount, "3", []comp.Band{band("0", "0.005"), band("1", "0.005"), band("2", "0.005")}, "9",
			want{"0.05", "3", 3, []string{"0.02", "0.02", "0.01"}},
		},
		"bands below half a cent": {
			comp.RateOfAmount, "2", []comp.Band{band("0", "0.002"), band("0.5", "0.002")}, "2",
			want{"0", "1", 2, []string{"0", "0"}},
		},
		"the largest numbers": {
			comp.RateOfAmount, "0.000000000000000001", []comp.Band{band("1000", "100")}, "1000000000000000",
			want{"100000000000000000", "1000000000000000000000000000000000", 1, []string{"100000000000000000"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := comp.Pay(single(tc.basis, dec(tc.quota), tc.bands...), credit(dec(tc.amount)))
			require.NoError(t, err)
			line := s.Components[0]
			testkit.EqualDecimal(t, tc.want.payout, line.Payout)
			testkit.EqualDecimal(t, tc.want.payout, s.Total)
			testkit.EqualDecimal(t, tc.want.attainment, line.Attainment)
			require.Equal(t, tc.want.reached, line.BandsReached)
			require.Len(t, line.Bands, len(tc.want.pays))
			for i, pay := range tc.want.pays {
				testkit.EqualDecimal(t, pay, line.Bands[i].Pay, i)
			}
			testkit.RoundTrip(t, s)
		})
	}
}

// The same table pays 90,000 if the rate reached is paid on all above quota,
// and 140,000 if it is paid from the first dollar; only one of the three is
// marginal.
func TestPayIsMarginal(t *testing.T) {
	plan := single(comp.RateOfAmount, dec("100000"), band("0", "0.5"), band("1", "0.75"), band("1.25", "1"), band("1.5", "1.25"))
	s, err := comp.Pay(plan, credit(dec("140000")))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "83750", s.Total)
}

func TestPayAtTarget(t *testing.T) {
	plan := playbook()
	s, err := comp.Pay(plan, achieved("1000000", "300000", "800000"))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "100000", s.TargetPay)
	testkit.EqualDecimal(t, "200000", s.OnTargetEarnings)
	testkit.EqualDecimal(t, "100000", s.Total)
	for i, want := range []string{"50000", "30000", "20000"} {
		testkit.EqualDecimal(t, want, s.Components[i].TargetPay)
		testkit.EqualDecimal(t, want, s.Components[i].Payout)
		testkit.EqualDecimal(t, "1", s.Components[i].Attainment)
	}
}

func TestPayFindings(t *testing.T) {
	s, err := comp.Pay(playbook(), achieved("1300000", "250000", "700000"))
	require.NoError(t, err)
	var got []string
	for _, f := range s.Findings {
		require.Equal(t, "CMP-2", f.Playbook)
		got = append(got, f.String())
	}
	require.Equal(t, []string{
		"threshold (new business): credited amount 1300000 >= 0 in the unit of the quota: fired, -1300000 to the line",
		"quota (new business): credited amount 1300000 >= 1000000 in the unit of the quota: fired, -300000 to the line",
		"threshold (expansion): credited amount 250000 >= 0 in the unit of the quota: fired, -250000 to the line",
		"quota (expansion): credited amount 250000 >= 300000 in the unit of the quota: not fired, +50000 to the line",
		"threshold (renewals): credited amount 700000 >= 720000 in the unit of the quota: not fired, +20000 to the line",
		"quota (renewals): credited amount 700000 >= 800000 in the unit of the quota: not fired, +100000 to the line",
	}, got)
}

func TestPayOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.Results)
		want  []testkit.Fault
	}{
		"no credits": {
			func(r *comp.Results) { r.Credits = nil },
			[]testkit.Fault{{Field: "Results.Credits", Reason: salesops.ErrMissing}},
		},
		"too many credits": {
			func(r *comp.Results) { r.Credits = make([]comp.Credit, comp.MaxComponents+1) },
			[]testkit.Fault{{Field: "Results.Credits", Reason: salesops.ErrOutOfRange}},
		},
		"no credit for one component": {
			func(r *comp.Results) { r.Credits = r.Credits[:2] },
			[]testkit.Fault{{Field: "Results.Credits", Reason: salesops.ErrMissing}},
		},
		"two credits for one component": {
			func(r *comp.Results) { r.Credits = append(r.Credits, r.Credits[0]) },
			[]testkit.Fault{{Field: "Results.Credits[3].Component", Reason: salesops.ErrConflict}},
		},
		"credit for a component that there is not": {
			func(r *comp.Results) { r.Credits[1].Component = "Expansion" },
			[]testkit.Fault{
				{Field: "Results.Credits[1].Component", Reason: salesops.ErrOutOfRange},
				{Field: "Results.Credits", Reason: salesops.ErrMissing},
			},
		},
		"credit for no component": {
			func(r *comp.Results) { r.Credits[2].Component = "" },
			[]testkit.Fault{
				{Field: "Results.Credits[2].Component", Reason: salesops.ErrMissing},
				{Field: "Results.Credits", Reason: salesops.ErrMissing},
			},
		},
		"amount above the limit": {
			func(r *comp.Results) { r.Credits[0].Amount = dec("1000000000000000.01") },
			[]testkit.Fault{{Field: "Results.Credits[0].Amount", Reason: salesops.ErrOutOfRange}},
		},
		"amount below the limit": {
			func(r *comp.Results) { r.Credits[0].Amount = dec("-1000000000000000.01") },
			[]testkit.Fault{{Field: "Results.Credits[0].Amount", Reason: salesops.ErrOutOfRange}},
		},
		"amounts that cannot be computed with": {
			func(r *comp.Results) {
				r.Credits[0].Amount, r.Credits[1].Amount = decimal.New(1, 2_000_000_000), decimal.New(1, -19)
			},
			[]testkit.Fault{
				{Field: "Results.Credits[0].Amount", Reason: salesops.ErrOutOfRange},
				{Field: "Results.Credits[1].Amount", Reason: salesops.ErrOutOfRange},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			results := achieved("1", "2", "3")
			tc.spoil(&results)
			s, err := comp.Pay(playbook(), results)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, s)
		})
	}
}

func TestPayReportsPlanAndResults(t *testing.T) {
	plan, results := playbook(), achieved("1", "2", "3")
	plan.Name = ""
	results.Credits[0].Amount = dec("1e16")
	s, err := comp.Pay(plan, results)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Plan.Name", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Results.Credits[0].Amount", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, s)
}

// What a plan lacks is not held against the results as well.
func TestPayOfAPlanWithoutNames(t *testing.T) {
	plan, results := playbook(), achieved("1", "2", "3")
	plan.Components[0].Name, plan.Components[2].Name = "", "expansion"
	results.Credits = results.Credits[:1]
	_, err := comp.Pay(plan, results)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Plan.Components[0].Name", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[2].Name", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Results.Credits[0].Component", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Results.Credits", Reason: salesops.ErrMissing},
	)
}

func TestPayTakesTheLargestPlan(t *testing.T) {
	plan, results := comp.Plan{
		Name: "plan", Role: "any", Places: comp.MaxPlaces, Base: decimal.New(comp.MaxMoney, 0), TargetVariable: decimal.New(comp.MaxMoney, 0),
	}, comp.Results{}
	for i := range comp.MaxComponents {
		c := comp.Component{
			Name: "component " + strconv.Itoa(i), Measure: comp.NewCustomers, Weight: cent, Quota: dec("0.000000000000000001"), Basis: comp.MultipleOfTarget,
		}
		for k := range comp.MaxBands {
			c.Bands = append(c.Bands, comp.Band{From: dec("990.000000000000000001").Add(decimal.New(int64(k), -1)), Mode: comp.Marginal, Rate: decimal.New(comp.MaxRate, 0)})
		}
		plan.Components = append(plan.Components, c)
		results.Credits = append(results.Credits, comp.Credit{Component: c.Name, Amount: decimal.New(comp.MaxMoney, 0)})
	}
	plan.Components[0].Bands[comp.MaxBands-1].From = decimal.New(comp.MaxAttainment, 0)
	s, err := comp.Pay(plan, results)
	require.NoError(t, err)
	testkit.RoundTrip(t, s)
	_, err = comp.Pay(plan, comp.Results{Credits: results.Credits[1:]})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Results.Credits", Reason: salesops.ErrMissing})
	plan.Components = append(plan.Components, plan.Components[0])
	_, err = comp.Pay(plan, results)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components", Reason: salesops.ErrOutOfRange})
}
