// Package forecast says what sales will really bring, who is biased, and how
// sure that is.
//
// # What it answers
//
// [Weigh] returns what the open deals bring on average, by stage, owner,
// segment and month. [Cover] says whether they are enough for a quota.
// [MeasureWinRates] and [MeasureCycle] learn from closed deals how many are won
// and how long they take. [MeasureAccuracy] measures how close past forecasts
// came, and [JudgeBias] who is consistently too high or too low.
//
// # The model
//
// A [Pipeline] is a list of deals in one currency and the process that they go
// through. A deal is in an open stage of that process, or it is [Won] or
// [Lost]. Amounts are decimals, probabilities fractions. Days are civil dates;
// a date that is not known is the zero Date.
//
// The error of a forecast is forecast - actual, everywhere: positive is
// optimistic.
//
//	symbol  meaning                                        unit
//	f, a    forecast and actual                            that of the series
//	e       f - a, the error                               that of the series
//	w       weight of an observation, 1 if none is given   none
//	n       number of observations, trials or calls        none
//	m       season of a series; forecasters judged         values; none
//	P       p-value                                        fraction
//	p       chance that an open deal is won                fraction
//
// # The stages
//
// In this order. Probabilities are the caller's: the playbook gives none.
//
//	stage          row    what it is
//	prospecting    FCT-1  open
//	qualified      FCT-1  open
//	in-discussion  FCT-1  open
//	negotiating    FCT-1  open
//	closing        FCT-1  open
//	won            FCT-1  closed
//	lost           FCT-1  closed
//
// # The verdicts on coverage
//
// The first that applies. The quota itself is never met: that verdict is for
// what remains of it.
//
//	verdict  row    when
//	met      FCT-3  quota - won <= 0
//	thin     FCT-3  due < 3 × target
//	bloated  FCT-3  due > 5 × target
//	healthy  FCT-3  none of the above
//
// # The verdicts on bias
//
// The first that applies.
//
//	verdict             row    when
//	too-little-history  FCT-6  2^(1-n) > 0.05
//	no-evidence         FCT-6  adjusted P > 0.05
//	mixed               FCT-6  the sums of forecasts and actuals contradict the count
//	optimistic          FCT-6  more calls above than below the actual
//	pessimistic         FCT-6  more calls below than above the actual
//
// # The odds of the number
//
// Deals are won independently of one another, each with its own odds. What that
// leaves out is dependence: a bad quarter is bad for all deals. Scenarios bring
// it in, as a mixture of quarters in each of which deals are independent.
//
// What revenue includes is listed in the result:
//
//	source        row     what it adds
//	open-deals    FCT-8   open deals by their odds; alone, whenever they close
//	booked        FCT-8   deals won in the period up to the day
//	closing-odds  FCT-15  open deals only as far as they close within the period
//	created       FCT-15  what past periods brought from deals that did not exist yet
//
// Odds come as intervals. [Revenue.AtLeast] is about numerical precision: its
// bounds are guaranteed, and equal but for rounding when the distribution is
// exact. [Revenue.AtLeastIfMiscalibrated] is about the probabilities themselves:
// how the odds move when all of them are off as far as the past shows.
//
// # The verdicts on a history
//
//	verdict             row     when
//	learned             FCT-15  at least 30 deals won, and 10 observed beyond the first day
//	not-enough-history  FCT-15  otherwise
//
// # The playbook's rows
//
//	row     rule in a line                                                     function                                                number
//	FCT-1   stages from prospecting to won or lost, or one's own               Stages, StandardProcess                                 none
//	FCT-2   open deals weighted by probability, grouped                        Weigh                                                   none
//	FCT-3   coverage should be 3 to 5; what history demands                    Cover                                                   3, 5 (playbook's)
//	FCT-5   three named win rates; cycle from first contact to close           MeasureWinRates, MeasureCycle                           0.95 (ours)
//	FCT-6   accuracy by textbook names; bias as a statistical verdict          MeasureAccuracy, MeasureScale, RateForecast, JudgeBias  0.05 (ours)
//	FCT-8   distribution of wins and revenue, exact or with guaranteed bounds  Distribute, DistributeWins, Combine                     0.001, 1000000000 (ours)
//	FCT-15  odds of closing by period end; business created within the period  LearnClosing, MeasureCreated, Distribute                30, 10 (ours)
//
// # Defaults
//
// Each number above is a constant with its unit, and a field of a policy.
// [DefaultPolicy] returns them. By default a deal that was closed before it was
// opened is an input error, and an actual of zero leaves percentage errors
// undefined.
//
// # Exactness
//
// A float64 in an input means its shortest decimal. Weighted amounts are exact
// and not rounded; coverage is compared with its lines in decimals, multiplied
// out; sums of calls are compared in decimals. A p-value comes out of a model
// and is compared as the float64 that it is. Accuracy metrics are float64 from
// compensated sums. Rates and quantiles are rounded once.
//
// A distribution of revenue is exact, up to rounding in float64, when the
// amounts share a grid of up to a million steps or the deals are some sixteen at
// most; otherwise its bounds are guaranteed and its certificate says how far
// apart they are. Odds that come out of a closing curve or a scenario are
// float64; the mean and the variance are those of exactly these odds.
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. Whatever the numbers say is a result, and a number that
// has no value for the data at hand says why.
//
//	input                                  range
//	deals                                  0 to 1000000 (MaxDeals)
//	open stages of a process               0 to 100 (MaxStages), none for the standard one
//	amount, quota, value                   0 to 1000000000000000 (MaxAmount), 8 places (MaxPlaces)
//	probability                            0, or 1e-09 (MinProbability) to 1
//	past periods of a quota                0 to 1000 (MaxPeriods)
//	deals won or lost in a past period     0 to 1000000 (MaxPeriodDeals)
//	coverage asked for                     above 0 to 1000 (MaxCoverage)
//	confidence of an interval              0.5 (MinIntervalLevel) to 0.9999 (MaxIntervalLevel)
//	level of a test                        1e-09 (MinBiasLevel) to 0.5 (MaxBiasLevel)
//	observations, values of a series       1 to 10000000 (MaxObservations)
//	forecast, actual                       0, or 1e-100 (MinMagnitude) to 1e+15 (MaxMagnitude) in size
//	weight                                 1 / 1e+06 to 1e+06 (MaxWeight)
//	calls                                  1 to 100000 (MaxCalls)
//	open deals of an outlook               0 to 10000 (MaxOddsDeals)
//	created amounts, pairs of them         0 to 1000 (MaxPeriods)
//	scenarios                              0 to 10 (MaxScenarios)
//	effect of a scenario                   1 / 100 to 100 (MaxEffect)
//	bands of a calibration                 0 to 100 (MaxOddsBands)
//	precision of odds                      1e-05 (MinPrecision) to 0.5 (MaxPrecision)
//	cells computed                         1000000 (MinOddsCells) to 2000000000 (MaxOddsCells)
//	level of a quantile                    1e-06 (MinQuantile) to 1 - 1e-06
//	deals to learn closing odds from       1 to 1000000 (MaxMinDeals)
//	names, ids, periods                    1 to 200 bytes
//
// Names of owners and segments may also be empty. Beside its input a pipeline
// takes some 200 bytes a deal, and each group of [Weigh] half a kilobyte; a
// history takes some 100 bytes a call. [MeasureAccuracy] needs next to none. A
// distribution of revenue holds up to 8 MB for each scenario, three times that
// with a calibration, and takes 20 MB more while it is made. The JSON of a result
// can be read back up to 64 MiB.
package forecast
