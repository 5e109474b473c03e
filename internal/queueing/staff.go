package queueing

import (
	"math"

	"github.com/salesops-go/salesops/internal/exact"
)

// Measure is what a target is about.
type Measure int

// The three measures.
const (
	// MeanWait: the mean wait is at most Target.Time.
	MeanWait Measure = iota
	// ServiceLevel: the chance to wait at most Target.Time is at least
	// Target.Share.
	ServiceLevel
	// Loss: the chance to find all servers busy, when nobody waits, is at most
	// Target.Share.
	Loss
)

// Target is a line that a group of servers is to keep to.
type Target struct {
	Measure Measure
	// Time is from 0 on; above 0 for a mean wait.
	Time float64
	// Share is between 0 and 1.
	Share float64
	// Spread is what [Spread] returns; it stretches waits, not losses.
	Spread float64
}

// near is how close to a line, relative to it, float64 does not decide.
const near = 1e-9

// Fewest returns the smallest number of servers, from 1 to limit, that keeps to a
// target, and false when none does. A measure that is at the line keeps to it.
func Fewest(arrivals, rate float64, target Target, limit int) (int, bool) {
	keeps := func(servers int) bool { return target.keeps(System{Arrivals: arrivals, Rate: rate, Servers: servers}) }
	// Every measure falls as servers are added, so halving finds the first. Fewer
	// than the offered load have no slack.
	low, high := 0, limit
	if offered := arrivals / rate; offered < float64(limit) {
		high = max(1, int(offered))
		if target.Measure != Loss {
			low = high - 1
		}
	}
	for step := 1; !keeps(high); step *= 2 {
		if high == limit {
			return 0, false
		}
		low, high = high, min(limit, high+step)
	}
	for high-low > 1 {
		if middle := (low + high) / 2; keeps(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}

// keeps reports whether a system keeps to the target, as the decimals of the
// arguments say.
func (t Target) keeps(s System) bool {
	if t.Measure != Loss && exact.CompareProducts(s.Arrivals, 1, float64(s.Servers), s.Rate) >= 0 {
		return false
	}
	if s.Arrivals == 0 || t.Measure != Loss && t.Spread == 0 {
		return true
	}
	distance := t.distance(s)
	if math.Abs(distance) > near {
		return distance < 0
	}
	return t.keepsExactly(s)
}

// distance returns the logarithm of the measure less that of its line: negative
// when the system keeps to the target.
func (t Target) distance(s System) float64 {
	switch t.Measure {
	case Loss:
		return s.LogLossChance() - math.Log(t.Share)
	case ServiceLevel:
		return s.LogWaitChance() - s.Slack()*t.Time/t.Spread - math.Log1p(-t.Share)
	case MeanWait:
	}
	return s.LogWaitChance() + math.Log(t.Spread) - math.Log(s.Slack()) - math.Log(t.Time)
}
