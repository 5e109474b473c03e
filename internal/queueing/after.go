package queueing

import "math"

// Change is a system whose load or capacity changes at time 0.
type Change struct {
	// From is the system before the change. It has slack, unless Start is given.
	From System
	// Start is how many are in the system at time 0; nil for the steady state of
	// From.
	Start *float64
	// To is the system from time 0 on. It need not have slack.
	To System
	// Time is how long after the change is asked for, from 0 on.
	Time float64
	// Spread is what [Spread] returns: it stretches time and queue alike, which is
	// exact for 1 and at long times otherwise.
	Spread float64
}

// Method is how a transient was computed.
type Method int

// The three methods.
const (
	// Uniformization: the chances of each number in the system, step by step,
	// on as many numbers as matter; with a bound of the error.
	Uniformization Method = iota
	// Diffusion: reflected Brownian motion that has the drift and the variance
	// of the queue, corrected so that it begins and ends at the means of M/M/c.
	Diffusion
	// Fluid: arrivals less capacity, without any variability.
	Fluid
)

// Transient is the state of a system some time after a change.
type Transient struct {
	// Waiting is the mean number in the queue, Wait the mean wait of one that
	// arrives then.
	Waiting, Wait float64
	// Error bounds the error of Wait; it is meaningful for uniformization, and 0
	// for a fluid.
	Error float64
	// Method is how they were computed.
	Method Method
}

// After returns the state of a system some time after a change. It takes the
// first method of the three that is exact and costs at most the given number of
// cells, chances that are updated; a cell takes about two nanoseconds.
func After(change Change, cells int) Transient {
	if change.Spread == 0 {
		return change.fluid()
	}
	scaled := change
	scaled.Time /= change.Spread
	if change.Start != nil {
		start := *change.Start
		if queue := start - float64(change.To.Servers); queue > 0 {
			start = float64(change.To.Servers) + queue/change.Spread
		}
		scaled.Start = &start
	}
	result, ok := scaled.walk(cells)
	if !ok {
		result = scaled.diffuse()
	}
	result.Waiting *= change.Spread
	result.Wait *= change.Spread
	result.Error *= change.Spread
	return result
}

// fluid returns the state when nothing varies. Before the change nobody waits
// then, unless a start says so.
func (c *Change) fluid() Transient {
	var queue float64
	if c.Start != nil {
		queue = max(0, *c.Start-float64(c.To.Servers))
	}
	queue = max(0, queue-c.To.Slack()*c.Time)
	return Transient{Waiting: queue, Wait: queue / c.To.Capacity(), Method: Fluid}
}

// ordered reports whether the mean wait moves in one direction only, to that of
// the steady state: all that changes, changes for the worse, or all for the
// better. The chain is stochastically monotone.
func (c *Change) ordered() bool {
	if c.Start != nil || c.To.Slack() <= 0 {
		return false
	}
	worse := c.To.Arrivals >= c.From.Arrivals && c.To.Servers <= c.From.Servers && c.To.Rate <= c.From.Rate
	better := c.To.Arrivals <= c.From.Arrivals && c.To.Servers >= c.From.Servers && c.To.Rate >= c.From.Rate
	return worse || better
}

// diffuse approximates the queue by reflected Brownian motion.
//
//	R(t) + (end - R(∞)) R0(t) / R(∞)
//
// R begins where the queue does, R0 at nothing; the last term, which there is
// only with slack, leads to the mean of the steady state of M/M/c.
func (c *Change) diffuse() Transient {
	m := motion{drift: -c.To.Slack(), variance: c.To.Arrivals + c.To.Capacity()}
	empty := m.mean(0, c.Time)
	var queue, ahead float64
	if c.Start != nil {
		queue = m.mean(max(0, *c.Start-float64(c.To.Servers)), c.Time)
		ahead = m.mean(max(0, *c.Start-float64(c.To.Servers)+1), c.Time)
	} else {
		// Of those who have to wait, the numbers waiting and ahead are geometric.
		chance, free := c.From.WaitChance(), c.From.Slack()
		queue = (1-chance)*empty + chance*m.spreadMean(c.From.Arrivals/free, c.Time)
		ahead = (1-chance)*empty + chance*m.spreadMean(c.From.Capacity()/free, c.Time)
	}
	if m.drift < 0 {
		last := -m.variance / (2 * m.drift)
		built := min(1, empty/last)
		queue += (c.To.Waiting() - last) * built
		ahead += (c.To.Wait()*c.To.Capacity() - last) * built
	}
	return Transient{Waiting: max(0, queue), Wait: max(0, ahead) / c.To.Capacity(), Method: Diffusion}
}

// motion is Brownian motion reflected at zero.
type motion struct{ drift, variance float64 }

// mean returns the mean at time t of the motion that begins at x. With unit
// variance and drift d,
//
//	(x + d t) Φ(z) + √t φ(z) + (exp(-2 d x) Φ((d t - x)/√t) - Φ(-z)) / (2 d),  z = (x + d t)/√t
func (m motion) mean(x, t float64) float64 {
	const least = 1e-6 // a smaller drift, in units of its spread, loses digits and changes nothing
	deviation := math.Sqrt(m.variance)
	root := math.Sqrt(t)
	if root == 0 {
		return x
	}
	x /= deviation
	d := m.drift / deviation
	if math.Abs(d)*root < least {
		d = math.Copysign(least/root, d)
	}
	z := (x + d*t) / root
	// exp(-2dx) Φ(-y) = exp(-z²/2) erfcx(y/√2)/2 with y = (x - dt)/√t.
	y := (x - d*t) / root
	var reflected float64
	if y > 0 {
		reflected = math.Exp(-z*z/2) * scaledErfc(y/math.Sqrt2) / 2
	} else {
		reflected = math.Exp(-2*d*x) * normal(-y)
	}
	density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	return deviation * ((x+d*t)*normal(z) + root*density + (reflected-normal(-z))/(2*d))
}

// spreadMean returns the mean at time t of the motion that begins at an
// exponential with the given mean.
func (m motion) spreadMean(start, t float64) float64 {
	// The variable v in u = 1 - (1-v)³, where u is the chance to begin below,
	// has an integrand that is smooth up to the end.
	const points = 64
	var sum float64
	for i := range points {
		rest := 1 - (float64(i)+0.5)/points
		sum += 3 * rest * rest * m.mean(-3*start*math.Log(rest), t)
	}
	return sum / points
}

func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// scaledErfc returns exp(y²) erfc(y) for y >= 0.
func scaledErfc(y float64) float64 {
	const far = 20 // from here on the first terms of the asymptotic series are exact
	if y < far {
		return math.Exp(y*y) * math.Erfc(y)
	}
	inverse := 1 / (2 * y * y)
	return (1 - inverse*(1-inverse*(3-15*inverse))) / (y * math.Sqrt(math.Pi))
}
