package roi_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// quoting costs 12,000 and 40 hours, is built in a month, ramps up in two, and
// saves 80% of 200 hours a month, of which half becomes cash.
var quoting = roi.Program{
	Cost: decimal.New(12000, 0), CostHours: 40, RunningCostPerMonth: decimal.New(500, 0),
	HoursPerTask: 0.5, TasksPerMonth: 400, LaborCostPerHour: decimal.New(50, 0),
	ShareAutomated: 0.8, CashShare: 0.5, ErrorCostPerMonth: decimal.New(600, 0),
	MonthsToGoLive: 1, RampMonths: 2, LifeMonths: 24,
}

func TestProjectProgram(t *testing.T) {
	p, err := roi.ProjectProgram(quoting, roi.DefaultPolicy())
	require.NoError(t, err)
	require.Len(t, p.Months, 26)
	testkit.EqualDecimal(t, "14000", p.Months[0].OneOffCost)
	require.Zero(t, p.Months[1].HoursSaved)
	require.Equal(t, 160.0/3, p.Months[2].HoursSaved)
	testkit.EqualDecimal(t, "1333.33", p.Months[2].CashSaving)
	testkit.EqualDecimal(t, "200", p.Months[2].ErrorCostAvoided)
	testkit.EqualDecimal(t, "1333.33", p.Months[2].AvoidedHiring)
	testkit.EqualDecimal(t, "500", p.Months[2].RunningCost)
	testkit.EqualDecimal(t, "4000", p.Months[4].CashSaving)
	// Cash: -14000, 0, 1033.33, 2566.67, then 4100 a month.
	testkit.EqualDecimal(t, "-10400", p.Cash.Months[3].Balance)
	require.Equal(t, roi.RecoversOnce, p.Cash.Simple.Status)
	require.Equal(t, salesops.Defined(3+10400.0/4100), p.Cash.Simple.First)
	require.Equal(t, roi.PaysBackInTime, p.Cash.Verdict)
	require.Equal(t, salesops.Defined(3+6400.0/8100), p.WithAvoided.Simple.First)
	testkit.EqualDecimal(t, "0.007974140428903741", p.MonthlyDiscountRate)
	testkit.Golden(t, "projection", p)
	testkit.Golden(t, "program", quoting)
}

// The published example, and the line: exactly six months is not under six.
func TestProjectProgramLine(t *testing.T) {
	level := roi.Program{
		Cost: decimal.New(84000, 0), HoursPerTask: 0.5, TasksPerMonth: 560, LaborCostPerHour: decimal.New(50, 0),
		ShareAutomated: 1, CashShare: 1, LifeMonths: 24,
	}
	for cost, want := range map[string]roi.Verdict{
		"84000": roi.TooSlow, "83999.999999999999999999": roi.PaysBackInTime, "84000.000000000000000001": roi.TooSlow,
		"336000": roi.TooSlow, "336000.01": roi.Never, "0": roi.PaysBackInTime,
	} {
		level.Cost = testkit.Dec(t, cost)
		p, err := roi.ProjectProgram(level, roi.DefaultPolicy())
		require.NoError(t, err)
		require.Equal(t, want, p.Cash.Verdict, cost)
		require.Equal(t, want == roi.PaysBackInTime, p.Cash.Simple.First.Or(99) < 6, cost)
		require.Equal(t, p.Cash.Simple.First, p.Cash.Simple.Last, "it recovers once, or never: %s", cost)
		testkit.RoundTrip(t, p)
	}
}

func TestProjectProgramRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*roi.Program, *roi.Policy)
		want testkit.Fault
	}{
		"cost":            {func(p *roi.Program, _ *roi.Policy) { p.Cost = decimal.New(-1, 0) }, testkit.Fault{Field: "Program.Cost", Reason: out}},
		"huge cost":       {func(p *roi.Program, _ *roi.Policy) { p.Cost = decimal.New(1, 2_000_000_000) }, testkit.Fault{Field: "Program.Cost", Reason: out}},
		"cost hours":      {func(p *roi.Program, _ *roi.Policy) { p.CostHours = 1e-10 }, testkit.Fault{Field: "Program.CostHours", Reason: out}},
		"running":         {func(p *roi.Program, _ *roi.Policy) { p.RunningCostPerMonth = decimal.New(-1, 0) }, testkit.Fault{Field: "Program.RunningCostPerMonth", Reason: out}},
		"hours":           {func(p *roi.Program, _ *roi.Policy) { p.HoursPerTask = 0 }, testkit.Fault{Field: "Program.HoursPerTask", Reason: missing}},
		"tasks":           {func(p *roi.Program, _ *roi.Policy) { p.TasksPerMonth = math.NaN() }, testkit.Fault{Field: "Program.TasksPerMonth", Reason: out}},
		"trend":           {func(p *roi.Program, _ *roi.Policy) { p.Trend = roi.TrendPerMonth(roi.GrowthFromFactor(-1)) }, testkit.Fault{Field: "Program.Trend", Reason: out}},
		"trend not given": {func(p *roi.Program, _ *roi.Policy) { p.Trend = roi.TrendPerYear(roi.Growth{}) }, testkit.Fault{Field: "Program.Trend", Reason: missing}},
		"trend infinite":  {func(p *roi.Program, _ *roi.Policy) { p.Trend = roi.TrendPerYear(roi.GrowthFromFactor(math.Inf(1))) }, testkit.Fault{Field: "Program.Trend", Reason: out}},
		"trend too steep": {func(p *roi.Program, _ *roi.Policy) { p.Trend = roi.TrendPerMonth(roi.GrowthFromFactor(2)) }, testkit.Fault{Field: "Program.Trend", Reason: conflict}},
		"labor":           {func(p *roi.Program, _ *roi.Policy) { p.LaborCostPerHour = decimal.Decimal{} }, testkit.Fault{Field: "Program.LaborCostPerHour", Reason: missing}},
		"share":           {func(p *roi.Program, _ *roi.Policy) { p.ShareAutomated = 80 }, testkit.Fault{Field: "Program.ShareAutomated", Reason: out}},
		"cash share":      {func(p *roi.Program, _ *roi.Policy) { p.CashShare = 1.01 }, testkit.Fault{Field: "Program.CashShare", Reason: out}},
		"errors":          {func(p *roi.Program, _ *roi.Policy) { p.ErrorCostPerMonth = decimal.New(-1, 0) }, testkit.Fault{Field: "Program.ErrorCostPerMonth", Reason: out}},
		"go live":         {func(p *roi.Program, _ *roi.Policy) { p.MonthsToGoLive = -1 }, testkit.Fault{Field: "Program.MonthsToGoLive", Reason: out}},
		"ramp":            {func(p *roi.Program, _ *roi.Policy) { p.RampMonths = 361 }, testkit.Fault{Field: "Program.RampMonths", Reason: out}},
		"no life":         {func(p *roi.Program, _ *roi.Policy) { p.LifeMonths = 0 }, testkit.Fault{Field: "Program.LifeMonths", Reason: missing}},
		"too long":        {func(p *roi.Program, _ *roi.Policy) { p.LifeMonths = 360 }, testkit.Fault{Field: "Program.LifeMonths", Reason: out}},
		"max months":      {func(_ *roi.Program, p *roi.Policy) { p.MaxMonths = 0 }, testkit.Fault{Field: "PaybackPolicy.MaxMonths", Reason: missing}},
		"rate":            {func(_ *roi.Program, p *roi.Policy) { p.AnnualDiscountRate = -0.1 }, testkit.Fault{Field: "ProgramPolicy.AnnualDiscountRate", Reason: out}},
		"basis":           {func(_ *roi.Program, p *roi.Policy) { p.Basis = "" }, testkit.Fault{Field: "ProgramPolicy.Basis", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			program, policy := quoting, roi.DefaultPolicy()
			tc.edit(&program, &policy)
			p, err := roi.ProjectProgram(program, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, p)
		})
	}
}

// The longest and largest program that is allowed fits the results.
func TestProjectProgramLimits(t *testing.T) {
	amount := decimal.New(roi.MaxAmount, 0)
	largest := roi.Program{
		Cost: amount, CostHours: roi.MaxCostHours, RunningCostPerMonth: amount, HoursPerTask: roi.MaxHoursPerTask,
		TasksPerMonth: roi.MaxTasksPerMonth, Trend: roi.TrendPerYear(percent(12.34567890123456)), LaborCostPerHour: amount, ShareAutomated: 1,
		CashShare: 0.1234567890123456, ErrorCostPerMonth: amount, MonthsToGoLive: 1, RampMonths: 360, LifeMonths: 359,
	}
	p, err := roi.ProjectProgram(largest, roi.DefaultPolicy())
	require.NoError(t, err)
	testkit.RoundTrip(t, p)
}

func TestProjectionRejects(t *testing.T) {
	p, err := roi.ProjectProgram(quoting, roi.DefaultPolicy())
	require.NoError(t, err)
	data, err := json.Marshal(p)
	require.NoError(t, err)
	for name, edit := range map[string][2]string{
		"a month out of place": {`{"month":3,"hours_saved"`, `{"month":4,"hours_saved"`},
		"cost after the start": {`"month":1,"hours_saved":0,"one_off_cost":"0"`, `"month":1,"hours_saved":0,"one_off_cost":"1"`},
		"another balance":      {`"balance":"-10400","disc`, `"balance":"-10401","disc`},
		"another worth":        {`"npv":"`, `"npv":"1`},
		"another verdict":      {`"verdict":"pays-back-in-time"`, `"verdict":"never"`},
		"another curve":        {`"benchmark":-0.5`, `"benchmark":-0.4`},
		"behind the curve":     {`"benchmark":5,"ahead":-`, `"benchmark":5,"ahead":-1`},
		"another outcome":      {`"outcome":"fired"`, `"outcome":"not-applicable","note":"why"`},
		"unknown":              {`"npv":`, `"nvp":`},
		"negative rate":        {`"monthly_discount_rate":"0.`, `"monthly_discount_rate":"-0.`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(data), edit[0], edit[1], 1)
			require.NotEqual(t, string(data), text)
			var back roi.Projection
			require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &back)))
			require.Zero(t, back)
		})
	}
}

func TestRecoveryRejects(t *testing.T) {
	for name, text := range map[string]string{
		"status":       `{"status":"once","first":1,"last":2,"times":2}`,
		"order":        `{"status":"more-than-once","first":2,"last":1,"times":2}`,
		"two at once":  `{"status":"more-than-once","first":2,"last":2,"times":2}`,
		"none":         `{"status":"never","first":2,"last":null,"times":0}`,
		"last of none": `{"status":"never","first":null,"last":2,"times":0}`,
		"negative":     `{"status":"once","first":-1,"last":-1,"times":1}`,
	} {
		var r roi.Recovery
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &r)), name)
	}
	var f roi.FlowPayback
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"simple":{"status":"once","first":2,"last":2,"times":1},
		"discounted":{"status":"once","first":1,"last":1,"times":1}}`), &f), testkit.Fault{Field: "FlowPayback.Discounted", Reason: salesops.ErrConflict})
}

func TestPayBackFlowsRejects(t *testing.T) {
	_, err := roi.PayBackFlows(nil, -1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows", Reason: salesops.ErrMissing}, testkit.Fault{Field: "rate", Reason: salesops.ErrOutOfRange})
	_, err = roi.PayBackFlows([]decimal.Decimal{decimal.New(1, 0), decimal.New(1, 99)}, 0)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows[1]", Reason: salesops.ErrOutOfRange})
	_, err = roi.PayBackFlows(make([]decimal.Decimal, roi.MaxPaybackFlows+1), 0)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows", Reason: salesops.ErrOutOfRange})
}

// A return that discounting brings to exactly zero is paid back at that end.
func TestPayBackFlowsExactly(t *testing.T) {
	pay, err := roi.PayBackFlows([]decimal.Decimal{decimal.New(-100, 0), {}, decimal.New(121, 0)}, 0.1)
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(2), pay.Discounted.First)
	pay, err = roi.PayBackFlows([]decimal.Decimal{decimal.New(-100, 0), {}, testkit.Dec(t, "120.999999999999999999")}, 0.1)
	require.NoError(t, err)
	require.Equal(t, roi.RecoversNever, pay.Discounted.Status)
}

func TestBenchmarkROI(t *testing.T) {
	for months, want := range map[float64]*float64{
		0: nil, math.Nextafter(1, 0): nil, 1: new(float64(-0.5)), 1.5: new(float64(-0.25)), 2: new(float64(0)), 2.5: new(float64(0.5)), 3: new(float64(1)), 4.5: new(float64(3)), 6: new(float64(5)), 9: new(float64(12.5)), 12: new(float64(20)),
		math.Nextafter(12, 13): nil, 1200: nil,
	} {
		got, err := roi.BenchmarkROI(months)
		require.NoError(t, err)
		value, known := got.Value()
		require.Equal(t, want != nil, known, months)
		if known {
			require.Equal(t, *want, value, months)
		}
	}
	require.Equal(t, []roi.CurvePoint{{Month: 1, ROI: -0.5}, {Month: 2}, {Month: 3, ROI: 1}, {Month: 6, ROI: 5}, {Month: 12, ROI: 20}}, roi.BenchmarkCurve())
	_, err := roi.BenchmarkROI(math.NaN())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "months", Reason: salesops.ErrOutOfRange})
}

func TestTrend(t *testing.T) {
	testkit.EqualDecimal(t, "1", roi.Trend{}.MonthlyFactor())
	testkit.EqualDecimal(t, "1.02", roi.TrendPerMonth(percent(2)).MonthlyFactor())
	testkit.EqualDecimal(t, "1", roi.TrendPerYear(percent(0)).MonthlyFactor())
	testkit.EqualDecimal(t, "1.028436155726361262", roi.TrendPerYear(percent(40)).MonthlyFactor())
	require.Equal(t, `{}`, string(testkit.RoundTrip(t, roi.Trend{})))
	require.Equal(t, `{"per_month":{"factor":1.02}}`, string(testkit.RoundTrip(t, roi.TrendPerMonth(roi.GrowthFromFactor(1.02)))))
	var trend roi.Trend
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"per_month":{"factor":1.02},"per_year":{"factor":1.4}}`), &trend),
		testkit.Fault{Field: "Trend", Reason: salesops.ErrConflict},
	)
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"per_month":{"factor":0}}`), &trend), testkit.Fault{Field: "Trend.PerMonth.Factor", Reason: salesops.ErrOutOfRange})
}

// texts checks that an enumeration is strict both ways.
func texts[T ~string, P interface {
	*T
	UnmarshalText([]byte) error
}](t *testing.T, known []T, marshal func(T) ([]byte, error)) {
	t.Helper()
	for _, want := range known {
		text, err := marshal(want)
		require.NoError(t, err)
		var back T
		require.NoError(t, P(&back).UnmarshalText(text))
		require.Equal(t, want, back)
	}
	_, err := marshal("Other")
	require.NotEmpty(t, salesops.InputErrors(err))
	var back T
	require.NotEmpty(t, salesops.InputErrors(P(&back).UnmarshalText([]byte("Other"))))
	require.Zero(t, back)
}

func TestTexts(t *testing.T) {
	texts(t, roi.Bases(), roi.Basis.MarshalText)
	texts(t, roi.RecoveryStatuses(), roi.RecoveryStatus.MarshalText)
	texts(t, roi.Horizons(), roi.Horizon.MarshalText)
	texts(t, roi.Reasons(), roi.Reason.MarshalText)
	texts(t, roi.ProgramInputs(), roi.ProgramInput.MarshalText)
	texts(t, roi.BreakEvenStatuses(), roi.BreakEvenStatus.MarshalText)
	texts(t, roi.CustomerVerdicts(), roi.CustomerVerdict.MarshalText)
	require.Len(t, roi.ProgramInputs(), 14)
}
