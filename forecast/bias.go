package forecast

import (
	"maps"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// The rules of [JudgeBias] that can only take a verdict away.
const (
	ruleReformed          = "reformed"
	ruleValueDisagrees    = "value-disagrees"
	ruleEvidenceDisagrees = "evidence-disagrees"
)

// biasRules returns the rules of [JudgeBias] in the order in which they decide.
func biasRules() []string {
	return []string{ruleShortHistory, ruleSignificant, ruleReformed, ruleValueDisagrees, ruleEvidenceDisagrees}
}

// JudgeBias says of each forecaster whether the errors are consistently too
// high or too low, and how sure that is.
//
// # The test
//
// The unit is the cluster: what depends on one another is one outcome, whose error
// is the sum of its forecasts less the sum of its actuals. With over outcomes
// above the mark and under below it,
//
//	n = over + under
//	P = min(1, 2 P(X >= max(over, under))),  X binomial with n trials and probability 1/2
//
// That is the exact two-sided sign test. Its null hypothesis is that an outcome
// that is off the mark is as likely to lie above it as below. It assumes nothing on
// the size of errors, and that outcomes are independent of one another: a market
// that surprises for several quarters makes P too small, and a cluster should be as
// long as that. A forecaster whose errors are small and frequent one way, large and
// rare the other may be right on average and is still found to lean, by count.
//
// # Three kinds of evidence
//
// Calls are the forecasts of periods. Exact ones are left out.
//
// Stated odds are judged by the number of wins W of a cluster, which under these
// odds is a sum of independent successes of unequal chance (Poisson binomial).
// With w wins the cluster is
//
//	over (optimistic)    P(W <= w) <= 1/2
//	under (pessimistic)  P(W >= w) <= 1/2
//	exact                neither
//
// If the odds are right, each of the first two has a chance of at most one half:
// the values of w with P(W <= w) <= 1/2 are those up to some v, and P(W <= v) is
// the chance of all of them. So the clusters that are over are no more likely to be
// many than the heads of n fair coins, likewise those that are under, and
//
//	P = min(1, 2 P(X >= max(over, under))),  n = over + under + exact
//
// is valid, if cautious. The exact clusters have to stay in n: with a single deal
// at odds of 0.4 in each cluster nothing but a win is off the mark, and under would
// be certain given not exact. Within a cluster the deals are taken as independent,
// given the odds. A shock that all deals of a cluster share moves the median of W;
// the cluster still counts once, but a forecaster whose odds are right on average
// over good and bad quarters may be found to lean in most of them.
//
// Close dates are judged by the moves of a cluster: over if more closes were put
// off than brought forward, under if fewer, exact ones left out. The null
// hypothesis is that either is as likely.
//
// # Taken together
//
// A kind has enough history if k × 2^(1-n) is at most the level, where k is the
// number of kinds that have: the most kinds for which that can be. It looks at the
// number of outcomes and at no sign, so that it favors no verdict. A forecaster's P
// is then k times the least, at most 1, and that kind gives the direction; of equal
// ones the first of [EvidenceKinds]. This holds whatever the dependence between the
// kinds (Bonferroni). The P of all m forecasters with enough history are adjusted
// together, by default after Benjamini and Hochberg: with P(1) <= .. <= P(m)
//
//	benjamini-hochberg  adjusted P(i) = min(1, min over j >= i of m P(j) ÷ j)
//	holm                adjusted P(i) = min(1, max over j <= i of (m - j + 1) P(j))
//
// Of those whose adjusted P is at most the level, the first keeps the expected share
// of the unbiased at the level: proved for independent forecasters, and customary
// where one market moves them together. The second keeps the chance of even one such
// at the level, whatever the dependence. Those without enough history are not tested
// and do not weaken the evidence on the others.
//
// # The verdict
//
// The first that applies; what follows the second only takes verdicts away, so that
// there are never more wrong ones, though of fewer verdicts they may be a larger
// share:
//
//	no kind with enough history                           too little history
//	adjusted P > level                                    no evidence
//	a change (see DetectDrift), and P since then > level  no evidence
//	Σ forecast on the other side of Σ actual              mixed
//	another kind leans the other way, with k P <= level   mixed
//	the deciding kind is over                             optimistic
//	otherwise                                             pessimistic
//
// The change is that of the calls, since they alone are in order of time, and it
// is looked at where they decide; P since counts the lean of the verdict alone, 2
// P(X >= its outcomes since). Few calls rarely convict anybody: no evidence is not
// a clean bill. At a level of 0.05 one kind takes 6 outcomes, two take 7 each.
// Beside the sign test stand the size of the bias, shrunken toward the team's
// ([BiasEstimate], as [Correct] learns it), tests that look at the size of errors, [ErrorTests],
// and that of all deals together, [OddsRecord]. They decide nothing. Counts and
// sums are exact; a p-value is compared as the float64 that it is.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls and no other evidence, or more than [MaxCalls], [MaxStatedOdds] or [MaxMoves] of them;
//   - a forecaster, period or cluster is not a name of 1 to 200 bytes, or a forecaster has two calls for a period without a cluster;
//   - calls are of different leads: choose one by [History.AtLead];
//   - a period is not among those of the history, where they are given, or is given twice;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - odds are not 0 or [MinProbability] to 1, or a cluster has more than [MaxClusterDeals] deals of a forecaster;
//   - moves are not 0 to [MaxMoves];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func JudgeBias(history History, policy BiasPolicy) (BiasJudgment, error) {
	var list fault.List
	in, level := list.In("History"), list.In("BiasPolicy")
	history.collectEvidence(&in, (*History).collectOneLead)
	policy.collect(&level)
	if list.Any() {
		return BiasJudgment{}, list.Err()
	}
	records := history.trackRecords()
	files := history.caseFiles(records)
	suspects := make([]suspect, len(files))
	for i := range files {
		suspects[i] = files[i].suspect()
	}
	together := trial{playbook: "FCT-6", level: policy.BiasLevel, adjustment: policy.BiasAdjustment}
	rulings, tested := together.judge(suspects)
	judgment := BiasJudgment{MinOutcomes: minOutcomes(policy.BiasLevel), Tested: tested}
	factors, z := shrinkFactors(records, Multiplicative), binomial.ZForLevel(1-policy.BiasLevel)
	periods, tester := sync.OnceValue(history.periodNames), newErrorTester(policy.BiasLevel)
	for i := range files {
		f, r := &files[i], &rulings[i]
		f.reformed(r, suspects[i].evidence, periods)
		f.valueDisagrees(r)
		evidenceDisagrees(r, suspects[i].evidence)
		judgment.Forecasters = append(judgment.Forecasters, ForecasterBias{
			Forecaster: f.forecaster, Verdict: verdictOf(conclude(r.findings, r.over)), Evidence: suspects[i].evidence,
			P: r.p, AdjustedP: r.adjusted, ForecastToActual: f.forecastToActual(), Factor: f.factor(&factors, z),
			Errors: f.tests(&tester), Odds: f.odds(), Findings: r.findings,
		})
	}
	return judgment, nil
}

// caseFile is all that there is on one forecaster.
type caseFile struct {
	forecaster string
	calls      callRecord
	// record is the place of the calls among the records, if there are calls.
	record int
	deals  *oddsJudged
	moves  *BiasEvidence
}

// caseFiles returns the files of all forecasters, sorted by name.
func (h *History) caseFiles(records []trackRecord) []caseFile {
	of := make(map[string]*caseFile)
	file := func(name string) *caseFile {
		f, known := of[name]
		if !known {
			f = &caseFile{forecaster: name}
			of[name] = f
		}
		return f
	}
	for i := range records {
		f := file(records[i].forecaster)
		f.record, f.calls = i, recordCalls(records[i].outcomes)
	}
	for name, judged := range h.judgeOdds() {
		file(name).deals = &judged
	}
	for name, judged := range h.judgeMoves() {
		file(name).moves = &judged
	}
	files := make([]caseFile, 0, len(of))
	for _, name := range slices.Sorted(maps.Keys(of)) {
		files = append(files, *of[name])
	}
	return files
}

// suspect returns the evidence of the file, in the order of [EvidenceKinds].
func (f *caseFile) suspect() suspect {
	s := suspect{name: f.forecaster}
	if c := &f.calls; len(c.outcomes) > 0 {
		s.evidence = append(s.evidence, signEvidence(CallEvidence, c.over, c.under, c.exact))
	}
	if f.deals != nil {
		s.evidence = append(s.evidence, f.deals.evidence)
	}
	if f.moves != nil {
		s.evidence = append(s.evidence, *f.moves)
	}
	return s
}

func (f *caseFile) factor(learned *shrinkage, z float64) BiasEstimate {
	if len(f.calls.outcomes) == 0 {
		return learned.newcomer(z)
	}
	return learned.estimate(f.record, z)
}

func (f *caseFile) odds() *OddsRecord {
	if f.deals == nil {
		return nil
	}
	return &f.deals.record
}

func (f *caseFile) tests(tester *errorTester) *ErrorTests {
	if len(f.calls.outcomes) == 0 {
		return nil
	}
	tests := tester.test(f.calls.errors, f.calls.forecast.Sub(f.calls.actual))
	return &tests
}

func (f *caseFile) forecastToActual() salesops.Maybe {
	if len(f.calls.outcomes) == 0 {
		return salesops.Undefined("there are no calls")
	}
	return forecastToActual(f.calls.forecast, f.calls.actual)
}

func forecastToActual(forecast, actual decimal.Decimal) salesops.Maybe {
	if actual.Sign() <= 0 {
		return salesops.Undefined("the actuals do not sum to more than zero")
	}
	return salesops.Defined(exact.Quotient(forecast, actual))
}

// reformed adds the finding that the bias is of the past.
func (f *caseFile) reformed(r *ruling, evidence []BiasEvidence, periods func() []string) {
	p, why := 1.0, ""
	var change callChange
	switch {
	case !r.convicts():
		// The finding does not apply, and says so.
	case evidence[r.deciding].Kind != CallEvidence:
		why = "the verdict does not rest on calls, which alone are in order of time"
	default:
		change = f.calls.change()
		since := change.since()
		leaning := since.under
		if r.over {
			leaning = since.over
		}
		p = signP(leaning, 0, since.over+since.under)
		if change.P > r.level {
			why = "the errors change sides no more than chance would have it"
		}
	}
	finding := r.finding(ruleReformed, "p-value of the lean since the change", "as a fraction", exact.Decimal(p), ">", exact.Decimal(r.level))
	if why == "" && r.convicts() {
		finding.Note = "since " + periods()[change.first().period]
	}
	r.object(finding, why)
}

// valueDisagrees adds the finding that the sums contradict the count.
func (f *caseFile) valueDisagrees(r *ruling) {
	why := ""
	if len(f.calls.outcomes) == 0 {
		why = "there are no calls"
	}
	r.object(r.finding(ruleValueDisagrees, "sum of forecasts", "in the unit of the calls", f.calls.forecast, r.against(), f.calls.actual), why)
}

// evidenceDisagrees adds the finding that another kind contradicts the one that
// decides.
func evidenceDisagrees(r *ruling, evidence []BiasEvidence) {
	p, measure, why := 1.0, "p-value of other evidence", "no other kind of evidence with enough history leans the other way"
	for i := range evidence {
		e := &evidence[i]
		if !e.Enough || e.Over == e.Under || (e.Over > e.Under) == r.over {
			continue
		}
		if taken := min(1, float64(r.kinds)*e.P); why != "" || taken < p {
			p, measure, why = taken, "p-value of "+string(e.Kind), ""
		}
	}
	r.object(r.finding(ruleEvidenceDisagrees, measure, "as a fraction", exact.Decimal(p), "<=", exact.Decimal(r.level)), why)
}
