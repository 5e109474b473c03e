package readiness_test

import (
	"encoding"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// requireEnum requires that an enumeration is strict both ways, that its
// members differ and that its list is the caller's own.
func requireEnum[T interface {
	~string
	encoding.TextMarshaler
}, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, name string, size int, list func() []T) {
	t.Helper()
	seen := make(map[T]bool)
	for _, member := range list() {
		text, err := member.MarshalText()
		require.NoError(t, err)
		require.Equal(t, string(member), string(text))
		var back T
		require.NoError(t, P(&back).UnmarshalText(text))
		require.Equal(t, member, back)
		seen[member] = true
	}
	require.Len(t, seen, size, name)
	for _, bad := range []T{"", "No", "no such " + T(name)} {
		_, err := bad.MarshalText()
		testkit.RequireFaults(t, err, testkit.Fault{Field: name, Reason: salesops.ErrOutOfRange})
		var back T
		testkit.RequireFaults(t, P(&back).UnmarshalText([]byte(bad)), testkit.Fault{Field: name, Reason: salesops.ErrOutOfRange})
		require.Empty(t, back)
	}
	first := list()[0]
	list()[0] = "changed"
	require.Equal(t, first, list()[0])
}

func TestEnums(t *testing.T) {
	requireEnum(t, "Area", 4, readiness.Areas)
	requireEnum(t, "Item", readiness.MaxItems, readiness.Items)
	requireEnum(t, "Band", 5, readiness.Bands)
	requireEnum(t, "PathBasis", 2, readiness.PathBases)
	requireEnum(t, "Level", 3, readiness.Levels)
	requireEnum(t, "Check", readiness.MaxChecks, readiness.Checks)
	requireEnum(t, "Warning", 5, readiness.Warnings)
	requireEnum(t, "Response", 5, readiness.Responses)
	requireEnum(t, "Flag", 10, readiness.Flags)
	requireEnum(t, "Answer", 3, readiness.Answers)
	requireEnum(t, "GrowthRule", 15, readiness.GrowthRules)
}

func TestItemsOfAreas(t *testing.T) {
	var items []readiness.Item
	for _, area := range readiness.Areas() {
		require.Len(t, area.Items(), 5)
		for _, item := range area.Items() {
			of, known := item.Area()
			require.True(t, known)
			require.Equal(t, area, of)
			items = append(items, item)
		}
	}
	require.Equal(t, readiness.Items(), items)
	require.Empty(t, readiness.Area("moon").Items())
	_, known := readiness.Item("moon").Area()
	require.False(t, known)
}

func TestChecksOfLevels(t *testing.T) {
	var checks []readiness.Check
	for _, level := range readiness.Levels() {
		require.Len(t, level.Checks(), 5)
		for _, check := range level.Checks() {
			of, known := check.Level()
			require.True(t, known)
			require.Equal(t, level, of)
			checks = append(checks, check)
		}
	}
	require.Equal(t, readiness.Checks(), checks)
	require.Empty(t, readiness.Level("moon").Checks())
	_, known := readiness.Check("moon").Level()
	require.False(t, known)
}

func TestResponses(t *testing.T) {
	_, known := readiness.Warning("moon").Response()
	require.False(t, known)
	seen := make(map[readiness.Response]bool)
	for _, w := range readiness.Warnings() {
		response, known := w.Response()
		require.True(t, known)
		seen[response] = true
	}
	require.Len(t, seen, len(readiness.Responses()))
}
