package forecast

import "github.com/salesops-go/salesops/internal/strict"

// HealthQuestion is one of the four things that make a pipeline healthy.
type HealthQuestion string

// The four questions. Playbook: FCT-4.
const (
	// EnoughOpportunities: is there enough to make the quota with.
	EnoughOpportunities HealthQuestion = "enough-opportunities"
	// HealthyConversion: do deals go on as they used to.
	HealthyConversion HealthQuestion = "healthy-conversion"
	// RealisticTimelines: are the days believable on which deals should close.
	RealisticTimelines HealthQuestion = "realistic-timelines"
	// AchievableForecast: is the quota likely to be made.
	AchievableForecast HealthQuestion = "achievable-forecast"
)

// HealthQuestions returns the four questions in order.
//
// Playbook: FCT-4.
func HealthQuestions() []HealthQuestion {
	return []HealthQuestion{EnoughOpportunities, HealthyConversion, RealisticTimelines, AchievableForecast}
}

// MarshalText returns the question's text. It returns an *[salesops.InputError]
// if q is not one of [HealthQuestions].
func (q HealthQuestion) MarshalText() ([]byte, error) {
	return strict.Text("HealthQuestion", q, HealthQuestions())
}

// UnmarshalText sets q from its text. It returns an *[salesops.InputError] if
// the text is not one of [HealthQuestions].
func (q *HealthQuestion) UnmarshalText(text []byte) error {
	return strict.Parse("HealthQuestion", q, text, HealthQuestions())
}

// HealthAnswer is the answer to a question of health.
type HealthAnswer string

// The answers.
const (
	// Fine: no rule of the question fired.
	Fine HealthAnswer = "fine"
	// Wanting: a rule of the question fired.
	Wanting HealthAnswer = "wanting"
	// Unknown: none fired, and the data for one of them is missing.
	Unknown HealthAnswer = "unknown"
)

// HealthAnswers returns all answers: fine, wanting, unknown.
func HealthAnswers() []HealthAnswer { return []HealthAnswer{Fine, Wanting, Unknown} }

// MarshalText returns the answer's text. It returns an *[salesops.InputError]
// if a is not one of [HealthAnswers].
func (a HealthAnswer) MarshalText() ([]byte, error) {
	return strict.Text("HealthAnswer", a, HealthAnswers())
}

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [HealthAnswers].
func (a *HealthAnswer) UnmarshalText(text []byte) error {
	return strict.Parse("HealthAnswer", a, text, HealthAnswers())
}
