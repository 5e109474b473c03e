package forecast

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxReps is the most reps of a review.
const MaxReps = 100_000

// DataReview is a pipeline whose data is looked at.
type DataReview struct {
	// Pipeline is the deals.
	Pipeline Pipeline `json:"pipeline"`
	// AsOf is the day of the review.
	AsOf salesops.Date `json:"as_of"`
	// Reps are who should be using the CRM, up to [MaxReps] names; those who own
	// a deal need not be listed.
	Reps []string `json:"reps,omitempty"`
}

func (r *DataReview) collect(in *fault.Scope) {
	pipeline := in.In("Pipeline")
	r.Pipeline.collect(&pipeline, nil)
	in.Date("AsOf", r.AsOf)
	if !in.Length("Reps", len(r.Reps), 0, MaxReps) {
		return
	}
	seen := make(map[string]bool, len(r.Reps))
	for i, rep := range r.Reps {
		if at := in.At("Reps", i); at.Name("", rep) && seen[rep] {
			at.Conflict("", rep, "each rep once")
		}
		seen[rep] = true
	}
}

// Defect is something that is wrong with the record of a deal.
type Defect string

// The defects, in the order in which they are listed. Playbook: FCT-13.
const (
	// NoAmount: open or won with an amount of zero.
	NoAmount Defect = "no-amount"
	// NoCloseDate: open without an expected close, or closed without its day.
	NoCloseDate Defect = "no-close-date"
	// PastCloseDate: open, and expected to close before the day of the review.
	PastCloseDate Defect = "past-close-date"
	// FutureDate: opened, active or closed after the day of the review.
	FutureDate Defect = "future-date"
	// NegativeCycle: closed before it was opened.
	NegativeCycle Defect = "negative-cycle"
	// OddsOff: open, and its own odds are far from those of its stage, or it has
	// no odds from either.
	OddsOff Defect = "odds-off"
	// Duplicate: open, with the account, amount and segment of another open
	// deal; all but the first by id.
	Duplicate Defect = "duplicate"
	// StaleRecord: open without activity for too long, or on record at all.
	StaleRecord Defect = "stale"
	// Ownerless: open, and nobody answers for it.
	Ownerless Defect = "ownerless"
)

// Defects returns all defects in order.
//
// Playbook: FCT-13.
func Defects() []Defect {
	return []Defect{NoAmount, NoCloseDate, PastCloseDate, FutureDate, NegativeCycle, OddsOff, Duplicate, StaleRecord, Ownerless}
}

// MarshalText returns the defect's text. It returns an *[salesops.InputError]
// if d is not one of [Defects].
func (d Defect) MarshalText() ([]byte, error) { return strict.Text("Defect", d, Defects()) }

// UnmarshalText sets d from its text. It returns an *[salesops.InputError] if
// the text is not one of [Defects].
func (d *Defect) UnmarshalText(text []byte) error {
	return strict.Parse("Defect", d, text, Defects())
}

// DefectDeals is the deals that have one defect.
type DefectDeals struct {
	// Defect is what is wrong.
	Defect Defect `json:"defect"`
	// Total is how many deals and what they are worth.
	Total DealTotal `json:"total"`
	// Examples are the first deals that have it, by their place in the
	// pipeline, at most [MaxExamples] ids.
	Examples []string `json:"examples"`
}

// MaxExamples is the most ids that are listed for a defect.
const MaxExamples = 20

// UnmarshalJSON reads deals strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a defect that is none of [Defects],
// for an example that is not a name, and for more or fewer of them than deals.
func (d *DefectDeals) UnmarshalJSON(data []byte) error {
	type plain DefectDeals
	return strict.Unmarshal(data, "DefectDeals", (*plain)(d), func(p *plain, in fault.Scope) {
		if len(p.Examples) != min(p.Total.Count, MaxExamples) {
			in.Conflict("Examples", "", "an id for each deal, at most 20")
		}
		for i, id := range p.Examples {
			at := in.At("Examples", i)
			at.Name("", id)
		}
	})
}

// DataQuality is what is wrong with the records of a pipeline, and whether
// people keep it.
type DataQuality struct {
	// Deals is all deals.
	Deals DealTotal `json:"deals"`
	// Clean is the deals without any defect.
	Clean DealTotal `json:"clean"`
	// CleanShare is the share of the deals that are clean, by count; undefined
	// without deals.
	CleanShare salesops.Maybe `json:"clean_share"`
	// CleanShareByValue is the share by amount; undefined if all amounts are
	// zero.
	CleanShareByValue salesops.Maybe `json:"clean_share_by_value"`
	// Defects has every defect of [Defects] in order.
	Defects []DefectDeals `json:"defects"`
	// ActiveReps is how many reps touched a deal of theirs within the days that
	// the policy says, of those listed and those who own a deal.
	ActiveReps int `json:"active_reps"`
	// Reps is how many reps there are.
	Reps int `json:"reps"`
	// TouchedDeals is how many open deals had activity within those days.
	TouchedDeals int `json:"touched_deals"`
	// OpenDeals is how many deals are open.
	OpenDeals int `json:"open_deals"`
	// Adoption is ActiveReps ÷ Reps; undefined without reps.
	Adoption salesops.Maybe `json:"adoption"`
	// TouchedShare is TouchedDeals ÷ OpenDeals; undefined without open deals.
	TouchedShare salesops.Maybe `json:"touched_share"`
}

// UnmarshalJSON reads a quality strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a number out of its range, if the
// defects are not all of them in order, and for a part that is larger than its
// whole.
func (q *DataQuality) UnmarshalJSON(data []byte) error {
	type plain DataQuality
	return strict.Unmarshal(data, "DataQuality", (*plain)(q), func(p *plain, in fault.Scope) {
		all := Defects()
		if in.Length("Defects", len(p.Defects), len(all), len(all)) {
			for i, d := range p.Defects {
				at := in.At("Defects", i)
				if d.Defect != all[i] {
					at.Conflict("Defect", string(d.Defect), string(all[i])+", the defect at this place")
				}
				if d.Total.Count > p.Deals.Count-p.Clean.Count {
					at.Conflict("Total", "", "at most the deals that are not clean")
				}
			}
		}
		if p.Clean.Count > p.Deals.Count || p.Clean.Amount.Cmp(p.Deals.Amount) > 0 {
			in.Conflict("Clean", "", "at most all deals")
		}
		for _, part := range []struct {
			field     string
			part, all int
			share     salesops.Maybe
		}{
			{"ActiveReps", p.ActiveReps, p.Reps, p.Adoption}, {"TouchedDeals", p.TouchedDeals, p.OpenDeals, p.TouchedShare},
			{"Clean.Count", p.Clean.Count, p.Deals.Count, p.CleanShare},
		} {
			count(&in, part.field, part.part)
			if _, defined := part.share.Value(); part.part > part.all || defined != (part.all > 0) {
				in.Conflict(part.field, "", "at most all, with a share exactly when there are any")
			}
			rate(&in, part.field, part.share, 1)
		}
		rate(&in, "CleanShareByValue", p.CleanShareByValue, 1)
	})
}

// ReviewData says what is wrong with the records of a pipeline: every defect with
// its deals, the share of deals that are clean by count and value, and whether the
// CRM is kept.
//
//	clean share = deals without a defect ÷ deals
//	adoption    = reps with activity within 7 days ÷ reps
//	touched     = open deals with activity within 7 days ÷ open deals
//
// Lost deals need no amount: many CRMs record zero. An open deal is stale without
// activity for more than 30 days; a day of activity after the review is a defect
// and counts as no activity. The odds of a deal are off when they differ from those
// of its stage by more than 0.2, compared exactly; a stage without odds finds only
// deals that have none either. Two open deals are duplicates when account, segment
// and amount are the same and the account is known; letters count as equal in
// upper and lower case. Closes that skipped a stage are in [MeasureConversion].
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - the day of the review is missing or does not exist;
//   - there are more than [MaxReps] reps, or one is not a name or listed twice;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-13.
func ReviewData(review DataReview, policy QualityPolicy) (DataQuality, error) {
	var list fault.List
	in, lines := list.In("DataReview"), list.In("QualityPolicy")
	review.collect(&in)
	policy.collect(&lines)
	if list.Any() {
		return DataQuality{}, list.Err()
	}
	r := reviewer{
		asOf: review.AsOf, policy: policy, stages: review.Pipeline.odds(),
		reps: make(map[string]bool), first: make(map[lookalike]string),
	}
	for _, d := range Defects() {
		r.result.Defects = append(r.result.Defects, DefectDeals{Defect: d, Examples: []string{}})
	}
	for _, rep := range review.Reps {
		r.reps[rep] = false
	}
	for i := range review.Pipeline.Deals {
		r.meet(&review.Pipeline.Deals[i])
	}
	for i := range review.Pipeline.Deals {
		r.look(&review.Pipeline.Deals[i])
	}
	return r.conclude(), nil
}

// lookalike is what two duplicates share.
type lookalike struct{ account, segment, amount string }

func (d *Deal) lookalike() lookalike {
	return lookalike{strings.ToLower(d.Account), strings.ToLower(d.Segment), d.Amount.String()}
}

type reviewer struct {
	asOf   salesops.Date
	policy QualityPolicy
	stages odds
	reps   map[string]bool      // whether each was active
	first  map[lookalike]string // the smallest id of each kind
	result DataQuality
}

// meet notes who there is and which deal is the first of its kind.
func (r *reviewer) meet(d *Deal) {
	if d.Owner != "" {
		r.reps[d.Owner] = r.reps[d.Owner] || r.idle(d) <= r.policy.ActiveDays
	}
	if d.Stage.Closed() || d.Account == "" {
		return
	}
	like := d.lookalike()
	if first, known := r.first[like]; !known || d.ID < first {
		r.first[like] = d.ID
	}
}

// never is more days than there are.
const never = 1 << 30

// idle returns for how many days a deal had no activity.
func (r *reviewer) idle(d *Deal) int {
	if d.LastActivity.IsZero() || d.LastActivity.After(r.asOf) {
		return never
	}
	return r.asOf.DaysSince(d.LastActivity)
}

func (r *reviewer) look(d *Deal) {
	open, clean := d.Stage.Open(), true
	past := func(day salesops.Date) bool { return !day.IsZero() && day.Before(r.asOf) }
	future := func(day salesops.Date) bool { return day.After(r.asOf) }
	for i, has := range []bool{ // in the order of Defects
		d.Stage != Lost && d.Amount.Sign() == 0,
		open && d.ExpectedClose.IsZero() || !open && d.ClosedOn.IsZero(),
		open && past(d.ExpectedClose),
		future(d.Opened) || future(d.LastActivity) || future(d.ClosedOn),
		negative(d),
		open && r.oddsOff(d),
		open && d.Account != "" && r.first[d.lookalike()] != d.ID,
		open && r.idle(d) > r.policy.StaleDays,
		open && d.Owner == "",
	} {
		if has {
			r.result.Defects[i].note(d)
			clean = false
		}
	}
	r.result.Deals.add(d.Amount)
	if clean {
		r.result.Clean.add(d.Amount)
	}
	if open {
		r.result.OpenDeals++
		if r.idle(d) <= r.policy.ActiveDays {
			r.result.TouchedDeals++
		}
	}
}

func (d *DefectDeals) note(deal *Deal) {
	d.Total.add(deal.Amount)
	if len(d.Examples) < MaxExamples {
		d.Examples = append(d.Examples, deal.ID)
	}
}

func (r *reviewer) oddsOff(d *Deal) bool {
	usual := r.stages[d.Stage]
	if usual == nil || d.Probability == nil {
		return usual == nil && d.Probability == nil
	}
	own := *d.Probability
	return exact.CompareSums(own, -*usual, r.policy.OddsTolerance, 0) > 0 || exact.CompareSums(*usual, -own, r.policy.OddsTolerance, 0) > 0
}

func (r *reviewer) conclude() DataQuality {
	q := r.result
	q.Reps = len(r.reps)
	for _, active := range r.reps {
		if active {
			q.ActiveReps++
		}
	}
	q.CleanShare = share(q.Clean.Count, q.Deals.Count, "there are no deals")
	q.Adoption = share(q.ActiveReps, q.Reps, "there are no reps")
	q.TouchedShare = share(q.TouchedDeals, q.OpenDeals, "no deal is open")
	q.CleanShareByValue = shareOf(q.Clean.Amount, q.Deals.Amount, "all amounts are zero")
	return q
}

// share returns part ÷ all, undefined for the reason given when all is 0.
func share(part, all int, reason string) salesops.Maybe {
	if all == 0 {
		return salesops.Undefined(reason)
	}
	return salesops.Defined(float64(part) / float64(all))
}

// shareOf is share for money.
func shareOf(part, all decimal.Decimal, reason string) salesops.Maybe {
	if all.Sign() == 0 {
		return salesops.Undefined(reason)
	}
	return salesops.Defined(exact.Quotient(part, all))
}
