package smoothing

// Prediction is what a model says of one period ahead.
type Prediction struct {
	Mean, Variance float64
}

// Predict returns the mean and the variance of the next values.
func (f *Fit) Predict(horizon int) []Prediction {
	if f.Season == MultiplicativeSeason {
		return f.predictProducts(horizon)
	}
	ahead := make([]Prediction, horizon)
	damping, power, spread := 0.0, 1.0, 1.0
	for h := range ahead {
		if h > 0 {
			c := f.Alpha + float64(f.Beta*damping)
			if f.Season == AdditiveSeason && h%f.Period == 0 {
				c += f.Gamma
			}
			spread += float64(c * c)
		}
		power = float64(power * f.Phi)
		damping += power
		ahead[h] = Prediction{
			Mean:     f.Final.Level + float64(damping*f.Final.Slope) + f.Final.Seasons[h%f.Period],
			Variance: float64(f.Variance * spread),
		}
	}
	return ahead
}

// predictProducts follows, for each season, the product of level and slope with
// that season.
func (f *Fit) predictProducts(horizon int) []Prediction {
	ahead := make([]Prediction, horizon)
	for i := range min(f.Period, horizon) {
		s := f.Final.Seasons[i]
		z := moments{level: float64(f.Final.Level * s), slope: float64(f.Final.Slope * s)}
		z.levels = float64(z.level * z.level)
		z.cross = float64(z.level * z.slope)
		z.slopes = float64(z.slope * z.slope)
		for h := range ahead {
			if h%f.Period == i {
				mean, square := z.expected(f.Phi)
				ahead[h] = Prediction{
					Mean: mean,
					// The second moment less the square of the first; rounding
					// must not make it negative.
					Variance: max(0, float64((1+f.Variance)*square)-float64(mean*mean)),
				}
				z = z.seasonal(f)
				continue
			}
			z = z.plain(f)
		}
	}
	return ahead
}

// moments are the first two moments of z = (level, slope) × season.
type moments struct {
	level, slope          float64
	levels, cross, slopes float64
}

// expected returns the first two moments of level + φ slope.
func (z moments) expected(phi float64) (mean, square float64) {
	return z.level + float64(phi*z.slope),
		z.levels + float64(2*phi*z.cross) + float64(float64(phi*phi)*z.slopes)
}

// plain is a period of another season: z = F z + g (w z) ε.
func (z moments) plain(f *Fit) moments {
	_, square := z.expected(f.Phi)
	square = float64(square * f.Variance)
	next := z.carried(f.Phi)
	next.levels += float64(float64(f.Alpha*f.Alpha) * square)
	next.cross += float64(float64(f.Alpha*f.Beta) * square)
	next.slopes += float64(float64(f.Beta*f.Beta) * square)
	return next
}

// carried is F z: the level moves by φ times the slope, which is damped.
func (z moments) carried(phi float64) moments {
	mean, square := z.expected(phi)
	return moments{
		level: mean, slope: float64(phi * z.slope),
		levels: square,
		cross:  float64(phi*z.cross) + float64(float64(phi*phi)*z.slopes),
		slopes: float64(float64(phi*phi) * z.slopes),
	}
}

// seasonal is a period of the season itself, which the same error changes:
// z = (F z + g (w z) ε) (1 + γ ε).
func (z moments) seasonal(f *Fit) moments {
	mean, _ := z.expected(f.Phi)
	v, g := f.Variance, f.Gamma
	// Rows of F, B = γ F + g w and C = γ g w, applied to z: each is a multiple of
	// level and slope.
	a := [2]pair{{1, f.Phi}, {0, f.Phi}}
	weights := [2]float64{f.Alpha, f.Beta}
	var b, c [2]pair
	for i, w := range weights {
		b[i] = pair{float64(g*a[i].level) + w, float64(g*a[i].slope) + float64(w*f.Phi)}
		c[i] = pair{float64(g * w), float64(float64(g*w) * f.Phi)}
	}
	second := func(i, j int) float64 {
		linear := z.product(b[i], b[j]) + z.product(a[i], c[j]) + z.product(c[i], a[j])
		return z.product(a[i], a[j]) + float64(v*linear) + float64(float64(3*float64(v*v))*z.product(c[i], c[j]))
	}
	return moments{
		level:  mean + float64(float64(float64(v*g)*f.Alpha)*mean),
		slope:  float64(f.Phi*z.slope) + float64(float64(float64(v*g)*f.Beta)*mean),
		levels: second(0, 0), cross: second(0, 1), slopes: second(1, 1),
	}
}

// pair is a multiple of the level and one of the slope.
type pair struct{ level, slope float64 }

// product is the moment of x z times y z.
func (z moments) product(x, y pair) float64 {
	return float64(float64(x.level*y.level)*z.levels) +
		float64((float64(x.level*y.slope)+float64(x.slope*y.level))*z.cross) +
		float64(float64(x.slope*y.slope)*z.slopes)
}
