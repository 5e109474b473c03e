package twopoint

// Reach returns the mean of the sum of rests with that chance, how far the sum may
// be from it for bounds that may be width apart, and with what chance it is
// farther on each side.
func Reach(rests []int64, chance, width float64) (mean, reach, missed float64) {
	f := newFollower(1, 1, width)
	for _, left := range rests {
		f.rest.add(left, chance)
	}
	return f.rest.mean, f.rest.reach(f.missedLog), f.missed
}
