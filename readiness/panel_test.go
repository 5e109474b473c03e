package readiness_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// panelOf returns the sheets given in published order; 0 stands for an item
// that does not apply.
func panelOf(sheets ...[]int) readiness.Panel {
	panel := make(readiness.Panel, len(sheets))
	for i, points := range sheets {
		panel[i] = readiness.Sheet{By: "assessor " + strconv.Itoa(i+1), Scores: sheet(points...)}
	}
	return panel
}

// opinions returns a panel that thinks 7 of every item, and the points given of
// automation.
func opinions(points ...int) readiness.Panel {
	panel := make(readiness.Panel, len(points))
	for i, p := range points {
		scores := even(140)
		scores[1].Score, scores[1].NotApplicable = p, p == 0
		panel[i] = readiness.Sheet{By: "assessor " + strconv.Itoa(i+1), Scores: scores}
	}
	return panel
}

func panelPolicy() readiness.PanelPolicy { return readiness.DefaultPolicy().PanelPolicy }

func TestReconcile(t *testing.T) {
	for name, tc := range map[string]struct {
		points   []int
		median   salesops.Maybe
		score    int
		spread   int
		disputed bool
		partly   bool
	}{
		"one":                         {[]int{4}, salesops.Defined(4), 4, 0, false, false},
		"two":                         {[]int{4, 6}, salesops.Defined(5), 5, 2, false, false},
		"a half point":                {[]int{5, 6}, salesops.Defined(5.5), 5, 1, false, false},
		"just below the line":         {[]int{4, 6, 6}, salesops.Defined(6), 6, 2, false, false},
		"at the line":                 {[]int{4, 6, 7}, salesops.Defined(6), 6, 3, true, false},
		"above the line":              {[]int{9, 1}, salesops.Defined(5), 5, 8, true, false},
		"any order":                   {[]int{10, 2, 8, 3}, salesops.Defined(5.5), 5, 8, true, false},
		"half say it does not apply":  {[]int{0, 8, 0, 6}, salesops.Defined(7), 7, 2, false, true},
		"most say it does not apply":  {[]int{0, 8, 0}, salesops.Defined(8), 0, 0, false, true},
		"apart, and few scored":       {[]int{0, 1, 0, 9, 0}, salesops.Defined(5), 0, 8, true, true},
		"all say that it does not":    {[]int{0, 0}, salesops.Undefined("nobody scored the item"), 0, 0, false, false},
		"one of two scored it":        {[]int{0, 9}, salesops.Defined(9), 9, 0, false, true},
		"the extremes do not move it": {[]int{1, 7, 7, 7, 10}, salesops.Defined(7), 7, 9, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readiness.Reconcile(opinions(tc.points...), panelPolicy())
			require.NoError(t, err)
			require.Equal(t, len(tc.points), c.Assessors)
			require.Equal(t, readiness.ItemScore{Item: readiness.Automation, Score: tc.score, NotApplicable: tc.score == 0}, c.Scores[1])
			got := c.Items[1]
			require.Equal(t, tc.median, got.Median)
			require.Equal(t, tc.spread, got.Spread)
			require.Equal(t, got.High-got.Low, got.Spread)
			want := []readiness.Item{}
			if tc.disputed {
				want = append(want, readiness.Automation)
			}
			require.Equal(t, want, c.Disputed)
			require.Equal(t, tc.partly, len(c.PartlyApplicable) == 1)
			for i, f := range c.Findings {
				testkit.Explains(t, f)
				require.Equal(t, string(readiness.Items()[i]), f.Subject)
			}
			testkit.RoundTrip(t, c)
			_, err = readiness.Assess(c.Scores, assessment())
			require.NoError(t, err)
		})
	}
}

func TestReconcilePolicy(t *testing.T) {
	policy := panelPolicy()
	policy.DisputedSpread = 1
	c, err := readiness.Reconcile(opinions(5, 6), policy)
	require.NoError(t, err)
	require.Equal(t, []readiness.Item{readiness.Automation}, c.Disputed)
	policy.DisputedSpread = 9
	c, err = readiness.Reconcile(opinions(1, 10), policy)
	require.NoError(t, err)
	require.Equal(t, []readiness.Item{readiness.Automation}, c.Disputed)
	for _, spread := range []int{-1, 10} {
		policy.DisputedSpread = spread
		_, err := readiness.Reconcile(opinions(5), policy)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "PanelPolicy.DisputedSpread", Reason: salesops.ErrOutOfRange})
	}
	_, err = readiness.Reconcile(opinions(5), readiness.PanelPolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PanelPolicy.DisputedSpread", Reason: salesops.ErrMissing})
}

func TestReconcileRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	many := make([]int, readiness.MaxAssessors+1)
	for i := range many {
		many[i] = 5
	}
	for name, tc := range map[string]struct {
		panel readiness.Panel
		edit  func(readiness.Panel)
		want  []testkit.Fault
	}{
		"nobody":       {panel: nil, want: []testkit.Fault{{Field: "Panel", Reason: missing}}},
		"too many":     {panel: opinions(many...), want: []testkit.Fault{{Field: "Panel", Reason: out}}},
		"no name":      {panel: opinions(5, 6), edit: func(p readiness.Panel) { p[1].By = "" }, want: []testkit.Fault{{Field: "Panel[1].By", Reason: missing}}},
		"a name twice": {panel: opinions(5, 6), edit: func(p readiness.Panel) { p[1].By = p[0].By }, want: []testkit.Fault{{Field: "Panel[1].By", Reason: conflict}}},
		"an empty sheet": {
			panel: opinions(5, 6), edit: func(p readiness.Panel) { p[1].Scores = nil },
			want: []testkit.Fault{{Field: "Panel[1].Scores", Reason: missing}},
		},
		"faults of two sheets": {
			panel: opinions(5, 11),
			edit:  func(p readiness.Panel) { p[0].Scores = p[0].Scores[:19] },
			want: []testkit.Fault{
				{Field: "Panel[0].Scores[communication]", Reason: missing}, {Field: "Panel[1].Scores[1].Score", Reason: out},
			},
		},
		"a sheet without an item that applies": {
			panel: panelOf(make([]int, 20), sampleInts()),
			want:  []testkit.Fault{{Field: "Panel[0].Scores", Reason: conflict}},
		},
		"a cost": {
			panel: opinions(5, 6),
			edit: func(p readiness.Panel) {
				for i := range p[1].Scores {
					p[1].Scores[i].CostPerPoint = price("1")
				}
				p[1].Scores = append(p[1].Scores[:0:0], p[1].Scores...)
				for i := range p[1].Scores[1:] {
					p[1].Scores[i+1].CostPerPoint = nil
				}
				p[1].Scores[0].Score, p[1].Scores[0].NotApplicable = 10, false
			},
			want: []testkit.Fault{{Field: "Panel[1].Scores[0].CostPerPoint", Reason: conflict}},
		},
		"nothing applies to half of them": {
			panel: panelOf(only(0), only(1), only(2)),
			want:  []testkit.Fault{{Field: "Panel", Reason: conflict}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.edit != nil {
				tc.edit(tc.panel)
			}
			c, err := readiness.Reconcile(tc.panel, panelPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, c)
		})
	}
}

func sampleInts() []int {
	points := make([]int, readiness.MaxItems)
	for i := range points {
		points[i] = 7
	}
	return points
}

// only returns the points of a sheet on which only one item applies.
func only(place int) []int {
	points := make([]int, readiness.MaxItems)
	points[place] = 8
	return points
}

func TestCompare(t *testing.T) {
	before, after := sample(), sample()
	after[0].Score, after[6].Score = 9, 5
	after[19].Score, after[19].NotApplicable = 0, true
	m, err := readiness.Compare(readiness.Assessments{Before: before, After: after}, assessment())
	require.NoError(t, err)
	require.Equal(t, []readiness.ItemMove{
		{Item: readiness.DocumentedProcedures, Move: readiness.MovedUp, From: 7, To: 9, Change: 2},
		{Item: readiness.CrossTraining, Move: readiness.MovedDown, From: 6, To: 5, Change: -1},
		{Item: readiness.Communication, Move: readiness.NotComparable, From: 8, To: 0, Change: -8},
	}, m.Items)
	require.Equal(t, -7, m.Change)
	require.Equal(t, readiness.Total{Points: 147, Maximum: 200}, m.From)
	require.Equal(t, readiness.Total{Points: 140, Maximum: 190}, m.To)
	// 140/190 of 200 is 147.37, although there are fewer points.
	require.Equal(t, readiness.MovedUp, m.Move)
	require.InDelta(t, 0.368421, m.ScoreChange, 1e-6)
	require.Equal(t, []readiness.Move{readiness.MovedUp, readiness.MovedDown, readiness.NotMoved, readiness.NotMoved},
		[]readiness.Move{m.Areas[0].Move, m.Areas[1].Move, m.Areas[2].Move, m.Areas[3].Move})
	require.Equal(t, readiness.NotMoved, m.BandMove)
	require.Equal(t, salesops.Fired, m.Findings[1].Outcome)
	require.Equal(t, salesops.NotFired, m.Findings[4].Outcome)
	for _, f := range m.Findings {
		testkit.Explains(t, f)
	}
	testkit.RoundTrip(t, m)
}

func TestCompareBands(t *testing.T) {
	without := sheet(0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)
	for name, tc := range map[string]struct {
		before, after readiness.Scores
		move, band    readiness.Move
	}{
		"same":          {even(150), even(150), readiness.NotMoved, readiness.NotMoved},
		"inside a band": {even(140), even(159), readiness.MovedUp, readiness.NotMoved},
		"over an edge":  {even(159), even(160), readiness.MovedUp, readiness.MovedUp},
		"two bands":     {even(160), even(120), readiness.MovedDown, readiness.MovedDown},
		"withheld now":  {even(160), without, readiness.NotMoved, readiness.NotComparable},
		"withheld then": {without, even(150), readiness.MovedDown, readiness.NotComparable},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := readiness.Compare(readiness.Assessments{Before: tc.before, After: tc.after}, assessment())
			require.NoError(t, err)
			require.Equal(t, tc.move, m.Move)
			require.Equal(t, tc.band, m.BandMove)
		})
	}
}

func TestCompareRejects(t *testing.T) {
	bad := sample()
	bad[3].Score = 0
	m, err := readiness.Compare(readiness.Assessments{Before: bad, After: sample()[:19]}, readiness.AssessmentPolicy{})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Assessments.Before[3].Score", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Assessments.After[communication]", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "AssessmentPolicy.MinFixGaps", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "AssessmentPolicy.MinModerateGrowth", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "AssessmentPolicy.MinScaleAggressively", Reason: salesops.ErrMissing},
	)
	require.Zero(t, m)
}
