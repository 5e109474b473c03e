package forecast

import (
	"slices"
	"strings"

	"github.com/salesops-go/salesops/internal/fault"
)

// Merge returns the weighted pipeline of the deals of both: of two teams, of
// two halves of an export. Nothing is lost, since all sums are exact; the order
// of merging does not matter, and a result that was stored as JSON merges like
// a fresh one. No deal should be in both: only [Weigh] sees the ids.
//
// It returns an *[salesops.InputError] if the two do not have the same stages
// in the same order, or not the same fiscal periods.
//
// Playbook: FCT-2.
func (w WeightedPipeline) Merge(other WeightedPipeline) (WeightedPipeline, error) {
	var list fault.List
	in := list.In("WeightedPipeline")
	sameKeys(&in, "ByStage", w.ByStage, other.ByStage)
	sameKeys(&in, "ByPeriod", w.ByPeriod, other.ByPeriod)
	if list.Any() {
		return WeightedPipeline{}, list.Err()
	}
	w.ByStage = mergeInOrder(w.ByStage, other.ByStage)
	w.ByPeriod = mergeInOrder(w.ByPeriod, other.ByPeriod)
	w.ByOwner = mergeSorted(w.ByOwner, other.ByOwner)
	w.BySegment = mergeSorted(w.BySegment, other.BySegment)
	w.ByMonth = mergeSorted(w.ByMonth, other.ByMonth)
	w.ByQuarter = mergeSorted(w.ByQuarter, other.ByQuarter)
	w.Open.add(other.Open)
	w.Ownerless.add(other.Ownerless)
	w.Unsegmented.add(other.Unsegmented)
	w.Undated.add(other.Undated)
	if w.OutsidePeriods != nil && other.OutsidePeriods != nil {
		w.OutsidePeriods = new(*w.OutsidePeriods)
		w.OutsidePeriods.add(*other.OutsidePeriods)
	}
	w.Won.merge(other.Won)
	w.Lost.merge(other.Lost)
	return w, nil
}

func sameKeys(in *fault.Scope, field string, a, b []PipelineGroup) {
	same := func(a, b PipelineGroup) bool { return a.Key == b.Key }
	if !slices.EqualFunc(a, b, same) {
		in.Conflict(field, "", "the keys of the other, in the same order")
	}
}

func mergeInOrder(a, b []PipelineGroup) []PipelineGroup {
	merged := slices.Clone(a)
	for i := range b {
		merged[i].Total.add(b[i].Total)
	}
	return merged
}

func mergeSorted(a, b []PipelineGroup) []PipelineGroup {
	both := append(append(make([]PipelineGroup, 0, len(a)+len(b)), a...), b...)
	slices.SortStableFunc(both, func(a, b PipelineGroup) int { return strings.Compare(a.Key, b.Key) })
	merged := both[:0]
	for _, g := range both {
		if last := len(merged) - 1; last >= 0 && merged[last].Key == g.Key {
			merged[last].Total.add(g.Total)
			continue
		}
		merged = append(merged, g)
	}
	return merged
}
