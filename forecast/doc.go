// Package forecast says what sales will really bring, who is biased, and how
// sure that is.
//
// # What it answers
//
// [Weigh] returns what the open deals bring on average, by stage, owner,
// segment, month and fiscal period. [Cover] says whether they are enough for a
// quota, and [CheckHealth] whether the pipeline is healthy. [TraceWaterfall]
// explains what changed between two snapshots, [CountPushes] how often a close was
// put off, [TrackWeeks] what was created week by week. [ReviewData] says which part
// of the records is wrong, and who keeps them.
//
// [MeasureWinRates], [MeasureConversion] and [MeasureCycle] learn from closed deals
// how many are won, where they are lost and how long they take; [EstimateCycle]
// and [MeasureSteps] count what is still open. [TabulateCohorts] does it by rep,
// region and month, [MeasureTrend] says where a figure is going. [MeasureVelocity],
// [MeasureACV] and [CountActivity] are the figures of the trade.
//
// [RollUpCalls] adds up what reps and managers call, [MeasureCategories] says what
// became of it. [MeasureCalibration] asks whether stated probabilities were right,
// and [LearnStageOdds] learns better ones.
//
// [MeasureAccuracy] measures how close past forecasts came; an [Accumulator] measures
// a stream, [Accumulators] one by key. [MeasureByLead] measures calls by how long
// before they were made, [MeasureConvergence] how fast they come to the actual.
// [HoldBack] lets methods forecast values of the past again, and [CompareForecasters]
// says whose forecasts came closer.
//
// [JudgeBias] says who is consistently too high or too low, by calls, stated odds and
// moved closes, and [DetectDrift] whether that has changed. [Correct] learns how
// forecasts are to be corrected for it, and [Backtest] says whether that would have
// helped.
//
// [MeasurePromises] says how well dates of delivery were kept, [JudgePromises] whose
// are consistently late or early, [FindPromise] how many days to promise, and
// [TryPromise] and [BacktestPromise] what a promise would have been worth.
//
// [ProjectDemand] says what demand will be: trend, season and known events.
//
// # The model
//
// A [Pipeline] is a list of deals in one currency and the process that they go
// through. A deal is in an open stage of that process, or it is [Won] or
// [Lost]. Amounts are decimals, probabilities fractions. Days are civil dates;
// a date that is not known is the zero Date.
//
// The error of a forecast is forecast - actual, everywhere: positive is
// optimistic. Days late are delivered - promised: positive is an optimistic promise.
//
//	symbol  meaning                                        unit
//	f, a    forecast and actual                            that of the series
//	e       f - a, the error                               that of the series
//	w       weight of an observation, 1 if none is given   none
//	n       number of observations, trials or calls        none
//	m       season of a series; forecasters judged         values; none
//	k       kinds of evidence with enough history          none
//	P       p-value                                        fraction
//	p       chance that an open deal is won                fraction
//	X       ln(f ÷ a), or f - a, of a cluster of calls     none; that of the series
//	Z       weight of the own record in a correction       fraction
//	s², τ²  variance of X within and between forecasters   that of X², s² times a weight
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
// The first that applies; n counts the outcomes of a kind of evidence, k the kinds
// that have enough, and rules after the second only take verdicts away.
//
//	verdict             row    rule                when
//	too-little-history  FCT-6  short-history       2^(1-n) > 0.05 for every kind
//	no-evidence         FCT-6  significant         adjusted P > 0.05
//	no-evidence         FCT-6  reformed            calls that decide have changed, P of the lean since then > 0.05
//	mixed               FCT-6  value-disagrees     the sums of forecasts and actuals contradict the count
//	mixed               FCT-6  evidence-disagrees  another kind leans the other way, k P <= 0.05
//	optimistic          FCT-6  none                more outcomes over than under
//	pessimistic         FCT-6  none                more outcomes under than over
//
// # The evidence on bias
//
//	kind         row    an outcome is over when                      exact ones
//	calls        FCT-6  the forecasts sum to more than the actuals   are left out
//	odds         FCT-6  as few wins or fewer have a chance <= 1/2    count
//	close-dates  FCT-6  more closes were put off than brought ahead  are left out
//
// # The verdicts on drift
//
// The first that applies. A is the number of outcomes over among n off the mark.
//
//	verdict      row    rule         when
//	cannot-tell  FCT-6  one-sided    2 ÷ C(n, A) > 0.05
//	no-evidence  FCT-6  significant  adjusted P > 0.05
//	changed      FCT-6  none         otherwise
//
// # What a correction rests on
//
// The first that applies. Only own records tell forecasters apart.
//
//	basis            row    when
//	no-record        FCT-6  no outcome can be used
//	one-record       FCT-6  one forecaster has outcomes
//	single-outcomes  FCT-6  nobody has two outcomes
//	team-record      FCT-6  τ² <= 0
//	own-records      FCT-6  τ² > 0
//
// # The verdicts on a backtest
//
// The first that applies.
//
//	verdict             row    when
//	too-little-history  FCT-6  2^(-periods) > 0.05
//	do-not-correct      FCT-6  Σ |corrected - actual| >= Σ |forecast - actual|
//	correct             FCT-6  adjusted P <= 0.05
//	unproven            FCT-6  otherwise
//
// # The verdicts on promises
//
// The first that applies. Shipments count that are late or early on the whole.
//
//	verdict             row    when
//	too-little-history  FCT-9  2^(1-n) > 0.05
//	no-evidence         FCT-9  adjusted P > 0.05
//	mixed               FCT-9  the sum of days late contradicts the count
//	late                FCT-9  more shipments late than early
//	early               FCT-9  more shipments early than late
//
// # The verdicts on who is closer
//
// On the first of two forecasters: the first that applies. The ranks are those of
// the differences of losses.
//
//	verdict          row    when
//	too-few-periods  FCT-6  2^(1-n) > 0.05
//	no-evidence      FCT-6  adjusted P > 0.05
//	no-evidence      FCT-6  the sum of the differences contradicts the ranks
//	no-evidence      FCT-6  forecasts overlap, and adjusted P of Diebold and Mariano > 0.05
//	better           FCT-6  the ranks speak for the first
//	worse            FCT-6  the ranks speak for the second
//
// # The verdicts on health
//
// A question is wanting when one of its rules fires, and unknown when none does and
// a number for one of them was not given. All lines but the first are ours.
//
//	question              row    rule            when it fires
//	enough-opportunities  FCT-4  thin-coverage   due < 3 × remaining
//	enough-opportunities  FCT-4  too-few-deals   deals due × average won value × win rate < remaining
//	healthy-conversion    FCT-4  low-conversion  P × stages <= 0.05
//	realistic-timelines   FCT-4  wishful         stale value > 0.2 × open value
//	achievable-forecast   FCT-4  unlikely        odds < 0.5
//
// A deal is stale past its expected close, pushed at least 2 times, or open for
// more than 2 usual cycles.
//
// # The defects
//
//	defect           row     what it is
//	no-amount        FCT-13  open or won with an amount of zero
//	no-close-date    FCT-13  open without an expected close, closed without its day
//	past-close-date  FCT-13  open past its expected close
//	future-date      FCT-13  opened, active or closed after the review
//	negative-cycle   FCT-13  closed before it was opened
//	odds-off         FCT-13  odds more than 0.2 from those of the stage, or none
//	duplicate        FCT-13  account, segment and amount of another open deal
//	stale            FCT-13  open without activity for more than 30 days
//	ownerless        FCT-13  open, and nobody answers for it
//
// # The verdicts on a trend
//
// The first that applies.
//
//	verdict      row    when
//	too-short    FCT-7  the least P of these values in any order > 0.05
//	no-evidence  FCT-7  P > 0.05
//	rising       FCT-7  more pairs rise than fall
//	falling      FCT-7  more pairs fall than rise
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
// # The models of demand
//
// From the simplest on; a later one is taken only if it forecasts what was held
// back with a smaller mean absolute error.
//
//	model                  row     what repeats itself
//	naive                  FCT-11  the last period
//	seasonal-naive         FCT-11  the period a season ago
//	simple                 FCT-11  a level
//	linear                 FCT-11  a level and a slope
//	damped                 FCT-11  a slope that levels off
//	simple-additive        FCT-11  a level, plus a season
//	linear-additive        FCT-11  a level and a slope, plus a season
//	damped-additive        FCT-11  a slope that levels off, plus a season
//	simple-multiplicative  FCT-11  a level, times a season
//	linear-multiplicative  FCT-11  a level and a slope, times a season
//	damped-multiplicative  FCT-11  a slope that levels off, times a season
//
// The verdict is chosen-by-test, or too-short-to-test when no model could be tried
// on at least 4 values held back, from at most 12 points in time.
//
// # The playbook's rows
//
//	row     rule in a line                                                     function                                                                                                     number
//	FCT-1   stages from prospecting to won or lost, or one's own               Stages, StandardProcess                                                                                      none
//	FCT-2   open deals weighted by probability, grouped; results merge         Weigh, Merge                                                                                                 none
//	FCT-3   coverage should be 3 to 5; what history demands                    Cover                                                                                                        3, 5 (playbook's)
//	FCT-4   four questions of health                                           CheckHealth, HealthQuestions                                                                                 3 (playbook's); 0.05, 0.2, 2, 2, 0.5 (ours)
//	FCT-5   win rates, conversion, cycle, velocity, ACV, activity              MeasureWinRates, MeasureConversion, MeasureCycle, EstimateCycle, MeasureVelocity, MeasureACV, CountActivity  0.95 (ours)
//	FCT-6   accuracy by textbook names; streams and groups merge               MeasureAccuracy, MeasureScale, RateForecast, Accumulator, Accumulators                                       none
//	FCT-6   a forecast has a lead, and is judged at one                        MeasureByLead, MeasureConvergence, AtLead                                                                    0.1 (ours)
//	FCT-6   methods compared on what was held back                             HoldBack, CompareForecasters                                                                                 0.05 (ours)
//	FCT-6   bias as a statistical verdict, and its change                      JudgeBias, DetectDrift                                                                                       0.05 (ours)
//	FCT-6   correction shrunk toward the team, and whether it helps            Correct, Backtest                                                                                            0.95, 0.5, 2, 4, 0.05 (ours)
//	FCT-7   what changed between two days; weeks, cohorts, trend               TraceWaterfall, Changes, CountPushes, TrackWeeks, TabulateCohorts, MeasureTrend                              0.05 (ours)
//	FCT-8   distribution of wins and revenue, exact or with guaranteed bounds  Distribute, DistributeWins, Combine                                                                          0.001, 1000000000 (ours)
//	FCT-9   promised against taken; the promise that would be kept              MeasurePromises, JudgePromises, FindPromise, TryPromise, BacktestPromise                                     0.9, 0.95, 0.05 (ours)
//	FCT-10  is the stated probability right; odds learnt from history          MeasureCalibration, LearnStageOdds, Process                                                                  10, 0.95, 10, 30, 0.95 (ours)
//	FCT-11  baseline with trend, season and events, tested on what followed    ProjectDemand, DemandModels, PeriodUnits                                                                     0.95, 4, 12, 300000000 (ours)
//	FCT-12  seven steps with owner, tool and target; the slowest               StandardSteps, MeasureSteps                                                                                  none
//	FCT-13  defects, clean share, adoption; closes that skipped a stage        ReviewData, Defects, MeasureConversion                                                                       30, 7, 0.2 (ours)
//	FCT-14  categories and calls from rep to company; accuracy by lead         Categories, RollUpCalls, MeasureCategories                                                                   none
//	FCT-15  odds of closing by period end; business created within the period  LearnClosing, MeasureCreated, Distribute                                                                     30, 10 (ours)
//
// # Defaults
//
// Each number above is a constant with its unit, and a field of a policy.
// [DefaultPolicy] returns them. Beside those of the tables: intervals have a
// confidence of 0.95, a reliability table 10 bins; learnt odds weigh a stage's deals
// against 10 of all stages and warn below 30; a rep is active who touched a deal
// within 7 days. By default a deal that was closed before it was
// opened is an input error, and an actual of zero leaves percentage errors
// undefined.
//
// # Exactness
//
// A float64 in an input means its shortest decimal. Weighted amounts are exact
// and not rounded; coverage is compared with its lines in decimals, multiplied
// out; calls and their sums are compared in decimals, cluster by cluster. A p-value
// comes out of a model and is compared as the float64 that it is. Factors and shifts
// of a correction have twelve digits, so that a constant factor is taken out without
// a rest. Accuracy metrics are float64 from
// compensated sums. Rates and quantiles are rounded once.
//
// A distribution of revenue is exact, up to rounding in float64, when the
// amounts share a grid of up to a million steps or the deals are some sixteen at
// most; otherwise its bounds are guaranteed and its certificate says how far
// apart they are. Odds that come out of a closing curve or a scenario are
// float64; the mean and the variance are those of exactly these odds.
//
// A projection of demand comes from a search that does the same arithmetic on every
// machine: the model and its parameters are the same to the last bit.
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
//	fiscal periods, past ones of a quota   0 to 1000 (MaxPeriods)
//	pushes of a deal                       0 to 10000 (MaxPushes)
//	moves of expected closes               0 to 1000000 (MaxMoves)
//	entries into stages                    0 to 1000000 (MaxEntries)
//	visits to steps                        0 to 1000000 (MaxVisits)
//	target of a step                       above 0 to 10000 days (MaxTargetDays)
//	usual cycle                            above 0 to 10000 days (MaxUsualCycle)
//	cycle of a velocity                    above 0 to 100000 days (MaxCycleDays)
//	contracts                              0 to 1000000 (MaxContracts)
//	term of a contract                     1 to 1200 months (MaxContractMonths)
//	activities                             0 to 1000000 (MaxActivities)
//	weeks of a window listed by week       1 to 1000 (MaxWeeks)
//	predictions, calls of categories       0 to 1000000 (MaxPredictions)
//	bins of a reliability table            1 to 1000 (MaxCalibrationBins)
//	deals won or lost from a stage         0 to 1000000 (MaxStageDeals)
//	deals that odds are weighed against    0.01 to 1e+06 (MaxPriorDeals)
//	values of a series with a trend        1 to 1000 (MaxTrendValues)
//	reps of a review                       0 to 100000 (MaxReps)
//	days of a rule on activity             1 to 10000 (MaxQualityDays)
//	ids listed for a defect                0 to 20 (MaxExamples)
//	callers                                1 to 10000 (MaxCallers)
//	weeks of a period                      1 to 60 (MaxWeek)
//	usual cycles of age                    above 0 to 1000 (MaxStaleCycles)
//	deals won or lost in a past period     0 to 1000000 (MaxPeriodDeals)
//	coverage asked for                     above 0 to 1000 (MaxCoverage)
//	confidence of an interval              0.5 (MinIntervalLevel) to 0.9999 (MaxIntervalLevel)
//	level of a test                        1e-09 (MinBiasLevel) to 0.5 (MaxBiasLevel)
//	observations, values of a series       1 to 10000000 (MaxObservations)
//	forecast, actual                       0, or 1e-100 (MinMagnitude) to 1e+15 (MaxMagnitude) in size
//	weight                                 1 / 1e+06 to 1e+06 (MaxWeight)
//	factor of a correction                 1 / 100 to 100 (MaxCorrection)
//	periods of a backtest                  1 to 1000 (MaxBacktestPeriods)
//	forecasters × periods of a backtest    1 to 10000000 (MaxBacktestCells)
//	calls                                  1 to 1000000 (MaxCalls), or 0 beside other evidence on bias
//	deals with stated odds                 0 to 1000000 (MaxStatedOdds), 1000 of one forecaster and cluster (MaxClusterDeals)
//	outcomes that a change is looked for   the newest 2000 (MaxDriftOutcomes)
//	observations of an accumulator         0 to 1000000000 (MaxAccumulated)
//	keys; forecasters at leads             0 to 50000 (MaxGroups)
//	values forecast again                  2 to 10000 (MaxRolledValues)
//	methods that forecast them             1 to 100 (MaxMethods)
//	forecasters compared                   2 to 20 (MaxContestants)
//	tolerance of a call                    above 0 to 1, of the actual
//	open deals of an outlook               0 to 10000 (MaxOddsDeals)
//	created amounts, pairs of them         0 to 1000 (MaxPeriods)
//	scenarios                              0 to 10 (MaxScenarios)
//	effect of a scenario                   1 / 100 to 100 (MaxEffect)
//	bands of a calibration                 0 to 100 (MaxOddsBands)
//	precision of odds                      1e-05 (MinPrecision) to 0.5 (MaxPrecision)
//	cells computed                         1000000 (MinOddsCells) to 2000000000 (MaxOddsCells)
//	level of a quantile                    1e-06 (MinQuantile) to 1 - 1e-06
//	promises                               1 to 1000000 (MaxPromises)
//	quantity of a promise                  above 0 to 1e+15 (MaxQuantity)
//	share of promises to be kept           0.01 (MinKeptShare) to 0.9999 (MaxKeptShare)
//	promise that is tried                  0 to 100000 days (MaxPromiseDays)
//	months of a backtest of promises       1 to 120 (MaxBacktestMonths)
//	lines times months of such a backtest  0 to 20000000 (MaxBacktestLines)
//	deals to learn closing odds from       1 to 1000000 (MaxMinDeals)
//	periods of a demand's history          1 to 2000 (MaxDemandValues)
//	season                                 0 to 366 (MaxSeason)
//	periods ahead                          1 to 400 (MaxDemandHorizon)
//	events of a demand                     0 to 1000 (MaxEvents)
//	factor of the events of a period       1 / 100 to 100 (MaxEventFactor)
//	values to try models on                1 to 1000 (MaxMinHeldBack)
//	points in time to try models from      1 to 100 (MaxOriginsTried)
//	cells computed for a demand            1000000 (MinDemandCells) to 2000000000 (MostDemandCells)
//	names, ids, periods                    1 to 200 bytes
//
// Names of owners and segments may also be empty. Beside its input a pipeline
// takes some 200 bytes a deal, and each group of [Weigh] half a kilobyte; a
// history takes some 1,000 bytes a call, a stage history or a waterfall some 200 a
// row, promises some 500 a line, and the trend of the longest series 8 MiB.
// [MeasureAccuracy] needs next to none, an accumulator half a kilobyte for each key, a comparison some 500 bytes a
// call. A distribution of revenue holds up to 8 MB for each scenario, three times
// that with a calibration, and takes 20 MB more while it is made. The JSON of a
// result can be read back up to 64 MiB.
package forecast
