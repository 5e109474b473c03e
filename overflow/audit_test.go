package overflow_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func bench(minutes int64) overflow.Load {
	return overflow.Load{Today: monday, Stages: []overflow.LoadStage{{Name: "cut", MinutesPerDay: minutes}}}
}

func cut(id string, due int, minutes int64) overflow.OpenPromise {
	return overflow.OpenPromise{ID: id, Due: monday.AddDays(due), Work: []overflow.StageMinutes{{Stage: "cut", Minutes: minutes}}}
}

func TestAuditPromises(t *testing.T) {
	policy := overflow.DefaultPolicy().PromisePolicy
	policy.HorizonDays = 8
	for name, tc := range map[string]struct {
		book      overflow.PromiseBook
		late      []string
		days      []int
		short     int64
		saving    overflow.Saving
		sequence  []string
		purchases []overflow.MinutesToBuy
		beyond    []string
		moved     []string
	}{
		"all on time": {
			book:   overflow.PromiseBook{Sequence: overflow.AsGiven, Promises: []overflow.OpenPromise{cut("a", 0, 100), cut("b", 1, 100)}},
			late:   []string{},
			days:   []int{0, 0},
			saving: overflow.NothingToSave, sequence: []string{}, purchases: []overflow.MinutesToBuy{}, beyond: []string{}, moved: []string{},
		},
		"the sequence is wrong": {
			book:   overflow.PromiseBook{Sequence: overflow.AsGiven, Promises: []overflow.OpenPromise{cut("a", 2, 200), cut("b", 0, 100)}},
			late:   []string{"b"},
			days:   []int{0, 2},
			saving: overflow.SavesAll, sequence: []string{"b", "a"}, purchases: []overflow.MinutesToBuy{}, beyond: []string{}, moved: []string{},
		},
		"a minute short": {
			book:   overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", 1, 101), cut("b", 1, 100)}},
			late:   []string{"b"},
			days:   []int{0, 1},
			short:  1,
			saving: overflow.Impossible, sequence: []string{},
			purchases: []overflow.MinutesToBuy{{Stage: "cut", By: monday.AddDays(1), Minutes: 1}}, beyond: []string{}, moved: []string{"b"},
		},
		"short on two days": {
			book:   overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", 0, 130), cut("b", 1, 100), cut("c", 4, 350)}},
			late:   []string{"a", "b", "c"},
			days:   []int{1, 1, 3},
			short:  80,
			saving: overflow.Impossible, sequence: []string{},
			purchases: []overflow.MinutesToBuy{{Stage: "cut", By: monday, Minutes: 30}, {Stage: "cut", By: monday.AddDays(4), Minutes: 50}},
			beyond:    []string{}, moved: []string{"a"},
		},
		"a date that has passed": {
			book:   overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", -2, 50), cut("b", 0, 60)}},
			late:   []string{"a", "b"},
			days:   []int{2, 1},
			short:  50,
			saving: overflow.Impossible, sequence: []string{}, purchases: []overflow.MinutesToBuy{}, beyond: []string{"a"}, moved: []string{"a"},
		},
		"beyond the horizon": {
			book:   overflow.PromiseBook{Sequence: overflow.AsGiven, Promises: []overflow.OpenPromise{cut("a", 3, 700), cut("b", 4, 100)}},
			late:   []string{"a", "b"},
			days:   []int{5, 4},
			short:  300,
			saving: overflow.Impossible, sequence: []string{},
			purchases: []overflow.MinutesToBuy{{Stage: "cut", By: monday.AddDays(3), Minutes: 300}}, beyond: []string{}, moved: []string{"a"},
		},
		"a long order in the way of two short ones": {
			book:   overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", 1, 190), cut("b", 1, 60), cut("c", 1, 60)}},
			late:   []string{"b", "c"},
			days:   []int{0, 1, 2},
			short:  110,
			saving: overflow.Impossible, sequence: []string{},
			purchases: []overflow.MinutesToBuy{{Stage: "cut", By: monday.AddDays(1), Minutes: 110}}, beyond: []string{}, moved: []string{"a"},
		},
		"due on the last day, which is after the horizon": {
			book:   overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", 9, 800)}},
			late:   []string{},
			days:   []int{0},
			saving: overflow.NothingToSave, sequence: []string{}, purchases: []overflow.MinutesToBuy{}, beyond: []string{}, moved: []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := overflow.AuditPromises(tc.book, bench(100), weekdays, policy)
			require.NoError(t, err)
			require.Equal(t, tc.late, lateIDs(a))
			for i, p := range a.Promises {
				require.Equal(t, tc.days[i], p.DaysLate)
			}
			require.Equal(t, tc.short, a.Stages[0].ShortMinutes)
			require.Equal(t, overflow.Resequencing{Saving: tc.saving, Sequence: tc.sequence}, a.Resequencing)
			require.Equal(t, tc.purchases, a.Buying.Purchases)
			require.Equal(t, tc.beyond, a.Buying.BeyondHelp)
			require.True(t, a.Buying.Enough && a.Buying.Proven && a.Moving.Proven)
			moved := []string{}
			for _, m := range a.Moving.Moved {
				moved = append(moved, m.ID)
			}
			require.Equal(t, tc.moved, moved)
			require.Equal(t, len(moved), a.Moving.AtLeast)
		})
	}
}

// Of equal shortages the first counts, and what is bought on one day stands in
// the order of the stages.
func TestAuditOrder(t *testing.T) {
	load := overflow.Load{Today: monday, Stages: []overflow.LoadStage{{Name: "cut", MinutesPerDay: 100}, {Name: "sew", MinutesPerDay: 100}}}
	book := overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{
		{ID: "z", Due: monday, Work: []overflow.StageMinutes{{Stage: "sew", Minutes: 101}}}, cut("a", 0, 130), cut("b", 1, 100),
		cut("c", 4, 1), cut("d", 5, 1),
	}}
	a, err := overflow.AuditPromises(book, load, weekdays, overflow.DefaultPolicy().PromisePolicy)
	require.NoError(t, err)
	require.Equal(t, "work promised by 2026-11-23", a.Stages[0].Finding.Measure)
	require.Equal(t, []overflow.MinutesToBuy{{Stage: "cut", By: monday, Minutes: 30}, {Stage: "sew", By: monday, Minutes: 1}}, a.Buying.Purchases)
	testkit.RoundTrip(t, a) // no capacity is added between Friday and Saturday
	testkit.RequireFaults(t, edited(t, a, `"promised_minutes":232`, `"promised_minutes":231`),
		testkit.Fault{Field: "PromiseAudit.Stages[0].Points[3].By", Reason: salesops.ErrConflict})
}

// No stage is short, and yet by due date one promise is late: the audit does not
// claim what it has not proven.
func TestAuditOfSeveralStages(t *testing.T) {
	load := overflow.Load{Today: monday, Stages: []overflow.LoadStage{{Name: "cut", MinutesPerDay: 100}, {Name: "sew", MinutesPerDay: 100}}}
	sewn := func(id string, due int, cut, sew int64) overflow.OpenPromise {
		return overflow.OpenPromise{ID: id, Due: monday.AddDays(due), Work: []overflow.StageMinutes{{Stage: "cut", Minutes: cut}, {Stage: "sew", Minutes: sew}}}
	}
	book := overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{sewn("a", 2, 200, 10), sewn("b", 2, 90, 190)}}
	a, err := overflow.AuditPromises(book, load, weekdays, overflow.DefaultPolicy().PromisePolicy)
	require.NoError(t, err)
	require.Equal(t, 1, a.Late)
	require.Equal(t, overflow.NotFound, a.Resequencing.Saving)
	require.Zero(t, a.Buying.AtLeast)
	require.Positive(t, a.Buying.Minutes)
	require.True(t, a.Buying.Enough)
	require.False(t, a.Buying.Proven)
	require.Len(t, a.Moving.Moved, 1)
	require.Zero(t, a.Moving.AtLeast)
	require.False(t, a.Moving.Proven)
	testkit.Golden(t, "promise_audit", a)
	testkit.Golden(t, "promise_book", book)
}

func TestAuditRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*overflow.PromiseBook)
		want testkit.Fault
		// inLoad tells that only the load shows the fault.
		inLoad bool
	}{
		"no promises":       {func(b *overflow.PromiseBook) { b.Promises = nil }, testkit.Fault{Field: "PromiseBook.Promises", Reason: missing}, false},
		"too many":          {func(b *overflow.PromiseBook) { b.Promises = make([]overflow.OpenPromise, overflow.MaxOpenPromises+1) }, testkit.Fault{Field: "PromiseBook.Promises", Reason: out}, false},
		"no id":             {func(b *overflow.PromiseBook) { b.Promises[1].ID = "" }, testkit.Fault{Field: "PromiseBook.Promises[1].ID", Reason: missing}, false},
		"id twice":          {func(b *overflow.PromiseBook) { b.Promises[1].ID = "a" }, testkit.Fault{Field: "PromiseBook.Promises[1].ID", Reason: conflict}, false},
		"no due date":       {func(b *overflow.PromiseBook) { b.Promises[0].Due = salesops.Date{} }, testkit.Fault{Field: "PromiseBook.Promises[0].Due", Reason: missing}, false},
		"due too far ahead": {func(b *overflow.PromiseBook) { b.Promises[0].Due = monday.AddDays(overflow.MaxHorizonDays + 1) }, testkit.Fault{Field: "PromiseBook.Promises[0].Due", Reason: out}, true},
		"no work":           {func(b *overflow.PromiseBook) { b.Promises[0].Work = nil }, testkit.Fault{Field: "PromiseBook.Promises[0].Work", Reason: missing}, false},
		"no stage":          {func(b *overflow.PromiseBook) { b.Promises[0].Work[0].Stage = "" }, testkit.Fault{Field: "PromiseBook.Promises[0].Work[0].Stage", Reason: missing}, false},
		"unknown stage":     {func(b *overflow.PromiseBook) { b.Promises[0].Work[0].Stage = "dye" }, testkit.Fault{Field: "PromiseBook.Promises[0].Work[0].Stage", Reason: conflict}, true},
		"stage twice": {func(b *overflow.PromiseBook) {
			b.Promises[0].Work = append(b.Promises[0].Work, b.Promises[0].Work[0])
		}, testkit.Fault{Field: "PromiseBook.Promises[0].Work[1].Stage", Reason: conflict}, false},
		"no minutes":       {func(b *overflow.PromiseBook) { b.Promises[0].Work[0].Minutes = 0 }, testkit.Fault{Field: "PromiseBook.Promises[0].Work[0].Minutes", Reason: missing}, false},
		"too many minutes": {func(b *overflow.PromiseBook) { b.Promises[0].Work[0].Minutes = overflow.MaxSetupMinutes + 1 }, testkit.Fault{Field: "PromiseBook.Promises[0].Work[0].Minutes", Reason: out}, false},
		"no sequence":      {func(b *overflow.PromiseBook) { b.Sequence = "" }, testkit.Fault{Field: "PromiseBook.Sequence", Reason: missing}, false},
	} {
		t.Run(name, func(t *testing.T) {
			book := overflow.PromiseBook{Sequence: overflow.AsGiven, Promises: []overflow.OpenPromise{cut("a", 1, 5), cut("b", 2, 5)}}
			tc.edit(&book)
			a, err := overflow.AuditPromises(book, bench(100), weekdays, overflow.DefaultPolicy().PromisePolicy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, a)
			if book.Sequence == "" {
				return // it has no text
			}
			data, err := json.Marshal(book)
			require.NoError(t, err)
			var back overflow.PromiseBook
			if err = json.Unmarshal(data, &back); tc.inLoad {
				require.NoError(t, err)
			} else {
				testkit.RequireFaults(t, err, tc.want)
			}
		})
	}
	many := overflow.PromiseBook{Sequence: overflow.AsGiven}
	for i := range overflow.MaxOpenPromises {
		p := cut(strconv.Itoa(i), 1, 5)
		for _, stage := range []string{"sew", "pack", "dye"} {
			p.Work = append(p.Work, overflow.StageMinutes{Stage: stage, Minutes: 5})
		}
		many.Promises = append(many.Promises, p)
	}
	load := bench(100)
	load.Stages = append(load.Stages, overflow.LoadStage{Name: "sew"}, overflow.LoadStage{Name: "pack"}, overflow.LoadStage{Name: "dye"})
	longest := overflow.DefaultPolicy().PromisePolicy
	longest.HorizonDays = overflow.MaxHorizonDays // 4 × 5000 × 3660 cells
	_, err := overflow.AuditPromises(many, load, weekdays, longest)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PromiseBook.Promises", Reason: out})
	_, err = overflow.AuditPromises(overflow.PromiseBook{}, overflow.Load{}, nil, overflow.PromisePolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Load.Today", Reason: missing}, testkit.Fault{Field: "Calendar", Reason: missing},
		testkit.Fault{Field: "PromisePolicy.Splitting", Reason: missing}, testkit.Fault{Field: "PromisePolicy.HorizonDays", Reason: missing},
	)
}

func TestQuote(t *testing.T) {
	hour := decimal.RequireFromString("45.50")
	policy := overflow.DefaultPolicy()
	inquiry := func(pieces int64, wanted int) overflow.Inquiry {
		i := overflow.Inquiry{
			Order: good, Situation: busy, Request: shirts(pieces),
			Terms: overflow.Terms{Price: decimal.RequireFromString("1999.99"), LaterDiscount: 0.05, ExpeditePerHour: &hour, Places: 2},
		}
		i.Request.Wanted = monday.AddDays(wanted)
		return i
	}
	quote := func(t *testing.T, i overflow.Inquiry) overflow.Offer {
		t.Helper()
		o, err := overflow.Quote(i, workshop(), weekdays, policy)
		require.NoError(t, err)
		return o
	}
	t.Run("accepted", func(t *testing.T) {
		o := quote(t, inquiry(100, 2))
		require.Equal(t, overflow.AnswerAccepted, o.Answer)
		require.Equal(t, monday.AddDays(2), o.Promise.Deliveries[0].On)
		require.Empty(t, o.Alternatives)
		testkit.Golden(t, "offer_accepted", o)
	})
	t.Run("alternatives", func(t *testing.T) {
		o := quote(t, inquiry(100, 1))
		testkit.Golden(t, "offer_alternatives", o)
		require.Equal(t, overflow.AnswerAlternatives, o.Answer)
		require.Nil(t, o.Promise)
		var kinds []overflow.AlternativeKind
		for _, a := range o.Alternatives {
			kinds = append(kinds, a.Kind)
		}
		require.Equal(t, overflow.AlternativeKinds(), kinds)
		// 600 minutes of sewing, of which Tuesday has 480.
		require.Equal(t, []overflow.MinutesToBuy{{Stage: "sew", By: monday.AddDays(1), Minutes: 120}}, o.Alternatives[0].Purchases)
		testkit.EqualDecimal(t, "91.00", o.Alternatives[0].Cost)
		testkit.EqualDecimal(t, "0", o.Alternatives[1].Cost)
		testkit.EqualDecimal(t, "0", o.Alternatives[2].Cost)
		testkit.EqualDecimal(t, "100.00", o.Alternatives[3].Cost) // 99.9995
	})
	t.Run("only later", func(t *testing.T) {
		i := inquiry(100, 0)
		i.Terms.LaterDiscount = 0
		o := quote(t, i)
		require.Len(t, o.Alternatives, 1, "the wait alone takes a day")
		require.Equal(t, overflow.LaterDate, o.Alternatives[0].Kind)
	})
	t.Run("not by the latest date", func(t *testing.T) {
		i := inquiry(100, 1)
		i.Request.Wanted, i.Request.Latest, i.Terms.ExpeditePerHour = salesops.Date{}, monday.AddDays(1), nil
		o := quote(t, i)
		require.Equal(t, overflow.AnswerAlternatives, o.Answer)
		require.Equal(t, overflow.LaterDate, o.Alternatives[0].Kind)
	})
	t.Run("no date", func(t *testing.T) {
		i := inquiry(1_000_000, 2)
		i.Request.Work[0].SetupMinutes, i.Terms.ExpeditePerHour = overflow.MaxSetupMinutes, nil
		o := quote(t, i)
		require.Equal(t, overflow.AnswerNoDate, o.Answer)
	})
	t.Run("deferred", func(t *testing.T) {
		i := inquiry(10, 0)
		i.Order.StrategicValue = 1
		require.Nil(t, quote(t, i).Promise)
		i.NextWindow = monday.AddDays(7)
		o := quote(t, i)
		require.Equal(t, overflow.AnswerDeferred, o.Answer)
		require.Equal(t, monday.AddDays(8), o.Promise.Deliveries[0].On)
		i.Request.Earliest = monday.AddDays(9)
		require.Equal(t, monday.AddDays(10), quote(t, i).Promise.Deliveries[0].On)
		i.NextWindow = monday.AddDays(400)
		require.Nil(t, quote(t, i).Promise)
	})
	t.Run("declined", func(t *testing.T) {
		i := inquiry(10, 5)
		i.Order.Margin = 0
		o := quote(t, i)
		require.Equal(t, overflow.AnswerDeclined, o.Answer)
		require.Nil(t, o.Promise)
	})
}

func TestQuoteRejects(t *testing.T) {
	huge, out, missing := decimal.New(1, 2_000_000_000), salesops.ErrOutOfRange, salesops.ErrMissing
	i := overflow.Inquiry{
		Order: overflow.Order{QualityRisk: 11}, Request: shirts(1), NextWindow: salesops.Date{Year: 2026, Month: 2, Day: 30},
		Terms: overflow.Terms{Price: huge, LaterDiscount: 5, ExpeditePerHour: &huge, Places: overflow.MaxPlaces + 1},
	}
	o, err := overflow.Quote(i, workshop(), nil, overflow.Policy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Inquiry.Order.QualityRisk", Reason: out},
		testkit.Fault{Field: "Inquiry.Situation.Demand", Reason: missing}, testkit.Fault{Field: "Inquiry.Situation.Capacity", Reason: missing},
		testkit.Fault{Field: "Inquiry.Terms.Price", Reason: out}, testkit.Fault{Field: "Inquiry.Terms.LaterDiscount", Reason: out},
		testkit.Fault{Field: "Inquiry.Terms.ExpeditePerHour", Reason: out}, testkit.Fault{Field: "Inquiry.Terms.Places", Reason: out},
		testkit.Fault{Field: "Inquiry.NextWindow", Reason: out}, testkit.Fault{Field: "Calendar", Reason: missing},
		testkit.Fault{Field: "Policy.RiskResponse", Reason: missing}, testkit.Fault{Field: "Policy.MarginBasis", Reason: missing},
		testkit.Fault{Field: "Policy.Splitting", Reason: missing}, testkit.Fault{Field: "Policy.HorizonDays", Reason: missing},
	)
	require.Zero(t, o)
	i = overflow.Inquiry{Order: good, Situation: busy, Request: shirts(1), Terms: overflow.Terms{
		Price: decimal.New(overflow.MaxPrice, 0), LaterDiscount: 1, ExpeditePerHour: new(decimal.New(overflow.MaxHourPrice, 0)), Places: overflow.MaxPlaces,
	}}
	_, err = overflow.Quote(i, workshop(), weekdays, overflow.DefaultPolicy())
	require.NoError(t, err)
	i.Terms.Price, i.Terms.ExpeditePerHour = decimal.New(-1, 0), new(decimal.New(overflow.MaxHourPrice+1, 0))
	_, err = overflow.Quote(i, workshop(), weekdays, overflow.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Inquiry.Terms.Price", Reason: out}, testkit.Fault{Field: "Inquiry.Terms.ExpeditePerHour", Reason: out})
}

// edited decodes a value after one replacement in its text.
func edited[T any](t *testing.T, value T, old, replacement string) error {
	t.Helper()
	data, err := json.Marshal(value)
	require.NoError(t, err)
	text := strings.Replace(string(data), old, replacement, 1)
	require.NotEqual(t, string(data), text, "%s is not in %s", old, data)
	var back T
	return json.Unmarshal([]byte(text), &back)
}

func TestPromiseJSONRejects(t *testing.T) {
	request := shirts(100)
	request.Wanted = monday.AddDays(1)
	policy := overflow.DefaultPolicy()
	policy.Splitting = overflow.InTwoParts
	load := workshop()
	load.Booked[0].On = monday.AddDays(-1)
	load.Booked[0].Minutes = 240
	promise, err := overflow.Commit(request, load, weekdays, policy.PromisePolicy)
	require.NoError(t, err)
	require.Equal(t, overflow.InParts, promise.Outcome)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	for name, tc := range map[string]struct {
		old, new string
		want     []testkit.Fault
	}{
		"outcome":             {`"in-parts"`, `"part-only"`, []testkit.Fault{{Field: "Promise.Outcome", Reason: conflict}}},
		"outcome of one":      {`"in-parts"`, `"later"`, []testkit.Fault{{Field: "Promise.Outcome", Reason: conflict}}},
		"nothing promised":    {`"in-parts"`, `"no-promise"`, []testkit.Fault{{Field: "Promise.Outcome", Reason: conflict}}},
		"quantity":            {`"quantity":100`, `"quantity":101`, []testkit.Fault{{Field: "Promise.Quantity", Reason: conflict}}},
		"no quantity":         {`"quantity":100`, `"quantity":0`, []testkit.Fault{{Field: "Promise.Quantity", Reason: missing}, {Field: "Promise.ByWanted", Reason: out}, {Field: "Promise.Quantity", Reason: conflict}}},
		"short":               {`"short":0`, `"short":-1`, []testkit.Fault{{Field: "Promise.Short", Reason: out}, {Field: "Promise.Quantity", Reason: conflict}, {Field: "Promise.Outcome", Reason: conflict}}},
		"by wanted":           {`"by_wanted":80`, `"by_wanted":101`, []testkit.Fault{{Field: "Promise.ByWanted", Reason: out}}},
		"delivery quantity":   {`"quantity":80`, `"quantity":0`, []testkit.Fault{{Field: "Promise.Deliveries[0].Quantity", Reason: missing}, {Field: "Promise.Quantity", Reason: conflict}}},
		"deliveries reversed": {`"on":"2026-11-24","quantity":80`, `"on":"2026-12-24","quantity":80`, []testkit.Fault{{Field: "Promise.Deliveries[1].On", Reason: conflict}}},
		"finished after":      {`"finished":"2026-11-24"`, `"finished":"2026-11-25"`, []testkit.Fault{{Field: "Promise.Deliveries[0].Finished", Reason: conflict}}},
		"stage":               {`"stage":"cut"`, `"stage":""`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].Stage", Reason: missing}}},
		"slots":               {`"slots":[{"on":"2026-11-23","minutes":190}]`, `"slots":[]`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].Slots", Reason: missing}}},
		"slot minutes":        {`"slots":[{"on":"2026-11-23","minutes":190}]`, `"slots":[{"on":"2026-11-23","minutes":189}]`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].Minutes", Reason: conflict}}},
		"slot of nothing":     {`"slots":[{"on":"2026-11-23","minutes":190}]`, `"slots":[{"on":"2026-11-23","minutes":0}]`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].Slots[0].Minutes", Reason: missing}, {Field: "Promise.Deliveries[0].Steps[0].Minutes", Reason: conflict}}},
		"slots reversed":      {`"slots":[{"on":"2026-11-23","minutes":190}]`, `"slots":[{"on":"2026-11-23","minutes":100},{"on":"2026-11-23","minutes":90}]`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].Slots[1].On", Reason: conflict}}},
		"from":                {`"from":"2026-11-23","until":"2026-11-24"`, `"from":"2026-11-22","until":"2026-11-24"`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].From", Reason: conflict}}},
		"until":               {`"from":"2026-11-23","until":"2026-11-24"`, `"from":"2026-11-23","until":"2026-11-25"`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].From", Reason: conflict}}},
		"slack":               {`"slack_days":0,"slack_minutes":50`, `"slack_days":-1,"slack_minutes":50`, []testkit.Fault{{Field: "Promise.Deliveries[0].Steps[0].SlackDays", Reason: out}}},
		"least slack":         {`"slack_minutes":0}]`, `"slack_minutes":7}]`, []testkit.Fault{{Field: "Promise.Deliveries[0].SlackMinutes", Reason: conflict}}},
		"binding no stage":    {`"constraint":"stage","stage":"sew"`, `"constraint":"stage"`, []testkit.Fault{{Field: "Promise.Binding.Stage", Reason: conflict}}},
		"nothing binds":       {`"constraint":"stage","stage":"sew"`, `"constraint":"nothing"`, []testkit.Fault{{Field: "Promise.Binding.GainDays", Reason: conflict}}},
		"stock binds":         {`"constraint":"stage"`, `"constraint":"stock"`, []testkit.Fault{{Field: "Promise.Binding.Stage", Reason: conflict}}},
		"gain":                {`"gain_days":1`, `"gain_days":-1`, []testkit.Fault{{Field: "Promise.Binding.GainDays", Reason: out}}},
		"clamp":               {`"to":"2026-11-23"}]`, `"to":"2026-11-22"}]`, []testkit.Fault{{Field: "Promise.Clamps[0].From", Reason: conflict}}},
		"clamp of nothing":    {`"field":"Load.Booked[0].On"`, `"field":""`, []testkit.Fault{{Field: "Promise.Clamps[0].Field", Reason: missing}}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.RequireFaults(t, edited(t, promise, tc.old, tc.new), tc.want...)
		})
	}
}

func TestStockProjectionJSONRejects(t *testing.T) {
	p, err := overflow.ProjectStock(overflow.Stock{
		OnHand: 10, Receipts: []overflow.Movement{{On: monday.AddDays(3), Quantity: 5}}, Committed: []overflow.Movement{{On: monday.AddDays(1), Quantity: 12}},
	}, monday)
	require.NoError(t, err)
	testkit.Golden(t, "stock_projection", p)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	for name, tc := range map[string]struct {
		old, new string
		want     []testkit.Fault
	}{
		"short":     {`"short":2`, `"short":1`, []testkit.Fault{{Field: "StockProjection.Short", Reason: conflict}}},
		"available": {`"available":3`, `"available":5`, []testkit.Fault{{Field: "StockProjection.Periods[2].Projected", Reason: conflict}}},
		"projected": {`"projected":-2`, `"projected":-3`, []testkit.Fault{{Field: "StockProjection.Periods[1].Projected", Reason: conflict}}},
		"order":     {`"start":"2026-11-24"`, `"start":"2026-11-23"`, []testkit.Fault{{Field: "StockProjection.Periods[1].Start", Reason: conflict}}},
		"no date":   {`"start":"2026-11-23"`, `"start":""`, []testkit.Fault{{Field: "StockProjection.Periods[0].Start", Reason: missing}}},
		"received":  {`"received":5`, `"received":-5`, []testkit.Fault{{Field: "StockProjection.Periods[2].Received", Reason: out}}},
		"committed": {`"committed":12`, `"committed":-12`, []testkit.Fault{{Field: "StockProjection.Periods[1].Committed", Reason: out}}},
		"no clamp":  {`"clamps":[]`, `"clamps":[{"field":"x","from":"","to":"2026-11-23"}]`, []testkit.Fault{{Field: "StockProjection.Clamps[0].From", Reason: missing}}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.RequireFaults(t, edited(t, p, tc.old, tc.new), tc.want...)
		})
	}
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"periods":[],"short":0,"clamps":[]}`), &p), testkit.Fault{Field: "StockProjection.Periods", Reason: missing})
}

func TestAuditJSONRejects(t *testing.T) {
	policy := overflow.DefaultPolicy().PromisePolicy
	policy.HorizonDays = 8
	book := overflow.PromiseBook{Sequence: overflow.ByDueDate, Promises: []overflow.OpenPromise{cut("a", 0, 130), cut("b", 1, 60), cut("c", 4, 620), cut("d", -3, 1)}}
	a, err := overflow.AuditPromises(book, bench(100), weekdays, policy)
	require.NoError(t, err)
	wrong := overflow.PromiseBook{Sequence: overflow.AsGiven, Promises: []overflow.OpenPromise{cut("a", 2, 200), cut("b", 0, 100)}}
	saved, err := overflow.AuditPromises(wrong, bench(100), weekdays, policy)
	require.NoError(t, err)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	for name, tc := range map[string]struct {
		audit    overflow.PromiseAudit
		old, new string
		want     []testkit.Fault
	}{
		"late":              {a, `"late":3`, `"late":2`, []testkit.Fault{{Field: "PromiseAudit.Late", Reason: conflict}}},
		"id":                {a, `"id":"a"`, `"id":""`, []testkit.Fault{{Field: "PromiseAudit.Promises[0].ID", Reason: missing}}},
		"days late":         {a, `"days_late":1`, `"days_late":2`, []testkit.Fault{{Field: "PromiseAudit.Promises[0].DaysLate", Reason: conflict}}},
		"on time":           {a, `"too-late"`, `"on-time"`, []testkit.Fault{{Field: "PromiseAudit.Promises[0].Delivering", Reason: conflict}, {Field: "PromiseAudit.Late", Reason: conflict}}},
		"finish beyond":     {a, `"delivering":"beyond-horizon"`, `"delivering":"beyond-horizon","finish":"2027-01-01"`, []testkit.Fault{{Field: "PromiseAudit.Promises[2].Finish", Reason: conflict}}},
		"no delay beyond":   {a, `"days_late":4`, `"days_late":0`, []testkit.Fault{{Field: "PromiseAudit.Promises[2].DaysLate", Reason: missing}}},
		"no finish":         {a, `"finish":"2026-11-24",`, ``, []testkit.Fault{{Field: "PromiseAudit.Promises[0].Finish", Reason: missing}}},
		"stage":             {a, `"stage":"cut"`, `"stage":""`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].Stage", Reason: missing}, {Field: "PromiseAudit.Stages[0].Finding", Reason: conflict}}},
		"short":             {a, `"short_minutes":311`, `"short_minutes":310`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].ShortMinutes", Reason: conflict}}},
		"points reversed":   {a, `"by":"2026-11-24"`, `"by":"2026-11-23"`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].Points[2].By", Reason: conflict}}},
		"nothing promised":  {a, `"promised_minutes":131`, `"promised_minutes":0`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].Points[1].PromisedMinutes", Reason: missing}, {Field: "PromiseAudit.Stages[0].Points[1].By", Reason: conflict}}},
		"capacity falls":    {a, `"capacity_minutes":200`, `"capacity_minutes":99`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].Points[2].By", Reason: conflict}}},
		"another finding":   {a, `"rule":"promised-load"`, `"rule":"promised"`, []testkit.Fault{{Field: "PromiseAudit.Stages[0].Finding", Reason: conflict}}},
		"nothing to save":   {a, `"saving":"impossible"`, `"saving":"nothing-to-save"`, []testkit.Fault{{Field: "PromiseAudit.Resequencing.Saving", Reason: conflict}}},
		"no sequence":       {saved, `"sequence":["b","a"]`, `"sequence":["b"]`, []testkit.Fault{{Field: "PromiseAudit.Resequencing.Sequence", Reason: out}}},
		"sequence repeats":  {saved, `"sequence":["b","a"]`, `"sequence":["b","b"]`, []testkit.Fault{{Field: "PromiseAudit.Resequencing.Sequence[1]", Reason: conflict}}},
		"sequence of none":  {a, `"sequence":[]`, `"sequence":["a"]`, []testkit.Fault{{Field: "PromiseAudit.Resequencing.Sequence", Reason: out}}},
		"minutes bought":    {a, `"minutes":310,"at_least":310`, `"minutes":311,"at_least":310`, []testkit.Fault{{Field: "PromiseAudit.Buying.Minutes", Reason: conflict}, {Field: "PromiseAudit.Buying.Proven", Reason: conflict}}},
		"at least":          {a, `"at_least":310`, `"at_least":311`, []testkit.Fault{{Field: "PromiseAudit.Buying.AtLeast", Reason: out}, {Field: "PromiseAudit.Buying.Proven", Reason: conflict}}},
		"not enough":        {a, `"enough":true`, `"enough":false`, []testkit.Fault{{Field: "PromiseAudit.Buying.Proven", Reason: conflict}}},
		"bought backwards":  {a, `"by":"2026-11-27","minutes"`, `"by":"2026-11-20","minutes"`, []testkit.Fault{{Field: "PromiseAudit.Buying.Purchases[1].By", Reason: conflict}}},
		"bought nothing":    {a, `"minutes":30}`, `"minutes":0}`, []testkit.Fault{{Field: "PromiseAudit.Buying.Purchases[0].Minutes", Reason: missing}, {Field: "PromiseAudit.Buying.Minutes", Reason: conflict}}},
		"beyond help twice": {a, `"beyond_help":["d"]`, `"beyond_help":["d","d"]`, []testkit.Fault{{Field: "PromiseAudit.Buying.BeyondHelp[1]", Reason: conflict}}},
		"moved ahead":       {a, `"to":"2026-11-24"`, `"to":"2026-11-22"`, []testkit.Fault{{Field: "PromiseAudit.Moving.Moved[1].To", Reason: conflict}}},
		"moved at least":    {a, `"at_least":3,`, `"at_least":4,`, []testkit.Fault{{Field: "PromiseAudit.Moving.AtLeast", Reason: out}, {Field: "PromiseAudit.Moving.Proven", Reason: conflict}}},
		"moved not proven":  {a, `"at_least":3,"proven":true`, `"at_least":3,"proven":false`, []testkit.Fault{{Field: "PromiseAudit.Moving.Proven", Reason: conflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.RequireFaults(t, edited(t, tc.audit, tc.old, tc.new), tc.want...)
		})
	}
}

func TestOfferJSONRejects(t *testing.T) {
	hour := decimal.New(60, 0)
	i := overflow.Inquiry{Order: good, Situation: busy, Request: shirts(100), Terms: overflow.Terms{ExpeditePerHour: &hour, LaterDiscount: 0.5}}
	i.Request.Wanted = monday.AddDays(1)
	o, err := overflow.Quote(i, workshop(), weekdays, overflow.DefaultPolicy())
	require.NoError(t, err)
	conflict, out := salesops.ErrConflict, salesops.ErrOutOfRange
	for name, tc := range map[string]struct {
		old, new string
		want     []testkit.Fault
	}{
		"accepted":          {`"answer":"alternatives"`, `"answer":"accepted"`, []testkit.Fault{{Field: "Offer.Answer", Reason: conflict}}},
		"no date":           {`"answer":"alternatives"`, `"answer":"no-date"`, []testkit.Fault{{Field: "Offer.Answer", Reason: conflict}}},
		"deferred":          {`"answer":"alternatives"`, `"answer":"deferred"`, []testkit.Fault{{Field: "Offer.Answer", Reason: conflict}}},
		"declined":          {`"answer":"alternatives"`, `"answer":"declined"`, []testkit.Fault{{Field: "Offer.Answer", Reason: conflict}}},
		"out of order":      {`"kind":"split-delivery"`, `"kind":"expedite"`, []testkit.Fault{{Field: "Offer.Alternatives[1].Kind", Reason: conflict}}},
		"bought for later":  {`"purchases":[],"cost":"0"`, `"purchases":[{"stage":"cut","by":"2026-11-23","minutes":1}],"cost":"0"`, []testkit.Fault{{Field: "Offer.Alternatives[1].Purchases", Reason: conflict}}},
		"cost of parts":     {`"purchases":[],"cost":"0"`, `"purchases":[],"cost":"1"`, []testkit.Fault{{Field: "Offer.Alternatives[1].Cost", Reason: conflict}}},
		"negative cost":     {`"cost":"120"`, `"cost":"-120"`, []testkit.Fault{{Field: "Offer.Alternatives[0].Cost", Reason: out}}},
		"decision declines": {`{"action":"accept","rule":"otherwise","fired":[]}`, `{"action":"decline","rule":"margin","fired":["margin"]}`, []testkit.Fault{{Field: "Offer.Answer", Reason: conflict}}},
		"promise inside":    {`"quantity":100,`, `"quantity":101,`, []testkit.Fault{{Field: "Offer.Alternatives[0].Promise.Quantity", Reason: conflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.RequireFaults(t, edited(t, o, tc.old, tc.new), tc.want...)
		})
	}
	o.Alternatives = []overflow.Alternative{}
	data, err := json.Marshal(o)
	require.NoError(t, err)
	testkit.RequireFaults(t, json.Unmarshal(data, &o), testkit.Fault{Field: "Offer.Answer", Reason: conflict})
}

// The texts of the enumerations are strict both ways.
func TestPromiseEnums(t *testing.T) {
	requireEnum(t, overflow.Remedies())
	requireEnum(t, overflow.Inputs())
	requireEnum(t, overflow.Splittings())
	requireEnum(t, overflow.PromiseOutcomes())
	requireEnum(t, overflow.Constraints())
	requireEnum(t, overflow.Sequences())
	requireEnum(t, overflow.Deliverings())
	requireEnum(t, overflow.Savings())
	requireEnum(t, overflow.Answers())
	requireEnum(t, overflow.AlternativeKinds())
}

func requireEnum[T ~string](t *testing.T, all []T) {
	t.Helper()
	seen := make(map[T]bool)
	for _, value := range all {
		testkit.RoundTrip(t, value)
		require.False(t, seen[value], value)
		seen[value] = true
	}
	_, err := json.Marshal(T("shrug"))
	require.NotEmpty(t, salesops.InputErrors(err), "%T", all)
	var value T
	require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(`"shrug"`), &value)), "%T", all)
}
