package forecast

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of a pipeline.
const (
	// MaxDeals is the most deals of a pipeline.
	MaxDeals = 1_000_000
	// MaxStages is the most open stages of a process.
	MaxStages = 100
	// MaxAmount is the largest amount of money, in any currency.
	MaxAmount = 1_000_000_000_000_000
	// MaxPlaces is the most places after the point of an amount of money, as
	// it is written.
	MaxPlaces = 8
	// MaxPushes is the largest count of pushes of a deal.
	MaxPushes = 10_000
	// MinProbability is the smallest probability other than 0.
	MinProbability = 1e-9
)

// Deal is one opportunity. All deals of a pipeline are in one currency: those
// that name theirs name the same.
type Deal struct {
	// ID names the deal, 1 to 200 bytes; no two deals of a pipeline share it.
	ID string `json:"id"`
	// Owner is who answers for the deal, at most 200 bytes; empty when nobody
	// does.
	Owner string `json:"owner,omitempty"`
	// Segment is any group that the deal belongs to, at most 200 bytes: a
	// region, a product, a kind of customer; empty for none.
	Segment string `json:"segment,omitempty"`
	// Account is the customer, at most 200 bytes; empty when it is not known.
	Account string `json:"account,omitempty"`
	// Currency is the currency of the amount, at most 200 bytes, as in "EUR";
	// empty for the one that the pipeline is in.
	Currency string `json:"currency,omitempty"`
	// Stage is where the deal stands: a stage of the pipeline's process, [Won]
	// or [Lost].
	Stage Stage `json:"stage"`
	// Amount is what the deal brings, 0 to [MaxAmount] with at most
	// [MaxPlaces] places. Zero is an amount that is not known yet.
	Amount decimal.Decimal `json:"amount"`
	// Opened is the day of the first contact; zero when it is not known.
	Opened salesops.Date `json:"opened,omitzero"`
	// Proposed is the day on which the first proposal was sent; zero when none
	// was.
	Proposed salesops.Date `json:"proposed,omitzero"`
	// ExpectedClose is the day on which the deal should close; zero when
	// nobody has said.
	ExpectedClose salesops.Date `json:"expected_close,omitzero"`
	// Pushes is how often the expected close was moved to a later period, 0 to
	// [MaxPushes].
	Pushes int `json:"pushes,omitempty"`
	// LastActivity is the day of the last call, meeting, message or change;
	// zero when there is none on record.
	LastActivity salesops.Date `json:"last_activity,omitzero"`
	// ClosedOn is the day on which the deal was won or lost; zero when it is
	// not known, and for an open deal.
	ClosedOn salesops.Date `json:"closed_on,omitzero"`
	// Probability is how likely the deal is to be won: 0, or [MinProbability]
	// to 1. Nil takes the odds of the stage. A closed deal needs none.
	Probability *float64 `json:"probability,omitempty"`
	// Category is how firmly the owner calls the deal; empty when nobody has
	// said.
	Category Category `json:"category,omitempty"`
}

// Pipeline is a list of deals, open and closed, and the process that they go
// through.
type Pipeline struct {
	// Deals are up to [MaxDeals] deals in any order; none is an empty pipeline.
	Deals []Deal `json:"deals"`
	// Process is the company's own list of open stages in order, at most
	// [MaxStages]; empty takes [StandardProcess].
	Process []StageOdds `json:"process,omitempty"`
	// Periods are the company's own fiscal periods, at most [MaxPeriods] in
	// order of time without overlap; empty for none.
	Periods []Period `json:"periods,omitempty"`
}

// Window is a span of days, both ends included.
type Window struct {
	// From is the first day.
	From salesops.Date `json:"from"`
	// To is the last day, not before From.
	To salesops.Date `json:"to"`
}

// contains reports whether d lies in the window; the zero Date does not.
func (w *Window) contains(d salesops.Date) bool { return !d.Before(w.From) && !d.After(w.To) }

func (w *Window) collect(in *fault.Scope) {
	from, to := in.Date("From", w.From), in.Date("To", w.To)
	if from && to && w.To.Before(w.From) {
		in.Conflict("To", w.To.String(), "a day not before "+w.From.String()+", the first day")
	}
}

// process returns the pipeline's own process, or the standard one.
func (p *Pipeline) process() []StageOdds {
	if len(p.Process) == 0 {
		return StandardProcess()
	}
	return p.Process
}

func (p *Pipeline) odds() odds {
	process := p.process()
	o := make(odds, len(process))
	for _, s := range process {
		o[s.Stage] = s.Probability
	}
	return o
}

// collect checks the pipeline. also, which may be nil, is asked about every
// deal that is good by itself.
func (p *Pipeline) collect(in *fault.Scope, also func(d *Deal, at *fault.Scope)) {
	if !in.Length("Deals", len(p.Deals), 0, MaxDeals) {
		return
	}
	c := dealCheck{
		stages: p.odds(), seen: make(map[string]struct{}, len(p.Deals)),
		names: make(map[string]bool), days: make(map[salesops.Date]bool),
	}
	for i := range p.Deals {
		d, at := &p.Deals[i], in.At("Deals", i)
		if c.collect(d, &at) && also != nil {
			also(d, &at)
		}
	}
	collectProcess(in, p.Process)
	collectPeriods(in, p.Periods)
}

// dealCheck is what the check of a deal needs to know of the others. Names and
// days that were good once are not looked at again.
type dealCheck struct {
	stages   odds
	seen     map[string]struct{}
	names    map[string]bool
	days     map[salesops.Date]bool
	currency string
}

// maxKnown bounds what a check remembers of good names.
const maxKnown = 10_000

// name checks a name that may be empty.
func (c *dealCheck) name(in *fault.Scope, field, text string) bool {
	if text == "" || c.names[text] {
		return true
	}
	good := in.Name(field, text)
	if good && len(c.names) < maxKnown {
		c.names[text] = true
	}
	return good
}

// day checks a date that may be zero.
func (c *dealCheck) day(in *fault.Scope, field string, d salesops.Date) bool {
	if d.IsZero() || c.days[d] {
		return true
	}
	good := in.Date(field, d)
	if good && len(c.days) < maxKnown {
		c.days[d] = true
	}
	return good
}

// oneCurrency checks that a deal names no other currency than those before it.
func (c *dealCheck) oneCurrency(in *fault.Scope, currency string) bool {
	if !c.name(in, "Currency", currency) {
		return false
	}
	if c.currency == "" {
		c.currency = currency
	}
	if currency != "" && currency != c.currency {
		in.Conflict("Currency", currency, c.currency+", the currency of the deals before: amounts of different currencies do not add up")
		return false
	}
	return true
}

func (c *dealCheck) collect(d *Deal, in *fault.Scope) bool {
	good := in.Name("ID", d.ID)
	if _, twice := c.seen[d.ID]; good && twice {
		in.Conflict("ID", d.ID, "an id that no other deal has")
		good = false
	}
	c.seen[d.ID] = struct{}{}
	good = c.name(in, "Owner", d.Owner) && good
	good = c.name(in, "Segment", d.Segment) && good
	good = c.name(in, "Account", d.Account) && good
	good = c.oneCurrency(in, d.Currency) && good
	if !c.stages.has(d.Stage) {
		unknownStage(in, d.Stage)
		good = false
	}
	good = amount(in, "Amount", d.Amount) && good
	good = c.day(in, "Opened", d.Opened) && good
	good = c.day(in, "Proposed", d.Proposed) && good
	good = c.day(in, "ExpectedClose", d.ExpectedClose) && good
	good = in.Int("Pushes", d.Pushes, 0, MaxPushes, "pushes") && good
	good = c.day(in, "LastActivity", d.LastActivity) && good
	good = c.day(in, "ClosedOn", d.ClosedOn) && good
	if d.Stage.Open() && !d.ClosedOn.IsZero() {
		in.Conflict("ClosedOn", d.ClosedOn.String(), "no day, since the deal is open")
		good = false
	}
	if d.Probability != nil {
		good = probability(in, "Probability", *d.Probability) && good
	}
	if d.Category != "" {
		good = fault.OneOf(*in, "Category", d.Category, Categories()) && good
	}
	return good
}

func unknownStage(in *fault.Scope, s Stage) {
	const want = "a stage of the pipeline's process, won or lost"
	if s == "" {
		in.Missing("Stage", want)
		return
	}
	in.OutOfRange("Stage", string(s), want)
}

// amount checks an amount of money that may be zero. Places and probabilities
// are bounded so that every total of a result is exact and short enough to be
// read back.
func amount(in *fault.Scope, field string, d decimal.Decimal) bool {
	// What people write needs no arithmetic to be found good.
	if e := d.Exponent(); e <= 0 && e >= -MaxPlaces && d.NumDigits() <= amountDigits && d.Sign() >= 0 {
		return true
	}
	if !in.Decimal(field, d, 0, MaxAmount, "of money") {
		return false
	}
	if d.Exponent() < -MaxPlaces {
		in.OutOfRange(field, d.String(), "at most "+strconv.Itoa(MaxPlaces)+" places after the point")
		return false
	}
	return true
}

// amountDigits is the number of digits up to which a whole number is below
// [MaxAmount].
const amountDigits = 15

func probability(in *fault.Scope, field string, p float64) bool {
	if isProbability(p) {
		return true
	}
	in.OutOfRange(field, number(p), "0, or 1e-9 to 1 as a fraction")
	return false
}

func isProbability(p float64) bool { return p == 0 || p >= MinProbability && p <= 1 }
