package forecast_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestStages(t *testing.T) {
	var open, closed []forecast.Stage
	for _, s := range forecast.Stages() {
		require.NotEqual(t, s.Open(), s.Closed())
		if s.Open() {
			open = append(open, s)
		} else {
			closed = append(closed, s)
		}
	}
	require.Equal(t, []forecast.Stage{forecast.Won, forecast.Lost}, closed)
	require.Equal(t, forecast.Stages(), append(open, closed...), "the two ends stand last")
	require.True(t, forecast.Stage("proof of concept").Open())
	var standard []forecast.Stage
	for _, s := range forecast.StandardProcess() {
		require.Nil(t, s.Probability, "the playbook gives no odds")
		standard = append(standard, s.Stage)
	}
	require.Equal(t, open, standard)
}

func TestProcessRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	many := make([]forecast.StageOdds, forecast.MaxStages+1)
	for i := range many {
		many[i].Stage = forecast.Stage("s" + strconv.Itoa(i))
	}
	for name, tc := range map[string]struct {
		process []forecast.StageOdds
		want    testkit.Fault
	}{
		"too many": {many, testkit.Fault{Field: "Pipeline.Process", Reason: out}},
		"unnamed":  {[]forecast.StageOdds{{Probability: new(0.5)}}, testkit.Fault{Field: "Pipeline.Process[0].Stage", Reason: missing}},
		"won":      {[]forecast.StageOdds{{Stage: "poc"}, {Stage: forecast.Won}}, testkit.Fault{Field: "Pipeline.Process[1].Stage", Reason: conflict}},
		"lost":     {[]forecast.StageOdds{{Stage: forecast.Lost}}, testkit.Fault{Field: "Pipeline.Process[0].Stage", Reason: conflict}},
		"twice":    {[]forecast.StageOdds{{Stage: "poc"}, {Stage: "poc"}}, testkit.Fault{Field: "Pipeline.Process[1].Stage", Reason: conflict}},
		"percent":  {[]forecast.StageOdds{{Stage: "poc", Probability: new(40.0)}}, testkit.Fault{Field: "Pipeline.Process[0].Probability", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := forecast.Weigh(forecast.Pipeline{Process: tc.process})
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, w)
		})
	}
	w, err := forecast.Weigh(forecast.Pipeline{Process: many[:forecast.MaxStages]})
	require.NoError(t, err)
	require.Len(t, w.ByStage, forecast.MaxStages)
}
