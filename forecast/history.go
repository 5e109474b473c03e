package forecast

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxCalls is the most calls of a history.
const MaxCalls = 1_000_000

// Call is what a forecaster expected of a period, and what came.
type Call struct {
	// Forecaster is who made the call, 1 to 200 bytes: a rep, a manager, a
	// team.
	Forecaster string `json:"forecaster"`
	// Period is what the call was for, 1 to 200 bytes: "2026-Q3", "2026-11".
	Period string `json:"period"`
	// LeadWeeks is how many weeks before the end of the period the call was
	// made, 0 to [MaxWeek].
	LeadWeeks int `json:"lead_weeks,omitempty"`
	// Cluster is what the call belongs to when calls of a forecaster depend on
	// one another, 1 to 200 bytes: the quarter of a month, the shipment of a
	// line. Calls of one cluster are one piece of evidence. Empty stands for the
	// period, for which a forecaster then has one call at each lead.
	Cluster string `json:"cluster,omitempty"`
	// Forecast is what was expected: 0, or a number of size [MinMagnitude] to
	// [MaxMagnitude], in the unit of Actual.
	Forecast float64 `json:"forecast"`
	// Actual is what came: 0, or a number of size [MinMagnitude] to
	// [MaxMagnitude].
	Actual float64 `json:"actual"`
}

// cluster returns the name of what the call belongs to.
func (c *Call) cluster() string { return cmp.Or(c.Cluster, c.Period) }

// History is the record of forecasters who are judged together.
type History struct {
	// Calls are 1 to [MaxCalls] calls in any order; for [JudgeBias] there may be
	// none where there is other evidence.
	Calls []Call `json:"calls"`
	// Periods are all periods in order of time, each once. Empty for the order of
	// their texts, which is right for "2026-Q3", "2026-11" and "2026-11-22", and
	// wrong for "Q3 2026".
	Periods []string `json:"periods,omitempty"`
	// Odds are 0 to [MaxStatedOdds] deals with stated odds, in any order. They
	// are evidence for [JudgeBias].
	Odds []DealOdds `json:"odds,omitempty"`
	// Moves are 0 to [MaxMoves] counts of moved closes, in any order. They are
	// evidence for [JudgeBias].
	Moves []DateMoves `json:"moves,omitempty"`
}

// UnmarshalJSON reads a history strictly, with calls at any leads. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice, and
// for everything else that [JudgeBias] refuses in a history.
func (h *History) UnmarshalJSON(data []byte) error {
	type plain History
	return strict.Unmarshal(data, "History", (*plain)(h), func(p *plain, in fault.Scope) {
		(*History)(p).collectEvidence(&in, (*History).collect)
	})
}

// AtLead returns the history of the calls that were made at one lead, in weeks
// before the end of the period; what else there is has no lead and stays.
//
// Playbook: FCT-6.
func (h History) AtLead(weeks int) History {
	at := History{Periods: h.Periods, Odds: h.Odds, Moves: h.Moves}
	for i := range h.Calls {
		if h.Calls[i].LeadWeeks == weeks {
			at.Calls = append(at.Calls, h.Calls[i])
		}
	}
	return at
}

// collect checks a history at any leads.
func (h *History) collect(in *fault.Scope) {
	if !in.Length("Calls", len(h.Calls), 1, MaxCalls) {
		return
	}
	known := h.collectPeriods(in)
	type key struct {
		forecaster, period string
		lead               int
	}
	seen := make(map[key]bool, len(h.Calls))
	for i := range h.Calls {
		c, at := &h.Calls[i], in.At("Calls", i)
		at.Name("Forecaster", c.Forecaster)
		if at.Name("Period", c.Period) && known != nil && !known[c.Period] {
			at.Conflict("Period", c.Period, "one of the periods of the history")
		}
		at.Int("LeadWeeks", c.LeadWeeks, 0, MaxWeek, "weeks")
		if c.Cluster != "" {
			at.Name("Cluster", c.Cluster)
		} else if k := (key{c.Forecaster, c.Period, c.LeadWeeks}); seen[k] {
			at.Conflict("Period", c.Period, "one call of a forecaster for each period")
		} else {
			seen[k] = true
		}
		magnitude(&at, "Forecast", c.Forecast)
		magnitude(&at, "Actual", c.Actual)
	}
}

// collectPeriods checks the periods and returns them as a set, nil for none.
func (h *History) collectPeriods(in *fault.Scope) map[string]bool {
	if len(h.Periods) == 0 || !in.Length("Periods", len(h.Periods), 0, MaxCalls) {
		return nil
	}
	known := make(map[string]bool, len(h.Periods))
	for i, p := range h.Periods {
		if at := in.At("Periods", i); at.Name("", p) && known[p] {
			at.Conflict("", p, "each period once")
		}
		known[p] = true
	}
	return known
}

// collectOneLead checks a history that is judged at one lead.
func (h *History) collectOneLead(in *fault.Scope) {
	h.collect(in)
	for i := range h.Calls {
		if h.Calls[i].LeadWeeks != h.Calls[0].LeadWeeks {
			at := in.At("Calls", i)
			at.Conflict("LeadWeeks", "", "that of the first call: a forecast is judged at one lead")
			return
		}
	}
}

// collectEvidence checks a history of which any part may be missing, not all; the
// calls by their own check.
func (h *History) collectEvidence(in *fault.Scope, calls func(*History, *fault.Scope)) {
	if len(h.Calls) > 0 || len(h.Odds)+len(h.Moves) == 0 {
		calls(h, in)
	}
	h.collectOdds(in)
	h.collectMoves(in)
}

// timeline returns the place of each period in order of time.
func (h *History) timeline() map[string]int {
	order := h.Periods
	if len(order) == 0 {
		seen := make(map[string]bool)
		for i := range h.Calls {
			seen[h.Calls[i].Period] = true
		}
		order = slices.Sorted(maps.Keys(seen))
	}
	places := make(map[string]int, len(order))
	for i, p := range order {
		places[p] = i
	}
	return places
}

// periodNames returns the periods in order of time.
func (h *History) periodNames() []string {
	places := h.timeline()
	names := make([]string, len(places))
	for name, place := range places {
		names[place] = name
	}
	return names
}

// outcome is a cluster of a forecaster's calls: one piece of evidence.
type outcome struct {
	cluster string
	// period is the place of the earliest period in order of time.
	period int
	// last is the place of the latest period.
	last             int
	forecast, actual decimal.Decimal
}

// trackRecord is what became of one forecaster's calls, in order of time.
type trackRecord struct {
	forecaster string
	outcomes   []outcome
}

// trackRecords returns the record of each forecaster, sorted by name; the sums of
// a cluster are exact.
func (h *History) trackRecords() []trackRecord {
	places := h.timeline()
	at := make(map[string]int)
	var records []trackRecord
	for i := range h.Calls {
		c := &h.Calls[i]
		r, known := at[c.Forecaster]
		if !known {
			r = len(records)
			at[c.Forecaster] = r
			records = append(records, trackRecord{forecaster: c.Forecaster})
		}
		place := places[c.Period]
		records[r].outcomes = append(records[r].outcomes, outcome{
			cluster: c.cluster(), period: place, last: place, forecast: exact.Decimal(c.Forecast), actual: exact.Decimal(c.Actual),
		})
	}
	slices.SortFunc(records, func(a, b trackRecord) int { return cmp.Compare(a.forecaster, b.forecaster) })
	for i := range records {
		records[i].join()
	}
	return records
}

// join makes one outcome of the calls of a cluster, and sorts by time.
func (r *trackRecord) join() {
	slices.SortStableFunc(r.outcomes, func(a, b outcome) int { return cmp.Compare(a.cluster, b.cluster) })
	joined := r.outcomes[:1]
	for _, call := range r.outcomes[1:] {
		out := &joined[len(joined)-1]
		if call.cluster != out.cluster {
			joined = append(joined, call)
			continue
		}
		out.period, out.last = min(out.period, call.period), max(out.last, call.last)
		out.forecast, out.actual = out.forecast.Add(call.forecast), out.actual.Add(call.actual)
	}
	slices.SortFunc(joined, func(a, b outcome) int {
		return cmp.Or(cmp.Compare(a.period, b.period), cmp.Compare(a.cluster, b.cluster))
	})
	r.outcomes = joined
}
