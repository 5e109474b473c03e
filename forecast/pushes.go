package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxMoves is the most moves of a history of expected closes.
const MaxMoves = 1_000_000

// CloseMove is one change of a deal's expected close.
type CloseMove struct {
	// Deal is the deal's id, 1 to 200 bytes.
	Deal string `json:"deal"`
	// From is the day that was expected until then.
	From salesops.Date `json:"from"`
	// To is the day that is expected instead.
	To salesops.Date `json:"to"`
}

// CloseMoves is a history of expected closes.
type CloseMoves struct {
	// Moves are 0 to [MaxMoves] changes in any order.
	Moves []CloseMove `json:"moves"`
	// Periods are the company's fiscal periods, at most [MaxPeriods] in order
	// of time without overlap. Without them no move goes from one to another.
	Periods []Period `json:"periods,omitempty"`
}

// DealPushes is how often a deal's expected close was moved.
type DealPushes struct {
	// Deal is the deal's id.
	Deal string `json:"deal"`
	// Pushes is how many moves were to a later day.
	Pushes int `json:"pushes"`
	// PeriodPushes is how many of them were to a later period: what most CRMs
	// count.
	PeriodPushes int `json:"period_pushes"`
	// Pulls is how many moves were to an earlier day.
	Pulls int `json:"pulls"`
	// PeriodPulls is how many of them were to an earlier period.
	PeriodPulls int `json:"period_pulls"`
	// NetDays is by how many days all moves together put the close off;
	// negative when they brought it forward.
	NetDays int `json:"net_days"`
}

// UnmarshalJSON reads the counts strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a deal
// that is not a name, for a number out of its range, and if there are more
// moves between periods than moves.
func (d *DealPushes) UnmarshalJSON(data []byte) error {
	type plain DealPushes
	return strict.Unmarshal(data, "DealPushes", (*plain)(d), func(p *plain, in fault.Scope) {
		in.Name("Deal", p.Deal)
		count(&in, "Pushes", p.Pushes)
		count(&in, "PeriodPushes", p.PeriodPushes)
		count(&in, "Pulls", p.Pulls)
		count(&in, "PeriodPulls", p.PeriodPulls)
		if p.PeriodPushes > p.Pushes {
			in.Conflict("PeriodPushes", "", "at most Pushes")
		}
		if p.PeriodPulls > p.Pulls {
			in.Conflict("PeriodPulls", "", "at most Pulls")
		}
	})
}

// CountPushes counts how often the expected close of each deal was put off or
// brought forward: every change of the day, and apart from that the changes that
// went from one fiscal period into another. The latter is the count for
// Deal.Pushes.
//
// A day belongs to the last period that has begun on it, also where the calendar
// has a gap. Deals are sorted by id; those without a move are not listed, and a
// move to the same day counts for nothing.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxMoves] moves, or a deal's id is missing or not a name;
//   - a day is missing or does not exist;
//   - fiscal periods share a name, overlap or are not in order, or are more than [MaxPeriods].
//
// Playbook: FCT-7.
func CountPushes(moves CloseMoves) ([]DealPushes, error) {
	var list fault.List
	in := list.In("CloseMoves")
	if in.Length("Moves", len(moves.Moves), 0, MaxMoves) {
		for i, m := range moves.Moves {
			at := in.At("Moves", i)
			at.Name("Deal", m.Deal)
			at.Date("From", m.From)
			at.Date("To", m.To)
		}
	}
	collectPeriods(&in, moves.Periods)
	if list.Any() {
		return nil, list.Err()
	}
	counts := []DealPushes{}
	at := make(map[string]int)
	for _, m := range moves.Moves {
		i, known := at[m.Deal]
		if !known {
			i = len(counts)
			at[m.Deal] = i
			counts = append(counts, DealPushes{Deal: m.Deal})
		}
		counts[i].move(m, begun(moves.Periods, m.To)-begun(moves.Periods, m.From))
	}
	slices.SortFunc(counts, func(a, b DealPushes) int { return cmp.Compare(a.Deal, b.Deal) })
	return counts, nil
}

func (d *DealPushes) move(m CloseMove, periods int) {
	days := m.To.DaysSince(m.From)
	d.NetDays += days
	if days > 0 {
		d.Pushes++
	}
	if days < 0 {
		d.Pulls++
	}
	if periods > 0 {
		d.PeriodPushes++
	}
	if periods < 0 {
		d.PeriodPulls++
	}
}
