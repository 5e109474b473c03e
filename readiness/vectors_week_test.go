package readiness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestPanelVectors(t *testing.T) {
	type row struct {
		ID       string  `json:"id"`
		Source   string  `json:"source"`
		Sheets   [][]int `json:"sheets"`
		Expected struct {
			Median           []*float64       `json:"median"`
			Scores           []int            `json:"scores"`
			Disputed         []readiness.Item `json:"disputed"`
			PartlyApplicable []readiness.Item `json:"partly_applicable"`
		} `json:"expected"`
	}
	disputed, halves, partly := 0, 0, 0
	for _, r := range testkit.Vectors[row](t, "panels.json", 48) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.Reconcile(panelOf(r.Sheets...), readiness.DefaultPolicy().PanelPolicy)
		require.NoError(t, err, r.ID)
		require.Equal(t, sheet(r.Expected.Scores...), got.Scores, r.ID)
		require.Equal(t, r.Expected.Disputed, got.Disputed, r.ID)
		require.Equal(t, r.Expected.PartlyApplicable, got.PartlyApplicable, r.ID)
		for i, want := range r.Expected.Median {
			median, defined := got.Items[i].Median.Value()
			require.Equal(t, want != nil, defined, r.ID)
			if want != nil {
				require.Equal(t, *want, median, r.ID)
				if median != float64(int(median)) {
					halves++
				}
			}
		}
		disputed, partly = disputed+len(got.Disputed), partly+len(got.PartlyApplicable)
	}
	require.Positive(t, disputed)
	require.Positive(t, halves)
	require.Positive(t, partly)
}

func TestMovementVectors(t *testing.T) {
	type row struct {
		ID       string `json:"id"`
		Source   string `json:"source"`
		Before   []int  `json:"before"`
		After    []int  `json:"after"`
		Expected struct {
			Change      int              `json:"change"`
			ScoreChange float64          `json:"score_change"`
			Move        readiness.Move   `json:"move"`
			Areas       []readiness.Move `json:"areas"`
			BandFrom    readiness.Band   `json:"band_from"`
			BandTo      readiness.Band   `json:"band_to"`
			BandMove    readiness.Move   `json:"band_move"`
			Items       []readiness.Item `json:"items"`
		} `json:"expected"`
	}
	areas, bands := make(map[readiness.Move]int), make(map[readiness.Move]int)
	for _, r := range testkit.Vectors[row](t, "movements.json", 48) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.Compare(readiness.Assessments{Before: sheet(r.Before...), After: sheet(r.After...)}, assessment())
		require.NoError(t, err, r.ID)
		want := r.Expected
		require.Equal(t, want.Change, got.Change, r.ID)
		require.Equal(t, want.ScoreChange, got.ScoreChange, r.ID)
		require.Equal(t, want.Move, got.Move, r.ID)
		require.Equal(t, []any{want.BandFrom, want.BandTo, want.BandMove}, []any{got.BandFrom, got.BandTo, got.BandMove}, r.ID)
		for i, a := range got.Areas {
			require.Equal(t, want.Areas[i], a.Move, r.ID)
			areas[a.Move]++
		}
		items := []readiness.Item{}
		for _, i := range got.Items {
			items = append(items, i.Item)
		}
		require.Equal(t, want.Items, items, r.ID)
		bands[got.BandMove]++
	}
	require.Len(t, areas, len(readiness.Moves()), "every move comes up")
	require.Len(t, bands, len(readiness.Moves()), "every move of the band comes up")
}

func TestAuditVectors(t *testing.T) {
	type level struct {
		Checks  int      `json:"checks"`
		Done    int      `json:"done"`
		Waived  int      `json:"waived"`
		Share   float64  `json:"share"`
		Missing []string `json:"missing"`
	}
	type row struct {
		ID        string              `json:"id"`
		Source    string              `json:"source"`
		Checklist readiness.Checklist `json:"checklist"`
		Today     salesops.Date       `json:"today"`
		Expected  struct {
			FoundationComplete bool                    `json:"foundation_complete"`
			Levels             []level                 `json:"levels"`
			Next               []string                `json:"next"`
			States             []readiness.WaiverState `json:"states"`
		} `json:"expected"`
	}
	gates, states := make(map[bool]int), make(map[readiness.WaiverState]int)
	for _, r := range testkit.Vectors[row](t, "audits.json", 40) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.AuditChecklist(r.Checklist, r.Today)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.FoundationComplete, got.FoundationComplete, r.ID)
		require.Equal(t, r.Expected.Next, got.Next, r.ID)
		for i, l := range got.Levels {
			got := level{l.Checks, l.Done, l.Waived, l.Share, l.Missing}
			require.Equal(t, r.Expected.Levels[i], got, r.ID)
		}
		found := []readiness.WaiverState{}
		for _, w := range got.Waivers {
			found = append(found, w.State)
			states[w.State]++
		}
		require.Equal(t, r.Expected.States, found, r.ID)
		gates[got.FoundationComplete]++
	}
	require.Len(t, gates, 2, "the gate is open in a row and closed in another")
	require.Len(t, states, len(readiness.WaiverStates()), "every state comes up")
}

func TestHandoffVectors(t *testing.T) {
	type row struct {
		ID       string            `json:"id"`
		Source   string            `json:"source"`
		Handoff  readiness.Handoff `json:"handoff"`
		Expected struct {
			Verified bool                           `json:"verified"`
			Complete bool                           `json:"complete"`
			Known    int                            `json:"known"`
			Share    float64                        `json:"share"`
			Blocking []readiness.HandoffCheck       `json:"blocking"`
			Owed     map[readiness.Owner][][]string `json:"owed"`
		} `json:"expected"`
	}
	verdicts := make(map[[2]bool]int)
	for _, r := range testkit.Vectors[row](t, "handoffs.json", 32) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.ReviewHandoff(r.Handoff)
		require.NoError(t, err, r.ID)
		want := r.Expected
		require.Equal(t, []any{want.Verified, want.Complete, want.Known, want.Share}, []any{got.Verified, got.Complete, got.Known, got.Share}, r.ID)
		require.Equal(t, want.Blocking, got.Blocking, r.ID)
		for _, debt := range got.Owed {
			owed := [][]string{texts(debt.Facts), texts(debt.Checks)}
			require.Equal(t, want.Owed[debt.Owner], owed, r.ID)
		}
		verdicts[[2]bool{got.Verified, got.Complete}]++
	}
	require.Len(t, verdicts, 4, "verified and complete are two things")
}

func TestActionVectors(t *testing.T) {
	type row struct {
		ID       string             `json:"id"`
		Source   string             `json:"source"`
		Actions  []readiness.Action `json:"actions"`
		Today    salesops.Date      `json:"today"`
		Expected struct {
			Done     int      `json:"done"`
			Open     int      `json:"open"`
			Overdue  int      `json:"overdue"`
			Order    []string `json:"order"`
			DaysLate []int    `json:"days_late"`
		} `json:"expected"`
	}
	for _, r := range testkit.Vectors[row](t, "actions.json", 24) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.CheckActions(r.Actions, r.Today)
		require.NoError(t, err, r.ID)
		want := r.Expected
		require.Equal(t, []int{want.Done, want.Open, want.Overdue}, []int{got.Done, got.Open, got.Overdue}, r.ID)
		for i, a := range got.Actions {
			require.Equal(t, want.Order[i], a.Action.What, r.ID)
			require.Equal(t, want.DaysLate[i], a.DaysLate, r.ID)
		}
	}
}

func TestWeekVectors(t *testing.T) {
	type row struct {
		ID       string                `json:"id"`
		Source   string                `json:"source"`
		Figures  readiness.WeekFigures `json:"figures"`
		Override *readiness.Override   `json:"override"`
		Expected struct {
			Answer     readiness.Answer  `json:"answer"`
			Growth     salesops.Interval `json:"growth"`
			Decided    readiness.Answer  `json:"decided"`
			Operations readiness.Answer  `json:"operations"`
			Pipeline   salesops.Outcome  `json:"pipeline"`
			First      []string          `json:"first"`
			Defer      []string          `json:"defer"`
			FixNow     []string          `json:"fix_now"`
		} `json:"expected"`
	}
	deciders := make(map[string]int)
	for _, r := range testkit.Vectors[row](t, "weeks.json", 110) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := readiness.ReviewWeek(readiness.Week{Figures: r.Figures, Override: r.Override}, monday(), readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		want := r.Expected
		require.Equal(t, want.Answer, got.Answer, r.ID)
		require.Equal(t, want.Growth, got.Growth, r.ID)
		require.Equal(t, want.Decided, got.Decision.Answer, r.ID)
		require.Equal(t, want.Operations, got.Decision.Operations.Answer, r.ID)
		require.Equal(t, want.Pipeline, got.Decision.Pipeline, r.ID)
		require.Equal(t, want.First, rulesOf(got.First), r.ID)
		require.Equal(t, want.Defer, rulesOf(got.Defer), r.ID)
		require.Equal(t, want.FixNow, rulesOf(got.FixNow), r.ID)
		for _, rule := range append(want.First, want.Defer...) {
			deciders[rule]++
		}
	}
	require.Len(t, deciders, len(readiness.GrowthRules())+len(readiness.WeekRules()), "every rule comes first or defers in a row")
}

func texts[T ~string](tokens []T) []string {
	all := make([]string, len(tokens))
	for i, token := range tokens {
		all[i] = string(token)
	}
	return all
}

func rulesOf(findings []salesops.Finding) []string {
	rules := make([]string, len(findings))
	for i, f := range findings {
		rules[i] = f.Rule
	}
	return rules
}
