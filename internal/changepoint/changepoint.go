// Package changepoint asks whether the chance of a success has changed in the
// course of a list of trials.
//
// Let S(k) be the successes among the first k of n trials, A = S(n). The
// statistic is how far the successes ever ran ahead of or behind an even spread,
//
//	D = max over k of |n S(k) - k A|
//
// a whole number: the statistic known as Pettitt's, for zero-one observations. If
// the chance never changed, whatever it is, all C(n, A) orders of the trials are
// equally likely, and P is the share of them with a D at least as large. It is
// counted along lattice paths: one step per trial, up with the chance that a
// success is next,
//
//	(A - a) ÷ (n - k)  after k trials with a successes
//
// and a path that reaches D is taken out. All terms are positive and nothing is
// subtracted, so that a small P keeps its digits: the relative error is below
// 8n × 2^-53, and a P below 1e-300 may come out as 0. Time is in proportion to n times the smaller of A and n - A.
package changepoint

// Change is the clearest change in a list of trials.
type Change struct {
	// At is how many trials came before it, 0 if there is none: when every trial
	// has the same outcome. Of several that are as clear it is the first.
	At int
	// P is the chance of a change at least as clear where there is none.
	P float64
	// Least is the P of the clearest order of as many successes and failures.
	Least float64
}

// Find returns the clearest change.
func Find(trials []bool) Change {
	n, successes := int64(len(trials)), int64(0)
	for _, success := range trials {
		if success {
			successes++
		}
	}
	var c Change
	var sum, most int64
	for k, success := range trials {
		if success {
			sum++
		}
		d := n*sum - int64(k+1)*successes
		if d = max(d, -d); d > most {
			most, c.At = d, k+1
		}
	}
	fewer := min(successes, n-successes)
	c.Least = least(n, fewer)
	c.P = c.Least
	if most < successes*(n-successes) {
		c.P = reach(n, fewer, most)
	}
	return c
}

// least returns 2 ÷ C(n, a), at most 1: of all orders those with the successes
// first and with the failures first have the largest D, A (n - A).
func least(n, a int64) float64 {
	orders := 1.0
	for i := int64(1); i <= a; i++ {
		orders = orders * float64(n-a+i) / float64(i)
	}
	return min(1, 2/orders)
}

// reach returns the share of the orders of a successes among n trials in which D
// reaches a limit above 0.
func reach(n, a, limit int64) (p float64) {
	share := make([]float64, a+2) // of the orders so far that have not, by successes
	share[0] = 1
	for k := range n {
		left := float64(n - k)
		for s := min(a, k); s >= max(0, k-(n-a)); s-- {
			up := share[s] * float64(a-s) / left
			down := share[s] * float64(n-a-(k-s)) / left
			share[s] = 0
			if inside(n, a, k+1, s+1, limit) {
				share[s+1] += up
			} else {
				p += up
			}
			if inside(n, a, k+1, s, limit) {
				share[s] += down
			} else {
				p += down
			}
		}
	}
	return min(1, p)
}

// inside reports whether s successes in k trials are nearer to an even spread
// than the limit.
func inside(n, a, k, s, limit int64) bool {
	d := n*s - k*a
	return -limit < d && d < limit
}
