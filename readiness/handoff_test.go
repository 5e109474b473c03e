package readiness_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// allHold returns a result for every check.
func allHold() []readiness.CheckResult {
	var results []readiness.CheckResult
	for _, check := range readiness.HandoffChecks() {
		results = append(results, readiness.CheckResult{Check: check, Holds: true})
	}
	return results
}

func TestReviewHandoff(t *testing.T) {
	failing := allHold()
	failing[1].Holds = false
	for name, tc := range map[string]struct {
		handoff  readiness.Handoff
		verified bool
		complete bool
		blocking []readiness.HandoffCheck
		state    readiness.CheckState
	}{
		"nothing":          {readiness.Handoff{}, false, false, readiness.HandoffChecks(), readiness.CheckNotMade},
		"everything":       {readiness.Handoff{Known: readiness.Facts(), Checks: allHold()}, true, true, []readiness.HandoffCheck{}, readiness.CheckHolds},
		"facts missing":    {readiness.Handoff{Known: readiness.Facts()[:19], Checks: allHold()}, true, false, []readiness.HandoffCheck{}, readiness.CheckHolds},
		"a check fails":    {readiness.Handoff{Known: readiness.Facts(), Checks: failing}, false, true, []readiness.HandoffCheck{readiness.TimelineRealistic}, readiness.CheckFails},
		"a check not made": {readiness.Handoff{Known: readiness.Facts(), Checks: slices.Delete(allHold(), 1, 2)}, false, true, []readiness.HandoffCheck{readiness.TimelineRealistic}, readiness.CheckNotMade},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := readiness.ReviewHandoff(tc.handoff)
			require.NoError(t, err)
			require.Equal(t, tc.verified, r.Verified)
			require.Equal(t, tc.complete, r.Complete)
			require.Equal(t, tc.blocking, r.Blocking)
			require.Equal(t, readiness.CheckReview{Check: readiness.TimelineRealistic, State: tc.state}, r.Checks[1])
			for _, f := range r.Findings {
				testkit.Explains(t, f)
			}
			testkit.RoundTrip(t, r)
		})
	}
}

// Each fact and each check is owed by somebody, and all owners owe something.
func TestOwners(t *testing.T) {
	owners := make(map[readiness.Owner]int)
	for _, fact := range readiness.Facts() {
		owner, known := fact.Owner()
		require.True(t, known)
		owners[owner]++
	}
	require.Equal(t, map[readiness.Owner]int{readiness.OwnedBySales: 13, readiness.OwnedByOperations: 4, readiness.OwnedByBoth: 3}, owners)
	for _, check := range readiness.HandoffChecks() {
		owner, known := check.Owner()
		require.True(t, known)
		require.Contains(t, readiness.Owners(), owner)
		require.NotEqual(t, readiness.OwnedBySales, owner, "sales do not check themselves")
	}
	_, known := readiness.Fact("moon").Owner()
	require.False(t, known)
	_, known = readiness.HandoffCheck("moon").Owner()
	require.False(t, known)
}

func TestFactsOfGroups(t *testing.T) {
	var facts []readiness.Fact
	for _, group := range readiness.FactGroups() {
		require.Len(t, group.Facts(), 5)
		for _, fact := range group.Facts() {
			of, known := fact.Group()
			require.True(t, known)
			require.Equal(t, group, of)
			facts = append(facts, fact)
		}
	}
	require.Equal(t, readiness.Facts(), facts)
	require.Empty(t, readiness.FactGroup("moon").Facts())
	_, known := readiness.Fact("moon").Group()
	require.False(t, known)
}

func TestHandoffRemedies(t *testing.T) {
	checks := allHold()[:2]
	checks[1].Holds = false
	r, err := readiness.ReviewHandoff(readiness.Handoff{Checks: checks})
	require.NoError(t, err)
	require.Empty(t, r.Findings[4].Note)
	require.NotEmpty(t, r.Findings[5].Note)
	require.NotEqual(t, r.Findings[5].Note, r.Findings[6].Note, "a check that fails calls for something else than one not made")
}

func TestReviewHandoffRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	r, err := readiness.ReviewHandoff(readiness.Handoff{
		Known:  []readiness.Fact{readiness.FactTerms, "", "mood", readiness.FactTerms},
		Checks: []readiness.CheckResult{{Check: readiness.CapacityConfirmed}, {}, {Check: "mood"}, {Check: readiness.CapacityConfirmed, Holds: true}},
	})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Handoff.Known[1]", Reason: missing}, testkit.Fault{Field: "Handoff.Known[2]", Reason: out},
		testkit.Fault{Field: "Handoff.Known[3]", Reason: conflict},
		testkit.Fault{Field: "Handoff.Checks[1].Check", Reason: missing}, testkit.Fault{Field: "Handoff.Checks[2].Check", Reason: out},
		testkit.Fault{Field: "Handoff.Checks[3].Check", Reason: conflict},
	)
	require.Zero(t, r)
	_, err = readiness.ReviewHandoff(readiness.Handoff{Known: make([]readiness.Fact, 21), Checks: make([]readiness.CheckResult, 6)})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Handoff.Known", Reason: out}, testkit.Fault{Field: "Handoff.Checks", Reason: out})
}
