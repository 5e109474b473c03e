package assign

// Tabulate fills a bin of one resource by the table, and tells the work that it
// takes; 0 where it cannot be done.
func Tabulate(r Resource, profit, use, low, high []int64) (nodes, value int64, content []int64) {
	d := demand{profit: profit, low: low, high: high, use: make([][]int64, len(use))}
	for c, u := range use {
		d.use[c] = []int64{u}
	}
	k := knapsack{res: []limits{{Resource: r, most: r.Most()}}, fixed: make([]int64, 1), content: make([]int64, len(profit))}
	k.start(&d)
	k.best, k.chosen = impossible, make([]int64, len(k.items))
	if nodes = k.tableNodes(); nodes == 0 {
		return 0, 0, nil
	}
	k.tabulate()
	k.write(&d)
	return nodes, k.best, k.content
}
