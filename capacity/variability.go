package capacity

import "github.com/salesops-go/salesops/internal/fault"

func (s *Stage) collectVariability(in fault.Scope) {
	if s.ArrivalSCV != nil {
		in.Float("ArrivalSCV", *s.ArrivalSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	if s.ServiceSCV != nil {
		in.Float("ServiceSCV", *s.ServiceSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	if s.Team == "" {
		optional(in, "Availability", s.Availability, 1, "as a fraction of the time, or 0 for all of it")
		// At most 1 - MinPositive, so that some capacity is left.
		in.Float("ReworkShare", s.ReworkShare, 0, 1-MinPositive, "as a fraction of what is finished")
		if s.People == 0 && (s.Availability != 0 || s.ReworkShare != 0) {
			in.Conflict("Availability", "", "nothing, nor a ReworkShare, since a measured maximum has both already")
		}
	}
	optional(in, "RepairHours", s.RepairHours, MaxHoursPerTransaction, "hours, or 0 without outages")
	if s.RepairHours != 0 && (s.Availability == 0 || s.Availability == 1) {
		in.Conflict("RepairHours", "", "an Availability below 1 beside it")
	}
}
