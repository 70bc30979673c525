package main

import (
	"sync"
	"time"
)

// finished collects how long tasks took.
var finished durations

type durations struct {
	lock sync.Mutex
	all  []int64
}

func (d *durations) add(took time.Duration) {
	d.lock.Lock()
	d.all = append(d.all, int64(took))
	d.lock.Unlock()
}

func (d *durations) take() []int64 {
	d.lock.Lock()
	defer d.lock.Unlock()
	taken := d.all
	d.all = nil
	return taken
}

// tasks is work without a network: each task is a goroutine, and the next of its client begins when it has ended.
type tasks func(p parameters)

func (tasks) listen(parameters) (int, error) { return 0, nil }

func (task tasks) begin(p parameters) {
	for client := 0; client < p.clients; client++ {
		go func() {
			done := make(chan struct{})
			for {
				from := time.Now()
				go func() {
					task(p)
					finished.add(time.Since(from))
					done <- struct{}{}
				}()
				<-done
			}
		}()
	}
}
