package twopoint

import (
	"math/big"

	"github.com/salesops-go/salesops/internal/exact"
)

// affordable is the most big additions that deciding a quantile may take.
const affordable = 1 << 18

// settle decides in integers at which value from low to high the sum reaches a
// level, when that is not too much work.
func (s *Sum) settle(level float64, low, high int64) (int64, int64) {
	if (len(s.values)+len(s.cells))*len(s.parts) > affordable {
		return low, high
	}
	values, mass, exponent := s.integers(high - s.certain)
	target := exact.Decimal(level)
	goal := target.Coefficient()
	// sum/10^exponent >= goal/10^-e, both sides times the larger power of ten.
	up := -int(target.Exponent())
	power := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	goal.Mul(goal, power(exponent))
	scale := power(up)
	sum := new(big.Int)
	for i, value := range values {
		sum.Add(sum, mass[i])
		if value >= low-s.certain && new(big.Int).Mul(sum, scale).Cmp(goal) >= 0 {
			return s.certain + value, s.certain + value
		}
	}
	return high, high
}

// integers follows the values up to most with probabilities that are multiples
// of a power of ten.
func (s *Sum) integers(most int64) (values []int64, mass []*big.Int, exponent int) {
	values, mass = []int64{0}, []*big.Int{big.NewInt(1)}
	for _, p := range s.parts {
		chance := exact.Decimal(p.Chance)
		win := chance.Coefficient()
		lose := new(big.Int).Exp(big.NewInt(10), big.NewInt(-int64(chance.Exponent())), nil)
		lose.Sub(lose, win)
		exponent -= int(chance.Exponent())
		values, mass = extend(values, mass, p.Weight, most, win, lose)
	}
	return values, mass, exponent
}

// extend adds a part to the values, and drops those above most.
func extend(values []int64, mass []*big.Int, weight, most int64, win, lose *big.Int) ([]int64, []*big.Int) {
	var nextValues []int64
	var nextMass []*big.Int
	i, j := 0, 0
	for i < len(values) || j < len(values) && values[j] <= most-weight {
		with := most + 1
		if j < len(values) && values[j] <= most-weight {
			with = values[j] + weight
		}
		value, total := with, new(big.Int)
		if i < len(values) && values[i] <= with {
			value = values[i]
			total.Mul(mass[i], lose)
			i++
		}
		if value == with {
			total.Add(total, new(big.Int).Mul(mass[j], win))
			j++
		}
		nextValues, nextMass = append(nextValues, value), append(nextMass, total)
	}
	return nextValues, nextMass
}
