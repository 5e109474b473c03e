package queueing

import "math"

const (
	// negligible is the chance below which a number in the system is left out.
	negligible = 1e-18
	// rounding is what one step may lose, relative to the result.
	rounding = 4 * 0x1p-53
	// settled is how close, relative to it, the wait has to come to that of the
	// steady state for the rest of the way to be left out.
	settled = 1e-10
	// between is how many jumps lie between two looks at how close it is.
	between = 16
	// drifting × jumps^1.5 is what a walk without slack costs at least, whose
	// distribution is some seventeen standard deviations wide.
	drifting = 10
)

// walk computes the chances of every number in the system by uniformization: the
// chain jumps at the times of a Poisson process of rate λ + c μ, and the state at
// time t is the mixture of those after 0, 1, 2, ... jumps. It reports false when
// that takes more than the given number of cells.
//
// The bound of the error adds up: the chances that were left out, each with the
// most that it could have grown to by arrivals; the jumps that were left out;
// the rounding of each step; and, where the wait moves in one direction only, half
// of the distance to the steady state at which the walk ended.
func (c *Change) walk(cells int) (Transient, bool) {
	w := walk{to: c.To, rate: c.To.Arrivals + c.To.Capacity()}
	jumps := w.rate * c.Time
	if jumps > float64(cells) || c.To.Slack() <= 0 && drifting*math.Pow(jumps, 1.5) > float64(cells) || !w.begin(c, cells) {
		return Transient{}, false
	}
	first, weights := poisson(jumps)
	limit, ends := 0.0, c.ordered()
	if ends {
		limit = c.To.Wait() * c.To.Capacity()
	}
	var queue, ahead, weight float64
	spent := 0
	for k := 0; ; k++ {
		last := k-first == len(weights)-1
		if looks := ends && k%between == 0; looks || k >= first {
			share := 0.0
			if k >= first {
				share = weights[k-first]
			}
			q, a := w.means()
			if looks && math.Abs(limit-a) <= settled*limit {
				last, share = true, 1-weight
			}
			queue += share * q
			ahead += share * a
			weight += share
		}
		if last {
			highest := float64(w.low+len(w.chances)) + c.To.Arrivals*c.Time
			lost := (w.dropped + negligible) * (highest + 1)
			if ends {
				lost += settled * limit
			}
			return Transient{
				Waiting: queue, Wait: ahead / c.To.Capacity(), Method: Uniformization,
				Error: (lost + float64(k+1)*rounding*ahead) / c.To.Capacity(),
			}, true
		}
		if spent += len(w.chances); spent > cells {
			return Transient{}, false
		}
		w.step()
	}
}

// walk is a distribution of the number in the system: chances[i] is that of
// low + i.
type walk struct {
	to      System
	rate    float64
	low     int
	chances []float64
	// backing holds chances, spare the next ones.
	backing, spare []float64
	dropped        float64
}

// begin sets the distribution at time 0. It reports false when it has more than
// the given number of cells.
func (w *walk) begin(c *Change, cells int) bool {
	if c.Start != nil {
		if *c.Start > float64(cells) {
			return false
		}
		w.low = int(*c.Start)
		above := *c.Start - float64(w.low)
		w.chances = []float64{1 - above, above}
		return true
	}
	return w.steady(c.From, cells)
}

// steady sets the distribution to the steady state of a system.
func (w *walk) steady(s System, cells int) bool {
	// From the likeliest number on both ways.
	offered, servers := s.Arrivals/s.Rate, float64(s.Servers)
	mode := math.Floor(min(offered, servers))
	var below, above []float64
	for n, p := mode, 1.0; n > 0 && p > negligible; n-- {
		p *= n / offered
		below = append(below, p)
	}
	for n, p := mode+1, 1.0; p > negligible; n++ {
		p *= offered / min(n, servers)
		above = append(above, p)
		if len(above) > cells {
			return false
		}
	}
	w.low = int(mode) - len(below)
	for i := range below {
		w.chances = append(w.chances, below[len(below)-1-i])
	}
	w.chances = append(append(w.chances, 1), above...)
	var total float64
	for _, p := range w.chances {
		total += p
	}
	for i := range w.chances {
		w.chances[i] /= total
	}
	// The tail above is geometric.
	if ratio := offered / servers; ratio < 1 {
		w.dropped = 2 * negligible / (1 - ratio)
	}
	return true
}

// means returns the mean number in the queue, and the mean number of those that
// have to leave before one who arrives can be served.
func (w *walk) means() (queue, ahead float64) {
	first := max(0, w.to.Servers-w.low)
	for i := first; i < len(w.chances); i++ {
		n := float64(w.low + i - w.to.Servers)
		queue += n * w.chances[i]
		ahead += (n + 1) * w.chances[i]
	}
	return queue, ahead
}

// step moves the distribution by one jump.
func (w *walk) step() {
	up, down, servers := w.to.Arrivals/w.rate, w.to.Rate/w.rate, w.to.Servers
	shift := min(w.low, 1)
	size := len(w.chances) + shift + 1
	if cap(w.spare) < size {
		w.spare = make([]float64, 2*size)
	}
	next := w.spare[:size]
	clear(next)
	// Numbers below the servers leave at a rate of their own, and may stay; all
	// others leave at the same.
	split := min(len(w.chances), max(0, servers-w.low))
	for i, p := range w.chances[:split] {
		leave := down * float64(w.low+i)
		at := i + shift
		next[at+1] += p * up
		next[at] += p * (1 - up - leave)
		if at > 0 {
			next[at-1] += p * leave
		}
	}
	full := down * float64(servers)
	for i, p := range w.chances[split:] {
		at := split + i + shift
		next[at+1] += p * up
		next[at-1] += p * full
	}
	w.spare, w.backing = w.backing, w.spare
	w.low, w.chances = w.low-shift, next
	w.trim()
}

// trim leaves out the numbers at both ends that hardly matter.
func (w *walk) trim() {
	end := len(w.chances)
	for end > 1 && w.chances[end-1] < negligible {
		w.dropped += w.chances[end-1]
		end--
	}
	start := 0
	for start < end-1 && w.chances[start] < negligible {
		w.dropped += w.chances[start]
		start++
	}
	w.low, w.chances = w.low+start, w.chances[start:end]
}

// poisson returns the chances of first, first+1, ... jumps, those that matter,
// so that they add up to 1.
func poisson(mean float64) (first int, weights []float64) {
	mode := math.Floor(mean)
	var below []float64
	for k, p := mode, 1.0; k > 0 && p > negligible; k-- {
		p *= k / mean
		below = append(below, p)
	}
	for i := range below {
		weights = append(weights, below[len(below)-1-i])
	}
	weights = append(weights, 1)
	for k, p := mode+1, 1.0; p > negligible; k++ {
		p *= mean / k
		weights = append(weights, p)
	}
	var total float64
	for _, p := range weights {
		total += p
	}
	for i := range weights {
		weights[i] /= total
	}
	return int(mode) - len(below), weights
}
