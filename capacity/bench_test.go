package capacity_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/capacity"
)

// busyLine returns an audit of n stages: by people, by a measured maximum, by
// both and with a backlog in turn.
func busyLine(n int) capacity.Audit {
	a := capacity.Audit{OrdersPerDay: 24, ClearBacklogDays: 5, Quality: quality(0.02, 0.97, 9, 4)}
	for i := range n {
		s := capacity.Stage{Name: "stage " + strconv.Itoa(i), TransactionsPerOrder: 0.5 + float64(i%5)/4}
		if i%4 != 1 {
			s.People, s.HoursPerPersonDay, s.HoursPerTransaction = 9+i%7, 6.5, 0.75
		}
		if i%4 == 1 || i%4 == 2 {
			s.MaxPerDay = 60 + float64(i)/8
		}
		if i%4 == 3 {
			s.Backlog = 12.5
		}
		a.Stages = append(a.Stages, s)
	}
	return a
}

func BenchmarkAssess(b *testing.B) {
	policy := capacity.DefaultPolicy()
	for _, n := range []int{5, 50} {
		audit := busyLine(n)
		b.Run("stages="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.Assess(audit, policy)
			}
		})
	}
}

func BenchmarkStressTest(b *testing.B) {
	policy, scenarios := capacity.DefaultPolicy(), capacity.PlaybookScenarios()
	for _, n := range []int{5, 50} {
		audit := busyLine(n)
		b.Run("stages="+strconv.Itoa(n)+"/scenarios=3", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.StressTest(audit, scenarios, policy)
			}
		})
	}
}
