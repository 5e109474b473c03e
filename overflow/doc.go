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
//	row    rule in a line                                               function         number
//	OVF-1  five rules in order decide what to do with an order          Decide, Explain  5, 0.20, 7, 6 (playbook's)
//	OVF-2  selective acceptance, partners, temporary minutes and scheduling in one best plan  Allocate, AllocateContext, Verify, PriceHour, CompareOptions, RemoveOption, SelectOrders, ScheduleOrders  10000000 nodes (ours)
//	OVF-4  an option whose own quality risk is over the line is out     Allocate, Verify, AllocationPolicy, DefaultMaxOptionRisk  5 (playbook's)
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
