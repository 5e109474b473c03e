package sum

// Sum is a running total in double-double precision.
//
// The zero value is an empty sum, ready to use. Sums are plain comparable values:
// a copy is independent of its original. A Sum must not be changed by two
// goroutines at once.
type Sum struct {
	high, low float64
}

// Of returns the sum of xs, rounded once at the end.
//
//	Of(xs) = xs[0] + xs[1] + ... + xs[n-1]
//
// It is the value of a [Sum] to which the elements were added in order: see the
// package documentation for its accuracy, and for NaN, infinities and overflow.
//
// Special cases are:
//
//	Of(nil) = 0
func Of(xs []float64) float64 {
	var s Sum
	for _, x := range xs {
		s.Add(x)
	}
	return s.high
}

// FromParts returns the sum high + low.
//
//	FromParts(s.Parts()) = s
//
// Any two numbers may be given: they are brought into the form that [Sum.Parts]
// returns, without loss. If their sum is NaN or infinite, low becomes 0.
func FromParts(high, low float64) Sum {
	h, l := twoSum(high, low)
	if l-l != 0 {
		l = 0
	}
	return Sum{high: h, low: l}
}

// Add adds x to the sum.
//
//	s = s + x
//
// Any float64 may be added: see the package documentation for accuracy, and for
// NaN, infinities and overflow. It does not allocate.
func (s *Sum) Add(x float64) {
	t, e := twoSum(s.high, x)
	h, l := twoSum(t, e+s.low)
	if l-l != 0 {
		// t is not finite (its error came out as NaN), or so near the largest
		// double that the error terms left the range.
		h, l = t, 0
	}
	s.high, s.low = h, l
}

// Merge adds all that was added to other.
//
//	s = s + other
//
// Merging a with b and b with a gives equal sums, bit for bit.
func (s *Sum) Merge(other Sum) {
	t, e := twoSum(s.high, other.high)
	v, f := twoSum(s.low, other.low)
	h, l := twoSum(t, e+v)
	h, l = twoSum(h, l+f)
	if l-l != 0 {
		h, l = t, 0
	}
	s.high, s.low = h, l
}

// Value returns the sum as the nearest float64.
func (s Sum) Value() float64 { return s.high }

// Parts returns the exact state as two numbers, for storing it elsewhere.
//
//	high = the float64 nearest to high + low,  |low| <= 2^-53 |high|
//
// [FromParts] restores the sum from them, bit for bit. A NaN or infinite sum has
// no JSON form: high is then NaN or infinite, low is 0.
func (s Sum) Parts() (high, low float64) { return s.high, s.low }

// twoSum returns the rounded a + b and its exact rounding error, whichever of
// the two is larger (six additions instead of a comparison).
func twoSum(a, b float64) (sum, err float64) {
	sum = a + b
	virtual := sum - a
	err = (a - (sum - virtual)) + (b - virtual)
	return sum, err
}
