package strict_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/testkit"
)

type lines struct {
	Yellow float64 `json:"yellow"`
	Red    float64 `json:"red"`
}

// thresholds embeds a part, as the packages' policies do.
type thresholds struct {
	lines
	Weeks int `json:"weeks"`
}

func (t *thresholds) check(in fault.Scope) { in.Float("Yellow", t.Yellow, 0, 1, "") }

func TestPolicyRoundTrip(t *testing.T) {
	text, err := strict.MarshalPolicy(3, thresholds{lines{0.85, 1}, 2})
	require.NoError(t, err)
	require.Equal(t, `{"version":3,"yellow":0.85,"red":1,"weeks":2}`, string(text))
	var back thresholds
	require.NoError(t, strict.UnmarshalPolicy(text, 3, &back, (*thresholds).check))
	require.Equal(t, thresholds{lines{0.85, 1}, 2}, back)
}

func TestUnmarshalPolicyReportsEverything(t *testing.T) {
	back := thresholds{Weeks: 7}
	err := strict.UnmarshalPolicy([]byte(`{"version":2,"yellow":85,"weeks":2.5,"Policy":{},"policy":1}`), 3, &back, (*thresholds).check)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.Red", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.Weeks", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Policy", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.policy", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Yellow", Reason: salesops.ErrOutOfRange},
	)
	require.Equal(t, thresholds{Weeks: 7}, back, "nothing is set")
}

func TestUnmarshalPolicyWithoutVersion(t *testing.T) {
	var back thresholds
	err := strict.UnmarshalPolicy([]byte(`{"yellow":0.85,"red":1,"weeks":2}`), 3, &back, (*thresholds).check)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrMissing})
}
