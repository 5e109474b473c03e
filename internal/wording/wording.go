// Package wording holds the two pieces of text that every input error is made
// of: a value, cut to size, and the list of what is allowed.
package wording

import (
	"strings"
	"unicode/utf8"
)

// MaxValue is the most bytes of a value that an error shows.
const MaxValue = 64

// Clip returns text cut to [MaxValue] bytes, without cutting a character in
// two; bytes that are not UTF-8 become question marks.
func Clip(text string) string {
	if len(text) <= MaxValue {
		return strings.ToValidUTF8(text, "?")
	}
	cut := MaxValue - len("...")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strings.ToValidUTF8(text[:cut], "?") + "..."
}

// OneOf returns "one of a, b, c".
func OneOf[T ~string](known []T) string {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	return "one of " + strings.Join(words, ", ")
}
