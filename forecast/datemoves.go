package forecast

import (
	"cmp"
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
)

// DateMoves counts by how much a forecaster had been wrong about when deals
// close: how often the expected closes of open deals were moved.
type DateMoves struct {
	// Forecaster is who expected the closes, 1 to 200 bytes.
	Forecaster string `json:"forecaster"`
	// Cluster is what the moves belong to, 1 to 200 bytes: the month in which
	// they were made, or the deal. The moves of a cluster are one piece of
	// evidence; several records of a cluster are added up.
	Cluster string `json:"cluster"`
	// Later is how many closes were put off, 0 to [MaxMoves].
	Later int `json:"later"`
	// Earlier is how many were brought forward, 0 to [MaxMoves].
	Earlier int `json:"earlier"`
}

func (h *History) collectMoves(in *fault.Scope) {
	if !in.Length("Moves", len(h.Moves), 0, MaxMoves) {
		return
	}
	for i := range h.Moves {
		m, at := &h.Moves[i], in.At("Moves", i)
		at.Name("Forecaster", m.Forecaster)
		at.Name("Cluster", m.Cluster)
		at.Int("Later", m.Later, 0, MaxMoves, "moves")
		at.Int("Earlier", m.Earlier, 0, MaxMoves, "moves")
	}
}

// judgeMoves returns what moved closes say of each forecaster.
func (h *History) judgeMoves() map[string]BiasEvidence {
	moves := slices.Clone(h.Moves)
	slices.SortFunc(moves, func(a, b DateMoves) int {
		return cmp.Or(cmp.Compare(a.Forecaster, b.Forecaster), cmp.Compare(a.Cluster, b.Cluster))
	})
	judged := make(map[string]BiasEvidence)
	for of := range runs(moves, func(a, b *DateMoves) bool { return a.Forecaster == b.Forecaster }) {
		over, under, exact := 0, 0, 0
		for cluster := range runs(of, func(a, b *DateMoves) bool { return a.Cluster == b.Cluster }) {
			net := int64(0) // of up to a million records of a million moves
			for i := range cluster {
				net += int64(cluster[i].Later) - int64(cluster[i].Earlier)
			}
			switch {
			case net > 0:
				over++
			case net < 0:
				under++
			default:
				exact++
			}
		}
		judged[of[0].Forecaster] = signEvidence(CloseDateEvidence, over, under, exact)
	}
	return judged
}
