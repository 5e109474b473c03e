package comp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// quarter is the first of 2026, of 90 days.
func quarter() comp.Span { return comp.Span{From: day(time.January, 1), To: day(time.March, 31)} }

// numbers returns what proration changes: base, target, caps and quotas.
func numbers(p comp.Plan) string {
	text := []string{p.Base.String(), p.TargetVariable.String(), p.Cap.String(), p.Components[0].Cap.String()}
	for _, c := range p.Components {
		text = append(text, c.Quota.String())
	}
	return strings.Join(text, " ")
}

func capped() comp.Plan {
	plan := playbook()
	plan.Cap, plan.Components[0].Cap = ref("300000"), ref("150000")
	plan.Components[0].DealCap = ref("7")
	plan.Components[0].Gates = []comp.Gate{{Component: "expansion", From: dec("0.5")}}
	plan.Components[0].Eligibility.ExcludedProducts = []string{"training"}
	plan.Bonuses = []comp.Bonus{{Name: "spiff", Component: "expansion", Amount: dec("1"), Frequency: comp.EachTime}}
	return plan
}

func TestProrate(t *testing.T) {
	for name, tc := range map[string]struct {
		service comp.Service
		want    string
	}{
		"the whole period":  {comp.Service{}, "100000 100000 300000 150000 1000000 300000 800000"},
		"a joiner, half":    {comp.Service{Employed: &comp.Span{From: day(time.February, 15), To: day(time.March, 31)}}, "50000 50000 150000 75000 500000 150000 400000"},
		"a leaver, a third": {comp.Service{Employed: &comp.Span{From: day(time.January, 1), To: day(time.January, 30)}}, "33333.33 33333.33 100000 50000 333333.33 100000 266666.67"},
		"a single day":      {comp.Service{Employed: &comp.Span{From: day(time.March, 31), To: day(time.March, 31)}}, "1111.11 1111.11 3333.33 1666.67 11111.11 3333.33 8888.89"},
		"leave of absence": {
			comp.Service{Leaves: []comp.Span{
				{From: day(time.January, 11), To: day(time.January, 15)}, {From: day(time.January, 16), To: day(time.January, 19)},
			}},
			"90000 90000 270000 135000 900000 270000 720000",
		},
		"leave counts only while employed": {
			comp.Service{
				Employed: &comp.Span{From: day(time.January, 1), To: day(time.February, 14)},
				Leaves: []comp.Span{
					{From: salesops.Date{Year: 2025, Month: 12, Day: 1}, To: day(time.January, 9)},
					{From: day(time.February, 14), To: day(time.April, 20)}, {From: day(time.May, 1), To: day(time.May, 2)},
				},
			},
			"38888.89 38888.89 116666.67 58333.33 388888.89 116666.67 311111.11",
		},
		"a ramp by month": {
			comp.Service{Ramp: []decimal.Decimal{dec("0.25"), dec("0.5"), dec("0.75")}},
			"100000 100000 300000 150000 500000 150000 400000",
		},
		"a ramp that does not divide": {
			comp.Service{Ramp: []decimal.Decimal{dec("0"), dec("0"), dec("1")}},
			"100000 100000 300000 150000 333333.33 100000 266666.67",
		},
		"relief": {
			comp.Service{
				Employed: &comp.Span{From: day(time.February, 15), To: day(time.March, 31)},
				Relief:   []comp.Relief{{Component: "renewals", Amount: dec("0.01")}, {Component: "expansion", Amount: dec("149999.99")}},
			},
			"50000 50000 150000 75000 500000 0.01 399999.99",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tc.service.Period = quarter()
			plan := capped()
			got, err := comp.Prorate(plan, tc.service)
			require.NoError(t, err)
			require.Equal(t, tc.want, numbers(got))
			require.Equal(t, plan.Bonuses, got.Bonuses)
			testkit.EqualDecimal(t, "7", *got.Components[0].DealCap)
			testkit.RoundTrip(t, tc.service)
			// What comes back is the caller's own.
			got.Components[0].Bands[0].Rate = dec("9")
			got.Components[0].Gates[0].From = dec("9")
			got.Components[0].Eligibility.ExcludedProducts[0] = "other"
			got.Bonuses[0].Amount = dec("9")
			require.Equal(t, testkit.RoundTrip(t, capped()), testkit.RoundTrip(t, plan))
		})
	}
}

func TestProrateRoundsAsThePlan(t *testing.T) {
	plan := single(comp.RateOfAmount, dec("100"), band("0", "1"))
	plan.Base, plan.TargetVariable = dec("0.01"), dec("0.03")
	half := comp.Service{Period: quarter(), Employed: &comp.Span{From: day(time.January, 1), To: day(time.February, 14)}}
	for rounding, want := range map[comp.Rounding]string{comp.HalfAwayFromZero: "0.01 0.02", comp.HalfEven: "0 0.02"} {
		plan.Rounding = rounding
		got, err := comp.Prorate(plan, half)
		require.NoError(t, err)
		require.Equal(t, want, got.Base.String()+" "+got.TargetVariable.String())
		require.Nil(t, got.Cap)
	}
}

// A rate does not add up over time, and its quota is not cut.
func TestProrateLevel(t *testing.T) {
	plan := single(comp.RateOfAmount, dec("1.105"), band("0", "1"))
	plan.Components[0].Tally = comp.Level
	half := comp.Service{
		Period: quarter(), Employed: &comp.Span{From: day(time.January, 1), To: day(time.February, 14)}, Ramp: []decimal.Decimal{dec("0.5")},
		Relief: []comp.Relief{{Component: "all", Amount: dec("0.1")}},
	}
	got, err := comp.Prorate(plan, half)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1.005", got.Components[0].Quota)
	testkit.EqualDecimal(t, "50000", got.TargetVariable)
}

func TestServiceOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.Service)
		field string
		want  error
	}{
		"no period":           {func(s *comp.Service) { s.Period.From = salesops.Date{} }, "Period.From", salesops.ErrMissing},
		"no end":              {func(s *comp.Service) { s.Period.To = salesops.Date{} }, "Period.To", salesops.ErrMissing},
		"period upside down":  {func(s *comp.Service) { s.Period.To = salesops.Date{Year: 2025, Month: 12, Day: 31} }, "Period.To", salesops.ErrConflict},
		"too long":            {func(s *comp.Service) { s.Period.To = s.Period.From.AddDays(comp.MaxPeriodDays) }, "Period.To", salesops.ErrOutOfRange},
		"employed before":     {func(s *comp.Service) { s.Employed.From = salesops.Date{Year: 2025, Month: 12, Day: 31} }, "Employed", salesops.ErrConflict},
		"employed after":      {func(s *comp.Service) { s.Employed.To = day(time.April, 1) }, "Employed", salesops.ErrConflict},
		"employed never":      {func(s *comp.Service) { s.Employed.To = salesops.Date{} }, "Employed.To", salesops.ErrMissing},
		"leave upside down":   {func(s *comp.Service) { s.Leaves[0].To = day(time.January, 1) }, "Leaves[0].To", salesops.ErrConflict},
		"leaves that overlap": {func(s *comp.Service) { s.Leaves[1].From = day(time.January, 20) }, "Leaves[1].From", salesops.ErrConflict},
		"too many leaves":     {func(s *comp.Service) { s.Leaves = make([]comp.Span, comp.MaxSpans+1) }, "Leaves", salesops.ErrOutOfRange},
		"nothing served": {
			func(s *comp.Service) { s.Leaves = []comp.Span{{From: day(time.January, 1), To: day(time.March, 31)}} }, "Leaves", salesops.ErrConflict,
		},
		"ramp":            {func(s *comp.Service) { s.Ramp = []decimal.Decimal{dec("0.5"), dec("50")} }, "Ramp[1]", salesops.ErrOutOfRange},
		"ramp of nothing": {func(s *comp.Service) { s.Ramp = []decimal.Decimal{dec("0")} }, "Relief", salesops.ErrConflict},
		"too long a ramp": {func(s *comp.Service) { s.Ramp = make([]decimal.Decimal, comp.MaxSpans+1) }, "Ramp", salesops.ErrOutOfRange},
		"relief unknown":  {func(s *comp.Service) { s.Relief[0].Component = "Expansion" }, "Relief[0].Component", salesops.ErrOutOfRange},
		"relief unnamed":  {func(s *comp.Service) { s.Relief[0].Component = "" }, "Relief[0].Component", salesops.ErrMissing},
		"relief twice":    {func(s *comp.Service) { s.Relief = append(s.Relief, s.Relief[0]) }, "Relief[1].Component", salesops.ErrConflict},
		"negative relief": {func(s *comp.Service) { s.Relief[0].Amount = dec("-1") }, "Relief[0].Amount", salesops.ErrOutOfRange},
		"relief of all":   {func(s *comp.Service) { s.Relief[0].Amount = dec("300000") }, "Relief", salesops.ErrConflict},
		"reliefs":         {func(s *comp.Service) { s.Relief = make([]comp.Relief, comp.MaxSpans+1) }, "Relief", salesops.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			plan := single(comp.RateOfAmount, dec("300000"), band("0", "1"))
			plan.Components[0].Name = "expansion"
			service := comp.Service{
				Period: quarter(), Employed: &comp.Span{From: day(time.January, 1), To: day(time.March, 31)},
				Leaves: []comp.Span{{From: day(time.January, 11), To: day(time.January, 20)}, {From: day(time.February, 1), To: day(time.February, 2)}},
				Relief: []comp.Relief{{Component: "expansion", Amount: dec("1")}},
			}
			_, err := comp.Prorate(plan, service)
			require.NoError(t, err)
			tc.spoil(&service)
			got, err := comp.Prorate(plan, service)
			require.NotEmpty(t, salesops.InputErrors(err))
			testkit.RequireFaults(t, err, testkit.Fault{Field: "Service." + tc.field, Reason: tc.want})
			require.Zero(t, got)
		})
	}
	plan := single(comp.RateOfAmount, dec("1000000"), band("0", "1"))
	plan.TargetVariable = dec("0.01")
	_, err := comp.Prorate(plan, comp.Service{Period: quarter(), Employed: &comp.Span{From: day(time.January, 1), To: day(time.January, 1)}})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Service.Employed", Reason: salesops.ErrConflict})
}

func TestApplyVersions(t *testing.T) {
	old, late := single(comp.RateOfAmount, dec("9000"), band("0", "0.1")), single(comp.RateOfAmount, dec("18000"), band("0", "0.2"))
	versions := []comp.Version{
		{Effective: salesops.Date{Year: 2024, Month: 1, Day: 1}, Plan: late},
		{Effective: salesops.Date{Year: 2025, Month: 1, Day: 1}, Plan: old},
		{Effective: day(time.February, 1), Plan: late},
		{Effective: day(time.April, 1), Plan: old},
	}
	got, err := comp.ApplyVersions(versions, quarter())
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, comp.Span{From: day(time.January, 1), To: day(time.January, 31)}, got[0].Span)
	require.Equal(t, comp.Span{From: day(time.February, 1), To: day(time.March, 31)}, got[1].Span)
	testkit.EqualDecimal(t, "3100", got[0].Plan.Components[0].Quota)
	testkit.EqualDecimal(t, "11800", got[1].Plan.Components[0].Quota)
	testkit.EqualDecimal(t, "34444.44", got[0].Plan.TargetVariable)
	testkit.EqualDecimal(t, "65555.56", got[1].Plan.TargetVariable)

	got, err = comp.ApplyVersions(versions[2:], comp.Span{From: day(time.February, 1), To: day(time.February, 1)})
	require.NoError(t, err)
	require.Len(t, got, 1)
	testkit.EqualDecimal(t, "18000", got[0].Plan.Components[0].Quota)

	for name, tc := range map[string]struct {
		spoil  func(versions []comp.Version) []comp.Version
		period comp.Span
		field  string
		want   error
	}{
		"none":       {func(v []comp.Version) []comp.Version { return nil }, quarter(), "Versions", salesops.ErrMissing},
		"too many":   {func(v []comp.Version) []comp.Version { return make([]comp.Version, comp.MaxSpans+1) }, quarter(), "Versions", salesops.ErrOutOfRange},
		"no date":    {func(v []comp.Version) []comp.Version { v[1].Effective = salesops.Date{}; return v }, quarter(), "Versions[1].Effective", salesops.ErrMissing},
		"on one day": {func(v []comp.Version) []comp.Version { v[1].Effective = v[0].Effective; return v }, quarter(), "Versions[1].Effective", salesops.ErrConflict},
		"too late":   {func(v []comp.Version) []comp.Version { return v[2:] }, quarter(), "Versions[0].Effective", salesops.ErrConflict},
		"bad period": {func(v []comp.Version) []comp.Version { return v }, comp.Span{From: day(2, 2), To: day(2, 1)}, "Period.To", salesops.ErrConflict},
		"bad plan":   {func(v []comp.Version) []comp.Version { v[2].Plan.Name = ""; return v }, quarter(), "Versions[2].Plan.Name", salesops.ErrMissing},
		"too little": {func(v []comp.Version) []comp.Version { v[1].Plan.TargetVariable = cent; return v }, quarter(), "Versions[1].Service.Employed", salesops.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := comp.ApplyVersions(tc.spoil(append([]comp.Version(nil), versions...)), tc.period)
			testkit.RequireFaults(t, err, testkit.Fault{Field: tc.field, Reason: tc.want})
			require.Nil(t, got)
		})
	}
}

func TestDivideEarnings(t *testing.T) {
	for _, tc := range []struct {
		onTarget, share string
		places          int32
		base, variable  string
	}{
		{"200000", "0.5", 2, "100000", "100000"}, {"100000.01", "0.5", 2, "50000.01", "50000"},
		{"100", "0.333", 0, "33", "67"}, {"1", "0", 4, "0", "1"}, {"1", "1", 4, "1", "0"},
	} {
		base, variable, err := comp.DivideEarnings(dec(tc.onTarget), dec(tc.share), tc.places)
		require.NoError(t, err)
		testkit.EqualDecimal(t, tc.base, base)
		testkit.EqualDecimal(t, tc.variable, variable)
	}
	for name, tc := range map[string]struct {
		onTarget, share string
		places          int32
		want            []testkit.Fault
	}{
		"nothing":  {"0", "0.5", 2, []testkit.Fault{{Field: "Earnings.OnTarget", Reason: salesops.ErrMissing}}},
		"negative": {"-1", "0.5", 2, []testkit.Fault{{Field: "Earnings.OnTarget", Reason: salesops.ErrOutOfRange}}},
		"mills":    {"0.001", "0.5", 2, []testkit.Fault{{Field: "Earnings.OnTarget", Reason: salesops.ErrOutOfRange}}},
		"percent and places": {"1", "50", 5, []testkit.Fault{
			{Field: "Earnings.BaseShare", Reason: salesops.ErrOutOfRange}, {Field: "Earnings.Places", Reason: salesops.ErrOutOfRange},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			base, variable, err := comp.DivideEarnings(dec(tc.onTarget), dec(tc.share), tc.places)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, base)
			require.Zero(t, variable)
		})
	}
}
