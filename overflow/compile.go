package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/assign"
	"github.com/salesops-go/salesops/internal/exact"
)

// compiled is a book in the words of the search: periods are the first bins,
// with a resource for each stage, and partners the others, with one each.
type compiled struct {
	book    *Book
	problem assign.Problem
}

func (b *Book) compile(policy AllocationPolicy) *compiled {
	c := &compiled{book: b}
	for period := range b.Periods {
		var bin assign.Bin
		for i := range b.Stages {
			bin.Resources = append(bin.Resources, b.stageResource(&b.Stages[i], period))
		}
		c.problem.Bins = append(c.problem.Bins, bin)
	}
	for _, p := range b.Partners {
		c.problem.Bins = append(c.problem.Bins, assign.Bin{Resources: []assign.Resource{{Free: p.Minutes, Num: 1, Den: 1}}})
	}
	for i := range b.Orders {
		o := &b.Orders[i]
		c.problem.Items = append(c.problem.Items, assign.Item{
			Options: b.options(o, policy), Required: o.required(), Out: -b.units(o.DeclineCost),
		})
	}
	return c
}

func (o *BookOrder) required() bool { return o.Committed || o.MustTake }

func (b *Book) stageResource(s *BookStage, period int) assign.Resource {
	const parts = 1_000_000                                               // an onboarding share has at most six places
	lost := exact.Decimal(s.OnboardingShare).Shift(sharePlaces).IntPart() //nolint:forbidigo // whole, below a million
	r := assign.Resource{
		Free: s.CapacityMinutes[period], Price: b.units(s.TemporaryCostPerMinute), Num: parts, Den: parts - lost,
	}
	if s.TemporaryMinutes != nil {
		r.Extra = s.TemporaryMinutes[period] * r.Den / r.Num
	}
	return r
}

// options returns what the ruling and the quality line leave of an order's
// options.
func (b *Book) options(o *BookOrder, policy AllocationPolicy) []assign.Option {
	if o.Ruling == Decline {
		return nil
	}
	var all []assign.Option
	from := o.Earliest
	if o.Ruling == Defer {
		from++
	}
	for period := from; period <= max(o.Latest, o.FlexibleUntil); period++ {
		if o.riskIn(period) <= policy.MaxOptionRisk {
			all = append(all, assign.Option{Bin: period - 1, Gain: b.gainIn(o, period), Use: o.Minutes})
		}
	}
	total := int64(0)
	for _, m := range o.Minutes {
		total += m
	}
	for _, option := range o.Partners {
		if option.QualityRisk <= policy.MaxOptionRisk {
			k := b.partner(option.Name)
			all = append(all, assign.Option{Bin: b.Periods + k, Gain: b.gainAt(o, k), Use: []int64{total}})
		}
	}
	return all
}

func (o *BookOrder) riskIn(period int) float64 {
	if period > o.Earliest && o.LaterQualityRisk != nil {
		return *o.LaterQualityRisk
	}
	return o.QualityRisk
}

// gainIn is what an order earns in-house in a period, in units.
func (b *Book) gainIn(o *BookOrder, period int) int64 {
	gain := b.units(o.Contribution) + b.units(o.ExtraValue)
	if period > o.Latest {
		return gain - int64(period-o.Latest)*b.units(o.Incentive)
	}
	return gain - int64(max(0, period-o.Requested))*b.units(o.LateCost)
}

// gainAt is what an order earns at a partner, in units.
func (b *Book) gainAt(o *BookOrder, partner int) int64 {
	left := decimal.New(1, 0).Sub(exact.Decimal(b.Partners[partner].ShareKept))
	return b.units(o.Contribution.Mul(left).Round(int32(b.Places))) + b.units(o.ExtraValue)
}

// placement tells a bin in the words of the book.
func (b *Book) placement(bin int) Placement {
	switch {
	case bin == assign.Out:
		return Placement{Kind: Declined}
	case bin < b.Periods:
		return Placement{Kind: InHouse, Period: bin + 1}
	default:
		return Placement{Kind: AtPartner, Partner: b.Partners[bin-b.Periods].Name}
	}
}

// resource names a resource of the search.
func (b *Book) resource(bin, i int) Resource {
	if bin < b.Periods {
		return Resource{Stage: b.Stages[i].Name, Period: bin + 1}
	}
	return Resource{Partner: b.Partners[bin-b.Periods].Name}
}
