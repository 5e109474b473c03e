package roi_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// series are flows with any number of sign changes, with zeros, and with rates
// that coincide.
func series() *rapid.Generator[[]decimal.Decimal] {
	noise := rapid.SliceOfN(rapid.OneOf(rapid.Just(decimal.New(0, 0)), cents(-100, 100), cents(-1e14, 1e14)), 1, 20)
	product := rapid.Custom(func(t *rapid.T) []decimal.Decimal {
		flows := []decimal.Decimal{decimal.New(-1, 0)}
		for range rapid.IntRange(1, 4).Draw(t, "rates") {
			growth := decimal.New(int64(rapid.IntRange(50, 200).Draw(t, "growth")), -2)
			longer := make([]decimal.Decimal, len(flows)+1)
			for i, f := range flows {
				longer[i] = longer[i].Add(f)
				longer[i+1] = longer[i+1].Sub(f.Mul(growth))
			}
			flows = longer
		}
		return flows
	})
	return rapid.OneOf(noise, product)
}

// exactNPV is the NPV and the sum of its absolute terms, in exact rationals.
func exactNPV(flows []decimal.Decimal, rate *big.Rat) (value, absolute *big.Rat) {
	factor := new(big.Rat).Inv(new(big.Rat).Add(big.NewRat(1, 1), rate))
	value, absolute = new(big.Rat), new(big.Rat)
	for _, f := range slices.Backward(flows) {
		value.Add(value.Mul(value, factor), f.Rat())
		absolute.Add(absolute.Mul(absolute, factor), f.Abs().Rat())
	}
	return value, absolute
}

// The NPV at each root is zero, as far as a float64 can say the root; there are no
// more roots than sign changes, and of the same parity.
func irrProperty(t *rapid.T) {
	flows := series().Draw(t, "flows")
	got, err := roi.SolveIRR(flows)
	require.NoError(t, err)
	require.Empty(t, got.Unresolved)
	testkit.RoundTrip(t, got)
	total := 0
	for _, r := range got.Roots {
		total += r.Multiplicity
		rate, defined := r.Rate.Value()
		require.True(t, defined)
		if rate < -0.99 || len(flows) > 12 {
			continue
		}
		value, absolute := exactNPV(flows, new(big.Rat).SetFloat64(rate))
		// The root is off by half a unit in the last place of 1 + r.
		tolerance := new(big.Rat).Mul(absolute, new(big.Rat).SetFloat64(2e-14))
		require.LessOrEqual(t, value.Abs(value).Cmp(tolerance), 0, "%v: %v", rate, value)
	}
	require.LessOrEqual(t, total, got.SignChanges)
	require.Zero(t, (got.SignChanges-total)%2)
	if got.SignChanges == 1 {
		require.Equal(t, roi.RateUnique, got.Status)
	}
	// Between neighbors that are not double, and beyond the last, the NPV has the
	// sign that the number of roots before demands.
	if n := len(got.Roots); n > 0 && len(flows) <= 12 {
		last, _ := got.Roots[n-1].Rate.Value()
		value, _ := exactNPV(flows, new(big.Rat).SetFloat64(2*last+3))
		first := slices.IndexFunc(flows, func(f decimal.Decimal) bool { return !f.IsZero() })
		require.Equal(t, flows[first].Sign(), value.Sign(), "beyond the last root the first flow decides")
	}
}

// Scale, sign and zeros at the ends change nothing.
func irrInvariantProperty(t *rapid.T) {
	flows := series().Draw(t, "flows")
	before, err := roi.SolveIRR(flows)
	require.NoError(t, err)
	scale := testkit.Dec(t, rapid.SampledFrom([]string{"-1", "0.1", "0.01", "-0.3"}).Draw(t, "scale"))
	var changed []decimal.Decimal
	for range rapid.IntRange(0, 3).Draw(t, "leading") {
		changed = append(changed, decimal.New(0, 0))
	}
	for _, f := range flows {
		changed = append(changed, f.Mul(scale))
	}
	for range rapid.IntRange(0, 3).Draw(t, "trailing") {
		changed = append(changed, decimal.New(0, -2))
	}
	after, err := roi.SolveIRR(changed)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func datedSeries() *rapid.Generator[[]roi.DatedFlow] {
	return rapid.Custom(func(t *rapid.T) []roi.DatedFlow {
		amounts := series().Draw(t, "amounts")
		step := rapid.SampledFrom([]int{0, 1, 30, 365}).Draw(t, "step")
		day := salesops.Date{Year: 2026, Month: 11, Day: 22}
		flows := make([]roi.DatedFlow, len(amounts))
		for i, a := range amounts {
			flows[i] = roi.DatedFlow{Date: day, Amount: a}
			if step == 0 {
				day = day.AddDays(rapid.IntRange(0, 900).Draw(t, "days"))
			} else {
				day = day.AddDays(step)
			}
		}
		return flows
	})
}

// Order, scale, sign and flows that come to nothing change nothing.
func xirrProperty(t *rapid.T) {
	flows := datedSeries().Draw(t, "flows")
	before, err := roi.SolveXIRR(flows)
	require.NoError(t, err)
	testkit.RoundTrip(t, before)
	total := 0
	for _, r := range before.Roots {
		total += r.Multiplicity
	}
	require.LessOrEqual(t, total, before.SignChanges)
	if len(before.Unresolved) == 0 {
		require.Zero(t, (before.SignChanges-total)%2)
	}
	if before.SignChanges == 1 {
		require.Equal(t, roi.RateUnique, before.Status)
	}
	require.True(t, before.Status != roi.RateUndefined || before.SignChanges == 0)

	changed := rapid.Permutation(flows).Draw(t, "permuted")
	scale := testkit.Dec(t, rapid.SampledFrom([]string{"1", "-1", "0.1", "-0.3"}).Draw(t, "scale"))
	for i := range changed {
		changed[i].Amount = changed[i].Amount.Mul(scale)
	}
	// Parts of one flow, and a wash on another day.
	part := changed[0]
	part.Amount = part.Amount.Mul(testkit.Dec(t, "0.4"))
	changed[0].Amount = changed[0].Amount.Sub(part.Amount)
	wash := roi.DatedFlow{Date: part.Date.AddDays(-1000), Amount: decimal.New(7, 0)}
	back := roi.DatedFlow{Date: wash.Date, Amount: decimal.New(-7, 0)}
	after, err := roi.SolveXIRR(append(changed, part, wash, back))
	require.NoError(t, err)
	require.Equal(t, before.Status, after.Status)
	require.Equal(t, before, after)
}

// Flows 365 days apart have the rates of flows a period apart.
func yearlyProperty(t *rapid.T) {
	amounts := series().Draw(t, "flows")
	flows := make([]roi.DatedFlow, len(amounts))
	for i, a := range amounts {
		flows[i] = roi.DatedFlow{Date: salesops.Date{Year: 2026, Month: 11, Day: 22}.AddDays(365 * i), Amount: a}
	}
	periodic, err := roi.SolveIRR(amounts)
	require.NoError(t, err)
	dated, err := roi.SolveXIRR(flows)
	require.NoError(t, err)
	require.Equal(t, periodic.Status, dated.Status)
	require.Equal(t, periodic.SignChanges, dated.SignChanges)
	require.Len(t, dated.Roots, len(periodic.Roots))
	for i, r := range dated.Roots {
		require.Equal(t, periodic.Roots[i].Multiplicity, r.Multiplicity)
		require.InDelta(t, periodic.Roots[i].ContinuousRate, r.ContinuousRate, 1e-14*(1+math.Abs(r.ContinuousRate)))
	}
}

// NPV as exact rationals have it, to the last place, whichever way it is asked
// for.
func discountProperty(t *rapid.T) {
	flows := series().Draw(t, "flows")
	rate := rapid.OneOf(hundredths(-50, 1000), rapid.Float64Range(-0.5, roi.MaxDiscountRate)).Draw(t, "rate")
	now, err := roi.DiscountFromNow(rate, flows)
	require.NoError(t, err)
	value, _ := exactNPV(flows, rat(rate))
	off := new(big.Rat).Sub(now.Rat(), value)
	require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(5, 1e13)), 0)
	require.GreaterOrEqual(t, now.Exponent(), int32(-roi.PresentValuePlaces))

	later := append([]decimal.Decimal{decimal.New(0, 0)}, flows...)
	end, err := roi.DiscountEndOfPeriod(rate, flows)
	require.NoError(t, err)
	shifted, err := roi.DiscountFromNow(rate, later)
	require.NoError(t, err)
	testkit.EqualDecimal(t, shifted.String(), end)

	days := make([]roi.DatedFlow, len(flows))
	for i, f := range flows {
		days[len(days)-1-i] = roi.DatedFlow{Date: salesops.Date{Year: 2026, Month: 11, Day: 22}.AddDays(365 * i), Amount: f}
	}
	dated, err := roi.DiscountDated(rate, days)
	require.NoError(t, err)
	testkit.EqualDecimal(t, now.String(), dated)

	// MIRR at one rate for both sides is above the rate exactly when the NPV is
	// above zero.
	modified, err := roi.SolveMIRR(flows, roi.MIRRRates{Finance: rate, Reinvest: rate})
	require.NoError(t, err)
	if m, defined := modified.Value(); defined && math.Abs(m-rate) > 1e-9 {
		require.Equal(t, value.Sign() > 0, m > rate)
	}
	if flows[0].Sign() < 0 {
		index, err := roi.ComputeProfitabilityIndex(rate, flows)
		require.NoError(t, err)
		want, _ := new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).Quo(value, flows[0].Rat())).Float64()
		require.InDelta(t, want, index.Or(math.MaxFloat64), 1e-12*(1+math.Abs(want)))
	}
}

// Any values at all give a result or an input error, never both.
func returnsTotalProperty(t *rapid.T) {
	flows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) roi.DatedFlow {
		return roi.DatedFlow{
			Date: salesops.Date{Year: rapid.IntRange(0, 10000).Draw(t, "year"), Month: 2, Day: rapid.IntRange(27, 29).Draw(t, "day")},
			Amount: decimal.New(
				rapid.OneOf(rapid.Int64Range(-1000, 1000), rapid.Int64()).Draw(t, "amount"),
				rapid.OneOf(rapid.Just(int32(-2)), rapid.Int32Range(-20, 20), rapid.Int32()).Draw(t, "exponent")),
		}
	}), 0, 6).Draw(t, "flows")
	rate := rapid.OneOf(rapid.Float64Range(-1.1, 11), rapid.Float64(), rapid.Just(math.NaN())).Draw(t, "rate")
	valid, dates := len(flows) > 0, true
	amounts := make([]decimal.Decimal, len(flows))
	for i, f := range flows {
		amounts[i] = f.Amount
		e := f.Amount.Exponent()
		valid = valid && e >= -18 && e <= 18 && f.Amount.Abs().LessThanOrEqual(decimal.New(roi.MaxAmount, 0))
		dates = dates && f.Date.IsValid()
	}
	irr, err := roi.SolveIRR(amounts)
	requireTotal(t, valid, irr, err)
	xirr, err := roi.SolveXIRR(flows)
	requireTotal(t, valid && dates, xirr, err)
	modified, err := roi.SolveMIRR(amounts, roi.MIRRRates{Finance: rate, Reinvest: rate})
	inRange := rate >= roi.MinDiscountRate && rate <= roi.MaxDiscountRate
	require.Equal(t, valid && inRange, err == nil)
	require.True(t, err == nil || modified == salesops.Maybe{})
	value, err := roi.DiscountFromNow(rate, amounts)
	require.Equal(t, valid && inRange && math.Pow(1+rate, float64(len(flows))) >= 1e-20, err == nil)
	require.True(t, err == nil || value.IsZero())
	value, err = roi.DiscountDated(rate, flows)
	require.True(t, err == nil || value.IsZero())
	require.True(t, err != nil || valid && dates && inRange)
}

func requireTotal(t *rapid.T, valid bool, got roi.IRR, err error) {
	require.Equal(t, valid, err == nil)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, got)
		return
	}
	require.Contains(t, roi.RateStatuses(), got.Status)
	testkit.RoundTrip(t, got)
}

func TestIRRProperty(t *testing.T)          { rapid.Check(t, irrProperty) }
func TestIRRInvariantProperty(t *testing.T) { rapid.Check(t, irrInvariantProperty) }
func TestXIRRProperty(t *testing.T)         { rapid.Check(t, xirrProperty) }
func TestYearlyProperty(t *testing.T)       { rapid.Check(t, yearlyProperty) }
func TestDiscountProperty(t *testing.T)     { rapid.Check(t, discountProperty) }
func TestReturnsTotal(t *testing.T)         { rapid.Check(t, returnsTotalProperty) }

func FuzzIRR(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(irrProperty)) }
func FuzzIRRInvariant(f *testing.F) { f.Fuzz(rapid.MakeFuzz(irrInvariantProperty)) }
func FuzzXIRR(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(xirrProperty)) }
func FuzzYearly(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(yearlyProperty)) }
func FuzzDiscount(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(discountProperty)) }
func FuzzReturnsTotal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(returnsTotalProperty)) }

func FuzzReturnsDecode(f *testing.F) {
	f.Add([]byte(`{"date":"2026-11-22","amount":"-1200.5"}`))
	f.Add([]byte(`{"rate":0.1,"present_value":"115.56587664777"}`))
	if got, err := roi.SolveIRR([]decimal.Decimal{decimal.New(-16, 0), decimal.New(100, 0), decimal.New(-100, 0)}); err == nil {
		data, _ := json.Marshal(got)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[roi.DatedFlow](t, data)
		testkit.Decodes[roi.ProfilePoint](t, data)
		testkit.Decodes[roi.IRR](t, data)
	})
}
