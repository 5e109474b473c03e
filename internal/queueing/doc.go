// Package queueing answers how long work waits in front of servers, from one to
// a hundred thousand of them, from nearly idle to nearly saturated, in the long
// run and some time after a change.
//
// # Model
//
// Work arrives at random (a Poisson stream) and takes times that are
// exponential; the first that came is the first served. In Kendall's notation
// this is M/M/c.
//
//	λ  System.Arrivals  arrivals per unit of time
//	μ  System.Rate      what one server completes per unit of time
//	c  System.Servers   servers
//	a  λ/μ              offered load
//	ρ  λ/(c μ)          utilization
//	θ  c μ - λ          slack
//
// Work of other variability takes the waits of M/M/c times [Spread], the
// approximation of Allen and Cunneen; with one server and random arrivals it is
// exact (Pollaczek and Khinchine).
//
// # Method
//
// With B the chance that all servers are busy when nobody waits (Erlang's loss
// formula) and C the chance to wait (his delay formula),
//
//	1/B = 1 + c/a + c(c-1)/a² + ... + c!/a^c
//	1/C = 1 + θ (1-B) / (c μ B)
//
// All terms of the series are positive, and it is summed from the largest group
// size down until the rest cannot matter. The running product is rescaled by
// powers of two, so that it neither overflows nor loses digits, and the logarithm
// is known also where B itself is below the smallest float64. The slack is formed
// with one rounding.
//
// # Accuracy
//
// Arguments are taken as the doubles that they are. Relative errors stay below
// 5e-11 for up to 100,000 servers, and below 1e-13 for up to 1,000; in the
// logarithms it is the absolute error that does, or the relative one, whichever is
// larger. The smallest number of servers that meets a target is decided in 512
// bits, from the shortest decimals of the arguments, wherever float64 is within
// 1e-9 of the line.
//
// [After] says by which method it computed a transient, and with which error.
//
// # Special cases
//
// No function panics. Callers have checked that arguments are finite, at least
// 1e-30 and at most 1e30 (arrivals may be zero), and that a system of which they
// ask for waits has slack.
package queueing
