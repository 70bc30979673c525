// Command worker is a real Go program that a simulated one is held against. It does one kind of work,
// and answers each line on its standard input with one line of JSON on its standard output:
// "start" begins the work, "report" and whatever else reports what has been done since the last report.
// It ends with its input, so that it never outlives whoever started it.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// parameters are the flags; each kind of work uses some of them.
type parameters struct {
	service time.Duration // CPU time of a handler, or of a critical section
	pause   time.Duration // CPU time between critical sections; time of a sleep or of a system call
	rounds  int           // operations of one goroutine in one task
	width   int           // goroutines of one task
	bytes   int           // bytes of a response
	clients int           // tasks at a time
}

// work is one kind of program. Servers return the port that they listen on, others 0; begin starts what comes from within.
type work interface {
	listen(p parameters) (port int, err error)
	begin(p parameters)
}

var kinds = map[string]work{
	"http":      httpServer{},
	"http-cost": httpCost{},
	"echo":      echoServer{},
	"ping-pong": tasks(pingPong),
	"ring":      tasks(ring),
	"mutex":     tasks(contendedMutex),
	"syscalls":  tasks(systemCalls),
	"timers":    tasks(timers),
}

func main() {
	var p parameters
	kind := flag.String("kind", "", "what to do")
	flag.DurationVar(&p.service, "service", 0, "CPU time of a handler or a critical section")
	flag.DurationVar(&p.pause, "pause", 0, "time between two operations, of a sleep or of a system call")
	flag.IntVar(&p.rounds, "rounds", 1, "operations of a goroutine in a task")
	flag.IntVar(&p.width, "width", 1, "goroutines of a task")
	flag.IntVar(&p.bytes, "bytes", 256, "bytes of a response")
	flag.IntVar(&p.clients, "clients", 1, "tasks at a time")
	flag.Parse()

	chosen, known := kinds[*kind]
	if !known {
		fail(fmt.Errorf("there is no kind of work called %q", *kind))
	}
	signal.Ignore(os.Interrupt) // Ctrl-C reaches the whole foreground group; whoever started this ends it
	calibrateSpin()
	port, err := chosen.listen(p)
	if err != nil {
		fail(err)
	}
	answer(report{Port: port})

	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		if input.Text() == "start" {
			chosen.begin(p)
		}
		answer(take())
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
