package capacity_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/capacity"
)

func BenchmarkAnalyzeQueue(b *testing.B) {
	for _, servers := range []int{10, 1000, 100000} {
		queue := capacity.Queue{ArrivalsPerDay: 0.9 * float64(servers), ServedPerDay: 1, Servers: servers}
		b.Run("servers="+strconv.Itoa(servers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.AnalyzeQueue(queue)
			}
		})
	}
}

func BenchmarkStaffQueue(b *testing.B) {
	target := capacity.StaffTarget{Measure: capacity.ServiceLevel, Days: 0.1, Share: 0.8, Shrinkage: 0.3}
	for _, load := range []int{10, 1000, 50000} {
		queue := capacity.Queue{ArrivalsPerDay: float64(load), ServedPerDay: 1}
		b.Run("load="+strconv.Itoa(load), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.StaffQueue(queue, target)
			}
		})
	}
}

func BenchmarkPredictWait(b *testing.B) {
	audit := busyLine(50)
	b.Run("stages=50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = capacity.PredictWait(audit, 1)
		}
	})
}

func BenchmarkCheckAudit(b *testing.B) {
	audit, policy := busyLine(50), capacity.DefaultPolicy().ContradictionPolicy
	b.Run("stages=50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = capacity.CheckAudit(audit, policy)
		}
	})
}

func BenchmarkCalibrate(b *testing.B) {
	policy := capacity.DefaultPolicy().CalibrationPolicy
	for _, servers := range []int{1, 10, 1000} {
		observed := capacity.Observation{DemandRatio: 1.1, DelayRatio: 1.5, Servers: servers}
		b.Run("servers="+strconv.Itoa(servers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.Calibrate(observed, capacity.TimeInSystem, policy)
			}
		})
	}
}

func BenchmarkEstimateDegradation(b *testing.B) {
	observations := make([]capacity.QualityObservation, capacity.MaxObservations)
	for i := range observations {
		rate := float64(i*i%97)/2000 + max(0, float64(i)/1000-0.8)
		observations[i] = capacity.QualityObservation{Utilization: float64(i) / 1000, ErrorRate: &rate}
	}
	for _, n := range []int{50, 1000} {
		b.Run("observations="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.EstimateDegradation(observations[len(observations)-n:])
			}
		})
	}
}
