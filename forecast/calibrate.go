package forecast

import (
	"math"
	"sort"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/ranks"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// MaxPredictions is the most predictions of a record.
const MaxPredictions = 1_000_000

// Prediction is a stated probability and what came.
type Prediction struct {
	// Probability is how likely the deal was said to be won: 0, or
	// [MinProbability] to 1.
	Probability float64 `json:"probability"`
	// Won is whether it was.
	Won bool `json:"won"`
}

// Predictions is a record of stated probabilities.
type Predictions struct {
	// Predictions are 0 to [MaxPredictions] of deals that are closed, in any
	// order, one a deal: weekly repeats of one are not further evidence.
	Predictions []Prediction `json:"predictions"`
}

// CalibrationBin is the predictions that were about the same.
type CalibrationBin struct {
	// From is the lower edge, which belongs to the bin.
	From float64 `json:"from"`
	// To is the upper edge, which belongs to the next bin; 1 belongs to the
	// last.
	To float64 `json:"to"`
	// MeanProbability is the average of what was stated; undefined without
	// predictions.
	MeanProbability salesops.Maybe `json:"mean_probability"`
	// Won is how many of the bin's deals were won, with intervals for the true
	// share.
	Won Rate `json:"won"`
}

// UnmarshalJSON reads a bin strictly. It returns an *[salesops.InputError] for
// everything that its parts refuse, for edges that are not in order within 0 to
// 1, and for an average outside the bin, or that is there without predictions.
func (b *CalibrationBin) UnmarshalJSON(data []byte) error {
	type plain CalibrationBin
	return strict.Unmarshal(data, "CalibrationBin", (*plain)(b), func(p *plain, in fault.Scope) {
		if !(p.From >= 0 && p.From < p.To && p.To <= 1) {
			in.Conflict("To", number(p.To), "an edge above From, both from 0 to 1")
		}
		v, defined := p.MeanProbability.Value()
		if defined != (p.Won.Trials > 0) || defined && !(v >= p.From && v <= p.To) {
			in.Conflict("MeanProbability", p.MeanProbability.String(), "a number in the bin exactly when there are predictions")
		}
	})
}

// Calibration says how right stated probabilities were.
type Calibration struct {
	// Count is the number of predictions.
	Count int `json:"count"`
	// Won is how many deals were won.
	Won int `json:"won"`
	// Brier is the mean squared error, 0 to 1; undefined without predictions, as
	// all below. Who always says the share that is won has share × (1 - share).
	Brier salesops.Maybe `json:"brier"`
	// LogLoss is the mean of -ln of the probability that was given to what came.
	// It is undefined if a certain prediction failed: its loss has no bound.
	LogLoss salesops.Maybe `json:"log_loss"`
	// FailedCertain is how many predictions of 0 were won or of 1 were lost.
	FailedCertain int `json:"failed_certain"`
	// ECE is the expected calibration error: how far stated and won share lie
	// apart on average over the bins, by their counts.
	ECE salesops.Maybe `json:"ece"`
	// MCE is the largest distance of a bin.
	MCE salesops.Maybe `json:"mce"`
	// AUC is the chance that of a deal won and a deal lost the former had the
	// higher probability; undefined unless there are both.
	AUC salesops.Maybe `json:"auc"`
	// Bins are the reliability table, from low to high, the empty ones too.
	Bins []CalibrationBin `json:"bins"`
}

// UnmarshalJSON reads a calibration strictly. It returns an
// *[salesops.InputError] for everything that its parts refuse, for a number out
// of its range, for bins that leave a gap or do not add up to all predictions.
func (c *Calibration) UnmarshalJSON(data []byte) error {
	type plain Calibration
	return strict.Unmarshal(data, "Calibration", (*plain)(c), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		count(&in, "Won", p.Won)
		count(&in, "FailedCertain", p.FailedCertain)
		for _, part := range []struct {
			field string
			value salesops.Maybe
			high  float64
		}{
			{"Brier", p.Brier, 1}, {"LogLoss", p.LogLoss, math.MaxFloat64}, {"ECE", p.ECE, 1}, {"MCE", p.MCE, 1}, {"AUC", p.AUC, 1},
		} {
			rate(&in, part.field, part.value, part.high)
		}
		if _, defined := p.LogLoss.Value(); defined && p.FailedCertain > 0 {
			in.Conflict("LogLoss", p.LogLoss.String(), "undefined, since a certain prediction failed")
		}
		if !in.Length("Bins", len(p.Bins), 1, MaxCalibrationBins) {
			return
		}
		edge, trials, won := 0.0, 0, 0
		for i, b := range p.Bins {
			if at := in.At("Bins", i); b.From != edge {
				at.Conflict("From", number(b.From), "where the bin before ends")
			}
			edge, trials, won = b.To, trials+b.Won.Trials, won+b.Won.Successes
		}
		if edge != 1 || trials != p.Count || won != p.Won {
			in.Conflict("Bins", "", "bins up to 1 that add up to all predictions")
		}
	})
}

// MeasureCalibration says whether stated probabilities were right. With p the
// probability and y = 1 for a deal won, 0 for one lost:
//
//	Brier    = Σ (p - y)² ÷ n
//	log loss = -Σ ln(p if y = 1, 1 - p if y = 0) ÷ n
//	ECE      = Σ over bins: count ÷ n × |mean p - share won|
//	MCE      = the largest |mean p - share won| of a bin
//	AUC      = P(p of a deal won > p of a deal lost) + ½ P(equal)
//
// Brier and log loss say how good the probabilities are, ECE and MCE whether
// they are too high or too low, the AUC whether they tell deals apart. The last
// is blind to the level: halving every probability changes nothing.
//
// The bins are equally wide, as many as the policy says (10 by default): [0, 0.1),
// [0.1, 0.2), .. [0.9, 1]. A probability of 0.3 is in the bin that begins at 0.3,
// as it is written, although the double is a little less. Bins without
// predictions stay in the table. A bin is off when its share that was won is far
// from the stated one: its interval says how far chance alone reaches.
//
// A certain prediction that failed has an infinite loss. Nothing is clipped: the
// log loss is then undefined, and FailedCertain says how often it happened.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxPredictions] predictions, or a probability is not 0 or [MinProbability] to 1;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-10.
func MeasureCalibration(predictions Predictions, policy CalibrationPolicy) (Calibration, error) {
	var list fault.List
	in, bins := list.In("Predictions"), list.In("CalibrationPolicy")
	if in.Length("Predictions", len(predictions.Predictions), 0, MaxPredictions) {
		for i, p := range predictions.Predictions {
			if !isProbability(p.Probability) {
				at := in.At("Predictions", i)
				probability(&at, "Probability", p.Probability)
			}
		}
	}
	policy.collect(&bins)
	if list.Any() {
		return Calibration{}, list.Err()
	}
	c := calibrator{bins: make([]binSum, policy.CalibrationBins), scores: make([]ranks.Scored, 0, len(predictions.Predictions))}
	for _, p := range predictions.Predictions {
		c.add(p)
	}
	return c.result(policy.CalibrationLevel), nil
}

type binSum struct {
	probability sum.Sum
	won, count  int
}

type calibrator struct {
	bins          []binSum
	scores        []ranks.Scored
	brier, loss   sum.Sum
	won, failures int
}

func (c *calibrator) add(p Prediction) {
	stated, came := p.Probability, 0.0
	if p.Won {
		came = 1
		c.won++
	}
	c.brier.Add(float64((stated - came) * (stated - came)))
	switch {
	case p.Won && stated == 0 || !p.Won && stated == 1:
		c.failures++
	case p.Won:
		c.loss.Add(-math.Log(stated))
	default:
		c.loss.Add(-math.Log1p(-stated))
	}
	b := &c.bins[binOf(stated, len(c.bins))]
	b.probability.Add(stated)
	b.count++
	if p.Won {
		b.won++
	}
	c.scores = append(c.scores, ranks.Scored{Score: stated, Positive: p.Won})
}

// binOf returns the bin of a probability: the whole part of bins × p, as it is
// written, and the last bin for 1.
func binOf(p float64, bins int) int {
	return sort.Search(bins-1, func(i int) bool {
		return exact.CompareProducts(p, float64(bins), float64(i+1), 1) < 0
	})
}

func (c *calibrator) result(level float64) Calibration {
	n := len(c.scores)
	r := Calibration{Count: n, Won: c.won, FailedCertain: c.failures}
	var apart sum.Sum
	largest := 0.0
	for i, b := range c.bins {
		bin := CalibrationBin{
			From: float64(i) / float64(len(c.bins)), To: float64(i+1) / float64(len(c.bins)),
			MeanProbability: salesops.Undefined("no prediction in the bin"),
			Won:             newRate(b.won, b.count, level, "no prediction in the bin"),
		}
		if b.count > 0 {
			// The average of equal numbers may be rounded across an edge.
			mean := min(max(b.probability.Value()/float64(b.count), bin.From), bin.To)
			bin.MeanProbability = salesops.Defined(mean)
			distance := math.Abs(b.probability.Value() - float64(b.won))
			apart.Add(distance)
			largest = max(largest, distance/float64(b.count))
		}
		r.Bins = append(r.Bins, bin)
	}
	const none = "there are no predictions"
	if n == 0 {
		r.Brier, r.LogLoss = salesops.Undefined(none), salesops.Undefined(none)
		r.ECE, r.MCE, r.AUC = salesops.Undefined(none), salesops.Undefined(none), salesops.Undefined(none)
		return r
	}
	r.Brier = salesops.Defined(c.brier.Value() / float64(n))
	r.LogLoss = salesops.Defined(c.loss.Value() / float64(n))
	if c.failures > 0 {
		r.LogLoss = salesops.Undefined("certain predictions failed: " + strconv.Itoa(c.failures))
	}
	r.ECE, r.MCE = salesops.Defined(apart.Value()/float64(n)), salesops.Defined(largest)
	area, both := ranks.Area(c.scores)
	r.AUC = salesops.Defined(area)
	if !both {
		r.AUC = salesops.Undefined("all deals were won, or all were lost")
	}
	return r
}
