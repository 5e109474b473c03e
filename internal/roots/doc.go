// Package roots isolates real roots and says how sure it is: of polynomials
// with integer coefficients, in integers, and of sums of exponentials, in
// floating point with error bounds.
//
// # Polynomials
//
// [Positive] returns every positive root of a polynomial with its multiplicity.
// The polynomial is split into square-free factors (Yun), with greatest common
// divisors computed modulo primes and put together by the Chinese remainder
// theorem (Brown); the positive roots of each factor are isolated by Descartes'
// rule of signs and bisection (Vincent, Collins and Akritas) between zero and one,
// and those above one as the reciprocals of what is found there. Each bracket is
// narrowed to 2^-80 of the root, with signs of the polynomial that are certain.
//
// One sign change of the coefficients is exactly one positive root, and needs no
// isolation.
//
// # Sums of exponentials
//
// [Exponential] returns every real root of
//
//	f(d) = sum over i of c_i e^(-n_i d)
//
// with integers c_i and ascending integers n_i. Descartes' rule holds for them
// (Laguerre): there are at most as many roots as sign changes of the c_i, counted
// with multiplicity, and the difference is even. The proof is also the method.
// Between two neighbors of opposite sign lies a τ, and
//
//	d/dd (e^(τ d) f(d)) = e^(τ d) × sum of c_i (τ - n_i) e^(-n_i d)
//
// has one sign change less, since the signs flip at τ. So its roots are found
// first, down to the sum with one sign change and exactly one root; between two
// neighboring ones e^(τ d) f is monotone, and the signs at both ends tell whether
// there is one root of f or none.
//
// A sign counts only when the value is beyond the error bound of its
// evaluation: first in float64, then with 128 and with 512 bits. Where no sign can
// be had, which is where f touches zero or comes within some 1e-30 of the sum of its absolute terms, the interval
// is returned as open: it may hold roots, and nothing else outside the brackets
// does.
//
// # Work
//
// Both stop looking when they have spent a fixed amount of work, counted and
// not timed, so that the result is the same on every machine. What was not
// looked at is then open.
package roots
