package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/strict"
)

// Draw is money that a person gets in a pay period whatever was earned.
// Playbook: CMP-6.
type Draw struct {
	// Kind says how it is paid and whether it is paid back.
	Kind DrawKind `json:"kind"`
	// Amount is the draw, above 0 to [MaxMoney], in whole units of the
	// currency's last place.
	Amount decimal.Decimal `json:"amount"`
}

// DrawKind is how a draw is paid and whether it is paid back. Playbook: CMP-6.
type DrawKind string

// The four kinds.
const (
	// RecoverableGuarantee pays at least the draw. What it pays above the
	// earnings is owed, and recovered from earnings above the draw of later
	// periods.
	RecoverableGuarantee DrawKind = "recoverable-guarantee"
	// NonRecoverableGuarantee pays at least the draw, and nothing is owed for
	// it.
	NonRecoverableGuarantee DrawKind = "non-recoverable-guarantee"
	// RecoverableAddition pays the draw on top of the earnings. It is owed, and
	// recovered from the earnings of later periods without an addition.
	RecoverableAddition DrawKind = "recoverable-addition"
	// NonRecoverableAddition pays the draw on top of the earnings, and nothing
	// is owed for it.
	NonRecoverableAddition DrawKind = "non-recoverable-addition"
)

// DrawKinds returns all kinds.
func DrawKinds() []DrawKind {
	return []DrawKind{RecoverableGuarantee, NonRecoverableGuarantee, RecoverableAddition, NonRecoverableAddition}
}

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [DrawKinds].
func (k DrawKind) MarshalText() ([]byte, error) { return strict.Text("DrawKind", k, DrawKinds()) }

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [DrawKinds].
func (k *DrawKind) UnmarshalText(text []byte) error {
	return strict.Parse("DrawKind", k, text, DrawKinds())
}

// drawn is what a draw makes of the earnings of one period.
//
//	due + recovered = earned + advanced
type drawn struct {
	due       decimal.Decimal // at least 0
	advanced  decimal.Decimal
	forgiven  decimal.Decimal // the part of advanced that is not owed
	recovered decimal.Decimal
}

// settle pays earnings, which are below 0 after a clawback, with a draw or none.
// Below zero is never forgiven: what cannot be taken back now is owed.
func (d *Draw) settle(earned, owed decimal.Decimal) drawn {
	zero := decimal.Decimal{}
	if d != nil && (d.Kind == RecoverableAddition || d.Kind == NonRecoverableAddition) {
		due := decimal.Max(zero, earned.Add(d.Amount))
		result := drawn{due: due, advanced: due.Sub(earned)}
		if d.Kind == NonRecoverableAddition {
			result.forgiven = d.Amount
		}
		return result
	}
	guaranteed := zero
	if d != nil {
		guaranteed = d.Amount
	}
	if earned.Cmp(guaranteed) >= 0 {
		recovered := decimal.Min(owed, earned.Sub(guaranteed))
		return drawn{due: earned.Sub(recovered), recovered: recovered}
	}
	result := drawn{due: guaranteed, advanced: guaranteed.Sub(earned)}
	if d != nil && d.Kind == NonRecoverableGuarantee {
		result.forgiven = guaranteed.Sub(decimal.Max(zero, earned))
	}
	return result
}
