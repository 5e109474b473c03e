package salesops_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestEnumerations(t *testing.T) {
	require.Equal(t, []salesops.Status{"green", "yellow", "red"}, salesops.Statuses())
	require.Equal(t, []salesops.Outcome{"fired", "not-fired", "not-applicable"}, salesops.Outcomes())
	for _, s := range salesops.Statuses() {
		testkit.RoundTrip(t, s)
		testkit.RoundTrip(t, map[salesops.Status]int{s: 1})
	}
	for _, o := range salesops.Outcomes() {
		testkit.RoundTrip(t, o)
	}
	for _, text := range []string{"", "Green", "green ", "blue"} {
		_, err := salesops.Status(text).MarshalText()
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Status", Reason: salesops.ErrOutOfRange})
		status := salesops.Red
		testkit.RequireFaults(t, status.UnmarshalText([]byte(text)), testkit.Fault{Field: "Status", Reason: salesops.ErrOutOfRange})
		require.Equal(t, salesops.Red, status, "left alone")
		_, err = salesops.Outcome(text).MarshalText()
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Outcome", Reason: salesops.ErrOutOfRange})
		var outcome salesops.Outcome
		testkit.RequireFaults(t, outcome.UnmarshalText([]byte(text)), testkit.Fault{Field: "Outcome", Reason: salesops.ErrOutOfRange})
		require.Zero(t, outcome)
	}
}

func TestMaybe(t *testing.T) {
	for name, tc := range map[string]struct {
		maybe   salesops.Maybe
		value   float64
		defined bool
		or      float64
		reason  string
		text    string
		json    string
	}{
		"value":     {salesops.Defined(0.1), 0.1, true, 0.1, "", "0.1", "0.1"},
		"zero":      {salesops.Defined(0), 0, true, 0, "", "0", "0"},
		"large":     {salesops.Defined(1e21), 1e21, true, 1e21, "", "1e+21", "1e+21"},
		"largest":   {salesops.Defined(-math.MaxFloat64), -math.MaxFloat64, true, -math.MaxFloat64, "", "-1.7976931348623157e+308", "-1.7976931348623157e+308"},
		"undefined": {salesops.Undefined("no trials"), 0, false, 7, "no trials", "undefined: no trials", "null"},
		"zero one":  {salesops.Maybe{}, 0, false, 7, "not computed", "undefined: not computed", "null"},
		"NaN":       {salesops.Defined(math.NaN()), 0, false, 7, "not a finite number", "undefined: not a finite number", "null"},
		"infinity":  {salesops.Defined(math.Inf(1)), 0, false, 7, "not a finite number", "undefined: not a finite number", "null"},
		"-infinity": {salesops.Defined(math.Inf(-1)), 0, false, 7, "not a finite number", "undefined: not a finite number", "null"},
	} {
		t.Run(name, func(t *testing.T) {
			value, defined := tc.maybe.Value()
			require.Equal(t, tc.value, value)
			require.Equal(t, tc.defined, defined)
			require.Equal(t, tc.or, tc.maybe.Or(7))
			require.Equal(t, tc.reason, tc.maybe.Reason())
			require.Equal(t, tc.text, tc.maybe.String())
			require.Equal(t, tc.json, string(testkit.RoundTrip(t, tc.maybe)))
		})
	}
}

func TestMaybeJSON(t *testing.T) {
	var m salesops.Maybe
	for _, text := range []string{"null", " null\n"} {
		m = salesops.Defined(1)
		require.NoError(t, m.UnmarshalJSON([]byte(text)))
		require.Equal(t, salesops.Undefined("null in JSON"), m)
	}
	for _, text := range []string{``, `"1"`, `true`, `[1]`, `{}`, `1e400`, `1 2`, `NaN`} {
		m = salesops.Defined(1)
		testkit.RequireFaults(t, m.UnmarshalJSON([]byte(text)), testkit.Fault{Field: "Maybe", Reason: salesops.ErrOutOfRange})
		require.Equal(t, salesops.Defined(1), m, "left alone")
	}
}

func TestInterval(t *testing.T) {
	i := salesops.Interval{Low: 0.25, High: 0.75}
	require.Equal(t, 0.5, i.Width())
	for x, want := range map[float64]bool{
		0.25: true, math.Nextafter(0.25, 0): false, 0.5: true, 0.75: true, math.Nextafter(0.75, 1): false, math.NaN(): false,
	} {
		require.Equal(t, want, i.Contains(x), "%v", x)
	}
	require.Equal(t, `{"low":0.25,"high":0.75}`, string(testkit.RoundTrip(t, i)))
	testkit.RoundTrip(t, salesops.Interval{Low: 1, High: 1})

	for text, want := range map[string]testkit.Fault{
		`{"low":1}`:                       {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"high":1}`:                      {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"high":2,"mid":1.5}`:    {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"High":2}`:              {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"low":1,"high":2}`:      {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":null,"high":2}`:           {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"high":null}`:           {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":"1","high":2}`:            {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"high":1e400}`:          {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`[1,2]`:                           {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`null`:                            {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1,"high":2`:               {Field: "Interval", Reason: salesops.ErrOutOfRange},
		`{"low":1.0000000001,"high":1.0}`: {Field: "Interval.Low", Reason: salesops.ErrConflict},
	} {
		t.Run(text, func(t *testing.T) {
			i := salesops.Interval{Low: 5, High: 6}
			testkit.RequireFaults(t, i.UnmarshalJSON([]byte(text)), want)
			require.Equal(t, salesops.Interval{Low: 5, High: 6}, i, "left alone")
		})
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]salesops.Date{
		"2026-11-22": {Year: 2026, Month: time.November, Day: 22},
		"2024-02-29": {Year: 2024, Month: time.February, Day: 29},
		"0001-01-01": {Year: 1, Month: time.January, Day: 1},
		"9999-12-31": {Year: 9999, Month: time.December, Day: 31},
	} {
		got, err := salesops.ParseDate(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{
		"", "2026-11-31", "2025-02-29", "1900-02-29", "2026-1-2", "26-11-22", "2026/11/22", "2026-11-22T00:00:00Z", " 2026-11-22",
		"0000-01-01", "-001-01-01", "10000-01-01", "2026-00-10", "2026-13-10", "2026-10-00",
	} {
		got, err := salesops.ParseDate(text)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Date", Reason: salesops.ErrOutOfRange})
		require.Zero(t, got, text)
	}
}

func TestDateOf(t *testing.T) {
	// The same moment is two days in two places.
	moment := time.Date(2026, time.November, 22, 23, 30, 0, 0, time.UTC)
	require.Equal(t, "2026-11-22", salesops.DateOf(moment).String())
	require.Equal(t, "2026-11-23", salesops.DateOf(moment.In(time.FixedZone("", 3600))).String())
}

func TestDateIsValid(t *testing.T) {
	for _, d := range []salesops.Date{{1, 1, 1}, {9999, 12, 31}, {2000, 2, 29}} {
		require.True(t, d.IsValid(), "%v", d)
	}
	for _, d := range []salesops.Date{
		{}, {0, 12, 31}, {10000, 1, 1}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0}, {2026, 1, 32}, {1900, 2, 29}, {-2026, 1, 1},
		{math.MaxInt32, 1, 1}, {2026, math.MaxInt32, 1}, {2026, 1, math.MaxInt32},
	} {
		require.False(t, d.IsValid(), "%#v", d)
	}
	require.True(t, salesops.Date{}.IsZero())
	require.False(t, salesops.Date{Day: 1}.IsZero())
}

func TestDateOrder(t *testing.T) {
	days := []salesops.Date{{}, {1, 1, 1}, {2025, 12, 31}, {2026, 1, 1}, {2026, 1, 2}, {2026, 2, 1}, {9999, 12, 31}}
	for i, a := range days {
		for j, b := range days {
			require.Equal(t, i < j, a.Before(b), "%v before %v", a, b)
			require.Equal(t, i > j, a.After(b), "%v after %v", a, b)
			require.Equal(t, i == j, a.Compare(b) == 0)
		}
	}
}

func TestDateAddDays(t *testing.T) {
	for name, tc := range map[string]struct {
		from salesops.Date
		days int
		want string
	}{
		"none":                           {salesops.Date{Year: 2026, Month: 11, Day: 22}, 0, "2026-11-22"},
		"into a leap day":                {salesops.Date{Year: 2024, Month: 2, Day: 28}, 1, "2024-02-29"},
		"back over the year":             {salesops.Date{Year: 2026, Month: 1, Day: 1}, -1, "2025-12-31"},
		"the whole calendar":             {salesops.Date{Year: 1, Month: 1, Day: 1}, 3652058, "9999-12-31"},
		"past the end":                   {salesops.Date{Year: 9999, Month: 12, Day: 31}, 1, ""},
		"before the start":               {salesops.Date{Year: 1, Month: 1, Day: 1}, -1, ""},
		"absurd":                         {salesops.Date{Year: 2026, Month: 1, Day: 1}, math.MaxInt, ""},
		"absurd, back":                   {salesops.Date{Year: 2026, Month: 1, Day: 1}, math.MinInt, ""},
		"from no date":                   {salesops.Date{}, 400, ""},
		"from a day that does not exist": {salesops.Date{Year: 2026, Month: 2, Day: 30}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.from.AddDays(tc.days).String()) })
	}
}

func TestDateText(t *testing.T) {
	type plan struct {
		Due salesops.Date `json:"due"`
	}
	require.Equal(t, `{"due":""}`, string(testkit.RoundTrip(t, plan{})))
	require.Equal(t, `{"due":"2026-11-22"}`, string(testkit.RoundTrip(t, plan{salesops.Date{Year: 2026, Month: 11, Day: 22}})))
	_, err := json.Marshal(plan{salesops.Date{Year: 2026, Month: 2, Day: 30}})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Date", Reason: salesops.ErrOutOfRange})
	require.Equal(t, "2026-02-30", salesops.InputErrors(err)[0].Value)

	d := salesops.Date{Year: 2026, Month: 11, Day: 22}
	testkit.RequireFaults(t, d.UnmarshalText([]byte("2026-02-30")), testkit.Fault{Field: "Date", Reason: salesops.ErrOutOfRange})
	require.Equal(t, "2026-11-22", d.String(), "left alone")
	require.NoError(t, d.UnmarshalText(nil))
	require.True(t, d.IsZero())
}
