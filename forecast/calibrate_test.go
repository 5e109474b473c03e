package forecast_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func calibrate(t testkit.Failer, bins int, list ...forecast.Prediction) forecast.Calibration {
	t.Helper()
	c, err := forecast.MeasureCalibration(forecast.Predictions{Predictions: list}, forecast.CalibrationPolicy{CalibrationBins: bins, CalibrationLevel: 0.95})
	require.NoError(t, err)
	return c
}

// A probability on an edge, as it is written, belongs to the bin above.
func TestCalibrationEdges(t *testing.T) {
	for _, bins := range []int{1, 10, 20, 125} {
		for k := range bins + 1 {
			edge := float64(k) / float64(bins)
			for p, want := range map[float64]int{edge: min(k, bins-1), math.Nextafter(edge, 0): max(k-1, 0)} {
				if k == 0 && p != 0 {
					continue // below 0
				}
				c := calibrate(t, bins, forecast.Prediction{Probability: p})
				require.Equal(t, 1, c.Bins[want].Won.Trials, "%v of %d", p, bins)
			}
		}
	}
	for p, want := range map[float64]int{0.28: 7, 0.29: 7, 0.57: 14, 0.07: 1, 0.35: 8, 0.6: 15, 0.56: 14} {
		require.Equal(t, 1, calibrate(t, 25, forecast.Prediction{Probability: p}).Bins[want].Won.Trials, p)
	}
}

func TestMeasureCalibration(t *testing.T) {
	c := calibrate(t, 2, forecast.Prediction{Probability: 0.25, Won: true}, forecast.Prediction{Probability: 0.75}, forecast.Prediction{Probability: 0.75, Won: true},
		forecast.Prediction{Probability: 0}, forecast.Prediction{Probability: 1, Won: true})
	require.Equal(t, (0.5625+0.5625+0.0625)/5, c.Brier.Or(0))
	require.InEpsilon(t, (2*math.Log(4)-math.Log(0.75))/5, c.LogLoss.Or(0), 1e-12)
	require.InEpsilon(t, (2*(0.5-0.125)+3*(2.5/3-2.0/3))/5, c.ECE.Or(0), 1e-12)
	require.Equal(t, 0.375, c.MCE.Or(0))
	require.Zero(t, c.FailedCertain)
	testkit.Golden(t, "calibration", sixDigits(t, c))
	testkit.Golden(t, "calibration_bin", sixDigits(t, c.Bins[0]))

	c = calibrate(t, 2, forecast.Prediction{Probability: 0, Won: true}, forecast.Prediction{Probability: 1}, forecast.Prediction{Probability: 0.5})
	require.Equal(t, 2, c.FailedCertain)
	require.Equal(t, "certain predictions failed: 2", c.LogLoss.Reason())
	c = calibrate(t, 2, forecast.Prediction{Probability: 0.5})
	require.Equal(t, "all deals were won, or all were lost", c.AUC.Reason())
	c = calibrate(t, 2)
	for _, m := range []salesops.Maybe{c.Brier, c.LogLoss, c.ECE, c.MCE, c.AUC} {
		require.Equal(t, "there are no predictions", m.Reason())
	}
	// The average of three times 0.7 is rounded to below the edge of its bin.
	testkit.RoundTrip(t, calibrate(t, 10, forecast.Prediction{Probability: 0.7}, forecast.Prediction{Probability: 0.7}, forecast.Prediction{Probability: 0.7}))
	testkit.RoundTrip(t, calibrate(t, 2))

	c, err := forecast.MeasureCalibration(forecast.Predictions{Predictions: []forecast.Prediction{{Probability: 1e-10}, {Probability: 1.1}, {Probability: math.NaN()}}}, forecast.CalibrationPolicy{})
	out := salesops.ErrOutOfRange
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Predictions.Predictions[0].Probability", Reason: out}, testkit.Fault{Field: "Predictions.Predictions[1].Probability", Reason: out},
		testkit.Fault{Field: "Predictions.Predictions[2].Probability", Reason: out}, testkit.Fault{Field: "CalibrationPolicy.CalibrationBins", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "CalibrationPolicy.CalibrationLevel", Reason: out})
	require.Zero(t, c)
}

func TestCalibrationJSON(t *testing.T) {
	c := calibrate(t, 2, forecast.Prediction{Probability: 0.25, Won: true}, forecast.Prediction{Probability: 0.75})
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, c, map[string]edit{
		"count":    {`{"count":2`, `{"count":3`, fault("Calibration.Bins", conflict)},
		"count -":  {`{"count":2`, `{"count":-2`, fault("Calibration.Count", out)},
		"won":      {`"won":1`, `"won":2`, fault("Calibration.Bins", conflict)},
		"won -":    {`"won":1`, `"won":-1`, fault("Calibration.Won", out)},
		"failed":   {`"failed_certain":0`, `"failed_certain":1`, fault("Calibration.LogLoss", conflict)},
		"failed -": {`"failed_certain":0`, `"failed_certain":-1`, fault("Calibration.FailedCertain", out)},
		"brier":    {`"brier":0.5625`, `"brier":1.5`, fault("Calibration.Brier", out)},
		"log loss": {`"log_loss":1`, `"log_loss":-1`, fault("Calibration.LogLoss", out)},
		"ece":      {`"ece":0.75`, `"ece":1.75`, fault("Calibration.ECE", out)},
		"mce":      {`"mce":0.75`, `"mce":1.75`, fault("Calibration.MCE", out)},
		"auc":      {`"auc":0`, `"auc":-1`, fault("Calibration.AUC", out)},
		"gap":      {`"from":0.5`, `"from":0.6`, fault("Calibration.Bins[1].From", conflict)},
		"end":      {`"to":1`, `"to":0.9`, fault("Calibration.Bins", conflict)},
		"reverse":  {`"to":1`, `"to":0.5`, fault("Calibration.Bins[1].To", conflict)},
		"above":    {`"to":1`, `"to":1.5`, fault("Calibration.Bins[1].To", conflict)},
		"below":    {`"from":0,`, `"from":-0.5,`, fault("Calibration.Bins[0].To", conflict)},
		"mean":     {`"mean_probability":0.25`, `"mean_probability":0.55`, fault("Calibration.Bins[0].MeanProbability", conflict)},
		"mean low": {`"mean_probability":0.75`, `"mean_probability":0.45`, fault("Calibration.Bins[1].MeanProbability", conflict)},
		"no mean":  {`"mean_probability":0.25`, `"mean_probability":null`, fault("Calibration.Bins[0].MeanProbability", conflict)},
	})
}

func TestLearnStageOdds(t *testing.T) {
	record := forecast.StageRecord{Outcomes: []forecast.StageOutcome{
		{Stage: forecast.Qualified, Won: 8, Lost: 32}, {Stage: forecast.Closing, Won: 1}, {Stage: "proof"}, {Stage: "demo", Won: 29},
	}}
	l, err := forecast.LearnStageOdds(record, forecast.DefaultPolicy().StageOddsPolicy)
	require.NoError(t, err)
	pooled := 39.0 / 72 // (1 + 38) ÷ (2 + 70)
	require.Equal(t, pooled, l.Pooled.Or(0))
	for i, want := range []float64{(8 + 10*pooled) / 50, (1 + 10*pooled) / 11, pooled, (29 + 10*pooled) / 39} {
		require.InEpsilon(t, want, l.Stages[i].Probability.Or(0), 1e-12)
		require.True(t, l.Stages[i].Interval.Contains(want))
		testkit.Explains(t, l.Stages[i].TooFew)
	}
	require.Equal(t, []float64{0.2, 1, -1}, []float64{l.Stages[0].Raw.Or(-1), l.Stages[1].Raw.Or(-1), l.Stages[2].Raw.Or(-1)})
	require.Equal(t, []float64{0.8, 0}, []float64{l.Stages[0].Credibility, l.Stages[2].Credibility})
	require.Equal(t, []salesops.Outcome{salesops.NotFired, salesops.Fired, salesops.Fired, salesops.Fired},
		[]salesops.Outcome{l.Stages[0].TooFew.Outcome, l.Stages[1].TooFew.Outcome, l.Stages[2].TooFew.Outcome, l.Stages[3].TooFew.Outcome})
	require.Equal(t, "no deal of the stage was closed", l.Stages[2].Raw.Reason())
	p := sample()
	p.Process = l.Process()
	p.Process = append(p.Process, forecast.StandardProcess()[0], forecast.StandardProcess()[3])
	_, err = forecast.Weigh(p)
	require.NoError(t, err)
	testkit.Golden(t, "stage_lessons", sixDigits(t, l))
	testkit.Golden(t, "learned_odds", sixDigits(t, l.Stages[1]))

	record.Outcomes[3].Won = 30
	l, err = forecast.LearnStageOdds(record, forecast.DefaultPolicy().StageOddsPolicy)
	require.NoError(t, err)
	require.Equal(t, salesops.NotFired, l.Stages[3].TooFew.Outcome)

	l, err = forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{{Stage: "a"}}}, forecast.DefaultPolicy().StageOddsPolicy)
	require.NoError(t, err)
	require.Equal(t, "no deal was closed", l.Pooled.Reason())
	require.Nil(t, l.Stages[0].Interval)
	require.Nil(t, l.Process()[0].Probability)
	testkit.RoundTrip(t, l)

	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	_, err = forecast.LearnStageOdds(forecast.StageRecord{}, forecast.StageOddsPolicy{PriorDeals: 0.001})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "StageRecord.Outcomes", Reason: missing}, testkit.Fault{Field: "StageOddsPolicy.PriorDeals", Reason: out},
		testkit.Fault{Field: "StageOddsPolicy.MinStageDeals", Reason: missing}, testkit.Fault{Field: "StageOddsPolicy.StageOddsLevel", Reason: out})
	l, err = forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{{Stage: "a", Won: -1}, {Stage: "a", Lost: 1000001}, {Stage: forecast.Won}, {}}}, forecast.DefaultPolicy().StageOddsPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "StageRecord.Outcomes[0].Won", Reason: out}, testkit.Fault{Field: "StageRecord.Outcomes[1].Stage", Reason: conflict},
		testkit.Fault{Field: "StageRecord.Outcomes[1].Lost", Reason: out}, testkit.Fault{Field: "StageRecord.Outcomes[2].Stage", Reason: conflict}, testkit.Fault{Field: "StageRecord.Outcomes[3].Stage", Reason: missing})
	require.Zero(t, l)
}

func TestStageLessonsJSON(t *testing.T) {
	l, err := forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{{Stage: "a", Won: 1, Lost: 3}, {Stage: "b"}}}, forecast.DefaultPolicy().StageOddsPolicy)
	require.NoError(t, err)
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, l, map[string]edit{
		"pooled":      {`"pooled":0.3333333333333333`, `"pooled":2`, fault("StageLessons.Pooled", out)},
		"twice":       {`"stage":"b"`, `"stage":"a"`, fault("StageLessons.Stages[1].Stage", conflict)},
		"stage":       {`"stage":"b"`, `"stage":""`, fault("StageLessons.Stages[1].Stage", missing)},
		"won":         {`"won":1`, `"won":-1`, fault("StageLessons.Stages[0].Won", out)},
		"lost":        {`"lost":3`, `"lost":-3`, fault("StageLessons.Stages[0].Lost", out)},
		"raw":         {`"raw":0.25`, `"raw":2.25`, fault("StageLessons.Stages[0].Raw", out)},
		"no raw":      {`"raw":0.25`, `"raw":null`, fault("StageLessons.Stages[0].Raw", conflict)},
		"raw of none": {`"raw":null`, `"raw":0.5`, fault("StageLessons.Stages[1].Raw", conflict)},
		"odds":        {`"probability":0.3095238095238095`, `"probability":1.5`, fault("StageLessons.Stages[0].Probability", out)},
		"no odds":     {`"probability":0.3095238095238095`, `"probability":null`, fault("StageLessons.Stages[0].Interval", conflict)},
		"credibility": {`"credibility":0,`, `"credibility":-1,`, fault("StageLessons.Stages[1].Credibility", out)},
		"rule":        {`"rule":"few-stage-deals"`, `"rule":"few"`, fault("StageLessons.Stages[0].TooFew.Rule", conflict)},
	})
}
