package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/overflow"
)

// planSection tells who does which order and when, and what that earns.
func planSection(p *page.Page, r review) {
	if len(r.rows) == 0 {
		return
	}
	p.Line("")
	p.Wrap("", fmt.Sprintf("The best plan for these orders over %d weeks, within the room that today's demand leaves until %s use:",
		plannedWeeks, page.Percent(capacity.DefaultTargetUtilization)))
	switch r.Plan.Status {
	case overflow.Infeasible:
		p.Wrap("  ", conflict(r))
		return
	case overflow.Unresolved:
		p.Wrap("  ", "The search ended before it found a place for all that is committed.")
		return
	case overflow.Optimal, overflow.Bounded:
	}
	p.Line("")
	const row = "%-7s %-16s %-12s %8s %8s  %-10s  %s"
	p.Line(row, "order", "customer", "where", "earns", "costs", "wanted", "promise")
	for _, i := range planOrder(r.Plan) {
		o, planned := r.rows[i], r.Plan.Orders[i]
		p.Line(row, o.ID, page.Clip(o.Customer, 16), page.Clip(place(planned.Placement), 12), page.Money(planned.Gain),
			page.Money(o.contribution().Sub(planned.Gain)), dash(o.Wanted), promised(r, planned))
	}
	p.Wrap("", "(costs: what the partner keeps, what being late costs, or what a declined order would have earned.)")
	p.Line("")
	p.Wrap("", value(r.Plan))
	p.Wrap("", hour(r.Plan))
	p.Wrap("", leftOut(r))
	for _, o := range r.Offers {
		if text := instead(o.Offer); text != "" {
			p.Wrap("  ", o.ID+": "+text)
		}
	}
}

// conflict tells what stands in the way of any plan.
func conflict(r review) string {
	texts := []string{"There is none that keeps what is committed: no place for " + strings.Join(r.Plan.Conflict.Orders, " beside ") + "."}
	for _, o := range r.Orders {
		if o.Explanation.Decision.Action == overflow.Decline && slices.Contains(r.Plan.Conflict.Orders, o.ID) {
			texts = append(texts, "The rules decline "+o.ID+".")
		}
	}
	return strings.Join(append(texts, "Buy hours or settle it with the customer first."), " ")
}

// place names a placement: "week 2", the partner, or "declined".
func place(at overflow.Placement) string {
	switch at.Kind {
	case overflow.InHouse:
		return fmt.Sprintf("week %d", at.Period)
	case overflow.AtPartner:
		return at.Partner
	case overflow.Declined:
	}
	return "declined"
}

func dash(day salesops.Date) string {
	if day.IsZero() {
		return "-"
	}
	return day.String()
}

func promised(r review, planned overflow.PlannedOrder) string {
	i := slices.IndexFunc(r.Offers, func(o orderOffer) bool { return o.ID == planned.ID })
	switch {
	case i < 0:
		return "-"
	case r.Offers[i].kept() == nil:
		return "no date"
	}
	return r.Offers[i].kept().Deliveries[0].On.String()
}

// value tells what the plan earns, and how far from the best it can be.
func value(plan overflow.Plan) string {
	text := fmt.Sprintf("The plan earns %s", page.Money(plan.Value))
	if bought := plan.Totals.TemporaryMinutes; bought > 0 {
		text += fmt.Sprintf(", after %s for %.1f temporary hours", page.Money(plan.Totals.TemporaryCost), float64(bought)/60)
	}
	if plan.Status == overflow.Optimal {
		return text + "; no plan earns more (bound " + page.Money(plan.Bound) + ", gap 0.0%)."
	}
	text += "; none earns more than " + page.Money(plan.Bound)
	if gap, known := plan.Gap.Value(); known {
		text += " (gap " + page.Percent(gap) + ")"
	}
	return text + "."
}

// hour tells where one more hour is worth most.
func hour(plan overflow.Plan) string {
	best := slices.MaxFunc(plan.Stages, func(a, b overflow.StageLoad) int { return a.ValuePerHour.Cmp(b.ValuePerHour) })
	if best.ValuePerHour.Sign() == 0 {
		return "One more hour is worth nothing at any stage: no order waits for it."
	}
	return fmt.Sprintf("One more hour is worth most at %s in week %d: pay up to %s for it.", best.Stage, best.Period, page.Money(best.ValuePerHour))
}

// leftOut tells why the order that would earn most of those left out is left out.
// Those that the rules decline are explained where they are decided.
func leftOut(r review) string {
	best := -1
	for i, o := range r.Plan.Orders {
		if o.Placement.Kind != overflow.Declined || r.Orders[i].Explanation.Decision.Action == overflow.Decline {
			continue
		}
		if best < 0 || r.rows[best].contribution().LessThan(r.rows[i].contribution()) {
			best = i
		}
	}
	if best < 0 {
		return "No order is left out but those that the rules decline."
	}
	text := fmt.Sprintf("Left out although it looks best: %s, which would earn %s. ", r.rows[best].ID, page.Money(r.rows[best].contribution()))
	b := r.Plan.Orders[best].Better
	if b == nil {
		return text + "Every option is above the quality line, outside its weeks, or earns nothing."
	}
	where := place(b.Placement)
	if b.Placement.Kind == overflow.InHouse {
		where = "in " + where
	} else {
		where = "at " + where
	}
	if b.Obstacle == overflow.ExtraCost {
		return text + fmt.Sprintf("It fits %s, but the hours to buy cost %s and it earns %s there.", where, page.Money(b.ExtraCost), page.Money(b.Gain))
	}
	lacking := cmp.Or(b.Resource.Stage, b.Resource.Partner)
	return text + fmt.Sprintf("Its best place would be %s, where %s lacks %d minutes beside the orders that are there.", where, lacking, b.ShortMinutes)
}

// instead lists what a customer can have whose date can't be kept.
func instead(o overflow.Offer) string {
	switch o.Answer {
	case overflow.AnswerAccepted, overflow.AnswerDeferred, overflow.AnswerDeclined:
		return ""
	case overflow.AnswerNoDate:
		return "no date can be kept within a year."
	case overflow.AnswerAlternatives:
	}
	var texts []string
	for _, a := range o.Alternatives {
		text := words(a.Kind) + " " + a.Promise.Deliveries[len(a.Promise.Deliveries)-1].On.String()
		if a.Cost.Sign() > 0 {
			text += " at a cost of " + page.Money(a.Cost)
		}
		texts = append(texts, text)
	}
	return "not by the wanted date. Instead: " + strings.Join(texts, "; ") + "."
}
