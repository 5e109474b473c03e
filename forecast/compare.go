package forecast

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/dieboldmariano"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/ranks"
)

// CompareForecasters says of pairs of forecasters whose forecasts came closer, on
// exactly the same periods and leads, and how sure that is. The loss of a
// forecast is its absolute error; what not all of them forecast is left out and
// counted. The losses of a period at all leads, or of a cluster of periods, add up
// to one piece of evidence:
//
//	d(i) = Σ |f - a| of the first - Σ |f - a| of the second,  i = 1 .. n pieces that differ
//	P    = two-sided Wilcoxon signed-rank test of the d(i)
//
// Null hypothesis: the d(i) are independent, and each is as likely to be d as -d.
// P is exact for up to 200 pieces that differ, ties included, and from there on
// the normal approximation with corrections for ties and continuity. It is
// adjusted for the number of pairs that are tested, as the policy says.
//
// When forecasts reach h > 1 periods ahead, the same surprise is in the errors of h
// neighboring periods; the d(i) are not independent then, and P is too small. The
// test of Diebold and Mariano, corrected for short series as by Harvey, Leybourne
// and Newbold (1997), allows for covariances of up to h-1 neighbors; its null
// hypothesis is a mean difference of zero. Its P is adjusted in the same way, and
// must speak too. It takes periods for evenly spaced and, being an approximation,
// is weak for few of them; where it has no value it counts as 1. For h = 1 it
// stands beside and decides nothing.
//
// The verdict on the first of a pair is the first that applies:
//
//	2^(1-n) > level                             too few periods: no P could reach the level
//	adjusted P > level                          no evidence
//	Σ d on the other side of the ranks, or 0    no evidence: closer more often, yet not on the whole
//	h > 1 and adjusted Diebold-Mariano P > level  no evidence
//	the ranks of d < 0 weigh more               better
//	the ranks of d > 0 weigh more               worse
//
// Differences and their sums are exact decimals, ranked as the nearest float64; a
// p-value is compared as the float64 that it is. What P does not cover: that the
// pair was picked after a look at these numbers, that the loss that matters may be
// another, and that the future need not be like the past. No evidence is no proof
// that two are equally good.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls], or not 2 to [MaxContestants] forecasters;
//   - a forecaster or period is not a name of 1 to 200 bytes, or a lead is not 0 to [MaxWeek];
//   - a forecaster has two calls for a period and lead, with a cluster or without;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - the calls for a period do not have one actual and one cluster;
//   - the reference is none of the forecasters, or the periods ahead are not 1 to [MaxWeek];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func CompareForecasters(contest Contest, policy ComparisonPolicy) (Comparison, error) {
	var list fault.List
	in, level := list.In("Contest"), list.In("ComparisonPolicy")
	names := contest.collect(&in)
	policy.collect(&level)
	if list.Any() {
		return Comparison{}, list.Err()
	}
	board := contest.score(names)
	c := Comparison{
		Cells: board.cells, Pieces: len(board.losses), MinPieces: minOutcomes(policy.ComparisonLevel), PeriodsAhead: contest.PeriodsAhead,
	}
	for i := range names {
		c.Forecasters = append(c.Forecasters, board.contestant(i))
	}
	var duels []duel
	for _, pair := range contest.pairs(names) {
		duels = append(duels, board.compare(pair[0], pair[1], contest.PeriodsAhead))
	}
	c.adjust(duels, policy.ComparisonAdjustment)
	for i := range duels {
		c.Pairs = append(c.Pairs, duels[i].conclude(&c, policy.ComparisonLevel))
	}
	return c, nil
}

// duel is a pair of forecasters as it is compared.
type duel struct {
	pair PairComparison
	// sum is Σ loss of the first - Σ loss of the second.
	sum decimal.Decimal
	// closer is whether the ranks speak for the first.
	closer bool
}

// compare returns the figures of a pair, without adjustments and verdict.
func (b *scoreboard) compare(first, second, ahead int) duel {
	p, total := PairComparison{First: b.names[first], Second: b.names[second]}, decimal.New(0, 0)
	differences, one := make([]float64, len(b.losses)), decimal.New(1, 0)
	for i, losses := range b.losses {
		d := losses[first].Sub(losses[second])
		switch d.Sign() {
		case -1:
			p.Closer++
		case 0:
			p.Equal++
		case 1:
			p.Farther++
		}
		total = total.Add(d)
		differences[i] = exact.Quotient(d, one)
	}
	p.LossRatio = salesops.Undefined("the second had no loss")
	if base := b.total(second); base.Sign() > 0 {
		p.LossRatio = salesops.Defined(exact.Quotient(b.total(first), base))
	}
	signed := ranks.Signed(differences)
	tails, counted := signed.Exact()
	if !counted {
		tails = signed.Normal()
	}
	p.P = tails.TwoSided
	p.DieboldMariano = salesops.Undefined("too few pieces of evidence, or no variance above zero")
	p.DieboldMarianoP = p.DieboldMariano
	if statistic, chance, ok := dieboldmariano.Test(differences, ahead); ok {
		p.DieboldMariano, p.DieboldMarianoP = salesops.Defined(statistic), salesops.Defined(chance)
	}
	return duel{pair: p, sum: total, closer: signed.Minus > signed.Plus}
}

// adjust sets the adjusted p-values of the pairs that are tested.
func (c *Comparison) adjust(duels []duel, adjustment Adjustment) {
	var tested []*PairComparison
	var p, q []float64
	for i := range duels {
		pair := &duels[i].pair
		pair.AdjustedP = salesops.Undefined("too few periods to be tested")
		pair.AdjustedDieboldMarianoP = pair.AdjustedP
		if pair.Closer+pair.Farther >= c.MinPieces {
			tested = append(tested, pair)
			p, q = append(p, pair.P), append(q, pair.DieboldMarianoP.Or(1))
		}
	}
	p, q = adjustment.adjust(p), adjustment.adjust(q)
	for i, pair := range tested {
		pair.AdjustedP, pair.AdjustedDieboldMarianoP = salesops.Defined(p[i]), salesops.Defined(q[i])
	}
	c.Tested = len(tested)
}

// conclude returns the pair with its findings and verdict.
func (d *duel) conclude(c *Comparison, level float64) PairComparison {
	p := d.pair
	few := p.finding(
		ruleShortContest, "pieces of evidence that differ",
		decimal.NewFromInt(int64(p.Closer+p.Farther)), "<", decimal.NewFromInt(int64(c.MinPieces)), "pieces",
	)
	untested, aside, alone := "", "", ""
	significant := p.finding(
		ruleSignificant, "adjusted p-value",
		exact.Decimal(p.AdjustedP.Or(p.P)), "<=", exact.Decimal(level), "as a fraction",
	)
	// A first who is better by the ranks is contradicted by a sum that is not below
	// zero, and the other way round.
	against := "<="
	if d.closer {
		against = ">="
	}
	disagrees := p.finding(ruleSumDisagrees, "sum of the differences of losses", d.sum, against, decimal.New(0, 0), "in the unit of the calls")
	overlap := p.finding(
		ruleOverlapExplains, "adjusted p-value of Diebold and Mariano",
		exact.Decimal(p.AdjustedDieboldMarianoP.Or(1)), ">", exact.Decimal(level), "as a fraction",
	)
	if few.Holds() {
		significant.Measure, untested = "p-value", "too few pieces of evidence differ for a test"
	}
	switch {
	case untested != "" || !significant.Holds():
		aside = "the difference may be chance"
		alone = aside
	case c.PeriodsAhead == 1:
		alone = "no forecast reaches further than one period ahead"
	case !hasValue(p.DieboldMarianoP):
		overlap.Note = "there is no statistic: " + p.DieboldMarianoP.Reason()
	}
	p.Findings = []salesops.Finding{settled(few, ""), settled(significant, untested), settled(disagrees, aside), settled(overlap, alone)}
	p.Verdict = concludeComparison(p.Findings)
	return p
}

func (p *PairComparison) finding(rule, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	return salesops.Finding{
		Rule: rule, Playbook: "FCT-6", Subject: p.First + " against " + p.Second, Measure: measure, Left: left, Op: op, Right: right, Unit: unit,
	}
}
