package overflow_test

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// scores land on the lines, beside them and anywhere.
func scores() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{0, 5, 6, 7, 10, math.Nextafter(5, 6), math.Nextafter(6, 0), math.Nextafter(7, 0)}),
		rapid.Map(rapid.IntRange(0, 100), func(n int) float64 { return float64(n) / 10 }),
		rapid.Float64Range(0, overflow.MaxScore),
	)
}

func percents(low, high int) *rapid.Generator[float64] {
	return rapid.Map(rapid.IntRange(low, high), func(n int) float64 { return float64(n) / 100 })
}

type question struct {
	order  overflow.Order
	state  overflow.Situation
	policy overflow.DecisionPolicy
}

func questions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		var q question
		q.policy = overflow.DecisionPolicy{
			MaxQualityRisk:    scores().Draw(t, "max quality risk"),
			RiskResponse:      rapid.SampledFrom(overflow.RiskResponses()).Draw(t, "risk response"),
			MarginTolerance:   percents(0, 100).Draw(t, "margin tolerance"),
			MarginBasis:       rapid.SampledFrom(overflow.MarginBases()).Draw(t, "margin basis"),
			MinStrategicValue: scores().Draw(t, "min strategic value"),
			MinTeamMorale:     scores().Draw(t, "min team morale"),
		}
		target := rapid.OneOf(percents(0, 100), rapid.Float64Range(0, 1)).Draw(t, "target margin")
		// The line itself, rounded to whole percents: for whole percents it is the line.
		line := math.Round(100*(target-q.policy.MarginTolerance)) / 100
		q.order = overflow.Order{
			QualityRisk:  scores().Draw(t, "quality risk"),
			TargetMargin: target,
			Margin: rapid.OneOf(
				rapid.SampledFrom([]float64{0, line, math.Nextafter(line, 2), math.Nextafter(line, -2), -overflow.MaxLoss}),
				percents(-100, 100), rapid.Float64Range(-1, 1),
			).Draw(t, "margin"),
			StrategicValue: scores().Draw(t, "strategic value"),
		}
		q.order.Margin = min(q.order.Margin, 1)
		loads := rapid.OneOf(rapid.SampledFrom([]float64{1, 100, overflow.MaxLoad}), rapid.Float64Range(1e-9, 1e9))
		q.state = overflow.Situation{
			Demand: loads.Draw(t, "demand"), Capacity: loads.Draw(t, "capacity"), TeamMorale: scores().Draw(t, "team morale"),
		}
		return q
	})
}

func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// An independent reading of OVF-1 in exact rationals.
func decideByRationals(q question) (fired []overflow.Rule, action overflow.Action) {
	tolerance := rat(q.policy.MarginTolerance)
	if q.policy.MarginBasis == overflow.ShareOfTarget {
		tolerance.Mul(tolerance, rat(q.order.TargetMargin))
	}
	line := new(big.Rat).Sub(rat(q.order.TargetMargin), tolerance)
	if line.Sign() < 0 {
		line.SetInt64(0)
	}
	fired = []overflow.Rule{}
	add := func(r overflow.Rule, fires bool) {
		if fires {
			fired = append(fired, r)
		}
	}
	overload := rat(q.state.Demand).Cmp(rat(q.state.Capacity)) > 0
	add(overflow.QualityRisk, rat(q.order.QualityRisk).Cmp(rat(q.policy.MaxQualityRisk)) > 0)
	add(overflow.Margin, rat(q.order.Margin).Cmp(line) < 0)
	add(overflow.StrategicValue, overload && rat(q.order.StrategicValue).Cmp(rat(q.policy.MinStrategicValue)) < 0)
	add(overflow.TeamMorale, overload && rat(q.state.TeamMorale).Cmp(rat(q.policy.MinTeamMorale)) < 0)
	switch {
	case len(fired) == 0:
		return fired, overflow.Accept
	case fired[0] == overflow.QualityRisk:
		worthIt := q.order.StrategicValue >= q.policy.MinStrategicValue && !slices.Contains(fired, overflow.Margin)
		if q.policy.RiskResponse == overflow.AlwaysDefer || q.policy.RiskResponse == overflow.DeferStrategic && worthIt {
			return fired, overflow.Defer
		}
		return fired, overflow.Decline
	case fired[0] == overflow.Margin:
		return fired, overflow.Decline
	case fired[0] == overflow.StrategicValue:
		return fired, overflow.Defer
	default:
		return fired, overflow.AcceptWithResources
	}
}

func exactProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	fired, action := decideByRationals(q)
	d, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	require.Equal(t, fired, d.Fired.Rules())
	require.Equal(t, action, d.Action)
}

func explainsProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	d, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	e, err := overflow.Explain(q.order, q.state, q.policy)
	require.NoError(t, err)
	require.Equal(t, d, e.Decision)
	decider := overflow.Otherwise
	for i, f := range slices.Backward(e.Findings) {
		testkit.Explains(t, f)
		require.Equal(t, string(overflow.Rules()[i]), f.Rule)
		require.Equal(t, d.Fired.Has(overflow.Rules()[i]), f.Outcome == salesops.Fired)
		if f.Outcome == salesops.Fired {
			decider = overflow.Rules()[i]
		}
	}
	require.Equal(t, decider, d.Rule)
}

func roundTripProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	e, err := overflow.Explain(q.order, q.state, q.policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, e)
	testkit.RoundTrip(t, e.Decision)
	all := overflow.DefaultPolicy()
	all.DecisionPolicy = q.policy
	testkit.RoundTrip(t, all)
}

// A better order in a better situation never gets a harsher answer.
func monotoneProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	better := q
	switch rapid.IntRange(0, 4).Draw(t, "what gets better") {
	case 0:
		better.order.QualityRisk = rapid.Float64Range(0, q.order.QualityRisk).Draw(t, "less risk")
	case 1:
		better.order.Margin = rapid.Float64Range(q.order.Margin, 1).Draw(t, "more margin")
	case 2:
		better.order.StrategicValue = rapid.Float64Range(q.order.StrategicValue, overflow.MaxScore).Draw(t, "more value")
	case 3:
		better.state.TeamMorale = rapid.Float64Range(q.state.TeamMorale, overflow.MaxScore).Draw(t, "more morale")
	case 4:
		better.state.Capacity = rapid.Float64Range(q.state.Capacity, overflow.MaxLoad).Draw(t, "more capacity")
	}
	before, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	after, err := overflow.Decide(better.order, better.state, q.policy)
	require.NoError(t, err)
	harshness := func(d overflow.Decision) int { return slices.Index(overflow.Actions(), d.Action) }
	// Deferring every risky order is the one policy under which less risk may
	// turn a deferral into a refusal, by a rule that was second before.
	if q.policy.RiskResponse == overflow.AlwaysDefer && before.Rule == overflow.QualityRisk {
		require.Subset(t, before.Fired.Rules(), after.Fired.Rules())
		return
	}
	require.LessOrEqual(t, harshness(after), harshness(before))
}

// Demand and capacity in another unit give the same decision.
func scaleProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	scaled := q
	factor := math.Ldexp(1, rapid.IntRange(-20, 0).Draw(t, "power of two"))
	scaled.state.Demand *= factor
	scaled.state.Capacity *= factor
	before, err := overflow.Decide(q.order, q.state, q.policy)
	require.NoError(t, err)
	after, err := overflow.Decide(scaled.order, scaled.state, scaled.policy)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// Any floats at all either give a decision or an input error, never both.
func totalProperty(t *rapid.T) {
	draw := func(label string) float64 {
		return rapid.OneOf(scores(), rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1)})).Draw(t, label)
	}
	order := overflow.Order{QualityRisk: draw("risk"), Margin: draw("margin"), TargetMargin: draw("target"), StrategicValue: draw("value")}
	state := overflow.Situation{Demand: draw("demand"), Capacity: draw("capacity"), TeamMorale: draw("morale")}
	policy := overflow.DefaultPolicy().DecisionPolicy
	in := func(x, low, high float64) bool { return x >= low && x <= high }
	positive := func(x float64) bool { return x > 0 && x <= overflow.MaxLoad }
	valid := in(order.QualityRisk, 0, 10) && in(order.Margin, -1000, 1) && in(order.TargetMargin, 0, 1) && in(order.StrategicValue, 0, 10) &&
		positive(state.Demand) && positive(state.Capacity) && in(state.TeamMorale, 0, 10)
	d, err := overflow.Decide(order, state, policy)
	if valid {
		require.NoError(t, err)
		require.Contains(t, overflow.Actions(), d.Action)
		return
	}
	require.NotEmpty(t, salesops.InputErrors(err))
	require.Zero(t, d)
}

func TestExact(t *testing.T)     { rapid.Check(t, exactProperty) }
func TestExplains(t *testing.T)  { rapid.Check(t, explainsProperty) }
func TestRoundTrip(t *testing.T) { rapid.Check(t, roundTripProperty) }
func TestMonotone(t *testing.T)  { rapid.Check(t, monotoneProperty) }
func TestScale(t *testing.T)     { rapid.Check(t, scaleProperty) }
func TestTotal(t *testing.T)     { rapid.Check(t, totalProperty) }

func FuzzExact(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(exactProperty)) }
func FuzzExplains(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzRoundTrip(f *testing.F) { f.Fuzz(rapid.MakeFuzz(roundTripProperty)) }
func FuzzMonotone(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzScale(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzTotal(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(totalProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"action":"accept","rule":"otherwise","fired":[]}`))
	f.Add([]byte(`{"version":1,"max_quality_risk":5,"risk_response":"always-defer","margin_tolerance":0.2,"margin_basis":"points","min_strategic_value":7,"min_team_morale":6,"max_option_risk":5,"max_plan_nodes":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[overflow.Decision](t, data)
		testkit.Decodes[overflow.Explanation](t, data)
		testkit.Decodes[overflow.Policy](t, data)
	})
}
