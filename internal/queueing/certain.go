package queueing

import (
	"math/big"
	"strconv"
)

const (
	// bits is the precision in which a measure near its line is computed.
	bits = 512
	// equal is the relative difference, as a power of two, below which a measure
	// is at its line. What the computation loses is far below it, and what two
	// different answers to a question in a few digits differ by far above.
	equal = -300
)

// keepsExactly decides what float64 cannot, in many bits and from the shortest
// decimals of the arguments.
func (t Target) keepsExactly(s System) bool {
	arrivals, rate := wide(s.Arrivals), wide(s.Rate)
	capacity := mul(wide(float64(s.Servers)), rate)
	inverse := inverseLoss(s.Servers, quo(rate, arrivals))
	one := wide(1)
	if t.Measure == Loss {
		return atMost(quo(one, inverse), wide(t.Share))
	}
	// 1/C = 1 + θ (1/B - 1) / (c μ)
	slack := sub(capacity, arrivals)
	inverseWait := add(one, quo(mul(slack, sub(inverse, one)), capacity))
	spread := wide(t.Spread)
	if t.Measure == MeanWait {
		return atMost(spread, mul(wide(t.Time), mul(slack, inverseWait)))
	}
	tail := expOf(quo(mul(slack, wide(t.Time)), spread))
	return atMost(one, mul(sub(one, wide(t.Share)), mul(inverseWait, tail)))
}

// inverseLoss returns 1/B for a number of servers, given 1/a.
//
//	1/B(k) = 1 + k/a 1/B(k-1),  B(0) = 1
func inverseLoss(servers int, inverseOffered *big.Float) *big.Float {
	one, x := wide(1), wide(1)
	k := wide(0)
	for range servers {
		k.Add(k, one)
		x.Mul(x, inverseOffered)
		x.Mul(x, k)
		x.Add(x, one)
	}
	return x
}

// expOf returns e^x for x >= 0.
func expOf(x *big.Float) *big.Float {
	// x is below 2^-32 after the halvings, and 2^-32 to the 18th is below 2^-512.
	const terms = 18
	halvings := 32 + max(0, x.MantExp(nil))
	small := wide(0).SetMantExp(x, -halvings)
	sum, term := wide(1), wide(1)
	for k := 1; k <= terms; k++ {
		term = quo(mul(term, small), wide(float64(k)))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// atMost reports whether x is at most y, or so close that it is at the line.
func atMost(x, y *big.Float) bool {
	difference := sub(x, y)
	return difference.Sign() <= 0 || difference.MantExp(nil)-y.MantExp(nil) < equal
}

// wide returns the shortest decimal of x.
func wide(x float64) *big.Float {
	f, _, err := big.ParseFloat(strconv.FormatFloat(x, 'g', -1, 64), 10, bits, big.ToNearestEven)
	if err != nil {
		return new(big.Float).SetPrec(bits)
	}
	return f
}

func add(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Add(x, y) }
func sub(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Sub(x, y) }
func mul(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Mul(x, y) }
func quo(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Quo(x, y) }
