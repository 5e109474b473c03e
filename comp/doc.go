// Package comp computes what people are paid, to the cent.
//
// # What it answers
//
// [Pay] turns a plan and a person's results into a statement whose lines add up
// to the total; [Review] says what a plan will make people do, before anyone is
// paid by it; [Settle] follows draws, clawbacks and holds from payday to payday.
//
// Around them, [DivideEarnings], [Prorate] and [ApplyVersions] make the plan of
// one person and one period; [AssignCredits] says who is credited for a deal;
// [ClawBack], [Restate] and [HoldForCash] say what a closed period still changes.
// [TraceCurve] and [TracePlan] return the whole payout function in exact pieces,
// with every cliff, and answer from them what to sell for a wish, what the next
// threshold is worth and what to accrue; [EstimateCost] says what a plan costs
// over a distribution of attainment. [Split], [SplitEqually] and [SplitUnits]
// divide an amount so that no cent appears or gets lost. [Motivators] lists what
// moves people besides pay.
//
// # The model
//
// A plan is for one measure period: the year, a quarter, a month. Base pay,
// target variable pay, quotas and caps are all of that period. A person whose
// components are measured over periods of different length has a plan for each.
//
//	on-target earnings  = base + target variable
//	target pay          = target variable × weight of the component
//	attainment          = credited amount ÷ quota
//
// A component pays by a rate table. Its bands begin at an attainment each, and
// nothing is paid below the first, which makes it a threshold; a higher rate in
// a later band is an accelerator, a lower one a decelerator. What a rate
// multiplies is the component's basis:
//
//	basis               pays for a part of the credited amount
//	rate-of-amount      rate × part
//	multiple-of-target  rate × target pay × part ÷ quota
//
// and which part, the mode of the band that the credited amount has reached:
//
//	mode          part                               on top of
//	marginal      what lies inside the band          what is paid where the band begins
//	retroactive   all of it, from the first unit on  nothing
//	overage       all that lies above quota          what is paid at quota
//	interpolated  one quota at the band's begin      nothing; a straight line to the next interpolated band
//
// With a quota of 100,000 and rates of 0.5, 0.75 from quota, 1 from 125% and
// 1.25 from 150%, 140,000 sold pays 83,750 marginally, 90,000 with overage and
// 140,000 retroactively. Exactly where a band begins it has been reached, unless
// the component says otherwise ([EdgeRule]).
//
// A table of marginal bands never falls and never jumps. The other modes may:
// [Review] reports each cliff with its height in money, and a statement shows a
// jump as a line of its own.
//
// # Results
//
// [Results] are one credited amount for each component, or single deals, or
// both; either way a period is paid as a whole, from its first day. To pay month
// by month within a quarter, pay the quarter to date each month and let
// [Settle] pay the difference: that is the true-up. A measure that does not add
// up, a rate or the score of an objective, is a component whose tally is [Level].
//
// Deals count in the order of their dates, and on one day in that of their ids,
// whatever their order in the input. The pay of a deal is the difference that
// it makes, so that the lines add up to what the table pays for the period
// however it is cut into deals; caps for a deal, and credit that was split with
// rounding elsewhere, are the exceptions.
//
// A deal that is canceled in its own period is computed away, or its own lines
// are mirrored; the two differ when a later deal reached a higher rate because
// of it. Reversing every deal by one and the same method leaves nothing. One of
// a closed period is clawed back by an adjustment, in full or in part.
//
// # The order of operations
//
// Steps of a [Statement] hold the first nine, those of an [Entry] of the
// [Ledger] the rest.
//
//	operation         by      what it does
//	eligibility       Pay     leaves out deals that do not count
//	credit-split      Pay     counts a person's share of a deal
//	rate-table        Pay     pays each deal by the table of the component
//	retroactive-jump  Pay     pays what a new band adds to earlier results
//	deal-cap          Pay     takes off what one deal pays above its cap
//	component-cap     Pay     takes off what a component pays above its cap
//	gate              Pay     takes off what a component pays behind a closed gate
//	bonus             Pay     pays bonuses and SPIFFs, each time or once a period
//	plan-cap          Pay     takes off what the plan pays above its cap
//	adjustment        Settle  pays or takes back what concerns closed periods
//	draw              Settle  advances a draw, or recovers what was advanced
//	hold              Settle  withholds pay until a condition is met, and releases it
//
// # The rules
//
// The findings of [Review], in this order, then those of [Pay]. The lines of
// Review are strict, but for inverted bands: a value at the line does not fire.
// Those of Pay are reached at the line, or just above the first band with
// [LowerBand].
//
//	rule                 row    for each   fires when
//	base-low             CMP-1  plan       base < 0.40 × on-target earnings
//	base-high            CMP-1  plan       base > 0.50 × on-target earnings
//	weights-below-one    CMP-3  plan       sum of the weights < 1
//	weights-above-one    CMP-3  plan       sum of the weights > 1
//	balance              CMP-3  measure    weight < 0.50 new, 0.30 expansion, 0.20 retention
//	neglected            CMP-4  measure    weight < balance - 0.15
//	overweighted         CMP-4  measure    weight > balance + 0.15
//	one-measure          CMP-4  plan       measures < 2
//	small-component      CMP-4  component  weight < 0.10
//	inverted-bands       CMP-2  component  from <= from of the band before
//	band-gap             CMP-2  component  to < from of the next band
//	band-overlap         CMP-2  component  to > from of the next band
//	overage-below-quota  CMP-2  component  from of an overage band < 1
//	underpays-target     CMP-1  component  pay at 100% of quota < target pay
//	overpays-target      CMP-1  component  pay at 100% of quota > target pay
//	falling-pay          CMP-2  component  change of pay over a band or at its begin < 0
//	cliff                CMP-2  band       jump of pay at its begin > 0, if it is not marginal
//	low-cap              CMP-4  cap        cap < 1.50 × target pay
//	threshold            CMP-2  component  credited amount >= quota × from of the first band
//	quota                CMP-2  component  credited amount >= quota
//
// # The playbook's rows
//
//	row    rule in a line                                                              function                                                                                                      number
//	CMP-1  base pay is 40-50% of on-target earnings for an account executive           Pay, Review, DivideEarnings, DefaultPolicy                                                                    0.40, 0.50 (playbook's)
//	CMP-2  bands with an explicit mode, threshold, accelerator, decelerator, bonus     Pay, Review, Band, Bonus, TraceCurve, TracePlan                                                               none
//	CMP-3  components balance 50% new, 30% expansion, 20% retention                    Pay, Review, DefaultPolicy                                                                                    0.50, 0.30, 0.20 (playbook's)
//	CMP-4  you get what you pay for: what a lopsided plan, a crumb or a cap invites    Review, DefaultPolicy                                                                                         0.15, 0.10, 1.50 (ours)
//	CMP-5  what is shared is divided to the cent; credit beyond 100% is explicit       Split, SplitEqually, SplitUnits, AssignCredits, SharedDeal, CreditKind, Deal, Pay                             none
//	CMP-6  draws of four kinds, clawbacks, ramps, proration, true-ups, cost, accrual   Settle, Draw, ClawBack, Restate, HoldForCash, Prorate, ApplyVersions, TraceCurve, FindSale, EstimateCost, Accrue  none
//	CMP-7  recognition, promotion, equity and autonomy also motivate: a catalogue      Motivators                                                                                                    none
//	CMP-8  SPIFFs, scores, roll-up, adjustments, crediting order, eligibility, jumps   Pay, Bonus, Deal, AssignCredits, Settle, Restate, Prorate, ApplyVersions                                      none
//
// # Defaults
//
// The playbook's numbers and ours stand in the table above; each is a constant
// with its unit, and a field of [ReviewPolicy]. [DefaultPolicy] returns them.
// That the balance fires on any weight below it, without a tolerance, and that a
// plan should pay its target at 100% of quota, are readings of ours.
//
// # Exactness and rounding
//
// Rates, weights, quotas and amounts are exact decimals, a float64 of a policy
// means its shortest decimal, and every comparison is exact. Weights of 0.3333
// three times do not sum to 1. A marginal rate of 70000/900000 is no decimal:
// a curve holds it as a [Fraction].
//
// Money is rounded to the currency's decimal places, half away from zero unless
// the plan says half to even. How to round is a field of the [Plan], not of a
// policy: it decides what is owed to people, and [Pay] takes no policy. What a
// table pays for the credited amount is rounded once, whenever a deal is added;
// each jump is rounded by itself. The exact pay of each band is rounded down or
// up, the largest remainders first up, so that the bands add up. At exactly 100%
// attainment the payouts may therefore differ from the target variable by
// rounding.
//
// Decimals must be compared with Equal or Cmp; the statement's amounts print at
// the currency's places with StringFixed(Places).
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. Whatever the numbers say is a result. A plan whose weights
// or bands contradict each other is an error for all but [Review] and for
// reading it from a file.
//
//	input                               range
//	money, credited amounts             0 (credited amounts, earnings and adjustments: -1e15) to 1e15 (MaxMoney)
//	target variable, quota              above 0 to 1e15 (MaxMoney)
//	decimal places of the currency      0 to 4 (MaxPlaces)
//	weight                              above 0 to 1
//	from                                0 to 1000 (MaxAttainment)
//	rate                                0 to 100 (MaxRate)
//	components                          1 to 100 (MaxComponents)
//	bands of a component                1 to 100 (MaxBands)
//	bonuses                             0 to 100 (MaxBonuses)
//	gates of a component                0 to 100 (MaxGates)
//	excluded products of a component    0 to 1000 (MaxProducts)
//	deals                               0 to 100000 (MaxDeals)
//	credits and bonus chances of deals  0 to 200000 (MaxDealCredits)
//	people who share a deal, reports    0 to 1000 (MaxPeople)
//	credits of shared deals             0 to 1000000 (MaxAssigned)
//	pay periods                         1 to 1000 (MaxPayPeriods)
//	adjustments, holds                  0 to 10000 (MaxAdjustments)
//	leaves, ramp, relief, versions      0 to 1000 (MaxSpans)
//	days of a period                    1 to 3660 (MaxPeriodDays)
//	bands of all components, to trace   1 to 500 (MaxTracedBands)
//	chances of a distribution           1 to 1000 (MaxChances)
//	a fraction as text                  1 to 20000 characters (MaxFractionDigits)
//	weights of a split                  1 to 100000 (MaxShares), each 0 to 1e15
//	decimals                            34 digits, exponent -18 to 18
//	names                               1 to 200 bytes
//
// Pay needs some 25 kilobytes for a usual plan, 12 MB for the largest and 2,300
// bytes for each deal; Split and SplitUnits need 80 and 24 bytes for each
// weight, and Split 600 for weights longer than 18 digits. TracePlan and
// EstimateCost take about a second, and 10 MB, for the largest plan.
package comp
