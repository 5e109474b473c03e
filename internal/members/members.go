// Package members takes JSON objects and arrays apart without reading what is in
// them, with the order, the case and the repetitions of keys that encoding/json
// drops.
//
// Its input must be valid JSON; json.Valid tells. Nothing is copied: the values
// are parts of the input. On input that is not valid nothing panics, and the
// result means nothing.
package members

import (
	"bytes"
	"encoding/json"
	"iter"
)

// Member is a key of a JSON object and its value.
type Member struct {
	Name  string
	Value json.RawMessage
}

// IsNull reports whether the value is null.
func (m Member) IsNull() bool { return string(m.Value) == "null" }

// Of returns the members of an object in order. It reports false if data is
// not an object.
func Of(data []byte) ([]Member, bool) {
	inside, ok := inside(data, '{')
	if !ok {
		return nil, false
	}
	var all []Member
	for part := range split(inside) {
		colon := keyEnd(part)
		var m Member
		if json.Unmarshal(part[:colon], &m.Name) != nil {
			return nil, false
		}
		m.Value = bytes.TrimLeft(part[colon:], ": \t\r\n")
		all = append(all, m)
	}
	return all, true
}

// Elements returns the elements of an array in order. It reports false if data
// is not an array.
func Elements(data []byte) (iter.Seq[json.RawMessage], bool) {
	inside, ok := inside(data, '[')
	if !ok {
		return nil, false
	}
	return split(inside), true
}

// inside returns what is between the brackets.
func inside(data []byte, open byte) ([]byte, bool) {
	data = trim(data)
	if len(data) < 2 || data[0] != open {
		return nil, false
	}
	return trim(data[1 : len(data)-1]), true
}

// split yields the parts between the commas that are in no bracket and no text.
func split(data []byte) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		for start := 0; start < len(data); {
			end := partEnd(data, start)
			if !yield(trim(data[start:end])) {
				return
			}
			start = end + 1
		}
	}
}

// partEnd returns the place of the comma after start, or the end of data.
func partEnd(data []byte, start int) int {
	depth := 0
	for i := start; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = textEnd(data, i)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(data)
}

// keyEnd returns the place after the key with which a member begins.
func keyEnd(part []byte) int { return min(textEnd(part, 0)+1, len(part)) }

// textEnd returns the place of the quote that ends the text which begins with
// the quote at start, or the end of data.
func textEnd(data []byte, start int) int {
	for i := start + 1; i < len(data); i++ {
		if data[i] == '\\' {
			i++ // what is escaped ends nothing
			continue
		}
		if data[i] == '"' {
			return i
		}
	}
	return len(data)
}

// trim removes what JSON counts as space, and no more.
func trim(data []byte) []byte { return bytes.Trim(data, " \t\r\n") }
