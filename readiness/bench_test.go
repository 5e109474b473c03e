package readiness_test

import (
	"testing"

	"github.com/salesops-go/salesops/readiness"
)

func BenchmarkAssess(b *testing.B) {
	policy := assessment()
	priced := sample()
	for i := range priced {
		priced[i].CostPerPoint = price("250.50")
	}
	for name, scores := range map[string]readiness.Scores{"none": sample(), "each": priced} {
		b.Run("costs="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.Assess(scores, policy)
			}
		})
	}
}

func BenchmarkReviewChecklist(b *testing.B) {
	done := readiness.Done(readiness.Checks()[:7])
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ReviewChecklist(done)
	}
}

func BenchmarkWarn(b *testing.B) {
	metrics, policy := calm(), warning()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.Warn(metrics, policy)
	}
}

func BenchmarkExplainWarnings(b *testing.B) {
	metrics, policy := calm(), warning()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ExplainWarnings(metrics, policy)
	}
}

func BenchmarkRaiseFlags(b *testing.B) {
	observations, policy := quiet(), flagging()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.RaiseFlags(observations, policy)
	}
}

func BenchmarkDecideGrowth(b *testing.B) {
	policy := readiness.DefaultPolicy()
	capped, stopped := strong(), strong()
	capped.HeadroomGrowth, capped.ArrivingCapacityGrowth = new(0.1), 0.02
	stopped.RedFlags = new(4)
	for name, s := range map[string]readiness.Situation{"yes": strong(), "capped": capped, "no": stopped} {
		b.Run("answer="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.DecideGrowth(s, policy)
			}
		})
	}
}

func BenchmarkExplainGrowth(b *testing.B) {
	situation, policy := strong(), readiness.DefaultPolicy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ExplainGrowth(situation, policy)
	}
}
