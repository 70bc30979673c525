package main

import "sync"

// pingPong sends a message there and back over unbuffered channels.
func pingPong(p parameters) {
	ping, pong := make(chan struct{}), make(chan struct{})
	var partner sync.WaitGroup
	partner.Add(1)
	go func() {
		defer partner.Done()
		for i := 0; i < p.rounds; i++ {
			<-ping
			pong <- struct{}{}
		}
	}()
	for i := 0; i < p.rounds; i++ {
		ping <- struct{}{}
		<-pong
	}
	partner.Wait()
}

// ring sends a token round a ring of goroutines.
func ring(p parameters) {
	token := make([]chan struct{}, p.width)
	for i := range token {
		token[i] = make(chan struct{}, 1)
	}
	var nodes sync.WaitGroup
	nodes.Add(p.width)
	for i := range token {
		own, next := token[i], token[(i+1)%p.width]
		go func() {
			defer nodes.Done()
			for round := 0; round < p.rounds; round++ {
				<-own
				next <- struct{}{}
			}
		}()
	}
	token[0] <- struct{}{}
	nodes.Wait()
	<-token[0]
}
