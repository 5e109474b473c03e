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

func amounts(t testkit.Failer, texts ...string) []decimal.Decimal {
	all := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		all[i] = testkit.Dec(t, text)
	}
	return all
}

// dated pairs dates and amounts.
func dated(t testkit.Failer, texts ...string) []roi.DatedFlow {
	var all []roi.DatedFlow
	for i := 0; i < len(texts); i += 2 {
		day, err := salesops.ParseDate(texts[i])
		require.NoError(t, err)
		all = append(all, roi.DatedFlow{Date: day, Amount: testkit.Dec(t, texts[i+1])})
	}
	return all
}

// tangent has a double rate of 10% but for the eighteenth decimal place, and a
// grid of one day.
func tangent(t testkit.Failer) []roi.DatedFlow {
	return dated(t, "2026-01-01", "-73100000000000", "2036-01-02", "379398491490745.721471243837343275", "2046-01-04", "-492538981481374.933917108580766187")
}

func TestSolveIRR(t *testing.T) {
	type root struct {
		rate         float64
		multiplicity int
		extreme      bool
	}
	for name, tc := range map[string]struct {
		flows   []string
		status  roi.RateStatus
		changes int
		roots   []root
	}{
		"unique":             {[]string{"-100", "110"}, roi.RateUnique, 1, []root{{0.1, 1, false}}},
		"zeros around":       {[]string{"0", "0", "-100", "110", "0"}, roi.RateUnique, 1, []root{{0.1, 1, false}}},
		"zeros between":      {[]string{"-100", "0", "121"}, roi.RateUnique, 1, []root{{0.1, 1, false}}},
		"tiny":               {[]string{"-0.000000000000000001", "0.000000000000000002"}, roi.RateUnique, 1, []root{{1, 1, false}}},
		"exactly zero":       {[]string{"-500", "250", "250"}, roi.RateUnique, 1, []root{{0, 1, false}}},
		"small":              {[]string{"-1000000", "1000001"}, roi.RateUnique, 1, []root{{1e-6, 1, false}}},
		"multiple":           {[]string{"-1600", "10000", "-10000"}, roi.RateMultiple, 2, []root{{0.25, 1, false}, {4, 1, false}}},
		"three":              {[]string{"-1000", "3600", "-4310", "1716"}, roi.RateMultiple, 3, []root{{0.1, 1, false}, {0.2, 1, false}, {0.3, 1, false}}},
		"double":             {[]string{"-100", "220", "-121"}, roi.RateUnique, 2, []root{{0.1, 2, false}}},
		"double at zero":     {[]string{"1", "-2", "1"}, roi.RateUnique, 2, []root{{0, 2, false}}},
		"triple":             {[]string{"-1000", "3300", "-3630", "1331"}, roi.RateUnique, 3, []root{{0.1, 3, false}}},
		"none, two changes":  {[]string{"-100", "150", "-100"}, roi.RateNone, 2, nil},
		"none, one sign":     {[]string{"100", "0", "50"}, roi.RateNone, 0, nil},
		"none, one flow":     {[]string{"100"}, roi.RateNone, 0, nil},
		"undefined":          {[]string{"0", "0", "0.00"}, roi.RateUndefined, 0, nil},
		"at the usual ends":  {[]string{"-1", "0.0001"}, roi.RateUnique, 1, []root{{-0.9999, 1, false}}},
		"extreme, low":       {[]string{"-1", "0.00009"}, roi.RateUnique, 1, []root{{-0.99991, 1, true}}},
		"at the upper end":   {[]string{"-1", "10001"}, roi.RateUnique, 1, []root{{10000, 1, false}}},
		"extreme, high":      {[]string{"-1", "10001.1"}, roi.RateUnique, 1, []root{{10000.1, 1, true}}},
		"next to minus one":  {[]string{"-1000000000000000", "0.000000000000000001"}, roi.RateUnique, 1, []root{{-1 + 0x1p-53, 1, true}}},
		"two next to it too": {[]string{"-1000000000000000", "0.000000000000000003", "-0.000000000000000001"}, roi.RateNone, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			flows := amounts(t, tc.flows...)
			got, err := roi.SolveIRR(flows)
			require.NoError(t, err)
			require.Equal(t, tc.status, got.Status)
			require.Equal(t, tc.changes, got.SignChanges)
			require.Empty(t, got.Unresolved)
			require.Len(t, got.Roots, len(tc.roots))
			for i, want := range tc.roots {
				rate, defined := got.Roots[i].Rate.Value()
				require.True(t, defined)
				require.InDelta(t, want.rate, rate, 0, "to the last digit")
				require.Equal(t, want.multiplicity, got.Roots[i].Multiplicity)
				require.Equal(t, want.extreme, got.Roots[i].Extreme)
				if rate > -0.999 {
					require.InEpsilon(t, math.Exp(got.Roots[i].ContinuousRate), 1+rate, 1e-13)
				}
			}
			only, unique := got.Rate.Value()
			require.Equal(t, tc.status == roi.RateUnique, unique)
			if unique {
				require.InDelta(t, tc.roots[0].rate, only, 0)
			} else {
				require.Contains(t, got.Rate.Reason(), string(tc.status))
			}
			testkit.RoundTrip(t, got)
			require.Equal(t, amounts(t, tc.flows...), flows, "left as they were")
		})
	}
}

// The largest input with as many changes of sign as it can have.
func TestSolveIRRLong(t *testing.T) {
	flows := make([]decimal.Decimal, roi.MaxFlows)
	for i := range flows {
		flows[i] = decimal.New(100-int64(i%2)*200, 0)
	}
	got, err := roi.SolveIRR(flows)
	require.NoError(t, err)
	require.Equal(t, roi.RateUnique, got.Status)
	require.Equal(t, roi.MaxFlows-1, got.SignChanges)
	require.Equal(t, salesops.Defined(0), got.Rate)
	_, err = roi.SolveIRR(append(flows, decimal.New(1, 0)))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows", Reason: salesops.ErrOutOfRange})
}

// Two rates that agree to a thousand digits cannot be told apart.
func TestSolveIRRUnresolved(t *testing.T) {
	if testing.Short() {
		t.Skip("spends all the work that is allowed")
	}
	// -2 (1000 - g)² g^1197 + 1 in the growth factor g.
	flows := make([]decimal.Decimal, roi.MaxFlows)
	flows[0], flows[1], flows[2] = decimal.New(-2, 0), decimal.New(4000, 0), decimal.New(-2_000_000, 0)
	flows[roi.MaxFlows-1] = decimal.New(1, 0)
	got, err := roi.SolveIRR(flows)
	require.NoError(t, err)
	require.Equal(t, roi.RateUnresolved, got.Status)
	require.Equal(t, 3, got.SignChanges)
	require.True(t, got.Unresolved[0].Contains(math.Log(1000)))
	require.Len(t, got.Roots, 1, "beside them")
	_, unique := got.Rate.Value()
	require.False(t, unique)
	testkit.RoundTrip(t, got)
}

func TestSolveXIRR(t *testing.T) {
	for name, tc := range map[string]struct {
		flows   []string
		status  roi.RateStatus
		changes int
		rates   []float64
	}{
		"a year":               {[]string{"2023-01-01", "-100", "2024-01-01", "110"}, roi.RateUnique, 1, []float64{0.1}},
		"two years of 365":     {[]string{"2021-01-01", "-100", "2022-12-31", "0", "2023-01-01", "121"}, roi.RateUnique, 1, []float64{0.1}},
		"half a year":          {[]string{"2023-01-01", "-100", "2023-07-02", "0", "2023-03-15", "101"}, roi.RateUnique, 1, []float64{math.Pow(1.01, 5) - 1}},
		"backwards":            {[]string{"2024-01-01", "110", "2023-01-01", "-100"}, roi.RateUnique, 1, []float64{0.1}},
		"one day in parts":     {[]string{"2023-01-01", "-40", "2024-01-01", "110", "2023-01-01", "-60"}, roi.RateUnique, 1, []float64{0.1}},
		"washes on both sides": {[]string{"2022-01-01", "5", "2022-01-01", "-5", "2023-01-01", "-100", "2024-01-01", "110", "2025-01-01", "7", "2025-01-01", "-7"}, roi.RateUnique, 1, []float64{0.1}},
		"double, yearly":       {[]string{"2023-01-01", "-100", "2024-01-01", "220", "2024-12-31", "-121"}, roi.RateUnique, 2, []float64{0.1}},
		"double, on a grid":    {[]string{"2023-01-01", "-100", "2023-03-15", "220", "2023-05-27", "-121"}, roi.RateUnique, 2, []float64{math.Pow(1.1, 5) - 1}},
		"double, in 2 years":   {[]string{"2021-01-01", "-100", "2023-01-01", "220", "2024-12-31", "-121"}, roi.RateUnique, 2, []float64{math.Sqrt(1.1) - 1}},
		"double at zero":       {[]string{"2023-01-01", "-1", "2023-01-02", "2", "2023-01-03", "-1"}, roi.RateUnique, 2, []float64{0}},
		"multiple":             {[]string{"2023-01-01", "-1600", "2024-01-01", "10000", "2024-12-31", "-10000"}, roi.RateMultiple, 2, []float64{0.25, 4}},
		"none":                 {[]string{"2023-01-01", "-100", "2023-05-05", "150", "2023-09-30", "-100"}, roi.RateNone, 2, nil},
		"one sign":             {[]string{"2023-01-01", "-100", "2023-05-05", "-150"}, roi.RateNone, 0, nil},
		"one flow":             {[]string{"2023-01-01", "-100"}, roi.RateNone, 0, nil},
		"undefined":            {[]string{"2000-06-09", "2500", "2000-06-09", "-2500"}, roi.RateUndefined, 0, nil},
		"all of the calendar":  {[]string{"0001-01-01", "-1", "9999-12-31", "2"}, roi.RateUnique, 1, []float64{math.Expm1(math.Ln2 * 365 / 3652058)}},
	} {
		t.Run(name, func(t *testing.T) {
			flows := dated(t, tc.flows...)
			got, err := roi.SolveXIRR(flows)
			require.NoError(t, err)
			require.Equal(t, tc.status, got.Status)
			require.Equal(t, tc.changes, got.SignChanges)
			require.Empty(t, got.Unresolved)
			require.Len(t, got.Roots, len(tc.rates))
			for i, want := range tc.rates {
				require.InDelta(t, want, got.Roots[i].Rate.Or(math.MaxFloat64), 4e-16*(1+want))
				require.Equal(t, strings.HasPrefix(name, "double"), got.Roots[i].Multiplicity == 2)
			}
			testkit.RoundTrip(t, got)
			require.Equal(t, dated(t, tc.flows...), flows, "left as they were")
		})
	}
}

// Money that trebles in a day makes more in a year than a float64 holds.
func TestSolveXIRRBeyondFloats(t *testing.T) {
	got, err := roi.SolveXIRR(dated(t, "2023-01-01", "-1", "2023-01-02", "1000"))
	require.NoError(t, err)
	require.Equal(t, roi.RateUnique, got.Status)
	require.InEpsilon(t, 365*math.Log(1000), got.Roots[0].ContinuousRate, 1e-15)
	require.True(t, got.Roots[0].Extreme)
	_, defined := got.Rate.Value()
	require.False(t, defined)
	require.Contains(t, got.Rate.Reason(), "float64")
	testkit.RoundTrip(t, got)

	got, err = roi.SolveXIRR(dated(t, "2023-01-01", "-1000", "2023-01-02", "1"))
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(-1+0x1p-53), got.Rate)
	testkit.RoundTrip(t, got)
}

func TestSolveXIRRUnresolved(t *testing.T) {
	got, err := roi.SolveXIRR(tangent(t))
	require.NoError(t, err)
	require.Equal(t, roi.RateUnresolved, got.Status)
	require.Empty(t, got.Roots)
	require.Len(t, got.Unresolved, 1)
	require.True(t, got.Unresolved[0].Contains(0.09531017980432486), "%v", got.Unresolved)
	require.Less(t, got.Unresolved[0].Width(), 1e-12)
	testkit.RoundTrip(t, got)
	// A ten thousandth off either way is as clear as can be.
	for off, want := range map[string]roi.RateStatus{"0.0001": roi.RateMultiple, "-0.0001": roi.RateNone} {
		flows := tangent(t)
		flows[1].Amount = flows[1].Amount.Add(testkit.Dec(t, off))
		got, err := roi.SolveXIRR(flows)
		require.NoError(t, err)
		require.Equal(t, want, got.Status)
		require.Empty(t, got.Unresolved)
	}
}

func TestDiscount(t *testing.T) {
	flows := amounts(t, "-1000", "500", "700")
	for rate, want := range map[float64][2]string{
		0:     {"200", "200"},
		0.25:  {"-152", "-121.6"},
		-0.2:  {"718.75", "898.4375"},
		10:    {"-948.760330578512", "-86.250939143501"},
		-0.99: {"7049000", "704900000"},
	} {
		now, err := roi.DiscountFromNow(rate, flows)
		require.NoError(t, err)
		testkit.EqualDecimal(t, want[0], now, "%v", rate)
		end, err := roi.DiscountEndOfPeriod(rate, flows)
		require.NoError(t, err)
		testkit.EqualDecimal(t, want[1], end, "%v", rate)
	}
}

// Half of the last place is rounded away from zero, though no binary number is
// exactly there.
func TestDiscountRounding(t *testing.T) {
	for flow, want := range map[string]string{
		"0.0000000000005": "0.000000000001", "-0.0000000000005": "-0.000000000001",
		"0.0000000000015": "0.000000000002", "0.000000000000499999": "0", "-0.000000000002500001": "-0.000000000003",
		"800000000000000": "800000000000000", "0.1": "0.1",
	} {
		got, err := roi.DiscountFromNow(0, amounts(t, flow))
		require.NoError(t, err)
		testkit.EqualDecimal(t, want, got, flow)
		// 1.25 divides decimals without remainder.
		got, err = roi.DiscountEndOfPeriod(0.25, []decimal.Decimal{testkit.Dec(t, flow).Mul(testkit.Dec(t, "1.25")).Truncate(18)})
		require.NoError(t, err)
		testkit.EqualDecimal(t, want, got, flow)
	}
}

func TestDiscountDated(t *testing.T) {
	flows := dated(t, "2025-01-01", "700", "2023-01-01", "-1000", "2024-01-01", "500", "2024-01-01", "0.5", "2024-12-31", "0")
	for rate, want := range map[float64]string{0: "200.5", 0.25: "-151.873802080252", 10: "-948.752757277047", -0.99: "7137927.834909039106"} {
		got, err := roi.DiscountDated(rate, flows)
		require.NoError(t, err)
		testkit.EqualDecimal(t, want, got, "%v", rate)
	}
	// Nothing happens on the first day.
	got, err := roi.DiscountDated(0.1, dated(t, "2024-01-01", "110", "2023-01-01", "0"))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "100", got)
	got, err = roi.DiscountDated(0.1, dated(t, "2024-01-01", "110", "2024-01-01", "-110"))
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0", got)
}

func TestConvertAnnualRate(t *testing.T) {
	for annual, want := range map[float64]float64{
		0: 0, 0.12: 0.009488792934583046, 1: 0.0594630943592953, 10: 0.22118855031199378,
		-0.5: -0.05612568731830647, -0.99: -0.31870793094203864,
	} {
		monthly, err := roi.ConvertAnnualRate(annual)
		require.NoError(t, err)
		require.InDelta(t, want, monthly, 1e-8)
		require.InDelta(t, 1+annual, math.Pow(1+monthly, 12), 1e-12)
	}
	for _, bad := range []float64{-1, -0.991, 10.01, math.NaN(), math.Inf(1)} {
		monthly, err := roi.ConvertAnnualRate(bad)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "annual", Reason: salesops.ErrOutOfRange})
		require.Zero(t, monthly)
	}
}

func TestComputeProfitabilityIndex(t *testing.T) {
	index, err := roi.ComputeProfitabilityIndex(0.25, amounts(t, "-1000", "500", "700"))
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(0.848), index)
	for _, first := range []string{"0", "1"} {
		index, err = roi.ComputeProfitabilityIndex(0.25, amounts(t, first, "-500"))
		require.NoError(t, err)
		require.Equal(t, "the first flow is not an outlay", index.Reason())
	}
	index, err = roi.ComputeProfitabilityIndex(0.1, amounts(t, "-4"))
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(0), index)
}

func TestSolveMIRR(t *testing.T) {
	rates := roi.MIRRRates{Finance: 0.08, Reinvest: 0.05}
	for name, tc := range map[string]struct {
		flows []string
		want  string
	}{
		"nothing in":  {[]string{"-100", "0", "-5"}, "nothing comes in"},
		"nothing out": {[]string{"100", "0", "5"}, "nothing goes out"},
		"nothing":     {[]string{"0", "0"}, "nothing comes in"},
	} {
		got, err := roi.SolveMIRR(amounts(t, tc.flows...), rates)
		require.NoError(t, err)
		require.Equal(t, tc.want, got.Reason(), name)
	}
	got, err := roi.SolveMIRR(amounts(t, "-100", "121"), rates)
	require.NoError(t, err)
	require.InDelta(t, 0.21, got.Or(0), 1e-15, "no time to reinvest")
	got, err = roi.SolveMIRR(amounts(t, "-100", "110", "0"), roi.MIRRRates{Finance: 3, Reinvest: 0.1})
	require.NoError(t, err)
	require.InDelta(t, 0.1, got.Or(0), 1e-15, "a zero at the end is a period")

	got, err = roi.SolveMIRR(amounts(t, "-100", "121"), roi.MIRRRates{Finance: -1, Reinvest: 11})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "MIRRRates.Finance", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "MIRRRates.Reinvest", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, got)
}

func TestProfileNPV(t *testing.T) {
	flows := amounts(t, "-1600", "10000", "-10000")
	profile, err := roi.ProfileNPV(flows, salesops.Interval{Low: 0, High: 0.6}, 7)
	require.NoError(t, err)
	require.Len(t, profile, 7)
	for i, rate := range []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6} {
		require.InDelta(t, rate, profile[i].Rate, 0, "the nearest float64")
		value, err := roi.DiscountFromNow(rate, flows)
		require.NoError(t, err)
		testkit.EqualDecimal(t, value.String(), profile[i].PresentValue)
	}
	testkit.Golden(t, "profile", profile)
}

func TestReturnsRejectInput(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	flows := amounts(t, "-100", "1000000000000000.1", "1e19")
	flowFaults := []testkit.Fault{{Field: "flows[1]", Reason: out}, {Field: "flows[2]", Reason: out}}
	good := amounts(t, "-100", "110")
	withRate := append([]testkit.Fault{{Field: "rate", Reason: out}}, flowFaults...)
	for _, rate := range []float64{-0.991, 10.1, math.NaN(), math.Inf(-1)} {
		value, err := roi.DiscountFromNow(rate, flows)
		testkit.RequireFaults(t, err, withRate...)
		require.Zero(t, value)
		value, err = roi.DiscountEndOfPeriod(rate, flows)
		testkit.RequireFaults(t, err, withRate...)
		require.Zero(t, value)
		index, err := roi.ComputeProfitabilityIndex(rate, flows)
		testkit.RequireFaults(t, err, withRate...)
		require.Zero(t, index)
	}
	irr, err := roi.SolveIRR(flows)
	testkit.RequireFaults(t, err, flowFaults...)
	require.Zero(t, irr)
	mirr, err := roi.SolveMIRR(flows, roi.MIRRRates{})
	testkit.RequireFaults(t, err, flowFaults...)
	require.Zero(t, mirr)
	_, err = roi.SolveIRR(nil)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows", Reason: missing})

	days := []roi.DatedFlow{
		{Amount: flows[1]}, {Date: salesops.Date{Year: 2023, Month: 2, Day: 29}, Amount: good[0]},
		{Date: salesops.Date{Year: 2023, Month: 2, Day: 28}, Amount: flows[2]},
	}
	dayFaults := []testkit.Fault{
		{Field: "flows[0].Date", Reason: missing}, {Field: "flows[0].Amount", Reason: out},
		{Field: "flows[1].Date", Reason: out}, {Field: "flows[2].Amount", Reason: out},
	}
	irr, err = roi.SolveXIRR(days)
	testkit.RequireFaults(t, err, dayFaults...)
	require.Zero(t, irr)
	value, err := roi.DiscountDated(11, days)
	testkit.RequireFaults(t, err, append([]testkit.Fault{{Field: "rate", Reason: out}}, dayFaults...)...)
	require.Zero(t, value)
	_, err = roi.DiscountDated(0.1, nil)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "flows", Reason: missing})

	profile, err := roi.ProfileNPV(flows, salesops.Interval{Low: 0.2, High: 0.2}, 1)
	testkit.RequireFaults(t, err, append(flowFaults, testkit.Fault{Field: "rates.Low", Reason: salesops.ErrConflict}, testkit.Fault{Field: "points", Reason: out})...)
	require.Nil(t, profile)
	_, err = roi.ProfileNPV(good, salesops.Interval{Low: -1, High: 11}, roi.MaxProfilePoints+1)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "rates.Low", Reason: out}, testkit.Fault{Field: "rates.High", Reason: out},
		testkit.Fault{Field: "points", Reason: out},
	)
}

// A negative rate makes much of money that comes late; no more than 1e20.
func TestAccumulation(t *testing.T) {
	conflict := testkit.Fault{Field: "rate", Reason: salesops.ErrConflict}
	flows := make([]decimal.Decimal, 10)
	_, err := roi.DiscountFromNow(-0.99, flows)
	require.NoError(t, err)
	_, err = roi.DiscountFromNow(-0.99, append(flows, decimal.New(1, 0)))
	testkit.RequireFaults(t, err, conflict)

	days := dated(t, "2023-01-01", "1", "2032-12-29", "1")
	_, err = roi.DiscountDated(-0.99, days)
	require.NoError(t, err)
	days[1].Date = days[1].Date.AddDays(1)
	_, err = roi.DiscountDated(-0.99, days)
	testkit.RequireFaults(t, err, conflict)
}

func TestReturnsGolden(t *testing.T) {
	for name, flows := range map[string][]string{
		"irr_unique": {"-70000", "12000", "15000", "18000", "21000", "26000"}, "irr_multiple": {"-1600", "10000", "-10000"},
		"irr_none": {"-100", "150", "-100"}, "irr_undefined": {"0"},
	} {
		got, err := roi.SolveIRR(amounts(t, flows...))
		require.NoError(t, err)
		for i, r := range got.Roots {
			got.Roots[i].Rate = sixDigits(r.Rate)
			got.Roots[i].ContinuousRate = sixDigits(salesops.Defined(r.ContinuousRate)).Or(0)
		}
		got.Rate = sixDigits(got.Rate)
		testkit.Golden(t, name, got)
	}
	testkit.Golden(t, "dated_flow", dated(t, "2026-11-22", "-1200.50")[0])
}

// sixDigits rounds a number to what is the same on every machine.
func sixDigits(m salesops.Maybe) salesops.Maybe {
	v, defined := m.Value()
	if !defined {
		return m
	}
	return salesops.Defined(math.Round(v*1e6) / 1e6)
}

func TestRateStatusText(t *testing.T) {
	for _, s := range roi.RateStatuses() {
		text, err := s.MarshalText()
		require.NoError(t, err)
		var back roi.RateStatus
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, s, back)
	}
	_, err := roi.RateStatus("both").MarshalText()
	testkit.RequireFaults(t, err, testkit.Fault{Field: "RateStatus", Reason: salesops.ErrOutOfRange})
}

func TestIRRJSON(t *testing.T) {
	const first, second = `{"rate":0.25,"continuous_rate":0.22314355131420976,"multiplicity":1,"extreme":false}`, `{"rate":4,"continuous_rate":1.6094379124341,"multiplicity":1,"extreme":false}`
	const data = `{"status":"multiple","rate":null,"roots":[` + first + `,` + second + `],"unresolved":[],"sign_changes":2}`
	var good roi.IRR
	require.NoError(t, json.Unmarshal([]byte(data), &good))
	again, err := json.Marshal(good)
	require.NoError(t, err)
	require.Equal(t, data, string(again))
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		old, new string
		want     []testkit.Fault
	}{
		"order":            {first + "," + second, second + "," + first, []testkit.Fault{{Field: "IRR.Roots[1].ContinuousRate", Reason: conflict}}},
		"status":           {"multiple", "unique", []testkit.Fault{{Field: "IRR.Status", Reason: conflict}, {Field: "IRR.Rate", Reason: conflict}}},
		"undefined":        {"multiple", "undefined", []testkit.Fault{{Field: "IRR.Status", Reason: conflict}}},
		"rate":             {`"rate":null`, `"rate":0.25`, []testkit.Fault{{Field: "IRR.Rate", Reason: conflict}}},
		"wrong rate":       {`"rate":4,`, `"rate":4.0001,`, []testkit.Fault{{Field: "IRR.Roots[1].Rate", Reason: conflict}}},
		"no rate":          {`"rate":4,`, `"rate":null,`, []testkit.Fault{{Field: "IRR.Roots[1].Rate", Reason: conflict}}},
		"extreme":          {`1,"extreme":false}]`, `1,"extreme":true}]`, []testkit.Fault{{Field: "IRR.Roots[1].Extreme", Reason: conflict}}},
		"parity":           {`"sign_changes":2`, `"sign_changes":3`, []testkit.Fault{{Field: "IRR.SignChanges", Reason: conflict}}},
		"too few changes":  {`"sign_changes":2`, `"sign_changes":0`, []testkit.Fault{{Field: "IRR.SignChanges", Reason: conflict}}},
		"changes":          {`"sign_changes":2`, `"sign_changes":1200`, []testkit.Fault{{Field: "IRR.SignChanges", Reason: out}}},
		"multiplicity":     {`"multiplicity":1,"extreme":false}]`, `"multiplicity":0,"extreme":false}]`, []testkit.Fault{{Field: "IRR.Roots[1].Multiplicity", Reason: missing}}},
		"continuous":       {`1.6094379124341`, `51101`, []testkit.Fault{{Field: "IRR.Roots[1].ContinuousRate", Reason: out}}},
		"null roots":       {first + "," + second, ``, nil},
		"unresolved order": {`"unresolved":[]`, `"unresolved":[{"low":2,"high":3},{"low":1.5,"high":4}]`, []testkit.Fault{{Field: "IRR.Unresolved[1].Low", Reason: conflict}}},
		"unresolved range": {`"unresolved":[]`, `"unresolved":[{"low":2,"high":1e9}]`, []testkit.Fault{{Field: "IRR.Unresolved[0].High", Reason: out}}},
		"unresolved":       {`"unresolved":[]`, `"unresolved":[{"low":2,"high":3}]`, nil},
		"a wide one":       {`"unresolved":[]`, `"unresolved":[{"low":-51100,"high":51100}]`, nil},
		"unknown key":      {`"status"`, `"model":1,"status"`, []testkit.Fault{{Field: "IRR.model", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, data, tc.old)
			changed := strings.Replace(data, tc.old, tc.new, 1)
			if name == "null roots" {
				changed = `{"status":"none","rate":null,"roots":null,"unresolved":null,"sign_changes":0}`
				tc.want = []testkit.Fault{{Field: "IRR.Roots", Reason: missing}, {Field: "IRR.Unresolved", Reason: missing}}
			}
			var back roi.IRR
			err := json.Unmarshal([]byte(changed), &back)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, back)
		})
	}
}

func TestReturnsPartsJSON(t *testing.T) {
	var flow roi.DatedFlow
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"date":"2023-02-29","amount":1e16,"day":1}`), &flow),
		testkit.Fault{Field: "DatedFlow.Date", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "DatedFlow.day", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "DatedFlow.Amount", Reason: salesops.ErrOutOfRange},
	)
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"date":"","amount":1}`), &flow),
		testkit.Fault{Field: "DatedFlow.Date", Reason: salesops.ErrMissing},
	)
	var point roi.ProfilePoint
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"rate":-1,"present_value":"1e61"}`), &point),
		testkit.Fault{Field: "ProfilePoint.Rate", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "ProfilePoint.PresentValue", Reason: salesops.ErrOutOfRange},
	)
	// The largest present value that there is.
	flows := amounts(t, strings.Split(strings.Repeat("1000000000000000 ", 10)+"1000000000000000", " ")[:10]...)
	profile, err := roi.ProfileNPV(flows, salesops.Interval{Low: -0.99, High: -0.98}, 3)
	require.NoError(t, err)
	for _, p := range profile {
		testkit.RoundTrip(t, p)
	}
}

// The statuses of the manual, in the order in which they are decided.
func TestReturnsManual(t *testing.T) {
	var listed []roi.RateStatus
	for _, row := range testkit.ReadManual(t).Table(t, "# Rates of return") {
		listed = append(listed, roi.RateStatus(row[0]))
	}
	require.Equal(t, []roi.RateStatus{roi.RateUndefined, roi.RateMultiple, roi.RateUnresolved, roi.RateUnique, roi.RateNone}, listed)
	require.ElementsMatch(t, roi.RateStatuses(), listed)
}
