// Package salesops holds the vocabulary of a library that answers one question
// with numbers that can be checked: may sales sell more, and what must
// operations do first?
//
// # The packages
//
//	capacity   how much operations can deliver, and what breaks first
//	readiness  whether to scale, and what is about to break
//	overflow   which orders to take when demand exceeds capacity
//	forecast   what sales will really bring, and who is biased
//	roi        whether automating pays
//	comp       what people are paid, to the cent
//
// They are models and pure functions: no clock, no randomness, no I/O, no
// state. They do not import one another; the caller composes them with plain
// numbers. Each has a manual at its top, with its rules in a table and the row
// of the playbook that each comes from ("CAP-4", "OVF-1").
//
// # Conventions
//
// A function is a verb and returns a result and an error. An error means that
// the question was bad: it is an *[InputError], or joins several, and
// [InputErrors] lists them. A result may be bad news: over capacity, never
// pays back, not enough data are values of the result. Where a number may be
// undefined it is a [Maybe]; where only bounds are known it is an [Interval].
//
// A verdict comes with its findings. A [Finding] holds the two numbers that a
// rule compared, and how far the measure is from the line.
//
// A float64 in an input means its shortest decimal, the number that the caller
// wrote: 57 orders against 57% of 100 are at the line, not beyond it, though in
// float64 0.57 times 100 is less than 57. Comparisons with a threshold are made
// exactly in these decimals, and a line belongs to the side that the rule says.
//
// Money and rates of pay are [decimal.Decimal], rounded once, at the end. Shares
// are fractions (0.85), never percents. Units stand in the name of a field.
// Dates are [Date], and today is an argument.
//
// Thresholds are fields of policies: plain values, passed last. DefaultPolicy of
// each package returns the playbook's. A policy file is JSON with a version.
//
// Every result survives JSON: decoding and encoding again gives the same bytes,
// and a decoder refuses what the library could not have made.
//
// # Limits
//
// Every input has an upper limit, an exported constant, which is checked before
// anything that could be slow. No input makes a call panic or hang.
//
// # Compatibility
//
// Until version 1.0.0 names may change; the changelog says so. From then on
// exported names, JSON keys, rule ids, enumerations' texts, and the Field and
// Reason of errors are stable within a major version. Texts for people (Error,
// Want, Note, String) are not. A default or a rule that changes is a behavior
// change and is listed as one.
package salesops
