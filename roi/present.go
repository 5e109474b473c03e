package roi

import (
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// DaysPerYear is the length of a year of dated flows: actual/365.
const DaysPerYear = 365

// DiscountFromNow returns the net present value (NPV) of flows one period apart,
// the first of them now:
//
//	NPV = sum of flow t / (1 + rate)^t,  t = 0, 1, 2, ...
//
// The rate is a fraction a period: for flows a month apart a monthly one, which
// [ConvertAnnualRate] makes of an annual one. Spreadsheets' NPV discounts the
// first flow as well: that is [DiscountEndOfPeriod].
//
// The value is computed with 320 bits, the rate as its shortest decimal, and
// rounded once, to [PresentValuePlaces], half away from zero.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - rate is not within [MinDiscountRate] to [MaxDiscountRate], or makes more than [MaxAccumulation] of one unit.
//
// Playbook: ROI-6.
func DiscountFromNow(rate float64, flows []decimal.Decimal) (decimal.Decimal, error) {
	if err := checkDiscounting(rate, flows); err != nil {
		return decimal.Decimal{}, err
	}
	return rounded(discount(wide(flows), discountFactor(rate))), nil
}

// DiscountEndOfPeriod returns the net present value (NPV) of flows one period
// apart, the first of them at the end of the first period:
//
//	NPV = sum of flow t / (1 + rate)^t,  t = 1, 2, 3, ...
//
// It is the NPV of spreadsheets, and [DiscountFromNow] of the same flows one
// period later. Units, rounding and errors are those of DiscountFromNow.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - rate is not within [MinDiscountRate] to [MaxDiscountRate], or makes more than [MaxAccumulation] of one unit.
//
// Playbook: ROI-6.
func DiscountEndOfPeriod(rate float64, flows []decimal.Decimal) (decimal.Decimal, error) {
	if err := checkDiscounting(rate, flows); err != nil {
		return decimal.Decimal{}, err
	}
	factor := discountFactor(rate)
	value := discount(wide(flows), factor)
	return rounded(value.Mul(value, factor)), nil
}

func checkDiscounting(rate float64, flows []decimal.Decimal) error {
	var faults fault.List
	checkRate(&faults, "rate", rate, float64(len(flows)))
	checkFlows(&faults, flows)
	return faults.Err()
}

// DiscountDated returns the net present value (XNPV) of flows on civil days, at
// the first of the days, in any order:
//
//	XNPV = sum of flow i / (1 + rate)^(days i / 365)
//
// where days i are those from the earliest date. The rate is an effective one a
// year, as a fraction. Precision and rounding are those of [DiscountFromNow].
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a date was not given or does not exist;
//   - an amount is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - rate is not within [MinDiscountRate] to [MaxDiscountRate], or makes more than [MaxAccumulation] of one unit.
//
// Playbook: ROI-6.
func DiscountDated(rate float64, flows []DatedFlow) (decimal.Decimal, error) {
	var wrong fault.List
	checkDatedFlows(&wrong, flows)
	var first salesops.Date
	years := 0.0
	if !wrong.Any() {
		first = firstDate(flows)
		last := slices.MaxFunc(flows, func(a, b DatedFlow) int { return a.Date.Compare(b.Date) }).Date
		years = float64(last.DaysSince(first)) / DaysPerYear
	}
	var faults fault.List
	checkRate(&faults, "rate", rate, years)
	checkDatedFlows(&faults, flows)
	if faults.Any() {
		return decimal.Decimal{}, faults.Err()
	}
	factor := dailyFactor(discountFactor(rate))
	value := new(big.Float).SetPrec(workBits)
	after := 0
	for _, f := range slices.Backward(netted(flows)) {
		days := f.Date.DaysSince(first)
		if value.Sign() != 0 {
			value.Mul(value, raise(factor, after-days))
		}
		value.Add(value, widen(f.Amount))
		after = days
	}
	if value.Sign() != 0 && after > 0 {
		value.Mul(value, raise(factor, after))
	}
	return rounded(value), nil
}

// ConvertAnnualRate returns the monthly rate to which an effective annual rate
// is equivalent:
//
//	(1 + monthly)^12 = 1 + annual
//
// so 12% a year is 0.949% a month, not 1%. Both are fractions.
//
// It returns an *[salesops.InputError] if annual is not within
// [MinDiscountRate] to [MaxDiscountRate].
//
// Playbook: ROI-6.
func ConvertAnnualRate(annual float64) (monthly float64, err error) {
	var faults fault.List
	checkRate(&faults, "annual", annual, 0)
	if faults.Any() {
		return 0, faults.Err()
	}
	const months = 12
	return math.Expm1(math.Log1p(annual) / months), nil
}

// ComputeProfitabilityIndex returns what one unit of the first flow, an outlay,
// brings in present value:
//
//	index = (NPV of the flows after the first) / -(first flow) = 1 + NPV / outlay
//
// The first flow is now, as in [DiscountFromNow]. An index above 1 is an NPV above
// 0. The index is the float64 nearest to the quotient. It is undefined if the
// first flow is not negative: there is no outlay to hold the rest against.
//
// It returns an *[salesops.InputError] where DiscountFromNow does.
//
// Playbook: ROI-6.
func ComputeProfitabilityIndex(rate float64, flows []decimal.Decimal) (salesops.Maybe, error) {
	if err := checkDiscounting(rate, flows); err != nil {
		return salesops.Maybe{}, err
	}
	if flows[0].Sign() >= 0 {
		return salesops.Undefined("the first flow is not an outlay"), nil
	}
	amounts := wide(flows)
	outlay := amounts[0].Neg(amounts[0])
	amounts[0] = new(big.Float)
	value := discount(amounts, discountFactor(rate))
	index, _ := value.Quo(value, outlay).Float64()
	return salesops.Defined(index), nil
}

// workBits is the precision of discounting. No sum of discounted amounts has
// more than some 60 digits before the point, so that 36 remain behind those that
// are kept.
const workBits = 320

// discount is Horner's rule from the last flow.
func discount(flows []*big.Float, factor *big.Float) *big.Float {
	value := new(big.Float).SetPrec(workBits)
	for _, f := range slices.Backward(flows) {
		value.Mul(value, factor)
		value.Add(value, f)
	}
	return value
}

// discountFactor returns 1 / (1 + rate).
func discountFactor(rate float64) *big.Float {
	growth := widen(decimal.New(1, 0).Add(exact.Decimal(rate)))
	return growth.Quo(widen(decimal.New(1, 0)), growth)
}

// dailyFactor returns the root of degree 365 of a factor a year, by Newton's
// steps from the float64 next to it; each doubles the digits.
func dailyFactor(yearly *big.Float) *big.Float {
	near, _ := yearly.Float64()
	daily := new(big.Float).SetPrec(workBits).SetFloat64(math.Pow(near, 1.0/DaysPerYear))
	const steps = 4
	for range steps {
		power := raise(daily, DaysPerYear-1)
		step := new(big.Float).SetPrec(workBits).Quo(yearly, power)
		step.Sub(step, daily)
		step.Quo(step, new(big.Float).SetInt64(DaysPerYear))
		daily.Add(daily, step)
	}
	return daily
}

// raise returns x^n for n >= 0.
func raise(x *big.Float, n int) *big.Float {
	result := new(big.Float).SetPrec(x.Prec()).SetInt64(1)
	square := new(big.Float).Copy(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

func wide(amounts []decimal.Decimal) []*big.Float {
	all := make([]*big.Float, len(amounts))
	for i, a := range amounts {
		all[i] = widen(a)
	}
	return all
}

func widen(d decimal.Decimal) *big.Float {
	f := new(big.Float).SetPrec(workBits).SetInt(d.Coefficient())
	exponent := int(d.Exponent())
	if exponent >= 0 {
		return f.Mul(f, new(big.Float).SetInt(tenTo(exponent)))
	}
	return f.Quo(f, new(big.Float).SetInt(tenTo(-exponent)))
}

// rounded returns the decimal of a present value. Rounding to many more places
// first takes away what is not a decimal's but the binary representation's, so
// that a value halfway between two decimals is seen to be there.
func rounded(x *big.Float) decimal.Decimal {
	const places = 40
	scaled := new(big.Float).SetPrec(workBits).Mul(x, new(big.Float).SetInt(tenTo(places)))
	half := big.NewFloat(math.Copysign(0.5, float64(x.Sign())))
	whole, _ := scaled.Add(scaled, half).Int(nil)
	return decimal.NewFromBigInt(whole, -places).Round(PresentValuePlaces)
}
