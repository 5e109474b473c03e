package roi_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// subscribers cost 600 each to win and bring 80 a month for 50 months.
var subscribers = roi.Acquisition{
	SalesAndMarketingCost: decimal.New(60000, 0), NewCustomers: 100, RevenuePerCustomerMonth: decimal.New(100, 0),
	GrossMargin: 0.8, MonthlyChurn: 0.02,
}

func TestValueCustomers(t *testing.T) {
	v, err := roi.ValueCustomers(subscribers)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "600", *v.CAC)
	testkit.EqualDecimal(t, "80", v.MarginPerMonth)
	testkit.EqualDecimal(t, "4000", *v.LTV)
	require.Equal(t, salesops.Defined(7.5), v.PaybackMonths)
	require.Equal(t, salesops.Defined(50), v.LifetimeMonths)
	require.Equal(t, salesops.Defined(20.0/3), v.LTVToCAC)
	require.Equal(t, roi.Measured, v.Verdict)
	testkit.Golden(t, "customer_value", v)
	testkit.Golden(t, "acquisition", subscribers)
}

func TestValueCustomersOutcomes(t *testing.T) {
	for name, tc := range map[string]struct {
		edit                     func(*roi.Acquisition)
		cac, ltv                 string // empty for none
		payback, lifetime, ratio bool
		verdict                  roi.CustomerVerdict
	}{
		"no margin":       {func(a *roi.Acquisition) { a.GrossMargin = 0 }, "600", "0", false, true, true, roi.NoMargin},
		"a loss":          {func(a *roi.Acquisition) { a.GrossMargin = -0.1 }, "600", "-500", false, true, true, roi.NoMargin},
		"no revenue":      {func(a *roi.Acquisition) { a.RevenuePerCustomerMonth = decimal.Decimal{} }, "600", "0", false, true, true, roi.NoMargin},
		"no customers":    {func(a *roi.Acquisition) { a.NewCustomers = 0 }, "", "4000", false, true, false, roi.NoCustomers},
		"no churn":        {func(a *roi.Acquisition) { a.MonthlyChurn = 0 }, "600", "", true, false, false, roi.NoChurn},
		"no churn, rate":  {func(a *roi.Acquisition) { a.MonthlyChurn, a.AnnualDiscountRate = 0, 0.1 }, "600", "10032.43", true, false, true, roi.NoChurn},
		"discounted":      {func(a *roi.Acquisition) { a.AnnualDiscountRate = 0.1 }, "600", "2859.78", true, true, true, roi.Measured},
		"all leave":       {func(a *roi.Acquisition) { a.MonthlyChurn = 1 }, "600", "80", true, true, true, roi.Measured},
		"free of cost":    {func(a *roi.Acquisition) { a.SalesAndMarketingCost = decimal.Decimal{} }, "0", "4000", true, true, false, roi.Measured},
		"no margin churn": {func(a *roi.Acquisition) { a.GrossMargin, a.MonthlyChurn = 0, 0 }, "600", "0", false, false, true, roi.NoMargin},
		"under a cent":    {func(a *roi.Acquisition) { a.RevenuePerCustomerMonth = decimal.New(1, -4) }, "600", "0", true, true, true, roi.Measured},
	} {
		t.Run(name, func(t *testing.T) {
			a := subscribers
			tc.edit(&a)
			v, err := roi.ValueCustomers(a)
			require.NoError(t, err)
			requireAmount(t, tc.cac, v.CAC)
			requireAmount(t, tc.ltv, v.LTV)
			for i, m := range []salesops.Maybe{v.PaybackMonths, v.LifetimeMonths, v.LTVToCAC} {
				_, defined := m.Value()
				require.Equal(t, []bool{tc.payback, tc.lifetime, tc.ratio}[i], defined, "%d: %v", i, m)
			}
			require.Equal(t, tc.verdict, v.Verdict)
			testkit.RoundTrip(t, v)
		})
	}
}

func requireAmount(t *testing.T, want string, got *decimal.Decimal) {
	t.Helper()
	require.Equal(t, want == "", got == nil)
	if got != nil {
		testkit.EqualDecimal(t, want, *got)
	}
}

func TestValueCustomersRejects(t *testing.T) {
	out := salesops.ErrOutOfRange
	v, err := roi.ValueCustomers(roi.Acquisition{
		SalesAndMarketingCost: decimal.New(-1, 0), NewCustomers: -1, RevenuePerCustomerMonth: decimal.New(1, 99),
		GrossMargin: 1e-10, MonthlyChurn: 2, AnnualDiscountRate: -1,
	})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Acquisition.SalesAndMarketingCost", Reason: out}, testkit.Fault{Field: "Acquisition.NewCustomers", Reason: out},
		testkit.Fault{Field: "Acquisition.RevenuePerCustomerMonth", Reason: out}, testkit.Fault{Field: "Acquisition.GrossMargin", Reason: out},
		testkit.Fault{Field: "Acquisition.MonthlyChurn", Reason: out}, testkit.Fault{Field: "Acquisition.AnnualDiscountRate", Reason: out},
	)
	require.Zero(t, v)
}

func TestCustomerValueRejects(t *testing.T) {
	for name, text := range map[string]string{
		"verdict":  `{"cac":"6","margin_per_month":"8","payback_months":0.75,"lifetime_months":50,"ltv":"4","ltv_to_cac":1,"verdict":"no-churn"}`,
		"payback":  `{"cac":null,"margin_per_month":"8","payback_months":0.75,"lifetime_months":50,"ltv":"4","ltv_to_cac":null,"verdict":"no-customers"}`,
		"ratio":    `{"cac":null,"margin_per_month":"8","payback_months":null,"lifetime_months":50,"ltv":"4","ltv_to_cac":1,"verdict":"no-customers"}`,
		"negative": `{"cac":"-6","margin_per_month":"8","payback_months":-1,"lifetime_months":0.5,"ltv":"4","ltv_to_cac":1,"verdict":"measured"}`,
		"wide":     `{"cac":"6","margin_per_month":"8","payback_months":0.75,"lifetime_months":50,"ltv":"1e60","ltv_to_cac":1,"verdict":"measured"}`,
	} {
		var v roi.CustomerValue
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &v)), name)
	}
}

func TestTotalInvestment(t *testing.T) {
	total, err := roi.TotalInvestment(roi.PlaybookInvestment(decimal.New(50, 0)))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1700", total.PerMonth.Low)
	testkit.EqualDecimal(t, "8000", total.PerMonth.High)
	require.Equal(t, roi.HoursRange{Low: 160, High: 320}, total.Hours)
	testkit.EqualDecimal(t, "8000", total.Once.Low)
	testkit.EqualDecimal(t, "16000", total.Once.High)
	testkit.EqualDecimal(t, "28400", total.FirstYear.Low)
	testkit.EqualDecimal(t, "112000", total.FirstYear.High)
	testkit.EqualDecimal(t, "2000", total.PublishedPerMonth.Low)
	testkit.EqualDecimal(t, "8000", total.PublishedPerMonth.High)
	testkit.Golden(t, "investment_total", total)
	testkit.Golden(t, "investment", roi.PlaybookInvestment(decimal.New(50, 0)))
}

func TestTotalInvestmentRejects(t *testing.T) {
	i := roi.PlaybookInvestment(decimal.Decimal{})
	i.Tools.Low, i.Integration.High = decimal.New(6000, 0), decimal.New(-1, 0)
	i.Documentation.Low, i.Training.High = 90, 1e7
	total, err := roi.TotalInvestment(i)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Investment.Tools.Low", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Investment.Integration.High", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Investment.Documentation.Low", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Investment.Training.High", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Investment.LaborCostPerHour", Reason: salesops.ErrMissing},
	)
	require.Zero(t, total)
	var back roi.InvestmentTotal
	for _, text := range []string{
		`{"per_month":{"low":"1","high":"2"},"hours":{"low":1,"high":2},"once":{"low":"1","high":"2"},"first_year":{"low":"1","high":"26"},"published_per_month":{"low":"1","high":"2"}}`,
		`{"per_month":{"low":"3","high":"2"},"hours":{"low":3,"high":2},"once":{"low":"1","high":"2"},"first_year":{"low":"37","high":"26"},"published_per_month":{"low":"1","high":"2"}}`,
	} {
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &back)))
	}
}
