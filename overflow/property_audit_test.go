package overflow_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func audit(t testkit.Failer, book overflow.PromiseBook, load overflow.Load, policy overflow.PromisePolicy) overflow.PromiseAudit {
	t.Helper()
	a, err := overflow.AuditPromises(book, load, weekdays, policy)
	require.NoError(t, err)
	return a
}

// lateIDs returns the promises that are not on time, in the order of the book.
func lateIDs(a overflow.PromiseAudit) []string {
	ids := []string{}
	for _, p := range a.Promises {
		if p.Delivering != overflow.OnTime {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// without returns a book without some promises.
func without(book overflow.PromiseBook, ids []string) overflow.PromiseBook {
	book.Promises = slices.DeleteFunc(slices.Clone(book.Promises), func(p overflow.OpenPromise) bool {
		return slices.Contains(ids, p.ID)
	})
	return book
}

// Each remedy saves what it says, when it is applied to the load or the book and
// audited again.
func remediesProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	policy.HorizonDays = 60
	book := promiseBooks(load).Draw(t, "book")
	a := audit(t, book, load, policy)
	require.Len(t, lateIDs(a), a.Late)
	for _, s := range a.Stages {
		testkit.Explains(t, s.Finding)
		require.Equal(t, s.ShortMinutes > 0, s.Finding.Outcome == salesops.Fired)
	}
	byDue := book
	byDue.Sequence = overflow.ByDueDate

	switch a.Resequencing.Saving {
	case overflow.NothingToSave:
		require.Zero(t, a.Late)
	case overflow.SavesAll:
		given := overflow.PromiseBook{Sequence: overflow.AsGiven}
		for _, id := range a.Resequencing.Sequence {
			at := slices.IndexFunc(book.Promises, func(p overflow.OpenPromise) bool { return p.ID == id })
			given.Promises = append(given.Promises, book.Promises[at])
		}
		require.Zero(t, audit(t, given, load, policy).Late)
	case overflow.Impossible, overflow.NotFound:
		require.Positive(t, audit(t, byDue, load, policy).Late)
		require.Empty(t, a.Resequencing.Sequence)
	}

	if a.Late == 0 {
		require.Zero(t, a.Buying.Minutes)
		require.Empty(t, a.Moving.Moved)
	} else {
		kept := without(byDue, a.Buying.BeyondHelp)
		bought, total := load, int64(0)
		for _, p := range a.Buying.Purchases {
			bought = addMinutes(bought, p.Stage, p.By, p.Minutes)
			total += p.Minutes
		}
		require.Equal(t, total, a.Buying.Minutes)
		require.LessOrEqual(t, a.Buying.AtLeast, a.Buying.Minutes)
		// A load that is booked beyond its capacity uses what is bought for its own.
		if len(kept.Promises) > 0 && len(load.Booked) == 0 && a.Buying.Enough {
			require.Zero(t, audit(t, kept, bought, policy).Late)
		}
		moved := []string{}
		for _, m := range a.Moving.Moved {
			moved = append(moved, m.ID)
			require.True(t, m.To.IsZero() || m.To.After(m.Due))
		}
		require.LessOrEqual(t, a.Moving.AtLeast, len(moved))
		if kept = without(byDue, moved); len(kept.Promises) > 0 {
			require.Zero(t, audit(t, kept, load, policy).Late)
		}
	}
	if len(load.Stages) == 1 {
		require.True(t, a.Buying.Enough && a.Buying.Proven && a.Moving.Proven)
		require.NotEqual(t, overflow.NotFound, a.Resequencing.Saving)
	}
	testkit.RoundTrip(t, a)
	testkit.RoundTrip(t, book)
}

// More capacity never makes a book of one stage later.
func auditMonotoneProperty(t *rapid.T) {
	load, policy := bareLoads(1).Draw(t, "load"), promisePolicies().Draw(t, "policy")
	book := promiseBooks(load).Draw(t, "book")
	more := addMinutes(load, load.Stages[0].Name, monday.AddDays(rapid.IntRange(0, 12).Draw(t, "day")), rapid.Int64Range(1, 99).Draw(t, "minutes"))
	before, after := audit(t, book, load, policy), audit(t, book, more, policy)
	require.LessOrEqual(t, after.Late, before.Late)
	for i := range after.Promises {
		require.LessOrEqual(t, after.Promises[i].DaysLate, before.Promises[i].DaysLate)
	}
	require.LessOrEqual(t, after.Buying.Minutes, before.Buying.Minutes)
	require.LessOrEqual(t, len(after.Moving.Moved), len(before.Moving.Moved))
}

func quoteProperty(t *rapid.T) {
	load := loads().Draw(t, "load")
	policy := overflow.DefaultPolicy()
	policy.PromisePolicy = promisePolicies().Draw(t, "policy")
	i := inquiries(load).Draw(t, "inquiry")
	o, err := overflow.Quote(i, load, weekdays, policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, o)
	decision, err := overflow.Decide(i.Order, i.Situation, policy.DecisionPolicy)
	require.NoError(t, err)
	require.Equal(t, decision, o.Decision)
	policy.Splitting = overflow.AllOrNothing
	promise := commit(t, i.Request, load, policy.PromisePolicy)
	switch o.Answer {
	case overflow.AnswerAccepted:
		require.Equal(t, promise, *o.Promise)
	case overflow.AnswerDeferred:
		require.Equal(t, overflow.Defer, decision.Action)
		if o.Promise != nil {
			require.False(t, o.Promise.Deliveries[0].On.Before(i.NextWindow))
		}
	case overflow.AnswerDeclined:
		require.Equal(t, overflow.Decline, decision.Action)
	case overflow.AnswerNoDate:
		require.Equal(t, overflow.NoPromise, promise.Outcome)
	case overflow.AnswerAlternatives:
		require.NotEqual(t, overflow.InFull, promise.Outcome)
	}
	for _, a := range o.Alternatives {
		switch a.Kind {
		case overflow.Expedite:
			require.Equal(t, overflow.InFull, a.Promise.Outcome)
			require.Equal(t, i.Request.Wanted.After(monday), a.Promise.Deliveries[0].On.After(monday))
			var minutes int64
			bought := load
			for _, p := range a.Purchases {
				minutes += p.Minutes
				bought = addMinutes(bought, p.Stage, p.By, p.Minutes)
			}
			cost := i.Terms.ExpeditePerHour.Mul(decimal.NewFromInt(minutes)).DivRound(decimal.NewFromInt(60), 2)
			require.True(t, cost.Equal(a.Cost))
			if len(load.Booked) == 0 {
				require.Equal(t, overflow.InFull, commit(t, i.Request, bought, policy.PromisePolicy).Outcome)
				// One minute less of any purchase is not enough.
				short := addMinutes(bought, a.Purchases[0].Stage, a.Purchases[0].By, -1)
				require.NotEqual(t, overflow.InFull, commit(t, i.Request, short, policy.PromisePolicy).Outcome)
			}
		case overflow.SplitDelivery:
			require.NotEmpty(t, a.Promise.Deliveries)
		case overflow.LaterDate:
			require.Len(t, a.Promise.Deliveries, 1)
			require.Equal(t, promise.Earliest, a.Promise.Deliveries[0].On)
		case overflow.DiscountedLater:
			require.True(t, a.Cost.LessThanOrEqual(i.Terms.Price))
		}
	}
}

func TestRemedies(t *testing.T)      { rapid.Check(t, remediesProperty) }
func TestAuditMonotone(t *testing.T) { rapid.Check(t, auditMonotoneProperty) }
func TestQuoteProperty(t *testing.T) { rapid.Check(t, quoteProperty) }

func FuzzRemedies(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(remediesProperty)) }
func FuzzAuditMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(auditMonotoneProperty)) }
func FuzzQuote(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(quoteProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodePromises(f *testing.F) {
	for _, name := range []string{
		"promise", "load", "promise_audit", "promise_book", "offer_accepted", "offer_alternatives", "overruling",
		"policy_changes", "replay", "stock_projection",
	} {
		data, err := os.ReadFile(filepath.Join("testdata", "golden", name+".json"))
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[overflow.Promise](t, data)
		testkit.Decodes[overflow.Load](t, data)
		testkit.Decodes[overflow.PromiseAudit](t, data)
		testkit.Decodes[overflow.PromiseBook](t, data)
		testkit.Decodes[overflow.Offer](t, data)
		testkit.Decodes[overflow.Overruling](t, data)
		testkit.Decodes[[]overflow.PolicyChange](t, data)
		testkit.Decodes[overflow.Replay](t, data)
		testkit.Decodes[overflow.StockProjection](t, data)
	})
}
