package queueing_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/queueing"
)

const plenty = 5_000_000

type change struct {
	ID   string `json:"id"`
	From struct {
		Arrivals float64 `json:"arrivals"`
		Rate     float64 `json:"rate"`
		Servers  int     `json:"servers"`
	} `json:"from"`
	To struct {
		Arrivals float64 `json:"arrivals"`
		Rate     float64 `json:"rate"`
		Servers  int     `json:"servers"`
	} `json:"to"`
	Start   *float64 `json:"start"`
	Time    float64  `json:"time"`
	Waiting float64  `json:"waiting"`
	Wait    float64  `json:"wait"`
	Tol     float64  `json:"tol"`
	Source  string   `json:"source"`
}

func (c *change) change() queueing.Change {
	return queueing.Change{
		From: queueing.System{Arrivals: c.From.Arrivals, Rate: c.From.Rate, Servers: c.From.Servers},
		To:   queueing.System{Arrivals: c.To.Arrivals, Rate: c.To.Rate, Servers: c.To.Servers}, Start: c.Start, Time: c.Time, Spread: 1,
	}
}

func TestAfterVectors(t *testing.T) {
	rows := read[change](t, "after.json")
	require.Len(t, rows, 9)
	for _, r := range rows {
		got := queueing.After(r.change(), plenty)
		require.Equal(t, queueing.Uniformization, got.Method, r.ID)
		require.InDelta(t, r.Waiting, got.Waiting, r.Tol, r.ID)
		require.InDelta(t, r.Wait, got.Wait, r.Tol, r.ID)
		require.Positive(t, got.Error, r.ID)
		require.Less(t, got.Error, 1e-8, r.ID)
		// The approximation is one of heavy traffic, and within a third even here,
		// except that it does not know how many servers are idle at the start.
		rough := queueing.After(r.change(), 1)
		require.Equal(t, queueing.Diffusion, rough.Method, r.ID)
		if r.Start != nil && *r.Start < float64(r.To.Servers) || r.From.Arrivals < 0.01 {
			continue
		}
		require.InDelta(t, r.Wait, rough.Wait, 0.35*r.Wait+0.15/(r.To.Rate*float64(r.To.Servers)), r.ID)
	}
}

// The published path of one server that goes from 0.625 to 0.875: time in system
// in weeks, with 0.375 weeks of work.
func TestAfterPublished(t *testing.T) {
	const rate = 1 / 0.375
	for weeks, want := range map[float64]float64{0: 1, 1: 1.19, 4: 1.51, 13: 2.00, 26: 2.34, 52: 2.66, 104: 2.88, 2000: 3} {
		got := queueing.After(queueing.Change{
			From: queueing.System{Arrivals: 0.625 * rate, Rate: rate, Servers: 1}, To: queueing.System{Arrivals: 0.875 * rate, Rate: rate, Servers: 1},
			Time: weeks, Spread: 1,
		}, plenty)
		require.Equal(t, queueing.Uniformization, got.Method)
		require.InDelta(t, want, got.Wait+0.375, 0.005, "%v weeks", weeks)
	}
}

// The error bound covers what more work would have told: the walk that ends early
// against the steady state, and the one that goes on.
func TestAfterSettles(t *testing.T) {
	from, to := queueing.System{Arrivals: 2, Rate: 1, Servers: 4}, queueing.System{Arrivals: 3, Rate: 1, Servers: 4}
	for _, c := range []queueing.Change{{From: from, To: to}, {From: to, To: from}} {
		c.Spread, c.Time = 1, 400
		got := queueing.After(c, plenty)
		require.Equal(t, queueing.Uniformization, got.Method)
		require.InDelta(t, c.To.Wait(), got.Wait, got.Error)
		require.InDelta(t, c.To.Waiting(), got.Waiting, 1e-8)
		require.Less(t, got.Error, 1e-9)
	}
	ended := queueing.After(queueing.Change{From: from, To: to, Time: 400, Spread: 1}, plenty)
	require.Greater(t, ended.Error, 0.9e-10*to.Wait(), "half of the way that was left out, and more")
	require.Less(t, ended.Error, 2e-10*to.Wait())
	short := queueing.After(queueing.Change{From: from, To: queueing.System{Arrivals: 5, Rate: 1, Servers: 4}, Time: 3, Spread: 1}, plenty)
	require.Less(t, short.Error, 1e-14*40)
	require.Greater(t, short.Error, 1e-18)
	same := queueing.After(queueing.Change{From: from, To: from, Time: 1e6, Spread: 1}, 1e8)
	require.InDelta(t, from.Wait(), same.Wait, same.Error)
}

// The diffusion begins and ends where M/M/c does, and agrees with the walk in
// heavy traffic.
func TestDiffusion(t *testing.T) {
	from, to := queueing.System{Arrivals: 90, Rate: 1, Servers: 100}, queueing.System{Arrivals: 97, Rate: 1, Servers: 100}
	at := func(time float64, cells int) queueing.Transient {
		return queueing.After(queueing.Change{From: from, To: to, Time: time, Spread: 1}, cells)
	}
	require.InDelta(t, from.Wait(), at(0, 1).Wait, 1e-3*from.Wait())
	require.InDelta(t, from.Waiting(), at(0, 1).Waiting, 1e-3*from.Waiting())
	require.InDelta(t, to.Wait(), at(1e5, 1).Wait, 1e-5)
	require.InDelta(t, to.Waiting(), at(1e5, 1).Waiting, 1e-3)
	last := -1.0
	for _, time := range []float64{0, 1, 5, 20, 80, 300} {
		require.Greater(t, at(time, 1).Wait, last)
		last = at(time, 1).Wait
	}
	// Without slack the queue grows by what arrives above capacity.
	over := queueing.System{Arrivals: 120, Rate: 1, Servers: 100}
	grown := queueing.After(queueing.Change{From: from, To: over, Time: 1000, Spread: 1}, 1)
	require.InDelta(t, 20*1000, grown.Waiting, 100)
	full := queueing.System{Arrivals: 100, Rate: 1, Servers: 100}
	critical := queueing.After(queueing.Change{From: from, To: full, Time: 1000, Spread: 1}, 1)
	require.InDelta(t, math.Sqrt(2*200*1000/math.Pi), critical.Waiting, 20, "no drift: the mean of a reflected normal")
	start := 600.0
	down := queueing.After(queueing.Change{From: from, To: from, Start: &start, Time: 20, Spread: 1}, 1)
	require.InDelta(t, 500-10*20, down.Waiting, 10, "a backlog goes down by the slack")
	far := queueing.After(queueing.Change{From: from, To: from, Start: &start, Time: 1e4, Spread: 1}, 1)
	require.InDelta(t, from.Wait(), far.Wait, 1e-9)
}

func TestFluid(t *testing.T) {
	start := 12.0
	c := queueing.Change{To: queueing.System{Arrivals: 5, Rate: 2, Servers: 2}, Start: &start, Time: 3}
	require.Equal(t, queueing.Transient{Waiting: 13, Wait: 3.25, Method: queueing.Fluid}, queueing.After(c, plenty))
	c.To.Arrivals = 1
	require.Equal(t, queueing.Transient{Waiting: 1, Wait: 0.25, Method: queueing.Fluid}, queueing.After(c, plenty))
	c.Time = 30
	require.Zero(t, queueing.After(c, plenty).Waiting)
	c.Start, c.To.Arrivals = nil, 6
	require.Equal(t, 60.0, queueing.After(c, plenty).Waiting)
}

// Variability stretches time and queue alike: twice as variable at twice the time
// waits twice as long.
func TestAfterSpread(t *testing.T) {
	from, to := queueing.System{Arrivals: 1, Rate: 1.6, Servers: 1}, queueing.System{Arrivals: 1.4, Rate: 1.6, Servers: 1}
	one := queueing.After(queueing.Change{From: from, To: to, Time: 4, Spread: 1}, plenty)
	two := queueing.After(queueing.Change{From: from, To: to, Time: 8, Spread: 2}, plenty)
	require.InEpsilon(t, 2*one.Wait, two.Wait, 1e-12)
	require.InEpsilon(t, 2*one.Waiting, two.Waiting, 1e-12)
	require.InEpsilon(t, 2*one.Error, two.Error, 1e-12)
	start := 21.0
	before := queueing.After(queueing.Change{To: to, Start: &start, Time: 0, Spread: 2}, plenty)
	require.InEpsilon(t, 20.0, before.Waiting, 1e-12, "the backlog is what it is")
	start = 0.5
	before = queueing.After(queueing.Change{To: queueing.System{Arrivals: 1, Rate: 1, Servers: 3}, Start: &start, Time: 0, Spread: 2}, plenty)
	require.Zero(t, before.Waiting)
}

// The work is bounded: what needs more cells is approximated.
func TestAfterIsBounded(t *testing.T) {
	from, to := queueing.System{Arrivals: 0.999, Rate: 1, Servers: 1}, queueing.System{Arrivals: 0.9995, Rate: 1, Servers: 1}
	c := queueing.Change{From: from, To: to, Time: 10, Spread: 1}
	require.Equal(t, queueing.Diffusion, queueing.After(c, 10_000).Method, "the distribution alone is longer")
	c.From, c.To = queueing.System{Arrivals: 0.5, Rate: 1, Servers: 1}, queueing.System{Arrivals: 0.9, Rate: 1, Servers: 1}
	require.Equal(t, queueing.Uniformization, queueing.After(c, 10_000).Method)
	require.Equal(t, queueing.Diffusion, queueing.After(c, 500).Method, "it grows on the way")
	c.Time = 1e6
	require.Equal(t, queueing.Diffusion, queueing.After(c, 10_000).Method, "too many jumps")
	start := 1e6
	c.Start, c.Time = &start, 1
	require.Equal(t, queueing.Diffusion, queueing.After(c, 10_000).Method, "too far up")
}

// Where all that changes changes for the worse, or all for the better, the walk
// may end when it has come close; otherwise it may not, and costs too much here.
func TestAfterEndsEarly(t *testing.T) {
	s := queueing.System{Arrivals: 2, Rate: 1, Servers: 4}
	for name, tc := range map[string]struct {
		to   queueing.System
		ends bool
	}{
		"the same":               {s, true},
		"more arrivals":          {queueing.System{Arrivals: 2.5, Rate: 1, Servers: 4}, true},
		"fewer servers":          {queueing.System{Arrivals: 2, Rate: 1, Servers: 3}, true},
		"slower":                 {queueing.System{Arrivals: 2, Rate: 0.8, Servers: 4}, true},
		"all worse":              {queueing.System{Arrivals: 2.1, Rate: 0.9, Servers: 3}, true},
		"fewer arrivals":         {queueing.System{Arrivals: 1.5, Rate: 1, Servers: 4}, true},
		"more servers":           {queueing.System{Arrivals: 2, Rate: 1, Servers: 5}, true},
		"faster":                 {queueing.System{Arrivals: 2, Rate: 1.2, Servers: 4}, true},
		"all better":             {queueing.System{Arrivals: 1.9, Rate: 1.1, Servers: 5}, true},
		"more arrivals, faster":  {queueing.System{Arrivals: 2.5, Rate: 1.5, Servers: 4}, false},
		"more arrivals, servers": {queueing.System{Arrivals: 2.5, Rate: 1, Servers: 6}, false},
		"fewer arrivals, slower": {queueing.System{Arrivals: 1.5, Rate: 0.8, Servers: 4}, false},
		"fewer of both":          {queueing.System{Arrivals: 1.5, Rate: 1, Servers: 3}, false},
		"fewer, faster":          {queueing.System{Arrivals: 2, Rate: 1.5, Servers: 3}, false},
		"more, slower":           {queueing.System{Arrivals: 2, Rate: 0.7, Servers: 5}, false},
	} {
		got := queueing.After(queueing.Change{From: s, To: tc.to, Time: 5000, Spread: 1}, 400_000)
		require.Equal(t, tc.ends, got.Method == queueing.Uniformization, name)
		require.InEpsilon(t, tc.to.Wait(), got.Wait, 1e-3, name)
	}
}

// The mean of reflected Brownian motion is the integral of its tail.
func TestMotion(t *testing.T) {
	tail := func(drift, variance, x, time, y float64) float64 {
		normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
		spread := math.Sqrt(variance * time)
		second := 0.0
		if p := normal((-y - x - drift*time) / spread); p > 0 {
			second = math.Exp(2*drift*y/variance + math.Log(p))
		}
		return 1 - normal((y-x-drift*time)/spread) + second
	}
	for _, drift := range []float64{-3, -0.5, -1e-3, 0, 1e-3, 0.5, 3} {
		for _, variance := range []float64{0.5, 4} {
			for _, x := range []float64{0, 0.3, 2, 9} {
				for _, time := range []float64{0.1, 1, 7} {
					const points = 2000
					high := x + math.Abs(drift)*time + 12*math.Sqrt(variance*time)
					want := 0.0
					for i := range points {
						want += tail(drift, variance, x, time, high*(float64(i)+0.5)/points) * high / points
					}
					require.InDelta(t, want, queueing.MotionMean(drift, variance, x, time), 1e-3, "%v %v %v %v", drift, variance, x, time)
				}
			}
		}
	}
	require.Equal(t, 3.0, queueing.MotionMean(1, 2, 3, 0))
	require.InDelta(t, 50, queueing.MotionMean(-1, 1, 60, 10), 1e-9, "far above zero nothing reflects")
	for _, y := range []float64{20.0001, 22, 26} {
		require.InEpsilon(t, math.Exp(y*y)*math.Erfc(y), queueing.ScaledErfc(y), 1e-8)
	}
	require.InEpsilon(t, queueing.ScaledErfc(19.999999), queueing.ScaledErfc(20.000001), 1e-6)
}

func TestDiffusionAhead(t *testing.T) {
	start := 600.0
	s := queueing.System{Arrivals: 90, Rate: 1, Servers: 100}
	got := queueing.After(queueing.Change{To: s, Start: &start, Time: 0.01, Spread: 1}, 1)
	require.InDelta(t, 500-0.1, got.Waiting, 1)
	require.InDelta(t, (501-0.1)/100, got.Wait, 0.009)
}
