// Package table reads CSV files for the example programs. csvutil maps columns
// to struct fields; this package adds what a person who repairs a file needs:
// everything that is wrong, at once, each with file, line and column.
package table

import (
	"bufio"
	"encoding"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/jszwec/csvutil"

	"github.com/salesops-go/salesops"
)

// maxRows bounds a file; a CRM export has fewer.
const maxRows = 1_000_000

// Table holds the rows of one file and remembers where each cell stood.
type Table[T any] struct {
	File string
	Rows []T
	// Columns are the names in the header, after renaming.
	Columns []string

	faults *Faults
	places [][]place
}

type place struct{ line, column int }

// Has reports whether the file has a column.
func (t Table[T]) Has(column string) bool { return slices.Contains(t.Columns, column) }

// Reject collects a fault in a cell of row i, unless that cell has one already;
// an unknown column stands for the whole row.
func (t Table[T]) Reject(i int, column, text string) {
	if i < 0 || i >= len(t.places) || len(t.places[i]) == 0 {
		t.faults.Add(Fault{t.File, 0, 0, text})
		return
	}
	at := t.places[i][0]
	if c := slices.Index(t.Columns, column); c >= 0 && c < len(t.places[i]) {
		at = t.places[i][c]
		if t.faults.has(t.File, at) {
			return
		}
	}
	t.faults.Add(Fault{t.File, at.line, at.column, text})
}

// RejectInput collects what the library refuses in row i. The column of a fault
// is the one whose name is the fault's last field in snake case.
func (t Table[T]) RejectInput(i int, err error) {
	for _, f := range salesops.InputErrors(err) {
		field, _, _ := strings.Cut(f.Field[strings.LastIndexByte(f.Field, '.')+1:], "[")
		column := Snake(field)
		text := column + " is " + f.Reason.Error() + ": want " + f.Want
		if f.Value != "" {
			text = column + " " + strconv.Quote(f.Value) + " is " + f.Reason.Error() + ": want " + f.Want
		}
		t.Reject(i, column, text)
	}
}

// RejectList collects what the library refuses of a list that was made from rows,
// such as "Audit.Stages", of which element i is row of(i). It returns all faults of
// the file, or err if any of it is not about the list.
func (t Table[T]) RejectList(list string, err error, of func(i int) int) error {
	refused := salesops.InputErrors(err)
	for _, f := range refused {
		rest, found := strings.CutPrefix(f.Field, list+"[")
		digits, field, closed := strings.Cut(rest, "]")
		i, bad := strconv.Atoi(digits)
		if !found || !closed || bad != nil {
			return err
		}
		inRow := *f
		inRow.Field = field
		t.RejectInput(of(i), &inRow)
	}
	if len(refused) == 0 {
		return err
	}
	return t.faults.Err()
}

// Same is the row of an element when every row made one.
func Same(i int) int { return i }

// Open opens a file, or that of the sample where no path is given, and returns the
// name by which faults call it.
func Open(sample fs.FS, name, path string) (fs.File, string, error) {
	if path == "" {
		file, err := sample.Open("sample/" + name)
		return file, name, err
	}
	file, err := os.Open(filepath.Clean(path))
	return file, filepath.Base(path), err
}

// Read reads a CSV file with a header line into structs with csv tags. rename
// gives the name of a column in the struct for a name in the file; it may be
// nil. A column is required unless its tag has omitempty. Cells may be texts,
// numbers, decimals, dates in ISO form, or yes and no.
func Read[T any](r io.Reader, file string, rename func(string) string, faults *Faults) Table[T] {
	t := Table[T]{File: file, faults: faults}
	reader := csv.NewReader(withoutMark(r))
	reader.ReuseRecord = true
	decoder, err := csvutil.NewDecoder(reader)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("the file is empty: want a header line")
		}
		t.faults.Add(located(file, err))
		return t
	}
	if err := decoder.NormalizeHeader(func(name string) string {
		name = strings.ToLower(strings.TrimSpace(name))
		if rename != nil {
			name = rename(name)
		}
		return name
	}); err != nil {
		t.faults.Add(Fault{file, 1, 0, "two columns have the same name"})
		return t
	}
	t.Columns = slices.Clone(decoder.Header())
	if missing := missingColumns[T](t.Columns); len(missing) > 0 {
		t.faults.Add(Fault{file, 1, 0, "lacks the columns " + strings.Join(missing, ", ")})
		return t
	}
	decoder.Map = func(cell, column string, zero any) string {
		problem, replacement := check(cell, zero)
		if problem != "" {
			line, at := reader.FieldPos(slices.Index(t.Columns, column))
			t.faults.Add(Fault{file, line, at, column + " " + strconv.Quote(cell) + ": want " + problem})
		}
		return replacement
	}
	for {
		var row T
		err := decoder.Decode(&row)
		if errors.Is(err, io.EOF) {
			return t
		}
		if len(t.Rows) == maxRows {
			t.faults.Add(Fault{file, 0, 0, "more than " + strconv.Itoa(maxRows) + " rows"})
			return t
		}
		if err != nil {
			t.faults.Add(located(file, err))
			if t.faults.Full() {
				return t
			}
			continue
		}
		places := make([]place, len(t.Columns))
		for i := range places {
			places[i].line, places[i].column = reader.FieldPos(i)
		}
		t.Rows = append(t.Rows, row)
		t.places = append(t.places, places)
	}
}

// check returns what a cell should hold when it does not fit the type of its
// field, and the text to decode: a harmless one in that case, so that the rest
// of the row is read too.
func check(cell string, zero any) (problem, decode string) {
	cell = strings.TrimSpace(cell)
	switch zero.(type) {
	case string:
		return "", cell
	case float64:
		if x, err := strconv.ParseFloat(cell, 64); err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
			return "a number", "0"
		}
		return "", cell
	case int:
		if _, err := strconv.Atoi(cell); err != nil {
			return "a whole number", "0"
		}
		return "", cell
	case bool:
		switch strings.ToLower(cell) {
		case "yes", "true":
			return "", "true"
		case "no", "false":
			return "", "false"
		}
		return "yes or no", "false"
	case salesops.Date:
		if _, err := salesops.ParseDate(cell); err != nil && cell != "" {
			return "a date as YYYY-MM-DD", ""
		}
		return "", cell
	}
	if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](reflect.New(reflect.TypeOf(zero))); ok {
		// Longer numbers are parsed slowly, and none is a sum of money.
		if len(cell) > 40 || text.UnmarshalText([]byte(cell)) != nil {
			return "a number", "0"
		}
	}
	return "", cell
}

func missingColumns[T any](have []string) []string {
	var missing []string
	for field := range reflect.TypeFor[T]().Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("csv"), ",")
		if name != "" && name != "-" && options != "omitempty" && !slices.Contains(have, name) {
			missing = append(missing, name)
		}
	}
	return missing
}

// located turns an error of the CSV packages into a fault at its place.
func located(file string, err error) Fault {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return Fault{file, parse.Line, parse.Column, parse.Err.Error()}
	}
	if decode, ok := errors.AsType[*csvutil.DecodeError](err); ok {
		return Fault{file, decode.Line, decode.Column, decode.Field + ": " + decode.Err.Error()}
	}
	return Fault{file, 0, 0, err.Error()}
}

// withoutMark drops the byte order mark that spreadsheets put first.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if start, err := buffered.Peek(3); err == nil && string(start) == "\xef\xbb\xbf" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// Snake returns the column of a field: "hours_per_task" for "HoursPerTask".
func Snake(field string) string {
	var text strings.Builder
	for i, r := range field {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				text.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		text.WriteRune(r)
	}
	return text.String()
}

// Faults collects what is wrong in a set of files.
type Faults struct {
	list []Fault
	more int
}

// maxFaults is how many faults are listed; the rest are counted.
const maxFaults = 100

// Fault is one thing that is wrong, and where. A line or column of 0 is
// unknown.
type Fault struct {
	File         string
	Line, Column int
	Text         string
}

// String returns "file:line:column: text", as editors understand it.
func (f Fault) String() string {
	at := f.File
	if f.Line > 0 {
		at += ":" + strconv.Itoa(f.Line)
		if f.Column > 0 {
			at += ":" + strconv.Itoa(f.Column)
		}
	}
	return at + ": " + f.Text
}

// Add collects a fault.
func (fs *Faults) Add(f Fault) {
	if fs.Full() {
		fs.more++
		return
	}
	fs.list = append(fs.list, f)
}

func (fs *Faults) has(file string, at place) bool {
	return slices.ContainsFunc(fs.list, func(f Fault) bool { return f.File == file && f.Line == at.line && f.Column == at.column })
}

// Full reports whether further faults are only counted.
func (fs *Faults) Full() bool { return len(fs.list) == maxFaults }

// Err returns nil, or an error that lists all faults by file and line.
func (fs *Faults) Err() error {
	if len(fs.list) == 0 {
		return nil
	}
	sorted := slices.SortedStableFunc(slices.Values(fs.list), func(a, b Fault) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if len(sorted) == 1 {
		return errors.New("1 fault in the input: " + sorted[0].String())
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d faults in the input:", len(fs.list)+fs.more)
	for _, f := range sorted {
		text.WriteString("\n  " + f.String())
	}
	if fs.more > 0 {
		fmt.Fprintf(&text, "\n  and %d more", fs.more)
	}
	return errors.New(text.String())
}
