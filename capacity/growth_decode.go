package capacity

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// maxCost bounds a cost that is read: the wages of all who can be hired in all months.
const maxCost = MaxWage * MaxStaff * MaxMonths

// UnmarshalJSON reads a plan strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice and every value out of
// range; if the months are not numbered from 1 or have different stages; if a
// status, the buffer or the cost of a month is not that of its stages or of the
// plan; if hires are out of order or join before they start; if a breach is not
// the first month past its line, or its finding did not fire; and if a gate or
// the phase that is reached does not follow from the months.
func (p *GrowthPlan) UnmarshalJSON(data []byte) error {
	type plain GrowthPlan
	return strict.Unmarshal(data, "GrowthPlan", (*plain)(p), func(read *plain, in fault.Scope) { (*GrowthPlan)(read).check(in) })
}

func (p *GrowthPlan) check(in fault.Scope) {
	if !in.Length("Months", len(p.Months), 1, MaxMonths) {
		return
	}
	total := decimal.New(0, 0)
	for i := range p.Months {
		month, at := &p.Months[i], in.At("Months", i)
		if month.Month != i+1 {
			at.Conflict("Month", "", "the months from 1 on")
		}
		month.check(at, p.Months[0].Stages)
		switch {
		case (month.Cost == nil) != (p.Cost == nil):
			at.Conflict("Cost", "", "a cost in every month and of the plan, or none")
		case month.Cost != nil && checkAmount(at, "Cost", month.Cost):
			total = total.Add(*month.Cost)
		}
	}
	if p.Cost != nil && checkAmount(in, "Cost", p.Cost) && !p.Cost.Equal(total) {
		in.Conflict("Cost", p.Cost.String(), "the sum of the months")
	}
	p.checkHires(in)
	p.checkBreaches(in)
	p.checkGates(in)
	p.Pace.check(in.In("Pace"), len(p.Months))
}

func checkAmount(in fault.Scope, field string, amount *decimal.Decimal) bool {
	return in.Decimal(field, *amount, 0, maxCost, "of money")
}

func (m *GrowthMonth) check(in fault.Scope, stages []StageMonth) {
	in.Name("Phase", m.Phase)
	in.Float("Level", m.Level, MinPositive, MaxMultiplier, "times today's orders")
	if !in.Length("Stages", len(m.Stages), 1, MaxStages) {
		return
	}
	if len(m.Stages) != len(stages) {
		in.Conflict("Stages", "", "the stages of the first month")
		return
	}
	status, holds := salesops.Green, true
	for i := range m.Stages {
		s, at := &m.Stages[i], in.At("Stages", i)
		s.check(at)
		if s.Stage != stages[i].Stage {
			at.Conflict("Stage", s.Stage, "the stages of the first month")
		}
		if rank(s.Status) > rank(status) {
			status = s.Status
		}
		holds = holds && s.BufferHolds
	}
	if m.Status != status || m.BufferHolds != holds {
		in.Conflict("Status", string(m.Status), "the worst of the stages, and whether the buffer holds at all of them")
	}
}

func (s *StageMonth) check(in fault.Scope) {
	in.Name("Stage", s.Stage)
	in.Float("DemandPerDay", s.DemandPerDay, 0, math.MaxFloat64, "transactions a day")
	in.Float("People", s.People, 0, MaxStaff, "people")
	in.Float("ProductivePeople", s.ProductivePeople, 0, s.People, "people")
	in.Float("CapacityPerDay", s.CapacityPerDay, 0, math.MaxFloat64, "transactions a day")
	notNegative(in, "Utilization", s.Utilization)
	notNegative(in, "NeedPerDay", s.NeedPerDay)
	notNegative(in, "GapPerDay", s.GapPerDay)
	notNegative(in, "OvertimeHoursPerWeek", s.OvertimeHoursPerWeek)
	if gap, defined := s.GapPerDay.Value(); defined && s.BufferHolds != (gap == 0) {
		in.Conflict("GapPerDay", s.GapPerDay.String(), "0 exactly when the buffer holds")
	}
	if !s.Held && s.Status != salesops.Red {
		in.Conflict("Held", "false", "true, since the stage is not red")
	}
}

// notNegative checks a number that may be undefined.
func notNegative(in fault.Scope, field string, number salesops.Maybe) {
	in.Float(field, number.Or(0), 0, math.MaxFloat64, "")
}

func (p *GrowthPlan) checkHires(in fault.Scope) {
	for i := range p.Hires {
		h, at := &p.Hires[i], in.At("Hires", i)
		at.Name("Where", h.Where)
		at.Int("StartMonth", h.StartMonth, 1, len(p.Months), "")
		at.Int("JoinMonth", h.JoinMonth, h.StartMonth, len(p.Months), "")
		at.Int("NeededIn", h.NeededIn, h.JoinMonth, len(p.Months), "")
		at.Int("People", h.People, 1, MaxStaff, "people")
		at.Int("Starts", h.Starts, h.People, MaxStaff*int(1/MinYield), "hirings")
		if i > 0 && h.StartMonth < p.Hires[i-1].StartMonth {
			at.Conflict("StartMonth", "", "the hires in the order of their starts")
		}
	}
}

func (p *GrowthPlan) checkBreaches(in fault.Scope) {
	rest := p.Breaches
	for _, line := range GrowthLines() {
		month := p.firstPast(line)
		if month == 0 {
			continue
		}
		if len(rest) == 0 || rest[0].Line != line || rest[0].Month != month || rest[0].Finding.Outcome != salesops.Fired ||
			rest[0].Finding.Subject != rest[0].Stage {
			in.Conflict("Breaches", string(line), "the first month past each line, with the comparison that fired")
			return
		}
		at := in.At("Breaches", len(p.Breaches)-len(rest))
		at.Name("Stage", rest[0].Stage)
		rest = rest[1:]
	}
	if len(rest) > 0 || p.Breaches == nil {
		in.Conflict("Breaches", "", "the first month past each line, and nothing else")
	}
}

// firstPast returns the first month in which a stage is past a line; 0 for none.
func (p *GrowthPlan) firstPast(line GrowthLine) int {
	for m := range p.Months {
		for i := range p.Months[m].Stages {
			if line.passes(&p.Months[m].Stages[i]) {
				return m + 1
			}
		}
	}
	return 0
}

func (p *GrowthPlan) checkGates(in fault.Scope) {
	if !in.Length("Gates", len(p.Gates), 1, MaxPhases) {
		return
	}
	reached, after, open := "", 0, true
	for i := range p.Gates {
		gate, at := &p.Gates[i], in.At("Gates", i)
		at.Name("Phase", gate.Phase)
		if !at.Int("Month", gate.Month, after+1, len(p.Months), "") {
			return
		}
		after = gate.Month
		last := &p.Months[gate.Month-1]
		if last.Phase != gate.Phase || gate.State != stateOf(gate.WarningsClean, last.BufferHolds) {
			at.Conflict("State", string(gate.State), "what the warnings and the buffer of the phase's last month say")
		}
		rest := reader{findings: gate.Findings, in: at}
		for k := range last.Stages {
			if fires := rest.next(ThinBuffer, last.Stages[k].Stage); !rest.broken && fires == last.Stages[k].BufferHolds {
				at.Conflict("Findings", last.Stages[k].Stage, "what the stage says of its buffer")
			}
		}
		rest.end()
		if open {
			reached = gate.Phase
		}
		open = open && gate.State == GateOpen
	}
	if p.Reached != reached || after != len(p.Months) {
		in.Conflict("Reached", p.Reached, "the first phase that is not left, or the last; and a gate for every phase")
	}
}

func (p *Pace) check(in fault.Scope, months int) {
	growth, defined := p.MonthlyGrowth.Value()
	if defined != (p.Limit == MonthFills) || growth < 0 {
		in.Conflict("MonthlyGrowth", p.MonthlyGrowth.String(), "a number of at least 0 exactly when a month fills")
	}
	if p.Limit == HiringKeepsUp {
		if p.Stage != "" || p.Month != 0 {
			in.Conflict("Stage", p.Stage, "no stage and no month, since hiring keeps up")
		}
		return
	}
	in.Name("Stage", p.Stage)
	in.Int("Month", p.Month, 1, months, "")
}
