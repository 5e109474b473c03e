package capacity_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// single returns an audit of one stage that goes by its measured maximum.
func single(orders, maxPerDay float64) capacity.Audit {
	return capacity.Audit{OrdersPerDay: orders, Stages: []capacity.Stage{{Name: "line", TransactionsPerOrder: 1, MaxPerDay: maxPerDay}}}
}

func TestAssessStatus(t *testing.T) {
	staffed := func(orders float64, people int) capacity.Audit {
		return capacity.Audit{OrdersPerDay: orders, Stages: []capacity.Stage{
			{Name: "line", TransactionsPerOrder: 0.3, People: people, HoursPerPersonDay: 0.7, HoursPerTransaction: 0.1},
		}}
	}
	waiting := func(backlog float64) capacity.Audit {
		a := single(10, 20)
		a.Stages[0].Backlog, a.ClearBacklogDays = backlog, 5
		return a
	}
	for name, tc := range map[string]struct {
		audit capacity.Audit
		want  salesops.Status
	}{
		"17 of 20":                     {single(17, 20), salesops.Green},
		"just above 17 of 20":          {single(math.Nextafter(17, 18), 20), salesops.Yellow},
		"just below 17 of 20":          {single(math.Nextafter(17, 0), 20), salesops.Green},
		"85 of 100":                    {single(85, 100), salesops.Green},
		"just below capacity":          {single(math.Nextafter(20, 0), 20), salesops.Yellow},
		"at capacity":                  {single(20, 20), salesops.Red},
		"just above capacity":          {single(math.Nextafter(20, 21), 20), salesops.Red},
		"twice capacity":               {single(40, 20), salesops.Red},
		"hours at the yellow line":     {staffed(59.5, 3), salesops.Green}, // 59.5 × 0.3 × 0.1 = 0.85 × 3 × 0.7 = 1.785
		"hours above the yellow line":  {staffed(math.Nextafter(59.5, 60), 3), salesops.Yellow},
		"hours at capacity":            {staffed(70, 3), salesops.Red},
		"backlog up to the line":       {waiting(35), salesops.Green},
		"backlog just above the line":  {waiting(math.Nextafter(35, 36)), salesops.Yellow},
		"backlog that takes the rest":  {waiting(50), salesops.Red},
		"backlog that leaves a little": {waiting(math.Nextafter(50, 49)), salesops.Yellow},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capacity.Assess(tc.audit, capacity.DefaultPolicy())
			require.NoError(t, err)
			require.Equal(t, tc.want, got.Status)
			require.Equal(t, tc.want, got.Stages[0].Status)
			require.Equal(t, "line", got.Bottleneck)
		})
	}
}

func TestAssessPolicyRejected(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	above := math.Nextafter(1, 2)
	for name, tc := range map[string]struct {
		edit func(*capacity.Policy)
		want testkit.Fault
	}{
		"yellow missing":        {func(p *capacity.Policy) { p.YellowAbove = 0 }, testkit.Fault{Field: "Policy.YellowAbove", Reason: missing}},
		"yellow percent":        {func(p *capacity.Policy) { p.YellowAbove = 85 }, testkit.Fault{Field: "Policy.YellowAbove", Reason: out}},
		"red missing":           {func(p *capacity.Policy) { p.RedAt = 0 }, testkit.Fault{Field: "Policy.RedAt", Reason: missing}},
		"red above 1":           {func(p *capacity.Policy) { p.RedAt = above }, testkit.Fault{Field: "Policy.RedAt", Reason: out}},
		"red at yellow":         {func(p *capacity.Policy) { p.RedAt = 0.85 }, testkit.Fault{Field: "Policy.RedAt", Reason: conflict}},
		"red below yellow":      {func(p *capacity.Policy) { p.RedAt = 0.8 }, testkit.Fault{Field: "Policy.RedAt", Reason: conflict}},
		"buffer negative":       {func(p *capacity.Policy) { p.Buffer = -0.2 }, testkit.Fault{Field: "Policy.Buffer", Reason: out}},
		"buffer percent":        {func(p *capacity.Policy) { p.Buffer = above }, testkit.Fault{Field: "Policy.Buffer", Reason: out}},
		"basis missing":         {func(p *capacity.Policy) { p.BufferBasis = "" }, testkit.Fault{Field: "Policy.BufferBasis", Reason: missing}},
		"basis unknown":         {func(p *capacity.Policy) { p.BufferBasis = "share" }, testkit.Fault{Field: "Policy.BufferBasis", Reason: out}},
		"target missing":        {func(p *capacity.Policy) { p.TargetUtilization = 0 }, testkit.Fault{Field: "Policy.TargetUtilization", Reason: missing}},
		"target above 1":        {func(p *capacity.Policy) { p.TargetUtilization = above }, testkit.Fault{Field: "Policy.TargetUtilization", Reason: out}},
		"error rate percent":    {func(p *capacity.Policy) { p.MaxErrorRate = 5 }, testkit.Fault{Field: "Policy.MaxErrorRate", Reason: out}},
		"on-time share percent": {func(p *capacity.Policy) { p.MinOnTimeShare = 95 }, testkit.Fault{Field: "Policy.MinOnTimeShare", Reason: out}},
		"satisfaction of 100":   {func(p *capacity.Policy) { p.MinSatisfaction = 80 }, testkit.Fault{Field: "Policy.MinSatisfaction", Reason: out}},
		"retention NaN":         {func(p *capacity.Policy) { p.RetentionOvertimeHoursPerWeek = math.NaN() }, testkit.Fault{Field: "Policy.RetentionOvertimeHoursPerWeek", Reason: out}},
		"retention too low":     {func(p *capacity.Policy) { p.RetentionOvertimeHoursPerWeek = 9 }, testkit.Fault{Field: "Policy.RetentionOvertimeHoursPerWeek", Reason: conflict}},
		"no cells":              {func(p *capacity.Policy) { p.MaxWaitCells = 0 }, testkit.Fault{Field: "Policy.MaxWaitCells", Reason: missing}},
		"too many cells":        {func(p *capacity.Policy) { p.MaxWaitCells = capacity.MostWaitCells + 1 }, testkit.Fault{Field: "Policy.MaxWaitCells", Reason: out}},
		"no tolerance":          {func(p *capacity.Policy) { p.CapacityTolerance = 0 }, testkit.Fault{Field: "Policy.CapacityTolerance", Reason: missing}},
		"tolerance percent":     {func(p *capacity.Policy) { p.CapacityTolerance = 25 }, testkit.Fault{Field: "Policy.CapacityTolerance", Reason: out}},
		"overtime NaN":          {func(p *capacity.Policy) { p.MaxOvertimeHoursPerWeek = math.NaN() }, testkit.Fault{Field: "Policy.MaxOvertimeHoursPerWeek", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			policy := capacity.DefaultPolicy()
			tc.edit(&policy)
			got, err := capacity.Assess(sound(), policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, got)
		})
	}
}

func TestAssessReportsEveryFault(t *testing.T) {
	policy := capacity.DefaultPolicy()
	policy.YellowAbove, policy.BufferPolicy, policy.HeadroomPolicy = 2, capacity.BufferPolicy{}, capacity.HeadroomPolicy{}
	_, err := capacity.Assess(
		capacity.Audit{Stages: []capacity.Stage{{People: -1, MaxPerDay: -1, Backlog: 3}, {Name: "a"}}, Quality: quality(2, 2, 2, 2)},
		policy,
	)
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Audit.OrdersPerDay", Reason: missing},
		testkit.Fault{Field: "Audit.Stages[0].Name", Reason: missing},
		testkit.Fault{Field: "Audit.Stages[0].People", Reason: out},
		testkit.Fault{Field: "Audit.Stages[0].HoursPerPersonDay", Reason: missing},
		testkit.Fault{Field: "Audit.Stages[0].HoursPerTransaction", Reason: missing},
		testkit.Fault{Field: "Audit.Stages[0].MaxPerDay", Reason: out},
		testkit.Fault{Field: "Audit.Stages[1].MaxPerDay", Reason: missing},
		testkit.Fault{Field: "Audit.ClearBacklogDays", Reason: missing},
		testkit.Fault{Field: "Audit.Quality.ErrorRate", Reason: out},
		testkit.Fault{Field: "Audit.Quality.OnTimeShare", Reason: out},
		testkit.Fault{Field: "Policy.YellowAbove", Reason: out},
		testkit.Fault{Field: "Policy.BufferBasis", Reason: missing},
		testkit.Fault{Field: "Policy.TargetUtilization", Reason: missing},
	)
}

// What findings are called, what unit they are in, and what their notes say.
func TestAssessFindings(t *testing.T) {
	a := sound()
	a.Stages[2].MaxPerDay = 30
	a.Stages = append(a.Stages, capacity.Stage{
		Name: "checks", TransactionsPerOrder: 1, People: 5, HoursPerPersonDay: 6, HoursPerTransaction: 1, MaxPerDay: 28, Backlog: 4,
	})
	a.Quality = &capacity.Quality{OvertimeHoursPerWeek: a.Quality.OvertimeHoursPerWeek}
	got, err := capacity.Assess(a, capacity.DefaultPolicy())
	require.NoError(t, err)
	var lines []string
	for _, f := range got.Findings {
		lines = append(lines, f.Playbook+" "+f.String())
	}
	require.Equal(t, []string{
		"CAP-4 above-yellow (quotes): demand 45 > 49.725 hours a day: not fired, +4.725 to the line",
		"CAP-4 at-red (quotes): demand 45 >= 58.5 hours a day: not fired, +13.5 to the line",
		"CAP-7 thin-buffer (quotes): demand and its buffer 54 > 58.5 hours a day: not fired, +4.5 to the line",
		"CAP-11 past-target (quotes): demand 45 > 49.725 hours a day: not fired, +4.725 to the line",
		"CAP-4 above-yellow (shipping): demand 130 > 127.5 transactions in 5 days: fired, -2.5 to the line",
		"CAP-4 at-red (shipping): demand 130 >= 150 transactions in 5 days: not fired, +20 to the line",
		"CAP-7 thin-buffer (shipping): demand and its buffer 156 > 150 transactions in 5 days: fired, -6 to the line",
		"CAP-11 past-target (shipping): demand 130 > 127.5 transactions in 5 days: fired, -2.5 to the line",
		"CAP-1 measured-binds (calls): measured maximum 15 < 12 hours a day: not fired, -3 to the line; people and hours count",
		"CAP-4 above-yellow (calls): demand 3.6 > 10.2 hours a day: not fired, +6.6 to the line",
		"CAP-4 at-red (calls): demand 3.6 >= 12 hours a day: not fired, +8.4 to the line",
		"CAP-7 thin-buffer (calls): demand and its buffer 4.32 > 12 hours a day: not fired, +7.68 to the line",
		"CAP-11 past-target (calls): demand 3.6 > 10.2 hours a day: not fired, +6.6 to the line",
		"CAP-1 measured-binds (checks): measured maximum 28 < 30 hours a day: fired, +2 to the line; the measured maximum counts; the people's hours would allow more",
		"CAP-4 above-yellow (checks): demand 124 > 119 transactions in 5 days: fired, -5 to the line",
		"CAP-4 at-red (checks): demand 124 >= 140 transactions in 5 days: not fired, +16 to the line",
		"CAP-7 thin-buffer (checks): demand and its buffer 148.8 > 140 transactions in 5 days: fired, -8.8 to the line",
		"CAP-11 past-target (checks): demand 124 > 119 transactions in 5 days: fired, -5 to the line",
		"CAP-11 high-error-rate: error rate 0 > 0.05 of orders: not applicable; not measured",
		"CAP-11 late-delivery: on-time share 0 < 0.95 of orders: not applicable; not measured",
		"CAP-11 low-satisfaction: satisfaction 0 < 8 of 10: not applicable; not measured",
		"CAP-3 high-overtime: overtime 4 > 10 hours a week per person: not fired, +6 to the line",
	}, lines)
	require.Equal(t, "checks", got.Bottleneck)
	require.Equal(t, capacity.Kind("hotline"), got.Stages[2].Kind)
	require.Equal(t, capacity.PastTargetToday, got.Headroom.Limit)
	require.Equal(t, "checks", got.Headroom.Stage)
}

func TestAssessHeadroom(t *testing.T) {
	for name, tc := range map[string]struct {
		audit          capacity.Audit
		orders, growth float64
		limit          capacity.Limit
	}{
		"room":                 {single(80, 100), 5, 0.0625, capacity.StageFills},
		"on the target":        {single(85, 100), 0, 0, capacity.StageFills},
		"just past it":         {single(math.Nextafter(85, 86), 100), 0, 0, capacity.PastTargetToday},
		"in decimals":          {single(0.1, 0.4), 0.24, 2.4, capacity.StageFills},
		"rounded down":         {single(1, 10.0/3), 1.8333333333333333, 1.8333333333333333, capacity.StageFills}, // the shortest decimal of 10/3 is 3.3333333333333335
		"less than 1 can hold": {single(1, 1.1764705882352942), 7e-17, 7e-17, capacity.StageFills},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capacity.Assess(tc.audit, capacity.DefaultPolicy())
			require.NoError(t, err)
			require.Equal(t, tc.limit, got.Headroom.Limit)
			require.Equal(t, "line", got.Headroom.Stage)
			require.Equal(t, salesops.Defined(tc.orders), got.Headroom.OrdersPerDay)
			require.Equal(t, salesops.Defined(tc.growth), got.Headroom.Growth)
		})
	}
	t.Run("no limit", func(t *testing.T) {
		a := single(10, 20)
		a.Stages[0].TransactionsPerOrder = 0
		got, err := capacity.Assess(a, capacity.DefaultPolicy())
		require.NoError(t, err)
		require.Equal(t, capacity.NoLimit, got.Headroom.Limit)
		require.Empty(t, got.Headroom.Stage)
		require.Equal(t, "no stage depends on orders", got.Headroom.OrdersPerDay.Reason())
		require.Equal(t, "no stage depends on orders", got.Headroom.Growth.Reason())
	})
}

func TestAssessmentJSON(t *testing.T) {
	assessment, err := capacity.Assess(sound(), capacity.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "assessment", assessment)
	testkit.Golden(t, "stage_load", assessment.Stages[0])
	room, err := capacity.Assess(single(17.25, 30), capacity.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "headroom", room.Headroom)

	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	encoded := text(t, assessment)
	for name, tc := range map[string]struct {
		old, replacement string
		want             testkit.Fault
	}{
		"line greener than its stage": {`{"status":"yellow"`, `{"status":"green"`, testkit.Fault{Field: "Assessment.Stages[1].Utilization", Reason: conflict}},
		"another utilization":         {`"utilization":0.8666666666666667,"bottleneck"`, `"utilization":0.87,"bottleneck"`, testkit.Fault{Field: "Assessment.Stages[1].Utilization", Reason: conflict}},
		"stage above the bottleneck":  {`"utilization":0.76923076923`, `"utilization":1.76923076923`, testkit.Fault{Field: "Assessment.Utilization", Reason: conflict}},
		"bottleneck unknown":          {`"bottleneck":"shipping"`, `"bottleneck":"packing"`, testkit.Fault{Field: "Assessment.Bottleneck", Reason: conflict}},
		"headroom's stage unknown":    {`"limit":"past-target-today","stage":"shipping"`, `"limit":"past-target-today","stage":"packing"`, testkit.Fault{Field: "Assessment.Headroom.Stage", Reason: conflict}},
		"limit against the findings":  {`"limit":"past-target-today","stage":"shipping"`, `"limit":"quality-fails"`, testkit.Fault{Field: "Assessment.Headroom.Limit", Reason: conflict}},
		"room against the findings":   {`"limit":"past-target-today"`, `"limit":"stage-fills"`, testkit.Fault{Field: "Assessment.Headroom.Limit", Reason: conflict}},
		"status against its findings": {`"utilization":0.7692307692307693,"status":"green"`, `"utilization":0.7692307692307693,"status":"yellow"`, testkit.Fault{Field: "Assessment.Findings[0].Outcome", Reason: conflict}},
		"red against its findings":    {`"utilization":0.7692307692307693,"status":"green"`, `"utilization":0.7692307692307693,"status":"red"`, testkit.Fault{Field: "Assessment.Findings[0].Outcome", Reason: conflict}},
		"finding of another stage":    {`"subject":"shipping","outcome":"not-fired"`, `"subject":"quotes","outcome":"not-fired"`, testkit.Fault{Field: "Assessment.Findings[5].Rule", Reason: conflict}},
		"finding of another rule":     {`"rule":"thin-buffer"`, `"rule":"past-target"`, testkit.Fault{Field: "Assessment.Findings[2].Rule", Reason: conflict}},
		"quality finding of a stage":  {`"rule":"low-satisfaction","playbook":"CAP-11"`, `"rule":"low-satisfaction","playbook":"CAP-11","subject":"calls"`, testkit.Fault{Field: "Assessment.Findings[15].Rule", Reason: conflict}},
		"no stages":                   {encoded[strings.Index(encoded, `"stages":[`) : strings.Index(encoded, `"headroom"`)-1], `"stages":[]`, testkit.Fault{Field: "Assessment.Stages", Reason: missing}},
		"no findings":                 {encoded[strings.Index(encoded, `"findings":[`):], `"findings":[]}`, testkit.Fault{Field: "Assessment.Findings", Reason: missing}},
		"negative demand":             {`"demand_per_day":60`, `"demand_per_day":-60`, testkit.Fault{Field: "Assessment.Stages[0].DemandPerDay", Reason: out}},
		"no capacity":                 {`"capacity_per_day":78`, `"capacity_per_day":0`, testkit.Fault{Field: "Assessment.Stages[0].CapacityPerDay", Reason: missing}},
		"bad kind":                    {`"kind":"hotline"`, `"kind":"hotline "`, testkit.Fault{Field: "Assessment.Stages[2].Kind", Reason: out}},
		"unknown key":                 {`{"status":"yellow"`, `{"color":1,"status":"yellow"`, testkit.Fault{Field: "Assessment.color", Reason: out}},
		"missing key":                 {`"capacity_per_day":78,`, ``, testkit.Fault{Field: "Assessment.Stages[0].CapacityPerDay", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(encoded, tc.old, tc.replacement, 1)
			require.NotEqual(t, encoded, edited)
			var back capacity.Assessment
			testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), tc.want)
			require.Zero(t, back)
		})
	}
	t.Run("two stages of one name", func(t *testing.T) {
		edited := strings.Replace(encoded, `{"stage":"calls","kind"`, `{"stage":"quotes","kind"`, 1)
		edited = strings.ReplaceAll(edited, `"subject":"calls"`, `"subject":"quotes"`)
		var back capacity.Assessment
		testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), testkit.Fault{Field: "Assessment.Stages[2].Stage", Reason: conflict})
	})
	t.Run("one finding too many", func(t *testing.T) {
		twice := assessment
		twice.Findings = append(slices.Clip(twice.Findings), twice.Findings[0])
		var back capacity.Assessment
		testkit.RequireFaults(t, json.Unmarshal([]byte(text(t, twice)), &back), testkit.Fault{Field: "Assessment.Findings[17].Rule", Reason: out})
	})
	t.Run("one finding too few", func(t *testing.T) {
		short := assessment
		short.Findings = short.Findings[:len(short.Findings)-1]
		var back capacity.Assessment
		testkit.RequireFaults(t, json.Unmarshal([]byte(text(t, short)), &back), testkit.Fault{Field: "Assessment.Findings", Reason: missing})
	})
}

func TestHeadroomJSON(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		text string
		want []testkit.Fault
	}{
		"room":                {`{"orders_per_day":1.5,"growth":0.1,"limit":"stage-fills","stage":"a"}`, nil},
		"none left":           {`{"orders_per_day":0,"growth":0,"limit":"stage-fills","stage":"a"}`, nil},
		"past":                {`{"orders_per_day":0,"growth":0,"limit":"past-target-today","stage":"a"}`, nil},
		"quality":             {`{"orders_per_day":0,"growth":0,"limit":"quality-fails"}`, nil},
		"unlimited":           {`{"orders_per_day":null,"growth":null,"limit":"no-limit"}`, nil},
		"negative":            {`{"orders_per_day":-1,"growth":0.1,"limit":"stage-fills","stage":"a"}`, []testkit.Fault{{Field: "Headroom.OrdersPerDay", Reason: conflict}}},
		"undefined":           {`{"orders_per_day":1,"growth":null,"limit":"stage-fills","stage":"a"}`, []testkit.Fault{{Field: "Headroom.Growth", Reason: conflict}}},
		"room past the limit": {`{"orders_per_day":1,"growth":0,"limit":"past-target-today","stage":"a"}`, []testkit.Fault{{Field: "Headroom.OrdersPerDay", Reason: conflict}}},
		"room without quality": {
			`{"orders_per_day":null,"growth":1,"limit":"quality-fails"}`,
			[]testkit.Fault{{Field: "Headroom.OrdersPerDay", Reason: conflict}, {Field: "Headroom.Growth", Reason: conflict}},
		},
		"a number without limit": {`{"orders_per_day":5,"growth":null,"limit":"no-limit"}`, []testkit.Fault{{Field: "Headroom.OrdersPerDay", Reason: conflict}}},
		"stage missing":          {`{"orders_per_day":1,"growth":1,"limit":"stage-fills"}`, []testkit.Fault{{Field: "Headroom.Stage", Reason: conflict}}},
		"stage too many":         {`{"orders_per_day":0,"growth":0,"limit":"quality-fails","stage":"a"}`, []testkit.Fault{{Field: "Headroom.Stage", Reason: conflict}}},
		"bad stage":              {`{"orders_per_day":1,"growth":1,"limit":"stage-fills","stage":" a"}`, []testkit.Fault{{Field: "Headroom.Stage", Reason: out}}},
		"no limit named":         {`{"orders_per_day":1,"growth":1,"stage":"a"}`, []testkit.Fault{{Field: "Headroom.Limit", Reason: missing}, {Field: "Headroom.Stage", Reason: conflict}}},
		"unknown limit":          {`{"orders_per_day":1,"growth":1,"limit":"none"}`, []testkit.Fault{{Field: "Headroom.Limit", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			var h capacity.Headroom
			err := json.Unmarshal([]byte(tc.text), &h)
			if tc.want == nil {
				require.NoError(t, err)
				require.Equal(t, tc.text, text(t, h))
				return
			}
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, h)
		})
	}
}
