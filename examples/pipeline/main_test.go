package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestSample(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
}

// A CRM export with the usual traps, small enough to check by hand.
const traps = `opp,rep,what,acc,phase,engaged,done,value
A1,Ann,GTXPro,Acme,Won,2026-01-10,2026-03-01,4500
A2,Ann,GTX Pro,Acme,Lost,2026-01-15,2026-02-14,0
A3,Bob,GTX Basic,,Engaging,2026-02-01,,
A4,Bob,GTXPro,Bolt,Prospecting,,,
A5,Bob,MG 1,Bolt,Won,2026-03-20,2026-03-10,60
A1,Ann,GTXPro,Acme,Won,2026-01-10,2026-03-01,4500
A6,,Mystery,Core,Engaging,2026-02-20,,
A7,Ann,GTX Basic,Core,Won,2026-01-31,2026-02-10,600
`

const trapColumns = "id=opp,owner=rep,product=what,account=acc,stage=phase,opened=engaged,closed_on=done,amount=value"

func trapArgs(t *testing.T, more ...string) []string {
	t.Helper()
	return append([]string{
		"-data", harness.File(t, "crm.csv", traps), "-columns", trapColumns, "-stages", "Engaging=in-discussion",
		"-prices", harness.File(t, "prices.csv", "What,Sales price\nGTX Pro,4821\nGTX Basic,550\nMG 1,60\n"),
	}, more...)
}

func TestTraps(t *testing.T) {
	out, errs, status := harness.Run(run, trapArgs(
		t, "-quota", "5000", "-from", "2026-01-01", "-to", "2026-03-31",
		"-team", harness.File(t, "team.csv", "rep\nAnn\nBob\nCleo\n"),
	)...)
	require.Zero(t, status, errs)
	for _, want := range []string{
		"crm.csv: 7 deals, as of 2026-03-20.",
		"lacks the column probability: nothing is weighted",
		"lacks the column expected_close: open deals cannot be placed",
		"The amount of 2 open deals is their product's list price.",
		"prospecting                    1          4,821\n",
		"in-discussion                  2            550\n",
		"all open                       3          5,371\n",
		"(none)                         1              0\n",
		"Won: 3 deals, 5,160. Lost: 1 deal.",
		"Quota 2026-01-01 to 2026-03-31: 5,000. Won in it: 5,160 in 3 deals.",
		"All open deals: 5,371 in 3 deals, 1.074 times the quota.",
		"of deals closed                 3      4  75.00%",
		"won                  2     30.00     30.00",
		"2  product \"GTXPro\" read as \"GTX Pro\"",
		"1  lost with amount 0: no win rate by amount (A2)",
		"1  open without an account (A3)",
		"1  open without the day it was opened (A4)",
		"1  closed before it was opened: not in the cycle times (A5)",
		"1  id for the second time: only the first row is counted (A1)",
		"1  without an owner (A6)",
		"1  product not in the price list (A6)",
		"1  open without an amount (A6)",
		"1  in the team, but without a single deal (Cleo)",
	} {
		require.Contains(t, out, want)
	}
}

func TestOddsWeighThePipeline(t *testing.T) {
	out, errs, status := harness.Run(run, trapArgs(t, "-odds", "prospecting=0.1,in-discussion=0.5")...)
	require.Zero(t, status, errs)
	require.Contains(t, out, "all open                       3          5,371            757\n") // 482.10 + 275
}

// Stages are told apart by their letters, whatever their case.
func TestStagesInAnyCase(t *testing.T) {
	want, _, _ := harness.Run(run)
	got, errs, status := harness.Run(run, "-stages", "DISCOVERY=in-discussion")
	require.Zero(t, status, errs)
	require.Equal(t, want, got)
}

func TestColumnsFromAFile(t *testing.T) {
	file := "field,column\n" + strings.NewReplacer("=", ",", ",", "\n").Replace(trapColumns) + "\n"
	args := trapArgs(t)
	args[3] = harness.File(t, "columns.csv", file)
	want, _, _ := harness.Run(run, trapArgs(t)...)
	got, errs, status := harness.Run(run, args...)
	require.Zero(t, status, errs)
	require.Equal(t, want, got)
}

func TestRejects(t *testing.T) {
	data := harness.File(t, "crm.csv", traps)
	for name, tc := range map[string]struct {
		args []string
		want []string
	}{
		"columns not mapped": {[]string{"-data", data}, []string{"crm.csv:1: lacks the columns id, stage"}},
		"stages not mapped": {
			[]string{"-data", data, "-columns", trapColumns},
			[]string{`crm.csv:4:19: stage "Engaging": want prospecting, qualified`, `crm.csv:8:`},
		},
		"bad cells": {
			[]string{"-data", harness.File(t, "bad.csv", "id,stage,amount,opened\n1,won,much,today\n2,won,3,2026-01-32\n")},
			[]string{`bad.csv:2:7: amount "much"`, `bad.csv:2:12: opened "today"`, `bad.csv:3:9: opened "2026-01-32"`},
		},
		"no such file":        {[]string{"-data", "no-such-file.csv"}, []string{"no-such-file.csv"}},
		"quota alone":         {[]string{"-data", data, "-quota", "5"}, []string{"-quota, -from and -to go together"}},
		"several bad flags":   {[]string{"-data", data, "-quota", "x", "-from", "y", "-to", "2026-01-01"}, []string{`-from "y"`, `-quota "x"`}},
		"bad pairs":           {[]string{"-data", data, "-stages", "a=b,c"}, []string{`"c": want pairs`}},
		"odds of no stage":    {[]string{"-odds", "maybe=0.5"}, []string{"-odds: names a stage that is not open"}},
		"odds out of range":   {[]string{"-odds", "closing=50"}, []string{"-odds: closing=50: want a probability"}},
		"unexpected argument": {[]string{"file.csv"}, []string{`unexpected argument "file.csv"`}},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, status := harness.Run(run, tc.args...)
			require.Equal(t, 1, status)
			require.Empty(t, out)
			for _, want := range tc.want {
				require.Contains(t, errs, want)
			}
		})
	}
}
