package table_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
)

type row struct {
	Name   string          `csv:"name"`
	Amount decimal.Decimal `csv:"amount"`
	Share  *float64        `csv:"share,omitempty"`
	People int             `csv:"people,omitempty"`
	Done   bool            `csv:"done,omitempty"`
	Due    salesops.Date   `csv:"due,omitempty"`
}

func read(text string, rename func(string) string) (table.Table[row], error) {
	var faults table.Faults
	t := table.Read[row](strings.NewReader(text), "x.csv", rename, &faults)
	return t, faults.Err()
}

func TestRead(t *testing.T) {
	got, err := read("\xef\xbb\xbfName, Amount,share,people,done,due,extra\nA,10.50,0.25,3,yes,2026-11-22,z\n\"B, C\",1,,0,no,,\n", nil)
	require.NoError(t, err)
	require.Len(t, got.Rows, 2)
	require.Equal(t, "A", got.Rows[0].Name)
	require.True(t, got.Rows[0].Amount.Equal(decimal.RequireFromString("10.5")))
	require.InDelta(t, 0.25, *got.Rows[0].Share, 0)
	require.Equal(t, 3, got.Rows[0].People)
	require.True(t, got.Rows[0].Done)
	require.Equal(t, salesops.Date{Year: 2026, Month: 11, Day: 22}, got.Rows[0].Due)
	require.Equal(t, "B, C", got.Rows[1].Name)
	require.Nil(t, got.Rows[1].Share)
	require.True(t, got.Rows[1].Due.IsZero())
	require.True(t, got.Has("extra"))
}

func TestReadRenames(t *testing.T) {
	got, err := read("Customer,Value\nA,1\n", func(name string) string {
		return map[string]string{"customer": "name", "value": "amount"}[name]
	})
	require.NoError(t, err)
	require.Equal(t, "A", got.Rows[0].Name)
}

func TestReadReportsEverything(t *testing.T) {
	_, err := read("name,amount,share,people,done,due\n"+
		"A,ten,half,3.5,maybe,22.11.2026\n"+
		"B,1,0.5\n"+
		"C,"+strings.Repeat("9", 41)+",NaN,1,no,2026-02-30\n", nil)
	require.EqualError(t, err, `9 faults in the input:
  x.csv:2:3: amount "ten": want a number
  x.csv:2:7: share "half": want a number
  x.csv:2:12: people "3.5": want a whole number
  x.csv:2:16: done "maybe": want yes or no
  x.csv:2:22: due "22.11.2026": want a date as YYYY-MM-DD
  x.csv:3:1: wrong number of fields
  x.csv:4:3: amount "`+strings.Repeat("9", 41)+`": want a number
  x.csv:4:45: share "NaN": want a number
  x.csv:4:54: due "2026-02-30": want a date as YYYY-MM-DD`)
}

func TestReadRejectsFiles(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"empty":         {"", "x.csv: the file is empty: want a header line"},
		"lacks columns": {"share,people\n", "x.csv:1: lacks the columns name, amount"},
		"same column":   {"name,amount,Name\n", "x.csv:1: two columns have the same name"},
		"open quote":    {"name,amount\n\"A,1\n", `x.csv:3:0`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(tc.text, nil)
			require.ErrorContains(t, err, strings.TrimSuffix(tc.want, ":3:0"))
		})
	}
}

func TestFaultsAreCounted(t *testing.T) {
	_, err := read("name,amount\n"+strings.Repeat("A,x\n", 150), nil)
	require.ErrorContains(t, err, "150 faults in the input:")
	require.ErrorContains(t, err, "x.csv:101:3")
	require.NotContains(t, err.Error(), "x.csv:102:3")
	require.ErrorContains(t, err, "and 50 more")
}

func TestRejectInput(t *testing.T) {
	var faults table.Faults
	got := table.Read[row](strings.NewReader("name,amount,people\nA,1,7\n"), "x.csv", nil, &faults)
	got.RejectInput(0, &salesops.InputError{Field: "Audit.Stages[2].People", Value: "7", Want: "1 to 5 people", Reason: salesops.ErrOutOfRange})
	got.RejectInput(0, &salesops.InputError{Field: "Audit.Stages[2].HoursPerDay", Want: "above 0", Reason: salesops.ErrMissing})
	require.EqualError(t, faults.Err(), `2 faults in the input:
  x.csv:2:1: hours_per_day is missing: want above 0
  x.csv:2:5: people "7" is out of range: want 1 to 5 people`)
}

func TestRejectList(t *testing.T) {
	read := func() table.Table[row] {
		var faults table.Faults
		return table.Read[row](strings.NewReader("name,amount,people\nA,1,7\nB,1,7\n"), "x.csv", nil, &faults)
	}
	last := func(i int) int { return 1 - i }
	people := &salesops.InputError{Field: "Audit.Stages[0].People", Value: "7", Want: "1 to 5 people", Reason: salesops.ErrOutOfRange}
	require.EqualError(t, read().RejectList("Audit.Stages", people, last), `1 fault in the input: x.csv:3:5: people "7" is out of range: want 1 to 5 people`)
	require.EqualError(t, read().RejectList("Audit.Stages", people, table.Same), `1 fault in the input: x.csv:2:5: people "7" is out of range: want 1 to 5 people`)
	// What is not about the list is said as it is, and so is another error.
	require.Equal(t, error(people), read().RejectList("Audit.Teams", people, table.Same))
	require.Equal(t, io.EOF, read().RejectList("Audit.Stages", io.EOF, table.Same))
	other := &salesops.InputError{Field: "Audit.Stages[x].People", Reason: salesops.ErrMissing}
	require.Equal(t, error(other), read().RejectList("Audit.Stages", other, table.Same))
}

func TestOpen(t *testing.T) {
	sample := fstest.MapFS{"sample/x.csv": {Data: []byte("sample")}}
	path := filepath.Join(t.TempDir(), "own.csv")
	require.NoError(t, os.WriteFile(path, []byte("own"), 0o644))
	for given, want := range map[string][2]string{"": {"x.csv", "sample"}, path: {"own.csv", "own"}} {
		file, name, err := table.Open(sample, "x.csv", given)
		require.NoError(t, err)
		data, err := io.ReadAll(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		require.Equal(t, want, [2]string{name, string(data)})
	}
	_, _, err := table.Open(sample, "x.csv", path+"x")
	require.Error(t, err)
}
