package salesops

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/salesops-go/salesops/internal/members"
	"github.com/salesops-go/salesops/internal/wording"
)

// Status is the state of a stage or a metric, as on a traffic light.
type Status string

// The three statuses, from good to bad.
const (
	// Green: inside the target.
	Green Status = "green"
	// Yellow: past the warning line.
	Yellow Status = "yellow"
	// Red: past the line at which it breaks.
	Red Status = "red"
)

// Statuses returns all statuses, from good to bad.
func Statuses() []Status { return []Status{Green, Yellow, Red} }

// MarshalText returns the status's text. It returns an *[InputError] if s is
// not one of [Statuses].
func (s Status) MarshalText() ([]byte, error) { return enumText("Status", s, Statuses()) }

// UnmarshalText sets s from its text. It returns an *[InputError] if the text
// is not one of [Statuses].
func (s *Status) UnmarshalText(text []byte) error { return parseEnum("Status", s, text, Statuses()) }

// Maybe is a number that may be undefined for the data at hand: a rate without
// trials, a percentage error against an actual of zero. It holds the value, or
// the reason why there is none. The zero Maybe is undefined.
//
// In JSON it is a number or null; the reason does not survive the trip.
type Maybe struct {
	value   float64
	reason  string
	defined bool
}

// Defined returns a Maybe that holds v. A v that is not finite gives an
// undefined one, so that no infinity or NaN stands for an outcome.
func Defined(v float64) Maybe {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Undefined("not a finite number")
	}
	return Maybe{value: v, defined: true}
}

// Undefined returns a Maybe without a value; reason says why.
func Undefined(reason string) Maybe { return Maybe{reason: reason} }

// Value returns the value and true, or 0 and false when it is undefined.
func (m Maybe) Value() (value float64, defined bool) { return m.value, m.defined }

// Or returns the value, or fallback when it is undefined.
func (m Maybe) Or(fallback float64) float64 {
	if m.defined {
		return m.value
	}
	return fallback
}

// Reason returns why the value is undefined; empty when it is defined.
func (m Maybe) Reason() string {
	if !m.defined && m.reason == "" {
		return "not computed"
	}
	return m.reason
}

// String returns the shortest decimal of the value, or "undefined: " and the
// reason.
func (m Maybe) String() string {
	if !m.defined {
		return "undefined: " + m.Reason()
	}
	return strconv.FormatFloat(m.value, 'g', -1, 64)
}

// MarshalJSON returns the value as a JSON number, or null.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if !m.defined {
		return []byte("null"), nil
	}
	return json.Marshal(m.value)
}

// UnmarshalJSON reads a number or null. It returns an *[InputError] if data is
// neither, or a number too large for a float64.
func (m *Maybe) UnmarshalJSON(data []byte) error {
	var v *float64
	if err := json.Unmarshal(data, &v); err != nil {
		return &InputError{Field: "Maybe", Value: wording.Clip(string(data)), Want: "a number or null", Reason: ErrOutOfRange}
	}
	if v == nil {
		*m = Undefined("null in JSON")
		return nil
	}
	*m = Defined(*v)
	return nil
}

// Interval is a closed interval of numbers: a confidence interval, or the
// guaranteed bounds of a probability. Low is at most High.
type Interval struct {
	// Low is the lower end.
	Low float64 `json:"low"`
	// High is the upper end.
	High float64 `json:"high"`
}

// Contains reports whether Low <= x <= High.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Width returns High - Low.
func (i Interval) Width() float64 { return i.High - i.Low }

// UnmarshalJSON reads an interval. It returns an *[InputError] if an end is
// missing, a key is unknown or given twice, or Low is above High.
func (i *Interval) UnmarshalJSON(data []byte) error {
	var ends map[string]*float64
	err := json.Unmarshal(data, &ends)
	given, _ := members.Of(data)
	low, high := ends["low"], ends["high"]
	if err != nil || len(given) != 2 || low == nil || high == nil {
		return &InputError{Field: "Interval", Value: wording.Clip(string(data)), Want: "an object with the numbers low and high", Reason: ErrOutOfRange}
	}
	if *low > *high {
		return &InputError{Field: "Interval.Low", Value: wording.Clip(string(data)), Want: "at most Interval.High", Reason: ErrConflict}
	}
	*i = Interval{Low: *low, High: *high}
	return nil
}

// Date is a civil day of the Gregorian calendar, without time or zone, in the
// years 1 to 9999. The zero Date stands for a date that was not given. Dates
// can be compared with == and used as map keys.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day on which t falls in t's own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads a date in ISO form, as in "2026-11-22". It returns an
// *[InputError] if text has another form or names a day that does not exist.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, &InputError{
			Field: "Date", Value: wording.Clip(text), Want: "a day as YYYY-MM-DD, years 1 to 9999", Reason: ErrOutOfRange,
		}
	}
	return DateOf(t), nil
}

// IsZero reports whether d is the zero Date, which stands for no date.
func (d Date) IsZero() bool { return d == Date{} }

// IsValid reports whether d is a day that exists, in the years 1 to 9999.
func (d Date) IsValid() bool { return d.Year >= 1 && d.Year <= 9999 && DateOf(d.midnight()) == d }

// Compare returns -1, 0 or 1 as d is before, the same as or after other. The
// zero Date is before all others.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is before other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is after other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// DaysSince returns the number of days from other to d: negative when d is
// before other.
func (d Date) DaysSince(other Date) int {
	const secondsPerDay = 86400 // both are midnights in UTC, which has no daylight saving
	return int((d.midnight().Unix() - other.midnight().Unix()) / secondsPerDay)
}

// AddDays returns the day that is n days after d, or before it when n is
// negative. A day outside the years 1 to 9999 gives the zero Date, and so does
// a d that does not exist.
func (d Date) AddDays(n int) Date {
	// No step within the calendar is longer; a longer one could wrap around.
	const calendarDays = 9999 * 366
	if !d.IsValid() || n > calendarDays || n < -calendarDays {
		return Date{}
	}
	moved := DateOf(d.midnight().AddDate(0, 0, n))
	if !moved.IsValid() {
		return Date{}
	}
	return moved
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// String returns the date in ISO form; the zero Date gives an empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.midnight().Format(time.DateOnly)
}

// MarshalText returns the date in ISO form, or an empty text for the zero
// Date. It returns an *[InputError] if the date does not exist.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.IsValid() {
		return nil, &InputError{
			Field: "Date", Value: fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day),
			Want: "a day that exists, years 1 to 9999", Reason: ErrOutOfRange,
		}
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a date as [ParseDate] does, or the zero Date from an
// empty text.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func enumText[T ~string](name string, value T, known []T) ([]byte, error) {
	if !slices.Contains(known, value) {
		return nil, enumError(name, string(value), known)
	}
	return []byte(value), nil
}

func parseEnum[T ~string](name string, dst *T, text []byte, known []T) error {
	if !slices.Contains(known, T(text)) {
		return enumError(name, string(text), known)
	}
	*dst = T(text)
	return nil
}

func enumError[T ~string](name, value string, known []T) error {
	return &InputError{Field: name, Value: wording.Clip(value), Want: wording.OneOf(known), Reason: ErrOutOfRange}
}
