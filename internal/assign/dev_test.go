package assign

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

type inst struct {
	ID, Family string
	N int
	Instance struct {
		Stages, Periods int
		Cap, Temp [][]int64
		TempCost []int64 `json:"temp_cost"`
		Partners []struct{ ShareBp int64 `json:"share_bp"`; MaxMinutes int64 `json:"max_minutes"` }
		Orders []struct {
			Contribution int64; Requested, Earliest, Latest int; LateCost int64 `json:"late_cost"`
			Minutes []int64; AllowedPartner bool `json:"allowed_partner"`; QualityOK bool `json:"quality_ok"`
		}
	}
	Optimum *int64
	BestFound int64 `json:"best_found"`
	BestBound int64 `json:"best_bound"`
	LP float64 `json:"lp_bound"`
	Greedy int64 `json:"greedy_value"`
}

func (in *inst) problem() *Problem {
	p := &Problem{}
	i := &in.Instance
	for t := range i.Periods {
		var b Bin
		for s := range i.Stages {
			b.Resources = append(b.Resources, Resource{Free: i.Cap[s][t], Extra: i.Temp[s][t], Price: i.TempCost[s], Num: 1, Den: 1})
		}
		p.Bins = append(p.Bins, b)
	}
	for _, k := range i.Partners {
		p.Bins = append(p.Bins, Bin{[]Resource{{Free: k.MaxMinutes, Num: 1, Den: 1}}})
	}
	for _, o := range i.Orders {
		var it Item
		if o.QualityOK {
			for t := o.Earliest; t <= o.Latest; t++ {
				it.Options = append(it.Options, Option{t - 1, o.Contribution - o.LateCost*int64(max(0, t-o.Requested)), o.Minutes})
			}
			if o.AllowedPartner {
				sum := int64(0)
				for _, m := range o.Minutes { sum += m }
				for k, pt := range i.Partners {
					it.Options = append(it.Options, Option{i.Periods + k, o.Contribution * (10000 - pt.ShareBp) / 10000, []int64{sum}})
				}
			}
		}
		p.Items = append(p.Items, it)
	}
	return p
}

func gen(seed uint64, n, S, P, K int, prop bool) *Problem {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	p := &Problem{}
	mins := make([][]int64, n)
	tot := make([]int64, S)
	all := int64(0)
	for i := range mins {
		for range S {
			mins[i] = append(mins[i], 30+r.Int64N(450))
		}
		for s, m := range mins[i] { tot[s] += m; all += m }
	}
	contribution := make([]int64, n)
	for i := range contribution {
		if prop {
			sum := int64(0)
			for _, m := range mins[i] { sum += m }
			contribution[i] = sum * (90+r.Int64N(21))
		} else {
			contribution[i] = 100 * (100 + r.Int64N(1500))
		}
		contribution[i] -= contribution[i] % 100
	}
	cost := make([]int64, S)
	for s := range cost { cost[s] = 60 + r.Int64N(120) }
	for range P {
		var b Bin
		for s := range S {
			c := tot[s] * (30 + r.Int64N(20)) / 100 / int64(P)
			b.Resources = append(b.Resources, Resource{Free: c, Extra: c * r.Int64N(25) / 100, Price: cost[s], Num: 1, Den: 1})
		}
		p.Bins = append(p.Bins, b)
	}
	share := make([]int64, K)
	for k := range K {
		share[k] = 15 + r.Int64N(25)
		p.Bins = append(p.Bins, Bin{[]Resource{{Free: all * (5 + r.Int64N(6)) / 100, Num: 1, Den: 1}}})
	}
	for i := range n {
		var it Item
		e := r.IntN(P)
		l := min(P-1, e+r.IntN(3))
		req := e + r.IntN(l-e+1)
		late := contribution[i] * r.Int64N(12) / 100
		for t := e; t <= l; t++ {
			it.Options = append(it.Options, Option{t, contribution[i] - late*int64(max(0, t-req)), mins[i]})
		}
		if r.IntN(10) < 6 {
			sum := int64(0)
			for _, m := range mins[i] { sum += m }
			for k := range K {
				it.Options = append(it.Options, Option{P + k, contribution[i] * (100 - share[k]) / 100, []int64{sum}})
			}
		}
		p.Items = append(p.Items, it)
	}
	return p
}

func TestDevVectors(t *testing.T) {
	data, _ := os.ReadFile("/work/shared/vectors/plan.json")
	var rows []inst
	if err := json.Unmarshal(data, &rows); err != nil { t.Fatal(err) }
	for i := range rows {
		in := &rows[i]
		p := in.problem()
		start := time.Now()
		r, ok, err := Solve(context.Background(), p, 20_000_000)
		if !ok || err != nil { t.Fatal(in.ID, ok, err) }
		v, fine := p.Value(r.Places)
		flag := ""
		if !fine || v != r.Value { flag += fmt.Sprint(" BADPLAN ", v, fine) }
		if in.Optimum != nil && (r.Value > *in.Optimum || r.Bound < *in.Optimum) { flag += " WRONG" }
		if r.Value > in.BestBound { flag += " ABOVE" }
		if r.Value < in.BestFound { flag += " short" }
		if r.Bound > r.Value { flag += " open" }
		fmt.Printf("%s %-14s n=%3d value %d best %d bound %d lp %.0f gap %.3f%% nodes %d %v%s\n", in.ID, in.Family, in.N, r.Value, in.BestFound, r.Bound, in.LP, 100*float64(r.Bound-r.Value)/float64(max(1, r.Value)), r.Nodes, time.Since(start).Round(time.Millisecond), flag)
	}
}

func TestDevGen(t *testing.T) {
	for _, n := range []int{10, 40, 150, 300} {
		for _, prop := range []bool{false, true} {
			if n < 40 && os.Getenv("ALL") == "" { continue }
			for seed := range uint64(4) {
				p := gen(seed, n, 3, 4, 2, prop)
				start := time.Now()
				r, ok, _ := Solve(context.Background(), p, 20_000_000)
				v, fine := p.Value(r.Places)
				if !ok || !fine || v != r.Value { t.Fatal("bad") }
				fmt.Printf("n=%3d prop=%v seed %d value %d bound %d gap %.3f%% nodes %d %v\n", n, prop, seed, r.Value, r.Bound, 100*float64(r.Bound-r.Value)/float64(max(1, r.Value)), r.Nodes, time.Since(start).Round(time.Millisecond))
			}
		}
	}
}
