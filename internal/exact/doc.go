// Package exact compares sums and products of decimal inputs at the line: it
// says whether one side is above, on or below the other as the caller wrote
// the numbers, not as binary floating point rounds them.
//
// # At the line
//
// A float64 input stands for its shortest decimal, the text that
// strconv.FormatFloat(x, 'g', -1, 64) prints: 0.57 is fifty-seven hundredths,
// although the nearest double is a little less. Every function here works on
// those decimals:
//
//	57 against 0.57*100       on the line (in float64, 0.57*100 is 56.99999999999999)
//	0.1 + 0.2 against 0.3     on the line, when 0.1 and 0.2 are two inputs
//	0.60 against 0.80 - 0.20  on the line
//	0.30000000000000004       above 0.3, when it is one input: a float that the
//	                          caller computed is taken as printed
//
// Conditions are multiplied out before they are compared (a/b < c becomes
// a < b*c for b > 0), so that sums and products are all that is needed.
//
// # Method
//
// First a filter in float64. Let u = 2^-53. The shortest decimal of x rounds
// to x, so it differs from x by at most u*|x| when x is normal, and by at most
// 2^-1075 when it is subnormal; every product, sum and difference in float64
// adds one more factor 1+δ with |δ| <= u, or an absolute 2^-1075 when a product
// underflows. A result that went through m such factors is within
//
//	((1-u)^-m - 1) * S  <=  2*m*u*S      for m*u <= 1/8
//
// of the exact one, where S is the sum of the absolute values that were added.
// A result that is larger than the bound has the sign of the exact one. The
// bounds, with the factor 2 also covering the rounding of S and of the bound:
//
//	CompareProducts  m = 4      2^-50*S + 2^-48
//	CompareSums      m = 3      2^-50*S + 2^-48
//	Sign             m <= 15+n  2^-52*(16+n)*S for n terms of at most 8 factors
//
// The 2^-48 is for what subnormal numbers add: an error of at most 2^-1075 in
// each factor, multiplied by the other factor of its product, which is below
// 2^1024, and 2^-1075 for each product that underflows; together less than
// 2^-49. So differences below 2^-48 always take the exact path. Sign has no
// such part: it filters only when every factor is zero or at least 2^-120 in
// size, so that nothing can underflow. On overflow the bound is infinite or NaN,
// and no comparison with it holds. Each bound also holds when the compiler fuses
// a product with a sum, since that leaves one factor 1+δ out.
//
// When the filter can't tell, each input is taken apart into an integer and a
// power of ten, and the comparison is made in integers: 128 bits where they
// suffice, then 512, then as many as eight factors over the whole range of
// float64 can need. No path allocates for terms of up to [MaxFactors] factors.
//
// # Special cases
//
// Inputs are expected to be finite; the packages that call this one have
// rejected all others. Nothing panics on an input that is not: [Compare] orders
// infinities as usual and calls NaN equal to everything; every other function
// answers 0 as soon as a factor is NaN or infinite. Negative zero is zero.
//
// All results are the same on every architecture.
package exact
