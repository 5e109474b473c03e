// Package readiness says whether a company may scale and whether it is about
// to break.
//
// # What it answers
//
// [Assess] scores twenty items to a total of 200, names the band and the
// cheapest path to the next one. [ReviewChecklist] says whether the foundation
// is complete. [Warn] raises the five warnings of the week, [RaiseFlags] the
// ten red flags. [DecideGrowth] puts it all together: may sales sell more, and
// how much. [ExplainWarnings] and [ExplainGrowth] add every comparison.
//
// # The assessment
//
// Each item is a whole number from 1 to 10, where 10 is best for every item:
// for error rates 10 is few. An item may not apply, on purpose; the total is
// then scaled to those that do:
//
//	score    = points × 200 ÷ applicable maximum
//	coverage = applicable maximum ÷ 200
//
// # The items
//
// Four areas of five items.
//
//	area      items
//	process   documented-procedures, automation, error-rates, consistency, scalability
//	team      skills-coverage, cross-training, capacity-buffer, leadership-bench, morale
//	systems   technology-stack, integration, reporting, redundancy, security
//	customer  response-times, quality-metrics, satisfaction, issue-resolution, communication
//
// # The bands
//
// The first that holds is the band. Edges belong to the better band.
//
//	band                row    when
//	withheld            RDY-1  coverage < 0.90
//	scale-aggressively  RDY-2  score >= 160
//	moderate-growth     RDY-2  score >= 140
//	fix-gaps            RDY-2  score >= 120
//	overhaul            RDY-2  none of the above
//
// # The checklist
//
// Nothing is scaled until all five checks of the first level are done.
//
//	level        checks
//	foundation   processes-documented, order-processing-automated, quoting-streamlined, errors-tracked, capacity-dashboard-live
//	scale-ready  overflow-procedures, quality-checks-automated, message-templates, escalation-clear, backup-suppliers
//	optimized    predictive-planning, dynamic-pricing, scheduling-automated, real-time-dashboards, ai-routing
//
// # The warnings
//
// All lines are strict: a value at the line does not fire. A metric that was
// not measured is not applicable. The severity is ours, 1 is the most severe:
// what hurts customers today comes before what will.
//
//	warning       row    fires when            response        severity
//	utilization   RDY-4  utilization > 0.85    yellow-alert    5
//	error-rate    RDY-4  error rate > 0.05     act-at-once     2
//	overtime      RDY-4  overtime > 10 h       add-resources   3
//	satisfaction  RDY-4  satisfaction < 8      crisis-mode     1
//	on-time       RDY-4  on-time share < 0.95  review-process  4
//
// # The red flags
//
// A trend is the weeks up to the last one, each strictly worse than the week
// before it; three weeks running take four figures.
//
//	flag                row    raised when
//	slow-quotes         RDY-5  quote response > 48 h
//	order-errors        RDY-5  share of orders with errors > 0.05
//	heavy-overtime      RDY-5  overtime > 15 h
//	rising-complaints   RDY-5  weeks running with more complaints per 100 orders >= 3
//	celebrating-sales   RDY-5  sales >= plan, while a stage is red or a warning fires
//	will-figure-it-out  RDY-5  observed
//	declining-quality   RDY-5  weeks running with lower quality >= 3
//	key-people-leaving  RDY-5  key people who left >= 1
//	surprise-capacity   RDY-5  stages red that last week's forecast had otherwise >= 1
//	not-talking         RDY-5  observed
//
// # The growth decision
//
// The first that fires decides, and the decision names all that fired against
// growth.
//
//	rule                row     fires when                                 answer
//	stage-red           RDY-12  the worst stage is red                     no
//	satisfaction        RDY-12  satisfaction < 8                           no
//	error-rate          RDY-12  error rate > 0.05                          no
//	readiness-overhaul  RDY-12  readiness < 120                            no
//	red-flags           RDY-12  red flags >= 3                             no
//	foundation          RDY-12  request to scale, foundation incomplete    no
//	stage-yellow        RDY-12  the worst stage is yellow or red           with-limits
//	utilization         RDY-12  utilization > 0.85                         with-limits
//	overtime            RDY-12  overtime > 10 h                            with-limits
//	on-time             RDY-12  on-time share < 0.95                       with-limits
//	any-red-flag        RDY-12  red flags >= 1                             with-limits
//	readiness-gaps      RDY-12  readiness < 140                            with-limits
//	readiness-withheld  RDY-12  coverage < 0.90                            with-limits
//	readiness-moderate  RDY-12  readiness < 160                            yes
//	readiness-strong    RDY-12  readiness >= 160                           yes
//
// How much growth an answer allows, as a fraction of today's volume:
//
//	answer       from                                   to
//	no           0                                      0
//	with-limits  0                                      min(headroom, the band's high end)
//	yes          min(the band's low end, all capacity)  min(the band's high end, all capacity)
//
// All capacity is headroom plus the capacity that arrives in time. The band
// from 140 allows 0.10 to 0.15, the band from 160 0.25 to 0.30; with limits a
// readiness below 140 counts as the band from 140. That limits never allow more
// than a yes would is ours, and so is that a withheld band limits growth.
//
// # The playbook's rows
//
//	row     rule in a line                                     function                     number
//	RDY-1   twenty items from 1 to 10 make a total of 200      Assess, Items, Areas         0.90 coverage (ours)
//	RDY-2   the total calls for one of four bands              Assess, Bands                160, 140, 120 (playbook's)
//	RDY-3   scale nothing until the foundation is complete     ReviewChecklist, Checks      5 of 5 (playbook's)
//	RDY-4   five warnings, each with its response              Warn, ExplainWarnings        0.85, 0.05, 10, 8, 0.95 (playbook's)
//	RDY-5   ten red flags                                      RaiseFlags, Flags            48, 0.05, 15 (playbook's), 3 weeks (ours)
//	RDY-12  may sales sell more: no, with limits, yes          DecideGrowth, ExplainGrowth  0.10-0.15, 0.25-0.30 (playbook's), 3 flags (ours)
//
// # Defaults
//
// Every number above is a constant with its unit, and a field of
// [AssessmentPolicy], [WarningPolicy], [FlagPolicy] or [GrowthPolicy]; a
// [Policy] holds all four and [DefaultPolicy] returns it.
//
// # Exactness
//
// A float64 in an input means its shortest decimal. Edges of the total are
// decided in whole numbers, points × 200 against edge × maximum, and the growth
// that an answer allows is never above the exact sum of headroom and arriving
// capacity. Costs are exact decimals and are not rounded.
//
// # Errors and limits
//
// A value that is missing or out of its range is an *[salesops.InputError]; all
// of them are reported together. Whatever the numbers say is a result.
//
//	input                                range
//	scores                               20 items (MaxItems), each 1 to 10 (MaxItemScore)
//	cost per point                       0 to 1e12 (MaxCostPerPoint), at most 34 digits
//	evidence                             at most 1000 bytes (MaxEvidence)
//	checks                               at most 15 (MaxChecks)
//	utilization                          0 to 1e6 (LargestUtilization)
//	rates and shares                     0 to 1
//	overtime                             0 to 168 hours a week (HoursPerWeek)
//	satisfaction                         0 to 10 (MaxSatisfaction)
//	quote response                       0 to 10000 hours (MaxResponseHours)
//	complaints per 100 orders            0 to 1e6 (MaxComplaints), at most 520 weeks (MaxWeeks)
//	quality                              -1e9 to 1e9 (MaxQuality), at most 520 weeks (MaxWeeks)
//	departures                           0 to 1000 (MaxDepartures)
//	stages                               at most 1000 (MaxStages)
//	sales, plan                          -1e15, 0 to 1e15 (MaxSales), at most 34 digits
//	red flags                            0 to 10
//	headroom, arriving capacity, growth  0 to 1000 (MaxGrowth)
//
// Warn and DecideGrowth need no memory, the others some ten kilobytes;
// RaiseFlags up to a hundred for the most stages.
package readiness
