package exact

import (
	"cmp"
	"math/bits"
)

// sum is a sum of terms, (positive - negative) * 10^exponent. The two parts are
// kept apart so that nothing is ever subtracted. The words of the three natural
// numbers are set by the caller: they stay on its stack then.
type sum struct {
	positive, negative natural
	exponent           int
	term               natural // room for the term that is being added
}

// add adds the terms. It reports false if they do not fit or have more than
// MaxFactors factors; the sum is of no use then. A factor that is not finite
// makes the sum 0.
func (s *sum) add(terms []Term) bool {
	for i := range terms {
		t := &terms[i]
		if t.count == 0 {
			continue
		}
		if t.more != nil {
			return false
		}
		s.term.set(1)
		exponent, minus := 0, t.negative
		for _, factor := range t.factors[:t.count] {
			m, e, finite := decompose(factor)
			if !finite {
				s.positive.set(0)
				s.negative.set(0)
				return true
			}
			if !s.term.times(magnitude(m)) {
				return false
			}
			exponent += e
			minus = minus != (m < 0)
		}
		if !s.addTerm(exponent, minus) {
			return false
		}
	}
	return true
}

// addTerm adds term*10^exponent, or subtracts it, and reports whether it fits.
func (s *sum) addTerm(exponent int, minus bool) bool {
	if s.term.isZero() {
		return true
	}
	if s.positive.isZero() && s.negative.isZero() {
		s.exponent = exponent
	}
	if down := s.exponent - exponent; down > 0 {
		s.exponent = exponent
		if !s.positive.shift(down) || !s.negative.shift(down) {
			return false
		}
	} else if !s.term.shift(-down) {
		return false
	}
	if minus {
		return s.negative.plus(&s.term)
	}
	return s.positive.plus(&s.term)
}

func (s *sum) sign() int {
	return s.positive.compare(&s.negative)
}

// natural is a natural number in a given room: words[:n], least significant
// first, without zeros at the top. The words beyond n are not defined.
type natural struct {
	words []uint64
	n     int
}

func (x *natural) isZero() bool { return x.n == 0 }

func (x *natural) set(word uint64) {
	x.words[0], x.n = word, 1
	if word == 0 {
		x.n = 0
	}
}

// times multiplies x by y and reports whether the product fits.
func (x *natural) times(y uint64) bool {
	if y == 0 {
		x.n = 0
		return true
	}
	var carry uint64
	for i, word := range x.words[:x.n] {
		high, low := bits.Mul64(word, y)
		var over uint64
		x.words[i], over = bits.Add64(low, carry, 0)
		carry = high + over
	}
	return x.push(carry)
}

// shift multiplies x by 10^power and reports whether the product fits.
func (x *natural) shift(power int) bool {
	for ; power > maxPower; power -= maxPower {
		if !x.times(powersOfTen[maxPower]) {
			return false
		}
	}
	return x.times(powersOfTen[power])
}

// plus adds y to x and reports whether the sum fits.
func (x *natural) plus(y *natural) bool {
	for x.n < y.n {
		x.words[x.n] = 0
		x.n++
	}
	var carry uint64
	for i, word := range x.words[:x.n] {
		var other uint64
		if i < y.n {
			other = y.words[i]
		}
		x.words[i], carry = bits.Add64(word, other, carry)
	}
	return x.push(carry)
}

// push puts a carry on top and reports whether there was room.
func (x *natural) push(carry uint64) bool {
	if carry == 0 {
		return true
	}
	if x.n == len(x.words) {
		return false
	}
	x.words[x.n] = carry
	x.n++
	return true
}

func (x *natural) compare(y *natural) int {
	if x.n != y.n {
		return cmp.Compare(x.n, y.n)
	}
	for i := x.n - 1; i >= 0; i-- {
		if x.words[i] != y.words[i] {
			return cmp.Compare(x.words[i], y.words[i])
		}
	}
	return 0
}
