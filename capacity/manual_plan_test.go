package capacity_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestManualOfTerritories(t *testing.T) {
	tolerance := fmt.Sprintf("%.2f) × average", capacity.DefaultTerritoryTolerance)
	want := []string{
		"opportunity > (1 + " + tolerance, "opportunity < (1 - " + tolerance,
		"workload > (1 + " + tolerance, "workload < (1 - " + tolerance,
		"workload > the rep's hours", "accounts that several territories claim > 0", "accounts that no territory claims > 0",
	}
	rows := testkit.ReadManual(t).Table(t, "# The rules of territories")
	require.Len(t, rows, len(want))
	for i, rule := range capacity.TerritoryRules() {
		require.Equal(t, []string{string(rule), "CAP-13", want[i]}, rows[i][:3])
	}
}
