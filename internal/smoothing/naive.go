package smoothing

// PredictNaive returns what repeats the values of the last period: the last
// value when period is 1. There are more values than the period has.
//
//	mean     = the value of the same place in the last period
//	variance = σ² × the number of periods ahead, begun ones included
//
// with σ² the mean squared move from one period to the next.
func PredictNaive(values []float64, period, horizon int) []Prediction {
	n, squares := len(values), 0.0
	for i, y := range values[period:] {
		move := y - values[i]
		squares += float64(move * move)
	}
	variance := squares / float64(n-period)
	ahead := make([]Prediction, horizon)
	for h := range ahead {
		ahead[h] = Prediction{
			Mean:     values[n-period+h%period],
			Variance: float64(variance * float64(h/period+1)),
		}
	}
	return ahead
}
