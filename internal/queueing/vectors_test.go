package queueing_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/queueing"
)

type row struct {
	ID     string `json:"id"`
	Inputs struct {
		Op          string  `json:"op"`
		Arrivals    float64 `json:"lambda"`
		Rate        float64 `json:"mu"`
		Servers     int     `json:"c"`
		Time        float64 `json:"t"`
		Offered     float64 `json:"a"`
		Share       float64 `json:"p"`
		MaxBlocking float64 `json:"max_blocking"`
		MaxWait     float64 `json:"max_wq"`
		ArrivalSCV  float64 `json:"ca2"`
		WorkSCV     float64 `json:"cs2"`
	} `json:"inputs"`
	Expected map[string]any `json:"expected"`
	Tol      float64        `json:"tol"`
	Atol     float64        `json:"atol"`
	Source   string         `json:"source"`
}

func read[T any](t *testing.T, file string) []T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	var rows []T
	require.NoError(t, json.Unmarshal(text, &rows))
	return rows
}

// check compares the figures that a row gives; a null stands for one that is not
// defined.
func (r *row) check(t *testing.T, key string, got float64) {
	t.Helper()
	want, given := r.Expected[key].(float64)
	if !given {
		return
	}
	require.LessOrEqual(t, math.Abs(got-want), max(r.Tol*math.Abs(want), r.Atol), "%s %s: want %v, got %v", r.ID, key, want, got)
}

func TestVectors(t *testing.T) {
	count := make(map[string]int)
	for _, r := range read[row](t, "erlang.json") {
		require.NotEmpty(t, r.Source, r.ID)
		in := r.Inputs
		count[in.Op]++
		s := queueing.System{Arrivals: in.Arrivals, Rate: in.Rate, Servers: in.Servers}
		switch in.Op {
		case "erlang_b":
			if in.Servers == 0 {
				continue // a group of no servers is no system
			}
			s = queueing.System{Arrivals: in.Offered, Rate: 1, Servers: in.Servers}
			r.check(t, "erlang_b", s.LossChance())
			r.check(t, "ln_erlang_b", s.LogLossChance())
		case "mmc":
			r.checkWaits(t, s)
		case "ggc_allen_cunneen":
			wait := queueing.Spread(in.ArrivalSCV, in.WorkSCV) * s.Wait()
			r.check(t, "erlang_c", s.WaitChance())
			r.check(t, "wq", wait)
			r.check(t, "w", wait+1/s.Rate)
			r.check(t, "lq", wait*s.Arrivals)
			r.check(t, "l", (wait+1/s.Rate)*s.Arrivals)
		case "min_servers_blocking":
			s = queueing.System{Arrivals: in.Offered, Rate: 1}
			r.checkStaff(t, s, queueing.Target{Measure: queueing.Loss, Share: in.MaxBlocking})
		case "min_servers_service_level":
			r.checkStaff(t, s, queueing.Target{Measure: queueing.ServiceLevel, Share: in.Share, Time: in.Time, Spread: 1})
		case "min_servers_mean_wait":
			r.checkStaff(t, s, queueing.Target{Time: in.MaxWait, Spread: 1})
		default:
			require.Fail(t, in.Op)
		}
	}
	require.Equal(t, map[string]int{
		"mmc": 27, "erlang_b": 9, "ggc_allen_cunneen": 6, "min_servers_blocking": 4, "min_servers_service_level": 8, "min_servers_mean_wait": 3,
	}, count)
}

func (r *row) checkWaits(t *testing.T, s queueing.System) {
	t.Helper()
	r.check(t, "erlang_b", s.LossChance())
	r.check(t, "ln_erlang_b", s.LogLossChance())
	require.Equal(t, r.Expected["stable"], s.Slack() > 0, r.ID)
	r.check(t, "erlang_c", s.WaitChance())
	r.check(t, "ln_erlang_c", s.LogWaitChance())
	r.check(t, "wq", s.Wait())
	r.check(t, "w", s.Wait()+1/s.Rate)
	r.check(t, "lq", s.Waiting())
	r.check(t, "l", s.Arrivals*(s.Wait()+1/s.Rate))
	r.check(t, "p_wait_gt_t", s.WaitTail(r.Inputs.Time))
	r.check(t, "service_level_t", 1-s.WaitTail(r.Inputs.Time))
}

func (r *row) checkStaff(t *testing.T, s queueing.System, target queueing.Target) {
	t.Helper()
	servers, found := queueing.Fewest(s.Arrivals, s.Rate, target, 100000)
	require.True(t, found, r.ID)
	require.EqualValues(t, r.Expected["servers"], servers, r.ID)
	s.Servers = servers
	one := s
	one.Servers--
	r.check(t, "erlang_b", s.LossChance())
	r.check(t, "erlang_b_one_fewer", one.LossChance())
	r.check(t, "erlang_c", s.WaitChance())
	r.check(t, "wq", s.Wait())
	r.check(t, "wq_one_fewer", one.Wait())
	r.check(t, "service_level", 1-s.WaitTail(target.Time))
	r.check(t, "service_level_one_fewer", 1-one.WaitTail(target.Time))
}
