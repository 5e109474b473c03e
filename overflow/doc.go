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
// # The plan
//
// [Allocate] plans a whole [Book]: which orders are done in-house and when, which
// go to a partner, which are declined, and where minutes are bought. The four
// options of the playbook are weighed against one another in one model.
//
//	symbol  field                             unit
//	c_i     BookOrder.Contribution            money
//	x_i     BookOrder.ExtraValue              money, for strategic orders
//	d_i     BookOrder.DeclineCost             money
//	l_i     BookOrder.LateCost                money a period after Requested
//	v_i     BookOrder.Incentive               money a period after Latest
//	m_is    BookOrder.Minutes                 minutes at stage s, whole
//	C_sp    BookStage.CapacityMinutes         minutes at stage s in period p
//	T_sp    BookStage.TemporaryMinutes        minutes that can be bought
//	w_s     BookStage.TemporaryCostPerMinute  money a bought minute
//	o_s     BookStage.OnboardingShare         fraction of them that is lost
//	k_j     BookPartner.ShareKept             fraction of the contribution
//	M_j     BookPartner.Minutes               minutes at partner j, whole
//
//	maximize   sum of the gains - sum of w_s b_sp
//	in-house in p   c_i + x_i - l_i max(0, p - requested), or for p after the
//	                window c_i + x_i - v_i (p - latest)
//	at partner j    round(c_i (1 - k_j)) + x_i
//	declined        -d_i
//	subject to load_sp <= C_sp + floor(T_sp (1 - o_s)),  b_sp = ceil(max(0, load_sp - C_sp) / (1 - o_s))
//	           load_j <= M_j, where a partner takes an order's minutes at all stages
//
// Every order is done whole: in one period at all stages, or by one partner.
// Quality standards are kept in every option: one whose own risk is over the
// line is out, and so is what the ruling on the order excludes.
//
//	ruling                             options
//	decline                            none
//	defer                              periods after Earliest, partners
//	accept-with-resources, accept      all
//
// The search is exact, in whole minutes and whole units of money. It is complete
// for one constraint ([SelectOrders]) and for most books of up to about 80
// orders; beyond that, or with few nodes, [Plan] has Bound and Gap: no plan is
// better than Bound. The same book and policy always give the same plan.
//
// [Verify] checks any plan against its book without the code that made it.
// [StageLoad].ValuePerHour is the value of one more hour: the multiplier that
// belongs to [Plan].PriceBound, the most to pay for a further hour and the least
// an order must earn per hour to be taken. [PriceHour] solves the book a second
// time with the hour, and [CompareOptions] without each of the four options.
// [ScheduleOrders] is customer scheduling alone.
//
// Orders that must be taken and do not fit are no error: the plan is
// [Infeasible] and names a [Conflict], the smallest there is where it is small.
//
// # The playbook's rows
//
//	row    rule in a line                                                                     function                                                                                                  number
//	OVF-1  five rules in order decide what to do with an order                                Decide, Explain, Prepare, DecideAll, DecideEach, Overrule, ComparePolicies, ReplayOrders                  5, 0.20, 7, 6 (playbook's)
//	OVF-2  selective acceptance, partners, temporary minutes and scheduling in one best plan  Allocate, AllocateContext, Verify, PriceHour, CompareOptions, RemoveOption, SelectOrders, ScheduleOrders  6000000 nodes (ours)
//	OVF-3  promise only what can be delivered, or offer something else                        ProjectStock, Commit, Reserve, Quote                                                                      0 and 365 days (ours)
//	OVF-4  an option whose own quality risk is over the line is out                           Allocate, Verify, AllocationPolicy, DefaultMaxOptionRisk                                                  5 (playbook's)
//	OVF-5  find the promises that exceed what can be delivered                                AuditPromises                                                                                             -
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
//
// Commit, Quote and AuditPromises need 16 bytes for each stage and day, besides
// what they return: three megabytes at most. AuditPromises takes time in
// proportion to the steps of the promises times the days: about half a second for
// 1000 promises through 10 stages over a year, and some seconds at the limit.
//
// Of a plan:
//
//	input                              range
//	orders                             at most 1000 (MaxBookOrders)
//	stages                             1 to 10 (MaxBookStages)
//	periods                            1 to 52 (MaxBookPeriods)
//	partners                           at most 20 (MaxBookPartners)
//	minutes in one number              0 to 1000000000 (MaxBookMinutes)
//	decimal places of money            0 to 6 (MaxPlaces)
//	money in all, in its last place    at most 50000000000000 (MaxBookUnits)
//	onboarding share                   0 to 0.99 (MaxOnboardingShare), 6 places
//	nodes                              1 to 1000000000000 (MaxPlanNodes)
//
// Allocate takes at most about 150 megabytes, and some 5 for 40 orders;
// CompareOptions and PriceHour as much, one plan after the other.
package overflow
