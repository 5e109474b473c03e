// Package fault collects everything that is wrong with an input, so that a
// caller who got five fields wrong learns of five.
//
// A check of a valid input costs a few comparisons and no allocation: the path
// to a field is a handful of values on the stack, and becomes text only when
// there is a fault to report.
package fault

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/wording"
)

// MaxFaults is the most faults that one error lists; the rest are counted.
const MaxFaults = 100

// MaxName is the most bytes in a name or token: of a stage, an item, a person.
const MaxName = 200

// List collects faults in the order in which they are found. The zero List is
// empty and ready.
type List struct {
	faults []*salesops.InputError
	more   int
}

// Err returns nil when there is no fault, the fault when there is one, and
// otherwise an error that joins the first [MaxFaults] and counts the rest.
func (l *List) Err() error {
	if len(l.faults) == 1 {
		return l.faults[0]
	}
	joined := make([]error, len(l.faults), len(l.faults)+1)
	for i, f := range l.faults {
		joined[i] = f
	}
	if l.more > 0 {
		joined = append(joined, leftOut(l.more))
	}
	return errors.Join(joined...)
}

// leftOut is the number of faults that an error does not list.
type leftOut int

func (n leftOut) Error() string { return fmt.Sprintf("salesops: and %d more faults", int(n)) }

// Any reports whether there is a fault.
func (l *List) Any() bool { return len(l.faults) > 0 }

// Add appends a fault as it is, its value clipped.
func (l *List) Add(f salesops.InputError) {
	if len(l.faults) == MaxFaults {
		l.more++
		return
	}
	f.Value = wording.Clip(f.Value)
	l.faults = append(l.faults, &f)
}

// Take appends the faults that err lists, as edit leaves them, except those for
// which edit reports false; and it counts those that err only counts.
func (l *List) Take(err error, edit func(f *salesops.InputError) bool) {
	for _, f := range salesops.InputErrors(err) {
		taken := *f
		if edit(&taken) {
			l.Add(taken)
		}
	}
	if more, some := errors.AsType[leftOut](err); some {
		l.more += int(more)
	}
}

// In returns the scope of the value that was passed, by its type's name.
func (l *List) In(name string) Scope {
	var s Scope
	s.list, s.steps[0], s.depth = l, step{name, noIndex}, 1
	return s
}

// Scope is a place in the input: the value that was passed, or a part of it.
// Its methods check one field each, report whether it is good, and collect the
// fault when it is not.
type Scope struct {
	list *List
	// The steps are values, not a chain of pointers: the compiler would put
	// what a chain points to on the heap.
	steps [maxSteps]step
	depth int
}

// step is one part of a path: a name, an index, or a name with an index.
type step struct {
	name  string
	index int
}

const (
	// maxSteps is enough for every input: Type.Field[i].Field[j].Field. A
	// longer path works, and takes memory.
	maxSteps = 4
	noIndex  = -1
)

// In returns the scope of a struct field.
func (s *Scope) In(name string) Scope { return s.part(step{name, noIndex}) }

// At returns the scope of element i of a slice field; of the scope itself, when
// that is a slice, with an empty name.
func (s *Scope) At(name string, i int) Scope { return s.part(step{name, i}) }

func (s *Scope) part(next step) Scope {
	part := *s
	if part.depth == maxSteps {
		part.steps[0], part.depth = step{s.Path(""), noIndex}, 1
	}
	part.steps[part.depth] = next
	part.depth++
	return part
}

// Path returns the path of a field of this scope; of the scope itself when
// field is empty.
func (s *Scope) Path(field string) string {
	var path strings.Builder
	for _, at := range s.steps[:s.depth] {
		at.write(&path)
	}
	step{field, noIndex}.write(&path)
	return path.String()
}

func (at step) write(path *strings.Builder) {
	if at.name != "" && path.Len() > 0 {
		path.WriteByte('.')
	}
	path.WriteString(at.name)
	if at.index != noIndex {
		path.WriteString("[" + strconv.Itoa(at.index) + "]")
	}
}

// Missing collects the fault that a field was not given.
func (s *Scope) Missing(field, want string) {
	s.list.Add(salesops.InputError{Field: s.Path(field), Want: want, Reason: salesops.ErrMissing})
}

// OutOfRange collects the fault that a field holds what is not allowed.
func (s *Scope) OutOfRange(field, value, want string) {
	s.list.Add(salesops.InputError{Field: s.Path(field), Value: value, Want: want, Reason: salesops.ErrOutOfRange})
}

// Conflict collects the fault that a field contradicts another.
func (s *Scope) Conflict(field, value, want string) {
	s.list.Add(salesops.InputError{Field: s.Path(field), Value: value, Want: want, Reason: salesops.ErrConflict})
}

// Float checks low <= x <= high; NaN and the infinities fail.
func (s *Scope) Float(field string, x, low, high float64, unit string) bool {
	if x >= low && x <= high && !math.IsInf(x, 0) {
		return true
	}
	s.OutOfRange(field, number(x), within(number(low), number(high), unit))
	return false
}

// Positive checks 0 < x <= high; NaN and the infinities fail. A zero counts as
// missing, since a field that was left out holds it.
func (s *Scope) Positive(field string, x, high float64, unit string) bool {
	if x > 0 && x <= high && !math.IsInf(x, 0) {
		return true
	}
	want := within("above 0", number(high), unit)
	if x == 0 {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, number(x), want)
	}
	return false
}

// Int checks low <= n <= high. A zero below low counts as missing, since a
// field that was left out holds it.
func (s *Scope) Int(field string, n, low, high int, unit string) bool {
	if n >= low && n <= high {
		return true
	}
	want := within(strconv.Itoa(low), strconv.Itoa(high), unit)
	if n == 0 && low > 0 {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, strconv.Itoa(n), want)
	}
	return false
}

// Length checks that a slice has low to high elements; a slice that is empty
// and must not be counts as missing. Call it before looking at the elements.
func (s *Scope) Length(field string, n, low, high int) bool {
	if n >= low && n <= high {
		return true
	}
	want := within(strconv.Itoa(low), strconv.Itoa(high), "entries")
	if n == 0 {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, strconv.Itoa(n)+" entries", want)
	}
	return false
}

// Name checks that a text is a usable name or token: not empty, at most
// [MaxName] bytes, valid UTF-8 without control characters, and no space at
// either end.
func (s *Scope) Name(field, text string) bool {
	if text != "" && len(text) <= MaxName && utf8.ValidString(text) && strings.TrimSpace(text) == text &&
		!strings.ContainsFunc(text, unicode.IsControl) {
		return true
	}
	want := "a name of 1 to " + strconv.Itoa(MaxName) + " bytes, without control characters or space at the ends"
	if text == "" {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, text, want)
	}
	return false
}

// Date checks that a date was given and exists.
func (s *Scope) Date(field string, d salesops.Date) bool {
	if d.IsValid() {
		return true
	}
	const want = "a day that exists, years 1 to 9999"
	if d.IsZero() {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day), want)
	}
	return false
}

// Decimal checks that d may be used in arithmetic and low <= d <= high, where
// low and high are whole numbers.
func (s *Scope) Decimal(field string, d decimal.Decimal, low, high int64, unit string) bool {
	if !gate.Input(d) {
		// Printing such a number could take as long as computing with it.
		s.OutOfRange(field, "", within(strconv.FormatInt(low, 10), strconv.FormatInt(high, 10), unit)+
			fmt.Sprintf(", at most %d digits and an exponent from -%d to %d", gate.MaxDigits, gate.MaxExponent, gate.MaxExponent))
		return false
	}
	if d.Cmp(decimal.NewFromInt(low)) >= 0 && d.Cmp(decimal.NewFromInt(high)) <= 0 {
		return true
	}
	s.OutOfRange(field, d.String(), within(strconv.FormatInt(low, 10), strconv.FormatInt(high, 10), unit))
	return false
}

// OneOf checks that an enumerated value is one of the known; an empty one
// counts as missing.
func OneOf[T ~string](s Scope, field string, value T, known []T) bool {
	if slices.Contains(known, value) {
		return true
	}
	want := wording.OneOf(known)
	if value == "" {
		s.Missing(field, want)
	} else {
		s.OutOfRange(field, string(value), want)
	}
	return false
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func within(low, high, unit string) string {
	text := low + " to " + high
	if unit != "" {
		text += " " + unit
	}
	return text
}
