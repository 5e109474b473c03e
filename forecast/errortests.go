package forecast

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/ranks"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/student"
	"github.com/salesops-go/salesops/internal/sum"
)

// ErrorTests is what stands beside the sign test: how large the errors are, and
// what the tests say that look at their sizes. It decides nothing.
type ErrorTests struct {
	// Mean is the mean error, in the unit of the errors.
	Mean float64 `json:"mean"`
	// Median is the median error.
	Median float64 `json:"median"`
	// MeanInterval is the interval of the mean by Student's t, at one less the
	// level of the policy; nil where MeanP is undefined.
	MeanInterval *salesops.Interval `json:"mean_interval"`
	// MeanP is the chance that errors with a true mean of zero give a mean at
	// least as far from it, by Student's t: exact for normal errors, and
	// misled by a few large ones. Undefined for a single error, and for errors
	// that are all the same.
	MeanP salesops.Maybe `json:"mean_p"`
	// SignedRankP is the chance that errors that are symmetric about zero give
	// ranks at least as uneven (Wilcoxon), exact errors left out.
	SignedRankP float64 `json:"signed_rank_p"`
	// SignedRankExact is whether SignedRankP was counted over all signs; if not,
	// it comes from the normal approximation.
	SignedRankExact bool `json:"signed_rank_exact"`
}

// UnmarshalJSON reads the tests strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, and
// for an interval that is not around the mean or not where there is a MeanP.
func (e *ErrorTests) UnmarshalJSON(data []byte) error {
	type plain ErrorTests
	return strict.Unmarshal(data, "ErrorTests", (*plain)(e), func(p *plain, in fault.Scope) {
		_, defined := p.MeanP.Value()
		rate(&in, "MeanP", p.MeanP, 1)
		around(&in, "MeanInterval", p.MeanInterval, p.Mean, defined)
		in.Float("SignedRankP", p.SignedRankP, 0, 1, "")
	})
}

// errorTester tests lists of errors at one level.
type errorTester struct {
	level float64
	// factors of the intervals by degrees of freedom, which many share.
	factors map[int]float64
}

func newErrorTester(level float64) errorTester {
	return errorTester{level: level, factors: make(map[int]float64)}
}

// test returns the tests of one or more errors, each exact or rounded once, with
// their exact sum.
func (t *errorTester) test(errors []float64, total decimal.Decimal) ErrorTests {
	n := len(errors)
	e := ErrorTests{Mean: exact.Quotient(total, decimal.NewFromInt(int64(n)))}
	sorted := slices.Sorted(slices.Values(errors))
	e.Median = ranks.Median(sorted)
	signed := ranks.Signed(errors)
	p, counted := signed.Exact()
	if !counted {
		p = signed.Normal()
	}
	e.SignedRankP, e.SignedRankExact = p.TwoSided, counted
	switch {
	case n < 2:
		e.MeanP = salesops.Undefined("there is a single outcome")
	case sorted[0] == sorted[n-1]:
		e.MeanP = salesops.Undefined("the errors are all the same")
	default:
		deviation := standardError(errors, e.Mean)
		reach := deviation * t.factor(n-1)
		e.MeanP = salesops.Defined(student.TwoSided(e.Mean/deviation, n-1))
		e.MeanInterval = &salesops.Interval{Low: e.Mean - reach, High: e.Mean + reach}
	}
	return e
}

func (t *errorTester) factor(freedom int) float64 {
	f, known := t.factors[freedom]
	if !known {
		f = student.Quantile(t.level, freedom)
		t.factors[freedom] = f
	}
	return f
}

// standardError returns √(Σ (x - mean)² ÷ (n (n-1))).
func standardError(errors []float64, mean float64) float64 {
	var squares sum.Sum
	for _, x := range errors {
		d := x - mean
		squares.Add(d * d)
	}
	n := float64(len(errors))
	return math.Sqrt(squares.Value() / (n * (n - 1)))
}
