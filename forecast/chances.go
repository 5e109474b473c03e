package forecast

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// DealChance is an open deal and the odds that it brings its amount.
type DealChance struct {
	// ID names the deal.
	ID string `json:"id"`
	// Amount is what it brings.
	Amount decimal.Decimal `json:"amount"`
	// Chance is how likely that is, a fraction: within the period if there is
	// one.
	Chance float64 `json:"chance"`
	// Range is what the chance would be at both ends of the calibration; nil
	// when none was given.
	Range *salesops.Interval `json:"range,omitempty"`
}

// UnmarshalJSON reads a chance strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and for a value out of its range.
func (d *DealChance) UnmarshalJSON(data []byte) error {
	type plain DealChance
	return strict.Unmarshal(data, "DealChance", (*plain)(d), func(p *plain, in fault.Scope) {
		(*DealChance)(p).collect(&in)
	})
}

func (d *DealChance) collect(in *fault.Scope) {
	in.Name("ID", d.ID)
	amount(in, "Amount", d.Amount)
	in.Float("Chance", d.Chance, 0, 1, "as a fraction")
	if d.Range != nil {
		collectRange(in, "Range", *d.Range)
	}
}

// RevenueSource is something that a distribution of revenue includes.
type RevenueSource string

// What a distribution of revenue can include.
const (
	// FromOpenDeals: what is open may be won. A distribution that includes
	// nothing else is over open deals only.
	FromOpenDeals RevenueSource = "open-deals"
	// FromBooked: what was won in the period already.
	FromBooked RevenueSource = "booked"
	// FromClosing: open deals count as far as they close within the period.
	FromClosing RevenueSource = "closing-odds"
	// FromCreated: deals that do not exist yet may be won within the period.
	FromCreated RevenueSource = "created"
)

// RevenueSources returns all sources: open deals, booked, closing odds, created.
func RevenueSources() []RevenueSource {
	return []RevenueSource{FromOpenDeals, FromBooked, FromClosing, FromCreated}
}

// MarshalText returns the source's text. It returns an *[salesops.InputError]
// if s is not one of [RevenueSources].
func (s RevenueSource) MarshalText() ([]byte, error) {
	return strict.Text("RevenueSource", s, RevenueSources())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [RevenueSources].
func (s *RevenueSource) UnmarshalText(text []byte) error {
	return strict.Parse("RevenueSource", s, text, RevenueSources())
}

// OutlookCounts is how many deals of a pipeline went into the odds, and why
// others did not.
type OutlookCounts struct {
	// Open is how many open deals are in it.
	Open int `json:"open"`
	// Booked is how many deals were won in the period already.
	Booked int `json:"booked"`
	// NotDue is how many open deals were left out because they are expected to
	// close outside the period.
	NotDue int `json:"not_due"`
	// Undated is how many open deals lack a date: of the expected close, and
	// were left out; or, with a closing curve, of the first contact, and count
	// as new.
	Undated int `json:"undated"`
	// BeyondHistory is how many open deals are older than every deal that was
	// won, or than the closing curve tells of. The former bring nothing within
	// the period; the latter count as being of the curve's last age.
	BeyondHistory int `json:"beyond_history"`
	// UndatedWon is how many deals won were not booked because nobody knows
	// when.
	UndatedWon int `json:"undated_won"`
}

// UnmarshalJSON reads counts strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and for a negative count.
func (c *OutlookCounts) UnmarshalJSON(data []byte) error {
	type plain OutlookCounts
	return strict.Unmarshal(data, "OutlookCounts", (*plain)(c), func(p *plain, in fault.Scope) {
		(*OutlookCounts)(p).collect(&in)
	})
}

func (c *OutlookCounts) collect(in *fault.Scope) {
	count(in, "Open", c.Open)
	count(in, "Booked", c.Booked)
	count(in, "NotDue", c.NotDue)
	count(in, "Undated", c.Undated)
	count(in, "BeyondHistory", c.BeyondHistory)
	count(in, "UndatedWon", c.UndatedWon)
}

// chances are the open deals of an outlook with their odds, and what is booked.
type chances struct {
	deals  []DealChance
	booked decimal.Decimal
	counts OutlookCounts
	// byAge holds what the closing curve says of deals of an age.
	byAge map[int]winOdds
}

// winOdds is what the closing curve says of winning within the period, and ever.
type winOdds struct {
	within, ever float64
}

func (o *Outlook) chances(policy *OddsPolicy) chances {
	c := chances{deals: []DealChance{}, byAge: make(map[int]winOdds)}
	stages := o.Pipeline.odds()
	for i := range o.Pipeline.Deals {
		d := &o.Pipeline.Deals[i]
		switch {
		case d.Stage == Won:
			c.book(d, o.Horizon)
		case d.Stage.Open():
			factor, due := c.timing(d, o.Horizon, policy)
			if !due {
				continue
			}
			one := DealChance{ID: d.ID, Amount: d.Amount, Chance: factor}
			if policy.WinOdds == StatedOdds {
				p := stages[d.Stage]
				if d.Probability != nil {
					p = d.Probability
				}
				one.Chance = *p * factor
				if len(o.Calibration) > 0 {
					r := rangeOf(o.Calibration, *p)
					one.Range = &salesops.Interval{Low: r.Low * factor, High: r.High * factor}
				}
			}
			c.counts.Open++
			c.deals = append(c.deals, one)
		}
	}
	return c
}

func (c *chances) book(d *Deal, h *Horizon) {
	if h == nil {
		return
	}
	if d.ClosedOn.IsZero() {
		c.counts.UndatedWon++
	} else if h.Window.contains(d.ClosedOn) {
		c.counts.Booked++
		c.booked = c.booked.Add(d.Amount)
	}
}

// timing returns what a deal's odds of being won are multiplied by: the odds
// that it closes within the period if it is won; with odds from history those
// of being won within it. It reports whether the deal counts at all.
func (c *chances) timing(d *Deal, h *Horizon, policy *OddsPolicy) (factor float64, due bool) {
	if h == nil {
		return 1, true
	}
	if h.Closing == nil {
		if d.ExpectedClose.IsZero() {
			c.counts.Undated++
			return 0, false
		}
		if !h.Window.contains(d.ExpectedClose) {
			c.counts.NotDue++
			return 0, false
		}
		return 1, true
	}
	age := -1
	if d.Opened.IsZero() {
		c.counts.Undated++
	} else {
		age = max(-1, h.Today.DaysSince(d.Opened))
	}
	odds, known := c.byAge[age]
	if !known {
		odds.within = h.Closing.Within(age, h.Window.To.DaysSince(h.Today)).Won
		odds.ever = h.Closing.Within(age, maxAgeDays).Won
		c.byAge[age] = odds
	}
	if age > h.Closing.LastAgeDays || odds.ever == 0 {
		c.counts.BeyondHistory++
	}
	if policy.WinOdds == HistoryOdds || odds.ever == 0 {
		return odds.within, true
	}
	return odds.within / odds.ever, true
}
