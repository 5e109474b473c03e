package strict

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/wording"
)

// Text returns the text of an enumerated value, for MarshalText. name is the
// type's. It returns an *InputError if the value is not one of the known.
func Text[T ~string](name string, value T, known []T) ([]byte, error) {
	if !slices.Contains(known, value) {
		return nil, unknown(name, string(value), known)
	}
	return []byte(value), nil
}

// Parse sets dst from the text of an enumerated value, for UnmarshalText. It
// returns an *InputError, and leaves dst alone, if the text is not one of the
// known.
func Parse[T ~string](name string, dst *T, text []byte, known []T) error {
	if !slices.Contains(known, T(text)) {
		return unknown(name, string(text), known)
	}
	*dst = T(text)
	return nil
}

func unknown[T ~string](name, value string, known []T) error {
	return &salesops.InputError{
		Field: name, Value: wording.Clip(value), Want: wording.OneOf(known), Reason: salesops.ErrOutOfRange,
	}
}
