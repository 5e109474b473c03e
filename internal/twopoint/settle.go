package twopoint

import (
	"math/big"

	"github.com/salesops-go/salesops/internal/exact"
)

// affordable is the most big additions that deciding a quantile may take.
const affordable = 1 << 18

// settle decides in integers at which of the values from to to the sum reaches
// a level, when that is not too much work.
func (s *Sum) settle(level float64, from, to int) (int, int) {
	if len(s.values)*len(s.parts) > affordable {
		return from, to
	}
	mass, exponent := s.integers()
	target := exact.Decimal(level)
	// sum / 10^exponent >= goal / 10^places, multiplied out.
	goal := target.Coefficient()
	goal.Mul(goal, power(exponent))
	places := power(-int(target.Exponent()))
	sum := new(big.Int)
	for i := range mass {
		sum.Add(sum, mass[i])
		if i >= from && new(big.Int).Mul(sum, places).Cmp(goal) >= 0 {
			return i, i
		}
	}
	return to, to
}

func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// integers returns the probabilities of the values times a power of ten.
func (s *Sum) integers() (mass []*big.Int, exponent int) {
	values, mass := []int64{0}, []*big.Int{big.NewInt(1)}
	for _, p := range s.parts {
		chance := exact.Decimal(p.Chance)
		win, places := chance.Coefficient(), -int(chance.Exponent())
		lose := power(places)
		lose.Sub(lose, win)
		exponent += places
		var nextValues []int64
		var nextMass []*big.Int
		for i, j := 0, 0; j < len(values); {
			value, total := values[j]+p.Weight, new(big.Int)
			if i < len(values) && values[i] < value {
				value = values[i]
			}
			if i < len(values) && values[i] == value {
				total.Mul(mass[i], lose)
				i++
			}
			if values[j]+p.Weight == value {
				total.Add(total, new(big.Int).Mul(mass[j], win))
				j++
			}
			nextValues, nextMass = append(nextValues, value), append(nextMass, total)
		}
		values, mass = nextValues, nextMass
	}
	return mass, exponent
}
