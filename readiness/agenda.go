package readiness

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The time boxes of the weekly meeting, in minutes. Playbook: RDY-7.
const (
	CapacityMinutes = 10
	PipelineMinutes = 10
	QualityMinutes  = 10
	DecisionMinutes = 15
	ResourceMinutes = 15
	// MeetingMinutes is the whole meeting.
	MeetingMinutes = CapacityMinutes + PipelineMinutes + QualityMinutes + DecisionMinutes + ResourceMinutes
)

// Topic is a topic of the weekly meeting.
type Topic string

// The topics in the order of the meeting.
const (
	// CapacityTopic: how full every stage is, and what breaks first.
	CapacityTopic Topic = "capacity"
	// PipelineTopic: what is coming.
	PipelineTopic Topic = "pipeline"
	// QualityTopic: warnings and red flags.
	QualityTopic Topic = "quality"
	// DecisionTopic: may sales sell more.
	DecisionTopic Topic = "go-no-go"
	// ResourceTopic: what it takes.
	ResourceTopic Topic = "resources"
)

// Topics returns all topics in the order of the meeting. Playbook: RDY-7.
func Topics() []Topic {
	return []Topic{CapacityTopic, PipelineTopic, QualityTopic, DecisionTopic, ResourceTopic}
}

// MarshalText returns the topic's text. It returns an *[salesops.InputError] if
// t is not one of [Topics].
func (t Topic) MarshalText() ([]byte, error) { return strict.Text("Topic", t, Topics()) }

// UnmarshalText sets t from its text. It returns an *[salesops.InputError] if
// the text is not one of [Topics].
func (t *Topic) UnmarshalText(text []byte) error { return strict.Parse("Topic", t, text, Topics()) }

// AgendaBox is one topic of the weekly meeting with its time.
type AgendaBox struct {
	// Topic is what is talked about.
	Topic Topic `json:"topic"`
	// FromMinute is the minute of the meeting at which it begins.
	FromMinute int `json:"from_minute"`
	// Minutes is how long it may take.
	Minutes int `json:"minutes"`
	// Points are the points of the topic that the playbook names, as tokens.
	Points []string `json:"points"`
}

// UnmarshalJSON reads a box strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and a time outside the meeting.
func (b *AgendaBox) UnmarshalJSON(data []byte) error {
	type plain AgendaBox
	return strict.Unmarshal(data, "AgendaBox", (*plain)(b), func(p *plain, in fault.Scope) {
		if in.Int("FromMinute", p.FromMinute, 0, MeetingMinutes-1, "minutes") {
			in.Int("Minutes", p.Minutes, 1, MeetingMinutes-p.FromMinute, "minutes")
		}
	})
}

// Agenda returns the weekly alignment meeting of 60 minutes:
//
//	capacity     10
//	pipeline     10
//	quality      10
//	go or no-go  15
//	resources    15, with hiring, automation, process improvements, investment
//
// Its actions have an owner and a due date, and those of the week before are
// checked with [CheckActions].
//
// Playbook: RDY-7.
func Agenda() []AgendaBox {
	boxes := []AgendaBox{
		{Topic: CapacityTopic, Minutes: CapacityMinutes, Points: []string{}},
		{Topic: PipelineTopic, Minutes: PipelineMinutes, Points: []string{}},
		{Topic: QualityTopic, Minutes: QualityMinutes, Points: []string{}},
		{Topic: DecisionTopic, Minutes: DecisionMinutes, Points: []string{}},
		{Topic: ResourceTopic, Minutes: ResourceMinutes, Points: []string{"hiring", "automation", "process-improvements", "investment"}},
	}
	for i := range boxes[1:] {
		boxes[i+1].FromMinute = boxes[i].FromMinute + boxes[i].Minutes
	}
	return boxes
}
