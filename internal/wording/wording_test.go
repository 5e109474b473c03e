package wording_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/wording"
)

func TestClip(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"empty":                    {"", ""},
		"short":                    {"12.5", "12.5"},
		"just fits":                {strings.Repeat("x", 64), strings.Repeat("x", 64)},
		"one too long":             {strings.Repeat("x", 65), strings.Repeat("x", 61) + "..."},
		"cut between characters":   {strings.Repeat("é", 40), strings.Repeat("é", 30) + "..."},
		"cut before a long one":    {strings.Repeat("x", 59) + "€€€", strings.Repeat("x", 59) + "..."},
		"not UTF-8":                {"a\xffb", "a?b"},
		"long and not UTF-8":       {"\xff" + strings.Repeat("x", 70), "?" + strings.Repeat("x", 60) + "..."},
		"nothing but middle bytes": {strings.Repeat("\x80", 80), "..."},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, wording.Clip(tc.text)) })
	}
}

func clipProperty(t *rapid.T) {
	text := string(rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "bytes"))
	if rapid.Bool().Draw(t, "valid") {
		text = rapid.StringN(0, 100, -1).Draw(t, "text")
	}
	clipped := wording.Clip(text)
	require.LessOrEqual(t, len(clipped), wording.MaxValue)
	require.True(t, utf8.ValidString(clipped))
	require.Equal(t, clipped, wording.Clip(clipped))
	if utf8.ValidString(text) {
		require.True(t, strings.HasPrefix(text, strings.TrimSuffix(clipped, "...")))
	}
}

func TestClipAnything(t *testing.T) { rapid.Check(t, clipProperty) }
func FuzzClip(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(clipProperty)) }

func TestOneOf(t *testing.T) {
	type color string
	require.Equal(t, "one of red, green", wording.OneOf([]color{"red", "green"}))
	require.Equal(t, "one of red", wording.OneOf([]color{"red"}))
}
