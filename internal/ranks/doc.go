// Package ranks holds statistics that look only at the order of values: the
// Mann-Kendall test for a trend, the Theil-Sen slope, the signed-rank test for
// differences that lean to one side, and the area under the curve that says how
// well a score tells two groups apart.
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
// # Signed ranks
//
// Differences other than zero are ranked by their size, equal sizes sharing the mean
// of their ranks, and W is the sum of the ranks of the positive ones. If each
// difference is as likely to be positive as negative, given its size, all 2^n signs
// are equally likely, and [SignedRank.Exact] is the share of them with a W as far
// out:
//
//	P(W >= w) = #{signs with a sum of the positive ranks of at least w} ÷ 2^n
//
// The signs are counted by the generating function Π (1 + q^rank), over doubled
// ranks, so that those of ties are whole; up to 53 differences every count is an
// exact integer, and further ones are sums of positive numbers, with a relative
// error below n × 2^-53. The larger of the two tails is what the smaller leaves.
// That is the permutation distribution of the ranks as they are: with ties it is
// not the table for distinct ranks.
//
// [SignedRank.Normal] is the approximation for many differences, with the
// variance corrected for ties of t each and with the continuity correction:
//
//	Var W = n (n+1) (2n+1) ÷ 24 - Σ t (t² - 1) ÷ 48
//	Z     = (W - n (n+1) ÷ 4 -+ 1/2) ÷ √Var W
//
// Zeros are left out and counted (Wilcoxon's way). Sizes are compared as the
// float64 that they are: who wants 0.3 - 0.1 to equal 0.2 subtracts in decimals.
//
// Inputs are finite: callers have checked them. Nothing panics on other ones.
package ranks
