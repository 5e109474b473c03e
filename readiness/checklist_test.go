package readiness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestReviewChecklist(t *testing.T) {
	foundation := readiness.Done(readiness.Foundation.Checks())
	for name, tc := range map[string]struct {
		done     readiness.Done
		complete bool
		counts   [3]int
		next     []readiness.Check
	}{
		"nothing": {nil, false, [3]int{0, 0, 0}, readiness.Foundation.Checks()},
		"four of the foundation": {
			readiness.Done{readiness.CapacityDashboardLive, readiness.ProcessesDocumented, readiness.ErrorsTracked, readiness.QuotingStreamlined},
			false, [3]int{4, 0, 0}, []readiness.Check{readiness.OrderProcessingAutomated},
		},
		"the foundation": {foundation, true, [3]int{5, 0, 0}, readiness.ScaleReady.Checks()},
		"all but one of the foundation": {
			readiness.Done(readiness.Checks()[1:]), false, [3]int{4, 5, 5}, []readiness.Check{readiness.ProcessesDocumented},
		},
		"higher levels in part": {
			append(readiness.Done{readiness.AIRouting, readiness.BackupSuppliers}, foundation...),
			true, [3]int{5, 1, 1}, readiness.ScaleReady.Checks()[:4],
		},
		"everything": {readiness.Done(readiness.Checks()), true, [3]int{5, 5, 5}, []readiness.Check{}},
	} {
		t.Run(name, func(t *testing.T) {
			review, err := readiness.ReviewChecklist(tc.done)
			require.NoError(t, err)
			require.Equal(t, tc.complete, review.FoundationComplete)
			require.Equal(t, tc.next, review.Next)
			require.Len(t, review.Levels, 3)
			for i, level := range review.Levels {
				require.Equal(t, readiness.Levels()[i], level.Level)
				require.Equal(t, tc.counts[i], level.Done)
				require.Equal(t, float64(tc.counts[i])/5, level.Share)
				require.Len(t, level.Missing, 5-tc.counts[i])
				require.Equal(t, string(level.Level), review.Findings[i].Subject)
				require.Equal(t, tc.counts[i] < 5, review.Findings[i].Outcome == salesops.Fired)
			}
			require.Equal(t, tc.complete, review.Findings[0].Outcome == salesops.NotFired)
			testkit.RoundTrip(t, review)
		})
	}
}

// The gate and the other levels call for different things.
func TestReviewChecklistRemedies(t *testing.T) {
	review, err := readiness.ReviewChecklist(nil)
	require.NoError(t, err)
	require.NotEqual(t, review.Findings[0].Note, review.Findings[1].Note)
	require.Equal(t, review.Findings[1].Note, review.Findings[2].Note)
}

func TestReviewChecklistRejects(t *testing.T) {
	review, err := readiness.ReviewChecklist(readiness.Done{readiness.AIRouting, "", "coffee", readiness.AIRouting})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Done[1]", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Done[2]", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Done[3]", Reason: salesops.ErrConflict},
	)
	require.Zero(t, review)
	_, err = readiness.ReviewChecklist(append(readiness.Done{readiness.AIRouting}, readiness.Checks()...))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Done", Reason: salesops.ErrOutOfRange})
}
