package queueing

// MotionMean is the mean at time t of reflected Brownian motion that begins at x.
func MotionMean(drift, variance, x, t float64) float64 {
	return motion{drift: drift, variance: variance}.mean(x, t)
}

// ScaledErfc is exp(y²) erfc(y).
func ScaledErfc(y float64) float64 { return scaledErfc(y) }
