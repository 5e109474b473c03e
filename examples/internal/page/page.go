// Package page lays out plain text for a terminal of 80 columns.
package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// Width is the width of a page in characters.
const Width = 80

// Page collects lines. The zero Page is empty.
type Page struct{ text strings.Builder }

// String returns the page.
func (p *Page) String() string { return p.text.String() }

// Line adds a formatted line.
func (p *Page) Line(format string, args ...any) {
	p.text.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

// Heading adds a title with a line below it.
func (p *Page) Heading(title string) {
	p.Line("")
	p.Line("%s", title)
	p.Line("%s", strings.Repeat("-", utf8.RuneCountInString(title)))
}

// Wrap adds a sentence, broken between words at the page's width; the first
// line starts with first, the others with as many spaces.
func (p *Page) Wrap(first, sentence string) {
	line := first
	margin := strings.Repeat(" ", utf8.RuneCountInString(first))
	for word := range strings.FieldsSeq(sentence) {
		gap := " "
		if line == first || line == margin {
			gap = ""
		}
		if utf8.RuneCountInString(line+gap+word) > Width && gap != "" {
			p.Line("%s", line)
			line, gap = margin, ""
		}
		line += gap + word
	}
	p.Line("%s", line)
}

// Money returns an amount without decimals and with separators: "1,234,567".
func Money(amount decimal.Decimal) string {
	digits := amount.Abs().StringFixed(0)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if amount.Round(0).Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// Percent returns a share as a percentage with one place: "8.3%".
func Percent(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

// Chance returns a p-value, a dash where it is undefined.
func Chance(m salesops.Maybe) string {
	v, defined := m.Value()
	switch {
	case !defined:
		return "-"
	case v < 0.001:
		return "<0.001"
	default:
		return fmt.Sprintf("%.3f", v)
	}
}

// Count returns a number of things: "1 deal", "2 deals".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Clip returns text cut to n characters.
func Clip(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}
