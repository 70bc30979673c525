package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"syscall"
	"time"
)

// report is the line that answers a command. Counts and times count from the start of the process, tasks since the last report.
type report struct {
	Version    string    `json:"version"`
	Port       int       `json:"port"`
	At         int64     `json:"at_ns"`  // monotonic, since the start
	CPU        int64     `json:"cpu_ns"` // user and system time of the process
	Procs      int       `json:"gomaxprocs"`
	Goroutines int       `json:"goroutines"`
	GCs        uint32    `json:"gc_cycles"`
	Tasks      []int64   `json:"tasks_ns"` // how long each took
	Latencies  histogram `json:"sched_latencies"`
}

// histogram is what runtime/metrics says of /sched/latencies:seconds, filled buckets alone.
type histogram struct {
	Low   []int64  `json:"low_ns"`
	High  []int64  `json:"high_ns"`
	Count []uint64 `json:"count"`
}

var (
	started = time.Now()
	answers sync.Mutex
	encoder = json.NewEncoder(os.Stdout)
)

func answer(r report) {
	answers.Lock()
	defer answers.Unlock()
	r.Version = runtime.Version()
	if err := encoder.Encode(r); err != nil {
		os.Exit(0) // nobody listens any more
	}
}

func take() report {
	r := report{Procs: runtime.GOMAXPROCS(0), Goroutines: runtime.NumGoroutine(), Tasks: finished.take()}
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) == nil {
		r.CPU = usage.Utime.Nano() + usage.Stime.Nano()
	}
	samples := []metrics.Sample{{Name: "/sched/latencies:seconds"}, {Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(samples)
	if samples[0].Value.Kind() == metrics.KindFloat64Histogram {
		r.Latencies = filled(samples[0].Value.Float64Histogram())
	}
	if samples[1].Value.Kind() == metrics.KindUint64 {
		r.GCs = uint32(samples[1].Value.Uint64())
	}
	r.At = int64(time.Since(started))
	return r
}

func filled(all *metrics.Float64Histogram) (h histogram) {
	for i, count := range all.Counts {
		if count == 0 {
			continue
		}
		h.Low = append(h.Low, nanoseconds(all.Buckets[i]))
		h.High = append(h.High, nanoseconds(all.Buckets[i+1]))
		h.Count = append(h.Count, count)
	}
	return h
}

// nanoseconds cuts the infinite ends of a histogram to what a duration can say.
func nanoseconds(seconds float64) int64 {
	const most = 1e9
	switch {
	case seconds < 0:
		return 0
	case seconds > most:
		return most * 1e9
	default:
		return int64(seconds*1e9 + 0.5)
	}
}
