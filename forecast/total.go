package forecast

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// DealTotal is how many deals there are and what they bring.
type DealTotal struct {
	// Count is the number of deals.
	Count int `json:"count"`
	// Amount is the sum of their amounts, exact.
	Amount decimal.Decimal `json:"amount"`
}

// UnmarshalJSON reads a total strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and for a negative number.
func (t *DealTotal) UnmarshalJSON(data []byte) error {
	type plain DealTotal
	return strict.Unmarshal(data, "DealTotal", (*plain)(t), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		total(&in, "Amount", p.Amount)
	})
}

func (t *DealTotal) add(amount decimal.Decimal) {
	t.Count++
	t.Amount = t.Amount.Add(amount)
}

const (
	// maxTotalText is what strict.MaxNumber leaves for a number in quotes.
	maxTotalText     = strict.MaxNumber - len(`""`)
	maxTotalExponent = 60
)

// total checks a sum of money of a result that is read back.
func total(in *fault.Scope, field string, d decimal.Decimal) bool {
	if gate.Within(d, maxTotalExponent, maxTotalText) && d.Sign() >= 0 && len(d.String()) <= maxTotalText {
		return true
	}
	in.OutOfRange(field, "", "0 or more of money, in at most "+strconv.Itoa(maxTotalText)+" characters")
	return false
}

// count checks a count of a result that is read back.
func count(in *fault.Scope, field string, n int) { in.Int(field, n, 0, maxCount, "") }

// maxCount is above every count that a result can hold.
const maxCount = 1 << 30

// rate checks a share of a result that is read back.
func rate(in *fault.Scope, field string, m salesops.Maybe, high float64) {
	if v, defined := m.Value(); defined {
		in.Float(field, v, 0, high, "")
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func (t *DealTotal) merge(other DealTotal) {
	t.Count += other.Count
	t.Amount = t.Amount.Add(other.Amount)
}

func (t *DealTotal) equal(other DealTotal) bool {
	return t.Count == other.Count && t.Amount.Equal(other.Amount)
}
