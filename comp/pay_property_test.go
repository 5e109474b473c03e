package comp_test

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// bandsOf draws rate tables of the modes given.
func bandsOf(modes ...comp.Mode) *rapid.Generator[[]comp.Band] {
	return rapid.Custom(func(t *rapid.T) []comp.Band {
		from := int64(0)
		var table []comp.Band
		for i := range rapid.IntRange(1, 5).Draw(t, "bands") {
			if step := rapid.SampledFrom([]int64{0, 10, 25, 50, 100}).Draw(t, "step"); i == 0 {
				from = step
			} else {
				from += max(step, 5)
			}
			mode := rapid.SampledFrom(modes).Draw(t, "mode")
			if mode == comp.Overage && from < 100 {
				mode = comp.Marginal
			}
			table = append(table, comp.Band{
				From: decimal.New(from, -2), Mode: mode, Rate: decimal.New(rapid.SampledFrom([]int64{0, 3, 50, 100, 333, 2}).Draw(t, "rate"), -2),
			})
		}
		return table
	})
}

// quarters draws a plan of two components that share their deals, and those.
func quarters(modes ...comp.Mode) *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		plan := playbook()
		plan.Period = comp.Quarter
		plan.Rounding = rapid.SampledFrom(append(comp.Roundings(), "")).Draw(t, "rounding")
		plan.Components = plan.Components[:2]
		plan.Components[0].Weight = dec("0.7")
		for i := range plan.Components {
			c := &plan.Components[i]
			c.Measure = comp.NewCustomers
			c.Bands = bandsOf(modes...).Draw(t, "table")
			c.Quota = rapid.SampledFrom(decs("1000", "3", "70000.7")).Draw(t, "quota")
			c.Basis = rapid.SampledFrom(comp.Bases()).Draw(t, "basis")
			c.Edge = rapid.SampledFrom(append(comp.EdgeRules(), "")).Draw(t, "edge")
		}
		q := question{plan: plan, results: comp.Results{Deals: []comp.Deal{}}}
		for i := range rapid.IntRange(0, 8).Draw(t, "deals") {
			q.results.Deals = append(q.results.Deals, comp.Deal{
				ID: strconv.Itoa(i), Date: day(time.Month(rapid.IntRange(1, 3).Draw(t, "month")), rapid.IntRange(1, 3).Draw(t, "day")),
				Measure: rapid.SampledFrom([]comp.Measure{comp.NewCustomers, comp.NewCustomers, comp.Expansion}).Draw(t, "measure"),
				Amount:  rapid.OneOf(rapid.SampledFrom(decs("500", "1000", "0", "-250", "0.01")), hundredths(-1000, 1e6)).Draw(t, "amount"),
			})
		}
		return q
	})
}

// Lines add up to the payouts and the total for any plan and order of the
// deals; each running amount is the one before and the line's own; and without
// caps a component pays exactly what its table does.
func linesProperty(t *rapid.T) {
	q := quarters(comp.Modes()...).Draw(t, "quarter")
	q.plan.Bonuses = []comp.Bonus{{
		Name: "spiff", Component: "expansion", From: dec("0.5"), Amount: dec("7.01"),
		Frequency: rapid.SampledFrom(comp.Frequencies()).Draw(t, "frequency"),
	}}
	c := &q.plan.Components[0]
	if rapid.Bool().Draw(t, "deal cap") {
		c.DealCap = ref("100")
	}
	if rapid.Bool().Draw(t, "cap") {
		c.Cap = ref("150")
	}
	if rapid.Bool().Draw(t, "gate") {
		c.Gates = []comp.Gate{{Component: "expansion", From: dec("0.5")}}
	}
	if rapid.Bool().Draw(t, "plan cap") {
		q.plan.Cap = ref("200")
	}
	given := encoded(t, q.results)
	s := pay(t, q)
	require.Equal(t, given, encoded(t, q.results))
	sum := decimal.Decimal{}
	running := make(map[string]decimal.Decimal)
	for _, line := range s.Lines {
		sum = sum.Add(line.Amount)
		require.True(t, line.Amount.Shift(q.plan.Places).IsInteger())
		require.True(t, strings.HasPrefix(line.Rule, "Plan.") || line.Rule == "Deal.Measure", line.Rule)
		if line.Operation != comp.AddBonus && line.Operation != comp.CapPlan {
			running[line.Component] = running[line.Component].Add(line.Credited)
			testkit.EqualDecimal(t, running[line.Component].String(), line.Running)
		}
	}
	testkit.EqualDecimal(t, sum.String(), s.Total)
	uncapped := s.Components[1]
	testkit.EqualDecimal(t, uncapped.TablePay.String(), uncapped.Payout)
	if q.plan.Cap != nil {
		require.LessOrEqual(t, s.Total.Cmp(*q.plan.Cap), 0)
	}
	if c.Cap != nil {
		require.LessOrEqual(t, s.Components[0].Payout.Cmp(*c.Cap), 0)
	}
	again := q
	again.results.Deals = append([]comp.Deal{}, rapid.Permutation(q.results.Deals).Draw(t, "order")...)
	require.Equal(t, encoded(t, s), encoded(t, pay(t, again)), "the order of the input does not matter")
	testkit.RoundTrip(t, s)
	testkit.RoundTrip(t, again.results)
	testkit.RoundTrip(t, q.plan)
}

// However the deals are cut, the component pays the same, and so does the sum
// of the results given as a credit.
func cutProperty(t *rapid.T) {
	q := quarters(comp.Modes()...).Draw(t, "quarter")
	cut := q
	cut.results.Deals = []comp.Deal{}
	for _, d := range q.results.Deals {
		first := d
		first.ID += "-first"
		first.Amount = hundredths(-100, 1e5).Draw(t, "first part")
		d.Amount = d.Amount.Sub(first.Amount)
		cut.results.Deals = append(cut.results.Deals, first, d)
	}
	whole, parts := pay(t, q), pay(t, cut)
	testkit.EqualDecimal(t, whole.Total.String(), parts.Total)
	sums := question{plan: q.plan}
	for _, c := range whole.Components {
		sums.results.Credits = append(sums.results.Credits, comp.Credit{Component: c.Component, Amount: c.Credited})
	}
	once := pay(t, sums)
	testkit.EqualDecimal(t, whole.Total.String(), once.Total)
	require.Equal(t, encoded(t, whole.Components), encoded(t, once.Components))
}

// Reversing every deal of an open period returns to nothing, whether by one
// method or by returns.
func reversalProperty(t *rapid.T) {
	q := quarters(comp.Modes()...).Draw(t, "quarter")
	q.plan.Bonuses = []comp.Bonus{{Name: "spiff", Component: "expansion", Amount: dec("7"), Frequency: comp.OncePerPeriod}}
	empty := q
	empty.results = comp.Results{Deals: []comp.Deal{}}
	nothing := pay(t, empty).Total
	method := rapid.SampledFrom(comp.CancelMethods()).Draw(t, "method")
	for i := range q.results.Deals {
		d := &q.results.Deals[i]
		d.Cancellation = &comp.Cancellation{Date: day(time.March, rapid.IntRange(4, 31).Draw(t, "canceled")), Method: method}
	}
	s := pay(t, q)
	testkit.EqualDecimal(t, nothing.String(), s.Total)
	for _, c := range s.Components {
		testkit.EqualDecimal(t, "0", c.Credited)
	}
	testkit.RoundTrip(t, s)
	testkit.RoundTrip(t, q.results)

	q.plan.Bonuses = nil
	returned := q
	returned.results.Deals = []comp.Deal{}
	for _, d := range q.results.Deals {
		d.Cancellation = nil
		back := d
		back.ID, back.Amount, back.Date = d.ID+"-back", d.Amount.Neg(), day(time.March, rapid.IntRange(1, 31).Draw(t, "back"))
		returned.results.Deals = append(returned.results.Deals, d, back)
	}
	testkit.EqualDecimal(t, nothing.String(), pay(t, returned).Total)
}

// A deal more never pays less when all bands are marginal, and there are no
// jumps; in any mode a statement falls only where Review says so.
func fallingProperty(t *rapid.T) {
	modes := rapid.SampledFrom([][]comp.Mode{{comp.Marginal}, comp.Modes()}).Draw(t, "modes")
	q := quarters(modes...).Draw(t, "quarter")
	before := pay(t, q)
	q.results.Deals = append(q.results.Deals, comp.Deal{
		ID: "more", Date: day(time.February, 2), Measure: comp.NewCustomers, Amount: hundredths(0, 1e5).Draw(t, "more"),
	})
	after := pay(t, q)
	fired := firing(review(t, q.plan))
	for i, c := range after.Components {
		if !slices.Contains(fired, "falling-pay "+c.Component) {
			require.GreaterOrEqual(t, c.TablePay.Cmp(before.Components[i].TablePay), 0)
		}
		if len(modes) == 1 {
			require.NotContains(t, fired, "falling-pay "+c.Component)
			require.NotContains(t, fired, "cliff "+c.Component)
		}
	}
	for _, line := range after.Lines {
		if line.Operation == comp.AddJump {
			require.NotEqual(t, 1, len(modes), "a marginal table does not jump")
			said := slices.Contains(fired, "cliff "+line.Component) || slices.Contains(fired, "falling-pay "+line.Component)
			require.True(t, said, "review has told of the jump")
		}
	}
}

// accounts draws what may happen to pay.
func accounts() *rapid.Generator[comp.Account] {
	return rapid.Custom(func(t *rapid.T) comp.Account {
		account := comp.Account{Places: 2, Owed: hundredths(0, 100).Draw(t, "owed")}
		for i := range rapid.IntRange(1, 8).Draw(t, "periods") {
			p := comp.PayPeriod{
				Name: strconv.Itoa(i), Measure: "Q" + strconv.Itoa(i/3), EarnedToDate: hundredths(-100, 1000).Draw(t, "earned"),
			}
			if rapid.Bool().Draw(t, "draw") {
				p.Draw = &comp.Draw{Kind: rapid.SampledFrom(comp.DrawKinds()).Draw(t, "kind"), Amount: hundredths(1, 500).Draw(t, "amount")}
			}
			for range rapid.IntRange(0, 2).Draw(t, "adjustments") {
				p.Adjustments = append(p.Adjustments, comp.Adjustment{
					Kind: rapid.SampledFrom(comp.AdjustmentKinds()).Draw(t, "kind"), Rule: "any", Amount: hundredths(-800, 800).Draw(t, "amount"),
				})
			}
			for k := range rapid.IntRange(0, 2).Draw(t, "holds") {
				p.Held = append(p.Held, comp.Hold{Name: strconv.Itoa(k), Amount: hundredths(0, 400).Draw(t, "held")})
			}
			account.Periods = append(account.Periods, p)
		}
		return account
	})
}

// Nothing appears and nothing gets lost: paid + recovered = earned + advanced,
// but for what is on hold, in each period and over all of them, and no balance
// is ever below 0.
func ledgerProperty(t *rapid.T) {
	account := accounts().Draw(t, "account")
	ledger, err := comp.Settle(account)
	require.NoError(t, err)
	owed, held := account.Owed, decimal.Decimal{}
	in, out := decimal.Decimal{}, decimal.Decimal{}
	for i, e := range ledger.Entries {
		for _, d := range []decimal.Decimal{e.Advanced, e.Forgiven, e.Recovered, e.Owed, e.Withheld, e.Released, e.Held, e.Paid} {
			require.False(t, d.IsNegative())
		}
		got := e.Earned.Add(e.Adjusted).Add(e.Advanced).Add(e.Released)
		gone := e.Paid.Add(e.Recovered).Add(e.Withheld)
		testkit.EqualDecimal(t, got.String(), gone)
		testkit.EqualDecimal(t, owed.Add(e.Advanced).Sub(e.Forgiven).Sub(e.Recovered).String(), e.Owed)
		testkit.EqualDecimal(t, held.Add(e.Withheld).Sub(e.Released).String(), e.Held)
		if account.Periods[i].Draw != nil && !strings.Contains(string(account.Periods[i].Draw.Kind), "addition") {
			due := e.Paid.Add(e.Withheld).Sub(e.Released)
			require.GreaterOrEqual(t, due.Cmp(account.Periods[i].Draw.Amount), 0, "a guarantee is a guarantee")
		}
		owed, held = e.Owed, e.Held
		in, out = in.Add(e.Earned).Add(e.Adjusted).Add(e.Advanced), out.Add(e.Paid).Add(e.Recovered)
	}
	testkit.EqualDecimal(t, in.String(), out.Add(held))
	testkit.RoundTrip(t, account)
	testkit.RoundTrip(t, ledger)
}

// Each unit of a deal is credited once among the sellers, and once at most to
// each manager.
func creditProperty(t *rapid.T) {
	var deals []comp.SharedDeal
	for i := range rapid.IntRange(1, 5).Draw(t, "deals") {
		part := decimal.New(rapid.Int64Range(1, 99).Draw(t, "part"), -2)
		people := rapid.Permutation([]string{"a", "b", "c", "d"}).Draw(t, "people")
		deals = append(deals, shared(strconv.Itoa(i),
			comp.CreditShare{Person: people[0], Kind: comp.DirectCredit, Share: part},
			comp.CreditShare{Person: people[1], Kind: comp.DirectCredit, Share: dec("1").Sub(part)},
			comp.CreditShare{Person: people[2], Kind: comp.OverlayCredit, Share: part}))
	}
	var reports []comp.Report
	for i, person := range []string{"a", "b", "c", "d", "m"} {
		above := []string{"a", "b", "c", "d", "m", "n"}[i+1:]
		if manager := rapid.SampledFrom(append(above, "")).Draw(t, "manager of "+person); manager != "" {
			reports = append(reports, comp.Report{Person: person, Manager: manager})
		}
	}
	people, err := comp.AssignCredits(deals, reports)
	require.NoError(t, err)
	own, team := decimal.Decimal{}, make(map[string]bool)
	for _, p := range people {
		for _, d := range p.Deals {
			require.LessOrEqual(t, d.Share.Cmp(dec("1")), 0)
			if d.Source == comp.TeamCredit {
				require.False(t, team[p.Person+d.ID])
				team[p.Person+d.ID] = true
				continue
			}
			own = own.Add(*d.Share)
		}
		testkit.RoundTrip(t, p)
	}
	overlays := decimal.Decimal{}
	for _, d := range deals {
		overlays = overlays.Add(d.Shares[2].Share)
		testkit.RoundTrip(t, d)
	}
	testkit.EqualDecimal(t, overlays.Add(decimal.New(int64(len(deals)), 0)).String(), own)
}

// Prorating by parts of a period adds up to the whole, but for the rounding of
// each.
func prorateProperty(t *rapid.T) {
	plan := capped()
	var leaves []comp.Span
	cut := quarter().From.AddDays(rapid.IntRange(1, 88).Draw(t, "cut"))
	if rapid.Bool().Draw(t, "leave") {
		leaves = []comp.Span{{From: cut, To: cut}}
	}
	part := func(from, to salesops.Date) comp.Plan {
		got, err := comp.Prorate(plan, comp.Service{Period: quarter(), Employed: &comp.Span{From: from, To: to}, Leaves: leaves})
		require.NoError(t, err)
		return got
	}
	first, second := part(quarter().From, cut), part(cut.AddDays(1), quarter().To)
	whole, err := comp.Prorate(plan, comp.Service{Period: quarter(), Leaves: leaves})
	require.NoError(t, err)
	near := func(want, a, b decimal.Decimal) {
		require.LessOrEqual(t, want.Sub(a).Sub(b).Abs().Cmp(cent), 0)
	}
	near(whole.Base, first.Base, second.Base)
	near(whole.TargetVariable, first.TargetVariable, second.TargetVariable)
	near(*whole.Cap, *first.Cap, *second.Cap)
	for i, c := range whole.Components {
		near(c.Quota, first.Components[i].Quota, second.Components[i].Quota)
	}
}

// What is clawed back in full and in parts is the opposite of what was paid.
func clawbackProperty(t *rapid.T) {
	q := quarters(comp.Modes()...).Draw(t, "quarter")
	s := pay(t, q)
	all := decimal.Decimal{}
	for _, d := range q.results.Deals {
		back, err := comp.ClawBack(s, comp.Reversal{Deal: d.ID, Method: comp.ReverseOriginal})
		require.NoError(t, err)
		for _, a := range back {
			all = all.Add(a.Amount)
			testkit.RoundTrip(t, a)
		}
		term, served := rapid.Int64Range(1, 36).Draw(t, "term"), int64(0)
		served = rapid.Int64Range(0, term).Draw(t, "served")
		parts, err := comp.ClawBack(s, comp.Reversal{Deal: d.ID, Method: comp.ReverseUnserved, Term: decimal.New(term, 0), Served: decimal.New(served, 0)})
		require.NoError(t, err)
		for _, a := range parts {
			paid := slices.IndexFunc(s.Lines, func(l comp.Line) bool {
				want := new(big.Rat).Mul(l.Amount.Rat(), big.NewRat(served-term, term))
				return l.Deal == d.ID && want.FloatString(2) == a.Amount.StringFixed(2)
			})
			require.NotEqual(t, -1, paid)
		}
	}
	rest := decimal.Decimal{}
	for _, line := range s.Lines {
		if line.Deal == "" {
			rest = rest.Add(line.Amount)
		}
	}
	testkit.EqualDecimal(t, rest.String(), s.Total.Add(all))
}

func TestLines(t *testing.T)     { rapid.Check(t, linesProperty) }
func TestCut(t *testing.T)       { rapid.Check(t, cutProperty) }
func TestReversals(t *testing.T) { rapid.Check(t, reversalProperty) }
func TestFalling(t *testing.T)   { rapid.Check(t, fallingProperty) }
func TestLedger(t *testing.T)    { rapid.Check(t, ledgerProperty) }
func TestCredit(t *testing.T)    { rapid.Check(t, creditProperty) }
func TestProrated(t *testing.T)  { rapid.Check(t, prorateProperty) }
func TestClawed(t *testing.T)    { rapid.Check(t, clawbackProperty) }

func FuzzLines(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(linesProperty)) }
func FuzzCut(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(cutProperty)) }
func FuzzReversals(f *testing.F) { f.Fuzz(rapid.MakeFuzz(reversalProperty)) }
func FuzzFalling(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(fallingProperty)) }
func FuzzLedger(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(ledgerProperty)) }
func FuzzCredit(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(creditProperty)) }
func FuzzProrated(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(prorateProperty)) }
func FuzzClawed(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(clawbackProperty)) }
