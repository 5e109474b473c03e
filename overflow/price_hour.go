package overflow

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// HourPrice is what one more hour of a resource is really worth.
type HourPrice struct {
	// Resource is the stage and period, or the partner, that gets the hour.
	Resource Resource `json:"resource"`
	// ValuePerHour is the multiplier that [Plan] has for it.
	ValuePerHour decimal.Decimal `json:"value_per_hour"`
	// Before is the plan of the book as it is, After the one with 60 minutes
	// more.
	Before Plan `json:"before"`
	After  Plan `json:"after"`
	// Worth is what the hour adds to the best plan, at least 0; exact if both
	// plans are optimal. Nil if one of the two is no plan.
	Worth *MoneyRange `json:"worth,omitempty"`
}

// UnmarshalJSON reads an hour's price strictly. It returns an
// *[salesops.InputError] for everything that [Plan.UnmarshalJSON] refuses, and
// if the resource is neither a stage's nor a partner's.
func (h *HourPrice) UnmarshalJSON(data []byte) error {
	type plain HourPrice
	return strict.Unmarshal(data, "HourPrice", (*plain)(h), func(p *plain, in fault.Scope) {
		if r := p.Resource; (r.Partner == "") == (r.Stage == "") || (r.Stage == "") != (r.Period == 0) {
			in.Conflict("Resource", r.Stage+r.Partner, "a stage and a period, or a partner")
		}
		checkAmount(in, "ValuePerHour", p.ValuePerHour)
		p.Worth.check(in, "Worth", p.Before.exists() && p.After.exists())
	})
}

// PriceHour solves the book a second time with one more hour of a resource. The
// multiplier of a plan is the value of a small part of the hour in a book whose
// orders could be split; this is the value of the whole hour, to whole orders.
//
// It returns the errors of [Allocate], and an *[salesops.InputError] if:
//   - the book has no such stage, period or partner;
//   - the resource has less than an hour left to its limit [MaxBookMinutes].
//
// Playbook: OVF-2.
func PriceHour(book Book, resource Resource, policy AllocationPolicy) (HourPrice, error) {
	if err := checkAllocation(&book, &policy); err != nil {
		return HourPrice{}, err
	}
	more, err := book.withHour(resource)
	if err != nil {
		return HourPrice{}, err
	}
	h := HourPrice{Resource: resource}
	if h.Before, err = Allocate(book, policy); err != nil {
		return HourPrice{}, err
	}
	if h.After, err = Allocate(more, policy); err != nil {
		return HourPrice{}, err
	}
	h.ValuePerHour = h.Before.valueAt(resource)
	h.Worth = difference(&h.After, &h.Before)
	return h, nil
}

// withHour returns a copy of the book in which the resource has an hour more.
func (b *Book) withHour(r Resource) (Book, error) {
	var faults fault.List
	in := faults.In("Resource")
	more := *b
	var minutes *int64
	if r.Partner != "" {
		if k := b.partner(r.Partner); k < 0 || r.Stage != "" || r.Period != 0 {
			in.OutOfRange("Partner", r.Partner, "one of the book's partners, without a stage and a period")
		} else {
			more.Partners = slices.Clone(b.Partners)
			minutes = &more.Partners[k].Minutes
		}
	} else {
		s := b.stage(r.Stage)
		if s < 0 {
			in.OutOfRange("Stage", r.Stage, "one of the book's stages, or a partner")
		}
		if in.Int("Period", r.Period, 1, b.Periods, "of the book's periods") && s >= 0 {
			more.Stages = slices.Clone(b.Stages)
			more.Stages[s].CapacityMinutes = slices.Clone(b.Stages[s].CapacityMinutes)
			minutes = &more.Stages[s].CapacityMinutes[r.Period-1]
		}
	}
	if minutes != nil {
		if *minutes > MaxBookMinutes-minutesPerHour {
			in.Conflict("", strconv.FormatInt(*minutes, 10), "at most 1000000000 minutes with the hour")
		}
		*minutes += minutesPerHour
	}
	return more, faults.Err()
}

// valueAt returns the value of one more hour in the plan; 0 if there is none.
func (p *Plan) valueAt(r Resource) decimal.Decimal {
	for i := range p.Stages {
		if s := &p.Stages[i]; s.Stage == r.Stage && s.Period == r.Period {
			return s.ValuePerHour
		}
	}
	for i := range p.Partners {
		if p.Partners[i].Partner == r.Partner {
			return p.Partners[i].ValuePerHour
		}
	}
	return decimal.New(0, 0)
}
