package overflow_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

// everyDay is a calendar without days off.
type everyDay struct{}

func (everyDay) IsWorkday(salesops.Date) bool { return true }

func date(t testing.TB, text string) salesops.Date {
	t.Helper()
	d, err := salesops.ParseDate(text)
	require.NoError(t, err)
	return d
}

// published returns the input and the output of a published row.
func published(t *testing.T, id string, in, out any) {
	t.Helper()
	type row struct {
		ID     string          `json:"id"`
		Source string          `json:"src"`
		In     json.RawMessage `json:"in"`
		Out    json.RawMessage `json:"out"`
	}
	for _, r := range testkit.Vectors[row](t, "published_promise.json", 3) {
		if r.ID == id {
			require.NotEmpty(t, r.Source)
			require.NoError(t, json.Unmarshal(r.In, in))
			require.NoError(t, json.Unmarshal(r.Out, out))
			return
		}
	}
	require.Fail(t, "no row", id)
}

func TestPublishedStock(t *testing.T) {
	var in struct {
		OnHand     int64   `json:"on_hand"`
		Forecast   []int64 `json:"forecast"`
		Orders     []int64 `json:"orders"`
		Receipts   []int64 `json:"receipts"`
		FenceAfter int     `json:"fence_after"`
	}
	var out struct {
		Ending []int64          `json:"ending"`
		ATP    map[string]int64 `json:"ATP"`
		CATP   []int64          `json:"CATP"`
	}
	published(t, "at01", &in, &out)
	today := date(t, "2026-11-23")
	project := func(committed []int64) overflow.StockProjection {
		stock := overflow.Stock{OnHand: in.OnHand}
		for i := range committed {
			if committed[i] > 0 {
				stock.Committed = append(stock.Committed, overflow.Movement{On: today.AddDays(i), Quantity: committed[i]})
			}
			if in.Receipts[i] > 0 {
				stock.Receipts = append(stock.Receipts, overflow.Movement{On: today.AddDays(i), Quantity: in.Receipts[i]})
			}
		}
		p, err := overflow.ProjectStock(stock, today)
		require.NoError(t, err)
		return p
	}
	for _, period := range project(in.Orders).Periods {
		week := period.Start.DaysSince(today)
		require.Equal(t, out.CATP[week], period.Available)
		require.Equal(t, out.ATP[strconv.Itoa(week+1)], period.Discrete)
		require.Equal(t, period.Discrete, period.Netted)
	}
	// The published balance also takes the forecast that no order has used up.
	demand := make([]int64, len(in.Orders))
	for i := range demand {
		demand[i] = in.Orders[i]
		if i >= in.FenceAfter {
			demand[i] = max(in.Orders[i], in.Forecast[i])
		}
	}
	for _, period := range project(demand).Periods {
		require.Equal(t, out.Ending[period.Start.DaysSince(today)], period.Projected)
	}
}

func TestPublishedDeliveryPolicies(t *testing.T) {
	var in struct {
		Demand int64  `json:"demand"`
		Due    string `json:"due"`
		OnHand int64  `json:"on_hand"`
	}
	var out map[string]json.RawMessage
	published(t, "ct01", &in, &out)
	due := date(t, in.Due)
	load := overflow.Load{Today: date(t, "2009-01-01"), Stock: &overflow.Stock{
		OnHand: in.OnHand, Receipts: []overflow.Movement{{On: date(t, "2009-01-10"), Quantity: 10}},
	}}
	for row, tc := range map[string]struct {
		splitting overflow.Splitting
		latest    string
		short     string
		outcome   overflow.PromiseOutcome
	}{
		"A_any":              {overflow.InTwoParts, "", "", overflow.InParts},
		"B_no_late":          {overflow.InTwoParts, in.Due, "B_short", overflow.PartOnly},
		"C_full_only":        {overflow.AllOrNothing, "", "", overflow.Later},
		"D_full_and_no_late": {overflow.AllOrNothing, in.Due, "D_short", overflow.NoPromise},
		"E_max_late_jan7":    {overflow.InTwoParts, "2009-01-07", "B_short", overflow.PartOnly},
	} {
		t.Run(row, func(t *testing.T) {
			request := overflow.Request{Quantity: in.Demand, Wanted: due}
			if tc.latest != "" {
				request.Latest = date(t, tc.latest)
			}
			policy := overflow.DefaultPolicy().PromisePolicy
			policy.Splitting = tc.splitting
			p, err := overflow.Commit(request, load, everyDay{}, policy)
			require.NoError(t, err)
			got := [][]any{}
			for _, d := range p.Deliveries {
				got = append(got, []any{d.On.String(), d.Quantity})
			}
			text, err := json.Marshal(got)
			require.NoError(t, err)
			require.JSONEq(t, string(out[row]), string(text))
			require.Equal(t, tc.outcome, p.Outcome)
			if tc.short != "" {
				require.JSONEq(t, string(out[tc.short]), strconv.FormatInt(p.Short, 10))
			}
		})
	}
}

// One job a day, a day to deliver, and no work more than four days ahead. The
// source has one order due at noon; here its day counts.
func TestPublishedOneJobADay(t *testing.T) {
	var in struct {
		Orders [][]any `json:"orders"`
		Make   int     `json:"make_days"`
		Wait   int     `json:"deliver_days"`
		Early  int     `json:"max_early_days"`
	}
	var out struct {
		Promise map[string]string `json:"promise"`
	}
	published(t, "ct02", &in, &out)
	const job = 1440
	load := overflow.Load{Today: date(t, "2009-01-01"), Stages: []overflow.LoadStage{
		{Name: "make", MinutesPerDay: job}, {Name: "deliver", MinutesPerDay: 1000 * job, WaitDays: in.Wait},
	}}
	policy := overflow.DefaultPolicy().PromisePolicy
	for _, order := range in.Orders {
		id, due := order[0].(string), date(t, order[1].(string)[:10])
		p, err := overflow.Commit(overflow.Request{
			Quantity: 1, Wanted: due, Earliest: due.AddDays(-in.Early),
			Work: []overflow.UnitWork{{Stage: "make", MinutesPerUnit: job * float64(in.Make)}, {Stage: "deliver", MinutesPerUnit: 1}},
		}, load, everyDay{}, policy)
		require.NoError(t, err)
		require.Len(t, p.Deliveries, 1)
		require.Equal(t, out.Promise[id][:10], p.Deliveries[0].On.String(), id)
		if id == "5" {
			require.Equal(t, overflow.Binding{Constraint: overflow.StageBinds, Stage: "make", GainDays: 4}, p.Binding)
		}
		load, err = overflow.Reserve(load, p, everyDay{})
		require.NoError(t, err)
	}
}
