package exact

import (
	"math"
	"slices"
)

// MaxFactors is the number of factors up to which a [Term] needs no memory of
// its own: no function that takes such terms and returns a sign allocates.
const MaxFactors = 8

const (
	// smallestFiltered is the size from which on the filter of Sign accepts a
	// factor: a product of eight can't underflow then.
	smallestFiltered = 0x1p-120
	// signRelative is 2u, see the package comment.
	signRelative = 0x1p-52
)

// Term is a signed product of factors, one summand of [Sign] and [SumDecimal].
//
// Terms are made by [Of]. The zero Term is 0: it adds nothing.
type Term struct {
	factors  [MaxFactors]float64
	more     []float64 // the factors after the first eight
	count    int       // how many of factors are in use
	negative bool
}

// Of returns the product of the factors as a term, where each factor stands for
// its shortest decimal.
//
//	Of(x, y, z) = x*y*z
//
// Of does not allocate for up to [MaxFactors] factors. More are allowed and
// are just as exact; they are copied to the heap, and so are the sums that
// have them. Of with no factors is the empty product, 1.
func Of(factors ...float64) Term {
	var t Term
	t.count = copy(t.factors[:], factors)
	if len(factors) > MaxFactors {
		t.more = slices.Clone(factors[MaxFactors:])
	}
	if t.count == 0 {
		t.factors[0], t.count = 1, 1
	}
	return t
}

// Neg returns the term with the opposite sign.
//
//	Of(x, y).Neg() = -(x*y)
func (t Term) Neg() Term {
	t.negative = !t.negative
	return t
}

// Sign returns the sign of the sum of the terms, exactly, where each factor
// stands for its shortest decimal.
//
//	Sign(Of(a, b), Of(c), Of(d, e, f).Neg()) = sign of a*b + c - d*e*f
//
// It does not allocate unless a term has more than [MaxFactors] factors. The
// sign of no terms is 0. If a factor of any term is NaN or infinite the result
// is 0.
func Sign(terms ...Term) int {
	sum, bound, ok := approximate(terms)
	if ok && sum > bound {
		return 1
	}
	if ok && sum < -bound {
		return -1
	}
	return signExact(terms)
}

// approximate returns the sum of the terms in float64 and a bound on how far it
// is from the exact sum. It reports false if it has no such bound.
func approximate(terms []Term) (sum, bound float64, ok bool) {
	var size float64
	for i := range terms {
		t := &terms[i]
		if t.count == 0 {
			continue
		}
		if t.more != nil {
			return 0, 0, false
		}
		product := 1.0
		for _, factor := range t.factors[:t.count] {
			if !(math.Abs(factor) >= smallestFiltered) && factor != 0 {
				return 0, 0, false
			}
			product *= factor
		}
		if t.negative {
			product = -product
		}
		sum += product
		size += math.Abs(product)
	}
	return sum, signRelative * float64(2*MaxFactors+len(terms)) * size, true
}

const (
	// narrowWords is enough for eight mantissas below 10^17, or for fewer and a
	// shift: all but outlandish sums.
	narrowWords = 8
	// wideWords is enough for every sum of terms of eight factors. A float64 is
	// below 10^309 and its shortest decimal is a multiple of 10^-324, so a term
	// is below 10^(8*633) < 2^16823 in units of the last place of any other: 263
	// words of 64 bits, and one more for the number of terms.
	wideWords = 264
)

// signExact is Sign without the filter.
func signExact(terms []Term) int {
	var words [3][narrowWords]uint64
	total := sum{positive: natural{words: words[0][:]}, negative: natural{words: words[1][:]}, term: natural{words: words[2][:]}}
	if total.add(terms) {
		return total.sign()
	}
	return signWide(terms)
}

// signWide has a frame of its own, so that the stack of the usual callers does
// not grow.
//
//go:noinline
func signWide(terms []Term) int {
	var words [3][wideWords]uint64
	total := sum{positive: natural{words: words[0][:]}, negative: natural{words: words[1][:]}, term: natural{words: words[2][:]}}
	if total.add(terms) {
		return total.sign()
	}
	return SumDecimal(terms...).Sign()
}
