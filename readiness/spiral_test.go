package readiness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func amounts(texts ...string) []decimal.Decimal {
	var all []decimal.Decimal
	for _, text := range texts {
		all = append(all, *price(text))
	}
	return all
}

// steady are figures of which none is a sign, each as near to one as it gets.
func steady() readiness.SpiralFigures {
	return readiness.SpiralFigures{
		LeadsByMonth: []float64{90, 80, 100}, PipelineByMonth: amounts("100", "120", "120.00"),
		QuoteResponseHours: new(48.0), ErrorRate: new(0.05), OvertimeByWeek: []float64{10, 12, 12}, QualityByWeek: []float64{6, 8, 7, 6},
		OnTimeShare: new(0.95), ComplaintsPer100Orders: []float64{1, 2, 3, 3}, ReturnsPer100Orders: []float64{4, 2, 3, 4}, BadReviewsByWeek: []float64{1, 1, 2, 3},
		KeyCustomersLost: new(0), KeyDepartures: new(0), Satisfaction: new(8.0), SalesByMonth: amounts("80", "100", "90"),
	}
}

// signs make one sign each show in steady figures.
func signs() map[readiness.SpiralSign]func(*readiness.SpiralFigures) {
	type figures = readiness.SpiralFigures
	return map[readiness.SpiralSign]func(*figures){
		readiness.LeadsUp:           func(f *figures) { f.LeadsByMonth = []float64{80, 90, 100} },
		readiness.PipelineUp:        func(f *figures) { f.PipelineByMonth = amounts("100", "120", "120.01") },
		readiness.QuotesLate:        func(f *figures) { f.QuoteResponseHours = new(math.Nextafter(48, 49)) },
		readiness.ErrorsUp:          func(f *figures) { f.ErrorRate = new(math.Nextafter(0.05, 1)) },
		readiness.OvertimeNormal:    func(f *figures) { f.OvertimeByWeek = []float64{math.Nextafter(10, 11), 12, 12} },
		readiness.QualitySlips:      func(f *figures) { f.QualityByWeek = []float64{9, 8, 7, 6} },
		readiness.DelaysMount:       func(f *figures) { f.OnTimeShare = new(math.Nextafter(0.95, 0)) },
		readiness.ComplaintsMount:   func(f *figures) { f.ComplaintsPer100Orders = []float64{1, 2, 3, 4} },
		readiness.ReturnsMount:      func(f *figures) { f.ReturnsPer100Orders = []float64{1, 2, 3, 4} },
		readiness.BadReviewsMount:   func(f *figures) { f.BadReviewsByWeek = []float64{0, 1, 2, 3} },
		readiness.KeyCustomersLeave: func(f *figures) { f.KeyCustomersLost = new(1) },
		readiness.PeopleBurnOut:     func(f *figures) { f.KeyDepartures = new(1) },
		readiness.ReputationSuffers: func(f *figures) { f.Satisfaction = new(math.Nextafter(8, 7)) },
		readiness.SalesHalt:         func(f *figures) { f.SalesByMonth = amounts("100", "90", "89.99") },
	}
}

func TestSpiralSigns(t *testing.T) {
	require.Len(t, signs(), len(readiness.SpiralSigns()))
	none, err := readiness.LocateSpiral(steady(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.NoSpiral, none.Stage)
	require.Empty(t, none.Open)
	for i, sign := range readiness.SpiralSigns() {
		t.Run(string(sign), func(t *testing.T) {
			f := steady()
			signs()[sign](&f)
			s, err := readiness.LocateSpiral(f, readiness.DefaultPolicy())
			require.NoError(t, err)
			require.Equal(t, readiness.NoSpiral, s.Stage, "one sign makes no stage")
			for j, finding := range s.Findings {
				require.Equal(t, i == j, finding.Outcome == salesops.Fired)
				require.Equal(t, i == j, finding.Note != "")
			}
			policy := readiness.DefaultPolicy()
			policy.SpiralSigns = 1
			s, err = readiness.LocateSpiral(f, policy)
			require.NoError(t, err)
			require.Contains(t, s.Stage.Signs(), sign)
		})
	}
}

func TestSpiralStages(t *testing.T) {
	for _, stage := range readiness.SpiralStages()[1:] {
		f := steady()
		for _, sign := range stage.Signs()[:2] {
			signs()[sign](&f)
		}
		s, err := readiness.LocateSpiral(f, readiness.DefaultPolicy())
		require.NoError(t, err)
		require.Equal(t, stage, s.Stage)
		// With three signs asked for, only the stage with two signs in all shows.
		policy := readiness.DefaultPolicy()
		policy.SpiralSigns = 3
		s, err = readiness.LocateSpiral(f, policy)
		require.NoError(t, err)
		require.Equal(t, stage == readiness.SpiralVictory, s.Stage == stage)
	}
	nothing, err := readiness.LocateSpiral(readiness.SpiralFigures{}, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.NoSpiral, nothing.Stage)
	require.Equal(t, readiness.SpiralStages()[1:], nothing.Open, "nothing observed rules nothing out")

	f := steady()
	signs()[readiness.QuotesLate](&f)
	signs()[readiness.ErrorsUp](&f)
	f.LeadsByMonth, f.OnTimeShare, f.KeyDepartures, f.Satisfaction = nil, nil, nil, nil
	s, err := readiness.LocateSpiral(f, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.SpiralStrain, s.Stage)
	require.Equal(t, []readiness.SpiralStage{readiness.SpiralCrisis}, s.Open, "one unknown sign of revolt is too few, and victory is earlier")
}

func TestSignsOfStages(t *testing.T) {
	var all []readiness.SpiralSign
	for _, stage := range readiness.SpiralStages() {
		all = append(all, stage.Signs()...)
	}
	require.Equal(t, readiness.SpiralSigns(), all)
	require.Len(t, readiness.SpiralVictory.Signs(), 2)
	require.Len(t, readiness.SpiralStrain.Signs(), 4)
	require.Empty(t, readiness.NoSpiral.Signs())
	require.Empty(t, readiness.SpiralStage("moon").Signs())
}

// A trend of n takes n + 1 figures, a level for n weeks takes n.
func TestSpiralSeriesTooShort(t *testing.T) {
	f := steady()
	f.LeadsByMonth, f.PipelineByMonth, f.OvertimeByWeek = f.LeadsByMonth[:2], nil, f.OvertimeByWeek[:2]
	f.QualityByWeek, f.SalesByMonth = f.QualityByWeek[:3], f.SalesByMonth[:2]
	s, err := readiness.LocateSpiral(f, readiness.DefaultPolicy())
	require.NoError(t, err)
	for i, short := range map[int]bool{0: true, 1: true, 2: false, 4: true, 5: true, 7: false, 13: true} {
		require.Equal(t, short, s.Findings[i].Outcome == salesops.NotApplicable, s.Findings[i].Rule)
	}
}

func TestLocateSpiralRejects(t *testing.T) {
	out := salesops.ErrOutOfRange
	policy := readiness.DefaultPolicy()
	policy.SpiralSigns, policy.SpiralMonths, policy.SpiralKeyCustomers = 5, 53, 0
	bad := readiness.SpiralFigures{
		LeadsByMonth: []float64{1, -1}, PipelineByMonth: amounts("1", "-1"), QuoteResponseHours: new(-1.0), ErrorRate: new(5.0),
		OvertimeByWeek: []float64{169}, QualityByWeek: []float64{math.Inf(1)}, OnTimeShare: new(95.0), ComplaintsPer100Orders: []float64{-1},
		ReturnsPer100Orders: slices.Repeat([]float64{1}, readiness.MaxWeeks+1), BadReviewsByWeek: []float64{math.NaN()},
		KeyCustomersLost: new(-1), KeyDepartures: new(readiness.MaxDepartures + 1), Satisfaction: new(10.1), SalesByMonth: amounts("1e9999"),
	}
	s, err := readiness.LocateSpiral(bad, policy)
	var want []testkit.Fault
	for _, field := range []string{
		"SpiralFigures.LeadsByMonth[1]", "SpiralFigures.PipelineByMonth[1]", "SpiralFigures.QuoteResponseHours", "SpiralFigures.ErrorRate",
		"SpiralFigures.OvertimeByWeek[0]", "SpiralFigures.QualityByWeek[0]", "SpiralFigures.OnTimeShare", "SpiralFigures.ComplaintsPer100Orders[0]",
		"SpiralFigures.ReturnsPer100Orders", "SpiralFigures.BadReviewsByWeek[0]", "SpiralFigures.KeyCustomersLost", "SpiralFigures.KeyDepartures",
		"SpiralFigures.Satisfaction", "SpiralFigures.SalesByMonth[0]", "Policy.SpiralSigns", "Policy.SpiralMonths",
	} {
		want = append(want, testkit.Fault{Field: field, Reason: out})
	}
	want = append(want, testkit.Fault{Field: "Policy.SpiralKeyCustomers", Reason: salesops.ErrMissing})
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, s)

	long := readiness.SpiralFigures{PipelineByMonth: make([]decimal.Decimal, readiness.MaxWeeks+1), SalesByMonth: make([]decimal.Decimal, readiness.MaxWeeks)}
	_, err = readiness.LocateSpiral(long, readiness.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "SpiralFigures.PipelineByMonth", Reason: out})
}
