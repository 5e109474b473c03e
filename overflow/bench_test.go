package overflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/overflow"
)

// ladder is what a caller would write by hand: five float comparisons that do
// not check their input and do not get the line right.
//
//go:noinline
func ladder(o overflow.Order, s overflow.Situation) overflow.Action {
	switch {
	case o.QualityRisk > 5:
		return overflow.Decline
	case o.Margin < o.TargetMargin-0.20:
		return overflow.Decline
	case s.Demand > s.Capacity && o.StrategicValue < 7:
		return overflow.Defer
	case s.Demand > s.Capacity && s.TeamMorale < 6:
		return overflow.AcceptWithResources
	default:
		return overflow.Accept
	}
}

func orders() map[string]overflow.Order {
	atLine, risky := good, good
	atLine.Margin, risky.QualityRisk = 0.60, 9
	return map[string]overflow.Order{"accept": good, "risk": risky, "line": atLine}
}

func BenchmarkDecide(b *testing.B) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	prepared, err := overflow.Prepare(policy)
	require.NoError(b, err)
	for name, order := range orders() {
		b.Run("order="+name+"/by=ladder", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = ladder(order, busy)
			}
		})
		b.Run("order="+name+"/by=decide", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = overflow.Decide(order, busy, policy)
			}
		})
		b.Run("order="+name+"/by=decider", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = prepared.Decide(order, busy)
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	b.ReportAllocs()
	for b.Loop() {
		_, _ = overflow.Explain(good, busy, policy)
	}
}
