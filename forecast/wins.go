package forecast

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/poissonbinomial"
	"github.com/salesops-go/salesops/internal/strict"
)

// Wins is the distribution of the number of deals won. It is made by
// [DistributeWins], and answers from what was computed then. Its fields are for
// reading: changing one changes no answer.
type Wins struct {
	// Includes lists what is counted: open deals, those booked in the period,
	// and whether open deals count as far as they close in it. Deals that do
	// not exist yet are never counted.
	Includes []RevenueSource `json:"includes"`
	// Counts is how many deals are in it, and why others are not. Those booked
	// are won already.
	Counts OutlookCounts `json:"counts"`
	// Chances are the odds of the open deals before any scenario, in ascending
	// order.
	Chances []float64 `json:"chances"`
	// Scenarios are the kinds of period; empty when the odds are taken as they
	// are.
	Scenarios []Scenario `json:"scenarios"`
	// Mean and Variance are those of the number of deals won, the nearest
	// float64 of the exact ones for these odds.
	Mean     float64 `json:"mean"`
	Variance float64 `json:"variance"`

	kinds []winsIn
}

// winsIn is the distribution in a scenario, of the open deals only.
type winsIn struct {
	chance float64
	counts poissonbinomial.Counts
}

// UnmarshalJSON reads a distribution strictly and makes it again from its
// chances. It returns an *[salesops.InputError] for every key that is unknown or
// missing, for everything that [DistributeWins] would refuse, for counts that
// are not those of the chances, and if the mean or the variance are not.
func (w *Wins) UnmarshalJSON(data []byte) error {
	type plain Wins
	var made Wins
	err := strict.Unmarshal(data, "Wins", (*plain)(&made), func(p *plain, in fault.Scope) {
		(*Wins)(p).collect(&in)
	})
	if err != nil {
		return err
	}
	stored := made
	made.make()
	if stored.Mean != made.Mean || stored.Variance != made.Variance {
		var list fault.List
		in := list.In("Wins")
		in.Conflict("Mean", number(stored.Mean), number(made.Mean)+" and the variance "+number(made.Variance)+", as the chances say")
		return list.Err()
	}
	*w = made
	return nil
}

func (w *Wins) collect(in *fault.Scope) {
	collectSources(in, w.Includes)
	collectScenarios(in, w.Scenarios)
	if !in.Length("Chances", len(w.Chances), 0, MaxOddsDeals) {
		return
	}
	least := 0.0
	for i, p := range w.Chances {
		if at := in.At("Chances", i); at.Float("", p, least, 1, "as a fraction, in ascending order") {
			least = p
		}
	}
	if w.Counts.Open != len(w.Chances) {
		in.Conflict("Counts.Open", "", "the number of chances")
	}
}

// DistributeWins returns the distribution of the number of deals that are won,
// with the odds that [Distribute] gives them: a Poisson-binomial distribution,
// or in scenarios the mixture of theirs.
//
//	P(k) = P(k) without the last deal · (1 - p) + P(k-1) without it · p
//
// Both tails have full relative accuracy, about 1e-15 times the number of deals,
// and no probability is negative; those below 1e-290 are 0. The policy's
// precision and cells play no part.
//
// It returns an *[salesops.InputError] for everything that [Distribute] refuses.
//
// Playbook: FCT-8.
func DistributeWins(outlook Outlook, policy OddsPolicy) (Wins, error) {
	var list fault.List
	outlook.collect(&list, &policy)
	if list.Any() {
		return Wins{}, list.Err()
	}
	c := outlook.chances(&policy)
	w := Wins{
		Includes: []RevenueSource{FromOpenDeals}, Counts: c.counts,
		Chances: make([]float64, len(c.deals)), Scenarios: append([]Scenario{}, outlook.Scenarios...),
	}
	if h := outlook.Horizon; h != nil {
		w.Includes = append(w.Includes, FromBooked)
		if h.Closing != nil {
			w.Includes = append(w.Includes, FromClosing)
		}
	}
	for i := range c.deals {
		w.Chances[i] = c.deals[i].Chance
	}
	slices.Sort(w.Chances)
	w.make()
	return w, nil
}

func (w *Wins) make() {
	// The number of wins is what comes in when each deal brings one.
	each := Revenue{Booked: decimal.New(int64(w.Counts.Booked), 0), Scenarios: w.Scenarios, Deals: make([]DealChance, len(w.Chances))}
	for i, p := range w.Chances {
		each.Deals[i] = DealChance{Amount: decimal.New(1, 0), Chance: p}
	}
	w.Mean, w.Variance = each.moments()
	w.kinds = nil
	for _, s := range each.kinds() {
		chances := make([]float64, len(w.Chances))
		for i, p := range w.Chances {
			chances[i] = s.apply(p)
		}
		w.kinds = append(w.kinds, winsIn{chance: s.Chance, counts: poissonbinomial.Of(chances)})
	}
}

// beside returns how many open deals it takes for k wins beside those booked;
// any k below 0 is as good as -1.
func (w *Wins) beside(k int) int { return max(k, -1) - w.Counts.Booked }

// mix returns the probability of something over the scenarios; 1 if it is
// certain in all.
func (w *Wins) mix(in func(*poissonbinomial.Counts) float64) float64 {
	kinds := w.kinds
	if len(kinds) == 0 {
		kinds = []winsIn{{chance: 1, counts: poissonbinomial.Of(nil)}} // the zero Wins
	}
	p, certain := 0.0, true
	for i := range kinds {
		one := in(&kinds[i].counts)
		p += float64(kinds[i].chance * one)
		certain = certain && one == 1
	}
	if certain {
		return 1
	}
	return min(1, p)
}

// Mass returns the probability of exactly k deals won.
//
// Playbook: FCT-8.
func (w Wins) Mass(k int) float64 {
	return w.mix(func(c *poissonbinomial.Counts) float64 { return c.Mass(w.beside(k)) })
}

// AtMost returns the probability of k deals won or fewer.
//
// Playbook: FCT-8.
func (w Wins) AtMost(k int) float64 {
	return w.mix(func(c *poissonbinomial.Counts) float64 { return c.AtMost(w.beside(k)) })
}

// AtLeast returns the probability of k deals won or more. It is computed from
// its own end, not as one minus the rest.
//
// Playbook: FCT-8.
func (w Wins) AtLeast(k int) float64 {
	return w.mix(func(c *poissonbinomial.Counts) float64 { return c.AtLeast(w.beside(k)) })
}

// Quantile returns the least number of deals won that is not exceeded with a
// probability:
//
//	min{ k : P(wins <= k) >= level }
//
// A probability that differs from the level by no more than rounding counts as
// equal to it. It returns an *[salesops.InputError] if the level is not within
// [MinQuantile] and 1 - [MinQuantile].
//
// Playbook: FCT-8.
func (w Wins) Quantile(level float64) (int, error) {
	if err := checkLevel(level); err != nil {
		return 0, err
	}
	const unit = 0x1p-53
	reached := level - level*float64(4*len(w.Chances)+64)*unit
	// It is not below the least of those of the scenarios.
	k := w.Counts.Booked + len(w.Chances)
	for i := range w.kinds {
		k = min(k, w.Counts.Booked+w.kinds[i].counts.Quantile(level))
	}
	for w.AtMost(k) < reached {
		k++
	}
	return k, nil
}
