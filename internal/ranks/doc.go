// Package ranks holds statistics that look only at the order of values: the
// Mann-Kendall test for a trend, the Theil-Sen slope, and the area under the
// curve that says how well a score tells two groups apart.
//
// # Trend
//
// For values y(1) .. y(n) in order of time let
//
//	S = C - D,  C pairs i < j with y(i) < y(j), D with y(i) > y(j)
//
// Without a trend every order of the values is as likely. [Kendall.Exact] is the
// share of all distinct orders with an |S| at least as large, counted exactly,
// ties included: with t(1), t(2), ... values in the groups of equal ones, the
// number of orders with d inverted pairs is the coefficient of q^d in the
// Gaussian multinomial
//
//	[n]! ÷ ([t(1)]! [t(2)]! ...),  [m]! = Π (1 + q + ... + q^(i-1)), i = 1 .. m
//
// It is built up by q-binomials from sums of positive terms, so that nothing
// cancels and small probabilities keep their digits.
//
// [Kendall.Normal] is the approximation for long series, with the variance
// corrected for ties and the continuity correction:
//
//	Var S = (n (n-1) (2n+5) - Σ t (t-1) (2t+5)) ÷ 18
//	Z     = (S - sign S) ÷ √Var S
//
// (Mann 1945; Kendall, Rank Correlation Methods.)
//
// # Slope
//
// The Theil-Sen slope is the median of (y(j) - y(i)) ÷ (x(j) - x(i)) over all
// pairs with different x; its interval takes the ranks of the sorted slopes at
// (N ± z √Var S) ÷ 2 (Sen 1968).
//
// Inputs are finite: callers have checked them. Nothing panics on other ones.
package ranks
