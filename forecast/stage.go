package forecast

import (
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
)

// Stage is where a deal stands: an open key. The playbook's stages are
// constants; a [Pipeline] with a process of its own may name others. [Won] and
// [Lost] are in every process.
type Stage string

// The playbook's stages, in the order in which a deal goes through them.
// Playbook: FCT-1.
const (
	// Prospecting: a possible buyer was found.
	Prospecting Stage = "prospecting"
	// Qualified: the buyer has the need and the means.
	Qualified Stage = "qualified"
	// InDiscussion: needs and solution are being talked about.
	InDiscussion Stage = "in-discussion"
	// Negotiating: terms and price are being settled.
	Negotiating Stage = "negotiating"
	// Closing: agreed, and waiting for the signature.
	Closing Stage = "closing"
	// Won: the deal was made.
	Won Stage = "won"
	// Lost: the deal will not be made.
	Lost Stage = "lost"
)

// Stages returns the playbook's stages in order, the two ends last.
//
// Playbook: FCT-1.
func Stages() []Stage {
	return []Stage{Prospecting, Qualified, InDiscussion, Negotiating, Closing, Won, Lost}
}

// Closed reports whether s is [Won] or [Lost].
func (s Stage) Closed() bool { return s == Won || s == Lost }

// Open reports whether s is neither [Won] nor [Lost]. Every other stage of a
// process is open, whatever its name.
func (s Stage) Open() bool { return !s.Closed() }

// StageOdds is an open stage of a process and how likely a deal in it is to be
// won.
type StageOdds struct {
	// Stage is the stage's name, 1 to 200 bytes; not [Won] or [Lost].
	Stage Stage `json:"stage"`
	// Probability is the share of the deals in this stage that are won in the
	// end: 0, or [MinProbability] to 1. Nil says that it is not known; each
	// open deal in the stage then needs its own.
	Probability *float64 `json:"probability,omitempty"`
}

// StandardProcess returns the playbook's five open stages in order, without
// odds: the playbook gives none, and those of another company would be wrong.
// Fill them in from history, or give each deal its own.
//
// Playbook: FCT-1.
func StandardProcess() []StageOdds {
	open := slices.DeleteFunc(Stages(), Stage.Closed)
	process := make([]StageOdds, len(open))
	for i, stage := range open {
		process[i].Stage = stage
	}
	return process
}

// odds holds the process of a pipeline by stage; nil where a stage has none.
type odds map[Stage]*float64

func (o odds) has(s Stage) bool {
	_, known := o[s]
	return known || s.Closed()
}

func collectProcess(in *fault.Scope, process []StageOdds) {
	if !in.Length("Process", len(process), 0, MaxStages) {
		return
	}
	seen := make(map[Stage]bool, len(process))
	for i, s := range process {
		at := in.At("Process", i)
		if at.Name("Stage", string(s.Stage)) && (s.Stage.Closed() || seen[s.Stage]) {
			at.Conflict("Stage", string(s.Stage), "each open stage once; won and lost are in every process")
		}
		seen[s.Stage] = true
		if s.Probability != nil {
			probability(&at, "Probability", *s.Probability)
		}
	}
}
