package forecast

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Certificate says how precise the answers of a distribution are, guaranteed.
type Certificate struct {
	// Exact reports whether the distribution was followed exactly, without a
	// grid: probabilities are then off by rounding in float64 only.
	Exact bool `json:"exact"`
	// Grid is the multiple to which amounts were rounded; 0 when none were.
	// What rounding can do is part of the bounds.
	Grid decimal.Decimal `json:"grid"`
	// Width is how far apart the bounds of a probability are at most.
	Width float64 `json:"width"`
	// Reached reports whether Width is at most the precision of the policy. It
	// is false when the cells of the policy did not suffice.
	Reached bool `json:"reached"`
}

// UnmarshalJSON reads a certificate strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a
// negative grid, and for a width that is no fraction.
func (c *Certificate) UnmarshalJSON(data []byte) error {
	type plain Certificate
	return strict.Unmarshal(data, "Certificate", (*plain)(c), func(p *plain, in fault.Scope) {
		total(&in, "Grid", p.Grid)
		in.Float("Width", p.Width, 0, 1, "as a fraction")
	})
}

// Revenue is the distribution of what comes in. It is made by [Distribute] or
// [Combine], and answers from what was computed then. Its fields are for
// reading: changing one changes no answer.
type Revenue struct {
	// Includes lists what the revenue includes. With [FromOpenDeals] alone it
	// is that of the open deals, whenever they close.
	Includes []RevenueSource `json:"includes"`
	// Counts is how many deals are in it, and why others are not.
	Counts OutlookCounts `json:"counts"`
	// Booked is what was won in the period already.
	Booked decimal.Decimal `json:"booked"`
	// Deals are the open deals with their odds, before any scenario.
	Deals []DealChance `json:"deals"`
	// Created is what past periods brought from deals that did not exist yet,
	// each as likely; empty when that is left out.
	Created []decimal.Decimal `json:"created"`
	// Scenarios are the kinds of period; empty when the odds are taken as they
	// are.
	Scenarios []Scenario `json:"scenarios"`
	// Policy is what it was made with.
	Policy OddsPolicy `json:"policy"`
	// Mean and Variance are those of the revenue, the nearest float64 of the
	// exact ones for the odds of the deals.
	Mean     float64 `json:"mean"`
	Variance float64 `json:"variance"`
	// Certificate says how precise the answers are.
	Certificate Certificate `json:"certificate"`

	stated, low, high mixture
}

// UnmarshalJSON reads a distribution strictly and makes it again from its deals,
// which takes as long as making it did. It returns an *[salesops.InputError] for every key
// that is unknown or missing, for everything that [Distribute] would refuse, and
// if the mean, the variance or the certificate are not those of the deals.
func (r *Revenue) UnmarshalJSON(data []byte) error {
	type plain Revenue
	var made Revenue
	err := strict.Unmarshal(data, "Revenue", (*plain)(&made), func(p *plain, in fault.Scope) {
		(*Revenue)(p).collect(&in)
	})
	if err != nil {
		return err
	}
	var list fault.List
	in := list.In("Revenue")
	stored := made
	made.make()
	if stored.Mean != made.Mean || stored.Variance != made.Variance {
		in.Conflict("Mean", number(stored.Mean), number(made.Mean)+" and the variance "+number(made.Variance)+", as the deals say")
	}
	if !stored.Certificate.equal(&made.Certificate) {
		in.Conflict("Certificate", "", "what the deals and the policy lead to")
	}
	if list.Any() {
		return list.Err()
	}
	*r = made
	return nil
}

// equal allows the width what float64 may differ by between architectures.
func (c *Certificate) equal(other *Certificate) bool {
	const margin = 1e-12
	return c.Exact == other.Exact && c.Grid.Equal(other.Grid) && math.Abs(c.Width-other.Width) <= margin && c.Reached == other.Reached
}

func (r *Revenue) collect(in *fault.Scope) {
	collectSources(in, r.Includes)
	total(in, "Booked", r.Booked)
	at := in.In("Policy")
	r.Policy.collect(&at)
	if in.Length("Created", len(r.Created), 0, MaxPeriods) {
		for i, d := range r.Created {
			at = in.At("Created", i)
			total(&at, "", d)
		}
	}
	collectScenarios(in, r.Scenarios)
	if !in.Length("Deals", len(r.Deals), 0, MaxOddsDeals) {
		return
	}
	seen := make(map[string]bool, len(r.Deals))
	for i := range r.Deals {
		if at = in.At("Deals", i); seen[r.Deals[i].ID] {
			at.Conflict("ID", r.Deals[i].ID, "an id that no other deal has")
		}
		seen[r.Deals[i].ID] = true
	}
}

func collectSources(in *fault.Scope, sources []RevenueSource) {
	if !in.Length("Includes", len(sources), 1, len(RevenueSources())) {
		return
	}
	for i, s := range sources {
		at := in.At("Includes", i)
		if fault.OneOf(at, "", s, RevenueSources()) && slices.Contains(sources[:i], s) {
			at.Conflict("", string(s), "each source once")
		}
	}
}

// Distribute returns the distribution of the revenue that an outlook leads to,
// computed and not simulated:
//
//	revenue = booked + Σ over open deals of amount × (won or not) + created
//
// Deals are won independently of one another, each with its odds; in a
// scenario, with those that it gives them, and the distribution is the mixture
// of those of the scenarios. What deals that do not exist yet bring is what one
// of the past periods showed, each as likely, independent of the open deals.
//
// The odds of a deal are, by what is known:
//
//	stated probability, no horizon        p, whenever it closes
//	stated probability, no closing curve  p if the expected close lies in the window, and else the deal is left out
//	stated probability, closing curve     p × odds that a deal of its age which is won is won by then
//	odds from history                     odds that a deal of its age is won by then
//
// A deal older than every deal that was won brings nothing within the period,
// whatever its stated probability: [OutlookCounts] counts it. Many pipelines are
// full of those.
//
// The distribution is exact when amounts share a grid that fits, or there are
// few deals. Otherwise amounts are rounded to a grid, which is chosen here once
// so that no probability's guaranteed bounds are further apart than the
// precision of the policy: bounds on what rounding does always, sharpened by
// bounds that hold with a probability that is added to them, tails left out and
// rounding in float64 included. [Certificate] says what was reached. How wrong
// the probabilities themselves may be is another matter: see
// [Revenue.AtLeastIfMiscalibrated].
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], but that with odds from history it needs no probabilities;
//   - more than [MaxOddsDeals] deals are open;
//   - a deal won was closed after the day of the horizon;
//   - the horizon's window is none, or its day is not before the last of it;
//   - the closing curve is not learnt, or missing although odds come from history;
//   - a created amount is not within 0 to [MaxAmount], or there are more than [MaxPeriods];
//   - scenarios are more than [MaxScenarios], share a name, have an effect out of its range, or chances that do not add up to 1;
//   - bands of the calibration are more than [MaxOddsBands], not in order, overlap, or hold no probabilities;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-8, FCT-15.
func Distribute(outlook Outlook, policy OddsPolicy) (Revenue, error) {
	var list fault.List
	outlook.collect(&list, &policy)
	if list.Any() {
		return Revenue{}, list.Err()
	}
	c := outlook.chances(&policy)
	r := Revenue{
		Includes: []RevenueSource{FromOpenDeals}, Counts: c.counts, Booked: c.booked, Deals: c.deals,
		Created: []decimal.Decimal{}, Scenarios: append([]Scenario{}, outlook.Scenarios...), Policy: policy,
	}
	if h := outlook.Horizon; h != nil {
		r.Includes = append(r.Includes, FromBooked)
		if h.Closing != nil {
			r.Includes = append(r.Includes, FromClosing)
		}
		if len(h.Created) > 0 {
			r.Includes = append(r.Includes, FromCreated)
			r.Created = append(r.Created, h.Created...)
		}
	}
	r.make()
	return r, nil
}

// Combine returns the distribution of the sum of two revenues, such as those of
// two teams, in one period with the same scenarios. Given the scenario the two
// are independent; what one created in a past period goes with what the other
// did in any.
//
// It returns an *[salesops.InputError] if:
//   - both have a deal of the same id, or together more than [MaxOddsDeals];
//   - they do not include the same;
//   - their scenarios differ;
//   - there are more than [MaxPeriods] pairs of past periods;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-8.
func Combine(a, b Revenue, policy OddsPolicy) (Revenue, error) {
	var list fault.List
	in := list.In("Revenue")
	if !slices.Equal(a.Includes, b.Includes) {
		in.Conflict("Includes", "", "the same for both revenues")
	}
	if !slices.Equal(a.Scenarios, b.Scenarios) {
		in.Conflict("Scenarios", "", "the same for both revenues")
	}
	in.Length("Created", len(a.Created)*len(b.Created), 0, MaxPeriods)
	if in.Length("Deals", len(a.Deals)+len(b.Deals), 0, MaxOddsDeals) {
		seen := make(map[string]bool, len(a.Deals))
		for i := range a.Deals {
			seen[a.Deals[i].ID] = true
		}
		for i := range b.Deals {
			if at := in.At("Deals", i); seen[b.Deals[i].ID] {
				at.Conflict("ID", b.Deals[i].ID, "an id that the other revenue does not have")
			}
		}
	}
	own := list.In("OddsPolicy")
	policy.collect(&own)
	if list.Any() {
		return Revenue{}, list.Err()
	}
	r := Revenue{
		Includes: slices.Clone(a.Includes), Counts: a.Counts.plus(b.Counts), Booked: a.Booked.Add(b.Booked),
		Deals: append(slices.Clone(a.Deals), b.Deals...), Created: []decimal.Decimal{},
		Scenarios: slices.Clone(a.Scenarios), Policy: policy,
	}
	for _, one := range a.Created {
		for _, other := range b.Created {
			r.Created = append(r.Created, one.Add(other))
		}
	}
	r.make()
	return r, nil
}

func (c OutlookCounts) plus(other OutlookCounts) OutlookCounts {
	return OutlookCounts{
		Open: c.Open + other.Open, Booked: c.Booked + other.Booked, NotDue: c.NotDue + other.NotDue,
		Undated: c.Undated + other.Undated, BeyondHistory: c.BeyondHistory + other.BeyondHistory,
		UndatedWon: c.UndatedWon + other.UndatedWon,
	}
}
