package queueing

import "math"

// System is a group of servers that work on what arrives.
type System struct {
	// Arrivals is λ, arrivals per unit of time.
	Arrivals float64
	// Rate is μ, what one server completes per unit of time.
	Rate float64
	// Servers is c, at least 1.
	Servers int
}

// Capacity returns what all servers complete per unit of time.
//
//	c μ
func (s System) Capacity() float64 { return float64(s.Servers) * s.Rate }

// Slack returns the capacity that arrivals leave, with a single rounding: below
// zero when they leave none.
//
//	θ = c μ - λ
func (s System) Slack() float64 { return math.FMA(float64(s.Servers), s.Rate, -s.Arrivals) }

// LossChance returns Erlang's B: the chance that an arrival finds every server
// busy when none waits. It is defined without slack too.
//
//	B = (a^c / c!) / sum over k = 0..c of a^k / k!
func (s System) LossChance() float64 { return s.loss().value() }

// LogLossChance returns the natural logarithm of [System.LossChance], also where
// that is too small for a float64. It is -Inf without arrivals.
func (s System) LogLossChance() float64 { return s.loss().log() }

// WaitChance returns Erlang's C: the chance that an arrival has to wait.
//
//	C = B / (1 - ρ (1 - B))
func (s System) WaitChance() float64 {
	b := s.loss()
	return b.value() / (b.value() + b.free(s))
}

// LogWaitChance returns the natural logarithm of [System.WaitChance], also where
// that is too small for a float64. It is -Inf without arrivals.
func (s System) LogWaitChance() float64 {
	b := s.loss()
	if odds := b.free(s) / b.value(); odds < 1 {
		return -math.Log1p(odds)
	}
	return b.log() - math.Log(b.value()+b.free(s))
}

// Wait returns the mean time in the queue.
//
//	Wq = C / θ
func (s System) Wait() float64 { return s.WaitChance() / s.Slack() }

// Waiting returns the mean number in the queue.
//
//	Lq = λ Wq
func (s System) Waiting() float64 { return s.Arrivals * s.Wait() }

// WaitTail returns the chance to wait longer than t.
//
//	P(wait > t) = C exp(-θ t)
func (s System) WaitTail(t float64) float64 {
	return math.Exp(s.LogWaitChance() - s.Slack()*t)
}

// SojournTail returns the chance to be in the system longer than t, the work
// itself included.
//
//	P(sojourn > t) = exp(-μ t) (1 + C μ t φ(x)),  x = (c - 1 - a) μ t,  φ(x) = (1 - exp(-x)) / x,  φ(0) = 1
func (s System) SojournTail(t float64) float64 {
	work := s.Rate * t
	x := math.FMA(float64(s.Servers-1), s.Rate, -s.Arrivals) * t
	// exp(-μt) φ(x) is formed as one exponential of a negative number less
	// another, since each alone may overflow.
	if math.Abs(x) < 1 {
		phi := 1.0
		if x != 0 {
			phi = -math.Expm1(-x) / x
		}
		return math.Exp(-work) * (1 + s.WaitChance()*work*phi)
	}
	return math.Exp(-work) + s.WaitChance()*work*(math.Exp(-work)-math.Exp(-work-x))/x
}

// loss is 1/B - 1, which is excess × 2^shift.
type loss struct {
	excess float64
	shift  int
}

// loss sums the series for 1/B from the top.
func (s System) loss() loss {
	const (
		large = 0x1p500
		down  = -500
		tiny  = 0x1p-56
	)
	offered := s.Arrivals / s.Rate
	l := loss{}
	if s.Arrivals == 0 {
		l.excess = math.Inf(1)
		return l
	}
	term := 1.0
	for free := float64(s.Servers); free > 0; free-- {
		ratio := free / offered
		term *= ratio
		l.excess += term
		if l.excess > large {
			term, l.excess = math.Ldexp(term, down), math.Ldexp(l.excess, down)
			l.shift -= down
		}
		// The terms that are left shrink faster than a geometric series.
		if ratio < 1 && term*ratio < tiny*(1-ratio)*l.excess {
			break
		}
	}
	return l
}

// value returns B.
func (l loss) value() float64 { return 1 / (1 + math.Ldexp(l.excess, l.shift)) }

// log returns ln B.
func (l loss) log() float64 {
	if l.shift == 0 {
		return -math.Log1p(l.excess)
	}
	return -math.Log(l.excess) - float64(l.shift)*math.Ln2
}

// free returns the part of C's denominator that slack makes: C = B / (B + free).
//
//	θ (1 - B) / (c μ)
func (l loss) free(s System) float64 {
	idle := 1.0
	if inverse := math.Ldexp(l.excess, l.shift); !math.IsInf(inverse, 1) {
		idle = inverse / (1 + inverse)
	}
	return s.Slack() / s.Capacity() * idle
}
