package comp_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestPlanOutOfRange(t *testing.T) {
	missing := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: salesops.ErrMissing}}
	}
	outOfRange := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: salesops.ErrOutOfRange}}
	}
	conflict := func(field string) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: salesops.ErrConflict}}
	}
	huge := decimal.New(1, 2_000_000_000)
	for name, tc := range map[string]struct {
		spoil    func(*comp.Plan)
		want     []testkit.Fault
		reviewed bool // Review reports it, and only Pay refuses
	}{
		"no name":                     {func(p *comp.Plan) { p.Name = "" }, missing("Plan.Name"), false},
		"no role":                     {func(p *comp.Plan) { p.Role = "" }, missing("Plan.Role"), false},
		"role with a line break":      {func(p *comp.Plan) { p.Role = "a\nb" }, outOfRange("Plan.Role"), false},
		"negative places":             {func(p *comp.Plan) { p.Places = -1 }, outOfRange("Plan.Places"), false},
		"too many places":             {func(p *comp.Plan) { p.Places = comp.MaxPlaces + 1 }, outOfRange("Plan.Places"), false},
		"negative base":               {func(p *comp.Plan) { p.Base = dec("-0.01") }, outOfRange("Plan.Base"), false},
		"base above the limit":        {func(p *comp.Plan) { p.Base = dec("1000000000000000.01") }, outOfRange("Plan.Base"), false},
		"base beyond the cent":        {func(p *comp.Plan) { p.Base = dec("100000.001") }, outOfRange("Plan.Base"), false},
		"base without bounds":         {func(p *comp.Plan) { p.Base = huge }, outOfRange("Plan.Base"), false},
		"no target variable":          {func(p *comp.Plan) { p.TargetVariable = decimal.Decimal{} }, missing("Plan.TargetVariable"), false},
		"negative target variable":    {func(p *comp.Plan) { p.TargetVariable = dec("-1") }, outOfRange("Plan.TargetVariable"), false},
		"target above the limit":      {func(p *comp.Plan) { p.TargetVariable = dec("1000000000000000.01") }, outOfRange("Plan.TargetVariable"), false},
		"target beyond the cent":      {func(p *comp.Plan) { p.TargetVariable = dec("0.005") }, outOfRange("Plan.TargetVariable"), false},
		"no components":               {func(p *comp.Plan) { p.Components = nil }, missing("Plan.Components"), false},
		"no component name":           {func(p *comp.Plan) { p.Components[0].Name = "" }, missing("Plan.Components[0].Name"), false},
		"component name twice":        {func(p *comp.Plan) { p.Components[2].Name = "expansion" }, conflict("Plan.Components[2].Name"), false},
		"no measure":                  {func(p *comp.Plan) { p.Components[1].Measure = "" }, missing("Plan.Components[1].Measure"), false},
		"no weight":                   {func(p *comp.Plan) { p.Components[0].Weight = decimal.Decimal{} }, missing("Plan.Components[0].Weight"), false},
		"negative weight":             {func(p *comp.Plan) { p.Components[0].Weight = dec("-0.5") }, outOfRange("Plan.Components[0].Weight"), false},
		"weight as a percent":         {func(p *comp.Plan) { p.Components[0].Weight = dec("50") }, outOfRange("Plan.Components[0].Weight"), false},
		"weight without bounds":       {func(p *comp.Plan) { p.Components[0].Weight = huge }, outOfRange("Plan.Components[0].Weight"), false},
		"weights sum to less":         {func(p *comp.Plan) { p.Components[0].Weight = dec("0.49") }, conflict("Plan.Components"), true},
		"weights sum to more":         {func(p *comp.Plan) { p.Components[0].Weight = dec("0.500000000000000001") }, conflict("Plan.Components"), true},
		"no quota":                    {func(p *comp.Plan) { p.Components[0].Quota = decimal.Decimal{} }, missing("Plan.Components[0].Quota"), false},
		"negative quota":              {func(p *comp.Plan) { p.Components[0].Quota = dec("-1") }, outOfRange("Plan.Components[0].Quota"), false},
		"quota above the limit":       {func(p *comp.Plan) { p.Components[0].Quota = dec("1e16") }, outOfRange("Plan.Components[0].Quota"), false},
		"no basis":                    {func(p *comp.Plan) { p.Components[0].Basis = "" }, missing("Plan.Components[0].Basis"), false},
		"a basis that there is not":   {func(p *comp.Plan) { p.Components[0].Basis = "retroactive" }, outOfRange("Plan.Components[0].Basis"), false},
		"no bands":                    {func(p *comp.Plan) { p.Components[0].Bands = nil }, missing("Plan.Components[0].Bands"), false},
		"too many bands":              {func(p *comp.Plan) { p.Components[0].Bands = make([]comp.Band, comp.MaxBands+1) }, outOfRange("Plan.Components[0].Bands"), false},
		"band from below zero":        {func(p *comp.Plan) { p.Components[0].Bands[0].From = dec("-0.1") }, outOfRange("Plan.Components[0].Bands[0].From"), false},
		"band from above the limit":   {func(p *comp.Plan) { p.Components[0].Bands[2].From = dec("1000.1") }, outOfRange("Plan.Components[0].Bands[2].From"), false},
		"bands that begin together":   {func(p *comp.Plan) { p.Components[0].Bands[1].From = dec("0.00") }, conflict("Plan.Components[0].Bands[1].From"), true},
		"bands in descending order":   {func(p *comp.Plan) { p.Components[0].Bands[2].From = dec("0.5") }, conflict("Plan.Components[0].Bands[2].From"), true},
		"negative rate":               {func(p *comp.Plan) { p.Components[0].Bands[0].Rate = dec("-0.01") }, outOfRange("Plan.Components[0].Bands[0].Rate"), false},
		"rate above the limit":        {func(p *comp.Plan) { p.Components[0].Bands[0].Rate = dec("100.01") }, outOfRange("Plan.Components[0].Bands[0].Rate"), false},
		"rate with too many digits":   {func(p *comp.Plan) { p.Components[0].Bands[0].Rate = dec("1.2345678901234567890") }, outOfRange("Plan.Components[0].Bands[0].Rate"), false},
		"from without bounds":         {func(p *comp.Plan) { p.Components[0].Bands[1].From = huge }, outOfRange("Plan.Components[0].Bands[1].From"), false},
		"unknown period":              {func(p *comp.Plan) { p.Period = "week" }, outOfRange("Plan.Period"), false},
		"unknown rounding":            {func(p *comp.Plan) { p.Rounding = "up" }, outOfRange("Plan.Rounding"), false},
		"unknown tally":               {func(p *comp.Plan) { p.Components[0].Tally = "mean" }, outOfRange("Plan.Components[0].Tally"), false},
		"unknown source":              {func(p *comp.Plan) { p.Components[0].Counts = "all" }, outOfRange("Plan.Components[0].Counts"), false},
		"unknown edge rule":           {func(p *comp.Plan) { p.Components[0].Edge = "both" }, outOfRange("Plan.Components[0].Edge"), false},
		"no mode":                     {func(p *comp.Plan) { p.Components[0].Bands[1].Mode = "" }, missing("Plan.Components[0].Bands[1].Mode"), false},
		"unknown mode":                {func(p *comp.Plan) { p.Components[0].Bands[1].Mode = "flat" }, outOfRange("Plan.Components[0].Bands[1].Mode"), false},
		"to below zero":               {func(p *comp.Plan) { p.Components[0].Bands[0].To = ref("-1") }, outOfRange("Plan.Components[0].Bands[0].To"), false},
		"gap":                         {func(p *comp.Plan) { p.Components[0].Bands[0].To = ref("0.99") }, conflict("Plan.Components[0].Bands[0].To"), true},
		"overlap":                     {func(p *comp.Plan) { p.Components[0].Bands[0].To = ref("1.01") }, conflict("Plan.Components[0].Bands[0].To"), true},
		"the last band ends":          {func(p *comp.Plan) { p.Components[0].Bands[2].To = ref("3") }, conflict("Plan.Components[0].Bands[2].To"), true},
		"overage below quota":         {func(p *comp.Plan) { p.Components[0].Bands[0].Mode = comp.Overage }, conflict("Plan.Components[0].Bands[0].From"), true},
		"discount as a percent":       {func(p *comp.Plan) { p.Components[0].Eligibility.MaxDiscount = ref("20") }, outOfRange("Plan.Components[0].Eligibility.MaxDiscount"), false},
		"product without a name":      {func(p *comp.Plan) { p.Components[0].Eligibility.ExcludedProducts = []string{"a", ""} }, missing("Plan.Components[0].Eligibility.ExcludedProducts[1]"), false},
		"too many products":           {func(p *comp.Plan) { p.Components[0].Eligibility.ExcludedProducts = make([]string, comp.MaxProducts+1) }, outOfRange("Plan.Components[0].Eligibility.ExcludedProducts"), false},
		"negative deal cap":           {func(p *comp.Plan) { p.Components[0].DealCap = ref("-1") }, outOfRange("Plan.Components[0].DealCap"), false},
		"component cap in mills":      {func(p *comp.Plan) { p.Components[0].Cap = ref("0.001") }, outOfRange("Plan.Components[0].Cap"), false},
		"plan cap above the limit":    {func(p *comp.Plan) { p.Cap = ref("1e16") }, outOfRange("Plan.Cap"), false},
		"too many gates":              {func(p *comp.Plan) { p.Components[0].Gates = make([]comp.Gate, comp.MaxGates+1) }, outOfRange("Plan.Components[0].Gates"), false},
		"gate of nothing":             {func(p *comp.Plan) { p.Components[0].Gates = []comp.Gate{{From: dec("1")}} }, missing("Plan.Components[0].Gates[0].Component"), false},
		"gate of another plan":        {func(p *comp.Plan) { p.Components[0].Gates = []comp.Gate{{Component: "all", From: dec("1")}} }, outOfRange("Plan.Components[0].Gates[0].Component"), false},
		"gate that is always open":    {func(p *comp.Plan) { p.Components[0].Gates = []comp.Gate{{Component: "renewals"}} }, missing("Plan.Components[0].Gates[0].From"), false},
		"too many bonuses":            {func(p *comp.Plan) { p.Bonuses = make([]comp.Bonus, comp.MaxBonuses+1) }, outOfRange("Plan.Bonuses"), false},
		"bonus without a name":        {func(p *comp.Plan) { p.Bonuses[0].Name = "" }, missing("Plan.Bonuses[0].Name"), false},
		"bonus name twice":            {func(p *comp.Plan) { p.Bonuses[1].Name = "goal" }, conflict("Plan.Bonuses[1].Name"), false},
		"bonus of another plan":       {func(p *comp.Plan) { p.Bonuses[0].Component = "all" }, outOfRange("Plan.Bonuses[0].Component"), false},
		"bonus from below zero":       {func(p *comp.Plan) { p.Bonuses[0].From = dec("-1") }, outOfRange("Plan.Bonuses[0].From"), false},
		"bonus for less than nothing": {func(p *comp.Plan) { p.Bonuses[0].MinCredit = dec("-1") }, outOfRange("Plan.Bonuses[0].MinCredit"), false},
		"bonus product":               {func(p *comp.Plan) { p.Bonuses[0].Product = " " }, outOfRange("Plan.Bonuses[0].Product"), false},
		"bonus of nothing":            {func(p *comp.Plan) { p.Bonuses[0].Amount = decimal.Decimal{} }, missing("Plan.Bonuses[0].Amount"), false},
		"negative bonus":              {func(p *comp.Plan) { p.Bonuses[0].Amount = dec("-1") }, outOfRange("Plan.Bonuses[0].Amount"), false},
		"bonus in mills":              {func(p *comp.Plan) { p.Bonuses[0].Amount = dec("0.001") }, outOfRange("Plan.Bonuses[0].Amount"), false},
		"bonus never":                 {func(p *comp.Plan) { p.Bonuses[0].Frequency = "" }, missing("Plan.Bonuses[0].Frequency"), false},
		"fault in an earlier of many": {func(p *comp.Plan) { p.Components[0].Weight = huge; p.Components[1].Weight = dec("0.9") }, outOfRange("Plan.Components[0].Weight"), false},
	} {
		t.Run(name, func(t *testing.T) {
			plan := playbook()
			plan.Bonuses = []comp.Bonus{
				{Name: "goal", Component: "expansion", Amount: dec("1"), Frequency: comp.EachTime},
				{Name: "spiff", Component: "expansion", Amount: dec("1"), Frequency: comp.EachTime},
			}
			// The bands of the first two components are shared.
			plan.Components[0].Bands = append([]comp.Band(nil), plan.Components[0].Bands...)
			tc.spoil(&plan)
			results, named := comp.Results{}, make(map[string]bool)
			for _, c := range plan.Components {
				if c.Name != "" && !named[c.Name] {
					results.Credits = append(results.Credits, comp.Credit{Component: c.Name})
					named[c.Name] = true
				}
			}
			if len(results.Credits) == 0 {
				results.Credits = []comp.Credit{{Component: "any"}}
			}
			s, err := comp.Pay(plan, results)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, s)
			findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
			if tc.reviewed {
				require.NoError(t, err)
				require.NotEmpty(t, findings)
				return
			}
			testkit.RequireFaults(t, err, tc.want...)
			require.Nil(t, findings)
		})
	}
}

func TestPlanReportsAllFaults(t *testing.T) {
	plan := playbook()
	plan.Places, plan.Base = 5, dec("-1")
	plan.Components[0] = comp.Component{Name: "expansion", Weight: dec("2"), Bands: []comp.Band{{From: dec("-1"), Rate: dec("-1")}, {From: dec("1")}}}
	_, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Plan.Places", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Base", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Components[0].Measure", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[0].Weight", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Components[0].Quota", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[0].Basis", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[0].Bands[0].From", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Components[0].Bands[0].Mode", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[0].Bands[0].Rate", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Components[0].Bands[1].Mode", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Components[1].Name", Reason: salesops.ErrConflict},
	)
}

// Weights are compared as written: three times 0.3333 is not 1, and the
// weights that float64 sums to 99.99999999999999% are.
func TestWeightsSumExactly(t *testing.T) {
	for name, tc := range map[string]struct {
		weights []string
		good    bool
	}{
		"thirds":               {[]string{"0.3333", "0.3333", "0.3333"}, false},
		"thirds that add up":   {[]string{"0.3333", "0.3333", "0.3334"}, true},
		"not in float64":       {[]string{"0.5391", "0.1460", "0.3149"}, true},
		"one part in 10^18":    {[]string{"0.5", "0.3", "0.200000000000000001"}, false},
		"one short in 10^18":   {[]string{"0.5", "0.3", "0.199999999999999999"}, false},
		"trailing zeros":       {[]string{"0.50", "0.300", "0.2"}, true},
		"within one in 10^18":  {[]string{"0.5", "0.499999999999999999", "0.000000000000000001"}, true},
		"more than 100%, each": {[]string{"1", "1", "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			plan := playbook()
			for i, w := range tc.weights {
				plan.Components[i].Weight = dec(w)
			}
			_, err := comp.Pay(plan, achieved("1", "2", "3"))
			if tc.good {
				require.NoError(t, err)
				return
			}
			testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components", Reason: salesops.ErrConflict})
		})
	}
}

func TestPlanJSON(t *testing.T) {
	testkit.Golden(t, "plan", playbook())
	testkit.Golden(t, "results", achieved("1300000", "250000", "700000.50"))

	text, err := json.Marshal(playbook())
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		old, new string
		want     testkit.Fault
	}{
		"misspelt key":     {`"rate":"1.5"`, `"rat":"1.5"`, testkit.Fault{Field: "Plan.Components[0].Bands[1].Rate", Reason: salesops.ErrMissing}},
		"null":             {`"base":"100000"`, `"base":null`, testkit.Fault{Field: "Plan.Base", Reason: salesops.ErrMissing}},
		"unknown basis":    {`"multiple-of-target"`, `"flat"`, testkit.Fault{Field: "Plan.Components[0].Basis", Reason: salesops.ErrOutOfRange}},
		"unknown mode":     {`"mode":"marginal"`, `"mode":"tiered"`, testkit.Fault{Field: "Plan.Components[0].Bands[0].Mode", Reason: salesops.ErrOutOfRange}},
		"weight too large": {`"weight":"0.5"`, `"weight":"1.5"`, testkit.Fault{Field: "Plan.Components[0].Weight", Reason: salesops.ErrOutOfRange}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(string(text), tc.old, tc.new, 1)
			require.NotEqual(t, string(text), edited)
			var plan comp.Plan
			err := json.Unmarshal([]byte(edited), &plan)
			require.NotEmpty(t, salesops.InputErrors(err))
			first := salesops.InputErrors(err)[0]
			require.Equal(t, tc.want, testkit.Fault{Field: first.Field, Reason: first.Reason})
			require.Zero(t, plan)
		})
	}
}

func TestResultsJSON(t *testing.T) {
	var results comp.Results
	err := json.Unmarshal([]byte(`{"credits":[{"component":"a","amount":"1"},{"component":"a","amount":"1e16"},{"component":"","amount":2},{"component":"b"}]}`), &results)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Results.Credits[3].Amount", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Results.Credits[1].Component", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Results.Credits[1].Amount", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Results.Credits[2].Component", Reason: salesops.ErrMissing},
	)
	require.Zero(t, results)
}

// every checks that an enumeration reads and writes its own texts and no
// others.
func every[T interface {
	~string
	MarshalText() ([]byte, error)
}, P interface {
	*T
	UnmarshalText(text []byte) error
}](t *testing.T, name string, all []T) {
	seen := make(map[T]bool)
	for _, value := range all {
		testkit.RoundTrip(t, value)
		require.False(t, seen[value])
		seen[value] = true
	}
	for _, text := range []string{"", "other", string(all[0]) + " "} {
		var value T
		testkit.RequireFaults(t, P(&value).UnmarshalText([]byte(text)), testkit.Fault{Field: name, Reason: salesops.ErrOutOfRange})
		_, err := T(text).MarshalText()
		testkit.RequireFaults(t, err, testkit.Fault{Field: name, Reason: salesops.ErrOutOfRange})
	}
}

func TestEveryEnum(t *testing.T) {
	every(t, "Basis", comp.Bases())
	every(t, "Mode", comp.Modes())
	every(t, "EdgeRule", comp.EdgeRules())
	every(t, "Tally", comp.Tallies())
	every(t, "Source", comp.Sources())
	every(t, "Frequency", comp.Frequencies())
	every(t, "Period", comp.Periods())
	every(t, "Rounding", comp.Roundings())
	every(t, "Rule", comp.Rules())
	every(t, "Operation", comp.Operations())
	every(t, "CancelMethod", comp.CancelMethods())
	every(t, "DrawKind", comp.DrawKinds())
	every(t, "AdjustmentKind", comp.AdjustmentKinds())
	every(t, "ReversalMethod", comp.ReversalMethods())
	every(t, "CreditKind", comp.CreditKinds())
}

func TestMeasures(t *testing.T) {
	require.Equal(t, []comp.Measure{"new", "expansion", "retention"}, comp.Measures())
}
