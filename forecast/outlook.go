package forecast

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of an outlook.
const (
	// MaxOddsDeals is the most open deals whose sum is distributed.
	MaxOddsDeals = 10_000
	// MaxScenarios is the most scenarios of an outlook.
	MaxScenarios = 10
	// MaxEffect is the largest effect of a scenario; the smallest is its
	// inverse.
	MaxEffect = 100
	// MaxOddsBands is the most bands of a calibration.
	MaxOddsBands = 100
)

// Outlook is a pipeline and what is known of how it turns into revenue.
type Outlook struct {
	// Pipeline has the deals, up to [MaxOddsDeals] of them open. Each open deal
	// has a probability of its own or by its stage, unless the policy takes the
	// odds of winning from history.
	Pipeline Pipeline `json:"pipeline"`
	// Horizon is the period in which the revenue counts. Without one the odds
	// are those of the open deals alone, whenever they close.
	Horizon *Horizon `json:"horizon,omitempty"`
	// Scenarios are up to [MaxScenarios] kinds of period, of which one comes;
	// their chances add up to 1. Empty takes the odds as they are.
	Scenarios []Scenario `json:"scenarios,omitempty"`
	// Calibration is what stated probabilities turned out to be, in up to
	// [MaxOddsBands] bands in order; empty when that is not known.
	Calibration []OddsBand `json:"calibration,omitempty"`
}

// Horizon is a period and what is known of it on a day.
type Horizon struct {
	// Window is the period.
	Window Window `json:"window"`
	// Today is the day at whose end the pipeline stands as it is given; it is
	// before the last day of the window.
	Today salesops.Date `json:"today"`
	// Closing says how fast deals close; nil when that is not known. Then a
	// deal counts in full if its expected close lies in the window, and not at
	// all otherwise.
	Closing *ClosingCurve `json:"closing,omitempty"`
	// Created is what each of up to [MaxPeriods] past periods brought from
	// deals that did not exist yet at the same point of it, see
	// [MeasureCreated]; each is as likely. Empty leaves such deals out.
	Created []decimal.Decimal `json:"created,omitempty"`
}

func (h *Horizon) collect(in *fault.Scope) {
	at := in.In("Window")
	h.Window.collect(&at)
	if in.Date("Today", h.Today) && h.Window.To.IsValid() && !h.Today.Before(h.Window.To) {
		in.Conflict("Today", h.Today.String(), "a day before "+h.Window.To.String()+", the last day of the window")
	}
	if h.Closing != nil {
		at = in.In("Closing")
		h.Closing.collect(&at)
		if h.Closing.Verdict == NotEnoughHistory {
			at.Conflict("Verdict", string(NotEnoughHistory), "learned, or no closing curve at all")
		}
	}
	createdAmounts(in, h.Created)
}

// Scenario is a kind of period: a good, a normal or a bad quarter. What hits
// all deals at once is what breaks forecasts that take them as independent;
// given the scenario they are.
type Scenario struct {
	// Name is its name, 1 to 200 bytes, given once.
	Name string `json:"name"`
	// Chance is how likely it is: above 0 to 1.
	Chance float64 `json:"chance"`
	// OddsRatio is what it does to the odds p/(1-p) of every open deal: it
	// multiplies them, from 1 / [MaxEffect] to [MaxEffect]. With 2 a deal of
	// 0.5 becomes one of 2/3; a sure deal stays sure.
	OddsRatio float64 `json:"odds_ratio"`
	// CreatedFactor multiplies the revenue from deals that do not exist yet,
	// from 1 / [MaxEffect] to [MaxEffect].
	CreatedFactor float64 `json:"created_factor"`
}

// apply returns what the scenario makes of a chance.
func (s *Scenario) apply(p float64) float64 {
	if s.OddsRatio == 1 {
		return p // to the last bit
	}
	odds := s.OddsRatio * p
	return odds / (1 - p + odds)
}

func collectScenarios(in *fault.Scope, scenarios []Scenario) {
	if !in.Length("Scenarios", len(scenarios), 0, MaxScenarios) {
		return
	}
	var names []string
	chances := make([]exact.Term, 0, MaxScenarios)
	for i, s := range scenarios {
		at := in.At("Scenarios", i)
		if at.Name("Name", s.Name) && slices.Contains(names, s.Name) {
			at.Conflict("Name", s.Name, "each scenario once")
		}
		names = append(names, s.Name)
		if !at.Positive("Chance", s.Chance, 1, "as a fraction") {
			return
		}
		chances = append(chances, exact.Of(s.Chance))
		at.Float("OddsRatio", s.OddsRatio, 1./MaxEffect, MaxEffect, "times")
		at.Float("CreatedFactor", s.CreatedFactor, 1./MaxEffect, MaxEffect, "times")
	}
	if total := exact.SumDecimal(chances...); len(scenarios) > 0 && !total.Equal(decimal.New(1, 0)) {
		in.Conflict("Scenarios", total.String(), "chances that add up to 1")
	}
}

// OddsBand is what became of the deals whose stated probability lay in a band.
type OddsBand struct {
	// From and To are the least and the largest stated probability of the band,
	// fractions.
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Rate is the interval of the share of such deals that are really won.
	Rate salesops.Interval `json:"rate"`
}

func collectBands(in *fault.Scope, bands []OddsBand) {
	if !in.Length("Calibration", len(bands), 0, MaxOddsBands) {
		return
	}
	least := 0.0
	for i, b := range bands {
		at := in.At("Calibration", i)
		if at.Float("From", b.From, least, 1, "as a fraction, not in an earlier band") && at.Float("To", b.To, b.From, 1, "as a fraction") {
			least = b.To
		}
		collectRange(&at, "Rate", b.Rate)
	}
}

// collectRange checks an interval of probabilities.
func collectRange(in *fault.Scope, field string, i salesops.Interval) {
	at := in.In(field)
	if at.Float("Low", i.Low, 0, 1, "as a fraction") {
		at.Float("High", i.High, i.Low, 1, "as a fraction")
	}
}

// rangeOf returns what the bands say of a stated probability.
func rangeOf(bands []OddsBand, p float64) salesops.Interval {
	for _, b := range bands {
		if b.From <= p && p <= b.To {
			return b.Rate
		}
	}
	return salesops.Interval{Low: p, High: p}
}

// OddsSource is where the odds of winning a deal come from.
type OddsSource string

// The two sources of the odds of winning.
const (
	// StatedOdds takes the probability of the deal or of its stage, and from
	// history only when a deal that is won is won. It is the default.
	StatedOdds OddsSource = "stated"
	// HistoryOdds takes the share of deals as old that were won within as many
	// days. Probabilities are not looked at.
	HistoryOdds OddsSource = "history"
)

// OddsSources returns both sources, the default first.
func OddsSources() []OddsSource { return []OddsSource{StatedOdds, HistoryOdds} }

// MarshalText returns the source's text. It returns an *[salesops.InputError]
// if s is not one of [OddsSources].
func (s OddsSource) MarshalText() ([]byte, error) {
	return strict.Text("OddsSource", s, OddsSources())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [OddsSources].
func (s *OddsSource) UnmarshalText(text []byte) error {
	return strict.Parse("OddsSource", s, text, OddsSources())
}

// OddsPolicy says where [Distribute] takes odds from, how precise it is to be,
// and how much work that may take. The zero policy is rejected: start from
// [DefaultPolicy].
type OddsPolicy struct {
	// WinOdds is where the odds of winning come from.
	WinOdds OddsSource `json:"win_odds"`
	// Precision is how far apart the guaranteed bounds of a probability may be,
	// [MinPrecision] to [MaxPrecision].
	Precision float64 `json:"precision"`
	// MaxCells is how many cells may be computed in all, some 300 million a
	// second: [MinOddsCells] to [MaxOddsCells]. When they do not suffice, the
	// result says which precision it has reached.
	MaxCells int `json:"max_cells"`
}

func (p *OddsPolicy) collect(in *fault.Scope) {
	fault.OneOf(*in, "WinOdds", p.WinOdds, OddsSources())
	in.Float("Precision", p.Precision, MinPrecision, MaxPrecision, "as a fraction")
	in.Int("MaxCells", p.MaxCells, MinOddsCells, MaxOddsCells, "cells")
}

func (o *Outlook) collect(list *fault.List, policy *OddsPolicy) {
	in, stages, open := list.In("Outlook"), o.Pipeline.odds(), 0
	at := in.In("Pipeline")
	o.Pipeline.collect(&at, func(d *Deal, at *fault.Scope) {
		if d.Stage.Open() {
			open++
		}
		if d.Stage.Open() && policy.WinOdds != HistoryOdds && d.Probability == nil && stages[d.Stage] == nil {
			at.Missing("Probability", "0 to 1 as a fraction for deal "+d.ID+", or odds for its stage in Pipeline.Process")
		}
		if o.Horizon != nil && d.Stage == Won && d.ClosedOn.After(o.Horizon.Today) {
			at.Conflict("ClosedOn", d.ClosedOn.String(), "a day not after Today, "+o.Horizon.Today.String())
		}
	})
	at.Length("Deals", open, 0, MaxOddsDeals)
	if o.Horizon != nil {
		at = in.In("Horizon")
		o.Horizon.collect(&at)
	}
	if policy.WinOdds == HistoryOdds && (o.Horizon == nil || o.Horizon.Closing == nil) {
		in.Missing("Horizon.Closing", "a curve to take the odds of winning from, as the policy says")
	}
	if policy.WinOdds == HistoryOdds && len(o.Calibration) > 0 {
		in.Conflict("Calibration", "", "none, since the policy does not look at stated probabilities")
	}
	collectScenarios(&in, o.Scenarios)
	collectBands(&in, o.Calibration)
	own := list.In("OddsPolicy")
	policy.collect(&own)
}
