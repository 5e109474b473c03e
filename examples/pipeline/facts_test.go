package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

// What happened to the traps within a month: A3 was won, A4 vanished, B1 is new.
func TestWaterfall(t *testing.T) {
	args := trapArgs(t, "-before", harness.File(t, "before.csv", traps))
	now := strings.Replace(traps, "A3,Bob,GTX Basic,,Engaging,2026-02-01,,", "A3,Bob,GTX Basic,,Won,2026-02-01,2026-03-19,600", 1)
	now = strings.Replace(now, "A4,Bob,GTXPro,Bolt,Prospecting,,,\n", "B1,Ann,MG 1,Bolt,Prospecting,2026-03-01,,\n", 1)
	args[1] = harness.File(t, "now.csv", now)
	out, errs, status := harness.Run(run, args...)
	require.Zero(t, status, errs)
	for _, want := range []string{
		"Open pipeline since before.csv", "opening              3          5,371\n", "added                1             60\n",
		"grown                1             50\n", "won                  1           -600\n", "removed              1         -4,821\n", "closing              2             60\n",
	} {
		require.Contains(t, out, want)
	}
}

func TestHealthAndQuality(t *testing.T) {
	out, errs, status := harness.Run(run, trapArgs(t, "-quota", "50000", "-from", "2026-01-01", "-to", "2026-03-31")...)
	require.Zero(t, status, errs)
	for _, want := range []string{
		"enough-opportunities   wanting", "healthy-conversion     unknown", "negative-cycle           1             60\n", "no-amount                1              0\n",
		"ownerless                1              0\n",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "no-close-date", "there is no such column")
	require.Contains(t, out, "unlikely: the odds are not known.")

	out, errs, status = harness.Run(run, trapArgs(t, "-odds", "prospecting=0.1,in-discussion=0.5", "-quota", "50000", "-from", "2026-01-01", "-to", "2026-03-31")...)
	require.Zero(t, status, errs)
	require.Contains(t, out, "unlikely: upper end of the odds of the quota, 0.0% < 50.0%.")
}

func TestReliability(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,stage,probability,closed_on\n")
	for _, row := range []string{"1,won,0.9,2026-01-01", "2,lost,0.9,2026-01-02", "3,lost,0.15,2026-01-03", "4,closing,0.5,"} {
		text.WriteString(row + "\n")
	}
	chart := filepath.Join(t.TempDir(), "reliability.png")
	out, errs, status := harness.Run(run, "-data", harness.File(t, "deals.csv", text.String()), "-reliability", chart)
	require.Zero(t, status, errs)
	require.Contains(t, out, "0.9 to 1.0           2       1     90.0%     50.0%")
	require.Contains(t, out, "Brier score 0.2808") // (0.01 + 0.81 + 0.0225) ÷ 3
	info, err := os.Stat(chart)
	require.NoError(t, err)
	require.Greater(t, info.Size(), int64(5000))
	_, errs, status = harness.Run(run, "-data", harness.File(t, "deals.csv", text.String()), "-reliability", "chart.doc")
	require.Equal(t, 1, status)
	require.Contains(t, errs, "doc")
	_, errs, status = harness.Run(run, "-reliability", chart)
	require.Equal(t, 1, status)
	require.Contains(t, errs, "nothing to draw")
}
