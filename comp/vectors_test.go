package comp_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

type splitRow struct {
	ID         string            `json:"id"`
	Source     string            `json:"source"`
	TotalCents int64             `json:"total_cents"`
	Weights    []decimal.Decimal `json:"weights"`
	Expected   struct {
		Shares   []int64 `json:"shares"`
		Leftover *int64  `json:"leftover_cents"`
		Error    bool    `json:"error"`
	} `json:"expected"`
}

func TestSplitVectors(t *testing.T) {
	for file, count := range map[string]int{"apportion.json": 31, "published_splits.json": 29} {
		rejected, negative, leftover := 0, 0, 0
		for _, r := range testkit.Vectors[splitRow](t, file, count) {
			require.NotEmpty(t, r.Source, r.ID)
			shares, err := comp.Split(decimal.New(r.TotalCents, -2), r.Weights, 2)
			if r.Expected.Error {
				require.NotEmpty(t, salesops.InputErrors(err), r.ID)
				require.Nil(t, shares, r.ID)
				rejected++
				continue
			}
			require.NoError(t, err, r.ID)
			require.Len(t, shares, len(r.Expected.Shares), r.ID)
			for i, want := range r.Expected.Shares {
				testkit.EqualDecimal(t, decimal.New(want, -2).String(), shares[i], r.ID, i)
			}
			if r.TotalCents < 0 {
				negative++
			}
			if r.Expected.Leftover != nil && *r.Expected.Leftover > 0 {
				leftover++
			}
		}
		require.Equal(t, 2, rejected, "%s has rows that are rejected", file)
		require.Positive(t, negative, "%s has negative totals", file)
		if file == "apportion.json" {
			require.Greater(t, leftover, 20, "%s has rows with units left over", file)
		}
	}
}

type planRow struct {
	ID       string       `json:"id"`
	Source   string       `json:"source"`
	Plan     comp.Plan    `json:"plan"`
	Results  comp.Results `json:"results"`
	Expected struct {
		Lines []struct {
			Component    string   `json:"component"`
			Attainment   string   `json:"attainment"`
			BandsReached int      `json:"bands_reached"`
			TargetPay    string   `json:"target_pay"`
			Begins       []string `json:"begins"`
			Amounts      []string `json:"amounts"`
			Pays         []string `json:"pays"`
			Payout       string   `json:"payout"`
			ThresholdMet bool     `json:"threshold_met"`
			QuotaMet     bool     `json:"quota_met"`
		} `json:"lines"`
		Total            string   `json:"total"`
		OnTargetEarnings string   `json:"on_target_earnings"`
		ReviewFired      []string `json:"review_fired"`
	} `json:"expected"`
}

func TestPlanVectors(t *testing.T) {
	// The rows are of marginal tables; the rules that look at other faults have
	// rows of their own.
	decided := []comp.Rule{
		comp.BaseLow, comp.BaseHigh, comp.Balance, comp.UnderpaysTarget, comp.OverpaysTarget, comp.Threshold, comp.Quota,
	}
	fired := make(map[comp.Rule]int)
	bases := make(map[comp.Basis]int)
	for _, r := range testkit.Vectors[planRow](t, "plans.json", 48) {
		require.NotEmpty(t, r.Source, r.ID)
		s, err := comp.Pay(r.Plan, r.Results)
		require.NoError(t, err, r.ID)
		testkit.EqualDecimal(t, r.Expected.Total, s.Total, r.ID)
		testkit.EqualDecimal(t, r.Expected.OnTargetEarnings, s.OnTargetEarnings, r.ID)
		testkit.EqualDecimal(t, r.Plan.TargetVariable.String(), s.TargetPay, r.ID)
		require.Len(t, s.Components, len(r.Expected.Lines), r.ID)
		for i, want := range r.Expected.Lines {
			bases[r.Plan.Components[i].Basis]++
			line := s.Components[i]
			require.Equal(t, want.Component, line.Component, r.ID)
			require.Equal(t, want.BandsReached, line.BandsReached, "%s line %d", r.ID, i)
			testkit.EqualDecimal(t, want.Attainment, line.Attainment, r.ID, i)
			testkit.EqualDecimal(t, want.TargetPay, line.TargetPay, r.ID, i)
			testkit.EqualDecimal(t, want.Payout, line.Payout, r.ID, i)
			require.Len(t, line.Bands, len(want.Pays), r.ID)
			for k, band := range line.Bands {
				testkit.EqualDecimal(t, want.Begins[k], band.Begins, r.ID, i, k)
				testkit.EqualDecimal(t, want.Amounts[k], band.Amount, r.ID, i, k)
				testkit.EqualDecimal(t, want.Pays[k], band.Pay, r.ID, i, k)
			}
			require.Equal(t, want.ThresholdMet, s.Findings[2*i].Outcome == salesops.Fired, "%s line %d", r.ID, i)
			require.Equal(t, want.QuotaMet, s.Findings[2*i+1].Outcome == salesops.Fired, "%s line %d", r.ID, i)
		}
		findings, err := comp.Review(r.Plan, comp.DefaultPolicy().ReviewPolicy)
		require.NoError(t, err, r.ID)
		got := []string{}
		for _, f := range append(findings, s.Findings...) {
			if f.Outcome != salesops.Fired {
				continue
			}
			if !slices.Contains(decided, comp.Rule(f.Rule)) {
				continue
			}
			fired[comp.Rule(f.Rule)]++
			if f.Rule == string(comp.Threshold) || f.Rule == string(comp.Quota) {
				continue
			}
			name := f.Rule
			if f.Subject != "" {
				name += " " + f.Subject
			}
			got = append(got, name)
		}
		require.Equal(t, r.Expected.ReviewFired, got, r.ID)
	}
	require.Len(t, fired, len(decided), "every rule fires on a row")
	require.Len(t, bases, len(comp.Bases()), "every basis has a row")
}
