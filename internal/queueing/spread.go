package queueing

// Spread returns the factor by which work of some variability waits longer than
// in M/M/c (Allen and Cunneen).
//
//	(ca² + cs²) / 2
//
// Both are squared coefficients of variation, variance ÷ mean², of the times
// between arrivals and of the times that the work takes: 1 for random arrivals
// and exponential work, 0 for a fixed beat.
func Spread(arrivals, work float64) float64 { return (arrivals + work) / 2 }

// Interrupted returns the mean and the squared coefficient of variation of the
// time that work takes when servers fail and are repaired, both after exponential
// times (Hopp and Spearman).
//
//	A = up / (up + repair),  mean = work / A,  scv = c0² + 2 A (1 - A) repair / work
func Interrupted(work, scv, up, repair float64) (mean, effective float64) {
	available := up / (up + repair)
	return work / available, scv + 2*available*(repair/(up+repair))*repair/work
}

// Class is one of several sorts of work that share servers.
type Class struct {
	// Arrivals is how much of it arrives, in the unit of the others.
	Arrivals float64
	// Work is the mean time that one takes, SCV its squared coefficient of
	// variation.
	Work, SCV float64
}

// Mix returns the mean and the squared coefficient of variation of the time that
// work of several classes takes.
//
//	mean = sum of p m,  mean² (scv + 1) = sum of p m² (1 + scv),  p = the class's part of the arrivals
//
// Both are 0 when nothing arrives.
func Mix(classes []Class) (mean, scv float64) {
	var total float64
	for _, c := range classes {
		total += c.Arrivals
		mean += c.Arrivals * c.Work
	}
	if mean == 0 {
		return 0, 0
	}
	mean /= total
	for _, c := range classes {
		// The spread between the classes and the spread within each.
		off := c.Work/mean - 1
		within := c.Work / mean
		scv += c.Arrivals / total * (off*off + within*within*c.SCV)
	}
	return mean, scv
}
