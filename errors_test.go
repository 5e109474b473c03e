package salesops_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
)

func TestInputErrorText(t *testing.T) {
	for name, tc := range map[string]struct {
		err  salesops.InputError
		want string
	}{
		"full": {
			salesops.InputError{Field: "Audit.Stages[2].People", Value: "-3", Want: "1 to 100000 people", Reason: salesops.ErrOutOfRange},
			`salesops: Audit.Stages[2].People is out of range: got "-3"; want 1 to 100000 people`,
		},
		"missing": {
			salesops.InputError{Field: "Order.Margin", Want: "-1000 to 1", Reason: salesops.ErrMissing},
			`salesops: Order.Margin is missing; want -1000 to 1`,
		},
		"conflict": {
			salesops.InputError{Field: "Interval.Low", Value: "3", Reason: salesops.ErrConflict},
			`salesops: Interval.Low is in conflict: got "3"`,
		},
		"control characters": {
			salesops.InputError{Field: "Stage.Name", Value: "a\nb", Reason: salesops.ErrOutOfRange},
			`salesops: Stage.Name is out of range: got "a\nb"`,
		},
		"no reason": {salesops.InputError{Field: "X"}, "salesops: X"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.err.Error()) })
	}
}

func TestInputErrorIs(t *testing.T) {
	reasons := []error{salesops.ErrMissing, salesops.ErrOutOfRange, salesops.ErrConflict}
	for _, reason := range reasons {
		err := fmt.Errorf("reading the plan: %w", &salesops.InputError{Field: "Plan", Reason: reason})
		for _, other := range reasons {
			require.Equal(t, reason == other, errors.Is(err, other), "%v is %v", reason, other) //nolint:errorlint // the identity of two sentinels
		}
		var input *salesops.InputError
		require.ErrorAs(t, err, &input)
		require.Equal(t, "Plan", input.Field)
	}
}

func TestInputErrors(t *testing.T) {
	a := &salesops.InputError{Field: "A", Reason: salesops.ErrMissing}
	b := &salesops.InputError{Field: "B", Reason: salesops.ErrOutOfRange}
	c := &salesops.InputError{Field: "C", Reason: salesops.ErrConflict}
	other := errors.New("the disk is full")
	for name, tc := range map[string]struct {
		err  error
		want []*salesops.InputError
	}{
		"nil":                   {nil, nil},
		"another error":         {other, nil},
		"itself":                {a, []*salesops.InputError{a}},
		"wrapped":               {fmt.Errorf("first: %w", fmt.Errorf("second: %w", a)), []*salesops.InputError{a}},
		"joined":                {errors.Join(a, b), []*salesops.InputError{a, b}},
		"joined with others":    {errors.Join(other, b, other, a), []*salesops.InputError{b, a}},
		"joined, none of ours":  {errors.Join(other, other), nil},
		"two verbs":             {fmt.Errorf("%w and %w", c, b), []*salesops.InputError{c, b}},
		"nested, order is kept": {errors.Join(fmt.Errorf("x: %w", errors.Join(b, other, a)), c), []*salesops.InputError{b, a, c}},
		"twice":                 {errors.Join(a, a), []*salesops.InputError{a, a}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, salesops.InputErrors(tc.err)) })
	}
}
