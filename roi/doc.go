// Package roi tells whether automating a piece of work pays, and how soon.
//
// # What it answers
//
// [PayBack] returns what the work costs by hand in a month, what automating it
// would save, after how many months the saving has returned the cost, and
// whether that is soon enough; or that it never does.
//
// # The model
//
// One kind of task is done by hand, at the pace of the month that the figures
// describe, and that pace goes on: savings are level from the first spend and
// nothing is discounted.
//
//	symbol  field                           unit
//	h       Automation.HoursPerTask         hours per task
//	n       Automation.TasksPerMonth        tasks a month, before growth
//	g       Automation.Growth               a factor, 1.4 for 40% more
//	w       Automation.LaborCostPerHour     money an hour, fully loaded
//	c       Automation.Cost                 money, once
//	r       Automation.RunningCostPerMonth  money a month, 0 for none
//	m       PaybackPolicy.MaxMonths         months
//
//	hours a month        H = h n g
//	manual cost a month  M = H w
//	saving a month       S = M - r
//	payback              c / S months, for S > 0
//
// M is what the playbook calls the investment required. It is not an
// investment but what staying manual costs, each month that it goes on; only so
// is cost over M a time. The running cost is beyond the playbook's formula,
// which is the one above with r = 0.
//
// # A real program
//
// A [Program] is built, goes live, ramps up, grows with the volume and ends;
// [ProjectProgram] gives its cash table. Months are counted from the first
// spend; the one-off cost falls at its beginning, month 0, and each month's
// savings and running cost are even inside the month.
//
// Hours saved are not cash. The share of them that leaves the payroll or the
// overtime bill is [Program].CashShare; the rest is hiring that is not needed,
// and stands apart: every figure comes once for cash and once with it.
// [Basis] says which of the two a ranking and a sensitivity go by.
//
// A balance may reach zero, fall below it again and come back. [Recovery] holds
// the first time and the last, and says when it never does or is not kept. The
// verdict judges the first; the discounted first is never before it.
//
// # What it hangs on
//
// [AnalyzeSensitivity] moves one input at a time over its range, and finds how
// wrong each may be before the payback is no longer in time. [EstimateChance]
// gives the playbook's formula a triangular range for each of its figures and
// returns bounds that contain the exact probability. A full program has no
// such number here, only its pessimistic and its optimistic corner.
//
// # Rates of return
//
// [DiscountFromNow] is the net present value with the first flow now,
// [DiscountEndOfPeriod] that of spreadsheets, with the first flow a period
// away, and [DiscountDated] that of flows on civil days, actual/365. A rate
// belongs to the period: [ConvertAnnualRate] makes an effective annual one
// monthly.
//
// Flows that change sign more than once can have several internal rates of
// return, or none. [SolveIRR] and [SolveXIRR] return all of them above -100%, and
// say how many there are:
//
//	status      when
//	undefined   all flows are zero
//	multiple    there are at least two rates
//	unresolved  at most one is certain, and some interval may hold others
//	unique      there is exactly one, which may be a multiple root
//	none        there is none
//
// One sign change is exactly one rate. For flows a period apart the count is
// exact, in whole numbers; for dated ones each sign that decides is beyond the
// error of its evaluation. [SolveMIRR] and [ProfileNPV] are what to look at when
// there are several.
//
// # Growth
//
// The growth rate of the formula multiplies: a volume that grows by 40% has the
// factor 1.4, and no growth has 1. Read as the increment 0.4 the same formula
// answers another question (what the growth alone costs) and divides by zero
// when nothing grows. Nothing here guesses which of the two a bare number is:
// a [Growth] is made by [GrowthFromFactor] or [GrowthFromPercentIncrease], and
// written as {"factor":1.4} or {"percent_increase":40}. A factor below 1 is work
// that shrinks: 0.4 leaves 40% of it.
//
// # The rules
//
// In this order; the first that fires gives the verdict. Each finding of a
// [Payback] carries its rule's name.
//
//	rule               row    fires when               then
//	never              ROI-2  S <= 0                   it never pays back
//	pays-back-in-time  ROI-2  c < 6 S                  it pays back in under 6 months
//	too-slow           ROI-2  none of the above        it pays back, and not soon enough
//
// Exactly six months is not under six. A cost of zero is paid back at once, in 0
// months, if anything is saved at all; no tasks save nothing.
//
// # The playbook's rows
//
//	row    rule in a line                                                     function                          number
//	ROI-1  hours = time × volume × growth; payback = cost ÷ (hours × rate)    PayBack, Growth, Automation       none
//	ROI-2  automation pays back in under 6 months, or never without a saving  PayBack, Verdict, PaybackPolicy   6 (playbook's)
//	ROI-3  what to automate this month, this quarter, this year; ranked under a budget  KnownKinds, LookUpKind, RankCandidates, RankPolicy  200000 nodes (ours)
//	ROI-4  technology a month, process hours once; low, high and the printed total  TotalInvestment, PlaybookInvestment, PublishedMonthlyLow  2000 to 8000 printed, 1700 to 8000 exact (playbook's)
//	ROI-5  return by month: -50%, 0, +100%, +500%, +2000% after 1, 2, 3, 6, 12  BenchmarkCurve, BenchmarkROI, ProjectProgram  the curve (playbook's)
//	ROI-6  real programs: payback, present value, what they hang on, how sure  ProjectProgram, PayBackFlows, SolveIRR, SolveXIRR, SolveMIRR, DiscountFromNow, DiscountEndOfPeriod, DiscountDated, ProfileNPV, ComputeProfitabilityIndex, ConvertAnnualRate, AnalyzeSensitivity, EstimateChance, ProgramPolicy, ChancePolicy  10% a year, 8192 cells (ours)
//	ROI-7  what a customer costs to win and brings  ValueCustomers  none
//	ROI-8  hours are not cash: what leaves the payroll and what is avoided, apart  Program, ProjectProgram, Basis  cash only (ours)
//
// # Defaults
//
// The six months are the playbook's: [DefaultMaxMonths], and a field of
// [PaybackPolicy]. [DefaultPolicy] returns it.
//
// # Exactness and rounding
//
// A float64 in an input means its shortest decimal. All products are computed
// in decimals without rounding, the verdict is decided on them by multiplying
// out, and they stand in the findings. Only the figures of the result are
// rounded, each once and from its exact value:
//
//	HoursPerMonth                       the nearest float64
//	ManualCostPerMonth, SavingPerMonth  2 decimal places, half away from zero
//	Months                              the nearest float64 on the verdict's side of the line
//
// So Months is below the policy's MaxMonths exactly when the verdict says in
// time: a payback that is a hair under six months never reads 6.
//
// Present values are computed with 320 bits and rounded to 12 decimal places,
// half away from zero ([PresentValuePlaces]); 1 + r of a rate is good to 1e-15 of
// it, and a rate of flows a period apart is the float64 nearest to the root.
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. Whatever the numbers say is a result.
//
//	input                range
//	hours per task       1e-9 to 1e6
//	tasks a month        0, or 1e-9 to 1e12
//	growth factor        1e-9 to 1000
//	percent increase     -99.9999999 to 99900; 0, or at least 1e-9 in size
//	labor cost an hour   above 0 to 1e15
//	cost, running cost   0 to 1e15
//	months of a policy   1e-9 to 1200
//	one-off hours        0, or 1e-9 to 1e6
//	shares               0, or 1e-9 to 1
//	discount rate        0, or 1e-9 to 10
//	months of a program  360
//	volume of a month    1000 times that of month 1
//	flows of a payback   1200
//	flows of a rate      1200
//	flow                 -1e15 to 1e15
//	rate of discounting  -0.99 to 10, and 1e20 at most of 1 over all periods
//	points of a profile  2 to 1000
//	candidates           80
//	new customers        1e9
//	nodes of a search    1e8
//	cells of a grid      64 to 32768
//	decimals             34 digits, exponent -18 to 18
//
// The least positive input is [MinInput]; it bounds how many digits an exact
// product can have. A payback takes some kilobytes, a projection of 360 months or
// a ranking of 80 candidates some megabytes, a chance with all cells two. A
// rate of return of 1200 flows takes milliseconds, and at the worst about a second
// and some tens of megabytes.
package roi
