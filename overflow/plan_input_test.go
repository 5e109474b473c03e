package overflow_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestBookFaults(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type faults = []testkit.Fault
	for name, tc := range map[string]struct {
		change func(b *overflow.Book, p *overflow.AllocationPolicy)
		want   faults
	}{
		"empty": {
			func(b *overflow.Book, p *overflow.AllocationPolicy) {
				*b, *p = overflow.Book{}, overflow.AllocationPolicy{}
			},
			faults{{Field: "Book.Periods", Reason: missing}, {Field: "Book.Stages", Reason: missing}, {Field: "AllocationPolicy.MaxPlanNodes", Reason: missing}},
		},
		"sizes": {
			func(b *overflow.Book, p *overflow.AllocationPolicy) {
				b.Places, b.Periods, b.Stages = 7, 53, make([]overflow.BookStage, 11)
				b.Partners, b.Orders = make([]overflow.BookPartner, 21), make([]overflow.BookOrder, 1001)
				p.MaxOptionRisk, p.MaxPlanNodes = 11, overflow.MaxPlanNodes+1
			},
			faults{
				{Field: "Book.Places", Reason: out}, {Field: "Book.Periods", Reason: out}, {Field: "Book.Stages", Reason: out}, {Field: "Book.Partners", Reason: out}, {Field: "Book.Orders", Reason: out},
				{Field: "AllocationPolicy.MaxOptionRisk", Reason: out}, {Field: "AllocationPolicy.MaxPlanNodes", Reason: out},
			},
		},
		"stages": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Stages[0] = overflow.BookStage{
					CapacityMinutes: []int64{-1, overflow.MaxBookMinutes + 1}, TemporaryMinutes: []int64{0},
					TemporaryCostPerMinute: decimal.New(-1, 0), OnboardingShare: 1,
				}
				b.Stages[1].Name, b.Stages[1].CapacityMinutes, b.Stages[1].OnboardingShare = " x", nil, 0.1234567
				b.Stages[1].TemporaryCostPerMinute = decimal.New(1, -3)
			},
			faults{
				{Field: "Book.Stages[0].Name", Reason: missing}, {Field: "Book.Stages[0].CapacityMinutes[0]", Reason: out}, {Field: "Book.Stages[0].CapacityMinutes[1]", Reason: out},
				{Field: "Book.Stages[0].TemporaryMinutes", Reason: out}, {Field: "Book.Stages[0].TemporaryCostPerMinute", Reason: out}, {Field: "Book.Stages[0].OnboardingShare", Reason: out},
				{Field: "Book.Stages[1].Name", Reason: out}, {Field: "Book.Stages[1].CapacityMinutes", Reason: missing}, {Field: "Book.Stages[1].TemporaryCostPerMinute", Reason: out},
				{Field: "Book.Stages[1].OnboardingShare", Reason: out},
			},
		},
		"partners": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Partners = append(b.Partners, overflow.BookPartner{Name: "Acme", ShareKept: math.NaN(), Minutes: -1})
			},
			faults{{Field: "Book.Partners[1].Name", Reason: conflict}, {Field: "Book.Partners[1].ShareKept", Reason: out}, {Field: "Book.Partners[1].Minutes", Reason: out}},
		},
		"twice": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Stages[1].Name = b.Stages[0].Name
				b.Orders[3].ID = b.Orders[2].ID
			},
			faults{{Field: "Book.Stages[1].Name", Reason: conflict}, {Field: "Book.Orders[3].ID", Reason: conflict}},
		},
		"an order": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				risk := -1.0
				b.Orders[0] = overflow.BookOrder{
					Contribution: decimal.New(1, 40), ExtraValue: decimal.New(1, -3), DeclineCost: decimal.New(-1, 0),
					Earliest: 0, Latest: 3, Requested: -1, LateCost: decimal.New(-1, 0), FlexibleUntil: 3, Incentive: decimal.New(-1, 0),
					Minutes: []int64{1}, Partners: []overflow.PartnerOption{{Name: "x", QualityRisk: 11}}, Ruling: "yes",
					QualityRisk: math.Inf(1), LaterQualityRisk: &risk,
				}
			},
			faults{
				{Field: "Book.Orders[0].ID", Reason: missing}, {Field: "Book.Orders[0].Contribution", Reason: out}, {Field: "Book.Orders[0].ExtraValue", Reason: out},
				{Field: "Book.Orders[0].DeclineCost", Reason: out}, {Field: "Book.Orders[0].Earliest", Reason: missing}, {Field: "Book.Orders[0].Latest", Reason: out},
				{Field: "Book.Orders[0].Requested", Reason: out}, {Field: "Book.Orders[0].LateCost", Reason: out}, {Field: "Book.Orders[0].FlexibleUntil", Reason: out},
				{Field: "Book.Orders[0].Incentive", Reason: out}, {Field: "Book.Orders[0].Minutes", Reason: out}, {Field: "Book.Orders[0].Partners[0].QualityRisk", Reason: out},
				{Field: "Book.Orders[0].Partners[0].Name", Reason: conflict}, {Field: "Book.Orders[0].Ruling", Reason: out}, {Field: "Book.Orders[0].QualityRisk", Reason: out},
				{Field: "Book.Orders[0].LaterQualityRisk", Reason: out},
			},
		},
		"windows": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Orders[0].Earliest, b.Orders[0].Latest = 2, 1
				b.Orders[1].FlexibleUntil = 1
				b.Orders[2].Partners = append(b.Orders[2].Partners, b.Orders[2].Partners[0])
				b.Orders[3].Partners = []overflow.PartnerOption{{Name: "nobody"}}
				b.Orders[4].Ruling = ""
			},
			faults{
				{Field: "Book.Orders[0].Latest", Reason: conflict}, {Field: "Book.Orders[1].FlexibleUntil", Reason: conflict}, {Field: "Book.Orders[2].Partners", Reason: out},
				{Field: "Book.Orders[3].Partners[0].Name", Reason: conflict}, {Field: "Book.Orders[4].Ruling", Reason: missing},
			},
		},
		"a partner twice": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Partners = append(b.Partners, overflow.BookPartner{Name: "Other"})
				b.Orders[2].Partners = append(b.Orders[2].Partners, b.Orders[2].Partners[0])
			},
			faults{{Field: "Book.Orders[2].Partners[1].Name", Reason: conflict}},
		},
		"all money": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Orders[0].Contribution = decimal.New(overflow.MaxBookUnits, -2)
			},
			faults{{Field: "Book", Reason: conflict}},
		},
		"one amount": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Orders[0].Contribution = decimal.New(overflow.MaxBookUnits+1, -2)
			},
			faults{{Field: "Book.Orders[0].Contribution", Reason: out}},
		},
		"the cost of all temporary minutes": {
			func(b *overflow.Book, _ *overflow.AllocationPolicy) {
				b.Stages[0].TemporaryMinutes[0] = 1_000_000_000
				b.Stages[0].TemporaryCostPerMinute = decimal.New(501, 0)
			},
			faults{{Field: "Book", Reason: conflict}},
		},
		"nodes": {
			func(_ *overflow.Book, p *overflow.AllocationPolicy) { p.MaxPlanNodes = -1 },
			faults{{Field: "AllocationPolicy.MaxPlanNodes", Reason: out}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, p := planWorkshop(), planPolicy
			tc.change(&b, &p)
			plan, err := overflow.Allocate(b, p)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, plan)
			_, err = overflow.Verify(b, plan, p)
			testkit.RequireFaults(t, err, tc.want...)
			_, err = overflow.CompareOptions(b, p)
			testkit.RequireFaults(t, err, tc.want...)
			_, err = overflow.RemoveOption(b, overflow.Partners, p)
			testkit.RequireFaults(t, err, tc.want...)
			_, err = overflow.PriceHour(b, overflow.Resource{Partner: "Acme"}, p)
			testkit.RequireFaults(t, err, tc.want...)
		})
	}
}

// At their limits numbers are good.
func TestBookLimits(t *testing.T) {
	b := overflow.Book{
		Places: overflow.MaxPlaces, Periods: overflow.MaxBookPeriods,
		Stages: []overflow.BookStage{{Name: strings.Repeat("n", 200), TemporaryCostPerMinute: decimal.New(0, 0), OnboardingShare: overflow.MaxOnboardingShare}},
	}
	for range b.Periods {
		b.Stages[0].CapacityMinutes = append(b.Stages[0].CapacityMinutes, overflow.MaxBookMinutes)
	}
	b.Stages[0].TemporaryMinutes = b.Stages[0].CapacityMinutes
	b.Orders = []overflow.BookOrder{{
		ID: "a", Contribution: decimal.New(overflow.MaxBookUnits, -overflow.MaxPlaces), Earliest: 1, Latest: overflow.MaxBookPeriods,
		Requested: overflow.MaxBookPeriods, Minutes: []int64{overflow.MaxBookMinutes}, Ruling: overflow.Accept,
		QualityRisk: overflow.MaxScore,
	}}
	policy := overflow.AllocationPolicy{MaxOptionRisk: overflow.MaxScore, MaxPlanNodes: overflow.MaxPlanNodes}
	plan, err := overflow.Allocate(b, policy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "50000000", plan.Value)
	policy.MaxOptionRisk = 9.99
	plan, err = overflow.Allocate(b, policy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0", plan.Value)
}

func TestPoolAndSlotFaults(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	_, err := overflow.SelectOrders(overflow.OrderPool{Places: 7}, planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "OrderPool.Places", Reason: out})
	_, err = overflow.SelectOrders(overflow.OrderPool{CapacityMinutes: -1, Orders: []overflow.PoolOrder{
		{ID: "a", Contribution: decimal.New(5, -1), Minutes: -1}, {ID: "a"}, {},
	}}, overflow.AllocationPolicy{MaxPlanNodes: 1, MaxOptionRisk: -1})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "OrderPool.CapacityMinutes", Reason: out}, testkit.Fault{Field: "OrderPool.Orders[0].Contribution", Reason: out},
		testkit.Fault{Field: "OrderPool.Orders[0].Minutes", Reason: out}, testkit.Fault{Field: "OrderPool.Orders[1].ID", Reason: conflict},
		testkit.Fault{Field: "OrderPool.Orders[2].ID", Reason: missing}, testkit.Fault{Field: "AllocationPolicy.MaxOptionRisk", Reason: out},
	)
	_, err = overflow.SelectOrders(overflow.OrderPool{Orders: make([]overflow.PoolOrder, 1001)}, planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "OrderPool.Orders", Reason: out})
	rich := decimal.New(overflow.MaxBookUnits, 0)
	_, err = overflow.SelectOrders(overflow.OrderPool{Orders: []overflow.PoolOrder{{ID: "a", Contribution: rich}, {ID: "b", Contribution: rich}}}, planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "OrderPool", Reason: conflict})

	_, err = overflow.ScheduleOrders(overflow.SlotBook{Places: -1, Orders: make([]overflow.SlotOrder, 1001)}, planPolicy)
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "SlotBook.Places", Reason: out}, testkit.Fault{Field: "SlotBook.CapacityMinutes", Reason: missing},
		testkit.Fault{Field: "SlotBook.Orders", Reason: out})
	_, err = overflow.ScheduleOrders(overflow.SlotBook{
		CapacityMinutes: []int64{-1, 5}, Incentive: decimal.New(-1, 0), Orders: []overflow.SlotOrder{
			{ID: "a", Contribution: decimal.New(5, -1), Minutes: -1, Requested: 3, FlexibleUntil: 3},
			{ID: "a", Requested: 2, FlexibleUntil: 2},
		},
	}, planPolicy)
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "SlotBook.CapacityMinutes[0]", Reason: out}, testkit.Fault{Field: "SlotBook.Incentive", Reason: out},
		testkit.Fault{Field: "SlotBook.Orders[0].Contribution", Reason: out}, testkit.Fault{Field: "SlotBook.Orders[0].Minutes", Reason: out},
		testkit.Fault{Field: "SlotBook.Orders[0].Requested", Reason: out}, testkit.Fault{Field: "SlotBook.Orders[0].FlexibleUntil", Reason: out},
		testkit.Fault{Field: "SlotBook.Orders[1].ID", Reason: conflict}, testkit.Fault{Field: "SlotBook.Orders[1].FlexibleUntil", Reason: conflict},
	)
	_, err = overflow.ScheduleOrders(overflow.SlotBook{CapacityMinutes: []int64{1}, Orders: []overflow.SlotOrder{
		{ID: "a", Contribution: rich, Requested: 1}, {ID: "b", Contribution: rich, Requested: 1},
	}}, planPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "SlotBook", Reason: conflict})
}

func golden(t testkit.Failer, name string) string {
	text, err := os.ReadFile(filepath.Join("testdata", "golden", name+".json"))
	require.NoError(t, err)
	return string(text)
}

func TestPlanDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		from, old, now string
		want           []testkit.Fault
	}{
		"unknown key":       {"plan", `"nodes"`, `"knots"`, []testkit.Fault{{Field: "Plan.Nodes", Reason: missing}, {Field: "Plan.knots", Reason: out}}},
		"bound below":       {"plan", `"bound": "2155"`, `"bound": "2154"`, []testkit.Fault{{Field: "Plan.Bound", Reason: conflict}, {Field: "Plan.Gap", Reason: conflict}}},
		"price bound below": {"plan", `"price_bound": "2654.23"`, `"price_bound": "2154"`, []testkit.Fault{{Field: "Plan.Bound", Reason: conflict}}},
		"a gap":             {"plan", `"gap": 0`, `"gap": 0.1`, []testkit.Fault{{Field: "Plan.Gap", Reason: conflict}}},
		"no gap":            {"plan", `"gap": 0`, `"gap": null`, []testkit.Fault{{Field: "Plan.Gap", Reason: conflict}}},
		"another status":    {"plan", `"status": "optimal"`, `"status": "unresolved"`, []testkit.Fault{{Field: "Plan.Gap", Reason: conflict}}},
		"infeasible":        {"plan", `"status": "optimal"`, `"status": "infeasible"`, []testkit.Fault{{Field: "Plan.Gap", Reason: conflict}, {Field: "Plan.Conflict", Reason: conflict}}},
		"wide":              {"plan", `"value": "2155"`, `"value": "1e99"`, []testkit.Fault{{Field: "Plan.Value", Reason: out}}},
		"wide in an order":  {"plan", `"gain": "800"`, `"gain": "1e99"`, []testkit.Fault{{Field: "Plan.Orders[1].Better.Gain", Reason: out}}},
		"not better":        {"plan", `"gain": "800"`, `"gain": "755"`, []testkit.Fault{{Field: "Plan.Orders[1].Better", Reason: conflict}}},
		"nodes":             {"plan", `"nodes": `, `"nodes": -`, []testkit.Fault{{Field: "Plan.Nodes", Reason: out}}},
		"a placement":       {"plan", `"kind": "declined"`, `"kind": "in-house"`, []testkit.Fault{{Field: "Plan.Orders[3].Placement", Reason: conflict}}},
		"a period":          {"plan", `"period": 1`, `"period": 53`, []testkit.Fault{{Field: "Plan.Orders[0].Placement", Reason: conflict}}},
		"a load":            {"plan", `"load_minutes": 360`, `"load_minutes": -1`, []testkit.Fault{{Field: "Plan.Stages[0].LoadMinutes", Reason: out}}},
		"a huge load":       {"plan", `"load_minutes": 360`, `"load_minutes": 10000000000001`, []testkit.Fault{{Field: "Plan.Stages[0].LoadMinutes", Reason: out}}},
		"no conflict":       {"conflict", `"kind": "irreducible"`, `"kind": "small"`, []testkit.Fault{{Field: "Plan.Conflict.Kind", Reason: out}}},
	} {
		text := golden(t, tc.from)
		require.Contains(t, text, tc.old, name)
		var p overflow.Plan
		err := json.Unmarshal([]byte(strings.Replace(text, tc.old, tc.now, 1)), &p)
		t.Log(name)
		testkit.RequireFaults(t, err, tc.want...)
		require.Zero(t, p)
	}
}

// At their limits the numbers of a plan are good.
func TestPlanDecodesLimits(t *testing.T) {
	nodes := regexp.MustCompile(`"nodes": [0-9]+`)
	text := nodes.ReplaceAllString(golden(t, "plan"), `"nodes": 0`)
	for _, change := range [][2]string{
		{`"load_minutes": 360`, `"load_minutes": 10000000000000`}, {`"period": 1`, `"period": 52`}, {`"bought_minutes": 0`, `"bought_minutes": 10000000000000`},
	} {
		require.Contains(t, text, change[0])
		text = strings.Replace(text, change[0], change[1], 1)
	}
	var p overflow.Plan
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	testkit.RoundTrip(t, p)
	err := json.Unmarshal([]byte(strings.Replace(text, `"period": 52`, `"period": 0`, 1)), &p)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Orders[0].Placement", Reason: salesops.ErrConflict})
}

func TestComparisonsDecode(t *testing.T) {
	conflict := salesops.ErrConflict
	decode := func(name, old, now string, into any, want ...testkit.Fault) {
		t.Helper()
		text := golden(t, name)
		at := strings.LastIndex(text, old)
		require.GreaterOrEqual(t, at, 0, old)
		testkit.RequireFaults(t, json.Unmarshal([]byte(text[:at]+now+text[at+len(old):]), into), want...)
	}
	decode("option_comparison", `"option": "partners"`, `"option": "customer-scheduling"`, new(overflow.OptionComparison),
		testkit.Fault{Field: "OptionComparison.Without[1].Option", Reason: conflict})
	decode("option_comparison", `"low": "`, `"low": "-`, new(overflow.OptionComparison),
		testkit.Fault{Field: "OptionComparison.Without[3].Worth", Reason: conflict})
	decode("hour_price", `"low": "`, `"low": "9`, new(overflow.HourPrice), testkit.Fault{Field: "HourPrice.Worth", Reason: conflict})
	decode("hour_price", `"low": "425"`, `"low": "1e99"`, new(overflow.HourPrice), testkit.Fault{Field: "HourPrice.Worth", Reason: salesops.ErrOutOfRange})
	decode("selection", `"bound": "221"`, `"bound": "222"`, new(overflow.Selection), testkit.Fault{Field: "Selection.Bound", Reason: conflict})
	decode("selection", `"per_hour": "-300"`, `"per_hour": "1e99"`, new(overflow.Selection),
		testkit.Fault{Field: "Selection.Ranking[5].PerHour", Reason: salesops.ErrOutOfRange})
	decode("selection", `"used_minutes": `, `"used_minutes": -`, new(overflow.Selection), testkit.Fault{Field: "Selection.UsedMinutes", Reason: salesops.ErrOutOfRange})
	text := golden(t, "hour_price")
	var h overflow.HourPrice
	for _, bad := range []string{`"stage": "cutting"`, `"stage": "cutting", "period": 2, "partner": "x"`, `"period": 2`, `"partner": "x", "period": 1`} {
		_, rest, _ := strings.Cut(text, "}")
		testkit.RequireFaults(t, json.Unmarshal([]byte(`{"resource": {`+bad+`}`+rest), &h), testkit.Fault{Field: "HourPrice.Resource", Reason: conflict})
	}
	var b overflow.Book
	testkit.RequireFaults(t, json.Unmarshal([]byte(strings.Replace(golden(t, "book"), `"latest": 2`, `"latest": 3`, 1)), &b),
		testkit.Fault{Field: "Book.Orders[0].Latest", Reason: salesops.ErrOutOfRange})
	require.Zero(t, b)
}

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzPlanDecode(f *testing.F) {
	for _, name := range []string{"plan", "book", "hour_price", "option_comparison", "selection", "conflict"} {
		f.Add([]byte(golden(f, name)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[overflow.Plan](t, data)
		testkit.Decodes[overflow.Book](t, data)
		testkit.Decodes[overflow.HourPrice](t, data)
		testkit.Decodes[overflow.OptionComparison](t, data)
		testkit.Decodes[overflow.Selection](t, data)
		testkit.Decodes[overflow.OrderPool](t, data)
		testkit.Decodes[overflow.SlotBook](t, data)
	})
}
