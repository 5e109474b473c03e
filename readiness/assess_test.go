package readiness_test

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// sheet returns the scores given in published order; 0 stands for an item that
// does not apply.
func sheet(points ...int) readiness.Scores {
	scores := make(readiness.Scores, 0, len(points))
	for i, p := range points {
		scores = append(scores, readiness.ItemScore{Item: readiness.Items()[i], Score: p, NotApplicable: p == 0})
	}
	return scores
}

// sample adds up to 147 points: 33, 35, 39 and 40.
func sample() readiness.Scores {
	return sheet(
		7, 6, 7, 7, 6,
		8, 6, 5, 8, 8,
		8, 8, 8, 7, 8,
		8, 8, 8, 8, 8,
	)
}

// even returns scores that add up to the total, as even as they can be.
func even(total int) readiness.Scores {
	points := make([]int, readiness.MaxItems)
	for i := range total {
		points[i%len(points)]++
	}
	return sheet(points...)
}

func price(text string) *decimal.Decimal { return new(decimal.RequireFromString(text)) }

func assessment() readiness.AssessmentPolicy { return readiness.DefaultPolicy().AssessmentPolicy }

func TestAssess(t *testing.T) {
	card, err := readiness.Assess(sample(), assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.Total{Points: 147, Maximum: 200}, card.Total)
	require.Equal(t, 147.0, card.Score)
	require.Equal(t, 1.0, card.Coverage)
	require.Equal(t, readiness.ModerateGrowth, card.Band)
	require.Equal(t, []readiness.AreaScore{
		{Area: readiness.Process, Points: 33, Maximum: 50, Share: salesops.Defined(0.66)},
		{Area: readiness.Team, Points: 35, Maximum: 50, Share: salesops.Defined(0.70)},
		{Area: readiness.Systems, Points: 39, Maximum: 50, Share: salesops.Defined(0.78)},
		{Area: readiness.Customer, Points: 40, Maximum: 50, Share: salesops.Defined(0.80)},
	}, card.Areas)
	require.Equal(t, readiness.Process, card.WeakestArea)
	require.Equal(t, readiness.Scores{{Item: readiness.CapacityBuffer, Score: 5}}, card.WeakestItems)
	require.Equal(t, &readiness.Path{
		To: readiness.ScaleAggressively, Basis: readiness.FewestItems, Points: 13,
		Raises: []readiness.Raise{
			{Item: readiness.CapacityBuffer, From: 5, To: 10},
			{Item: readiness.Automation, From: 6, To: 10},
			{Item: readiness.Scalability, From: 6, To: 10},
		},
	}, card.Path)
	var findings []string
	for _, f := range card.Findings {
		findings = append(findings, f.String())
	}
	require.Equal(t, []string{
		"coverage: points that apply 200 < 180 points of 200: not fired, -20 to the line",
		"scale-aggressively: readiness 147 >= 160 points of 200: not fired, +13 to the line",
		"moderate-growth: readiness 147 >= 140 points of 200: fired, -7 to the line",
		"fix-gaps: readiness 147 >= 120 points of 200: fired, -27 to the line",
	}, findings)
}

func TestAssessBands(t *testing.T) {
	without := func(s readiness.Scores, items ...readiness.Item) readiness.Scores {
		for i := range s {
			for _, item := range items {
				if s[i].Item == item {
					s[i].Score, s[i].NotApplicable = 0, true
				}
			}
		}
		return s
	}
	// Eighteen items of 8 are 144 of 180, exactly 160 of 200.
	eights := func() readiness.Scores { return without(even(160), readiness.Reporting, readiness.Morale) }
	lower := func(s readiness.Scores) readiness.Scores { s[0].Score--; return s }
	for name, tc := range map[string]struct {
		scores readiness.Scores
		policy func(*readiness.AssessmentPolicy)
		band   readiness.Band
		points int
	}{
		"lowest":                      {scores: even(20), band: readiness.Overhaul, points: 100},
		"just below fix gaps":         {scores: even(119), band: readiness.Overhaul, points: 1},
		"at fix gaps":                 {scores: even(120), band: readiness.FixGaps, points: 20},
		"just below moderate growth":  {scores: even(139), band: readiness.FixGaps, points: 1},
		"at moderate growth":          {scores: even(140), band: readiness.ModerateGrowth, points: 20},
		"just below the top band":     {scores: even(159), band: readiness.ModerateGrowth, points: 1},
		"at the top band":             {scores: even(160), band: readiness.ScaleAggressively},
		"highest":                     {scores: even(200), band: readiness.ScaleAggressively},
		"at the top band, scaled":     {scores: eights(), band: readiness.ScaleAggressively},
		"just below it, scaled":       {scores: lower(eights()), band: readiness.ModerateGrowth, points: 1},
		"one item more is too few":    {scores: without(eights(), readiness.Security), band: readiness.Withheld},
		"a policy that asks for less": {scores: without(eights(), readiness.Security), policy: func(p *readiness.AssessmentPolicy) { p.MinCoverage = 0.85 }, band: readiness.ScaleAggressively},
		"and one that asks for a bit more": {
			scores: without(eights(), readiness.Security), band: readiness.Withheld,
			policy: func(p *readiness.AssessmentPolicy) { p.MinCoverage = math.Nextafter(0.85, 1) },
		},
		// 143 of 190 points; 152 of 200 are 144.4 of them, so it takes 145.
		"fractions of a point round up": {
			scores: without(lower(even(151)), readiness.Communication), band: readiness.ModerateGrowth, points: 2,
			policy: func(p *readiness.AssessmentPolicy) { p.MinScaleAggressively = 152 },
		},
		"edges of a policy": {
			scores: even(150), band: readiness.FixGaps, points: 1,
			policy: func(p *readiness.AssessmentPolicy) {
				p.MinFixGaps, p.MinModerateGrowth, p.MinScaleAggressively = 150, 151, 152
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			policy := assessment()
			if tc.policy != nil {
				tc.policy(&policy)
			}
			card, err := readiness.Assess(tc.scores, policy)
			require.NoError(t, err)
			require.Equal(t, tc.band, card.Band)
			if tc.points == 0 {
				require.Nil(t, card.Path)
				return
			}
			require.Equal(t, tc.points, card.Path.Points)
		})
	}
}

func TestAssessWithheldBand(t *testing.T) {
	scores := even(160)
	for i := range 5 {
		scores[5+i].Score, scores[5+i].NotApplicable = 0, true
	}
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.Withheld, card.Band)
	require.Equal(t, readiness.Total{Points: 120, Maximum: 150}, card.Total)
	require.Equal(t, 160.0, card.Score)
	require.Equal(t, 0.75, card.Coverage)
	team := card.Areas[1]
	require.Zero(t, team.Maximum)
	_, defined := team.Share.Value()
	require.False(t, defined)
	require.Equal(t, readiness.Process, card.WeakestArea)
	require.Equal(t, salesops.Fired, card.Findings[0].Outcome)
	require.NotEmpty(t, card.Findings[0].Note)
	for _, f := range card.Findings[1:] {
		require.Equal(t, salesops.NotApplicable, f.Outcome)
		require.NotEmpty(t, f.Note)
	}
}

// A weak area that comes after one where nothing applies is found.
func TestAssessWeakestArea(t *testing.T) {
	scores := sheet(0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 0, 4, 0, 0, 5, 5, 4, 5, 4, 4)
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.Customer, card.WeakestArea)
	var weakest []readiness.Item
	for _, i := range card.WeakestItems {
		weakest = append(weakest, i.Item)
	}
	require.Equal(t, []readiness.Item{readiness.Integration, readiness.QualityMetrics, readiness.IssueResolution, readiness.Communication}, weakest)

	scores[17].Score = 4
	scores[15].Score, scores[16].Score = 6, 5 // 23 of 50 against 9 of 20
	card, err = readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.Systems, card.WeakestArea)
}

func TestAssessByCost(t *testing.T) {
	scores := even(138) // 18 items of 7 and two of 6
	for i := range scores {
		scores[i].CostPerPoint = price("500")
	}
	scores[3].CostPerPoint = price("19.99")
	scores[8].CostPerPoint = price("19.990")
	scores[8].Score, scores[0].Score = 8, 6 // the same cost, less room
	scores[5].CostPerPoint = price("20")
	// 138 points: two are needed, the first from scores[3].
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.LeastCost, card.Path.Basis)
	require.Equal(t, 2, card.Path.Points)
	require.Len(t, card.Path.Raises, 1)
	require.Equal(t, readiness.Consistency, card.Path.Raises[0].Item)
	require.Equal(t, 9, card.Path.Raises[0].To)
	testkit.EqualDecimal(t, "39.98", *card.Path.Raises[0].Cost)
	testkit.EqualDecimal(t, "39.98", *card.Path.Cost)

	scores[1].Score = 1
	card, err = readiness.Assess(scores, assessment())
	require.NoError(t, err)
	var raised []readiness.Item
	for _, r := range card.Path.Raises {
		raised = append(raised, r.Item)
	}
	require.Equal(t, []readiness.Item{readiness.Consistency, readiness.LeadershipBench, readiness.SkillsCoverage}, raised)
	testkit.EqualDecimal(t, "159.95", *card.Path.Cost) // 5 at 19.99, 3 at 20
}

// An item that can't be raised has no part in what the path costs.
func TestAssessCostOfTheBest(t *testing.T) {
	scores := even(159) // the last has 7, the others 8
	scores[0].Score, scores[0].CostPerPoint = 10, price("3")
	scores[1].Score = 6
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.FewestItems, card.Path.Basis)

	for i := range scores[1:] {
		scores[i+1].CostPerPoint = price("2")
	}
	scores[0].CostPerPoint = nil
	card, err = readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.LeastCost, card.Path.Basis)
	testkit.EqualDecimal(t, "2", *card.Path.Cost)
}

func TestAssessRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type edit = func(readiness.Scores, *readiness.AssessmentPolicy) readiness.Scores
	item := func(change func(*readiness.ItemScore)) edit {
		return func(s readiness.Scores, _ *readiness.AssessmentPolicy) readiness.Scores { change(&s[3]); return s }
	}
	policy := func(change func(*readiness.AssessmentPolicy)) edit {
		return func(s readiness.Scores, p *readiness.AssessmentPolicy) readiness.Scores { change(p); return s }
	}
	for name, tc := range map[string]struct {
		edit edit
		want []testkit.Fault
	}{
		"none": {func(readiness.Scores, *readiness.AssessmentPolicy) readiness.Scores { return nil }, []testkit.Fault{{Field: "Scores", Reason: missing}}},
		"too many": {
			func(s readiness.Scores, _ *readiness.AssessmentPolicy) readiness.Scores { return append(s, s[0]) },
			[]testkit.Fault{{Field: "Scores", Reason: out}},
		},
		"one missing": {
			func(s readiness.Scores, _ *readiness.AssessmentPolicy) readiness.Scores { return s[:19] },
			[]testkit.Fault{{Field: "Scores[communication]", Reason: missing}},
		},
		"one twice": {
			item(func(i *readiness.ItemScore) { i.Item = readiness.Automation }),
			[]testkit.Fault{{Field: "Scores[3].Item", Reason: conflict}, {Field: "Scores[consistency]", Reason: missing}},
		},
		"unknown": {
			item(func(i *readiness.ItemScore) { i.Item = "speed" }),
			[]testkit.Fault{{Field: "Scores[3].Item", Reason: out}, {Field: "Scores[consistency]", Reason: missing}},
		},
		"without a name": {
			item(func(i *readiness.ItemScore) { i.Item = "" }),
			[]testkit.Fault{{Field: "Scores[3].Item", Reason: missing}, {Field: "Scores[consistency]", Reason: missing}},
		},
		"score 0":     {item(func(i *readiness.ItemScore) { i.Score = 0 }), []testkit.Fault{{Field: "Scores[3].Score", Reason: missing}}},
		"score 11":    {item(func(i *readiness.ItemScore) { i.Score = 11 }), []testkit.Fault{{Field: "Scores[3].Score", Reason: out}}},
		"score -1":    {item(func(i *readiness.ItemScore) { i.Score = -1 }), []testkit.Fault{{Field: "Scores[3].Score", Reason: out}}},
		"score given": {item(func(i *readiness.ItemScore) { i.NotApplicable = true }), []testkit.Fault{{Field: "Scores[3].Score", Reason: conflict}}},
		"name":        {item(func(i *readiness.ItemScore) { i.By = " Ada" }), []testkit.Fault{{Field: "Scores[3].By", Reason: out}}},
		"day":         {item(func(i *readiness.ItemScore) { i.On = salesops.Date{Year: 2026, Month: 2, Day: 30} }), []testkit.Fault{{Field: "Scores[3].On", Reason: out}}},
		"evidence too long": {
			item(func(i *readiness.ItemScore) { i.Evidence = strings.Repeat("x", readiness.MaxEvidence+1) }),
			[]testkit.Fault{{Field: "Scores[3].Evidence", Reason: out}},
		},
		"evidence is no text": {item(func(i *readiness.ItemScore) { i.Evidence = "\xff" }), []testkit.Fault{{Field: "Scores[3].Evidence", Reason: out}}},
		"cost negative":       {item(func(i *readiness.ItemScore) { i.CostPerPoint = price("-0.01") }), []testkit.Fault{{Field: "Scores[3].CostPerPoint", Reason: out}}},
		"cost too large":      {item(func(i *readiness.ItemScore) { i.CostPerPoint = price("1000000000000.01") }), []testkit.Fault{{Field: "Scores[3].CostPerPoint", Reason: out}}},
		"cost beyond the gate": {
			item(func(i *readiness.ItemScore) { i.CostPerPoint = new(decimal.New(1, 2_000_000_000)) }),
			[]testkit.Fault{{Field: "Scores[3].CostPerPoint", Reason: out}},
		},
		"cost of one item only": {
			func(readiness.Scores, *readiness.AssessmentPolicy) readiness.Scores {
				s := even(200)
				s[0].Score, s[1].Score, s[2].Score = 9, 9, 9
				s[0].CostPerPoint = price("1")
				return s
			},
			[]testkit.Fault{{Field: "Scores[automation].CostPerPoint", Reason: missing}, {Field: "Scores[error-rates].CostPerPoint", Reason: missing}},
		},
		"nothing applies": {
			func(readiness.Scores, *readiness.AssessmentPolicy) readiness.Scores {
				return sheet(make([]int, readiness.MaxItems)...)
			},
			[]testkit.Fault{{Field: "Scores", Reason: conflict}},
		},
		"everything at once": {
			func(s readiness.Scores, p *readiness.AssessmentPolicy) readiness.Scores {
				*p = readiness.AssessmentPolicy{}
				s[0].Score, s[19].Score = 12, 13
				return s
			},
			[]testkit.Fault{
				{Field: "Scores[0].Score", Reason: out}, {Field: "Scores[19].Score", Reason: out},
				{Field: "AssessmentPolicy.MinFixGaps", Reason: missing}, {Field: "AssessmentPolicy.MinModerateGrowth", Reason: missing},
				{Field: "AssessmentPolicy.MinScaleAggressively", Reason: missing},
			},
		},
		"edge beyond 200": {policy(func(p *readiness.AssessmentPolicy) { p.MinScaleAggressively = 201 }), []testkit.Fault{{Field: "AssessmentPolicy.MinScaleAggressively", Reason: out}}},
		"edges equal":     {policy(func(p *readiness.AssessmentPolicy) { p.MinFixGaps = 140 }), []testkit.Fault{{Field: "AssessmentPolicy.MinModerateGrowth", Reason: conflict}}},
		"edges equal at the top": {
			policy(func(p *readiness.AssessmentPolicy) { p.MinModerateGrowth = 160 }),
			[]testkit.Fault{{Field: "AssessmentPolicy.MinModerateGrowth", Reason: conflict}},
		},
		"coverage percent": {policy(func(p *readiness.AssessmentPolicy) { p.MinCoverage = 90 }), []testkit.Fault{{Field: "AssessmentPolicy.MinCoverage", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := assessment()
			scores := tc.edit(sample(), &p)
			card, err := readiness.Assess(scores, p)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, card)
		})
	}
}

// A card keeps nothing of the caller's.
func TestAssessKeepsNoInput(t *testing.T) {
	scores := sample()
	for i := range scores {
		scores[i].CostPerPoint = price("10")
	}
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	*scores[7].CostPerPoint = *price("99")
	scores[7].Score = 1
	testkit.EqualDecimal(t, "10", *card.WeakestItems[0].CostPerPoint)
	require.Equal(t, 5, card.WeakestItems[0].Score)
}

// What is given beyond the score is checked and shown with the weakest items.
func TestAssessKeepsEvidence(t *testing.T) {
	scores := sample()
	scores[7].By, scores[7].Evidence = "Ada", strings.Repeat("x", readiness.MaxEvidence)
	scores[7].On = salesops.Date{Year: 2026, Month: 11, Day: 20}
	card, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, readiness.Scores{scores[7]}, card.WeakestItems)
}
