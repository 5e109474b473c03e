package salesops

import (
	"errors"
	"strconv"
	"strings"
)

// The three ways in which an input can be wrong. Every [InputError] wraps one
// of them, so that errors.Is tells them apart.
var (
	// ErrMissing: a value that is required was not given.
	ErrMissing = errors.New("missing")
	// ErrOutOfRange: a value was given and lies outside what is allowed, or
	// is not of the allowed form.
	ErrOutOfRange = errors.New("out of range")
	// ErrConflict: each value is allowed by itself, but not beside the others.
	ErrConflict = errors.New("in conflict")
)

// InputError tells which part of an input was refused, what it held and what
// is allowed. Every error that a function of this library returns for a bad
// input is an *InputError, or joins several of them: [InputErrors] lists them.
//
// The text of Error, Value and Want is for people and may change between
// releases; Field and Reason are stable.
type InputError struct {
	// Field is the path to the value in Go's names, starting with the name of
	// the type that was passed: "Audit.Stages[2].People".
	Field string
	// Value is what stood there, as text of at most 64 bytes; empty when
	// nothing did.
	Value string
	// Want is what is allowed, with unit and range: "1 to 100000 people".
	Want string
	// Reason is [ErrMissing], [ErrOutOfRange] or [ErrConflict].
	Reason error
}

// Error returns a sentence that names the field, the value and what is wanted.
func (e *InputError) Error() string {
	var text strings.Builder
	text.WriteString("salesops: " + e.Field)
	if e.Reason != nil {
		text.WriteString(" is " + e.Reason.Error())
	}
	if e.Value != "" {
		text.WriteString(": got " + strconv.Quote(e.Value))
	}
	if e.Want != "" {
		text.WriteString("; want " + e.Want)
	}
	return text.String()
}

// Unwrap returns the reason, for errors.Is.
func (e *InputError) Unwrap() error { return e.Reason }

// InputErrors returns every *InputError that err is, wraps or joins, in the
// order in which they were found; nil when there is none. A function reports
// at most 100 faults of one input; when it found more, the text of the error
// says how many were left out.
func InputErrors(err error) []*InputError {
	switch e := err.(type) { //nolint:errorlint // this function is what walks the tree
	case nil:
		return nil
	case *InputError:
		return []*InputError{e}
	case interface{ Unwrap() []error }:
		var all []*InputError
		for _, inner := range e.Unwrap() {
			all = append(all, InputErrors(inner)...)
		}
		return all
	default:
		return InputErrors(errors.Unwrap(err))
	}
}
