package capacity_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// sound returns an audit without faults that uses every field: a stage that
// goes by people, one by its measured maximum, one with both.
func sound() capacity.Audit {
	return capacity.Audit{
		OrdersPerDay: 24,
		Stages: []capacity.Stage{
			{Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
			{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 30, Backlog: 10},
			{Name: "calls", Kind: "hotline", TransactionsPerOrder: 0.3, People: 2, HoursPerPersonDay: 6, HoursPerTransaction: 0.5, MaxPerDay: 20},
		},
		ClearBacklogDays: 5,
		Quality:          quality(0.02, 0.97, 9, 4),
	}
}

func quality(errorRate, onTime, satisfaction, overtime float64) *capacity.Quality {
	return &capacity.Quality{ErrorRate: &errorRate, OnTimeShare: &onTime, Satisfaction: &satisfaction, OvertimeHoursPerWeek: &overtime}
}

func TestAuditRejected(t *testing.T) {
	type audit = capacity.Audit
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	beyond := func(x float64) float64 { return math.Nextafter(x, math.Inf(1)) }
	below := math.Nextafter(capacity.MinPositive, 0)
	bad := func(x float64) *float64 { return &x }
	for name, tc := range map[string]struct {
		edit func(*audit)
		want testkit.Fault
	}{
		"no orders":             {func(a *audit) { a.OrdersPerDay = 0 }, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: missing}},
		"orders too small":      {func(a *audit) { a.OrdersPerDay = below }, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: out}},
		"orders negative":       {func(a *audit) { a.OrdersPerDay = -1 }, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: out}},
		"orders too large":      {func(a *audit) { a.OrdersPerDay = beyond(capacity.MaxVolume) }, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: out}},
		"orders NaN":            {func(a *audit) { a.OrdersPerDay = math.NaN() }, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: out}},
		"no stages":             {func(a *audit) { a.Stages, a.ClearBacklogDays = nil, 0 }, testkit.Fault{Field: "Audit.Stages", Reason: missing}},
		"too many stages":       {func(a *audit) { a.Stages = make([]capacity.Stage, capacity.MaxStages+1) }, testkit.Fault{Field: "Audit.Stages", Reason: out}},
		"no name":               {func(a *audit) { a.Stages[1].Name = "" }, testkit.Fault{Field: "Audit.Stages[1].Name", Reason: missing}},
		"name too long":         {func(a *audit) { a.Stages[0].Name = strings.Repeat("x", 201) }, testkit.Fault{Field: "Audit.Stages[0].Name", Reason: out}},
		"same name":             {func(a *audit) { a.Stages[2].Name = "quotes" }, testkit.Fault{Field: "Audit.Stages[2].Name", Reason: conflict}},
		"kind with space":       {func(a *audit) { a.Stages[0].Kind = " quoting" }, testkit.Fault{Field: "Audit.Stages[0].Kind", Reason: out}},
		"per order negative":    {func(a *audit) { a.Stages[0].TransactionsPerOrder = -0.1 }, testkit.Fault{Field: "Audit.Stages[0].TransactionsPerOrder", Reason: out}},
		"per order too small":   {func(a *audit) { a.Stages[0].TransactionsPerOrder = below }, testkit.Fault{Field: "Audit.Stages[0].TransactionsPerOrder", Reason: out}},
		"per order too large":   {func(a *audit) { a.Stages[0].TransactionsPerOrder = beyond(capacity.MaxTransactionsPerOrder) }, testkit.Fault{Field: "Audit.Stages[0].TransactionsPerOrder", Reason: out}},
		"people missing":        {func(a *audit) { a.Stages[0].People = 0 }, testkit.Fault{Field: "Audit.Stages[0].People", Reason: missing}},
		"people negative":       {func(a *audit) { a.Stages[0].People = -1 }, testkit.Fault{Field: "Audit.Stages[0].People", Reason: out}},
		"people too many":       {func(a *audit) { a.Stages[0].People = capacity.MaxPeople + 1 }, testkit.Fault{Field: "Audit.Stages[0].People", Reason: out}},
		"hours a day missing":   {func(a *audit) { a.Stages[0].HoursPerPersonDay = 0 }, testkit.Fault{Field: "Audit.Stages[0].HoursPerPersonDay", Reason: missing}},
		"hours a day too many":  {func(a *audit) { a.Stages[0].HoursPerPersonDay = beyond(24) }, testkit.Fault{Field: "Audit.Stages[0].HoursPerPersonDay", Reason: out}},
		"hours each missing":    {func(a *audit) { a.Stages[2].HoursPerTransaction = 0 }, testkit.Fault{Field: "Audit.Stages[2].HoursPerTransaction", Reason: missing}},
		"hours each too many":   {func(a *audit) { a.Stages[0].HoursPerTransaction = beyond(1e6) }, testkit.Fault{Field: "Audit.Stages[0].HoursPerTransaction", Reason: out}},
		"no capacity":           {func(a *audit) { a.Stages[1].MaxPerDay = 0 }, testkit.Fault{Field: "Audit.Stages[1].MaxPerDay", Reason: missing}},
		"maximum negative":      {func(a *audit) { a.Stages[1].MaxPerDay = -3 }, testkit.Fault{Field: "Audit.Stages[1].MaxPerDay", Reason: out}},
		"maximum beside people": {func(a *audit) { a.Stages[2].MaxPerDay = below }, testkit.Fault{Field: "Audit.Stages[2].MaxPerDay", Reason: out}},
		"maximum too large":     {func(a *audit) { a.Stages[1].MaxPerDay = beyond(capacity.MaxVolume) }, testkit.Fault{Field: "Audit.Stages[1].MaxPerDay", Reason: out}},
		"backlog negative":      {func(a *audit) { a.Stages[0].Backlog = -1 }, testkit.Fault{Field: "Audit.Stages[0].Backlog", Reason: out}},
		"backlog too large":     {func(a *audit) { a.Stages[0].Backlog = beyond(capacity.MaxVolume) }, testkit.Fault{Field: "Audit.Stages[0].Backlog", Reason: out}},
		"clear days missing":    {func(a *audit) { a.ClearBacklogDays = 0 }, testkit.Fault{Field: "Audit.ClearBacklogDays", Reason: missing}},
		"clear days too many":   {func(a *audit) { a.ClearBacklogDays = beyond(capacity.MaxDays) }, testkit.Fault{Field: "Audit.ClearBacklogDays", Reason: out}},
		"clear days, no backlog": {
			func(a *audit) { a.Stages[1].Backlog, a.ClearBacklogDays = 0, -2 }, testkit.Fault{Field: "Audit.ClearBacklogDays", Reason: out},
		},
		"error percent":     {func(a *audit) { a.Quality.ErrorRate = bad(5) }, testkit.Fault{Field: "Audit.Quality.ErrorRate", Reason: out}},
		"on-time negative":  {func(a *audit) { a.Quality.OnTimeShare = bad(-0.1) }, testkit.Fault{Field: "Audit.Quality.OnTimeShare", Reason: out}},
		"satisfaction 11":   {func(a *audit) { a.Quality.Satisfaction = bad(11) }, testkit.Fault{Field: "Audit.Quality.Satisfaction", Reason: out}},
		"overtime too much": {func(a *audit) { a.Quality.OvertimeHoursPerWeek = bad(169) }, testkit.Fault{Field: "Audit.Quality.OvertimeHoursPerWeek", Reason: out}},
		"overtime infinite": {func(a *audit) { a.Quality.OvertimeHoursPerWeek = bad(math.Inf(1)) }, testkit.Fault{Field: "Audit.Quality.OvertimeHoursPerWeek", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			a := sound()
			tc.edit(&a)
			assessment, err := capacity.Assess(a, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, assessment)
			stress, err := capacity.StressTest(a, capacity.PlaybookScenarios(), capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, stress)
		})
	}
}

// Everything at its limit is still an answer, and its findings survive JSON.
func TestAuditAtItsLimits(t *testing.T) {
	large := capacity.Stage{
		Name: "large", TransactionsPerOrder: capacity.MaxTransactionsPerOrder, People: capacity.MaxPeople, HoursPerPersonDay: capacity.MaxHoursPerDay,
		HoursPerTransaction: capacity.MaxHoursPerTransaction, MaxPerDay: capacity.MaxVolume, Backlog: capacity.MaxVolume,
	}
	small := capacity.Stage{
		Name: "small", TransactionsPerOrder: capacity.MinPositive, People: 1, HoursPerPersonDay: capacity.MinPositive,
		HoursPerTransaction: capacity.MinPositive, MaxPerDay: capacity.MinPositive, Backlog: capacity.MinPositive,
	}
	odd := capacity.Stage{
		Name: "odd", TransactionsPerOrder: 1.2345678901234567e-9, People: 77777, HoursPerPersonDay: 1.2345678901234567e-9,
		HoursPerTransaction: 999999.99999999988, MaxPerDay: 999999999.99999988, Backlog: 1.2345678901234567e-9,
	}
	scenarios := []capacity.Scenario{
		{Name: "most", Multiplier: capacity.MaxMultiplier, Days: capacity.MaxDays},
		{Name: "least", Multiplier: capacity.MinPositive, Days: capacity.MinPositive},
	}
	for _, orders := range []float64{capacity.MinPositive, 1.2345678901234567e-9, capacity.MaxVolume} {
		for _, days := range []float64{capacity.MinPositive, capacity.MaxDays} {
			for _, tiny := range []float64{0.85, math.SmallestNonzeroFloat64} {
				audit := capacity.Audit{OrdersPerDay: orders, Stages: []capacity.Stage{large, small, odd}, ClearBacklogDays: days, Quality: quality(1, 1, 10, 168)}
				policy := capacity.DefaultPolicy()
				policy.YellowAbove, policy.TargetUtilization, policy.Buffer, policy.MaxWaitCells = tiny, tiny, 1, 1000
				assessment, err := capacity.Assess(audit, policy)
				require.NoError(t, err)
				testkit.RoundTrip(t, assessment)
				stress, err := capacity.StressTest(audit, scenarios, policy)
				require.NoError(t, err)
				testkit.RoundTrip(t, stress)
			}
		}
	}
}

func TestKinds(t *testing.T) {
	require.Equal(t, []capacity.Kind{"quoting", "order-processing", "customer-service", "fulfillment", "quality-control"}, capacity.Kinds())
}
