package survival

// Chances are what becomes of a case: together 1.
type Chances struct {
	// First and Second are the chances that it has ended, by cause.
	First, Second float64
	// Lasts is the chance that it has not.
	Lasts float64
}

// AalenJohansen returns what becomes of a case that has lasted beyond after, up
// to and including until. With -1 for after it is the chance of a new case.
//
//	first = Σ over after < ti <= until of S · d1i/ni,  S starting from 1
//
// Nothing ends after the last row: what the data do not show counts as lasting.
func AalenJohansen(rows []Row, after, until int) Chances {
	c := Chances{Lasts: 1}
	for i := place(rows, after); i < len(rows) && rows[i].Time <= until; i++ {
		r, n := &rows[i], float64(rows[i].AtRisk)
		c.First += float64(c.Lasts * float64(r.First) / n)
		c.Second += float64(c.Lasts * float64(r.Second) / n)
		c.Lasts = c.Lasts * float64(r.AtRisk-r.ends()) / n
	}
	return c
}
