package roi_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

func quotingRanges() []roi.InputRange {
	between := func(input roi.ProgramInput, low, high string) roi.InputRange {
		return roi.InputRange{Input: input, Low: decimal.RequireFromString(low), High: decimal.RequireFromString(high)}
	}
	return []roi.InputRange{
		between(roi.InputCost, "10000", "18000"), between(roi.InputRunningCost, "400", "900"), between(roi.InputTasksPerMonth, "250", "450"),
		between(roi.InputMonthlyGrowth, "0.99", "1.02"), between(roi.InputShareAutomated, "0.5", "0.9"), between(roi.InputCashShare, "0.2", "0.7"),
		between(roi.InputMonthsToGoLive, "0", "4"), between(roi.InputLifeMonths, "12", "36"), between(roi.InputAnnualDiscountRate, "0.05", "0.2"),
		between(roi.InputHoursPerTask, "0.4", "0.6"), between(roi.InputLaborCostPerHour, "40", "60"), between(roi.InputErrorCost, "0", "900"),
		between(roi.InputRampMonths, "0", "6"), between(roi.InputCostHours, "20", "120"),
	}
}

func TestAnalyzeSensitivity(t *testing.T) {
	s, err := roi.AnalyzeSensitivity(quoting, quotingRanges(), roi.DefaultPolicy())
	require.NoError(t, err)
	require.Len(t, s.Bars, 14)
	found := make(map[roi.ProgramInput]roi.Bar)
	for _, b := range s.Bars {
		found[b.Input] = b
		require.True(t, s.Pessimistic.NPV.LessThanOrEqual(decimal.Min(b.Low.NPV, b.High.NPV)), b.Input)
		require.True(t, s.Optimistic.NPV.GreaterThanOrEqual(decimal.Max(b.Low.NPV, b.High.NPV)), b.Input)
	}
	// 14,000 come back after 3 + 10400/4100 months; six leave 1,900 for more cost.
	testkit.EqualDecimal(t, "13899.99", *found[roi.InputCost].BreakEven.Value)
	testkit.EqualDecimal(t, "1", *found[roi.InputMonthsToGoLive].BreakEven.Value)
	require.Equal(t, roi.AlwaysInTime, found[roi.InputAnnualDiscountRate].BreakEven.Status)
	require.Equal(t, roi.NoSingleValue, found[roi.InputLaborCostPerHour].BreakEven.Status)
	require.Equal(t, roi.BreaksEvenAt, found[roi.InputErrorCost].BreakEven.Status)
	testkit.Golden(t, "sensitivity", s)
}

func TestAnalyzeSensitivityRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	_, err := roi.AnalyzeSensitivity(quoting, nil, roi.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "ranges", Reason: missing})
	_, err = roi.AnalyzeSensitivity(roi.Program{}, quotingRanges(), roi.DefaultPolicy())
	require.Len(t, salesops.InputErrors(err), 3)
	rejects := func(input roi.ProgramInput, low, high string, want ...testkit.Fault) {
		s, err := roi.AnalyzeSensitivity(quoting, []roi.InputRange{{Input: input, Low: testkit.Dec(t, low), High: testkit.Dec(t, high)}}, roi.DefaultPolicy())
		testkit.RequireFaults(t, err, want...)
		require.Zero(t, s)
	}
	rejects("", "1", "2", testkit.Fault{Field: "ranges[0].Input", Reason: missing})
	rejects("weather", "1", "2", testkit.Fault{Field: "ranges[0].Input", Reason: out})
	rejects(roi.InputCost, "2", "1", testkit.Fault{Field: "ranges[0].Low", Reason: conflict})
	rejects(roi.InputCost, "-1", "1", testkit.Fault{Field: "ranges[0].Low", Reason: out})
	rejects(roi.InputShareAutomated, "0.5", "1.5", testkit.Fault{Field: "ranges[0].High", Reason: out})
	rejects(roi.InputRampMonths, "0.5", "361", testkit.Fault{Field: "ranges[0].Low", Reason: out}, testkit.Fault{Field: "ranges[0].High", Reason: out})
	_, err = roi.AnalyzeSensitivity(quoting, []roi.InputRange{
		{Input: roi.InputMonthsToGoLive, Low: decimal.New(0, 0), High: decimal.New(200, 0)},
		{Input: roi.InputLifeMonths, Low: decimal.New(200, 0), High: decimal.New(300, 0)},
		{Input: roi.InputLifeMonths, Low: decimal.New(200, 0), High: decimal.New(300, 0)},
	}, roi.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "ranges[2].Input", Reason: conflict})
	_, err = roi.AnalyzeSensitivity(quoting, []roi.InputRange{
		{Input: roi.InputMonthsToGoLive, Low: decimal.New(200, 0), High: decimal.New(300, 0)},
		{Input: roi.InputLifeMonths, Low: decimal.New(200, 0), High: decimal.New(300, 0)},
	}, roi.DefaultPolicy())
	require.NotEmpty(t, salesops.InputErrors(err), "too long together")
}

func TestSensitivityRejects(t *testing.T) {
	s, err := roi.AnalyzeSensitivity(quoting, quotingRanges()[:3], roi.DefaultPolicy())
	require.NoError(t, err)
	data, err := json.Marshal(s)
	require.NoError(t, err)
	for name, edit := range map[string][2]string{
		"swing":      {`"swing":"`, `"swing":"1`},
		"input":      {`"input":"cost"`, `"input":"running-cost-per-month"`},
		"verdict":    {`"verdict":"pays-back-in-time"`, `"verdict":"never"`},
		"break-even": {`"status":"at"`, `"status":"never-in-time"`},
		"basis":      {`"basis":"cash-only"`, `"basis":""`},
	} {
		text := strings.Replace(string(data), edit[0], edit[1], 1)
		require.NotEqual(t, string(data), text, name)
		var back roi.Sensitivity
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &back)), name)
	}
}

func fixed(x float64) roi.Triangle { return roi.Triangle{Low: x, Mode: x, High: x} }

func moneyRange(low, mode, high int64) roi.MoneyTriangle {
	return roi.MoneyTriangle{Low: decimal.New(low, 0), Mode: decimal.New(mode, 0), High: decimal.New(high, 0)}
}

// uncertain is about as likely to pay back in time as not.
var uncertain = roi.AutomationRanges{
	HoursPerTask: roi.Triangle{Low: 0.3, Mode: 0.5, High: 0.6}, TasksPerMonth: roi.Triangle{Low: 200, Mode: 400, High: 500},
	GrowthFactor: roi.Triangle{Low: 0.9, Mode: 1.1, High: 1.4}, LaborCostPerHour: moneyRange(40, 50, 60), Cost: moneyRange(30000, 50000, 90000),
}

// With one figure uncertain the probability is its distribution function.
func TestEstimateChanceOfOne(t *testing.T) {
	one := roi.AutomationRanges{
		HoursPerTask: fixed(0.5), TasksPerMonth: roi.Triangle{Low: 200, Mode: 400, High: 500}, GrowthFactor: fixed(1),
		LaborCostPerHour: moneyRange(50, 50, 50), Cost: moneyRange(45000, 45000, 45000),
	}
	c, err := roi.EstimateChance(one, roi.DefaultPolicy())
	require.NoError(t, err)
	const exact = 1 - 100.0*100/(300*200) // more than 300 tasks
	require.True(t, c.InTime.Contains(exact), "%v, want %v", c, exact)
	require.Less(t, c.InTime.Width(), 1e-3)
	one.TasksPerMonth = fixed(300)
	one.Cost = moneyRange(30000, 50000, 60000)
	c, err = roi.EstimateChance(one, roi.DefaultPolicy())
	require.NoError(t, err)
	const cheaper = 15000.0 * 15000 / (30000 * 20000) // less than 45,000
	require.True(t, c.InTime.Contains(cheaper), "%v, want %v", c, cheaper)
	require.Less(t, c.InTime.Width(), 1e-3)
	testkit.RoundTrip(t, c)
}

// The bounds hold what a simulation with a fixed seed finds, whatever the grid.
func TestEstimateChanceHolds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(low, mode, high float64) float64 {
		u := random.Float64()
		if u < (mode-low)/(high-low) {
			return low + math.Sqrt(u*(high-low)*(mode-low))
		}
		return high - math.Sqrt((1-u)*(high-low)*(high-mode))
	}
	const n = 200_000
	hits := 0
	for range n {
		worth := 6 * draw(0.3, 0.5, 0.6) * draw(200, 400, 500) * draw(0.9, 1.1, 1.4) * draw(40, 50, 60)
		if draw(30000, 50000, 90000) < worth {
			hits++
		}
	}
	share, five := float64(hits)/n, 5*0.5/math.Sqrt(n) // five standard errors
	before := salesops.Interval{Low: 0, High: 1}
	for _, cells := range []int{roi.MinCells, 512, 4096} {
		policy := roi.DefaultPolicy()
		policy.MaxCells = cells
		c, err := roi.EstimateChance(uncertain, policy)
		require.NoError(t, err)
		require.Greater(t, share, c.InTime.Low-five)
		require.Less(t, share, c.InTime.High+five)
		require.Less(t, c.InTime.Width(), before.Width())
		require.LessOrEqual(t, c.InTime.Low, before.High)
		require.GreaterOrEqual(t, c.InTime.High, before.Low)
		before = c.InTime
	}
	require.Less(t, before.Width(), 5e-3)
	testkit.Golden(t, "automation_ranges", uncertain)
}

func TestEstimateChanceCertain(t *testing.T) {
	r := uncertain
	r.Cost = moneyRange(1, 2, 12959)
	c, err := roi.EstimateChance(r, roi.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, roi.Chance{InTime: salesops.Interval{Low: 1, High: 1}}, c)
	testkit.RoundTrip(t, c)
	r.Cost = moneyRange(151200, 151200, 151200) // exactly six months at the best ends
	c, err = roi.EstimateChance(r, roi.DefaultPolicy())
	require.NoError(t, err)
	require.Zero(t, c)
	// Nothing is uncertain: the verdict itself.
	sure := roi.AutomationRanges{HoursPerTask: fixed(0.5), TasksPerMonth: fixed(400), GrowthFactor: fixed(1.4), LaborCostPerHour: moneyRange(50, 50, 50), Cost: moneyRange(84000, 84000, 84000)}
	c, err = roi.EstimateChance(sure, roi.DefaultPolicy())
	require.NoError(t, err)
	require.Zero(t, c)
}

func TestEstimateChanceRejects(t *testing.T) {
	r, policy := uncertain, roi.DefaultPolicy()
	r.HoursPerTask.Low, r.TasksPerMonth.Mode, r.GrowthFactor.High = 0, 100, 1001
	r.LaborCostPerHour.Low, r.Cost.Mode = decimal.Decimal{}, decimal.New(1, 0)
	policy.MaxCells = 1
	_, err := roi.EstimateChance(r, policy)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "AutomationRanges.HoursPerTask.Low", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "AutomationRanges.TasksPerMonth.Mode", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "AutomationRanges.GrowthFactor.High", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "AutomationRanges.LaborCostPerHour.Low", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "AutomationRanges.Cost.Mode", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "ChancePolicy.MaxCells", Reason: salesops.ErrOutOfRange},
	)
	var c roi.Chance
	for _, text := range []string{`{"in_time":{"low":-1,"high":1},"cells":64}`, `{"in_time":{"low":0,"high":1},"cells":0}`, `{"in_time":{"low":0,"high":1},"cells":65537}`} {
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &c)))
	}
}
