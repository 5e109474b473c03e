// Package credibility says how far the mean of a group is to be believed, and how
// far that of all groups: the credibility theory of Bühlmann and Straub.
//
// # Model
//
// Group i has observations x(ij) with weights w(ij) > 0. Its own true mean m(i) is
// drawn from a distribution with mean m and variance a, the same for all groups;
// given m(i), observations are independent with
//
//	E x(ij) = m(i),  Var x(ij) = s² ÷ w(ij)
//
// With w(i) the sum of a group's weights, x(i) its weighted mean, W the sum of all
// weights, x the weighted mean of all observations, and I the number of groups,
// the variances are estimated without bias:
//
//	s² = Σ Σ w(ij) (x(ij) - x(i))² ÷ Σ (n(i) - 1)                          within groups
//	a  = (Σ w(i) (x(i) - x)² - (I - 1) s²) ÷ (W - Σ w(i)² ÷ W)             between groups
//
// A negative a says that the groups differ no more than observations within them
// do. It is then 0: nobody is told apart. The rest follows:
//
//	Z(i) = a w(i) ÷ (a w(i) + s²)                   credibility of the group's own mean
//	m    = Σ Z(i) x(i) ÷ Σ Z(i),  x where a is 0    the collective mean
//	P(i) = Z(i) x(i) + (1 - Z(i)) m                 the estimate of m(i)
//
// All weights times a constant change neither a, nor Z, nor P. (Bühlmann and
// Straub 1970; the estimators are those of the unbiased method of the function cm
// of the R package actuar.)
//
// # Error
//
// With the variances known, the mean squared error of P(i) is
//
//	E (P(i) - m(i))² = a (1 - Z(i)) (1 + (1 - Z(i)) ÷ Σ Z(j))
//
// Derivation. Write μ for the expectation of all m(i), and P*(i) = Z(i) x(i) +
// (1 - Z(i)) μ, which is the projection of m(i) on the linear functions of the
// observations and 1: its error is uncorrelated with every such function, and of
// size Z² s² ÷ w + (1 - Z)² a = a (1 - Z), as s² ÷ w = a (1 - Z) ÷ Z. Now P(i) =
// P*(i) + (1 - Z(i)) (m - μ), and m - μ is such a function. Its variance is that of
// Σ Z(j) x(j) ÷ Σ Z(j), with Var x(j) = a + s² ÷ w(j) = a ÷ Z(j): it is a ÷ Σ Z(j).
// The two parts add up. For a group without observations Z is 0.
//
// Where a is 0 every group has the mean of all, and what remains is the variance of
// x, s² ÷ W. That the variances are themselves estimated is left out of both.
//
// # Special cases
//
//	no observations                     there is no mean
//	one group                           a cannot be estimated and is taken as 0
//	one observation in every group      neither variance can be estimated: Z = 0, no error
//	s² = 0 and a > 0                    Z = 1: the groups have shown their means
//	s² = 0 and a = 0                    all observations are equal, and so are all means
//
// Values are finite, weights positive and finite: callers have checked them.
package credibility
