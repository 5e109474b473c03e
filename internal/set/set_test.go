package set_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/set"
	"github.com/salesops-go/salesops/internal/testkit"
)

type fruit string

func fruits() []fruit { return []fruit{"apple", "pear", "plum"} }

func TestSet(t *testing.T) {
	require.Equal(t, uint16(1), set.Bit(fruit("apple"), fruits()))
	require.Equal(t, uint16(4), set.Bit(fruit("plum"), fruits()))
	require.Zero(t, set.Bit(fruit("nut"), fruits()))
	require.Equal(t, []fruit{"apple", "plum"}, set.Members(5, fruits()))
	require.Equal(t, []fruit{}, set.Members(0, fruits()))
	for bits := range uint16(8) {
		text, err := set.Marshal(bits, fruits())
		require.NoError(t, err)
		back := uint16(99)
		require.NoError(t, set.Unmarshal("Basket", &back, text, fruits()))
		require.Equal(t, bits, back)
	}
}

func TestUnmarshalRejects(t *testing.T) {
	for name, text := range map[string]string{
		"unknown": `["nut"]`, "twice": `["plum","plum"]`, "not a list": `"plum"`, "null": `null`, "not a text": `[1]`, "object": `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			back := uint16(99)
			testkit.RequireFaults(t, set.Unmarshal("Basket", &back, []byte(text), fruits()), testkit.Fault{Field: "Basket", Reason: salesops.ErrOutOfRange})
			require.Equal(t, uint16(99), back)
		})
	}
	var back uint16
	require.NoError(t, set.Unmarshal("Basket", &back, []byte(`["plum","apple"]`), fruits()))
	require.Equal(t, uint16(5), back)
}
