package roi_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

func TestGrowthFactor(t *testing.T) {
	for name, tc := range map[string]struct {
		growth roi.Growth
		want   string
	}{
		"factor":                     {roi.GrowthFromFactor(1.4), "1.4"},
		"percent":                    {percent(40), "1.4"},
		"no growth":                  {percent(0), "1"},
		"shrinks":                    {percent(-12.5), "0.875"},
		"percent, not representable": {percent(33.3), "1.333"}, // 1 + 33.3/100 is 1.3330000000000002 in float64
		"percent of many digits":     {percent(0.0123456789012345), "1.000123456789012345"},
		"least":                      {percent(-roi.MaxPercentDecrease), "0.000000001"},
		"largest":                    {percent(roi.MaxPercentIncrease), "1000"},
		"not given":                  {roi.Growth{}, "0"},
		"not a number":               {roi.GrowthFromFactor(math.NaN()), "0"},
		"infinite percent":           {percent(math.Inf(-1)), "0"},
	} {
		t.Run(name, func(t *testing.T) { testkit.EqualDecimal(t, tc.want, tc.growth.Factor()) })
	}
}

func TestGrowthJSON(t *testing.T) {
	for text, want := range map[string]roi.Growth{
		`{"factor":1.4}`:                          roi.GrowthFromFactor(1.4),
		`{"percent_increase":40}`:                 percent(40),
		`{"percent_increase":0}`:                  percent(0),
		`{"factor":1.4,"percent_increase":null}`:  roi.GrowthFromFactor(1.4),
		` { "percent_increase" : -12.5 } `:        percent(-12.5),
		`{"factor":1000}`:                         roi.GrowthFromFactor(roi.MaxGrowthFactor),
		`{"percent_increase":99900}`:              percent(roi.MaxPercentIncrease),
		`{"percent_increase":0.0000000010000000}`: percent(1e-9),
	} {
		t.Run(text, func(t *testing.T) {
			var g roi.Growth
			require.NoError(t, json.Unmarshal([]byte(text), &g))
			require.Equal(t, want, g)
			testkit.RoundTrip(t, g)
		})
	}
	data, err := json.Marshal(percent(40))
	require.NoError(t, err)
	require.Equal(t, `{"percent_increase":40}`, string(data))
	data, err = json.Marshal(roi.GrowthFromFactor(1.4))
	require.NoError(t, err)
	require.Equal(t, `{"factor":1.4}`, string(data))
}

func TestGrowthJSONRejects(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	for text, want := range map[string][]testkit.Fault{
		`1.4`:                                  {{Field: "Growth", Reason: out}},
		`"40%"`:                                {{Field: "Growth", Reason: out}},
		`null`:                                 {{Field: "Growth", Reason: out}},
		`[1.4]`:                                {{Field: "Growth", Reason: out}},
		`{}`:                                   {{Field: "Growth", Reason: missing}},
		`{"factor":null}`:                      {{Field: "Growth", Reason: missing}},
		`{"factor":1.4,"percent_increase":40}`: {{Field: "Growth", Reason: salesops.ErrConflict}},
		`{"increase":0.4}`:                     {{Field: "Growth.increase", Reason: out}, {Field: "Growth", Reason: missing}},
		`{"factor":"1.4"}`:                     {{Field: "Growth.Factor", Reason: out}},
		`{"factor":0}`:                         {{Field: "Growth.Factor", Reason: out}},
		`{"factor":1000.1}`:                    {{Field: "Growth.Factor", Reason: out}},
		`{"percent_increase":-100}`:            {{Field: "Growth.PercentIncrease", Reason: out}},
		`{"percent_increase":1e-10}`:           {{Field: "Growth.PercentIncrease", Reason: out}},
		`{"factor":1.4,"factor":1.5}`:          {{Field: "Growth.factor", Reason: salesops.ErrConflict}},
	} {
		t.Run(text, func(t *testing.T) {
			g := percent(40)
			testkit.RequireFaults(t, g.UnmarshalJSON([]byte(text)), want...)
			require.Equal(t, percent(40), g, "left alone")
		})
	}
	for name, g := range map[string]roi.Growth{"not given": {}, "negative": roi.GrowthFromFactor(-1), "not finite": percent(math.Inf(1))} {
		t.Run(name, func(t *testing.T) {
			_, err := json.Marshal(g)
			require.Len(t, salesops.InputErrors(err), 1)
			require.Equal(t, "Growth", salesops.InputErrors(err)[0].Field)
		})
	}
}
