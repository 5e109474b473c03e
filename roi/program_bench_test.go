package roi_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/roi"
)

func BenchmarkPayBackFlows(b *testing.B) {
	for _, n := range []int{12, 60, 360} {
		flows := []decimal.Decimal{decimal.New(-100000, 0)}
		for range n {
			flows = append(flows, decimal.New(200000/int64(n), 0))
		}
		b.Run(fmt.Sprintf("flows=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roi.PayBackFlows(flows, 0.01)
			}
		})
	}
}

func BenchmarkProjectProgram(b *testing.B) {
	for _, life := range []int{24, 60, 359} {
		program := quoting
		program.LifeMonths, program.Trend = life, roi.TrendPerYear(percent(12))
		b.Run(fmt.Sprintf("months=%d", life+1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roi.ProjectProgram(program, roi.DefaultPolicy())
			}
		})
	}
}

func BenchmarkAnalyzeSensitivity(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = roi.AnalyzeSensitivity(quoting, quotingRanges(), roi.DefaultPolicy())
	}
}

func BenchmarkRankCandidates(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var portfolio roi.Portfolio
	for i := range 60 {
		program := quoting
		program.Cost = decimal.New(random.Int64N(20000), 0)
		program.TasksPerMonth = float64(random.IntN(400))
		c := roi.Candidate{Name: fmt.Sprint("c", i), Kind: roi.Reports, Program: program}
		if i%5 == 1 {
			c.Needs = []string{fmt.Sprint("c", i-1)}
		}
		if i%7 == 1 {
			c.Excludes = []string{fmt.Sprint("c", i-1)}
		}
		portfolio.Candidates = append(portfolio.Candidates, c)
	}
	for _, budget := range []int64{50_000, 200_000} {
		money := decimal.New(budget, 0)
		portfolio.Budget = &money
		b.Run(fmt.Sprintf("candidates=60/budget=%d", budget), func(b *testing.B) {
			b.ReportAllocs()
			var r roi.Ranking
			for b.Loop() {
				r, _ = roi.RankCandidates(portfolio, roi.DefaultPolicy())
			}
			b.ReportMetric(float64(r.Nodes), "nodes")
			b.ReportMetric(r.Gap.InexactFloat64(), "gap")
		})
	}
}

func BenchmarkEstimateChance(b *testing.B) {
	for _, cells := range []int{1024, roi.DefaultMaxCells, roi.MaxCells} {
		policy := roi.DefaultPolicy()
		policy.MaxCells = cells
		b.Run(fmt.Sprintf("cells=%d", cells), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roi.EstimateChance(uncertain, policy)
			}
		})
	}
}

func BenchmarkValueCustomers(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = roi.ValueCustomers(subscribers)
	}
}
