package capacity

import (
	"cmp"
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxObservations is the most observations of quality.
	MaxObservations = 1000
	// MaxUtilization is the largest utilization of an observation.
	MaxUtilization = 10
	// fewestForTipping is how many observations a tipping point takes, with at
	// least fewestOnASide on either side. Both are ours.
	fewestForTipping = 8
	fewestOnASide    = 3
)

// QualityObservation is the quality of one period at its utilization. A measure
// that is nil was not taken.
type QualityObservation struct {
	// Utilization is demand ÷ capacity of the period, 0 to [MaxUtilization].
	Utilization float64 `json:"utilization"`
	// ErrorRate is the share of orders with an error, 0 to 1.
	ErrorRate *float64 `json:"error_rate,omitempty"`
	// Satisfaction is the customers' satisfaction, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
}

func (o *QualityObservation) collect(in fault.Scope) {
	in.Float("Utilization", o.Utilization, 0, MaxUtilization, "as a fraction of capacity")
	if o.ErrorRate != nil {
		in.Float("ErrorRate", *o.ErrorRate, 0, 1, "as a fraction of orders")
	}
	if o.Satisfaction != nil {
		in.Float("Satisfaction", *o.Satisfaction, 0, MaxSatisfaction, "points")
	}
}

// Degradation is how quality falls as utilization rises, as the caller's own
// observations say.
type Degradation struct {
	// ErrorRate never falls as utilization rises.
	ErrorRate QualityCurve `json:"error_rate"`
	// Satisfaction never rises.
	Satisfaction QualityCurve `json:"satisfaction"`
}

// QualityCurve is a measure of quality as a function of utilization.
type QualityCurve struct {
	// Estimated reports whether there is a curve.
	Estimated bool `json:"estimated"`
	// Reason says what it rests on, or why there is none. Its wording may change
	// between releases.
	Reason string `json:"reason"`
	// Observations is how many were used.
	Observations int `json:"observations"`
	// Points are the monotone curve closest to the observations (least squares),
	// ascending; it is straight between them.
	Points []CurvePoint `json:"points"`
	// TippingAt is the utilization from which on the measure gets worse, while it
	// is flat below. It is undefined when the data show none.
	TippingAt salesops.Maybe `json:"tipping_at"`
	// SlopeBeyond is the change of the measure per unit of utilization beyond the
	// tipping point.
	SlopeBeyond salesops.Maybe `json:"slope_beyond"`
}

// CurvePoint is a point of a [QualityCurve].
type CurvePoint struct {
	// Utilization is as a fraction.
	Utilization float64 `json:"utilization"`
	// Value is the measure.
	Value float64 `json:"value"`
}

// EstimateDegradation fits error rate and satisfaction against utilization, to the
// caller's own observations: nothing is known of other companies' that would hold
// here.
//
// The curve is the monotone one with the least sum of squares (isotonic
// regression, by pooling adjacent violators): errors never fall as utilization
// rises, satisfaction never rises. A tipping point is reported when a line that is
// flat up to it and gets worse beyond it describes the observations better than a
// constant and than a straight line, by Schwarz's criterion, n ln(SSE / n) + parameters
// × ln n with 3, 1 and 2 parameters; it takes 8 observations, 3 of them on either
// side (ours).
//
// With no observations of a measure, or all at one utilization, it is not
// estimated.
//
// It returns an *[salesops.InputError] if there are more than [MaxObservations],
// or a number of one is out of the range that its field tells.
//
// Playbook: CAP-6.
func EstimateDegradation(observations []QualityObservation) (Degradation, error) {
	var faults fault.List
	in := faults.In("Observations")
	if in.Length("", len(observations), 0, MaxObservations) {
		for i := range observations {
			observations[i].collect(in.At("", i))
		}
	}
	if faults.Any() {
		return Degradation{}, faults.Err()
	}
	var errors, satisfaction []CurvePoint
	for _, o := range observations {
		if o.ErrorRate != nil {
			errors = append(errors, CurvePoint{o.Utilization, *o.ErrorRate})
		}
		if o.Satisfaction != nil {
			// Upside down, so that both get worse by rising.
			satisfaction = append(satisfaction, CurvePoint{o.Utilization, -*o.Satisfaction})
		}
	}
	d := Degradation{ErrorRate: fit(errors), Satisfaction: fit(satisfaction)}
	d.Satisfaction.turn()
	return d, nil
}

// turn turns a curve upside down.
func (c *QualityCurve) turn() {
	for i := range c.Points {
		c.Points[i].Value = 0 - c.Points[i].Value
	}
	if slope, tips := c.SlopeBeyond.Value(); tips {
		c.SlopeBeyond = salesops.Defined(-slope)
	}
}

// fit returns the curve that rises through some observations.
func fit(observed []CurvePoint) QualityCurve {
	c := QualityCurve{Observations: len(observed), Points: []CurvePoint{}}
	none := salesops.Undefined("the data show no tipping point")
	c.TippingAt, c.SlopeBeyond = none, none
	slices.SortStableFunc(observed, func(a, b CurvePoint) int {
		return cmp.Or(cmp.Compare(a.Utilization, b.Utilization), cmp.Compare(a.Value, b.Value))
	})
	switch {
	case len(observed) == 0:
		c.Reason = "not estimated: there are no observations"
		return c
	case observed[0].Utilization == observed[len(observed)-1].Utilization:
		c.Reason = "not estimated: all observations are at one utilization"
		return c
	}
	c.Estimated, c.Reason = true, "the monotone curve closest to the observations"
	c.Points = isotonic(observed)
	if at, slope, tips := tippingPoint(observed); tips {
		c.TippingAt, c.SlopeBeyond = salesops.Defined(at), salesops.Defined(slope)
	}
	return c
}

// isotonic returns the rising curve with the least sum of squares: one point for
// each end of a block of equal values.
func isotonic(observed []CurvePoint) []CurvePoint {
	type block struct{ low, high, sum, count float64 }
	var blocks []block
	for i := 0; i < len(observed); {
		b := block{low: observed[i].Utilization, high: observed[i].Utilization}
		for ; i < len(observed) && observed[i].Utilization == b.low; i++ { // those at one utilization are one
			b.sum += observed[i].Value
			b.count++
		}
		// A block that is not above the one before becomes part of it.
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.sum*b.count < b.sum*last.count {
				break
			}
			b = block{last.low, b.high, last.sum + b.sum, last.count + b.count}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	var points []CurvePoint
	for _, b := range blocks {
		value := b.sum / b.count
		points = append(points, CurvePoint{b.low, value})
		if b.high > b.low {
			points = append(points, CurvePoint{b.high, value})
		}
	}
	return points
}

// tippingPoint returns the utilization from which on the observations rise, while
// they are flat below, and how steeply; and false when a constant or a straight
// line describes them as well.
func tippingPoint(observed []CurvePoint) (at, slope float64, tips bool) {
	n := len(observed)
	if n < fewestForTipping {
		return 0, 0, false
	}
	flat := hinge(observed, math.Inf(1))
	line := hinge(observed, observed[0].Utilization)
	best := hinged{squares: math.Inf(1)}
	for i := fewestOnASide - 1; i < n-fewestOnASide; i++ {
		// At the observation, and between it and the next where the line through
		// those above meets the mean of those below.
		candidates := []float64{observed[i].Utilization}
		if meets, ok := meeting(observed[:i+1], observed[i+1:]); ok && meets > observed[i].Utilization && meets < observed[i+1].Utilization {
			candidates = append(candidates, meets)
		}
		for _, candidate := range candidates {
			if h := hinge(observed, candidate); h.slope > 0 && h.squares < best.squares && h.beyond >= fewestOnASide {
				best, at = h, candidate
			}
		}
	}
	score := func(h hinged, parameters float64) float64 {
		// Squares that only rounding leaves are all the same.
		least := 1e-12 * flat.squares
		count := float64(n)
		return count*math.Log(max(h.squares, least)/count) + parameters*math.Log(count)
	}
	if flat.squares == 0 || math.IsInf(best.squares, 1) {
		return 0, 0, false
	}
	own := score(best, 3)
	return at, best.slope, own < score(flat, 1) && own < score(line, 2)
}

// hinged is a line that is flat up to a point.
type hinged struct {
	slope, squares float64
	// beyond is how many observations are beyond the point.
	beyond int
}

// hinge fits base + slope × max(0, utilization - at).
func hinge(observed []CurvePoint, at float64) hinged {
	var h hinged
	n := float64(len(observed))
	var meanX, meanY float64
	lift := func(o CurvePoint) float64 { return max(0, o.Utilization-at) }
	for _, o := range observed {
		if x := lift(o); x > 0 {
			h.beyond++
			meanX += x / n
		}
		meanY += o.Value / n
	}
	var xx, xy, yy float64
	for _, o := range observed {
		x, y := lift(o)-meanX, o.Value-meanY
		// Products are rounded before they are added, so that all machines agree.
		xx += float64(x * x)
		xy += float64(x * y)
		yy += float64(y * y)
	}
	h.squares = yy
	if xx > 0 {
		h.slope = xy / xx
		h.squares = max(0, yy-float64(h.slope*xy))
	}
	return h
}

// meeting returns the utilization at which the line through some observations has
// the mean of others.
func meeting(below, above []CurvePoint) (float64, bool) {
	base := 0.0
	for _, o := range below {
		base += o.Value / float64(len(below))
	}
	line := hinge(above, above[0].Utilization-1) // a straight line: nothing is below
	var meanX, meanY float64
	for _, o := range above {
		meanX += o.Utilization / float64(len(above))
		meanY += o.Value / float64(len(above))
	}
	if line.slope <= 0 {
		return 0, false
	}
	return meanX - (meanY-base)/line.slope, true
}

// QualityEstimate is what a curve says at a utilization.
type QualityEstimate struct {
	// Value is the measure; undefined when there is no curve.
	Value salesops.Maybe `json:"value"`
	// InRange reports whether the utilization is within those observed. Outside
	// of them the value is that of the nearest one observed, at which quality may
	// already be worse.
	InRange bool `json:"in_range"`
	// Range are the utilizations observed; zero when there is no curve.
	Range salesops.Interval `json:"range"`
}

// At returns what the curve says at a utilization. Outside of the range observed
// it says that it does not know, and gives the value at the nearer end.
//
// It returns an *[salesops.InputError] if utilization is not within 0 to
// [MaxUtilization].
func (c QualityCurve) At(utilization float64) (QualityEstimate, error) {
	var faults fault.List
	in := faults.In("At")
	if !in.Float("Utilization", utilization, 0, MaxUtilization, "as a fraction of capacity") {
		return QualityEstimate{}, faults.Err()
	}
	if len(c.Points) == 0 {
		return QualityEstimate{Value: salesops.Undefined(c.Reason)}, nil
	}
	first, last := c.Points[0], c.Points[len(c.Points)-1]
	e := QualityEstimate{Range: salesops.Interval{Low: first.Utilization, High: last.Utilization}}
	e.InRange = e.Range.Contains(utilization)
	switch {
	case utilization <= first.Utilization:
		e.Value = salesops.Defined(first.Value)
	case utilization >= last.Utilization:
		e.Value = salesops.Defined(last.Value)
	default:
		e.Value = salesops.Defined(c.between(utilization))
	}
	return e, nil
}

// between returns the value at a utilization between two points.
func (c QualityCurve) between(utilization float64) float64 {
	next, _ := slices.BinarySearchFunc(c.Points, utilization, func(p CurvePoint, u float64) int { return cmp.Compare(p.Utilization, u) })
	high := c.Points[next]
	low := c.Points[next-1]
	part := (utilization - low.Utilization) / (high.Utilization - low.Utilization)
	return low.Value + float64(part*(high.Value-low.Value))
}

// UnmarshalJSON reads a curve strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and every value out of range, and if there
// are points without a curve, or they do not ascend.
func (c *QualityCurve) UnmarshalJSON(data []byte) error {
	type plain QualityCurve
	return strict.Unmarshal(data, "QualityCurve", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Int("Observations", p.Observations, 0, MaxObservations, "observations")
		if !in.Length("Points", len(p.Points), 0, MaxObservations) {
			return
		}
		if p.Estimated != (len(p.Points) > 1) {
			in.Conflict("Points", "", "at least two exactly when there is a curve")
		}
		for i, point := range p.Points {
			at := in.At("Points", i)
			at.Float("Utilization", point.Utilization, 0, MaxUtilization, "as a fraction of capacity")
			at.Float("Value", point.Value, 0, MaxSatisfaction, "of the measure")
			if i > 0 && point.Utilization <= p.Points[i-1].Utilization {
				at.Conflict("Utilization", "", "above the one before")
			}
		}
		_, tips := p.TippingAt.Value()
		if _, steep := p.SlopeBeyond.Value(); tips != steep || tips && !p.Estimated {
			in.Conflict("TippingAt", p.TippingAt.String(), "beside a slope, on a curve")
		}
	})
}

// UnmarshalJSON reads a degradation strictly. It returns an
// *[salesops.InputError] for everything that [QualityCurve.UnmarshalJSON] refuses.
func (d *Degradation) UnmarshalJSON(data []byte) error {
	type plain Degradation
	return strict.Unmarshal(data, "Degradation", (*plain)(d), nil)
}
