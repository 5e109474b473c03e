package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// LeadAccuracy is the accuracy of the calls that were made at one lead.
type LeadAccuracy struct {
	// LeadWeeks is how many weeks before the end of the period they were made.
	LeadWeeks int `json:"lead_weeks"`
	// Accuracy is that of the calls.
	Accuracy Accuracy `json:"accuracy"`
}

// UnmarshalJSON reads an accuracy strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, if the lead is not 0 to [MaxWeek], and
// for everything that [Accuracy.UnmarshalJSON] refuses.
func (a *LeadAccuracy) UnmarshalJSON(data []byte) error {
	type plain LeadAccuracy
	return strict.Unmarshal(data, "LeadAccuracy", (*plain)(a), func(p *plain, in fault.Scope) {
		in.Int("LeadWeeks", p.LeadWeeks, 0, MaxWeek, "weeks")
	})
}

// ForecasterAccuracy is the accuracy of one forecaster.
type ForecasterAccuracy struct {
	// Forecaster is who made the calls.
	Forecaster string `json:"forecaster"`
	// Overall is the accuracy of all calls, whatever their lead. Calls for one
	// period then count once for each lead.
	Overall Accuracy `json:"overall"`
	// Leads are the accuracies by lead, the longest first.
	Leads []LeadAccuracy `json:"leads"`
}

// UnmarshalJSON reads an accuracy strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, if the forecaster is not a name of 1
// to 200 bytes, if the leads are not in order, and if they do not have as many
// calls as there are overall.
func (f *ForecasterAccuracy) UnmarshalJSON(data []byte) error {
	type plain ForecasterAccuracy
	return strict.Unmarshal(data, "ForecasterAccuracy", (*plain)(f), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		if calls := collectLeads(&in, p.Leads); calls != p.Overall.Count {
			in.Conflict("Overall", "", "as many observations as all leads have")
		}
	})
}

// AccuracyByLead is how close forecasters came, by how long before.
type AccuracyByLead struct {
	// Leads are the accuracies of all forecasters together, the longest lead
	// first.
	Leads []LeadAccuracy `json:"leads"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterAccuracy `json:"forecasters"`
}

// UnmarshalJSON reads accuracies strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, if the leads or the forecasters are
// not in order, and if the forecasters do not have as many calls as the leads.
func (a *AccuracyByLead) UnmarshalJSON(data []byte) error {
	type plain AccuracyByLead
	return strict.Unmarshal(data, "AccuracyByLead", (*plain)(a), func(p *plain, in fault.Scope) {
		calls := collectLeads(&in, p.Leads)
		last := ""
		for i := range p.Forecasters {
			f := &p.Forecasters[i]
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
			calls -= f.Overall.Count
		}
		if calls != 0 {
			in.Conflict("Forecasters", "", "as many calls as the leads have")
		}
	})
}

// collectLeads checks leads that are read back, and returns their calls.
func collectLeads(in *fault.Scope, leads []LeadAccuracy) (calls int) {
	in.Length("Leads", len(leads), 1, MaxWeek+1)
	for i := range leads {
		if at := in.At("Leads", i); i > 0 && leads[i].LeadWeeks >= leads[i-1].LeadWeeks {
			at.Conflict("LeadWeeks", "", "each lead once, the longest first")
		}
		calls += leads[i].Accuracy.Count
	}
	return calls
}

// MeasureByLead returns the accuracy and the bias ratio of the calls of a history
// by their lead, for each forecaster and for all of them together. Leads are those
// that occur, often 13, 8, 4 and 1 weeks before the end of a quarter. See
// [MeasureAccuracy] for the metrics.
//
// A call far ahead is harder, so forecasters are comparable at the same lead
// only. All together weigh calls, not forecasters: in ME, MAE and the ratios of
// sums a large territory counts for more. Theil's U2 and the naive ratio are
// undefined, since calls are no series. The scale, for MASE and RMSSE, makes sense
// when all forecast one series, as the methods of [HoldBack] do; with the zero
// Scale both are undefined.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls], or more than [MaxGroups] pairs of a forecaster and a lead;
//   - a forecaster or period is not a name of 1 to 200 bytes, a lead is not 0 to [MaxWeek], or a forecaster has two calls without a cluster for a period and lead;
//   - a forecast, actual or part of the scale is not 0 or of size [MinMagnitude] to [MaxMagnitude], or the scale negative;
//   - a field of the policy is none of the known; the zero policy is.
//
// Playbook: FCT-6.
func MeasureByLead(history History, scale Scale, policy AccuracyPolicy) (AccuracyByLead, error) {
	var list fault.List
	in, by, rule := list.In("History"), list.In("Scale"), list.In("AccuracyPolicy")
	history.collect(&in)
	scale.collect(&by)
	policy.collect(&rule)
	if list.Any() {
		return AccuracyByLead{}, list.Err()
	}
	groups := history.byLead()
	fewGroups(&in, len(groups))
	if list.Any() {
		return AccuracyByLead{}, list.Err()
	}
	leads, forecasters := make(grouped[int]), make(grouped[string])
	var all AccuracyByLead
	for _, k := range groups.keys() {
		group := groups[k]
		leads.of(k.lead).merge(group)
		forecasters.of(k.forecaster).merge(group)
		if n := len(all.Forecasters); n == 0 || all.Forecasters[n-1].Forecaster != k.forecaster {
			all.Forecasters = append(all.Forecasters, ForecasterAccuracy{Forecaster: k.forecaster})
		}
		f := &all.Forecasters[len(all.Forecasters)-1]
		f.Leads = append(f.Leads, LeadAccuracy{k.lead, group.accuracy(scale, policy.ZeroActuals)})
	}
	for i := range all.Forecasters {
		f := &all.Forecasters[i]
		f.Overall = forecasters[f.Forecaster].accuracy(scale, policy.ZeroActuals)
	}
	for lead, group := range leads {
		all.Leads = append(all.Leads, LeadAccuracy{lead, group.accuracy(scale, policy.ZeroActuals)})
	}
	slices.SortFunc(all.Leads, func(a, b LeadAccuracy) int { return cmp.Compare(b.LeadWeeks, a.LeadWeeks) })
	return all, nil
}

// leadKey is a forecaster at a lead.
type leadKey struct {
	forecaster string
	lead       int
}

type leadGroups grouped[leadKey]

// byLead returns the calls by forecaster and lead, or one group too many of them.
func (h *History) byLead() leadGroups {
	groups := make(grouped[leadKey])
	for i := range h.Calls {
		c := &h.Calls[i]
		groups.of(leadKey{c.Forecaster, c.LeadWeeks}).add(&Observation{Forecast: c.Forecast, Actual: c.Actual})
		if len(groups) > MaxGroups {
			break
		}
	}
	return leadGroups(groups)
}

// keys returns the keys by forecaster, the longest lead first.
func (g leadGroups) keys() []leadKey {
	keys := make([]leadKey, 0, len(g))
	for k := range g {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b leadKey) int {
		return cmp.Or(cmp.Compare(a.forecaster, b.forecaster), cmp.Compare(b.lead, a.lead))
	})
	return keys
}
