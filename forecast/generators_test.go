package forecast_test

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

func amounts() *rapid.Generator[decimal.Decimal] {
	return rapid.OneOf(
		rapid.SampledFrom([]decimal.Decimal{money("0"), money("300"), money("500"), money("0.07"), money("0.21"), money("1e15"), money("999999999999999.99999999")}),
		rapid.Map(rapid.Int64Range(0, 1_000_000), func(cents int64) decimal.Decimal { return decimal.New(cents, -2) }),
	)
}

func days() *rapid.Generator[salesops.Date] {
	return rapid.Map(rapid.IntRange(-120, 150), func(n int) salesops.Date {
		if n < -100 {
			return salesops.Date{}
		}
		return quarter.From.AddDays(n)
	})
}

func probabilities() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 100), func(n int) float64 { return float64(n) / 100 }),
		rapid.Float64Range(forecast.MinProbability, 1),
	)
}

// pipelines are valid for every question, with odds for every open deal.
func pipelines() *rapid.Generator[forecast.Pipeline] {
	return rapid.Custom(func(t *rapid.T) forecast.Pipeline {
		p := forecast.Pipeline{Process: forecast.StandardProcess()}
		for i := range p.Process {
			p.Process[i].Probability = new(probabilities().Draw(t, "odds"))
		}
		for i := range rapid.IntRange(0, 12).Draw(t, "deals") {
			d := forecast.Deal{
				ID:      "D-" + strconv.Itoa(i),
				Owner:   rapid.SampledFrom([]string{"", "Ana", "Bo", "Cy"}).Draw(t, "owner"),
				Segment: rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "segment"),
				Stage:   rapid.SampledFrom(forecast.Stages()).Draw(t, "stage"),
				Amount:  amounts().Draw(t, "amount"), Opened: days().Draw(t, "opened"), Proposed: days().Draw(t, "proposed"),
				ExpectedClose: days().Draw(t, "expected close"),
			}
			if d.Stage.Closed() {
				d.ClosedOn = days().Draw(t, "closed on")
			}
			if rapid.Bool().Draw(t, "own probability") {
				d.Probability = new(probabilities().Draw(t, "probability"))
			}
			p.Deals = append(p.Deals, d)
		}
		return p
	})
}

func quotas() *rapid.Generator[forecast.Quota] {
	return rapid.Custom(func(t *rapid.T) forecast.Quota {
		q := forecast.Quota{
			Amount: rapid.SampledFrom([]decimal.Decimal{money("100"), money("0.07"), money("2500.5"), money("1e15")}).Draw(t, "quota"),
			Won:    amounts().Draw(t, "won"), Window: quarter,
		}
		for range rapid.IntRange(0, 3).Draw(t, "periods") {
			p := forecast.PastPeriod{
				OpeningValue: amounts().Draw(t, "opening"), DealsWon: rapid.IntRange(0, 9).Draw(t, "deals won"), DealsLost: rapid.IntRange(0, 9).Draw(t, "deals lost"),
			}
			p.WonValue = decimal.Min(p.OpeningValue, amounts().Draw(t, "won value"))
			q.History = append(q.History, p)
		}
		return q
	})
}

func coveragePolicies() *rapid.Generator[forecast.CoveragePolicy] {
	return rapid.Custom(func(t *rapid.T) forecast.CoveragePolicy {
		low := float64(rapid.IntRange(1, 700).Draw(t, "min coverage")) / 100
		high := float64(rapid.IntRange(701, 1200).Draw(t, "max coverage")) / 100
		return forecast.CoveragePolicy{MinCoverage: low, MaxCoverage: high}
	})
}

func magnitudes() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-3, 9), func(n int) float64 { return float64(n) }),
		rapid.Map(rapid.IntRange(-5000, 20000), func(n int) float64 { return float64(n) / 100 }),
		rapid.Float64Range(1e-3, 1e6),
	)
}

func records() *rapid.Generator[forecast.Record] {
	return rapid.Custom(func(t *rapid.T) forecast.Record {
		r := forecast.Record{Scale: forecast.Scale{Absolute: rapid.Float64Range(0.01, 9).Draw(t, "scale"), RootSquare: 2}}
		for range rapid.IntRange(1, 10).Draw(t, "observations") {
			o := forecast.Observation{Forecast: magnitudes().Draw(t, "forecast"), Actual: magnitudes().Draw(t, "actual")}
			if rapid.Bool().Draw(t, "weighted") {
				o.Weight = new(rapid.Float64Range(0.01, 100).Draw(t, "weight"))
			}
			r.Observations = append(r.Observations, o)
		}
		return r
	})
}

func histories() *rapid.Generator[forecast.History] {
	return rapid.Custom(func(t *rapid.T) forecast.History {
		var h forecast.History
		for _, name := range []string{"Ana", "Bo", "Cy"}[:rapid.IntRange(1, 3).Draw(t, "forecasters")] {
			lean := rapid.SampledFrom([]int{-1, 0, 1}).Draw(t, "lean")
			for i := range rapid.IntRange(1, 12).Draw(t, "calls") {
				c := forecast.Call{Forecaster: name, Period: strconv.Itoa(i), Actual: magnitudes().Draw(t, "actual")}
				err := math.Abs(magnitudes().Draw(t, "size")) * float64(lean)
				if lean == 0 || rapid.IntRange(0, 9).Draw(t, "against") == 0 {
					err = magnitudes().Draw(t, "error")
				}
				// Two places, so that a multiple by a power of two is the
				// multiple of the decimal too.
				c.Forecast, c.Actual = math.Round((c.Actual+err)*100)/100, math.Round(c.Actual*100)/100
				h.Calls = append(h.Calls, c)
			}
		}
		return h
	})
}

func levels() *rapid.Generator[float64] {
	return rapid.SampledFrom([]float64{0.05, 0.5, 0.1, 0.01, 0.03125})
}
