// Package strict reads JSON the way a library whose numbers people are paid by
// must: a key that is unknown, missing or given twice, a null where a value
// belongs, a number that does not fit and a value out of range are faults, and
// all of them are reported together, each with the path to its field.
//
// encoding/json drops unknown keys, matches them in any case, keeps the last of
// two, and cannot tell a key that is absent from one that holds zero.
package strict

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/members"
	"github.com/salesops-go/salesops/internal/wording"
)

const (
	// MaxBytes is the longest document that is read.
	MaxBytes = 64 << 20
	// MaxNumber is the most bytes of one decimal number.
	MaxNumber = 64
	// MaxElements is the most elements of all arrays and maps of a document
	// together: two bytes of text can be an element of hundreds.
	MaxElements = 1_000_000
)

// Unmarshal reads the JSON object data into *dst, a struct. Keys are those of
// the fields' json tags, matched exactly; a key may be absent when its field is
// a pointer or tagged omitempty or omitzero. check, which may be nil, then
// collects faults in the decoded value; those in fields that could not be read
// are left out. name is the first part of every fault's path.
//
// dst is set only when there is no fault. Types with their own UnmarshalJSON or
// UnmarshalText read themselves; faults that they report are given the path of
// their place in the whole. A null is allowed for pointers, slices, maps and
// [salesops.Maybe].
func Unmarshal[T any](data []byte, name string, dst *T, check func(value *T, in fault.Scope)) error {
	var faults fault.List
	in := faults.In(name)
	if len(data) > MaxBytes {
		in.OutOfRange("", "", "a JSON document of at most 67108864 bytes")
		return faults.Err()
	}
	if !json.Valid(data) {
		in.OutOfRange("", string(data), "a valid JSON document")
		return faults.Err()
	}
	var value T
	w := walker{faults: &faults}
	w.object(data, reflect.ValueOf(&value).Elem(), &in)
	if check != nil {
		for _, f := range salesops.InputErrors(faults.Err()) {
			w.unread = append(w.unread, f.Field)
		}
		var ranges fault.List
		check(&value, ranges.In(name))
		faults.Take(ranges.Err(), func(f *salesops.InputError) bool { return !w.covers(f.Field) })
	}
	if faults.Any() {
		return faults.Err()
	}
	*dst = value
	return nil
}

type walker struct {
	faults *fault.List
	// unread are the paths of the values that could not be read: the first
	// of them, as many as there can be faults.
	unread []string
	// elements counts those of all arrays and maps.
	elements int
}

// covers reports whether field lies in a value that could not be read.
func (w *walker) covers(field string) bool {
	return slices.ContainsFunc(w.unread, func(path string) bool {
		rest, within := strings.CutPrefix(field, path)
		return within && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

func (w *walker) object(data json.RawMessage, v reflect.Value, in *fault.Scope) {
	keys, ok := members.Of(data)
	if !ok {
		in.OutOfRange("", string(data), "a JSON object")
		return
	}
	given := make(map[string]json.RawMessage, len(keys))
	for _, k := range keys {
		if _, twice := given[k.Name]; twice {
			in.Conflict(wording.Clip(k.Name), string(k.Value), "each key once")
		}
		given[k.Name] = k.Value
	}
	known := w.fields(v, in, given)
	for _, k := range keys {
		if !known[k.Name] {
			in.OutOfRange(wording.Clip(k.Name), string(k.Value), "a known key, and this is none")
		}
	}
}

// fields reads the members into the fields of v and returns the keys that v
// knows. Structs that are embedded without a tag, or tagged inline, share the
// object with v.
func (w *walker) fields(v reflect.Value, in *fault.Scope, given map[string]json.RawMessage) map[string]bool {
	known := make(map[string]bool)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag, tagged := field.Tag.Lookup("json")
		if field.Anonymous && !tagged || tag == ",inline" {
			for name := range w.fields(v.Field(i), in, given) {
				known[name] = true
			}
			continue
		}
		if !field.IsExported() || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			name = field.Name
		}
		known[name] = true
		optional := field.Type.Kind() == reflect.Pointer || strings.Contains(options, "omit")
		if raw, present := given[name]; present {
			w.value(raw, v.Field(i), in, field.Name)
		} else if !optional {
			in.Missing(field.Name, "the key "+name)
		}
	}
	return known
}

func (w *walker) value(raw json.RawMessage, v reflect.Value, in *fault.Scope, field string) {
	null := string(raw) == "null"
	if v.Kind() == reflect.Pointer {
		if !null {
			v.Set(reflect.New(v.Type().Elem()))
			w.value(raw, v.Elem(), in, field)
		}
		return
	}
	if readsItself(v) {
		w.leaf(raw, v, in, field, null)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		part := in.In(field)
		w.object(raw, v, &part)
	case reflect.Slice:
		if !null {
			w.slice(raw, v, in, field)
		}
	case reflect.Map:
		if !null {
			w.entries(raw, v, in, field)
		}
	default:
		w.leaf(raw, v, in, field, null)
	}
}

func (w *walker) slice(raw json.RawMessage, v reflect.Value, in *fault.Scope, field string) {
	all, ok := members.Elements(raw)
	if !ok {
		in.OutOfRange(field, string(raw), "a JSON array")
		return
	}
	elements := []json.RawMessage{}
	for element := range all {
		if !w.room(1) {
			in.OutOfRange(field, string(raw), wantedRoom)
			return
		}
		elements = append(elements, element)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(elements), len(elements)))
	for i, element := range elements {
		w.element(element, v.Index(i), in, field, i)
	}
}

func (w *walker) entries(raw json.RawMessage, v reflect.Value, in *fault.Scope, field string) {
	keys, ok := members.Of(raw)
	if !ok {
		in.OutOfRange(field, string(raw), "a JSON object")
		return
	}
	if !w.room(len(keys)) {
		in.OutOfRange(field, string(raw), wantedRoom)
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(keys)))
	part := in.In(field)
	for _, k := range keys {
		name := reflect.ValueOf(k.Name).Convert(v.Type().Key())
		if v.MapIndex(name).IsValid() {
			part.Conflict(wording.Clip(k.Name), string(k.Value), "each key once")
		}
		element := reflect.New(v.Type().Elem()).Elem()
		w.value(k.Value, element, &part, wording.Clip(k.Name))
		v.SetMapIndex(name, element)
	}
}

const wantedRoom = "at most 1000000 elements in all arrays and maps of the document"

// room counts more elements and reports whether there may be so many.
func (w *walker) room(more int) bool {
	w.elements += more
	return w.elements <= MaxElements
}

// element reads element i of a slice field. A struct gets a scope of its own,
// so that the paths inside it go through the index.
func (w *walker) element(raw json.RawMessage, v reflect.Value, in *fault.Scope, field string, i int) {
	at := in.At(field, i)
	if v.Kind() == reflect.Struct && !readsItself(v) {
		w.object(raw, v, &at)
		return
	}
	w.value(raw, v, &at, "")
}

func (w *walker) leaf(raw json.RawMessage, v reflect.Value, in *fault.Scope, field string, null bool) {
	if null && v.Type() != reflect.TypeFor[salesops.Maybe]() {
		in.Missing(field, wanted(v))
		return
	}
	if v.Type() == reflect.TypeFor[decimal.Decimal]() && len(raw) > MaxNumber {
		// The decimal package parses a million digits, slowly.
		in.OutOfRange(field, string(raw), "a number of at most 64 bytes")
		return
	}
	err := json.Unmarshal(raw, v.Addr().Interface())
	if err == nil {
		return
	}
	path := in.Path(field)
	if len(w.unread) < fault.MaxFaults {
		w.unread = append(w.unread, path)
	}
	if salesops.InputErrors(err) == nil {
		in.OutOfRange(field, string(raw), wanted(v))
		return
	}
	w.faults.Take(err, func(f *salesops.InputError) bool {
		_, rest, nested := strings.Cut(f.Field, ".")
		f.Field = path
		if nested {
			f.Field += "." + rest
		}
		return true
	})
}

func readsItself(v reflect.Value) bool {
	switch v.Addr().Interface().(type) {
	case json.Unmarshaler, encoding.TextUnmarshaler:
		return true
	default:
		return false
	}
}

func wanted(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Float32, reflect.Float64:
		return "a number that a float64 can hold"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number"
	default:
		return "a JSON value of type " + v.Type().String()
	}
}
