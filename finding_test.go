package salesops_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestFindingHolds(t *testing.T) {
	for op, want := range map[string][3]bool{ // below, on and above the line
		"<":  {true, false, false},
		"<=": {true, true, false},
		">":  {false, false, true},
		">=": {false, true, true},
		"=":  {},
		"":   {},
	} {
		for i, left := range []string{"0.5999999999999999999", "0.60", "0.6000000000000000001"} {
			f := salesops.Finding{Left: testkit.Dec(t, left), Op: op, Right: testkit.Dec(t, "0.6")}
			require.Equal(t, want[i], f.Holds(), "%s %s 0.6", left, op)
		}
	}
}

func finding(left, op, right string, outcome salesops.Outcome) salesops.Finding {
	l, r := decimal.RequireFromString(left), decimal.RequireFromString(right)
	return salesops.Finding{
		Rule: "margin", Playbook: "OVF-1", Outcome: outcome, Measure: "contribution margin",
		Left: l, Op: op, Right: r, Unit: "of the price", Distance: r.Sub(l),
	}
}

func TestFindingString(t *testing.T) {
	with := func(f salesops.Finding, edit func(*salesops.Finding)) salesops.Finding {
		edit(&f)
		return f
	}
	for name, tc := range map[string]struct {
		finding salesops.Finding
		want    string
	}{
		"fired":     {finding("0.55", "<", "0.6", salesops.Fired), "margin: contribution margin 0.55 < 0.6 of the price: fired, +0.05 to the line"},
		"not fired": {finding("0.65", "<", "0.6", salesops.NotFired), "margin: contribution margin 0.65 < 0.6 of the price: not fired, -0.05 to the line"},
		"on the line": {
			finding("0.6", "<=", "0.6", salesops.Fired), "margin: contribution margin 0.6 <= 0.6 of the price: fired, +0 to the line",
		},
		"not applicable": {
			with(finding("0.55", "<", "0.6", salesops.NotApplicable), func(f *salesops.Finding) { f.Note = "there is room" }),
			"margin: contribution margin 0.55 < 0.6 of the price: not applicable; there is room",
		},
		"with a subject and a note": {
			with(finding("3", ">=", "2", salesops.Fired), func(f *salesops.Finding) { f.Subject, f.Note = "quotes", "hire" }),
			"margin (quotes): contribution margin 3 >= 2 of the price: fired, -1 to the line; hire",
		},
		"without a unit": {
			with(finding("3", ">", "2", salesops.Fired), func(f *salesops.Finding) { f.Unit = "" }),
			"margin: contribution margin 3 > 2: fired, -1 to the line",
		},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.finding.String()) })
	}
}

const findingText = `{"rule":"margin","playbook":"OVF-1","outcome":"fired","measure":"contribution margin",` +
	`"left":"0.55","op":"<","right":"0.6","unit":"of the price","distance":"0.05"}`

func TestFindingJSON(t *testing.T) {
	f := finding("0.55", "<", "0.6", salesops.Fired)
	testkit.Golden(t, "finding", f)
	f.Subject, f.Note = "quotes", "ask for a better price"
	testkit.RoundTrip(t, f)

	var back salesops.Finding
	require.NoError(t, back.UnmarshalJSON([]byte(findingText)))
	require.Equal(t, "margin: contribution margin 0.55 < 0.6 of the price: fired, +0.05 to the line", back.String())
	require.NoError(t, back.UnmarshalJSON([]byte(strings.Replace(findingText, `"0.55"`, ` 0.550 `, 1))), "numbers need no quotes")
	for _, outcome := range []string{"fired", "not-fired"} {
		na := strings.Replace(strings.Replace(findingText, `"fired"`, `"not-applicable"`, 1), `"<"`, map[string]string{"fired": `"<"`, "not-fired": `">"`}[outcome], 1)
		require.NoError(t, back.UnmarshalJSON([]byte(na)), "what does not apply may compare either way")
	}
}

func TestFindingJSONLimits(t *testing.T) {
	var f salesops.Finding
	nines := strings.Repeat("9", 1000)
	wide := strings.NewReplacer(`"0.55"`, nines, `"0.6"`, nines, `"0.05"`, "0").Replace(strings.Replace(findingText, `"<"`, `"<="`, 1))
	require.NoError(t, f.UnmarshalJSON([]byte(wide)), "1000 digits")
	require.NoError(t, f.UnmarshalJSON([]byte(strings.NewReplacer(
		`"0.55"`, "1e-1000", `"0.6"`, "1e-1000", `"0.05"`, "0", `"<"`, `"<="`).Replace(findingText))), "exponent -1000")
	require.NoError(t, f.UnmarshalJSON([]byte(strings.NewReplacer(
		`"0.55"`, "0", `"0.6"`, "1e1000", `"0.05"`, "1e1000").Replace(findingText))), "exponent 1000")
	require.NoError(t, f.UnmarshalJSON([]byte(strings.Replace(findingText, "contribution margin", strings.Repeat("m", 1024), 1))))
	spaces := strings.Repeat(" ", 16384-len(findingText))
	require.NoError(t, f.UnmarshalJSON([]byte(findingText+spaces)))
	testkit.RequireFaults(t, f.UnmarshalJSON([]byte(findingText+spaces+" ")), testkit.Fault{Field: "Finding", Reason: salesops.ErrOutOfRange})
}

func TestFindingJSONRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	long := strings.Repeat("m", 1025)
	for name, tc := range map[string]struct {
		old, new string
		field    string
		reason   error
	}{
		"not JSON":               {`}`, ``, "", out},
		"more than a finding":    {`"0.05"}`, `"0.05"}{}`, "", out},
		"a list":                 {findingText, `[]`, "", out},
		"null":                   {findingText, `null`, "", out},
		"unknown key":            {`"rule"`, `"why":1,"rule"`, ".why", out},
		"key in capitals":        {`"rule"`, `"Rule"`, ".Rule", out},
		"long unknown key":       {`"rule"`, `"` + long + `":1,"rule"`, "." + strings.Repeat("m", 61) + "...", out},
		"key twice":              {`"op":"<"`, `"op":"<","op":"<"`, ".Op", conflict},
		"null for a text":        {`"contribution margin"`, `null`, ".Measure", missing},
		"null for a number":      {`"0.55"`, `null`, ".Left", missing},
		"null for a note":        {`"rule"`, `"note":null,"rule"`, ".Note", missing},
		"number for a text":      {`"OVF-1"`, `1`, ".Playbook", out},
		"text for a number":      {`"0.6"`, `"six"`, ".Right", out},
		"infinite":               {`"0.6"`, `"Infinity"`, ".Right", out},
		"list for a number":      {`"0.6"`, `[0.6]`, ".Right", out},
		"unknown outcome":        {`"fired"`, `"FIRED"`, ".Outcome", out},
		"unknown operator":       {`"<"`, `"=="`, ".Op", out},
		"outcome not of numbers": {`"fired"`, `"not-fired"`, ".Outcome", conflict},
		"distance not of them":   {`"0.05"`, `"-0.05"`, ".Distance", conflict},
		"huge exponent":          {`"0.55"`, `"1e1001"`, ".Left", out},
		"tiny exponent":          {`"0.6"`, `1e-1001`, ".Right", out},
		"exponent of 10,000":     {`"0.05"`, `1e10000`, ".Distance", out},
		"exponent of a billion":  {`"0.05"`, `1e1000000000`, ".Distance", out},
		"too many digits":        {`"0.55"`, strings.Repeat("9", 1001), ".Left", out},
		"long rule":              {`"margin"`, `"` + long + `"`, ".Rule", out},
		"long playbook":          {`"OVF-1"`, `"` + long + `"`, ".Playbook", out},
		"long subject":           {`"rule"`, `"subject":"` + long + `","rule"`, ".Subject", out},
		"long measure":           {`"contribution margin"`, `"` + long + `"`, ".Measure", out},
		"long unit":              {`"of the price"`, `"` + long + `"`, ".Unit", out},
		"long note":              {`"rule"`, `"note":"` + long + `","rule"`, ".Note", out},
		"too long":               {`{`, `{` + strings.Repeat(" ", 16384), "", out},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(findingText, tc.old, tc.new, 1)
			require.NotEqual(t, findingText, text)
			before := finding("3", ">", "2", salesops.Fired)
			f := before
			testkit.RequireFaults(t, f.UnmarshalJSON([]byte(text)), testkit.Fault{Field: "Finding" + tc.field, Reason: tc.reason})
			require.Equal(t, before.String(), f.String(), "left alone")
		})
	}
}

func TestFindingJSONMissingKeys(t *testing.T) {
	var all map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(findingText), &all))
	require.Len(t, all, 9)
	for key := range all {
		t.Run(key, func(t *testing.T) {
			rest := make(map[string]json.RawMessage)
			for k, v := range all {
				if k != key {
					rest[k] = v
				}
			}
			text, err := json.Marshal(rest)
			require.NoError(t, err)
			var f salesops.Finding
			field := "Finding." + strings.ToUpper(key[:1]) + key[1:]
			testkit.RequireFaults(t, f.UnmarshalJSON(text), testkit.Fault{Field: field, Reason: salesops.ErrMissing})
			require.Zero(t, f)
		})
	}
}

// The fields and their keys are read by hand: none may be forgotten.
func TestFindingJSONReadsEveryField(t *testing.T) {
	full := salesops.Finding{
		Rule: "r", Playbook: "p", Subject: "s", Outcome: salesops.NotApplicable, Measure: "m", Left: decimal.New(1, 0), Op: ">",
		Right: decimal.New(3, 0), Unit: "u", Distance: decimal.New(2, 0), Note: "n",
	}
	data, err := json.Marshal(full)
	require.NoError(t, err)
	var back salesops.Finding
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, full, back)
}
