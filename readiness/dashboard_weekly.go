package readiness

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// WeeklyFigures is the snapshot of one week. A figure that is nil was not
// measured.
type WeeklyFigures struct {
	// Utilization is the use of capacity, 0 to [LargestUtilization].
	Utilization *float64 `json:"utilization,omitempty"`
	// OnTimeShare is the share of orders delivered on time, 0 to 1.
	OnTimeShare *float64 `json:"on_time_share,omitempty"`
	// Quality is one metric of quality where higher is better, of size at most
	// [MaxQuality].
	Quality *float64 `json:"quality,omitempty"`
	// Morale is the team's, 0 to 10 points.
	Morale *float64 `json:"morale,omitempty"`
	// Pipeline is the load to come against the headroom.
	Pipeline *PipelineLoad `json:"pipeline,omitempty"`
}

func (f *WeeklyFigures) collect(in fault.Scope) {
	optional(in, "Utilization", f.Utilization, LargestUtilization, "as a fraction of capacity")
	optional(in, "OnTimeShare", f.OnTimeShare, 1, "as a fraction")
	if f.Quality != nil {
		in.Float("Quality", *f.Quality, -MaxQuality, MaxQuality, "")
	}
	optional(in, "Morale", f.Morale, MaxMorale, "points")
	if f.Pipeline != nil {
		f.Pipeline.collect(in.In("Pipeline"))
	}
}

func (f *WeeklyFigures) figures() []figure {
	pipeline := figure{}
	if f.Pipeline != nil {
		pipeline = ratio(exact.Decimal(f.Pipeline.Load), exact.Decimal(f.Pipeline.Headroom))
	}
	return []figure{plain(f.Utilization), plain(f.OnTimeShare), plain(f.Quality), plain(f.Morale), pipeline}
}

// Weeks are snapshots of weeks, the oldest first.
type Weeks []WeeklyFigures

// TrackWeekly reads the dashboard of the last of some weeks:
//
//	gauge                      yellow          red
//	utilization                > 0.85          >= 1.00
//	on-time                    < 0.95          <= 0.80
//	quality                                    less, 3 weeks running
//	morale                     < 6 of 10       <= 4
//	pipeline-against-capacity  > 1.0 headroom  >= 1.5 headroom
//
// Lines and statuses are chosen as [TrackDaily] does; those of the pipeline are
// both anchors of the alignment score. A pipeline without headroom has no
// value, and is red unless it is empty.
//
// It returns an *[salesops.InputError] if:
//   - there is no week, or more than [MaxPeriods];
//   - a figure is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-8.
func TrackWeekly(weeks Weeks, policy Policy) (Dashboard, error) {
	var list fault.List
	collectPeriods(list.In("Weeks"), weeks, (*WeeklyFigures).collect)
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Dashboard{}, list.Err()
	}
	rulers := []ruler{
		{gauge: UtilizationGauge, measure: "use of capacity", unit: "of capacity", bounds: []bound{
			yellowAbove(policy.MaxUtilization), atWorst(">=", policy.UtilizationScale),
		}},
		{gauge: OnTimeGauge, measure: "share on time", unit: "of orders", bounds: []bound{
			{yellowLine, "RDY-4", "<", exact.Decimal(policy.MinOnTimeShare)}, atWorst("<=", policy.OnTimeScale),
		}},
		{gauge: QualityGauge, missing: onlyTrend, trend: redTrend, trendPlaybook: "RDY-5"},
		{gauge: MoraleGauge, measure: "morale", unit: "of 10", bounds: []bound{
			{yellowLine, "RDY-8", "<", exact.Decimal(policy.BoardMinMorale)}, atWorst("<=", policy.MoraleScale),
		}},
		{gauge: PipelineGauge, measure: "load of the pipeline, against the line times the headroom", unit: "in the unit of the load", bounds: []bound{
			{yellowLine, "RDY-7", ">", exact.Decimal(policy.PipelineScale.Best)}, atWorst(">=", policy.PipelineScale),
		}},
	}
	return newDashboard(Weekly, readAll(rulers, weeks, (*WeeklyFigures).figures, policy.FlagWorseWeeks, "weeks")), nil
}
