package forecast_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// A history may be kept in a file: it is read strictly, at any leads, and a
// judgment of it is that of the original.
func TestHistoryJSON(t *testing.T) {
	h := biasSample()
	h.Periods = nil
	data := testkit.RoundTrip(t, h)
	var back forecast.History
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, judgeAll(t, h, fivePercent), judgeAll(t, back, fivePercent))

	calls := `{"forecaster":"Ana","period":"2026-Q3","lead_weeks":13,"forecast":12,"actual":10},` +
		`{"forecaster":"Ana","period":"2026-Q3","lead_weeks":4,"forecast":11,"actual":10}`
	require.NoError(t, json.Unmarshal([]byte(`{"calls":[`+calls+`]}`), &back))
	require.Len(t, back.AtLead(4).Calls, 1)
	require.Equal(t, 11.0, back.AtLead(4).Calls[0].Forecast)
	require.NoError(t, json.Unmarshal([]byte(`{"calls":[],"odds":[{"forecaster":"Ana","cluster":"2026-Q3","odds":0.5,"won":true}]}`), &back))
	require.NoError(t, json.Unmarshal([]byte(`{"calls":[],"moves":[{"forecaster":"Ana","cluster":"2026-Q3","later":2,"earlier":0}]}`), &back))

	for text, want := range map[string][]testkit.Fault{
		`{"calls":[]}`: {{Field: "History.Calls", Reason: salesops.ErrMissing}},
		`{"calls":[` + calls + `,` + calls + `],"people":3}`: {
			{Field: "History.people", Reason: salesops.ErrOutOfRange},
			{Field: "History.Calls[2].Period", Reason: salesops.ErrConflict}, {Field: "History.Calls[3].Period", Reason: salesops.ErrConflict},
		},
	} {
		testkit.RequireFaults(t, json.Unmarshal([]byte(text), &back), want...)
	}
}
