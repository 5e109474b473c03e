package comp_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestStatementJSON(t *testing.T) {
	s, err := comp.Pay(playbook(), achieved("1300000", "250000.55", "700000"))
	require.NoError(t, err)
	testkit.Golden(t, "statement", s)
	negative, err := comp.Pay(playbook(), achieved("-1300000", "-0.01", "0"))
	require.NoError(t, err)
	testkit.RoundTrip(t, negative)
}

// A statement that was tampered with, or cut, is not read.
func TestStatementFaults(t *testing.T) {
	conflict := func(field string) testkit.Fault { return testkit.Fault{Field: field, Reason: salesops.ErrConflict} }
	outOfRange := func(field string) testkit.Fault {
		return testkit.Fault{Field: field, Reason: salesops.ErrOutOfRange}
	}
	missing := func(field string) testkit.Fault { return testkit.Fault{Field: field, Reason: salesops.ErrMissing} }
	for name, tc := range map[string]struct {
		edit func(*comp.Statement)
		want testkit.Fault
	}{
		"places":                       {func(s *comp.Statement) { s.Places = 5 }, outOfRange("Statement.Places")},
		"negative places":              {func(s *comp.Statement) { s.Places = -1 }, outOfRange("Statement.Places")},
		"no components":                {func(s *comp.Statement) { s.Components = nil }, missing("Statement.Components")},
		"too many components":          {func(s *comp.Statement) { s.Components = make([]comp.ComponentPay, comp.MaxComponents+1) }, outOfRange("Statement.Components")},
		"total off by a cent":          {func(s *comp.Statement) { s.Total = s.Total.Add(cent) }, conflict("Statement.Total")},
		"payout off by a cent":         {func(s *comp.Statement) { s.Components[1].Payout = s.Components[1].Payout.Add(cent) }, conflict("Statement.Components[1].Payout")},
		"band off by a cent":           {func(s *comp.Statement) { s.Components[0].Bands[1].Pay = s.Components[0].Bands[1].Pay.Sub(cent) }, conflict("Statement.Components[0].TablePay")},
		"target off by a cent":         {func(s *comp.Statement) { s.TargetPay = s.TargetPay.Add(cent) }, conflict("Statement.TargetPay")},
		"a line's target off":          {func(s *comp.Statement) { s.Components[2].TargetPay = dec("1") }, conflict("Statement.TargetPay")},
		"earnings below the target":    {func(s *comp.Statement) { s.OnTargetEarnings = dec("99999.99") }, conflict("Statement.OnTargetEarnings")},
		"negative total":               {func(s *comp.Statement) { s.Total = dec("-1") }, conflict("Statement.Total")},
		"negative target":              {func(s *comp.Statement) { s.TargetPay = dec("-1") }, outOfRange("Statement.TargetPay")},
		"negative earnings":            {func(s *comp.Statement) { s.OnTargetEarnings = dec("-1") }, outOfRange("Statement.OnTargetEarnings")},
		"no component":                 {func(s *comp.Statement) { s.Components[0].Component = "" }, missing("Statement.Components[0].Component")},
		"too many digits":              {func(s *comp.Statement) { s.Components[0].Credited = dec(strings.Repeat("9", 63)) }, outOfRange("Statement.Components[0].Credited")},
		"too many places":              {func(s *comp.Statement) { s.Components[0].Attainment = dec("0." + strings.Repeat("1", 37)) }, outOfRange("Statement.Components[0].Attainment")},
		"more bands reached than bear": {func(s *comp.Statement) { s.Components[0].BandsReached = 4 }, outOfRange("Statement.Components[0].BandsReached")},
		"fewer than none reached":      {func(s *comp.Statement) { s.Components[0].BandsReached = -1 }, outOfRange("Statement.Components[0].BandsReached")},
		"negative target of a line":    {func(s *comp.Statement) { s.Components[0].TargetPay = dec("-1") }, outOfRange("Statement.Components[0].TargetPay")},
		"no bands":                     {func(s *comp.Statement) { s.Components[2].Bands = nil }, missing("Statement.Components[2].Bands")},
		"too many bands": {func(s *comp.Statement) {
			s.Components[0].Bands = slices.Repeat(s.Components[0].Bands[:1], comp.MaxBands+1)
		}, outOfRange("Statement.Components[0].Bands")},
		"negative from":              {func(s *comp.Statement) { s.Components[0].Bands[0].From = dec("-1") }, outOfRange("Statement.Components[0].Bands[0].From")},
		"negative begin":             {func(s *comp.Statement) { s.Components[0].Bands[0].Begins = dec("-1") }, outOfRange("Statement.Components[0].Bands[0].Begins")},
		"negative rate":              {func(s *comp.Statement) { s.Components[0].Bands[0].Rate = dec("-1") }, outOfRange("Statement.Components[0].Bands[0].Rate")},
		"negative amount":            {func(s *comp.Statement) { s.Components[0].Bands[0].Amount = dec("-1") }, outOfRange("Statement.Components[0].Bands[0].Amount")},
		"negative pay":               {func(s *comp.Statement) { s.Components[0].Bands[0].Pay = dec("-1") }, outOfRange("Statement.Components[0].Bands[0].Pay")},
		"negative payout":            {func(s *comp.Statement) { s.Components[0].TablePay = dec("-1") }, outOfRange("Statement.Components[0].TablePay")},
		"no lines":                   {func(s *comp.Statement) { s.Lines = nil }, conflict("Statement.Components[0].Payout")},
		"line off by a cent":         {func(s *comp.Statement) { s.Lines[0].Amount = s.Lines[0].Amount.Add(cent) }, conflict("Statement.Components[0].Payout")},
		"another operation":          {func(s *comp.Statement) { s.Lines[0].Operation = comp.CapPlan }, conflict("Statement.Components[0].Payout")},
		"an operation of the ledger": {func(s *comp.Statement) { s.Lines[0].Operation = comp.HoldBack }, outOfRange("Statement.Lines[0].Operation")},
		"no rule":                    {func(s *comp.Statement) { s.Lines[1].Rule = "" }, missing("Statement.Lines[1].Rule")},
		"long rule":                  {func(s *comp.Statement) { s.Lines[1].Rule = strings.Repeat("a", 201) }, outOfRange("Statement.Lines[1].Rule")},
		"deal":                       {func(s *comp.Statement) { s.Lines[1].Deal = " " }, outOfRange("Statement.Lines[1].Deal")},
		"deal without a date":        {func(s *comp.Statement) { s.Lines[1].Deal = "a" }, missing("Statement.Lines[1].Date")},
		"line's component":           {func(s *comp.Statement) { s.Lines[1].Component = " " }, outOfRange("Statement.Lines[1].Component")},
		"line's share":               {func(s *comp.Statement) { s.Lines[1].Share = ref("1.5") }, outOfRange("Statement.Lines[1].Share")},
		"line's credited":            {func(s *comp.Statement) { s.Lines[1].Credited = dec("1e-37") }, outOfRange("Statement.Lines[1].Credited")},
		"line's running":             {func(s *comp.Statement) { s.Lines[1].Running = dec("1e-37") }, outOfRange("Statement.Lines[1].Running")},
		"line's attainment":          {func(s *comp.Statement) { s.Lines[1].Attainment = dec("1e-37") }, outOfRange("Statement.Lines[1].Attainment")},
		"line's amount":              {func(s *comp.Statement) { s.Lines[1].Amount = dec("1e-37") }, outOfRange("Statement.Lines[1].Amount")},
		"no steps":                   {func(s *comp.Statement) { s.Steps = nil }, missing("Statement.Steps")},
		"a step's lines":             {func(s *comp.Statement) { s.Steps[2].Lines++ }, conflict("Statement.Steps[2]")},
		"a step's amount":            {func(s *comp.Statement) { s.Steps[2].Amount = cent }, conflict("Statement.Steps[2]")},
		"a step's total":             {func(s *comp.Statement) { s.Steps[2].Total = cent }, conflict("Statement.Steps[2]")},
		"a step's place":             {func(s *comp.Statement) { s.Steps[2].Operation = comp.AddBonus }, conflict("Statement.Steps[2].Operation")},
		"payout with many places":    {func(s *comp.Statement) { s.Components[0].Payout = dec("1e-37") }, outOfRange("Statement.Components[0].Payout")},
		"no findings":                {func(s *comp.Statement) { s.Findings = nil }, missing("Statement.Findings")},
		"a finding too few":          {func(s *comp.Statement) { s.Findings = s.Findings[1:] }, outOfRange("Statement.Findings")},
		"findings out of order":      {func(s *comp.Statement) { s.Findings[2], s.Findings[3] = s.Findings[3], s.Findings[2] }, conflict("Statement.Findings[2].Rule")},
		"another line's finding":     {func(s *comp.Statement) { s.Findings[5].Subject = "expansion" }, conflict("Statement.Findings[5].Subject")},
		"another amount":             {func(s *comp.Statement) { s.Components[0].Credited = dec("7") }, conflict("Statement.Findings[0].Left")},
		"a threshold not reached":    {func(s *comp.Statement) { s.Components[0].BandsReached = 0 }, conflict("Statement.Findings[0].Outcome")},
		"a threshold reached":        {func(s *comp.Statement) { s.Components[2].BandsReached = 1 }, conflict("Statement.Findings[4].Outcome")},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := comp.Pay(playbook(), achieved("1300000", "250000", "700000"))
			require.NoError(t, err)
			tc.edit(&s)
			text, err := json.Marshal(s)
			require.NoError(t, err)
			var back comp.Statement
			err = json.Unmarshal(text, &back)
			require.NotEmpty(t, salesops.InputErrors(err))
			first := salesops.InputErrors(err)[0]
			require.Equal(t, tc.want, testkit.Fault{Field: first.Field, Reason: first.Reason}, "%v", err)
			require.Zero(t, back)
		})
	}
}

// Each number of a line that can't be read is a fault, and none of them hides
// another.
func TestStatementReportsAllFaults(t *testing.T) {
	s, err := comp.Pay(playbook(), achieved("1300000", "250000", "700000"))
	require.NoError(t, err)
	minus := dec("-1")
	s.Components[0].TargetPay = minus
	s.Components[1].Bands[0] = comp.BandPay{From: minus, Begins: minus, Mode: comp.Marginal, Rate: minus, Amount: minus, Pay: minus}
	s.Components[1].TablePay = minus
	s.TargetPay, s.OnTargetEarnings = minus, minus
	s.Findings = nil
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var want []testkit.Fault
	for _, field := range []string{
		"Components[0].TargetPay", "Components[1].Bands[0].From", "Components[1].Bands[0].Begins", "Components[1].Bands[0].Rate",
		"Components[1].Bands[0].Amount", "Components[1].Bands[0].Pay", "Components[1].TablePay", "TargetPay", "OnTargetEarnings",
	} {
		want = append(want, testkit.Fault{Field: "Statement." + field, Reason: salesops.ErrOutOfRange})
	}
	var back comp.Statement
	testkit.RequireFaults(t, json.Unmarshal(text, &back), want...)
}

// A number whose exponent alone would keep the machine busy is refused
// unseen, wherever it stands.
func TestStatementRefusesExponents(t *testing.T) {
	s, err := comp.Pay(playbook(), achieved("1300000", "250000", "700000"))
	require.NoError(t, err)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	for _, number := range []string{`"1e9999"`, `"1e-9999"`, `"1e1"`, `1e3`} {
		for _, key := range []string{"credited", "attainment", "target_pay", "from", "begins", "rate", "amount", "pay", "payout", "total", "on_target_earnings"} {
			before, after, found := strings.Cut(string(text), `"`+key+`":"`)
			require.True(t, found, key)
			_, after, _ = strings.Cut(after, `"`)
			var back comp.Statement
			err := json.Unmarshal([]byte(before+`"`+key+`":`+number+after), &back)
			require.NotEmpty(t, salesops.InputErrors(err), "%s %s", key, number)
			require.ErrorIs(t, err, salesops.ErrOutOfRange, "%s %s", key, number)
			require.Zero(t, back)
		}
	}
}
