package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestReport(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
	first, _, _ := strings.Cut(out, "\n")
	require.True(t, strings.HasPrefix(first, "WITH LIMITS: "), "the verdict is the first line: %q", first)
}

func TestJSON(t *testing.T) {
	out, errs, status := harness.Run(run, "-json")
	require.Zero(t, status, errs)
	harness.Golden(t, "report.json", rounded(out))
	var back review
	require.NoError(t, json.Unmarshal([]byte(out), &back))
	again, err := json.MarshalIndent(back, "", "  ")
	require.NoError(t, err)
	require.Equal(t, out, string(again)+"\n", "the review survives JSON")
}

// rounded cuts waits, which come out of a model, to four digits: the last ones may
// differ between machines. Bounds of errors become 0.
func rounded(text string) string {
	text = regexp.MustCompile(`("error_days": )[0-9.e-]+`).ReplaceAllString(text, "${1}0")
	wait := regexp.MustCompile(`("(?:today|long_run|after)_days": )([0-9.e-]+)`)
	return wait.ReplaceAllStringFunc(text, func(pair string) string {
		parts := wait.FindStringSubmatch(pair)
		days, _ := strconv.ParseFloat(parts[2], 64) // it was printed as one
		return parts[1] + strconv.FormatFloat(days, 'g', 4, 64)
	})
}

func TestDataFolder(t *testing.T) {
	want, _, _ := harness.Run(run)
	got, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, nil))
	require.Zero(t, status, errs)
	require.Equal(t, want, got)
}

// What comes is compared with what capacity can grow, and last week's actions
// with the week.
func TestPipelineAndActions(t *testing.T) {
	for name, tc := range map[string]struct {
		edits map[string][2]string
		want  []string
	}{
		"more comes than fits": {
			map[string][2]string{"company.csv": {"won_so_far,412350", "won_so_far,112350"}},
			[]string{"more a day than was won so far; capacity can grow by 8.3%.", "  - Pipeline excess (", "  - Pipeline load ("},
		},
		"nothing won yet": {
			map[string][2]string{"company.csv": {"won_so_far,412350", "won_so_far,0"}},
			[]string{"What the pipeline brings can't be compared: the pipeline's growth was not measured."},
		},
		"all done": {
			map[string][2]string{"actions.csv": {"2026-10-30,no", "2026-10-30,yes"}},
			[]string{"Actions of the last meetings: 1 overdue, 1 open, 2 done."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, tc.edits))
			require.Zero(t, status, errs)
			for _, want := range tc.want {
				require.Contains(t, strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(want), " "))
			}
			harness.Fits(t, out)
		})
	}
}

func TestVerdicts(t *testing.T) {
	for name, tc := range map[string]struct {
		edits map[string][2]string
		first string
	}{
		"no": {
			map[string][2]string{"company.csv": {"satisfaction,8.6", "satisfaction,7.9"}},
			"NO: sales may not sell more, because of ",
		},
		"no headroom": {
			map[string][2]string{"stages.csv": {"assembly,fulfillment,1,,,,32", "assembly,fulfillment,1,,,,30"}},
			"WITH LIMITS: sales may keep today's volume, no more: there is no headroom.",
		},
		"yes": {
			map[string][2]string{
				"company.csv": {"overtime_hours_per_week,11", "overtime_hours_per_week,4"},
				"signals.csv": {"2026-10-26,2.4", "2026-10-26,2.0"},
			},
			"YES: sales may sell ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, tc.edits))
			require.Zero(t, status, errs)
			first, _, _ := strings.Cut(out, "\n")
			require.Contains(t, first, tc.first)
		})
	}
}

func TestBadFilesAreReportedAtOnce(t *testing.T) {
	folder := harness.CopySample(t, sample, map[string][2]string{
		"company.csv":     {"satisfaction,8.6", "satisfaction,high\nmood,good"},
		"stages.csv":      {"quotes,quoting,2.5,9", "quotes,quoting,2.5,nine"},
		"deals.csv":       {"closing,", "closed?,"},
		"orders.csv":      {"size", "weight"},
		"automations.csv": {"38500", "38.500,00"},
	})
	require.NoError(t, os.Remove(filepath.Join(folder, "checklist.csv")))
	out, errs, status := harness.Run(run, "-data", folder)
	require.Equal(t, 1, status)
	require.Empty(t, out)
	for _, want := range []string{
		`company.csv:10:14: satisfaction "high": want a number`,
		`company.csv:11:1: unknown key "mood"`,
		`stages.csv:2:20: people "nine": want a whole number`,
		`orders.csv:1: lacks the columns size`,
		`automations.csv:2:1: wrong number of fields`,
		`checklist.csv: cannot be opened: want this file in the folder`,
	} {
		require.Contains(t, errs, want)
	}
}

// What the library refuses is reported at its cell as well.
func TestRefusedValuesAreReportedAtOnce(t *testing.T) {
	_, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, map[string][2]string{
		"company.csv":   {"on_time_share,0.962", "on_time_share,96.2"},
		"stages.csv":    {"order entry,order-processing,1,4,6.5", "order entry,order-processing,1,4,65"},
		"deals.csv":     {",closing,", ",nearly,"},
		"readiness.csv": {"cross-training,6", "cross-training,11"},
		"checklist.csv": {"ai-routing,no", "ai-magic,yes"},
		"actions.csv":   {"Carmen Diaz,2026-10-29", ","},
	}))
	require.Equal(t, 1, status)
	for _, want := range []string{
		`weekly: 7 faults in the input:`,
		`company.csv:9:15: on_time_share "96.2" is out of range: want 0 to 1`,
		`stages.csv:3:34: hours_per_person_day "65" is out of range: want`,
		`deals.csv:24:41: stage "nearly" is out of range: want`,
		`readiness.csv:8:16: score "11" is out of range: want 1 to 10 points`,
		`checklist.csv:16:10: done "ai-magic" is out of range: want one of`,
		`actions.csv:3:43: owner is missing: want a name`,
		`actions.csv:3:44: due is missing: want a day that exists`,
	} {
		require.Contains(t, errs, want)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-no-such-flag"}, {"folder"}} {
		out, errs, status := harness.Run(run, args...)
		require.Equal(t, 2, status)
		require.Empty(t, out)
		require.NotEmpty(t, errs)
	}
}
