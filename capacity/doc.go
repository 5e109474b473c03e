// Package capacity tells how much operations can deliver, and what breaks first
// when sales grow.
//
// # What it answers
//
// [Assess] returns how full each stage is, which one is the bottleneck, whether
// the buffer holds, and how many more orders a day sales may take: the headroom.
// [CheckAudit] returns what the audit does not tell, and where it contradicts
// itself. [StressTest] returns the order in which the stages break as orders grow,
// with the exact multiple at which each turns yellow and red, and what a surge or
// a loss of capacity does: backlog and recovery, waits, overtime, what to
// outsource, late orders, and remedies.
//
// [PredictWait] returns how long orders wait at each stage, [AnalyzeQueue] and
// [StaffQueue] do so for one queue and find the fewest people for a target.
// [Calibrate] infers from a delay that changed how full a stage was,
// [EstimateDegradation] how quality falls as utilization rises. [RemediesFor] and
// [FindBreakingPoint] look up what helps.
//
// [PlanGrowth] takes a path of growth and tells month by month whether
// operations can carry it, whom to hire and when to start. [ProjectLoad] turns
// the pipeline into work, stage by stage and week by week, and names the deals
// that take a stage past its capacity. [PrepareReview] is both and the
// assessment in one call, for the weekly review. [BalanceTerritories] and
// [AssignAccounts] do for the people who sell what the others do for
// operations: nobody has more than can be done, and every account has an owner.
//
// # The model
//
// An [Audit] holds today's orders a day and the stages that they go through.
// Each [Stage] is looked at by itself:
//
//	symbol  unit                 what it is
//	O       orders a day         today's orders
//	T       transactions         transactions per order
//	B       transactions         backlog open today
//	D       working days         time in which the backlog is to be cleared
//	C       transactions a day   capacity: measured maximum, or people × hours a day / hours per transaction
//	m       -                    multiple of today's orders; 1 is today
//
// Demand is what is offered, m × O × T + B / D, and may exceed capacity.
// Utilization is demand / C. The line's utilization and status are the
// bottleneck's, never an average. Capacity is straight time: overtime is load
// above it. When a stage gives both capacities the smaller counts.
//
// Headroom is the least of (target × C - B / D) / T - O over the stages. The
// stage that it comes from need not be the bottleneck: one that is full of
// backlog, or that an order hardly touches, has more room than its utilization
// tells.
//
// A transaction of an order class that takes more or less work than others counts
// as so much more or less than one of the stage. The stages of a [Team] have its
// people in common: capacity is the team's, counted in the stage's transactions,
// and its stages have one utilization and break together. Outages and rework lower
// the capacity of people, a measured maximum has them already.
//
// Growth plans hire for a stage, or for a team once for all its stages
// ([Hiring]). The pipeline's load is that of the team as well, since it is
// compared with the team's capacity.
//
// A surge is fluid where it says backlog: what arrives above capacity waits, and a
// backlog is worked off by the capacity that arrivals leave.
//
// The break order looks at each stage by itself, as if the others let everything
// through: those after the first are what breaks next once the ones before are
// fixed. The flow of the line ([Surge.OrdersOutPerDay], [StageSurge.FedPerDay])
// takes the stages in the order of the audit, and a stage that is full passes on no
// more than it can do.
//
// # Queues
//
// Work waits below capacity too, since it arrives unevenly.
//
//	symbol  unit                 what it is
//	λ       transactions a day   arrivals
//	μ       transactions a day   what one server completes
//	c       -                    servers: the people of a stage or team, one where the audit names none
//	ca²     -                    squared coefficient of variation of the times between arrivals
//	cs²     -                    squared coefficient of variation of the times of the work
//	C       -                    Erlang's chance to wait
//
// In the long run the mean wait is (ca² + cs²) / 2 × C / (c μ - λ), without end when
// λ >= c μ. The result names the model and says whether it is valid here.
//
//	model                holds for                                   waits are
//	erlang-c             random arrivals, exponential work           exact
//	pollaczek-khinchine  random arrivals, any work, one server       exact on average
//	allen-cunneen        any arrivals and work                       approximate, not valid below a utilization of 0.5
//
// The long run is not what a surge of weeks reaches. After a surge the wait is that
// of the queue that began in the long run of today's volume, or at the open
// backlog:
//
//	method          when                                               error
//	uniformization  at most MaxWaitCells cells of work                 bounded, and the bound is given
//	diffusion       otherwise                                          not bounded; some percent in heavy traffic
//	fluid           neither arrivals nor work vary                     none
//
// An uneven stream other than random stretches time and queue by (ca² + cs²) / 2,
// which agrees with the long run.
//
// # The rules
//
// Each is a [salesops.Finding] of the result. Findings are multiplied out, so
// both sides may carry a factor: demand and capacity are in hours for a stage
// that goes by people, and in as many days as the backlog is to be cleared in.
//
//	rule              row     fires when                              then
//	measured-binds    CAP-1   measured maximum < people's capacity    the measured maximum counts
//	above-yellow      CAP-4   utilization > 0.85                      the stage is yellow
//	at-red            CAP-4   utilization >= 1                        the stage is red
//	thin-buffer       CAP-7   1.20 × demand > capacity                the buffer does not hold
//	past-target       CAP-11  utilization > 0.85                      no headroom
//	high-error-rate   CAP-11  error rate > 0.05                       no headroom
//	late-delivery     CAP-11  on-time share < 0.95                    no headroom
//	low-satisfaction  CAP-11  satisfaction < 8                        no headroom
//	high-overtime     CAP-3   overtime > 10 hours a week per person   reported only
//
// The rule measured-binds is listed for a stage with both capacities only. A
// quality measure that was not taken makes its rule not applicable. The buffer
// is 20% of the demand by default, and 20% of the capacity by choice
// ([BufferBasis]): demand > capacity - 0.20 × capacity.
//
// Growth plans and projections have the findings above-yellow, at-red and
// thin-buffer of the first month or week that is past a line.
//
// # The rules of territories
//
//	rule                  row     fires when                                      then
//	opportunity-high      CAP-13  opportunity > (1 + 0.15) × average              the territory has more than fair
//	opportunity-low       CAP-13  opportunity < (1 - 0.15) × average              it has less than fair
//	workload-high         CAP-13  workload > (1 + 0.15) × average                 it is more work than fair
//	workload-low          CAP-13  workload < (1 - 0.15) × average                 it is less work than fair
//	beyond-hours          CAP-13  workload > the rep's hours                      it is more than the rep can cover
//	overlapping-accounts  CAP-13  accounts that several territories claim > 0     they get one owner
//	orphaned-accounts     CAP-13  accounts that no territory claims > 0           they get an owner
//
// # The playbook's rows
//
//	row     rule in a line                                                    function                                                                                  number
//	CAP-1   audit what each stage can do in a day                             Audit, Stage, Team, LeadTime, Assess, CheckAudit, ContradictionPolicy                     0.25 (ours)
//	CAP-2   hours per transaction and transactions per order                  Stage, OrderClass, Assess                                                                 none
//	CAP-3   quality at today's volume, kept with the audit                    Quality, QualityPolicy, Assess                                                            none
//	CAP-4   green, yellow, red by utilization; the bottleneck is the line     Assess, StressTest, StatusPolicy, DefaultPolicy                                           0.85, 1.00 (playbook's)
//	CAP-5   what breaks first at 125%, 150%, 200%, the waits, the recovery    StressTest, PlaybookScenarios, Loss, StressPolicy, PredictWait, AnalyzeQueue, StaffQueue  1.25, 1.50, 2.00, 10 and 15 hours (playbook's), 20 days (ours)
//	CAP-6   how full a stage was from its delay; quality against utilization  Calibrate, CalibrationPolicy, EstimateDegradation                                         0.05 (ours)
//	CAP-7   keep a buffer of 20%                                              Assess, PlanGrowth, BufferPolicy, DefaultPolicy                                           0.20 (playbook's)
//	CAP-8   grow in phases, and leave one only when all is well               PlanGrowth, PlaybookGrowth, Growth, Hiring, GrowthPolicy                                  1.10, 1.15, 1.25, 1.30 (playbook's), 9 weeks, 21 days (ours)
//	CAP-9   five breaking points, their symptoms and remedies                 BreakingPoint, BreakingPoints, RemediesFor, FindBreakingPoint                             none
//	CAP-10  the weekly review in one call                                     PrepareReview, Outlook                                                                    none
//	CAP-11  sell only what can be delivered with quality                      Assess, Headroom, HeadroomPolicy, QualityPolicy                                           0.85, 0.05, 0.95, 8 (playbook's)
//	CAP-13  territories with a fair chance, a size to cover, one owner        BalanceTerritories, TerritoryMap, TerritoryPolicy                                         0.15, 10000 moves (ours)
//	CAP-14  strategic, mid-market and small accounts to the right reps        AssignAccounts, AccountBook, Serves                                                       none
//	CAP-15  what the pipeline will do to operations                           ProjectLoad, Pipeline, Deal, LoadPolicy                                                   0.5, 4096 loads (ours)
//
// CAP-12, three cases, holds too little data to test a model; the examples
// PlanGrowth (prepared), StressTest (maker) and StressTest (service) work with its
// numbers.
//
// # Defaults
//
// Each number is a constant with its unit, and a field of a policy;
// [DefaultPolicy] returns them. Those of the playbook's are marked in the table;
// ours are how long a surge lasts ([DefaultSurgeDays]), the working days of a week
// ([DefaultWorkingDaysPerWeek]) and a month ([DefaultWorkingDaysPerMonth]), the
// weeks of overtime ([DefaultMaxOvertimeWeeks]), two tolerances
// ([DefaultCapacityTolerance], [DefaultUtilizationTolerance]), the work spent on a
// wait ([DefaultMaxWaitCells]) and all numbers of the pipeline and of territories.
// That overtime of today is reported from the lower of the playbook's two figures on
// is a choice too.
//
// # Exactness
//
// A float64 in an input means its shortest decimal, and every comparison is
// made in those decimals, multiplied out: 62.5 × 1.36 against 0.85 × 100 is at
// the line. Each float64 of a result is the one nearest to the exact value of
// its formula; headroom is rounded down and break multipliers up, to the last
// float64 that is within the target and the first at which the status has
// changed. These results are the same on every architecture.
//
// Waits come out of a model, in float64: relative errors stay below 1e-10 in the
// long run. Whether a queue is stable, and the fewest people for a target, are
// decided exactly.
//
// # Errors and limits
//
// A value out of its range is an *[salesops.InputError]; all of them are
// reported together. A stage over capacity, no headroom or a backlog that never
// drains are results. Every number that must be above zero is at least 1e-9
// (MinPositive).
//
//	input                                  limit
//	stages                                 200 (MaxStages)
//	orders or transactions a day, backlog  1e9 (MaxVolume)
//	transactions per order                 1e6 (MaxTransactionsPerOrder)
//	people                                 100000 (MaxPeople)
//	hours a day of a person                24 (MaxHoursPerDay)
//	hours per transaction                  1e6 (MaxHoursPerTransaction)
//	days                                   10000 (MaxDays)
//	satisfaction                           10 (MaxSatisfaction)
//	overtime hours a week                  168 (MaxOvertime)
//	scenarios                              20 (MaxScenarios)
//	multiplier                             1000 (MaxMultiplier)
//	losses of a scenario                   200 (MaxLosses)
//	teams                                  100 (MaxTeams)
//	order classes                          20 (MaxClasses)
//	working days of a week                 7 (MaxWorkingDays)
//	squared coefficients of variation      1000 (MaxSCV)
//	transactions a day of a queue          1e12 (MaxRate)
//	shrinkage                              0.9 (MaxShrinkage)
//	ratio of delays                        1e6 (MaxDelayRatio)
//	observations of quality                1000 (MaxObservations)
//	utilization observed                   10 (MaxUtilization)
//	cells of a wait                        1e8 (MostWaitCells)
//	phases of growth                       20 (MaxPhases)
//	months of a path                       120 (MaxMonths)
//	months until somebody joins            36 (MaxLeadMonths)
//	months until somebody is productive    24 (MaxRampMonths)
//	share of people who leave in a month   0.5 (MaxAttrition)
//	wage a month                           1e9 (MaxWage)
//	people, with all who ever join         1e6 (MaxStaff)
//	deals                                  2000 (MaxDeals)
//	weeks of a projection, of a deal       104 (MaxWeeks)
//	special requirements of a deal         20 (MaxNeeds)
//	work of a deal at a stage              1e9 (MaxDealWork)
//	loads that are told apart              65536 (MaxLoadCells)
//	the same times deals, in all           2e9 (MaxLoadSteps)
//	territories                            1000 (MaxTerritories)
//	accounts                               50000 (MaxTerritoryAccounts)
//	claims to one account                  20 (MaxClaims)
//	opportunity of an account              1e9 (MaxOpportunity)
//	hours a week of an account             1e6 (MaxHoursPerWeek)
//	steps of a search for moves            2e7 (MaxBalanceSteps)
//	reps                                   1000 (MaxReps)
//
// At these limits an assessment holds some 0.3 megabytes and the result of a
// stress test 6; making it takes up to MaxWaitCells × 3 nanoseconds for each stage
// and scenario, and 16 bytes a cell at most.
package capacity
