// Package overflow decides which orders to take when demand exceeds capacity.
//
// # What it answers
//
// [Decide] returns for one order what to do with it and which rule said so;
// [Explain] adds every comparison and how far each is from coming out
// otherwise, and the smallest change of one input that makes the order
// acceptable. [Prepare] checks a policy once; [DecideAll] and [DecideEach] decide
// many orders. [Overrule] keeps a decision that somebody overrides.
// [ComparePolicies] and [ReplayOrders] tell what another policy would change.
//
// [ProjectStock] returns what is available to promise, [Commit] promises a date
// that operations can keep, and [Reserve] books it. [AuditPromises] tells which
// open promises will be late, and what would save them. [Quote] gives a customer
// decision, slot and date in one call, or what can be had instead.
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
// # Promises
//
// A load is capacity and bookings in whole minutes by stage and civil day, from
// today on. An order goes through its stages in sequence; at a stage it takes
// what the bookings leave free, on as many days as it needs, and a stage may take
// it up its WaitDays after the day on which the stage before has finished it. So
// the earliest date follows from taking the first free minutes at each stage, and
// no schedule that leaves the bookings in place is earlier. The work is then put
// on the latest days that keep the promised date.
//
// A day on which more is booked than it has, and a stock of which more is
// committed than there is, is netted by one rule, "latest first": what lacks is
// taken from the days before it, the latest first, and what they do not have from
// the days after it. What can be had for a day is
//
//	available(t) = max(0, min over u >= t of (arrived until u - committed until u))
//
// with look-ahead, so that a new promise never breaks an old one. A forecast is
// no commitment, and what never comes is no quantity.
//
// Days are civil days. Intervals are half-open. A date that has passed counts as
// today, and the result's Clamps say so. A safety allowance is a plain number of
// civil days between the end of the work and the promise.
//
// # The rule of an audit
//
// It is applied to each stage, and fires when no sequence of work can keep all
// promises:
//
//	rule           row    fires when
//	promised-load  OVF-5  minutes promised by a day > minutes free until then
//
// # The playbook's rows
//
//	row    rule in a line                                               function                                                                               number
//	OVF-1  five rules in order decide what to do with an order          Decide, Explain, Prepare, DecideAll, DecideEach, Overrule, ComparePolicies, ReplayOrders  5, 0.20, 7, 6 (playbook's)
//	OVF-3  promise only what can be delivered, or offer something else  ProjectStock, Commit, Reserve, Quote                                                   0 and 365 days (ours)
//	OVF-5  find the promises that exceed what can be delivered          AuditPromises                                                                          -
//
// # Defaults
//
// The numbers above are the playbook's; each is a constant with its unit, and a
// field of [DecisionPolicy]. [DefaultPolicy] returns them. That an order of high
// quality risk is deferred rather than declined when it is strategic is a
// reading of the playbook, which leaves it open. The safety allowance and the
// horizon of [PromisePolicy] are ours.
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
//	orders of one call               0 to 10000000 (MaxBatch)
//	reason of an override            1 to 500 bytes (MaxReason)
//
// Decide needs no memory; Explain some two kilobytes; DecideAll 40 bytes for each
// order.
//
// For promises:
//
//	input                            range
//	today                            years 1900 to 9900 (FirstYear, LastYear)
//	days ahead of today              up to 3660 (MaxHorizonDays)
//	stages of a load                 0 to 50 (MaxLoadStages)
//	minutes of a stage and day       0 to 10000000 (MaxDayMinutes)
//	bookings                         0 to 1000000 (MaxBookings)
//	wait before a stage              0 to 365 days (MaxWaitDays)
//	quantities                       0 to 1000000000000 (MaxQuantity)
//	receipts, commitments            0 to 100000 each (MaxMovements)
//	setup, work left at a stage      0 to 1000000000 minutes (MaxSetupMinutes)
//	work for a unit                  0 to 1000000 minutes (MaxMinutesPerUnit)
//	safety allowance                 0 to 365 days (MaxSafetyDays)
//	open promises                    1 to 5000 (MaxOpenPromises)
//	steps of promises times days     up to 50000000 (MaxAuditCells)
//	price of an order                0 to 1000000000000 (MaxPrice)
//	price of an hour                 0 to 1000000 (MaxHourPrice)
//	places of the currency           0 to 8 (MaxPricePlaces)
//
// Commit, Quote and AuditPromises need 16 bytes for each stage and day, besides
// what they return: three megabytes at most. AuditPromises takes time in
// proportion to the steps of the promises times the days: about half a second for
// 1000 promises through 10 stages over a year, and some seconds at the limit.
package overflow
