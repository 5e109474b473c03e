package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestChart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "revenue.svg")
	out, errs, status := harness.Run(run, "-chart", file)
	require.Zero(t, status, errs)
	require.Contains(t, out, "60,000 or more: 55.9%\n")
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, text := range []string{"P10  44,507", "P50  63,107", "P90  79,307", "quota  60,000, 55.9% likely"} {
		require.Contains(t, string(drawn), text)
	}
	_, errs, status = harness.Run(run, "-chart", filepath.Join(t.TempDir(), "revenue.nothing"))
	require.Equal(t, 1, status)
	require.Contains(t, errs, "nothing")
}

func TestOddsOfTheQuota(t *testing.T) {
	quota := func(from, to string, more ...string) []string {
		return trapArgs(t, append([]string{"-quota", "5500", "-from", from, "-to", to}, more...)...)
	}
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"too little history": {quota("2026-01-01", "2026-03-31"), "Not known: open deals have no probability, and 2 deals won are too few to learn\nfrom.\n"},
		"over":               {quota("2026-01-01", "2026-03-20"), "Not known: the period is over on 2026-03-20.\n"},
		// No deal says when it should close, so that none is due.
		"what is booked": {quota("2026-01-01", "2026-03-31", "-odds", "prospecting=0.1,in-discussion=0.5"), "5,500 or more: 0.0%\n"},
	} {
		out, errs, status := harness.Run(run, tc.args...)
		require.Zero(t, status, errs)
		require.Contains(t, out, tc.want, name)
	}
}

// A chart that cannot be drawn is refused, not left out.
func TestChartNeedsAQuota(t *testing.T) {
	data := harness.File(t, "deals.csv", "id,stage\n1,won\n")
	_, errs, status := harness.Run(run, "-data", data, "-chart", filepath.Join(t.TempDir(), "chart.svg"))
	require.Equal(t, 1, status)
	require.Contains(t, errs, "-chart needs a quota")
}
