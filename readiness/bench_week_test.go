package readiness_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/readiness"
)

func BenchmarkReconcile(b *testing.B) {
	for _, assessors := range []int{3, 12} {
		points := make([]int, assessors)
		for i := range points {
			points[i] = 1 + i%10
		}
		panel, policy := opinions(points...), panelPolicy()
		b.Run("assessors="+strconv.Itoa(assessors), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.Reconcile(panel, policy)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	assessments, policy := readiness.Assessments{Before: even(137), After: sample()}, assessment()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.Compare(assessments, policy)
	}
}

func BenchmarkAuditChecklist(b *testing.B) {
	list := nearly(monday())
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.AuditChecklist(list, monday())
	}
}

func BenchmarkReviewHandoff(b *testing.B) {
	handoff := readiness.Handoff{Known: readiness.Facts()[:12], Checks: allHold()[:4]}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ReviewHandoff(handoff)
	}
}

func BenchmarkCheckActions(b *testing.B) {
	list := busy(b).Actions
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.CheckActions(list, monday())
	}
}

func BenchmarkDecideWeek(b *testing.B) {
	policy := readiness.DefaultPolicy()
	stopped := coming(0.6)
	stopped.Situation.RedFlags = new(4)
	for name, figures := range map[string]readiness.WeekFigures{"yes": coming(0.3), "at-the-line": coming(0.5), "with-limits": coming(0.6), "no": stopped} {
		b.Run("answer="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readiness.DecideWeek(figures, policy)
			}
		})
	}
}

func BenchmarkReviewWeek(b *testing.B) {
	week, policy := busy(b), readiness.DefaultPolicy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = readiness.ReviewWeek(week, monday(), policy)
	}
}
