package readiness

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// QuarterlyFigures is the snapshot of one quarter: the results of its four
// reviews, each 0 to 10 points. A review that is nil was not held.
type QuarterlyFigures struct {
	// Process is how well the processes work.
	Process *float64 `json:"process,omitempty"`
	// Tools is how well the tools serve.
	Tools *float64 `json:"tools,omitempty"`
	// Compensation is how well it rewards what is wanted.
	Compensation *float64 `json:"compensation,omitempty"`
	// TeamFeedback is what the team says.
	TeamFeedback *float64 `json:"team_feedback,omitempty"`
}

func (f *QuarterlyFigures) collect(in fault.Scope) {
	optional(in, "Process", f.Process, MaxReview, "points")
	optional(in, "Tools", f.Tools, MaxReview, "points")
	optional(in, "Compensation", f.Compensation, MaxReview, "points")
	optional(in, "TeamFeedback", f.TeamFeedback, MaxReview, "points")
}

func (f *QuarterlyFigures) figures() []figure {
	return []figure{plain(f.Process), plain(f.Tools), plain(f.Compensation), plain(f.TeamFeedback)}
}

// Quarters are snapshots of quarters, the oldest first.
type Quarters []QuarterlyFigures

// TrackQuarterly reads the dashboard of the last of some quarters: the results
// of the reviews of process, tools and compensation, and of the team's
// feedback. Each is yellow below 6 of 10, a line that is ours, and none is ever
// red. A review that was not held is not judged.
//
// It returns an *[salesops.InputError] if:
//   - there is no quarter, or more than [MaxPeriods];
//   - a result is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-8.
func TrackQuarterly(quarters Quarters, policy Policy) (Dashboard, error) {
	var list fault.List
	collectPeriods(list.In("Quarters"), quarters, (*QuarterlyFigures).collect)
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Dashboard{}, list.Err()
	}
	var rulers []ruler
	for _, gauge := range Quarterly.Gauges() {
		rulers = append(rulers, ruler{gauge: gauge, measure: "result of the review", unit: "of 10", bounds: []bound{
			{yellowLine, "RDY-8", "<", exact.Decimal(policy.BoardMinReview)},
		}})
	}
	return newDashboard(Quarterly, readAll(rulers, quarters, (*QuarterlyFigures).figures, policy.FlagWorseWeeks, "quarters")), nil
}
