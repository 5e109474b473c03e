// Package survival estimates how long something lasts when some of it has not
// ended yet: times to an event, with those still running counted as censored.
//
// # Model
//
// A case is observed for a number of days. It then ends by the first or by the
// second cause, or it is censored: all that is known is that it lasted at least
// that long. Censoring is taken to tell nothing about when the end would come.
//
// [Table] counts the cases at risk and the ends at each time. A case that is
// censored at a time is still at risk at that time.
//
// [KaplanMeier] is the chance to last, whatever the cause of the end:
//
//	S(t) = Π over times ti <= t of (1 - di/ni)
//
// with ni cases at risk and di ends at ti. Its variance is Greenwood's, and its
// interval that of ln(-ln S), which stays within 0 and 1.
//
// [BetaProduct] are bounds for the same chance that hold for few cases too.
//
// [AalenJohansen] is the chance of an end by one of two competing causes:
//
//	F1(t) = Σ over times ti <= t of S(ti-1) · d1i/ni
//
// One minus the Kaplan-Meier estimate of one cause with the other censored would
// be too high: a case that ended by the other cause can end no more. Asked from
// a time on, it is the chance of a case that has lasted until then.
//
// # Accuracy
//
// Probabilities are products and sums of positive terms, with a relative error
// below 4k·2^-53 for k times; the bounds of [BetaProduct] agree with exact ones to
// 1e-10. Quantiles are decided in integers: a chance of exactly one half is one
// half.
package survival
