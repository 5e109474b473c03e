package credibility

import "github.com/salesops-go/salesops/internal/sum"

// Group is what there is to know of a group's observations. The zero Group has
// none. Groups are plain values: a copy is independent of its original.
type Group struct {
	count        int
	weight, mean sum.Sum
	// spread is Σ w (x - mean)².
	spread sum.Sum
}

// Add adds an observation.
func (g *Group) Add(x, weight float64) {
	// West's update (1979): equal observations leave the mean as it is and the
	// spread at 0, to the last bit, which sums of squares would not.
	before := g.weight.Value()
	g.count++
	g.weight.Add(weight)
	all, delta := g.weight.Value(), x-g.mean.Value()
	g.mean.Add(float64(delta * (weight / all)))
	g.spread.Add(float64(weight * (before / all) * delta * delta))
}

// Count returns the number of observations.
func (g *Group) Count() int { return g.count }

// Weight returns the sum of their weights.
func (g *Group) Weight() float64 { return g.weight.Value() }

// Mean returns their weighted mean, 0 if there are none.
func (g *Group) Mean() float64 { return g.mean.Value() }

// Basis is what an estimate rests on.
type Basis int

// What an estimate may rest on.
const (
	// Empty: there are no observations.
	Empty Basis = iota
	// OneGroup: a single group has observations, which says nothing of how groups
	// differ.
	OneGroup
	// OneEach: no group has two observations, so that how groups differ can't be
	// told from how observations do.
	OneEach
	// NoBetween: groups differ no more than observations within them do.
	NoBetween
	// Both: both variances are estimated.
	Both
)

// Model is the model with its parameters estimated.
type Model struct {
	// Basis is what the estimates rest on.
	Basis Basis
	// Collective is the mean of all groups, m; 0 if there are no observations.
	Collective float64
	// Within is s², 0 where it can't be estimated.
	Within float64
	// Between is a, 0 where it can't be estimated or came out negative.
	Between float64
	// Repeated is the number of observations beyond the first of each group: those
	// on which Within rests.
	Repeated int

	weight, credibility float64 // sums over all groups
}

// Fit estimates the model's parameters from all groups; those without
// observations do not count.
func Fit(groups []Group) Model {
	var m Model
	var spread sum.Sum
	var pooled Group
	for i := range groups {
		g := &groups[i]
		if g.count == 0 {
			continue
		}
		pooled.Add(g.Mean(), g.Weight())
		spread.Add(g.spread.Value())
		m.Repeated += g.count - 1
	}
	m.Collective, m.weight = pooled.Mean(), pooled.Weight()
	if m.Repeated > 0 {
		m.Within = spread.Value() / float64(m.Repeated)
	}
	switch {
	case pooled.count == 0:
		m.Basis = Empty
	case pooled.count == 1:
		m.Basis = OneGroup
	case m.Repeated == 0:
		m.Basis = OneEach
	default:
		m.fitBetween(groups, &pooled)
	}
	return m
}

// fitBetween estimates the variance between the groups and the collective mean;
// pooled has the mean of each group as an observation.
func (m *Model) fitBetween(groups []Group, pooled *Group) {
	m.Basis = NoBetween
	excess := pooled.spread.Value() - float64(float64(pooled.count-1)*m.Within)
	if excess <= 0 {
		return
	}
	var scale sum.Sum // W - Σ w(i)² ÷ W, in terms that are all positive
	for i := range groups {
		rest := pooled.weight
		rest.Add(-groups[i].Weight())
		scale.Add(float64(groups[i].Weight() * (rest.Value() / pooled.Weight())))
	}
	m.Basis, m.Between = Both, excess/scale.Value()
	var collective Group
	for i := range groups {
		if z := m.Credibility(&groups[i]); z > 0 {
			collective.Add(groups[i].Mean(), z)
		}
	}
	m.Collective, m.credibility = collective.Mean(), collective.Weight()
}

// Credibility returns how far a group's own mean is to be believed, Z, 0 to 1.
func (m *Model) Credibility(g *Group) float64 {
	own, _ := m.shares(g)
	return own
}

// shares returns Z and 1 - Z, each with all its digits.
func (m *Model) shares(g *Group) (own, others float64) {
	if m.Basis != Both || g.count == 0 {
		return 0, 1
	}
	if m.Within == 0 {
		return 1, 0
	}
	shown := float64(m.Between * g.Weight())
	return shown / (shown + m.Within), m.Within / (shown + m.Within)
}

// Estimate returns the estimate of a group's true mean: between its own mean and
// that of all groups, which is what a group without observations gets.
func (m *Model) Estimate(g *Group) float64 {
	if g.count == 0 {
		return m.Collective
	}
	own := g.Mean()
	estimate := m.Collective + float64(m.Credibility(g)*(own-m.Collective))
	return max(min(own, m.Collective), min(max(own, m.Collective), estimate))
}

// Error returns the mean squared error of a group's estimate. It reports false
// where it can't be estimated, as the variance within groups can't.
func (m *Model) Error(g *Group) (squared float64, ok bool) {
	if m.Repeated == 0 {
		return 0, false
	}
	if m.Basis != Both {
		return m.Within / m.weight, true
	}
	_, others := m.shares(g)
	return m.Between * others * (1 + others/m.credibility), true
}
