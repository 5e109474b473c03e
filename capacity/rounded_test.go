package capacity_test

import (
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
)

// Numbers that come out of a model agree to 1e-12 on all machines, not to the
// last digit: goldens hold six.

func six(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
	return y
}

func sixMaybe(m salesops.Maybe) salesops.Maybe {
	if x, defined := m.Value(); defined {
		return salesops.Defined(six(x))
	}
	return m
}

func roundedWait(s capacity.StageSurge) capacity.StageSurge {
	w := &s.Wait
	w.TodayDays, w.LongRunDays, w.AfterDays = sixMaybe(w.TodayDays), sixMaybe(w.LongRunDays), sixMaybe(w.AfterDays)
	if _, bounded := w.ErrorDays.Value(); bounded {
		w.ErrorDays = salesops.Defined(0)
	}
	return s
}

func roundedStress(s capacity.Stress) capacity.Stress {
	for i := range s.Surges {
		s.Surges[i] = roundedSurge(s.Surges[i])
	}
	return s
}

func roundedSurge(s capacity.Surge) capacity.Surge {
	for k := range s.Stages {
		s.Stages[k] = roundedWait(s.Stages[k])
	}
	return s
}

func roundedQueue(a capacity.QueueAnalysis) capacity.QueueAnalysis {
	a.Utilization, a.BusyChance = six(a.Utilization), six(a.BusyChance)
	a.WaitChance, a.WaitDays, a.TimeDays = sixMaybe(a.WaitChance), sixMaybe(a.WaitDays), sixMaybe(a.TimeDays)
	a.Waiting, a.Open, a.LateChance = sixMaybe(a.Waiting), sixMaybe(a.Open), sixMaybe(a.LateChance)
	return a
}
