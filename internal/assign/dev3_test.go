package assign
import ("testing";"os";"encoding/json";"fmt";"context")
func TestDevOne(t *testing.T) {
	data, _ := os.ReadFile("/work/shared/vectors/plan.json")
	var rows []inst
	json.Unmarshal(data, &rows)
	for i := range rows {
		in := &rows[i]
		if in.ID != "plan-017" { continue }
		m, _ := newModel(in.problem())
		s := newSearch(context.Background(), m, 1<<40)
		s.refill(s.best); s.improve(s.best)
		b, pr := s.priceItems(s.best.value, 3000)
		fmt.Println(b>>m.shift, in.LP, s.best.value>>m.shift)
		r := relaxation{model: m, prices: pr, load: make([][]int64, m.bins)}
		for b := range m.bins { r.load[b] = make([]int64, len(m.res[b])) }
		r.evaluate()
		for b := range m.bins { for s := range m.res[b] { l := m.res[b][s]; fmt.Println(b, s, "free", l.Free, "extra", l.Extra, "slope", float64(l.slope)/1048576, "price", float64(pr[b][s])/1048576, "load", r.load[b][s], "left", r.left(b,s)) } }
	}
}
