// Package decide puts the five rules of overflow.Decide into three rule engines
// written in Go, so that they can be measured side by side with it: expr and
// cel-go, which compile an expression, and OPA, which prepares a query of a
// policy in Rego.
//
// The rules are written in each as its users would write them, in float64, with
// the default thresholds. Each returns the name of the action.
package decide

import (
	"context"
	"errors"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/google/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/salesops-go/salesops/overflow"
)

// Ladder is what a caller would write by hand: float comparisons that do not
// check their input and do not get the line right.
//
//go:noinline
func Ladder(o overflow.Order, s overflow.Situation) overflow.Action {
	switch {
	case o.QualityRisk > 5:
		if o.StrategicValue >= 7 && o.Margin >= o.TargetMargin-0.20 {
			return overflow.Defer
		}
		return overflow.Decline
	case o.Margin < o.TargetMargin-0.20:
		return overflow.Decline
	case s.Demand > s.Capacity && o.StrategicValue < 7:
		return overflow.Defer
	case s.Demand > s.Capacity && s.TeamMorale < 6:
		return overflow.AcceptWithResources
	default:
		return overflow.Accept
	}
}

// facts are what the engines see.
type facts struct {
	Risk     float64 `expr:"risk"`
	Margin   float64 `expr:"margin"`
	Target   float64 `expr:"target"`
	Value    float64 `expr:"value"`
	Demand   float64 `expr:"demand"`
	Capacity float64 `expr:"capacity"`
	Morale   float64 `expr:"morale"`
}

func factsOf(o overflow.Order, s overflow.Situation) facts {
	return facts{o.QualityRisk, o.Margin, o.TargetMargin, o.StrategicValue, s.Demand, s.Capacity, s.TeamMorale}
}

func (f *facts) input() map[string]any {
	return map[string]any{
		"risk": f.Risk, "margin": f.Margin, "target": f.Target, "value": f.Value,
		"demand": f.Demand, "capacity": f.Capacity, "morale": f.Morale,
	}
}

// rules are the five rules as expr and cel-go both read them.
const rules = `risk > 5.0 ? (value >= 7.0 && margin >= target - 0.20 ? "defer" : "decline") :
	margin < target - 0.20 ? "decline" :
	demand > capacity && value < 7.0 ? "defer" :
	demand > capacity && morale < 6.0 ? "accept-with-resources" : "accept"`

// Engine decides by one engine. It keeps the engine's input between calls, as a
// caller in a hurry would: it is not safe for use by several goroutines.
type Engine func(o overflow.Order, s overflow.Situation) (overflow.Action, error)

var errNoText = errors.New("the rules gave no text")

func action(value any) (overflow.Action, error) {
	text, ok := value.(string)
	if !ok {
		return "", errNoText
	}
	return overflow.Action(text), nil
}

// Expr compiles the rules with expr.
func Expr() (Engine, error) {
	program, err := expr.Compile(rules, expr.Env(facts{}))
	if err != nil {
		return nil, err
	}
	machine := &vm.VM{}
	return func(o overflow.Order, s overflow.Situation) (overflow.Action, error) {
		value, err := machine.Run(program, factsOf(o, s))
		if err != nil {
			return "", err
		}
		return action(value)
	}, nil
}

// CEL compiles the rules with cel-go.
func CEL() (Engine, error) {
	env, err := cel.NewEnv(
		cel.Variable("risk", cel.DoubleType), cel.Variable("margin", cel.DoubleType), cel.Variable("target", cel.DoubleType),
		cel.Variable("value", cel.DoubleType), cel.Variable("demand", cel.DoubleType),
		cel.Variable("capacity", cel.DoubleType), cel.Variable("morale", cel.DoubleType),
	)
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(rules)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, err
	}
	return func(o overflow.Order, s overflow.Situation) (overflow.Action, error) {
		f := factsOf(o, s)
		value, _, err := program.Eval(f.input())
		if err != nil {
			return "", err
		}
		return action(value.Value())
	}, nil
}

const policy = `package overflow

low if input.margin < input.target - 0.20

busy if input.demand > input.capacity

action := "defer" if {
	input.risk > 5
	input.value >= 7
	not low
} else := "decline" if {
	input.risk > 5
} else := "decline" if {
	low
} else := "defer" if {
	busy
	input.value < 7
} else := "accept-with-resources" if {
	busy
	input.morale < 6
} else := "accept"
`

// OPA prepares the rules as a query of a policy in Rego.
func OPA(ctx context.Context) (Engine, error) {
	query, err := rego.New(rego.Query("data.overflow.action"), rego.Module("overflow.rego", policy)).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	return func(o overflow.Order, s overflow.Situation) (overflow.Action, error) {
		f := factsOf(o, s)
		results, err := query.Eval(ctx, rego.EvalInput(f.input()))
		if err != nil {
			return "", err
		}
		if len(results) != 1 || len(results[0].Expressions) != 1 {
			return "", errNoText
		}
		return action(results[0].Expressions[0].Value)
	}, nil
}
