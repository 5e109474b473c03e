package roi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxCandidates is the most candidates of a portfolio.
const MaxCandidates = 80

// Candidate is a program that could be started.
//
// Playbook: ROI-3.
type Candidate struct {
	// Name is unique in its portfolio, 1 to 200 bytes.
	Name string `json:"name"`
	// Kind is what kind of work it automates, 1 to 200 bytes.
	Kind Kind `json:"kind"`
	// Horizon is by when it should be done; empty for the horizon of the
	// playbook's catalogue, if that knows the kind.
	Horizon Horizon `json:"horizon,omitempty"`
	// Program is what it costs and saves.
	Program Program `json:"program"`
	// Needs are the names of candidates without which it cannot be done.
	Needs []string `json:"needs,omitempty"`
	// Excludes are the names of candidates that are not done beside it; it
	// need not be said on both sides.
	Excludes []string `json:"excludes,omitempty"`
}

// Portfolio is what could be automated, and the money for it.
//
// As JSON it is read strictly: unknown and missing keys and values out of range
// are reported together.
//
// Playbook: ROI-3.
type Portfolio struct {
	// Candidates are 1 to [MaxCandidates].
	Candidates []Candidate `json:"candidates"`
	// Budget is the most that may be spent once, own hours included, in whole
	// cents: 0 to [MaxAmount]; nil is no limit.
	Budget *decimal.Decimal `json:"budget,omitempty"`
}

// UnmarshalJSON reads a portfolio strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for every value that [RankCandidates] refuses, except for a value that
// turns out too large.
func (p *Portfolio) UnmarshalJSON(data []byte) error {
	type plain Portfolio
	return strict.Unmarshal(data, "Portfolio", (*plain)(p), func(p *plain, in fault.Scope) {
		(*Portfolio)(p).check(in)
	})
}

func (p *Portfolio) check(in fault.Scope) {
	if in.Length("Candidates", len(p.Candidates), 1, MaxCandidates) {
		for i := range p.Candidates {
			p.checkCandidate(in.At("Candidates", i), i)
		}
	}
	if p.Budget != nil && in.Decimal("Budget", *p.Budget, 0, MaxAmount, "of money") && !p.Budget.Equal(p.Budget.Truncate(MoneyPlaces)) {
		in.OutOfRange("Budget", p.Budget.String(), "whole cents")
	}
}

func (p *Portfolio) checkCandidate(in fault.Scope, i int) {
	c := &p.Candidates[i]
	if in.Name("Name", c.Name) && p.find(c.Name) < i {
		in.Conflict("Name", c.Name, "a name that no candidate before it has")
	}
	in.Name("Kind", string(c.Kind))
	if _, known := LookUpKind(c.Kind); c.Horizon != "" || !known {
		fault.OneOf(in, "Horizon", c.Horizon, Horizons())
	}
	c.Program.check(in.In("Program"))
	p.checkNames(in, "Needs", c.Name, c.Needs)
	p.checkNames(in, "Excludes", c.Name, c.Excludes)
}

func (p *Portfolio) checkNames(in fault.Scope, field, own string, names []string) {
	if !in.Length(field, len(names), 0, MaxCandidates) {
		return
	}
	for i, name := range names {
		at := in.At(field, i)
		if name == own || p.find(name) < 0 || slices.Index(names, name) < i {
			at.Conflict("", name, "the name of another candidate, once")
		}
	}
}

// find returns the place of the first candidate with a name, or -1.
func (p *Portfolio) find(name string) int {
	return slices.IndexFunc(p.Candidates, func(c Candidate) bool { return c.Name == name })
}

// Reason is why a candidate is in the best set or not.
//
// Playbook: ROI-3.
type Reason string

// The reasons. The first two are those of candidates that are in; of the
// others the first that holds is given.
const (
	// WorthIt: in, for its own net present value.
	WorthIt Reason = "worth-it"
	// Needed: in, because others that are in cannot do without it.
	Needed Reason = "needed"
	// Impossible: out, since what it needs cannot be done together.
	Impossible Reason = "impossible"
	// OverBudget: out, since it and what it needs cost more than the budget.
	OverBudget Reason = "over-budget"
	// NoValue: out, since its net present value is not above zero.
	NoValue Reason = "no-value"
	// ShutOut: out, since it excludes one that is in, or is excluded by it.
	ShutOut Reason = "shut-out"
	// BetterSpent: out, since the budget brings more elsewhere.
	BetterSpent Reason = "budget-better-spent"
	// NeedsTooMuch: out, since what it needs loses more than it brings.
	NeedsTooMuch Reason = "needs-too-much"
	// NotSearched: out, since the search stopped at its limit.
	NotSearched Reason = "not-searched"
)

// Reasons returns all reasons, those of candidates that are in first.
func Reasons() []Reason {
	return []Reason{WorthIt, Needed, Impossible, OverBudget, NoValue, ShutOut, BetterSpent, NeedsTooMuch, NotSearched}
}

// MarshalText returns the reason's text. It returns an *[salesops.InputError]
// if r is not one of [Reasons].
func (r Reason) MarshalText() ([]byte, error) { return strict.Text("Reason", r, Reasons()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Reasons].
func (r *Reason) UnmarshalText(text []byte) error { return strict.Parse("Reason", r, text, Reasons()) }

func (r Reason) in() bool { return r == WorthIt || r == Needed }

// Ranked is a candidate and its place.
//
// Playbook: ROI-3.
type Ranked struct {
	// Name is the candidate's.
	Name string `json:"name"`
	// Kind is the candidate's.
	Kind Kind `json:"kind"`
	// Horizon is the candidate's, or that of the catalogue.
	Horizon Horizon `json:"horizon"`
	// Cost is what it costs once, own hours included.
	Cost decimal.Decimal `json:"cost"`
	// NPV is its net present value on the policy's basis.
	NPV decimal.Decimal `json:"npv"`
	// Payback is its first simple payback in months from its first spend;
	// undefined when it never pays back.
	Payback salesops.Maybe `json:"payback"`
	// Verdict judges that payback.
	Verdict Verdict `json:"verdict"`
	// NPVPerCost is NPV / Cost; undefined when it costs nothing.
	NPVPerCost salesops.Maybe `json:"npv_per_cost"`
	// ByPayback is its place by payback, from 1: the soonest first, those that
	// never pay back last.
	ByPayback int `json:"by_payback"`
	// ByValue is its place by net present value per cost, from 1. What costs
	// nothing comes first if it has a value, and last if it has none.
	ByValue int `json:"by_value"`
	// ByHorizon is its place by horizon, and by payback within it, from 1.
	ByHorizon int `json:"by_horizon"`
	// Chosen is whether it is in the best set.
	Chosen bool `json:"chosen"`
	// Reason is why.
	Reason Reason `json:"reason"`
	// Because are the names of the candidates that Reason speaks of: those that
	// need it, those that shut it out, or what it needs.
	Because []string `json:"because,omitempty"`
}

// Ranking is candidates in order, and the best set of them.
//
// Playbook: ROI-3.
type Ranking struct {
	// Candidates are in order of payback.
	Candidates []Ranked `json:"candidates"`
	// Cost is what the chosen ones cost once.
	Cost decimal.Decimal `json:"cost"`
	// NPV is what the chosen ones are worth.
	NPV decimal.Decimal `json:"npv"`
	// Gap is by how much the best set of all may be worth more: zero when the
	// chosen set is proven to be the best.
	Gap decimal.Decimal `json:"gap"`
	// Nodes is how many nodes the search visited.
	Nodes int `json:"nodes"`
}

// RankCandidates orders candidates by payback, by net present value per cost and
// by horizon, and chooses the set with the highest net present value whose
// one-off cost is within the budget, in which nothing lacks what it needs and
// nothing stands beside what it excludes.
//
// Payback and net present value are those of [ProjectProgram] on the basis of
// the policy; they, and the costs, are compared as they are shown, rounded to
// [MoneyPlaces]. Ties keep the order of payback, then of value, then of the
// portfolio. The set is found by branch and bound. When the search reaches the
// policy's MaxNodes, Ranking.Gap says how much a better set could be worth more;
// otherwise it is zero and the set is proven. Among sets of equal worth the one
// that the search meets first is chosen, on every machine the same.
//
// It returns an *[salesops.InputError] if:
//   - there are no candidates or more than [MaxCandidates];
//   - a name is missing, too long or given twice, or a kind is missing or too long;
//   - Horizon is empty and the catalogue does not know the kind, or it is unknown;
//   - [ProjectProgram] refuses a program;
//   - Needs or Excludes names the candidate itself, none, or one twice;
//   - the budget is not within 0 to [MaxAmount] or has fractions of a cent;
//   - a one-off cost or a net present value is more than [MaxAmount] in size;
//   - PaybackPolicy, ProgramPolicy or RankPolicy is out of its range.
//
// Playbook: ROI-3.
func RankCandidates(portfolio Portfolio, policy Policy) (Ranking, error) {
	var faults fault.List
	in := faults.In("Portfolio")
	portfolio.check(in)
	policy.PaybackPolicy.check(faults.In("PaybackPolicy"))
	policy.ProgramPolicy.check(faults.In("ProgramPolicy"))
	policy.RankPolicy.check(faults.In("RankPolicy"))
	if faults.Any() {
		return Ranking{}, faults.Err()
	}
	ranked := make([]Ranked, len(portfolio.Candidates))
	for i := range ranked {
		ranked[i] = portfolio.Candidates[i].assess(policy)
		largest := decimal.Max(ranked[i].Cost, ranked[i].NPV.Abs())
		if largest.GreaterThan(decimal.New(MaxAmount, 0)) {
			at := in.At("Candidates", i)
			at.Conflict("Program", largest.String(), "a one-off cost and a net present value of at most 1e15 of money")
		}
	}
	if faults.Any() {
		return Ranking{}, faults.Err()
	}
	return portfolio.rank(ranked, policy.MaxNodes), nil
}

func (c *Candidate) assess(policy Policy) Ranked {
	b := c.Program.book()
	flows := b.flows(policy.Basis)
	recovery, verdict, _ := judge(flows, policy.MaxMonths)
	r := Ranked{
		Name: c.Name, Kind: c.Kind, Horizon: c.Horizon,
		Cost:    b.money(b.months[0].oneOff),
		NPV:     newLedger(flows, policy.monthlyRate()).netPresent(b.parts),
		Payback: recovery.First, Verdict: verdict,
	}
	if known, ok := LookUpKind(c.Kind); ok && r.Horizon == "" {
		r.Horizon = known.Horizon
	}
	r.NPVPerCost = perCost(r.NPV, r.Cost)
	return r
}

func perCost(npv, cost decimal.Decimal) salesops.Maybe {
	if cost.IsZero() {
		return salesops.Undefined("it costs nothing")
	}
	return salesops.Defined(exact.Quotient(npv, cost))
}

func (p *Portfolio) rank(ranked []Ranked, maxNodes int) Ranking {
	options := p.options(ranked)
	room := int64(0)
	for _, o := range options {
		room += o.cost
	}
	limit := room
	if p.Budget != nil {
		limit = min(room, cents(*p.Budget))
	}
	c := newChooser(options, limit, maxNodes)
	best := c.choose()
	var cost int64
	for i := range ranked {
		ranked[i].Chosen = best.taken[i]
		if best.taken[i] {
			cost += options[i].cost
		}
	}
	for i := range ranked {
		var because []int
		ranked[i].Reason, because = c.explain(i, best, limit, cost)
		for _, j := range because {
			ranked[i].Because = append(ranked[i].Because, ranked[j].Name)
		}
	}
	place(ranked)
	return Ranking{
		Candidates: ranked, Cost: decimal.New(cost, -MoneyPlaces), NPV: decimal.New(best.value, -MoneyPlaces),
		Gap: decimal.New(best.bound-best.value, -MoneyPlaces), Nodes: best.nodes,
	}
}

func (p *Portfolio) options(ranked []Ranked) []option {
	options := make([]option, len(ranked))
	for i, c := range p.Candidates {
		options[i] = option{value: cents(ranked[i].NPV), cost: cents(ranked[i].Cost)}
		for _, name := range c.Needs {
			options[i].needs = append(options[i].needs, p.find(name))
		}
		for _, name := range c.Excludes {
			options[i].bars = append(options[i].bars, p.find(name))
		}
	}
	return options
}

// cents returns an amount of at most MaxAmount that has no fractions of a cent.
func cents(amount decimal.Decimal) int64 { return amount.Shift(MoneyPlaces).BigInt().Int64() }

// explain returns why option i is in or out, and the options that this is about.
func (c *chooser) explain(i int, best choice, limit, spent int64) (Reason, []int) {
	var users, needs, rivals []int
	for _, j := range c.users[i] {
		if j != i && best.taken[j] {
			users = append(users, j)
		}
	}
	var value, cost, more int64
	impossible := false
	for _, j := range c.closures[i] {
		if j != i {
			needs = append(needs, j)
		}
		cost += c.options[j].cost
		if !best.taken[j] {
			more += c.options[j].cost
			value += c.options[j].value
		}
		for _, rival := range c.rivals[j] {
			impossible = impossible || slices.Contains(c.closures[i], rival)
			if best.taken[rival] && !slices.Contains(rivals, rival) {
				rivals = append(rivals, rival)
			}
		}
	}
	slices.Sort(users)
	slices.Sort(needs)
	slices.Sort(rivals)
	switch {
	case best.taken[i] && c.options[i].value > 0:
		return WorthIt, nil
	case best.taken[i]:
		return Needed, users
	case impossible:
		return Impossible, needs
	case cost > limit:
		return OverBudget, needs
	case c.options[i].value <= 0:
		return NoValue, nil
	case len(rivals) > 0:
		return ShutOut, rivals
	case more > limit-spent:
		return BetterSpent, nil
	case value <= 0:
		return NeedsTooMuch, needs
	default:
		return NotSearched, nil
	}
}

// place sorts by payback and numbers the places.
func place(ranked []Ranked) {
	byValue := func(a, b Ranked) int { return -compareValues(a, b) }
	number := func(order func(a, b Ranked) int, set func(r *Ranked, n int)) {
		slices.SortStableFunc(ranked, order)
		for i := range ranked {
			set(&ranked[i], i+1)
		}
	}
	byPayback := func(a, b Ranked) int { return cmp.Or(compareMonths(a.Payback, b.Payback), byValue(a, b)) }
	number(byPayback, func(r *Ranked, n int) { r.ByPayback = n })
	number(byValue, func(r *Ranked, n int) { r.ByValue = n })
	soonest := func(a, b Ranked) int { return cmp.Compare(a.ByPayback, b.ByPayback) }
	slices.SortFunc(ranked, soonest)
	number(func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(slices.Index(Horizons(), a.Horizon), slices.Index(Horizons(), b.Horizon)), soonest(a, b))
	}, func(r *Ranked, n int) { r.ByHorizon = n })
	slices.SortFunc(ranked, soonest)
}

// compareMonths compares times; never is after all of them.
func compareMonths(a, b salesops.Maybe) int {
	first, some := a.Value()
	second, other := b.Value()
	switch {
	case some && other:
		return cmp.Compare(first, second)
	case some:
		return -1
	case other:
		return 1
	default:
		return 0
	}
}

// compareValues compares net present value per cost, multiplied out.
func compareValues(a, b Ranked) int {
	free := func(r Ranked) int {
		if !r.Cost.IsZero() {
			return 0
		}
		if r.NPV.Sign() > 0 {
			return 1
		}
		return -1
	}
	if free(a) != 0 || free(b) != 0 {
		return cmp.Or(cmp.Compare(free(a), free(b)), a.NPV.Cmp(b.NPV))
	}
	return exact.CompareDecimalProducts(a.NPV, b.Cost, b.NPV, a.Cost)
}
