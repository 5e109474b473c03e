package credibility_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/credibility"
)

var bases = map[string]credibility.Basis{
	"empty": credibility.Empty, "one-group": credibility.OneGroup, "one-each": credibility.OneEach,
	"no-between": credibility.NoBetween, "both": credibility.Both,
}

type row struct {
	ID       string
	Groups   [][][2]float64
	Expected struct {
		Basis                       string
		Collective, Within, Between float64
		Repeated                    int
		Credibility, Estimate       []float64
		Error                       []float64
	}
	// Published is the collective mean and the variances between and within groups.
	Published []float64
}

func near(t require.TestingT, want, got float64, what string) {
	require.LessOrEqual(t, math.Abs(got-want), 1e-12*math.Abs(want), "%s: %v is not %v", what, got, want)
}

func group(observations [][2]float64) (g credibility.Group) {
	for _, o := range observations {
		g.Add(o[0], o[1])
	}
	return g
}

func groupsOf(observations [][][2]float64) (groups []credibility.Group) {
	for _, g := range observations {
		groups = append(groups, group(g))
	}
	return groups
}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/credibility.json")
	require.NoError(t, err)
	var rows []row
	require.NoError(t, json.Unmarshal(data, &rows))
	require.Len(t, rows, 17)
	seen, published := make(map[credibility.Basis]bool), 0
	for _, r := range rows {
		t.Run(r.ID, func(t *testing.T) {
			groups, want := groupsOf(r.Groups), r.Expected
			m := credibility.Fit(groups)
			require.Contains(t, bases, want.Basis)
			require.Equal(t, bases[want.Basis], m.Basis)
			require.Equal(t, want.Repeated, m.Repeated)
			near(t, want.Collective, m.Collective, "collective")
			near(t, want.Within, m.Within, "within")
			near(t, want.Between, m.Between, "between")
			for i := range groups {
				near(t, want.Credibility[i], m.Credibility(&groups[i]), "credibility")
				near(t, want.Estimate[i], m.Estimate(&groups[i]), "estimate")
				squared, ok := m.Error(&groups[i])
				require.Equal(t, want.Error != nil, ok)
				if ok {
					near(t, want.Error[i], squared, "error")
				}
			}
			if r.Published != nil {
				published++
				for i, got := range []float64{m.Collective, m.Between, m.Within} {
					require.InEpsilon(t, r.Published[i], got, 1e-9)
				}
			}
			seen[m.Basis] = true
		})
	}
	require.Len(t, seen, len(bases), "each basis decides a row")
	require.Equal(t, 2, published)
}

// The means that the source prints for the five states of Hachemeister's data.
func TestPublishedMeans(t *testing.T) {
	data, err := os.ReadFile("testdata/credibility.json")
	require.NoError(t, err)
	var rows []row
	require.NoError(t, json.Unmarshal(data, &rows))
	for i, g := range groupsOf(rows[0].Groups) {
		require.Equal(t, []float64{2061, 1511, 1806, 1353, 1600}[i], math.Round(g.Mean()))
	}
}

func TestGroup(t *testing.T) {
	var g credibility.Group
	require.Equal(t, []float64{0, 0}, []float64{g.Mean(), g.Weight()})
	for range 1000 {
		g.Add(0.1, 0.3)
	}
	require.Equal(t, 1000, g.Count())
	require.Equal(t, 0.1, g.Mean(), "equal values are their mean to the last bit")
	require.Equal(t, 300.0, g.Weight())
	m := credibility.Fit([]credibility.Group{g, group([][2]float64{{0.1, 2}})})
	require.Equal(t, credibility.NoBetween, m.Basis)
	require.Zero(t, m.Within)
	require.Equal(t, 0.1, m.Collective)
	squared, ok := m.Error(&g)
	require.True(t, ok)
	require.Zero(t, squared)

	// A first value that lies far off and weighs next to nothing.
	g = group([][2]float64{{-200, 1e-100}, {0.5, 1}, {0.5, 3}, {0.7, 4}})
	near(t, 0.6, g.Mean(), "mean")
	near(t, 0.08/3, func() float64 { m := credibility.Fit([]credibility.Group{g}); return m.Within }(), "within")
}

// Differences whose squares are too small for a float64 are no differences.
func TestUnderflow(t *testing.T) {
	m := credibility.Fit([]credibility.Group{group([][2]float64{{0, 1e-10}, {0, 1e-10}}), group([][2]float64{{1e-159, 1e-10}})})
	z := m.Credibility(new(group([][2]float64{{0, 1e-10}})))
	require.True(t, z == 0 || z == 1, "%v", z)
}

func books() *rapid.Generator[[][][2]float64] {
	observation := rapid.Custom(func(t *rapid.T) [2]float64 {
		x := rapid.OneOf(rapid.Map(rapid.IntRange(-3, 3), func(n int) float64 { return float64(n) / 10 }), rapid.Float64Range(-5, 5)).Draw(t, "x")
		return [2]float64{x, rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(1e-3, 1e6)).Draw(t, "weight")}
	})
	return rapid.SliceOfN(rapid.SliceOfN(observation, 0, 6), 0, 6)
}

// An estimate lies between the group's own mean and that of all; weights times a
// constant and the order of groups and observations change nothing; a heavier
// group is believed more.
func modelProperty(t *rapid.T) {
	book := books().Draw(t, "book")
	groups := groupsOf(book)
	m := credibility.Fit(groups)
	require.GreaterOrEqual(t, m.Between, 0.0)
	require.GreaterOrEqual(t, m.Within, 0.0)
	require.Equal(t, m.Basis == credibility.Both, m.Between > 0)
	var unknown credibility.Group
	worst, known := m.Error(&unknown)
	require.Equal(t, m.Repeated > 0, known)
	require.Equal(t, m.Collective, m.Estimate(&unknown))
	for i := range groups {
		g := &groups[i]
		z, p := m.Credibility(g), m.Estimate(g)
		require.True(t, z >= 0 && z <= 1, "%v", z)
		if g.Count() > 0 {
			require.GreaterOrEqual(t, p, min(g.Mean(), m.Collective))
			require.LessOrEqual(t, p, max(g.Mean(), m.Collective))
		}
		squared, ok := m.Error(g)
		require.Equal(t, known, ok)
		require.True(t, squared >= 0 && squared <= worst*(1+1e-9), "a record makes the estimate better")
		for j := range groups {
			if groups[j].Weight() > g.Weight() && groups[j].Count() > 0 && g.Count() > 0 {
				require.GreaterOrEqual(t, m.Credibility(&groups[j]), z)
			}
		}
	}

	scale := rapid.SampledFrom([]float64{0.125, 1024, 1 << 40}).Draw(t, "scale")
	scaled := make([]credibility.Group, len(groups))
	for i := range book {
		for _, o := range book[i] {
			scaled[i].Add(o[0], o[1]*scale)
		}
	}
	other := credibility.Fit(scaled)
	require.Equal(t, m.Basis, other.Basis)
	require.Equal(t, m.Between, other.Between, "a power of two changes no digit")
	require.Equal(t, m.Collective, other.Collective)
	for i := range groups {
		require.Equal(t, m.Estimate(&groups[i]), other.Estimate(&scaled[i]))
	}

	mixed := rapid.Permutation(book).Draw(t, "mixed")
	for i := range mixed {
		mixed[i] = rapid.Permutation(mixed[i]).Draw(t, "mixed group")
	}
	other = credibility.Fit(groupsOf(mixed))
	size := m.Between + m.Within + 1e-300
	require.InDelta(t, m.Within, other.Within, 1e-12*size*1e6)
	if m.Basis == credibility.Both && m.Between > 1e-6*m.Within {
		require.InEpsilon(t, m.Between, other.Between, 1e-6)
	}
}

func TestModel(t *testing.T) { rapid.Check(t, modelProperty) }
func FuzzModel(f *testing.F) { f.Fuzz(rapid.MakeFuzz(modelProperty)) }

// With known variances the error is what the formula says: the mean over many
// draws of a book of that model, which has no parameter estimated but m, comes
// near to it. Here in closed form: for weights w(i) the linear estimate has the
// coefficients Z(i) on x(i) and (1 - Z(i)) Z(j) ÷ Σ Z on every x(j).
func TestErrorIsThatOfTheLinearEstimate(t *testing.T) {
	groups := groupsOf([][][2]float64{{{1, 1}, {2, 1}, {3, 2}}, {{8, 1}, {9, 3}}, {{4, 1}}})
	m := credibility.Fit(groups)
	require.Equal(t, credibility.Both, m.Basis)
	total := 0.0
	for i := range groups {
		total += m.Credibility(&groups[i])
	}
	for i := range groups {
		z, want := m.Credibility(&groups[i]), 0.0
		for j := range groups {
			coefficient, target := (1-z)*m.Credibility(&groups[j])/total, 0.0
			if i == j {
				coefficient, target = coefficient+z, 1
			}
			// The part of x(j) that is m(j) - m, and the part that is noise.
			want += (coefficient-target)*(coefficient-target)*m.Between + coefficient*coefficient*m.Within/groups[j].Weight()
		}
		got, ok := m.Error(&groups[i])
		require.True(t, ok)
		require.InEpsilon(t, want, got, 1e-12)
	}
}

func BenchmarkFit(b *testing.B) {
	groups := make([]credibility.Group, 10_000)
	for i := range groups {
		for j := range 24 {
			groups[i].Add(float64((i*31+j*17)%101)/100, float64(1+(i+j)%7))
		}
	}
	b.Run("groups=10000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = credibility.Fit(groups)
		}
	})
}
