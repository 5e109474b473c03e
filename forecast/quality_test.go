package forecast_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var qualityPolicy = forecast.DefaultPolicy().QualityPolicy

// cleanDeal has no defect on 2026-11-02.
func cleanDeal(id string) forecast.Deal {
	return forecast.Deal{
		ID: id, Owner: "Ana", Stage: forecast.Closing, Amount: money("100"), Opened: day("2026-09-01"), ExpectedClose: day("2026-11-02"),
		LastActivity: day("2026-10-03"), Probability: new(0.7),
	}
}

func review(t *testing.T, deals ...forecast.Deal) forecast.DataQuality {
	t.Helper()
	process := forecast.StandardProcess()
	process[3].Probability, process[4].Probability = new(0.5), new(0.9)
	q, err := forecast.ReviewData(forecast.DataReview{Pipeline: forecast.Pipeline{Deals: deals, Process: process}, AsOf: day("2026-11-02")}, qualityPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, q)
	return q
}

func found(q forecast.DataQuality) []forecast.Defect {
	list := []forecast.Defect{}
	for _, d := range q.Defects {
		if d.Total.Count > 0 {
			list = append(list, d.Defect)
		}
	}
	return list
}

func TestReviewDataDefects(t *testing.T) {
	win := func(d *forecast.Deal) {
		d.Stage, d.ClosedOn, d.ExpectedClose = forecast.Won, day("2026-10-01"), salesops.Date{}
	}
	for name, tc := range map[string]struct {
		edit func(d *forecast.Deal)
		want []forecast.Defect
	}{
		"clean":             {func(*forecast.Deal) {}, nil},
		"no amount":         {func(d *forecast.Deal) { d.Amount = money("0") }, []forecast.Defect{forecast.NoAmount}},
		"no close":          {func(d *forecast.Deal) { d.ExpectedClose = salesops.Date{} }, []forecast.Defect{forecast.NoCloseDate}},
		"past close":        {func(d *forecast.Deal) { d.ExpectedClose = day("2026-11-01") }, []forecast.Defect{forecast.PastCloseDate}},
		"opened later":      {func(d *forecast.Deal) { d.Opened = day("2026-11-03") }, []forecast.Defect{forecast.FutureDate}},
		"opened today":      {func(d *forecast.Deal) { d.Opened = day("2026-11-02") }, nil},
		"active later":      {func(d *forecast.Deal) { d.LastActivity = day("2026-11-03") }, []forecast.Defect{forecast.FutureDate, forecast.StaleRecord}},
		"odds below":        {func(d *forecast.Deal) { d.Probability = new(0.69) }, []forecast.Defect{forecast.OddsOff}},
		"odds above":        {func(d *forecast.Deal) { d.Probability = new(1.0) }, nil},
		"odds on the line":  {func(d *forecast.Deal) { d.Stage = forecast.Negotiating }, nil},
		"odds over it":      {func(d *forecast.Deal) { d.Stage, d.Probability = forecast.Negotiating, new(0.71) }, []forecast.Defect{forecast.OddsOff}},
		"stage odds":        {func(d *forecast.Deal) { d.Probability = nil }, nil},
		"no odds":           {func(d *forecast.Deal) { d.Probability, d.Stage = nil, forecast.Qualified }, []forecast.Defect{forecast.OddsOff}},
		"own odds":          {func(d *forecast.Deal) { d.Stage = forecast.Qualified }, nil},
		"stale":             {func(d *forecast.Deal) { d.LastActivity = day("2026-10-02") }, []forecast.Defect{forecast.StaleRecord}},
		"no activity":       {func(d *forecast.Deal) { d.LastActivity = salesops.Date{} }, []forecast.Defect{forecast.StaleRecord}},
		"ownerless":         {func(d *forecast.Deal) { d.Owner = "" }, []forecast.Defect{forecast.Ownerless}},
		"won":               {win, nil},
		"won ownerless":     {func(d *forecast.Deal) { win(d); d.Owner, d.Probability, d.LastActivity = "", nil, salesops.Date{} }, nil},
		"won for nothing":   {func(d *forecast.Deal) { win(d); d.Amount = money("0") }, []forecast.Defect{forecast.NoAmount}},
		"lost for nothing":  {func(d *forecast.Deal) { win(d); d.Stage, d.Amount = forecast.Lost, money("0") }, nil},
		"won on no day":     {func(d *forecast.Deal) { win(d); d.ClosedOn = salesops.Date{} }, []forecast.Defect{forecast.NoCloseDate}},
		"won later":         {func(d *forecast.Deal) { win(d); d.ClosedOn = day("2026-11-03") }, []forecast.Defect{forecast.FutureDate}},
		"won before opened": {func(d *forecast.Deal) { win(d); d.ClosedOn = day("2026-08-31") }, []forecast.Defect{forecast.NegativeCycle}},
	} {
		t.Run(name, func(t *testing.T) {
			d := cleanDeal("D-1")
			tc.edit(&d)
			q := review(t, d)
			require.Equal(t, append([]forecast.Defect{}, tc.want...), found(q))
			require.Equal(t, len(tc.want) == 0, q.Clean.Count == 1)
		})
	}
}

func TestReviewDataDuplicates(t *testing.T) {
	like := func(id, account, segment, amount string) forecast.Deal {
		d := cleanDeal(id)
		d.Account, d.Segment, d.Amount = account, segment, money(amount)
		return d
	}
	closed := like("A", "Elm", "north", "100")
	closed.Stage, closed.ClosedOn = forecast.Won, day("2026-10-01")
	q := review(t, closed, like("D", "ELM", "North", "100.00"), like("B", "Elm", "north", "100"), like("C", "elm", "south", "100"),
		like("E", "elm", "north", "101"), like("F", "", "", "100"), like("G", "", "", "100"))
	require.Equal(t, []string{"D"}, q.Defects[6].Examples)
	require.Equal(t, 6, q.Clean.Count)
}

func TestReviewData(t *testing.T) {
	a, b, c := cleanDeal("A"), cleanDeal("B"), cleanDeal("C")
	a.LastActivity, b.Owner, b.LastActivity, c.Owner = day("2026-10-26"), "Bo", day("2026-10-25"), ""
	c.Amount = money("300")
	r := forecast.DataReview{
		Pipeline: forecast.Pipeline{Deals: []forecast.Deal{a, b, c}}, AsOf: day("2026-11-02"), Reps: []string{"Ana", "Zoe"},
	}
	q, err := forecast.ReviewData(r, qualityPolicy)
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 1, 3}, []int{q.ActiveReps, q.Reps, q.TouchedDeals, q.OpenDeals})
	require.Equal(t, []float64{1.0 / 3, 1.0 / 3, 2.0 / 3, 0.4}, []float64{q.Adoption.Or(0), q.TouchedShare.Or(0), q.CleanShare.Or(0), q.CleanShareByValue.Or(0)})
	testkit.Golden(t, "data_quality", sixDigits(t, q))
	testkit.Golden(t, "defect_deals", q.Defects[8])

	q, err = forecast.ReviewData(forecast.DataReview{AsOf: day("2026-11-02")}, qualityPolicy)
	require.NoError(t, err)
	require.Equal(t, []string{"there are no deals", "all amounts are zero", "there are no reps", "no deal is open"},
		[]string{q.CleanShare.Reason(), q.CleanShareByValue.Reason(), q.Adoption.Reason(), q.TouchedShare.Reason()})

	var many []forecast.Deal
	for i := range forecast.MaxExamples + 5 {
		d := cleanDeal(strconv.Itoa(i))
		d.Owner = ""
		many = append(many, d)
	}
	q = review(t, many...)
	require.Len(t, q.Defects[8].Examples, forecast.MaxExamples)
	require.Equal(t, len(many), q.Defects[8].Total.Count)

	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	r.Reps, r.AsOf, r.Pipeline.Deals[1].ID = []string{"", "Ana", "Ana"}, salesops.Date{}, "A"
	q, err = forecast.ReviewData(r, forecast.QualityPolicy{OddsTolerance: 2})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "DataReview.Pipeline.Deals[1].ID", Reason: conflict}, testkit.Fault{Field: "DataReview.AsOf", Reason: missing},
		testkit.Fault{Field: "DataReview.Reps[0]", Reason: missing}, testkit.Fault{Field: "DataReview.Reps[2]", Reason: conflict},
		testkit.Fault{Field: "QualityPolicy.StaleDays", Reason: missing}, testkit.Fault{Field: "QualityPolicy.ActiveDays", Reason: missing},
		testkit.Fault{Field: "QualityPolicy.OddsTolerance", Reason: out})
	require.Zero(t, q)
}

func TestDataQualityJSON(t *testing.T) {
	a, b := cleanDeal("A"), cleanDeal("B")
	b.Owner = ""
	q := review(t, a, b)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, q, map[string]edit{
		"order":          {`"defect":"no-amount"`, `"defect":"stale"`, fault("DataQuality.Defects[0].Defect", conflict)},
		"too many":       {`"examples":["B"]`, `"examples":["B","A"]`, fault("DataQuality.Defects[8].Examples", conflict)},
		"no name":        {`"examples":["B"]`, `"examples":[""]`, fault("DataQuality.Defects[8].Examples[0]", salesops.ErrMissing)},
		"defects":        {`"total":{"count":1,"amount":"100"},"examples":["B"]`, `"total":{"count":2,"amount":"100"},"examples":["B","A"]`, fault("DataQuality.Defects[8].Total", conflict)},
		"clean":          {`"clean":{"count":1`, `"clean":{"count":3`, []testkit.Fault{{Field: "DataQuality.Defects[0].Total", Reason: conflict}}},
		"clean value":    {`"clean":{"count":1,"amount":"100"`, `"clean":{"count":1,"amount":"300"`, fault("DataQuality.Clean", conflict)},
		"active":         {`"active_reps":0`, `"active_reps":2`, fault("DataQuality.ActiveReps", conflict)},
		"active -":       {`"active_reps":0`, `"active_reps":-1`, fault("DataQuality.ActiveReps", out)},
		"touched":        {`"touched_deals":0`, `"touched_deals":3`, fault("DataQuality.TouchedDeals", conflict)},
		"no share":       {`"adoption":0`, `"adoption":null`, fault("DataQuality.ActiveReps", conflict)},
		"share":          {`"adoption":0`, `"adoption":2`, fault("DataQuality.ActiveReps", out)},
		"share by value": {`"clean_share_by_value":0.5`, `"clean_share_by_value":1.5`, fault("DataQuality.CleanShareByValue", out)},
	})
}
