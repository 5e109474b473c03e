package decide_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/peers/decide"
	"github.com/salesops-go/salesops/overflow"
)

var (
	policy = overflow.DefaultPolicy().DecisionPolicy
	busy   = overflow.Situation{Demand: 110, Capacity: 100, TeamMorale: 8}
	good   = overflow.Order{QualityRisk: 3, Margin: 0.80, TargetMargin: 0.80, StrategicValue: 8}
)

// engines returns the engines by name.
func engines(t testing.TB) map[string]decide.Engine {
	t.Helper()
	byExpr, err := decide.Expr()
	require.NoError(t, err)
	byCEL, err := decide.CEL()
	require.NoError(t, err)
	byOPA, err := decide.OPA(context.Background())
	require.NoError(t, err)
	return map[string]decide.Engine{"expr": byExpr, "cel": byCEL, "opa": byOPA}
}

// At these numbers the line is the same in float64 and in decimals, so that all
// must agree: scores on the lines and beside them, margins far from theirs.
func TestAllAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	scores := []float64{0, 5, math.Nextafter(5, 6), 6, math.Nextafter(6, 0), 7, math.Nextafter(7, 0), 10}
	score := func() float64 { return scores[random.IntN(len(scores))] }
	all := engines(t)
	seen := make(map[overflow.Action]int)
	for range 2000 {
		order := overflow.Order{
			QualityRisk: score(), Margin: random.Float64(), TargetMargin: random.Float64(), StrategicValue: score(),
		}
		state := overflow.Situation{Demand: 90 + float64(random.IntN(21)), Capacity: 100, TeamMorale: score()}
		want, err := overflow.Decide(order, state, policy)
		require.NoError(t, err)
		require.Equal(t, want.Action, decide.Ladder(order, state))
		for name, engine := range all {
			got, err := engine(order, state)
			require.NoError(t, err)
			require.Equal(t, want.Action, got, "%s: %+v %+v", name, order, state)
		}
		seen[want.Action]++
	}
	require.Len(t, seen, len(overflow.Actions()))
}

// A margin of 0.60 is not below 0.80 - 0.20, but in float64 it is: expr, cel-go
// and the ladder decline an order that the rules accept. OPA computes with more
// binary digits, gets this one right, and more of the others wrong.
func TestTheLine(t *testing.T) {
	order := good
	order.Margin = 0.60
	want, err := overflow.Decide(order, busy, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.Accept, want.Action)
	require.Equal(t, overflow.Decline, decide.Ladder(order, busy))
	all := engines(t)
	wrong := make(map[string]int)
	for name, want := range map[string]overflow.Action{"expr": overflow.Decline, "cel": overflow.Decline, "opa": overflow.Accept} {
		got, err := all[name](order, busy)
		require.NoError(t, err)
		require.Equal(t, want, got, name)
	}
	// Of the targets in whole percents, with the margin at the line:
	for percent := 20; percent <= 100; percent++ {
		order.TargetMargin, order.Margin = float64(percent)/100, float64(percent-20)/100
		want, err := overflow.Decide(order, busy, policy)
		require.NoError(t, err)
		require.Equal(t, overflow.Accept, want.Action)
		if decide.Ladder(order, busy) != want.Action {
			wrong["ladder"]++
		}
		for name, engine := range all {
			if got, err := engine(order, busy); err != nil || got != want.Action {
				wrong[name]++
			}
		}
	}
	t.Logf("of 81 orders whose margin is at the line these decline: %v", wrong)
	require.Equal(t, wrong["ladder"], wrong["expr"])
	require.Equal(t, wrong["ladder"], wrong["cel"])
	require.Positive(t, wrong["ladder"])
	require.Positive(t, wrong["opa"])
}

// orders lead to every end of the rules: the first rule, the exact comparison at
// the margin's line, and all five rules.
func orders() []struct {
	name  string
	order overflow.Order
} {
	risky, line := good, good
	risky.QualityRisk, line.Margin = 9, 0.60
	return []struct {
		name  string
		order overflow.Order
	}{{"all-five", good}, {"risk", risky}, {"line", line}}
}

// BenchmarkRatios measures all of them in turns in one run and reports how many
// times the ladder's time each takes. Each figure is the best of its turns, so
// that other work on the machine counts little.
func BenchmarkRatios(b *testing.B) {
	all := engines(b)
	prepared, err := overflow.Prepare(policy)
	require.NoError(b, err)
	for _, o := range orders() {
		order := o.order
		b.Run("order="+o.name, func(b *testing.B) {
			contenders := []struct {
				name  string
				calls int
				run   func(calls int)
			}{
				{"ladder", 200_000, func(calls int) {
					for range calls {
						_ = decide.Ladder(order, busy)
					}
				}},
				{"decider", 100_000, func(calls int) {
					for range calls {
						_, _ = prepared.Decide(order, busy)
					}
				}},
				{"decide", 50_000, func(calls int) {
					for range calls {
						_, _ = overflow.Decide(order, busy, policy)
					}
				}},
				{"expr", 5_000, func(calls int) { repeat(all["expr"], order, calls) }},
				{"cel", 5_000, func(calls int) { repeat(all["cel"], order, calls) }},
				{"opa", 100, func(calls int) { repeat(all["opa"], order, calls) }},
			}
			best := make(map[string]float64)
			for turn := 0; turn < 20 || b.Loop(); turn++ {
				for _, c := range contenders {
					before := b.Elapsed()
					c.run(c.calls)
					perCall := float64(b.Elapsed()-before) / float64(time.Nanosecond) / float64(c.calls)
					if old, measured := best[c.name]; !measured || perCall < old {
						best[c.name] = perCall
					}
				}
			}
			for _, c := range contenders {
				b.ReportMetric(best[c.name]/best["ladder"], c.name+"/ladder")
			}
			b.ReportMetric(best["ladder"], "ns/ladder")
			b.ReportMetric(min(best["expr"], best["cel"])/best["decider"], "best-engine/decider")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func repeat(engine decide.Engine, order overflow.Order, calls int) {
	for range calls {
		_, _ = engine(order, busy)
	}
}

func BenchmarkEngines(b *testing.B) {
	for name, engine := range engines(b) {
		b.Run("by="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = engine(good, busy)
			}
		})
	}
}
