package fault_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/testkit"
)

type color string

// A row is a check of one value, and what it says: no reason when it is good.
type row struct {
	check  func(in *fault.Scope) bool
	reason error
	value  string
	want   string
}

func TestChecks(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	inf, nan := math.Inf(1), math.NaN()
	float := func(x float64) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Float("F", x, -1.5, 10, "points") }
	}
	positive := func(x float64) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Positive("F", x, 1e6, "hours") }
	}
	whole := func(n, low, high int) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Int("F", n, low, high, "people") }
	}
	length := func(n, low, high int) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Length("F", n, low, high) }
	}
	name := func(text string) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Name("F", text) }
	}
	date := func(d salesops.Date) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Date("F", d) }
	}
	amount := func(d decimal.Decimal) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return in.Decimal("F", d, -5, 1000, "of money") }
	}
	oneOf := func(c color) func(*fault.Scope) bool {
		return func(in *fault.Scope) bool { return fault.OneOf(*in, "F", c, []color{"red", "green"}) }
	}
	const points, hours = "-1.5 to 10 points", "above 0 to 1e+06 hours"
	const anyName = "a name of 1 to 200 bytes, without control characters or space at the ends"
	const anyDay = "a day that exists, years 1 to 9999"
	const money = "-5 to 1000 of money"
	const gated = money + ", at most 34 digits and an exponent from -18 to 18"
	for label, tc := range map[string]row{
		"float at the bottom":     {check: float(-1.5)},
		"float at the top":        {check: float(10)},
		"float zero":              {check: float(0)},
		"float below":             {float(math.Nextafter(-1.5, -2)), out, "-1.5000000000000002", points},
		"float above":             {float(math.Nextafter(10, 11)), out, "10.000000000000002", points},
		"float NaN":               {float(nan), out, "NaN", points},
		"float infinite":          {float(inf), out, "+Inf", points},
		"float below infinity":    {func(in *fault.Scope) bool { return in.Float("F", inf, 0, inf, "") }, out, "+Inf", "0 to +Inf"},
		"float above -infinity":   {func(in *fault.Scope) bool { return in.Float("F", -inf, -inf, 0, "") }, out, "-Inf", "-Inf to 0"},
		"positive":                {check: positive(math.SmallestNonzeroFloat64)},
		"positive at the top":     {check: positive(1e6)},
		"positive zero":           {positive(0), missing, "", hours},
		"positive minus zero":     {positive(math.Copysign(0, -1)), missing, "", hours},
		"positive negative":       {positive(-math.SmallestNonzeroFloat64), out, "-5e-324", hours},
		"positive above":          {positive(math.Nextafter(1e6, 1e7)), out, "1.0000000000000001e+06", hours},
		"positive NaN":            {positive(nan), out, "NaN", hours},
		"positive below infinity": {func(in *fault.Scope) bool { return in.Positive("F", inf, inf, "") }, out, "+Inf", "above 0 to +Inf"},
		"int at the bottom":       {check: whole(1, 1, 9)},
		"int at the top":          {check: whole(9, 1, 9)},
		"int missing":             {whole(0, 1, 9), missing, "", "1 to 9 people"},
		"int zero is allowed":     {check: whole(0, 0, 9)},
		"int zero is too much":    {whole(0, -9, -1), out, "0", "-9 to -1 people"},
		"int below":               {whole(-1, 0, 9), out, "-1", "0 to 9 people"},
		"int above":               {whole(10, 1, 9), out, "10", "1 to 9 people"},
		"length at the bottom":    {check: length(1, 1, 3)},
		"length at the top":       {check: length(3, 1, 3)},
		"length zero is allowed":  {check: length(0, 0, 3)},
		"length missing":          {length(0, 1, 3), missing, "", "1 to 3 entries"},
		"length too short":        {length(1, 2, 3), out, "1 entries", "2 to 3 entries"},
		"length too long":         {length(4, 0, 3), out, "4 entries", "0 to 3 entries"},
		"name":                    {check: name("Quotes & orders, Köln")},
		"name at the limit":       {check: name(strings.Repeat("é", 100))},
		"name missing":            {name(""), missing, "", anyName},
		"name too long":           {name(strings.Repeat("x", 201)), out, strings.Repeat("x", 61) + "...", anyName},
		"name not UTF-8":          {name("a\xff"), out, "a?", anyName},
		"name, space in front":    {name(" a"), out, " a", anyName},
		"name, space behind":      {name("a "), out, "a ", anyName},
		"name of a tab":           {name("a\tb"), out, "a\tb", anyName},
		"name with a DEL":         {name("a\x7f"), out, "a\x7f", anyName},
		"date":                    {check: date(salesops.Date{Year: 2024, Month: 2, Day: 29})},
		"date missing":            {date(salesops.Date{}), missing, "", anyDay},
		"date that is none":       {date(salesops.Date{Year: 2025, Month: 2, Day: 29}), out, "2025-02-29", anyDay},
		"decimal at the bottom":   {check: amount(decimal.New(-5, 0))},
		"decimal at the top":      {check: amount(decimal.New(100000, -2))},
		"decimal zero":            {check: amount(decimal.Decimal{})},
		"decimal below":           {amount(decimal.New(-501, -2)), out, "-5.01", money},
		"decimal above":           {amount(decimal.New(100001, -2)), out, "1000.01", money},
		"decimal of many places":  {amount(decimal.New(1, -19)), out, "", gated},
		"decimal that is huge":    {amount(decimal.New(1, math.MaxInt32)), out, "", gated},
		"decimal of many digits":  {amount(decimal.RequireFromString("1." + strings.Repeat("1", gate.MaxDigits))), out, "", gated},
		"enumerated":              {check: oneOf("green")},
		"enumerated, missing":     {oneOf(""), missing, "", "one of red, green"},
		"enumerated, unknown":     {oneOf("Green"), out, "Green", "one of red, green"},
	} {
		t.Run(label, func(t *testing.T) {
			var list fault.List
			in := list.In("Input")
			good := tc.check(&in)
			require.Equal(t, tc.reason == nil, good)
			require.Equal(t, tc.reason != nil, list.Any())
			if good {
				require.NoError(t, list.Err())
				return
			}
			faults := salesops.InputErrors(list.Err())
			require.Equal(t, []*salesops.InputError{{Field: "Input.F", Value: tc.value, Want: tc.want, Reason: tc.reason}}, faults)
		})
	}
}

func TestPath(t *testing.T) {
	var list fault.List
	audit := list.In("Audit")
	stage := audit.At("Stages", 2)
	part := stage.In("Load")
	cell := part.At("Rows", 0)
	inner := cell.At("", 7)
	deep := inner.In("A")
	for i := range 5 {
		deep = deep.At("B", i)
	}
	for want, got := range map[string]string{
		"Audit":                             audit.Path(""),
		"Audit.OrdersPerDay":                audit.Path("OrdersPerDay"),
		"Audit.Stages[2]":                   stage.Path(""),
		"Audit.Stages[2].People":            stage.Path("People"),
		"Audit.Stages[2].Load.Hours":        part.Path("Hours"),
		"Audit.Stages[2].Load.Rows[0].X":    cell.Path("X"),
		"Audit.Stages[2].Load.Rows[0][7]":   inner.Path(""),
		"Audit.Stages[2].Load.Rows[0][7].X": inner.Path("X"),
		"Audit.Stages[2].Load.Rows[0][7].A.B[0].B[1].B[2].B[3].B[4].X": deep.Path("X"),
	} {
		require.Equal(t, want, got)
	}
	require.False(t, list.Any(), "a path is no fault")
}

func TestReports(t *testing.T) {
	var list fault.List
	require.NoError(t, list.Err())
	require.False(t, list.Any())
	in := list.In("Plan")
	in.Missing("Name", "a name")
	require.True(t, list.Any())
	var single *salesops.InputError
	require.ErrorAs(t, list.Err(), &single)
	require.Equal(t, error(single), list.Err(), "one fault is not wrapped")

	row := in.At("Tiers", 1)
	row.OutOfRange("From", strings.Repeat("9", 100), "0 to 10")
	row.Conflict("", "0.5", "above the tier before")
	testkit.RequireFaults(
		t, list.Err(),
		testkit.Fault{Field: "Plan.Name", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Plan.Tiers[1].From", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Plan.Tiers[1]", Reason: salesops.ErrConflict},
	)
	require.ErrorIs(t, list.Err(), salesops.ErrConflict)
}

// lists returns a list of n faults of one input.
func listOf(name string, n int) *fault.List {
	var list fault.List
	in := list.In(name)
	for i := range n {
		at := in.At("Rows", i)
		at.Missing("X", "a number")
	}
	return &list
}

func TestMaxFaults(t *testing.T) {
	require.Equal(t, 100, fault.MaxFaults)
	for n, suffix := range map[int]string{99: "want a number", 100: "want a number", 101: "and 1 more faults", 1234: "and 1134 more faults"} {
		err := listOf("Input", n).Err()
		faults := salesops.InputErrors(err)
		require.Len(t, faults, min(n, fault.MaxFaults))
		for i, f := range faults {
			require.Equal(t, fmt.Sprintf("Input.Rows[%d].X", i), f.Field)
		}
		require.True(t, strings.HasSuffix(err.Error(), suffix), "%d faults: %s", n, err)
	}
}

func TestTake(t *testing.T) {
	all := func(*salesops.InputError) bool { return true }
	for name, tc := range map[string]struct {
		own    int
		err    error
		edit   func(*salesops.InputError) bool
		listed int
		suffix string
	}{
		"nothing":                  {2, nil, all, 2, "want a number"},
		"another error":            {2, errors.New("disk full"), all, 2, "want a number"},
		"some":                     {2, listOf("Other", 3).Err(), all, 5, "want a number"},
		"up to the limit":          {2, listOf("Other", 98).Err(), all, 100, "want a number"},
		"beyond it":                {2, listOf("Other", 99).Err(), all, 100, "and 1 more faults"},
		"with a count":             {0, listOf("Other", 150).Err(), all, 100, "and 50 more faults"},
		"a count upon a count":     {120, listOf("Other", 150).Err(), all, 100, "and 170 more faults"},
		"wrapped, with a count":    {1, fmt.Errorf("in line 3: %w", listOf("Other", 150).Err()), all, 100, "and 51 more faults"},
		"none that edit lets pass": {2, listOf("Other", 3).Err(), func(*salesops.InputError) bool { return false }, 2, "want a number"},
	} {
		t.Run(name, func(t *testing.T) {
			list := listOf("Own", tc.own)
			list.Take(tc.err, tc.edit)
			require.Len(t, salesops.InputErrors(list.Err()), tc.listed)
			require.True(t, strings.HasSuffix(list.Err().Error(), tc.suffix), "%v", list.Err())
		})
	}
	t.Run("edited", func(t *testing.T) {
		other, list := listOf("Other", 2), listOf("Own", 1)
		list.Take(other.Err(), func(f *salesops.InputError) bool {
			f.Field = "Own." + f.Field
			return strings.HasSuffix(f.Field, "[1].X")
		})
		testkit.RequireFaults(
			t, list.Err(),
			testkit.Fault{Field: "Own.Rows[0].X", Reason: salesops.ErrMissing},
			testkit.Fault{Field: "Own.Other.Rows[1].X", Reason: salesops.ErrMissing},
		)
		testkit.RequireFaults(
			t, other.Err(),
			testkit.Fault{Field: "Other.Rows[0].X", Reason: salesops.ErrMissing},
			testkit.Fault{Field: "Other.Rows[1].X", Reason: salesops.ErrMissing},
		)
	})
}

// checkAll is what a function does with an input whose parts have parts.
func checkAll(list *fault.List, amounts []decimal.Decimal, colors []color) {
	in := list.In("Input")
	in.Float("Float", 0.5, 0, 1, "as a fraction")
	in.Positive("Positive", 3, 10, "hours")
	in.Int("Int", 3, 1, 10, "people")
	in.Date("Date", salesops.Date{Year: 2026, Month: 11, Day: 22})
	in.Length("Amounts", len(amounts), 1, 10)
	for i, d := range amounts {
		at := in.At("Amounts", i)
		at.Decimal("Amount", d, 0, 1_000_000, "of money")
		part := at.In("Part")
		part.Name("Name", "quotes")
		fault.OneOf(part, "Color", "green", colors)
	}
}

func TestValidInputAllocatesNothing(t *testing.T) {
	// Whole amounts: comparing decimals of different exponents takes memory, in
	// the decimal package.
	amounts := []decimal.Decimal{decimal.New(1234, 0), decimal.New(0, 0)}
	colors := []color{"red", "green"}
	var list fault.List
	checkAll(&list, amounts, colors)
	require.NoError(t, list.Err())
	require.Zero(t, testing.AllocsPerRun(100, func() {
		var list fault.List
		checkAll(&list, amounts, colors)
		if list.Any() {
			t.Error("the input is valid")
		}
	}))
}
