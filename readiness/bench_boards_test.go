package readiness_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/readiness"
)

func BenchmarkHoldWarnings(b *testing.B) {
	metrics, policy := calm(), readiness.DefaultPolicy()
	before, err := readiness.Warn(readiness.Metrics{OnTimeShare: new(0.5), Utilization: new(2.0)}, warning())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.HoldWarnings(metrics, before, policy)
	}
}

func BenchmarkExplainHeldWarnings(b *testing.B) {
	metrics, policy := calm(), readiness.DefaultPolicy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ExplainHeldWarnings(metrics, readiness.WarningSet{}, policy)
	}
}

func BenchmarkHoldFlags(b *testing.B) {
	observations, policy, before := quiet(), readiness.DefaultPolicy(), []readiness.Flag{readiness.SlowQuotes}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.HoldFlags(observations, before, policy)
	}
}

func BenchmarkScoreAlignment(b *testing.B) {
	policy := aligning()
	strained := aligned()
	strained.Metrics.ErrorRate, strained.Morale, strained.Pipeline = new(0.06), new(5.5), &readiness.PipelineLoad{Load: 60, Headroom: 50}
	for name, figures := range map[string]readiness.AlignmentFigures{"best": aligned(), "strained": strained} {
		b.Run("figures="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.ScoreAlignment(figures, policy)
			}
		})
	}
}

func BenchmarkExplainAlignment(b *testing.B) {
	figures, policy := aligned(), aligning()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ExplainAlignment(figures, policy)
	}
}

func BenchmarkTrackWeekly(b *testing.B) {
	policy := readiness.DefaultPolicy()
	for _, n := range []int{4, readiness.MaxPeriods} {
		weeks := slices.Repeat(readiness.Weeks{fullWeek()}, n)
		b.Run("weeks="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.TrackWeekly(weeks, policy)
			}
		})
	}
}

func BenchmarkTrackScorecard(b *testing.B) {
	periods, targets, policy := readiness.ScorecardPeriods{onTarget(), onTarget()}, scorecardTargets(), readiness.DefaultPolicy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.TrackScorecard(periods, targets, policy)
	}
}

func BenchmarkLocateSpiral(b *testing.B) {
	figures, policy := steady(), readiness.DefaultPolicy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.LocateSpiral(figures, policy)
	}
}
