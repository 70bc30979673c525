package main

import (
	"sync"
	"syscall"
	"time"
)

// crew runs the same program on every goroutine of a task and waits for all.
func crew(p parameters, member func()) {
	var all sync.WaitGroup
	all.Add(p.width)
	for i := 0; i < p.width; i++ {
		go func() {
			defer all.Done()
			for round := 0; round < p.rounds; round++ {
				member()
			}
		}()
	}
	all.Wait()
}

// contendedMutex: all want the same mutex, hold it for the service time and compute for the pause between.
func contendedMutex(p parameters) {
	var lock sync.Mutex
	crew(p, func() {
		lock.Lock()
		spin(p.service)
		lock.Unlock()
		spin(p.pause)
	})
}

// systemCalls: each blocks its thread in nanosleep for the pause.
func systemCalls(p parameters) {
	crew(p, func() {
		spin(p.service)
		duration := syscall.NsecToTimespec(int64(p.pause))
		_ = syscall.Nanosleep(&duration, nil) // a signal ends it early, as it would any system call
	})
}

// timers: each sleeps for the pause on a timer of the runtime.
func timers(p parameters) {
	crew(p, func() {
		spin(p.service)
		time.Sleep(p.pause)
	})
}
