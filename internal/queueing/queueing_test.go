package queueing_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/queueing"
)

func TestExactVectors(t *testing.T) {
	rows := read[struct {
		ID         string  `json:"id"`
		Source     string  `json:"source"`
		Arrivals   float64 `json:"arrivals"`
		Rate       float64 `json:"rate"`
		Servers    int     `json:"servers"`
		Loss       float64 `json:"loss"`
		WaitChance float64 `json:"wait_chance"`
		Wait       float64 `json:"wait"`
		Tol        float64 `json:"tol"`
	}](t, "exact.json")
	require.Len(t, rows, 11)
	for _, r := range rows {
		s := queueing.System{Arrivals: r.Arrivals, Rate: r.Rate, Servers: r.Servers}
		if r.Loss == 0 { // below the smallest float64
			require.Zero(t, s.LossChance())
			require.Less(t, s.LogWaitChance(), -745.0)
			continue
		}
		require.InEpsilon(t, r.Loss, s.LossChance(), r.Tol, r.ID)
		require.InEpsilon(t, r.WaitChance, s.WaitChance(), r.Tol, r.ID)
		require.InEpsilon(t, r.Wait, s.Wait(), r.Tol, r.ID)
		require.InEpsilon(t, math.Log(r.Loss), s.LogLossChance(), 1e-12, r.ID)
		require.InDelta(t, math.Log(r.WaitChance), s.LogWaitChance(), 1e-12*max(1, -math.Log(r.WaitChance)), r.ID)
	}
}

func TestNoArrivals(t *testing.T) {
	s := queueing.System{Rate: 2, Servers: 3}
	require.Zero(t, s.LossChance())
	require.Zero(t, s.WaitChance())
	require.Zero(t, s.Wait())
	require.Zero(t, s.Waiting())
	require.Zero(t, s.WaitTail(0))
	require.True(t, math.IsInf(s.LogLossChance(), -1))
	require.True(t, math.IsInf(s.LogWaitChance(), -1))
	require.InDelta(t, math.Exp(-6), s.SojournTail(3), 1e-15)
	require.Equal(t, 6.0, s.Slack())
	require.Equal(t, 6.0, s.Capacity())
}

// The tail of the sojourn is the integral of its parts: the wait has an atom at 0
// and is exponential beyond, and the work is exponential.
func TestSojournTail(t *testing.T) {
	for _, s := range []queueing.System{
		{Arrivals: 0.5, Rate: 1, Servers: 1}, {Arrivals: 0.9, Rate: 1, Servers: 1}, {Arrivals: 1, Rate: 1, Servers: 2}, // c - 1 = a
		{Arrivals: 1.0000001, Rate: 1, Servers: 2}, {Arrivals: 1.9, Rate: 1, Servers: 2}, {Arrivals: 3, Rate: 0.5, Servers: 20}, {Arrivals: 0.1, Rate: 2, Servers: 4},
	} {
		for _, at := range []float64{0, 0.1, 1, 5, 30} {
			chance, slack := s.WaitChance(), s.Slack()
			const points = 20000
			integral := 0.0
			for i := range points {
				wait := at * (float64(i) + 0.5) / points
				integral += chance * slack * math.Exp(-slack*wait) * math.Exp(-s.Rate*(at-wait)) * at / points
			}
			want := (1-chance)*math.Exp(-s.Rate*at) + integral + chance*math.Exp(-slack*at)
			require.InDelta(t, want, s.SojournTail(at), 1e-7*max(want, 1e-6), "%v %v", s, at)
		}
	}
}

func TestSpread(t *testing.T) {
	require.Equal(t, 1.0, queueing.Spread(1, 1))
	require.Equal(t, 0.625, queueing.Spread(1, 0.25))
	// Published: two failures in three and a half hours, ten minutes of work.
	mean, scv := queueing.Interrupted(10.0/60, 0, 3, 0.5)
	require.InEpsilon(t, 0.19444444444444445, mean, 1e-15)
	require.InEpsilon(t, 0.7346938775510207, scv, 1e-15)
	s := queueing.System{Arrivals: 4, Rate: 1 / mean, Servers: 1}
	require.InEpsilon(t, 0.5902777777777779, queueing.Spread(1, scv)*s.Wait(), 4e-15)
}

func TestMix(t *testing.T) {
	mean, scv := queueing.Mix([]queueing.Class{{Arrivals: 3, Work: 1, SCV: 1}, {Arrivals: 1, Work: 5, SCV: 0.5}})
	// E = 3/4 + 5/4 = 2, E² = 3/4 × 2 + 1/4 × 25 × 1.5 = 10.875
	require.InEpsilon(t, 2.0, mean, 1e-15)
	require.InEpsilon(t, 10.875/4-1, scv, 1e-15)
	mean, scv = queueing.Mix([]queueing.Class{{Arrivals: 7, Work: 0.3, SCV: 0}})
	require.InEpsilon(t, 0.3, mean, 1e-15)
	require.InDelta(t, 0.0, scv, 1e-30)
	mean, scv = queueing.Mix(nil)
	require.Zero(t, mean)
	require.Zero(t, scv)
}

func TestFewest(t *testing.T) {
	target := func(m queueing.Measure, time, share float64) queueing.Target {
		return queueing.Target{Measure: m, Time: time, Share: share, Spread: 1}
	}
	for name, tc := range map[string]struct {
		arrivals, rate float64
		target         queueing.Target
		want           int
	}{
		// Exactly on the line, in decimals and not in doubles: 1 - 0.1 is 0.9.
		"level on the line":       {0.1, 1, target(queueing.ServiceLevel, 0, 0.9), 1},
		"level above the line":    {0.1, 1, target(queueing.ServiceLevel, 0, math.Nextafter(0.9, 1)), 2},
		"level below the line":    {0.1, 1, target(queueing.ServiceLevel, 0, math.Nextafter(0.9, 0)), 1},
		"thirds":                  {1, 1, target(queueing.ServiceLevel, 0, 2.0/3), 2}, // C(2, 1) = 1/3, and 0.6666666666666666 is below 2/3
		"thirds and a bit":        {1, 1, target(queueing.ServiceLevel, 0, math.Nextafter(2.0/3, 1)), 3},
		"wait on the line":        {0.3, 1, target(queueing.MeanWait, 0.3/0.7, 0), 2}, // 0.4285714285714286 > 3/7
		"wait exactly":            {0.2, 1, target(queueing.MeanWait, 0.25, 0), 1},
		"wait just below":         {0.2, 1, target(queueing.MeanWait, math.Nextafter(0.25, 0), 0), 2},
		"loss on the line":        {1, 1, target(queueing.Loss, 0, 0.2), 2},
		"loss just below":         {1, 1, target(queueing.Loss, 0, math.Nextafter(0.2, 0)), 3},
		"a half":                  {0.5, 1, target(queueing.ServiceLevel, 0, 0.5), 1},
		"full takes one more":     {3, 1, target(queueing.MeanWait, 1e6, 0), 4},
		"decimals that are full":  {0.3, 0.1, target(queueing.MeanWait, 1e9, 0), 4},
		"loss of much more":       {5000, 1, target(queueing.Loss, 0, 0.999), 6},
		"fixed beat":              {0.3, 0.1, queueing.Target{Measure: queueing.MeanWait, Time: 1e-9}, 4},
		"level":                   {0.5, 1, queueing.Target{Measure: queueing.ServiceLevel, Time: 1, Share: 0.65, Spread: 1}, 1}, // 0.697
		"level, twice the spread": {0.5, 1, queueing.Target{Measure: queueing.ServiceLevel, Time: 1, Share: 0.65, Spread: 2}, 2}, // 0.611
		"level, twice the time":   {0.5, 1, queueing.Target{Measure: queueing.ServiceLevel, Time: 2, Share: 0.69, Spread: 2}, 1},
		"level, slower":           {0.25, 0.5, queueing.Target{Measure: queueing.ServiceLevel, Time: 1, Share: 0.65, Spread: 1}, 2},
		"nothing arrives":         {0, 1, target(queueing.MeanWait, 1e-9, 0), 1},
		"twice the spread":        {0.2, 1, queueing.Target{Measure: queueing.MeanWait, Time: 0.5, Spread: 2}, 1},
		"spread just too much":    {0.2, 1, queueing.Target{Measure: queueing.MeanWait, Time: math.Nextafter(0.5, 0), Spread: 2}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, found := queueing.Fewest(tc.arrivals, tc.rate, tc.target, 1000)
			require.True(t, found)
			require.Equal(t, tc.want, got)
		})
	}
	_, found := queueing.Fewest(1000, 1, target(queueing.MeanWait, 1, 0), 1000)
	require.False(t, found, "full")
	_, found = queueing.Fewest(2000, 1, target(queueing.ServiceLevel, 1, 0.5), 1000)
	require.False(t, found, "over")
	got, found := queueing.Fewest(2000, 1, target(queueing.Loss, 0, 0.6), 1000)
	require.True(t, found)
	require.Less(t, got, 1000)
}

// A service level that is met to the last digit of float64, with time to wait, is
// decided with many digits: the share is put a unit in the last place beside the
// chance.
func TestFewestBesideTheLine(t *testing.T) {
	s := queueing.System{Arrivals: 7.3, Rate: 1, Servers: 9}
	share := 1 - s.WaitTail(0.4)
	target := queueing.Target{Measure: queueing.ServiceLevel, Time: 0.4, Spread: 1}
	target.Share = share - 4e-16
	got, _ := queueing.Fewest(s.Arrivals, s.Rate, target, 100)
	require.Equal(t, 9, got)
	target.Share = share + 4e-16
	got, _ = queueing.Fewest(s.Arrivals, s.Rate, target, 100)
	require.Equal(t, 10, got)
}
