package page_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
)

func TestMoney(t *testing.T) {
	for amount, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "1234567.49": "1,234,567", "-1000.5": "-1,001", "-0.4": "0",
	} {
		require.Equal(t, want, page.Money(decimal.RequireFromString(amount)))
	}
}

func TestWrap(t *testing.T) {
	var p page.Page
	p.Wrap("  - ", strings.Repeat("word ", 30))
	lines := strings.Split(strings.TrimSuffix(p.String(), "\n"), "\n")
	require.Len(t, lines, 2)
	require.Equal(t, "  - "+strings.TrimSpace(strings.Repeat("word ", 15)), lines[0])
	require.Equal(t, "    "+strings.TrimSpace(strings.Repeat("word ", 15)), lines[1])
}

func TestWrapKeepsLongWords(t *testing.T) {
	var p page.Page
	long := strings.Repeat("x", 100)
	p.Wrap("- ", "a "+long+" b")
	require.Equal(t, "- a\n  "+long+"\n  b\n", p.String())
}

func TestClip(t *testing.T) {
	require.Equal(t, "Zürich", page.Clip("Zürich", 6))
	require.Equal(t, "Züri…", page.Clip("Zürich", 5))
}

func TestChance(t *testing.T) {
	for want, p := range map[string]salesops.Maybe{
		"-": salesops.Undefined("untested"), "<0.001": salesops.Defined(0.0009), "0.001": salesops.Defined(0.001), "0.050": salesops.Defined(0.05),
	} {
		require.Equal(t, want, page.Chance(p))
	}
}
