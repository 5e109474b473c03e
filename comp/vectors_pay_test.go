package comp_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

type tierRow struct {
	ID       string          `json:"id"`
	Source   string          `json:"source"`
	Quota    decimal.Decimal `json:"quota"`
	Amount   decimal.Decimal `json:"amount"`
	Bands    []comp.Band     `json:"bands"`
	Expected struct {
		Marginal        decimal.Decimal   `json:"marginal"`
		ByTier          []decimal.Decimal `json:"marginal_by_tier"`
		MarginalAway    decimal.Decimal   `json:"marginal_cents_half_up"`
		MarginalEven    decimal.Decimal   `json:"marginal_cents_half_even"`
		Retroactive     decimal.Decimal   `json:"retroactive"`
		RetroactiveRate decimal.Decimal   `json:"retroactive_rate"`
		RetroactiveAway decimal.Decimal   `json:"retroactive_cents_half_up"`
		RetroactiveEven decimal.Decimal   `json:"retroactive_cents_half_even"`
	} `json:"expected"`
}

// payTier pays the amount of a row in one mode and rounding.
func payTier(t *testing.T, r tierRow, mode comp.Mode, rounding comp.Rounding) comp.ComponentPay {
	bands := append([]comp.Band(nil), r.Bands...)
	for i := range bands {
		bands[i].Mode = mode
	}
	plan := single(comp.RateOfAmount, r.Quota, bands...)
	plan.Rounding = rounding
	s, err := comp.Pay(plan, credit(r.Amount))
	require.NoError(t, err, r.ID)
	testkit.EqualDecimal(t, s.Total.String(), s.Components[0].Payout, r.ID)
	return s.Components[0]
}

func TestTierVectors(t *testing.T) {
	unpaid, differ, apart := 0, 0, 0
	for _, r := range testkit.Vectors[tierRow](t, "tiers.json", 26) {
		require.NotEmpty(t, r.Source, r.ID)
		marginal := payTier(t, r, comp.Marginal, comp.HalfAwayFromZero)
		testkit.EqualDecimal(t, r.Expected.MarginalAway.String(), marginal.Payout, r.ID)
		testkit.EqualDecimal(t, r.Expected.MarginalEven.String(), payTier(t, r, comp.Marginal, comp.HalfEven).Payout, r.ID)
		exact := decimal.Decimal{}
		for i, band := range marginal.Bands {
			exact = exact.Add(band.Amount.Mul(band.Rate))
			testkit.EqualDecimal(t, r.Expected.ByTier[i].String(), band.Amount.Mul(band.Rate), r.ID, i)
			require.True(t, band.Pay.Sub(r.Expected.ByTier[i]).Abs().LessThan(cent), "%s: band %d pays %s", r.ID, i, band.Pay)
		}
		testkit.EqualDecimal(t, r.Expected.Marginal.String(), exact, r.ID)

		retroactive := payTier(t, r, comp.Retroactive, comp.HalfAwayFromZero)
		testkit.EqualDecimal(t, r.Expected.RetroactiveAway.String(), retroactive.Payout, r.ID)
		testkit.EqualDecimal(t, r.Expected.RetroactiveEven.String(), payTier(t, r, comp.Retroactive, comp.HalfEven).Payout, r.ID)
		if k := retroactive.BandsReached; k > 0 {
			testkit.EqualDecimal(t, r.Expected.RetroactiveRate.String(), retroactive.Bands[k-1].Rate, r.ID)
			testkit.EqualDecimal(t, r.Expected.Retroactive.String(), r.Amount.Mul(retroactive.Bands[k-1].Rate), r.ID)
			testkit.EqualDecimal(t, r.Amount.String(), retroactive.Bands[k-1].Amount, r.ID)
		}
		if marginal.Payout.IsZero() {
			unpaid++
		}
		if !marginal.Payout.Equal(retroactive.Payout) {
			differ++
		}
		if !r.Expected.MarginalAway.Equal(r.Expected.MarginalEven) {
			apart++
		}
	}
	require.Greater(t, unpaid, 2, "rows below the threshold")
	require.Greater(t, differ, 10, "rows on which the modes differ")
	require.Positive(t, apart, "rows on which the roundings differ")
}

func TestPublishedTierVectors(t *testing.T) {
	modes := make(map[comp.Mode]int)
	for _, r := range testkit.Vectors[struct {
		ID     string          `json:"id"`
		Source string          `json:"source"`
		Quota  decimal.Decimal `json:"quota"`
		Bands  []comp.Band     `json:"bands"`
		Amount decimal.Decimal `json:"amount"`
		Edge   comp.EdgeRule   `json:"edge"`
		Pay    decimal.Decimal `json:"pay"`
	}](t, "published_tiers.json", 24) {
		require.NotEmpty(t, r.Source, r.ID)
		plan := single(comp.RateOfAmount, r.Quota, r.Bands...)
		plan.Components[0].Edge = r.Edge
		s, err := comp.Pay(plan, credit(r.Amount))
		require.NoError(t, err, r.ID)
		testkit.EqualDecimal(t, r.Pay.String(), s.Total, r.ID)
		for _, b := range r.Bands {
			modes[b.Mode]++
		}
	}
	require.Len(t, modes, len(comp.Modes()), "every mode has a row")
}

func TestModeVectors(t *testing.T) {
	reached := make(map[comp.Mode]int)
	bases, edges, apart, jumped, fell := make(map[comp.Basis]int), make(map[comp.EdgeRule]int), 0, 0, 0
	for _, r := range testkit.Vectors[struct {
		ID       string          `json:"id"`
		Source   string          `json:"source"`
		Places   int32           `json:"places"`
		Target   decimal.Decimal `json:"target"`
		Basis    comp.Basis      `json:"basis"`
		Quota    decimal.Decimal `json:"quota"`
		Edge     comp.EdgeRule   `json:"edge"`
		Bands    []comp.Band     `json:"bands"`
		Amount   decimal.Decimal `json:"amount"`
		Expected struct {
			Reached  int               `json:"reached"`
			HalfAway decimal.Decimal   `json:"half_away"`
			HalfEven decimal.Decimal   `json:"half_even"`
			Jumps    []decimal.Decimal `json:"jumps"`
		} `json:"expected"`
	}](t, "modes.json", 120) {
		require.NotEmpty(t, r.Source, r.ID)
		plan := single(r.Basis, r.Quota, r.Bands...)
		plan.Places, plan.TargetVariable, plan.Components[0].Edge = r.Places, r.Target, r.Edge
		s, err := comp.Pay(plan, credit(r.Amount))
		require.NoError(t, err, r.ID)
		testkit.RoundTrip(t, s)
		c := s.Components[0]
		testkit.EqualDecimal(t, r.Expected.HalfAway.String(), s.Total, r.ID)
		testkit.EqualDecimal(t, r.Expected.HalfAway.String(), c.TablePay, r.ID)
		require.Equal(t, r.Expected.Reached, c.BandsReached, r.ID)
		jumps, want := decimal.Decimal{}, decimal.Decimal{}
		for _, line := range s.Lines {
			if line.Operation == comp.AddJump {
				jumps = jumps.Add(line.Amount)
			}
		}
		for _, jump := range r.Expected.Jumps[:c.BandsReached] {
			want = want.Add(jump)
			if jump.IsNegative() {
				fell++
			}
		}
		testkit.EqualDecimal(t, want.String(), jumps, r.ID)
		plan.Rounding = comp.HalfEven
		s, err = comp.Pay(plan, credit(r.Amount))
		require.NoError(t, err, r.ID)
		testkit.EqualDecimal(t, r.Expected.HalfEven.String(), s.Total, r.ID)
		bases[r.Basis]++
		edges[r.Edge]++
		if c.BandsReached > 0 {
			reached[r.Bands[c.BandsReached-1].Mode]++
		}
		if !want.IsZero() {
			jumped++
		}
		if !r.Expected.HalfAway.Equal(r.Expected.HalfEven) {
			apart++
		}
	}
	require.Len(t, reached, len(comp.Modes()), "every mode is reached")
	require.Len(t, bases, len(comp.Bases()))
	require.Len(t, edges, len(comp.EdgeRules()))
	require.Positive(t, apart, "the roundings differ")
	require.Greater(t, jumped, 20, "pay jumps")
	require.Positive(t, fell, "pay falls")
}
