package slots

import (
	"math"
	"slices"
)

// Purchase is minutes that are added to a step before the end of a day.
type Purchase struct {
	Step, Day int
	Minutes   int64
}

// Buy returns the least minutes to add so that a chain that may start on the day
// start is finished by the end of the day last: at most one purchase for each
// step, on the last day of the window that the step is given. It reports whether
// adding minutes can do it: the waits may take too long by themselves.
//
// The least is found over all ways to divide the days among the steps, in time in
// proportion to the days times the steps.
func Buy(steps []Step, start, last int) (purchases []Purchase, ok bool) {
	first := start
	for i := range steps {
		first += steps[i].Wait
	}
	if first > last {
		return nil, false
	}
	// least[k][e] is the least for the first k steps when they end on day start+e,
	// from[k][e] the day on which the window of the last of them begins then. It
	// falls in e: a window that ends later holds the same minutes and more.
	least, from := make([]int64, last-start+1), make([][]int, len(steps))
	for k := range steps {
		least, from[k] = extend(&steps[k], least, start)
	}
	end := last - start
	for k, s := range slices.Backward(steps) {
		ready := from[k][end]
		if short := s.Work - s.Free.Between(start+ready, start+end+1); short > 0 {
			purchases = append(purchases, Purchase{Step: k, Day: start + end, Minutes: short})
		}
		end = ready - s.Wait
	}
	slices.Reverse(purchases)
	return purchases, true
}

// never is more than any number of minutes.
const never = math.MaxInt64 / 4

// extend returns the least for one more step by the day on which it ends, and
// the day from which it is worked on then.
//
// A window has free minutes enough, and then the latest such window is best,
// since the steps before it cost least; or it has not, and then its cost is what
// the steps before cost, plus what is free before the window, plus a number that
// is the same for all windows with the same end. The least of those sums over the
// windows that are too short is kept in a queue, since the window that is long
// enough begins ever later.
func extend(s *Step, before []int64, start int) (least []int64, from []int) {
	least, from = make([]int64, len(before)), make([]int, len(before))
	sum := func(ready int) int64 { return before[ready-s.Wait] + s.Free[start+ready] }
	var queue []int
	for end := range before {
		least[end] = never
		if end < s.Wait {
			continue
		}
		for len(queue) > 0 && sum(queue[len(queue)-1]) >= sum(end) {
			queue = queue[:len(queue)-1]
		}
		queue = append(queue, end)
		enough, ok := s.Free.Start(start+end, s.Work)
		if enough -= start; ok && enough >= s.Wait {
			least[end], from[end] = before[enough-s.Wait], enough
		}
		for len(queue) > 0 && ok && queue[0] <= enough {
			queue = queue[1:]
		}
		if len(queue) == 0 {
			continue
		}
		if short := sum(queue[0]) + s.Work - s.Free[start+end+1]; short < least[end] {
			least[end], from[end] = short, queue[0]
		}
	}
	return least, from
}
