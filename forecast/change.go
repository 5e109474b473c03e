package forecast

import "github.com/salesops-go/salesops/internal/strict"

// Change is a reason for which the open pipeline became more or less.
type Change string

// The changes of a waterfall. Playbook: FCT-7.
const (
	// Added: the deal is new.
	Added Change = "added"
	// Reopened: the deal was closed, and is open again.
	Reopened Change = "reopened"
	// PulledIn: the deal was expected after the period.
	PulledIn Change = "pulled-in"
	// SlippedIn: the deal was expected before the period, and is late.
	SlippedIn Change = "slipped-in"
	// DatedIn: the deal had no expected close.
	DatedIn Change = "dated-in"
	// OwnerIn: the deal came from another owner.
	OwnerIn Change = "owner-in"
	// Grown: the amount is larger.
	Grown Change = "grown"
	// Shrunk: the amount is smaller.
	Shrunk Change = "shrunk"
	// WonOut: the deal was won, at the amount at which it was.
	WonOut Change = "won"
	// LostOut: the deal was lost, at the amount that it had before: what a CRM
	// records for a lost deal is often zero.
	LostOut Change = "lost"
	// SlippedOut: the deal is expected after the period.
	SlippedOut Change = "slipped-out"
	// MovedAhead: the deal is expected before the period.
	MovedAhead Change = "moved-ahead"
	// UndatedOut: the deal has no expected close any more.
	UndatedOut Change = "undated-out"
	// OwnerOut: the deal went to another owner.
	OwnerOut Change = "owner-out"
	// Removed: the deal is not there any more.
	Removed Change = "removed"
)

// Changes returns all changes in the order in which they happen to a deal: what
// brings it in, what changes it, what takes it out.
//
// Playbook: FCT-7.
func Changes() []Change {
	return []Change{
		Added, Reopened, PulledIn, SlippedIn, DatedIn, OwnerIn, Grown, Shrunk,
		WonOut, LostOut, SlippedOut, MovedAhead, UndatedOut, OwnerOut, Removed,
	}
}

// firstOut is the place of the first change that takes a deal out.
const firstOut = 8

// MarshalText returns the change's text. It returns an *[salesops.InputError]
// if c is not one of [Changes].
func (c Change) MarshalText() ([]byte, error) { return strict.Text("Change", c, Changes()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Changes].
func (c *Change) UnmarshalText(text []byte) error {
	return strict.Parse("Change", c, text, Changes())
}
