package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// Version is a plan from a day on.
type Version struct {
	// Effective is the first day on which the plan applies.
	Effective salesops.Date `json:"effective"`
	// Plan is the plan, with the numbers of the whole period.
	Plan Plan `json:"plan"`
}

// Segment is a part of a period in which one plan applies.
type Segment struct {
	// Span is the days of the segment.
	Span Span `json:"span"`
	// Plan is the plan, prorated for those days.
	Plan Plan `json:"plan"`
}

// ApplyVersions cuts a period where the plan changes. Each segment has the
// version that is in force, prorated by [Prorate] for its days; what is paid for
// the period is what [Pay] pays for each segment and the deals in it.
//
// A version is in force from its first day until the day before the next. Those
// that end before the period or begin after it are left out.
//
// It returns an *[salesops.InputError] if:
//   - a day does not exist, the period ends before it begins, or it is longer than [MaxPeriodDays];
//   - there is no version, there are more than [MaxSpans], or they are not in ascending order of their days;
//   - no version is in force on the first day of the period;
//   - a plan that is used is one that [Pay] refuses or [Prorate] cannot shorten.
//
// Playbook: CMP-6, CMP-8.
func ApplyVersions(versions []Version, period Span) ([]Segment, error) {
	var list fault.List
	in := list.In("Versions")
	dated := in.Length("", len(versions), 1, MaxSpans)
	for i := 0; dated && i < len(versions); i++ {
		at := in.At("", i)
		dated = at.Date("Effective", versions[i].Effective)
		if dated && i > 0 && !versions[i].Effective.After(versions[i-1].Effective) {
			at.Conflict("Effective", versions[i].Effective.String(), "after "+versions[i-1].Effective.String()+", that of the version before")
			dated = false
		}
	}
	if period.collect(list.In("Period")) && dated && versions[0].Effective.After(period.From) {
		first := in.At("", 0)
		first.Conflict("Effective", versions[0].Effective.String(), "not after "+period.From.String()+", the first day of the period")
	}
	if list.Any() {
		return nil, list.Err()
	}
	segments := []Segment{}
	for i := range versions {
		force := Span{From: versions[i].Effective, To: period.To}
		if i+1 < len(versions) {
			force.To = versions[i+1].Effective.AddDays(-1)
		}
		span, some := period.overlap(force)
		if !some {
			continue
		}
		plan, err := Prorate(versions[i].Plan, Service{Period: period, Employed: &span})
		if err != nil {
			at := in.At("", i)
			list.Take(err, func(f *salesops.InputError) bool {
				f.Field = at.Path("") + "." + f.Field
				return true
			})
			continue
		}
		segments = append(segments, Segment{Span: span, Plan: plan})
	}
	if list.Any() {
		return nil, list.Err()
	}
	return segments, nil
}

// DivideEarnings returns the base pay and the target variable pay of a plan from
// its on-target earnings and mix, as in "200,000 at 50/50".
//
//	base            = on-target earnings × base share, rounded half away from zero
//	target variable = on-target earnings - base
//
// It returns an *[salesops.InputError] if:
//   - onTarget is not above 0 to [MaxMoney], or has more than places decimal places;
//   - baseShare is not within 0 to 1;
//   - places is not within 0 to [MaxPlaces].
//
// Playbook: CMP-1.
func DivideEarnings(onTarget, baseShare decimal.Decimal, places int32) (base, targetVariable decimal.Decimal, err error) {
	var list fault.List
	in := list.In("Earnings")
	if present(&in, "OnTarget", onTarget, MaxMoney, "in the currency") {
		money(&in, "OnTarget", onTarget, places)
	}
	in.Decimal("BaseShare", baseShare, 0, 1, "as a fraction of the on-target earnings")
	in.Int("Places", int(places), 0, MaxPlaces, "decimal places")
	if list.Any() {
		return decimal.Decimal{}, decimal.Decimal{}, list.Err()
	}
	base = onTarget.Mul(baseShare).Round(places)
	return base, onTarget.Sub(base), nil
}
