package main

import "time"

const spinBatch = 100_000

var nanosecondsPerBatch int64

// sink keeps the compiler from leaving the loop out.
var sink uint64

// spin computes for that much CPU time. It counts turns and reads no clock, so that a thread that has lost its core does not get further.
func spin(duration time.Duration) {
	turn(int64(duration) * spinBatch / nanosecondsPerBatch)
}

//go:noinline
func turn(times int64) {
	x := uint64(88172645463325252)
	for ; times > 0; times-- {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	if x == 0 { // never: xorshift has no zero
		sink = x
	}
}

// calibrateSpin takes the fastest of many batches: the one that nothing has disturbed.
func calibrateSpin() {
	nanosecondsPerBatch = int64(time.Second)
	for i := 0; i < 100; i++ {
		from := time.Now()
		turn(spinBatch)
		if took := int64(time.Since(from)); took < nanosecondsPerBatch {
			nanosecondsPerBatch = took
		}
	}
	if nanosecondsPerBatch < 1 {
		nanosecondsPerBatch = 1
	}
}
