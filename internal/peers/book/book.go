// Package book makes books of orders that are hard to plan, from fixed seeds, so
// that planners can be compared on the same ones.
//
// Capacity is 30 to 49% of what all orders would take at a stage, spread evenly
// over the periods up to that draw; a quarter of it at most can be bought on top,
// at a price near what a minute earns. Windows are one to three periods long;
// being late costs up to 11% of the contribution for each period. Six orders in
// ten may go to a partner; partners keep 15 to 39% and take 5 to 10% of all
// minutes each.
package book

import (
	"math/rand/v2"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/overflow"
)

// Kind is how an order's contribution relates to its hours.
type Kind string

// The two kinds.
const (
	// Independent contributions have nothing to do with the hours.
	Independent Kind = "independent"
	// Proportional contributions are the hours times a rate within 10% of one
	// another, which is what real books look like. They are much harder: no
	// order is plainly better than another.
	Proportional Kind = "proportional"
)

// Kinds returns both kinds.
func Kinds() []Kind { return []Kind{Independent, Proportional} }

// Size is how large a book is.
type Size struct{ Orders, Stages, Periods, Partners int }

// Generate returns the book of a seed. The same arguments give the same book, on
// every machine and in every version of Go: PCG is specified.
func Generate(seed uint64, size Size, kind Kind) overflow.Book {
	g := generator{rand.New(rand.NewPCG(seed, uint64(size.Orders)))}
	b := overflow.Book{Places: 2, Periods: size.Periods}
	loads := make([]int64, size.Stages)
	all := int64(0)
	for i := range size.Orders {
		b.Orders = append(b.Orders, overflow.BookOrder{ID: "order " + strconv.Itoa(i+1), Ruling: overflow.Accept, QualityRisk: 3})
		for s := range size.Stages {
			minutes := g.between(30, 479)
			b.Orders[i].Minutes = append(b.Orders[i].Minutes, minutes)
			loads[s] += minutes
			all += minutes
		}
	}
	for i := range b.Orders {
		b.Orders[i].Contribution = g.contribution(b.Orders[i].Minutes, kind)
	}
	for s := range size.Stages {
		b.Stages = append(b.Stages, g.stage(s, loads[s], size.Periods))
	}
	for k := range size.Partners {
		b.Partners = append(b.Partners, overflow.BookPartner{
			Name: "partner " + strconv.Itoa(k+1), ShareKept: float64(g.between(15, 39)) / 100, Minutes: all * g.between(5, 10) / 100,
		})
	}
	for i := range b.Orders {
		g.window(&b, &b.Orders[i])
	}
	return b
}

type generator struct{ *rand.Rand }

func (g generator) between(low, high int64) int64 { return low + g.Int64N(high-low+1) }

// contribution is in whole money, 100 to 1599 or the minutes at 90 to 110 cents.
func (g generator) contribution(minutes []int64, kind Kind) decimal.Decimal {
	if kind == Independent {
		return decimal.New(g.between(100, 1599), 0)
	}
	sum := int64(0)
	for _, m := range minutes {
		sum += m
	}
	return decimal.New(sum*g.between(90, 110)/100, 0)
}

func (g generator) stage(s int, load int64, periods int) overflow.BookStage {
	stage := overflow.BookStage{
		Name: "stage " + strconv.Itoa(s+1), TemporaryCostPerMinute: decimal.New(g.between(60, 179), -2),
	}
	for range periods {
		capacity := load * g.between(30, 49) / 100 / int64(periods)
		stage.CapacityMinutes = append(stage.CapacityMinutes, capacity)
		stage.TemporaryMinutes = append(stage.TemporaryMinutes, capacity*g.between(0, 24)/100)
	}
	return stage
}

func (g generator) window(b *overflow.Book, o *overflow.BookOrder) {
	o.Earliest = 1 + g.IntN(b.Periods)
	o.Latest = min(b.Periods, o.Earliest+g.IntN(3))
	o.Requested = o.Earliest + g.IntN(o.Latest-o.Earliest+1)
	o.LateCost = o.Contribution.Mul(decimal.New(g.between(0, 11), -2))
	if g.IntN(10) < 6 {
		for _, partner := range b.Partners {
			o.Partners = append(o.Partners, overflow.PartnerOption{Name: partner.Name, QualityRisk: 3})
		}
	}
}
