package readiness_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestCardJSON(t *testing.T) {
	scores := sample()
	scores[7].By, scores[7].Evidence = "Ada", "time sheets"
	scores[7].On = salesops.Date{Year: 2026, Month: 11, Day: 20}
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	testkit.Golden(t, "card", card)

	for i := range scores {
		scores[i].CostPerPoint = price("250.50")
	}
	scores[1].CostPerPoint = price("99.9")
	priced, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	testkit.Golden(t, "card_by_cost", priced)

	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.Card)
		want testkit.Fault
	}{
		"areas missing":        {func(c *readiness.Card) { c.Areas = nil }, testkit.Fault{Field: "Card.Areas", Reason: missing}},
		"areas out of order":   {func(c *readiness.Card) { c.Areas[1].Area = readiness.Systems }, testkit.Fault{Field: "Card.Areas[1].Area", Reason: conflict}},
		"area maximum":         {func(c *readiness.Card) { c.Areas[1].Maximum = 45 }, testkit.Fault{Field: "Card.Areas[1].Maximum", Reason: out}},
		"area maximum above":   {func(c *readiness.Card) { c.Areas[1].Maximum = 60 }, testkit.Fault{Field: "Card.Areas[1].Maximum", Reason: out}},
		"area maximum below":   {func(c *readiness.Card) { c.Areas[1].Maximum = -10 }, testkit.Fault{Field: "Card.Areas[1].Maximum", Reason: out}},
		"area points above":    {func(c *readiness.Card) { c.Areas[1].Points = 51 }, testkit.Fault{Field: "Card.Areas[1].Points", Reason: out}},
		"area points below":    {func(c *readiness.Card) { c.Areas[1].Points = 4 }, testkit.Fault{Field: "Card.Areas[1].Points", Reason: out}},
		"area share":           {func(c *readiness.Card) { c.Areas[1].Share = salesops.Defined(0.71) }, testkit.Fault{Field: "Card.Areas[1].Share", Reason: conflict}},
		"total":                {func(c *readiness.Card) { c.Total.Points++ }, testkit.Fault{Field: "Card.Total", Reason: conflict}},
		"score":                {func(c *readiness.Card) { c.Score++ }, testkit.Fault{Field: "Card.Score", Reason: conflict}},
		"coverage":             {func(c *readiness.Card) { c.Coverage = 0.9 }, testkit.Fault{Field: "Card.Coverage", Reason: conflict}},
		"weakest area":         {func(c *readiness.Card) { c.WeakestArea = readiness.Systems }, testkit.Fault{Field: "Card.WeakestArea", Reason: conflict}},
		"weakest items":        {func(c *readiness.Card) { c.WeakestItems = nil }, testkit.Fault{Field: "Card.WeakestItems", Reason: missing}},
		"weakest item twice":   {func(c *readiness.Card) { c.WeakestItems = append(c.WeakestItems, c.WeakestItems[0]) }, testkit.Fault{Field: "Card.WeakestItems[1]", Reason: conflict}},
		"weakest not the same": {func(c *readiness.Card) { c.WeakestItems = append(c.WeakestItems, scores[19]) }, testkit.Fault{Field: "Card.WeakestItems[1]", Reason: conflict}},
		"weakest score":        {func(c *readiness.Card) { c.WeakestItems[0].Score = 12 }, testkit.Fault{Field: "Card.WeakestItems[0].Score", Reason: out}},
		"weakest not applicable": {
			func(c *readiness.Card) { c.WeakestItems[0].Score, c.WeakestItems[0].NotApplicable = 0, true },
			testkit.Fault{Field: "Card.WeakestItems[0]", Reason: conflict},
		},
		"findings missing": {func(c *readiness.Card) { c.Findings = c.Findings[:3] }, testkit.Fault{Field: "Card.Findings", Reason: out}},
		"findings out of order": {
			func(c *readiness.Card) { c.Findings[2], c.Findings[3] = c.Findings[3], c.Findings[2] },
			testkit.Fault{Field: "Card.Findings[2].Rule", Reason: conflict},
		},
		"path missing":  {func(c *readiness.Card) { c.Path = nil }, testkit.Fault{Field: "Card.Path", Reason: conflict}},
		"path to":       {func(c *readiness.Card) { c.Path.To = readiness.FixGaps }, testkit.Fault{Field: "Card.Path.To", Reason: conflict}},
		"path points":   {func(c *readiness.Card) { c.Path.Points-- }, testkit.Fault{Field: "Card.Path.Points", Reason: conflict}},
		"path empty":    {func(c *readiness.Card) { c.Path.Raises = nil }, testkit.Fault{Field: "Card.Path.Raises", Reason: missing}},
		"raise twice":   {func(c *readiness.Card) { c.Path.Raises[1].Item = c.Path.Raises[0].Item }, testkit.Fault{Field: "Card.Path.Raises[1].Item", Reason: conflict}},
		"raise from":    {func(c *readiness.Card) { c.Path.Raises[0].From = 10 }, testkit.Fault{Field: "Card.Path.Raises[0].From", Reason: out}},
		"raise to":      {func(c *readiness.Card) { c.Path.Raises[0].To = c.Path.Raises[0].From }, testkit.Fault{Field: "Card.Path.Raises[0].To", Reason: out}},
		"raise too far": {func(c *readiness.Card) { c.Path.Raises[0].To = 11 }, testkit.Fault{Field: "Card.Path.Raises[0].To", Reason: out}},
		"raise without cost": {
			func(c *readiness.Card) { c.Path.Raises[0].Cost = nil },
			testkit.Fault{Field: "Card.Path.Raises[0].Cost", Reason: conflict},
		},
		"raise with a huge cost": {
			func(c *readiness.Card) { c.Path.Raises[0].Cost = price("1e40") },
			testkit.Fault{Field: "Card.Path.Raises[0].Cost", Reason: out},
		},
		"raise with a negative cost": {
			func(c *readiness.Card) { c.Path.Raises[0].Cost = price("-1") },
			testkit.Fault{Field: "Card.Path.Raises[0].Cost", Reason: out},
		},
		"path cost":         {func(c *readiness.Card) { c.Path.Cost = price("1") }, testkit.Fault{Field: "Card.Path.Cost", Reason: conflict}},
		"path without cost": {func(c *readiness.Card) { c.Path.Cost = nil }, testkit.Fault{Field: "Card.Path.Cost", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			var back readiness.Card
			testkit.RequireFaults(t, json.Unmarshal(edit(t, priced, tc.edit), &back), tc.want)
			require.Zero(t, back)
		})
	}
	t.Run("band", func(t *testing.T) {
		edited := edit(t, card, func(c *readiness.Card) { c.Band, c.Path = readiness.ScaleAggressively, nil })
		var back readiness.Card
		testkit.RequireFaults(t, json.Unmarshal(edited, &back), testkit.Fault{Field: "Card.Band", Reason: conflict})
	})
	t.Run("no area applies", func(t *testing.T) {
		edited := edit(t, card, func(c *readiness.Card) {
			c.Areas = nil
			for _, a := range readiness.Areas() {
				c.Areas = append(c.Areas, readiness.AreaScore{Area: a})
			}
		})
		var back readiness.Card
		testkit.RequireFaults(t, json.Unmarshal(edited, &back), testkit.Fault{Field: "Card.Areas", Reason: out})
	})
}

// The longest costs there are survive as well.
func TestCardJSONOfLongCosts(t *testing.T) {
	scores := even(20)
	for i := range scores {
		scores[i].CostPerPoint = price("999999999999.999999999999999999")
	}
	policy := readiness.AssessmentPolicy{MinFixGaps: 198, MinModerateGrowth: 199, MinScaleAggressively: 200, MinCoverage: 1}
	card, err := readiness.Assess(scores, policy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "177999999999999.999999999999999822", *card.Path.Cost)
	testkit.RoundTrip(t, card)
}
