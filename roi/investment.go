package roi

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// The total of the technology's monthly cost as the playbook prints it, in
// money a month. Its parts add up to 1,700 at the low end, which it rounds.
// Playbook: ROI-4.
const (
	PublishedMonthlyLow  = 2000
	PublishedMonthlyHigh = 8000
)

// MoneyRange is an amount that is known to lie between two others.
type MoneyRange struct {
	// Low is the lower end: 0 to [MaxAmount].
	Low decimal.Decimal `json:"low"`
	// High is the upper end: Low to [MaxAmount].
	High decimal.Decimal `json:"high"`
}

func (r MoneyRange) check(in fault.Scope, unit string) {
	low := in.Decimal("Low", r.Low, 0, MaxAmount, unit)
	if in.Decimal("High", r.High, 0, MaxAmount, unit) && low && r.Low.GreaterThan(r.High) {
		in.Conflict("Low", r.Low.String(), "at most High")
	}
}

func (r MoneyRange) plus(other MoneyRange) MoneyRange {
	return MoneyRange{r.Low.Add(other.Low), r.High.Add(other.High)}
}

func (r MoneyRange) rounded() MoneyRange {
	return MoneyRange{r.Low.Round(MoneyPlaces), r.High.Round(MoneyPlaces)}
}

// HoursRange is a number of hours that is known to lie between two others.
type HoursRange struct {
	// Low is the lower end: 0, or [MinInput] to [MaxCostHours].
	Low float64 `json:"low"`
	// High is the upper end: Low to [MaxCostHours].
	High float64 `json:"high"`
}

func (r HoursRange) check(in fault.Scope) {
	noneOrFloat(in, "Low", r.Low, MaxCostHours, "hours")
	noneOrFloat(in, "High", r.High, MaxCostHours, "hours")
	if r.Low > r.High {
		in.Conflict("Low", exact.Decimal(r.Low).String(), "at most High")
	}
}

// Investment is what automating takes: technology that is paid each month, and
// hours that are spent once.
//
// As JSON it is read strictly.
//
// Playbook: ROI-4.
type Investment struct {
	// Tools are in money a month.
	Tools MoneyRange `json:"tools"`
	// Integration is in money a month.
	Integration MoneyRange `json:"integration"`
	// Monitoring is in money a month.
	Monitoring MoneyRange `json:"monitoring"`
	// Documentation is in hours, once.
	Documentation HoursRange `json:"documentation"`
	// Development is in hours, once.
	Development HoursRange `json:"development"`
	// Training is in hours, once.
	Training HoursRange `json:"training"`
	// LaborCostPerHour turns the hours into money. Above 0, at most
	// [MaxAmount].
	LaborCostPerHour decimal.Decimal `json:"labor_cost_per_hour"`
}

// PlaybookInvestment returns the playbook's ranges: tools 1,000 to 5,000,
// integration 500 to 2,000 and monitoring 200 to 1,000 a month; documentation 40
// to 80, development 100 to 200 and training 20 to 40 hours.
//
// Playbook: ROI-4.
func PlaybookInvestment(laborCostPerHour decimal.Decimal) Investment {
	amounts := func(low, high int64) MoneyRange { return MoneyRange{decimal.New(low, 0), decimal.New(high, 0)} }
	return Investment{
		Tools: amounts(1000, 5000), Integration: amounts(500, 2000), Monitoring: amounts(200, 1000),
		Documentation: HoursRange{40, 80}, Development: HoursRange{100, 200}, Training: HoursRange{20, 40},
		LaborCostPerHour: laborCostPerHour,
	}
}

// UnmarshalJSON reads an investment strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for every value that [TotalInvestment] refuses.
func (i *Investment) UnmarshalJSON(data []byte) error {
	type plain Investment
	return strict.Unmarshal(data, "Investment", (*plain)(i), func(p *plain, in fault.Scope) {
		(*Investment)(p).check(in)
	})
}

func (i *Investment) check(in fault.Scope) {
	i.Tools.check(in.In("Tools"), "of money a month")
	i.Integration.check(in.In("Integration"), "of money a month")
	i.Monitoring.check(in.In("Monitoring"), "of money a month")
	i.Documentation.check(in.In("Documentation"))
	i.Development.check(in.In("Development"))
	i.Training.check(in.In("Training"))
	if i.LaborCostPerHour.IsZero() {
		in.Missing("LaborCostPerHour", "above 0 to 1e15 of money an hour")
	} else {
		in.Decimal("LaborCostPerHour", i.LaborCostPerHour, 0, MaxAmount, "of money an hour")
	}
}

// InvestmentTotal is what an investment adds up to.
//
// Playbook: ROI-4.
type InvestmentTotal struct {
	// PerMonth is what the technology costs each month.
	PerMonth MoneyRange `json:"per_month"`
	// Hours are those of the process, once.
	Hours HoursRange `json:"hours"`
	// Once is what these hours cost.
	Once MoneyRange `json:"once"`
	// FirstYear is Once and twelve times PerMonth.
	FirstYear MoneyRange `json:"first_year"`
	// PublishedPerMonth is the playbook's own total, with its low end rounded
	// up to [PublishedMonthlyLow]. It says nothing about other ranges than
	// [PlaybookInvestment]'s.
	PublishedPerMonth MoneyRange `json:"published_per_month"`
}

// UnmarshalJSON reads a total strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, every value out of its range, and if an
// upper end is below the lower or the first year is not what the rest makes it.
func (t *InvestmentTotal) UnmarshalJSON(data []byte) error {
	type plain InvestmentTotal
	return strict.Unmarshal(data, "InvestmentTotal", (*plain)(t), func(p *plain, in fault.Scope) {
		(*InvestmentTotal)(p).check(in)
	})
}

func (t *InvestmentTotal) check(in fault.Scope) {
	const maxHours = 3 * MaxCostHours
	in.Float("Hours", t.Hours.Low, 0, t.Hours.High, "hours, up to those of the upper end")
	in.Float("Hours", t.Hours.High, 0, maxHours, "hours")
	sizes := true
	for field, r := range t.ranges() {
		if !gate.Within(r.Low, maxResultDigits, maxResultDigits) || !gate.Within(r.High, maxResultDigits, maxResultDigits) {
			in.OutOfRange(field, "", "amounts of at most 40 digits")
			sizes = false
		} else if r.Low.Sign() < 0 || r.Low.GreaterThan(r.High) {
			in.Conflict(field, r.Low.String(), "0 or more, and at most the upper end")
		}
	}
	if !sizes {
		return
	}
	// Each side has been rounded on its own, and twelve months add up.
	if slack := decimal.New(13, -MoneyPlaces); t.FirstYear.Low.Sub(t.year().Low).Abs().GreaterThan(slack) ||
		t.FirstYear.High.Sub(t.year().High).Abs().GreaterThan(slack) {
		in.Conflict("FirstYear", t.FirstYear.Low.String(), "Once and twelve times PerMonth")
	}
}

// ranges yields the ranges of money in field order.
func (t *InvestmentTotal) ranges() func(yield func(string, MoneyRange) bool) {
	return func(yield func(string, MoneyRange) bool) {
		_ = yield("PerMonth", t.PerMonth) && yield("Once", t.Once) &&
			yield("FirstYear", t.FirstYear) && yield("PublishedPerMonth", t.PublishedPerMonth)
	}
}

func (t *InvestmentTotal) year() MoneyRange {
	twelve := decimal.New(monthsPerYear, 0)
	return t.Once.plus(MoneyRange{t.PerMonth.Low.Mul(twelve), t.PerMonth.High.Mul(twelve)})
}

// TotalInvestment adds up the ranges of an investment, low ends and high ends
// apart:
//
//	per month  = tools + integration + monitoring
//	hours      = documentation + development + training
//	once       = hours × labor cost an hour
//	first year = once + 12 × per month
//
// The sums are exact and rounded once, money to [MoneyPlaces], hours to the
// nearest float64. With the playbook's ranges the technology costs 1,700 to
// 8,000 a month; the playbook prints 2,000 to 8,000, which is kept beside it.
//
// It returns an *[salesops.InputError] if:
//   - an amount is not within 0 to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - hours are not 0 or within [MinInput] to [MaxCostHours];
//   - a lower end is above its upper end;
//   - Investment.LaborCostPerHour is not above 0 and at most [MaxAmount].
//
// Playbook: ROI-4.
func TotalInvestment(investment Investment) (InvestmentTotal, error) {
	var faults fault.List
	investment.check(faults.In("Investment"))
	if faults.Any() {
		return InvestmentTotal{}, faults.Err()
	}
	i := investment
	low := exact.SumDecimal(exact.Of(i.Documentation.Low), exact.Of(i.Development.Low), exact.Of(i.Training.Low))
	high := exact.SumDecimal(exact.Of(i.Documentation.High), exact.Of(i.Development.High), exact.Of(i.Training.High))
	t := InvestmentTotal{
		PerMonth: i.Tools.plus(i.Integration).plus(i.Monitoring),
		Hours:    HoursRange{nearest(low.Rat()), nearest(high.Rat())},
		Once:     MoneyRange{low.Mul(i.LaborCostPerHour), high.Mul(i.LaborCostPerHour)},
		PublishedPerMonth: MoneyRange{
			decimal.New(PublishedMonthlyLow, 0), decimal.New(PublishedMonthlyHigh, 0),
		},
	}
	t.FirstYear = t.year().rounded()
	t.PerMonth, t.Once = t.PerMonth.rounded(), t.Once.rounded()
	return t, nil
}
