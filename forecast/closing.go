package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/survival"
)

// HistoryVerdict is whether a history is enough to learn from.
type HistoryVerdict string

// The two verdicts on a history.
const (
	// Learned: there are enough deals won.
	Learned HistoryVerdict = "learned"
	// NotEnoughHistory: there are too few deals, or too few of them won.
	NotEnoughHistory HistoryVerdict = "not-enough-history"
)

// HistoryVerdicts returns both verdicts: learned, not enough history.
func HistoryVerdicts() []HistoryVerdict { return []HistoryVerdict{Learned, NotEnoughHistory} }

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [HistoryVerdicts].
func (v HistoryVerdict) MarshalText() ([]byte, error) {
	return strict.Text("HistoryVerdict", v, HistoryVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [HistoryVerdicts].
func (v *HistoryVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("HistoryVerdict", v, text, HistoryVerdicts())
}

// ClosingStep is an age at which deals were won or lost.
type ClosingStep struct {
	// Days is the age, from the first contact on.
	Days int `json:"days"`
	// AtRisk is how many deals were observed at least that long.
	AtRisk int `json:"at_risk"`
	// Won and Lost are how many of them closed at that age.
	Won  int `json:"won"`
	Lost int `json:"lost"`
}

// ClosingCurve is how old deals are when they are won or lost, deals still open
// included.
type ClosingCurve struct {
	// Verdict says whether there is enough history.
	Verdict HistoryVerdict `json:"verdict"`
	// Won, Lost and Open are the deals that were learnt from, as they stood on
	// the day.
	Won  int `json:"won"`
	Lost int `json:"lost"`
	Open int `json:"open"`
	// Undated is how many deals lack the day of the first contact, or are
	// closed and lack the day of that. They were left out.
	Undated int `json:"undated"`
	// Negative is how many deals were closed before they were opened and left
	// out at the caller's wish.
	Negative int `json:"negative"`
	// Later is how many deals were opened after the day. They were left out.
	Later int `json:"later"`
	// LastAgeDays is the oldest age of which the history tells: enough deals
	// were observed for longer, whether they closed then or not. Older deals are
	// taken to be of that age. It is -1 when there is not enough history.
	LastAgeDays int `json:"last_age_days"`
	// Steps are the ages at which deals closed, in order.
	Steps []ClosingStep `json:"steps"`
}

// UnmarshalJSON reads a curve strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a negative count, for steps
// that are not in order, have more deals closed than at risk or nothing closed,
// or do not add up to the deals won and lost, and for a last age beyond the
// steps.
func (c *ClosingCurve) UnmarshalJSON(data []byte) error {
	type plain ClosingCurve
	return strict.Unmarshal(data, "ClosingCurve", (*plain)(c), func(p *plain, in fault.Scope) {
		(*ClosingCurve)(p).collect(&in)
	})
}

// maxAgeDays is more than any two dates are apart.
const maxAgeDays = 9999 * 366

func (c *ClosingCurve) collect(in *fault.Scope) {
	fault.OneOf(*in, "Verdict", c.Verdict, HistoryVerdicts())
	count(in, "Won", c.Won)
	count(in, "Lost", c.Lost)
	count(in, "Open", c.Open)
	count(in, "Undated", c.Undated)
	count(in, "Negative", c.Negative)
	count(in, "Later", c.Later)
	in.Int("LastAgeDays", c.LastAgeDays, -1, maxAgeDays, "days")
	if (c.LastAgeDays < 0) != (c.Verdict == NotEnoughHistory) {
		in.Conflict("LastAgeDays", "", "-1 exactly when there is not enough history")
	}
	if !in.Length("Steps", len(c.Steps), 0, MaxDeals) {
		return
	}
	won, lost, days, left := 0, 0, -1, c.Won+c.Lost+c.Open
	for i, s := range c.Steps {
		at := in.At("Steps", i)
		at.Int("Days", s.Days, days+1, maxAgeDays, "days, in order")
		at.Int("AtRisk", s.AtRisk, 1, max(left, 1), "deals, no more than before")
		if s.Won < 0 || s.Lost < 0 || s.Won+s.Lost < 1 || s.Won+s.Lost > s.AtRisk {
			at.Conflict("Won", "", "1 to AtRisk deals closed")
			return
		}
		won, lost, days, left = won+s.Won, lost+s.Lost, s.Days, s.AtRisk-s.Won-s.Lost
	}
	if won != c.Won || lost != c.Lost {
		in.Conflict("Steps", "", "the deals won and lost")
	}
}

// ClosingOdds is what becomes of an open deal within some days: together 1.
type ClosingOdds struct {
	// Won, Lost and Open are the odds that it is won by then, that it is lost,
	// and that it is still open: fractions.
	Won  float64 `json:"won"`
	Lost float64 `json:"lost"`
	Open float64 `json:"open"`
}

// UnmarshalJSON reads odds strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for odds that are no fraction, and if
// they do not add up to 1.
func (c *ClosingOdds) UnmarshalJSON(data []byte) error {
	type plain ClosingOdds
	return strict.Unmarshal(data, "ClosingOdds", (*plain)(c), func(p *plain, in fault.Scope) {
		const rounding = 1e-9
		good := in.Float("Won", p.Won, 0, 1, "as a fraction")
		good = in.Float("Lost", p.Lost, 0, 1, "as a fraction") && good
		good = in.Float("Open", p.Open, 0, 1, "as a fraction") && good
		if total := p.Won + p.Lost + p.Open; good && (total < 1-rounding || total > 1+rounding) {
			in.Conflict("Open", number(p.Open), "odds that add up to 1")
		}
	})
}

// Within returns the odds of what becomes within so many days of a deal that is
// open at an age, the days from its first contact.
//
//	won = Σ over age < d <= age + days of S(d-1 | age) · won(d) ÷ at risk(d)
//
// It is the Aalen-Johansen estimate: a deal that was lost cannot be won any
// more, so winning and losing are competing risks. Taking the deals lost for
// still open (Kaplan-Meier for the deals won alone) would promise too much. A
// deal older than LastAgeDays is taken to be that old. With not enough history
// everything stays open; so it does for negative days.
//
// Playbook: FCT-15.
func (c ClosingCurve) Within(ageDays, days int) ClosingOdds {
	after := min(ageDays, c.LastAgeDays)
	if c.Verdict != Learned {
		return ClosingOdds{Open: 1}
	}
	became := survival.AalenJohansen(c.rows(), after, after+min(max(days, 0), maxAgeDays))
	return ClosingOdds{Won: became.First, Lost: became.Second, Open: became.Lasts}
}

func (c *ClosingCurve) rows() []survival.Row {
	rows := make([]survival.Row, len(c.Steps))
	for i, s := range c.Steps {
		rows[i] = survival.Row{Time: s.Days, AtRisk: s.AtRisk, First: s.Won, Second: s.Lost}
	}
	return rows
}

// ClosingPolicy says how much history [LearnClosing] needs. The zero policy is
// rejected: start from [DefaultPolicy].
type ClosingPolicy struct {
	// MinWins is the fewest deals won to learn from, 1 to [MaxMinDeals].
	MinWins int `json:"min_wins"`
	// MinAtRisk is the fewest deals that were observed beyond an age for it to
	// be learnt from, 1 to [MaxMinDeals].
	MinAtRisk int `json:"min_at_risk"`
}

func (p *ClosingPolicy) collect(in *fault.Scope) {
	in.Int("MinWins", p.MinWins, 1, MaxMinDeals, "deals")
	in.Int("MinAtRisk", p.MinAtRisk, 1, MaxMinDeals, "deals")
}

// LearnClosing learns from the deals of a pipeline, as they stood at the end of
// a day, at which age deals are won and lost. A deal that closed later, or has
// not closed, was open: that it has lasted so long is part of the history. So
// the same history can be asked as of any day in the past.
//
// A curve with too few deals won says so: its verdict is [NotEnoughHistory].
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - a deal was closed before it was opened, unless the cycle policy says [SkipNegative];
//   - the day is missing or does not exist;
//   - a field of a policy is out of its range; zero policies are.
//
// Playbook: FCT-15.
func LearnClosing(pipeline Pipeline, asOf salesops.Date, cycle CyclePolicy, policy ClosingPolicy) (ClosingCurve, error) {
	var list fault.List
	in := list.In("Pipeline")
	pipeline.collect(&in, func(d *Deal, at *fault.Scope) {
		if cycle.NegativeCycles != SkipNegative && negative(d) {
			at.Conflict("ClosedOn", d.ClosedOn.String(), "a day not before Opened, "+d.Opened.String())
		}
	})
	day := list.In("asOf")
	day.Date("", asOf)
	in = list.In("CyclePolicy")
	cycle.collect(&in)
	in = list.In("ClosingPolicy")
	policy.collect(&in)
	if list.Any() {
		return ClosingCurve{}, list.Err()
	}
	var c ClosingCurve
	var cases []survival.Case
	for i := range pipeline.Deals {
		if observed, ok := c.observe(&pipeline.Deals[i], asOf); ok {
			cases = append(cases, observed)
		}
	}
	c.conclude(cases, policy)
	return c, nil
}

// observe counts a deal, and returns what it tells if it tells anything.
func (c *ClosingCurve) observe(d *Deal, asOf salesops.Date) (survival.Case, bool) {
	switch {
	case d.Opened.IsZero() || d.Stage.Closed() && d.ClosedOn.IsZero():
		c.Undated++
		return survival.Case{}, false
	case negative(d):
		c.Negative++
		return survival.Case{}, false
	case d.Opened.After(asOf):
		c.Later++
		return survival.Case{}, false
	case d.Stage.Open() || d.ClosedOn.After(asOf):
		c.Open++
		return survival.Case{Time: asOf.DaysSince(d.Opened)}, true
	case d.Stage == Won:
		c.Won++
		return survival.Case{Time: d.ClosedOn.DaysSince(d.Opened), Cause: survival.First}, true
	default:
		c.Lost++
		return survival.Case{Time: d.ClosedOn.DaysSince(d.Opened), Cause: survival.Second}, true
	}
}

func (c *ClosingCurve) conclude(cases []survival.Case, policy ClosingPolicy) {
	rows := survival.Table(cases)
	c.Verdict, c.LastAgeDays, c.Steps = NotEnoughHistory, -1, make([]ClosingStep, 0, len(rows))
	for _, r := range rows {
		c.Steps = append(c.Steps, ClosingStep{Days: r.Time, AtRisk: r.AtRisk, Won: r.First, Lost: r.Second})
	}
	if c.Won < policy.MinWins || len(cases) < policy.MinAtRisk {
		return
	}
	// The days of the deal that has just enough others observed as long.
	ages := slices.Sorted(func(yield func(int) bool) {
		for _, observed := range cases {
			if !yield(observed.Time) {
				return
			}
		}
	})
	if last := ages[len(ages)-policy.MinAtRisk] - 1; last >= 0 {
		c.Verdict, c.LastAgeDays = Learned, last
	}
}
