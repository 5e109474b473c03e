package assign
import ("testing";"context")
func BenchmarkP(b *testing.B) {
	for b.Loop() {
		for seed := range uint64(2) { Solve(context.Background(), gen(seed, 150, 3,4,2,true), 20_000_000); Solve(context.Background(), gen(seed, 300, 3,4,2,false), 20_000_000) }
	}
}
