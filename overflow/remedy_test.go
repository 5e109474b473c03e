package overflow_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestRemedy(t *testing.T) {
	share := overflow.DefaultPolicy().DecisionPolicy
	share.MarginBasis = overflow.ShareOfTarget
	points := overflow.DefaultPolicy().DecisionPolicy
	for name, tc := range map[string]struct {
		edit   func(*overflow.Order, *overflow.Situation)
		policy overflow.DecisionPolicy
		remedy overflow.Remedy
		want   []overflow.Change
	}{
		"accepted": {func(*overflow.Order, *overflow.Situation) {}, points, overflow.NotNeeded, []overflow.Change{}},
		"accepted with resources": {
			func(_ *overflow.Order, s *overflow.Situation) { s.TeamMorale = 1 }, points, overflow.NotNeeded, []overflow.Change{},
		},
		"risk": {func(o *overflow.Order, _ *overflow.Situation) { o.QualityRisk = 5.3 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputQualityRisk, From: 5.3, To: 5, Distance: -0.3, Unit: "of 10"},
		}},
		"margin": {func(o *overflow.Order, _ *overflow.Situation) { o.Margin = 0.55 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputMargin, From: 0.55, To: 0.6, Distance: 0.05, Unit: "of the price"},
			{Input: overflow.InputTargetMargin, From: 0.8, To: 0.75, Distance: -0.05, Unit: "of the price"},
		}},
		"margin as a share of target": {func(o *overflow.Order, _ *overflow.Situation) { o.Margin, o.TargetMargin = 0.2, 0.35 }, share, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputMargin, From: 0.2, To: 0.28, Distance: 0.08, Unit: "of the price"},
			{Input: overflow.InputTargetMargin, From: 0.35, To: 0.25, Distance: -0.1, Unit: "of the price"},
		}},
		"loss": {func(o *overflow.Order, _ *overflow.Situation) { o.Margin, o.TargetMargin = -0.5, 0.1 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputMargin, From: -0.5, To: 0, Distance: 0.5, Unit: "of the price"},
		}},
		"value far, load near": {func(o *overflow.Order, _ *overflow.Situation) { o.StrategicValue = 2 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputDemand, From: 110, To: 100, Distance: -10, Unit: "in the unit of demand and capacity"},
			{Input: overflow.InputCapacity, From: 100, To: 110, Distance: 10, Unit: "in the unit of demand and capacity"},
			{Input: overflow.InputStrategicValue, From: 2, To: 7, Distance: 5, Unit: "of 10"},
		}},
		"value near, load far": {func(o *overflow.Order, s *overflow.Situation) { o.StrategicValue, s.Demand, s.TeamMorale = 6.5, 400, 1 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputStrategicValue, From: 6.5, To: 7, Distance: 0.5, Unit: "of 10"},
			{Input: overflow.InputDemand, From: 400, To: 100, Distance: -300, Unit: "in the unit of demand and capacity"},
			{Input: overflow.InputCapacity, From: 100, To: 400, Distance: 300, Unit: "in the unit of demand and capacity"},
		}},
		"equal shares stand in the order of the rules": {func(o *overflow.Order, s *overflow.Situation) { o.StrategicValue, s.Demand, s.Capacity = 2, 100, 50 }, points, overflow.OneChange, []overflow.Change{
			{Input: overflow.InputStrategicValue, From: 2, To: 7, Distance: 5, Unit: "of 10"},
			{Input: overflow.InputDemand, From: 100, To: 50, Distance: -50, Unit: "in the unit of demand and capacity"},
			{Input: overflow.InputCapacity, From: 50, To: 100, Distance: 50, Unit: "in the unit of demand and capacity"},
		}},
		"risk and value": {
			func(o *overflow.Order, _ *overflow.Situation) { o.QualityRisk, o.StrategicValue = 9, 1 }, points, overflow.SeveralChanges, []overflow.Change{},
		},
		"margin and value": {
			func(o *overflow.Order, _ *overflow.Situation) { o.Margin, o.StrategicValue = 0, 1 }, points, overflow.SeveralChanges, []overflow.Change{},
		},
		"risk and margin": {
			func(o *overflow.Order, _ *overflow.Situation) { o.QualityRisk, o.Margin = 9, 0 }, points, overflow.SeveralChanges, []overflow.Change{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			order, state := good, busy
			tc.edit(&order, &state)
			e, err := overflow.Explain(order, state, tc.policy)
			require.NoError(t, err)
			require.Equal(t, tc.remedy, e.Remedy)
			require.Equal(t, tc.want, e.Changes)
		})
	}
}

// apply returns the question with one input changed.
func apply(q question, input overflow.Input, to float64) question {
	switch input {
	case overflow.InputQualityRisk:
		q.order.QualityRisk = to
	case overflow.InputMargin:
		q.order.Margin = to
	case overflow.InputTargetMargin:
		q.order.TargetMargin = to
	case overflow.InputStrategicValue:
		q.order.StrategicValue = to
	case overflow.InputDemand:
		q.state.Demand = to
	case overflow.InputCapacity:
		q.state.Capacity = to
	}
	return q
}

func acceptable(t testkit.Failer, q question) bool {
	t.Helper()
	d, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	return d.Action == overflow.Accept || d.Action == overflow.AcceptWithResources
}

// Every change makes the order acceptable, and the float64 before it on the way
// does not. When there is none, no value of any input does.
func remedyProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	e, err := overflow.Explain(q.order, q.state, q.policy)
	require.NoError(t, err)
	require.Equal(t, acceptable(t, q), e.Remedy == overflow.NotNeeded)
	offered := make(map[overflow.Input]bool)
	for _, c := range e.Changes {
		require.True(t, acceptable(t, apply(q, c.Input, c.To)), "%+v", c)
		require.False(t, acceptable(t, apply(q, c.Input, math.Nextafter(c.To, c.From))), "%+v", c)
		offered[c.Input] = true
	}
	if e.Remedy == overflow.NotNeeded {
		return
	}
	require.Equal(t, e.Remedy == overflow.OneChange, len(e.Changes) > 0)
	for _, input := range overflow.Inputs() {
		if offered[input] {
			continue
		}
		ends := []float64{0, 1, 5, 10}
		switch input {
		case overflow.InputMargin, overflow.InputTargetMargin:
			ends = []float64{0, 0.5, 1}
		case overflow.InputDemand, overflow.InputCapacity:
			ends = []float64{1e-9, overflow.MaxLoad}
		case overflow.InputQualityRisk, overflow.InputStrategicValue:
		}
		for _, to := range ends {
			require.False(t, acceptable(t, apply(q, input, to)), "%s = %v", input, to)
		}
	}
}

// A prepared policy decides as the policy does.
func preparedProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	want, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	d, err := overflow.Prepare(q.policy)
	require.NoError(t, err)
	got, err := d.Decide(q.order, q.state)
	require.NoError(t, err)
	require.Equal(t, want, got)
	all, err := overflow.DecideAll([]overflow.Order{q.order, q.order}, q.state, q.policy)
	require.NoError(t, err)
	require.Equal(t, []overflow.Decision{want, want}, all)
}

// Of margins with more places than a float64 keeps apart the exact comparison
// still tells which is which.
func lineProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	q.order.QualityRisk, q.state.Demand = 0, q.state.Capacity
	q.policy.MaxQualityRisk = 10
	places := rapid.SampledFrom([]float64{1e4, 1e5, 1e9}).Draw(t, "places")
	q.policy.MarginTolerance = math.Round(rapid.Float64Range(0, 1).Draw(t, "tolerance")*places) / places
	q.order.TargetMargin = math.Round(rapid.Float64Range(0, 1).Draw(t, "target")*places) / places
	line := q.order.TargetMargin - q.policy.MarginTolerance
	if q.policy.MarginBasis == overflow.ShareOfTarget {
		line = q.order.TargetMargin * (1 - q.policy.MarginTolerance)
	}
	near := math.Round(line*places) / places
	q.order.Margin = min(max(rapid.SampledFrom([]float64{
		near, math.Nextafter(near, 2), math.Nextafter(near, -2), near + 1e-13, near - 1e-13, line,
	}).Draw(t, "margin"), -1), 1)
	fired, action := decideByRationals(q)
	d, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	require.Equal(t, fired, d.Fired.Rules())
	require.Equal(t, action, d.Action)
}

func TestRemedyProperty(t *testing.T)   { rapid.Check(t, remedyProperty) }
func TestPreparedProperty(t *testing.T) { rapid.Check(t, preparedProperty) }
func TestLineProperty(t *testing.T)     { rapid.Check(t, lineProperty) }

func FuzzRemedy(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(remedyProperty)) }
func FuzzPrepared(f *testing.F) { f.Fuzz(rapid.MakeFuzz(preparedProperty)) }
func FuzzLine(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(lineProperty)) }

func TestRemedyJSON(t *testing.T) {
	order := good
	order.StrategicValue = 2
	e, err := overflow.Explain(order, busy, overflow.DefaultPolicy().DecisionPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "explanation_deferred", e)
	data, err := json.Marshal(e)
	require.NoError(t, err)
	text := string(data)
	conflict := salesops.ErrConflict
	for name, tc := range map[string]struct {
		old, new string
		want     testkit.Fault
	}{
		"another remedy":      {`"remedy":"one-change"`, `"remedy":"not-needed"`, testkit.Fault{Field: "Explanation.Remedy", Reason: conflict}},
		"no changes":          {text[strings.Index(text, `"changes"`):], `"changes":[]}`, testkit.Fault{Field: "Explanation.Changes", Reason: salesops.ErrMissing}},
		"input of other rule": {`"input":"demand"`, `"input":"margin"`, testkit.Fault{Field: "Explanation.Changes[0].Input", Reason: conflict}},
		"wrong distance":      {`"distance":-10,`, `"distance":-9,`, testkit.Fault{Field: "Explanation.Changes[0].Distance", Reason: conflict}},
		"wrong unit":          {`"distance":5,"unit":"of 10"`, `"distance":5,"unit":"points"`, testkit.Fault{Field: "Explanation.Changes[2].Distance", Reason: conflict}},
		"no change":           {`"from":2,"to":7,"distance":5`, `"from":2,"to":2,"distance":0`, testkit.Fault{Field: "Explanation.Changes[2].Distance", Reason: conflict}},
		"out of order":        {`"from":2,"to":7,"distance":5`, `"from":6.9,"to":7,"distance":0.1`, testkit.Fault{Field: "Explanation.Changes[2].Distance", Reason: conflict}},
		"input twice":         {`"input":"capacity","from":100,"to":110,"distance":10`, `"input":"demand","from":100,"to":110,"distance":10`, testkit.Fault{Field: "Explanation.Changes[1].Input", Reason: conflict}},
		"nothing to share":    {`"from":110,"to":100,"distance":-10`, `"from":0,"to":100,"distance":100`, testkit.Fault{Field: "Explanation.Changes[0].Distance", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(text, tc.old, tc.new, 1)
			require.NotEqual(t, text, edited)
			var back overflow.Explanation
			testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), tc.want)
		})
	}
}
