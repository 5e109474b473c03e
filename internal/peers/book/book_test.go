package book_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/peers/book"
	"github.com/salesops-go/salesops/overflow"
)

// A published book does not change.
func TestGenerateIsFixed(t *testing.T) {
	for kind, want := range map[book.Kind]string{
		book.Independent:  "3d22691e5515d91d",
		book.Proportional: "880c2f1ec203fa1f",
	} {
		b := book.Generate(1, book.Size{Orders: 40, Stages: 3, Periods: 4, Partners: 2}, kind)
		text, err := json.Marshal(b)
		require.NoError(t, err)
		sum := sha256.Sum256(text)
		require.Equal(t, want, hex.EncodeToString(sum[:8]), kind)
		var back overflow.Book
		require.NoError(t, json.Unmarshal(text, &back))
	}
}
