package assign

// reduceFirst removes the options that no better plan uses, by the prices of
// the resources.
func (s *search) reduceFirst(n *node) {
	slack := n.bound - s.best.value - s.unit()
	for c := range s.classes {
		for b := range s.bins + 1 {
			at := s.at(c, b)
			if n.high[at] == 0 {
				continue
			}
			net := s.gain[at]
			for i, use := range s.use[at] {
				net -= s.sacks[b].prices[i] * use
			}
			// The first relaxation gives each copy the best net gain, which is
			// the item's price; each copy here loses the difference.
			if lost := n.prices[c] - net; lost > 0 {
				n.high[at] = min(n.high[at], slack/lost)
			}
		}
	}
}

// reduce narrows a node's counts to those that a better plan can have, by the
// prices of its items, and returns false if it holds none. With probe it also
// fills each bin with and without each class that is in doubt.
func (s *search) reduce(n *node, nodes int64, probe bool) bool {
	value, _ := s.evaluate(n, n.prices, nodes)
	if value == impossible {
		return false
	}
	n.bound = min(n.bound, value)
	slack := value - s.best.value - s.unit()
	if slack < 0 {
		return false
	}
	for b, k := range s.sacks {
		room := slack - k.bound + k.relaxed
		low, high := column(s.model, n.low, b), column(s.model, n.high, b)
		for c := range low {
			if low[c] == high[c] {
				continue
			}
			net := s.gain[s.at(c, b)] - n.prices[c]
			for i, use := range s.use[s.at(c, b)] {
				net -= k.prices[i] * use
			}
			narrow(&low[c], &high[c], net, room)
		}
	}
	low, high := column(s.model, n.low, s.bins), column(s.model, n.high, s.bins)
	for c := range low {
		narrow(&low[c], &high[c], s.gain[s.at(c, s.bins)]-n.prices[c], slack)
	}
	if probe {
		for b := range s.sacks {
			if s.done() {
				break
			}
			s.probe(n, b, s.filled[b]-slack-1)
		}
	}
	return s.propagate(n)
}

// narrow keeps the counts that lose at most room, where each copy is worth net
// at the prices.
func narrow(low, high *int64, net, room int64) {
	switch {
	case *low == *high:
	case net < 0:
		*high = min(*high, *low+room/-net)
	case net > 0:
		*low = max(*low, *high-room/net)
	}
}

// probe looks, for each class in doubt, for a filling above floor that has one
// more copy than the fewest, and for one that has one less than the most; where
// there is none the count is settled.
func (s *search) probe(n *node, b int, floor int64) {
	k := s.sacks[b]
	low, high := column(s.model, n.low, b), column(s.model, n.high, b)
	for c := range low {
		if s.done() {
			return
		}
		if low[c] < high[c] {
			low[c]++
			missing := !s.exceeds(n, b, k, floor)
			low[c]--
			if missing {
				high[c] = low[c]
			}
		}
		if low[c] < high[c] {
			high[c]--
			missing := !s.exceeds(n, b, k, floor)
			high[c]++
			if missing {
				low[c] = high[c]
			}
		}
	}
}

// exceeds reports whether the bin may be filled above floor.
func (s *search) exceeds(n *node, b int, k *knapsack, floor int64) bool {
	s.demand(n, b, n.prices)
	s.ask.floor, s.ask.slack, s.ask.nodes, s.ask.first = floor, 0, max(1000, s.deep/8), true
	s.fill(k)
	return k.bound > floor
}
