package capacity_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// anything draws any number at all, mostly within the limits.
func anything(t *rapid.T, label string, high float64) float64 {
	if rapid.IntRange(0, 39).Draw(t, "wild") == 0 {
		return rapid.SampledFrom([]float64{0, -1, math.NaN(), math.Inf(1), math.Nextafter(high, math.Inf(1))}).Draw(t, label)
	}
	return rapid.OneOf(amounts(high), rapid.Float64Range(capacity.MinPositive, high), rapid.SampledFrom([]float64{capacity.MinPositive, high})).Draw(t, label)
}

// requireAnswer requires an answer that survives JSON, or an input error and
// no answer.
func requireAnswer[T any](t *rapid.T, got T, err error) {
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, got)
		return
	}
	testkit.RoundTrip(t, got)
}

// Any numbers at all either give an answer or an input error, never both.
func plansTotalProperty(t *rapid.T) {
	s := capacity.Stage{
		Name: "a", TransactionsPerOrder: anything(t, "per order", 1e6), Backlog: anything(t, "backlog", 1e9),
		People: rapid.SampledFrom([]int{0, 1, 9, 100000}).Draw(t, "people"), MaxPerDay: anything(t, "max", 1e9),
	}
	if s.People > 0 {
		s.HoursPerPersonDay, s.HoursPerTransaction = anything(t, "hours a day", 24), anything(t, "hours each", 1e6)
	}
	a := capacity.Audit{OrdersPerDay: anything(t, "orders", 1e9), Stages: []capacity.Stage{s}, ClearBacklogDays: anything(t, "clear", 1e4)}
	policy := capacity.DefaultPolicy()
	a.WorkingDaysPerWeek, policy.WorkingDaysPerMonth = anything(t, "week", 7), anything(t, "month", 31)
	policy.LoadCells = rapid.SampledFrom([]int{1, 16, 4096}).Draw(t, "cells")
	growth := capacity.Growth{
		Phases: []capacity.Phase{{Name: "p", Levels: []float64{1, anything(t, "level", 1000), anything(t, "level", 1000)}}},
		Hiring: []capacity.Hiring{{
			LeadMonths: rapid.IntRange(0, 3).Draw(t, "lead"), Yield: max(capacity.MinYield, anything(t, "yield", 1)), Ramp: []float64{anything(t, "ramp", 1)},
			MonthlyAttrition: anything(t, "attrition", 0.5), Joining: []int{rapid.SampledFrom([]int{0, 1, 100000}).Draw(t, "joining")},
		}},
	}
	plan, err := capacity.PlanGrowth(a, growth, policy)
	requireAnswer(t, plan, err)
	pipeline := capacity.Pipeline{Weeks: rapid.IntRange(1, 3).Draw(t, "weeks"), RunRate: anything(t, "run rate", 1000)}
	for i := range rapid.IntRange(0, 8).Draw(t, "deals") {
		pipeline.Deals = append(pipeline.Deals, capacity.Deal{
			Name: string(rune('a' + i)), Chance: anything(t, "chance", 1), CloseWeek: 1, SpreadWeeks: rapid.IntRange(1, 104).Draw(t, "spread"), Orders: anything(t, "orders", 1e9),
			Work: []capacity.StageWork{{Stage: "a", Transactions: anything(t, "transactions", 1e9)}},
		})
	}
	load, err := capacity.ProjectLoad(a, pipeline, policy)
	requireAnswer(t, load, err)
	m := capacity.TerritoryMap{Territories: []capacity.Territory{
		{Name: "x", HoursPerWeek: max(0.001, anything(t, "hours", 168))}, {Name: "y", HoursPerWeek: max(0.001, anything(t, "hours", 168))},
	}}
	book := capacity.AccountBook{Reps: []capacity.Rep{{Name: "r", Seniority: capacity.NewerRep, HoursLeft: anything(t, "left", 168)}}}
	for i := range rapid.IntRange(1, 8).Draw(t, "accounts") {
		one := account(string(rune('a'+i)), anything(t, "opportunity", 1e9), anything(t, "work", 1e6), []string{"x", "y"}[:rapid.IntRange(0, 2).Draw(t, "claims")]...)
		one.Pinned = rapid.Bool().Draw(t, "pinned")
		m.Accounts = append(m.Accounts, one)
		book.Accounts = append(book.Accounts, capacity.Account{Name: one.Name, Tier: capacity.Small, Opportunity: one.Opportunity, HoursPerWeek: one.HoursPerWeek})
	}
	balance, err := capacity.BalanceTerritories(m, capacity.TerritoryPolicy{TerritoryTolerance: anything(t, "tolerance", 1), MaxMoves: 100})
	requireAnswer(t, balance, err)
	assignment, err := capacity.AssignAccounts(book)
	requireAnswer(t, assignment, err)
}

func TestPlansTotal(t *testing.T) { rapid.Check(t, plansTotalProperty) }
func FuzzPlansTotal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(plansTotalProperty)) }
