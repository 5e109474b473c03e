package assign
import ("testing";"os";"encoding/json";"fmt";"context";"time")
func TestDevLP(t *testing.T) {
	data, _ := os.ReadFile("/work/shared/vectors/plan.json")
	var rows []inst
	json.Unmarshal(data, &rows)
	for i := range rows {
		in := &rows[i]
		m, _ := newModel(in.problem())
		s := newSearch(context.Background(), m, 1<<40)
		s.refill(s.best); s.improve(s.best)
		st := time.Now()
		b, _ := s.priceItems(s.best.value, 1000)
		d1 := time.Since(st)
		b2, _ := s.priceItems(s.best.value, 3000)
		fmt.Printf("%s n=%d ls %.3f%% lp %.2f ours %+.4f%% %v more %+.4f%%\n", in.ID, in.N, 100*float64(in.BestFound-s.best.value>>m.shift)/float64(in.BestFound+1), in.LP, 100*(float64(b)/float64(m.unit())-in.LP)/(in.LP+1), d1, 100*(float64(b2)/float64(m.unit())-in.LP)/(in.LP+1))
	}
}
