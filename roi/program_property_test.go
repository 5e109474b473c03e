package roi_test

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

func trends() *rapid.Generator[roi.Trend] {
	return rapid.OneOf(
		rapid.Just(roi.Trend{}),
		rapid.Map(hundredths(80, 110), func(f float64) roi.Trend { return roi.TrendPerMonth(roi.GrowthFromFactor(f)) }),
		rapid.Map(hundredths(-5000, 10000), func(p float64) roi.Trend { return roi.TrendPerYear(percent(p)) }),
	)
}

func programs(maxLife int) *rapid.Generator[roi.Program] {
	return rapid.Custom(func(t *rapid.T) roi.Program {
		return roi.Program{
			Cost:                cents(0, 5_000_000).Draw(t, "cost"),
			CostHours:           rapid.OneOf(rapid.Just(0.0), hundredths(1, 30000)).Draw(t, "cost hours"),
			RunningCostPerMonth: rapid.OneOf(rapid.Just(decimal.Decimal{}), cents(0, 500_000)).Draw(t, "running cost"),
			HoursPerTask:        hundredths(1, 300).Draw(t, "hours"),
			TasksPerMonth:       rapid.OneOf(rapid.Just(0.0), hundredths(1, 100000)).Draw(t, "tasks"),
			Trend:               trends().Draw(t, "trend"),
			LaborCostPerHour:    cents(1, 10000).Draw(t, "labor"),
			ShareAutomated:      hundredths(0, 100).Draw(t, "share"),
			CashShare:           hundredths(0, 100).Draw(t, "cash share"),
			ErrorCostPerMonth:   rapid.OneOf(rapid.Just(decimal.Decimal{}), cents(0, 100_000)).Draw(t, "errors"),
			MonthsToGoLive:      rapid.IntRange(0, 4).Draw(t, "go live"),
			RampMonths:          rapid.IntRange(0, 6).Draw(t, "ramp"),
			LifeMonths:          rapid.IntRange(1, maxLife).Draw(t, "life"),
		}
	})
}

func policies() *rapid.Generator[roi.Policy] {
	return rapid.Custom(func(t *rapid.T) roi.Policy {
		p := roi.DefaultPolicy()
		p.MaxMonths = rapid.OneOf(rapid.Just(6.0), hundredths(1, 2400)).Draw(t, "max months")
		p.AnnualDiscountRate = hundredths(0, 100).Draw(t, "rate")
		p.Basis = rapid.SampledFrom(roi.Bases()).Draw(t, "basis")
		return p
	})
}

// soonest grows with what is worse; nothing is worse than never.
func soonest(r roi.Recovery) float64 { return r.First.Or(math.MaxFloat64) }

// Payback falls when savings rise and when costs fall, and so does the worth
// rise.
func betterProperty(t *rapid.T) {
	program, policy := programs(24).Draw(t, "program"), policies().Draw(t, "policy")
	better := program
	part := func(d decimal.Decimal) decimal.Decimal {
		return d.Mul(dec(float64(rapid.IntRange(0, 100).Draw(t, "percent")) / 100)).Truncate(4)
	}
	more := decimal.New(rapid.Int64Range(0, 1000).Draw(t, "more"), 0)
	switch rapid.IntRange(0, 7).Draw(t, "what gets better") {
	case 0:
		better.Cost = part(better.Cost)
	case 1:
		better.RunningCostPerMonth = part(better.RunningCostPerMonth)
	case 2:
		better.CostHours = math.Floor(better.CostHours / 2)
	case 3:
		better.HoursPerTask *= 2
	case 4:
		better.TasksPerMonth *= 2
	case 5:
		better.ErrorCostPerMonth = better.ErrorCostPerMonth.Add(more)
	case 6:
		better.ShareAutomated = math.Min(1, better.ShareAutomated+0.25)
	case 7:
		better.RampMonths = rapid.IntRange(0, better.RampMonths).Draw(t, "ramp")
	}
	before, err := roi.ProjectProgram(program, policy)
	require.NoError(t, err)
	after, err := roi.ProjectProgram(better, policy)
	require.NoError(t, err)
	for _, views := range [][2]roi.View{{before.Cash, after.Cash}, {before.WithAvoided, after.WithAvoided}} {
		require.LessOrEqual(t, soonest(views[1].Simple), soonest(views[0].Simple))
		require.LessOrEqual(t, soonest(views[1].Discounted), soonest(views[0].Discounted))
		require.True(t, views[1].NPV.GreaterThanOrEqual(views[0].NPV))
		if views[0].Verdict == roi.PaysBackInTime {
			require.Equal(t, roi.PaysBackInTime, views[1].Verdict)
		}
	}
}

// What a projection says of itself: the verdict is that of its months, avoided
// cost makes nothing worse, discounting brings nothing forward.
func projectionProperty(t *rapid.T) {
	program, policy := programs(24).Draw(t, "program"), policies().Draw(t, "policy")
	before := fmt.Sprintf("%#v", program)
	p, err := roi.ProjectProgram(program, policy)
	require.NoError(t, err)
	require.Equal(t, before, fmt.Sprintf("%#v", program))
	require.LessOrEqual(t, soonest(p.WithAvoided.Simple), soonest(p.Cash.Simple))
	require.True(t, p.WithAvoided.NPV.GreaterThanOrEqual(p.Cash.NPV))
	require.Len(t, p.Months, program.MonthsToGoLive+program.LifeMonths+1)
	for _, v := range []roi.View{p.Cash, p.WithAvoided} {
		require.GreaterOrEqual(t, soonest(v.Discounted), soonest(v.Simple))
		require.Equal(t, v.Verdict == roi.Never, v.Simple.Status == roi.RecoversNever)
		require.Equal(t, v.Verdict == roi.PaysBackInTime, soonest(v.Simple) < policy.MaxMonths)
		require.Len(t, v.Findings, 2)
		for _, f := range v.Findings {
			testkit.Explains(t, f)
		}
	}
	testkit.RoundTrip(t, p)
	testkit.RoundTrip(t, program)
	testkit.RoundTrip(t, program.Trend)
	testkit.RoundTrip(t, policy)
}

// Money in another unit changes nothing but money.
func moneyScaleProperty(t *rapid.T) {
	program, policy := programs(24).Draw(t, "program"), policies().Draw(t, "policy")
	shift := rapid.Int32Range(-6, 6).Draw(t, "power of ten")
	scaled := program
	for _, d := range []*decimal.Decimal{
		&scaled.Cost, &scaled.RunningCostPerMonth, &scaled.LaborCostPerHour, &scaled.ErrorCostPerMonth,
	} {
		*d = d.Shift(shift)
	}
	a, err := roi.ProjectProgram(program, policy)
	require.NoError(t, err)
	b, err := roi.ProjectProgram(scaled, policy)
	require.NoError(t, err)
	for _, views := range [][2]roi.View{{a.Cash, b.Cash}, {a.WithAvoided, b.WithAvoided}} {
		require.Equal(t, views[0].Simple, views[1].Simple)
		require.Equal(t, views[0].Discounted, views[1].Discounted)
		require.Equal(t, views[0].Verdict, views[1].Verdict)
		for i := range views[0].Months {
			require.Equal(t, views[0].Months[i].ROI, views[1].Months[i].ROI)
		}
	}
}

func flowsOf(t *rapid.T) []decimal.Decimal {
	return rapid.SliceOfN(rapid.OneOf(cents(-10000, 10000), rapid.Just(decimal.Decimal{})), 1, 12).Draw(t, "flows")
}

// An independent reading of the first and the last recovery in exact rationals.
func recoveryProperty(t *rapid.T) {
	flows := flowsOf(t)
	rate := hundredths(0, 50).Draw(t, "rate")
	pay, err := roi.PayBackFlows(flows, rate)
	require.NoError(t, err)
	for i, got := range []roi.Recovery{pay.Simple, pay.Discounted} {
		growth := big.NewRat(1, 1)
		if i == 1 {
			growth.Add(growth, rat(rate))
		}
		var times []float64
		balance, value, below := new(big.Rat), big.NewRat(1, 1), true
		for period, f := range flows {
			flow := new(big.Rat).Quo(f.Rat(), value)
			after := new(big.Rat).Add(balance, flow)
			if below && after.Sign() >= 0 {
				at := new(big.Rat)
				if period > 0 {
					at.Add(big.NewRat(int64(period-1), 1), new(big.Rat).Quo(new(big.Rat).Neg(balance), flow))
				}
				near, _ := at.Float64()
				times = append(times, near)
			}
			balance, below = after, after.Sign() < 0
			value.Mul(value, growth)
		}
		require.Equal(t, len(times), got.Times)
		first, some := got.First.Value()
		last, kept := got.Last.Value()
		require.Equal(t, len(times) > 0, some)
		require.Equal(t, len(times) > 0 && !below, kept)
		if some {
			require.Equal(t, times[0], first)
		}
		if kept {
			require.Equal(t, times[len(times)-1], last)
		}
	}
	require.GreaterOrEqual(t, soonest(pay.Discounted), soonest(pay.Simple))
	testkit.RoundTrip(t, pay)
}

func portfolios(most int) *rapid.Generator[roi.Portfolio] {
	return rapid.Custom(func(t *rapid.T) roi.Portfolio {
		n := rapid.IntRange(1, most).Draw(t, "n")
		p := roi.Portfolio{}
		name := func(i int) string { return fmt.Sprintf("c%d", i) }
		for i := range n {
			c := roi.Candidate{Name: name(i), Kind: rapid.SampledFrom(roi.KnownKinds()).Draw(t, "kind").Kind}
			c.Program = roi.Program{
				Cost: cents(0, 2000).Draw(t, "cost"), HoursPerTask: 1, TasksPerMonth: float64(rapid.IntRange(0, 12).Draw(t, "tasks")),
				LaborCostPerHour: decimal.New(1, 0), ShareAutomated: 1, CashShare: 1, LifeMonths: 2,
			}
			for _, other := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID[int]).Draw(t, "others") {
				switch {
				case other == i:
				case rapid.Bool().Draw(t, "needs"):
					c.Needs = append(c.Needs, name(other))
				default:
					c.Excludes = append(c.Excludes, name(other))
				}
			}
			p.Candidates = append(p.Candidates, c)
		}
		if rapid.Bool().Draw(t, "budget") {
			budget := cents(0, 6000).Draw(t, "budget")
			p.Budget = &budget
		}
		return p
	})
}

// The chosen set is allowed and, against all sets there are, the best.
func bestSetProperty(t *rapid.T) {
	p := portfolios(10).Draw(t, "portfolio")
	policy := roi.DefaultPolicy()
	policy.AnnualDiscountRate = 0
	limited := rapid.IntRange(0, 3).Draw(t, "limited") == 0
	if limited {
		policy.MaxNodes = rapid.IntRange(1, 5).Draw(t, "nodes")
	}
	r, err := roi.RankCandidates(p, policy)
	require.NoError(t, err)
	byName := make(map[string]roi.Ranked)
	for _, c := range r.Candidates {
		byName[c.Name] = c
	}
	place := make(map[string]int)
	for i, c := range p.Candidates {
		place[c.Name] = i
	}
	best := decimal.Decimal{}
	var chosen uint
	for i, c := range p.Candidates {
		if byName[c.Name].Chosen {
			chosen |= 1 << i
		}
	}
	worth := func(set uint) (decimal.Decimal, bool) {
		var npv, cost decimal.Decimal
		for rest := set; rest != 0; rest &= rest - 1 {
			c := p.Candidates[bits.TrailingZeros(rest)]
			npv, cost = npv.Add(byName[c.Name].NPV), cost.Add(byName[c.Name].Cost)
			for _, need := range c.Needs {
				if set&(1<<place[need]) == 0 {
					return npv, false
				}
			}
			for _, other := range c.Excludes {
				if set&(1<<place[other]) != 0 {
					return npv, false
				}
			}
		}
		return npv, p.Budget == nil || cost.LessThanOrEqual(*p.Budget)
	}
	for set := range uint(1) << len(p.Candidates) {
		if npv, allowed := worth(set); allowed && npv.GreaterThan(best) {
			best = npv
		}
	}
	npv, allowed := worth(chosen)
	require.True(t, allowed)
	require.True(t, npv.Equal(r.NPV))
	require.True(t, best.LessThanOrEqual(r.NPV.Add(r.Gap)), "%v is more than %v + %v", best, r.NPV, r.Gap)
	if r.Gap.IsZero() {
		require.True(t, best.Equal(r.NPV), "%v, best %v", r.NPV, best)
	}
	if !limited {
		require.True(t, r.Gap.IsZero())
	}
	for _, c := range r.Candidates {
		require.Equal(t, c.Chosen, c.Reason == roi.WorthIt || c.Reason == roi.Needed)
		require.False(t, c.Reason == roi.NotSearched && r.Gap.IsZero(), "%v", c)
		require.Equal(t, c.Reason == roi.ShutOut || c.Reason == roi.Needed, len(c.Because) > 0 && (c.Reason == roi.ShutOut || c.Reason == roi.Needed))
		for _, name := range c.Because {
			if c.Reason == roi.ShutOut || c.Reason == roi.Needed {
				require.True(t, byName[name].Chosen)
			}
		}
	}
	testkit.RoundTrip(t, r)
	testkit.RoundTrip(t, p)
}

// A break-even is the last value that is in time: it is, and the next is not.
func breakEvenProperty(t *rapid.T) {
	program, policy := programs(12).Draw(t, "program"), policies().Draw(t, "policy")
	inputs := rapid.SliceOfNDistinct(rapid.SampledFrom(roi.ProgramInputs()), 1, 3, rapid.ID[roi.ProgramInput]).Draw(t, "inputs")
	var ranges []roi.InputRange
	for _, input := range inputs {
		value := valueOf(program, policy, input)
		ranges = append(ranges, roi.InputRange{Input: input, Low: value, High: value})
	}
	s, err := roi.AnalyzeSensitivity(program, ranges, policy)
	if err != nil {
		// A factor a month that comes from a year has too many digits for a float.
		require.NotEmpty(t, salesops.InputErrors(err))
		return
	}
	for _, b := range s.Bars {
		if b.BreakEven.Status != roi.BreaksEvenAt {
			require.Nil(t, b.BreakEven.Value)
			continue
		}
		at := *b.BreakEven.Value
		if at.Exponent() < -18 {
			continue // a small float64 has more places than a range may have
		}
		again, err := roi.AnalyzeSensitivity(program, []roi.InputRange{{Input: b.Input, Low: at, High: at}}, policy)
		require.NoError(t, err)
		require.Equal(t, roi.PaysBackInTime, again.Bars[0].Low.Verdict, "%v at %v", b.Input, at)
		next := decimal.New(1, -2)
		switch b.Input {
		case roi.InputMonthsToGoLive, roi.InputRampMonths, roi.InputLifeMonths:
			next = decimal.New(1, 0)
		case roi.InputCostHours, roi.InputHoursPerTask, roi.InputTasksPerMonth, roi.InputMonthlyGrowth, roi.InputShareAutomated,
			roi.InputCashShare, roi.InputAnnualDiscountRate:
			next = decimal.Max(at.Mul(decimal.New(1, -12)), decimal.New(1, -12))
			if at.IsZero() {
				next = dec(roi.MinInput)
			}
		case roi.InputCost, roi.InputRunningCost, roi.InputLaborCostPerHour, roi.InputErrorCost:
		}
		worse := at.Sub(next)
		if slices.Contains([]roi.ProgramInput{roi.InputCost, roi.InputRunningCost, roi.InputCostHours, roi.InputMonthsToGoLive, roi.InputRampMonths}, b.Input) {
			worse = at.Add(next)
		}
		beyond, err := roi.AnalyzeSensitivity(program, []roi.InputRange{{Input: b.Input, Low: worse.Round(18), High: worse.Round(18)}}, policy)
		if err == nil {
			require.NotEqual(t, roi.PaysBackInTime, beyond.Bars[0].Low.Verdict, "%v beyond %v", b.Input, at)
		}
	}
	testkit.RoundTrip(t, s)
}

func valueOf(p roi.Program, policy roi.Policy, input roi.ProgramInput) decimal.Decimal {
	return map[roi.ProgramInput]decimal.Decimal{
		roi.InputCost: p.Cost, roi.InputCostHours: dec(p.CostHours), roi.InputRunningCost: p.RunningCostPerMonth,
		roi.InputHoursPerTask: dec(p.HoursPerTask), roi.InputTasksPerMonth: dec(p.TasksPerMonth),
		roi.InputMonthlyGrowth: p.Trend.MonthlyFactor(), roi.InputLaborCostPerHour: p.LaborCostPerHour,
		roi.InputShareAutomated: dec(p.ShareAutomated), roi.InputCashShare: dec(p.CashShare),
		roi.InputErrorCost: p.ErrorCostPerMonth, roi.InputMonthsToGoLive: decimal.New(int64(p.MonthsToGoLive), 0),
		roi.InputRampMonths: decimal.New(int64(p.RampMonths), 0), roi.InputLifeMonths: decimal.New(int64(p.LifeMonths), 0),
		roi.InputAnnualDiscountRate: dec(policy.AnnualDiscountRate),
	}[input]
}

// Any values at all either give results or input errors, never both.
func totalProgramProperty(t *rapid.T) {
	float := func(label string) float64 {
		return rapid.OneOf(hundredths(0, 100), hundredths(0, 100), rapid.Float64(),
			rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e-10, roi.MinInput, 1, 1e6})).Draw(t, label)
	}
	amount := func(label string) decimal.Decimal {
		return decimal.New(rapid.OneOf(rapid.Int64Range(0, 1000), rapid.Int64()).Draw(t, label),
			rapid.OneOf(rapid.Just(int32(-2)), rapid.Just(int32(-2)), rapid.Int32()).Draw(t, label+" exponent"))
	}
	whole := func(label string) int {
		return rapid.OneOf(rapid.IntRange(0, 24), rapid.IntRange(-1, 361), rapid.Int()).Draw(t, label)
	}
	growth := roi.GrowthFromFactor(float("growth"))
	program := roi.Program{
		Cost: amount("cost"), CostHours: float("cost hours"), RunningCostPerMonth: amount("running"), HoursPerTask: float("hours"),
		TasksPerMonth: float("tasks"), Trend: rapid.SampledFrom([]roi.Trend{{}, roi.TrendPerMonth(growth), roi.TrendPerYear(growth)}).Draw(t, "trend"),
		LaborCostPerHour: amount("labor"), ShareAutomated: float("share"), CashShare: float("cash"), ErrorCostPerMonth: amount("errors"),
		MonthsToGoLive: whole("go live"), RampMonths: whole("ramp"), LifeMonths: whole("life"),
	}
	policy := roi.DefaultPolicy()
	policy.AnnualDiscountRate = float("rate")
	p, err := roi.ProjectProgram(program, policy)
	bad := err != nil
	if bad {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, p)
	} else {
		testkit.RoundTrip(t, p)
	}
	input := rapid.SampledFrom(append(roi.ProgramInputs(), "other")).Draw(t, "input")
	s, err := roi.AnalyzeSensitivity(program, []roi.InputRange{{Input: input, Low: amount("low"), High: amount("high")}}, policy)
	require.True(t, !bad || err != nil)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, s)
	} else {
		testkit.RoundTrip(t, s)
	}
	budget := amount("budget")
	r, err := roi.RankCandidates(roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
		{Name: "a", Kind: roi.Reports, Program: program}, {Name: "b", Kind: roi.Reports, Program: program, Needs: []string{"a"}},
	}}, policy)
	require.True(t, !bad || err != nil)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, r)
	} else {
		testkit.RoundTrip(t, r)
	}
}

func TestBetter(t *testing.T)     { rapid.Check(t, betterProperty) }
func TestProjection(t *testing.T) { rapid.Check(t, projectionProperty) }
func TestMoneyScale(t *testing.T) { rapid.Check(t, moneyScaleProperty) }
func TestRecovery(t *testing.T)   { rapid.Check(t, recoveryProperty) }
func TestBestSet(t *testing.T)    { rapid.Check(t, bestSetProperty) }
func TestBreakEven(t *testing.T)  { rapid.Check(t, breakEvenProperty) }

func TestTotalProgram(t *testing.T) { rapid.Check(t, totalProgramProperty) }

func FuzzTotalProgram(f *testing.F) { f.Fuzz(rapid.MakeFuzz(totalProgramProperty)) }

func FuzzBetter(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(betterProperty)) }
func FuzzProjection(f *testing.F) { f.Fuzz(rapid.MakeFuzz(projectionProperty)) }
func FuzzMoneyScale(f *testing.F) { f.Fuzz(rapid.MakeFuzz(moneyScaleProperty)) }
func FuzzRecovery(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(recoveryProperty)) }
func FuzzBestSet(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(bestSetProperty)) }
func FuzzBreakEven(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(breakEvenProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodeProgram(f *testing.F) {
	f.Add([]byte(`{"status":"once","first":1,"last":1,"times":1}`))
	f.Add([]byte(`{"per_year":{"percent_increase":40}}`))
	f.Add([]byte(`{"in_time":{"low":0,"high":1},"cells":64}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[roi.Program](t, data)
		testkit.Decodes[roi.Trend](t, data)
		testkit.Decodes[roi.Projection](t, data)
		testkit.Decodes[roi.Recovery](t, data)
		testkit.Decodes[roi.FlowPayback](t, data)
		testkit.Decodes[roi.Portfolio](t, data)
		testkit.Decodes[roi.Ranking](t, data)
		testkit.Decodes[roi.Sensitivity](t, data)
		testkit.Decodes[roi.BreakEven](t, data)
		testkit.Decodes[roi.Chance](t, data)
		testkit.Decodes[roi.AutomationRanges](t, data)
		testkit.Decodes[roi.Investment](t, data)
		testkit.Decodes[roi.InvestmentTotal](t, data)
		testkit.Decodes[roi.Acquisition](t, data)
		testkit.Decodes[roi.CustomerValue](t, data)
	})
}
