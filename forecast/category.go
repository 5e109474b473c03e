package forecast

import "github.com/salesops-go/salesops/internal/strict"

// Category is how firmly a deal is called: the forecast category of a CRM.
type Category string

// The forecast categories, from firm to not counted. Playbook: FCT-14.
const (
	// Commit: will close in the period, whatever it takes.
	Commit Category = "commit"
	// BestCase: closes in the period if all goes well.
	BestCase Category = "best-case"
	// InPipeline: worked on, and not expected in the period.
	InPipeline Category = "pipeline"
	// Omitted: left out of the forecast on purpose.
	Omitted Category = "omitted"
)

// Categories returns all categories, from firm to not counted.
//
// Playbook: FCT-14.
func Categories() []Category { return []Category{Commit, BestCase, InPipeline, Omitted} }

// MarshalText returns the category's text. It returns an
// *[salesops.InputError] if c is not one of [Categories].
func (c Category) MarshalText() ([]byte, error) { return strict.Text("Category", c, Categories()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Categories].
func (c *Category) UnmarshalText(text []byte) error {
	return strict.Parse("Category", c, text, Categories())
}
