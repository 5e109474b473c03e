package readiness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// fullDay is a day on which everything is on its line.
func fullDay() readiness.DailyFigures {
	return readiness.DailyFigures{
		Orders: &readiness.OrderLoad{Orders: 85, Capacity: 100}, QuoteResponseHours: new(48.0), ErrorRate: new(0.05),
		OvertimeHoursPerWeek: new(10.0), ComplaintsPer100Orders: new(1.0),
	}
}

func fullWeek() readiness.WeeklyFigures {
	return readiness.WeeklyFigures{
		Utilization: new(0.85), OnTimeShare: new(0.95), Quality: new(90.0), Morale: new(6.0),
		Pipeline: &readiness.PipelineLoad{Load: 50, Headroom: 50},
	}
}

func fullMonth() readiness.MonthlyFigures {
	return readiness.MonthlyFigures{
		Growth: &readiness.GrowthPair{Sales: 0.3, Capacity: 0.3}, Satisfaction: new(8.0), Retention: new(0.9),
		AutomationProgress: new(0.5), Margin: new(0.3),
	}
}

func monthlyTargets() readiness.MonthlyTargets {
	return readiness.MonthlyTargets{Retention: new(0.9), AutomationProgress: new(0.5), Margin: new(0.3)}
}

func fullQuarter() readiness.QuarterlyFigures {
	return readiness.QuarterlyFigures{Process: new(6.0), Tools: new(6.0), Compensation: new(6.0), TeamFeedback: new(6.0)}
}

// Each line from both sides: at the line is the better status where the line is
// strict.
func TestDashboardLines(t *testing.T) {
	up, down := func(x float64) *float64 { return new(math.Nextafter(x, math.Inf(1))) }, func(x float64) *float64 { return new(math.Nextafter(x, math.Inf(-1))) }
	green, yellow, red := salesops.Green, salesops.Yellow, salesops.Red
	type day = readiness.DailyFigures
	type week = readiness.WeeklyFigures
	type month = readiness.MonthlyFigures
	type quarter = readiness.QuarterlyFigures
	for name, tc := range map[string]struct {
		edit any
		at   int
		want salesops.Status
	}{
		"orders at line":           {func(*day) {}, 0, green},
		"orders above":             {func(f *day) { f.Orders.Orders = *up(85) }, 0, yellow},
		"orders below capacity":    {func(f *day) { f.Orders.Orders = *down(100) }, 0, yellow},
		"orders at capacity":       {func(f *day) { f.Orders.Orders = 100 }, 0, red},
		"orders as 17 of 20":       {func(f *day) { f.Orders = &readiness.OrderLoad{Orders: 17, Capacity: 20} }, 0, green},
		"quotes at line":           {func(*day) {}, 1, green},
		"quotes above":             {func(f *day) { f.QuoteResponseHours = up(48) }, 1, red},
		"errors at line":           {func(*day) {}, 2, green},
		"errors above":             {func(f *day) { f.ErrorRate = up(0.05) }, 2, red},
		"overtime at line":         {func(*day) {}, 3, green},
		"overtime above":           {func(f *day) { f.OvertimeHoursPerWeek = up(10) }, 3, yellow},
		"overtime at red":          {func(f *day) { f.OvertimeHoursPerWeek = new(15.0) }, 3, yellow},
		"overtime above red":       {func(f *day) { f.OvertimeHoursPerWeek = up(15) }, 3, red},
		"utilization at line":      {func(*week) {}, 0, green},
		"utilization above":        {func(f *week) { f.Utilization = up(0.85) }, 0, yellow},
		"utilization below red":    {func(f *week) { f.Utilization = down(1) }, 0, yellow},
		"utilization at red":       {func(f *week) { f.Utilization = new(1.0) }, 0, red},
		"on time at line":          {func(*week) {}, 1, green},
		"on time below":            {func(f *week) { f.OnTimeShare = down(0.95) }, 1, yellow},
		"on time above red":        {func(f *week) { f.OnTimeShare = up(0.8) }, 1, yellow},
		"on time at red":           {func(f *week) { f.OnTimeShare = new(0.8) }, 1, red},
		"morale at line":           {func(*week) {}, 3, green},
		"morale below":             {func(f *week) { f.Morale = down(6) }, 3, yellow},
		"morale above red":         {func(f *week) { f.Morale = up(4) }, 3, yellow},
		"morale at red":            {func(f *week) { f.Morale = new(4.0) }, 3, red},
		"pipeline at headroom":     {func(*week) {}, 4, green},
		"pipeline above":           {func(f *week) { f.Pipeline.Load = *up(50) }, 4, yellow},
		"pipeline below red":       {func(f *week) { f.Pipeline.Load = *down(75) }, 4, yellow},
		"pipeline at red":          {func(f *week) { f.Pipeline.Load = 75 }, 4, red},
		"pipeline to no headroom":  {func(f *week) { f.Pipeline.Headroom = 0 }, 4, red},
		"empty pipeline":           {func(f *week) { *f.Pipeline = readiness.PipelineLoad{} }, 4, green},
		"growth in step":           {func(*month) {}, 0, green},
		"growth ahead":             {func(f *month) { f.Growth.Sales = *up(0.3) }, 0, yellow},
		"satisfaction at line":     {func(*month) {}, 1, green},
		"satisfaction below":       {func(f *month) { f.Satisfaction = down(8) }, 1, red},
		"retention at target":      {func(*month) {}, 2, green},
		"retention below":          {func(f *month) { f.Retention = down(0.9) }, 2, yellow},
		"automation below":         {func(f *month) { f.AutomationProgress = down(0.5) }, 3, yellow},
		"margin below":             {func(f *month) { f.Margin = down(0.3) }, 4, yellow},
		"process review at line":   {func(*quarter) {}, 0, green},
		"process review below":     {func(f *quarter) { f.Process = down(6) }, 0, yellow},
		"tools review below":       {func(f *quarter) { f.Tools = down(6) }, 1, yellow},
		"compensation below":       {func(f *quarter) { f.Compensation = new(0.0) }, 2, yellow},
		"team feedback below":      {func(f *quarter) { f.TeamFeedback = down(6) }, 3, yellow},
		"team feedback at the top": {func(f *quarter) { f.TeamFeedback = new(10.0) }, 3, green},
	} {
		t.Run(name, func(t *testing.T) {
			var board readiness.Dashboard
			var err error
			policy := readiness.DefaultPolicy()
			switch edit := tc.edit.(type) {
			case func(*day):
				f := fullDay()
				edit(&f)
				board, err = readiness.TrackDaily(readiness.Days{f}, policy)
			case func(*week):
				f := fullWeek()
				edit(&f)
				board, err = readiness.TrackWeekly(readiness.Weeks{f}, policy)
			case func(*month):
				f := fullMonth()
				edit(&f)
				board, err = readiness.TrackMonthly(readiness.Months{f}, monthlyTargets(), policy)
			case func(*quarter):
				f := fullQuarter()
				edit(&f)
				board, err = readiness.TrackQuarterly(readiness.Quarters{f}, policy)
			}
			require.NoError(t, err)
			require.Equal(t, &tc.want, board.Readings[tc.at].Status)
			require.Equal(t, &tc.want, board.Status)
			if tc.want == green {
				require.Empty(t, board.Attention)
			} else {
				require.Equal(t, []readiness.Gauge{board.Readings[tc.at].Gauge}, board.Attention)
			}
		})
	}
}

func TestDashboardTrends(t *testing.T) {
	week := func(quality *float64) readiness.WeeklyFigures { return readiness.WeeklyFigures{Quality: quality} }
	for name, tc := range map[string]struct {
		quality []*float64
		trend   readiness.Trend
		status  *salesops.Status
		change  salesops.Maybe
	}{
		"three worse":       {[]*float64{new(9.0), new(8.0), new(7.0), new(6.5)}, readiness.GettingWorse, new(salesops.Red), salesops.Defined(-0.5)},
		"two worse":         {[]*float64{new(8.0), new(9.0), new(7.0), new(6.0)}, readiness.NoTrend, new(salesops.Green), salesops.Defined(-1)},
		"three better":      {[]*float64{new(6.0), new(7.0), new(8.0), new(8.1)}, readiness.GettingBetter, new(salesops.Green), salesops.Defined(0.1)},
		"one the same":      {[]*float64{new(9.0), new(8.0), new(8.0), new(7.0)}, readiness.NoTrend, new(salesops.Green), salesops.Defined(-1)},
		"too short":         {[]*float64{new(9.0), new(8.0), new(7.0)}, readiness.TooShort, nil, salesops.Defined(-1)},
		"a gap":             {[]*float64{new(9.0), nil, new(8.0), new(7.0), new(6.0)}, readiness.TooShort, nil, salesops.Defined(-1)},
		"a gap long before": {[]*float64{nil, new(9.0), new(8.0), new(7.0), new(6.0)}, readiness.GettingWorse, new(salesops.Red), salesops.Defined(-1)},
		"not measured now":  {[]*float64{new(9.0), new(8.0), new(7.0), new(6.0), nil}, readiness.TooShort, nil, salesops.Undefined("no two figures in a row")},
	} {
		t.Run(name, func(t *testing.T) {
			var weeks readiness.Weeks
			for _, q := range tc.quality {
				weeks = append(weeks, week(q))
			}
			board, err := readiness.TrackWeekly(weeks, readiness.DefaultPolicy())
			require.NoError(t, err)
			got := board.Readings[2]
			require.Equal(t, tc.trend, got.Trend)
			require.Equal(t, tc.status, got.Status)
			require.Equal(t, tc.change, got.Change)
			require.Equal(t, tc.status == nil, slices.Contains(board.NotJudged, readiness.QualityGauge))
		})
	}
}

// Trends compare ratios as such: 2 of 3 is less than 7 of 10, and as much as 4
// of 6.
func TestDashboardTrendOfRatios(t *testing.T) {
	var days readiness.Days
	for _, o := range []readiness.OrderLoad{{2, 3}, {7, 10}, {3, 4}, {8, 10}} {
		days = append(days, readiness.DailyFigures{Orders: &o})
	}
	board, err := readiness.TrackDaily(days, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.GettingWorse, board.Readings[0].Trend)
	days[1].Orders = &readiness.OrderLoad{Orders: 4, Capacity: 6}
	board, err = readiness.TrackDaily(days, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.NoTrend, board.Readings[0].Trend)
	require.Equal(t, salesops.Defined(0.05), board.Readings[0].Change)
}

func TestDashboardRejects(t *testing.T) {
	type policy = readiness.Policy
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	day, week, month, quarter := fullDay(), fullWeek(), fullMonth(), fullQuarter()
	good := readiness.DefaultPolicy()
	for name, tc := range map[string]struct {
		track func(p policy) (readiness.Dashboard, error)
		want  []testkit.Fault
	}{
		"no days":     {func(p policy) (readiness.Dashboard, error) { return readiness.TrackDaily(nil, p) }, []testkit.Fault{{Field: "Days", Reason: missing}}},
		"no weeks":    {func(p policy) (readiness.Dashboard, error) { return readiness.TrackWeekly(nil, p) }, []testkit.Fault{{Field: "Weeks", Reason: missing}}},
		"no months":   {func(p policy) (readiness.Dashboard, error) { return readiness.TrackMonthly(nil, monthlyTargets(), p) }, []testkit.Fault{{Field: "Months", Reason: missing}}},
		"no quarters": {func(p policy) (readiness.Dashboard, error) { return readiness.TrackQuarterly(nil, p) }, []testkit.Fault{{Field: "Quarters", Reason: missing}}},
		"too many days": {func(p policy) (readiness.Dashboard, error) {
			return readiness.TrackDaily(make(readiness.Days, readiness.MaxPeriods+1), p)
		}, []testkit.Fault{{Field: "Days", Reason: out}}},
		"days": {func(p policy) (readiness.Dashboard, error) {
			bad := readiness.DailyFigures{
				&readiness.OrderLoad{Orders: -1}, new(readiness.MaxResponseHours + 1.0), new(1.1), new(169.0), new(readiness.MaxComplaints * 2.0),
			}
			return readiness.TrackDaily(readiness.Days{day, bad}, p)
		}, []testkit.Fault{
			{Field: "Days[1].Orders.Orders", Reason: out}, {Field: "Days[1].Orders.Capacity", Reason: missing}, {Field: "Days[1].QuoteResponseHours", Reason: out},
			{Field: "Days[1].ErrorRate", Reason: out}, {Field: "Days[1].OvertimeHoursPerWeek", Reason: out}, {Field: "Days[1].ComplaintsPer100Orders", Reason: out},
		}},
		"weeks": {func(p policy) (readiness.Dashboard, error) {
			bad := readiness.WeeklyFigures{new(-1.0), new(95.0), new(math.Inf(1)), new(11.0), &readiness.PipelineLoad{Load: -1, Headroom: 1}}
			return readiness.TrackWeekly(readiness.Weeks{bad, week}, p)
		}, []testkit.Fault{
			{Field: "Weeks[0].Utilization", Reason: out}, {Field: "Weeks[0].OnTimeShare", Reason: out}, {Field: "Weeks[0].Quality", Reason: out},
			{Field: "Weeks[0].Morale", Reason: out}, {Field: "Weeks[0].Pipeline.Load", Reason: out},
		}},
		"months": {func(p policy) (readiness.Dashboard, error) {
			bad := readiness.MonthlyFigures{
				&readiness.GrowthPair{Sales: -1.1, Capacity: readiness.MaxGrowth + 1}, new(11.0), new(90.0), new(-0.1), new(readiness.MaxMargin + 1.0),
			}
			targets := readiness.MonthlyTargets{Retention: new(2.0), AutomationProgress: new(2.0), Margin: new(math.NaN())}
			return readiness.TrackMonthly(readiness.Months{bad, month}, targets, p)
		}, []testkit.Fault{
			{Field: "Months[0].Growth.Sales", Reason: out}, {Field: "Months[0].Growth.Capacity", Reason: out}, {Field: "Months[0].Satisfaction", Reason: out},
			{Field: "Months[0].Retention", Reason: out}, {Field: "Months[0].AutomationProgress", Reason: out}, {Field: "Months[0].Margin", Reason: out},
			{Field: "MonthlyTargets.Retention", Reason: out}, {Field: "MonthlyTargets.AutomationProgress", Reason: out}, {Field: "MonthlyTargets.Margin", Reason: out},
		}},
		"quarters": {func(p policy) (readiness.Dashboard, error) {
			bad := readiness.QuarterlyFigures{new(-1.0), new(11.0), new(math.NaN()), new(10.5)}
			return readiness.TrackQuarterly(readiness.Quarters{quarter, bad}, p)
		}, []testkit.Fault{
			{Field: "Quarters[1].Process", Reason: out}, {Field: "Quarters[1].Tools", Reason: out}, {Field: "Quarters[1].Compensation", Reason: out},
			{Field: "Quarters[1].TeamFeedback", Reason: out},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			board, err := tc.track(good)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, board)
		})
	}
	wrong := good
	wrong.BoardMinMorale, wrong.BoardMinReview = 11, 0
	for name, track := range map[string]func() (readiness.Dashboard, error){
		"daily":  func() (readiness.Dashboard, error) { return readiness.TrackDaily(readiness.Days{day}, wrong) },
		"weekly": func() (readiness.Dashboard, error) { return readiness.TrackWeekly(readiness.Weeks{week}, wrong) },
		"monthly": func() (readiness.Dashboard, error) {
			return readiness.TrackMonthly(readiness.Months{month}, monthlyTargets(), wrong)
		},
		"quarterly": func() (readiness.Dashboard, error) {
			return readiness.TrackQuarterly(readiness.Quarters{quarter}, wrong)
		},
	} {
		t.Run("policy "+name, func(t *testing.T) {
			_, err := track()
			testkit.RequireFaults(
				t, err, testkit.Fault{Field: "Policy.BoardMinMorale", Reason: out}, testkit.Fault{Field: "Policy.BoardMinReview", Reason: missing},
			)
		})
	}
}

// The limits themselves are allowed.
func TestDashboardLimits(t *testing.T) {
	most := slices.Repeat(readiness.Days{{
		&readiness.OrderLoad{Orders: readiness.MaxLoad, Capacity: 5e-324}, new(float64(readiness.MaxResponseHours)), new(1.0), new(168.0), new(readiness.MaxComplaints),
	}}, readiness.MaxPeriods)
	board, err := readiness.TrackDaily(most, readiness.DefaultPolicy())
	require.NoError(t, err)
	_, finite := board.Readings[0].Value.Value()
	require.False(t, finite, "a ratio beyond float64 has no value")
	require.Equal(t, new(salesops.Red), board.Readings[0].Status)
	testkit.RoundTrip(t, board)
}
