package comp_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// refuses requires that a text with one edit is not read, for that one fault.
func refuses[T any](t *testing.T, value T, was, is, field string, reason error) {
	t.Helper()
	text := string(testkit.RoundTrip(t, value))
	edited := strings.Replace(text, was, is, 1)
	require.NotEqual(t, text, edited)
	var back T
	testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), testkit.Fault{Field: field, Reason: reason})
	require.Zero(t, back)
}

func TestDecode(t *testing.T) {
	sold := deal("a", 1, "5")
	refuses(t, sold, `"a"`, `" a"`, "Deal.ID", salesops.ErrOutOfRange)
	refuses(t, sold, `"5"`, `"5e20"`, "Deal.Amount", salesops.ErrOutOfRange)
	refuses(t, sold, `"amount"`, `"amounts":1,"amount"`, "Deal.amounts", salesops.ErrOutOfRange)

	person := comp.PersonDeals{Person: "ann", Deals: []comp.Deal{sold}}
	refuses(t, person, `"ann"`, `""`, "PersonDeals.Person", salesops.ErrMissing)
	refuses(t, person, `"5"`, `"x"`, "PersonDeals.Deals[0].Amount", salesops.ErrOutOfRange)
	var nobody comp.PersonDeals
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"person":"ann","deals":[]}`), &nobody), testkit.Fault{Field: "PersonDeals.Deals", Reason: salesops.ErrMissing})

	report := comp.Report{Person: "ann", Manager: "mia"}
	refuses(t, report, `"ann"`, `""`, "Report.Person", salesops.ErrMissing)
	refuses(t, report, `"mia"`, `""`, "Report.Manager", salesops.ErrMissing)

	adjustment := comp.Adjustment{Kind: comp.Clawback, Rule: "refund", Amount: dec("-1.2345")}
	refuses(t, adjustment, `-1.2345`, `-1.23456`, "Adjustment.Amount", salesops.ErrOutOfRange)
	refuses(t, adjustment, `"refund"`, `""`, "Adjustment.Rule", salesops.ErrMissing)

	hold := comp.Hold{Name: "a", Amount: dec("1.2345")}
	refuses(t, hold, `1.2345`, `1.23456`, "Hold.Amount", salesops.ErrOutOfRange)
	refuses(t, hold, `"a"`, `""`, "Hold.Name", salesops.ErrMissing)

	reversal := comp.Reversal{Deal: "a", Method: comp.ReverseUnserved, Term: dec("12"), Served: dec("6")}
	refuses(t, reversal, `"6"`, `"13"`, "Reversal.Served", salesops.ErrConflict)

	receipt := comp.Receipt{Deal: "a", Invoiced: dec("12"), Received: dec("6")}
	refuses(t, receipt, `"6"`, `"13"`, "Receipt.Received", salesops.ErrConflict)

	version := comp.Version{Effective: day(1, 1), Plan: playbook()}
	refuses(t, version, `"2026-01-01"`, `"2026-01-32"`, "Version.Effective", salesops.ErrOutOfRange)
	refuses(t, version, `"2026-01-01"`, `""`, "Version.Effective", salesops.ErrMissing)
	refuses(t, version, `"places":2`, `"places":5`, "Version.Plan.Places", salesops.ErrOutOfRange)

	segment := comp.Segment{Span: quarter(), Plan: playbook()}
	refuses(t, segment, `"2026-03-31"`, `"2025-03-31"`, "Segment.Span.To", salesops.ErrConflict)

	service := comp.Service{Period: quarter(), Relief: []comp.Relief{{Component: "any", Amount: dec("1")}}}
	refuses(t, service, `"any"`, `""`, "Service.Relief[0].Component", salesops.ErrMissing)

	account := comp.Account{Places: 2, Periods: []comp.PayPeriod{adjusting(holding(month("1", "Q1", "1"), "2"), comp.Clawback, "3")}}
	refuses(t, account, `"rule":"refund"`, `"rule":""`, "Account.Periods[0].Adjustments[0].Rule", salesops.ErrMissing)
	refuses(t, account, `"amount":"3"`, `"amount":"3.001"`, "Account.Periods[0].Adjustments[0].Amount", salesops.ErrOutOfRange)
	refuses(t, account, `"amount":"2"`, `"amount":"2.001"`, "Account.Periods[0].Held[0].Amount", salesops.ErrOutOfRange)

	refuses(t, shared("1", direct("ann", "1")), `"share":"1"`, `"share":"0.9"`, "SharedDeal.Shares", salesops.ErrConflict)
	refuses(t, deals(sold, deal("b", 2, "1")), `"id":"b"`, `"id":"a"`, "Results.Deals[1].ID", salesops.ErrConflict)
}

// Every result as JSON, so that a change of its form is seen.
func TestGoldens(t *testing.T) {
	people, err := comp.AssignCredits(
		[]comp.SharedDeal{shared("1", direct("ann", "0.6"), direct("bob", "0.4"), overlay("sue", "0.5"))}, []comp.Report{{Person: "ann", Manager: "mia"}})
	require.NoError(t, err)
	testkit.Golden(t, "people", people)
	back, err := comp.ClawBack(closed(t), comp.Reversal{Deal: "b", Method: comp.ReverseOriginal})
	require.NoError(t, err)
	testkit.Golden(t, "adjustments", back)
	holds, err := comp.HoldForCash(closed(t), []comp.Receipt{{Deal: "b", Invoiced: dec("3"), Received: dec("1")}})
	require.NoError(t, err)
	testkit.Golden(t, "holds", holds)
	segments, err := comp.ApplyVersions([]comp.Version{{Effective: quarter().From, Plan: capped()}}, quarter())
	require.NoError(t, err)
	testkit.Golden(t, "segments", segments)
}
