package capacity_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// spoiled is one change to a result, and the first fault that its decoder
// finds.
type spoiled[T any] struct {
	edit   func(*T)
	field  string
	reason error
}

// requireSpoiled requires that each change to the result of a golden file is
// refused.
func requireSpoiled[T any](t *testing.T, golden string, cases map[string]spoiled[T]) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "golden", golden+".json"))
	require.NoError(t, err)
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var value, back T
			require.NoError(t, json.Unmarshal(data, &value))
			tc.edit(&value)
			faults := salesops.InputErrors(json.Unmarshal([]byte(text(t, value)), &back))
			require.NotEmpty(t, faults)
			require.Equal(t, tc.field, faults[0].Field)
			require.ErrorIs(t, faults[0], tc.reason)
			require.Zero(t, back)
		})
	}
}

func TestGrowthPlanDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type p = capacity.GrowthPlan
	cost := decimal.New(1, 0)
	negative := decimal.New(-1, 0)
	requireSpoiled(t, "growth_plan", map[string]spoiled[p]{
		"no months":                  {func(p *p) { p.Months = nil }, "GrowthPlan.Months", missing},
		"a month of another number":  {func(p *p) { p.Months[1].Month = 3 }, "GrowthPlan.Months[1].Month", conflict},
		"no phase":                   {func(p *p) { p.Months[1].Phase = "" }, "GrowthPlan.Months[1].Phase", missing},
		"level":                      {func(p *p) { p.Months[1].Level = 1001 }, "GrowthPlan.Months[1].Level", out},
		"no stages":                  {func(p *p) { p.Months[1].Stages = nil }, "GrowthPlan.Months[1].Stages", missing},
		"more stages":                {func(p *p) { p.Months[1].Stages = append(p.Months[1].Stages, p.Months[1].Stages[0]) }, "GrowthPlan.Months[1].Stages", conflict},
		"another stage":              {func(p *p) { p.Months[1].Stages[0].Stage = "x" }, "GrowthPlan.Months[1].Stages[0].Stage", conflict},
		"a stage without name":       {func(p *p) { p.Months[1].Stages[0].Stage = "" }, "GrowthPlan.Months[1].Stages[0].Stage", missing},
		"demand":                     {func(p *p) { p.Months[1].Stages[0].DemandPerDay = -1 }, "GrowthPlan.Months[1].Stages[0].DemandPerDay", out},
		"people":                     {func(p *p) { p.Months[1].Stages[0].People = 1e6 + 1 }, "GrowthPlan.Months[1].Stages[0].People", out},
		"more productive than there": {func(p *p) { p.Months[1].Stages[0].ProductivePeople = 100 }, "GrowthPlan.Months[1].Stages[0].ProductivePeople", out},
		"capacity":                   {func(p *p) { p.Months[1].Stages[0].CapacityPerDay = -1 }, "GrowthPlan.Months[1].Stages[0].CapacityPerDay", out},
		"utilization":                {func(p *p) { p.Months[1].Stages[0].Utilization = salesops.Defined(-1) }, "GrowthPlan.Months[1].Stages[0].Utilization", out},
		"need":                       {func(p *p) { p.Months[1].Stages[0].NeedPerDay = salesops.Defined(-1) }, "GrowthPlan.Months[1].Stages[0].NeedPerDay", out},
		"gap below zero":             {func(p *p) { p.Months[1].Stages[0].GapPerDay = salesops.Defined(-1) }, "GrowthPlan.Months[1].Stages[0].GapPerDay", out},
		"gap beside a buffer":        {func(p *p) { p.Months[5].Stages[0].GapPerDay = salesops.Defined(1) }, "GrowthPlan.Months[5].Stages[0].GapPerDay", conflict},
		"overtime":                   {func(p *p) { p.Months[1].Stages[0].OvertimeHoursPerWeek = salesops.Defined(-1) }, "GrowthPlan.Months[1].Stages[0].OvertimeHoursPerWeek", out},
		"not held though green":      {func(p *p) { p.Months[1].Stages[0].Held = false }, "GrowthPlan.Months[1].Stages[0].Held", conflict},
		"status of the month":        {func(p *p) { p.Months[1].Status = salesops.Red }, "GrowthPlan.Months[1].Status", conflict},
		"buffer of the month":        {func(p *p) { p.Months[1].BufferHolds = !p.Months[1].BufferHolds }, "GrowthPlan.Months[1].Status", conflict},
		"a month without cost":       {func(p *p) { p.Months[1].Cost = nil }, "GrowthPlan.Months[1].Cost", conflict},
		"no cost at all":             {func(p *p) { p.Cost = nil }, "GrowthPlan.Months[0].Cost", conflict},
		"another cost":               {func(p *p) { p.Cost = &cost }, "GrowthPlan.Cost", conflict},
		"a cost below zero":          {func(p *p) { p.Months[0].Cost = &negative }, "GrowthPlan.Months[0].Cost", out},
		"a total below zero":         {func(p *p) { p.Cost = &negative }, "GrowthPlan.Cost", out},
		"hire of nothing":            {func(p *p) { p.Hires[0].Where = "" }, "GrowthPlan.Hires[0].Where", missing},
		"hire in the past":           {func(p *p) { p.Hires[0].StartMonth = 0 }, "GrowthPlan.Hires[0].StartMonth", missing},
		"hire before the start":      {func(p *p) { p.Hires[0].JoinMonth, p.Hires[0].StartMonth = 1, 2 }, "GrowthPlan.Hires[0].JoinMonth", out},
		"needed before they join":    {func(p *p) { p.Hires[0].NeededIn = 1 }, "GrowthPlan.Hires[0].NeededIn", out},
		"nobody":                     {func(p *p) { p.Hires[0].People = 0 }, "GrowthPlan.Hires[0].People", missing},
		"fewer starts than people":   {func(p *p) { p.Hires[0].Starts = 0 }, "GrowthPlan.Hires[0].Starts", missing},
		"hires in another order":     {func(p *p) { p.Hires[0].StartMonth, p.Hires[0].JoinMonth, p.Hires[0].NeededIn = 4, 6, 6 }, "GrowthPlan.Hires[1].StartMonth", conflict},
		"a breach left out":          {func(p *p) { p.Breaches = p.Breaches[1:] }, "GrowthPlan.Breaches", conflict},
		"no breaches":                {func(p *p) { p.Breaches = nil }, "GrowthPlan.Breaches", conflict},
		"a breach too many":          {func(p *p) { p.Breaches = append(p.Breaches, p.Breaches[0]) }, "GrowthPlan.Breaches", conflict},
		"a breach of another month":  {func(p *p) { p.Breaches[0].Month++ }, "GrowthPlan.Breaches", conflict},
		"a breach of another stage":  {func(p *p) { p.Breaches[0].Stage = "x" }, "GrowthPlan.Breaches", conflict},
		"a breach that did not fire": {func(p *p) { p.Breaches[0].Finding.Outcome = salesops.NotApplicable }, "GrowthPlan.Breaches", conflict},
		"a breach of no stage":       {func(p *p) { p.Breaches[1].Stage, p.Breaches[1].Finding.Subject = "", "" }, "GrowthPlan.Breaches[1].Stage", missing},
		"no gates":                   {func(p *p) { p.Gates = nil }, "GrowthPlan.Gates", missing},
		"a gate without phase":       {func(p *p) { p.Gates[1].Phase = "" }, "GrowthPlan.Gates[1].Phase", missing},
		"a gate of another phase":    {func(p *p) { p.Gates[1].Phase = "x" }, "GrowthPlan.Gates[1].State", conflict},
		"a gate before the other":    {func(p *p) { p.Gates[1].Month = 2 }, "GrowthPlan.Gates[1].Month", out},
		"a gate after the end":       {func(p *p) { p.Gates[2].Month = 7 }, "GrowthPlan.Gates[2].Month", out},
		"a state that is not so":     {func(p *p) { p.Gates[1].State = capacity.GateOpen }, "GrowthPlan.Gates[1].State", conflict},
		"a gate without findings":    {func(p *p) { p.Gates[1].Findings = nil }, "GrowthPlan.Gates[1].Findings", missing},
		"a finding of no stage":      {func(p *p) { p.Gates[1].Findings[0].Subject = "x" }, "GrowthPlan.Gates[1].Findings[0].Rule", conflict},
		"a finding that is not so":   {func(p *p) { p.Gates[1].Findings[0].Outcome = salesops.NotApplicable }, "GrowthPlan.Gates[1].Findings", conflict},
		"reached":                    {func(p *p) { p.Reached = "scale" }, "GrowthPlan.Reached", conflict},
		"a phase without gate":       {func(p *p) { p.Gates = p.Gates[:2] }, "GrowthPlan.Reached", conflict},
		"a pace without number":      {func(p *p) { p.Pace.MonthlyGrowth = salesops.Undefined("") }, "GrowthPlan.Pace.MonthlyGrowth", conflict},
		"a pace below zero":          {func(p *p) { p.Pace.MonthlyGrowth = salesops.Defined(-0.1) }, "GrowthPlan.Pace.MonthlyGrowth", conflict},
		"a pace without limit":       {func(p *p) { p.Pace.Limit = capacity.HiringKeepsUp }, "GrowthPlan.Pace.MonthlyGrowth", conflict},
		"a pace that keeps up":       {func(p *p) { p.Pace.Limit, p.Pace.MonthlyGrowth = capacity.HiringKeepsUp, salesops.Undefined("") }, "GrowthPlan.Pace.Stage", conflict},
		"a pace of no stage":         {func(p *p) { p.Pace.Stage = "" }, "GrowthPlan.Pace.Stage", missing},
		"a pace of no month":         {func(p *p) { p.Pace.Month = 7 }, "GrowthPlan.Pace.Month", out},
	})
}

func TestLoadProjectionDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type p = capacity.LoadProjection
	stage := func(edit func(*capacity.StageWeek)) func(*p) {
		return func(p *p) { edit(&p.Weeks[1].Stages[0]) }
	}
	const at = "LoadProjection.Weeks[1].Stages[0]."
	requireSpoiled(t, "load_projection", map[string]spoiled[p]{
		"no weeks":                   {func(p *p) { p.Weeks = nil }, "LoadProjection.Weeks", missing},
		"a week of another number":   {func(p *p) { p.Weeks[1].Week = 1 }, "LoadProjection.Weeks[1].Week", conflict},
		"no stages":                  {func(p *p) { p.Weeks[1].Stages = nil }, "LoadProjection.Weeks[1].Stages", missing},
		"more stages":                {func(p *p) { p.Weeks[1].Stages = append(p.Weeks[1].Stages, p.Weeks[1].Stages[0]) }, "LoadProjection.Weeks[1].Stages", conflict},
		"another stage":              {stage(func(s *capacity.StageWeek) { s.Stage = "x" }), at + "Stage", conflict},
		"no stage":                   {stage(func(s *capacity.StageWeek) { s.Stage = "" }), at + "Stage", missing},
		"no capacity":                {stage(func(s *capacity.StageWeek) { s.Capacity = 0 }), at + "Capacity", missing},
		"less than nothing":          {stage(func(s *capacity.StageWeek) { s.WithoutDeals = -1 }), at + "WithoutDeals", out},
		"expected":                   {stage(func(s *capacity.StageWeek) { s.Expected = 0 }), at + "Expected", out},
		"median":                     {stage(func(s *capacity.StageWeek) { s.P50.Low = 0 }), at + "P50.Low", out},
		"high below median":          {stage(func(s *capacity.StageWeek) { s.P90.Low = s.P50.Low - 1 }), at + "P90.Low", out},
		"high end below the median":  {stage(func(s *capacity.StageWeek) { s.P90.High, s.P50.High = s.P90.Low, s.P90.Low+1 }), at + "P90.High", out},
		"statuses":                   {stage(func(s *capacity.StageWeek) { s.P90Status = salesops.Green }), at + "P90Status", conflict},
		"a breach left out":          {func(p *p) { p.Breaches = p.Breaches[1:] }, "LoadProjection.Breaches", conflict},
		"no breaches":                {func(p *p) { p.Breaches = nil }, "LoadProjection.Breaches", conflict},
		"a breach too many":          {func(p *p) { p.Breaches = append(p.Breaches, p.Breaches[0]) }, "LoadProjection.Breaches", conflict},
		"a breach of another week":   {func(p *p) { p.Breaches[0].Week = 1 }, "LoadProjection.Breaches", conflict},
		"a breach of another basis":  {func(p *p) { p.Breaches[0].Basis = capacity.ExpectedLoad }, "LoadProjection.Breaches", conflict},
		"a breach of another line":   {func(p *p) { p.Breaches[0].Status = salesops.Green }, "LoadProjection.Breaches", conflict},
		"a breach of another stage":  {func(p *p) { p.Breaches[0].Stage = "x" }, "LoadProjection.Breaches", conflict},
		"a breach of no stage":       {func(p *p) { p.Breaches[1].Stage, p.Breaches[1].Finding.Subject = "", "" }, "LoadProjection.Breaches[1].Stage", missing},
		"a breach that did not fire": {func(p *p) { p.Breaches[0].Finding.Outcome = salesops.NotApplicable }, "LoadProjection.Breaches", conflict},
		"no deals":                   {func(p *p) { p.Breaches[0].Deals = nil }, "LoadProjection.Breaches", conflict},
		"a deal of no name":          {func(p *p) { p.Likely[0].Deal = "" }, "LoadProjection.Likely[0].Deal", missing},
		"a deal's chance":            {func(p *p) { p.Likely[0].Chance = 2 }, "LoadProjection.Likely[0].Chance", out},
		"a deal's week":              {func(p *p) { p.Likely[0].FirstWeek = 209 }, "LoadProjection.Likely[0].FirstWeek", out},
		"a deal's work":              {func(p *p) { p.Likely[0].CapacityWeeks = -1 }, "LoadProjection.Likely[0].CapacityWeeks", out},
		"work at no stage":           {func(p *p) { p.Likely[0].Stage = "" }, "LoadProjection.Likely[0].CapacityWeeks", conflict},
		"deals in another order":     {func(p *p) { p.Likely = append(p.Likely, p.Likely[0]); p.Likely[1].CapacityWeeks++ }, "LoadProjection.Likely[1].CapacityWeeks", conflict},
		"a need of no name":          {func(p *p) { p.Needs[0].Need = "" }, "LoadProjection.Needs[0].Need", missing},
		"a need's chance":            {func(p *p) { p.Needs[0].Chance = 2 }, "LoadProjection.Needs[0].Chance", out},
		"a need's week":              {func(p *p) { p.Needs[0].FirstWeek = 0 }, "LoadProjection.Needs[0].FirstWeek", missing},
		"a need of no deal":          {func(p *p) { p.Needs[0].Deals = nil }, "LoadProjection.Needs[0].Deals", missing},
		"needs in another order":     {func(p *p) { p.Needs = append(p.Needs, p.Needs[0]); p.Needs[1].FirstWeek = 1 }, "LoadProjection.Needs[1].FirstWeek", conflict},
	})
}

func TestTerritoryBalanceDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type b = capacity.TerritoryBalance
	requireSpoiled(t, "territory_balance", map[string]spoiled[b]{
		"no territories":             {func(b *b) { b.Before = nil }, "TerritoryBalance.Before", missing},
		"fewer after":                {func(b *b) { b.After = b.After[1:] }, "TerritoryBalance.After", conflict},
		"another after":              {func(b *b) { b.After[1].Territory = "x" }, "TerritoryBalance.After[1].Territory", conflict},
		"twice the same":             {func(b *b) { b.After[1].Territory, b.Before[1].Territory = "north", "north" }, "TerritoryBalance.After[1].Territory", conflict},
		"no name":                    {func(b *b) { b.Before[1].Territory = "" }, "TerritoryBalance.Before[1].Territory", missing},
		"accounts":                   {func(b *b) { b.After[0].Accounts = -1 }, "TerritoryBalance.After[0].Accounts", out},
		"opportunity":                {func(b *b) { b.After[0].Opportunity = -1 }, "TerritoryBalance.After[0].Opportunity", out},
		"index":                      {func(b *b) { b.After[0].OpportunityIndex = salesops.Defined(-1) }, "TerritoryBalance.After[0].OpportunityIndex", out},
		"hours":                      {func(b *b) { b.After[0].HoursPerWeek = -1 }, "TerritoryBalance.After[0].HoursPerWeek", out},
		"workload":                   {func(b *b) { b.After[0].WorkloadIndex = salesops.Defined(-1) }, "TerritoryBalance.After[0].WorkloadIndex", out},
		"utilization":                {func(b *b) { b.After[0].Utilization = -1 }, "TerritoryBalance.After[0].Utilization", out},
		"a finding left out":         {func(b *b) { b.Findings = b.Findings[1:] }, "TerritoryBalance.Findings[0].Rule", conflict},
		"a finding at the end":       {func(b *b) { b.Findings = b.Findings[:len(b.Findings)-1] }, "TerritoryBalance.Findings", missing},
		"a finding too many":         {func(b *b) { b.Findings = append(b.Findings, b.Findings[0]) }, "TerritoryBalance.Findings[12].Rule", out},
		"a move of nothing":          {func(b *b) { b.Moves[0].Account = "" }, "TerritoryBalance.Moves[0].Account", missing},
		"moves in another order":     {func(b *b) { b.Moves[1].Account = "b" }, "TerritoryBalance.Moves[1].Account", conflict},
		"a move to nowhere":          {func(b *b) { b.Moves[0].To = "x" }, "TerritoryBalance.Moves[0].To", conflict},
		"a move from nowhere":        {func(b *b) { b.Moves[0].From = "x" }, "TerritoryBalance.Moves[0].From", conflict},
		"a move to where it was":     {func(b *b) { b.Moves[0].From = b.Moves[0].To }, "TerritoryBalance.Moves[0].From", conflict},
		"balance for nobody's":       {func(b *b) { b.Moves[0].From = "" }, "TerritoryBalance.Moves[0].From", conflict},
		"an orphan of somebody":      {func(b *b) { b.Moves[1].From = "south" }, "TerritoryBalance.Moves[1].From", conflict},
		"left without firing":        {func(b *b) { b.Left[0].Outcome = salesops.NotApplicable }, "TerritoryBalance.Left[0].Rule", conflict},
		"left of no territory":       {func(b *b) { b.Left[0].Subject = "x" }, "TerritoryBalance.Left[0].Rule", conflict},
		"left of another rule":       {func(b *b) { b.Left[0].Rule = "orphaned-accounts" }, "TerritoryBalance.Left[0].Rule", conflict},
		"obstacles in another order": {func(b *b) { b.Obstacles = append(b.Obstacles, capacity.Obstacle{Kind: capacity.TooFewAccounts}) }, "TerritoryBalance.Obstacles[1].Kind", conflict},
		"balanced":                   {func(b *b) { b.Balanced = true }, "TerritoryBalance.Balanced", conflict},
		"nothing left":               {func(b *b) { b.Left = []salesops.Finding{} }, "TerritoryBalance.Balanced", conflict},
		"no obstacle":                {func(b *b) { b.Obstacles = []capacity.Obstacle{} }, "TerritoryBalance.Balanced", conflict},
		"nil left":                   {func(b *b) { b.Left, b.Balanced, b.Obstacles = nil, true, []capacity.Obstacle{} }, "TerritoryBalance.Balanced", conflict},
		"nil obstacles":              {func(b *b) { b.Left, b.Balanced, b.Obstacles = []salesops.Finding{}, true, nil }, "TerritoryBalance.Balanced", conflict},
	})
}

func TestAccountPlanDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type p = capacity.AccountPlan
	requireSpoiled(t, "account_plan", map[string]spoiled[p]{
		"no reps":                    {func(p *p) { p.Reps = nil }, "AccountPlan.Reps", missing},
		"a rep of no name":           {func(p *p) { p.Reps[0].Rep = "" }, "AccountPlan.Reps[0].Rep", missing},
		"a rep twice":                {func(p *p) { p.Reps[1].Rep = "ann" }, "AccountPlan.Reps[1].Rep", conflict},
		"hours":                      {func(p *p) { p.Reps[0].HoursPerWeek = 169 }, "AccountPlan.Reps[0].HoursPerWeek", out},
		"hours left":                 {func(p *p) { p.Reps[0].HoursLeft = -1 }, "AccountPlan.Reps[0].HoursLeft", out},
		"an account of no name":      {func(p *p) { p.Reps[0].Accounts[1] = "" }, "AccountPlan.Reps[0].Accounts[1]", missing},
		"an account twice":           {func(p *p) { p.Reps[0].Accounts[1] = "acme" }, "AccountPlan.Reps[0].Accounts[1]", conflict},
		"placed and not":             {func(p *p) { p.Unplaced[0].Account = "acme" }, "AccountPlan.Unplaced[0].Account", conflict},
		"work":                       {func(p *p) { p.Unplaced[0].HoursPerWeek = 1e6 + 1 }, "AccountPlan.Unplaced[0].HoursPerWeek", out},
		"no such rep":                {func(p *p) { p.Unplaced[0].Reason = capacity.NoSuchRep }, "AccountPlan.Unplaced[0].Reason", conflict},
		"there is such a rep":        {func(p *p) { p.Unplaced[1].Reason = capacity.NoRepWithTime }, "AccountPlan.Unplaced[1].Reason", conflict},
		"no hours known":             {func(p *p) { p.Unplaced[0].MostHoursLeft = salesops.Undefined("") }, "AccountPlan.Unplaced[0].Reason", conflict},
		"hours enough":               {func(p *p) { p.Unplaced[0].MostHoursLeft = salesops.Defined(5) }, "AccountPlan.Unplaced[0].MostHoursLeft", conflict},
		"more hours than a week has": {func(p *p) { p.Unplaced[0].MostHoursLeft = salesops.Defined(-1) }, "AccountPlan.Unplaced[0].MostHoursLeft", out},
		"nothing at all": {func(p *p) {
			p.Unplaced = nil
			p.Reps[0].Accounts, p.Reps[1].Accounts, p.Reps[2].Accounts = []string{}, []string{}, []string{}
		}, "AccountPlan.Accounts", missing},
	})
}

// Time that is a hair short may print as enough.
func TestAccountPlanDecodesAtTheLine(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden", "account_plan.json"))
	require.NoError(t, err)
	var plan capacity.AccountPlan
	require.NoError(t, json.Unmarshal(data, &plan))
	plan.Unplaced[0].MostHoursLeft = salesops.Defined(plan.Unplaced[0].HoursPerWeek)
	testkit.RoundTrip(t, plan)
}

func TestReviewDecodes(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type r = capacity.Review
	cost := decimal.New(1, 0)
	negative := decimal.New(-1, 0)
	requireSpoiled(t, "review", map[string]spoiled[r]{
		"one week": {func(r *r) {
			r.Load.Weeks, r.Load.Breaches = r.Load.Weeks[:1], []capacity.LoadBreach{r.Load.Breaches[0]}
		}, "Review.Load.Breaches", conflict},
		"today's bottleneck":  {func(r *r) { r.Bottlenecks[0].Today = -1 }, "Review.Bottlenecks[0].Today", out},
		"this week":           {func(r *r) { r.Bottlenecks[0].ThisWeek = -1 }, "Review.Bottlenecks[0].ThisWeek", out},
		"next week":           {func(r *r) { r.Bottlenecks[2].NextWeek = -1 }, "Review.Bottlenecks[2].NextWeek", out},
		"no such stage":       {func(r *r) { r.Bottlenecks[0].Stage = "x" }, "Review.Bottlenecks[0].Stage", conflict},
		"green":               {func(r *r) { r.Bottlenecks[0].Status = salesops.Green }, "Review.Bottlenecks[0].Stage", conflict},
		"another order":       {func(r *r) { r.Bottlenecks[1].NextWeek = 2 }, "Review.Bottlenecks[1].Stage", conflict},
		"no hours":            {func(r *r) { r.Automate[1].HoursPerWeek = 0 }, "Review.Automate[1].HoursPerWeek", missing},
		"more than all":       {func(r *r) { r.Automate[0].Share = 1.1 }, "Review.Automate[0].Share", out},
		"relief of no stage":  {func(r *r) { r.Automate[0].Stage = "x" }, "Review.Automate[0].Stage", conflict},
		"relief out of order": {func(r *r) { r.Automate[1].HoursPerWeek = 100 }, "Review.Automate[1].Stage", conflict},
		"other remedies":      {func(r *r) { r.Bottlenecks[2].Remedies = r.Bottlenecks[0].Remedies }, "Review.Bottlenecks[2].Remedies", conflict},
		"null remedies":       {func(r *r) { r.Bottlenecks[1].Remedies = nil }, "Review.Bottlenecks[1].Remedies", conflict},
		"what automates":      {func(r *r) { r.Automate[1].Remedies = r.Automate[1].Remedies[1:] }, "Review.Automate[1].Remedies", conflict},
		"nothing automates":   {func(r *r) { r.Automate[0].Remedies = nil }, "Review.Automate[0].Remedies", conflict},
		"hires":               {func(r *r) { r.HireNow = r.HireNow[1:] }, "Review.HireNow", conflict},
		"no investment":       {func(r *r) { r.Investment = nil }, "Review.Investment", conflict},
		"another investment":  {func(r *r) { r.Investment = &cost }, "Review.Investment", conflict},
		"less than nothing":   {func(r *r) { r.Investment = &negative }, "Review.Investment", out},
		"another stage":       {func(r *r) { r.Today.Stages[0].Stage, r.Today.Findings[0].Subject = "x", "x" }, "Review.Today.Findings[1].Rule", conflict},
	})
}

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodePlans(f *testing.F) {
	for _, name := range []string{
		"growth", "growth_plan", "pipeline", "load_projection", "outlook", "review", "territory_map", "territory_balance", "account_book", "account_plan",
	} {
		data, err := os.ReadFile(filepath.Join("testdata", "golden", name+".json"))
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[capacity.Growth](t, data)
		testkit.Decodes[capacity.GrowthPlan](t, data)
		testkit.Decodes[capacity.Pipeline](t, data)
		testkit.Decodes[capacity.LoadProjection](t, data)
		testkit.Decodes[capacity.Outlook](t, data)
		testkit.Decodes[capacity.Review](t, data)
		testkit.Decodes[capacity.TerritoryMap](t, data)
		testkit.Decodes[capacity.TerritoryBalance](t, data)
		testkit.Decodes[capacity.AccountBook](t, data)
		testkit.Decodes[capacity.AccountPlan](t, data)
	})
}
