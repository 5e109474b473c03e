package strict_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/testkit"
)

type color string

func (c *color) UnmarshalText(text []byte) error {
	return strict.Parse("color", c, text, []color{"red", "green"})
}

// limits is embedded: it shares the object of the document.
type limits struct {
	Max float64 `json:"max"`
}

type row struct {
	Name  string          `json:"name"`
	Share float64         `json:"share"`
	Price decimal.Decimal `json:"price,omitzero"`
}

// sealed reads itself, strictly.
type sealed struct {
	Count int `json:"count"`
}

func (s *sealed) UnmarshalJSON(data []byte) error {
	type plain sealed
	return strict.Unmarshal(data, "sealed", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Int("Count", p.Count, 1, 10, "pieces")
	})
}

type document struct {
	limits
	Title    string                 `json:"title"`
	On       bool                   `json:"on"`
	Count    int8                   `json:"count"`
	Color    color                  `json:"color"`
	Amount   decimal.Decimal        `json:"amount"`
	Maybe    salesops.Maybe         `json:"maybe"`
	Due      salesops.Date          `json:"due"`
	Row      row                    `json:"row"`
	Rows     []row                  `json:"rows"`
	Grid     [][]int                `json:"grid"`
	Table    map[string]row         `json:"table"`
	Lists    map[color][]float64    `json:"lists"`
	Option   *row                   `json:"option"`
	Options  []*float64             `json:"options"`
	Seal     sealed                 `json:"seal"`
	Seals    []sealed               `json:"seals"`
	Words    []map[string]*[]string `json:"words"`
	Extra    float64                `json:"extra,omitempty"`
	Untagged int
	Ignored  int `json:"-"`
	hidden   int
}

// fields are the members of a good document, in order.
func fields() [][2]string {
	return [][2]string{
		{"max", `8.5`}, {"title", `"A \u00e9"`}, {"on", `true`}, {"count", `-128`}, {"color", `"green"`}, {"amount", `"12.50"`},
		{"maybe", `null`}, {"due", `"2026-11-22"`}, {"row", `{"name":"n","share":0.5}`},
		{"rows", `[{"name":"a","share":1},{"name":"b","share":0,"price":3.5}]`}, {"grid", `[[1,2],[],[3]]`},
		{"table", `{"x":{"name":"t","share":0.25}}`}, {"lists", `{"red":[1,2],"green":[]}`},
		{"option", `{"name":"o","share":0.1}`}, {"options", `[1,null]`}, {"seal", `{"count":1}`}, {"seals", `[{"count":2}]`},
		{"words", `[{"k":["v"],"none":null}]`}, {"extra", `1e3`}, {"Untagged", `7`},
	}
}

// text returns the good document with the members given in place of its own;
// an empty value leaves the member out, and one of another name goes at the end.
func text(edits ...string) string {
	members := fields()
	for i := 0; i < len(edits); i += 2 {
		found := false
		for j := range members {
			if members[j][0] == edits[i] {
				members[j][1], found = edits[i+1], true
			}
		}
		if !found {
			members = append(members, [2]string{edits[i], edits[i+1]})
		}
	}
	var parts []string
	for _, m := range members {
		if m[1] != "" {
			parts = append(parts, fmt.Sprintf("%q:%s", m[0], m[1]))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func read(data string) (document, error) {
	var d document
	err := strict.Unmarshal([]byte(data), "Doc", &d, nil)
	return d, err
}

func TestUnmarshal(t *testing.T) {
	got, err := read(" " + text() + "\n")
	require.NoError(t, err)
	one := 1.0
	require.Equal(t, 8.5, got.Max)
	require.Equal(t, "A é", got.Title)
	require.True(t, got.On)
	require.Equal(t, int8(-128), got.Count)
	require.Equal(t, color("green"), got.Color)
	testkit.EqualDecimal(t, "12.5", got.Amount)
	require.Equal(t, salesops.Undefined("null in JSON"), got.Maybe)
	require.Equal(t, salesops.Date{Year: 2026, Month: 11, Day: 22}, got.Due)
	require.Equal(t, row{Name: "n", Share: 0.5}, got.Row)
	require.Len(t, got.Rows, 2)
	require.Equal(t, "b", got.Rows[1].Name)
	testkit.EqualDecimal(t, "3.5", got.Rows[1].Price)
	require.Equal(t, [][]int{{1, 2}, {}, {3}}, got.Grid)
	require.Equal(t, map[string]row{"x": {Name: "t", Share: 0.25}}, got.Table)
	require.Equal(t, map[color][]float64{"red": {1, 2}, "green": {}}, got.Lists)
	require.Equal(t, &row{Name: "o", Share: 0.1}, got.Option)
	require.Equal(t, []*float64{&one, nil}, got.Options)
	require.Equal(t, sealed{Count: 1}, got.Seal)
	require.Equal(t, []sealed{{Count: 2}}, got.Seals)
	require.Equal(t, []map[string]*[]string{{"k": {"v"}, "none": nil}}, got.Words)
	require.Equal(t, 1000.0, got.Extra)
	require.Equal(t, 7, got.Untagged)
	require.Zero(t, got.Ignored+got.hidden)
}

func TestOptional(t *testing.T) {
	got, err := read(text("extra", "", "option", ""))
	require.NoError(t, err)
	require.Zero(t, got.Extra)
	require.Nil(t, got.Option)
	got, err = read(text("option", "null", "rows", "null", "table", "null", "maybe", "0.5", "rows", "[]"))
	require.NoError(t, err)
	require.Nil(t, got.Option)
	require.NotNil(t, got.Rows)
	require.Empty(t, got.Rows)
	require.Nil(t, got.Table)
	require.Equal(t, salesops.Defined(0.5), got.Maybe)
}

func TestFaults(t *testing.T) {
	out := func(field string) testkit.Fault { return testkit.Fault{Field: field, Reason: salesops.ErrOutOfRange} }
	missing := func(field string) testkit.Fault {
		return testkit.Fault{Field: field, Reason: salesops.ErrMissing}
	}
	conflict := func(field string) testkit.Fault {
		return testkit.Fault{Field: field, Reason: salesops.ErrConflict}
	}
	type faults = []testkit.Fault
	for name, tc := range map[string]struct {
		text string
		want faults
	}{
		"empty":                   {``, faults{out("Doc")}},
		"not JSON":                {`{"max":}`, faults{out("Doc")}},
		"two documents":           {text() + text(), faults{out("Doc")}},
		"a list":                  {`[` + text() + `]`, faults{out("Doc")}},
		"null":                    {`null`, faults{out("Doc")}},
		"a number":                {`3`, faults{out("Doc")}},
		"unknown key":             {text("why", "1"), faults{out("Doc.why")}},
		"unknown key in a struct": {text("row", `{"name":"n","share":1,"why":1}`), faults{out("Doc.Row.why")}},
		"unknown key in a slice":  {text("rows", `[{"name":"n","share":1},{"name":"n","share":1,"why":1}]`), faults{out("Doc.Rows[1].why")}},
		"key in capitals":         {text("max", "", "Max", "1"), faults{missing("Doc.Max"), out("Doc.Max")}},
		"ignored field":           {text("Ignored", "1"), faults{out("Doc.Ignored")}},
		"hidden field":            {text("hidden", "1"), faults{out("Doc.hidden")}},
		"embedded type":           {text("limits", `{"max":1}`), faults{out("Doc.limits")}},
		"long key":                {text(strings.Repeat("k", 1000), "1"), faults{out("Doc." + strings.Repeat("k", 61) + "...")}},
		"missing":                 {text("title", ""), faults{missing("Doc.Title")}},
		"missing, embedded":       {text("max", ""), faults{missing("Doc.Max")}},
		"missing in a slice":      {text("rows", `[{"share":1}]`), faults{missing("Doc.Rows[0].Name")}},
		"missing in a map":        {text("table", `{"x":{"name":"n"}}`), faults{missing("Doc.Table.x.Share")}},
		"missing in an option":    {text("option", `{"share":1}`), faults{missing("Doc.Option.Name")}},
		"missing slice":           {text("rows", ""), faults{missing("Doc.Rows")}},
		"missing untagged":        {text("Untagged", ""), faults{missing("Doc.Untagged")}},
		"twice":                   {`{"max":1,` + text()[1:], faults{conflict("Doc.max")}},
		"three times":             {`{"max":1,"max":1,` + text()[1:], faults{conflict("Doc.max"), conflict("Doc.max")}},
		"twice in a map":          {text("table", `{"x":{"name":"n","share":1},"x":{"name":"m","share":1}}`), faults{conflict("Doc.Table.x")}},
		"twice, written apart":    {`{"\u006dax":1,` + text()[1:], faults{conflict("Doc.max")}},
		"null number":             {text("max", "null"), faults{missing("Doc.Max")}},
		"null text":               {text("title", "null"), faults{missing("Doc.Title")}},
		"null bool":               {text("on", "null"), faults{missing("Doc.On")}},
		"null decimal":            {text("amount", "null"), faults{missing("Doc.Amount")}},
		"null date":               {text("due", "null"), faults{missing("Doc.Due")}},
		"null enumeration":        {text("color", "null"), faults{missing("Doc.Color")}},
		"null struct":             {text("row", "null"), faults{out("Doc.Row")}},
		"null in a slice":         {text("grid", "[[1,null]]"), faults{missing("Doc.Grid[0][1]")}},
		"null struct in a slice":  {text("rows", "[null]"), faults{out("Doc.Rows[0]")}},
		"null that reads itself":  {text("seal", "null"), faults{missing("Doc.Seal")}},
		"text for a number":       {text("max", `"8.5"`), faults{out("Doc.Max")}},
		"number for a text":       {text("title", `8`), faults{out("Doc.Title")}},
		"number for a bool":       {text("on", `1`), faults{out("Doc.On")}},
		"list for a struct":       {text("row", `[]`), faults{out("Doc.Row")}},
		"struct for a list":       {text("rows", `{}`), faults{out("Doc.Rows")}},
		"text for a list":         {text("rows", `"[]"`), faults{out("Doc.Rows")}},
		"list for a map":          {text("table", `[]`), faults{out("Doc.Table")}},
		"number for a struct":     {text("rows", `[1,{"name":"n","share":1},"x"]`), faults{out("Doc.Rows[0]"), out("Doc.Rows[2]")}},
		"text in a grid":          {text("grid", `[[],[1,"2"]]`), faults{out("Doc.Grid[1][1]")}},
		"number in a grid":        {text("grid", `[1]`), faults{out("Doc.Grid[0]")}},
		"text in a map of lists":  {text("lists", `{"red":[1,"2"]}`), faults{out("Doc.Lists.red[1]")}},
		"text in an option":       {text("options", `[null,"1"]`), faults{out("Doc.Options[1]")}},
		"deep inside":             {text("words", `[{},{"k":["v",1]}]`), faults{out("Doc.Words[1].k[1]")}},
		"number too large":        {text("max", `1e400`), faults{out("Doc.Max")}},
		"integer too large":       {text("count", `128`), faults{out("Doc.Count")}},
		"integer with a fraction": {text("count", `1.0`), faults{out("Doc.Count")}},
		"integer as text":         {text("count", `"1"`), faults{out("Doc.Count")}},
		"decimal that is none":    {text("amount", `"1,000"`), faults{out("Doc.Amount")}},
		"decimal in a struct":     {text("row", `{"name":"n","share":1,"price":true}`), faults{out("Doc.Row.Price")}},
		"unknown enumeration":     {text("color", `"Red"`), faults{out("Doc.Color")}},
		"day that is none":        {text("due", `"2026-02-30"`), faults{out("Doc.Due")}},
		"maybe of text":           {text("maybe", `"1"`), faults{out("Doc.Maybe")}},
		"inside what reads itself": {
			text("seal", `{"count":11,"why":1}`), faults{out("Doc.Seal.why"), out("Doc.Seal.Count")},
		},
		"what reads itself is a list": {text("seal", `[]`), faults{out("Doc.Seal")}},
		"inside a slice of them":      {text("seals", `[{"count":1},{}]`), faults{missing("Doc.Seals[1].Count")}},
		"all of them, in order of the fields": {
			text("why", "1", "grid", `[[true]]`, "title", "", "max", `"1"`, "row", `{"name":1,"share":1}`),
			faults{out("Doc.Max"), missing("Doc.Title"), out("Doc.Row.Name"), out("Doc.Grid[0][0]"), out("Doc.why")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := document{Title: "before"}
			testkit.RequireFaults(t, strict.Unmarshal([]byte(tc.text), "Doc", &d, nil), tc.want...)
			require.Equal(t, document{Title: "before"}, d, "left alone")
		})
	}
}

func TestWants(t *testing.T) {
	for edit, want := range map[[2]string]string{
		{"max", `"x"`}:                      "a number that a float64 can hold",
		{"on", `"x"`}:                       "true or false",
		{"title", `1`}:                      "a text",
		{"count", `"x"`}:                    "a whole number",
		{"amount", `"x"`}:                   "a JSON value of type decimal.Decimal",
		{"color", `"x"`}:                    "one of red, green",
		{"amount", strings.Repeat("1", 65)}: "a number of at most 64 bytes",
		{"rows", `1`}:                       "a JSON array",
		{"table", `1`}:                      "a JSON object",
		{"title", ``}:                       "the key title",
		{"seal", `{"count":11}`}:            "1 to 10 pieces",
	} {
		_, err := read(text(edit[0], edit[1]))
		faults := salesops.InputErrors(err)
		require.Len(t, faults, 1, "%v", edit)
		require.Equal(t, want, faults[0].Want)
	}
}

// The decimal package parses a million digits, slowly: the length of a number
// is looked at before its digits.
func TestDecimalLength(t *testing.T) {
	digits := func(n int) string { return strings.Repeat("1", n) }
	for _, good := range []string{digits(64), `"` + digits(62) + `"`} {
		_, err := read(text("amount", good))
		require.NoError(t, err)
	}
	long := digits(1_000_000)
	for field, bad := range map[string]string{
		"Doc.Amount": text("amount", digits(65)), "Doc.Row.Price": text("row", `{"name":"n","share":1,"price":"`+digits(63)+`"}`),
		"Doc.Rows[0].Price": text("rows", `[{"name":"n","share":1,"price":`+long+`}]`),
	} {
		_, err := read(bad)
		testkit.RequireFaults(t, err, testkit.Fault{Field: field, Reason: salesops.ErrOutOfRange})
	}
	_, err := read(text("amount", "1e1000000000"))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Doc.Amount", Reason: salesops.ErrOutOfRange})
}

func TestCheck(t *testing.T) {
	check := func(d *document, in fault.Scope) {
		in.Float("Max", d.Max, 0, 10, "points")
		in.Name("Title", d.Title)
		in.Float("Row.Share", d.Row.Share, 0, 1, "as a fraction")
		for i, r := range d.Rows {
			at := in.At("Rows", i)
			at.Name("Name", r.Name)
			at.Float("Share", r.Share, 0, 1, "as a fraction")
		}
		in.Length("Rows", len(d.Rows), 1, 2)
		in.Int("Count", int(d.Count), -128, 100, "people")
		in.Int("Seal", d.Seal.Count, 1, 10, "pieces")
	}
	unmarshal := func(text string) (document, error) {
		var d document
		err := strict.Unmarshal([]byte(text), "Doc", &d, check)
		return d, err
	}
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	_, err := unmarshal(text())
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		text string
		want []testkit.Fault
	}{
		"a range": {text("max", "11"), []testkit.Fault{{Field: "Doc.Max", Reason: out}}},
		"with a fault of form, after it": {
			text("max", "11", "on", "1"), []testkit.Fault{{Field: "Doc.On", Reason: out}, {Field: "Doc.Max", Reason: out}},
		},
		"not twice": {text("max", `"11"`, "title", ""), []testkit.Fault{{Field: "Doc.Max", Reason: out}, {Field: "Doc.Title", Reason: missing}}},
		"nor for what is inside": {
			text("rows", `1`, "row", `[]`), []testkit.Fault{{Field: "Doc.Row", Reason: out}, {Field: "Doc.Rows", Reason: out}},
		},
		"nor for an element": {
			text("rows", `[{"name":"","share":1},1]`),
			[]testkit.Fault{{Field: "Doc.Rows[1]", Reason: out}, {Field: "Doc.Rows[0].Name", Reason: missing}},
		},
		"but for the rest of an element": {
			text("rows", `[{"name":1,"share":2}]`),
			[]testkit.Fault{{Field: "Doc.Rows[0].Name", Reason: out}, {Field: "Doc.Rows[0].Share", Reason: out}},
		},
		"nor for what reads itself": {text("seal", `{"count":11}`), []testkit.Fault{{Field: "Doc.Seal.Count", Reason: out}}},
		"a field that begins alike": {
			// Row could not be read; Rows could.
			text("row", `[]`, "rows", `[{"name":"n","share":2}]`),
			[]testkit.Fault{{Field: "Doc.Row", Reason: out}, {Field: "Doc.Rows[0].Share", Reason: out}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := unmarshal(tc.text)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, d)
		})
	}
}

// Beyond the faults that are listed there is a count, whoever found them.
func TestManyFaults(t *testing.T) {
	count := func(n int, element string) string { return "[" + strings.Repeat(element+",", n-1) + element + "]" }
	for name, tc := range map[string]struct {
		text  string
		check func(*document, fault.Scope)
		more  string
	}{
		"of form":        {text("grid", "["+count(150, `"x"`)+"]"), nil, "and 50 more faults"},
		"of range":       {text(), func(_ *document, in fault.Scope) { rows(in, 130) }, "and 30 more faults"},
		"of both":        {text("grid", "["+count(60, `"x"`)+"]"), func(_ *document, in fault.Scope) { rows(in, 120) }, "and 80 more faults"},
		"not seen twice": {text("grid", "["+count(100, `"x"`)+"]"), func(_ *document, in fault.Scope) { in.Missing("Grid[0][99]", "a number") }, "a whole number"},
		"of elements":    {text("seals", count(250, `{}`)), nil, "and 150 more faults"},
	} {
		t.Run(name, func(t *testing.T) {
			var d document
			err := strict.Unmarshal([]byte(tc.text), "Doc", &d, tc.check)
			require.Len(t, salesops.InputErrors(err), fault.MaxFaults)
			require.True(t, strings.HasSuffix(err.Error(), tc.more), "%.200s ... %s", err, err.Error()[len(err.Error())-60:])
		})
	}
}

func rows(in fault.Scope, n int) {
	for i := range n {
		at := in.At("Rows", i)
		at.Missing("Name", "a name")
	}
}

// A few bytes of text can be an element of hundreds.
func TestMaxElements(t *testing.T) {
	if testing.Short() {
		t.Skip("a million elements")
	}
	type lists struct {
		Numbers []int8          `json:"numbers"`
		Table   map[string]int8 `json:"table,omitempty"`
	}
	numbers := func(n int) string { return `{"numbers":[` + strings.Repeat("1,", n-1) + `1]` }
	for field, data := range map[string]string{
		"Lists.Numbers": numbers(strict.MaxElements+1) + `}`,
		"Lists.Table":   numbers(strict.MaxElements) + `,"table":{"a":1}}`,
	} {
		var l lists
		testkit.RequireFaults(t, strict.Unmarshal([]byte(data), "Lists", &l, nil), testkit.Fault{Field: field, Reason: salesops.ErrOutOfRange})
		require.Zero(t, l)
	}
}

func TestMaxBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("64 megabytes")
	}
	var l limits
	document := []byte(`{"max":1}` + strings.Repeat(" ", strict.MaxBytes-len(`{"max":1}`)))
	require.NoError(t, strict.Unmarshal(document, "Limits", &l, nil))
	testkit.RequireFaults(t, strict.Unmarshal(append(document, ' '), "Limits", &l, nil), testkit.Fault{Field: "Limits", Reason: salesops.ErrOutOfRange})
}

// nested is as deep as a document makes it.
type nested struct {
	In []nested `json:"in,omitempty"`
}

// Depth costs a fault, not the stack.
func TestDepth(t *testing.T) {
	deep := func(n int) []byte {
		return []byte(strings.Repeat(`{"in":[`, n) + `{}` + strings.Repeat(`]}`, n))
	}
	var d nested
	require.NoError(t, strict.Unmarshal(deep(200), "Doc", &d, nil))
	for range 200 {
		require.Len(t, d.In, 1)
		d = d.In[0]
	}
	for _, n := range []int{5_001, 1_000_000} { // encoding/json goes 10,000 deep
		testkit.RequireFaults(t, strict.Unmarshal(deep(n), "Doc", &d, nil), testkit.Fault{Field: "Doc", Reason: salesops.ErrOutOfRange})
	}
	unknown := text("why", strings.Repeat("[", 9_000)+strings.Repeat("]", 9_000))
	_, err := read(unknown)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Doc.why", Reason: salesops.ErrOutOfRange})
}

func TestInputIsNotKept(t *testing.T) {
	data := []byte(text())
	var d document
	require.NoError(t, strict.Unmarshal(data, "Doc", &d, nil))
	before := fmt.Sprintf("%+v", d.Rows)
	for i := range data {
		data[i] = 'x'
	}
	require.Equal(t, before, fmt.Sprintf("%+v", d.Rows))
}

// Whatever encoding/json refuses is refused; what is accepted reads the same.
func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(text()))
	f.Add([]byte(text("max", "null", "why", "1")))
	f.Add([]byte(`{"in":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var d document
		err := strict.Unmarshal(data, "Doc", &d, nil)
		if err != nil {
			require.NotEmpty(t, salesops.InputErrors(err))
			return
		}
		var loose document
		require.NoError(t, json.Unmarshal(data, &loose))
		require.Equal(t, fmt.Sprintf("%+v", loose.Rows), fmt.Sprintf("%+v", d.Rows))
		require.Equal(t, math.Float64bits(loose.Max), math.Float64bits(d.Max))
		require.Equal(t, loose.Title, d.Title)
		require.Equal(t, loose.Grid, d.Grid)
	})
}
