package roi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxProfilePoints is the most points of an NPV profile.
const MaxProfilePoints = 1000

// ProfilePoint is the net present value of some flows at one rate.
//
// Playbook: ROI-6.
type ProfilePoint struct {
	// Rate is the discount rate, a fraction a period.
	Rate float64 `json:"rate"`
	// PresentValue is the NPV at that rate, as [DiscountFromNow] returns it.
	PresentValue decimal.Decimal `json:"present_value"`
}

// UnmarshalJSON reads a point strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and every value out of its
// range.
func (p *ProfilePoint) UnmarshalJSON(data []byte) error {
	type plain ProfilePoint
	return strict.Unmarshal(data, "ProfilePoint", (*plain)(p), func(p *plain, in fault.Scope) {
		in.Float("Rate", p.Rate, MinDiscountRate, MaxDiscountRate, "a period, as a fraction")
		// No present value is larger: its parts are bounded.
		const digits = 60
		if !gate.Within(p.PresentValue, digits, digits) {
			in.OutOfRange("PresentValue", "", "an amount of at most 60 digits")
		}
	})
}

// ProfileNPV computes the net present value of flows one period apart, the first
// of them now, at so many evenly spaced rates from one end of a range to the
// other: the curve to draw when there are several internal rates of return, or to
// see how the worth hangs on the rate.
//
//	rate k = low + k (high - low) / (points - 1),  k = 0 ... points - 1
//
// Each rate is the float64 nearest to the exact one.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - an end of rates is not within [MinDiscountRate] to [MaxDiscountRate], the low one is not below the high one or makes more than [MaxAccumulation] of one unit;
//   - points is not within 2 to [MaxProfilePoints].
//
// Playbook: ROI-6.
func ProfileNPV(flows []decimal.Decimal, rates salesops.Interval, points int) ([]ProfilePoint, error) {
	var faults fault.List
	checkFlows(&faults, flows)
	checkRate(&faults, "rates.Low", rates.Low, float64(len(flows)))
	checkRate(&faults, "rates.High", rates.High, float64(len(flows)))
	if rates.Low >= rates.High {
		in := faults.In("rates")
		in.Conflict("Low", exact.Decimal(rates.Low).String(), "below High")
	}
	in := faults.In("points")
	in.Int("", points, 2, MaxProfilePoints, "points")
	if faults.Any() {
		return nil, faults.Err()
	}
	amounts := wide(flows)
	low := exact.Decimal(rates.Low).Rat()
	step := new(big.Rat).Sub(exact.Decimal(rates.High).Rat(), low)
	step.Quo(step, new(big.Rat).SetInt64(int64(points-1)))
	profile := make([]ProfilePoint, points)
	at := new(big.Rat).Set(low)
	for k := range profile {
		rate := nearest(at)
		profile[k] = ProfilePoint{Rate: rate, PresentValue: rounded(discount(amounts, discountFactor(rate)))}
		at.Add(at, step)
	}
	return profile, nil
}
