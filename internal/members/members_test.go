package members_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/members"
)

func TestOf(t *testing.T) {
	all, ok := members.Of([]byte("\t{\"b\": [1, 2] , \"a\"\r\n:null,\"B\":\"x,}\",\"b\":{\"c\":1,\"d\":[{}]}, \"\" : 0,\"q\\\"\\\\\":\"\\\\\\\"\",\"\\u0061\":\":\"\n}\n"))
	require.True(t, ok)
	require.Equal(t, []members.Member{
		{Name: "b", Value: json.RawMessage("[1, 2]")}, {Name: "a", Value: json.RawMessage("null")}, {Name: "B", Value: json.RawMessage(`"x,}"`)},
		{Name: "b", Value: json.RawMessage(`{"c":1,"d":[{}]}`)}, {Name: "", Value: json.RawMessage("0")},
		{Name: `q"\`, Value: json.RawMessage(`"\\\""`)}, {Name: "a", Value: json.RawMessage(`":"`)},
	}, all)
	var null []string
	for _, m := range all {
		if m.IsNull() {
			null = append(null, m.Name)
		}
	}
	require.Equal(t, []string{"a"}, null)

	for _, text := range []string{`{}`, ` { } `} {
		all, ok = members.Of([]byte(text))
		require.True(t, ok)
		require.Empty(t, all)
	}
}

func TestElements(t *testing.T) {
	for text, want := range map[string][]string{
		`[]`:      nil,
		" [ \n] ": nil,
		`[1]`:     {"1"},
		` [ 1 , [2,3],{"a":[4,5],"b":","} ,"]," ] `: {"1", "[2,3]", `{"a":[4,5],"b":","}`, `"],"`},
		`["\"",",\\"]`: {`"\""`, `",\\"`},
		`[null,null]`:  {"null", "null"},
	} {
		elements, ok := members.Elements([]byte(text))
		require.True(t, ok, text)
		var got []string
		for e := range elements {
			got = append(got, string(e))
		}
		require.Equal(t, want, got, text)
	}
	elements, ok := members.Elements([]byte(`[1,2,3]`))
	require.True(t, ok)
	for e := range elements {
		require.Equal(t, "1", string(e))
		break
	}
}

func TestRefuses(t *testing.T) {
	for _, text := range []string{``, ` `, `{`, `[`, `null`, `1`, `12`, `"{}"`, `"[]"`, `true`} {
		_, ok := members.Of([]byte(text))
		require.False(t, ok, text)
		_, ok = members.Elements([]byte(text))
		require.False(t, ok, text)
	}
	_, ok := members.Of([]byte(`[]`))
	require.False(t, ok)
	_, ok = members.Elements([]byte(`{}`))
	require.False(t, ok)
	for _, text := range []string{`{1:2}`, `{"a}`, `{a}`, `{,}`, `{"\`} {
		_, ok = members.Of([]byte(text))
		require.False(t, ok, text)
	}
}

// Depth costs nothing: there is no recursion.
func TestDepth(t *testing.T) {
	const depth = 1_000_000
	deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	all, ok := members.Of([]byte(`{"a":` + deep + `,"b":1}`))
	require.True(t, ok)
	require.Len(t, all, 2)
	require.Len(t, all[0].Value, 2*depth)
}

// It sees what encoding/json sees, and panics on nothing.
func FuzzOf(f *testing.F) {
	f.Add([]byte(`{"a":1,"a":{"b":[",",{}]},"\u0062\"":"\\"}`))
	f.Add([]byte(`[1,"a]",[[],{}] ]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, isObject := members.Of(data)
		elements, isArray := members.Elements(data)
		var parts []json.RawMessage
		if isArray {
			parts = slices.Collect(elements)
		}
		if !json.Valid(data) {
			return
		}
		var list []json.RawMessage
		require.Equal(t, json.Unmarshal(data, &list) == nil && list != nil, isArray)
		require.Len(t, parts, len(list))
		for i := range list {
			require.Equal(t, string(list[i]), string(parts[i]))
		}
		var keys map[string]json.RawMessage
		require.Equal(t, json.Unmarshal(data, &keys) == nil && keys != nil, isObject)
		names := make(map[string]string)
		for _, m := range all {
			names[m.Name] = string(m.Value) // the last of two, as encoding/json does
		}
		require.Len(t, names, len(keys))
		for name, value := range keys {
			require.Equal(t, string(value), names[name])
		}
	})
}
