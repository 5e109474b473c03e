package forecast

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/smoothing"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// CandidateOutcome is what became of a model that might have been chosen.
type CandidateOutcome string

// The outcomes.
const (
	// Scored: the model was tried on the values held back.
	Scored CandidateOutcome = "scored"
	// NoSeason: the model needs a season, and there is none.
	NoSeason CandidateOutcome = "no-season"
	// NotPositive: the model needs values above zero, and one is not.
	NotPositive CandidateOutcome = "not-above-zero"
	// ShortHistory: too few values are left when enough are held back.
	ShortHistory CandidateOutcome = "too-little-history"
	// NoFit: the model expected values below zero, or beyond all bounds.
	NoFit CandidateOutcome = "no-fit"
)

// CandidateOutcomes returns all outcomes.
func CandidateOutcomes() []CandidateOutcome {
	return []CandidateOutcome{Scored, NoSeason, NotPositive, ShortHistory, NoFit}
}

// MarshalText returns the outcome's text. It returns an *[salesops.InputError] if
// o is not one of [CandidateOutcomes].
func (o CandidateOutcome) MarshalText() ([]byte, error) {
	return strict.Text("CandidateOutcome", o, CandidateOutcomes())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if the
// text is not one of [CandidateOutcomes].
func (o *CandidateOutcome) UnmarshalText(text []byte) error {
	return strict.Parse("CandidateOutcome", o, text, CandidateOutcomes())
}

// DemandCandidate is a model and how it forecast what was held back.
type DemandCandidate struct {
	// Model is the model.
	Model DemandModel `json:"model"`
	// Outcome is what became of it.
	Outcome CandidateOutcome `json:"outcome"`
	// Error is its mean absolute error over all values held back, in the unit of
	// demand without events; undefined unless the outcome is [Scored].
	Error salesops.Maybe `json:"error"`
	// Scaled is Error over how much the values before the first origin moved from
	// one season to the next (MASE): below 1 is better than repeating the last
	// season was there. Undefined when they did not move, or are no more than a
	// season.
	Scaled salesops.Maybe `json:"scaled"`
	// Inside is how many of the values held back lay in the interval that the
	// model gave for them.
	Inside int `json:"inside"`
}

// contest is a demand without events on which models are tried.
type contest struct {
	values  []float64
	season  int
	horizon int
	level   float64
	// first is the number of values before the first origin, origins how many
	// there are.
	first, origins int
	// cells is how much may still be computed, limited whether that was felt.
	cells   int64
	limited bool
}

// most bounds what a model may expect: beyond it is no forecast.
const most = 1e40

// candidates returns all models and which of them can be tried.
func (c *contest) candidates(minOrigins, maxOrigins int) []DemandCandidate {
	positive := true
	for _, v := range c.values {
		positive = positive && v > 0
	}
	longest := len(c.values) - c.horizon - minOrigins + 1
	c.first = len(c.values) - c.horizon - maxOrigins + 1
	untried := salesops.Undefined("the model was not tried")
	all := make([]DemandCandidate, 0, len(DemandModels()))
	for _, m := range DemandModels() {
		one, need := DemandCandidate{Model: m, Outcome: Scored, Error: untried, Scaled: untried}, m.way(c.season).minValues()
		switch {
		case m.seasonal() && c.season == 1:
			one.Outcome = NoSeason
		case m.seasonality() == smoothing.MultiplicativeSeason && !positive:
			one.Outcome = NotPositive
		case need > longest:
			one.Outcome = ShortHistory
		default:
			c.first = max(c.first, need)
			c.origins = len(c.values) - c.horizon - c.first + 1
		}
		all = append(all, one)
	}
	return all
}

// score tries each candidate from every origin.
func (c *contest) score(all []DemandCandidate) {
	rivals := int64(1) // the final fit
	for i := range all {
		if all[i].Outcome == Scored {
			rivals++
		}
	}
	scale := c.scale()
	z := binomial.ZForLevel(c.level)
	for i := range all {
		one := &all[i]
		if one.Outcome != Scored {
			continue
		}
		share := c.cells / rivals
		rivals--
		errors, inside, good := c.try(one.Model.way(c.season), share, z)
		if !good {
			one.Outcome = NoFit
			continue
		}
		one.Error, one.Inside = salesops.Defined(errors), inside
		one.Scaled = salesops.Undefined("the values before the first origin do not move from season to season")
		if scale > 0 {
			one.Scaled = salesops.Defined(errors / scale)
		}
	}
}

// scale returns how much the values before the first origin move from one season
// to the next; 0 when they do not.
func (c *contest) scale() float64 {
	if c.first <= c.season {
		return 0
	}
	var moves sum.Sum
	for i, v := range c.values[c.season:c.first] {
		moves.Add(math.Abs(v - c.values[i]))
	}
	return moves.Value() / float64(c.first-c.season)
}

// try returns the mean absolute error of a model over all origins, and how many
// values lay in its interval.
func (c *contest) try(way demandWay, cells int64, z float64) (mean float64, inside int, good bool) {
	var errors sum.Sum
	var fit smoothing.Fit
	for t := c.first; t < c.first+c.origins; t++ {
		before := c.cells
		ahead, next, good := c.project(way, &fit, t, cells)
		if !good {
			return 0, 0, false
		}
		fit = next
		cells -= before - c.cells
		for h, p := range ahead {
			e := math.Abs(p.Mean - c.values[t+h])
			errors.Add(e)
			if e <= float64(z*math.Sqrt(p.Variance)) {
				inside++
			}
		}
	}
	return errors.Value() / float64(c.origins*c.horizon), inside, true
}

// project forecasts from the first t values. A fit that is not zero is where the
// search for parameters begins.
func (c *contest) project(way demandWay, from *smoothing.Fit, t int, cells int64) ([]smoothing.Prediction, smoothing.Fit, bool) {
	past := c.values[:t]
	m, smooth := way.smoothing()
	if !smooth {
		return smoothing.PredictNaive(past, way.period, c.horizon), smoothing.Fit{}, true
	}
	var fit smoothing.Fit
	good := false
	if from.Work > 0 {
		fit, good = from.Again(past, cells)
	} else {
		fit, good = smoothing.Estimate(m, past, cells)
	}
	if !good {
		return nil, smoothing.Fit{}, false
	}
	c.cells -= fit.Work
	c.limited = c.limited || !fit.Converged
	ahead := fit.Predict(c.horizon)
	for _, p := range ahead {
		if !(math.Abs(p.Mean) <= most && p.Variance <= most) {
			return nil, smoothing.Fit{}, false
		}
	}
	return ahead, fit, true
}

// best returns the candidate with the least error, the earlier of equal ones, or
// false when none has one.
func best(all []DemandCandidate) (int, bool) {
	at, least := 0, math.Inf(1)
	for i := range all {
		if e, scored := all[i].Error.Value(); scored && e < least {
			at, least = i, e
		}
	}
	return at, !math.IsInf(least, 1)
}
