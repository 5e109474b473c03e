// Package split compares this module's exact split with Allocate of
// github.com/Rhymond/go-money: what both answer, and how long it takes them.
package split
