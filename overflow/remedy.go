package overflow

import (
	"math"
	"math/big"
	"slices"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Remedy tells what it takes to make an order acceptable, that is to turn its
// decision into [Accept] or [AcceptWithResources].
type Remedy string

// The three remedies.
const (
	// NotNeeded: the order is acceptable as it is.
	NotNeeded Remedy = "not-needed"
	// OneChange: a change of one input does it.
	OneChange Remedy = "one-change"
	// SeveralChanges: no change of a single input does it.
	SeveralChanges Remedy = "several-changes"
)

// Remedies returns all remedies, from the least to the most.
func Remedies() []Remedy { return []Remedy{NotNeeded, OneChange, SeveralChanges} }

// MarshalText returns the remedy's text. It returns an *[salesops.InputError]
// if r is not one of [Remedies].
func (r Remedy) MarshalText() ([]byte, error) { return strict.Text("Remedy", r, Remedies()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Remedies].
func (r *Remedy) UnmarshalText(text []byte) error {
	return strict.Parse("Remedy", r, text, Remedies())
}

// Input is an input of [Decide] that can turn an order from unacceptable to
// acceptable.
type Input string

// The inputs, in the order of the rules that look at them.
const (
	// InputQualityRisk is Order.QualityRisk.
	InputQualityRisk Input = "quality-risk"
	// InputMargin is Order.Margin.
	InputMargin Input = "margin"
	// InputTargetMargin is Order.TargetMargin.
	InputTargetMargin Input = "target-margin"
	// InputStrategicValue is Order.StrategicValue.
	InputStrategicValue Input = "strategic-value"
	// InputDemand is Situation.Demand.
	InputDemand Input = "demand"
	// InputCapacity is Situation.Capacity.
	InputCapacity Input = "capacity"
)

// Inputs returns all inputs, in the order of the rules that look at them.
func Inputs() []Input {
	return []Input{
		InputQualityRisk, InputMargin, InputTargetMargin, InputStrategicValue, InputDemand, InputCapacity,
	}
}

// MarshalText returns the input's text. It returns an *[salesops.InputError] if
// i is not one of [Inputs].
func (i Input) MarshalText() ([]byte, error) { return strict.Text("Input", i, Inputs()) }

// UnmarshalText sets i from its text. It returns an *[salesops.InputError] if
// the text is not one of [Inputs].
func (i *Input) UnmarshalText(text []byte) error { return strict.Parse("Input", i, text, Inputs()) }

// Change is a change of one input that makes an order acceptable, everything
// else as it is.
type Change struct {
	// Input is the input that changes.
	Input Input `json:"input"`
	// From is what it is.
	From float64 `json:"from"`
	// To is the first float64 on the way from From at which the order is
	// acceptable: at the line, or next to it when no float64 is at it.
	To float64 `json:"to"`
	// Distance is To - From: the difference of the two decimals, rounded once.
	Distance float64 `json:"distance"`
	// Unit is the unit of all three.
	Unit string `json:"unit"`
}

// unit returns the unit of an input.
func (i Input) unit() string {
	switch i {
	case InputQualityRisk, InputStrategicValue:
		return "of 10"
	case InputMargin, InputTargetMargin:
		return "of the price"
	case InputDemand, InputCapacity:
		return "in the unit of demand and capacity"
	default:
		return ""
	}
}

// scale returns what a change of an input is a share of when changes of
// different inputs are compared.
func (c *Change) scale() float64 {
	switch c.Input {
	case InputQualityRisk, InputStrategicValue:
		return MaxScore
	case InputMargin, InputTargetMargin:
		return 1
	case InputDemand, InputCapacity:
		return c.From
	default:
		return 1
	}
}

// compare returns the sign of the difference between the sizes of two changes,
// each a share of its scale.
func (c *Change) compare(other *Change) int {
	up, down := c.terms(other.scale())
	otherUp, otherDown := other.terms(c.scale())
	return exact.Sign(up, down.Neg(), otherUp.Neg(), otherDown)
}

// terms returns the two terms whose difference is the size of a change, times a
// factor.
func (c *Change) terms(factor float64) (up, down exact.Term) {
	return exact.Of(max(c.From, c.To), factor), exact.Of(min(c.From, c.To), factor)
}

func change(input Input, from, to float64) Change {
	distance, _ := exact.SumDecimal(exact.Of(to), exact.Of(from).Neg()).Rat().Float64()
	return Change{Input: input, From: from, To: to, Unit: input.unit(), Distance: distance}
}

// valid reports whether a change is one, and its distance and unit follow.
func (c *Change) valid() bool {
	return c.From != c.To && c.scale() > 0 && *c == change(c.Input, c.From, c.To)
}

// stops are the rules that keep an order from being accepted.
const stops = firedQuality | firedMargin | firedStrategic

// remedy returns what it takes to accept an order for which the rules fired,
// and the single changes that do it, the smallest first.
//
// No input is looked at by two of the three rules that stop an order, so two of
// them are never lifted by one change.
func remedy(fired uint16, order *Order, situation *Situation, policy *DecisionPolicy) (Remedy, []Change) {
	changes := []Change{}
	switch fired & stops {
	case 0:
		return NotNeeded, changes
	case firedQuality:
		changes = append(changes, change(InputQualityRisk, order.QualityRisk, policy.MaxQualityRisk))
	case firedMargin:
		changes = append(changes, change(InputMargin, order.Margin, leastMargin(order, policy)))
		if order.Margin >= 0 { // the line is never below zero
			changes = append(changes, change(InputTargetMargin, order.TargetMargin, mostTarget(order, policy)))
		}
	case firedStrategic:
		changes = append(
			changes,
			change(InputStrategicValue, order.StrategicValue, policy.MinStrategicValue),
			change(InputDemand, situation.Demand, situation.Capacity),
			change(InputCapacity, situation.Capacity, situation.Demand),
		)
	default:
		return SeveralChanges, changes
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return a.compare(&b) })
	return OneChange, changes
}

// leastMargin returns the smallest float64 that is not below the margin's line.
func leastMargin(order *Order, policy *DecisionPolicy) float64 {
	line := marginLine(order, policy)
	near, _ := line.Rat().Float64()
	if exact.Decimal(near).Cmp(line) < 0 {
		return math.Nextafter(near, 2)
	}
	return near
}

// mostTarget returns the largest float64 whose line the margin, which is not
// negative, is not below.
func mostTarget(order *Order, policy *DecisionPolicy) float64 {
	target := new(big.Rat)
	margin, tolerance := exact.Decimal(order.Margin).Rat(), exact.Decimal(policy.MarginTolerance).Rat()
	if policy.MarginBasis == Points {
		target.Add(margin, tolerance)
	} else {
		// A tolerance of 1 puts the line at zero, which stops no such margin.
		target.Quo(margin, new(big.Rat).Sub(big.NewRat(1, 1), tolerance))
	}
	near, _ := target.Float64()
	if exact.Decimal(near).Rat().Cmp(target) > 0 {
		return math.Nextafter(near, -1)
	}
	return near
}

// collectRemedy checks that a remedy is one for the rules that fired.
func collectRemedy(found Remedy, changes []Change, fired uint16, in fault.Scope) {
	want, inputs := SeveralChanges, []Input{}
	switch fired & stops {
	case 0:
		want = NotNeeded
	case firedQuality:
		want, inputs = OneChange, []Input{InputQualityRisk}
	case firedMargin:
		want, inputs = OneChange, []Input{InputMargin, InputTargetMargin}
	case firedStrategic:
		want, inputs = OneChange, []Input{InputStrategicValue, InputDemand, InputCapacity}
	}
	if found != want {
		in.Conflict("Remedy", string(found), string(want)+", by the rules that fired")
		return
	}
	if !in.Length("Changes", len(changes), min(1, len(inputs)), len(inputs)) {
		return
	}
	for i := range changes {
		c, at := &changes[i], in.At("Changes", i)
		switch {
		case !slices.Contains(inputs, c.Input):
			at.Conflict("Input", string(c.Input), "another input that the rule looks at")
			return
		case !c.valid():
			at.Conflict("Distance", "", "To - From, with the unit of the input")
			return
		case i > 0 && changes[i-1].compare(c) > 0:
			at.Conflict("Distance", "", "at least that of the change before it")
			return
		}
		inputs = slices.DeleteFunc(inputs, func(other Input) bool { return other == c.Input })
	}
}
