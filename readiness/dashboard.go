package readiness

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

const (
	// MaxPeriods is the most snapshots of a dashboard or a scorecard.
	MaxPeriods = 520
	// MaxReview is the top of the scale of a quarterly review.
	MaxReview = 10
	// MaxMargin is the largest size of a margin, as a fraction.
	MaxMargin = 1000
)

// Dashboard is what the last of a row of snapshots shows.
type Dashboard struct {
	// Cadence is how often it is read.
	Cadence Cadence `json:"cadence"`
	// Status is the worst of the readings; nil when none has one.
	Status *salesops.Status `json:"status,omitempty"`
	// Readings are all metrics of the cadence in published order.
	Readings []Reading `json:"readings"`
	// Attention are the metrics to look at first: the red ones, then the
	// yellow ones, each in published order.
	Attention []Gauge `json:"attention"`
	// NotJudged are the metrics without a status, in published order: they
	// were not measured, or have no target.
	NotJudged []Gauge `json:"not_judged"`
}

// newDashboard returns what follows from the readings.
func newDashboard(cadence Cadence, readings []Reading) Dashboard {
	d := Dashboard{Cadence: cadence, Readings: readings, Attention: []Gauge{}, NotJudged: []Gauge{}}
	var yellow []Gauge
	for _, r := range readings {
		d.Status = worse(d.Status, r.Status)
		switch {
		case r.Status == nil:
			d.NotJudged = append(d.NotJudged, r.Gauge)
		case *r.Status == salesops.Red:
			d.Attention = append(d.Attention, r.Gauge)
		case *r.Status == salesops.Yellow:
			yellow = append(yellow, r.Gauge)
		}
	}
	d.Attention = append(d.Attention, yellow...)
	return d
}

const (
	onlyTrend = "judged by its trend"
	noTarget  = "no target given"
)

func yellowAbove(line float64) bound { return bound{yellowLine, "RDY-4", ">", exact.Decimal(line)} }

// atWorst is the line at the worst anchor of the alignment score.
func atWorst(op string, s Scale) bound { return bound{redLine, "RDY-7", op, exact.Decimal(s.Worst)} }

// collectPeriods checks the number of snapshots and each of them.
func collectPeriods[T any](in fault.Scope, periods []T, collect func(*T, fault.Scope)) {
	if !in.Length("", len(periods), 1, MaxPeriods) {
		return
	}
	for i := range periods {
		collect(&periods[i], in.At("", i))
	}
}

// readAll reads each gauge from its column of the snapshots.
func readAll[T any](rulers []ruler, periods []T, figures func(*T) []figure, least int, unit string) []Reading {
	columns := make([][]figure, len(rulers))
	for i := range periods {
		for j, f := range figures(&periods[i]) {
			columns[j] = append(columns[j], f)
		}
	}
	readings := make([]Reading, 0, len(rulers))
	for j := range rulers {
		readings = append(readings, rulers[j].read(columns[j], least, unit))
	}
	return readings
}
