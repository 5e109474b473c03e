package comp_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// adjusted returns adjustments as text.
func adjusted(all []comp.Adjustment) []string {
	text := []string{}
	for _, a := range all {
		text = append(text, string(a.Kind)+" "+a.Rule+" "+a.Deal+" "+a.Component+" "+a.Amount.String())
	}
	return text
}

// closed is the statement of a period with a deal that paid 600.01 by the
// table, 40,000 by a jump and 5 as a bonus.
func closed(t *testing.T) comp.Statement {
	plan := accelerated()
	plan.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "0.5"), moded("1", comp.Retroactive, "0.9")}
	plan.Bonuses = []comp.Bonus{{Name: "spiff", Component: "all", MinCredit: dec("1000"), Amount: dec("5"), Frequency: comp.EachTime}}
	s, err := comp.Pay(plan, deals(deal("a", 1, "99500"), deal("b", 2, "1111.12"), deal("c", 3, "7")))
	require.NoError(t, err)
	return s
}

func TestClawBack(t *testing.T) {
	for name, tc := range map[string]struct {
		reversal comp.Reversal
		want     []string
	}{
		"in full": {
			comp.Reversal{Deal: "b", Method: comp.ReverseOriginal},
			[]string{
				"clawback Plan.Components[0].Bands[1] b all -800.01",
				"clawback Plan.Components[0].Bands[1] b all -40000",
				"clawback Plan.Bonuses[0] b all -5",
			},
		},
		"a fixed share": {
			comp.Reversal{Deal: "b", Method: comp.ReverseShare, Share: dec("0.5")},
			[]string{
				"clawback Plan.Components[0].Bands[1] b all -400.01",
				"clawback Plan.Components[0].Bands[1] b all -20000",
				"clawback Plan.Bonuses[0] b all -2.5",
			},
		},
		"what was not served": {
			comp.Reversal{Deal: "b", Method: comp.ReverseUnserved, Term: dec("12"), Served: dec("8")},
			[]string{
				"clawback Plan.Components[0].Bands[1] b all -266.67",
				"clawback Plan.Components[0].Bands[1] b all -13333.33",
				"clawback Plan.Bonuses[0] b all -1.67",
			},
		},
		"all was served":                 {comp.Reversal{Deal: "b", Method: comp.ReverseUnserved, Term: dec("12"), Served: dec("12")}, []string{}},
		"a deal of another period":       {comp.Reversal{Deal: "z", Method: comp.ReverseOriginal}, []string{}},
		"so little that nothing is left": {comp.Reversal{Deal: "c", Method: comp.ReverseShare, Share: dec("0.0001")}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := comp.ClawBack(closed(t), tc.reversal)
			require.NoError(t, err)
			require.Equal(t, tc.want, adjusted(got))
		})
	}
}

func TestPublishedClawbacks(t *testing.T) {
	for _, r := range testkit.Vectors[struct {
		ID       string          `json:"id"`
		Source   string          `json:"source"`
		Pay      decimal.Decimal `json:"pay"`
		Reversal comp.Reversal   `json:"reversal"`
		Expected string          `json:"expected"`
	}](t, "published_clawbacks.json", 2) {
		require.NotEmpty(t, r.Source, r.ID)
		s, err := comp.Pay(single(comp.RateOfAmount, dec("1"), band("0", "1")), deals(deal("a", 1, r.Pay.String())))
		require.NoError(t, err, r.ID)
		got, err := comp.ClawBack(s, r.Reversal)
		require.NoError(t, err, r.ID)
		require.Len(t, got, 1, r.ID)
		testkit.EqualDecimal(t, r.Expected, got[0].Amount, r.ID)
	}
}

func TestReversalOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		reversal comp.Reversal
		field    string
		want     error
	}{
		"no deal":         {comp.Reversal{Method: comp.ReverseOriginal}, "Deal", salesops.ErrMissing},
		"no method":       {comp.Reversal{Deal: "a"}, "Method", salesops.ErrMissing},
		"no share":        {comp.Reversal{Deal: "a", Method: comp.ReverseShare}, "Share", salesops.ErrMissing},
		"percent":         {comp.Reversal{Deal: "a", Method: comp.ReverseShare, Share: dec("50")}, "Share", salesops.ErrOutOfRange},
		"no term":         {comp.Reversal{Deal: "a", Method: comp.ReverseUnserved}, "Term", salesops.ErrMissing},
		"served too long": {comp.Reversal{Deal: "a", Method: comp.ReverseUnserved, Term: dec("1"), Served: dec("1.01")}, "Served", salesops.ErrConflict},
		"served negative": {comp.Reversal{Deal: "a", Method: comp.ReverseUnserved, Term: dec("1"), Served: dec("-1")}, "Served", salesops.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := comp.ClawBack(closed(t), tc.reversal)
			testkit.RequireFaults(t, err, testkit.Fault{Field: "Reversal." + tc.field, Reason: tc.want})
			require.Nil(t, got)
		})
	}
	s := closed(t)
	s.Total = s.Total.Add(cent)
	_, err := comp.ClawBack(s, comp.Reversal{Deal: "a", Method: comp.ReverseOriginal})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Statement.Total", Reason: salesops.ErrConflict})
}

func TestRestate(t *testing.T) {
	plan := playbook()
	plan.Bonuses = []comp.Bonus{{Name: "goal", Component: "expansion", From: dec("1"), Amount: dec("70"), Frequency: comp.OncePerPeriod}}
	before, err := comp.Pay(plan, achieved("1000000", "300000", "800000"))
	require.NoError(t, err)
	after, err := comp.Pay(plan, achieved("1000000", "299999", "800004"))
	require.NoError(t, err)
	got, err := comp.Restate(before, after)
	require.NoError(t, err)
	require.Equal(t, []string{
		"prior-period payout  expansion -0.1",
		"prior-period payout  renewals 1",
		"prior-period bonuses and cap of the plan   -70",
	}, adjusted(got))

	got, err = comp.Restate(before, before)
	require.NoError(t, err)
	require.Equal(t, []string{}, adjusted(got))

	// Another plan has other components: what is on one side alone counts in full.
	all, err := comp.Pay(accelerated(), credit(dec("2")))
	require.NoError(t, err)
	got, err = comp.Restate(before, all)
	require.NoError(t, err)
	require.Equal(t, []string{
		"prior-period payout  new business -50000",
		"prior-period payout  expansion -30000",
		"prior-period payout  renewals -20000",
		"prior-period payout  all 1",
		"prior-period bonuses and cap of the plan   -70",
	}, adjusted(got))

	after.Places = 3
	before.Total = before.Total.Add(cent)
	got, err = comp.Restate(before, after)
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Before.Total", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "After.Places", Reason: salesops.ErrConflict},
	)
	require.Nil(t, got)
}

func TestHoldForCash(t *testing.T) {
	s := closed(t)
	got, err := comp.HoldForCash(s, []comp.Receipt{
		{Deal: "b", Invoiced: dec("3"), Received: dec("1")},
		{Deal: "a", Invoiced: dec("99500"), Received: dec("99500")},
		{Deal: "c", Invoiced: dec("7")},
		{Deal: "z", Invoiced: dec("7")},
	})
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, "b", got[0].Name)
	testkit.EqualDecimal(t, "27203.34", got[0].Amount) // of 40,805.01
	require.Equal(t, "c", got[1].Name)
	testkit.EqualDecimal(t, "6.3", got[1].Amount)

	got, err = comp.HoldForCash(s, nil)
	require.NoError(t, err)
	require.Empty(t, got)

	s.Total = s.Total.Add(cent)
	got, err = comp.HoldForCash(s, []comp.Receipt{
		{Deal: "b", Invoiced: dec("3"), Received: dec("3.01")},
		{Deal: "b", Invoiced: dec("3"), Received: dec("-1")},
		{},
	})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Statement.Total", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Receipts[0].Received", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Receipts[1].Received", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Receipts[1].Deal", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Receipts[2].Deal", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Receipts[2].Invoiced", Reason: salesops.ErrMissing},
	)
	require.Nil(t, got)
	_, err = comp.HoldForCash(closed(t), make([]comp.Receipt, comp.MaxAdjustments+1))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Receipts", Reason: salesops.ErrOutOfRange})
}

// A month is closed, the next one takes back a deal of it, and the ledger
// follows.
func TestClawbackThroughTheLedger(t *testing.T) {
	january := closed(t)
	back, err := comp.ClawBack(january, comp.Reversal{Deal: "b", Method: comp.ReverseOriginal})
	require.NoError(t, err)
	february := month("2026-02", "Q1", january.Total.String())
	february.Adjustments = back
	ledger, err := comp.Settle(comp.Account{Places: 2, Periods: []comp.PayPeriod{month("2026-01", "Q1", january.Total.String()), february}})
	require.NoError(t, err)
	testkit.EqualDecimal(t, "40805.01", ledger.Entries[1].Owed)
	testkit.EqualDecimal(t, "0", ledger.Entries[1].Paid)
}
