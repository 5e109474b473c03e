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

func month(name, measure, toDate string) comp.PayPeriod {
	return comp.PayPeriod{Name: name, Measure: measure, EarnedToDate: dec(toDate)}
}

func drawing(p comp.PayPeriod, kind comp.DrawKind, amount string) comp.PayPeriod {
	p.Draw = &comp.Draw{Kind: kind, Amount: dec(amount)}
	return p
}

func adjusting(p comp.PayPeriod, kind comp.AdjustmentKind, amounts ...string) comp.PayPeriod {
	for _, amount := range amounts {
		p.Adjustments = append(p.Adjustments, comp.Adjustment{Kind: kind, Rule: "refund", Amount: dec(amount)})
	}
	return p
}

func holding(p comp.PayPeriod, amounts ...string) comp.PayPeriod {
	for i, amount := range amounts {
		p.Held = append(p.Held, comp.Hold{Name: string(rune('a' + i)), Amount: dec(amount)})
	}
	return p
}

// booked returns an entry as text: earned, adjusted, advanced, forgiven,
// recovered, owed; withheld, released, held; paid.
func booked(e comp.Entry) string {
	var text []string
	for _, d := range []decimal.Decimal{
		e.Earned, e.Adjusted, e.Advanced, e.Forgiven, e.Recovered, e.Owed, e.Withheld, e.Released, e.Held, e.Paid,
	} {
		text = append(text, d.String())
	}
	return strings.Join(text, " ")
}

func TestSettle(t *testing.T) {
	for name, tc := range map[string]struct {
		owed    string
		periods []comp.PayPeriod
		want    []string
	}{
		"earnings are paid": {periods: []comp.PayPeriod{month("1", "Q1", "200")}, want: []string{"200 0 0 0 0 0 0 0 0 200"}},
		"a month settles what the months before it paid": {
			periods: []comp.PayPeriod{month("1", "Q1", "100"), month("2", "Q1", "250"), month("3", "Q1", "240"), month("4", "Q2", "50")},
			want: []string{
				"100 0 0 0 0 0 0 0 0 100", "150 0 0 0 0 0 0 0 0 150",
				"-10 0 10 0 0 10 0 0 0 0", "50 0 0 0 10 0 0 0 0 40",
			},
		},
		"recoverable guarantee, draw-3": { // a published example: 100 drawn, 200 earned
			periods: []comp.PayPeriod{drawing(month("1", "Q1", "200"), comp.RecoverableGuarantee, "100")},
			want:    []string{"200 0 0 0 0 0 0 0 0 200"},
		},
		"recoverable addition, draw-2": {
			periods: []comp.PayPeriod{drawing(month("1", "Q1", "200"), comp.RecoverableAddition, "100")},
			want:    []string{"200 0 100 0 0 100 0 0 0 300"},
		},
		"non-recoverable guarantee, draw-6": {
			periods: []comp.PayPeriod{drawing(month("1", "Q1", "50"), comp.NonRecoverableGuarantee, "100")},
			want:    []string{"50 0 50 50 0 0 0 0 0 100"},
		},
		"non-recoverable addition": {
			periods: []comp.PayPeriod{drawing(month("1", "Q1", "50"), comp.NonRecoverableAddition, "100")},
			want:    []string{"50 0 100 100 0 0 0 0 0 150"},
		},
		"a guarantee is recovered from what is above the draw": {
			periods: []comp.PayPeriod{
				drawing(month("1", "M1", "40"), comp.RecoverableGuarantee, "100"),
				drawing(month("2", "M2", "100"), comp.RecoverableGuarantee, "100"),
				drawing(month("3", "M3", "130"), comp.RecoverableGuarantee, "100"),
				month("4", "M4", "200"),
			},
			want: []string{
				"40 0 60 0 0 60 0 0 0 100", "100 0 0 0 0 60 0 0 0 100",
				"130 0 0 0 30 30 0 0 0 100", "200 0 0 0 30 0 0 0 0 170",
			},
		},
		"an addition is recovered once there is none": {
			owed: "5",
			periods: []comp.PayPeriod{
				drawing(month("1", "M1", "40"), comp.RecoverableAddition, "100"),
				drawing(month("2", "M2", "500"), comp.NonRecoverableAddition, "10"),
				month("3", "M3", "90"), month("4", "M4", "90"),
			},
			want: []string{
				"40 0 100 0 0 105 0 0 0 140", "500 0 10 10 0 105 0 0 0 510",
				"90 0 0 0 90 15 0 0 0 0", "90 0 0 0 15 0 0 0 0 75",
			},
		},
		"a clawback below zero stays owed": {
			periods: []comp.PayPeriod{
				adjusting(month("1", "M1", "30"), comp.Clawback, "-50", "-20"),
				month("2", "M2", "100"),
			},
			want: []string{"30 -70 40 0 0 40 0 0 0 0", "100 0 0 0 40 0 0 0 0 60"},
		},
		"and is not forgiven by a draw": {
			periods: []comp.PayPeriod{
				drawing(adjusting(month("1", "M1", "30"), comp.Clawback, "-50"), comp.NonRecoverableGuarantee, "100"),
				drawing(adjusting(month("2", "M2", "0"), comp.Clawback, "-250"), comp.NonRecoverableAddition, "100"),
				drawing(adjusting(month("3", "M3", "0"), comp.Clawback, "-60"), comp.RecoverableAddition, "100"),
			},
			want: []string{
				"30 -50 120 100 0 20 0 0 0 100", "0 -250 250 100 0 170 0 0 0 0", "0 -60 100 0 0 270 0 0 0 40",
			},
		},
		"an adjustment for a closed period is paid now": {
			periods: []comp.PayPeriod{adjusting(month("1", "M1", "30"), comp.PriorPeriod, "12.5")},
			want:    []string{"30 12.5 0 0 0 0 0 0 0 42.5"},
		},
		"holds wait and are released": {
			periods: []comp.PayPeriod{
				holding(month("1", "Q1", "100"), "60", "10"), holding(month("2", "Q1", "150"), "20"), month("3", "Q1", "150"),
			},
			want: []string{"100 0 0 0 0 0 70 0 70 30", "50 0 0 0 0 0 0 50 20 100", "0 0 0 0 0 0 0 20 0 20"},
		},
		"no more is held than there is": {
			periods: []comp.PayPeriod{holding(month("1", "Q1", "100"), "60", "60"), holding(month("2", "Q1", "110"), "60", "60")},
			want:    []string{"100 0 0 0 0 0 100 0 100 0", "10 0 0 0 0 0 10 0 110 0"},
		},
		"a draw comes before holds": {
			periods: []comp.PayPeriod{holding(drawing(month("1", "Q1", "20"), comp.RecoverableGuarantee, "100"), "30")},
			want:    []string{"20 0 80 0 0 80 30 0 30 70"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			account := comp.Account{Places: 2, Periods: tc.periods}
			if tc.owed != "" {
				account.Owed = dec(tc.owed)
			}
			ledger, err := comp.Settle(account)
			require.NoError(t, err)
			var got []string
			for i, e := range ledger.Entries {
				got = append(got, booked(e))
				require.Equal(t, account.Periods[i].Name, e.Period)
			}
			require.Equal(t, tc.want, got)
			testkit.RoundTrip(t, account)
			testkit.RoundTrip(t, ledger)
		})
	}
}

func TestPublishedDraws(t *testing.T) {
	for _, r := range testkit.Vectors[struct {
		ID       string        `json:"id"`
		Source   string        `json:"source"`
		Kind     comp.DrawKind `json:"kind"`
		Draw     string        `json:"draw"`
		Earned   string        `json:"earned"`
		Expected struct {
			Paid string `json:"paid"`
			Owed string `json:"owed"`
		} `json:"expected"`
	}](t, "published_draws.json", 3) {
		require.NotEmpty(t, r.Source, r.ID)
		ledger, err := comp.Settle(comp.Account{Places: 2, Periods: []comp.PayPeriod{drawing(month("1", "Q1", r.Earned), r.Kind, r.Draw)}})
		require.NoError(t, err, r.ID)
		testkit.EqualDecimal(t, r.Expected.Paid, ledger.Entries[0].Paid, r.ID)
		testkit.EqualDecimal(t, r.Expected.Owed, ledger.Entries[0].Owed, r.ID)
	}
}

func TestSettleSteps(t *testing.T) {
	period := holding(drawing(adjusting(month("1", "Q1", "20"), comp.Clawback, "-5"), comp.RecoverableGuarantee, "100"), "30", "1")
	ledger, err := comp.Settle(comp.Account{Places: 2, Periods: []comp.PayPeriod{period, month("2", "Q1", "20")}})
	require.NoError(t, err)
	var got []string
	for _, e := range ledger.Entries {
		for _, s := range e.Steps {
			got = append(got, strings.Join([]string{string(s.Operation), decimal.New(int64(s.Lines), 0).String(), s.Amount.String(), s.Total.String()}, " "))
		}
	}
	require.Equal(t, []string{
		"adjustment 1 -5 15", "draw 1 85 100", "hold 2 -31 69",
		"adjustment 0 0 0", "draw 0 0 0", "hold 0 31 31",
	}, got)
	testkit.Golden(t, "ledger", ledger)
}

func TestAccountOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.Account)
		field string
		want  error
	}{
		"places":             {func(a *comp.Account) { a.Places = 5 }, "Places", salesops.ErrOutOfRange},
		"negative balance":   {func(a *comp.Account) { a.Owed = dec("-1") }, "Owed", salesops.ErrOutOfRange},
		"no periods":         {func(a *comp.Account) { a.Periods = nil }, "Periods", salesops.ErrMissing},
		"too many periods":   {func(a *comp.Account) { a.Periods = make([]comp.PayPeriod, comp.MaxPayPeriods+1) }, "Periods", salesops.ErrOutOfRange},
		"no name":            {func(a *comp.Account) { a.Periods[1].Name = "" }, "Periods[1].Name", salesops.ErrMissing},
		"name twice":         {func(a *comp.Account) { a.Periods[1].Name = "1" }, "Periods[1].Name", salesops.ErrConflict},
		"no measure period":  {func(a *comp.Account) { a.Periods[2].Measure = "" }, "Periods[2].Measure", salesops.ErrMissing},
		"back to a period":   {func(a *comp.Account) { a.Periods[1].Measure = "Q2" }, "Periods[2].Measure", salesops.ErrConflict},
		"earned":             {func(a *comp.Account) { a.Periods[0].EarnedToDate = dec("1e16") }, "Periods[0].EarnedToDate", salesops.ErrOutOfRange},
		"half a cent":        {func(a *comp.Account) { a.Periods[0].EarnedToDate = dec("-0.005") }, "Periods[0].EarnedToDate", salesops.ErrOutOfRange},
		"adjustment kind":    {func(a *comp.Account) { a.Periods[0].Adjustments[0].Kind = "gift" }, "Periods[0].Adjustments[0].Kind", salesops.ErrOutOfRange},
		"adjustment rule":    {func(a *comp.Account) { a.Periods[0].Adjustments[0].Rule = "" }, "Periods[0].Adjustments[0].Rule", salesops.ErrMissing},
		"adjusted deal":      {func(a *comp.Account) { a.Periods[0].Adjustments[0].Deal = " " }, "Periods[0].Adjustments[0].Deal", salesops.ErrOutOfRange},
		"adjusted component": {func(a *comp.Account) { a.Periods[0].Adjustments[0].Component = " " }, "Periods[0].Adjustments[0].Component", salesops.ErrOutOfRange},
		"adjusted by":        {func(a *comp.Account) { a.Periods[0].Adjustments[0].Amount = dec("1e16") }, "Periods[0].Adjustments[0].Amount", salesops.ErrOutOfRange},
		"adjustments":        {func(a *comp.Account) { a.Periods[0].Adjustments = make([]comp.Adjustment, comp.MaxAdjustments+1) }, "Periods[0].Adjustments", salesops.ErrOutOfRange},
		"draw kind":          {func(a *comp.Account) { a.Periods[0].Draw.Kind = "" }, "Periods[0].Draw.Kind", salesops.ErrMissing},
		"no draw":            {func(a *comp.Account) { a.Periods[0].Draw.Amount = decimal.Decimal{} }, "Periods[0].Draw.Amount", salesops.ErrMissing},
		"negative draw":      {func(a *comp.Account) { a.Periods[0].Draw.Amount = dec("-1") }, "Periods[0].Draw.Amount", salesops.ErrOutOfRange},
		"draw by mills":      {func(a *comp.Account) { a.Periods[0].Draw.Amount = dec("0.001") }, "Periods[0].Draw.Amount", salesops.ErrOutOfRange},
		"hold without name":  {func(a *comp.Account) { a.Periods[0].Held[0].Name = "" }, "Periods[0].Held[0].Name", salesops.ErrMissing},
		"hold twice":         {func(a *comp.Account) { a.Periods[0].Held[1].Name = "a" }, "Periods[0].Held[1].Name", salesops.ErrConflict},
		"negative hold":      {func(a *comp.Account) { a.Periods[0].Held[1].Amount = dec("-1") }, "Periods[0].Held[1].Amount", salesops.ErrOutOfRange},
		"holds":              {func(a *comp.Account) { a.Periods[0].Held = make([]comp.Hold, comp.MaxAdjustments+1) }, "Periods[0].Held", salesops.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			first := holding(drawing(adjusting(month("1", "Q1", "20"), comp.Clawback, "-5"), comp.RecoverableGuarantee, "100"), "30", "1")
			account := comp.Account{Places: 2, Periods: []comp.PayPeriod{first, month("2", "Q1", "20"), month("3", "Q2", "1")}}
			if name == "back to a period" {
				account.Periods[2].Measure = "Q1"
			}
			tc.spoil(&account)
			ledger, err := comp.Settle(account)
			testkit.RequireFaults(t, err, testkit.Fault{Field: "Account." + tc.field, Reason: tc.want})
			require.Zero(t, ledger)
		})
	}
}

// A ledger that was tampered with is not read.
func TestLedgerFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.Ledger)
		field string
		want  error
	}{
		"places":             {func(l *comp.Ledger) { l.Places = -1 }, "Places", salesops.ErrOutOfRange},
		"opening":            {func(l *comp.Ledger) { l.Opening = dec("-1") }, "Opening", salesops.ErrOutOfRange},
		"no entries":         {func(l *comp.Ledger) { l.Entries = nil }, "Entries", salesops.ErrMissing},
		"no period":          {func(l *comp.Ledger) { l.Entries[0].Period = "" }, "Entries[0].Period", salesops.ErrMissing},
		"earned":             {func(l *comp.Ledger) { l.Entries[0].Earned = dec("0." + strings.Repeat("1", 37)) }, "Entries[0].Earned", salesops.ErrOutOfRange},
		"adjusted":           {func(l *comp.Ledger) { l.Entries[0].Adjusted = dec("0." + strings.Repeat("1", 37)) }, "Entries[0].Adjusted", salesops.ErrOutOfRange},
		"advanced":           {func(l *comp.Ledger) { l.Entries[0].Advanced = dec("-1") }, "Entries[0].Advanced", salesops.ErrOutOfRange},
		"forgiven":           {func(l *comp.Ledger) { l.Entries[0].Forgiven = dec("-1") }, "Entries[0].Forgiven", salesops.ErrOutOfRange},
		"recovered":          {func(l *comp.Ledger) { l.Entries[0].Recovered = dec("-1") }, "Entries[0].Recovered", salesops.ErrOutOfRange},
		"owed":               {func(l *comp.Ledger) { l.Entries[0].Owed = dec("-1") }, "Entries[0].Owed", salesops.ErrOutOfRange},
		"withheld":           {func(l *comp.Ledger) { l.Entries[0].Withheld = dec("-1") }, "Entries[0].Withheld", salesops.ErrOutOfRange},
		"released":           {func(l *comp.Ledger) { l.Entries[0].Released = dec("-1") }, "Entries[0].Released", salesops.ErrOutOfRange},
		"held":               {func(l *comp.Ledger) { l.Entries[0].Held = dec("-1") }, "Entries[0].Held", salesops.ErrOutOfRange},
		"paid":               {func(l *comp.Ledger) { l.Entries[0].Paid = dec("-1") }, "Entries[0].Paid", salesops.ErrOutOfRange},
		"balance off":        {func(l *comp.Ledger) { l.Entries[0].Owed = l.Entries[0].Owed.Add(cent) }, "Entries[0].Owed", salesops.ErrConflict},
		"opening off":        {func(l *comp.Ledger) { l.Opening = cent }, "Entries[0].Owed", salesops.ErrConflict},
		"holds off":          {func(l *comp.Ledger) { l.Entries[1].Held = cent }, "Entries[1].Held", salesops.ErrConflict},
		"pay off":            {func(l *comp.Ledger) { l.Entries[1].Paid = l.Entries[1].Paid.Add(cent) }, "Entries[1].Paid", salesops.ErrConflict},
		"a step missing":     {func(l *comp.Ledger) { l.Entries[1].Steps = l.Entries[1].Steps[1:] }, "Entries[1].Steps", salesops.ErrOutOfRange},
		"steps out of order": {func(l *comp.Ledger) { l.Entries[1].Steps[0].Operation = comp.HoldBack }, "Entries[1].Steps[0].Operation", salesops.ErrConflict},
		"step's lines":       {func(l *comp.Ledger) { l.Entries[1].Steps[0].Lines = -1 }, "Entries[1].Steps[0].Lines", salesops.ErrOutOfRange},
		"step's amount":      {func(l *comp.Ledger) { l.Entries[1].Steps[2].Amount = cent }, "Entries[1].Steps[2].Amount", salesops.ErrConflict},
		"step's total":       {func(l *comp.Ledger) { l.Entries[1].Steps[1].Total = cent }, "Entries[1].Steps[1].Total", salesops.ErrConflict},
		"first step":         {func(l *comp.Ledger) { l.Entries[0].Steps[0].Amount = cent }, "Entries[0].Steps[0].Amount", salesops.ErrConflict},
		"step's long total":  {func(l *comp.Ledger) { l.Entries[0].Steps[0].Total = dec("0." + strings.Repeat("1", 37)) }, "Entries[0].Steps[0].Total", salesops.ErrOutOfRange},
		"step's long amount": {func(l *comp.Ledger) { l.Entries[0].Steps[0].Amount = dec("0." + strings.Repeat("1", 37)) }, "Entries[0].Steps[0].Amount", salesops.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			first := holding(drawing(adjusting(month("1", "Q1", "20"), comp.Clawback, "-5"), comp.RecoverableGuarantee, "100"), "30", "1")
			ledger, err := comp.Settle(comp.Account{Places: 2, Periods: []comp.PayPeriod{first, month("2", "Q1", "20")}})
			require.NoError(t, err)
			tc.spoil(&ledger)
			text, err := json.Marshal(ledger)
			require.NoError(t, err)
			var back comp.Ledger
			err = json.Unmarshal(text, &back)
			require.NotEmpty(t, salesops.InputErrors(err))
			one := salesops.InputErrors(err)[0]
			require.Equal(t, testkit.Fault{Field: "Ledger." + tc.field, Reason: tc.want}, testkit.Fault{Field: one.Field, Reason: one.Reason}, "%v", err)
			require.Zero(t, back)
		})
	}
}
