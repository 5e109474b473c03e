package forecast

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PromiseKey is who promises are judged by.
type PromiseKey string

// The keys of a judgment on promises.
const (
	// ByPromiser judges those who promised.
	ByPromiser PromiseKey = "promiser"
	// ByCustomer judges by whom was promised.
	ByCustomer PromiseKey = "customer"
)

// PromiseKeys returns both keys.
func PromiseKeys() []PromiseKey { return []PromiseKey{ByPromiser, ByCustomer} }

// MarshalText returns the key's text. It returns an *[salesops.InputError] if k
// is not one of [PromiseKeys].
func (k PromiseKey) MarshalText() ([]byte, error) {
	return strict.Text("PromiseKey", k, PromiseKeys())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if the
// text is not one of [PromiseKeys].
func (k *PromiseKey) UnmarshalText(text []byte) error {
	return strict.Parse("PromiseKey", k, text, PromiseKeys())
}

func (k PromiseKey) of(p *Promise) string {
	if k == ByCustomer {
		return p.Customer
	}
	return p.Promiser
}

// PromiseVerdict is what a history says of a party's promises.
type PromiseVerdict string

// The verdicts on promises.
const (
	// ConsistentlyLate: shipments are late more often than early, and more often
	// than chance would have it. Promises are too early.
	ConsistentlyLate PromiseVerdict = "late"
	// ConsistentlyEarly: shipments are early more often than late, and more often
	// than chance would have it. Promises are too late: sandbagged.
	ConsistentlyEarly PromiseVerdict = "early"
	// MixedGaps: shipments lean to one side more often than chance would have it,
	// and their days together to the other: many a little late and a few very
	// early, or the other way round.
	MixedGaps PromiseVerdict = "mixed"
	// NoGapEvidence: the gaps may be chance. That is no proof that promises are
	// kept: shipments that are as often late as early are half of them late.
	NoGapEvidence PromiseVerdict = "no-evidence"
	// TooFewGaps: so few shipments were late or early that none of it could be
	// evidence.
	TooFewGaps PromiseVerdict = "too-little-history"
)

// PromiseVerdicts returns all verdicts: late, early, mixed, no evidence, too
// little history.
func PromiseVerdicts() []PromiseVerdict {
	return []PromiseVerdict{ConsistentlyLate, ConsistentlyEarly, MixedGaps, NoGapEvidence, TooFewGaps}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError] if
// v is not one of [PromiseVerdicts].
func (v PromiseVerdict) MarshalText() ([]byte, error) {
	return strict.Text("PromiseVerdict", v, PromiseVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if the
// text is not one of [PromiseVerdicts].
func (v *PromiseVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("PromiseVerdict", v, text, PromiseVerdicts())
}

// promiseVerdictOf returns the verdict on a party.
func promiseVerdictOf(c conclusion) PromiseVerdict {
	return [...]PromiseVerdict{
		tooLittle: TooFewGaps, unproven: NoGapEvidence, contradicted: MixedGaps, leansOver: ConsistentlyLate, leansUnder: ConsistentlyEarly,
	}[c]
}

// promiseRules returns the rules of [JudgePromises] in the order in which they
// decide.
func promiseRules() []string { return []string{ruleShortHistory, ruleSignificant, ruleValueDisagrees} }

// PartyPromises is the judgment on a promiser, or on what a customer was promised.
type PartyPromises struct {
	// Party is the promiser or the customer.
	Party string `json:"party"`
	// Verdict is the judgment.
	Verdict PromiseVerdict `json:"verdict"`
	// Late is how many shipments came late on the whole: the days late of their
	// lines add up to more than 0. Overdue lines count for their days so far.
	Late int `json:"late"`
	// Early is how many came early on the whole.
	Early int `json:"early"`
	// OnTheDay is how many came neither late nor early on the whole; the test
	// leaves them out.
	OnTheDay int `json:"on_the_day"`
	// P is the chance that shipments that are as likely late as early lean to one
	// side, either, at least as often; undefined with too little history.
	P salesops.Maybe `json:"p"`
	// AdjustedP is P corrected for the number of parties that are judged together;
	// undefined for those with too little history, which are not tested.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// Gaps is what other tests say of the days late, by shipment, of those
	// delivered; nil when none was. It decides nothing.
	Gaps *ErrorTests `json:"gaps"`
	// Report is how well the promises were kept.
	Report PromiseReport `json:"report"`
	// Findings are the rules short-history, significant and value-disagrees, in the
	// order in which they decide.
	Findings []salesops.Finding `json:"findings"`
}

// UnmarshalJSON reads a judgment strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a number out of its range, if the
// shipments do not add up, and if the findings are not the three in order or do
// not lead to the verdict.
func (p *PartyPromises) UnmarshalJSON(data []byte) error {
	type plain PartyPromises
	return strict.Unmarshal(data, "PartyPromises", (*plain)(p), func(p *plain, in fault.Scope) {
		in.Name("Party", p.Party)
		in.Int("Late", p.Late, 0, MaxPromises, "shipments")
		in.Int("Early", p.Early, 0, MaxPromises, "shipments")
		in.Int("OnTheDay", p.OnTheDay, 0, MaxPromises, "shipments")
		if p.Late+p.Early+p.OnTheDay != p.Report.Shipments.Due {
			in.Conflict("Report.Shipments.Due", "", "the shipments late, early and on the day")
		}
		for _, part := range []struct {
			field string
			p     salesops.Maybe
		}{{"P", p.P}, {"AdjustedP", p.AdjustedP}} {
			rate(&in, part.field, part.p, 1)
			if _, tested := part.p.Value(); tested == (p.Verdict == TooFewGaps) {
				in.Conflict(part.field, part.p.String(), "a number unless there is too little history")
			}
		}
		if (p.Gaps != nil) != (p.Report.Shipments.Gaps.Count > 0) {
			in.Conflict("Gaps", "", "tests exactly when a shipment was delivered")
		}
		if !rulesInOrder(&in, p.Findings, promiseRules()) {
			return
		}
		if want := promiseVerdictOf(conclude(p.Findings, p.Late > p.Early)); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

// PromiseJudgment is the judgment on all promisers, or on all customers.
type PromiseJudgment struct {
	// By is who is judged.
	By PromiseKey `json:"by"`
	// MinShipments is the fewest shipments late or early with which any history
	// could be evidence at the level of the policy.
	MinShipments int `json:"min_shipments"`
	// Tested is how many parties have that many and were tested together.
	Tested int `json:"tested"`
	// Unnamed is how many lines name no such party. They were left out.
	Unnamed int `json:"unnamed"`
	// Parties are all parties, sorted by name.
	Parties []PartyPromises `json:"parties"`
}

// UnmarshalJSON reads a judgment strictly. It returns an *[salesops.InputError]
// for everything that [PartyPromises.UnmarshalJSON] refuses, for a number out of
// its range, if the parties are not sorted by name, and if Tested does not count
// those with enough history.
func (j *PromiseJudgment) UnmarshalJSON(data []byte) error {
	type plain PromiseJudgment
	return strict.Unmarshal(data, "PromiseJudgment", (*plain)(j), func(p *plain, in fault.Scope) {
		in.Int("MinShipments", p.MinShipments, 1, MaxPromises, "shipments")
		in.Int("Unnamed", p.Unnamed, 0, MaxPromises, "lines")
		tested, last := 0, ""
		for i, party := range p.Parties {
			if at := in.At("Parties", i); party.Party <= last {
				at.Conflict("Party", party.Party, "each party once, sorted by name")
			}
			last = party.Party
			if party.Verdict != TooFewGaps {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of parties with enough history")
		}
	})
}

// JudgePromises says of each promiser, or of each customer, whether deliveries are
// consistently late or consistently early, and how sure that is. The unit of
// evidence is the shipment: lines that travel together are late together.
//
//	late = shipments with Σ days late of their lines > 0, early = those with Σ < 0; those with 0 are left out
//	n = late + early
//	P = min(1, 2 P(X >= max(late, early))),  X binomial with n trials and probability 1/2
//
// That is the exact two-sided sign test of: a shipment is as likely late as early.
// It assumes nothing on the size of gaps, only that shipments are independent;
// P does not cover what makes many of them late at once. P is adjusted for the
// parties that are tested together, by default such that the expected share of
// wrong verdicts among the verdicts stays at the level (see [Adjustment]). The
// verdict is the first that applies:
//
//	2^(1-n) > level                                   too little history: no P could reach the level
//	adjusted P > level                                no evidence
//	Σ days late of all shipments on the other side    mixed
//	late > early                                      late
//	late < early                                      early
//
// Only shipments count all of whose lines are due, as in [MeasurePromises]; an
// overdue line is late, and adds the days that it is late so far. Late is what a
// customer feels; early is a promise with a cushion, which costs orders. A
// shipment of lines that go to several customers counts for each of them.
//
// It returns an *[salesops.InputError] if:
//   - the history is refused by [MeasurePromises];
//   - by is none of the known;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-9.
func JudgePromises(history PromiseHistory, by PromiseKey, policy PromisePolicy) (PromiseJudgment, error) {
	var list fault.List
	in, key, level := list.In("PromiseHistory"), list.In("PromiseKey"), list.In("PromisePolicy")
	history.collect(&in)
	fault.OneOf(key, "", by, PromiseKeys())
	policy.collect(&level)
	if list.Any() {
		return PromiseJudgment{}, list.Err()
	}
	j := PromiseJudgment{By: by, MinShipments: minOutcomes(policy.GapLevel), Parties: []PartyPromises{}}
	lines := history.linesBy(by)
	j.Unnamed = len(lines[""])
	delete(lines, "")
	tester := newErrorTester(policy.GapLevel)
	var suspects []suspect
	var totals []int64
	for _, party := range slices.Sorted(maps.Keys(lines)) {
		all := shipments(lines[party], history.AsOf)
		p := PartyPromises{Party: party, Report: reportPromises(all, history.AsOf, policy.PromiseLevel)}
		ripe := dueBy(all, history.AsOf)
		totals = append(totals, p.count(ripe))
		p.Gaps = testGaps(&tester, ripe)
		j.Parties = append(j.Parties, p)
		suspects = append(suspects, suspect{name: party, evidence: []BiasEvidence{signEvidence("", p.Late, p.Early, p.OnTheDay)}})
	}
	rulings, tested := trial{playbook: "FCT-9", level: policy.GapLevel, adjustment: policy.GapAdjustment}.judge(suspects)
	j.Tested = tested
	for i := range rulings {
		j.Parties[i].conclude(&rulings[i], totals[i])
	}
	return j, nil
}

// linesBy returns the lines of each party, those that name none under "".
func (h *PromiseHistory) linesBy(by PromiseKey) map[string][]*Promise {
	lines := make(map[string][]*Promise)
	for _, p := range h.lines() {
		lines[by.of(p)] = append(lines[by.of(p)], p)
	}
	return lines
}

// count counts the shipments that are due, and returns the days late of all of
// them.
func (p *PartyPromises) count(ripe []shipment) (total int64) {
	for _, s := range ripe {
		days := s.days()
		total += days
		switch {
		case days > 0:
			p.Late++
		case days < 0:
			p.Early++
		default:
			p.OnTheDay++
		}
	}
	return total
}

// testGaps tests the days late of shipments that were delivered; nil of none.
func testGaps(tester *errorTester, ripe []shipment) *ErrorTests {
	var days []float64
	total := decimal.New(0, 0)
	for _, s := range ripe {
		if s.all((*line).came) {
			days = append(days, s.meanDays())
			total = total.Add(exact.Decimal(s.meanDays()))
		}
	}
	if len(days) == 0 {
		return nil
	}
	return new(tester.test(days, total))
}

// conclude sets the verdict and what it follows from.
func (p *PartyPromises) conclude(r *ruling, total int64) {
	p.P, p.AdjustedP = r.p, r.adjusted
	r.object(r.finding(ruleValueDisagrees, "sum of days late", "days", decimal.NewFromInt(total), r.against(), decimal.New(0, 0)), "")
	p.Findings = r.findings
	p.Verdict = promiseVerdictOf(conclude(p.Findings, r.over))
}
