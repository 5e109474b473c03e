package main

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestSample(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(&out, &errs), errs.String())
	harness.Golden(t, "report.txt", out.String())
}

// Holidays of the state are no workdays, wherever the program runs.
func TestHolidays(t *testing.T) {
	calendar := bavaria()
	for text, want := range map[string]bool{
		"2027-01-05": true, "2027-01-06": false, "2027-01-09": false, "2026-12-25": false, "2026-12-28": true,
	} {
		day, err := salesops.ParseDate(text)
		require.NoError(t, err)
		require.Equal(t, want, calendar.IsWorkday(day), text)
	}
}

type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("no room")
	}
	return len(p), nil
}

func TestBrokenOutput(t *testing.T) {
	for left := 0; left < 900; left += 111 {
		var errs bytes.Buffer
		require.Equal(t, 1, run(&broken{left}, &errs))
		require.Equal(t, "promise: no room\n", errs.String())
	}
}
