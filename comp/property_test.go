package comp_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// hundredths draws decimals with two places.
func hundredths(low, high int64) *rapid.Generator[decimal.Decimal] {
	return rapid.Map(rapid.Int64Range(low, high), func(n int64) decimal.Decimal { return decimal.New(n, -2) })
}

func bands() *rapid.Generator[[]comp.Band] {
	return rapid.Custom(func(t *rapid.T) []comp.Band {
		from := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 90)).Draw(t, "first from")
		table := []comp.Band{}
		for range rapid.IntRange(1, 4).Draw(t, "bands") {
			rate := rapid.OneOf(hundredths(0, 300), rapid.Just(dec("0.3333333333333333")), rapid.Just(dec("0"))).Draw(t, "rate")
			table = append(table, comp.Band{From: decimal.New(from, -2), Mode: comp.Marginal, Rate: rate})
			from += rapid.Int64Range(1, 60).Draw(t, "width")
		}
		return table
	})
}

type question struct {
	plan    comp.Plan
	results comp.Results
}

func questions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		var q question
		q.plan = comp.Plan{
			Name: "plan", Role: rapid.SampledFrom([]comp.Role{comp.AccountExecutive, "csm"}).Draw(t, "role"),
			Places: rapid.Int32Range(0, comp.MaxPlaces).Draw(t, "places"),
		}
		base := rapid.OneOf(rapid.SampledFrom([]int64{0, 39, 40, 41, 49, 50, 51}), rapid.Int64Range(0, 100)).Draw(t, "base")
		q.plan.Base, q.plan.TargetVariable = decimal.New(base, 3), decimal.New(101-base, 3)
		left := int64(100)
		count := rapid.IntRange(1, 4).Draw(t, "components")
		for i := range count {
			weight := left
			if i < count-1 {
				weight = rapid.Int64Range(1, left-int64(count-1-i)).Draw(t, "weight")
			}
			left -= weight
			c := comp.Component{
				Name:    "component " + strconv.Itoa(i),
				Measure: rapid.SampledFrom(append(comp.Measures(), "margin")).Draw(t, "measure"),
				Weight:  decimal.New(weight, -2),
				Quota:   rapid.OneOf(rapid.SampledFrom(decs("1", "3", "1000", "0.07")), hundredths(1, 1e9)).Draw(t, "quota"),
				Basis:   rapid.SampledFrom(comp.Bases()).Draw(t, "basis"),
				Bands:   bands().Draw(t, "table"),
			}
			onLine := c.Quota.Mul(rapid.SampledFrom(c.Bands).Draw(t, "line").From)
			amount := rapid.OneOf(
				rapid.SampledFrom([]decimal.Decimal{{}, c.Quota, onLine, onLine.Sub(cent), onLine.Add(cent), dec("-5")}),
				hundredths(-1000, 1e9), rapid.Map(hundredths(0, 400), c.Quota.Mul),
			).Draw(t, "amount")
			q.plan.Components = append(q.plan.Components, c)
			q.results.Credits = append(q.results.Credits, comp.Credit{Component: c.Name, Amount: amount})
		}
		return q
	})
}

func pay(t *rapid.T, q question) comp.Statement {
	s, err := comp.Pay(q.plan, q.results)
	require.NoError(t, err)
	return s
}

// payByRationals is an independent reading of a marginal table: the sum over
// the bands of how much the rate rises there, times what lies above.
func payByRationals(plan *comp.Plan, c *comp.Component, amount decimal.Decimal) *big.Rat {
	sum, before := new(big.Rat), new(big.Rat)
	for _, b := range c.Bands {
		above := new(big.Rat).Sub(amount.Rat(), new(big.Rat).Mul(c.Quota.Rat(), b.From.Rat()))
		rise := new(big.Rat).Sub(b.Rate.Rat(), before)
		if above.Sign() > 0 {
			sum.Add(sum, rise.Mul(rise, above))
		}
		before = b.Rate.Rat()
	}
	if c.Basis == comp.MultipleOfTarget {
		sum.Mul(sum, plan.TargetVariable.Rat())
		sum.Mul(sum, c.Weight.Rat())
		sum.Quo(sum, c.Quota.Rat())
	}
	return sum
}

func exactProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	s := pay(t, q)
	for i, line := range s.Components {
		want := payByRationals(&q.plan, &q.plan.Components[i], line.Credited)
		// FloatString rounds to the nearest, half away from zero.
		require.Equal(t, want.FloatString(int(q.plan.Places)), line.Payout.StringFixed(q.plan.Places))
	}
}

// Bands add up to the payout, payouts to the total, parts of the amount to the
// amount above the threshold, and targets to the target variable; each band is
// within a unit of its exact pay.
func conservationProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	s := pay(t, q)
	sum, targets := decimal.Decimal{}, decimal.Decimal{}
	unit := decimal.New(1, -q.plan.Places)
	for i, line := range s.Components {
		pays, amounts := decimal.Decimal{}, decimal.Decimal{}
		c := q.plan.Components[i]
		for _, b := range line.Bands {
			pays, amounts = pays.Add(b.Pay), amounts.Add(b.Amount)
			exact := new(big.Rat).Mul(b.Amount.Rat(), b.Rate.Rat())
			if c.Basis == comp.MultipleOfTarget {
				exact.Mul(exact, line.TargetPay.Rat())
				exact.Quo(exact, c.Quota.Rat())
			}
			require.Negative(t, new(big.Rat).Abs(exact.Sub(exact, b.Pay.Rat())).Cmp(unit.Rat()))
			require.True(t, b.Pay.Shift(q.plan.Places).IsInteger())
		}
		testkit.EqualDecimal(t, line.Payout.String(), pays)
		above := decimal.Max(decimal.Decimal{}, line.Credited.Sub(line.Bands[0].Begins))
		testkit.EqualDecimal(t, above.String(), amounts)
		sum, targets = sum.Add(line.Payout), targets.Add(line.TargetPay)
	}
	testkit.EqualDecimal(t, s.Total.String(), sum)
	testkit.EqualDecimal(t, q.plan.TargetVariable.String(), targets)
}

// One cent more of sale never pays less, and never more than the highest rate
// of it and the rounding: the table is monotone and has no jumps.
func monotoneProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	i := rapid.IntRange(0, len(q.plan.Components)-1).Draw(t, "component")
	more := rapid.OneOf(rapid.Just(cent), hundredths(1, 1e6)).Draw(t, "more")
	c := q.plan.Components[i]
	before := pay(t, q).Components[i]
	q.results.Credits = slices.Clone(q.results.Credits)
	q.results.Credits[i].Amount = q.results.Credits[i].Amount.Add(more)
	after := pay(t, q).Components[i]
	require.GreaterOrEqual(t, after.Payout.Cmp(before.Payout), 0)
	require.GreaterOrEqual(t, after.BandsReached, before.BandsReached)
	highest := new(big.Rat)
	for _, b := range c.Bands {
		if b.Rate.Rat().Cmp(highest) > 0 {
			highest = b.Rate.Rat()
		}
	}
	bound := highest.Mul(highest, more.Rat())
	if c.Basis == comp.MultipleOfTarget {
		bound.Mul(bound, after.TargetPay.Rat())
		bound.Quo(bound, c.Quota.Rat())
	}
	bound.Add(bound, decimal.New(1, -q.plan.Places).Rat())
	require.LessOrEqual(t, after.Payout.Sub(before.Payout).Rat().Cmp(bound), 0)
}

// Money in another unit gives the same pay in that unit, and so do quotas and
// credits when the rates are multiples.
func scaleProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	q.plan.Places = comp.MaxPlaces
	scaled := question{plan: q.plan}
	shift := rapid.Int32Range(1, comp.MaxPlaces).Draw(t, "powers of ten")
	scaled.plan.Places -= shift
	scaled.plan.Base, scaled.plan.TargetVariable = q.plan.Base.Shift(shift), q.plan.TargetVariable.Shift(shift)
	scaled.plan.Components = slices.Clone(q.plan.Components)
	for i := range scaled.plan.Components {
		c := &scaled.plan.Components[i]
		factor := decimal.New(1, shift)
		if c.Basis == comp.MultipleOfTarget {
			factor = hundredths(1, 1e4).Draw(t, "unit of the quota")
		}
		c.Quota = c.Quota.Mul(factor)
		scaled.results.Credits = append(scaled.results.Credits, comp.Credit{Component: c.Name, Amount: q.results.Credits[i].Amount.Mul(factor)})
	}
	before, after := pay(t, q), pay(t, scaled)
	testkit.EqualDecimal(t, before.Total.Shift(shift).String(), after.Total)
	for i, line := range before.Components {
		testkit.EqualDecimal(t, line.Attainment.String(), after.Components[i].Attainment)
		require.Equal(t, line.BandsReached, after.Components[i].BandsReached)
		for k, b := range line.Bands {
			testkit.EqualDecimal(t, b.Pay.Shift(shift).String(), after.Components[i].Bands[k].Pay)
		}
	}
	require.Equal(t, firing(review(t, q.plan)), firing(review(t, scaled.plan)))
}

func review(t *rapid.T, plan comp.Plan) []salesops.Finding {
	findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
	require.NoError(t, err)
	return findings
}

// The order of the components is the order of the lines and changes nothing
// else; that of the credits changes nothing.
func permutationProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	order := rapid.Permutation([]int{0, 1, 2, 3}[:len(q.plan.Components)]).Draw(t, "order")
	shuffled := question{plan: q.plan}
	shuffled.results.Credits = rapid.Permutation(q.results.Credits).Draw(t, "credits")
	shuffled.plan.Components = nil
	for _, i := range order {
		shuffled.plan.Components = append(shuffled.plan.Components, q.plan.Components[i])
	}
	before, after := pay(t, q), pay(t, shuffled)
	testkit.EqualDecimal(t, before.Total.String(), after.Total)
	for k, i := range order {
		require.Equal(t, encoded(t, before.Components[i]), encoded(t, after.Components[k]))
		require.Equal(t, encoded(t, before.Findings[2*i:2*i+2]), encoded(t, after.Findings[2*k:2*k+2]))
	}
}

// encoded returns the JSON of a value, by which values with decimals can be
// compared.
func encoded(t *rapid.T, value any) string {
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

func explainsProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	s := pay(t, q)
	for _, f := range s.Findings {
		testkit.Explains(t, f)
	}
	for i, line := range s.Components {
		require.Equal(t, line.BandsReached > 0, s.Findings[2*i].Outcome == salesops.Fired)
		for k, b := range line.Bands {
			require.Equal(t, k < line.BandsReached, line.Credited.Cmp(b.Begins) >= 0)
		}
	}
	findings := review(t, q.plan)
	for _, f := range findings {
		testkit.Explains(t, f)
	}
	// A plan that pays its targets at 100% really does.
	for i, c := range q.plan.Components {
		atQuota := payByRationals(&q.plan, &c, c.Quota)
		order := atQuota.Cmp(s.Components[i].TargetPay.Rat())
		fired := firing(findings)
		require.Equal(t, order < 0, slices.Contains(fired, "underpays-target "+c.Name))
		require.Equal(t, order > 0, slices.Contains(fired, "overpays-target "+c.Name))
	}
}

func roundTripProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	testkit.RoundTrip(t, q.plan)
	testkit.RoundTrip(t, q.results)
	testkit.RoundTrip(t, pay(t, q))
	testkit.RoundTrip(t, review(t, q.plan))
}

func unchangedProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	plan, results := encoded(t, q.plan), encoded(t, q.results)
	pay(t, q)
	review(t, q.plan)
	require.Equal(t, plan, encoded(t, q.plan))
	require.Equal(t, results, encoded(t, q.results))
}

// Any decimal in any place gives a statement or an input error, never both.
func totalProperty(t *rapid.T) {
	q := questions().Draw(t, "question")
	wild := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.OneOf(rapid.Int32Range(-40, 40), rapid.Int32()).Draw(t, "exponent"))
	c := &q.plan.Components[0]
	places := []*decimal.Decimal{
		&q.plan.Base, &q.plan.TargetVariable, &c.Weight, &c.Quota, &c.Bands[0].From, &c.Bands[0].Rate, &q.results.Credits[0].Amount,
	}
	*places[rapid.IntRange(0, len(places)-1).Draw(t, "where")] = wild
	s, err := comp.Pay(q.plan, q.results)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, s)
		return
	}
	testkit.RoundTrip(t, s)
}

func TestExact(t *testing.T)        { rapid.Check(t, exactProperty) }
func TestConservation(t *testing.T) { rapid.Check(t, conservationProperty) }
func TestMonotone(t *testing.T)     { rapid.Check(t, monotoneProperty) }
func TestScale(t *testing.T)        { rapid.Check(t, scaleProperty) }
func TestPermutation(t *testing.T)  { rapid.Check(t, permutationProperty) }
func TestExplains(t *testing.T)     { rapid.Check(t, explainsProperty) }
func TestRoundTrip(t *testing.T)    { rapid.Check(t, roundTripProperty) }
func TestUnchanged(t *testing.T)    { rapid.Check(t, unchangedProperty) }
func TestTotal(t *testing.T)        { rapid.Check(t, totalProperty) }

func FuzzExact(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(exactProperty)) }
func FuzzConservation(f *testing.F) { f.Fuzz(rapid.MakeFuzz(conservationProperty)) }
func FuzzMonotone(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzScale(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzPermutation(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(permutationProperty)) }
func FuzzExplains(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzRoundTrip(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(roundTripProperty)) }
func FuzzUnchanged(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(unchangedProperty)) }
func FuzzTotal(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(totalProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"name":"a","role":"b","places":2,"base":"1","target_variable":"1","components":[{"name":"a","measure":"new","weight":"1","quota":"1","basis":"rate-of-amount","bands":[{"from":"0","rate":"1"}]}]}`))
	f.Add([]byte(`{"credits":[{"component":"a","amount":"1"}]}`))
	f.Add([]byte(`{"version":1,"role":"a","min_base_share":0.4,"max_base_share":0.5,"new_weight":0.5,"expansion_weight":0.3,"retention_weight":0.2,"weight_tolerance":0.15,"min_component_weight":0.1,"min_cap_multiple":1.5}`))
	f.Add([]byte(`{"places":2,"lines":[{"component":"a","credited":"-1","attainment":"-1","bands_reached":0,"target_pay":"1","bands":[{"from":"0","begins":"0","rate":"1","amount":"0","pay":"0"}],"payout":"0"}],"total":"0","target_pay":"1","on_target_earnings":"2","findings":[
		{"rule":"threshold","playbook":"CMP-2","subject":"a","outcome":"not-fired","measure":"credited amount","left":"-1","op":">=","right":"0","unit":"","distance":"1"},
		{"rule":"quota","playbook":"CMP-2","subject":"a","outcome":"not-fired","measure":"credited amount","left":"-1","op":">=","right":"1","unit":"","distance":"2"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[comp.Plan](t, data)
		testkit.Decodes[comp.Results](t, data)
		testkit.Decodes[comp.Statement](t, data)
		testkit.Decodes[comp.Policy](t, data)
		testkit.Decodes[comp.Account](t, data)
		testkit.Decodes[comp.Ledger](t, data)
		testkit.Decodes[comp.Service](t, data)
		testkit.Decodes[comp.SharedDeal](t, data)
		testkit.Decodes[comp.PersonDeals](t, data)
		testkit.Decodes[comp.Reversal](t, data)
		testkit.Decodes[comp.Receipt](t, data)
		testkit.Decodes[comp.Version](t, data)
	})
}
