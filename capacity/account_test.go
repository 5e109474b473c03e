package capacity_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func assigned(t testkit.Failer, b capacity.AccountBook) capacity.AccountPlan {
	t.Helper()
	before := text(t, b)
	got, err := capacity.AssignAccounts(b)
	require.NoError(t, err)
	require.Equal(t, before, text(t, b), "the arguments are not changed")
	testkit.RoundTrip(t, got)
	return got
}

func TestAssignAccounts(t *testing.T) {
	book := capacity.AccountBook{
		Accounts: []capacity.Account{
			{Name: "corner shop", Tier: capacity.Small, Opportunity: 5, HoursPerWeek: 1},
			{Name: "acme", Tier: capacity.Strategic, Opportunity: 500, HoursPerWeek: 8},
			{Name: "bolt", Tier: capacity.Strategic, Opportunity: 900, HoursPerWeek: 10},
			{Name: "crate", Tier: capacity.Strategic, Opportunity: 400, HoursPerWeek: 2},
			{Name: "dale", Tier: capacity.MidMarket, Opportunity: 90, HoursPerWeek: 4},
			{Name: "elm", Tier: capacity.MidMarket, Opportunity: 90, HoursPerWeek: 4},
			{Name: "fern", Tier: capacity.MidMarket, Opportunity: 90, HoursPerWeek: 5},
		},
		Reps: []capacity.Rep{
			{Name: "ann", Seniority: capacity.BestRep, HoursLeft: 10}, {Name: "vic", Seniority: capacity.VicePresident, HoursLeft: 10},
			{Name: "sam", Seniority: capacity.SeniorRep, HoursLeft: 9},
		},
	}
	got := assigned(t, book)
	require.Equal(t, []capacity.RepLoad{
		{Rep: "ann", Tier: capacity.Strategic, Accounts: []string{"acme", "crate"}, HoursPerWeek: 10},
		{Rep: "vic", Tier: capacity.Strategic, Accounts: []string{"bolt"}, HoursPerWeek: 10},
		{Rep: "sam", Tier: capacity.MidMarket, Accounts: []string{"fern", "dale"}, HoursPerWeek: 9},
	}, got.Reps)
	require.Equal(t, []capacity.Unplaced{
		{Account: "elm", Tier: capacity.MidMarket, Reason: capacity.NoRepWithTime, HoursPerWeek: 4, MostHoursLeft: salesops.Defined(0)},
		{Account: "corner shop", Tier: capacity.Small, Reason: capacity.NoSuchRep, HoursPerWeek: 1, MostHoursLeft: got.Unplaced[1].MostHoursLeft},
	}, got.Unplaced)
	_, some := got.Unplaced[1].MostHoursLeft.Value()
	require.False(t, some)
	testkit.Golden(t, "account_book", book)
	testkit.Golden(t, "account_plan", got)
}

// Hours are added as decimals: three times 0.1 are 0.3.
func TestAssignAtTheLine(t *testing.T) {
	book := capacity.AccountBook{Reps: []capacity.Rep{{Name: "new", Seniority: capacity.NewerRep, HoursLeft: 0.3}}}
	for i := range 3 {
		book.Accounts = append(book.Accounts, capacity.Account{Name: strconv.Itoa(i), Tier: capacity.Small, HoursPerWeek: 0.1})
	}
	got := assigned(t, book)
	require.Empty(t, got.Unplaced)
	require.Equal(t, []float64{0.3, 0}, []float64{got.Reps[0].HoursPerWeek, got.Reps[0].HoursLeft})
	book.Accounts = append(book.Accounts, capacity.Account{Name: "free", Tier: capacity.Small}, capacity.Account{Name: "tiny", Tier: capacity.Small, HoursPerWeek: 1e-9})
	got = assigned(t, book)
	require.Len(t, got.Unplaced, 1)
	require.Equal(t, "tiny", got.Unplaced[0].Account)
}

func TestServes(t *testing.T) {
	var tiers []capacity.Tier
	for _, s := range capacity.Seniorities() {
		tiers = append(tiers, s.Serves())
	}
	require.Equal(t, []capacity.Tier{capacity.Strategic, capacity.Strategic, capacity.MidMarket, capacity.Small}, tiers)
	require.Empty(t, capacity.Seniority("boss").Serves())
}

func TestAccountsRejected(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	rep := capacity.Rep{Name: "r", Seniority: capacity.NewerRep}
	one := capacity.Account{Name: "a", Tier: capacity.Small}
	for name, tc := range map[string]struct {
		book capacity.AccountBook
		want []testkit.Fault
	}{
		"nothing":  {capacity.AccountBook{}, []testkit.Fault{{Field: "AccountBook.Accounts", Reason: missing}, {Field: "AccountBook.Reps", Reason: missing}}},
		"too many": {capacity.AccountBook{Accounts: make([]capacity.Account, 50001), Reps: make([]capacity.Rep, 1001)}, []testkit.Fault{{Field: "AccountBook.Accounts", Reason: out}, {Field: "AccountBook.Reps", Reason: out}}},
		"twice":    {capacity.AccountBook{Accounts: []capacity.Account{one, one}, Reps: []capacity.Rep{rep, rep}}, []testkit.Fault{{Field: "AccountBook.Accounts[1].Name", Reason: conflict}, {Field: "AccountBook.Reps[1].Name", Reason: conflict}}},
		"account": {
			capacity.AccountBook{Accounts: []capacity.Account{{Tier: "huge", Opportunity: -1, HoursPerWeek: 1e6 + 1}}, Reps: []capacity.Rep{rep}},
			[]testkit.Fault{{Field: "AccountBook.Accounts[0].Name", Reason: missing}, {Field: "AccountBook.Accounts[0].Tier", Reason: out}, {Field: "AccountBook.Accounts[0].Opportunity", Reason: out}, {Field: "AccountBook.Accounts[0].HoursPerWeek", Reason: out}},
		},
		"rep": {
			capacity.AccountBook{Accounts: []capacity.Account{one}, Reps: []capacity.Rep{{HoursLeft: 169}}},
			[]testkit.Fault{{Field: "AccountBook.Reps[0].Name", Reason: missing}, {Field: "AccountBook.Reps[0].Seniority", Reason: missing}, {Field: "AccountBook.Reps[0].HoursLeft", Reason: out}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capacity.AssignAccounts(tc.book)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, got)
		})
	}
	var read capacity.AccountBook
	err := json.Unmarshal([]byte(`{"accounts":[{"name":"a","tier":"small","opportunity":1,"hours_per_week":1,"vip":true}],"reps":[]}`), &read)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "AccountBook.Accounts[0].vip", Reason: out}, testkit.Fault{Field: "AccountBook.Reps", Reason: missing})
}

func books() *rapid.Generator[capacity.AccountBook] {
	return rapid.Custom(func(t *rapid.T) capacity.AccountBook {
		var b capacity.AccountBook
		for i := range rapid.IntRange(1, 15).Draw(t, "accounts") {
			b.Accounts = append(b.Accounts, capacity.Account{
				Name: "a" + strconv.Itoa(i), Tier: rapid.SampledFrom(capacity.Tiers()).Draw(t, "tier"),
				Opportunity: rapid.SampledFrom([]float64{0, 10, 20}).Draw(t, "opportunity"), HoursPerWeek: rapid.SampledFrom([]float64{0, 0.1, 0.2, 3, 4}).Draw(t, "hours"),
			})
		}
		for i := range rapid.IntRange(1, 6).Draw(t, "reps") {
			b.Reps = append(b.Reps, capacity.Rep{
				Name: "r" + strconv.Itoa(i), Seniority: rapid.SampledFrom(capacity.Seniorities()).Draw(t, "seniority"), HoursLeft: rapid.SampledFrom([]float64{0, 0.3, 7, 8}).Draw(t, "left"),
			})
		}
		return b
	})
}

// Every account is placed once, with a rep of its tier who has the time, or
// listed; in order, to the rep with the most time.
func assignmentProperty(t *rapid.T) {
	b := books().Draw(t, "book")
	got := assigned(t, b)
	left := make(map[string]*big.Rat)
	place := make(map[string]string)
	for i, load := range got.Reps {
		require.Equal(t, b.Reps[i].Name, load.Rep)
		require.Equal(t, b.Reps[i].Seniority.Serves(), load.Tier)
		left[load.Rep] = rat(b.Reps[i].HoursLeft)
		for _, name := range load.Accounts {
			require.NotContains(t, place, name, "placed twice")
			place[name] = load.Rep
		}
	}
	var unplaced []string
	for _, u := range got.Unplaced {
		require.NotContains(t, place, u.Account)
		unplaced = append(unplaced, u.Account)
	}
	require.Len(t, b.Accounts, len(place)+len(unplaced))
	turns := slices.Clone(b.Accounts)
	slices.SortFunc(turns, func(x, y capacity.Account) int {
		for _, c := range []int{
			slices.Index(capacity.Tiers(), x.Tier) - slices.Index(capacity.Tiers(), y.Tier),
			int(y.Opportunity - x.Opportunity), rat(y.HoursPerWeek).Cmp(rat(x.HoursPerWeek)),
		} {
			if c != 0 {
				return c
			}
		}
		return map[bool]int{true: -1, false: 1}[x.Name < y.Name]
	})
	for _, a := range turns {
		var most *big.Rat
		for _, r := range b.Reps {
			if r.Seniority.Serves() == a.Tier && (most == nil || left[r.Name].Cmp(most) > 0) {
				most = left[r.Name]
			}
		}
		rep, placed := place[a.Name]
		require.Equal(t, most != nil && most.Cmp(rat(a.HoursPerWeek)) >= 0, placed)
		if placed {
			require.Zero(t, left[rep].Cmp(most))
			left[rep] = sub(left[rep], rat(a.HoursPerWeek))
			continue
		}
		u := got.Unplaced[slices.Index(unplaced, a.Name)]
		require.Equal(t, most == nil, u.Reason == capacity.NoSuchRep)
		if most != nil {
			require.Equal(t, nearest(most), u.MostHoursLeft.Or(-1))
		}
	}
	for i, load := range got.Reps {
		require.Equal(t, nearest(left[load.Rep]), load.HoursLeft)
		require.Equal(t, nearest(sub(rat(b.Reps[i].HoursLeft), left[load.Rep])), load.HoursPerWeek)
	}
	shuffled := capacity.AccountBook{
		Accounts: rapid.Permutation(b.Accounts).Draw(t, "order of accounts"), Reps: rapid.Permutation(b.Reps).Draw(t, "order of reps"),
	}
	same := assigned(t, shuffled)
	require.ElementsMatch(t, got.Reps, same.Reps)
	require.Equal(t, got.Unplaced, same.Unplaced)
}

func TestAssignment(t *testing.T) { rapid.Check(t, assignmentProperty) }
func FuzzAssignment(f *testing.F) { f.Fuzz(rapid.MakeFuzz(assignmentProperty)) }
