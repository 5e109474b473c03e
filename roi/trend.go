package roi

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Trend is how a volume goes on growing, month after month. It is made by
// [TrendPerMonth] or [TrendPerYear], so that 2% a month and 2% a year cannot be
// taken for one another. The zero Trend is a volume that stays as it is.
//
// In JSON it is {"per_month":{"factor":1.02}} or
// {"per_year":{"percent_increase":40}}.
//
// Playbook: ROI-6.
type Trend struct {
	growth Growth
	yearly bool
}

// TrendPerMonth returns the trend of a volume that grows by growth each month.
func TrendPerMonth(growth Growth) Trend { return Trend{growth: growth} }

// TrendPerYear returns the trend of a volume that grows by growth in twelve
// months, by the same factor in each of them:
//
//	factor a month = factor a year ^ (1/12), rounded to 18 decimal places
func TrendPerYear(growth Growth) Trend { return Trend{growth: growth, yearly: true} }

// MonthlyFactor returns the factor from one month to the next: exactly as given
// per month, rounded to 18 decimal places from one per year, 1 for the zero
// Trend, and 0 for a growth that is not a finite number.
func (t Trend) MonthlyFactor() decimal.Decimal {
	if t == (Trend{}) {
		return decimal.New(1, 0)
	}
	if t.yearly {
		return monthly(t.growth.Factor())
	}
	return t.growth.Factor()
}

// check reports whether the trend is good.
func (t Trend) check(in *fault.Scope, field string) bool {
	if t == (Trend{}) {
		return true
	}
	t.growth.check(in, field)
	var own fault.List
	alone := own.In("Trend")
	t.growth.check(&alone, "")
	return !own.Any()
}

// indexPlaces is the number of decimal places to which the volume of each
// month, as a multiple of the first month's, is rounded.
const indexPlaces = 18

// index returns the volume of the first n months as multiples of the first
// month's. It reports false if one is above MaxGrowthFactor.
func (t Trend) index(n int) ([]decimal.Decimal, bool) {
	factor, highest := t.MonthlyFactor(), decimal.New(MaxGrowthFactor, 0)
	volumes := make([]decimal.Decimal, n)
	volume := decimal.New(1, 0)
	for i := range volumes {
		volumes[i] = volume
		if volume.GreaterThan(highest) {
			return nil, false
		}
		volume = volume.Mul(factor).Round(indexPlaces)
	}
	return volumes, true
}

// trendFile is a trend as it stands in a file: at most one of the two keys.
type trendFile struct {
	PerMonth *Growth `json:"per_month,omitempty"`
	PerYear  *Growth `json:"per_year,omitempty"`
}

// MarshalJSON returns the trend in the form in which it was made; the zero Trend
// is an empty object. It returns an *[salesops.InputError] if the growth is out
// of its range.
func (t Trend) MarshalJSON() ([]byte, error) {
	switch {
	case t == (Trend{}):
		return json.Marshal(trendFile{})
	case t.yearly:
		return json.Marshal(trendFile{PerYear: &t.growth})
	default:
		return json.Marshal(trendFile{PerMonth: &t.growth})
	}
}

// UnmarshalJSON reads a trend. It returns an *[salesops.InputError] if data is
// not an object with at most one of the keys per_month and per_year, or if
// [Growth.UnmarshalJSON] refuses what it holds.
func (t *Trend) UnmarshalJSON(data []byte) error {
	var file trendFile
	err := strict.Unmarshal(data, "Trend", &file, func(f *trendFile, in fault.Scope) {
		if f.PerMonth != nil && f.PerYear != nil {
			in.Conflict("", string(data), "one of the keys per_month and per_year")
		}
	})
	if err != nil {
		return err
	}
	*t = Trend{}
	if file.PerMonth != nil {
		*t = TrendPerMonth(*file.PerMonth)
	}
	if file.PerYear != nil {
		*t = TrendPerYear(*file.PerYear)
	}
	return nil
}
