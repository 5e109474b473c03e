package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// MaxEntries is the most stage entries of a history.
const MaxEntries = 1_000_000

// StageEntry is a deal that entered a stage.
type StageEntry struct {
	// Deal is the deal's id, 1 to 200 bytes.
	Deal string `json:"deal"`
	// Stage is what it entered: a stage of the process, [Won] or [Lost].
	Stage Stage `json:"stage"`
	// On is the day on which it did.
	On salesops.Date `json:"on"`
}

// Journeys is the stage history of deals.
type Journeys struct {
	// Entries are 0 to [MaxEntries] entries in any order. Those of one deal on
	// one day count in the order of the process, [Won] and [Lost] last.
	Entries []StageEntry `json:"entries"`
	// Process is the open stages in order, at most [MaxStages]; empty takes
	// those of [StandardProcess].
	Process []Stage `json:"process,omitempty"`
}

// order returns the place of every stage, those of the process first.
func (j *Journeys) order() map[Stage]int {
	process := j.Process
	if len(process) == 0 {
		for _, s := range StandardProcess() {
			process = append(process, s.Stage)
		}
	}
	order := make(map[Stage]int)
	for i, s := range process {
		order[s] = i
	}
	order[Won], order[Lost] = len(process), len(process)+1
	return order
}

func (j *Journeys) collect(in *fault.Scope) {
	order := j.order()
	if in.Length("Entries", len(j.Entries), 0, MaxEntries) {
		for i, e := range j.Entries {
			at := in.At("Entries", i)
			at.Name("Deal", e.Deal)
			if _, known := order[e.Stage]; !known {
				unknownStage(&at, e.Stage)
			}
			at.Date("On", e.On)
		}
	}
	process := make([]StageOdds, len(j.Process))
	for i, s := range j.Process {
		process[i].Stage = s
	}
	collectProcess(in, process)
}

// byDeal returns the entries of each deal in order of time.
func (j *Journeys) byDeal(order map[Stage]int) [][]StageEntry {
	sorted := slices.Clone(j.Entries)
	slices.SortFunc(sorted, func(a, b StageEntry) int {
		return cmp.Or(cmp.Compare(a.Deal, b.Deal), a.On.Compare(b.On), cmp.Compare(order[a.Stage], order[b.Stage]))
	})
	var list [][]StageEntry
	for from, i := 0, 1; i <= len(sorted); i++ {
		if i == len(sorted) || sorted[i].Deal != sorted[from].Deal {
			list = append(list, sorted[from:i])
			from = i
		}
	}
	return list
}
