package overflow

import (
	"strings"
	"unicode/utf8"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxReason is the most bytes of the reason for an override.
const MaxReason = 500

// Override is an action that somebody chooses instead of the one that was
// decided.
type Override struct {
	// Action is the action that shall stand.
	Action Action `json:"action"`
	// By names who decided so.
	By string `json:"by"`
	// Why says why, in 1 to [MaxReason] bytes.
	Why string `json:"why"`
}

func (o *Override) collect(in fault.Scope) {
	fault.OneOf(in, "Action", o.Action, Actions())
	in.Name("By", o.By)
	const want = "a reason of 1 to 500 bytes"
	switch {
	case strings.TrimSpace(o.Why) == "":
		in.Missing("Why", want)
	case len(o.Why) > MaxReason || !utf8.ValidString(o.Why):
		in.OutOfRange("Why", o.Why, want)
	}
}

// Overruling is a decision that was overridden: what stands, and what it stands
// against.
type Overruling struct {
	// Action is what to do: that of the override.
	Action Action `json:"action"`
	// Decision is what the rules said.
	Decision Decision `json:"decision"`
	// Override says what was chosen instead, by whom and why.
	Override Override `json:"override"`
}

// UnmarshalJSON reads an overruling strictly. It returns an
// *[salesops.InputError] for everything that [Decision.UnmarshalJSON] and
// [Overrule] refuse, and if Action is not that of the override.
func (o *Overruling) UnmarshalJSON(data []byte) error {
	type plain Overruling
	return strict.Unmarshal(data, "Overruling", (*plain)(o), func(p *plain, in fault.Scope) {
		collectOverride(p.Decision, &p.Override, in.In("Override"))
		if p.Action != p.Override.Action {
			in.Conflict("Action", string(p.Action), "that of the override")
		}
	})
}

// Overrule puts an override in the place of a decision and keeps both.
//
// It returns an *[salesops.InputError] if:
//   - the decision is not one that [Decide] returns: its Rule is not the first
//     of Fired, or cannot lead to its Action;
//   - the override has no action, or the one that was decided anyway;
//   - it does not name who decided, in at most 200 bytes, or why, in at most
//     [MaxReason].
//
// Playbook: OVF-1.
func Overrule(decision Decision, override Override) (Overruling, error) {
	var list fault.List
	decision.collect(list.In("Decision"))
	collectOverride(decision, &override, list.In("Override"))
	if list.Any() {
		return Overruling{}, list.Err()
	}
	return Overruling{Action: override.Action, Decision: decision, Override: override}, nil
}

func collectOverride(decision Decision, override *Override, in fault.Scope) {
	override.collect(in)
	if override.Action == decision.Action && override.Action != "" {
		in.Conflict("Action", string(override.Action), "another action than the one that was decided")
	}
}
