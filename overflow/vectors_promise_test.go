package overflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// holidays are workdays from Monday to Friday but for some.
type holidays []salesops.Date

func (h holidays) IsWorkday(day salesops.Date) bool {
	return overflow.MondayToFriday{}.IsWorkday(day) && !slices.Contains(h, day)
}

func TestStockVectors(t *testing.T) {
	type row struct {
		ID       string         `json:"id"`
		Source   string         `json:"source"`
		Today    salesops.Date  `json:"today"`
		Stock    overflow.Stock `json:"stock"`
		Expected struct {
			Start     []salesops.Date `json:"start"`
			Projected []int64         `json:"projected"`
			Available []int64         `json:"available"`
			Discrete  []int64         `json:"discrete"`
			Netted    []int64         `json:"netted"`
			Short     int64           `json:"short"`
		} `json:"expected"`
	}
	short := make(map[bool]int)
	for _, r := range testkit.Vectors[row](t, "atp.json", 24) {
		require.NotEmpty(t, r.Source, r.ID)
		p, err := overflow.ProjectStock(r.Stock, r.Today)
		require.NoError(t, err, r.ID)
		require.Len(t, p.Periods, len(r.Expected.Start), r.ID)
		for i, period := range p.Periods {
			require.Equal(t, r.Expected.Start[i], period.Start, r.ID)
			require.Equal(t, r.Expected.Projected[i], period.Projected, r.ID)
			require.Equal(t, r.Expected.Available[i], period.Available, r.ID)
			require.Equal(t, r.Expected.Discrete[i], period.Discrete, r.ID)
			require.Equal(t, r.Expected.Netted[i], period.Netted, r.ID)
		}
		require.Equal(t, r.Expected.Short, p.Short, r.ID)
		short[p.Short > 0]++
	}
	require.Len(t, short, 2, "some stocks are short and some are not")
}

func TestCommitVectors(t *testing.T) {
	type row struct {
		ID       string                 `json:"id"`
		Source   string                 `json:"source"`
		Holidays holidays               `json:"holidays"`
		Request  overflow.Request       `json:"request"`
		Load     overflow.Load          `json:"load"`
		Policy   overflow.PromisePolicy `json:"policy"`
		Expected struct {
			Outcome    overflow.PromiseOutcome `json:"outcome"`
			Earliest   salesops.Date           `json:"earliest"`
			ByWanted   int64                   `json:"by_wanted"`
			Deliveries []overflow.Movement     `json:"deliveries"`
			Short      int64                   `json:"short"`
		} `json:"expected"`
	}
	outcomes := make(map[overflow.PromiseOutcome]int)
	bindings := make(map[overflow.Constraint]int)
	for _, r := range testkit.Vectors[row](t, "ctp.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		p, err := overflow.Commit(r.Request, r.Load, r.Holidays, r.Policy)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Outcome, p.Outcome, r.ID)
		require.Equal(t, r.Expected.Earliest, p.Earliest, r.ID)
		require.Equal(t, r.Expected.ByWanted, p.ByWanted, r.ID)
		require.Equal(t, r.Expected.Short, p.Short, r.ID)
		deliveries := []overflow.Movement{}
		for _, d := range p.Deliveries {
			deliveries = append(deliveries, overflow.Movement{On: d.On, Quantity: d.Quantity})
		}
		require.Equal(t, r.Expected.Deliveries, deliveries, r.ID)
		outcomes[p.Outcome]++
		bindings[p.Binding.Constraint]++
	}
	require.Len(t, outcomes, 3, "every outcome of an undivided order comes up")
	require.Len(t, bindings, len(overflow.Constraints()), "every constraint binds somewhere")
}

func TestAuditVectors(t *testing.T) {
	type row struct {
		ID          string               `json:"id"`
		Source      string               `json:"source"`
		Load        overflow.Load        `json:"load"`
		Book        overflow.PromiseBook `json:"book"`
		HorizonDays int                  `json:"horizon_days"`
		Expected    struct {
			Finish   []salesops.Date `json:"finish"`
			DaysLate []int           `json:"days_late"`
			Late     int             `json:"late"`
			Stages   []struct {
				Stage        string `json:"stage"`
				ShortMinutes int64  `json:"short_minutes"`
			} `json:"stages"`
			Fewest    int `json:"fewest_late_of_all_sequences"`
			ByDueDate int `json:"by_due_date_late"`
		} `json:"expected"`
	}
	savings := make(map[overflow.Saving]int)
	for _, r := range testkit.Vectors[row](t, "audit.json", 40) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := overflow.DefaultPolicy().PromisePolicy
		policy.HorizonDays = r.HorizonDays
		a, err := overflow.AuditPromises(r.Book, r.Load, overflow.MondayToFriday{}, policy)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Late, a.Late, r.ID)
		for i, p := range a.Promises {
			require.Equal(t, r.Expected.Finish[i], p.Finish, r.ID)
			require.Equal(t, r.Expected.DaysLate[i], p.DaysLate, r.ID)
		}
		require.Len(t, a.Stages, len(r.Expected.Stages), r.ID)
		var short int64
		for i, s := range a.Stages {
			require.Equal(t, r.Expected.Stages[i].Stage, s.Stage, r.ID)
			require.Equal(t, r.Expected.Stages[i].ShortMinutes, s.ShortMinutes, r.ID)
			short += s.ShortMinutes
		}
		savings[a.Resequencing.Saving]++
		if r.Expected.Fewest >= 0 && a.Late > 0 {
			require.LessOrEqual(t, a.Moving.AtLeast, r.Expected.Fewest, r.ID)
			require.GreaterOrEqual(t, len(a.Moving.Moved), a.Moving.AtLeast, r.ID)
			if a.Moving.Proven {
				require.Len(t, a.Moving.Moved, r.Expected.Fewest, r.ID)
			}
			switch a.Resequencing.Saving {
			case overflow.SavesAll:
				require.Zero(t, r.Expected.ByDueDate, r.ID)
			case overflow.Impossible:
				require.Positive(t, r.Expected.Fewest, r.ID)
			case overflow.NotFound, overflow.NothingToSave:
			}
		}
		if len(r.Load.Stages) == 1 {
			require.True(t, a.Buying.Proven, r.ID)
			require.True(t, a.Moving.Proven, r.ID)
			if len(a.Buying.BeyondHelp) == 0 {
				require.Equal(t, short, a.Buying.Minutes, r.ID)
			}
		}
	}
	require.GreaterOrEqual(t, len(savings), 3)
}
