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

// quotes is an automation that pays back in 6/7 of a month: 280 hours and
// 14,000 of money a month.
var (
	quotes = roi.Automation{
		HoursPerTask: 0.5, TasksPerMonth: 400, Growth: roi.GrowthFromFactor(1.4),
		LaborCostPerHour: decimal.New(50, 0), Cost: decimal.New(12000, 0),
	}
	sixMonths = roi.DefaultPolicy().PaybackPolicy
)

func TestPayBack(t *testing.T) {
	for name, tc := range map[string]struct {
		edit     func(*roi.Automation)
		hours    float64
		manual   string
		saving   string
		months   salesops.Maybe
		verdict  roi.Verdict
		findings []string
	}{
		"in time": {
			edit:  func(*roi.Automation) {},
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(6.0 / 7), verdict: roi.PaysBackInTime,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 12000 < 84000 of money: fired, +72000 to the line",
			},
		},
		"with a running cost": {
			edit:  func(a *roi.Automation) { a.RunningCostPerMonth = decimal.New(4850, 0) },
			hours: 280, manual: "14000", saving: "9150", months: salesops.Defined(12000.0 / 9150), verdict: roi.PaysBackInTime,
			findings: []string{
				"never: saving 9150 <= 0 of money a month: not fired, -9150 to the line",
				"pays-back-in-time: cost 12000 < 54900 of money: fired, +42900 to the line",
			},
		},
		"too slow": {
			edit:  func(a *roi.Automation) { a.Cost = decimal.New(105000, 0) },
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(7.5), verdict: roi.TooSlow,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 105000 < 84000 of money: not fired, -21000 to the line",
			},
		},
		"exactly six months": {
			edit:  func(a *roi.Automation) { a.Cost = decimal.New(84000, 0) },
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(6), verdict: roi.TooSlow,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 84000 < 84000 of money: not fired, +0 to the line",
			},
		},
		"a hair under six months": {
			edit:  func(a *roi.Automation) { a.Cost = testkit.Dec(t, "83999.999999999999999999") },
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(math.Nextafter(6, 0)), verdict: roi.PaysBackInTime,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 83999.999999999999999999 < 84000 of money: fired, +0.000000000000000001 to the line",
			},
		},
		"a hair over six months": {
			edit:  func(a *roi.Automation) { a.Cost = testkit.Dec(t, "84000.000000000000000001") },
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(6), verdict: roi.TooSlow,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 84000.000000000000000001 < 84000 of money: not fired, -0.000000000000000001 to the line",
			},
		},
		"no saving": {
			edit:  func(a *roi.Automation) { a.RunningCostPerMonth = decimal.New(14000, 0) },
			hours: 280, manual: "14000", saving: "0", months: salesops.Undefined("there is no saving"), verdict: roi.Never,
			findings: []string{
				"never: saving 0 <= 0 of money a month: fired, +0 to the line",
				"pays-back-in-time: cost 12000 < 0 of money: not applicable; there is no saving to pay the cost back",
			},
		},
		"a loss, at no cost": {
			edit: func(a *roi.Automation) {
				a.Cost, a.RunningCostPerMonth = decimal.Decimal{}, testkit.Dec(t, "14000.125")
			},
			hours: 280, manual: "14000", saving: "-0.13", months: salesops.Undefined("there is no saving"), verdict: roi.Never,
			findings: []string{
				"never: saving -0.125 <= 0 of money a month: fired, +0.125 to the line",
				"pays-back-in-time: cost 0 < -0.75 of money: not applicable; there is no saving to pay the cost back",
			},
		},
		"no tasks": {
			edit:  func(a *roi.Automation) { a.TasksPerMonth = 0 },
			hours: 0, manual: "0", saving: "0", months: salesops.Undefined("there is no saving"), verdict: roi.Never,
			findings: []string{
				"never: saving 0 <= 0 of money a month: fired, +0 to the line",
				"pays-back-in-time: cost 12000 < 0 of money: not applicable; there is no saving to pay the cost back",
			},
		},
		"no cost": {
			edit:  func(a *roi.Automation) { a.Cost = decimal.Decimal{} },
			hours: 280, manual: "14000", saving: "14000", months: salesops.Defined(0), verdict: roi.PaysBackInTime,
			findings: []string{
				"never: saving 14000 <= 0 of money a month: not fired, -14000 to the line",
				"pays-back-in-time: cost 0 < 84000 of money: fired, +84000 to the line",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			automation := quotes
			tc.edit(&automation)
			pay, err := roi.PayBack(automation, sixMonths)
			require.NoError(t, err)
			require.Equal(t, tc.hours, pay.HoursPerMonth)
			testkit.EqualDecimal(t, tc.manual, pay.ManualCostPerMonth)
			testkit.EqualDecimal(t, tc.saving, pay.SavingPerMonth)
			require.Equal(t, tc.months, pay.Months)
			require.Equal(t, tc.verdict, pay.Verdict)
			var findings []string
			for _, f := range pay.Findings {
				testkit.Explains(t, f)
				require.Equal(t, "ROI-2", f.Playbook)
				findings = append(findings, f.String())
			}
			require.Equal(t, tc.findings, findings)
			testkit.RoundTrip(t, pay)
		})
	}
}

// The ends of every range are inside it.
func TestPayBackAccepts(t *testing.T) {
	for name, edit := range map[string]func(*roi.Automation, *roi.PaybackPolicy){
		"least hours":      func(a *roi.Automation, _ *roi.PaybackPolicy) { a.HoursPerTask = roi.MinInput },
		"most hours":       func(a *roi.Automation, _ *roi.PaybackPolicy) { a.HoursPerTask = roi.MaxHoursPerTask },
		"no tasks":         func(a *roi.Automation, _ *roi.PaybackPolicy) { a.TasksPerMonth = 0 },
		"least tasks":      func(a *roi.Automation, _ *roi.PaybackPolicy) { a.TasksPerMonth = roi.MinInput },
		"most tasks":       func(a *roi.Automation, _ *roi.PaybackPolicy) { a.TasksPerMonth = roi.MaxTasksPerMonth },
		"least factor":     func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = roi.GrowthFromFactor(roi.MinInput) },
		"largest factor":   func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = roi.GrowthFromFactor(roi.MaxGrowthFactor) },
		"least percent":    func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = percent(-roi.MaxPercentDecrease) },
		"largest percent":  func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = percent(roi.MaxPercentIncrease) },
		"zero percent":     func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = percent(0) },
		"smallest percent": func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = percent(roi.MinInput) },
		"smallest loss":    func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Growth = percent(-roi.MinInput) },
		"least labor":      func(a *roi.Automation, _ *roi.PaybackPolicy) { a.LaborCostPerHour = decimal.New(1, -18) },
		"most labor":       func(a *roi.Automation, _ *roi.PaybackPolicy) { a.LaborCostPerHour = decimal.New(roi.MaxAmount, 0) },
		"most cost":        func(a *roi.Automation, _ *roi.PaybackPolicy) { a.Cost = decimal.New(roi.MaxAmount, 0) },
		"most running":     func(a *roi.Automation, _ *roi.PaybackPolicy) { a.RunningCostPerMonth = decimal.New(roi.MaxAmount, 0) },
		"least months":     func(_ *roi.Automation, p *roi.PaybackPolicy) { p.MaxMonths = roi.MinInput },
		"most months":      func(_ *roi.Automation, p *roi.PaybackPolicy) { p.MaxMonths = roi.MaxPolicyMonths },
	} {
		t.Run(name, func(t *testing.T) {
			automation, policy := quotes, sixMonths
			edit(&automation, &policy)
			pay, err := roi.PayBack(automation, policy)
			require.NoError(t, err)
			testkit.RoundTrip(t, pay)
			testkit.RoundTrip(t, automation)
			testkit.RoundTrip(t, defaultWith(policy))
		})
	}
}

func percent(p float64) roi.Growth { return roi.GrowthFromPercentIncrease(p) }

func TestPayBackRejects(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	huge := decimal.New(1, 2_000_000_000) // comparing it with anything would take minutes
	automation := func(field string, reason error, edit func(*roi.Automation)) (func(*roi.Automation, *roi.PaybackPolicy), testkit.Fault) {
		return func(a *roi.Automation, _ *roi.PaybackPolicy) { edit(a) }, testkit.Fault{Field: "Automation." + field, Reason: reason}
	}
	policy := func(reason error, months float64) (func(*roi.Automation, *roi.PaybackPolicy), testkit.Fault) {
		return func(_ *roi.Automation, p *roi.PaybackPolicy) { p.MaxMonths = months }, testkit.Fault{Field: "PaybackPolicy.MaxMonths", Reason: reason}
	}
	rejects := func(name string) func(func(*roi.Automation, *roi.PaybackPolicy), testkit.Fault) {
		return func(edit func(*roi.Automation, *roi.PaybackPolicy), want testkit.Fault) {
			t.Run(name, func(t *testing.T) {
				a, p := quotes, sixMonths
				edit(&a, &p)
				pay, err := roi.PayBack(a, p)
				testkit.RequireFaults(t, err, want)
				require.Zero(t, pay)
			})
		}
	}
	rejects("hours missing")(automation("HoursPerTask", missing, func(a *roi.Automation) { a.HoursPerTask = 0 }))
	rejects("hours negative")(automation("HoursPerTask", out, func(a *roi.Automation) { a.HoursPerTask = -0.5 }))
	rejects("hours too few")(automation("HoursPerTask", out, func(a *roi.Automation) { a.HoursPerTask = math.Nextafter(roi.MinInput, 0) }))
	rejects("hours too many")(automation("HoursPerTask", out, func(a *roi.Automation) { a.HoursPerTask = math.Nextafter(roi.MaxHoursPerTask, 1e7) }))
	rejects("hours NaN")(automation("HoursPerTask", out, func(a *roi.Automation) { a.HoursPerTask = math.NaN() }))
	rejects("tasks negative")(automation("TasksPerMonth", out, func(a *roi.Automation) { a.TasksPerMonth = -1 }))
	rejects("tasks too few")(automation("TasksPerMonth", out, func(a *roi.Automation) { a.TasksPerMonth = math.Nextafter(roi.MinInput, 0) }))
	rejects("tasks too many")(automation("TasksPerMonth", out, func(a *roi.Automation) { a.TasksPerMonth = math.Nextafter(roi.MaxTasksPerMonth, 1e13) }))
	rejects("tasks infinite")(automation("TasksPerMonth", out, func(a *roi.Automation) { a.TasksPerMonth = math.Inf(1) }))
	rejects("tasks NaN")(automation("TasksPerMonth", out, func(a *roi.Automation) { a.TasksPerMonth = math.NaN() }))
	rejects("growth missing")(automation("Growth", missing, func(a *roi.Automation) { a.Growth = roi.Growth{} }))
	rejects("growth factor zero")(automation("Growth", out, func(a *roi.Automation) { a.Growth = roi.GrowthFromFactor(0) }))
	rejects("growth factor negative")(automation("Growth", out, func(a *roi.Automation) { a.Growth = roi.GrowthFromFactor(-1.4) }))
	rejects("growth factor too small")(automation("Growth", out, func(a *roi.Automation) { a.Growth = roi.GrowthFromFactor(math.Nextafter(roi.MinInput, 0)) }))
	rejects("growth factor too large")(automation("Growth", out, func(a *roi.Automation) { a.Growth = roi.GrowthFromFactor(math.Nextafter(1000, 1001)) }))
	rejects("growth factor NaN")(automation("Growth", out, func(a *roi.Automation) { a.Growth = roi.GrowthFromFactor(math.NaN()) }))
	rejects("growth percent leaves nothing")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(-100) }))
	rejects("growth percent too low")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(math.Nextafter(-roi.MaxPercentDecrease, -100)) }))
	rejects("growth percent too high")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(math.Nextafter(roi.MaxPercentIncrease, 1e5)) }))
	rejects("growth percent too small")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(math.Nextafter(roi.MinInput, 0)) }))
	rejects("growth percent too small a loss")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(math.Nextafter(-roi.MinInput, 0)) }))
	rejects("growth percent infinite")(automation("Growth", out, func(a *roi.Automation) { a.Growth = percent(math.Inf(1)) }))
	rejects("labor missing")(automation("LaborCostPerHour", missing, func(a *roi.Automation) { a.LaborCostPerHour = decimal.Decimal{} }))
	rejects("labor negative")(automation("LaborCostPerHour", out, func(a *roi.Automation) { a.LaborCostPerHour = decimal.New(-1, -2) }))
	rejects("labor too much")(automation("LaborCostPerHour", out, func(a *roi.Automation) { a.LaborCostPerHour = decimal.New(roi.MaxAmount+1, 0) }))
	rejects("labor huge")(automation("LaborCostPerHour", out, func(a *roi.Automation) { a.LaborCostPerHour = huge }))
	rejects("cost negative")(automation("Cost", out, func(a *roi.Automation) { a.Cost = decimal.New(-1, -2) }))
	rejects("cost too much")(automation("Cost", out, func(a *roi.Automation) { a.Cost = decimal.New(roi.MaxAmount+1, 0) }))
	rejects("cost huge")(automation("Cost", out, func(a *roi.Automation) { a.Cost = huge }))
	rejects("cost of too many places")(automation("Cost", out, func(a *roi.Automation) { a.Cost = decimal.New(1, -19) }))
	rejects("running cost negative")(automation("RunningCostPerMonth", out, func(a *roi.Automation) { a.RunningCostPerMonth = decimal.New(-1, -2) }))
	rejects("running cost too much")(automation("RunningCostPerMonth", out, func(a *roi.Automation) { a.RunningCostPerMonth = decimal.New(roi.MaxAmount+1, 0) }))
	rejects("running cost huge")(automation("RunningCostPerMonth", out, func(a *roi.Automation) { a.RunningCostPerMonth = huge }))
	rejects("months missing")(policy(missing, 0))
	rejects("months negative")(policy(out, -6))
	rejects("months too few")(policy(out, math.Nextafter(roi.MinInput, 0)))
	rejects("months too many")(policy(out, math.Nextafter(roi.MaxPolicyMonths, 2000)))
	rejects("months NaN")(policy(out, math.NaN()))
}

func TestPayBackReportsEveryFault(t *testing.T) {
	_, err := roi.PayBack(roi.Automation{TasksPerMonth: -1, Cost: decimal.New(-1, 0), RunningCostPerMonth: decimal.New(-1, 0)}, roi.PaybackPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Automation.HoursPerTask", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Automation.TasksPerMonth", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Automation.Growth", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Automation.LaborCostPerHour", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Automation.Cost", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Automation.RunningCostPerMonth", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "PaybackPolicy.MaxMonths", Reason: salesops.ErrMissing},
	)
}

func TestAutomationJSON(t *testing.T) {
	testkit.Golden(t, "automation", quotes)
	var a roi.Automation
	require.NoError(t, json.Unmarshal([]byte(`{"hours_per_task":0.5,"tasks_per_month":400,"growth":{"percent_increase":40},
		"labor_cost_per_hour":"50","cost":"12000","running_cost_per_month":"4850"}`), &a))
	require.Equal(t, percent(40), a.Growth)
	testkit.EqualDecimal(t, "4850", a.RunningCostPerMonth)

	var bad roi.Automation
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"hours_per_task":-1,"tasks_per_month":400,"growth":1.4,"labor_cost_per_hour":"50","price":3}`), &bad),
		testkit.Fault{Field: "Automation.Growth", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Automation.Cost", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Automation.price", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Automation.HoursPerTask", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, bad)
}

func TestPaybackJSON(t *testing.T) {
	automation := quotes
	automation.RunningCostPerMonth = decimal.New(4850, 0)
	pay, err := roi.PayBack(automation, sixMonths)
	require.NoError(t, err)
	testkit.Golden(t, "payback", pay)
	automation.RunningCostPerMonth = decimal.New(14001, 0)
	never, err := roi.PayBack(automation, sixMonths)
	require.NoError(t, err)
	testkit.Golden(t, "payback_never", never)

	in := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "Payback." + field, Reason: reason}
	}
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	for name, tc := range map[string]struct {
		of   roi.Payback
		edit []string // pairs of old and new text
		want []testkit.Fault
	}{
		"unknown verdict": {pay, []string{`"verdict":"pays-back-in-time"`, `"verdict":"soon"`}, []testkit.Fault{in("Verdict", out)}},
		"other verdict":   {pay, []string{`"verdict":"pays-back-in-time"`, `"verdict":"too-slow"`}, []testkit.Fault{in("Verdict", conflict)}},
		"other months":    {pay, []string{`"months":1.3`, `"months":1.4`}, []testkit.Fault{in("Months", conflict)}},
		"no months":       {pay, []string{`"months":1.3114754098360655`, `"months":null`}, []testkit.Fault{in("Months", conflict)}},
		"months of never": {never, []string{`"months":null`, `"months":0`}, []testkit.Fault{in("Months", conflict)}},
		"negative months": {never, []string{`"months":null`, `"months":-1`}, []testkit.Fault{in("Months", conflict)}},
		"negative hours":  {pay, []string{`"hours_per_month":280`, `"hours_per_month":-280`}, []testkit.Fault{in("HoursPerMonth", out)}},
		"too many hours":  {pay, []string{`"hours_per_month":280`, `"hours_per_month":2.8e21`}, []testkit.Fault{in("HoursPerMonth", out)}},
		"other saving":    {pay, []string{`"saving_per_month":"9150"`, `"saving_per_month":"9150.01"`}, []testkit.Fault{in("SavingPerMonth", conflict)}},
		"saving above the cost": {
			pay, []string{`"manual_cost_per_month":"14000"`, `"manual_cost_per_month":"9149.99"`}, []testkit.Fault{in("ManualCostPerMonth", conflict)},
		},
		"negative manual cost": {
			never, []string{`"manual_cost_per_month":"14000"`, `"manual_cost_per_month":"-0.01"`}, []testkit.Fault{in("ManualCostPerMonth", conflict)},
		},
		"amounts too wide": {
			pay, []string{`"14000"`, `"1e41"`, `"saving_per_month":"9150"`, `"saving_per_month":"1e-41"`},
			[]testkit.Fault{in("ManualCostPerMonth", out), in("SavingPerMonth", out)},
		},
		"no findings":      {pay, []string{`"findings":[{`, `"findings":[],"more":[{`}, []testkit.Fault{in("more", out), in("Findings", salesops.ErrMissing)}},
		"other rule":       {pay, []string{`"rule":"never"`, `"rule":"too-slow"`}, []testkit.Fault{in("Findings[0].Rule", conflict)}},
		"other comparison": {pay, []string{`"op":"\u003c=","right":"0"`, `"op":"\u003c","right":"0"`}, []testkit.Fault{in("Findings[0].Op", conflict)}},
		"other line of saving": {
			pay, []string{`"right":"0"`, `"right":"1"`, `"distance":"-9150"`, `"distance":"-9149"`}, []testkit.Fault{in("Findings[0].Op", conflict)},
		},
		"not applicable with a saving": {
			pay, []string{`"outcome":"fired"`, `"outcome":"not-applicable"`}, []testkit.Fault{in("Findings[1].Outcome", conflict)},
		},
		"negative cost": {
			pay, []string{`"left":"12000"`, `"left":"-12000"`, `"distance":"42900"`, `"distance":"66900"`, `"months":1.3`, `"months":-1.3`},
			[]testkit.Fault{in("Findings[1].Left", out)},
		},
		"line on the other side": {
			pay, []string{
				`"right":"54900"`, `"right":"-54900"`, `"distance":"42900"`, `"distance":"-66900"`, `"outcome":"fired"`, `"outcome":"not-fired"`,
				`"verdict":"pays-back-in-time"`, `"verdict":"too-slow"`,
			},
			[]testkit.Fault{in("Findings", conflict)},
		},
		"months that no float64 holds": {
			pay, []string{
				`"left":"9150"`, `"left":"1e-400"`, `"distance":"-9150"`, `"distance":"-1e-400"`, `"saving_per_month":"9150"`, `"saving_per_month":"0"`,
				`"right":"54900"`, `"right":"6e-400"`, `"distance":"42900"`, `"distance":"-11999.` + strings.Repeat("9", 399) + `4"`,
				`"outcome":"fired"`, `"outcome":"not-fired"`, `"verdict":"pays-back-in-time"`, `"verdict":"too-slow"`, `"months":1.3114754098360655`, `"months":null`,
			},
			[]testkit.Fault{in("Months", conflict)},
		},
		"a bad finding": {pay, []string{`"op":"\u003c="`, `"op":"="`}, []testkit.Fault{in("Findings[0].Op", out)}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := json.Marshal(tc.of)
			require.NoError(t, err)
			text := string(data)
			for i := 0; i < len(tc.edit); i += 2 {
				require.Equal(t, 1, strings.Count(text, tc.edit[i]), tc.edit[i])
				text = strings.Replace(text, tc.edit[i], tc.edit[i+1], 1)
			}
			var back roi.Payback
			testkit.RequireFaults(t, json.Unmarshal([]byte(text), &back), tc.want...)
			require.Zero(t, back)
		})
	}
}
