package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of territories and accounts.
const (
	// MaxTerritories is the most territories of a map.
	MaxTerritories = 1000
	// MaxTerritoryAccounts is the most accounts of a map.
	MaxTerritoryAccounts = 50000
	// MaxClaims is the most territories that claim one account.
	MaxClaims = 20
	// MaxOpportunity is the largest opportunity of an account, in money or
	// points.
	MaxOpportunity = 1e9
	// MinTerritoryHours is the least time of a rep, in hours a week.
	MinTerritoryHours = 0.001
	// MaxBalanceSteps is the most changes that a search for moves looks at, the
	// territories among which it looks for the next counted too: about a
	// second of work.
	MaxBalanceSteps = 20_000_000
	// MaxHoursPerWeek is the most hours a week that an account takes.
	MaxHoursPerWeek = 1e6
)

// TerritoryMap is who sells where. A territory may be a region, a size of
// account, an industry or a segment: what makes it one does not matter here.
//
// Opportunities and hours are counted in thousandths, rounded half away from
// zero.
//
// As JSON it is read strictly.
//
// Playbook: CAP-13.
type TerritoryMap struct {
	// Territories are the territories in any order: 1 to [MaxTerritories] with
	// unique names.
	Territories []Territory `json:"territories"`
	// Accounts are all accounts in any order: 1 to [MaxTerritoryAccounts] with
	// unique names.
	Accounts []TerritoryAccount `json:"accounts"`
}

// Territory is what one rep covers.
//
// Playbook: CAP-13.
type Territory struct {
	// Name is the territory's name.
	Name string `json:"name"`
	// HoursPerWeek is the time that its rep has for accounts,
	// [MinTerritoryHours] to [MaxOvertime] hours, the hours of a week.
	HoursPerWeek float64 `json:"hours_per_week"`
}

// TerritoryAccount is an account that some territory should own.
//
// Playbook: CAP-13.
type TerritoryAccount struct {
	// Name is the account's name.
	Name string `json:"name"`
	// Claims are the territories that hold the account to be theirs, at most
	// [MaxClaims] of the map: none for an orphan, several for one that is
	// claimed more than once.
	Claims []string `json:"claims"`
	// Opportunity is what can be sold to the account, in money or points: 0
	// to [MaxOpportunity].
	Opportunity float64 `json:"opportunity"`
	// HoursPerWeek is the rep's work that the account takes, 0 to
	// [MaxHoursPerWeek].
	HoursPerWeek float64 `json:"hours_per_week"`
	// Pinned keeps the account with the one territory that claims it.
	Pinned bool `json:"pinned,omitzero"`
}

// UnmarshalJSON reads a map strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and every value that
// [BalanceTerritories] refuses.
func (m *TerritoryMap) UnmarshalJSON(data []byte) error {
	type plain TerritoryMap
	return strict.Unmarshal(data, "TerritoryMap", (*plain)(m), func(p *plain, in fault.Scope) { (*TerritoryMap)(p).collect(in) })
}

func (m *TerritoryMap) collect(in fault.Scope) {
	territories := make(map[string]bool, len(m.Territories))
	if in.Length("Territories", len(m.Territories), 1, MaxTerritories) {
		for i := range m.Territories {
			territory, at := &m.Territories[i], in.At("Territories", i)
			at.Name("Name", territory.Name)
			uniqueName(at, "Name", territory.Name, territories, "territory")
			if territory.HoursPerWeek == 0 {
				at.Positive("HoursPerWeek", 0, MaxOvertime, "hours")
			} else {
				at.Float("HoursPerWeek", territory.HoursPerWeek, MinTerritoryHours, MaxOvertime, "hours")
			}
		}
	}
	if in.Length("Accounts", len(m.Accounts), 1, MaxTerritoryAccounts) {
		names := make(map[string]bool, len(m.Accounts))
		for i := range m.Accounts {
			at := in.At("Accounts", i)
			at.Name("Name", m.Accounts[i].Name)
			uniqueName(at, "Name", m.Accounts[i].Name, names, "account")
			m.Accounts[i].collect(at, territories)
		}
	}
}

func (a *TerritoryAccount) collect(in fault.Scope, territories map[string]bool) {
	if in.Length("Claims", len(a.Claims), 0, MaxClaims) {
		for i, claim := range a.Claims {
			at := in.At("Claims", i)
			if !territories[claim] {
				at.Conflict("", claim, "a territory of the map")
			}
			for _, other := range a.Claims[:i] {
				if other == claim {
					at.Conflict("", claim, "each territory once")
				}
			}
		}
	}
	in.Float("Opportunity", a.Opportunity, 0, MaxOpportunity, "of money or points")
	in.Float("HoursPerWeek", a.HoursPerWeek, 0, MaxHoursPerWeek, "hours")
	if a.Pinned && len(a.Claims) != 1 {
		in.Conflict("Pinned", "true", "an account that one territory claims")
	}
}

// thousandths returns a number in thousandths, rounded.
func thousandths(x float64) int64 { return whole(exact.Decimal(x).Shift(3).Round(0)) }

func fromThousandths(n int64) decimal.Decimal { return decimal.New(n, -3) }

// TerritoryRule is one of the comparisons that are made of territories.
type TerritoryRule string

// The rules in the order in which findings are listed: five for a territory,
// then two for the map.
const (
	// OpportunityHigh fires when a territory has more opportunity than fair.
	OpportunityHigh TerritoryRule = "opportunity-high"
	// OpportunityLow fires when it has less than fair.
	OpportunityLow TerritoryRule = "opportunity-low"
	// WorkloadHigh fires when its accounts take more time than the average.
	WorkloadHigh TerritoryRule = "workload-high"
	// WorkloadLow fires when they take less.
	WorkloadLow TerritoryRule = "workload-low"
	// BeyondHours fires when they take more time than the rep has.
	BeyondHours TerritoryRule = "beyond-hours"
	// OverlappingAccounts fires when an account is claimed more than once.
	OverlappingAccounts TerritoryRule = "overlapping-accounts"
	// OrphanedAccounts fires when nobody claims an account.
	OrphanedAccounts TerritoryRule = "orphaned-accounts"
)

// TerritoryRules returns all rules in the order in which findings are listed.
func TerritoryRules() []TerritoryRule {
	return []TerritoryRule{
		OpportunityHigh, OpportunityLow, WorkloadHigh, WorkloadLow, BeyondHours, OverlappingAccounts, OrphanedAccounts,
	}
}

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [TerritoryRules].
func (r TerritoryRule) MarshalText() ([]byte, error) {
	return strict.Text("TerritoryRule", r, TerritoryRules())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [TerritoryRules].
func (r *TerritoryRule) UnmarshalText(text []byte) error {
	return strict.Parse("TerritoryRule", r, text, TerritoryRules())
}

// findings returns the five findings of a territory that has so much.
func (b *bands) findings(territory string, has holding, hours int64, tolerance float64) []salesops.Finding {
	n := decimal.New(int64(b.territories), 0)
	share := exact.Decimal(tolerance)
	line := func(rule TerritoryRule, measure, unit string, mine, all int64, op string, side decimal.Decimal) salesops.Finding {
		return decide(salesops.Finding{
			Rule: string(rule), Playbook: "CAP-13", Subject: territory, Measure: measure, Unit: unit,
			Left: fromThousandths(mine).Mul(n), Op: op, Right: fromThousandths(all).Add(fromThousandths(all).Mul(side)),
		})
	}
	return []salesops.Finding{
		line(OpportunityHigh, "opportunity × territories", "of opportunity", has.opportunity, b.all.opportunity, ">", share),
		line(OpportunityLow, "opportunity × territories", "of opportunity", has.opportunity, b.all.opportunity, "<", share.Neg()),
		line(WorkloadHigh, "workload × territories", "hours a week", has.hours, b.all.hours, ">", share),
		line(WorkloadLow, "workload × territories", "hours a week", has.hours, b.all.hours, "<", share.Neg()),
		decide(salesops.Finding{
			Rule: string(BeyondHours), Playbook: "CAP-13", Subject: territory, Measure: "workload", Unit: "hours a week",
			Left: fromThousandths(has.hours), Op: ">", Right: fromThousandths(hours),
		}),
	}
}

// countFinding compares a number of accounts with none.
func countFinding(rule TerritoryRule, n int) salesops.Finding {
	return decide(salesops.Finding{
		Rule: string(rule), Playbook: "CAP-13", Measure: "accounts", Unit: "accounts",
		Left: decimal.New(int64(n), 0), Op: ">", Right: decimal.New(0, 0),
	})
}
