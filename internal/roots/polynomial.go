package roots

import "math/big"

// polynomial holds the coefficients of x^0, x^1, ...; the last is not zero. The
// zero polynomial is empty.
type polynomial []*big.Int

func (p polynomial) degree() int { return len(p) - 1 }

func (p polynomial) lead() *big.Int { return p[len(p)-1] }

func (p polynomial) clone() polynomial {
	q := make(polynomial, len(p))
	for i, c := range p {
		q[i] = new(big.Int).Set(c)
	}
	return q
}

// trimmed cuts the leading coefficients that are zero.
func (p polynomial) trimmed() polynomial {
	for len(p) > 0 && p.lead().Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

// reversed returns x^n p(1/x), in new storage.
func (p polynomial) reversed() polynomial {
	q := make(polynomial, len(p))
	for i, c := range p {
		q[len(p)-1-i] = new(big.Int).Set(c)
	}
	return q.trimmed()
}

func (p polynomial) derivative() polynomial {
	q := make(polynomial, 0, len(p))
	for i := 1; i < len(p); i++ {
		q = append(q, new(big.Int).Mul(p[i], big.NewInt(int64(i))))
	}
	return q
}

func (p polynomial) minus(q polynomial) polynomial {
	r := make(polynomial, max(len(p), len(q)))
	for i := range r {
		r[i] = new(big.Int)
		if i < len(p) {
			r[i].Set(p[i])
		}
		if i < len(q) {
			r[i].Sub(r[i], q[i])
		}
	}
	return r.trimmed()
}

// primitive returns p divided by the greatest common divisor of its
// coefficients.
func (p polynomial) primitive() polynomial {
	if len(p) == 0 {
		return p
	}
	content := new(big.Int)
	for _, c := range p {
		content.GCD(nil, nil, content, new(big.Int).Abs(c))
	}
	q := make(polynomial, len(p))
	for i, c := range p {
		q[i] = new(big.Int).Quo(c, content)
	}
	return q
}

// over returns p / q, and whether the division leaves nothing.
func (p polynomial) over(q polynomial) (quotient polynomial, exact bool) {
	if p.degree() < q.degree() {
		return nil, len(p) == 0
	}
	rest := p.clone()
	quotient = make(polynomial, len(p)-len(q)+1)
	remainder, product := new(big.Int), new(big.Int)
	for i := len(quotient) - 1; i >= 0; i-- {
		digit := new(big.Int)
		digit.QuoRem(rest[i+q.degree()], q.lead(), remainder)
		if remainder.Sign() != 0 {
			return nil, false
		}
		quotient[i] = digit
		for j, c := range q {
			rest[i+j].Sub(rest[i+j], product.Mul(digit, c))
		}
	}
	return quotient, len(rest.trimmed()) == 0
}

// SignChanges returns how often neighbors among the coefficients that are not
// zero differ in sign.
func SignChanges(coefficients []*big.Int) int {
	changes, last := 0, 0
	for _, c := range coefficients {
		sign := c.Sign()
		if sign != 0 && last != 0 && sign != last {
			changes++
		}
		if sign != 0 {
			last = sign
		}
	}
	return changes
}
