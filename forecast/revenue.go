package forecast

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// make computes the distribution from the deals.
func (r *Revenue) make() {
	r.Mean, r.Variance = r.moments()
	cells := int64(r.Policy.MaxCells)
	ranged := slices.ContainsFunc(r.Deals, func(d DealChance) bool { return d.Range != nil })
	if ranged {
		cells /= 3
	}
	r.stated = newMixture(r, cells, func(d *DealChance) float64 { return d.Chance })
	r.Certificate = r.stated.certificate(r.Policy.Precision)
	r.low, r.high = mixture{}, mixture{}
	if !ranged {
		return
	}
	r.low = newMixture(r, cells, func(d *DealChance) float64 { return d.ends().Low })
	r.high = newMixture(r, cells, func(d *DealChance) float64 { return d.ends().High })
	for _, other := range []*mixture{&r.low, &r.high} {
		c := other.certificate(r.Policy.Precision)
		r.Certificate = Certificate{
			Exact: r.Certificate.Exact && c.Exact, Grid: decimal.Max(r.Certificate.Grid, c.Grid),
			Width: max(r.Certificate.Width, c.Width), Reached: r.Certificate.Reached && c.Reached,
		}
	}
}

// ends returns the range of the odds, which is the chance itself when there is
// none.
func (d *DealChance) ends() salesops.Interval {
	if d.Range != nil {
		return *d.Range
	}
	return salesops.Interval{Low: d.Chance, High: d.Chance}
}

// AtLeast returns guaranteed bounds on the probability that the revenue is at
// least a quota, if the odds of the deals are right. The interval is about
// numerical precision only, and as narrow as the certificate says.
//
// A quota at or below what is booked is met for certain; one above everything
// that can come in is out of reach for certain. The zero Revenue brings nothing.
//
// Playbook: FCT-8.
func (r Revenue) AtLeast(quota decimal.Decimal) salesops.Interval {
	return r.stated.atLeast(quota)
}

func (m *mixture) atLeast(quota decimal.Decimal) salesops.Interval {
	return m.exceeds(m.ceiling(quota))
}

// AtLeastIfMiscalibrated returns the probability that the revenue is at least a
// quota when every stated probability is off as far as the calibration allows:
// from the lower bound when all are at the low ends of their bands to the upper
// bound when all are at the high ends. It is nil when no calibration was given.
//
// That all are off the same way is the worst that can be; it is also what
// happens, since whoever is optimistic about one deal is so about the next.
//
// Playbook: FCT-8.
func (r Revenue) AtLeastIfMiscalibrated(quota decimal.Decimal) *salesops.Interval {
	if len(r.low.branches) == 0 {
		return nil
	}
	return &salesops.Interval{Low: r.low.atLeast(quota).Low, High: r.high.atLeast(quota).High}
}

// AmountRange is guaranteed bounds on an amount of money, both ends included.
type AmountRange struct {
	// Low is the lower end.
	Low decimal.Decimal `json:"low"`
	// High is the upper end, not below Low.
	High decimal.Decimal `json:"high"`
}

// UnmarshalJSON reads a range strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a negative amount, and if Low is
// above High.
func (a *AmountRange) UnmarshalJSON(data []byte) error {
	type plain AmountRange
	return strict.Unmarshal(data, "AmountRange", (*plain)(a), func(p *plain, in fault.Scope) {
		if total(&in, "Low", p.Low) && total(&in, "High", p.High) && p.Low.Cmp(p.High) > 0 {
			in.Conflict("Low", p.Low.String(), "at most High, "+p.High.String())
		}
	})
}

// Quantile returns guaranteed bounds on the least revenue that is not exceeded
// with a probability: P10, P50 and P90 are those for 0.1, 0.5 and 0.9.
//
//	min{ x : P(revenue <= x) >= level }
//
// Both ends are equal when it is known exactly. It returns an
// *[salesops.InputError] if the level is not within [MinQuantile] and
// 1 - [MinQuantile].
//
// Playbook: FCT-8.
func (r Revenue) Quantile(level float64) (AmountRange, error) {
	if err := checkLevel(level); err != nil {
		return AmountRange{}, err
	}
	if len(r.stated.branches) == 0 {
		return AmountRange{}, nil
	}
	low, high := r.stated.quantile(level)
	return AmountRange{Low: r.stated.money(low), High: r.stated.money(high)}, nil
}

// MinQuantile is the smallest level of a quantile, as a fraction; the largest
// is 1 less it.
const MinQuantile = 1e-6

func checkLevel(level float64) error {
	var list fault.List
	in := list.In("level")
	in.Float("", level, MinQuantile, 1-MinQuantile, "as a fraction")
	return list.Err()
}

// DealSwing is what one deal does to the odds of a quota.
type DealSwing struct {
	// ID names the deal.
	ID string `json:"id"`
	// IfWon and IfLost are guaranteed bounds on the odds of the quota when the
	// deal is won for certain, and when it is lost.
	IfWon  salesops.Interval `json:"if_won"`
	IfLost salesops.Interval `json:"if_lost"`
	// Swing is the middle of IfWon less that of IfLost, a fraction: how much
	// rides on the deal.
	Swing float64 `json:"swing"`
}

// UnmarshalJSON reads a swing strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for odds that are none, and if Swing
// is not the difference of their middles.
func (d *DealSwing) UnmarshalJSON(data []byte) error {
	type plain DealSwing
	return strict.Unmarshal(data, "DealSwing", (*plain)(d), func(p *plain, in fault.Scope) {
		in.Name("ID", p.ID)
		collectRange(&in, "IfWon", p.IfWon)
		collectRange(&in, "IfLost", p.IfLost)
		if want := middle(p.IfWon) - middle(p.IfLost); p.Swing != want {
			in.Conflict("Swing", number(p.Swing), number(want)+", the middle of IfWon less that of IfLost")
		}
	})
}

func middle(i salesops.Interval) float64 { return (i.Low + i.High) / 2 }

// RankDeals returns what each open deal does to the odds of a quota, the deal
// on which most rides first. A scenario stays as likely as it was, whatever
// becomes of the deal.
//
// It computes the distribution without each deal anew, but not from the start:
// half of the deals are added up once for the other half, and so on. That takes
// about the time that the policy's cells allow; bounds are wider than those of
// [Revenue.AtLeast] by a factor of some log2(n).
//
// Playbook: FCT-8.
func (r Revenue) RankDeals(quota decimal.Decimal) []DealSwing {
	m := &r.stated
	swings := make([]DealSwing, len(r.Deals))
	at := m.ceiling(quota)
	cells := int64(r.Policy.MaxCells) / int64(max(1, len(m.branches)))
	for i := range m.branches {
		b := &m.branches[i]
		twopoint.Others(b.parts, r.Policy.Precision, cells, func(deal int, others *twopoint.Sum) {
			without := mixture{branches: []branch{{chance: 1, sum: *others, shifts: b.shifts}}}
			without.branches[0].sum.Blur(b.loose)
			s := &swings[deal]
			s.IfWon = plus(s.IfWon, without.exceeds(at-b.parts[deal].Weight), b.chance)
			s.IfLost = plus(s.IfLost, without.exceeds(at), b.chance)
		})
	}
	for i := range swings {
		s := &swings[i]
		s.ID = r.Deals[i].ID
		s.IfWon, s.IfLost = within(s.IfWon), within(s.IfLost)
		s.Swing = middle(s.IfWon) - middle(s.IfLost)
	}
	slices.SortFunc(swings, func(a, b DealSwing) int { return cmp.Or(cmp.Compare(b.Swing, a.Swing), cmp.Compare(a.ID, b.ID)) })
	return swings
}

// exceeds returns bounds on the probability of x units or more.
func (m *mixture) exceeds(x int64) salesops.Interval {
	low, high := m.atMost(x - 1)
	return salesops.Interval{Low: 1 - high, High: 1 - low}
}

// plus returns a with a share of b.
func plus(a, b salesops.Interval, share float64) salesops.Interval {
	return salesops.Interval{Low: a.Low + float64(share*b.Low), High: a.High + float64(share*b.High)}
}

// within returns the part of an interval that can be a probability.
func within(i salesops.Interval) salesops.Interval {
	return salesops.Interval{Low: min(1, max(0, i.Low)), High: min(1, max(0, i.High))}
}
