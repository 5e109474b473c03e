package capacity

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/queueing"
)

// ratio returns that of the delays, less the part that does not queue.
func (o *Observation) ratio() decimalRatio {
	if o.DelayRatio != 0 {
		return decimalRatio{exact.Decimal(o.DelayRatio), one()}
	}
	fixed := exact.Decimal(o.FixedDays)
	return decimalRatio{exact.Decimal(o.DelayAfterDays).Sub(fixed), exact.Decimal(o.DelayBeforeDays).Sub(fixed)}
}

// decimalRatio is after ÷ before, both above zero.
type decimalRatio struct{ after, before decimal.Decimal }

func (r decimalRatio) float() float64 { return exact.Quotient(r.after, r.before) }

// trivialRatio decides what needs no model: demand and delay have to move in the
// same direction.
func trivialRatio(demand float64, delay decimalRatio) (CalibrationOutcome, string) {
	switch moved, answered := exact.Compare(demand, 1), delay.after.Cmp(delay.before); {
	case moved == 0 && answered == 0:
		return NotIdentifiable, "nothing changed, so that any utilization explains it"
	case moved != answered:
		return Inconsistent, "the delay did not move in the direction of the demand"
	default:
		return "", ""
	}
}

// waits are the mean delays of a stage, in units of the work on one transaction, as
// a function of its utilization.
type waits struct {
	servers int
	// work: the delay includes the work itself.
	work          bool
	spread, ratio float64
	// after is the utilization after the change where a closed form gives it.
	after float64
}

func (w *waits) queue(utilization float64) queueing.System {
	return queueing.System{Arrivals: utilization * float64(w.servers), Rate: 1, Servers: w.servers}
}

// delay returns the delay at a utilization below 1.
func (w *waits) delay(utilization float64) float64 {
	wait := w.spread * w.queue(utilization).Wait()
	if w.work {
		wait++
	}
	return wait
}

// logDelay returns its logarithm, also where the wait is below the smallest
// float64.
func (w *waits) logDelay(utilization float64) float64 {
	if w.work {
		return math.Log(w.delay(utilization))
	}
	q := w.queue(utilization)
	return math.Log(w.spread) + q.LogWaitChance() - math.Log(q.Slack())
}

// solve returns the utilizations before the change at which the delays have the
// given ratio, ascending.
func (w *waits) solve(o *Observation, k decimalRatio) []float64 {
	g := exact.Decimal(o.DemandRatio)
	if w.servers == 1 && (w.spread == 1 || !w.work) {
		before, after, found := closed(w.work, g, k)
		if !found {
			return nil
		}
		w.after = after
		return []float64{before}
	}
	if w.spread == 0 {
		return nil // nobody waits below capacity, so that nothing changes
	}
	target := math.Log(k.float())
	distance := func(utilization float64) float64 {
		return w.logDelay(utilization*w.ratio) - w.logDelay(utilization) - target
	}
	const points = 400
	most := min(1, 1/w.ratio)
	var roots []float64
	var before, last sample
	for i := 1; i < points; i++ {
		// Denser toward the end, where delays change fast.
		left := 1 - float64(i)/points
		next := sampled(most*(1-left*left*left), distance)
		switch {
		case i > 1 && next.positive() != last.positive():
			roots = append(roots, bisect(last.at, next.at, last.positive(), distance))
		case i > 2 && last.turns(before, next):
			roots = append(roots, turn(before.at, next.at, last.positive(), distance)...)
		}
		before, last = last, next
	}
	// Beyond the last point the delays grow, or fall, without end.
	if last.positive() != (w.ratio > 1) {
		roots = append(roots, bisect(last.at, most, last.positive(), distance))
	}
	return roots
}

// sample is a function's value at one place.
type sample struct{ at, value float64 }

func sampled(at float64, f func(float64) float64) sample { return sample{at, f(at)} }

func (s sample) positive() bool { return s.value > 0 }

// turns reports whether, of three samples of one sign, the middle one is the
// nearest to zero.
func (s sample) turns(before, after sample) bool {
	return before.positive() == s.positive() && math.Abs(s.value) <= min(math.Abs(before.value), math.Abs(after.value))
}

// turn returns where f, of the same sign at low and high and nearest to zero in
// between, crosses zero twice or touches it; nothing when it does neither. With
// several servers the ratio of the delays first falls and then rises, so that two
// utilizations explain a ratio above the lowest, and they may be close together.
func turn(low, high float64, positive bool, f func(float64) float64) []float64 {
	const touch = 1e-12 // what rounding leaves of zero
	from, to := low, high
	for range 60 {
		third := (to - from) / 3
		if (f(from+third) < f(to-third)) == positive {
			to -= third
		} else {
			from += third
		}
	}
	middle := sampled(from+(to-from)/2, f)
	switch {
	case math.Abs(middle.value) <= touch:
		return []float64{middle.at}
	case middle.positive() == positive:
		return nil
	default:
		return []float64{bisect(low, middle.at, positive, f), bisect(middle.at, high, !positive, f)}
	}
}

// closed returns the solution for one server.
//
//	with work     (k - 1) / (k g - 1)
//	without work  (k - g) / (g (k - 1))
func closed(work bool, g decimal.Decimal, k decimalRatio) (before, after float64, found bool) {
	difference := k.after.Sub(k.before)
	numerator, denominator := difference, k.after.Mul(g).Sub(k.before)
	if !work {
		numerator, denominator = k.after.Sub(k.before.Mul(g)), g.Mul(difference)
	}
	later := numerator.Mul(g)
	if numerator.Sign()*denominator.Sign() <= 0 || numerator.Abs().Cmp(denominator.Abs()) >= 0 || later.Abs().Cmp(denominator.Abs()) >= 0 {
		return 0, 0, false
	}
	return exact.Quotient(numerator, denominator), exact.Quotient(later, denominator), true
}

// bisect returns where f crosses zero between low and high; positive tells its
// sign at low.
func bisect(low, high float64, positive bool, f func(float64) float64) float64 {
	for {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return middle
		}
		if (f(middle) > 0) == positive {
			low = middle
		} else {
			high = middle
		}
	}
}

// atLevel returns the utilization that the delay before the change says; negative
// when none does. It reports false when the time of the work is not known.
func (w *waits) atLevel(o *Observation) (utilization float64, known bool) {
	if o.ServiceDays == 0 || o.DelayBeforeDays == 0 {
		return 0, false
	}
	level := (o.DelayBeforeDays - o.FixedDays) / o.ServiceDays
	if w.work && level < 1 {
		return -1, true
	}
	if w.spread == 0 {
		return 0, false
	}
	return bisect(0, 1, false, func(u float64) float64 { return w.delay(u) - level }), true
}
