package overflow

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a book strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and for everything that [Allocate]
// refuses.
func (b *Book) UnmarshalJSON(data []byte) error {
	type plain Book
	return strict.Unmarshal(data, "Book", (*plain)(b), func(p *plain, in fault.Scope) {
		(*Book)(p).check(in)
	})
}

func (b *Book) check(in fault.Scope) {
	good := in.Int("Places", b.Places, 0, MaxPlaces, "decimal places")
	good = in.Int("Periods", b.Periods, 1, MaxBookPeriods, "periods") && good
	good = in.Length("Stages", len(b.Stages), 1, MaxBookStages) && good
	good = in.Length("Partners", len(b.Partners), 0, MaxBookPartners) && good
	good = in.Length("Orders", len(b.Orders), 0, MaxBookOrders) && good
	if !good {
		return
	}
	for i := range b.Stages {
		good = b.checkStage(in.At("Stages", i), i) && good
	}
	for i := range b.Partners {
		good = b.checkPartner(in.At("Partners", i), i) && good
	}
	seen := make(map[string]bool, len(b.Orders))
	for i := range b.Orders {
		at := in.At("Orders", i)
		good = b.checkOrder(at, &b.Orders[i]) && good
		if id := b.Orders[i].ID; seen[id] {
			at.Conflict("ID", id, "an id that no other order has")
			good = false
		}
		seen[b.Orders[i].ID] = true
	}
	if good && !b.fits() {
		in.Conflict("", "", wantMoney)
	}
}

const wantMoney = "money of at most 50000000000000 units of the last place in all"

func (b *Book) checkStage(in fault.Scope, i int) bool {
	s := &b.Stages[i]
	good := in.Name("Name", s.Name)
	if slices.ContainsFunc(b.Stages[:i], func(other BookStage) bool { return other.Name == s.Name }) {
		in.Conflict("Name", s.Name, "a name that no other stage has")
		good = false
	}
	good = checkMinutes(in, "CapacityMinutes", s.CapacityMinutes, b.Periods) && good
	if s.TemporaryMinutes != nil {
		good = checkMinutes(in, "TemporaryMinutes", s.TemporaryMinutes, b.Periods) && good
	}
	good = b.checkMoney(in, "TemporaryCostPerMinute", s.TemporaryCostPerMinute, 0) && good
	if !in.Float("OnboardingShare", s.OnboardingShare, 0, MaxOnboardingShare, "as a fraction") {
		return false
	}
	if exact.Decimal(s.OnboardingShare).Exponent() < -sharePlaces {
		in.OutOfRange("OnboardingShare", exact.Decimal(s.OnboardingShare).String(), "at most 6 decimal places")
		return false
	}
	return good
}

// sharePlaces is the most decimal places of an onboarding share.
const sharePlaces = 6

func (b *Book) checkPartner(in fault.Scope, i int) bool {
	p := &b.Partners[i]
	good := in.Name("Name", p.Name)
	if slices.ContainsFunc(b.Partners[:i], func(other BookPartner) bool { return other.Name == p.Name }) {
		in.Conflict("Name", p.Name, "a name that no other partner has")
		good = false
	}
	good = in.Float("ShareKept", p.ShareKept, 0, 1, "as a fraction") && good
	return checkWhole(in, "Minutes", p.Minutes) && good
}

func (b *Book) checkOrder(in fault.Scope, o *BookOrder) bool {
	good := in.Name("ID", o.ID)
	good = b.checkMoney(in, "Contribution", o.Contribution, -MaxBookUnits) && good
	good = b.checkMoney(in, "ExtraValue", o.ExtraValue, -MaxBookUnits) && good
	good = b.checkMoney(in, "DeclineCost", o.DeclineCost, 0) && good
	window := in.Int("Earliest", o.Earliest, 1, b.Periods, "of the book's periods")
	window = in.Int("Latest", o.Latest, 1, b.Periods, "of the book's periods") && window
	if window && o.Latest < o.Earliest {
		in.Conflict("Latest", strconv.Itoa(o.Latest), "at least Earliest")
		window = false
	}
	good = in.Int("Requested", o.Requested, 1, b.Periods, "of the book's periods") && window && good
	good = b.checkMoney(in, "LateCost", o.LateCost, 0) && good
	flexible := in.Int("FlexibleUntil", o.FlexibleUntil, 0, b.Periods, "of the book's periods, or 0")
	if flexible && o.FlexibleUntil != 0 && o.FlexibleUntil <= o.Latest {
		in.Conflict("FlexibleUntil", strconv.Itoa(o.FlexibleUntil), "after Latest, or 0")
		flexible = false
	}
	good = b.checkMoney(in, "Incentive", o.Incentive, 0) && flexible && good
	good = checkMinutes(in, "Minutes", o.Minutes, len(b.Stages)) && good
	good = b.checkPartnerOptions(in, o.Partners) && good
	good = fault.OneOf(in, "Ruling", o.Ruling, Actions()) && good
	good = in.Float("QualityRisk", o.QualityRisk, 0, MaxScore, "points") && good
	if o.LaterQualityRisk != nil {
		good = in.Float("LaterQualityRisk", *o.LaterQualityRisk, 0, MaxScore, "points") && good
	}
	return good
}

func (b *Book) checkPartnerOptions(in fault.Scope, options []PartnerOption) bool {
	if !in.Length("Partners", len(options), 0, len(b.Partners)) {
		return false
	}
	good := true
	for i, option := range options {
		at := in.At("Partners", i)
		good = at.Float("QualityRisk", option.QualityRisk, 0, MaxScore, "points") && good
		if b.partner(option.Name) < 0 {
			at.Conflict("Name", option.Name, "one of the book's partners")
			good = false
		}
		if slices.ContainsFunc(options[:i], func(other PartnerOption) bool { return other.Name == option.Name }) {
			at.Conflict("Name", option.Name, "each partner once")
			good = false
		}
	}
	return good
}

func (b *Book) partner(name string) int {
	return slices.IndexFunc(b.Partners, func(p BookPartner) bool { return p.Name == name })
}

func (b *Book) stage(name string) int {
	return slices.IndexFunc(b.Stages, func(s BookStage) bool { return s.Name == name })
}

// checkMoney checks an amount of low to the limit, in units of the last place,
// with no more decimal places than the book has.
func (b *Book) checkMoney(in fault.Scope, field string, d decimal.Decimal, low int64) bool {
	if !in.Decimal(field, d, low, MaxBookUnits, "in money") {
		return false
	}
	units := d.Shift(int32(b.Places))
	if !units.IsInteger() || units.Abs().GreaterThan(decimal.New(MaxBookUnits, 0)) {
		in.OutOfRange(field, d.String(), "at most "+strconv.Itoa(b.Places)+" decimal places and "+
			decimal.New(MaxBookUnits, -int32(b.Places)).String())
		return false
	}
	return true
}

func checkMinutes(in fault.Scope, field string, minutes []int64, want int) bool {
	if !in.Length(field, len(minutes), want, want) {
		return false
	}
	good := true
	for i, m := range minutes {
		at := in.At(field, i)
		good = checkWhole(at, "", m) && good
	}
	return good
}

func checkWhole(in fault.Scope, field string, minutes int64) bool {
	if minutes >= 0 && minutes <= MaxBookMinutes {
		return true
	}
	in.OutOfRange(field, strconv.FormatInt(minutes, 10), "0 to 1000000000 minutes")
	return false
}

// units returns an amount that was checked in units of the last place.
func (b *Book) units(d decimal.Decimal) int64 {
	return d.Shift(int32(b.Places)).IntPart() //nolint:forbidigo // whole, and at most MaxBookUnits
}

// money is the inverse of units.
func (b *Book) money(units int64) decimal.Decimal { return decimal.New(units, -int32(b.Places)) }

// fits reports whether the sum that bounds all sums is within its limit.
func (b *Book) fits() bool {
	sum, ok := b.compile(AllocationPolicy{MaxOptionRisk: MaxScore}).problem.Magnitude()
	return ok && sum <= MaxBookUnits
}
