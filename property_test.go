package salesops_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
)

// calendarDays is the number of days in the years 1 to 9999.
const calendarDays = 3652059

// firstDay is the first of January of year 1.
func firstDay() time.Time { return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }

func days() *rapid.Generator[int] {
	return rapid.OneOf(rapid.IntRange(0, calendarDays-1), rapid.SampledFrom([]int{0, 1, calendarDays - 2, calendarDays - 1}))
}

// Every date is what package time says it is.
func dateProperty(t *rapid.T) {
	n := days().Draw(t, "day")
	moment := firstDay().AddDate(0, 0, n)
	d := salesops.Date{Year: 1, Month: 1, Day: 1}.AddDays(n)
	require.Equal(t, salesops.DateOf(moment), d)
	require.True(t, d.IsValid())
	require.Equal(t, moment.Weekday(), d.Weekday())
	require.Equal(t, moment.Format(time.DateOnly), d.String())
	require.Equal(t, n, d.DaysSince(salesops.Date{Year: 1, Month: 1, Day: 1}))

	parsed, err := salesops.ParseDate(d.String())
	require.NoError(t, err)
	require.Equal(t, d, parsed)
	require.Equal(t, `"`+d.String()+`"`, string(testkit.RoundTrip(t, d)))
}

// Adding days and counting them are inverse, and order follows from the count.
func distanceProperty(t *rapid.T) {
	start := salesops.Date{Year: 1, Month: 1, Day: 1}
	i, j := days().Draw(t, "one day"), days().Draw(t, "another")
	a, b := start.AddDays(i), start.AddDays(j)
	require.Equal(t, i-j, a.DaysSince(b))
	require.Equal(t, a, b.AddDays(i-j))
	require.Equal(t, i < j, a.Before(b))
	require.Equal(t, i > j, a.After(b))
	require.Equal(t, -a.Compare(b), b.Compare(a))
	require.Equal(t, i == j, a == b)
}

// Any three numbers are a day that exists, or are refused; none panics.
func anyDateProperty(t *rapid.T) {
	number := rapid.OneOf(rapid.IntRange(-1, 32), rapid.IntRange(1900, 2100), rapid.Int())
	d := salesops.Date{Year: number.Draw(t, "year"), Month: time.Month(number.Draw(t, "month")), Day: number.Draw(t, "day")}
	text, err := d.MarshalText()
	if d.IsValid() || d.IsZero() {
		require.NoError(t, err)
		var back salesops.Date
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, d, back)
		return
	}
	require.Len(t, salesops.InputErrors(err), 1)
	require.True(t, d.AddDays(1).IsZero())
}

func decimals() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		digits := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64()).Draw(t, "digits")
		return decimal.New(digits, rapid.OneOf(rapid.Int32Range(-3, 3), rapid.Int32Range(-300, 300)).Draw(t, "exponent"))
	})
}

// A finding made as the packages make them survives JSON; with another outcome
// or another distance it does not.
func findingProperty(t *rapid.T) {
	left := decimals().Draw(t, "left")
	right := rapid.OneOf(rapid.Just(left), decimals()).Draw(t, "right")
	f := salesops.Finding{
		Rule: "rule", Playbook: "CAP-1", Outcome: salesops.NotFired, Measure: "measure",
		Subject: rapid.StringN(0, 20, 60).Draw(t, "subject"), Note: rapid.StringN(0, 20, 60).Draw(t, "note"),
		Left: left, Op: rapid.SampledFrom([]string{"<", "<=", ">", ">="}).Draw(t, "op"), Right: right,
		Unit: "hours", Distance: right.Sub(left),
	}
	order := left.Cmp(right)
	want := strings.Contains(f.Op, "<") && order < 0 || strings.Contains(f.Op, ">") && order > 0 || strings.Contains(f.Op, "=") && order == 0
	require.Equal(t, want, f.Holds())
	if want {
		f.Outcome = salesops.Fired
	}
	testkit.Explains(t, f)
	data := testkit.RoundTrip(t, f)

	other := map[salesops.Outcome]string{salesops.Fired: "not-fired", salesops.NotFired: "fired"}[f.Outcome]
	flipped := strings.Replace(string(data), `"outcome":"`+string(f.Outcome)+`"`, `"outcome":"`+other+`"`, 1)
	var back salesops.Finding
	testkit.RequireFaults(t, back.UnmarshalJSON([]byte(flipped)), testkit.Fault{Field: "Finding.Outcome", Reason: salesops.ErrConflict})
}

func maybeProperty(t *rapid.T) {
	x := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.SmallestNonzeroFloat64, math.MaxFloat64, math.NaN(), math.Inf(1)})).Draw(t, "x")
	m := salesops.Defined(x)
	value, defined := m.Value()
	require.Equal(t, !math.IsNaN(x) && !math.IsInf(x, 0), defined)
	require.Equal(t, defined, m.Reason() == "")
	if defined {
		require.Equal(t, x, value)
	}
	testkit.RoundTrip(t, m)
	if low := rapid.Float64().Draw(t, "low"); defined && low <= x {
		interval := salesops.Interval{Low: low, High: x}
		require.True(t, interval.Contains(low) && interval.Contains(x))
		testkit.RoundTrip(t, interval)
	}
}

func TestDate(t *testing.T)     { rapid.Check(t, dateProperty) }
func TestDistance(t *testing.T) { rapid.Check(t, distanceProperty) }
func TestAnyDate(t *testing.T)  { rapid.Check(t, anyDateProperty) }
func TestFinding(t *testing.T)  { rapid.Check(t, findingProperty) }
func TestNumbers(t *testing.T)  { rapid.Check(t, maybeProperty) }

func FuzzDate(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(dateProperty)) }
func FuzzDistance(f *testing.F) { f.Fuzz(rapid.MakeFuzz(distanceProperty)) }
func FuzzAnyDate(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(anyDateProperty)) }
func FuzzFinding(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(findingProperty)) }
func FuzzNumbers(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(maybeProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{findingText, `{"low":0,"high":1}`, `null`, `1e308`, `"2026-11-22"`, `green`, `fired`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[salesops.Finding](t, data)
		testkit.Decodes[salesops.Interval](t, data)
		testkit.Decodes[salesops.Maybe](t, data)
		testkit.Decodes[salesops.Date](t, data)
		var status salesops.Status
		if status.UnmarshalText(data) == nil {
			testkit.RoundTrip(t, status)
		}
		var outcome salesops.Outcome
		if outcome.UnmarshalText(data) == nil {
			testkit.RoundTrip(t, outcome)
		}
	})
}
