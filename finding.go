package salesops

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/members"
	"github.com/salesops-go/salesops/internal/wording"
)

// Outcome is what became of one rule.
type Outcome string

// The three outcomes of a rule.
const (
	// Fired: the comparison that the rule makes is true.
	Fired Outcome = "fired"
	// NotFired: the comparison is false.
	NotFired Outcome = "not-fired"
	// NotApplicable: the rule does not apply to this situation; its
	// comparison, if there is one, decides nothing.
	NotApplicable Outcome = "not-applicable"
)

// Outcomes returns all outcomes: fired, not fired, not applicable.
func Outcomes() []Outcome { return []Outcome{Fired, NotFired, NotApplicable} }

// MarshalText returns the outcome's text. It returns an *[InputError] if o is
// not one of [Outcomes].
func (o Outcome) MarshalText() ([]byte, error) { return enumText("Outcome", o, Outcomes()) }

// UnmarshalText sets o from its text. It returns an *[InputError] if the text
// is not one of [Outcomes].
func (o *Outcome) UnmarshalText(text []byte) error { return parseEnum("Outcome", o, text, Outcomes()) }

// Finding is one rule applied to one measure: the two numbers that were
// compared, what came of it, and how far it is from coming out otherwise.
//
// The comparison is exact. A rule with products or quotients is multiplied
// out first, so Left and Right may both carry a factor that the rule as
// published has on one side only. Unless the outcome is [NotApplicable], it is
// [Fired] exactly when "Left Op Right" is true; [Finding.Holds] evaluates it.
type Finding struct {
	// Rule is the rule's id within its package, such as "quality-risk".
	Rule string `json:"rule"`
	// Playbook is the id of the playbook row that the rule comes from.
	Playbook string `json:"playbook"`
	// Subject names what the rule was applied to when an input has several of
	// the kind (a stage, a component); empty otherwise.
	Subject string `json:"subject,omitempty"`
	// Outcome tells whether the rule fired.
	Outcome Outcome `json:"outcome"`
	// Measure says what Left is, in words.
	Measure string `json:"measure"`
	// Left is the measured side.
	Left decimal.Decimal `json:"left"`
	// Op is the comparison: "<", "<=", ">" or ">=".
	Op string `json:"op"`
	// Right is the threshold's side.
	Right decimal.Decimal `json:"right"`
	// Unit is the unit of Left, Right and Distance: "of 10", "hours a day".
	Unit string `json:"unit"`
	// Distance is the change of Left that takes it to the line: Right - Left.
	// It is the least change that flips the comparison when the line itself
	// lies on the other side; otherwise the comparison flips just beyond it.
	Distance decimal.Decimal `json:"distance"`
	// Note is a sentence for people: why the rule does not apply, or what to
	// do about one that fired. Its wording may change between releases.
	Note string `json:"note,omitempty"`
}

// Holds reports whether "Left Op Right" is true. It is false for an Op that is
// not one of the four.
func (f Finding) Holds() bool {
	order := f.Left.Cmp(f.Right)
	switch f.Op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	default:
		return false
	}
}

// String returns the finding as one line for people. Its wording may change
// between releases.
func (f Finding) String() string {
	var text strings.Builder
	text.WriteString(f.Rule)
	if f.Subject != "" {
		text.WriteString(" (" + f.Subject + ")")
	}
	text.WriteString(": " + f.Measure + " " + f.Left.String() + " " + f.Op + " " + f.Right.String())
	if f.Unit != "" {
		text.WriteString(" " + f.Unit)
	}
	switch f.Outcome {
	case Fired:
		text.WriteString(": fired")
	case NotFired:
		text.WriteString(": not fired")
	case NotApplicable:
		text.WriteString(": not applicable")
	}
	if f.Outcome != NotApplicable {
		sign := ""
		if f.Distance.Sign() >= 0 {
			sign = "+"
		}
		text.WriteString(", " + sign + f.Distance.String() + " to the line")
	}
	if f.Note != "" {
		text.WriteString("; " + f.Note)
	}
	return text.String()
}

// UnmarshalJSON reads a finding strictly: it returns an *[InputError] if data is
// longer than 16,384 bytes, a key is unknown, missing, null or given twice, a
// text is longer than 1,024 bytes, the operator or outcome is none of the
// known, a number has an exponent outside -1,000 to 1,000 or more than 1,000
// digits, the outcome does not follow from Left, Op and Right, or Distance is
// not Right - Left.
func (f *Finding) UnmarshalJSON(data []byte) error {
	if len(data) > maxFindingJSON {
		return &InputError{Field: "Finding", Value: wording.Clip(string(data)), Want: "at most 16384 bytes", Reason: ErrOutOfRange}
	}
	given, ok := members.Of(data)
	if !json.Valid(data) || !ok {
		return &InputError{Field: "Finding", Value: wording.Clip(string(data)), Want: "a finding as JSON", Reason: ErrOutOfRange}
	}
	var got Finding
	var fields []string
	for _, member := range given {
		field, err := got.read(member)
		if err != nil {
			return err
		}
		if slices.Contains(fields, field) {
			return &InputError{Field: "Finding." + field, Value: wording.Clip(string(member.Value)), Want: "each key once", Reason: ErrConflict}
		}
		fields = append(fields, field)
	}
	for _, field := range []string{"Rule", "Playbook", "Outcome", "Measure", "Left", "Op", "Right", "Unit", "Distance"} {
		if !slices.Contains(fields, field) {
			return &InputError{Field: "Finding." + field, Want: "the key " + strings.ToLower(field), Reason: ErrMissing}
		}
	}
	if err := got.check(); err != nil {
		return err
	}
	*f = got
	return nil
}

// read sets the field of f that a member is for, and returns the field's name.
func (f *Finding) read(member members.Member) (string, error) {
	field, into, want := f.place(member.Name)
	if field == "" {
		return "", &InputError{
			Field: "Finding." + wording.Clip(member.Name), Value: wording.Clip(string(member.Value)),
			Want: "a known key, and this is none", Reason: ErrOutOfRange,
		}
	}
	if member.IsNull() {
		return "", &InputError{Field: "Finding." + field, Want: want, Reason: ErrMissing}
	}
	if err := json.Unmarshal(member.Value, into); err != nil {
		return "", &InputError{Field: "Finding." + field, Value: wording.Clip(string(member.Value)), Want: want, Reason: ErrOutOfRange}
	}
	return field, nil
}

// place returns the name of the field that a key is for, where its value goes
// and what is wanted there.
func (f *Finding) place(key string) (field string, into any, want string) {
	switch key {
	case "rule":
		return "Rule", &f.Rule, "a text"
	case "playbook":
		return "Playbook", &f.Playbook, "a text"
	case "subject":
		return "Subject", &f.Subject, "a text"
	case "outcome":
		return "Outcome", &f.Outcome, wording.OneOf(Outcomes())
	case "measure":
		return "Measure", &f.Measure, "a text"
	case "left":
		return "Left", &f.Left, "a decimal number"
	case "op":
		return "Op", &f.Op, "a text"
	case "right":
		return "Right", &f.Right, "a decimal number"
	case "unit":
		return "Unit", &f.Unit, "a text"
	case "distance":
		return "Distance", &f.Distance, "a decimal number"
	case "note":
		return "Note", &f.Note, "a text"
	default:
		return "", nil, ""
	}
}

func (f Finding) check() error {
	for _, text := range []struct{ field, value string }{
		{"Finding.Rule", f.Rule}, {"Finding.Playbook", f.Playbook}, {"Finding.Subject", f.Subject},
		{"Finding.Measure", f.Measure}, {"Finding.Unit", f.Unit}, {"Finding.Note", f.Note},
	} {
		if len(text.value) > maxFindingText {
			return &InputError{Field: text.field, Value: wording.Clip(text.value), Want: "at most 1024 bytes", Reason: ErrOutOfRange}
		}
	}
	for _, number := range []struct {
		field string
		value decimal.Decimal
	}{{"Finding.Left", f.Left}, {"Finding.Right", f.Right}, {"Finding.Distance", f.Distance}} {
		if !gate.Within(number.value, maxFindingDigits, maxFindingDigits) {
			return &InputError{
				Field: number.field, Want: "at most 1000 digits and an exponent from -1000 to 1000", Reason: ErrOutOfRange,
			}
		}
	}
	if ops := []string{"<", "<=", ">", ">="}; !slices.Contains(ops, f.Op) {
		return &InputError{Field: "Finding.Op", Value: wording.Clip(f.Op), Want: "one of " + strings.Join(ops, ", "), Reason: ErrOutOfRange}
	}
	if f.Outcome != NotApplicable && f.Holds() != (f.Outcome == Fired) {
		return &InputError{
			Field: "Finding.Outcome", Value: string(f.Outcome), Reason: ErrConflict,
			Want: "fired exactly when left op right is true",
		}
	}
	if !f.Distance.Equal(f.Right.Sub(f.Left)) {
		return &InputError{Field: "Finding.Distance", Want: "right minus left", Reason: ErrConflict}
	}
	return nil
}

const (
	maxFindingJSON   = 16384
	maxFindingText   = 1024
	maxFindingDigits = 1000
)
