package slots

import (
	"cmp"
	"slices"
)

// Job is work that is due by the end of a day.
type Job struct {
	Work int64
	// Due is the day; negative when it has passed.
	Due int
}

// Late returns the fewest jobs that must be late when all take from one profile
// and may start at once, as indexes in ascending order. The others are on time
// when they are worked in the order of their due days.
//
// It is Moore and Hodgson's rule: take the jobs by due day; whenever the work so
// far does not fit before the day that is due, drop the longest job so far. Time
// is counted in free minutes, so days may differ in length.
func Late(free Profile, jobs []Job) []int {
	order := make([]int, len(jobs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(jobs[a].Due, jobs[b].Due) })
	var kept longest
	late := []int{}
	var total int64
	for _, i := range order {
		total += jobs[i].Work
		kept.push(entry{work: jobs[i].Work, index: i})
		if total > free.Between(0, jobs[i].Due+1) {
			dropped := kept.pop()
			total -= dropped.work
			late = append(late, dropped.index)
		}
	}
	slices.Sort(late)
	return late
}

type entry struct {
	work  int64
	index int
}

// longest is a heap of the jobs that are kept: the longest first, and among
// equals the one that came last.
type longest []entry

func (e entry) before(other entry) bool {
	return e.work > other.work || e.work == other.work && e.index > other.index
}

func (h *longest) push(e entry) {
	*h = append(*h, e)
	for i := len(*h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !(*h)[i].before((*h)[parent]) {
			return
		}
		(*h)[i], (*h)[parent] = (*h)[parent], (*h)[i]
		i = parent
	}
}

func (h *longest) pop() entry {
	old := *h
	top, last := old[0], len(old)-1
	old[0] = old[last]
	*h = old[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return top
		}
		if child+1 < last && old[child+1].before(old[child]) {
			child++
		}
		if !old[child].before(old[i]) {
			return top
		}
		old[i], old[child] = old[child], old[i]
		i = child
	}
}
