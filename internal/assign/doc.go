// Package assign puts items into bins of several resources so that the most is
// earned, in integers, and proves how far from the best a plan can be.
//
// # The problem
//
// Each item goes into one of its bins or is left out, if it may be. In bin b it
// earns a gain and uses an amount of each of the bin's resources. A resource has
// free units, and extra ones that cost money:
//
//	maximize    sum of gains - sum over resources of cost(load)
//	subject to  load <= free + extra           for each resource
//	            cost(load) = price * ceil(max(0, load-free) * num / den)
//
// # The method
//
// Two relaxations give the bounds. The first puts a price on each unit of each
// resource, whereupon every item takes its best bin by itself; it is as strong
// as the linear relaxation, and fast. The second puts a price on each item,
// whereupon every bin fills itself: one exact knapsack of a few resources each.
// That one knows that only whole items fit, and is the reason why books with few
// orders in each bin are solved. Any prices give a valid bound; they are found by
// subgradient steps, and every bound is computed in integers from the prices
// that are reached. Bounds are kept in fine units, of which a unit of money has
// 2^20, or fewer where the sums would not fit.
//
// Equal items are one class with a count, so that the order of equals is never
// searched. Options that no better plan can use are removed for good; what is
// left is divided by branch and bound, best bound first. Plans come from the
// knapsacks' contents, repaired, filled, exchanged, and re-solved one bin and two
// bins at a time.
//
// All work is counted in nodes: a state of a knapsack's search, or a comparable
// handful of steps elsewhere. The result depends on the problem and on the limit,
// and on nothing else.
package assign
