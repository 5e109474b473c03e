package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestWeigh(t *testing.T) {
	w, err := forecast.Weigh(sample())
	require.NoError(t, err)
	require.Equal(t, 3, w.Open.Count)
	testkit.EqualDecimal(t, "240000.50", w.Open.Amount)
	testkit.EqualDecimal(t, "90000.10", w.Open.Weighted) // 72000 + 16000.10 + 2000
	var stages []string
	for _, g := range w.ByStage {
		stages = append(stages, g.Key)
	}
	require.Equal(t, []string{"prospecting", "qualified", "in-discussion", "negotiating", "closing"}, stages)
	require.Zero(t, w.ByStage[2].Total.Count)
	require.Equal(t, "Ana", w.ByOwner[0].Key)
	require.Equal(t, 1, w.Ownerless.Count)
	require.Equal(t, 1, w.Unsegmented.Count)
	require.Equal(t, "2026-11", w.ByMonth[0].Key)
	require.Equal(t, "2027-Q1", w.ByQuarter[1].Key)
	require.Equal(t, 1, w.Undated.Count)
	testkit.EqualDecimal(t, "55000", w.Won.Amount)
	testkit.EqualDecimal(t, "30000", w.Lost.Amount)
}

func TestWeighQuarters(t *testing.T) {
	for month, want := range map[string]string{
		"2026-01-31": "2026-Q1", "2026-03-31": "2026-Q1", "2026-04-01": "2026-Q2", "2026-06-30": "2026-Q2",
		"2026-07-01": "2026-Q3", "2026-09-30": "2026-Q3", "2026-10-01": "2026-Q4", "0987-12-31": "0987-Q4",
	} {
		p := sample()
		p.Deals = p.Deals[:1]
		p.Deals[0].ExpectedClose = day(month)
		w, err := forecast.Weigh(p)
		require.NoError(t, err)
		require.Equal(t, want, w.ByQuarter[0].Key)
		require.Equal(t, month[:7], w.ByMonth[0].Key)
	}
}

func TestWeighTakesTheDealsOwnOdds(t *testing.T) {
	p := sample()
	p.Deals = p.Deals[:2]
	p.Deals[0].Probability = nil
	p.Process = []forecast.StageOdds{{Stage: forecast.Qualified, Probability: new(0.9)}, {Stage: forecast.Negotiating, Probability: new(0.5)}}
	w, err := forecast.Weigh(p)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "60000", w.ByStage[1].Total.Weighted)
	testkit.EqualDecimal(t, "16000.10", w.ByStage[0].Total.Weighted)
}

func TestWeighNeedsOdds(t *testing.T) {
	p := sample()
	p.Deals[0].Probability = nil
	p.Deals[2].Probability = nil
	w, err := forecast.Weigh(p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Pipeline.Deals[0].Probability", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Pipeline.Deals[2].Probability", Reason: salesops.ErrMissing},
	)
	require.Zero(t, w)
	require.Contains(t, salesops.InputErrors(err)[1].Want, "D-3", "the fault names the deal")
	_, err = forecast.Cover(p, quota, forecast.DefaultPolicy().CoveragePolicy)
	require.NoError(t, err, "coverage needs no odds")
}

func TestWeighNothing(t *testing.T) {
	w, err := forecast.Weigh(forecast.Pipeline{})
	require.NoError(t, err)
	require.Zero(t, w.Open.Count)
	require.Len(t, w.ByStage, 5)
	testkit.RoundTrip(t, w)
}

func TestWeightedPipelineJSON(t *testing.T) {
	w, err := forecast.Weigh(sample())
	require.NoError(t, err)
	testkit.Golden(t, "weighted_pipeline", w)
	testkit.Golden(t, "pipeline_total", w.Open)
	testkit.Golden(t, "pipeline_group", w.ByOwner[0])
	testkit.Golden(t, "deal_total", w.Won)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, w, map[string]edit{
		"count":            {`"open":{"count":3`, `"open":{"count":-3`, []testkit.Fault{{Field: "WeightedPipeline.Open.Count", Reason: out}}},
		"amount":           {`"won":{"count":1,"amount":"55000"`, `"won":{"count":1,"amount":"-1"`, []testkit.Fault{{Field: "WeightedPipeline.Won.Amount", Reason: out}}},
		"absurd amount":    {`"won":{"count":1,"amount":"55000"`, `"won":{"count":1,"amount":"1e2000000000"`, []testkit.Fault{{Field: "WeightedPipeline.Won.Amount", Reason: out}}},
		"long amount":      {`"won":{"count":1,"amount":"55000"`, `"won":{"count":1,"amount":"11111e58"`, []testkit.Fault{{Field: "WeightedPipeline.Won.Amount", Reason: out}}},
		"negative deals":   {`"lost":{"count":1`, `"lost":{"count":-1`, []testkit.Fault{{Field: "WeightedPipeline.Lost.Count", Reason: out}}},
		"open amount":      {`"open":{"count":3,"amount":"240000.5"`, `"open":{"count":3,"amount":"-240000.5"`, []testkit.Fault{{Field: "WeightedPipeline.Open.Amount", Reason: out}}},
		"weight":           {`"weighted":"90000.1"`, `"weighted":"-1"`, []testkit.Fault{{Field: "WeightedPipeline.Open.Weighted", Reason: out}}},
		"weight above all": {`"weighted":"90000.1"`, `"weighted":"240000.6"`, []testkit.Fault{{Field: "WeightedPipeline.Open.Weighted", Reason: conflict}}},
		"empty key":        {`"key":"Ana"`, `"key":""`, []testkit.Fault{{Field: "WeightedPipeline.ByOwner[0].Key", Reason: missing}}},
		"owners unsorted":  {`"key":"Ana"`, `"key":"Cy"`, []testkit.Fault{{Field: "WeightedPipeline.ByOwner", Reason: conflict}}},
		"segment twice":    {`"key":"north"`, `"key":"south"`, []testkit.Fault{{Field: "WeightedPipeline.BySegment", Reason: conflict}}},
		"stage twice":      {`"key":"closing"`, `"key":"qualified"`, []testkit.Fault{{Field: "WeightedPipeline.ByStage", Reason: conflict}}},
		"month":            {`"key":"2026-11"`, `"key":"2027-02"`, []testkit.Fault{{Field: "WeightedPipeline.ByMonth", Reason: conflict}}},
		"quarter":          {`"key":"2026-Q4"`, `"key":"2027-Q1"`, []testkit.Fault{{Field: "WeightedPipeline.ByQuarter", Reason: conflict}}},
		"count in part":    {`"ownerless":{"count":1`, `"ownerless":{"count":2`, []testkit.Fault{{Field: "WeightedPipeline.ByOwner", Reason: conflict}}},
		"amount in part": {
			`"unsegmented":{"count":1,"amount":"40000"`, `"unsegmented":{"count":1,"amount":"40001"`,
			[]testkit.Fault{{Field: "WeightedPipeline.BySegment", Reason: conflict}},
		},
		"weight in part": {
			`"undated":{"count":1,"amount":"40000","weighted":"2000"`, `"undated":{"count":1,"amount":"40000","weighted":"2001"`,
			[]testkit.Fault{{Field: "WeightedPipeline.ByMonth", Reason: conflict}, {Field: "WeightedPipeline.ByQuarter", Reason: conflict}},
		},
		"missing key": {`"undated"`, `"dateless"`, []testkit.Fault{
			{Field: "WeightedPipeline.Undated", Reason: missing}, {Field: "WeightedPipeline.dateless", Reason: out},
			{Field: "WeightedPipeline.ByMonth", Reason: conflict}, {Field: "WeightedPipeline.ByQuarter", Reason: conflict},
		}},
	})
}
