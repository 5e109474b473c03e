package comp

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// Pay computes what results pay under a plan.
//
//	credited  = Σ amount × share of the deals that count, in the order of their dates and ids
//	C(x)      = what the rate table pays for a credited amount x, rounded once
//	deal      = C(credited so far + deal) - C(credited so far) - jump
//	jump      = what a band that the deal reaches adds at once to the pay for earlier results
//	total     = Σ of the lines
//
// Since the pay of a deal is a difference of rounded payouts, the lines of a
// component always add up to what the rate table pays for the whole period,
// however the deals are cut, unless there is a cap for a deal. A jump is a line
// of its own. It is rounded by itself, so that the deal's line may be a unit of
// the currency off what its own part would round to.
//
// The order of the operations is that of [Operations]; the Steps of the
// statement show what each did:
//
//	eligibility       deals that no component counts, of an excluded product, above the discount, or recomputed away
//	credit-split      the person's share of a deal
//	rate-table        for each deal
//	retroactive-jump  for each deal that reached a band with one
//	deal-cap          on the rate-table line of a deal, whatever its sign; a credit for the whole period has none
//	component-cap     on the sum of the component
//	gate              attainment >= from of each gate, else the component pays nothing
//	bonus             in the order of the plan; a gate does not touch them
//	plan-cap          on the sum of all
//
// Everything is exact up to the payout, which is rounded as the plan says. Where
// an amount falls is decided by multiplying, so that 1150 credited of a quota of
// 1000 is at a band from 1.15 and neither below nor above. A credited amount
// below 0 pays nothing.
//
// A deal that is canceled in the period is recomputed away or mirrored. A return
// that comes as a deal with a negative amount goes down the rate table from
// where the results stand.
//
// It returns an *[salesops.InputError] if:
//   - a name, role, measure, product or id is empty, longer than 200 bytes, or has control characters or space at its ends;
//   - an enumerated value is none of its list;
//   - Plan.Places is not within 0 to [MaxPlaces];
//   - Plan.Base is not within 0 to [MaxMoney], or Plan.TargetVariable not above 0 to [MaxMoney], or an amount of money has more than Places decimal places;
//   - there is no component, or there are more than [MaxComponents], or two have the same name;
//   - a weight is not above 0 to 1, or the weights do not sum to exactly 1;
//   - a quota is not above 0 to [MaxMoney];
//   - a component has no bands or more than [MaxBands], their From is not within 0 to [MaxAttainment] and strictly ascending, a To is not the From of the next band, a Rate is not within 0 to [MaxRate], or an overage band begins below 1;
//   - a gate or bonus names no component of the plan;
//   - a credited amount is not within -[MaxMoney] to [MaxMoney], a share or discount not within 0 to 1;
//   - there are no deals and a component has no credit, a component has two, or a credit names none;
//   - a component that is a [Level] has no credit;
//   - two deals have the same id, a deal is canceled before its date, or the deals lie in several of the plan's periods;
//   - there are more than [MaxDeals] deals, [MaxDealCredits] credits, [MaxBonuses] bonuses, [MaxGates] gates or [MaxProducts] products;
//   - a decimal has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: CMP-1, CMP-2, CMP-3, CMP-5, CMP-6, CMP-8.
func Pay(plan Plan, results Results) (Statement, error) {
	var list fault.List
	plan.collect(list.In("Plan"))
	results.match(list.In("Results"), &plan)
	if list.Any() {
		return Statement{}, list.Err()
	}
	statement := Statement{
		Places:           plan.Places,
		Components:       make([]ComponentPay, len(plan.Components)),
		TargetPay:        plan.TargetVariable,
		OnTargetEarnings: plan.Base.Add(plan.TargetVariable),
	}
	events := order(results.Deals)
	statement.Lines = uncounted(&plan, events)
	credits := results.amounts()
	bonuses := make([][]Line, len(plan.Bonuses))
	payers := make([]payer, len(plan.Components))
	for i := range plan.Components {
		credit, given := credits[plan.Components[i].Name]
		payers[i] = newPayer(&plan, i)
		payers[i].run(credit, given, events, bonuses)
	}
	lines := 0
	for i := range payers {
		payers[i].limit(payers)
		lines += len(payers[i].lines)
	}
	statement.Lines = slices.Grow(statement.Lines, lines)
	for i := range payers {
		p := &payers[i]
		statement.Lines = append(statement.Lines, p.lines...)
		statement.Components[i] = p.summary()
		statement.Findings = append(statement.Findings, p.findings()...)
	}
	for _, lines := range bonuses {
		statement.Lines = append(statement.Lines, lines...)
	}
	statement.capPlan(plan.Cap)
	statement.Steps = steps(statement.Lines)
	statement.Total = statement.Steps[len(statement.Steps)-1].Total
	return statement, nil
}

// event is a deal or the mirrored cancellation of one.
type event struct {
	deal     *Deal
	ordinal  int // of the day
	canceled bool
}

// order returns the events of all deals in the order in which they count.
func order(deals []Deal) []event {
	events := make([]event, 0, len(deals))
	for i := range deals {
		d := &deals[i]
		events = append(events, event{deal: d, ordinal: ordinal(d.Date)})
		if d.Cancellation != nil && d.Cancellation.Method == MirrorOriginal {
			events = append(events, event{deal: d, ordinal: ordinal(d.Cancellation.Date), canceled: true})
		}
	}
	// Stable, so that a deal comes before its cancellation on the same day.
	slices.SortStableFunc(events, func(a, b event) int {
		if day := cmp.Compare(a.ordinal, b.ordinal); day != 0 {
			return day
		}
		return cmp.Compare(a.deal.ID, b.deal.ID)
	})
	return events
}

// uncounted returns a line for each deal that no component counts.
func uncounted(plan *Plan, events []event) []Line {
	type kind struct {
		measure Measure
		team    bool
	}
	counted := make(map[kind]bool, len(plan.Components))
	for i := range plan.Components {
		if c := &plan.Components[i]; c.Tally != Level {
			counted[kind{c.Measure, c.Counts == TeamCredit}] = true
		}
	}
	lines := []Line{}
	for _, e := range events {
		if d := e.deal; !e.canceled && !counted[kind{d.Measure, d.Source == TeamCredit}] {
			lines = append(lines, Line{Operation: CheckEligibility, Rule: "Deal.Measure", Deal: d.ID, Date: d.Date, Share: d.Share})
		}
	}
	return lines
}

// ordinal orders the days; it does not count them.
func ordinal(d salesops.Date) int { return 372*d.Year + 31*int(d.Month) + d.Day }

// capPlan takes off what all lines together pay above the plan's cap.
func (s *Statement) capPlan(most *decimal.Decimal) {
	if most == nil {
		return
	}
	sum := decimal.Decimal{}
	for i := range s.Lines {
		sum = sum.Add(s.Lines[i].Amount)
	}
	if sum.Cmp(*most) > 0 {
		s.Lines = append(s.Lines, Line{Operation: CapPlan, Rule: "Plan.Cap", Amount: most.Sub(sum)})
	}
}

// steps returns what each operation of [Pay] did.
func steps(lines []Line) []Step {
	operations := earning()
	all := make([]Step, len(operations))
	for i, operation := range operations {
		all[i].Operation = operation
	}
	for i := range lines {
		line := &lines[i]
		step := &all[slices.Index(operations, line.Operation)]
		step.Lines++
		step.Amount = step.Amount.Add(line.Amount)
		if line.Operation == ApplyTable && line.Share != nil {
			all[slices.Index(operations, SplitCredit)].Lines++
		}
	}
	total := decimal.Decimal{}
	for i := range all {
		total = total.Add(all[i].Amount)
		all[i].Total = total
	}
	return all
}

// place returns the path of element i of a list of the plan.
func place(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
