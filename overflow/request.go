package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of a request.
const (
	// MaxSetupMinutes is the longest setup of an order at one stage.
	MaxSetupMinutes = 1_000_000_000
	// MaxMinutesPerUnit is the longest that one unit takes at one stage.
	MaxMinutesPerUnit = 1_000_000
)

// UnitWork is the work of an order at one stage.
type UnitWork struct {
	// Stage is the name of the stage.
	Stage string `json:"stage"`
	// SetupMinutes is what the order takes once, 0 to [MaxSetupMinutes].
	SetupMinutes int64 `json:"setup_minutes"`
	// MinutesPerUnit is what each unit takes, 0 to [MaxMinutesPerUnit]; above 0
	// when there is no setup.
	MinutesPerUnit float64 `json:"minutes_per_unit"`
}

// Request is an order that asks for a date.
type Request struct {
	// Quantity is in whole units, 1 to [MaxQuantity].
	Quantity int64 `json:"quantity"`
	// Work is the work at each stage, in the order in which the stages are gone
	// through, each stage once. It may be empty when there is a stock to deliver
	// from.
	Work []UnitWork `json:"work"`
	// Earliest is the first day on which work may start; zero for today.
	Earliest salesops.Date `json:"earliest,omitzero"`
	// Wanted is the day by which the customer wants it; zero for as soon as
	// possible.
	Wanted salesops.Date `json:"wanted,omitzero"`
	// Latest is the last day on which the customer takes it; zero when there is
	// none. Not before Wanted.
	Latest salesops.Date `json:"latest,omitzero"`
}

func (r *Request) collect(in fault.Scope, load *Load) {
	whole(in, "Quantity", r.Quantity, 1, MaxQuantity, "units")
	least := 1
	if load.Stock != nil {
		least = 0
	}
	if in.Length("Work", len(r.Work), least, MaxLoadStages) {
		known := make(map[string]bool)
		for i := range load.Stages {
			known[load.Stages[i].Name] = true
		}
		for i := range r.Work {
			at := in.At("Work", i)
			r.Work[i].collect(at, known)
		}
	}
	for _, date := range []struct {
		field string
		day   salesops.Date
	}{{"Earliest", r.Earliest}, {"Wanted", r.Wanted}, {"Latest", r.Latest}} {
		if !date.day.IsZero() {
			in.Date(date.field, date.day)
		}
	}
	if !r.Latest.IsZero() && r.Latest.Before(r.Wanted) {
		in.Conflict("Latest", r.Latest.String(), "not before Wanted")
	}
}

func (w *UnitWork) collect(in fault.Scope, known map[string]bool) {
	before := known[w.Stage]
	switch {
	case w.Stage == "":
		in.Missing("Stage", "the name of a stage of the load")
	case !before:
		in.Conflict("Stage", w.Stage, "the name of a stage of the load, each once")
	}
	delete(known, w.Stage)
	setup := whole(in, "SetupMinutes", w.SetupMinutes, 0, MaxSetupMinutes, "minutes")
	unit := in.Float("MinutesPerUnit", w.MinutesPerUnit, 0, MaxMinutesPerUnit, "minutes")
	if setup && unit && w.SetupMinutes == 0 && w.MinutesPerUnit == 0 {
		in.Missing("MinutesPerUnit", "above 0 to 1000000 minutes, since there is no setup")
	}
}

// tooMuch is more work than any stage has minutes within the longest horizon.
const tooMuch = MaxDayMinutes * (MaxHorizonDays + 1) * 2

// minutes returns the minutes that a quantity takes, rounded up; tooMuch when
// they are more than that.
func (w *UnitWork) minutes(quantity int64) int64 {
	perUnit := exact.Decimal(w.MinutesPerUnit)
	units := perUnit.Mul(decimal.NewFromInt(quantity)).Ceil()
	if units.Cmp(decimal.NewFromInt(tooMuch)) > 0 {
		return tooMuch
	}
	return min(w.SetupMinutes+units.BigInt().Int64(), tooMuch)
}
