package roi_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// hundredths are what people write: 0.57 hours, 12.5 percent.
func hundredths(low, high int) *rapid.Generator[float64] {
	return rapid.Map(rapid.IntRange(low, high), func(n int) float64 { return float64(n) / 100 })
}

func growths() *rapid.Generator[roi.Growth] {
	return rapid.OneOf(
		rapid.Map(hundredths(1, 500), roi.GrowthFromFactor),
		rapid.Map(hundredths(-9999, 30000), roi.GrowthFromPercentIncrease),
		rapid.Map(rapid.Float64Range(roi.MinInput, roi.MaxGrowthFactor), roi.GrowthFromFactor),
		rapid.Map(rapid.Float64Range(roi.MinInput, roi.MaxPercentIncrease), roi.GrowthFromPercentIncrease),
	)
}

func cents(low, high int64) *rapid.Generator[decimal.Decimal] {
	return rapid.Map(rapid.Int64Range(low, high), func(n int64) decimal.Decimal { return decimal.New(n, -2) })
}

type question struct {
	automation roi.Automation
	policy     roi.PaybackPolicy
}

func questions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		q := question{
			automation: roi.Automation{
				HoursPerTask:     rapid.OneOf(hundredths(1, 1000), rapid.Float64Range(roi.MinInput, roi.MaxHoursPerTask)).Draw(t, "hours"),
				TasksPerMonth:    rapid.OneOf(rapid.Just(0.0), hundredths(1, 100000), rapid.Float64Range(roi.MinInput, roi.MaxTasksPerMonth)).Draw(t, "tasks"),
				Growth:           growths().Draw(t, "growth"),
				LaborCostPerHour: cents(1, 20000).Draw(t, "labor"),
			},
			policy: roi.PaybackPolicy{
				MaxMonths: rapid.OneOf(rapid.Just(6.0), hundredths(1, 2400), rapid.Float64Range(roi.MinInput, roi.MaxPolicyMonths)).Draw(t, "max months"),
			},
		}
		// An amount of money has 18 decimal places at most, so a line that has
		// more is missed by less than that.
		a := &q.automation
		manual := dec(a.HoursPerTask).Mul(dec(a.TasksPerMonth)).Mul(a.Growth.Factor()).Mul(a.LaborCostPerHour)
		hair := decimal.New(rapid.Int64Range(-1, 1).Draw(t, "hairs"), -18)
		a.RunningCostPerMonth = rapid.OneOf(
			rapid.Just(decimal.Decimal{}), cents(0, 1_000_000), rapid.Just(money(manual)), rapid.Just(money(manual.Add(hair))),
		).Draw(t, "running cost")
		line := manual.Sub(a.RunningCostPerMonth).Mul(dec(q.policy.MaxMonths))
		a.Cost = rapid.OneOf(
			rapid.Just(decimal.Decimal{}), cents(0, 100_000_000), rapid.Just(money(line)), rapid.Just(money(line.Add(hair))),
		).Draw(t, "cost")
		return q
	})
}

// dec is the decimal that an input stands for.
func dec(x float64) decimal.Decimal {
	return decimal.RequireFromString(strconv.FormatFloat(x, 'f', -1, 64))
}

// money brings an amount into the range of an input.
func money(d decimal.Decimal) decimal.Decimal {
	return decimal.Max(decimal.New(0, 0), decimal.Min(decimal.New(roi.MaxAmount, 0), d)).Truncate(18)
}

func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// cents of a rational, half away from zero.
func roundedCents(x *big.Rat) *big.Rat {
	scaled := new(big.Rat).Mul(x, big.NewRat(200, 1))
	n := new(big.Int).Quo(new(big.Int).Add(new(big.Int).Quo(new(big.Int).Abs(scaled.Num()), scaled.Denom()), big.NewInt(1)), big.NewInt(2))
	return new(big.Rat).Mul(new(big.Rat).SetFrac(n, big.NewInt(100)), big.NewRat(int64(x.Sign()), 1))
}

// An independent reading of ROI-1 and ROI-2 in exact rationals.
func exactProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	a := q.automation
	pay, err := roi.PayBack(a, q.policy)
	require.NoError(t, err)

	hours := new(big.Rat).Mul(rat(a.HoursPerTask), rat(a.TasksPerMonth))
	hours.Mul(hours, a.Growth.Factor().Rat())
	manual := new(big.Rat).Mul(hours, a.LaborCostPerHour.Rat())
	saving := new(big.Rat).Sub(manual, a.RunningCostPerMonth.Rat())
	near, _ := hours.Float64()
	require.Equal(t, near, pay.HoursPerMonth)
	require.Zero(t, roundedCents(manual).Cmp(pay.ManualCostPerMonth.Rat()), "manual cost %v", pay.ManualCostPerMonth)
	require.Zero(t, roundedCents(saving).Cmp(pay.SavingPerMonth.Rat()), "saving %v", pay.SavingPerMonth)
	require.Zero(t, saving.Cmp(pay.Findings[0].Left.Rat()))

	months, defined := pay.Months.Value()
	if saving.Sign() <= 0 {
		require.Equal(t, roi.Never, pay.Verdict)
		require.False(t, defined)
		return
	}
	require.True(t, defined)
	exact := new(big.Rat).Quo(a.Cost.Rat(), saving)
	inTime := exact.Cmp(rat(q.policy.MaxMonths)) < 0
	require.Equal(t, inTime, pay.Verdict == roi.PaysBackInTime)
	require.Equal(t, inTime, months < q.policy.MaxMonths, "the months tell the verdict")
	near, _ = exact.Float64()
	if near != q.policy.MaxMonths {
		require.Equal(t, near, months)
	}
	require.GreaterOrEqual(t, months, math.Nextafter(near, 0))
	require.LessOrEqual(t, months, near)
}

func explainsProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	pay, err := roi.PayBack(q.automation, q.policy)
	require.NoError(t, err)
	require.Len(t, pay.Findings, len(roi.Verdicts())-1)
	decider := roi.TooSlow
	for i, f := range pay.Findings {
		testkit.Explains(t, f)
		require.Equal(t, string(roi.Verdicts()[i]), f.Rule)
		if f.Outcome == salesops.Fired && decider == roi.TooSlow {
			decider = roi.Verdicts()[i]
		}
	}
	require.Equal(t, decider, pay.Verdict)
	require.True(t, pay.Findings[1].Left.Equal(q.automation.Cost))
}

func roundTripProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	pay, err := roi.PayBack(q.automation, q.policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, pay)
	testkit.RoundTrip(t, q.automation.Growth)
	testkit.RoundTrip(t, defaultWith(q.policy))

	var back roi.Automation
	require.NoError(t, json.Unmarshal(testkit.RoundTrip(t, q.automation), &back))
	again, err := roi.PayBack(back, q.policy)
	require.NoError(t, err)
	require.Equal(t, pay.Months, again.Months)
	require.Equal(t, pay.Verdict, again.Verdict)
}

// worse grows with what is worse; nothing is worse than never.
func worse(pay roi.Payback) float64 { return pay.Months.Or(math.MaxFloat64) }

// A dearer automation never pays back sooner; more work, dearer work and more
// growth never later.
func monotoneProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	better := q
	a := &better.automation
	factor := rapid.Float64Range(0, 1).Draw(t, "share")
	part := func(d decimal.Decimal) decimal.Decimal { return d.Mul(dec(factor)).Truncate(18) }
	switch rapid.IntRange(0, 6).Draw(t, "what gets better") {
	case 0:
		a.Cost = part(a.Cost)
	case 1:
		a.RunningCostPerMonth = part(a.RunningCostPerMonth)
	case 2:
		a.HoursPerTask = rapid.Float64Range(a.HoursPerTask, roi.MaxHoursPerTask).Draw(t, "more hours")
	case 3:
		a.TasksPerMonth = rapid.Float64Range(max(a.TasksPerMonth, roi.MinInput), roi.MaxTasksPerMonth).Draw(t, "more tasks")
	case 4:
		a.LaborCostPerHour = a.LaborCostPerHour.Add(cents(0, 10000).Draw(t, "dearer work"))
	case 5:
		now := a.Growth.Factor().InexactFloat64()
		if now >= roi.MaxGrowthFactor-1 {
			return
		}
		// One more than the factor, so that rounding cannot make it less.
		a.Growth = roi.GrowthFromFactor(rapid.Float64Range(now+1, roi.MaxGrowthFactor).Draw(t, "more growth"))
	case 6:
		better.policy.MaxMonths = rapid.Float64Range(q.policy.MaxMonths, roi.MaxPolicyMonths).Draw(t, "more patience")
	}
	before, err := roi.PayBack(q.automation, q.policy)
	require.NoError(t, err)
	after, err := roi.PayBack(better.automation, better.policy)
	require.NoError(t, err)
	if better.policy == q.policy {
		require.LessOrEqual(t, worse(after), worse(before))
	}
	if before.Verdict == roi.PaysBackInTime {
		require.Equal(t, roi.PaysBackInTime, after.Verdict)
	}
	require.False(t, after.Verdict == roi.Never && before.Verdict != roi.Never)
}

// Money in another unit gives the same months and the same verdict.
func scaleProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	scaled := q
	a := &scaled.automation
	// Tenfold down, since the largest amounts have no room above them.
	shift := rapid.Int32Range(-6, 0).Draw(t, "power of ten")
	a.LaborCostPerHour = a.LaborCostPerHour.Shift(shift)
	a.Cost = a.Cost.Truncate(12)
	q.automation.Cost = a.Cost
	a.Cost = a.Cost.Shift(shift)
	a.RunningCostPerMonth = a.RunningCostPerMonth.Truncate(12)
	q.automation.RunningCostPerMonth = a.RunningCostPerMonth
	a.RunningCostPerMonth = a.RunningCostPerMonth.Shift(shift)
	before, err := roi.PayBack(q.automation, q.policy)
	require.NoError(t, err)
	after, err := roi.PayBack(scaled.automation, scaled.policy)
	require.NoError(t, err)
	require.Equal(t, before.Months, after.Months)
	require.Equal(t, before.Verdict, after.Verdict)
	require.Equal(t, before.HoursPerMonth, after.HoursPerMonth)
}

// An increase in percent is the factor that it stands for.
func growthProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	hundreds := rapid.IntRange(-9999, 1_000_000).Draw(t, "hundredths of a percent")
	byPercent, byFactor := q, q
	byPercent.automation.Growth = roi.GrowthFromPercentIncrease(float64(hundreds) / 100)
	byFactor.automation.Growth = roi.GrowthFromFactor(float64(10000+hundreds) / 10000)
	require.True(t, byPercent.automation.Growth.Factor().Equal(byFactor.automation.Growth.Factor()))
	a, err := roi.PayBack(byPercent.automation, q.policy)
	require.NoError(t, err)
	b, err := roi.PayBack(byFactor.automation, q.policy)
	require.NoError(t, err)
	first, err := json.Marshal(a)
	require.NoError(t, err)
	second, err := json.Marshal(b)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
}

// Any values at all either give a payback or an input error, never both, and
// leave the input as it was.
func totalProperty(t *rapid.T) {
	float := func(label string) float64 {
		return rapid.OneOf(
			hundredths(1, 1000), hundredths(1, 1000), rapid.Float64(),
			rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), roi.MinInput, 1e-10, 1e6, 1000, 99900, 1e12, 1200}),
		).Draw(t, label)
	}
	amount := func(label string) decimal.Decimal {
		return decimal.New(
			rapid.OneOf(rapid.Int64Range(-1, 1000), rapid.Int64Range(-1, 1000), rapid.Int64()).Draw(t, label),
			rapid.OneOf(rapid.Just(int32(-2)), rapid.Int32Range(-20, 20), rapid.Int32()).Draw(t, label+" exponent"))
	}
	in := func(x, low, high float64) bool { return x >= low && x <= high }
	paid := func(d decimal.Decimal) bool {
		return in(float64(d.Exponent()), -18, 18) && d.NumDigits() <= 34 && d.Sign() >= 0 && d.LessThanOrEqual(decimal.New(roi.MaxAmount, 0))
	}
	number := float("growth")
	growth, grows := roi.GrowthFromFactor(number), in(number, roi.MinInput, roi.MaxGrowthFactor)
	if rapid.Bool().Draw(t, "in percent") {
		growth = roi.GrowthFromPercentIncrease(number)
		grows = in(number, -roi.MaxPercentDecrease, roi.MaxPercentIncrease) && (number == 0 || math.Abs(number) >= roi.MinInput)
	}
	a := roi.Automation{
		HoursPerTask: float("hours"), TasksPerMonth: float("tasks"), Growth: growth,
		LaborCostPerHour: amount("labor"), Cost: amount("cost"), RunningCostPerMonth: amount("running"),
	}
	policy := roi.PaybackPolicy{MaxMonths: float("months")}
	valid := in(a.HoursPerTask, roi.MinInput, roi.MaxHoursPerTask) && (a.TasksPerMonth == 0 || in(a.TasksPerMonth, roi.MinInput, roi.MaxTasksPerMonth)) &&
		grows && paid(a.LaborCostPerHour) && !a.LaborCostPerHour.IsZero() && paid(a.Cost) && paid(a.RunningCostPerMonth) &&
		in(policy.MaxMonths, roi.MinInput, roi.MaxPolicyMonths)
	before := fmt.Sprintf("%#v %#v", a, policy)
	pay, err := roi.PayBack(a, policy)
	require.Equal(t, before, fmt.Sprintf("%#v %#v", a, policy))
	if !valid {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, pay)
		return
	}
	require.NoError(t, err)
	require.Contains(t, roi.Verdicts(), pay.Verdict)
	_, defined := pay.Months.Value()
	require.Equal(t, pay.Verdict != roi.Never, defined)
	testkit.RoundTrip(t, pay)
}

func TestExact(t *testing.T)     { rapid.Check(t, exactProperty) }
func TestExplains(t *testing.T)  { rapid.Check(t, explainsProperty) }
func TestRoundTrip(t *testing.T) { rapid.Check(t, roundTripProperty) }
func TestMonotone(t *testing.T)  { rapid.Check(t, monotoneProperty) }
func TestScale(t *testing.T)     { rapid.Check(t, scaleProperty) }
func TestGrowth(t *testing.T)    { rapid.Check(t, growthProperty) }
func TestTotal(t *testing.T)     { rapid.Check(t, totalProperty) }

func FuzzExact(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(exactProperty)) }
func FuzzExplains(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzRoundTrip(f *testing.F) { f.Fuzz(rapid.MakeFuzz(roundTripProperty)) }
func FuzzMonotone(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzScale(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzGrowth(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(growthProperty)) }
func FuzzTotal(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(totalProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"hours_per_task":0.5,"tasks_per_month":400,"growth":{"factor":1.4},"labor_cost_per_hour":"50","cost":"12000"}`))
	f.Add([]byte(`{"version":1,"max_payback_months":6,"annual_discount_rate":0.1,"basis":"cash-only","max_nodes":1000,"max_cells":64}`))
	f.Add([]byte(`{"percent_increase":40}`))
	if pay, err := roi.PayBack(quotes, sixMonths); err == nil {
		data, _ := json.Marshal(pay)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[roi.Automation](t, data)
		testkit.Decodes[roi.Growth](t, data)
		testkit.Decodes[roi.Payback](t, data)
		testkit.Decodes[roi.Policy](t, data)
	})
}
