package comp_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func shared(id string, shares ...comp.CreditShare) comp.SharedDeal {
	return comp.SharedDeal{
		ID: id, Date: day(time.May, 4), Measure: comp.NewCustomers, Amount: dec("1000"), Product: "p", Discount: dec("0.1"), Shares: shares,
	}
}

func direct(person, share string) comp.CreditShare {
	return comp.CreditShare{Person: person, Kind: comp.DirectCredit, Share: dec(share)}
}

func overlay(person, share string) comp.CreditShare {
	return comp.CreditShare{Person: person, Kind: comp.OverlayCredit, Share: dec(share)}
}

func TestAssignCredits(t *testing.T) {
	reports := []comp.Report{
		{Person: "ann", Manager: "mia"}, {Person: "bob", Manager: "mia"}, {Person: "cem", Manager: "noa"},
		{Person: "mia", Manager: "noa"}, {Person: "sue", Manager: "noa"},
	}
	people, err := comp.AssignCredits([]comp.SharedDeal{
		shared("1", direct("ann", "0.6"), direct("bob", "0.4"), overlay("sue", "0.5")),
		shared("2", direct("mia", "0.7"), direct("cem", "0.3")),
	}, reports)
	require.NoError(t, err)
	var got []string
	for _, p := range people {
		for _, d := range p.Deals {
			require.Equal(t, day(time.May, 4), d.Date)
			require.Equal(t, comp.NewCustomers, d.Measure)
			require.Equal(t, "p", d.Product)
			testkit.EqualDecimal(t, "1000", d.Amount)
			testkit.EqualDecimal(t, "0.1", d.Discount)
			got = append(got, p.Person+" "+d.ID+" "+string(d.Source)+" "+d.Share.String())
		}
	}
	require.Equal(t, []string{
		"ann 1  0.6", "bob 1  0.4", "cem 2  0.3", "mia 1 team 1", "mia 2  0.7", "noa 1 team 1", "noa 2 team 1", "sue 1  0.5",
	}, got)

	// Both credits of one deal can be paid.
	plan := accelerated()
	for _, p := range people {
		_, err := comp.Pay(plan, comp.Results{Deals: p.Deals})
		require.NoError(t, err, p.Person)
	}
	people, err = comp.AssignCredits(nil, nil)
	require.NoError(t, err)
	require.Empty(t, people)
}

func TestAssignCreditsOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*comp.SharedDeal)
		field string
		want  error
	}{
		"no id":          {func(d *comp.SharedDeal) { d.ID = "" }, "ID", salesops.ErrMissing},
		"no date":        {func(d *comp.SharedDeal) { d.Date = salesops.Date{} }, "Date", salesops.ErrMissing},
		"no measure":     {func(d *comp.SharedDeal) { d.Measure = "" }, "Measure", salesops.ErrMissing},
		"amount":         {func(d *comp.SharedDeal) { d.Amount = dec("1e16") }, "Amount", salesops.ErrOutOfRange},
		"product":        {func(d *comp.SharedDeal) { d.Product = "\n" }, "Product", salesops.ErrOutOfRange},
		"discount":       {func(d *comp.SharedDeal) { d.Discount = dec("-0.1") }, "Discount", salesops.ErrOutOfRange},
		"nobody":         {func(d *comp.SharedDeal) { d.Shares = nil }, "Shares", salesops.ErrMissing},
		"a crowd":        {func(d *comp.SharedDeal) { d.Shares = make([]comp.CreditShare, comp.MaxPeople+1) }, "Shares", salesops.ErrOutOfRange},
		"no person":      {func(d *comp.SharedDeal) { d.Shares[0].Person = "" }, "Shares[0].Person", salesops.ErrMissing},
		"twice":          {func(d *comp.SharedDeal) { d.Shares[1].Person = "ann" }, "Shares[1].Person", salesops.ErrConflict},
		"no kind":        {func(d *comp.SharedDeal) { d.Shares[1].Kind = "" }, "Shares[1].Kind", salesops.ErrMissing},
		"no share":       {func(d *comp.SharedDeal) { d.Shares[1].Share = dec("0") }, "Shares[1].Share", salesops.ErrMissing},
		"negative share": {func(d *comp.SharedDeal) { d.Shares[1].Share = dec("-0.4") }, "Shares[1].Share", salesops.ErrOutOfRange},
		"too little":     {func(d *comp.SharedDeal) { d.Shares[1].Share = dec("0.399999999999999999") }, "Shares", salesops.ErrConflict},
		"too much":       {func(d *comp.SharedDeal) { d.Shares[2].Kind = comp.DirectCredit }, "Shares", salesops.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			d := shared("2", direct("ann", "0.6"), direct("bob", "0.4"), overlay("sue", "0.5"))
			tc.spoil(&d)
			people, err := comp.AssignCredits([]comp.SharedDeal{shared("1", direct("ann", "1")), d}, nil)
			testkit.RequireFaults(t, err, testkit.Fault{Field: "SharedDeals[1]." + tc.field, Reason: tc.want})
			require.Nil(t, people)
		})
	}
	fault := func(field string, reason error, deals []comp.SharedDeal, reports ...comp.Report) {
		people, err := comp.AssignCredits(deals, reports)
		testkit.RequireFaults(t, err, testkit.Fault{Field: field, Reason: reason})
		require.Nil(t, people)
	}
	one := shared("1", direct("ann", "1"))
	fault("SharedDeals[1].ID", salesops.ErrConflict, []comp.SharedDeal{one, one})
	fault("SharedDeals", salesops.ErrOutOfRange, make([]comp.SharedDeal, comp.MaxDeals+1))
	fault("Reports", salesops.ErrOutOfRange, nil, make([]comp.Report, comp.MaxPeople+1)...)
	fault("Reports[0].Person", salesops.ErrMissing, nil, comp.Report{Manager: "a"})
	fault("Reports[0].Manager", salesops.ErrMissing, nil, comp.Report{Person: "a"})
	fault("Reports[0].Manager", salesops.ErrConflict, nil, comp.Report{Person: "a", Manager: "a"})
	fault("Reports[1].Person", salesops.ErrConflict, nil, comp.Report{Person: "a", Manager: "b"}, comp.Report{Person: "a", Manager: "c"})
	fault("Reports[2].Manager", salesops.ErrConflict, nil,
		comp.Report{Person: "a", Manager: "b"}, comp.Report{Person: "b", Manager: "c"}, comp.Report{Person: "c", Manager: "a"})
}

// A chain of a thousand managers above every deal gives too many credits.
func TestAssignCreditsIsBounded(t *testing.T) {
	chain := make([]comp.Report, comp.MaxPeople)
	for i := range chain {
		chain[i] = comp.Report{Person: "p" + strconv.Itoa(i), Manager: "p" + strconv.Itoa(i+1)}
	}
	deals := make([]comp.SharedDeal, 1000) // 1,001,000 credits
	for i := range deals {
		deals[i] = shared(strconv.Itoa(i), direct("p0", "1"))
	}
	_, err := comp.AssignCredits(deals, chain)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "SharedDeals", Reason: salesops.ErrOutOfRange})
	deals = deals[:10]
	people, err := comp.AssignCredits(deals, chain)
	require.NoError(t, err)
	require.Len(t, people, comp.MaxPeople+1)
}
