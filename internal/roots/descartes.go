package roots

import "math/big"

const (
	// maxBisections is how often an interval is halved: to 2^-maxBisections.
	// Roots, or their reciprocals, that are closer together stay open.
	maxBisections = 200
	// maxShiftWork is how much isolating the roots of one polynomial may cost,
	// in words added: about a second.
	maxShiftWork = 400_000_000
)

// span is the open interval from low to low + 1, in units of 2^exponent.
type span struct {
	low      *big.Int
	exponent int
}

func (s span) ends() (low, high *big.Float) {
	high = dyadic(new(big.Int).Add(s.low, big.NewInt(1)), s.exponent)
	return dyadic(s.low, s.exponent), high
}

func dyadic(n *big.Int, exponent int) *big.Float {
	f := new(big.Float).SetInt(n) // exact: as many bits as n has, at least 64
	return f.SetMantExp(f, exponent)
}

// isolation is what bisection finds: spans with exactly one root each, points
// that are roots, and spans that may hold several.
type isolation struct {
	single []span
	exact  []*big.Float
	open   []span
}

// isolate separates the roots between zero and one of a square-free polynomial
// that is not zero at zero. No root is lost: each lies in one of the three lists.
func isolate(p polynomial, work *int) isolation {
	var found isolation
	// The polynomial of a span has the roots of p in the span in (0, 1).
	type node struct {
		p polynomial
		span
	}
	stack := []node{{p.clone(), span{new(big.Int), 0}}}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if *work <= 0 {
			if SignChanges(at.p) > 0 {
				found.open = append(found.open, at.span)
			}
			continue
		}
		switch changes := variations(at.p, work); {
		case changes == 0:
		case changes == 1:
			found.single = append(found.single, at.span)
		case at.exponent <= -maxBisections:
			found.open = append(found.open, at.span)
		default:
			left := at.p.halved()
			right := left.clone()
			shift(right, len(right)-1, work)
			low := new(big.Int).Lsh(at.low, 1)
			middle := new(big.Int).Add(low, big.NewInt(1))
			if right[0].Sign() == 0 {
				found.exact = append(found.exact, dyadic(middle, at.exponent-1))
			}
			stack = append(stack, node{right, span{middle, at.exponent - 1}}, node{left, span{low, at.exponent - 1}})
		}
	}
	return found
}

// rootBound returns a k for which all roots are below 2^k in absolute value: they
// are below 1 + the largest |c_i / c_n| (Cauchy).
func rootBound(p polynomial) int {
	longest := 0
	for _, c := range p {
		longest = max(longest, c.BitLen())
	}
	return longest - p.lead().BitLen() + 2
}

// halved returns 2^n p(x/2), less the power of two that it has in common.
func (p polynomial) halved() polynomial {
	q := make(polynomial, len(p))
	for i, c := range p {
		q[i] = new(big.Int).Lsh(c, uint(p.degree()-i)) //nolint:gosec // not negative
	}
	return q.reduced()
}

// reduced divides p, in place, by the power of two that all coefficients share.
func (p polynomial) reduced() polynomial {
	common := ^uint(0)
	for _, c := range p {
		if c.Sign() != 0 {
			common = min(common, c.TrailingZeroBits())
		}
	}
	for _, c := range p {
		c.Rsh(c, common)
	}
	return p
}

// variations returns the number of sign changes of (1+x)^n p(1/(1+x)): 0 or 1
// are the number of roots of p in (0, 1), and 2 stands for more.
func variations(p polynomial, work *int) int {
	if SignChanges(p) == 0 {
		return 0
	}
	q := p.reversed()
	changes, last := 0, 0
	for i := range q {
		shiftOnce(q, i, work) // q[i] is final after it
		sign := q[i].Sign()
		if sign != 0 && last != 0 && sign != last {
			changes++
		}
		if sign != 0 {
			last = sign
		}
		if changes > 1 {
			break
		}
	}
	return changes
}

// shift replaces p(x) by p(x+1) in its first passes coefficients.
func shift(p polynomial, passes int, work *int) {
	for i := range passes {
		shiftOnce(p, i, work)
	}
}

func shiftOnce(p polynomial, i int, work *int) {
	for j := len(p) - 2; j >= i; j-- {
		p[j].Add(p[j], p[j+1])
	}
	const wordBits, overhead = 64, 4
	*work -= (len(p) - 1 - i) * (p[i].BitLen()/wordBits + overhead)
}
