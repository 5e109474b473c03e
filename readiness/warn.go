package readiness

import (
	"math/bits"

	"github.com/salesops-go/salesops/internal/set"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of the metrics.
const (
	// LargestUtilization is the largest use of capacity, as a fraction.
	LargestUtilization = 1e6
	// HoursPerWeek is the most overtime in a week.
	HoursPerWeek = 168
	// MaxSatisfaction is the top of the scale of satisfaction.
	MaxSatisfaction = 10
)

// Metrics are what operations measure. A metric that is nil was not measured:
// its warning does not apply.
type Metrics struct {
	// Utilization is the use of capacity as a fraction, 0 to
	// [LargestUtilization]. It may exceed 1.
	Utilization *float64 `json:"utilization,omitempty"`
	// ErrorRate is the share of orders with errors, 0 to 1.
	ErrorRate *float64 `json:"error_rate,omitempty"`
	// OvertimeHoursPerWeek is the overtime per person, 0 to 168 hours a week.
	OvertimeHoursPerWeek *float64 `json:"overtime_hours_per_week,omitempty"`
	// Satisfaction is how satisfied customers are, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
	// OnTimeShare is the share of orders delivered on time, 0 to 1.
	OnTimeShare *float64 `json:"on_time_share,omitempty"`
}

func (m *Metrics) valid() bool {
	return good(m.Utilization, LargestUtilization) && good(m.ErrorRate, 1) && good(m.OvertimeHoursPerWeek, HoursPerWeek) &&
		good(m.Satisfaction, MaxSatisfaction) && good(m.OnTimeShare, 1)
}

// good reports 0 <= *x <= high when x was given; NaN is not.
func good(x *float64, high float64) bool { return x == nil || within(*x, high) }

// within reports 0 <= x <= high; NaN is not.
func within(x, high float64) bool { return x >= 0 && x <= high }

func (m *Metrics) collect(in fault.Scope) {
	optional(in, "Utilization", m.Utilization, LargestUtilization, "as a fraction of capacity")
	optional(in, "ErrorRate", m.ErrorRate, 1, "as a fraction")
	optional(in, "OvertimeHoursPerWeek", m.OvertimeHoursPerWeek, HoursPerWeek, "hours a week per person")
	optional(in, "Satisfaction", m.Satisfaction, MaxSatisfaction, "points")
	optional(in, "OnTimeShare", m.OnTimeShare, 1, "as a fraction")
}

// optional checks 0 <= *x <= high when x was given.
func optional(in fault.Scope, field string, x *float64, high float64, unit string) {
	if x != nil {
		in.Float(field, *x, 0, high, unit)
	}
}

// Warning is one of the five warnings.
type Warning string

// The warnings in published order. All lines are strict.
const (
	// HighUtilization fires when the use of capacity is above the line.
	HighUtilization Warning = "utilization"
	// HighErrorRate fires when the rate of errors is above the line.
	HighErrorRate Warning = "error-rate"
	// LongOvertime fires when overtime per person is above the line.
	LongOvertime Warning = "overtime"
	// LowSatisfaction fires when satisfaction is below the line.
	LowSatisfaction Warning = "satisfaction"
	// LateDeliveries fires when the share on time is below the line.
	LateDeliveries Warning = "on-time"
)

// The places of the warnings in published order.
const (
	atUtilization = iota
	atErrorRate
	atOvertime
	atSatisfaction
	atOnTime
)

const (
	firedUtilization  uint16 = 1 << atUtilization
	firedErrorRate    uint16 = 1 << atErrorRate
	firedOvertime     uint16 = 1 << atOvertime
	firedSatisfaction uint16 = 1 << atSatisfaction
	firedOnTime       uint16 = 1 << atOnTime
)

// Warnings returns all warnings in published order. Playbook: RDY-4.
func Warnings() []Warning {
	return []Warning{HighUtilization, HighErrorRate, LongOvertime, LowSatisfaction, LateDeliveries}
}

// MarshalText returns the warning's text. It returns an
// *[salesops.InputError] if w is not one of [Warnings].
func (w Warning) MarshalText() ([]byte, error) { return strict.Text("Warning", w, Warnings()) }

// UnmarshalText sets w from its text. It returns an *[salesops.InputError] if
// the text is not one of [Warnings].
func (w *Warning) UnmarshalText(text []byte) error {
	return strict.Parse("Warning", w, text, Warnings())
}

// Response is what a warning calls for.
type Response string

// The responses, from the most severe. The order is ours: what hurts customers
// today comes before what will.
const (
	// CrisisMode answers satisfaction below the line.
	CrisisMode Response = "crisis-mode"
	// ActAtOnce answers errors above the line.
	ActAtOnce Response = "act-at-once"
	// AddResources answers overtime above the line.
	AddResources Response = "add-resources"
	// ReviewProcess answers deliveries on time below the line.
	ReviewProcess Response = "review-process"
	// YellowAlert answers use of capacity above the line.
	YellowAlert Response = "yellow-alert"
)

// Responses returns all responses, from the most severe. Playbook: RDY-4.
func Responses() []Response {
	return []Response{CrisisMode, ActAtOnce, AddResources, ReviewProcess, YellowAlert}
}

// MarshalText returns the response's text. It returns an
// *[salesops.InputError] if r is not one of [Responses].
func (r Response) MarshalText() ([]byte, error) { return strict.Text("Response", r, Responses()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Responses].
func (r *Response) UnmarshalText(text []byte) error {
	return strict.Parse("Response", r, text, Responses())
}

// Response returns what the warning calls for; known is false if w is not one
// of [Warnings].
func (w Warning) Response() (response Response, known bool) {
	switch w {
	case HighUtilization:
		return YellowAlert, true
	case HighErrorRate:
		return ActAtOnce, true
	case LongOvertime:
		return AddResources, true
	case LowSatisfaction:
		return CrisisMode, true
	case LateDeliveries:
		return ReviewProcess, true
	}
	return "", false
}

// WarningSet is a set of warnings: those that fired. It can be compared with ==;
// in JSON it is the list of the warnings in published order.
type WarningSet struct{ bits uint16 }

// Has reports whether w fired.
func (s WarningSet) Has(w Warning) bool { return s.bits&set.Bit(w, Warnings()) != 0 }

// Count returns how many fired.
func (s WarningSet) Count() int { return bits.OnesCount16(s.bits) }

// Fired returns the warnings that fired in published order; empty, not nil,
// when none did.
func (s WarningSet) Fired() []Warning { return set.Members(s.bits, Warnings()) }

// BySeverity returns the warnings that fired, the most severe first, in the
// order of [Responses]; empty, not nil, when none did.
func (s WarningSet) BySeverity() []Warning {
	fired := make([]Warning, 0, s.Count())
	for _, response := range Responses() {
		for _, w := range s.Fired() {
			if answer, _ := w.Response(); answer == response {
				fired = append(fired, w)
			}
		}
	}
	return fired
}

// MarshalJSON returns the set as a list of warnings.
func (s WarningSet) MarshalJSON() ([]byte, error) { return set.Marshal(s.bits, Warnings()) }

// UnmarshalJSON reads a list of warnings in any order. It returns an
// *[salesops.InputError] if an element is not one of [Warnings], or stands
// there twice.
func (s *WarningSet) UnmarshalJSON(data []byte) error {
	return set.Unmarshal("WarningSet", &s.bits, data, Warnings())
}

// Warn says which of the five warnings fire:
//
//	utilization > 0.85        yellow alert
//	error rate > 0.05         act at once
//	overtime > 10 hours       add resources
//	satisfaction < 8 of 10    crisis mode
//	on-time share < 0.95      review the process
//
// A value at the line does not fire, and neither does a metric that was not
// measured. Warn allocates nothing; [ExplainWarnings] tells what was compared.
//
// It returns an *[salesops.InputError] if:
//   - a metric is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-4.
func Warn(metrics Metrics, policy WarningPolicy) (WarningSet, error) {
	if !(metrics.valid() && policy.valid()) {
		return WarningSet{}, warnFaults(&metrics, &policy)
	}
	return WarningSet{warn(&metrics, &policy)}, nil
}

// warnFaults says what valid has refused. Collecting faults needs memory, which
// a good input must not.
func warnFaults(metrics *Metrics, policy *WarningPolicy) error {
	var list fault.List
	metrics.collect(list.In("Metrics"))
	policy.collect(list.In("WarningPolicy"))
	return list.Err()
}

func warn(m *Metrics, p *WarningPolicy) uint16 {
	var fired uint16
	if above(m.Utilization, p.MaxUtilization) {
		fired |= firedUtilization
	}
	if above(m.ErrorRate, p.MaxErrorRate) {
		fired |= firedErrorRate
	}
	if above(m.OvertimeHoursPerWeek, p.MaxOvertimeHoursPerWeek) {
		fired |= firedOvertime
	}
	if below(m.Satisfaction, p.MinSatisfaction) {
		fired |= firedSatisfaction
	}
	if below(m.OnTimeShare, p.MinOnTimeShare) {
		fired |= firedOnTime
	}
	return fired
}

func above(x *float64, line float64) bool { return x != nil && *x > line }

func below(x *float64, line float64) bool { return x != nil && *x < line }
