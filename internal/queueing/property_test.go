package queueing_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/queueing"
)

func systems() *rapid.Generator[queueing.System] {
	return rapid.Custom(func(t *rapid.T) queueing.System {
		s := queueing.System{
			Servers: rapid.OneOf(rapid.IntRange(1, 20), rapid.IntRange(1, 3000)).Draw(t, "servers"),
			Rate:    rapid.Float64Range(1e-3, 1e3).Draw(t, "rate"),
		}
		slack := rapid.OneOf(rapid.Float64Range(1e-9, 1), rapid.SampledFrom([]float64{1e-9, 1e-6, 0.15, 0.5, 0.999})).Draw(t, "slack")
		s.Arrivals = s.Capacity() * (1 - slack)
		if s.Slack() <= 0 {
			s.Arrivals /= 2
		}
		return s
	})
}

// More servers, faster ones and fewer arrivals never make anybody wait longer.
func monotoneProperty(t *rapid.T) {
	s := systems().Draw(t, "system")
	better := s
	switch rapid.IntRange(0, 2).Draw(t, "what gets better") {
	case 0:
		better.Servers += rapid.IntRange(1, 10).Draw(t, "more")
	case 1:
		better.Rate *= rapid.Float64Range(1, 3).Draw(t, "faster")
	case 2:
		better.Arrivals *= rapid.Float64Range(0, 1).Draw(t, "fewer")
	}
	const slip = 1e-11
	require.LessOrEqual(t, better.LossChance(), s.LossChance()*(1+slip))
	require.LessOrEqual(t, better.WaitChance(), s.WaitChance()*(1+slip))
	require.LessOrEqual(t, better.Wait(), s.Wait()*(1+slip))
	require.LessOrEqual(t, better.WaitTail(1), s.WaitTail(1)*(1+slip))
	require.LessOrEqual(t, better.SojournTail(1), s.SojournTail(1)*(1+1e-9)+1e-300)
}

// Probabilities are probabilities, and the tail of the wait adds up to its mean.
func chancesProperty(t *rapid.T) {
	s := systems().Draw(t, "system")
	b, c := s.LossChance(), s.WaitChance()
	require.True(t, 0 <= b && b <= c && c <= 1+1e-15, "%v %v", b, c)
	require.InDelta(t, c, s.WaitTail(0), 1e-11)
	require.InEpsilon(t, s.Arrivals*s.Wait()+1e-300, s.Waiting()+1e-300, 1e-13)
	if b > 1e-300 {
		require.InDelta(t, math.Log(b), s.LogLossChance(), 1e-10*max(1, -math.Log(b)))
		require.InDelta(t, math.Log(c), s.LogWaitChance(), 1e-10*max(1, -math.Log(c)))
	}
}

// The fewest servers keep to the target and one fewer does not, as the measure
// itself says, away from the line.
func fewestProperty(t *rapid.T) {
	arrivals := rapid.Float64Range(0.01, 400).Draw(t, "arrivals")
	rate := rapid.Float64Range(0.1, 10).Draw(t, "rate")
	target := queueing.Target{
		Measure: queueing.Measure(rapid.IntRange(0, 2).Draw(t, "measure")), Share: rapid.Float64Range(0.01, 0.99).Draw(t, "share"),
		Time: rapid.Float64Range(1e-4, 10).Draw(t, "time"), Spread: rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "spread"),
	}
	keeps := func(servers int) bool {
		s := queueing.System{Arrivals: arrivals, Rate: rate, Servers: servers}
		switch {
		case servers == 0:
			return false
		case target.Measure == queueing.Loss:
			return s.LossChance() <= target.Share
		case s.Slack() <= 0:
			return false
		case target.Measure == queueing.MeanWait:
			return target.Spread*s.Wait() <= target.Time
		default:
			return 1-s.WaitChance()*math.Exp(-s.Slack()*target.Time/target.Spread) >= target.Share
		}
	}
	got, found := queueing.Fewest(arrivals, rate, target, 10000)
	require.True(t, found)
	require.True(t, keeps(got))
	require.False(t, keeps(got-1))
}

// What flows in and does not flow out is there: with all servers busy all the
// time, the mean number grows by arrivals less capacity.
func flowProperty(t *rapid.T) {
	to := queueing.System{
		Arrivals: rapid.Float64Range(0.1, 8).Draw(t, "arrivals"), Rate: rapid.Float64Range(0.2, 2).Draw(t, "rate"), Servers: rapid.IntRange(1, 5).Draw(t, "servers"),
	}
	time := rapid.Float64Range(0, 4).Draw(t, "time")
	start := 80 + 10*time // far above the servers, so that none is ever idle
	got := queueing.After(queueing.Change{To: to, Start: &start, Time: time, Spread: 1}, plenty)
	require.Equal(t, queueing.Uniformization, got.Method)
	want := start - float64(to.Servers) - to.Slack()*time
	require.InDelta(t, want, got.Waiting, 1e-9)
	require.InDelta(t, (want+1)/to.Capacity(), got.Wait, got.Error+1e-10)
}

func TestMonotone(t *testing.T) { rapid.Check(t, monotoneProperty) }
func TestChances(t *testing.T)  { rapid.Check(t, chancesProperty) }
func TestFewestIs(t *testing.T) { rapid.Check(t, fewestProperty) }
func TestFlow(t *testing.T)     { rapid.Check(t, flowProperty) }

func FuzzMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzChances(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(chancesProperty)) }
func FuzzFewestIs(f *testing.F) { f.Fuzz(rapid.MakeFuzz(fewestProperty)) }
func FuzzFlow(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(flowProperty)) }
