package forecast

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of velocity and contract values.
const (
	// MaxCycleDays is the longest sales cycle, in days.
	MaxCycleDays = 100_000
	// MaxContracts is the most contracts of a book.
	MaxContracts = 1_000_000
	// MaxContractMonths is the longest contract, in months.
	MaxContractMonths = 1200
)

// Velocity is the four numbers behind sales velocity. They are the caller's, since
// everyone means others: say which deals are counted, over which time.
type Velocity struct {
	// Deals is how many deals are worked on, 0 to [MaxDeals].
	Deals int `json:"deals"`
	// AverageValue is what one brings when it is won, 0 to [MaxAmount] with at
	// most [MaxPlaces] places.
	AverageValue decimal.Decimal `json:"average_value"`
	// WinRate is the share of them that is won: 0, or [MinProbability] to 1.
	WinRate float64 `json:"win_rate"`
	// CycleDays is how long a deal takes, above 0 to [MaxCycleDays].
	CycleDays float64 `json:"cycle_days"`
}

// MeasureVelocity returns what the pipeline brings a day:
//
//	velocity = deals × average value × win rate ÷ cycle days
//
// It is computed exactly and rounded once to [MaxPlaces] places, half away from
// zero. With the median of closed deals as cycle the velocity comes out too high,
// since slow deals are still open: [EstimateCycle] counts them.
//
// It returns an *[salesops.InputError] if:
//   - the deals are not 0 to [MaxDeals];
//   - the average value is not 0 to [MaxAmount] or has more than [MaxPlaces] places;
//   - the win rate is not 0 or [MinProbability] to 1;
//   - the cycle is not above 0 to [MaxCycleDays].
//
// Playbook: FCT-5.
func MeasureVelocity(velocity Velocity) (perDay decimal.Decimal, err error) {
	var list fault.List
	in := list.In("Velocity")
	in.Int("Deals", velocity.Deals, 0, MaxDeals, "deals")
	amount(&in, "AverageValue", velocity.AverageValue)
	probability(&in, "WinRate", velocity.WinRate)
	if in.Positive("CycleDays", velocity.CycleDays, MaxCycleDays, "days") && velocity.CycleDays < shortestCycle {
		in.OutOfRange("CycleDays", number(velocity.CycleDays), "at least 1e-9 days")
	}
	if list.Any() {
		return decimal.Decimal{}, list.Err()
	}
	all := velocity.AverageValue.Mul(decimal.NewFromInt(int64(velocity.Deals))).Mul(exact.Decimal(velocity.WinRate))
	return all.DivRound(exact.Decimal(velocity.CycleDays), MaxPlaces), nil
}

// shortestCycle keeps velocities finite in size.
const shortestCycle = 1e-9

// Contract is a contract that was won.
type Contract struct {
	// Value is what it brings over its whole term, 0 to [MaxAmount] with at most
	// [MaxPlaces] places, without what is paid only once.
	Value decimal.Decimal `json:"value"`
	// Months is its term, 1 to [MaxContractMonths].
	Months int `json:"months"`
}

// ContractBook is the contracts that were won.
type ContractBook struct {
	// Contracts are 0 to [MaxContracts] contracts in one currency.
	Contracts []Contract `json:"contracts"`
}

// MeasureACV returns the average annual contract value:
//
//	ACV = Σ value × 12 ÷ months ÷ contracts
//
// A contract of six months counts for twice its value, one of three years for a
// third. The nearest float64 of the exact average; undefined without contracts.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxContracts] contracts;
//   - a value is not 0 to [MaxAmount] or has more than [MaxPlaces] places;
//   - a term is not 1 to [MaxContractMonths].
//
// Playbook: FCT-5.
func MeasureACV(book ContractBook) (salesops.Maybe, error) {
	var list fault.List
	in := list.In("ContractBook")
	if in.Length("Contracts", len(book.Contracts), 0, MaxContracts) {
		for i := range book.Contracts {
			at := in.At("Contracts", i)
			amount(&at, "Value", book.Contracts[i].Value)
			at.Int("Months", book.Contracts[i].Months, 1, MaxContractMonths, "months")
		}
	}
	if list.Any() {
		return salesops.Maybe{}, list.Err()
	}
	n := len(book.Contracts)
	if n == 0 {
		return salesops.Undefined("there are no contracts"), nil
	}
	byTerm := make([]money, MaxContractMonths+1)
	for i := range book.Contracts {
		byTerm[book.Contracts[i].Months].add(book.Contracts[i].Value)
	}
	annual := new(big.Rat)
	for months := range byTerm {
		if value := byTerm[months].value(); value.Sign() > 0 {
			annual.Add(annual, new(big.Rat).Mul(value.Rat(), big.NewRat(monthsPerYear, int64(months))))
		}
	}
	average, _ := annual.Quo(annual, big.NewRat(int64(n), 1)).Float64()
	return salesops.Defined(average), nil
}
