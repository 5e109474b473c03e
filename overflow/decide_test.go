package overflow_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// good is an order that no rule stops, in a team under load.
var (
	good = overflow.Order{QualityRisk: 3, Margin: 0.80, TargetMargin: 0.80, StrategicValue: 8}
	busy = overflow.Situation{Demand: 110, Capacity: 100, TeamMorale: 8}
)

func TestDecide(t *testing.T) {
	type rules = []overflow.Rule
	for name, tc := range map[string]struct {
		order  func(*overflow.Order)
		state  func(*overflow.Situation)
		policy func(*overflow.DecisionPolicy)
		action overflow.Action
		rule   overflow.Rule
		fired  rules
	}{
		"nothing fires": {action: overflow.Accept, rule: overflow.Otherwise, fired: rules{}},
		"risk just below the line": {
			order:  func(o *overflow.Order) { o.QualityRisk = math.Nextafter(5, 0) },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"risk at the line": {
			order:  func(o *overflow.Order) { o.QualityRisk = 5 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"risk just above the line defers a strategic order": {
			order:  func(o *overflow.Order) { o.QualityRisk = math.Nextafter(5, 6) },
			action: overflow.Defer, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk},
		},
		"risk defers at the strategic line": {
			order:  func(o *overflow.Order) { o.QualityRisk, o.StrategicValue = 6, 7 },
			action: overflow.Defer, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk},
		},
		"risk declines below the strategic line": {
			order:  func(o *overflow.Order) { o.QualityRisk, o.StrategicValue = 6, math.Nextafter(7, 0) },
			action: overflow.Decline, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk, overflow.StrategicValue},
		},
		"risk declines a strategic order with a poor margin": {
			order:  func(o *overflow.Order) { o.QualityRisk, o.Margin = 6, 0.59 },
			action: overflow.Decline, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk, overflow.Margin},
		},
		"risk always declines": {
			order:  func(o *overflow.Order) { o.QualityRisk = 6 },
			policy: func(p *overflow.DecisionPolicy) { p.RiskResponse = overflow.AlwaysDecline },
			action: overflow.Decline, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk},
		},
		"risk always defers": {
			order:  func(o *overflow.Order) { o.QualityRisk, o.StrategicValue, o.Margin = 6, 0, 0 },
			policy: func(p *overflow.DecisionPolicy) { p.RiskResponse = overflow.AlwaysDefer },
			action: overflow.Defer, rule: overflow.QualityRisk,
			fired: rules{overflow.QualityRisk, overflow.Margin, overflow.StrategicValue},
		},
		"margin at the line, not representable": { // 0.8 - 0.2 is 0.6000000000000001 in float64
			order:  func(o *overflow.Order) { o.Margin = 0.60 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"margin just below the line": {
			order:  func(o *overflow.Order) { o.Margin = math.Nextafter(0.60, 0) },
			action: overflow.Decline, rule: overflow.Margin, fired: rules{overflow.Margin},
		},
		"margin line is never below zero": {
			order:  func(o *overflow.Order) { o.TargetMargin, o.Margin = 0.10, 0 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"loss below a line of zero": {
			order:  func(o *overflow.Order) { o.TargetMargin, o.Margin = 0.10, -0.01 },
			action: overflow.Decline, rule: overflow.Margin, fired: rules{overflow.Margin},
		},
		"margin at the line as a share of target": {
			order:  func(o *overflow.Order) { o.TargetMargin, o.Margin = 0.35, 0.28 },
			policy: func(p *overflow.DecisionPolicy) { p.MarginBasis = overflow.ShareOfTarget },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"margin below the line as a share of target": {
			order:  func(o *overflow.Order) { o.TargetMargin, o.Margin = 0.35, 0.2799 },
			policy: func(p *overflow.DecisionPolicy) { p.MarginBasis = overflow.ShareOfTarget },
			action: overflow.Decline, rule: overflow.Margin, fired: rules{overflow.Margin},
		},
		"strategic value at the line": {
			order:  func(o *overflow.Order) { o.StrategicValue = 7 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"strategic value below the line": {
			order:  func(o *overflow.Order) { o.StrategicValue = math.Nextafter(7, 0) },
			action: overflow.Defer, rule: overflow.StrategicValue, fired: rules{overflow.StrategicValue},
		},
		"morale at the line": {
			state:  func(s *overflow.Situation) { s.TeamMorale = 6 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"morale below the line": {
			state:  func(s *overflow.Situation) { s.TeamMorale = math.Nextafter(6, 0) },
			action: overflow.AcceptWithResources, rule: overflow.TeamMorale, fired: rules{overflow.TeamMorale},
		},
		"demand at capacity is not above it": {
			order:  func(o *overflow.Order) { o.StrategicValue = 0 },
			state:  func(s *overflow.Situation) { s.Demand, s.TeamMorale = 100, 0 },
			action: overflow.Accept, rule: overflow.Otherwise, fired: rules{},
		},
		"demand just above capacity": {
			order:  func(o *overflow.Order) { o.StrategicValue = 0 },
			state:  func(s *overflow.Situation) { s.Demand, s.TeamMorale = math.Nextafter(100, 101), 0 },
			action: overflow.Defer, rule: overflow.StrategicValue, fired: rules{overflow.StrategicValue, overflow.TeamMorale},
		},
		"risk and margin count with capacity to spare": {
			order:  func(o *overflow.Order) { o.QualityRisk, o.Margin, o.StrategicValue = 9, 0, 0 },
			state:  func(s *overflow.Situation) { s.Demand, s.TeamMorale = 50, 0 },
			action: overflow.Decline, rule: overflow.QualityRisk, fired: rules{overflow.QualityRisk, overflow.Margin},
		},
		"all fire": {
			order: func(o *overflow.Order) {
				*o = overflow.Order{QualityRisk: 10, Margin: -overflow.MaxLoss, TargetMargin: 1}
			},
			state:  func(s *overflow.Situation) { s.TeamMorale = 0 },
			action: overflow.Decline, rule: overflow.QualityRisk, fired: overflow.Rules()[:4],
		},
	} {
		t.Run(name, func(t *testing.T) {
			order, state, policy := good, busy, overflow.DefaultPolicy().DecisionPolicy
			if tc.order != nil {
				tc.order(&order)
			}
			if tc.state != nil {
				tc.state(&state)
			}
			if tc.policy != nil {
				tc.policy(&policy)
			}
			d, err := overflow.Decide(order, state, policy)
			require.NoError(t, err)
			require.Equal(t, tc.action, d.Action)
			require.Equal(t, tc.rule, d.Rule)
			require.Equal(t, tc.fired, d.Fired.Rules())
		})
	}
}

func TestDecideRejects(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(*overflow.Order, *overflow.Situation, *overflow.DecisionPolicy)
		want testkit.Fault
	}{
		"risk above 10": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) {
			o.QualityRisk = math.Nextafter(10, 11)
		}, testkit.Fault{Field: "Order.QualityRisk", Reason: out}},
		"risk below 0": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.QualityRisk = -1e-300 }, testkit.Fault{Field: "Order.QualityRisk", Reason: out}},
		"risk NaN":     {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.QualityRisk = math.NaN() }, testkit.Fault{Field: "Order.QualityRisk", Reason: out}},
		"margin above 1": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) {
			o.Margin = math.Nextafter(1, 2)
		}, testkit.Fault{Field: "Order.Margin", Reason: out}},
		"margin too low": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) {
			o.Margin = math.Nextafter(-overflow.MaxLoss, -2000)
		}, testkit.Fault{Field: "Order.Margin", Reason: out}},
		"margin NaN":      {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.Margin = math.NaN() }, testkit.Fault{Field: "Order.Margin", Reason: out}},
		"target percent":  {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.TargetMargin = 35 }, testkit.Fault{Field: "Order.TargetMargin", Reason: out}},
		"target negative": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.TargetMargin = -0.01 }, testkit.Fault{Field: "Order.TargetMargin", Reason: out}},
		"strategic above": {func(o *overflow.Order, _ *overflow.Situation, _ *overflow.DecisionPolicy) { o.StrategicValue = 11 }, testkit.Fault{Field: "Order.StrategicValue", Reason: out}},
		"demand missing":  {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) { s.Demand = 0 }, testkit.Fault{Field: "Situation.Demand", Reason: missing}},
		"demand infinite": {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) { s.Demand = math.Inf(1) }, testkit.Fault{Field: "Situation.Demand", Reason: out}},
		"demand negative": {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) { s.Demand = -1 }, testkit.Fault{Field: "Situation.Demand", Reason: out}},
		"demand too large": {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) {
			s.Demand = overflow.MaxLoad + 1
		}, testkit.Fault{Field: "Situation.Demand", Reason: out}},
		"capacity missing": {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) { s.Capacity = 0 }, testkit.Fault{Field: "Situation.Capacity", Reason: missing}},
		"capacity too much": {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) {
			s.Capacity = overflow.MaxLoad + 1
		}, testkit.Fault{Field: "Situation.Capacity", Reason: out}},
		"morale above":    {func(_ *overflow.Order, s *overflow.Situation, _ *overflow.DecisionPolicy) { s.TeamMorale = 10.5 }, testkit.Fault{Field: "Situation.TeamMorale", Reason: out}},
		"policy risk":     {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) { p.MaxQualityRisk = 11 }, testkit.Fault{Field: "DecisionPolicy.MaxQualityRisk", Reason: out}},
		"policy response": {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) { p.RiskResponse = "shrug" }, testkit.Fault{Field: "DecisionPolicy.RiskResponse", Reason: out}},
		"policy tolerance": {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) {
			p.MarginTolerance = math.Nextafter(1, 2)
		}, testkit.Fault{Field: "DecisionPolicy.MarginTolerance", Reason: out}},
		"policy basis":     {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) { p.MarginBasis = "" }, testkit.Fault{Field: "DecisionPolicy.MarginBasis", Reason: missing}},
		"policy strategic": {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) { p.MinStrategicValue = -1 }, testkit.Fault{Field: "DecisionPolicy.MinStrategicValue", Reason: out}},
		"policy morale": {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) {
			p.MinTeamMorale = math.NaN()
		}, testkit.Fault{Field: "DecisionPolicy.MinTeamMorale", Reason: out}},
		"policy tolerance below": {func(_ *overflow.Order, _ *overflow.Situation, p *overflow.DecisionPolicy) { p.MarginTolerance = -0.1 }, testkit.Fault{Field: "DecisionPolicy.MarginTolerance", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			order, state, policy := good, busy, overflow.DefaultPolicy().DecisionPolicy
			tc.edit(&order, &state, &policy)
			d, err := overflow.Decide(order, state, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, d)
			e, err := overflow.Explain(order, state, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, e)
		})
	}
}

func TestDecideReportsEveryFault(t *testing.T) {
	_, err := overflow.Decide(overflow.Order{QualityRisk: 11, Margin: 2}, overflow.Situation{}, overflow.DecisionPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Order.QualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Order.Margin", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Situation.Demand", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Situation.Capacity", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "DecisionPolicy.RiskResponse", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "DecisionPolicy.MarginBasis", Reason: salesops.ErrMissing},
	)
}

func TestDecideAllocatesNothing(t *testing.T) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	share := policy
	share.MarginBasis = overflow.ShareOfTarget
	onLine, poor, risky := good, good, good
	onLine.Margin, poor.Margin, risky.QualityRisk = 0.60, 0.123456789012345, 9
	shareLine := good
	shareLine.Margin, shareLine.TargetMargin = 0.28, 0.35
	for _, order := range []overflow.Order{good, onLine, poor, risky, shareLine} {
		for _, p := range []overflow.DecisionPolicy{policy, share} {
			require.Zero(t, testing.AllocsPerRun(100, func() {
				_, _ = overflow.Decide(order, busy, p)
			}), "%+v", order)
		}
	}
}

func TestRuleSetJSON(t *testing.T) {
	for name, text := range map[string]string{
		"not a list":      `"margin"`,
		"unknown rule":    `["price"]`,
		"twice":           `["margin","margin"]`,
		"cannot fire":     `["otherwise"]`,
		"not a text":      `[3]`,
		"object in place": `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			var set overflow.RuleSet
			require.NotEmpty(t, salesops.InputErrors(set.UnmarshalJSON([]byte(text))))
			require.Zero(t, set)
		})
	}
	var set overflow.RuleSet
	require.NoError(t, set.UnmarshalJSON([]byte(`["team-morale","quality-risk"]`)))
	require.Equal(t, []overflow.Rule{overflow.QualityRisk, overflow.TeamMorale}, set.Rules())
	require.False(t, set.Has(overflow.Otherwise))
	require.False(t, set.Has("no such rule"))
}

func TestDecisionJSON(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want testkit.Fault
	}{
		"missing key":         {`{"action":"accept","rule":"otherwise"}`, testkit.Fault{Field: "Decision.Fired", Reason: salesops.ErrMissing}},
		"unknown key":         {`{"action":"accept","rule":"otherwise","fired":[],"why":1}`, testkit.Fault{Field: "Decision.why", Reason: salesops.ErrOutOfRange}},
		"unknown action":      {`{"action":"Accept","rule":"otherwise","fired":[]}`, testkit.Fault{Field: "Decision.Action", Reason: salesops.ErrOutOfRange}},
		"rule did not fire":   {`{"action":"decline","rule":"margin","fired":[]}`, testkit.Fault{Field: "Decision.Rule", Reason: salesops.ErrConflict}},
		"rule not the first":  {`{"action":"decline","rule":"margin","fired":["margin","quality-risk"]}`, testkit.Fault{Field: "Decision.Rule", Reason: salesops.ErrConflict}},
		"action of none":      {`{"action":"defer","rule":"otherwise","fired":[]}`, testkit.Fault{Field: "Decision.Action", Reason: salesops.ErrConflict}},
		"risk cannot accept":  {`{"action":"accept","rule":"quality-risk","fired":["quality-risk"]}`, testkit.Fault{Field: "Decision.Action", Reason: salesops.ErrConflict}},
		"margin cannot defer": {`{"action":"defer","rule":"margin","fired":["margin"]}`, testkit.Fault{Field: "Decision.Action", Reason: salesops.ErrConflict}},
	} {
		t.Run(name, func(t *testing.T) {
			var d overflow.Decision
			testkit.RequireFaults(t, d.UnmarshalJSON([]byte(tc.text)), tc.want)
			require.Zero(t, d)
		})
	}
}
