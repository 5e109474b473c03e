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
// [Reconcile] brings several assessors together and [Compare] says what moved
// since the last time. [AuditChecklist] knows custom checks and waivers,
// [ReviewHandoff] what an order needs on its way from sales to operations.
// [Agenda] is the weekly meeting, [CheckActions] what became of its actions, and
// [ReviewWeek] its outcome: the answer, what first, what to defer, what to fix
// now. [ScoreAlignment] says how well sales and operations go together this
// week. [TrackDaily], [TrackWeekly], [TrackMonthly], [TrackQuarterly] and
// [TrackScorecard] read the dashboards, [HoldWarnings] and [HoldFlags] keep an
// alert on until it is clear of its line, [LocateSpiral] says how far a company
// that outsells its operations has come. The catalogues [Roadmap.Steps], [MaturityStages], [Duties] and
// [Practices] are for reading.
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
// # Several assessors
//
// Each scores all items. What goes on to the assessment is the median without
// its half point; an item does not apply when more than half say so, and is
// disputed when the highest and the lowest score lie 3 points or more apart. All
// of this is ours.
//
//	median   the middle score; of an even number halfway between the middle two
//	score    the median without its half point: 6.5 counts as 6
//	spread   highest - lowest
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
// Custom checks stand under the same levels and count for the gate as the
// published ones do. A waiver lets a check count as done up to and including its
// last day, given a reason; today is an argument. Both are ours.
//
// # The handoff
//
// An order is verified when all five checks hold: capacity-confirmed,
// timeline-realistic, quality-achievable, resources-available,
// expectations-aligned. Facts that are missing are owed; who owes them is ours.
//
//	group                 facts                                                                                                   owed by
//	customer-information  contacts, decision-makers, communication-preferences, special-requirements, history                     sales
//	order-details         exact-specification, delivery-expectation, pricing, terms, change-process                               sales, both
//	expectations          timeline-told, quality-standards, cadence, escalation, success-metrics                                  sales, both
//	internal-alignment    capacity-confirmed, resources-allocated, timeline-feasible, quality-achievable, profitability-verified  operations, both
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
// # The week
//
// The weekly meeting of 60 minutes:
//
//	topic      from  minutes
//	capacity   0     10
//	pipeline   10    10
//	quality    20    10
//	go-no-go   30    15
//	resources  45    15
//
// # The week's answer
//
// To the rules of growth the week adds three, which are ours. The first makes a
// yes with limits, up to the headroom; the others say what has to wait.
//
//	rule              row     fires when                                                           list
//	pipeline-load     RDY-12  growth of the pipeline > 1.0 × (headroom + arriving capacity)        first
//	request-to-scale  RDY-12  request to scale, the answer that stands is not yes                  defer
//	pipeline-excess   RDY-12  growth of the pipeline > the high end of the growth that is allowed  defer
//
// First are the rules that hold the decision: those of no for a no, else those
// of limits, and for a yes the rule that says how much. To fix now are the
// warnings that fire and do not stand in First, by severity, then the red flags
// that are up, then the actions that are overdue: not done, and today is after
// the day on which they were due. An override replaces the answer and the
// growth and keeps what it overrode, who overrode it and why.
//
// # Alerts that stay on
//
// [HoldWarnings] and [HoldFlags] keep an alert that was on until its metric is
// clear of the line by a margin, at most by what the metric can reach. At the
// line and the margin together it goes off; while it is not measured it stays.
// The margins are ours.
//
//	alert           row    stays on while
//	utilization     RDY-4  utilization > 0.85 - 0.05
//	error-rate      RDY-4  error rate > 0.05 - 0.01
//	overtime        RDY-4  overtime > 10 - 2 h
//	satisfaction    RDY-4  satisfaction < 8 + 0.5
//	on-time         RDY-4  on-time share < 0.95 + 0.01
//	slow-quotes     RDY-5  quote response > 48 - 8 h
//	order-errors    RDY-5  share of orders with errors > 0.05 - 0.01
//	heavy-overtime  RDY-5  overtime > 15 - 2 h
//
// # The alignment score
//
// Seven components count from their best anchor, in full, to their worst:
//
//	component     row    best  worst  unit
//	utilization   RDY-7  0.85  1.00   of capacity
//	error-rate    RDY-7  0.02  0.10   of orders
//	overtime      RDY-7  10    15     hours a week
//	satisfaction  RDY-7  9     6      of 10
//	on-time       RDY-7  0.95  0.80   of orders
//	morale        RDY-7  8     4      of 10
//	pipeline      RDY-7  1.00  1.50   of the headroom
//
// The score is their weighted geometric mean, so that no broken part hides
// behind good ones:
//
//	score = 100 × (v1^w1 × ... × v7^w7)^(1 / (w1 + ... + w7))
//	v     = (worst - x) ÷ (worst - best), at least 0.05, at most 1
//
// All weights are 1. A component with weight 0 is left out; the figure of any
// other is required.
//
// # The dashboards
//
// A metric is red when its red line or trend says so, else yellow when a yellow
// one does, else green. Red is what stops growth, raises a red flag, or is at
// the worst anchor of the alignment score. A trend is that of the red flags:
// each period worse than the one before it. What was not measured or has no
// target is not judged.
//
//	cadence    gauge                          yellow                  red
//	daily      orders-against-capacity        > 0.85                  >= 1.00
//	daily      quote-response                 -                       > 48
//	daily      error-rate                     -                       > 0.05
//	daily      overtime                       > 10                    > 15
//	daily      complaints                     worse 3 days running    -
//	weekly     utilization                    > 0.85                  >= 1.00
//	weekly     on-time                        < 0.95                  <= 0.80
//	weekly     quality                        -                       worse 3 weeks running
//	weekly     morale                         < 6                     <= 4
//	weekly     pipeline-against-capacity      > 1.00                  >= 1.50
//	monthly    sales-growth-against-capacity  > 0                     -
//	monthly    satisfaction                   worse 3 months running  < 8
//	monthly    retention                      < the target            -
//	monthly    automation-progress            < the target            -
//	monthly    margin                         < the target            -
//	quarterly  process-review                 < 6                     -
//	quarterly  tools-review                   < 6                     -
//	quarterly  compensation-review            < 6                     -
//	quarterly  team-feedback                  < 6                     -
//
// # The scorecard
//
// Each metric is yellow past the caller's target; a budget's is 1. Satisfaction
// below 8 is red besides. The balance says which side is behind.
//
//	side        gauges
//	operations  cycle-time, defect-rate, inventory-turnover, fulfillment-reliability, supply-reliability, efficiency, budget
//	sales       revenue, conversion, customer-acquisition-cost, satisfaction
//
// # The spiral
//
// The stage is the last of which at least two signs show; with none it is
// "none". Later stages of which too little was observed are named.
//
//	stage    row     sign                 shows when
//	victory  RDY-13  leads-up             leads rose 2 months running
//	victory  RDY-13  pipeline-up          the pipeline rose 2 months running
//	strain   RDY-13  quotes-late          quote response > 48 h
//	strain   RDY-13  errors-up            error rate > 0.05
//	strain   RDY-13  overtime-normal      overtime > 10 h, 3 weeks running
//	strain   RDY-13  quality-slips        quality fell 3 weeks running
//	revolt   RDY-13  delays-mount         on-time share < 0.95
//	revolt   RDY-13  complaints-mount     complaints per 100 orders rose 3 weeks running
//	revolt   RDY-13  returns-mount        returns per 100 orders rose 3 weeks running
//	revolt   RDY-13  bad-reviews-mount    bad reviews rose 3 weeks running
//	crisis   RDY-13  key-customers-leave  key customers who left >= 1
//	crisis   RDY-13  people-burn-out      key people who left >= 1
//	crisis   RDY-13  reputation-suffers   satisfaction < 8
//	crisis   RDY-13  sales-halt           sales fell 2 months running
//
// # The playbook's rows
//
//	row     rule in a line                                                       function                                                                                number
//	RDY-1   twenty items from 1 to 10 make a total of 200                        Assess, Items, Areas, Reconcile, Compare                                                0.90 coverage (ours), 3 points apart (ours)
//	RDY-2   the total calls for one of four bands                                Assess, Bands, Compare                                                                  160, 140, 120 (playbook's)
//	RDY-3   scale nothing until the foundation is complete                       ReviewChecklist, Checks, AuditChecklist                                                 5 of 5 (playbook's)
//	RDY-4   five warnings, each with its response                                Warn, ExplainWarnings, HoldWarnings, ExplainHeldWarnings                                0.85, 0.05, 10, 8, 0.95 (playbook's), margins (ours)
//	RDY-5   ten red flags                                                        RaiseFlags, Flags, HoldFlags                                                            48, 0.05, 15 (playbook's), 3 weeks (ours), margins (ours)
//	RDY-6   an order goes from sales to operations complete and verified         ReviewHandoff, Facts, FactGroups, HandoffChecks                                         20 facts, 5 checks (playbook's), owners (ours)
//	RDY-7   the weekly meeting: its agenda, its actions, its outcome, its score  Agenda, Topics, CheckActions, ReviewWeek, ScoreAlignment, ExplainAlignment, Components  60 minutes (playbook's), anchors (playbook's, ours for on-time, morale, pipeline), floor 0.05 (ours)
//	RDY-8   dashboards by the day, week, month and quarter                       TrackDaily, TrackWeekly, TrackMonthly, TrackQuarterly, Cadences, Gauges                 morale 6 (playbook's), reviews 6 (ours)
//	RDY-9   roadmaps by day, sales operations by age of the company              Roadmaps, FindStep, MaturityStages, Maturities, FindMaturity, RoadmapTestGrowth         30 and 90 days, 0.10, 2, 4, 7 years (playbook's)
//	RDY-10  who owes whom what, by channel                                       Channels, Duties                                                                        20 duties (playbook's), rhythms (ours but two)
//	RDY-11  one scorecard of both sides                                          TrackScorecard, OperationsGauges, SalesGauges, Balances                                 targets are the caller's
//	RDY-12  may sales sell more: no, with limits, yes                            DecideGrowth, ExplainGrowth, DecideWeek, ReviewWeek, WeekRules                          0.10-0.15, 0.25-0.30 (playbook's), 3 flags (ours), 1.0 pipeline load (ours)
//	RDY-13  which stage of the spiral the figures show                           LocateSpiral, SpiralStages, SpiralSigns                                                 2 signs, 2 months, 1 key customer (ours)
//	RDY-14  what good sales operations have                                      PracticeLists, Practices, GrowthClaim                                                   30-50% is a claim, quoted (playbook's)
//
// # Defaults
//
// Every number above is a constant with its unit, and a field of
// [AssessmentPolicy], [WarningPolicy], [FlagPolicy], [GrowthPolicy],
// [HoldPolicy], [AlignmentPolicy], [BoardPolicy], [SpiralPolicy], [PanelPolicy]
// or [WeekPolicy]; a [Policy] holds them all and [DefaultPolicy] returns it.
//
// # Exactness
//
// A float64 in an input means its shortest decimal. Edges of the total are
// decided in whole numbers, points × 200 against edge × maximum, and the growth
// that an answer allows is never above the exact sum of headroom and arriving
// capacity. Costs are exact decimals and are not rounded. The lines of the
// dashboards are decided on exact decimals, ratios multiplied out; the values
// that are shown are the nearest float64. The alignment score is rounded to nine
// decimals, and a better figure never lowers it.
//
// # Errors and limits
//
// A value that is missing or out of its range is an *[salesops.InputError]; all
// of them are reported together. Whatever the numbers say is a result.
//
//	input                                range
//	scores                               20 items (MaxItems), each 1 to 10 (MaxItemScore)
//	assessors                            1 to 100 (MaxAssessors)
//	cost per point                       0 to 1e12 (MaxCostPerPoint), at most 34 digits
//	evidence                             at most 1000 bytes (MaxEvidence)
//	checks                               at most 15 (MaxChecks)
//	custom checks                        at most 100 (MaxCustomChecks)
//	reasons                              1 to 1000 bytes (MaxReason)
//	actions                              at most 1000 (MaxActions)
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
//	growth of sales and of capacity      -1 to 1000 (MaxGrowth)
//	morale, quarterly reviews            0 to 10 (MaxMorale, MaxReview)
//	orders, capacity, load, headroom     0 to 1e9 (MaxLoad)
//	leads                                0 to 1e9 (MaxLoad), at most 520 months (MaxWeeks)
//	returns, bad reviews                 0 to 1e6 (MaxComplaints), at most 520 weeks (MaxWeeks)
//	snapshots                            1 to 520 (MaxPeriods)
//	margin                               -1000 to 1000 (MaxMargin)
//	cycle time                           0 to 100000 hours (MaxCycleHours)
//	inventory turnover                   0 to 1e6 a year (MaxTurnover)
//	efficiency                           0 to 1000 (MaxEfficiency)
//	revenue, costs, budgets, pipeline    as sales and plan
//	weights of the alignment score       0 to 1000 (MaxAlignmentWeight)
//
// Warn, HoldWarnings, ScoreAlignment, DecideGrowth and DecideWeek need no
// memory, a dashboard of 520 snapshots about a megabyte, RaiseFlags up to a
// hundred kilobytes for the most stages, the others some ten.
package readiness
