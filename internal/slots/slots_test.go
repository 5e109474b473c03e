package slots_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/slots"
)

func TestNet(t *testing.T) {
	for name, tc := range map[string]struct {
		balance []int64
		want    slots.Profile
	}{
		"no days":                        {nil, slots.Profile{0}},
		"nothing committed":              {[]int64{3, 0, 4}, slots.Profile{0, 3, 3, 7}},
		"a lack takes the latest first":  {[]int64{3, 4, -2, 5}, slots.Profile{0, 3, 5, 5, 10}},
		"a lack takes several days":      {[]int64{3, 4, -6, 5}, slots.Profile{0, 1, 1, 1, 6}},
		"then from the days after":       {[]int64{3, -5, 1, 4}, slots.Profile{0, 0, 0, 0, 3}},
		"a lack on the first day":        {[]int64{-2, 5}, slots.Profile{0, 0, 3}},
		"a lack on the last day":         {[]int64{5, -2}, slots.Profile{0, 3, 3}},
		"a lack that is never made good": {[]int64{1, -5, 2}, slots.Profile{0, 0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			before := append([]int64(nil), tc.balance...)
			require.Equal(t, tc.want, slots.Net(tc.balance))
			require.Equal(t, before, tc.balance)
		})
	}
}

func TestProfile(t *testing.T) {
	p := slots.Net([]int64{10, 0, 20, 30})
	require.Equal(t, 4, p.Days())
	require.Equal(t, int64(20), p.On(2))
	require.Equal(t, int64(50), p.Between(1, 9))
	require.Equal(t, int64(10), p.Between(-3, 2))
	require.Zero(t, p.Between(3, 3))
	require.Zero(t, p.Between(4, 2))

	for _, tc := range []struct {
		ready int
		work  int64
		day   int
		ok    bool
	}{
		{0, 10, 0, true}, {0, 11, 2, true}, {0, 30, 2, true}, {0, 31, 3, true}, {0, 60, 3, true}, {0, 61, 0, false},
		{-5, 10, 0, true}, {1, 1, 2, true}, {3, 30, 3, true}, {3, 31, 0, false}, {4, 0, 0, false}, {1, 0, 1, true},
	} {
		day, ok := p.Finish(tc.ready, tc.work)
		require.Equal(t, tc.ok, ok, "%+v", tc)
		require.Equal(t, tc.day, day, "%+v", tc)
	}
	for _, tc := range []struct {
		last int
		work int64
		day  int
		ok   bool
	}{
		{3, 30, 3, true}, {3, 31, 2, true}, {3, 50, 2, true}, {3, 51, 0, true}, {3, 60, 0, true}, {3, 61, 0, false},
		{1, 5, 0, true}, {0, 10, 0, true}, {0, 11, 0, false}, {-1, 0, 0, false}, {4, 1, 0, false}, {2, 0, 2, true},
	} {
		day, ok := p.Start(tc.last, tc.work)
		require.Equal(t, tc.ok, ok, "%+v", tc)
		require.Equal(t, tc.day, day, "%+v", tc)
	}

	forward := slots.Net([]int64{10, 0, 20, 30})
	forward.TakeForward(1, 25)
	require.Equal(t, slots.Net([]int64{10, 0, 0, 25}), forward)
	forward.TakeForward(-1, 5)
	require.Equal(t, slots.Net([]int64{5, 0, 0, 25}), forward)
	backward := slots.Net([]int64{10, 0, 20, 30})
	backward.TakeBackward(2, 25)
	require.Equal(t, slots.Net([]int64{5, 0, 0, 30}), backward)
	backward.TakeBackward(3, 30)
	require.Equal(t, slots.Net([]int64{5, 0, 0, 0}), backward)
	backward.Add(1, 7)
	require.Equal(t, slots.Net([]int64{5, 7, 0, 0}), backward)
}

func TestForwardAndBackward(t *testing.T) {
	steps := []slots.Step{
		{Free: slots.Net([]int64{5, 5, 5, 5, 5, 5}), Work: 8, Wait: 0},
		{Free: slots.Net([]int64{9, 9, 9, 0, 3, 9}), Work: 4, Wait: 2},
	}
	days, stuck := slots.Forward(steps, 0)
	require.Equal(t, 2, stuck)
	require.Equal(t, []slots.Days{{Ready: 0, Finish: 1}, {Ready: 3, Finish: 5}}, days)
	end, ok := slots.End(steps, 0)
	require.True(t, ok)
	require.Equal(t, 5, end)
	late, ok := slots.Backward(steps, 5)
	require.True(t, ok)
	require.Equal(t, []slots.Days{{Ready: 2, Finish: 3}, {Ready: 5, Finish: 5}}, late)
	_, ok = slots.Backward(steps, 3)
	require.False(t, ok)
	_, stuck = slots.Forward(steps, 3)
	require.Equal(t, 1, stuck)
	_, stuck = slots.Forward(steps, 5)
	require.Zero(t, stuck)
	_, ok = slots.End(steps, 3)
	require.False(t, ok)
	end, ok = slots.End(nil, 7)
	require.True(t, ok)
	require.Equal(t, 7, end)
}

func TestBuy(t *testing.T) {
	steps := []slots.Step{
		{Free: slots.Net([]int64{4, 4, 4, 4}), Work: 10},
		{Free: slots.Net([]int64{3, 3, 3, 3}), Work: 5, Wait: 1},
	}
	_, ok := slots.Buy(steps, 0, 0)
	require.False(t, ok, "the wait takes too long")
	purchases, ok := slots.Buy(steps, 0, 3)
	require.True(t, ok)
	require.Equal(t, []slots.Purchase{{Step: 0, Day: 1, Minutes: 2}}, purchases)
	purchases, ok = slots.Buy(steps, 0, 1)
	require.True(t, ok)
	require.Equal(t, []slots.Purchase{{Step: 0, Day: 0, Minutes: 6}, {Step: 1, Day: 1, Minutes: 2}}, purchases)
	steps[0].Work = 8
	purchases, ok = slots.Buy(steps, 0, 3)
	require.True(t, ok)
	require.Empty(t, purchases)
}

func TestLate(t *testing.T) {
	free := slots.Net([]int64{10, 10, 10, 10})
	for name, tc := range map[string]struct {
		jobs []slots.Job
		want []int
	}{
		"none":                     {nil, []int{}},
		"all fit":                  {[]slots.Job{{Work: 30, Due: 3}, {Work: 10, Due: 0}}, []int{}},
		"the long one goes":        {[]slots.Job{{Work: 15, Due: 1}, {Work: 5, Due: 1}, {Work: 5, Due: 1}}, []int{0}},
		"among equals the last":    {[]slots.Job{{Work: 10, Due: 1}, {Work: 10, Due: 1}, {Work: 10, Due: 1}}, []int{2}},
		"due days that are past":   {[]slots.Job{{Work: 1, Due: -1}, {Work: 40, Due: 3}}, []int{0}},
		"due after the last day":   {[]slots.Job{{Work: 40, Due: 9}, {Work: 1, Due: 9}}, []int{0}},
		"several":                  {[]slots.Job{{Work: 9, Due: 0}, {Work: 9, Due: 0}, {Work: 8, Due: 1}, {Work: 40, Due: 3}}, []int{1, 3}},
		"a short one is not worth": {[]slots.Job{{Work: 12, Due: 1}, {Work: 9, Due: 1}, {Work: 10, Due: 1}, {Work: 20, Due: 3}}, []int{0}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, slots.Late(free, tc.jobs)) })
	}
}
