package overflow_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

type planRow struct {
	ID       string `json:"id"`
	Family   string `json:"family"`
	Instance struct {
		Periods  int       `json:"periods"`
		Cap      [][]int64 `json:"cap"`
		Temp     [][]int64 `json:"temp"`
		TempCost []int64   `json:"temp_cost"`
		Partners []struct {
			ShareBP    int64 `json:"share_bp"`
			MaxMinutes int64 `json:"max_minutes"`
		} `json:"partners"`
		Orders []struct {
			Contribution   int64   `json:"contribution"`
			Requested      int     `json:"requested"`
			Earliest       int     `json:"earliest"`
			Latest         int     `json:"latest"`
			LateCost       int64   `json:"late_cost"`
			Minutes        []int64 `json:"minutes"`
			AllowedPartner bool    `json:"allowed_partner"`
			QualityOK      bool    `json:"quality_ok"`
		} `json:"orders"`
	} `json:"instance"`
	Optimum   *int64 `json:"optimum"`
	BestFound int64  `json:"best_found"`
	BestBound int64  `json:"best_bound"`
	Certified int64  `json:"lp_bound_certified"`
	Greedy    int64  `json:"greedy_value"`
}

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

// book tells a row in the package's words.
func (r *planRow) book() overflow.Book {
	in := &r.Instance
	b := overflow.Book{Places: 2, Periods: in.Periods}
	for s := range in.Cap {
		b.Stages = append(b.Stages, overflow.BookStage{
			Name: "stage " + strconv.Itoa(s+1), CapacityMinutes: in.Cap[s], TemporaryMinutes: in.Temp[s], TemporaryCostPerMinute: cents(in.TempCost[s]),
		})
	}
	for k, p := range in.Partners {
		b.Partners = append(b.Partners, overflow.BookPartner{
			Name: "partner " + strconv.Itoa(k+1), ShareKept: float64(p.ShareBP) / 10000, Minutes: p.MaxMinutes,
		})
	}
	for i, o := range in.Orders {
		order := overflow.BookOrder{
			ID: "order " + strconv.Itoa(i+1), Contribution: cents(o.Contribution), LateCost: cents(o.LateCost),
			Requested: o.Requested, Earliest: o.Earliest, Latest: o.Latest, Minutes: o.Minutes, Ruling: overflow.Accept, QualityRisk: 5,
		}
		risk := 5.0
		if !o.QualityOK {
			order.QualityRisk, risk = 5.5, 6
		}
		for k := range in.Partners {
			if o.AllowedPartner {
				order.Partners = append(order.Partners, overflow.PartnerOption{Name: b.Partners[k].Name, QualityRisk: risk})
			}
		}
		b.Orders = append(b.Orders, order)
	}
	return b
}

func TestPlanVectors(t *testing.T) {
	families := make(map[string]bool)
	for _, row := range testkit.Vectors[planRow](t, "plan.json", 21) {
		t.Run(row.ID, func(t *testing.T) {
			families[row.Family] = true
			if testing.Short() && len(row.Instance.Orders) > 80 {
				t.Skip("large")
			}
			book, policy := row.book(), overflow.DefaultPolicy().AllocationPolicy
			if row.Optimum == nil || row.ID == "plan-017" {
				policy.MaxPlanNodes = 1_500_000
			}
			plan, err := overflow.Allocate(book, policy)
			require.NoError(t, err)
			violations, err := overflow.Verify(book, plan, policy)
			require.NoError(t, err)
			require.Empty(t, violations)
			require.True(t, plan.Bound.LessThanOrEqual(plan.PriceBound))
			require.LessOrEqual(t, inCents(plan.PriceBound), row.Certified+row.Certified/200+1, "the prices are nearly the linear relaxation's")
			require.True(t, plan.Value.LessThanOrEqual(cents(row.BestBound)), "above the proven bound: %s", plan.Value)
			require.True(t, plan.Value.GreaterThanOrEqual(cents(row.Greedy)), "below greedy: %s", plan.Value)
			require.True(t, plan.Bound.GreaterThanOrEqual(cents(row.BestFound)), "bound below a plan: %s", plan.Bound)
			if row.ID != "plan-008" && row.ID != "plan-017" {
				require.Equal(t, overflow.Optimal, plan.Status)
				testkit.EqualDecimal(t, cents(*row.Optimum).String(), plan.Value)
			} else if gap, _ := plan.Gap.Value(); gap > 0.01 {
				require.Fail(t, "too far from the best", "gap %v", gap)
			}
		})
	}
	require.Len(t, families, 13)
}

type knapsackRow struct {
	ID     string `json:"id"`
	Inputs struct {
		Op            string `json:"op"`
		CapacityHours int64  `json:"capacity_hours"`
		Capacity      []int64
		Items         []struct {
			Hours       int64   `json:"hours"`
			Use         []int64 `json:"use"`
			MarginCents int64   `json:"margin_cents"`
		} `json:"items"`
	} `json:"inputs"`
	Expected struct {
		Optimal int64   `json:"optimal_margin_cents"`
		Greedy  *int64  `json:"greedy_ratio_cents"`
		LP      float64 `json:"lp_bound_cents"`
	} `json:"expected"`
}

func TestKnapsackVectors(t *testing.T) {
	ops := make(map[string]int)
	policy := overflow.DefaultPolicy().AllocationPolicy
	for _, row := range testkit.Vectors[knapsackRow](t, "knapsack.json", 16) {
		ops[row.Inputs.Op]++
		if row.Inputs.Op == "knapsack_01" {
			pool := overflow.OrderPool{Places: 2, CapacityMinutes: 60 * row.Inputs.CapacityHours}
			for i, item := range row.Inputs.Items {
				pool.Orders = append(pool.Orders, overflow.PoolOrder{
					ID: strconv.Itoa(i), Contribution: cents(item.MarginCents), Minutes: 60 * item.Hours,
				})
			}
			s, err := overflow.SelectOrders(pool, policy)
			require.NoError(t, err, row.ID)
			require.Equal(t, overflow.Optimal, s.Status, row.ID)
			testkit.EqualDecimal(t, cents(row.Expected.Optimal).String(), s.Value, row.ID)
			require.True(t, s.RankingValue.LessThanOrEqual(s.Value), row.ID)
			if row.ID != "knapsack-o005-01-subset-n80" { // all ratios are equal there
				testkit.EqualDecimal(t, cents(*row.Expected.Greedy).String(), s.RankingValue, row.ID)
			}
			continue
		}
		book := overflow.Book{Places: 2, Periods: 1}
		for s, capacity := range row.Inputs.Capacity {
			book.Stages = append(book.Stages, overflow.BookStage{Name: strconv.Itoa(s), CapacityMinutes: []int64{capacity}})
		}
		for i, item := range row.Inputs.Items {
			book.Orders = append(book.Orders, overflow.BookOrder{
				ID: strconv.Itoa(i), Contribution: cents(item.MarginCents), Minutes: item.Use,
				Earliest: 1, Latest: 1, Requested: 1, Ruling: overflow.Accept,
			})
		}
		plan, err := overflow.Allocate(book, policy)
		require.NoError(t, err, row.ID)
		require.Equal(t, overflow.Optimal, plan.Status, row.ID)
		testkit.EqualDecimal(t, cents(row.Expected.Optimal).String(), plan.Value, row.ID)
	}
	require.Equal(t, map[string]int{"knapsack_01": 13, "knapsack_01_two_resources": 3}, ops)
}
