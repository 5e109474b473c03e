package readiness_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// quiet are observations of everything, with no flag up.
func quiet() readiness.Observations {
	return readiness.Observations{
		QuoteResponseHours: new(12.0), OrderErrorRate: new(0.02), OvertimeHoursPerWeek: new(4.0),
		ComplaintsPer100Orders: []float64{2, 2.5, 2, 2.25},
		Sales:                  &readiness.SalesResult{Actual: *price("900"), Plan: *price("1000")},
		Warnings:               &readiness.WarningSet{},
		WillFigureItOut:        new(false),
		QualityByWeek:          []float64{9, 9.25, 9, 9.5},
		KeyDepartures:          new(0),
		Stages: []readiness.StageOutlook{
			{Name: "quotes", Now: salesops.Green, Forecast: salesops.Green},
			{Name: "orders", Now: salesops.Yellow, Forecast: salesops.Green},
			{Name: "shipping", Now: salesops.Red, Forecast: salesops.Red},
		},
		NotTalking: new(false),
	}
}

func flagging() readiness.FlagPolicy { return readiness.DefaultPolicy().FlagPolicy }

func fired(t *testing.T, ids ...readiness.Warning) *readiness.WarningSet {
	t.Helper()
	text, err := json.Marshal(ids)
	require.NoError(t, err)
	set := new(readiness.WarningSet)
	require.NoError(t, json.Unmarshal(text, set))
	return set
}

func TestRaiseFlags(t *testing.T) {
	sold := func(o *readiness.Observations, actual, plan string) {
		o.Sales = &readiness.SalesResult{Actual: *price(actual), Plan: *price(plan)}
	}
	allGreen := []readiness.StageOutlook{{Name: "quotes", Now: salesops.Green}}
	up, down, not := salesops.Fired, salesops.NotFired, salesops.NotApplicable
	for name, tc := range map[string]struct {
		edit func(*readiness.Observations)
		flag readiness.Flag
		want salesops.Outcome
	}{
		"quotes at the line":      {func(o *readiness.Observations) { o.QuoteResponseHours = new(48.0) }, readiness.SlowQuotes, down},
		"quotes above":            {func(o *readiness.Observations) { o.QuoteResponseHours = new(math.Nextafter(48, 49)) }, readiness.SlowQuotes, up},
		"quotes not observed":     {func(o *readiness.Observations) { o.QuoteResponseHours = nil }, readiness.SlowQuotes, not},
		"errors at the line":      {func(o *readiness.Observations) { o.OrderErrorRate = new(0.05) }, readiness.OrderErrors, down},
		"errors above":            {func(o *readiness.Observations) { o.OrderErrorRate = new(math.Nextafter(0.05, 1)) }, readiness.OrderErrors, up},
		"errors not observed":     {func(o *readiness.Observations) { o.OrderErrorRate = nil }, readiness.OrderErrors, not},
		"overtime at the line":    {func(o *readiness.Observations) { o.OvertimeHoursPerWeek = new(15.0) }, readiness.HeavyOvertime, down},
		"overtime above":          {func(o *readiness.Observations) { o.OvertimeHoursPerWeek = new(math.Nextafter(15, 16)) }, readiness.HeavyOvertime, up},
		"overtime not observed":   {func(o *readiness.Observations) { o.OvertimeHoursPerWeek = nil }, readiness.HeavyOvertime, not},
		"complaints rise":         {func(o *readiness.Observations) { o.ComplaintsPer100Orders = []float64{9, 1, 1.1, 1.2, 1.3} }, readiness.RisingComplaints, up},
		"complaints pause":        {func(o *readiness.Observations) { o.ComplaintsPer100Orders = []float64{1, 1.1, 1.1, 1.2} }, readiness.RisingComplaints, down},
		"complaints fell at last": {func(o *readiness.Observations) { o.ComplaintsPer100Orders = []float64{1, 2, 3, 4, 3.9} }, readiness.RisingComplaints, down},
		"complaints of three":     {func(o *readiness.Observations) { o.ComplaintsPer100Orders = []float64{1, 2, 3} }, readiness.RisingComplaints, not},
		"complaints not observed": {func(o *readiness.Observations) { o.ComplaintsPer100Orders = nil }, readiness.RisingComplaints, not},
		"quality falls":           {func(o *readiness.Observations) { o.QualityByWeek = []float64{1, 9, 8.9, 8.8, 8.7} }, readiness.DecliningQuality, up},
		"quality pauses":          {func(o *readiness.Observations) { o.QualityByWeek = []float64{9, 8.9, 8.9, 8.8} }, readiness.DecliningQuality, down},
		"quality of three":        {func(o *readiness.Observations) { o.QualityByWeek = []float64{3, 2, 1} }, readiness.DecliningQuality, not},
		"sales below plan":        {func(o *readiness.Observations) { sold(o, "999.99", "1000") }, readiness.CelebratingSales, down},
		"sales at plan, one red":  {func(o *readiness.Observations) { sold(o, "1000.00", "1000") }, readiness.CelebratingSales, up},
		"sales not observed":      {func(o *readiness.Observations) { o.Sales = nil }, readiness.CelebratingSales, not},
		"at plan and well":        {func(o *readiness.Observations) { sold(o, "1", "1"); o.Stages = allGreen }, readiness.CelebratingSales, not},
		"at plan, one warning": {func(o *readiness.Observations) {
			sold(o, "1", "1")
			o.Stages, o.Warnings = allGreen, fired(t, readiness.LongOvertime)
		}, readiness.CelebratingSales, up},
		"at plan, warning only": {func(o *readiness.Observations) {
			sold(o, "1", "1")
			o.Stages, o.Warnings = nil, fired(t, readiness.LongOvertime)
		}, readiness.CelebratingSales, up},
		"at plan, red stage only":  {func(o *readiness.Observations) { sold(o, "1", "1"); o.Warnings = nil }, readiness.CelebratingSales, up},
		"at plan, stages unknown":  {func(o *readiness.Observations) { sold(o, "1", "1"); o.Stages = nil }, readiness.CelebratingSales, not},
		"at plan, no warnings":     {func(o *readiness.Observations) { sold(o, "1", "1"); o.Stages, o.Warnings = allGreen, nil }, readiness.CelebratingSales, not},
		"heard":                    {func(o *readiness.Observations) { o.WillFigureItOut = new(true) }, readiness.WillFigureItOut, up},
		"not heard":                {func(*readiness.Observations) {}, readiness.WillFigureItOut, down},
		"nobody listened":          {func(o *readiness.Observations) { o.WillFigureItOut = nil }, readiness.WillFigureItOut, not},
		"one left":                 {func(o *readiness.Observations) { o.KeyDepartures = new(1) }, readiness.KeyPeopleLeaving, up},
		"nobody left":              {func(*readiness.Observations) {}, readiness.KeyPeopleLeaving, down},
		"departures not observed":  {func(o *readiness.Observations) { o.KeyDepartures = nil }, readiness.KeyPeopleLeaving, not},
		"red as forecast":          {func(*readiness.Observations) {}, readiness.SurpriseCapacity, down},
		"red, forecast yellow":     {func(o *readiness.Observations) { o.Stages[2].Forecast = salesops.Yellow }, readiness.SurpriseCapacity, up},
		"red, in no forecast":      {func(o *readiness.Observations) { o.Stages[2].Forecast = "" }, readiness.SurpriseCapacity, down},
		"yellow, forecast green":   {func(o *readiness.Observations) { o.Stages = o.Stages[:2] }, readiness.SurpriseCapacity, down},
		"no forecast of any stage": {func(o *readiness.Observations) { o.Stages = allGreen }, readiness.SurpriseCapacity, not},
		"not talking":              {func(o *readiness.Observations) { o.NotTalking = new(true) }, readiness.NotTalking, up},
		"talking":                  {func(*readiness.Observations) {}, readiness.NotTalking, down},
		"talking not observed":     {func(o *readiness.Observations) { o.NotTalking = nil }, readiness.NotTalking, not},
	} {
		t.Run(name, func(t *testing.T) {
			observations := quiet()
			tc.edit(&observations)
			review, err := readiness.RaiseFlags(observations, flagging())
			require.NoError(t, err)
			at := slices.Index(readiness.Flags(), tc.flag)
			require.Equal(t, string(tc.flag), review.Findings[at].Rule)
			require.Equal(t, tc.want, review.Findings[at].Outcome, review.Findings[at].Note)
			require.Equal(t, tc.want == up, slices.Contains(review.Raised, tc.flag))
			require.Equal(t, tc.want == not, slices.Contains(review.NotJudged, tc.flag))
			require.Len(t, review.Raised, review.Count)
			for _, f := range review.Findings {
				testkit.Explains(t, f)
				require.Equal(t, f.Outcome != down, f.Note != "", "%v", f)
			}
		})
	}
}

// Why a flag does not apply tells a missing observation from a good one.
func TestCelebratingSalesNotes(t *testing.T) {
	green := []readiness.StageOutlook{{Name: "quotes", Now: salesops.Green}}
	note := func(stages []readiness.StageOutlook, warnings *readiness.WarningSet) string {
		o := quiet()
		o.Stages, o.Warnings = stages, warnings
		review, err := readiness.RaiseFlags(o, flagging())
		require.NoError(t, err)
		require.Contains(t, review.NotJudged, readiness.CelebratingSales)
		return review.Findings[4].Note
	}
	well := note(green, &readiness.WarningSet{})
	unknown := note(nil, nil)
	require.NotEqual(t, well, unknown)
	require.Equal(t, unknown, note(nil, &readiness.WarningSet{}))
	require.Equal(t, unknown, note(green, nil))
}

func TestRaiseFlagsQuiet(t *testing.T) {
	review, err := readiness.RaiseFlags(quiet(), flagging())
	require.NoError(t, err)
	require.Zero(t, review.Count)
	require.Equal(t, []readiness.Flag{}, review.Raised)
	require.Equal(t, []readiness.Flag{}, review.NotJudged)

	review, err = readiness.RaiseFlags(readiness.Observations{}, flagging())
	require.NoError(t, err)
	require.Zero(t, review.Count)
	require.Equal(t, readiness.Flags(), review.NotJudged)
}

// Each flag has its own remedy, and the numbers behind it can be read.
func TestRaiseFlagsFindings(t *testing.T) {
	o := quiet()
	o.QuoteResponseHours, o.OrderErrorRate, o.OvertimeHoursPerWeek = new(60.0), new(0.06), new(16.0)
	o.ComplaintsPer100Orders, o.QualityByWeek = []float64{1, 2, 3, 4, 5}, []float64{4, 3, 2, 1}
	o.Sales.Actual = *price("1100.5")
	o.WillFigureItOut, o.NotTalking, o.KeyDepartures = new(true), new(true), new(2)
	o.Stages[2].Forecast = salesops.Green
	review, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	require.Equal(t, 10, review.Count)
	require.Equal(t, readiness.Flags(), review.Raised)
	remedies := make(map[string]bool)
	var got []string
	for _, f := range review.Findings {
		remedies[f.Note] = true
		f.Note = ""
		got = append(got, f.String())
	}
	require.Len(t, remedies, 10)
	require.Equal(t, []string{
		"slow-quotes: quote response 60 > 48 hours: fired, -12 to the line",
		"order-errors: share of orders with errors 0.06 > 0.05 of orders: fired, -0.01 to the line",
		"heavy-overtime: overtime per person 16 > 15 hours a week: fired, -1 to the line",
		"rising-complaints: weeks running with more complaints 4 >= 3 weeks: fired, -1 to the line",
		"celebrating-sales: sales 1100.5 >= 1000 in the currency of the plan: fired, -100.5 to the line",
		"will-figure-it-out: \"we'll figure it out\" is heard 1 >= 1 (1 is yes): fired, +0 to the line",
		"declining-quality: weeks running with lower quality 3 >= 3 weeks: fired, +0 to the line",
		"key-people-leaving: key people who left 2 >= 1 people: fired, -1 to the line",
		"surprise-capacity: stages red that the forecast had otherwise 1 >= 1 stages: fired, +0 to the line",
		"not-talking: sales and operations don't talk 1 >= 1 (1 is yes): fired, +0 to the line",
	}, got)
}

func TestRaiseFlagsByPolicy(t *testing.T) {
	policy := readiness.FlagPolicy{
		FlagQuoteResponseHours: 10, FlagOrderErrorRate: 0.01, FlagOvertimeHoursPerWeek: 3, FlagWorseWeeks: 1, FlagKeyDepartures: 2,
	}
	o := quiet()
	o.KeyDepartures = new(1)
	review, err := readiness.RaiseFlags(o, policy)
	require.NoError(t, err)
	require.Equal(t, []readiness.Flag{readiness.SlowQuotes, readiness.OrderErrors, readiness.HeavyOvertime, readiness.RisingComplaints}, review.Raised)
	o.QualityByWeek = []float64{2, 1}
	o.ComplaintsPer100Orders = []float64{2}
	review, err = readiness.RaiseFlags(o, policy)
	require.NoError(t, err)
	require.Contains(t, review.Raised, readiness.DecliningQuality)
	require.Equal(t, []readiness.Flag{readiness.RisingComplaints}, review.NotJudged)
	require.Equal(t, "needs 2 weekly figures and has 1", review.Findings[3].Note)
}

func TestRaiseFlagsRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.Observations, *readiness.FlagPolicy)
		want testkit.Fault
	}{
		"quotes":          {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.QuoteResponseHours = new(10_000.5) }, testkit.Fault{Field: "Observations.QuoteResponseHours", Reason: out}},
		"errors":          {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.OrderErrorRate = new(1.5) }, testkit.Fault{Field: "Observations.OrderErrorRate", Reason: out}},
		"overtime":        {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.OvertimeHoursPerWeek = new(169.0) }, testkit.Fault{Field: "Observations.OvertimeHoursPerWeek", Reason: out}},
		"complaint":       {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.ComplaintsPer100Orders[1] = -1 }, testkit.Fault{Field: "Observations.ComplaintsPer100Orders[1]", Reason: out}},
		"complaint large": {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.ComplaintsPer100Orders[0] = 2e6 }, testkit.Fault{Field: "Observations.ComplaintsPer100Orders[0]", Reason: out}},
		"complaints too long": {func(o *readiness.Observations, _ *readiness.FlagPolicy) {
			o.ComplaintsPer100Orders = make([]float64, readiness.MaxWeeks+1)
		}, testkit.Fault{Field: "Observations.ComplaintsPer100Orders", Reason: out}},
		"sales": {func(o *readiness.Observations, _ *readiness.FlagPolicy) {
			o.Sales.Actual = decimal.New(1, 1_000_000_000)
		}, testkit.Fault{Field: "Observations.Sales.Actual", Reason: out}},
		"sales too low":    {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Sales.Actual = decimal.New(-11, 14) }, testkit.Fault{Field: "Observations.Sales.Actual", Reason: out}},
		"plan negative":    {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Sales.Plan = *price("-1") }, testkit.Fault{Field: "Observations.Sales.Plan", Reason: out}},
		"quality NaN":      {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.QualityByWeek[3] = math.NaN() }, testkit.Fault{Field: "Observations.QualityByWeek[3]", Reason: out}},
		"quality low":      {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.QualityByWeek[3] = -2e9 }, testkit.Fault{Field: "Observations.QualityByWeek[3]", Reason: out}},
		"departures":       {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.KeyDepartures = new(-1) }, testkit.Fault{Field: "Observations.KeyDepartures", Reason: out}},
		"departures many":  {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.KeyDepartures = new(1001) }, testkit.Fault{Field: "Observations.KeyDepartures", Reason: out}},
		"stage name":       {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Stages[1].Name = "" }, testkit.Fault{Field: "Observations.Stages[1].Name", Reason: missing}},
		"stage twice":      {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Stages[1].Name = "quotes" }, testkit.Fault{Field: "Observations.Stages[1].Name", Reason: conflict}},
		"stage status":     {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Stages[1].Now = "" }, testkit.Fault{Field: "Observations.Stages[1].Now", Reason: missing}},
		"stage forecast":   {func(o *readiness.Observations, _ *readiness.FlagPolicy) { o.Stages[1].Forecast = "blue" }, testkit.Fault{Field: "Observations.Stages[1].Forecast", Reason: out}},
		"policy quotes":    {func(_ *readiness.Observations, p *readiness.FlagPolicy) { p.FlagQuoteResponseHours = -1 }, testkit.Fault{Field: "FlagPolicy.FlagQuoteResponseHours", Reason: out}},
		"policy errors":    {func(_ *readiness.Observations, p *readiness.FlagPolicy) { p.FlagOrderErrorRate = 5 }, testkit.Fault{Field: "FlagPolicy.FlagOrderErrorRate", Reason: out}},
		"policy overtime":  {func(_ *readiness.Observations, p *readiness.FlagPolicy) { p.FlagOvertimeHoursPerWeek = 200 }, testkit.Fault{Field: "FlagPolicy.FlagOvertimeHoursPerWeek", Reason: out}},
		"policy weeks":     {func(_ *readiness.Observations, p *readiness.FlagPolicy) { p.FlagWorseWeeks = 53 }, testkit.Fault{Field: "FlagPolicy.FlagWorseWeeks", Reason: out}},
		"policy departure": {func(_ *readiness.Observations, p *readiness.FlagPolicy) { p.FlagKeyDepartures = 0 }, testkit.Fault{Field: "FlagPolicy.FlagKeyDepartures", Reason: missing}},
		"too many stages": {func(o *readiness.Observations, _ *readiness.FlagPolicy) {
			o.Stages = make([]readiness.StageOutlook, readiness.MaxStages+1)
		}, testkit.Fault{Field: "Observations.Stages", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			observations, policy := quiet(), flagging()
			tc.edit(&observations, &policy)
			review, err := readiness.RaiseFlags(observations, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, review)
		})
	}
}

// The limits themselves are allowed.
func TestRaiseFlagsLimits(t *testing.T) {
	o := quiet()
	o.QuoteResponseHours, o.OvertimeHoursPerWeek, o.KeyDepartures = new(float64(readiness.MaxResponseHours)), new(168.0), new(readiness.MaxDepartures)
	o.ComplaintsPer100Orders = slices.Repeat([]float64{readiness.MaxComplaints}, readiness.MaxWeeks)
	o.QualityByWeek = slices.Repeat([]float64{-readiness.MaxQuality, readiness.MaxQuality}, readiness.MaxWeeks/2)
	o.Sales = &readiness.SalesResult{Actual: decimal.New(-1, 15), Plan: decimal.New(1, 15)}
	o.Stages = nil
	for i := range readiness.MaxStages {
		o.Stages = append(o.Stages, readiness.StageOutlook{Name: strconv.Itoa(i), Now: salesops.Red, Forecast: salesops.Green})
	}
	review, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1000", review.Findings[8].Left)
}
