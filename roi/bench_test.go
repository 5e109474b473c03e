package roi_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/roi"
)

func BenchmarkPayBack(b *testing.B) {
	onLine, never, long := quotes, quotes, quotes
	onLine.Cost = decimal.New(84000, 0)
	never.RunningCostPerMonth = decimal.New(14001, 0)
	long.HoursPerTask, long.Growth = 0.1234567890123456, percent(12.34567890123456)
	for _, row := range []struct {
		name       string
		automation roi.Automation
	}{{"in_time", quotes}, {"line", onLine}, {"never", never}, {"long_decimals", long}} {
		b.Run("automation="+row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roi.PayBack(row.automation, sixMonths)
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	pay, err := roi.PayBack(quotes, sixMonths)
	if err != nil {
		b.Fatal(err)
	}
	for name, value := range map[string]any{"automation": quotes, "payback": pay} {
		data, err := json.Marshal(value)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("type="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if name == "automation" {
					var a roi.Automation
					_ = a.UnmarshalJSON(data)
				} else {
					var p roi.Payback
					_ = p.UnmarshalJSON(data)
				}
			}
		})
	}
}
