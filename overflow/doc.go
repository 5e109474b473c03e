// Package overflow decides which orders to take when demand exceeds capacity.
//
// # What it answers
//
// [Decide] returns for one order what to do with it and which rule said so;
// [Explain] adds every comparison and how far each is from coming out
// otherwise.
//
// # The model
//
// An order has a quality risk and a strategic value in points of 10, and a
// contribution margin beside the target for its kind, both as shares of the
// price (0.35, never 35). The situation is demand against capacity, in any one
// unit, and the morale of the team in points of 10.
//
// # The rules
//
// In this order; the first that fires decides, and the decision names all that
// fired. All lines are strict: a value at the line does not fire.
//
//	rule             row    fires when                                    then
//	quality-risk     OVF-1  quality risk > 5                              decline or defer
//	margin           OVF-1  margin < max(0, target margin - 0.20)         decline
//	strategic-value  OVF-1  strategic value < 7, and demand > capacity    defer
//	team-morale      OVF-1  team morale < 6, and demand > capacity        accept with resources
//	otherwise        OVF-1  none of the above                             accept
//
// "Decline or defer" is settled by [RiskResponse]: by default an order is
// deferred when its strategic value is at least 7 and the margin rule does not
// fire, and declined otherwise. "Minus 20%" is 20 percentage points of margin by
// default, and 20% of the target by choice ([MarginBasis]).
//
// # The playbook's rows
//
//	row    rule in a line                                               function         number
//	OVF-1  five rules in order decide what to do with an order          Decide, Explain  5, 0.20, 7, 6 (playbook's)
//
// # Defaults
//
// The numbers above are the playbook's; each is a constant with its unit, and a
// field of [DecisionPolicy]. [DefaultPolicy] returns them. That an order of high
// quality risk is deferred rather than declined when it is strategic is a
// reading of the playbook, which leaves it open.
//
// # Exactness
//
// A float64 in an input means its shortest decimal, and every comparison is
// made in those decimals. 0.80 - 0.20 is 0.60 here, though not in float64.
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. Whatever the numbers say is a result.
//
//	input                            range
//	scores                           0 to 10 (MaxScore)
//	margin                           -1000 to 1 (MaxLoss)
//	target margin, margin tolerance  0 to 1
//	demand, capacity                 above 0 to 1e12 (MaxLoad)
//
// Decide needs no memory; Explain some two kilobytes.
package overflow
