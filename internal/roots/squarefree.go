package roots

import "math/big"

// squareFree returns the factors p_1, p_2, ... of p for which p is a constant
// times p_1 p_2² p_3³ ..., each without multiple roots and no two with a root in
// common (Yun). A factor may be 1.
func squareFree(p polynomial) []polynomial {
	p = p.primitive()
	slope := p.derivative()
	common := gcd(p, slope)
	rest, _ := p.over(common)
	tilt, _ := slope.over(common)
	var factors []polynomial
	for rest.degree() > 0 {
		z := tilt.minus(rest.derivative())
		factor := gcd(rest, z)
		factors = append(factors, factor)
		rest, _ = rest.over(factor)
		tilt, _ = z.over(factor)
	}
	return factors
}

// gcd returns the primitive greatest common divisor of two polynomials, the
// first not zero, from its images modulo primes (Brown). Primes at which the
// images are too large are noticed by their degree, and the result is tried by
// division, so that it is certain.
func gcd(a, b polynomial) polynomial {
	if len(b) == 0 {
		return a.primitive()
	}
	a, b = a.primitive(), b.primitive()
	lead := new(big.Int).GCD(nil, nil, a.lead(), b.lead())
	var image polynomial
	var modulus *big.Int
	for prime := nextPrime(1 << 31); ; prime = nextPrime(prime) {
		m := new(big.Int).SetUint64(prime)
		if new(big.Int).Mod(new(big.Int).Mul(a.lead(), b.lead()), m).Sign() == 0 {
			continue
		}
		g := gcdModulo(a.modulo(prime), b.modulo(prime), prime)
		if len(g) == 1 {
			return polynomial{big.NewInt(1)}
		}
		if modulus != nil && len(g) > len(image) {
			continue
		}
		scale(g, new(big.Int).Mod(lead, m).Uint64(), prime)
		stable := true
		if modulus == nil || len(g) < len(image) {
			image, modulus = lift(g, m), m
		} else {
			stable = image.combine(g, modulus, prime)
			modulus = new(big.Int).Mul(modulus, m)
		}
		if !stable {
			continue
		}
		if found := image.primitive(); divides(found, a) && divides(found, b) {
			return found
		}
	}
}

func divides(q, p polynomial) bool {
	_, exact := p.over(q)
	return exact
}

// nextPrime returns the largest prime below n, which fits in 31 bits, so that
// products fit in a word.
func nextPrime(n uint64) uint64 {
	for n--; ; n-- {
		if new(big.Int).SetUint64(n).ProbablyPrime(0) { // certain below 2^64
			return n
		}
	}
}

// modulo returns the image of p modulo a prime that does not divide its leading
// coefficient.
func (p polynomial) modulo(prime uint64) []uint64 {
	m, rest := new(big.Int).SetUint64(prime), new(big.Int)
	image := make([]uint64, len(p))
	for i, c := range p {
		image[i] = rest.Mod(c, m).Uint64()
	}
	return image
}

// gcdModulo is Euclid's algorithm; the result has a leading 1.
func gcdModulo(a, b []uint64, prime uint64) []uint64 {
	for len(b) > 0 {
		inverse := invert(b[len(b)-1], prime)
		for len(a) >= len(b) {
			digit := a[len(a)-1] * inverse % prime
			shift := len(a) - len(b)
			for i, c := range b {
				a[shift+i] = (a[shift+i] + (prime-digit)*c) % prime
			}
			for len(a) > 0 && a[len(a)-1] == 0 {
				a = a[:len(a)-1]
			}
		}
		a, b = b, a
	}
	scale(a, invert(a[len(a)-1], prime), prime)
	return a
}

func scale(a []uint64, by, prime uint64) {
	for i := range a {
		a[i] = a[i] * by % prime
	}
}

// invert returns 1/x modulo a prime: x to the power of prime - 2.
func invert(x, prime uint64) uint64 {
	inverse := uint64(1)
	for e := prime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			inverse = inverse * x % prime
		}
		x = x * x % prime
	}
	return inverse
}

// lift returns the polynomial with the smallest coefficients that has an image.
func lift(image []uint64, m *big.Int) polynomial {
	p := make(polynomial, len(image))
	for i, c := range image {
		p[i] = centered(new(big.Int).SetUint64(c), m)
	}
	return p
}

func centered(c, m *big.Int) *big.Int {
	if new(big.Int).Lsh(c, 1).Cmp(m) > 0 {
		c.Sub(c, m)
	}
	return c
}

// combine makes p, known modulo m, agree with an image modulo a further prime,
// and reports whether it did already.
func (p polynomial) combine(image []uint64, m *big.Int, prime uint64) (agreed bool) {
	q := new(big.Int).SetUint64(prime)
	inverse := invert(new(big.Int).Mod(m, q).Uint64(), prime)
	both := new(big.Int).Mul(m, q)
	agreed = true
	step := new(big.Int)
	for i, c := range p {
		have := step.Mod(c, q).Uint64()
		if have == image[i] {
			continue
		}
		agreed = false
		step.SetUint64((image[i] + prime - have) % prime * inverse % prime)
		c.Add(c, step.Mul(step, m))
		p[i] = centered(c.Mod(c, both), both)
	}
	return agreed
}
