package strict_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/strict"
)

func TestEnumerationText(t *testing.T) {
	known := []color{"red", "green"}
	for _, c := range known {
		text, err := strict.Text("color", c, known)
		require.NoError(t, err)
		require.Equal(t, string(c), string(text))
		var back color
		require.NoError(t, strict.Parse("color", &back, text, known))
		require.Equal(t, c, back)
	}
	for _, bad := range []string{"", "Red", " red", "blue", strings.Repeat("x", 100)} {
		text, err := strict.Text("color", color(bad), known)
		require.Nil(t, text)
		back := color("red")
		for _, err := range []error{err, strict.Parse("color", &back, []byte(bad), known)} {
			faults := salesops.InputErrors(err)
			require.Len(t, faults, 1)
			require.Equal(t, "color", faults[0].Field)
			require.LessOrEqual(t, len(faults[0].Value), 64)
			require.Equal(t, "one of red, green", faults[0].Want)
			require.ErrorIs(t, err, salesops.ErrOutOfRange)
		}
		require.Equal(t, color("red"), back, "left alone")
	}
}
