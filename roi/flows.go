package roi

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxFlows is the most flows of a present value or an internal rate of
	// return: a hundred years of months.
	MaxFlows = 1200
	// MinDiscountRate is the lowest discount rate, as a fraction a period or a
	// year; the highest is [MaxDiscountRate].
	MinDiscountRate = -0.99
	// MaxAccumulation is the most that a negative discount rate may make of one
	// unit of money, (1 + rate) to the power of minus the number of periods.
	MaxAccumulation = 1e20
	// PresentValuePlaces is the number of decimal places to which a present
	// value is rounded, half away from zero. It is more than [MoneyPlaces], so
	// that sums and differences of present values keep their cents.
	PresentValuePlaces = 12
)

// DatedFlow is money that comes in, or goes out when it is negative, on a day.
//
// As JSON it is read strictly: unknown and missing keys and values out of range
// are reported together.
//
// Playbook: ROI-6.
type DatedFlow struct {
	// Date is the civil day; it must be given.
	Date salesops.Date `json:"date"`
	// Amount is the money, -[MaxAmount] to [MaxAmount].
	Amount decimal.Decimal `json:"amount"`
}

// UnmarshalJSON reads a dated flow strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// a date that does not exist, and an amount out of its range.
func (f *DatedFlow) UnmarshalJSON(data []byte) error {
	type plain DatedFlow
	return strict.Unmarshal(data, "DatedFlow", (*plain)(f), func(p *plain, in fault.Scope) {
		(*DatedFlow)(p).check(in)
	})
}

func (f *DatedFlow) check(in fault.Scope) {
	in.Date("Date", f.Date)
	in.Decimal("Amount", f.Amount, -MaxAmount, MaxAmount, "of money")
}

func checkFlows(list *fault.List, flows []decimal.Decimal) {
	in := list.In("flows")
	if !in.Length("", len(flows), 1, MaxFlows) {
		return
	}
	for i, f := range flows {
		at := in.At("", i)
		at.Decimal("", f, -MaxAmount, MaxAmount, "of money")
	}
}

func checkDatedFlows(list *fault.List, flows []DatedFlow) {
	in := list.In("flows")
	if !in.Length("", len(flows), 1, MaxFlows) {
		return
	}
	for i := range flows {
		flows[i].check(in.At("", i))
	}
}

// checkRate checks a discount rate, and that over so many periods it does not
// make more than [MaxAccumulation] of one unit.
func checkRate(list *fault.List, name string, rate, periods float64) {
	in := list.In(name)
	if !in.Float("", rate, MinDiscountRate, MaxDiscountRate, "a period, as a fraction") {
		return
	}
	if -periods*math.Log1p(rate) > math.Log(MaxAccumulation) {
		in.Conflict("", exact.Decimal(rate).String(), "a rate that over all periods makes at most 1e20 of 1")
	}
}

// netted returns the flows by ascending date, those on one day added up and
// those that come to nothing left out.
func netted(flows []DatedFlow) []DatedFlow {
	sorted := slices.Clone(flows)
	slices.SortStableFunc(sorted, func(a, b DatedFlow) int { return a.Date.Compare(b.Date) })
	net := sorted[:0]
	for _, f := range sorted {
		if last := len(net) - 1; last >= 0 && net[last].Date == f.Date {
			net[last].Amount = net[last].Amount.Add(f.Amount)
			continue
		}
		net = append(net, f)
	}
	return slices.DeleteFunc(net, func(f DatedFlow) bool { return f.Amount.IsZero() })
}

// firstDate returns the earliest date.
func firstDate(flows []DatedFlow) salesops.Date {
	return slices.MinFunc(flows, func(a, b DatedFlow) int { return a.Date.Compare(b.Date) }).Date
}

// minorUnits returns the amounts as whole numbers in their smallest common
// decimal unit.
func minorUnits(amounts []decimal.Decimal) []*big.Int {
	smallest := slices.MinFunc(amounts, func(a, b decimal.Decimal) int { return cmp.Compare(a.Exponent(), b.Exponent()) })
	units := make([]*big.Int, len(amounts))
	for i, a := range amounts {
		units[i] = a.Coefficient()
		units[i].Mul(units[i], tenTo(int(a.Exponent())-int(smallest.Exponent())))
	}
	return units
}
