package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/harness"
	"github.com/salesops-go/salesops/overflow"
)

// planned returns the plan of the sample after edits, in one line without runs
// of spaces.
func planned(t *testing.T, edits map[string][2]string) string {
	t.Helper()
	out, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, edits))
	require.Zero(t, status, errs)
	harness.Fits(t, out)
	_, plan, found := strings.Cut(out, "The best plan for these orders")
	require.True(t, found)
	plan, _, _ = strings.Cut(plan, "5. Resources")
	return strings.Join(strings.Fields(plan), " ")
}

func TestPlan(t *testing.T) {
	for name, tc := range map[string]struct {
		edits map[string][2]string
		want  []string
	}{
		"hours can be bought for a date": {
			map[string][2]string{"orders.csv": {"2026-11-06,2026-11-20", "2026-11-02,2026-11-20"}},
			[]string{"O-501: not by the wanted date. Instead: expedite 2026-11-02 at a cost of "},
		},
		"what is committed must fit": {
			map[string][2]string{"stages.csv": {"assembly,fulfillment,1,,,,32", "assembly,fulfillment,1,,,,30"}},
			[]string{"There is none that keeps what is committed: no place for O-501."},
		},
		"all fits": {
			map[string][2]string{"orders.csv": {"O-503,Cobalt Stores,8", "O-503,Cobalt Stores,1"}},
			[]string{"No order is left out but those that the rules decline."},
		},
		"above the quality line": {
			map[string][2]string{"orders.csv": {"no,no,4.5", "no,no,5.5"}},
			[]string{"O-503, which would earn 2,706. Every option is above the quality line, outside its weeks, or earns nothing."},
		},
		"what the rules decline is committed": {
			map[string][2]string{"orders.csv": {"7400,,,,no", "7400,,,,yes"}},
			[]string{"no place for O-508. The rules decline O-508. Buy hours"},
		},
		"the partner has too little time": {
			map[string][2]string{"partners.csv": {"0.45,70", "0.45,50"}},
			[]string{"O-512, which would earn 4,330. Its best place would be "},
		},
		"as soon as possible": {
			map[string][2]string{"orders.csv": {"later_quality_risk\n", "later_quality_risk\nO-1,A,1,1,1,1,10,1000,,,,no,no,\n"}},
			[]string{"O-1 A week 2 1,000 0 - 2026-11-09"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := planned(t, tc.edits)
			for _, want := range tc.want {
				require.Contains(t, got, want)
			}
		})
	}
}

func TestPlanWithoutPartners(t *testing.T) {
	folder := harness.CopySample(t, sample, nil)
	require.NoError(t, os.Remove(filepath.Join(folder, "partners.csv")))
	out, errs, status := harness.Run(run, "-data", folder)
	require.Zero(t, status, errs)
	require.Regexp(t, `O-512 +Zephyr Airlines +declined`, out)
}

// No promise takes minutes that another one has, or that demand needs.
func TestPromisesFitTogether(t *testing.T) {
	data, err := fs.Sub(sample, "sample")
	require.NoError(t, err)
	r, err := reviewWeek(load(data))
	require.NoError(t, err)
	taken := map[string]int64{}
	for _, o := range r.Offers {
		promise := o.kept()
		require.NotNil(t, promise, o.ID)
		for _, step := range promise.Deliveries[0].Steps {
			for _, slot := range step.Slots {
				taken[step.Stage+" "+slot.On.String()] += slot.Minutes
			}
		}
	}
	require.Len(t, r.Offers, r.Plan.Totals.InHouseOrders)
	require.NotEmpty(t, taken)
	// Assembly: 32 a day less 25.8 of demand, at a 32nd of 8 hours each.
	const assembly = 93
	for at, minutes := range taken {
		if strings.HasPrefix(at, "assembly") {
			require.LessOrEqual(t, minutes, int64(assembly), at)
		}
	}
}

func TestBadPlanCells(t *testing.T) {
	for name, tc := range map[string]struct {
		file, from, to string
		want           string
	}{
		"price":           {"orders.csv", "4980", "-1", `orders.csv:2:35: price: want 0 to 1e9`},
		"cents":           {"orders.csv", "4980", "4980.005", `orders.csv:2:35: price: want 0 to 1e9`},
		"huge exponent":   {"orders.csv", "4980", "1e99", `orders.csv:2:35: price: want 0 to 1e9`},
		"no price":        {"orders.csv", "price", "value", `orders.csv:1: lacks the columns price`},
		"late cost":       {"orders.csv", "150,yes", "1e99,yes", `orders.csv:2:62: late_cost_per_week: want 0 to 1e9`},
		"committed":       {"orders.csv", "150,yes", "150,maybe", `orders.csv:2:66: committed "maybe": want yes or no`},
		"wanted":          {"orders.csv", "2026-11-06", "6.11.2026", `orders.csv:2:40: wanted "6.11.2026": want a date as YYYY-MM-DD`},
		"latest passed":   {"orders.csv", "2026-11-20", "2026-11-01", `orders.csv:2:51: latest "2026-11-01": want a day from 2026-11-02 on`},
		"latest first":    {"orders.csv", "2026-11-20", "2026-11-05", `and not before wanted`},
		"same id":         {"orders.csv", "O-502", "O-501", `orders.csv:3:1: id "O-501": want one that no other order has`},
		"no id":           {"orders.csv", "O-502", "", `orders.csv:3:1: id "": want one that no other order has`},
		"later risk":      {"orders.csv", "no,no,4.5", "no,no,45", `: later_quality_risk "45" is out of range: want 0 to 10 points`},
		"size":            {"orders.csv", "Alder Hotels,6", "Alder Hotels,1e9", `orders.csv:2:20: size: want an order of at most 1e9 minutes at `},
		"share kept":      {"partners.csv", "0.45", "45", `partners.csv:2:11: share_kept "45" is out of range: want 0 to 1`},
		"partner hours":   {"partners.csv", "70", "-70", `partners.csv:2:16: hours "-70" is out of range: want`},
		"partner risk":    {"partners.csv", "70,4", "70,40", `partners.csv:2:19: quality_risk: want 0 to 10 points`},
		"same partner":    {"partners.csv", "Quayworks", "Northside", `partners.csv:3:1: name "Northside": want one that no other partner has`},
		"partner text":    {"partners.csv", "0.45", "most", `partners.csv:2:11: share_kept "most": want a number`},
		"partner columns": {"partners.csv", "hours", "days", `partners.csv:1: lacks the columns hours`},
		"temporary hours": {"stages.csv", "6,38.5,0.2", "-6,38.5,0.2", `temporary_hours_per_week: want 0 or more hours`},
		"temporary cost":  {"stages.csv", "6,38.5,0.2", "6,-38.5,0.2", `temporary_cost_per_hour: want 0 to 1e9`},
		"onboarding":      {"stages.csv", "6,38.5,0.2", "6,38.5,20", `onboarding_share "20" is out of range: want 0 to 0.99`},
		"working hours":   {"company.csv", "working_hours_per_day,8", "working_hours_per_day,25", `company.csv:6:23: working_hours_per_day "25": want above 0 to 24`},
		"discount":        {"company.csv", "later_discount,0.05", "later_discount,5", `: later_discount "5" is out of range: want 0 to 1`},
		"expedite":        {"company.csv", "expedite_per_hour,68", "expedite_per_hour,-68", `: expedite_per_hour "-68" is out of range: want`},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, map[string][2]string{tc.file: {tc.from, tc.to}}))
			require.Equal(t, 1, status)
			require.Empty(t, out)
			require.Contains(t, errs, tc.want)
			require.Contains(t, errs, "1 fault in the input:")
		})
	}
}

func TestValue(t *testing.T) {
	plan := overflow.Plan{
		Status: overflow.Bounded, Value: decimal.NewFromInt(1000), Bound: decimal.NewFromInt(1012), Gap: salesops.Defined(0.012),
	}
	require.Equal(t, "The plan earns 1,000; none earns more than 1,012 (gap 1.2%).", value(plan))
	plan.Gap = salesops.Undefined("a plan of value 0 that is not proven")
	require.Equal(t, "The plan earns 1,000; none earns more than 1,012.", value(plan))
}

func TestLeftOut(t *testing.T) {
	better := overflow.BetterOption{
		Placement: overflow.Placement{Kind: overflow.InHouse, Period: 3}, Gain: decimal.NewFromInt(450),
		Obstacle: overflow.ExtraCost, ExtraCost: decimal.NewFromInt(620),
	}
	r := review{
		rows:   []orderRow{{ID: "A", Price: decimal.NewFromInt(1000), Margin: 0.45}, {ID: "B", Price: decimal.NewFromInt(9), Margin: 1}},
		Orders: make([]orderDecision, 2),
		Plan: overflow.Plan{Orders: []overflow.PlannedOrder{
			{ID: "A", Placement: overflow.Placement{Kind: overflow.Declined}, Better: &better},
			{ID: "B", Placement: overflow.Placement{Kind: overflow.Declined}},
		}},
	}
	const looks = "Left out although it looks best: A, which would earn 450. "
	require.Equal(t, looks+"It fits in week 3, but the hours to buy cost 620 and it earns 450 there.", leftOut(r))
	better.Placement = overflow.Placement{Kind: overflow.AtPartner, Partner: "Quayworks"}
	better.Obstacle, better.Resource, better.ShortMinutes = overflow.NoRoom, overflow.Resource{Partner: "Quayworks"}, 30
	require.Equal(t, looks+"Its best place would be at Quayworks, where Quayworks lacks 30 minutes beside the orders that are there.", leftOut(r))
}

func TestNoOrders(t *testing.T) {
	folder := harness.CopySample(t, sample, nil)
	path := filepath.Join(folder, "orders.csv")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	header, _, _ := strings.Cut(string(data), "\n")
	require.NoError(t, os.WriteFile(path, []byte(header+"\n"), 0o644))
	out, errs, status := harness.Run(run, "-data", folder)
	require.Zero(t, status, errs)
	require.NotContains(t, out, "The best plan")
}

// An offer of a date that is too late for the customer is kept all the same, so
// that nobody else is promised the same minutes.
func TestKept(t *testing.T) {
	require.Nil(t, orderOffer{}.kept())
	later := overflow.Promise{Quantity: 1}
	got := orderOffer{Offer: overflow.Offer{Alternatives: []overflow.Alternative{
		{Kind: overflow.Expedite}, {Kind: overflow.LaterDate, Promise: later},
	}}}.kept()
	require.Equal(t, &later, got)
}

func TestWorkweek(t *testing.T) {
	monday := salesops.Date{Year: 2026, Month: 11, Day: 2}
	for day := range 14 {
		on := monday.AddDays(day)
		require.Equal(t, overflow.MondayToFriday{}.IsWorkday(on), workweek(5).IsWorkday(on), on)
		require.True(t, workweek(7).IsWorkday(on), on)
	}
	require.Equal(t, workweek(4), company{workingDaysPerWeek: 4.5}.workweek())
	require.Equal(t, workweek(1), company{workingDaysPerWeek: 0.5}.workweek())
}

func TestWeekOf(t *testing.T) {
	c := company{week: salesops.Date{Year: 2026, Month: 11, Day: 2}}
	for days, want := range map[int]int{-30: 1, -1: 1, 0: 1, 6: 1, 7: 2, 27: 4, 28: 4, 300: 4} {
		require.Equal(t, want, c.weekOf(c.week.AddDays(days), 0), days)
	}
	require.Equal(t, 3, c.weekOf(salesops.Date{}, 3))
}
