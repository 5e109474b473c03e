package capacity_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// full returns an audit that tells everything it can.
func full() capacity.Audit {
	return capacity.Audit{
		OrdersPerDay: 20,
		Stages: []capacity.Stage{
			{
				Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2, People: 8, HoursPerPersonDay: 6.5, HoursPerTransaction: 1, MaxPerDay: 45,
				Backlog: 10, ArrivalSCV: new(1.5), ServiceSCV: new(0.5), Availability: 0.95, RepairHours: 2, ReworkShare: 0.02,
			},
			{Name: "entry", Kind: capacity.OrderProcessing, TransactionsPerOrder: 1, Team: "office", HoursPerTransaction: 0.5, Backlog: 4},
			{Name: "calls", Kind: capacity.CustomerService, TransactionsPerOrder: 0.3, Team: "office", HoursPerTransaction: 0.25},
			{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 26},
		},
		ClearBacklogDays: 5,
		Quality:          quality(0.02, 0.97, 9, 4),
		Teams:            []capacity.Team{{Name: "office", People: 2, HoursPerPersonDay: 7}},
		Mix: []capacity.OrderClass{
			{Name: "standard", Share: 0.8},
			{Name: "custom", Share: 0.2, Work: []capacity.ClassWork{{Stage: "quotes", TransactionsPerOrder: 3, HoursPerTransaction: 1.25}, {Stage: "calls"}}},
		},
		LeadTime:           &capacity.LeadTime{Days: 4, FixedDays: 1.5, PromisedDays: 6},
		WorkingDaysPerWeek: 6,
	}
}

func TestFullAudit(t *testing.T) {
	testkit.RoundTrip(t, full())
	a, err := capacity.Assess(full(), capacity.DefaultPolicy())
	require.NoError(t, err)
	testkit.RoundTrip(t, a)
	// Shared by two stages: (20 × 1 × 0.5 + 16 × 0.3 × 0.25 + 4 × 0.5 / 5) of 14 hours.
	office := (10 + 1.2 + 0.4) / 14
	for _, i := range []int{1, 2} {
		require.InEpsilon(t, office, a.Stages[i].Utilization, 1e-15)
	}
	require.InEpsilon(t, 28.0, a.Stages[1].CapacityPerDay, 1e-15, "14 hours of half an hour each")
	require.InEpsilon(t, 20.8, a.Stages[1].DemandPerDay, 1e-15)
	require.InEpsilon(t, 4.8, a.Stages[2].DemandPerDay, 1e-15)
	// 16 × 2 × 1 + 4 × 3 × 1.25 + 10 / 5 of min(45, 52 × 0.95 × 0.98).
	require.InEpsilon(t, (32+15+2)/45.0, a.Stages[0].Utilization, 1e-15)
	s, err := capacity.StressTest(full(), capacity.PlaybookScenarios(), capacity.DefaultPolicy())
	require.NoError(t, err)
	testkit.RoundTrip(t, s)
	require.Equal(t, capacity.RemediesFor(capacity.Quoting), s.Surges[0].Remedies)
	testkit.Golden(t, "stage_surge_full", roundedWait(s.Surges[0].Stages[0]))
}

func TestFactsRejected(t *testing.T) {
	type audit = capacity.Audit
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*audit)
		want testkit.Fault
	}{
		"too many teams":    {func(a *audit) { a.Teams = make([]capacity.Team, capacity.MaxTeams+1) }, testkit.Fault{Field: "Audit.Teams", Reason: out}},
		"team without name": {func(a *audit) { a.Teams = append(a.Teams, capacity.Team{People: 1, HoursPerPersonDay: 1}) }, testkit.Fault{Field: "Audit.Teams[1].Name", Reason: missing}},
		"team twice":        {func(a *audit) { a.Teams = append(a.Teams, a.Teams[0]) }, testkit.Fault{Field: "Audit.Teams[1].Name", Reason: conflict}},
		"team named as a stage": {func(a *audit) {
			a.Teams = append(a.Teams, capacity.Team{Name: "quotes", People: 1, HoursPerPersonDay: 1})
		}, testkit.Fault{Field: "Audit.Teams[1].Name", Reason: conflict}},
		"team without stages": {func(a *audit) {
			a.Teams = append(a.Teams, capacity.Team{Name: "field", People: 1, HoursPerPersonDay: 1})
		}, testkit.Fault{Field: "Audit.Teams[1].Name", Reason: conflict}},
		"team of nobody":        {func(a *audit) { a.Teams = []capacity.Team{{Name: "office", HoursPerPersonDay: 7}} }, testkit.Fault{Field: "Audit.Teams[0].People", Reason: missing}},
		"team without hours":    {func(a *audit) { a.Teams = []capacity.Team{{Name: "office", People: 2}} }, testkit.Fault{Field: "Audit.Teams[0].HoursPerPersonDay", Reason: missing}},
		"unknown team":          {func(a *audit) { a.Stages[2].Team = "field" }, testkit.Fault{Field: "Audit.Stages[2].Team", Reason: conflict}},
		"team and people":       {func(a *audit) { a.Stages[1].People = 1 }, testkit.Fault{Field: "Audit.Stages[1].People", Reason: conflict}},
		"team and hours a day":  {func(a *audit) { a.Stages[1].HoursPerPersonDay = 7 }, testkit.Fault{Field: "Audit.Stages[1].HoursPerPersonDay", Reason: conflict}},
		"team and maximum":      {func(a *audit) { a.Stages[1].MaxPerDay = 7 }, testkit.Fault{Field: "Audit.Stages[1].MaxPerDay", Reason: conflict}},
		"team and outages":      {func(a *audit) { a.Stages[1].Availability = 0.5 }, testkit.Fault{Field: "Audit.Stages[1].Availability", Reason: conflict}},
		"team and rework":       {func(a *audit) { a.Stages[1].ReworkShare = 0.5 }, testkit.Fault{Field: "Audit.Stages[1].ReworkShare", Reason: conflict}},
		"team, hours missing":   {func(a *audit) { a.Stages[1].HoursPerTransaction = 0 }, testkit.Fault{Field: "Audit.Stages[1].HoursPerTransaction", Reason: missing}},
		"arrivals vary":         {func(a *audit) { a.Stages[0].ArrivalSCV = new(-1.0) }, testkit.Fault{Field: "Audit.Stages[0].ArrivalSCV", Reason: out}},
		"work varies":           {func(a *audit) { a.Stages[0].ServiceSCV = new(math.Inf(1)) }, testkit.Fault{Field: "Audit.Stages[0].ServiceSCV", Reason: out}},
		"availability percent":  {func(a *audit) { a.Stages[0].Availability = 95 }, testkit.Fault{Field: "Audit.Stages[0].Availability", Reason: out}},
		"all is rework":         {func(a *audit) { a.Stages[0].ReworkShare = 1 }, testkit.Fault{Field: "Audit.Stages[0].ReworkShare", Reason: out}},
		"outages of a maximum":  {func(a *audit) { a.Stages[3].Availability = 0.9 }, testkit.Fault{Field: "Audit.Stages[3].Availability", Reason: conflict}},
		"rework of a maximum":   {func(a *audit) { a.Stages[3].ReworkShare = 0.1 }, testkit.Fault{Field: "Audit.Stages[3].Availability", Reason: conflict}},
		"repairs, always up":    {func(a *audit) { a.Stages[0].Availability = 1 }, testkit.Fault{Field: "Audit.Stages[0].RepairHours", Reason: conflict}},
		"repairs, nothing down": {func(a *audit) { a.Stages[0].Availability = 0 }, testkit.Fault{Field: "Audit.Stages[0].RepairHours", Reason: conflict}},
		"repairs too long":      {func(a *audit) { a.Stages[0].RepairHours = 2e6 }, testkit.Fault{Field: "Audit.Stages[0].RepairHours", Reason: out}},
		"too many classes":      {func(a *audit) { a.Mix = make([]capacity.OrderClass, capacity.MaxClasses+1) }, testkit.Fault{Field: "Audit.Mix", Reason: out}},
		"class without name":    {func(a *audit) { a.Mix[0].Name = "" }, testkit.Fault{Field: "Audit.Mix[0].Name", Reason: missing}},
		"class twice":           {func(a *audit) { a.Mix[1].Name = "standard" }, testkit.Fault{Field: "Audit.Mix[1].Name", Reason: conflict}},
		"class without share":   {func(a *audit) { a.Mix[1].Share = 0 }, testkit.Fault{Field: "Audit.Mix[1].Share", Reason: missing}},
		"share percent":         {func(a *audit) { a.Mix[1].Share = 20 }, testkit.Fault{Field: "Audit.Mix[1].Share", Reason: out}},
		"shares below 1":        {func(a *audit) { a.Mix[1].Share = math.Nextafter(0.2, 0) }, testkit.Fault{Field: "Audit.Mix", Reason: conflict}},
		"shares above 1":        {func(a *audit) { a.Mix[1].Share = math.Nextafter(0.2, 1) }, testkit.Fault{Field: "Audit.Mix", Reason: conflict}},
		"work of no stage":      {func(a *audit) { a.Mix[1].Work[1].Stage = "filing" }, testkit.Fault{Field: "Audit.Mix[1].Work[1].Stage", Reason: conflict}},
		"work twice":            {func(a *audit) { a.Mix[1].Work[1].Stage = "quotes" }, testkit.Fault{Field: "Audit.Mix[1].Work[1].Stage", Reason: conflict}},
		"too much work":         {func(a *audit) { a.Mix[1].Work = make([]capacity.ClassWork, capacity.MaxStages+1) }, testkit.Fault{Field: "Audit.Mix[1].Work", Reason: out}},
		"work negative":         {func(a *audit) { a.Mix[1].Work[0].TransactionsPerOrder = -1 }, testkit.Fault{Field: "Audit.Mix[1].Work[0].TransactionsPerOrder", Reason: out}},
		"hours negative":        {func(a *audit) { a.Mix[1].Work[0].HoursPerTransaction = -1 }, testkit.Fault{Field: "Audit.Mix[1].Work[0].HoursPerTransaction", Reason: out}},
		"hours of a maximum": {
			func(a *audit) { a.Mix[1].Work[1] = capacity.ClassWork{Stage: "shipping", HoursPerTransaction: 1} },
			testkit.Fault{Field: "Audit.Mix[1].Work[1].HoursPerTransaction", Reason: conflict},
		},
		"no lead time":          {func(a *audit) { a.LeadTime = &capacity.LeadTime{} }, testkit.Fault{Field: "Audit.LeadTime.Days", Reason: missing}},
		"lead time too long":    {func(a *audit) { a.LeadTime.Days = 10001 }, testkit.Fault{Field: "Audit.LeadTime.Days", Reason: out}},
		"fixed longer than all": {func(a *audit) { a.LeadTime.FixedDays = math.Nextafter(4, 5) }, testkit.Fault{Field: "Audit.LeadTime.FixedDays", Reason: conflict}},
		"fixed negative":        {func(a *audit) { a.LeadTime.FixedDays = -1 }, testkit.Fault{Field: "Audit.LeadTime.FixedDays", Reason: out}},
		"promise negative":      {func(a *audit) { a.LeadTime.PromisedDays = -1 }, testkit.Fault{Field: "Audit.LeadTime.PromisedDays", Reason: out}},
		"eight days a week":     {func(a *audit) { a.WorkingDaysPerWeek = 8 }, testkit.Fault{Field: "Audit.WorkingDaysPerWeek", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			a := full()
			tc.edit(&a)
			got, err := capacity.Assess(a, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, got)
			check, err := capacity.CheckAudit(a, capacity.DefaultPolicy().ContradictionPolicy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, check)
		})
	}
	a := full()
	a.LeadTime.FixedDays = 4
	_, err := capacity.Assess(a, capacity.DefaultPolicy())
	require.NoError(t, err, "nothing of the lead time queues")
}

func TestLossesRejected(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		losses []capacity.Loss
		want   testkit.Fault
	}{
		"too many":           {make([]capacity.Loss, capacity.MaxLosses+1), testkit.Fault{Field: "Scenarios[0].Losses", Reason: out}},
		"nowhere":            {[]capacity.Loss{{Share: 0.5}}, testkit.Fault{Field: "Scenarios[0].Losses[0].Where", Reason: conflict}},
		"unknown":            {[]capacity.Loss{{Where: "filing", PeopleOut: 1}}, testkit.Fault{Field: "Scenarios[0].Losses[0].Where", Reason: conflict}},
		"stage of a team":    {[]capacity.Loss{{Where: "entry", PeopleOut: 1}}, testkit.Fault{Field: "Scenarios[0].Losses[0].Where", Reason: conflict}},
		"twice":              {[]capacity.Loss{{Where: "office", PeopleOut: 1}, {Where: "office", Share: 0.1}}, testkit.Fault{Field: "Scenarios[0].Losses[1].Where", Reason: conflict}},
		"more than are":      {[]capacity.Loss{{Where: "office", PeopleOut: 3}}, testkit.Fault{Field: "Scenarios[0].Losses[0].PeopleOut", Reason: out}},
		"where nobody is":    {[]capacity.Loss{{Where: "shipping", PeopleOut: 1}}, testkit.Fault{Field: "Scenarios[0].Losses[0].PeopleOut", Reason: out}},
		"people negative":    {[]capacity.Loss{{Where: "quotes", PeopleOut: -1}}, testkit.Fault{Field: "Scenarios[0].Losses[0].PeopleOut", Reason: out}},
		"share percent":      {[]capacity.Loss{{Where: "quotes", Share: 20}}, testkit.Fault{Field: "Scenarios[0].Losses[0].Share", Reason: out}},
		"nothing is missing": {[]capacity.Loss{{Where: "quotes"}}, testkit.Fault{Field: "Scenarios[0].Losses[0].Share", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := capacity.StressTest(full(), []capacity.Scenario{{Name: "a", Multiplier: 1, Losses: tc.losses}}, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, s)
		})
	}
}

func TestCheckAudit(t *testing.T) {
	policy := capacity.DefaultPolicy().ContradictionPolicy
	check := func(a capacity.Audit) capacity.AuditCheck {
		c, err := capacity.CheckAudit(a, policy)
		require.NoError(t, err)
		testkit.RoundTrip(t, c)
		for _, f := range c.Findings {
			testkit.Explains(t, f)
		}
		return c
	}
	c := check(full())
	require.Zero(t, c.Contradictions)
	require.Equal(t, []capacity.MissingFact{
		{Fact: capacity.FactVariability, Stage: "entry", Instead: "random arrivals and exponential work are assumed"},
		{Fact: capacity.FactBacklog, Stage: "calls", Instead: "nothing is taken to be open"},
		{Fact: capacity.FactVariability, Stage: "calls", Instead: "random arrivals and exponential work are assumed"},
		{Fact: capacity.FactPeople, Stage: "shipping", Instead: "the measured maximum alone counts, and one server is assumed to work"},
		{Fact: capacity.FactBacklog, Stage: "shipping", Instead: "nothing is taken to be open"},
		{Fact: capacity.FactVariability, Stage: "shipping", Instead: "random arrivals and exponential work are assumed"},
	}, c.Missing)
	testkit.Golden(t, "audit_check", c)

	bare := check(capacity.Audit{OrdersPerDay: 1, Stages: []capacity.Stage{{Name: "a", TransactionsPerOrder: 1, People: 1, HoursPerPersonDay: 8, HoursPerTransaction: 4}}})
	var facts []capacity.Fact
	for _, m := range bare.Missing {
		facts = append(facts, m.Fact)
	}
	require.Equal(t, []capacity.Fact{
		capacity.FactMaximum, capacity.FactBacklog, capacity.FactVariability, capacity.FactOutages, capacity.FactSharedPeople, capacity.FactMix,
		capacity.FactLeadTime, capacity.FactPromise, capacity.FactWorkingDays, capacity.FactQuality, capacity.FactOvertime,
	}, facts)
	require.Equal(t, salesops.NotApplicable, bare.Findings[0].Outcome)
	testkit.EqualDecimal(t, "0.5", bare.Findings[0].Right)

	// 16 hours of people, 0.5 each: 32 a day, give or take 8.
	both := func(maximum float64) capacity.AuditCheck {
		return check(capacity.Audit{OrdersPerDay: 1, Stages: []capacity.Stage{
			{Name: "a", TransactionsPerOrder: 1, People: 2, HoursPerPersonDay: 8, HoursPerTransaction: 0.5, MaxPerDay: maximum},
		}})
	}
	for maximum, want := range map[float64]string{
		40: "", math.Nextafter(40, 50): "more was ever", 24: "", math.Nextafter(24, 0): "less was ever", 32: "",
	} {
		c := both(maximum)
		require.Len(t, c.Findings, 2)
		require.Equal(t, want != "", c.Contradictions == 1, "%v", maximum)
		require.Equal(t, want != "", c.Findings[0].Outcome == salesops.Fired)
		if want != "" {
			require.Equal(t, want[:4], c.Findings[0].Note[:4])
		} else {
			require.Empty(t, c.Findings[0].Note)
		}
	}

	// 1.5 fixed, 10 of 45 open, an hour of 6.5, half an hour and a quarter of 7, 4 × 0.5 of 14
	// hours open, one of 26.
	a := full()
	least := 1.5 + 10/45.0 + 1/6.5 + 0.5/7 + 2/14.0 + 0.25/7 + 1/26.0
	right, _ := check(a).Findings[1].Right.Float64()
	require.InDelta(t, least, right, 1e-14)
	a.LeadTime.Days = least - 1e-9
	c = check(a)
	require.Equal(t, 1, c.Contradictions)
	require.Equal(t, "no utilization explains it: work and backlog alone take longer", c.Findings[1].Note)
	a.LeadTime.Days = least + 1e-9
	require.Zero(t, check(a).Contradictions)
	a.Stages[3].TransactionsPerOrder = 0
	right, _ = check(a).Findings[1].Right.Float64()
	require.InDelta(t, least-1/26.0, right, 1e-14, "orders do not pass it")
	a.LeadTime.PromisedDays, a.Quality.OnTimeShare, a.Quality.OvertimeHoursPerWeek = 0, nil, nil
	facts = facts[:0]
	for _, m := range check(a).Missing[6:] {
		facts = append(facts, m.Fact)
	}
	require.Equal(t, []capacity.Fact{capacity.FactPromise, capacity.FactQuality, capacity.FactOvertime}, facts)

	_, err := capacity.CheckAudit(full(), capacity.ContradictionPolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "ContradictionPolicy.CapacityTolerance", Reason: salesops.ErrMissing})
}

func TestAuditCheckJSON(t *testing.T) {
	a := full()
	a.LeadTime.Days = 1.6
	c, err := capacity.CheckAudit(a, capacity.DefaultPolicy().ContradictionPolicy)
	require.NoError(t, err)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits[capacity.AuditCheck](t, text(t, c), []edit{
		{`"contradictions":1`, `"contradictions":0`, testkit.Fault{Field: "AuditCheck.Contradictions", Reason: conflict}},
		{`"fact":"variability"`, `"fact":"mood"`, testkit.Fault{Field: "AuditCheck.Missing[0].Fact", Reason: out}},
		{`"stage":"entry"`, `"stage":" entry"`, testkit.Fault{Field: "AuditCheck.Missing[0].Stage", Reason: out}},
	})
	requireEdits[capacity.AuditCheck](t, `{"missing":[],"contradictions":0,"findings":[]}`, []edit{
		{`"missing":[]`, `"missing":null`, testkit.Fault{Field: "AuditCheck.Findings", Reason: salesops.ErrMissing}},
	})
}

// How long the wait after a surge is, and how it was computed.
func TestSurgeWait(t *testing.T) {
	line := func(backlog float64, servers int) capacity.Audit {
		return capacity.Audit{OrdersPerDay: 62.5, ClearBacklogDays: 5, Stages: []capacity.Stage{{
			Name: "line", TransactionsPerOrder: 1, People: servers, HoursPerPersonDay: 8, HoursPerTransaction: 0.08 * float64(servers), Backlog: backlog,
		}}}
	}
	wait := func(a capacity.Audit, scenario capacity.Scenario, cells int) capacity.SurgeWait {
		policy := capacity.DefaultPolicy()
		policy.MaxWaitCells = cells
		s, err := capacity.StressTest(a, []capacity.Scenario{scenario}, policy)
		require.NoError(t, err)
		testkit.RoundTrip(t, s)
		return s.Surges[0].Stages[0].Wait
	}
	// The published path in units of 0.375 weeks, which are a hundredth of a day here.
	const unit = 0.01 / 0.375
	for weeks, want := range map[float64]float64{1: 1.19, 4: 1.51, 13: 2.00, 26: 2.34} {
		w := wait(line(0, 1), capacity.Scenario{Name: "s", Multiplier: 1.4, Days: weeks * unit}, 1e6)
		require.Equal(t, capacity.Uniformization, w.Method)
		require.InDelta(t, (want-0.375)*unit, w.AfterDays.Or(-1), 0.005*unit)
		require.InDelta(t, 0.625*unit, w.TodayDays.Or(-1), 1e-12)
		require.InDelta(t, 2.625*unit, w.LongRunDays.Or(-1), 1e-12)
		require.Less(t, w.ErrorDays.Or(1), 1e-9)
		require.True(t, w.Valid)
		require.Equal(t, capacity.ErlangC, w.Model)
		require.Equal(t, capacity.OwnPeople, w.Servers)
	}
	surge := capacity.Scenario{Name: "s", Multiplier: 1.4, Days: 5}
	w := wait(line(0, 1), surge, 1)
	require.Equal(t, capacity.Diffusion, w.Method)
	require.Equal(t, "an approximation without a bound", w.ErrorDays.Reason())
	require.InDelta(t, 2.625*unit, w.AfterDays.Or(-1), 0.1*unit)

	over := wait(line(0, 1), capacity.Scenario{Name: "s", Multiplier: 2, Days: 5}, 1e7)
	require.Equal(t, "the queue is unstable: it grows without end", over.LongRunDays.Reason())
	require.InDelta(t, 5*0.25, over.AfterDays.Or(-1), 0.1, "a quarter of a day's capacity more each day")

	// It begins at the backlog: 20 more than is done in a fifth of a day.
	open := wait(line(20, 1), capacity.Scenario{Name: "s", Multiplier: 1, Days: 0.01}, 1e6)
	require.InDelta(t, 0.2-0.01*0.375, open.AfterDays.Or(-1), 0.011)
	require.InDelta(t, 0.625*unit, open.TodayDays.Or(-1), 1e-12, "the long run of today")

	none := wait(line(0, 1), capacity.Scenario{Name: "s", Multiplier: 1.4}, 1e6)
	require.Equal(t, capacity.NoMethod, none.Method)
	require.Equal(t, "the scenario has no duration", none.AfterDays.Reason())
	require.InDelta(t, 2.625*unit, none.LongRunDays.Or(-1), 1e-12)
	gone := wait(line(0, 2), capacity.Scenario{Name: "s", Multiplier: 1, Days: 1, Losses: []capacity.Loss{{Where: "line", PeopleOut: 2}}}, 1e6)
	require.Equal(t, capacity.NoMethod, gone.Method)
	require.Equal(t, "nothing can be done at the stage", gone.AfterDays.Reason())
	require.Equal(t, "nothing can be done at the stage", gone.LongRunDays.Reason())

	// One of two out is one server at 1.25 of its capacity.
	half := wait(line(0, 2), capacity.Scenario{Name: "s", Multiplier: 1, Days: 5, Losses: []capacity.Loss{{Where: "line", PeopleOut: 1}}}, 1e7)
	require.InDelta(t, 5*0.25, half.AfterDays.Or(-1), 0.1)
	share := wait(line(0, 2), capacity.Scenario{Name: "s", Multiplier: 1, Days: 5, Losses: []capacity.Loss{{Where: "line", Share: 0.5}}}, 1e7)
	require.InDelta(t, 5*0.25, share.AfterDays.Or(-1), 0.1)

	// Those who are left are the servers, also in a team.
	three := wait(line(0, 4), capacity.Scenario{Name: "s", Multiplier: 1, Days: 5, Losses: []capacity.Loss{{Where: "line", PeopleOut: 1}}}, 1)
	queue := analyzed(t, capacity.Queue{ArrivalsPerDay: 62.5, ServedPerDay: 25, Servers: 3})
	require.InEpsilon(t, queue.WaitDays.Or(-1), three.LongRunDays.Or(-2), 1e-11)
	crew := line(0, 4)
	crew.Teams = []capacity.Team{{Name: "crew", People: 4, HoursPerPersonDay: 8}}
	crew.Stages[0].Team, crew.Stages[0].People, crew.Stages[0].HoursPerPersonDay = "crew", 0, 0
	three = wait(crew, capacity.Scenario{Name: "s", Multiplier: 1, Days: 5, Losses: []capacity.Loss{{Where: "crew", PeopleOut: 1}}}, 1)
	require.InEpsilon(t, queue.WaitDays.Or(-1), three.LongRunDays.Or(-2), 1e-11)

	beat := line(0, 1)
	beat.Stages[0].ArrivalSCV, beat.Stages[0].ServiceSCV = new(0.0), new(0.0)
	fluid := wait(beat, capacity.Scenario{Name: "s", Multiplier: 2, Days: 5}, 1e6)
	require.Equal(t, capacity.Fluid, fluid.Method)
	require.InDelta(t, 1.25, fluid.AfterDays.Or(-1), 1e-12)
	require.Equal(t, salesops.Defined(0), fluid.ErrorDays)

	// A stage that is over its capacity today begins where its backlog is.
	full := line(0, 1)
	full.OrdersPerDay = 100
	grown := wait(full, capacity.Scenario{Name: "s", Multiplier: 1.4, Days: 5}, 1e7)
	require.Equal(t, "the queue is unstable: it grows without end", grown.TodayDays.Reason())
	require.InDelta(t, 2, grown.AfterDays.Or(-1), 0.1, "0.4 of a day's capacity each day")

	// The backlog of a team is that of all its stages.
	team := capacity.Audit{OrdersPerDay: 10, ClearBacklogDays: 5, Teams: []capacity.Team{{Name: "office", People: 1, HoursPerPersonDay: 8}}, Stages: []capacity.Stage{
		{Name: "a", TransactionsPerOrder: 1, Team: "office", HoursPerTransaction: 0.25, Backlog: 30},
		{Name: "b", TransactionsPerOrder: 1, Team: "office", HoursPerTransaction: 0.25, Backlog: 2},
	}}
	both := wait(team, capacity.Scenario{Name: "s", Multiplier: 1, Days: 0.01}, 1e6)
	require.InDelta(t, 1, both.AfterDays.Or(-1), 0.02, "32 of 32 a day")
	require.Equal(t, capacity.TeamPeople, both.Servers)
	out := wait(team, capacity.Scenario{Name: "s", Multiplier: 1, Days: 1, Losses: []capacity.Loss{{Where: "office", PeopleOut: 1}}}, 1e6)
	require.Equal(t, capacity.NoMethod, out.Method)
}

func TestSurgeWaitJSON(t *testing.T) {
	s, err := capacity.StressTest(single(62.5, 100), []capacity.Scenario{{Name: "s", Multiplier: 1.4, Days: 0.1}}, capacity.DefaultPolicy())
	require.NoError(t, err)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	w := s.Surges[0].Stages[0].Wait
	requireEdits[capacity.SurgeWait](t, text(t, w), []edit{
		{`"method":"uniformization"`, `"method":"none"`, testkit.Fault{Field: "SurgeWait.Method", Reason: conflict}},
		{`"method":"uniformization"`, `"method":"diffusion"`, testkit.Fault{Field: "SurgeWait.Method", Reason: conflict}},
		{`"method":"uniformization"`, `"method":"guess"`, testkit.Fault{Field: "SurgeWait.Method", Reason: out}},
		{`"today_days":0`, `"today_days":-1`, testkit.Fault{Field: "SurgeWait.TodayDays", Reason: out}},
		{`"after_days":0`, `"after_days":-1`, testkit.Fault{Field: "SurgeWait.AfterDays", Reason: out}},
	})
	stage := s.Surges[0].Stages[0]
	requireEdits[capacity.StageSurge](t, text(t, stage), []edit{
		{`"strain":"unknown"`, `"strain":"none"`, testkit.Fault{Field: "StageSurge.Strain", Reason: conflict}},
		{`"fed_per_day":87.5`, `"fed_per_day":-1`, testkit.Fault{Field: "StageSurge.FedPerDay", Reason: out}},
		{`"outsource_per_day":2.5`, `"outsource_per_day":-1`, testkit.Fault{Field: "StageSurge.OutsourcePerDay", Reason: out}},
		{`"late_orders":null`, `"late_orders":-1`, testkit.Fault{Field: "StageSurge.LateOrders", Reason: out}},
		{`"utilization":0.875`, `"utilization":-1`, testkit.Fault{Field: "StageSurge.Utilization", Reason: out}},
	})
	requireEdits[capacity.Surge](t, text(t, s.Surges[0]), []edit{
		{`"remedies":[]`, `"remedies":null`, testkit.Fault{Field: "Surge.Remedies", Reason: conflict}},
		{`"remedies":[]`, `"remedies":["hope"]`, testkit.Fault{Field: "Surge.Remedies[0]", Reason: out}},
		{`"orders_out_per_day":87.5`, `"orders_out_per_day":-1`, testkit.Fault{Field: "Surge.OrdersOutPerDay", Reason: out}},
	})
	full, err := capacity.StressTest(full(), []capacity.Scenario{{Name: "s", Multiplier: 2, Days: 1}}, capacity.DefaultPolicy())
	require.NoError(t, err)
	requireEdits[capacity.Surge](t, text(t, full.Surges[0]), []edit{
		{`"strain":"retention-risk"`, `"strain":"strained"`, testkit.Fault{Field: "Surge.Findings[2].Outcome", Reason: conflict}},
	})
}
