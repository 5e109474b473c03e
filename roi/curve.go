package roi

import (
	"math/big"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// CurvePoint is the return that the playbook expects by a month.
//
// Playbook: ROI-5.
type CurvePoint struct {
	// Month is the number of months from the first spend.
	Month int `json:"month"`
	// ROI is (benefit so far - cost so far) / cost so far, as a fraction: 5 is
	// +500%.
	ROI float64 `json:"roi"`
}

// BenchmarkCurve returns the playbook's points: -50% after month 1, break-even
// after month 2, +100% after month 3, +500% after month 6, +2000% after a year.
// No benefit that is the same each month can follow it: it rises as fast only
// if the benefit itself keeps growing.
//
// Playbook: ROI-5.
func BenchmarkCurve() []CurvePoint {
	return []CurvePoint{{1, -0.5}, {2, 0}, {3, 1}, {6, 5}, {12, 20}}
}

// BenchmarkROI returns the return that the playbook expects after a number of
// months, linear between the points of [BenchmarkCurve], as a fraction:
//
//	r = r1 + (r2 - r1) (month - m1) / (m2 - m1)
//
// It is undefined before month 1 and after month 12, where the playbook says
// nothing. The result is the float64 nearest to the exact value.
//
// It returns an *[salesops.InputError] if months is not within 0 to
// [MaxPolicyMonths].
//
// Playbook: ROI-5.
func BenchmarkROI(months float64) (salesops.Maybe, error) {
	var faults fault.List
	in := faults.In("months")
	if !in.Float("", months, 0, MaxPolicyMonths, "months") {
		return salesops.Maybe{}, faults.Err()
	}
	value, known := benchmark(exact.Decimal(months).Rat())
	if !known {
		return outsideCurve(), nil
	}
	return salesops.Defined(nearest(value)), nil
}

func outsideCurve() salesops.Maybe {
	return salesops.Undefined("the benchmark runs from month 1 to month 12")
}

// benchmark reports false outside the curve.
func benchmark(month *big.Rat) (*big.Rat, bool) {
	points := BenchmarkCurve()
	first := big.NewRat(int64(points[0].Month), 1)
	if month.Cmp(first) < 0 {
		return nil, false
	}
	for i, to := range points[1:] {
		if month.Cmp(big.NewRat(int64(to.Month), 1)) > 0 {
			continue
		}
		from := points[i]
		low, high := exact.Decimal(from.ROI).Rat(), exact.Decimal(to.ROI).Rat()
		way := new(big.Rat).Sub(month, big.NewRat(int64(from.Month), 1))
		way.Mul(way, big.NewRat(1, int64(to.Month-from.Month)))
		return way.Add(low, way.Mul(way, high.Sub(high, low))), true
	}
	return nil, false
}
