// Package comp computes what people are paid, to the cent.
//
// # What it answers
//
// [Pay] turns a plan and a person's results into a statement whose lines add up
// to the total; [Split] divides an amount among those who share a deal so that
// no cent appears or gets lost; [Review] says what a plan will make people do,
// before anyone is paid by it.
//
// # The model
//
// A plan is for one period: the year, a quarter, a month. Base pay, target
// variable pay and quotas are all of that period.
//
//	on-target earnings  = base + target variable
//	target pay          = target variable × weight of the component
//	attainment          = credited amount ÷ quota
//
// A component pays by a rate table. Its bands begin at an attainment each, and
// each pays its rate on the part of the credited amount that lies inside it: the
// table is marginal (others say step, spanning or cumulative tiers). Nothing is
// paid below the first band, which makes it a threshold; a higher rate in a later
// band is an accelerator, a lower one a decelerator. What a rate multiplies is the
// component's basis:
//
//	basis               pays for a part of the credited amount
//	rate-of-amount      rate × part
//	multiple-of-target  rate × target pay × part ÷ quota
//
// Because the table is marginal and no rate is negative, pay never falls when
// results rise, and it never jumps: a cent more of credit pays at most the
// highest rate of a cent more, and rounding. A credited amount below zero, when
// more came back than was sold, pays nothing; what was paid on it before stays
// paid.
//
// # The rules
//
// The findings of [Review], in this order, then those of [Pay]. The lines of
// Review are strict: a value at the line does not fire. Those of Pay are
// reached at the line.
//
//	rule              row    for each   fires when
//	base-low          CMP-1  plan       base < 0.40 × on-target earnings
//	base-high         CMP-1  plan       base > 0.50 × on-target earnings
//	balance           CMP-3  measure    weight < 0.50 new, 0.30 expansion, 0.20 retention
//	underpays-target  CMP-1  component  pay at 100% of quota < target pay
//	overpays-target   CMP-1  component  pay at 100% of quota > target pay
//	threshold         CMP-2  component  credited amount >= quota × from of the first band
//	quota             CMP-2  component  credited amount >= quota
//
// # The playbook's rows
//
//	row    rule in a line                                                       function                      number
//	CMP-1  base pay is 40-50% of on-target earnings for an account executive    Pay, Review, DefaultPolicy    0.40, 0.50 (playbook's)
//	CMP-2  bands of a marginal rate table: threshold, accelerator, decelerator  Pay, Band                     none
//	CMP-3  components balance 50% new, 30% expansion, 20% retention             Pay, Review, DefaultPolicy    0.50, 0.30, 0.20 (playbook's)
//	CMP-5  what is shared is divided to the cent and adds up                    Split                         none
//
// # Defaults
//
// The numbers above are the playbook's; each is a constant with its unit, and a
// field of [ReviewPolicy]. [DefaultPolicy] returns them. That the balance fires
// on any weight below it, without a tolerance, and that a plan should pay its
// target at 100% of quota, are readings of ours.
//
// # Exactness and rounding
//
// Rates, weights, quotas and amounts are exact decimals, a float64 of a policy
// means its shortest decimal, and every comparison is exact. Weights of 0.3333
// three times do not sum to 1.
//
// A line's payout is rounded once, half away from zero, to the currency's
// decimal places, and the total is the sum of the payouts. The exact pay of each
// band is then rounded down or up, the largest remainders first up, so that the
// bands add up to the payout. At exactly 100% attainment the payouts may
// therefore differ from the target variable by rounding.
//
// Decimals must be compared with Equal or Cmp; the statement's amounts print at
// the currency's places with StringFixed(Places).
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. Whatever the numbers say is a result.
//
//	input                           range
//	money, credited amounts         0 (credited amounts: -1e15) to 1e15 (MaxMoney)
//	target variable, quota          above 0 to 1e15 (MaxMoney)
//	decimal places of the currency  0 to 4 (MaxPlaces)
//	weight                          above 0 to 1
//	from                            0 to 1000 (MaxAttainment)
//	rate                            0 to 100 (MaxRate)
//	components                      1 to 100 (MaxComponents)
//	bands of a component            1 to 100 (MaxBands)
//	weights of a split              1 to 100000 (MaxShares), each 0 to 1e15
//	decimals                        34 digits, exponent -18 to 18
//	names                           1 to 200 bytes
//
// Pay needs some ten kilobytes for a usual plan and 12 MB for the largest; Split
// 150 bytes for each weight, and 600 for weights longer than 18 digits.
package comp
