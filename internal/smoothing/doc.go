// Package smoothing holds the numerics of exponential smoothing: models in
// error-correction form, their parameters by least squares, and the mean and
// the variance of what they forecast.
//
// # The models
//
// With l the level, b the slope and s the season of m periods, each value y is
// compared with what was expected of it:
//
//	additive season, or none             multiplicative season
//	r = l + φ b,  μ = r + s              r = l + φ b,  μ = r s
//	e = y - μ                            e = y - μ
//	l = r + α e                          l = r + α e ÷ s
//	b = φ b + β e                        b = φ b + β e ÷ s
//	s = s + γ e                          s = s + γ e ÷ r
//
// Without a trend b = 0; a linear trend has φ = 1. The models with an additive
// season or none have additive errors, ε = e; those with a multiplicative season
// have errors in proportion, ε = e ÷ μ. In the usual notation they are
// ETS(A,·,N), ETS(A,·,A) and ETS(M,·,M).
//
// Smoothing parameters lie where the equations are weighted averages:
//
//	0.0001 <= α <= 0.9999,  0.0001 <= β <= α,  0.0001 <= γ <= 1 - α,  0.8 <= φ <= 0.98
//
// (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition,
// sections 8.1 to 8.6; the margins are those of the R package forecast.)
//
// # Estimation
//
// The sum of the squared e is made as small as it gets, over smoothing parameters
// and initial states together. With additive errors every e is linear in the
// initial states, so for given smoothing parameters the best ones are a linear
// least-squares problem; with a multiplicative season it is solved a few times
// over, where it was linearized last (Gauss-Newton). What remains is a search in
// one to four dimensions: a fixed grid, then the method of Nelder and Mead from
// its best point, started again until that no longer helps. Bounds are kept by
// folding the line back into the interval, which reaches them.
//
// For seasons longer than [MaxEstimatedSeason] the initial seasons come from a
// classical decomposition instead, and only level and slope are estimated.
//
// The search is a simplex of our own because gonum's optimizers read the clock,
// start goroutines and fuse products where the machine can, and bring another
// module with them. It is held against the fits of R.
//
// No product is fused with a sum and no function is called whose last digit
// depends on the machine: the same values give the same bits everywhere, and
// values times a power of two give everything times it.
//
// # Forecasts
//
// With additive errors the variance h periods ahead is
//
//	σ² (1 + Σ c(j)²),  j = 1 .. h-1
//	c(j) = α + β (φ + .. + φ^j) + γ if m divides j
//
// with σ² the sum of the squared e over n less the number of parameters and
// initial states: c(j) is what an error adds to the value j periods later (ibid.,
// section 8.7). With a multiplicative season mean and variance are exact for
// normal errors: level and slope times one season form a vector that each error
// changes linearly or, once in a season, by a square, so that its first two
// moments have a recursion of their own. Neither variance knows that the
// parameters were estimated.
//
// Inputs are finite, at most some 1e15 in size: callers have checked them.
package smoothing
