package forecast

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// MaxContestants is the most forecasters who are compared with one another.
const MaxContestants = 20

// Contest is forecasters who forecast the same things, and are compared on what
// all of them forecast.
type Contest struct {
	// History are the calls of 2 to [MaxContestants] forecasters, one of each for
	// a period and lead; each period has the same actual and cluster in all calls.
	History History `json:"history"`
	// Reference is the forecaster with whom the others are compared; empty for
	// every pair.
	Reference string `json:"reference,omitempty"`
	// PeriodsAhead is how many periods ahead the longest forecasts reach, 1 to
	// [MaxWeek]: 1 for calls that are made within the period itself or just before
	// it, the horizon for the calls of [HoldBack]. Forecasts that reach further
	// than one period share part of their errors with the next.
	PeriodsAhead int `json:"periods_ahead"`
}

// cell is what is forecast: a period from a lead.
type cell struct {
	period string
	lead   int
}

// collect checks the contest, and returns the forecasters sorted by name.
func (c *Contest) collect(in *fault.Scope) (names []string) {
	history := in.In("History")
	c.History.collect(&history)
	if len(c.History.Calls) <= MaxCalls {
		names = c.contestants(&history)
		c.collectCells(&history)
	}
	if c.Reference != "" && len(names) > 0 && !slices.Contains(names, c.Reference) {
		in.Conflict("Reference", c.Reference, "one of the forecasters")
	}
	in.Int("PeriodsAhead", c.PeriodsAhead, 1, MaxWeek, "periods")
	return names
}

func (c *Contest) contestants(in *fault.Scope) []string {
	seen := make(map[string]bool)
	for i := range c.History.Calls {
		seen[c.History.Calls[i].Forecaster] = true
	}
	if n := len(seen); n == 1 || n > MaxContestants {
		in.Conflict("Calls", strconv.Itoa(n)+" forecasters", "calls of 2 to "+strconv.Itoa(MaxContestants)+" forecasters")
		return nil
	}
	return slices.Sorted(maps.Keys(seen))
}

// collectCells checks that forecasters forecast the same things, each once.
func (c *Contest) collectCells(in *fault.Scope) {
	type key struct {
		forecaster string
		cell       cell
	}
	calls, first, firstOf := c.History.Calls, make(map[string]*Call), make(map[key]*Call)
	for i := range calls {
		call, at := &calls[i], in.At("Calls", i)
		k := key{call.Forecaster, cell{call.Period, call.LeadWeeks}}
		if before := firstOf[k]; before == nil {
			firstOf[k] = call
		} else if call.Cluster != "" || before.Cluster != "" {
			at.Conflict("Period", call.Period, "one call of a forecaster for each period and lead")
		}
		before := first[call.Period]
		if before == nil {
			first[call.Period] = call
			continue
		}
		if call.Cluster != before.Cluster {
			at.Conflict("Cluster", call.Cluster, "that of the other calls for the period")
		}
		if call.Actual != before.Actual {
			at.Conflict("Actual", number(call.Actual), "that of the other calls for the period")
		}
	}
}

// scoreboard is the losses of forecasters on what all of them forecast.
type scoreboard struct {
	names []string
	cells int
	// leftOut is how many calls of each forecaster are for what not all forecast.
	leftOut []int
	// losses are Σ |forecast - actual| of each forecaster, exactly, by piece of
	// evidence in order of time.
	losses [][]decimal.Decimal
}

// score adds up the losses of a good contest.
func (c *Contest) score(names []string) scoreboard {
	calls := c.History.Calls
	forecast := make(map[cell]int, len(calls)/len(names))
	for i := range calls {
		forecast[cell{calls[i].Period, calls[i].LeadWeeks}]++
	}
	board := scoreboard{names: names, leftOut: make([]int, len(names))}
	for _, n := range forecast {
		if n == len(names) {
			board.cells++
		}
	}
	// The evidence of a cluster stands at the place of its earliest period that
	// counts.
	type evidence struct {
		place  int
		losses []decimal.Decimal
	}
	places, byCluster := c.History.timeline(), make(map[string]*evidence)
	for i := range calls {
		call := &calls[i]
		who, _ := slices.BinarySearch(names, call.Forecaster)
		if forecast[cell{call.Period, call.LeadWeeks}] < len(names) {
			board.leftOut[who]++
			continue
		}
		e := byCluster[call.cluster()]
		if e == nil {
			e = &evidence{place: places[call.Period], losses: make([]decimal.Decimal, len(names))}
			byCluster[call.cluster()] = e
		}
		e.place = min(e.place, places[call.Period])
		e.losses[who] = e.losses[who].Add(exact.SumDecimal(exact.Of(call.Forecast), exact.Of(call.Actual).Neg()).Abs())
	}
	for _, name := range slices.SortedFunc(maps.Keys(byCluster), func(a, b string) int {
		return cmp.Or(cmp.Compare(byCluster[a].place, byCluster[b].place), cmp.Compare(a, b))
	}) {
		board.losses = append(board.losses, byCluster[name].losses)
	}
	return board
}

// pairs returns the places of those who are compared.
func (c *Contest) pairs(names []string) [][2]int {
	var pairs [][2]int
	if c.Reference != "" {
		reference, _ := slices.BinarySearch(names, c.Reference)
		for i := range names {
			if i != reference {
				pairs = append(pairs, [2]int{i, reference})
			}
		}
		return pairs
	}
	for i := range names {
		for k := i + 1; k < len(names); k++ {
			pairs = append(pairs, [2]int{i, k})
		}
	}
	return pairs
}

// contestant returns a forecaster with the mean loss.
func (b *scoreboard) contestant(who int) Contestant {
	c := Contestant{Forecaster: b.names[who], LeftOut: b.leftOut[who], MAE: salesops.Undefined("no period and lead that all forecast")}
	if b.cells > 0 {
		c.MAE = salesops.Defined(exact.Quotient(b.total(who), decimal.NewFromInt(int64(b.cells))))
	}
	return c
}

// total returns the sum of the losses of a forecaster.
func (b *scoreboard) total(who int) decimal.Decimal {
	total := decimal.New(0, 0)
	for _, losses := range b.losses {
		total = total.Add(losses[who])
	}
	return total
}
