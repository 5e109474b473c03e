package roi

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// MIRRRates are the two rates of a modified internal rate of return.
//
// Playbook: ROI-6.
type MIRRRates struct {
	// Finance is what the money that goes out costs, a period, as a fraction
	// from [MinDiscountRate] to [MaxDiscountRate].
	Finance float64 `json:"finance"`
	// Reinvest is what the money that comes in earns until the last flow, a
	// period, in the same range.
	Reinvest float64 `json:"reinvest"`
}

// SolveMIRR computes the modified internal rate of return of flows that are one
// period apart, the first of them now:
//
//	MIRR = (F / P)^(1/n) - 1
//	F    = value at the last flow of all that comes in, reinvested
//	P    = present value of all that goes out, at the finance rate
//	n    = number of flows - 1
//
// It is a fraction a period, good to 1e-12 relative to 1 + MIRR. There is always
// at most one, also where the internal rate of return has several. Zeros at the
// ends count: they are periods too.
//
// It is undefined if nothing comes in, nothing goes out, or there is only one flow.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - MIRRRates.Finance or MIRRRates.Reinvest is not within [MinDiscountRate] to [MaxDiscountRate].
//
// Playbook: ROI-6.
func SolveMIRR(flows []decimal.Decimal, rates MIRRRates) (salesops.Maybe, error) {
	var faults fault.List
	checkFlows(&faults, flows)
	in := faults.In("MIRRRates")
	in.Float("Finance", rates.Finance, MinDiscountRate, MaxDiscountRate, "a period, as a fraction")
	in.Float("Reinvest", rates.Reinvest, MinDiscountRate, MaxDiscountRate, "a period, as a fraction")
	if faults.Any() {
		return salesops.Maybe{}, faults.Err()
	}
	periods := len(flows) - 1
	receipts, outlays := make([]*big.Float, len(flows)), make([]*big.Float, len(flows))
	for i, f := range flows {
		receipts[i] = widen(decimal.Max(f, decimal.New(0, 0)))
		outlays[i] = widen(decimal.Max(f.Neg(), decimal.New(0, 0)))
	}
	gained := discount(receipts, discountFactor(rates.Reinvest))
	spent := discount(outlays, discountFactor(rates.Finance))
	switch {
	case gained.Sign() == 0:
		return salesops.Undefined("nothing comes in"), nil
	case spent.Sign() == 0:
		return salesops.Undefined("nothing goes out"), nil
	case periods == 0:
		return salesops.Undefined("one flow has no period"), nil
	}
	perPeriod := logarithm(gained.Quo(gained, spent))/float64(periods) + math.Log1p(rates.Reinvest)
	return salesops.Defined(math.Expm1(perPeriod)), nil
}
