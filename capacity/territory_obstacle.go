package capacity

import (
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// ObstacleKind is what sort of thing stands in the way of balance.
type ObstacleKind string

// The kinds of obstacles. All but the last two are proofs: with them there, no
// moves bring every territory within its bounds.
const (
	// TooLittleTime: all accounts together take more time than all reps have.
	TooLittleTime ObstacleKind = "too-little-time"
	// TooFewAccounts: there are more territories than accounts, and one
	// without an account is outside the tolerance.
	TooFewAccounts ObstacleKind = "too-few-accounts"
	// RepTooShort: a rep has less time than the least workload within the
	// tolerance.
	RepTooShort ObstacleKind = "rep-too-short"
	// AccountTooLarge: an account alone is more than any territory may have.
	AccountTooLarge ObstacleKind = "account-too-large"
	// PinnedTooMuch: the pinned accounts of a territory are more than it may
	// have.
	PinnedTooMuch ObstacleKind = "pinned-too-much"
	// MoveLimitMet: the policy allows no more moves, or the search has looked at
	// [MaxBalanceSteps] changes.
	MoveLimitMet ObstacleKind = "move-limit-met"
	// SearchEnded: no move of one account and no exchange of two lowers the
	// imbalance. Larger changes might.
	SearchEnded ObstacleKind = "search-ended"
)

// ObstacleKinds returns all kinds in the order in which obstacles are listed.
func ObstacleKinds() []ObstacleKind {
	return []ObstacleKind{TooLittleTime, TooFewAccounts, RepTooShort, AccountTooLarge, PinnedTooMuch, MoveLimitMet, SearchEnded}
}

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [ObstacleKinds].
func (k ObstacleKind) MarshalText() ([]byte, error) {
	return strict.Text("ObstacleKind", k, ObstacleKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [ObstacleKinds].
func (k *ObstacleKind) UnmarshalText(text []byte) error {
	return strict.Parse("ObstacleKind", k, text, ObstacleKinds())
}

// Obstacle is something that stands in the way of balance.
type Obstacle struct {
	// Kind is what sort of thing it is.
	Kind ObstacleKind `json:"kind"`
	// Subject is the territory or the account; empty for the whole map.
	Subject string `json:"subject,omitzero"`
}

// obstacles returns what stands in the way, by kind and then by name. There is
// at least one.
func (b *bands) obstacles() []Obstacle {
	var list []Obstacle
	var time, longest int64
	for t := range b.territories {
		time, longest = time+b.hours[t], max(longest, b.bounds[t].high.hours)
	}
	if b.all.hours > time {
		list = append(list, Obstacle{Kind: TooLittleTime})
	}
	if len(b.accounts) < b.territories && b.fair.low != (holding{}) {
		list = append(list, Obstacle{Kind: TooFewAccounts})
	}
	for t := range b.territories {
		if b.hours[t] < b.fair.low.hours {
			list = append(list, Obstacle{RepTooShort, b.names[t]})
		}
	}
	pinned := make([]holding, b.territories)
	for a, account := range b.accounts {
		if b.size[a].exceeds(holding{b.fair.high.opportunity, longest}) {
			list = append(list, Obstacle{AccountTooLarge, account.Name})
		}
		if account.Pinned {
			pinned[b.owner[a]] = pinned[b.owner[a]].plus(b.size[a])
		}
	}
	for t := range b.territories {
		if pinned[t].exceeds(b.bounds[t].high) {
			list = append(list, Obstacle{PinnedTooMuch, b.names[t]})
		}
	}
	switch {
	case b.stopped:
		list = append(list, Obstacle{Kind: MoveLimitMet})
	case list == nil:
		list = append(list, Obstacle{Kind: SearchEnded})
	}
	return list
}

// UnmarshalJSON reads a balance strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice and every value out of
// range; if the territories after the moves are not those before; if the
// findings are not those of the territories in order; and if Balanced, Left and
// Obstacles contradict each other.
func (b *TerritoryBalance) UnmarshalJSON(data []byte) error {
	type plain TerritoryBalance
	return strict.Unmarshal(data, "TerritoryBalance", (*plain)(b), func(p *plain, in fault.Scope) { (*TerritoryBalance)(p).check(in) })
}

func (b *TerritoryBalance) check(in fault.Scope) {
	if !in.Length("Before", len(b.Before), 1, MaxTerritories) {
		return
	}
	if len(b.After) != len(b.Before) {
		in.Conflict("After", "", "the territories of Before")
		return
	}
	names := make(map[string]bool, len(b.Before))
	rest := reader{findings: b.Findings, in: in}
	for i := range b.Before {
		b.Before[i].check(in.At("Before", i))
		at := in.At("After", i)
		b.After[i].check(at)
		name := b.Before[i].Territory
		if b.After[i].Territory != name || names[name] {
			at.Conflict("Territory", b.After[i].Territory, "the territories of Before, each once")
		}
		names[name] = true
		for _, rule := range TerritoryRules()[:5] {
			rest.next(Rule(rule), name)
		}
	}
	rest.next(Rule(OverlappingAccounts), "")
	rest.next(Rule(OrphanedAccounts), "")
	rest.end()
	b.checkMoves(in, names)
	b.checkLeft(in, names)
}

func (l *TerritoryLoad) check(in fault.Scope) {
	in.Name("Territory", l.Territory)
	in.Int("Accounts", l.Accounts, 0, MaxTerritoryAccounts, "accounts")
	in.Float("Opportunity", l.Opportunity, 0, math.MaxFloat64, "")
	notNegative(in, "OpportunityIndex", l.OpportunityIndex)
	in.Float("HoursPerWeek", l.HoursPerWeek, 0, math.MaxFloat64, "hours")
	notNegative(in, "WorkloadIndex", l.WorkloadIndex)
	in.Float("Utilization", l.Utilization, 0, math.MaxFloat64, "as a fraction of the rep's hours")
}

func (b *TerritoryBalance) checkMoves(in fault.Scope, territories map[string]bool) {
	for i := range b.Moves {
		move, at := &b.Moves[i], in.At("Moves", i)
		at.Name("Account", move.Account)
		if i > 0 && move.Account <= b.Moves[i-1].Account {
			at.Conflict("Account", move.Account, "the accounts by name, each once")
		}
		if !territories[move.To] {
			at.Conflict("To", move.To, "one of the territories")
		}
		if (move.Reason == ForBalance) != (move.From != "") || move.From == move.To || move.From != "" && !territories[move.From] {
			at.Conflict("From", move.From, "another territory when it moves for balance, and none otherwise")
		}
	}
}

func (b *TerritoryBalance) checkLeft(in fault.Scope, territories map[string]bool) {
	for i, f := range b.Left {
		if f.Outcome != salesops.Fired || !territories[f.Subject] || !slices.Contains(TerritoryRules()[:5], TerritoryRule(f.Rule)) {
			at := in.At("Left", i)
			at.Conflict("Rule", f.Rule, "a rule of a territory that fired")
		}
	}
	for i, o := range b.Obstacles {
		if at := in.At("Obstacles", i); i > 0 && slices.Index(ObstacleKinds(), o.Kind) < slices.Index(ObstacleKinds(), b.Obstacles[i-1].Kind) {
			at.Conflict("Kind", string(o.Kind), "the obstacles by kind")
		}
	}
	if b.Balanced != (len(b.Left) == 0) || b.Balanced != (len(b.Obstacles) == 0) || b.Left == nil || b.Obstacles == nil {
		in.Conflict("Balanced", "", "no finding left and no obstacle exactly when balanced")
	}
}
