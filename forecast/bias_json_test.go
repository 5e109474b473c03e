package forecast_test

import (
	"testing"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// biasSample has a forecaster of every kind.
func biasSample() forecast.History {
	return forecast.History{
		Calls: append(append(erring("Ana", runOf(1, 8)...), erring("Bo", 1, 1)...), erring("Cy", 1, -1, 0, 1, -1, 1, -1, 4)...),
		Odds:  append(dealsOf("Ana", slicesOf(1, 0, 0, 1, 0, 0, 0), 0.4), dealsOf("Di", times(9, 1), 0.4)...),
		Moves: movesOf("Ana", 1, 1, 0, -1),
	}
}

func slicesOf[T any](list ...T) []T { return list }

func one(field string, reason error) []testkit.Fault {
	return []testkit.Fault{{Field: field, Reason: reason}}
}

func TestBiasJudgmentJSON(t *testing.T) {
	j := judgeAll(t, biasSample(), fivePercent)
	testkit.Golden(t, "bias_judgment", sixDigits(t, j))
	ana := j.Forecasters[0]
	testkit.Golden(t, "forecaster_bias", sixDigits(t, ana))
	testkit.Golden(t, "bias_evidence", sixDigits(t, ana.Evidence[1]))
	testkit.Golden(t, "error_tests", sixDigits(t, *j.Forecasters[2].Errors))
	testkit.Golden(t, "odds_record", sixDigits(t, *ana.Odds))
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, j, map[string]edit{
		"min outcomes": {`"min_outcomes":6`, `"min_outcomes":0`, one("BiasJudgment.MinOutcomes", missing)},
		"tested":       {`"tested":3`, `"tested":2`, one("BiasJudgment.Tested", conflict)},
		"unsorted":     {`"forecaster":"Bo"`, `"forecaster":"Ada"`, one("BiasJudgment.Forecasters[1].Forecaster", conflict)},
		"twice":        {`"forecaster":"Bo"`, `"forecaster":"Ana"`, one("BiasJudgment.Forecasters[1].Forecaster", conflict)},
	})
	requireEdits(t, ana, map[string]edit{
		"name":          {`"forecaster":"Ana"`, `"forecaster":""`, one("ForecasterBias.Forecaster", missing)},
		"verdict":       {`"verdict":"optimistic"`, `"verdict":"pessimistic"`, one("ForecasterBias.Verdict", conflict)},
		"wrong verdict": {`"verdict":"optimistic"`, `"verdict":"biased"`, one("ForecasterBias.Verdict", out)},
		"direction":     {`"over":8,"under":0`, `"over":0,"under":8`, one("ForecasterBias.Verdict", conflict)},
		"even":          {`"outcomes":8,"over":8,"under":0`, `"outcomes":16,"over":8,"under":8`, one("ForecasterBias.Verdict", conflict)},
		"p":             {`"p":0.015625,"adjusted_p"`, `"p":-1,"adjusted_p"`, one("ForecasterBias.P", out)},
		"no p":          {`"p":0.015625,"adjusted_p"`, `"p":null,"adjusted_p"`, one("ForecasterBias.P", conflict)},
		"adjusted":      {`"adjusted_p":0.0234375`, `"adjusted_p":1.5`, one("ForecasterBias.AdjustedP", out)},
		"not adjusted":  {`"adjusted_p":0.0234375`, `"adjusted_p":null`, one("ForecasterBias.AdjustedP", conflict)},
		"no calls":      {`"kind":"calls"`, `"kind":"odds"`, []testkit.Fault{{Field: "ForecasterBias.Evidence[1].Kind", Reason: conflict}, {Field: "ForecasterBias.Errors", Reason: conflict}}},
		"order":         {`"kind":"close-dates"`, `"kind":"calls"`, one("ForecasterBias.Evidence[2].Kind", conflict)},
		"no errors":     {`"errors":{`, `"errors":null,"x":{`, []testkit.Fault{{Field: "ForecasterBias.x", Reason: out}, {Field: "ForecasterBias.Errors", Reason: conflict}}},
		"no odds":       {`"odds":{`, `"odds":null,"x":{`, []testkit.Fault{{Field: "ForecasterBias.x", Reason: out}, {Field: "ForecasterBias.Odds", Reason: conflict}}},
		"no evidence":   {`"evidence":[`, `"evidence":[],"x":[`, []testkit.Fault{{Field: "ForecasterBias.x", Reason: out}, {Field: "ForecasterBias.Evidence", Reason: missing}}},
		"rule":          {`"rule":"reformed"`, `"rule":"significant"`, one("ForecasterBias.Findings[2].Rule", conflict)},
		"no findings":   {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "ForecasterBias.x", Reason: out}, {Field: "ForecasterBias.Findings", Reason: missing}}},
	})
	requireEdits(t, j.Forecasters[1], map[string]edit{
		"tested": {`"p":null`, `"p":0.5`, one("ForecasterBias.P", conflict)},
		"adjust": {`"adjusted_p":null`, `"adjusted_p":0.5`, one("ForecasterBias.AdjustedP", conflict)},
	})
	requireEdits(t, ana.Evidence[1], map[string]edit{
		"kind":           {`"kind":"odds"`, `"kind":"deals"`, one("BiasEvidence.Kind", out)},
		"outcomes":       {`"outcomes":7`, `"outcomes":-7`, []testkit.Fault{{Field: "BiasEvidence.Outcomes", Reason: out}, {Field: "BiasEvidence.Outcomes", Reason: conflict}}},
		"one more":       {`"outcomes":7`, `"outcomes":8`, one("BiasEvidence.Outcomes", conflict)},
		"over":           {`"over":0`, `"over":-1`, one("BiasEvidence.Over", out)},
		"under":          {`"under":2`, `"under":-1`, one("BiasEvidence.Under", out)},
		"exact":          {`"exact":5`, `"exact":-1`, one("BiasEvidence.Exact", out)},
		"p":              {`"p":1`, `"p":1.5`, one("BiasEvidence.P", out)},
		"not that kind":  {`"kind":"odds"`, `"kind":"calls"`, one("BiasEvidence.Outcomes", conflict)},
		"key of another": {`"enough"`, `"tested"`, []testkit.Fault{{Field: "BiasEvidence.Enough", Reason: missing}, {Field: "BiasEvidence.tested", Reason: out}}},
	})
	requireEdits(t, *j.Forecasters[2].Errors, map[string]edit{
		"rank p":      {`"signed_rank_p":0.765625`, `"signed_rank_p":2`, one("ErrorTests.SignedRankP", out)},
		"mean p":      {`"mean_p":0.4`, `"mean_p":-0.4`, one("ErrorTests.MeanP", out)},
		"no p":        {`"mean_p":0.4`, `"mean_p":null,"x":1`, []testkit.Fault{{Field: "ErrorTests.x", Reason: out}, {Field: "ErrorTests.MeanInterval", Reason: conflict}}},
		"no interval": {`"mean_interval":{`, `"mean_interval":null,"x":{`, []testkit.Fault{{Field: "ErrorTests.x", Reason: out}, {Field: "ErrorTests.MeanInterval", Reason: conflict}}},
		"mean":        {`"mean":0.5`, `"mean":9`, one("ErrorTests.MeanInterval", conflict)},
	})
	requireEdits(t, *ana.Odds, map[string]edit{
		"deals":    {`"deals":7`, `"deals":-7`, []testkit.Fault{{Field: "OddsRecord.Deals", Reason: out}, {Field: "OddsRecord.Won", Reason: out}, {Field: "OddsRecord.Expected", Reason: out}}},
		"no deals": {`"deals":7`, `"deals":0`, []testkit.Fault{{Field: "OddsRecord.Deals", Reason: missing}, {Field: "OddsRecord.Won", Reason: out}}},
		"won":      {`"won":2`, `"won":8`, one("OddsRecord.Won", out)},
		"lost":     {`"won":2`, `"won":-1`, one("OddsRecord.Won", out)},
		"expected": {`"expected":2.`, `"expected":7.`, one("OddsRecord.Expected", out)},
		"less":     {`"expected":2.`, `"expected":-2.`, one("OddsRecord.Expected", out)},
		"p":        {`"p":`, `"p":1`, one("OddsRecord.P", out)},
	})
}

func TestDriftReportJSON(t *testing.T) {
	history := forecast.History{Calls: append(append(erring("Ana", append(runOf(20, 8), -10, -10, 0, -10, -10, -10)...), erring("Bo", 1, 1)...), erring("Cy", 1, -1, 1, -1, 1, -1, 1, -1)...)}
	report := detect(t, history, fivePercent)
	testkit.Golden(t, "drift_report", sixDigits(t, report))
	ana := report.Forecasters[0]
	testkit.Golden(t, "forecaster_drift", sixDigits(t, ana))
	testkit.Golden(t, "drift_point", sixDigits(t, *ana.Point))
	testkit.Golden(t, "drift_side", sixDigits(t, ana.Point.Since))
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, report, map[string]edit{
		"tested":   {`"tested":2`, `"tested":3`, one("DriftReport.Tested", conflict)},
		"unsorted": {`"forecaster":"Bo"`, `"forecaster":"Ada"`, one("DriftReport.Forecasters[1].Forecaster", conflict)},
		"twice":    {`"forecaster":"Bo"`, `"forecaster":"Ana"`, one("DriftReport.Forecasters[1].Forecaster", conflict)},
	})
	requireEdits(t, ana, map[string]edit{
		"name":         {`"forecaster":"Ana"`, `"forecaster":""`, one("ForecasterDrift.Forecaster", missing)},
		"outcomes":     {`"outcomes":13`, `"outcomes":2001`, one("ForecasterDrift.Outcomes", out)},
		"less":         {`"outcomes":13`, `"outcomes":-1`, one("ForecasterDrift.Outcomes", out)},
		"p":            {`"p":0.0015`, `"p":-0.0015`, one("ForecasterDrift.P", out)},
		"adjusted":     {`"adjusted_p":0.003`, `"adjusted_p":1.003`, one("ForecasterDrift.AdjustedP", out)},
		"not adjusted": {`"adjusted_p":0.003`, `"adjusted_p":null,"x":0.003`, []testkit.Fault{{Field: "ForecasterDrift.x", Reason: out}, {Field: "ForecasterDrift.AdjustedP", Reason: conflict}}},
		"verdict":      {`"verdict":"changed"`, `"verdict":"no-evidence"`, one("ForecasterDrift.Verdict", conflict)},
		"cannot tell":  {`"verdict":"changed"`, `"verdict":"cannot-tell"`, []testkit.Fault{{Field: "ForecasterDrift.AdjustedP", Reason: conflict}, {Field: "ForecasterDrift.Verdict", Reason: conflict}}},
		"rule":         {`"rule":"one-sided"`, `"rule":"significant"`, one("ForecasterDrift.Findings[0].Rule", conflict)},
		"no findings":  {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "ForecasterDrift.x", Reason: out}, {Field: "ForecasterDrift.Findings", Reason: missing}}},
	})
	requireEdits(t, report.Forecasters[1], map[string]edit{
		"told": {`"verdict":"cannot-tell"`, `"verdict":"changed"`, []testkit.Fault{{Field: "ForecasterDrift.AdjustedP", Reason: conflict}, {Field: "ForecasterDrift.Verdict", Reason: conflict}}},
	})
	requireEdits(t, *ana.Point, map[string]edit{
		"period":      {`"period":"08"`, `"period":""`, one("DriftPoint.Period", missing)},
		"none before": {`"over":8`, `"over":0`, one("DriftPoint.Before", conflict)},
		"none since":  {`"under":5`, `"under":0`, one("DriftPoint.Since", conflict)},
	})
	requireEdits(t, ana.Point.Since, map[string]edit{
		"over":  {`"over":0`, `"over":-1`, one("DriftSide.Over", out)},
		"under": {`"under":5`, `"under":-1`, one("DriftSide.Under", out)},
		"exact": {`"exact":1`, `"exact":-1`, one("DriftSide.Exact", out)},
		"kind":  {`"exact"`, `"zero"`, []testkit.Fault{{Field: "DriftSide.Exact", Reason: missing}, {Field: "DriftSide.zero", Reason: out}}},
	})
}
