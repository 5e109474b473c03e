package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Rate is how many of some trials succeeded, and how sure that makes the chance
// behind it.
type Rate struct {
	// Successes is how many trials succeeded.
	Successes int `json:"successes"`
	// Trials is how many there were.
	Trials int `json:"trials"`
	// Share is Successes ÷ Trials, a fraction; undefined without trials.
	Share salesops.Maybe `json:"share"`
	// Wilson is the Wilson score interval of the chance, which is right on
	// average; nil without trials.
	Wilson *salesops.Interval `json:"wilson"`
	// ClopperPearson is the exact interval, which is never too narrow and often
	// too wide; nil without trials.
	ClopperPearson *salesops.Interval `json:"clopper_pearson"`
}

// UnmarshalJSON reads a rate strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, if
// there are more successes than trials, and if a number or interval is there
// without trials or missing with them.
func (r *Rate) UnmarshalJSON(data []byte) error {
	type plain Rate
	return strict.Unmarshal(data, "Rate", (*plain)(r), func(p *plain, in fault.Scope) {
		count(&in, "Successes", p.Successes)
		if count(&in, "Trials", p.Trials); p.Successes > p.Trials {
			in.Conflict("Successes", "", "at most the trials")
		}
		rate(&in, "Share", p.Share, 1)
		v, defined := p.Share.Value()
		if defined != (p.Trials > 0) {
			in.Conflict("Share", p.Share.String(), "a number exactly when there are trials")
		}
		around(&in, "Wilson", p.Wilson, v, defined)
		around(&in, "ClopperPearson", p.ClopperPearson, v, defined)
	})
}

// around checks that an interval of a result that is read back is there exactly
// when a number is, and contains it.
func around(in *fault.Scope, field string, i *salesops.Interval, v float64, defined bool) {
	if defined != (i != nil) || defined && !i.Contains(v) {
		in.Conflict(field, "", "an interval around the number exactly when there is one")
	}
}

// newRate returns a rate with intervals at a level; reason says why there may
// be no trials.
func newRate(successes, trials int, level float64, reason string) Rate {
	r := Rate{Successes: successes, Trials: trials}
	if trials == 0 {
		r.Share = salesops.Undefined(reason)
		return r
	}
	r.Share = salesops.Defined(float64(successes) / float64(trials))
	low, high := binomial.Wilson(successes, trials, binomial.ZForLevel(level))
	r.Wilson = &salesops.Interval{Low: low, High: high}
	low, high = binomial.ClopperPearson(successes, trials, level)
	r.ClopperPearson = &salesops.Interval{Low: low, High: high}
	return r
}
