package forecast_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// promiseGaps are shipments of one line that came so many days late.
func promiseGaps(promiser string, days ...int) []forecast.Promise {
	var all []forecast.Promise
	for i, d := range days {
		promised := promiseDay("02-01").AddDays(i)
		all = append(all, forecast.Promise{Promiser: promiser, Customer: "Acme", Promised: promised, Delivered: promised.AddDays(d)})
	}
	return all
}

func judgePromises(t testkit.Failer, policy forecast.PromisePolicy, promises ...forecast.Promise) forecast.PromiseJudgment {
	t.Helper()
	j, err := forecast.JudgePromises(forecast.PromiseHistory{Promises: promises, AsOf: promiseDay("12-31")}, forecast.ByPromiser, policy)
	require.NoError(t, err)
	return j
}

func TestJudgePromises(t *testing.T) {
	for name, tc := range map[string]struct {
		gaps    []int
		verdict forecast.PromiseVerdict
		p       float64
	}{
		"late":             {[]int{1, 1, 2, 3, 1, 9, 0}, forecast.ConsistentlyLate, 1.0 / 32},
		"early":            {[]int{-1, -1, -2, -3, -1, -9, 0}, forecast.ConsistentlyEarly, 1.0 / 32},
		"five are too few": {[]int{1, 1, 2, 3, 1, 0, 0, 0, 0}, forecast.TooFewGaps, -1},
		"none":             {[]int{0, 0, 0, 0, 0, 0, 0, 0}, forecast.TooFewGaps, -1},
		"both ways":        {[]int{1, 1, 1, -1, -1, -1}, forecast.NoGapEvidence, 1},
		"five of six":      {[]int{1, 1, 1, 1, 1, -1}, forecast.NoGapEvidence, 14.0 / 64},
		"a few very early": {[]int{1, 1, 1, 1, 1, 1, 1, 1, -90}, forecast.MixedGaps, 20.0 / 512},
		"a few very late":  {[]int{-1, -1, -1, -1, -1, -1, -1, -1, 90}, forecast.MixedGaps, 20.0 / 512},
		"at the line":      {[]int{1, 1, 1, 1, 1, 1, 1, 1, -8}, forecast.ConsistentlyLate, 20.0 / 512},
		"early, line":      {[]int{-1, -1, -1, -1, -1, -1, -1, -1, 8}, forecast.ConsistentlyEarly, 20.0 / 512},
		"beyond the line":  {[]int{1, 1, 1, 1, 1, 1, 1, 1, -9}, forecast.MixedGaps, 20.0 / 512},
	} {
		t.Run(name, func(t *testing.T) {
			j := judgePromises(t, promising, promiseGaps("North", tc.gaps...)...)
			require.Len(t, j.Parties, 1)
			p := j.Parties[0]
			require.Equal(t, tc.verdict, p.Verdict)
			require.InDelta(t, tc.p, p.P.Or(-1), 0)
			require.InDelta(t, tc.p, p.AdjustedP.Or(-1), 0)
			late, early := 0, 0
			for _, d := range tc.gaps {
				if d > 0 {
					late++
				}
				if d < 0 {
					early++
				}
			}
			require.Equal(t, []int{late, early, len(tc.gaps) - late - early}, []int{p.Late, p.Early, p.OnTheDay})
			require.Equal(t, len(tc.gaps)-late, p.Report.Shipments.OnTime.Successes)
			require.Equal(t, 6, j.MinShipments)
			require.Equal(t, tc.verdict == forecast.TooFewGaps, j.Tested == 0)
			require.Len(t, p.Findings, 3)
			for _, f := range p.Findings {
				testkit.Explains(t, f)
				require.Equal(t, "North", f.Subject)
				require.Equal(t, "FCT-9", f.Playbook)
			}
		})
	}
}

// Lines that travel together are one piece of evidence: the sign of their days
// together.
func TestJudgePromisesByShipment(t *testing.T) {
	lines := promiseGaps("North", 1, 1, 1, 1, 1, 1)
	j := judgePromises(t, promising, lines...)
	require.Equal(t, forecast.ConsistentlyLate, j.Parties[0].Verdict)
	for i := range lines {
		lines[i].Shipment = "S-1"
	}
	p := judgePromises(t, promising, lines...).Parties[0]
	require.Equal(t, forecast.TooFewGaps, p.Verdict)
	require.Equal(t, []int{1, 6}, []int{p.Late, p.Report.Lines.Due})
	require.Equal(t, 1.0, p.Gaps.Mean)

	mixed := promiseGaps("North", 2, -1, -1)
	for i := range mixed {
		mixed[i].Shipment = "S-1"
	}
	p = judgePromises(t, promising, mixed...).Parties[0]
	require.Equal(t, []int{0, 0, 1}, []int{p.Late, p.Early, p.OnTheDay})
	require.Zero(t, p.Report.Shipments.OnTime.Successes, "a line is late")
	mixed[1].Delivered = mixed[1].Delivered.AddDays(-1)
	p = judgePromises(t, promising, mixed...).Parties[0]
	require.Equal(t, []int{0, 1, 0}, []int{p.Late, p.Early, p.OnTheDay})
	require.InDelta(t, -1.0/3, p.Gaps.Mean, 1e-15)
}

// What has not come is late, and has days late but no gap.
func TestJudgePromisesOverdue(t *testing.T) {
	lines := promiseGaps("North", 1, 1, 1, -1, 1, 1)
	for i := range lines {
		lines[i].Delivered = salesops.Date{}
	}
	h := forecast.PromiseHistory{Promises: lines, AsOf: lines[5].Promised}
	j, err := forecast.JudgePromises(h, forecast.ByPromiser, promising)
	require.NoError(t, err)
	p := j.Parties[0]
	require.Equal(t, forecast.ConsistentlyLate, p.Verdict)
	require.Equal(t, 6, p.Late)
	require.Nil(t, p.Gaps)
	testkit.RoundTrip(t, j)
	testkit.EqualDecimal(t, "21", p.Findings[2].Left) // 6 + 5 + 4 + 3 + 2 + 1
	h.AsOf = h.AsOf.AddDays(-1)
	j, err = forecast.JudgePromises(h, forecast.ByPromiser, promising)
	require.NoError(t, err)
	require.Equal(t, forecast.TooFewGaps, j.Parties[0].Verdict)
	require.Equal(t, 1, j.Parties[0].Report.NotYetDue)
}

// Many are judged together, and the policy says what the level bounds.
func TestJudgePromisesTogether(t *testing.T) {
	all := promiseGaps("A", 1, 1, 1, 1, 1, 1, 1)                   // 1/64
	all = append(all, promiseGaps("B", -1, -1, -1, -1, -1, -1)...) // 1/32
	all = append(all, promiseGaps("C", 1, 1, 1)...)
	all = append(all, promiseGaps("", 1, 1, 1)...)
	j := judgePromises(t, promising, all...)
	require.Equal(t, []int{2, 3}, []int{j.Tested, j.Unnamed})
	require.Equal(t, []float64{1. / 32, 1. / 32}, []float64{j.Parties[0].AdjustedP.Or(-1), j.Parties[1].AdjustedP.Or(-1)})
	require.Equal(t, []forecast.PromiseVerdict{forecast.ConsistentlyLate, forecast.ConsistentlyEarly, forecast.TooFewGaps},
		[]forecast.PromiseVerdict{j.Parties[0].Verdict, j.Parties[1].Verdict, j.Parties[2].Verdict})
	strictly := promising
	strictly.GapAdjustment = forecast.AnyFalseVerdict
	strictly.GapLevel = 0.03125
	k := judgePromises(t, strictly, all...)
	require.Equal(t, []float64{1. / 32, 1. / 32}, []float64{k.Parties[0].AdjustedP.Or(-1), k.Parties[1].AdjustedP.Or(-1)})
	strictly.GapLevel = 0.031
	k = judgePromises(t, strictly, all...)
	require.Equal(t, []int{7, 1}, []int{k.MinShipments, k.Tested})
	require.Equal(t, []forecast.PromiseVerdict{forecast.ConsistentlyLate, forecast.TooFewGaps}, []forecast.PromiseVerdict{k.Parties[0].Verdict, k.Parties[1].Verdict})

	h := promises()
	byCustomer, err := forecast.JudgePromises(h, forecast.ByCustomer, promising)
	require.NoError(t, err)
	require.Equal(t, 1, byCustomer.Unnamed)
	acme, bolt := byCustomer.Parties[0], byCustomer.Parties[1]
	require.Equal(t, []string{"Acme", "Bolt"}, []string{acme.Party, bolt.Party})
	// The line of S-5 that goes to Acme is due; that of Bolt is not.
	require.Equal(t, []int{2, 1, 1, 0}, []int{acme.Late, acme.Early, acme.OnTheDay, acme.Report.ShipmentsNotYetDue})
	require.Equal(t, []int{2, 1, 0, 1}, []int{bolt.Late, bolt.Early, bolt.OnTheDay, bolt.Report.ShipmentsNotYetDue})
	testkit.Golden(t, "promise_judgment", sixDigits(t, byCustomer))
	testkit.Golden(t, "party_promises", sixDigits(t, judgePromises(t, promising, promiseGaps("North", 1, 1, 2, 3, 1, 9, 0, -2)...).Parties[0]))
}

func TestJudgePromisesRejected(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	j, err := forecast.JudgePromises(forecast.PromiseHistory{}, "", forecast.PromisePolicy{KeptShare: 0.01, PromiseLevel: 0.9999, GapLevel: 0.51, GapAdjustment: "none"})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PromiseHistory.Promises", Reason: missing}, testkit.Fault{Field: "PromiseHistory.AsOf", Reason: missing},
		testkit.Fault{Field: "PromiseKey", Reason: missing}, testkit.Fault{Field: "PromisePolicy.GapLevel", Reason: out}, testkit.Fault{Field: "PromisePolicy.GapAdjustment", Reason: out})
	require.Zero(t, j)
	_, err = forecast.JudgePromises(promises(), "vendor", promising)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PromiseKey", Reason: out})
	for name, policy := range map[string]forecast.PromisePolicy{
		"KeptShare":    {KeptShare: 0.00999, PromiseLevel: 0.5, GapLevel: 1e-9, GapAdjustment: forecast.AnyFalseVerdict},
		"PromiseLevel": {KeptShare: 0.9999, PromiseLevel: 0.49, GapLevel: 0.5, GapAdjustment: forecast.FalseDiscoveries},
	} {
		_, err = forecast.JudgePromises(promises(), forecast.ByCustomer, policy)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "PromisePolicy." + name, Reason: out})
	}
}

func TestPromiseJudgmentJSON(t *testing.T) {
	all := append(promiseGaps("North", 1, 2, 0, -2), promiseGaps("South", 1, 1, 1, 1, 1, 1, 1, 1, -90)...)
	j := judgePromises(t, promising, all...)
	require.Equal(t, []forecast.PromiseVerdict{forecast.TooFewGaps, forecast.MixedGaps}, []forecast.PromiseVerdict{j.Parties[0].Verdict, j.Parties[1].Verdict})
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	one := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, j, map[string]edit{
		"by":      {`"by":"promiser"`, `"by":"vendor"`, one("PromiseJudgment.By", out)},
		"least":   {`"min_shipments":6`, `"min_shipments":0`, one("PromiseJudgment.MinShipments", missing)},
		"unnamed": {`"unnamed":0`, `"unnamed":-1`, one("PromiseJudgment.Unnamed", out)},
		"tested":  {`"tested":1`, `"tested":2`, one("PromiseJudgment.Tested", conflict)},
		"order":   {`"party":"North"`, `"party":"T"`, one("PromiseJudgment.Parties[1].Party", conflict)},
		"twice":   {`"party":"North"`, `"party":"South"`, one("PromiseJudgment.Parties[1].Party", conflict)},
	})
	p := j.Parties[1]
	requireEdits(t, p, map[string]edit{
		"party":   {`"party":"South"`, `"party":""`, one("PartyPromises.Party", missing)},
		"verdict": {`"verdict":"mixed"`, `"verdict":"late"`, one("PartyPromises.Verdict", conflict)},
		"untried": {`"verdict":"mixed"`, `"verdict":"too-little-history"`,
			[]testkit.Fault{{Field: "PartyPromises.P", Reason: conflict}, {Field: "PartyPromises.AdjustedP", Reason: conflict}, {Field: "PartyPromises.Verdict", Reason: conflict}}},
		"late":    {`"late":8`, `"late":9`, one("PartyPromises.Report.Shipments.Due", conflict)},
		"early":   {`"early":1,"on`, `"early":-1,"on`, one("PartyPromises.Early", out)},
		"none":    {`"late":8`, `"late":-8`, one("PartyPromises.Late", out)},
		"day":     {`"on_the_day":0,"p"`, `"on_the_day":-1,"p"`, one("PartyPromises.OnTheDay", out)},
		"p":       {`"p":0.0390625`, `"p":1.1`, one("PartyPromises.P", out)},
		"no p":    {`"adjusted_p":0.0390625`, `"adjusted_p":null`, one("PartyPromises.AdjustedP", conflict)},
		"rule":    {`"rule":"value-disagrees"`, `"rule":"reformed"`, one("PartyPromises.Findings[2].Rule", conflict)},
		"dropped": {`"findings":[`, `"findings":[],"x":[`, one("PartyPromises.x", out)},
	})
	p.Gaps = nil
	var back forecast.PartyPromises
	testkit.RequireFaults(t, json.Unmarshal(encode(t, p), &back), one("PartyPromises.Gaps", conflict)...)
}
