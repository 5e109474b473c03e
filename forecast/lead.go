package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
)

// LeadAccuracy is the accuracy of the calls that were made at one lead.
type LeadAccuracy struct {
	// LeadWeeks is how many weeks before the end of the period.
	LeadWeeks int `json:"lead_weeks"`
	// Accuracy is that of the calls.
	Accuracy Accuracy `json:"accuracy"`
}

// ForecasterAccuracy is the accuracy of one forecaster.
type ForecasterAccuracy struct {
	// Forecaster is who made the calls.
	Forecaster string `json:"forecaster"`
	// Overall is the accuracy of all calls, whatever their lead.
	Overall Accuracy `json:"overall"`
	// Leads are the accuracies by lead, the longest first.
	Leads []LeadAccuracy `json:"leads"`
}

// AccuracyByLead is how close forecasters came, by how long before.
type AccuracyByLead struct {
	// Leads are the accuracies of all forecasters together, the longest lead
	// first.
	Leads []LeadAccuracy `json:"leads"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterAccuracy `json:"forecasters"`
}

// MeasureByLead returns the accuracy of the calls of a history.
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
	type key struct {
		forecaster string
		lead       int
	}
	byLead, byForecaster, byBoth := make(map[int]*errorSums), make(map[string]*errorSums), make(map[key]*errorSums)
	for i := range history.Calls {
		c := &history.Calls[i]
		sumsOf(byLead, c.LeadWeeks).add(c.Forecast, c.Actual, 1)
		sumsOf(byForecaster, c.Forecaster).add(c.Forecast, c.Actual, 1)
		sumsOf(byBoth, key{c.Forecaster, c.LeadWeeks}).add(c.Forecast, c.Actual, 1)
	}
	var a AccuracyByLead
	for lead, t := range byLead {
		a.Leads = append(a.Leads, LeadAccuracy{lead, t.accuracy(scale, policy.ZeroActuals)})
	}
	sortLeads(a.Leads)
	for name, t := range byForecaster {
		f := ForecasterAccuracy{Forecaster: name, Overall: t.accuracy(scale, policy.ZeroActuals)}
		for lead := range byLead {
			if t := byBoth[key{name, lead}]; t != nil {
				f.Leads = append(f.Leads, LeadAccuracy{lead, t.accuracy(scale, policy.ZeroActuals)})
			}
		}
		sortLeads(f.Leads)
		a.Forecasters = append(a.Forecasters, f)
	}
	slices.SortFunc(a.Forecasters, func(a, b ForecasterAccuracy) int { return cmp.Compare(a.Forecaster, b.Forecaster) })
	return a, nil
}

func sortLeads(leads []LeadAccuracy) {
	slices.SortFunc(leads, func(a, b LeadAccuracy) int { return cmp.Compare(b.LeadWeeks, a.LeadWeeks) })
}

func sumsOf[K comparable](groups map[K]*errorSums, key K) *errorSums {
	t := groups[key]
	if t == nil {
		t = new(errorSums)
		groups[key] = t
	}
	return t
}
