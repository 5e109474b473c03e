package slots_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/slots"
)

func balances(days int) *rapid.Generator[[]int64] {
	return rapid.SliceOfN(rapid.Int64Range(-9, 12), days, days)
}

// netByHand takes each lack from the days before it, the latest first, and what
// is left of it from the days after it.
func netByHand(balance []int64) []int64 {
	free := slices.Clone(balance)
	for i := range free {
		for j := i - 1; j >= 0 && free[i] < 0; j-- {
			taken := min(max(free[j], 0), -free[i])
			free[j] -= taken
			free[i] += taken
		}
		for j := i + 1; j < len(free) && free[i] < 0; j++ {
			// A later day pays only with what it has itself beyond its own lack.
			taken := min(max(free[j], 0), -free[i])
			free[j] -= taken
			free[i] += taken
		}
		free[i] = max(free[i], 0)
	}
	return free
}

func netProperty(t *rapid.T) {
	balance := balances(rapid.IntRange(0, 12).Draw(t, "days")).Draw(t, "balance")
	p := slots.Net(balance)
	for day, want := range netByHand(balance) {
		require.Equal(t, want, p.On(day), "day %d", day)
	}
	// One more minute anywhere never takes one from any day.
	if len(balance) > 0 {
		more := slices.Clone(balance)
		more[rapid.IntRange(0, len(more)-1).Draw(t, "where")]++
		q := slots.Net(more)
		for day := range balance {
			require.GreaterOrEqual(t, q.On(day), p.On(day))
		}
	}
}

func chains(days int) *rapid.Generator[[]slots.Step] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slots.Step {
		return slots.Step{
			Free: slots.Net(balances(days).Draw(t, "balance")),
			Work: rapid.Int64Range(0, 25).Draw(t, "work"), Wait: rapid.IntRange(0, 2).Draw(t, "wait"),
		}
	}), 1, 3)
}

// scan works a chain minute by minute.
func scan(steps []slots.Step, start int) (days []slots.Days, ok bool) {
	for _, s := range steps {
		ready := start + s.Wait
		left := s.Work
		day := ready
		for ; ; day++ {
			if day >= s.Free.Days() {
				return nil, false
			}
			if left -= s.Free.On(day); left <= 0 {
				break
			}
		}
		days = append(days, slots.Days{Ready: ready, Finish: day})
		start = day
	}
	return days, true
}

func forwardProperty(t *rapid.T) {
	steps := chains(8).Draw(t, "steps")
	start := rapid.IntRange(0, 8).Draw(t, "start")
	want, ok := scan(steps, start)
	days, stuck := slots.Forward(steps, start)
	require.Equal(t, ok, stuck == len(steps))
	end, can := slots.End(steps, start)
	require.Equal(t, ok, can)
	if !ok {
		require.Nil(t, days)
		return
	}
	require.Equal(t, want, days)
	require.Equal(t, days[len(days)-1].Finish, end)

	// The latest days are the latest: starting then is in time, a day later is not.
	last := rapid.IntRange(end, 7).Draw(t, "last")
	late, can := slots.Backward(steps, last)
	require.True(t, can)
	for i, d := range late {
		require.GreaterOrEqual(t, d.Finish, days[i].Finish)
		_, fits := scan([]slots.Step{{Free: steps[i].Free, Work: steps[i].Work}}, d.Ready)
		require.True(t, fits)
		rest := slices.Clone(steps[i:])
		rest[0].Wait = 0
		again, fits := scan(rest, d.Ready)
		require.True(t, fits)
		require.LessOrEqual(t, again[len(again)-1].Finish, last)
		again, fits = scan(rest, d.Ready+1)
		require.False(t, fits && again[len(again)-1].Finish <= last)
	}
}

func takeProperty(t *rapid.T) {
	p := slots.Net(balances(8).Draw(t, "balance"))
	ready := rapid.IntRange(0, 7).Draw(t, "ready")
	last := rapid.IntRange(ready, 7).Draw(t, "last")
	work := rapid.Int64Range(0, p.Between(ready, last+1)).Draw(t, "work")
	forward, backward := slices.Clone(p), slices.Clone(p)
	forward.TakeForward(ready, work)
	backward.TakeBackward(last, work)
	left, leftBack := work, work
	for day := ready; day < 8; day++ {
		taken := min(left, p.On(day))
		require.Equal(t, p.On(day)-taken, forward.On(day))
		left -= taken
	}
	for day := last; day >= 0; day-- {
		taken := min(leftBack, p.On(day))
		require.Equal(t, p.On(day)-taken, backward.On(day))
		leftBack -= taken
	}
	for day := range ready {
		require.Equal(t, p.On(day), forward.On(day))
	}
	for day := last + 1; day < 8; day++ {
		require.Equal(t, p.On(day), backward.On(day))
	}
}

// leastByTrial tries every way to divide the days among the steps.
func leastByTrial(steps []slots.Step, start, last int) (least int64, ok bool) {
	if len(steps) == 0 {
		return 0, true
	}
	s := steps[0]
	for from := start + s.Wait; from <= last; from++ {
		for end := from; end <= last; end++ {
			rest, can := leastByTrial(steps[1:], end, last)
			cost := rest + max(0, s.Work-s.Free.Between(from, end+1))
			if can && (!ok || cost < least) {
				least, ok = cost, true
			}
		}
	}
	return least, ok
}

func buyProperty(t *rapid.T) {
	steps := chains(7).Draw(t, "steps")
	start := rapid.IntRange(0, 3).Draw(t, "start")
	last := rapid.IntRange(0, 6).Draw(t, "last")
	want, ok := leastByTrial(steps, start, last)
	purchases, can := slots.Buy(steps, start, last)
	require.Equal(t, ok, can)
	if !ok {
		return
	}
	var bought int64
	for _, p := range purchases {
		require.Positive(t, p.Minutes)
		bought += p.Minutes
		steps[p.Step].Free.Add(p.Day, p.Minutes)
	}
	require.Equal(t, want, bought)
	end, can := slots.End(steps, start)
	require.True(t, can)
	require.LessOrEqual(t, end, last)
}

func lateProperty(t *rapid.T) {
	free := slots.Net(balances(6).Draw(t, "balance"))
	jobs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slots.Job {
		return slots.Job{Work: rapid.Int64Range(1, 20).Draw(t, "work"), Due: rapid.IntRange(-1, 7).Draw(t, "due")}
	}), 0, 8).Draw(t, "jobs")
	onTime := func(kept uint) bool {
		for day := -1; day < 8; day++ {
			var total int64
			for i, j := range jobs {
				if kept&(1<<i) != 0 && j.Due <= day {
					total += j.Work
				}
			}
			if total > free.Between(0, day+1) {
				return false
			}
		}
		return true
	}
	fewest := len(jobs)
	for kept := range uint(1) << len(jobs) {
		late := 0
		for i := range jobs {
			if kept&(1<<i) == 0 {
				late++
			}
		}
		if late < fewest && onTime(kept) {
			fewest = late
		}
	}
	late := slots.Late(free, jobs)
	require.Len(t, late, fewest)
	require.True(t, slices.IsSorted(late))
	kept := uint(1)<<len(jobs) - 1
	for _, i := range late {
		kept &^= 1 << i
	}
	require.True(t, onTime(kept))
}

// lateByScan drops the longest of the jobs so far, and among equals the last, by
// looking at all of them.
func lateByScan(free slots.Profile, jobs []slots.Job) []int {
	late := []int{}
	var kept []int
	for due := -1; due < 8; due++ {
		for i, j := range jobs {
			if j.Due != due {
				continue
			}
			kept = append(kept, i)
			var total int64
			for _, k := range kept {
				total += jobs[k].Work
			}
			if total <= free.Between(0, due+1) {
				continue
			}
			longest := 0
			for at, k := range kept {
				was := kept[longest]
				if jobs[k].Work > jobs[was].Work || jobs[k].Work == jobs[was].Work && k > was {
					longest = at
				}
			}
			late = append(late, kept[longest])
			kept = slices.Delete(kept, longest, longest+1)
		}
	}
	slices.Sort(late)
	return late
}

func lateManyProperty(t *rapid.T) {
	free := slots.Net(rapid.SliceOfN(rapid.Int64Range(0, 150), 8, 8).Draw(t, "balance"))
	jobs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slots.Job {
		return slots.Job{Work: rapid.Int64Range(1, 30).Draw(t, "work"), Due: rapid.IntRange(-1, 7).Draw(t, "due")}
	}), 20, 60).Draw(t, "jobs")
	require.Equal(t, lateByScan(free, jobs), slots.Late(free, jobs))
}

func TestLateManyProperty(t *testing.T) { rapid.Check(t, lateManyProperty) }

func FuzzLateMany(f *testing.F) { f.Fuzz(rapid.MakeFuzz(lateManyProperty)) }

func TestNetProperty(t *testing.T)     { rapid.Check(t, netProperty) }
func TestForwardProperty(t *testing.T) { rapid.Check(t, forwardProperty) }
func TestTakeProperty(t *testing.T)    { rapid.Check(t, takeProperty) }
func TestBuyProperty(t *testing.T)     { rapid.Check(t, buyProperty) }
func TestLateProperty(t *testing.T)    { rapid.Check(t, lateProperty) }

func FuzzNet(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(netProperty)) }
func FuzzForward(f *testing.F) { f.Fuzz(rapid.MakeFuzz(forwardProperty)) }
func FuzzTake(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(takeProperty)) }
func FuzzBuy(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(buyProperty)) }
func FuzzLate(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(lateProperty)) }
