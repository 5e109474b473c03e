package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/poissonbinomial"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

const (
	// MaxStatedOdds is the most deals with stated odds of a history.
	MaxStatedOdds = 1_000_000
	// MaxClusterDeals is the most deals of a forecaster in one cluster.
	MaxClusterDeals = 1000
)

// DealOdds is what a forecaster held of a deal, and what became of it.
type DealOdds struct {
	// Forecaster is who stated the odds, 1 to 200 bytes.
	Forecaster string `json:"forecaster"`
	// Cluster is what the deal belongs to, 1 to 200 bytes: the month or the
	// quarter in which it was decided. The deals of a cluster are one piece of
	// evidence.
	Cluster string `json:"cluster"`
	// Odds is the stated chance that the deal is won, a fraction: 0, or
	// [MinProbability] to 1.
	Odds float64 `json:"odds"`
	// Won is whether it was.
	Won bool `json:"won"`
}

func (h *History) collectOdds(in *fault.Scope) {
	if !in.Length("Odds", len(h.Odds), 0, MaxStatedOdds) {
		return
	}
	type key struct{ forecaster, cluster string }
	deals := make(map[key]int)
	for i := range h.Odds {
		o, at := &h.Odds[i], in.At("Odds", i)
		at.Name("Forecaster", o.Forecaster)
		at.Name("Cluster", o.Cluster)
		probability(&at, "Odds", o.Odds)
		k := key{o.Forecaster, o.Cluster}
		if deals[k]++; deals[k] == MaxClusterDeals+1 {
			at.OutOfRange("Cluster", o.Cluster, "at most 1000 deals of a forecaster in a cluster")
		}
	}
}

// OddsRecord is what became of all deals for which a forecaster stated odds.
type OddsRecord struct {
	// Deals is how many deals there are.
	Deals int `json:"deals"`
	// Won is how many of them were won.
	Won int `json:"won"`
	// Expected is how many the stated odds say, Σ odds.
	Expected float64 `json:"expected"`
	// P is the chance that deals with these odds, each independent of all others,
	// give a number of wins at least as far out, either way. It takes no account
	// of clusters, and decides nothing. Undefined above [MaxClusterDeals] deals.
	P salesops.Maybe `json:"p"`
}

// UnmarshalJSON reads a record strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, and
// for more deals won or expected than there are.
func (r *OddsRecord) UnmarshalJSON(data []byte) error {
	type plain OddsRecord
	return strict.Unmarshal(data, "OddsRecord", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Int("Deals", p.Deals, 1, MaxStatedOdds, "deals")
		in.Int("Won", p.Won, 0, max(0, p.Deals), "deals")
		in.Float("Expected", p.Expected, 0, float64(max(0, p.Deals)), "deals")
		rate(&in, "P", p.P, 1)
	})
}

// oddsJudged is what stated odds say of one forecaster.
type oddsJudged struct {
	evidence BiasEvidence
	record   OddsRecord
}

// judgeOdds returns what stated odds say of each forecaster.
func (h *History) judgeOdds() map[string]oddsJudged {
	// Odds in order make sums and distributions independent of the order of the
	// deals, to the last bit.
	deals := slices.Clone(h.Odds)
	slices.SortFunc(deals, func(a, b DealOdds) int {
		return cmp.Or(cmp.Compare(a.Forecaster, b.Forecaster), cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(a.Odds, b.Odds))
	})
	judged := make(map[string]oddsJudged)
	for of := range runs(deals, func(a, b *DealOdds) bool { return a.Forecaster == b.Forecaster }) {
		judged[of[0].Forecaster] = judgeDeals(of)
	}
	return judged
}

// judgeDeals judges the deals of one forecaster, those of a cluster side by side.
func judgeDeals(deals []DealOdds) oddsJudged {
	over, under, exact := 0, 0, 0
	for cluster := range runs(deals, func(a, b *DealOdds) bool { return a.Cluster == b.Cluster }) {
		switch w := tallyWins(cluster); {
		case w.fewAsLikely():
			over++
		case w.manyAsLikely():
			under++
		default:
			exact++
		}
	}
	j := oddsJudged{evidence: medianEvidence(OddsEvidence, over, under, exact)}
	j.record = OddsRecord{Deals: len(deals), P: salesops.Undefined("more than 1000 deals")}
	var expected sum.Sum
	for i := range deals {
		expected.Add(deals[i].Odds)
		if deals[i].Won {
			j.record.Won++
		}
	}
	j.record.Expected = expected.Value()
	if len(deals) <= MaxClusterDeals {
		w := tallyWins(deals)
		j.record.P = salesops.Defined(min(1, 2*min(w.few, w.many)))
	}
	return j
}

// winTally is how likely few and many wins are under the stated odds.
type winTally struct {
	deals int
	// few is the chance of as many wins as there were or fewer, many of as many
	// or more.
	few, many float64
}

func tallyWins(deals []DealOdds) winTally {
	odds, won := make([]float64, len(deals)), 0
	for i := range deals {
		odds[i] = deals[i].Odds
		if deals[i].Won {
			won++
		}
	}
	counts := poissonbinomial.Of(odds)
	return winTally{deals: len(deals), few: counts.AtMost(won), many: counts.AtLeast(won)}
}

// half is one half, and the rounding error of a chance: odds that are symmetric
// about one half put exactly one half on either side.
func (w *winTally) half() float64 {
	const unit = 0x1p-53
	return 0.5 + 0.5*unit*float64(4*w.deals+64)
}

// fewAsLikely reports whether so few wins, or fewer, come at most every other
// time; manyAsLikely the same of so many or more. Not both can be, since the two
// chances add up to more than one.
func (w *winTally) fewAsLikely() bool  { return w.few <= w.half() }
func (w *winTally) manyAsLikely() bool { return w.many <= w.half() }

// runs yields the stretches of a sorted list that are alike.
func runs[T any](sorted []T, alike func(a, b *T) bool) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for from := 0; from < len(sorted); {
			to := from + 1
			for to < len(sorted) && alike(&sorted[from], &sorted[to]) {
				to++
			}
			if !yield(sorted[from:to]) {
				return
			}
			from = to
		}
	}
}
