package readiness_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// same requires that got has the JSON of want.
func same(t *testing.T, id string, want json.RawMessage, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	require.NoError(t, err, id)
	require.JSONEq(t, string(want), string(text), id)
}

func TestAssessmentVectors(t *testing.T) {
	type row struct {
		ID       string           `json:"id"`
		Source   string           `json:"source"`
		Scores   readiness.Scores `json:"scores"`
		Expected struct {
			Points       int              `json:"points"`
			Maximum      int              `json:"maximum"`
			Band         readiness.Band   `json:"band"`
			WeakestArea  readiness.Area   `json:"weakest_area"`
			WeakestItems []readiness.Item `json:"weakest_items"`
			Path         *struct {
				To     readiness.Band `json:"to"`
				Points int            `json:"points"`
				Items  int            `json:"items"`
				Cost   *string        `json:"cost"`
			} `json:"path"`
		} `json:"expected"`
	}
	bands := make(map[readiness.Band]int)
	areas := make(map[readiness.Area]int)
	bases := make(map[readiness.PathBasis]int)
	for _, r := range testkit.Vectors[row](t, "assessments.json", 68) {
		require.NotEmpty(t, r.Source, r.ID)
		card, err := readiness.Assess(r.Scores, readiness.DefaultPolicy().AssessmentPolicy)
		require.NoError(t, err, r.ID)
		want := r.Expected
		require.Equal(t, readiness.Total{Points: want.Points, Maximum: want.Maximum}, card.Total, r.ID)
		require.Equal(t, want.Band, card.Band, r.ID)
		require.Equal(t, want.WeakestArea, card.WeakestArea, r.ID)
		var items []readiness.Item
		for _, i := range card.WeakestItems {
			items = append(items, i.Item)
		}
		require.Equal(t, want.WeakestItems, items, r.ID)
		bands[card.Band]++
		areas[card.WeakestArea]++
		if want.Path == nil {
			require.Nil(t, card.Path, r.ID)
			continue
		}
		require.Equal(t, want.Path.To, card.Path.To, r.ID)
		require.Equal(t, want.Path.Points, card.Path.Points, r.ID)
		require.Len(t, card.Path.Raises, want.Path.Items, r.ID)
		require.Equal(t, want.Path.Cost == nil, card.Path.Cost == nil, r.ID)
		if want.Path.Cost != nil {
			testkit.EqualDecimal(t, *want.Path.Cost, *card.Path.Cost, r.ID)
		}
		bases[card.Path.Basis]++
	}
	require.Len(t, bands, len(readiness.Bands()), "every band comes up")
	require.Len(t, areas, len(readiness.Areas()), "every area is the weakest once")
	require.Len(t, bases, len(readiness.PathBases()), "both bases come up")
}

func TestWarningVectors(t *testing.T) {
	type row struct {
		ID       string            `json:"id"`
		Source   string            `json:"source"`
		Metrics  readiness.Metrics `json:"metrics"`
		Expected struct {
			Fired      json.RawMessage `json:"fired"`
			BySeverity json.RawMessage `json:"by_severity"`
		} `json:"expected"`
	}
	fired := make(map[readiness.Warning]int)
	for _, r := range testkit.Vectors[row](t, "warnings.json", 40) {
		require.NotEmpty(t, r.Source, r.ID)
		warnings, err := readiness.Warn(r.Metrics, readiness.DefaultPolicy().WarningPolicy)
		require.NoError(t, err, r.ID)
		same(t, r.ID, r.Expected.Fired, warnings)
		same(t, r.ID, r.Expected.BySeverity, warnings.BySeverity())
		for _, w := range warnings.Fired() {
			fired[w]++
		}
	}
	require.Len(t, fired, len(readiness.Warnings()), "every warning fires in a row")
}

func TestFlagVectors(t *testing.T) {
	type row struct {
		ID           string                 `json:"id"`
		Source       string                 `json:"source"`
		Observations readiness.Observations `json:"observations"`
		Expected     struct {
			Count     int             `json:"count"`
			Raised    json.RawMessage `json:"raised"`
			NotJudged json.RawMessage `json:"not_judged"`
		} `json:"expected"`
	}
	raised, notJudged := make(map[readiness.Flag]int), make(map[readiness.Flag]int)
	for _, r := range testkit.Vectors[row](t, "flags.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		review, err := readiness.RaiseFlags(r.Observations, readiness.DefaultPolicy().FlagPolicy)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Count, review.Count, r.ID)
		same(t, r.ID, r.Expected.Raised, review.Raised)
		same(t, r.ID, r.Expected.NotJudged, review.NotJudged)
		for _, f := range review.Raised {
			raised[f]++
		}
		for _, f := range review.NotJudged {
			notJudged[f]++
		}
	}
	require.Len(t, raised, len(readiness.Flags()), "every flag is up in a row")
	require.Len(t, notJudged, len(readiness.Flags()), "every flag does not apply in a row")
}

func TestGrowthVectors(t *testing.T) {
	type row struct {
		ID        string              `json:"id"`
		Source    string              `json:"source"`
		Situation readiness.Situation `json:"situation"`
		Expected  json.RawMessage     `json:"expected"`
	}
	deciders := make(map[readiness.GrowthRule]int)
	for _, r := range testkit.Vectors[row](t, "growth.json", 80) {
		require.NotEmpty(t, r.Source, r.ID)
		decision, err := readiness.DecideGrowth(r.Situation, readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		same(t, r.ID, r.Expected, decision)
		deciders[decision.Rule]++
	}
	require.Len(t, deciders, len(readiness.GrowthRules()), "every rule decides a row")
}
