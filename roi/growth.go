package roi

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a percent increase: those of the factor, in percent.
const (
	// MaxPercentIncrease makes a factor of [MaxGrowthFactor].
	MaxPercentIncrease = 99900
	// MaxPercentDecrease leaves a factor of 1e-9.
	MaxPercentDecrease = 99.9999999
)

// Growth is by how much a volume grows. It is made by [GrowthFromFactor] or
// [GrowthFromPercentIncrease], so that a factor of 1.4, an increase of 40% and
// an increment of 0.4 cannot be taken for one another. The zero Growth stands
// for one that was not given; no growth is a factor of 1.
//
// A Growth keeps the form in which it was written: == tells 40% more and a
// factor of 1.4 apart, [Growth.Factor] does not.
//
// In JSON it is {"factor":1.4} or {"percent_increase":40}, never a bare number.
//
// Playbook: ROI-1.
type Growth struct {
	number float64
	form   growthForm
}

type growthForm uint8

const (
	notGiven growthForm = iota
	asFactor
	asPercentIncrease
)

// GrowthFromFactor returns the growth that multiplies the volume by factor: 1.4
// for 40% more, 1 for none, 0.9 for 10% less.
//
// A function that takes the growth returns an *[salesops.InputError] if the
// factor is not within [MinInput] to [MaxGrowthFactor].
func GrowthFromFactor(factor float64) Growth { return Growth{factor, asFactor} }

// GrowthFromPercentIncrease returns the growth that adds percent hundredths of
// the volume to it: 40 for 40% more, 0 for none, -10 for 10% less.
//
//	factor = 1 + percent/100
//
// It is exact in decimals: 40 is the factor 1.4.
//
// A function that takes the growth returns an *[salesops.InputError] if the
// percent is not within -[MaxPercentDecrease] to [MaxPercentIncrease], or is
// not 0 and smaller in size than [MinInput].
func GrowthFromPercentIncrease(percent float64) Growth { return Growth{percent, asPercentIncrease} }

// Factor returns the factor by which the volume grows, exactly; 0, which is
// the factor of no growth that is allowed, if none was given or it is not a
// finite number.
func (g Growth) Factor() decimal.Decimal {
	switch g.form {
	case asFactor:
		return exact.Decimal(g.number)
	case asPercentIncrease:
		return exact.SumDecimal(exact.Of(1), exact.Of(g.number, 0.01))
	case notGiven:
	}
	return decimal.New(0, 0)
}

func (g Growth) check(in *fault.Scope, field string) {
	switch g.form {
	case asFactor:
		in.Float(field, g.number, MinInput, MaxGrowthFactor, "as a factor")
	case asPercentIncrease:
		if g.number > -MinInput && g.number < MinInput && g.number != 0 {
			in.OutOfRange(field, exact.Decimal(g.number).String(), "0 percent, or at least 1e-9 in size")
			return
		}
		in.Float(field, g.number, -MaxPercentDecrease, MaxPercentIncrease, "percent")
	case notGiven:
		in.Missing(field, "GrowthFromFactor or GrowthFromPercentIncrease; a factor of 1 is no growth")
	}
}

// growthFile is a growth as it stands in a file: one of the two keys.
type growthFile struct {
	Factor          *float64 `json:"factor,omitempty"`
	PercentIncrease *float64 `json:"percent_increase,omitempty"`
}

// MarshalJSON returns the growth in the form in which it was made. It returns
// an *[salesops.InputError] if it was not given or is out of its range.
func (g Growth) MarshalJSON() ([]byte, error) {
	var faults fault.List
	in := faults.In("Growth")
	g.check(&in, "")
	if faults.Any() {
		return nil, faults.Err()
	}
	if g.form == asFactor {
		return json.Marshal(growthFile{Factor: &g.number})
	}
	return json.Marshal(growthFile{PercentIncrease: &g.number})
}

// UnmarshalJSON reads a growth. It returns an *[salesops.InputError] if data is
// not an object with exactly one of the keys factor and percent_increase, or
// the number is out of its range.
func (g *Growth) UnmarshalJSON(data []byte) error {
	var read Growth
	var file growthFile
	err := strict.Unmarshal(data, "Growth", &file, func(f *growthFile, in fault.Scope) {
		if f.Factor != nil && f.PercentIncrease != nil {
			in.Conflict("", string(data), "one of the keys factor and percent_increase")
			return
		}
		if f.Factor != nil {
			read = GrowthFromFactor(*f.Factor)
			read.check(&in, "Factor")
			return
		}
		if f.PercentIncrease != nil {
			read = GrowthFromPercentIncrease(*f.PercentIncrease)
			read.check(&in, "PercentIncrease")
			return
		}
		in.Missing("", "one of the keys factor and percent_increase")
	})
	if err == nil {
		*g = read
	}
	return err
}
