package overflow_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// workshop cuts and sews; half of Monday's and all of Tuesday's cutting is
// booked, and Saturday is worked at sewing.
func workshop() overflow.Load {
	return overflow.Load{
		Today: monday,
		Stages: []overflow.LoadStage{
			{Name: "cut", MinutesPerDay: 480},
			{Name: "sew", MinutesPerDay: 480, WaitDays: 1, Days: []overflow.DayMinutes{{On: monday.AddDays(5), Minutes: 240}}},
		},
		Booked: []overflow.Booking{{Stage: "cut", On: monday, Minutes: 240}, {Stage: "cut", On: monday.AddDays(1), Minutes: 480}},
	}
}

// shirts take 30 minutes and two a piece to cut, and six a piece to sew.
func shirts(pieces int64) overflow.Request {
	return overflow.Request{Quantity: pieces, Work: []overflow.UnitWork{
		{Stage: "cut", SetupMinutes: 30, MinutesPerUnit: 2}, {Stage: "sew", MinutesPerUnit: 6},
	}}
}

func TestCommit(t *testing.T) {
	plain := overflow.DefaultPolicy().PromisePolicy
	parts := plain
	parts.Splitting = overflow.InTwoParts
	day := func(n int) salesops.Date { return monday.AddDays(n) }
	for name, tc := range map[string]struct {
		request  overflow.Request
		edit     func(*overflow.Load, *overflow.Request, *overflow.PromisePolicy)
		policy   overflow.PromisePolicy
		outcome  overflow.PromiseOutcome
		on       []salesops.Date
		quantity []int64
		byWanted int64
		binding  overflow.Binding
	}{
		// 180 + 50 minutes of cutting on Monday, 600 of sewing on Tuesday and Wednesday.
		"as soon as possible": {
			shirts(100), nil, plain, overflow.InFull, []salesops.Date{day(2)}, []int64{100}, 0,
			overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		// One more minute of cutting has to wait for Wednesday.
		"a minute too long for Monday": {
			shirts(106), nil, plain, overflow.InFull, []salesops.Date{day(4)}, []int64{106}, 0,
			overflow.Binding{Constraint: overflow.StageBinds, Stage: "cut", GainDays: 2},
		},
		"by the wanted date": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) { r.Wanted = day(2) }, plain,
			overflow.InFull, []salesops.Date{day(2)}, []int64{100}, 100, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"a day too early": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) { r.Wanted = day(1) }, plain,
			overflow.Later, []salesops.Date{day(2)}, []int64{100}, 80, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"a day too early, in parts": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) { r.Wanted = day(1) }, parts,
			overflow.InParts, []salesops.Date{day(1), day(3)}, []int64{80, 20}, 80, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"in parts, but no later than Wednesday": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) {
				r.Wanted, r.Latest = day(1), day(2)
			}, parts,
			overflow.PartOnly, []salesops.Date{day(1), day(2)}, []int64{80, 10}, 80, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"all or nothing by Tuesday": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) {
				r.Wanted, r.Latest = day(1), day(1)
			}, plain,
			overflow.NoPromise, []salesops.Date{}, []int64{}, 80, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"with a safety allowance": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, p *overflow.PromisePolicy) {
				r.Wanted, p.SafetyDays = day(4), 2
			}, plain,
			overflow.InFull, []salesops.Date{day(4)}, []int64{100}, 100, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"with an allowance that is a day too long": {
			shirts(100), func(_ *overflow.Load, r *overflow.Request, p *overflow.PromisePolicy) {
				r.Wanted, p.SafetyDays = day(4), 3
			}, plain,
			overflow.Later, []salesops.Date{day(5)}, []int64{100}, 80, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"on the last day of the horizon": {
			shirts(100), func(_ *overflow.Load, _ *overflow.Request, p *overflow.PromisePolicy) { p.HorizonDays = 3 }, plain,
			overflow.InFull, []salesops.Date{day(2)}, []int64{100}, 0, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew", GainDays: 1},
		},
		"a day beyond the horizon": {
			shirts(100), func(_ *overflow.Load, _ *overflow.Request, p *overflow.PromisePolicy) { p.HorizonDays = 2 }, plain,
			overflow.NoPromise, []salesops.Date{}, []int64{}, 0, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew"},
		},
		"beyond the horizon, what can be had": {
			shirts(100), func(_ *overflow.Load, _ *overflow.Request, p *overflow.PromisePolicy) { p.HorizonDays = 2 }, parts,
			overflow.PartOnly, []salesops.Date{day(1)}, []int64{80}, 0, overflow.Binding{Constraint: overflow.StageBinds, Stage: "sew"},
		},
		"starting beyond the horizon": {
			shirts(1), func(_ *overflow.Load, r *overflow.Request, p *overflow.PromisePolicy) {
				p.HorizonDays, r.Earliest = 2, day(2)
			}, plain,
			overflow.NoPromise, []salesops.Date{}, []int64{}, 0, overflow.Binding{Constraint: overflow.NothingBinds},
		},
		"material comes on Thursday": {
			shirts(10), func(l *overflow.Load, _ *overflow.Request, _ *overflow.PromisePolicy) {
				l.Stock = &overflow.Stock{OnHand: 9, Receipts: []overflow.Movement{{On: day(3), Quantity: 1}}}
			}, plain,
			overflow.InFull, []salesops.Date{day(4)}, []int64{10}, 0, overflow.Binding{Constraint: overflow.StockBinds, GainDays: 3},
		},
		"material never comes": {
			shirts(10), func(l *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) {
				l.Stock, r.Wanted = &overflow.Stock{OnHand: 9}, day(1)
			}, parts,
			overflow.PartOnly, []salesops.Date{day(1)}, []int64{9}, 9, overflow.Binding{Constraint: overflow.StockBinds},
		},
		"material comes after the horizon": {
			shirts(10), func(l *overflow.Load, _ *overflow.Request, p *overflow.PromisePolicy) {
				l.Stock = &overflow.Stock{Receipts: []overflow.Movement{{On: day(3), Quantity: 10}}}
				p.HorizonDays = 3
			}, plain,
			overflow.NoPromise, []salesops.Date{}, []int64{}, 0, overflow.Binding{Constraint: overflow.StockBinds},
		},
		"done within its waits": {
			shirts(1), nil, plain, overflow.InFull, []salesops.Date{day(1)}, []int64{1}, 0, overflow.Binding{Constraint: overflow.NothingBinds},
		},
		"a booking beyond capacity takes the days before it": {
			shirts(1), func(l *overflow.Load, _ *overflow.Request, _ *overflow.PromisePolicy) { l.Booked[1].Minutes = 720 }, plain,
			overflow.InFull, []salesops.Date{day(3)}, []int64{1}, 0, overflow.Binding{Constraint: overflow.StageBinds, Stage: "cut", GainDays: 2},
		},
		"Saturday is worked": {
			shirts(10), func(_ *overflow.Load, r *overflow.Request, _ *overflow.PromisePolicy) { r.Earliest = day(4) }, plain,
			overflow.InFull, []salesops.Date{day(5)}, []int64{10}, 0, overflow.Binding{Constraint: overflow.NothingBinds},
		},
	} {
		t.Run(name, func(t *testing.T) {
			load, request, policy := workshop(), tc.request, tc.policy
			if tc.edit != nil {
				tc.edit(&load, &request, &policy)
			}
			p, err := overflow.Commit(request, load, weekdays, policy)
			require.NoError(t, err)
			require.Equal(t, tc.outcome, p.Outcome)
			on, quantity := []salesops.Date{}, []int64{}
			for _, d := range p.Deliveries {
				on, quantity = append(on, d.On), append(quantity, d.Quantity)
			}
			require.Equal(t, tc.on, on)
			require.Equal(t, tc.quantity, quantity)
			require.Equal(t, tc.byWanted, p.ByWanted)
			require.Equal(t, tc.binding, p.Binding)
			require.Empty(t, p.Clamps)
		})
	}
}

func TestCommitTimeline(t *testing.T) {
	request := shirts(100)
	request.Wanted = monday.AddDays(8)
	p, err := overflow.Commit(request, workshop(), weekdays, overflow.DefaultPolicy().PromisePolicy)
	require.NoError(t, err)
	testkit.Golden(t, "promise", p)
	testkit.Golden(t, "load", workshop())
	d := p.Deliveries[0]
	require.Equal(t, 6, d.SlackDays)
	// 480 on Friday, 240 on Saturday, 480 on Monday and on Tuesday, and three days of the week before, less 600.
	require.Equal(t, int64(4*480+240+2*480-600), d.Steps[1].SlackMinutes)
	require.Equal(t, overflow.Slot{On: monday.AddDays(7), Minutes: 120}, d.Steps[1].Slots[0])
}

// Two smaller orders may pass where one large one does not.
func TestCommitTwoLots(t *testing.T) {
	load := overflow.Load{Today: monday, Stages: []overflow.LoadStage{
		{Name: "cut", MinutesPerDay: 60}, {Name: "sew", MinutesPerDay: 60, WaitDays: 1},
	}}
	request := overflow.Request{Quantity: 3, Wanted: monday.AddDays(4), Work: []overflow.UnitWork{
		{Stage: "cut", MinutesPerUnit: 60}, {Stage: "sew", MinutesPerUnit: 60},
	}}
	policy := overflow.DefaultPolicy().PromisePolicy
	policy.Splitting = overflow.InTwoParts
	p, err := overflow.Commit(request, load, everyDay{}, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.InFull, p.Outcome)
	require.Len(t, p.Deliveries, 2)
	require.Equal(t, int64(2), p.ByWanted)
	require.Equal(t, monday.AddDays(5), p.Earliest)
	require.Equal(t, p.Deliveries[0].On, p.Deliveries[1].On)
}

func TestCommitClamps(t *testing.T) {
	load := workshop()
	load.Booked[0].On = monday.AddDays(-3)
	load.Stock = &overflow.Stock{
		OnHand: 5, Receipts: []overflow.Movement{{On: monday.AddDays(-1), Quantity: 5}},
		Committed: []overflow.Movement{{On: monday, Quantity: 1}, {On: monday.AddDays(-2), Quantity: 4}},
	}
	request := shirts(5)
	request.Earliest, request.Wanted, request.Latest = monday.AddDays(-9), monday.AddDays(-8), monday.AddDays(-7)
	policy := overflow.DefaultPolicy().PromisePolicy
	p, err := overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.NoPromise, p.Outcome)
	require.Equal(t, monday.AddDays(1), p.Earliest)
	require.Equal(t, []overflow.Clamp{
		{Field: "Request.Earliest", From: monday.AddDays(-9), To: monday},
		{Field: "Request.Wanted", From: monday.AddDays(-8), To: monday},
		{Field: "Request.Latest", From: monday.AddDays(-7), To: monday},
		{Field: "Load.Booked[0].On", From: monday.AddDays(-3), To: monday},
		{Field: "Load.Stock.Receipts[0].On", From: monday.AddDays(-1), To: monday},
		{Field: "Load.Stock.Committed[1].On", From: monday.AddDays(-2), To: monday},
	}, p.Clamps)

	// What was wanted before today and can be had today is had today.
	p, err = overflow.Commit(overflow.Request{Quantity: 5, Wanted: monday.AddDays(-1), Work: []overflow.UnitWork{}}, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.InFull, p.Outcome)
	require.Equal(t, monday, p.Deliveries[0].On)
	require.Equal(t, monday, p.Deliveries[0].StockOn)
}

func TestCommitRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type edit = func(*overflow.Request, *overflow.Load, *overflow.PromisePolicy)
	far := monday.AddDays(overflow.MaxHorizonDays + 1)
	for name, tc := range map[string]struct {
		edit edit
		want testkit.Fault
	}{
		"no quantity":       {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Quantity = 0 }, testkit.Fault{Field: "Request.Quantity", Reason: missing}},
		"quantity negative": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Quantity = -1 }, testkit.Fault{Field: "Request.Quantity", Reason: out}},
		"quantity too large": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) {
			r.Quantity = overflow.MaxQuantity + 1
		}, testkit.Fault{Field: "Request.Quantity", Reason: out}},
		"no work and no stock": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work = nil }, testkit.Fault{Field: "Request.Work", Reason: missing}},
		"no stage":             {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[1].Stage = "" }, testkit.Fault{Field: "Request.Work[1].Stage", Reason: missing}},
		"unknown stage":        {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[1].Stage = "dye" }, testkit.Fault{Field: "Request.Work[1].Stage", Reason: conflict}},
		"stage twice":          {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[1].Stage = "cut" }, testkit.Fault{Field: "Request.Work[1].Stage", Reason: conflict}},
		"setup negative":       {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[0].SetupMinutes = -1 }, testkit.Fault{Field: "Request.Work[0].SetupMinutes", Reason: out}},
		"setup too long": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) {
			r.Work[0].SetupMinutes = overflow.MaxSetupMinutes + 1
		}, testkit.Fault{Field: "Request.Work[0].SetupMinutes", Reason: out}},
		"unit negative": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[1].MinutesPerUnit = -1 }, testkit.Fault{Field: "Request.Work[1].MinutesPerUnit", Reason: out}},
		"unit NaN": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) {
			r.Work[1].MinutesPerUnit = math.NaN()
		}, testkit.Fault{Field: "Request.Work[1].MinutesPerUnit", Reason: out}},
		"unit too long": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) {
			r.Work[1].MinutesPerUnit = overflow.MaxMinutesPerUnit + 1
		}, testkit.Fault{Field: "Request.Work[1].MinutesPerUnit", Reason: out}},
		"no minutes at all": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Work[1].MinutesPerUnit = 0 }, testkit.Fault{Field: "Request.Work[1].MinutesPerUnit", Reason: missing}},
		"no such day":       {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Earliest.Day = 31 }, testkit.Fault{Field: "Request.Earliest", Reason: out}},
		"no such wanted":    {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) { r.Wanted.Day = 31 }, testkit.Fault{Field: "Request.Wanted", Reason: out}},
		"latest before wanted": {func(r *overflow.Request, _ *overflow.Load, _ *overflow.PromisePolicy) {
			r.Wanted, r.Latest = monday.AddDays(3), monday.AddDays(2)
		}, testkit.Fault{Field: "Request.Latest", Reason: conflict}},

		"no today":       {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Today = salesops.Date{} }, testkit.Fault{Field: "Load.Today", Reason: missing}},
		"today long ago": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Today.Year = 1899 }, testkit.Fault{Field: "Load.Today", Reason: out}},
		"today too late": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Today.Year = 9901 }, testkit.Fault{Field: "Load.Today", Reason: out}},
		"stage without a name": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages = append(l.Stages, overflow.LoadStage{})
		}, testkit.Fault{Field: "Load.Stages[2].Name", Reason: missing}},
		"stage named twice": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages = append(l.Stages, overflow.LoadStage{Name: "sew"})
		}, testkit.Fault{Field: "Load.Stages[2].Name", Reason: conflict}},
		"too many stages": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages, l.Booked = append(l.Stages, make([]overflow.LoadStage, overflow.MaxLoadStages-1)...), nil
		}, testkit.Fault{Field: "Load.Stages", Reason: out}},
		"capacity negative": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Stages[0].MinutesPerDay = -1 }, testkit.Fault{Field: "Load.Stages[0].MinutesPerDay", Reason: out}},
		"capacity too large": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages[0].MinutesPerDay = overflow.MaxDayMinutes + 1
		}, testkit.Fault{Field: "Load.Stages[0].MinutesPerDay", Reason: out}},
		"day missing": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages[1].Days[0].On = salesops.Date{}
		}, testkit.Fault{Field: "Load.Stages[1].Days[0].On", Reason: missing}},
		"day negative": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages[1].Days[0].Minutes = -1
		}, testkit.Fault{Field: "Load.Stages[1].Days[0].Minutes", Reason: out}},
		"day twice": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages[1].Days = append(l.Stages[1].Days, l.Stages[1].Days[0])
		}, testkit.Fault{Field: "Load.Stages[1].Days[1].On", Reason: conflict}},
		"wait negative": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Stages[0].WaitDays = -1 }, testkit.Fault{Field: "Load.Stages[0].WaitDays", Reason: out}},
		"wait too long": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stages[0].WaitDays = overflow.MaxWaitDays + 1
		}, testkit.Fault{Field: "Load.Stages[0].WaitDays", Reason: out}},
		"booked nowhere":   {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Booked[0].Stage = "" }, testkit.Fault{Field: "Load.Booked[0].Stage", Reason: missing}},
		"booked elsewhere": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Booked[0].Stage = "dye" }, testkit.Fault{Field: "Load.Booked[0].Stage", Reason: conflict}},
		"booked nothing":   {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Booked[0].Minutes = 0 }, testkit.Fault{Field: "Load.Booked[0].Minutes", Reason: missing}},
		"booked too much": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Booked[0].Minutes = overflow.MaxDayMinutes + 1
		}, testkit.Fault{Field: "Load.Booked[0].Minutes", Reason: out}},
		"booked too far": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) { l.Booked[0].On = far }, testkit.Fault{Field: "Load.Booked[0].On", Reason: out}},
		"booked on no day": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Booked[0].On = salesops.Date{}
		}, testkit.Fault{Field: "Load.Booked[0].On", Reason: missing}},
		"stock negative": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stock = &overflow.Stock{OnHand: -1}
		}, testkit.Fault{Field: "Load.Stock.OnHand", Reason: out}},
		"receipt too far": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stock = &overflow.Stock{Receipts: []overflow.Movement{{On: far, Quantity: 1}}}
		}, testkit.Fault{Field: "Load.Stock.Receipts[0].On", Reason: out}},
		"commits nothing": {func(_ *overflow.Request, l *overflow.Load, _ *overflow.PromisePolicy) {
			l.Stock = &overflow.Stock{Committed: []overflow.Movement{{On: monday}}}
		}, testkit.Fault{Field: "Load.Stock.Committed[0].Quantity", Reason: missing}},
		"policy splitting": {func(_ *overflow.Request, _ *overflow.Load, p *overflow.PromisePolicy) { p.Splitting = "" }, testkit.Fault{Field: "PromisePolicy.Splitting", Reason: missing}},
		"policy safety": {func(_ *overflow.Request, _ *overflow.Load, p *overflow.PromisePolicy) {
			p.SafetyDays = overflow.MaxSafetyDays + 1
		}, testkit.Fault{Field: "PromisePolicy.SafetyDays", Reason: out}},
		"policy horizon": {func(_ *overflow.Request, _ *overflow.Load, p *overflow.PromisePolicy) {
			p.HorizonDays = overflow.MaxHorizonDays + 1
		}, testkit.Fault{Field: "PromisePolicy.HorizonDays", Reason: out}},
		"policy no horizon": {func(_ *overflow.Request, _ *overflow.Load, p *overflow.PromisePolicy) { p.HorizonDays = 0 }, testkit.Fault{Field: "PromisePolicy.HorizonDays", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			request, load, policy := shirts(10), workshop(), overflow.DefaultPolicy().PromisePolicy
			request.Earliest, request.Wanted = monday, monday.AddDays(3)
			tc.edit(&request, &load, &policy)
			p, err := overflow.Commit(request, load, weekdays, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, p)
			inquiry := overflow.Inquiry{Order: good, Situation: busy, Request: request}
			whole := overflow.DefaultPolicy()
			whole.PromisePolicy = policy
			o, err := overflow.Quote(inquiry, load, weekdays, whole)
			quoted := tc.want
			quoted.Field = strings.NewReplacer("Request.", "Inquiry.Request.", "PromisePolicy.", "Policy.").Replace(quoted.Field)
			testkit.RequireFaults(t, err, quoted)
			require.Zero(t, o)
			if strings.HasPrefix(tc.want.Field, "Load.") {
				_, err := overflow.Reserve(load, overflow.Promise{}, weekdays)
				testkit.RequireFaults(t, err, tc.want)
				data, err := json.Marshal(load)
				require.NoError(t, err)
				var back overflow.Load
				require.NotEmpty(t, salesops.InputErrors(json.Unmarshal(data, &back)))
			}
		})
	}
	_, err := overflow.Commit(shirts(1), workshop(), nil, overflow.DefaultPolicy().PromisePolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Calendar", Reason: missing})
}

// An order from stock alone takes no time; its slack is the time until it is
// wanted, and it is not to be had on the day after the horizon.
func TestCommitFromStock(t *testing.T) {
	load := overflow.Load{Today: monday, Stock: &overflow.Stock{OnHand: 5}}
	request := overflow.Request{Quantity: 5, Earliest: monday.AddDays(2), Wanted: monday.AddDays(5)}
	policy := overflow.DefaultPolicy().PromisePolicy
	p, err := overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, monday.AddDays(2), p.Earliest)
	require.Equal(t, monday.AddDays(5), p.Deliveries[0].On)
	require.Equal(t, 3, p.Deliveries[0].SlackDays)
	require.Zero(t, p.Deliveries[0].SlackMinutes)
	policy.HorizonDays = 3
	request.Wanted = salesops.Date{}
	p, err = overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.InFull, p.Outcome)
	policy.HorizonDays = 2
	p, err = overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.NoPromise, p.Outcome)
	require.Error(t, edited(t, p, `"no-promise"`, `"part-only"`))
	require.Zero(t, p.Earliest)

	for _, year := range []int{overflow.FirstYear, overflow.LastYear} {
		_, err = overflow.ProjectStock(overflow.Stock{}, salesops.Date{Year: year, Month: 1, Day: 1})
		require.NoError(t, err)
	}
}

// The limits themselves are allowed, and huge work is no overflow.
func TestCommitAtTheLimits(t *testing.T) {
	load := workshop()
	load.Booked = append(load.Booked, overflow.Booking{Stage: "cut", On: monday.AddDays(overflow.MaxHorizonDays), Minutes: overflow.MaxDayMinutes})
	load.Stages[0].MinutesPerDay, load.Stages[0].WaitDays = overflow.MaxDayMinutes, overflow.MaxWaitDays
	request := overflow.Request{Quantity: overflow.MaxQuantity, Work: []overflow.UnitWork{{
		Stage: "cut", SetupMinutes: overflow.MaxSetupMinutes, MinutesPerUnit: overflow.MaxMinutesPerUnit,
	}}}
	policy := overflow.PromisePolicy{Splitting: overflow.InTwoParts, SafetyDays: overflow.MaxSafetyDays, HorizonDays: overflow.MaxHorizonDays}
	p, err := overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.PartOnly, p.Outcome)
	testkit.RoundTrip(t, p)
	request.Work[0].MinutesPerUnit = 5e-324
	p, err = overflow.Commit(request, load, weekdays, policy)
	require.NoError(t, err)
	require.Equal(t, overflow.InFull, p.Outcome)
	require.Equal(t, int64(overflow.MaxSetupMinutes+1), p.Deliveries[0].Steps[0].Minutes)
}

func TestProjectStockRejects(t *testing.T) {
	_, err := overflow.ProjectStock(overflow.Stock{OnHand: -1}, salesops.Date{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Today", Reason: salesops.ErrMissing})
	many := make([]overflow.Movement, overflow.MaxMovements+1)
	p, err := overflow.ProjectStock(overflow.Stock{OnHand: overflow.MaxQuantity + 1, Receipts: many, Committed: []overflow.Movement{{}}}, monday)
	require.Zero(t, p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Stock.OnHand", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Stock.Receipts", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Stock.Committed[0].On", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Stock.Committed[0].Quantity", Reason: salesops.ErrMissing},
	)
}

func TestReserveRejects(t *testing.T) {
	policy := overflow.DefaultPolicy().PromisePolicy
	load := workshop()
	load.Stock = &overflow.Stock{OnHand: 100}
	p, err := overflow.Commit(shirts(100), load, weekdays, policy)
	require.NoError(t, err)
	booked, err := overflow.Reserve(load, p, weekdays)
	require.NoError(t, err)
	require.Len(t, booked.Booked, len(load.Booked)+3)
	require.Equal(t, []overflow.Movement{{On: monday, Quantity: 100}}, booked.Stock.Committed)
	require.Empty(t, load.Stock.Committed)

	_, err = overflow.Reserve(booked, p, weekdays)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Promise.Deliveries[0].Quantity", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Deliveries[0].Steps[0].Slots[0].Minutes", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Deliveries[0].Steps[1].Slots[1].Minutes", Reason: salesops.ErrConflict},
	)
	// Each of two deliveries fits by itself, but not both.
	twice := p
	twice.Quantity, twice.Deliveries = 2*p.Quantity, append(p.Deliveries, p.Deliveries...)
	load.Stock.OnHand = 200
	_, err = overflow.Reserve(load, twice, weekdays)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Promise.Deliveries[1].Steps[0].Slots[0].Minutes", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Deliveries[1].Steps[1].Slots[1].Minutes", Reason: salesops.ErrConflict},
	)
	_, err = overflow.Reserve(load, overflow.Promise{}, weekdays)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Promise.Quantity", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Promise.Outcome", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Binding.Constraint", Reason: salesops.ErrMissing},
	)
	later := workshop()
	later.Today, later.Stock = monday.AddDays(1), load.Stock
	_, err = overflow.Reserve(later, p, weekdays)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Promise.Deliveries[0].Quantity", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Deliveries[0].Steps[0].Slots[0].Minutes", Reason: salesops.ErrConflict},
	)
	later.Today = monday.AddDays(-overflow.MaxHorizonDays - 9)
	later.Booked = nil
	_, err = overflow.Reserve(later, p, weekdays)
	require.Len(t, salesops.InputErrors(err), 3, "all slots lie too far ahead")
	other := overflow.Load{Today: monday, Stages: workshop().Stages[:1]}
	_, err = overflow.Reserve(other, p, nil)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Calendar", Reason: salesops.ErrMissing})
	_, err = overflow.Reserve(other, p, weekdays)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Promise.Deliveries[0].Quantity", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Promise.Deliveries[0].Steps[1].Stage", Reason: salesops.ErrConflict},
	)
}
