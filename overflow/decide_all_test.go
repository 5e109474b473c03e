package overflow_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestDecideAll(t *testing.T) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	risky, wrong, poor := good, good, good
	risky.QualityRisk, wrong.Margin, wrong.QualityRisk, poor.Margin = 9, 55, math.NaN(), 0.1
	orders := []overflow.Order{good, wrong, risky, wrong, poor}

	decisions, err := overflow.DecideAll(orders, busy, policy)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Orders[1].QualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Orders[1].Margin", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Orders[3].QualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Orders[3].Margin", Reason: salesops.ErrOutOfRange},
	)
	require.Len(t, decisions, len(orders))
	require.Zero(t, decisions[1])
	require.Zero(t, decisions[3])
	actions := []overflow.Action{decisions[0].Action, decisions[2].Action, decisions[4].Action}
	require.Equal(t, []overflow.Action{overflow.Accept, overflow.Defer, overflow.Decline}, actions)

	each, err := overflow.DecideEach(slices.Values(orders), busy, policy)
	require.NoError(t, err)
	i := 0
	for decision, err := range each {
		require.Equal(t, decisions[i], decision)
		require.Equal(t, i == 1 || i == 3, err != nil)
		i++
	}
	require.Equal(t, len(orders), i)
	for decision, err := range each {
		require.NoError(t, err)
		require.Equal(t, overflow.Accept, decision.Action, "a caller may stop, and begin again")
		break
	}

	none, err := overflow.DecideAll(nil, busy, policy)
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestDecideAllRejects(t *testing.T) {
	decisions, err := overflow.DecideAll([]overflow.Order{good}, overflow.Situation{}, overflow.DecisionPolicy{})
	want := []testkit.Fault{
		{Field: "Situation.Demand", Reason: salesops.ErrMissing},
		{Field: "Situation.Capacity", Reason: salesops.ErrMissing},
		{Field: "DecisionPolicy.RiskResponse", Reason: salesops.ErrMissing},
		{Field: "DecisionPolicy.MarginBasis", Reason: salesops.ErrMissing},
	}
	testkit.RequireFaults(t, err, want...)
	require.Nil(t, decisions)

	each, err := overflow.DecideEach(nil, overflow.Situation{}, overflow.DecisionPolicy{})
	testkit.RequireFaults(t, err, append([]testkit.Fault{{Field: "Orders", Reason: salesops.ErrMissing}}, want...)...)
	require.Nil(t, each)

	if testing.Short() {
		return
	}
	policy := overflow.DefaultPolicy().DecisionPolicy
	decisions, err = overflow.DecideAll(make([]overflow.Order, overflow.MaxBatch+1), busy, policy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Orders", Reason: salesops.ErrOutOfRange})
	require.Nil(t, decisions)
}

func TestPrepare(t *testing.T) {
	d, err := overflow.Prepare(overflow.DecisionPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "DecisionPolicy.RiskResponse", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "DecisionPolicy.MarginBasis", Reason: salesops.ErrMissing},
	)
	require.Zero(t, d)
	decision, err := d.Decide(overflow.Order{QualityRisk: -1}, busy)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Decider", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Order.QualityRisk", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, decision)

	d, err = overflow.Prepare(overflow.DefaultPolicy().DecisionPolicy)
	require.NoError(t, err)
	_, err = d.Decide(good, overflow.Situation{Demand: 1, Capacity: 1, TeamMorale: 11})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Situation.TeamMorale", Reason: salesops.ErrOutOfRange})
}

func TestDecidingManyAllocatesNothing(t *testing.T) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	d, err := overflow.Prepare(policy)
	require.NoError(t, err)
	onLine := good
	onLine.Margin = 0.60
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = d.Decide(onLine, busy) }))
	orders := slices.Repeat([]overflow.Order{good, onLine}, 100)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _, _ = overflow.DecideAll(orders, busy, policy) }), 1.0)
}

func TestOverrule(t *testing.T) {
	decision, err := overflow.Decide(overflow.Order{QualityRisk: 9}, busy, overflow.DefaultPolicy().DecisionPolicy)
	require.NoError(t, err)
	override := overflow.Override{Action: overflow.AcceptWithResources, By: "A. Larsen", Why: "Pilot for the whole group."}
	o, err := overflow.Overrule(decision, override)
	require.NoError(t, err)
	require.Equal(t, overflow.Overruling{Action: overflow.AcceptWithResources, Decision: decision, Override: override}, o)
	testkit.Golden(t, "overruling", o)

	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		decision overflow.Decision
		override overflow.Override
		want     []testkit.Fault
	}{
		"nothing given": {decision, overflow.Override{}, []testkit.Fault{
			{Field: "Override.Action", Reason: missing}, {Field: "Override.By", Reason: missing}, {Field: "Override.Why", Reason: missing},
		}},
		"the same action": {
			decision, overflow.Override{Action: overflow.Decline, By: "A", Why: "B"},
			[]testkit.Fault{{Field: "Override.Action", Reason: conflict}},
		},
		"unknown action": {
			decision, overflow.Override{Action: "shrug", By: "A", Why: "B"},
			[]testkit.Fault{{Field: "Override.Action", Reason: out}},
		},
		"blank reason": {
			decision, overflow.Override{Action: overflow.Accept, By: "A", Why: " "},
			[]testkit.Fault{{Field: "Override.Why", Reason: missing}},
		},
		"reason too long": {
			decision, overflow.Override{Action: overflow.Accept, By: "A", Why: string(make([]byte, overflow.MaxReason+1))},
			[]testkit.Fault{{Field: "Override.Why", Reason: out}},
		},
		"reason not text": {
			decision, overflow.Override{Action: overflow.Accept, By: "A", Why: "\xff"},
			[]testkit.Fault{{Field: "Override.Why", Reason: out}},
		},
		"no decision": {
			overflow.Decision{}, override, []testkit.Fault{{Field: "Decision.Rule", Reason: conflict}},
		},
		"impossible decision": {
			overflow.Decision{Action: overflow.Decline, Rule: overflow.Otherwise}, override,
			[]testkit.Fault{{Field: "Decision.Action", Reason: conflict}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := overflow.Overrule(tc.decision, tc.override)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, o)
		})
	}
	longest := override
	longest.Why = string(slices.Repeat([]byte("x"), overflow.MaxReason))
	_, err = overflow.Overrule(decision, longest)
	require.NoError(t, err)

	var back overflow.Overruling
	testkit.RequireFaults(t, back.UnmarshalJSON([]byte(`{"action":"accept","decision":{"action":"decline","rule":"quality-risk",
		"fired":["quality-risk"]},"override":{"action":"defer","by":"A","why":"B"}}`)),
		testkit.Fault{Field: "Overruling.Action", Reason: conflict})
	testkit.RequireFaults(t, back.UnmarshalJSON([]byte(`{"action":"decline","decision":{"action":"decline","rule":"quality-risk",
		"fired":["quality-risk"]},"override":{"action":"decline","by":"A","why":""}}`)),
		testkit.Fault{Field: "Overruling.Override.Why", Reason: missing},
		testkit.Fault{Field: "Overruling.Override.Action", Reason: conflict})
}

func TestComparePolicies(t *testing.T) {
	from, to := overflow.DefaultPolicy(), overflow.DefaultPolicy()
	same, err := overflow.ComparePolicies(from, to)
	require.NoError(t, err)
	require.Equal(t, []overflow.PolicyChange{}, same)
	to.MaxQualityRisk, to.MarginBasis, to.SafetyDays = 4.5, overflow.ShareOfTarget, 3
	changes, err := overflow.ComparePolicies(from, to)
	require.NoError(t, err)
	require.Equal(t, []overflow.PolicyChange{
		{Field: "MaxQualityRisk", From: "5", To: "4.5"},
		{Field: "MarginBasis", From: "points", To: "share-of-target"},
		{Field: "SafetyDays", From: "0", To: "3"},
	}, changes)
	testkit.Golden(t, "policy_changes", changes)

	from.MaxQualityRisk, to.HorizonDays = 11, 0
	changes, err = overflow.ComparePolicies(from, to)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "From.MaxQualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "To.HorizonDays", Reason: salesops.ErrMissing},
	)
	require.Nil(t, changes)

	var back overflow.PolicyChange
	testkit.RequireFaults(t, back.UnmarshalJSON([]byte(`{"field":"","from":"5","to":"5"}`)),
		testkit.Fault{Field: "PolicyChange.Field", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "PolicyChange.To", Reason: salesops.ErrConflict})
}

func TestReplayOrders(t *testing.T) {
	from := overflow.DefaultPolicy().DecisionPolicy
	to := from
	to.MaxQualityRisk, to.MinTeamMorale = 2, 9
	idle := overflow.Situation{Demand: 1, Capacity: 2, TeamMorale: 1}
	low := good
	low.StrategicValue = 1
	past := []overflow.PastOrder{{Order: good, Situation: busy}, {Order: low, Situation: idle}, {Order: good, Situation: idle}}
	r, err := overflow.ReplayOrders(past, from, to)
	require.NoError(t, err)
	require.Equal(t, 3, r.Orders)
	require.Equal(t, []overflow.Shift{
		{From: overflow.Accept, To: overflow.Defer, Orders: 2}, {From: overflow.Accept, To: overflow.Decline, Orders: 1},
	}, r.Shifts)
	require.Len(t, r.Changed, 3)
	require.Equal(t, 1, r.Changed[1].Index)
	testkit.Golden(t, "replay", r)
	r, err = overflow.ReplayOrders(past, from, from)
	require.NoError(t, err)
	require.Equal(t, overflow.Replay{Orders: 3, Shifts: []overflow.Shift{}, Changed: []overflow.Redecision{}}, r)

	r, err = overflow.ReplayOrders(nil, overflow.DecisionPolicy{MaxQualityRisk: 11}, overflow.DecisionPolicy{MarginTolerance: 2})
	require.Zero(t, r)
	missing := salesops.ErrMissing
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "PastOrders", Reason: missing},
		testkit.Fault{Field: "From.MaxQualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "From.RiskResponse", Reason: missing}, testkit.Fault{Field: "From.MarginBasis", Reason: missing},
		testkit.Fault{Field: "To.RiskResponse", Reason: missing},
		testkit.Fault{Field: "To.MarginTolerance", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "To.MarginBasis", Reason: missing},
	)
	past[1].Order.Margin, past[1].Situation.Capacity = 2, 0
	r, err = overflow.ReplayOrders(past, from, to)
	require.Zero(t, r)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "PastOrders[1].Order.Margin", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "PastOrders[1].Situation.Capacity", Reason: missing},
	)
}

func TestReplayJSON(t *testing.T) {
	const (
		accept = `{"action":"accept","rule":"otherwise","fired":[]}`
		reject = `{"action":"decline","rule":"margin","fired":["margin"]}`
		shift  = `{"from":"accept","to":"decline","orders":`
	)
	for name, tc := range map[string]struct {
		text string
		want []testkit.Fault
	}{
		"good":            {`{"orders":2,"shifts":[` + shift + `1}],"changed":[{"index":1,"from":` + accept + `,"to":` + reject + `}]}`, nil},
		"wrong count":     {`{"orders":2,"shifts":[` + shift + `2}],"changed":[{"index":1,"from":` + accept + `,"to":` + reject + `}]}`, []testkit.Fault{{Field: "Replay.Shifts", Reason: salesops.ErrConflict}}},
		"no shifts":       {`{"orders":2,"shifts":[],"changed":[{"index":1,"from":` + accept + `,"to":` + reject + `}]}`, []testkit.Fault{{Field: "Replay.Shifts", Reason: salesops.ErrConflict}}},
		"index too large": {`{"orders":2,"shifts":[` + shift + `1}],"changed":[{"index":2,"from":` + accept + `,"to":` + reject + `}]}`, []testkit.Fault{{Field: "Replay.Changed[0].Index", Reason: salesops.ErrOutOfRange}}},
		"index twice":     {`{"orders":9,"shifts":[` + shift + `2}],"changed":[{"index":1,"from":` + accept + `,"to":` + reject + `},{"index":1,"from":` + accept + `,"to":` + reject + `}]}`, []testkit.Fault{{Field: "Replay.Changed[1].Index", Reason: salesops.ErrOutOfRange}}},
		"no change":       {`{"orders":2,"shifts":[{"from":"accept","to":"accept","orders":1}],"changed":[{"index":1,"from":` + accept + `,"to":` + accept + `}]}`, []testkit.Fault{{Field: "Replay.Changed[0].To", Reason: salesops.ErrConflict}}},
		"too many orders": {`{"orders":10000001,"shifts":[],"changed":[]}`, []testkit.Fault{{Field: "Replay.Orders", Reason: salesops.ErrOutOfRange}}},
	} {
		t.Run(name, func(t *testing.T) {
			var r overflow.Replay
			err := r.UnmarshalJSON([]byte(tc.text))
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, r)
		})
	}
}
