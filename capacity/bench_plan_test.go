package capacity_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/capacity"
)

func longGrowth(months int) capacity.Growth {
	levels := make([]float64, months)
	for i := range levels {
		levels[i] = 1 + float64(i)/50
	}
	return capacity.Growth{
		Phases: []capacity.Phase{{Name: "years", Levels: levels}},
		Hiring: []capacity.Hiring{{LeadMonths: 3, Yield: 0.6, Ramp: []float64{0.25, 0.5, 0.75}, MonthlyAttrition: 0.015}},
	}
}

func BenchmarkPlanGrowth(b *testing.B) {
	policy := capacity.DefaultPolicy()
	for _, n := range []int{5, 50} {
		audit := busyLine(n)
		for _, months := range []int{12, 120} {
			growth := longGrowth(months)
			b.Run(fmt.Sprintf("stages=%d/months=%d", n, months), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, _ = capacity.PlanGrowth(audit, growth, policy)
				}
			})
		}
	}
}

func manyDeals(n, weeks int) capacity.Pipeline {
	random := rand.New(rand.NewPCG(1, 2))
	p := capacity.Pipeline{Weeks: weeks, RunRate: 0.6}
	for i := range n {
		p.Deals = append(p.Deals, capacity.Deal{
			Name: "deal " + strconv.Itoa(i), Chance: float64(5+random.IntN(90)) / 100, CloseWeek: 1 + random.IntN(weeks-10),
			DelayWeeks: random.IntN(6), SpreadWeeks: 1 + random.IntN(12), Orders: float64(1 + random.IntN(200)),
		})
	}
	return p
}

func BenchmarkProjectLoad(b *testing.B) {
	policy, audit := capacity.DefaultPolicy(), busyLine(5)
	for _, n := range []int{10, 100, 1000} {
		pipeline := manyDeals(n, 52)
		b.Run("stages=5/weeks=52/deals="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.ProjectLoad(audit, pipeline, policy)
			}
		})
	}
}

func unevenMap(territories, accounts int) capacity.TerritoryMap {
	random := rand.New(rand.NewPCG(3, 4))
	var m capacity.TerritoryMap
	for i := range territories {
		m.Territories = append(m.Territories, capacity.Territory{Name: "territory " + strconv.Itoa(i), HoursPerWeek: 40})
	}
	for i := range accounts {
		account := capacity.TerritoryAccount{
			Name: "account " + strconv.Itoa(i), Opportunity: float64(1000 + random.IntN(100000)), HoursPerWeek: float64(1+random.IntN(5)) / 10,
		}
		for range random.IntN(20) / 18 * 2 {
			account.Claims = append(account.Claims, m.Territories[(i+len(account.Claims))%territories].Name)
		}
		if account.Claims == nil && random.IntN(20) > 0 {
			// Low numbers have more accounts than high ones.
			account.Claims = []string{m.Territories[min(random.IntN(territories), random.IntN(territories)+territories/3)].Name}
		}
		m.Accounts = append(m.Accounts, account)
	}
	return m
}

func BenchmarkBalanceTerritories(b *testing.B) {
	policy := capacity.DefaultPolicy().TerritoryPolicy
	for _, n := range []int{10, 200} {
		m := unevenMap(n, 100*n)
		b.Run(fmt.Sprintf("territories=%d/accounts=%d", n, 100*n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = capacity.BalanceTerritories(m, policy)
			}
		})
	}
}

func BenchmarkAssignAccounts(b *testing.B) {
	random := rand.New(rand.NewPCG(5, 6))
	var book capacity.AccountBook
	for i := range 200 {
		book.Reps = append(book.Reps, capacity.Rep{Name: "rep " + strconv.Itoa(i), Seniority: capacity.Seniorities()[i%4], HoursLeft: 40})
	}
	for i := range 20000 {
		book.Accounts = append(book.Accounts, capacity.Account{
			Name: "account " + strconv.Itoa(i), Tier: capacity.Tiers()[i%3], Opportunity: float64(random.IntN(100000)), HoursPerWeek: float64(1+random.IntN(5)) / 10,
		})
	}
	b.Run("reps=200/accounts=20000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = capacity.AssignAccounts(book)
		}
	})
}

func BenchmarkPrepareReview(b *testing.B) {
	policy, audit := capacity.DefaultPolicy(), busyLine(5)
	outlook := capacity.Outlook{Pipeline: manyDeals(100, 13), Growth: longGrowth(12)}
	b.Run("stages=5/deals=100", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = capacity.PrepareReview(audit, outlook, policy)
		}
	})
}
