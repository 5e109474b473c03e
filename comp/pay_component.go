package comp

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// payer pays one component, deal by deal.
type payer struct {
	plan  *Plan
	c     *Component
	at    string // the path of the component in the plan
	table rateTable
	// jumps are the jumps of the pieces before each, rounded one by one.
	jumps    []decimal.Decimal
	running  decimal.Decimal // credited so far
	reached  int             // bands reached so far
	paid     decimal.Decimal // what the rate table pays for running
	lines    []Line
	bonuses  []int          // those of the component
	received map[int]string // the deal for which a bonus was paid last
	// spans are where the lines of the deals are that may be mirrored.
	spans map[string][2]int
	rules []string // the paths of the bands, after that of no band
}

func newPayer(plan *Plan, i int) payer {
	c := &plan.Components[i]
	p := payer{
		plan: plan, c: c, at: place("Plan.Components", i), table: c.table(plan.TargetVariable.Mul(c.Weight)),
		bonuses: plan.bonuses(c.Name), received: make(map[int]string), spans: make(map[string][2]int),
	}
	p.rules = append(p.rules, p.at+".Bands")
	p.jumps = append(p.jumps, decimal.Decimal{})
	for k := range p.table.pieces {
		numerator, divisor := p.table.jump(k)
		p.jumps = append(p.jumps, p.jumps[k].Add(plan.Rounding.quotient(numerator, divisor, plan.Places)))
		p.rules = append(p.rules, place(p.at+".Bands", k))
	}
	return p
}

// bonuses returns the indexes of the bonuses of a component.
func (p *Plan) bonuses(component string) []int {
	var of []int
	for k := range p.Bonuses {
		if p.Bonuses[k].Component == component {
			of = append(of, k)
		}
	}
	return of
}

// run pays the credit for the whole period, if there is one, and then the
// events. Bonus lines go to the lists of their bonuses.
func (p *payer) run(credit decimal.Decimal, given bool, events []event, bonuses [][]Line) {
	// A negative amount has reached no band, and 0 may have reached the first.
	p.reached = p.table.find(p.running) + 1
	p.paid = p.exact()
	if first := p.jumps[p.reached]; !first.IsZero() {
		p.lines = append(p.lines, p.line(AddJump, p.rules[p.reached], nil, first))
	}
	if given {
		p.credit(&Deal{Amount: credit}, bonuses)
	}
	if p.c.Tally == Level {
		return
	}
	for _, e := range events {
		switch {
		case e.deal.Measure != p.c.Measure || !p.counts(e.deal.Source):
		case e.canceled:
			p.mirror(e, bonuses)
		default:
			p.deal(e.deal, bonuses)
		}
	}
}

func (p *payer) counts(source Source) bool {
	return (source == TeamCredit) == (p.c.Counts == TeamCredit)
}

// deal pays one deal, or says why it does not count.
func (p *payer) deal(d *Deal, bonuses [][]Line) {
	if rule := p.excludes(d); rule != "" {
		line := p.line(CheckEligibility, rule, d, decimal.Decimal{})
		line.Share = d.Share
		p.lines = append(p.lines, line)
		return
	}
	first := len(p.lines)
	p.credit(d, bonuses)
	if d.Cancellation != nil {
		p.spans[d.ID] = [2]int{first, len(p.lines)}
	}
}

// excludes returns the rule by which a deal does not count, or none.
func (p *payer) excludes(d *Deal) string {
	e := &p.c.Eligibility
	switch {
	case d.Cancellation != nil && d.Cancellation.Method == Recompute:
		return "Deal.Cancellation"
	case slices.Contains(e.ExcludedProducts, d.Product):
		return place(p.at+".Eligibility.ExcludedProducts", slices.Index(e.ExcludedProducts, d.Product))
	case e.MaxDiscount != nil && d.Discount.Cmp(*e.MaxDiscount) > 0:
		return p.at + ".Eligibility.MaxDiscount"
	default:
		return ""
	}
}

// credit adds a deal to the credited amount and pays the difference it makes.
func (p *payer) credit(d *Deal, bonuses [][]Line) {
	credited := d.Amount
	if d.Share != nil {
		credited = credited.Mul(*d.Share)
	}
	reached, paid := p.reached, p.paid
	p.advance(credited)
	own, jump := p.paid.Sub(paid), decimal.Decimal{}
	if p.reached != reached {
		jump = p.jumps[p.reached].Sub(p.jumps[reached])
		own = own.Sub(jump)
	}
	line := p.line(ApplyTable, p.rules[p.reached], d, own)
	line.Credited, line.Share = credited, d.Share
	p.lines = append(p.lines, line)
	if !jump.IsZero() {
		p.lines = append(p.lines, p.line(AddJump, p.rules[max(p.reached, reached)], d, jump))
	}
	if excess := above(own, p.c.DealCap); d.ID != "" && !excess.IsZero() {
		p.lines = append(p.lines, p.line(CapDeal, p.at+".DealCap", d, excess.Neg()))
	}
	for _, k := range p.bonuses {
		if p.plan.Bonuses[k].pays(d, credited, p.running, p.c.Quota) && p.due(k) {
			p.received[k] = d.ID
			bonuses[k] = append(bonuses[k], p.line(AddBonus, place("Plan.Bonuses", k), d, p.plan.Bonuses[k].Amount))
		}
	}
}

// advance moves the credited amount.
func (p *payer) advance(credited decimal.Decimal) {
	p.running = p.running.Add(credited)
	p.reached = p.table.find(p.running) + 1
	p.paid = p.exact()
}

// exact returns what the table pays for the credited amount, rounded once.
func (p *payer) exact() decimal.Decimal {
	numerator, divisor := p.table.pay(p.running)
	return p.plan.Rounding.quotient(numerator, divisor, p.plan.Places)
}

// above returns how far an amount is beyond a cap on its size, with its sign.
func above(amount decimal.Decimal, most *decimal.Decimal) decimal.Decimal {
	if most == nil || amount.Abs().Cmp(*most) <= 0 {
		return decimal.Decimal{}
	}
	if amount.IsNegative() {
		return amount.Add(*most)
	}
	return amount.Sub(*most)
}

// pays reports whether a deal meets the conditions of a bonus.
func (b *Bonus) pays(d *Deal, credited, running, quota decimal.Decimal) bool {
	return credited.IsPositive() &&
		running.Cmp(quota.Mul(b.From)) >= 0 &&
		(b.Product == "" || b.Product == d.Product) &&
		(b.MinCredit.IsZero() || d.ID != "" && credited.Cmp(b.MinCredit) >= 0)
}

// due reports whether a bonus may be paid once more.
func (p *payer) due(k int) bool {
	_, received := p.received[k]
	return p.plan.Bonuses[k].Frequency == EachTime || !received
}

// mirror takes back what the lines of a deal paid.
func (p *payer) mirror(e event, bonuses [][]Line) {
	span := p.spans[e.deal.ID]
	lines := slices.Clone(p.lines[span[0]:span[1]])
	for i := range lines {
		p.advance(lines[i].Credited.Neg())
		p.lines = append(p.lines, p.reverse(lines[i], e))
	}
	for _, k := range p.bonuses {
		for _, line := range bonuses[k] {
			if line.Deal == e.deal.ID {
				bonuses[k] = append(bonuses[k], p.reverse(line, e))
			}
		}
		if id, received := p.received[k]; received && id == e.deal.ID {
			delete(p.received, k)
		}
	}
}

func (p *payer) reverse(line Line, e event) Line {
	reversed := p.line(line.Operation, line.Rule, e.deal, line.Amount.Neg())
	reversed.Date, reversed.Credited, reversed.Share = e.deal.Cancellation.Date, line.Credited.Neg(), line.Share
	return reversed
}

// line returns a line at the credited amount as it stands.
func (p *payer) line(operation Operation, rule string, d *Deal, amount decimal.Decimal) Line {
	line := Line{
		Operation: operation, Rule: rule, Component: p.c.Name, Amount: amount,
		Running: p.running, Attainment: p.running.DivRound(p.c.Quota, AttainmentPlaces),
	}
	if d != nil {
		line.Deal, line.Date = d.ID, d.Date
	}
	return line
}

// limit caps the component and closes its gates.
func (p *payer) limit(all []payer) {
	sum := p.sum()
	if p.c.Cap != nil && sum.Cmp(*p.c.Cap) > 0 {
		p.lines = append(p.lines, p.line(CapComponent, p.at+".Cap", nil, p.c.Cap.Sub(sum)))
		sum = *p.c.Cap
	}
	for k, gate := range p.c.Gates {
		i := slices.IndexFunc(all, func(other payer) bool { return other.c.Name == gate.Component })
		if all[i].running.Cmp(all[i].c.Quota.Mul(gate.From)) < 0 {
			p.lines = append(p.lines, p.line(CloseGate, place(p.at+".Gates", k), nil, sum.Neg()))
			return
		}
	}
}

func (p *payer) sum() decimal.Decimal {
	sum := decimal.Decimal{}
	for i := range p.lines {
		sum = sum.Add(p.lines[i].Amount)
	}
	return sum
}

func (p *payer) summary() ComponentPay {
	parts, pays, divisor := p.c.bands(&p.table, p.running)
	byBand := apportion(p.paid, pays, divisor, p.plan.Places)
	summary := ComponentPay{
		Component:    p.c.Name,
		Credited:     p.running,
		Attainment:   p.running.DivRound(p.c.Quota, AttainmentPlaces),
		BandsReached: p.reached,
		TargetPay:    p.plan.TargetVariable.Mul(p.c.Weight),
		Bands:        make([]BandPay, len(p.c.Bands)),
		TablePay:     p.paid,
		Payout:       p.sum(),
	}
	for k, band := range p.c.Bands {
		summary.Bands[k] = BandPay{
			From: band.From, Begins: p.table.pieces[k].begin, Mode: band.Mode, Rate: band.Rate, Amount: parts[k], Pay: byBand[k],
		}
	}
	return summary
}

// findings returns what the component reached.
func (p *payer) findings() []salesops.Finding {
	op := ">="
	if p.c.Edge == LowerBand {
		op = ">"
	}
	reached := func(rule Rule, op string, line decimal.Decimal) salesops.Finding {
		return finding(rule, "CMP-2", p.c.Name, "credited amount", p.running, op, line, "in the unit of the quota")
	}
	return []salesops.Finding{reached(Threshold, op, p.table.pieces[0].begin), reached(Quota, ">=", p.c.Quota)}
}
