package comp_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestMotivators(t *testing.T) {
	require.Equal(t, []comp.Motivator{"recognition", "promotion", "equity", "autonomy"}, comp.Motivators())
	said := make(map[string]bool)
	for _, m := range comp.Motivators() {
		require.NotEmpty(t, m.What())
		said[m.What()] = true

		text, err := json.Marshal(m)
		require.NoError(t, err)
		var back comp.Motivator
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, m, back)
	}
	require.Len(t, said, len(comp.Motivators()))
	require.Empty(t, comp.Motivator("money").What())

	comp.Motivators()[0] = "changed"
	require.Equal(t, comp.Recognition, comp.Motivators()[0])
}

func TestMotivatorText(t *testing.T) {
	_, err := comp.Motivator("money").MarshalText()
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Motivator", Reason: salesops.ErrOutOfRange})
	m := comp.Equity
	testkit.RequireFaults(t, m.UnmarshalText([]byte("money")), testkit.Fault{Field: "Motivator", Reason: salesops.ErrOutOfRange})
	require.Equal(t, comp.Equity, m)
}

func ExampleMotivators() {
	for _, m := range comp.Motivators() {
		fmt.Printf("%-12s %s\n", m, m.What())
	}
	// Output:
	// recognition  name in public what was done and by whom, soon after it was done
	// promotion    say in writing what the next role asks for, and promote those who meet it
	// equity       grant shares or options that vest over years, outside the commission plan
	// autonomy     let those who reach their quota choose accounts, hours and methods
}
