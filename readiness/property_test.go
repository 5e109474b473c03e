package readiness_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// beside draws numbers from 0 to high that lie on the lines, beside them and
// anywhere.
func beside(high float64, lines ...float64) *rapid.Generator[float64] {
	at := []float64{0, high}
	for _, line := range lines {
		at = append(at, line, math.Nextafter(line, 0), math.Nextafter(line, high))
	}
	return rapid.OneOf(
		rapid.SampledFrom(at),
		rapid.Map(rapid.IntRange(0, 100), func(n int) float64 { return high * float64(n) / 100 }),
		rapid.Float64Range(0, high),
	)
}

func maybe[T any](g *rapid.Generator[T]) *rapid.Generator[*T] { return rapid.Ptr(g, true) }

func sheets() *rapid.Generator[readiness.Scores] {
	return rapid.Custom(func(t *rapid.T) readiness.Scores {
		low := rapid.IntRange(1, 10).Draw(t, "lowest score")
		share := rapid.SampledFrom([]int{0, 0, 0, 5, 30, 100}).Draw(t, "percent not applicable")
		scores := make(readiness.Scores, 0, readiness.MaxItems)
		for _, item := range readiness.Items() {
			s := readiness.ItemScore{Item: item, Score: rapid.IntRange(low, 10).Draw(t, "score")}
			if rapid.IntRange(1, 100).Draw(t, "applies") <= share {
				s.Score, s.NotApplicable = 0, true
			}
			scores = append(scores, s)
		}
		if !slices.ContainsFunc(scores, func(s readiness.ItemScore) bool { return !s.NotApplicable }) {
			scores[0] = readiness.ItemScore{Item: scores[0].Item, Score: low}
		}
		if rapid.Bool().Draw(t, "priced") {
			for i := range scores {
				scores[i].CostPerPoint = new(decimal.New(rapid.Int64Range(0, 5).Draw(t, "cost"), -1))
			}
		}
		return scores
	})
}

func assessments() *rapid.Generator[readiness.AssessmentPolicy] {
	return rapid.Custom(func(t *rapid.T) readiness.AssessmentPolicy {
		if rapid.Bool().Draw(t, "default edges") {
			return readiness.DefaultPolicy().AssessmentPolicy
		}
		low := rapid.IntRange(1, 198).Draw(t, "fix gaps")
		middle := rapid.IntRange(low+1, 199).Draw(t, "moderate growth")
		return readiness.AssessmentPolicy{
			MinFixGaps: low, MinModerateGrowth: middle, MinScaleAggressively: rapid.IntRange(middle+1, 200).Draw(t, "scale aggressively"),
			MinCoverage: beside(1, 0.9, 0.85).Draw(t, "coverage"),
		}
	})
}

func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// An independent reading of RDY-1 and RDY-2 in exact rationals.
func cardProperty(t *rapid.T) {
	scores, policy := sheets().Draw(t, "scores"), assessments().Draw(t, "policy")
	card, err := readiness.Assess(scores, policy)
	require.NoError(t, err)
	points, applicable := 0, 0
	for _, s := range scores {
		if !s.NotApplicable {
			points, applicable = points+s.Score, applicable+1
		}
	}
	require.Equal(t, readiness.Total{Points: points, Maximum: 10 * applicable}, card.Total)
	score := big.NewRat(int64(points*20), int64(applicable))
	nearest, _ := score.Float64()
	require.Equal(t, nearest, card.Score)
	want := readiness.Overhaul
	for _, b := range []struct {
		band readiness.Band
		edge int
	}{
		{readiness.FixGaps, policy.MinFixGaps}, {readiness.ModerateGrowth, policy.MinModerateGrowth},
		{readiness.ScaleAggressively, policy.MinScaleAggressively},
	} {
		if score.Cmp(big.NewRat(int64(b.edge), 1)) >= 0 {
			want = b.band
		}
	}
	if big.NewRat(int64(applicable), 20).Cmp(rat(policy.MinCoverage)) < 0 {
		want = readiness.Withheld
	}
	require.Equal(t, want, card.Band)
	for _, f := range card.Findings {
		testkit.Explains(t, f)
	}
	sum := 0
	for _, a := range card.Areas {
		sum += a.Points
	}
	require.Equal(t, points, sum, "the areas add up to the total")
	testkit.RoundTrip(t, card)
}

// The path reaches the next band, one point less does not, and no other way
// does it at less cost or, without costs, with fewer items.
func pathProperty(t *rapid.T) {
	scores, policy := sheets().Draw(t, "scores"), assessments().Draw(t, "policy")
	// Few items with room keep the number of ways small.
	few := rapid.IntRange(1, 4).Draw(t, "items with room")
	for i := range scores {
		if few > 0 && scores[i].Score < 10 {
			few--
		} else if !scores[i].NotApplicable {
			scores[i].Score = 10
		}
	}
	card, err := readiness.Assess(scores, policy)
	require.NoError(t, err)
	if card.Path == nil {
		require.Contains(t, []readiness.Band{readiness.ScaleAggressively, readiness.Withheld}, card.Band)
		return
	}
	raised := slices.Clone(scores)
	bandAfter := func(less int) readiness.Band {
		copy(raised, scores)
		for i, r := range card.Path.Raises {
			at := slices.IndexFunc(raised, func(s readiness.ItemScore) bool { return s.Item == r.Item })
			require.Equal(t, r.From, raised[at].Score)
			raised[at].Score = r.To
			if i == len(card.Path.Raises)-1 {
				raised[at].Score -= less
			}
		}
		after, err := readiness.Assess(raised, policy)
		require.NoError(t, err)
		return after.Band
	}
	reached := bandAfter(0)
	require.Equal(t, slices.Index(readiness.Bands(), card.Path.To), slices.Index(readiness.Bands(), card.Band)-1)
	require.LessOrEqual(t, slices.Index(readiness.Bands(), reached), slices.Index(readiness.Bands(), card.Path.To))
	require.Equal(t, card.Band, bandAfter(1))

	cost, items := cheapest(scores, card.Path.Points)
	require.Len(t, card.Path.Raises, items)
	require.Equal(t, card.Path.Basis == readiness.LeastCost, card.Path.Cost != nil)
	if card.Path.Cost != nil {
		testkit.EqualDecimal(t, decimal.New(int64(cost), -1).String(), *card.Path.Cost)
	}
}

// cheapest tries every way to gain the points and returns the least cost in
// tenths and the fewest items at that cost.
func cheapest(scores readiness.Scores, points int) (cost, items int) {
	if points == 0 {
		return 0, 0
	}
	if len(scores) == 0 {
		return 1 << 20, 0 // more than any way costs
	}
	first, rest := scores[0], scores[1:]
	cost, items = cheapest(rest, points)
	if first.NotApplicable {
		return cost, items
	}
	for step := 1; step <= min(points, 10-first.Score); step++ {
		each := 0
		if first.CostPerPoint != nil {
			each = int(first.CostPerPoint.Shift(1).BigInt().Int64())
		}
		c, n := cheapest(rest, points-step)
		c, n = c+step*each, n+1
		if c < cost || c == cost && n < items {
			cost, items = c, n
		}
	}
	return cost, items
}

// The order in which scores stand does not matter, and they are left alone.
func permutationProperty(t *rapid.T) {
	scores := sheets().Draw(t, "scores")
	shuffled := rapid.Permutation(scores).Draw(t, "shuffled")
	before, err := json.Marshal(shuffled)
	require.NoError(t, err)
	one, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	other, err := readiness.Assess(shuffled, assessment())
	require.NoError(t, err)
	require.Equal(t, string(testkit.RoundTrip(t, one)), string(testkit.RoundTrip(t, other)))
	after, err := json.Marshal(shuffled)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
}

// Costs, and sales against plan, in another currency change nothing but the
// amounts.
func scaleProperty(t *rapid.T) {
	scores, shift := sheets().Draw(t, "scores"), rapid.Int32Range(-3, 6).Draw(t, "power of ten")
	one, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	for i, s := range scores {
		if s.CostPerPoint != nil {
			scores[i].CostPerPoint = new(s.CostPerPoint.Shift(shift))
		}
	}
	other, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.Equal(t, one.Path == nil, other.Path == nil)
	if one.Path != nil {
		require.Len(t, other.Path.Raises, len(one.Path.Raises))
		for i, r := range one.Path.Raises {
			require.Equal(t, []any{r.Item, r.From, r.To}, []any{other.Path.Raises[i].Item, other.Path.Raises[i].From, other.Path.Raises[i].To})
		}
		if one.Path.Cost != nil {
			testkit.EqualDecimal(t, one.Path.Cost.Shift(shift).String(), *other.Path.Cost)
		}
	}

	o := observations().Draw(t, "observations")
	before, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	if o.Sales != nil {
		o.Sales = &readiness.SalesResult{Actual: o.Sales.Actual.Shift(shift), Plan: o.Sales.Plan.Shift(shift)}
	}
	after, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	require.Equal(t, before.Raised, after.Raised)
}

// One more point never makes a worse band.
func scoreMonotoneProperty(t *rapid.T) {
	scores := sheets().Draw(t, "scores")
	before, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	at := rapid.IntRange(0, len(scores)-1).Draw(t, "item")
	if !scores[at].NotApplicable && scores[at].Score < 10 {
		scores[at].Score++
	}
	after, err := readiness.Assess(scores, assessment())
	require.NoError(t, err)
	require.LessOrEqual(t, slices.Index(readiness.Bands(), after.Band), slices.Index(readiness.Bands(), before.Band))
	require.GreaterOrEqual(t, after.Score, before.Score)
}

func checklistProperty(t *rapid.T) {
	done := rapid.SliceOfDistinct(rapid.SampledFrom(readiness.Checks()), rapid.ID).Draw(t, "done")
	review, err := readiness.ReviewChecklist(done)
	require.NoError(t, err)
	testkit.RoundTrip(t, review)
	missing := 0
	for i, level := range review.Levels {
		testkit.Explains(t, review.Findings[i])
		for _, check := range level.Missing {
			require.NotContains(t, done, check)
		}
		missing += len(level.Missing)
	}
	require.Equal(t, readiness.MaxChecks, missing+len(done))
	require.Equal(t, len(review.Levels[0].Missing) == 0, review.FoundationComplete)
}

func measurements() *rapid.Generator[readiness.Metrics] {
	return rapid.Custom(func(t *rapid.T) readiness.Metrics {
		return readiness.Metrics{
			Utilization:          maybe(beside(2, 0.85, 1)).Draw(t, "utilization"),
			ErrorRate:            maybe(beside(1, 0.05)).Draw(t, "error rate"),
			OvertimeHoursPerWeek: maybe(beside(168, 10)).Draw(t, "overtime"),
			Satisfaction:         maybe(beside(10, 8)).Draw(t, "satisfaction"),
			OnTimeShare:          maybe(beside(1, 0.95)).Draw(t, "on time"),
		}
	})
}

func warningsProperty(t *rapid.T) {
	metrics := measurements().Draw(t, "metrics")
	warnings, err := readiness.Warn(metrics, warning())
	require.NoError(t, err)
	report, err := readiness.ExplainWarnings(metrics, warning())
	require.NoError(t, err)
	require.Equal(t, warnings, report.Warnings)
	for i, f := range report.Findings {
		testkit.Explains(t, f)
		require.Equal(t, warnings.Has(readiness.Warnings()[i]), f.Outcome == salesops.Fired)
	}
	for i, value := range []*float64{metrics.Utilization, metrics.ErrorRate, metrics.OvertimeHoursPerWeek, metrics.Satisfaction, metrics.OnTimeShare} {
		require.Equal(t, value == nil, report.Findings[i].Outcome == salesops.NotApplicable)
	}
	require.ElementsMatch(t, warnings.Fired(), warnings.BySeverity())
	testkit.RoundTrip(t, report)
}

func observations() *rapid.Generator[readiness.Observations] {
	return rapid.Custom(func(t *rapid.T) readiness.Observations {
		weeks := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 4), func(n int) float64 { return float64(n) / 10 }), 0, 8)
		o := readiness.Observations{
			QuoteResponseHours:     maybe(beside(100, 48)).Draw(t, "quotes"),
			OrderErrorRate:         maybe(beside(1, 0.05)).Draw(t, "errors"),
			OvertimeHoursPerWeek:   maybe(beside(168, 15)).Draw(t, "overtime"),
			ComplaintsPer100Orders: weeks.Draw(t, "complaints"),
			WillFigureItOut:        maybe(rapid.Bool()).Draw(t, "heard"),
			QualityByWeek:          weeks.Draw(t, "quality"),
			KeyDepartures:          maybe(rapid.IntRange(0, 3)).Draw(t, "departures"),
			NotTalking:             maybe(rapid.Bool()).Draw(t, "not talking"),
		}
		if rapid.Bool().Draw(t, "sales known") {
			o.Sales = &readiness.SalesResult{
				Actual: decimal.New(rapid.Int64Range(-5, 5).Draw(t, "sales"), -1), Plan: decimal.New(rapid.Int64Range(0, 5).Draw(t, "plan"), -1),
			}
		}
		if rapid.Bool().Draw(t, "warnings known") {
			warnings, err := readiness.Warn(measurements().Draw(t, "metrics"), warning())
			require.NoError(t, err)
			o.Warnings = &warnings
		}
		status := rapid.SampledFrom(salesops.Statuses())
		for i := range rapid.IntRange(0, 3).Draw(t, "stages") {
			o.Stages = append(o.Stages, readiness.StageOutlook{
				Name: strconv.Itoa(i), Now: status.Draw(t, "now"),
				Forecast: rapid.SampledFrom(append(salesops.Statuses(), "")).Draw(t, "forecast"),
			})
		}
		return o
	})
}

func flagsProperty(t *rapid.T) {
	o := observations().Draw(t, "observations")
	before, err := json.Marshal(o)
	require.NoError(t, err)
	review, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	after, err := json.Marshal(o)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	require.Len(t, review.Findings, len(readiness.Flags()))
	for i, f := range review.Findings {
		testkit.Explains(t, f)
		require.Equal(t, string(readiness.Flags()[i]), f.Rule)
	}
	testkit.RoundTrip(t, review)

	// A week without a change for the worse takes both trends down.
	if n := len(o.ComplaintsPer100Orders); n > 0 {
		o.ComplaintsPer100Orders = append(slices.Clone(o.ComplaintsPer100Orders), o.ComplaintsPer100Orders[n-1])
		review, err = readiness.RaiseFlags(o, flagging())
		require.NoError(t, err)
		require.NotContains(t, review.Raised, readiness.RisingComplaints)
	}
}

func TestCard(t *testing.T)          { rapid.Check(t, cardProperty) }
func TestPath(t *testing.T)          { rapid.Check(t, pathProperty) }
func TestPermutation(t *testing.T)   { rapid.Check(t, permutationProperty) }
func TestScale(t *testing.T)         { rapid.Check(t, scaleProperty) }
func TestScoreMonotone(t *testing.T) { rapid.Check(t, scoreMonotoneProperty) }
func TestChecklist(t *testing.T)     { rapid.Check(t, checklistProperty) }
func TestWarnings(t *testing.T)      { rapid.Check(t, warningsProperty) }
func TestFlags(t *testing.T)         { rapid.Check(t, flagsProperty) }

func FuzzCard(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(cardProperty)) }
func FuzzPath(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(pathProperty)) }
func FuzzPermutation(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(permutationProperty)) }
func FuzzScale(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzScoreMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(scoreMonotoneProperty)) }
func FuzzChecklist(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(checklistProperty)) }
func FuzzWarnings(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(warningsProperty)) }
func FuzzFlags(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(flagsProperty)) }
