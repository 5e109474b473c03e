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
//	decimals             34 digits, exponent -18 to 18
//
// The least positive input is [MinInput]; it bounds how many digits an exact
// product can have. A call takes some kilobytes.
package roi
