package comp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// firing returns the rules that fired, each with its subject.
func firing(findings []salesops.Finding) []string {
	fired := []string{}
	for _, f := range findings {
		if f.Outcome != salesops.Fired {
			continue
		}
		name := f.Rule
		if f.Subject != "" {
			name += " " + f.Subject
		}
		fired = append(fired, name)
	}
	return fired
}

// level is the playbook's plan with a renewal table that pays its target.
func level() comp.Plan {
	plan := playbook()
	plan.Components[2].Bands = []comp.Band{band("0", "0.025"), band("1", "0.05")}
	return plan
}

func TestReview(t *testing.T) {
	for name, tc := range map[string]struct {
		plan   func(*comp.Plan)
		policy func(*comp.ReviewPolicy)
		want   []string
	}{
		"nothing fires": {want: []string{}},
		"base at the lower line": {
			plan: func(p *comp.Plan) { p.Base, p.TargetVariable = dec("80000"), dec("120000") },
			want: []string{"underpays-target renewals"},
		},
		"base a cent below it": {
			plan: func(p *comp.Plan) { p.Base, p.TargetVariable = dec("79999.99"), dec("120000.01") },
			want: []string{"base-low", "underpays-target renewals"},
		},
		"base a cent above the upper line": {
			plan: func(p *comp.Plan) { p.Base = dec("100000.01") },
			want: []string{"base-high"},
		},
		"no base": {
			plan: func(p *comp.Plan) { p.Base = dec("0") },
			want: []string{"base-low"},
		},
		"a line that float64 misses": { // 0.57 × 100 is 56.99999999999999 in float64
			plan: func(p *comp.Plan) { p.Base, p.TargetVariable = dec("57"), dec("43") },
			policy: func(p *comp.ReviewPolicy) {
				p.MinBaseShare, p.MaxBaseShare = 0.57, 0.57
			},
			want: []string{"overpays-target renewals"},
		},
		"another role's range": {
			plan: func(p *comp.Plan) { p.Role, p.Base = "customer-success", dec("900000") },
			want: []string{},
		},
		"a range for that role": {
			plan:   func(p *comp.Plan) { p.Role, p.Base = "customer-success", dec("900000") },
			policy: func(p *comp.ReviewPolicy) { p.Role = "customer-success" },
			want:   []string{"base-high"},
		},
		"too little for new customers, just": {
			plan: func(p *comp.Plan) { p.Components[0].Weight, p.Components[1].Weight = dec("0.49"), dec("0.31") },
			want: []string{"balance new"},
		},
		"one measure only": {
			plan: func(p *comp.Plan) {
				p.Components = p.Components[:1]
				p.Components[0].Weight = dec("1")
			},
			want: []string{"overweighted new", "balance expansion", "neglected expansion", "balance retention", "neglected retention", "one-measure"},
		},
		"measures add up over components": {
			plan: func(p *comp.Plan) {
				more := p.Components[0]
				more.Name, more.Weight = "logos", dec("0.1")
				p.Components[0].Weight = dec("0.4")
				p.Components = append(p.Components, more)
			},
			want: []string{},
		},
		"a measure of one's own": {
			plan: func(p *comp.Plan) { p.Components[0].Measure = "margin" },
			want: []string{"balance new", "neglected new"},
		},
		"another balance": {
			policy: func(p *comp.ReviewPolicy) {
				p.NewWeight, p.ExpansionWeight, p.RetentionWeight = 0.1, 0.2, 0.7
			},
			want: []string{"overweighted new", "balance retention", "neglected retention"},
		},
		"a hair above the target": {
			plan: func(p *comp.Plan) { p.Components[2].Bands[0].Rate = dec("0.025000000000000001") },
			want: []string{"overpays-target renewals"},
		},
		"a hair below the target": {
			plan: func(p *comp.Plan) { p.Components[2].Bands[0].Rate = dec("0.024999999999999999") },
			want: []string{"underpays-target renewals"},
		},
		"a threshold costs what it withholds": {
			plan: func(p *comp.Plan) { p.Components[0].Bands = []comp.Band{band("0.5", "1"), band("1", "2")} },
			want: []string{"underpays-target new business"},
		},
		"a threshold that is made up for": {
			plan: func(p *comp.Plan) { p.Components[0].Bands = []comp.Band{band("0.5", "2")} },
			want: []string{},
		},
		"what begins at quota does not count at quota": {
			plan: func(p *comp.Plan) { p.Components[1].Bands = []comp.Band{band("0", "1"), band("1", "100")} },
			want: []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan, policy := level(), comp.DefaultPolicy().ReviewPolicy
			if tc.plan != nil {
				tc.plan(&plan)
			}
			if tc.policy != nil {
				tc.policy(&policy)
			}
			findings, err := comp.Review(plan, policy)
			require.NoError(t, err)
			require.Equal(t, tc.want, firing(findings))
			require.Len(t, findings, 14+8*len(plan.Components))
			for _, f := range findings {
				testkit.Explains(t, f)
				require.Equal(t, f.Outcome == salesops.NotFired, f.Note == "", "%v", f)
			}
		})
	}
}

func TestReviewSaysWhatItCompared(t *testing.T) {
	plan := playbook()
	plan.Base, plan.Role = dec("60000"), "customer-success"
	plan.Components[0].Weight, plan.Components[1].Weight = dec("0.4"), dec("0.4")
	findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
	require.NoError(t, err)
	var got, rows []string
	for _, f := range findings {
		f.Note = ""
		got = append(got, f.String())
		rows = append(rows, f.Playbook)
	}
	require.Equal(t, []string{
		"base-low: base pay 60000 < 64000 in the plan's currency: not applicable",
		"base-high: base pay 60000 > 80000 in the plan's currency: not applicable",
		"weights-below-one: sum of the weights 1 < 1 of target variable: not fired, +0 to the line",
		"weights-above-one: sum of the weights 1 > 1 of target variable: not fired, +0 to the line",
		"balance (new): weight 0.4 < 0.5 of target variable: fired, +0.1 to the line",
		"neglected (new): weight 0.4 < 0.35 of target variable: not fired, -0.05 to the line",
		"overweighted (new): weight 0.4 > 0.65 of target variable: not fired, +0.25 to the line",
		"balance (expansion): weight 0.4 < 0.3 of target variable: not fired, -0.1 to the line",
		"neglected (expansion): weight 0.4 < 0.15 of target variable: not fired, -0.25 to the line",
		"overweighted (expansion): weight 0.4 > 0.45 of target variable: not fired, +0.05 to the line",
		"balance (retention): weight 0.2 < 0.2 of target variable: not fired, +0 to the line",
		"neglected (retention): weight 0.2 < 0.05 of target variable: not fired, -0.15 to the line",
		"overweighted (retention): weight 0.2 > 0.35 of target variable: not fired, +0.15 to the line",
		"one-measure: measures of the plan 3 < 2 measures: not fired, -1 to the line",
		"small-component (new business): weight 0.4 < 0.1 of target variable: not fired, -0.3 to the line",
		"inverted-bands (new business): least step from one band's begin to the next 0.25 <= 0 of quota: not fired, -0.25 to the line",
		"band-gap (new business): widest gap between a band's end and the next begin 0 > 0 of quota: not applicable",
		"band-overlap (new business): widest overlap of a band's end and the next begin 0 > 0 of quota: not applicable",
		"overage-below-quota (new business): lowest begin of an overage band 0 < 1 of quota: not applicable",
		"underpays-target (new business): pay at 100% of quota 40000 < 40000 in the plan's currency: not fired, +0 to the line",
		"overpays-target (new business): pay at 100% of quota 40000 > 40000 in the plan's currency: not fired, +0 to the line",
		"falling-pay (new business): least change of pay, over a band or at its begin 0 < 0 in the plan's currency: not fired, +0 to the line",
	}, got[:22])
	require.Equal(t, []string{
		"CMP-1", "CMP-1", "CMP-3", "CMP-3", "CMP-3", "CMP-4", "CMP-4", "CMP-3", "CMP-4", "CMP-4", "CMP-3", "CMP-4", "CMP-4", "CMP-4",
		"CMP-4", "CMP-2", "CMP-2", "CMP-2", "CMP-2", "CMP-1", "CMP-1", "CMP-2",
	}, rows[:22])
}

// Each change of a plan that nothing is wrong with makes its own rules fire.
func TestReviewFaults(t *testing.T) {
	curve := func(rates ...string) []comp.Band {
		bands := []comp.Band{}
		for i, rate := range rates {
			bands = append(bands, moded([]string{"0.5", "1", "1.5"}[i], comp.Interpolated, rate))
		}
		return bands
	}
	for name, tc := range map[string]struct {
		plan func(*comp.Plan)
		want []string // rule, subject and what was compared
	}{
		"weights below one": {
			func(p *comp.Plan) { p.Components[1].Weight = dec("0.299999999999999999") },
			[]string{"weights-below-one: 0.999999999999999999 < 1", "balance expansion: 0.299999999999999999 < 0.3"},
		},
		"weights above one": {
			func(p *comp.Plan) { p.Components[1].Weight = dec("0.300000000000000001") },
			[]string{"weights-above-one: 1.000000000000000001 > 1"},
		},
		"fifteen points off": {
			func(p *comp.Plan) { p.Components[0].Weight, p.Components[1].Weight = dec("0.65"), dec("0.15") },
			[]string{"balance expansion: 0.15 < 0.3"},
		},
		"more than fifteen points off": {
			func(p *comp.Plan) { p.Components[0].Weight, p.Components[1].Weight = dec("0.6501"), dec("0.1499") },
			[]string{"overweighted new: 0.6501 > 0.65", "balance expansion: 0.1499 < 0.3", "neglected expansion: 0.1499 < 0.15"},
		},
		"a small component": {
			func(p *comp.Plan) {
				crumb := p.Components[0]
				crumb.Name, crumb.Weight = "crumb", dec("0.0999")
				p.Components[0].Weight = dec("0.4001")
				p.Components = append(p.Components, crumb)
			},
			[]string{"small-component crumb: 0.0999 < 0.1"},
		},
		"revenue alone": {
			func(p *comp.Plan) {
				for i := range p.Components {
					p.Components[i].Measure = comp.Revenue
				}
			},
			[]string{
				"balance new: 0 < 0.5", "neglected new: 0 < 0.35", "balance expansion: 0 < 0.3", "neglected expansion: 0 < 0.15",
				"balance retention: 0 < 0.2", "neglected retention: 0 < 0.05", "one-measure: 1 < 2",
			},
		},
		"bands that begin together": {
			func(p *comp.Plan) { p.Components[0].Bands[2].From = dec("1") }, []string{"inverted-bands new business: 0 <= 0"},
		},
		"bands that descend": {
			func(p *comp.Plan) { p.Components[0].Bands[2].From = dec("0.75") }, []string{"inverted-bands new business: -0.25 <= 0"},
		},
		"a gap": {
			func(p *comp.Plan) {
				p.Components[0].Bands[0].To, p.Components[0].Bands[1].To = ref("0.9"), ref("1.25")
			},
			[]string{"band-gap new business: 0.1 > 0"},
		},
		"an overlap": {
			func(p *comp.Plan) {
				p.Components[0].Bands[0].To, p.Components[0].Bands[1].To = ref("1"), ref("1.3")
			},
			[]string{"band-overlap new business: 0.05 > 0"},
		},
		"neither gap nor overlap": {func(p *comp.Plan) { p.Components[0].Bands[0].To = ref("1.0") }, []string{}},
		"overage below quota": {
			func(p *comp.Plan) {
				p.Components[0].Bands[0].Mode, p.Components[0].Bands[2].Mode = comp.Overage, comp.Overage
			},
			[]string{"overage-below-quota new business: 0 < 1"},
		},
		"overage from quota on jumps where the rate rises again": { // from 1.25 on 2 × 0.25 of 50,000 instead of 1.5 × 0.25
			func(p *comp.Plan) {
				p.Components[0].Bands[1].Mode, p.Components[0].Bands[2].Mode = comp.Overage, comp.Overage
			},
			[]string{"cliff new business: 6250 > 0"},
		},
		"a cliff": { // 1.2 × 60,000 instead of 1 × 60,000 at quota
			func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "1"), moded("1", comp.Retroactive, "1.2")}
			},
			[]string{"overpays-target new business: 60000 > 50000", "cliff new business: 10000 > 0"},
		},
		"a cliff that the edge rule puts above quota": {
			func(p *comp.Plan) {
				p.Components[0].Edge = comp.LowerBand
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "1"), moded("1", comp.Retroactive, "1.2")}
			},
			[]string{"cliff new business: 10000 > 0"},
		},
		"a threshold that pays at once": {
			func(p *comp.Plan) { p.Components[0].Bands = []comp.Band{moded("0.5", comp.Retroactive, "1")} },
			[]string{"cliff new business: 25000 > 0"},
		},
		"a rate that falls retroactively": {
			func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Retroactive, "1"), moded("1.25", comp.Retroactive, "0.8")}
			},
			[]string{"falling-pay new business: -12500 < 0"},
		},
		"a curve that falls": { // both sides times 0.5, the width of the band
			func(p *comp.Plan) { p.Components[0].Bands = curve("0", "1", "0.9") },
			[]string{"falling-pay new business: -2500 < 0"},
		},
		"a curve that begins with a cliff": {
			func(p *comp.Plan) { p.Components[0].Bands = curve("0.25", "1", "2") },
			[]string{"cliff new business: 6250 > 0"},
		},
		"a curve that overpays at quota": { // both sides times 2, the width of the band
			func(p *comp.Plan) {
				p.Components[0].Bands = []comp.Band{moded("0", comp.Interpolated, "0"), moded("2", comp.Interpolated, "2.2")}
			},
			[]string{"overpays-target new business: 110000 > 100000"},
		},
		"a low cap": {
			func(p *comp.Plan) { p.Components[0].Cap, p.Cap = ref("74999.99"), ref("149999.99") },
			[]string{"low-cap new business: 74999.99 < 75000", "low-cap: 149999.99 < 150000"},
		},
		"a cap that is high enough": {
			func(p *comp.Plan) { p.Components[0].Cap, p.Cap = ref("75000"), ref("150000") }, []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := level()
			plan.Components[0].Bands = append([]comp.Band(nil), plan.Components[0].Bands...)
			tc.plan(&plan)
			findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
			require.NoError(t, err)
			testkit.RoundTrip(t, findings)
			testkit.RoundTrip(t, plan)
			got := []string{}
			for _, f := range findings {
				testkit.Explains(t, f)
				if f.Outcome != salesops.Fired {
					continue
				}
				require.NotEmpty(t, f.Note)
				name := f.Rule
				if f.Subject != "" {
					name += " " + f.Subject
				}
				got = append(got, name+": "+f.Left.String()+" "+f.Op+" "+f.Right.String())
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// What a plan invites is said in words of its own for each measure.
func TestReviewNotes(t *testing.T) {
	notes := make(map[string]bool)
	for _, measure := range []comp.Measure{comp.NewCustomers, comp.Expansion, comp.Retention, comp.Revenue, comp.Profit} {
		plan := accelerated()
		plan.Components[0].Measure = measure
		findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
		require.NoError(t, err)
		for _, f := range findings {
			if f.Outcome == salesops.Fired && (f.Rule == string(comp.OneMeasure) || f.Rule == string(comp.Neglected) || f.Rule == string(comp.Overweighted)) {
				notes[f.Note] = true
			}
		}
	}
	require.Len(t, notes, 4+3+3) // expansion and retention alone share a note
}

// A table that cannot pay has no pay to compare.
func TestReviewOfATableThatCannotPay(t *testing.T) {
	plan := level()
	plan.Components[1].Bands = []comp.Band{band("1", "1"), moded("0.5", comp.Retroactive, "1")}
	findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
	require.NoError(t, err)
	left := []string{}
	for _, f := range findings {
		if f.Subject == "expansion" && f.Outcome == salesops.NotApplicable {
			left = append(left, f.Rule)
		}
	}
	require.Equal(t, []string{"band-gap", "band-overlap", "overage-below-quota", "underpays-target", "overpays-target", "falling-pay"}, left)
}

func TestReviewJSON(t *testing.T) {
	plan := playbook()
	plan.Base = dec("60000")
	findings, err := comp.Review(plan, comp.DefaultPolicy().ReviewPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "review", findings)
}

func TestReviewPolicyOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.ReviewPolicy)
		want  []testkit.Fault
	}{
		"zero policy": {
			func(p *comp.ReviewPolicy) { *p = comp.ReviewPolicy{} },
			[]testkit.Fault{
				{Field: "ReviewPolicy.Role", Reason: salesops.ErrMissing},
				{Field: "ReviewPolicy.RetentionWeight", Reason: salesops.ErrConflict},
			},
		},
		"shares as percents": {
			func(p *comp.ReviewPolicy) { p.MinBaseShare, p.MaxBaseShare = 40, 50 },
			[]testkit.Fault{
				{Field: "ReviewPolicy.MinBaseShare", Reason: salesops.ErrOutOfRange},
				{Field: "ReviewPolicy.MaxBaseShare", Reason: salesops.ErrOutOfRange},
			},
		},
		"only the lower out of range": {
			func(p *comp.ReviewPolicy) { p.MinBaseShare = 1.1 },
			[]testkit.Fault{{Field: "ReviewPolicy.MinBaseShare", Reason: salesops.ErrOutOfRange}},
		},
		"only the upper out of range": {
			func(p *comp.ReviewPolicy) { p.MaxBaseShare = -0.1 },
			[]testkit.Fault{{Field: "ReviewPolicy.MaxBaseShare", Reason: salesops.ErrOutOfRange}},
		},
		"range upside down": {
			func(p *comp.ReviewPolicy) { p.MinBaseShare, p.MaxBaseShare = 0.5, 0.4 },
			[]testkit.Fault{{Field: "ReviewPolicy.MinBaseShare", Reason: salesops.ErrConflict}},
		},
		"weights as percents": {
			func(p *comp.ReviewPolicy) { p.NewWeight, p.ExpansionWeight, p.RetentionWeight = 50, 30, 20 },
			[]testkit.Fault{
				{Field: "ReviewPolicy.NewWeight", Reason: salesops.ErrOutOfRange},
				{Field: "ReviewPolicy.ExpansionWeight", Reason: salesops.ErrOutOfRange},
				{Field: "ReviewPolicy.RetentionWeight", Reason: salesops.ErrOutOfRange},
			},
		},
		"one weight out of range": {
			func(p *comp.ReviewPolicy) { p.NewWeight = -0.5 },
			[]testkit.Fault{{Field: "ReviewPolicy.NewWeight", Reason: salesops.ErrOutOfRange}},
		},
		"weights that sum to less": {
			func(p *comp.ReviewPolicy) { p.RetentionWeight = 0.1 },
			[]testkit.Fault{{Field: "ReviewPolicy.RetentionWeight", Reason: salesops.ErrConflict}},
		},
		"tolerance, least weight and cap": {
			func(p *comp.ReviewPolicy) { p.WeightTolerance, p.MinComponentWeight, p.MinCapMultiple = 15, -0.1, 101 },
			[]testkit.Fault{
				{Field: "ReviewPolicy.WeightTolerance", Reason: salesops.ErrOutOfRange},
				{Field: "ReviewPolicy.MinComponentWeight", Reason: salesops.ErrOutOfRange},
				{Field: "ReviewPolicy.MinCapMultiple", Reason: salesops.ErrOutOfRange},
			},
		},
		"thirds": {
			func(p *comp.ReviewPolicy) { p.NewWeight, p.ExpansionWeight, p.RetentionWeight = 0.3333, 0.3333, 0.3333 },
			[]testkit.Fault{{Field: "ReviewPolicy.RetentionWeight", Reason: salesops.ErrConflict}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			policy := comp.DefaultPolicy().ReviewPolicy
			tc.spoil(&policy)
			findings, err := comp.Review(playbook(), policy)
			testkit.RequireFaults(t, err, tc.want...)
			require.Nil(t, findings)
		})
	}
	t.Run("weights that sum to one, though not in float64", func(t *testing.T) {
		policy := comp.DefaultPolicy().ReviewPolicy
		policy.NewWeight, policy.ExpansionWeight, policy.RetentionWeight = 0.7, 0.2, 0.1
		_, err := comp.Review(playbook(), policy)
		require.NoError(t, err)
	})
	t.Run("plan and policy", func(t *testing.T) {
		plan := playbook()
		plan.Name = ""
		_, err := comp.Review(plan, comp.ReviewPolicy{})
		testkit.RequireFaults(
			t, err,
			testkit.Fault{Field: "Plan.Name", Reason: salesops.ErrMissing},
			testkit.Fault{Field: "ReviewPolicy.Role", Reason: salesops.ErrMissing},
			testkit.Fault{Field: "ReviewPolicy.RetentionWeight", Reason: salesops.ErrConflict},
		)
	})
}
