package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads an audit strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and if the days late do
// not follow from the dates, Late does not count them, a stage's finding or
// shortage is not that of its points, or a remedy contradicts itself.
func (a *PromiseAudit) UnmarshalJSON(data []byte) error {
	type plain PromiseAudit
	return strict.Unmarshal(data, "PromiseAudit", (*plain)(a), func(p *plain, in fault.Scope) {
		late := 0
		if in.Length("Promises", len(p.Promises), 1, MaxOpenPromises) {
			for i := range p.Promises {
				at := in.At("Promises", i)
				p.Promises[i].collect(at)
				if p.Promises[i].Delivering != OnTime {
					late++
				}
			}
		}
		if p.Late != late {
			in.Conflict("Late", "", "the number of promises that are not on time")
		}
		if in.Length("Stages", len(p.Stages), 1, MaxLoadStages) {
			for i := range p.Stages {
				at := in.At("Stages", i)
				p.Stages[i].collect(at)
			}
		}
		p.Resequencing.collect(in.In("Resequencing"), len(p.Promises))
		p.Buying.collect(in.In("Buying"))
		p.Moving.collect(in.In("Moving"))
		if (late == 0) != (p.Resequencing.Saving == NothingToSave) {
			part := in.In("Resequencing")
			part.Conflict("Saving", string(p.Resequencing.Saving), "nothing-to-save exactly when no promise is late")
		}
		collectClamps(in, p.Clamps)
	})
}

func (p *AuditedPromise) collect(in fault.Scope) {
	in.Name("ID", p.ID)
	if !in.Date("Due", p.Due) {
		return
	}
	late := 0
	switch p.Delivering {
	case BeyondHorizon:
		if !p.Finish.IsZero() {
			in.Conflict("Finish", p.Finish.String(), "none beyond the horizon")
		}
		in.Int("DaysLate", p.DaysLate, 1, largestDelay, "days")
		return
	case OnTime, TooLate:
		if !in.Date("Finish", p.Finish) {
			return
		}
		late = max(0, p.Finish.DaysSince(p.Due))
	}
	if p.DaysLate != late {
		in.Conflict("DaysLate", "", "Finish - Due, 0 when it is on time")
	}
	if (late == 0) != (p.Delivering == OnTime) {
		in.Conflict("Delivering", string(p.Delivering), "what DaysLate says")
	}
}

// largestDelay is more than the days between any two dates.
const largestDelay = 4_000_000

func (s *StageAudit) collect(in fault.Scope) {
	in.Name("Stage", s.Stage)
	if !in.Length("Points", len(s.Points), 1, MaxOpenPromises) {
		return
	}
	const most = MaxSetupMinutes * MaxOpenPromises
	good := true
	var last LoadPoint
	for i, p := range s.Points {
		at := in.At("Points", i)
		good = at.Date("By", p.By) && good
		good = whole(at, "PromisedMinutes", p.PromisedMinutes, 1, most, "minutes") && good
		good = whole(at, "CapacityMinutes", p.CapacityMinutes, 0, tooMuch, "minutes") && good
		if i > 0 && !(p.By.After(last.By) && p.PromisedMinutes > last.PromisedMinutes && p.CapacityMinutes >= last.CapacityMinutes) {
			at.Conflict("By", p.By.String(), "after the point before, with more promised and no less capacity")
		}
		last = p
	}
	if !good {
		return
	}
	worst := shortest(s.Points)
	if s.ShortMinutes != max(0, worst.PromisedMinutes-worst.CapacityMinutes) {
		in.Conflict("ShortMinutes", "", "the most that the points are short")
	}
	want := worst.finding(s.Stage)
	if f := s.Finding; f.Rule != want.Rule || f.Subject != want.Subject || f.Outcome != want.Outcome ||
		!f.Left.Equal(want.Left) || !f.Right.Equal(want.Right) {
		in.Conflict("Finding", f.Rule, "the comparison at the point that is shortest")
	}
}

func (r *Resequencing) collect(in fault.Scope, promises int) {
	want := 0
	if r.Saving == SavesAll {
		want = promises
	}
	if in.Length("Sequence", len(r.Sequence), want, want) {
		collectIDs(in, "Sequence", r.Sequence)
	}
}

func collectIDs(in fault.Scope, field string, ids []string) {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		if in.Name(path(field, i), id) && seen[id] {
			in.Conflict(path(field, i), id, "each promise once")
		}
		seen[id] = true
	}
}

func (b *Buying) collect(in fault.Scope) {
	sum := collectPurchases(in, b.Purchases)
	if b.Minutes != sum {
		in.Conflict("Minutes", "", "the sum of the purchases")
	}
	whole(in, "AtLeast", b.AtLeast, 0, max(b.Minutes, 0), "minutes")
	if b.Proven != (b.Enough && b.Minutes == b.AtLeast) {
		in.Conflict("Proven", "", "true exactly when the purchases are enough and Minutes is AtLeast")
	}
	if in.Length("BeyondHelp", len(b.BeyondHelp), 0, MaxOpenPromises) {
		collectIDs(in, "BeyondHelp", b.BeyondHelp)
	}
}

// collectPurchases checks purchases and returns the sum of their minutes.
func collectPurchases(in fault.Scope, purchases []MinutesToBuy) (sum int64) {
	if !in.Length("Purchases", len(purchases), 0, MaxOpenPromises*MaxLoadStages) {
		return 0
	}
	var last salesops.Date
	for i, p := range purchases {
		at := in.At("Purchases", i)
		at.Name("Stage", p.Stage)
		if at.Date("By", p.By) && p.By.Before(last) {
			at.Conflict("By", p.By.String(), "not before the purchase before")
		}
		last = p.By
		if whole(at, "Minutes", p.Minutes, 1, MaxSetupMinutes*MaxOpenPromises, "minutes") {
			sum += p.Minutes
		}
	}
	return sum
}

func (m *Moving) collect(in fault.Scope) {
	if !in.Length("Moved", len(m.Moved), 0, MaxOpenPromises) {
		return
	}
	for i, p := range m.Moved {
		at := in.At("Moved", i)
		at.Name("ID", p.ID)
		if at.Date("Due", p.Due) && !p.To.IsZero() && at.Date("To", p.To) && !p.To.After(p.Due) {
			at.Conflict("To", p.To.String(), "after Due")
		}
	}
	in.Int("AtLeast", m.AtLeast, 0, len(m.Moved), "promises")
	if m.Proven != (len(m.Moved) == m.AtLeast) {
		in.Conflict("Proven", "", "true exactly when as many are moved as AtLeast")
	}
}

// UnmarshalJSON reads an offer strictly. It returns an *[salesops.InputError]
// for everything that [Decision.UnmarshalJSON] and [Promise.UnmarshalJSON]
// refuse, and if the answer does not fit the decision, the promise and the
// alternatives.
func (o *Offer) UnmarshalJSON(data []byte) error {
	type plain Offer
	return strict.Unmarshal(data, "Offer", (*plain)(o), func(p *plain, in fault.Scope) {
		taken := p.Decision.Action == Accept || p.Decision.Action == AcceptWithResources
		fits := map[Answer]bool{
			AnswerAccepted:     taken && p.Promise != nil && len(p.Alternatives) == 0,
			AnswerAlternatives: taken && p.Promise == nil && len(p.Alternatives) > 0,
			AnswerNoDate:       taken && p.Promise == nil && len(p.Alternatives) == 0,
			AnswerDeferred:     p.Decision.Action == Defer && len(p.Alternatives) == 0,
			AnswerDeclined:     p.Decision.Action == Decline && p.Promise == nil && len(p.Alternatives) == 0,
		}
		if !fits[p.Answer] {
			in.Conflict("Answer", string(p.Answer), "one that fits the decision, the promise and the alternatives")
		}
		if !in.Length("Alternatives", len(p.Alternatives), 0, len(AlternativeKinds())) {
			return
		}
		kinds := AlternativeKinds()
		for i := range p.Alternatives {
			a, at := &p.Alternatives[i], in.At("Alternatives", i)
			for len(kinds) > 0 && kinds[0] != a.Kind {
				kinds = kinds[1:]
			}
			if len(kinds) == 0 {
				at.Conflict("Kind", string(a.Kind), "each once, in the order of AlternativeKinds")
				return
			}
			kinds = kinds[1:]
			a.collect(at)
		}
	})
}

func (a *Alternative) collect(in fault.Scope) {
	collectPurchases(in, a.Purchases)
	if (a.Kind == Expedite) != (len(a.Purchases) > 0) {
		in.Conflict("Purchases", "", "some for expedite, and none otherwise")
	}
	in.Decimal("Cost", a.Cost, 0, MaxPrice*MaxHourPrice, "of the currency")
	if costs := a.Kind == Expedite || a.Kind == DiscountedLater; !costs && !a.Cost.Equal(decimal.New(0, 0)) {
		in.Conflict("Cost", "", "0, since nothing is bought or given away")
	}
}
