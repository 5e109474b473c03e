package readiness_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// monday is the today of the tests.
func monday() salesops.Date { return salesops.Date{Year: 2026, Month: 11, Day: 2} }

// nearly is the foundation with one check waived until a day.
func nearly(until salesops.Date) readiness.Checklist {
	done := texts(readiness.Foundation.Checks())
	return readiness.Checklist{
		Done:    done[1:],
		Waivers: []readiness.Waiver{{Check: done[0], Reason: "the writer is ill", Until: until}},
	}
}

func TestAuditChecklist(t *testing.T) {
	late := nearly(monday())
	late.Custom = []readiness.CustomCheck{{Name: "license renewed", Level: readiness.Foundation}}
	done := nearly(monday())
	done.Done = texts(readiness.Foundation.Checks())
	for name, tc := range map[string]struct {
		list     readiness.Checklist
		complete bool
		done     int
		waived   int
		next     string
		state    readiness.WaiverState
		days     int
	}{
		"waived":                 {nearly(monday().AddDays(10)), true, 4, 1, "overflow-procedures", readiness.WaiverCounts, 10},
		"on its last day":        {nearly(monday()), true, 4, 1, "overflow-procedures", readiness.WaiverCounts, 0},
		"a day after":            {nearly(monday().AddDays(-1)), false, 4, 0, "processes-documented", readiness.WaiverExpired, -1},
		"done, and waived":       {done, true, 5, 0, "overflow-procedures", readiness.WaiverNotNeeded, 0},
		"a custom check missing": {late, false, 4, 1, "license renewed", readiness.WaiverCounts, 0},
	} {
		t.Run(name, func(t *testing.T) {
			audit, err := readiness.AuditChecklist(tc.list, monday())
			require.NoError(t, err)
			require.Equal(t, tc.complete, audit.FoundationComplete)
			first := audit.Levels[0]
			require.Equal(t, []int{tc.done, tc.waived}, []int{first.Done, first.Waived})
			require.Equal(t, tc.next, audit.Next[0])
			require.Equal(t, tc.state, audit.Waivers[0].State)
			require.Equal(t, tc.days, audit.Waivers[0].DaysLeft)
			require.Equal(t, !tc.complete, audit.Findings[0].Outcome == salesops.Fired)
			for _, f := range audit.Findings {
				testkit.Explains(t, f)
			}
			testkit.RoundTrip(t, audit)
		})
	}
}

func TestAuditChecklistOfNothing(t *testing.T) {
	audit, err := readiness.AuditChecklist(readiness.Checklist{}, monday())
	require.NoError(t, err)
	require.Equal(t, texts(readiness.Foundation.Checks()), audit.Next)
	require.Empty(t, audit.Waivers)
	testkit.RoundTrip(t, audit)

	full, err := readiness.AuditChecklist(readiness.Checklist{Done: texts(readiness.Checks())}, monday())
	require.NoError(t, err)
	require.True(t, full.FoundationComplete)
	require.Empty(t, full.Next)
}

func TestAuditChecklistRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	list := readiness.Checklist{
		Custom: []readiness.CustomCheck{
			{Name: "ai-routing", Level: readiness.Optimized}, {Name: "", Level: "fourth"},
			{Name: "ours", Level: readiness.Foundation}, {Name: "ours", Level: readiness.Foundation},
		},
		Done: []string{"errors-tracked", "coffee", "errors-tracked", "ours", ""},
		Waivers: []readiness.Waiver{
			{Check: "coffee", Reason: "", Until: salesops.Date{}},
			{Check: "ours", Reason: strings.Repeat("x", readiness.MaxReason+1), Until: salesops.Date{Year: 2026, Month: 2, Day: 30}},
			{Check: "ours", Reason: "again", Until: monday()},
			{Reason: "\xff", Until: monday()},
		},
	}
	audit, err := readiness.AuditChecklist(list, salesops.Date{})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Checklist.Custom[0].Name", Reason: conflict},
		testkit.Fault{Field: "Checklist.Custom[1].Name", Reason: missing},
		testkit.Fault{Field: "Checklist.Custom[1].Level", Reason: out},
		testkit.Fault{Field: "Checklist.Custom[3].Name", Reason: conflict},
		testkit.Fault{Field: "Checklist.Done[1]", Reason: out},
		testkit.Fault{Field: "Checklist.Done[2]", Reason: conflict},
		testkit.Fault{Field: "Checklist.Done[4]", Reason: missing},
		testkit.Fault{Field: "Checklist.Waivers[0].Check", Reason: out},
		testkit.Fault{Field: "Checklist.Waivers[0].Reason", Reason: missing},
		testkit.Fault{Field: "Checklist.Waivers[0].Until", Reason: missing},
		testkit.Fault{Field: "Checklist.Waivers[1].Reason", Reason: out},
		testkit.Fault{Field: "Checklist.Waivers[1].Until", Reason: out},
		testkit.Fault{Field: "Checklist.Waivers[2].Check", Reason: conflict},
		testkit.Fault{Field: "Checklist.Waivers[3].Check", Reason: missing},
		testkit.Fault{Field: "Checklist.Waivers[3].Reason", Reason: out},
		testkit.Fault{Field: "Date", Reason: missing},
	)
	require.Zero(t, audit)

	const many = readiness.MaxChecks + readiness.MaxCustomChecks + 1
	_, err = readiness.AuditChecklist(readiness.Checklist{
		Custom: make([]readiness.CustomCheck, many), Done: make([]string, many), Waivers: make([]readiness.Waiver, many),
	}, monday())
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Checklist.Custom", Reason: out}, testkit.Fault{Field: "Checklist.Done", Reason: out},
		testkit.Fault{Field: "Checklist.Waivers", Reason: out},
	)
}
