package main

import (
	"io"
	"net"
	"os"
	"time"
)

// httpCost is net/http without a network: one connection in memory, on which the next request is there when the server reads again.
// A task is a request; what it takes is what net/http computes, without a system call.
type httpCost struct{}

func (httpCost) listen(parameters) (int, error) { return 0, nil }

func (httpCost) begin(p parameters) {
	go serveHello(&singleListener{conn: &endlessConn{aborted: make(chan struct{}, 1)}}, p)
}

var helloRequest = []byte("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: gmpsim\r\n\r\n")

// endlessConn has a request for each read. While a handler runs, net/http reads a single byte in the background, to notice a client
// that leaves: that read finds nothing and waits until it is called off, as on a connection without pipelining.
type endlessConn struct {
	aborted chan struct{}
	last    time.Time
}

func (c *endlessConn) Read(into []byte) (int, error) {
	if len(into) == 1 {
		<-c.aborted
		return 0, os.ErrDeadlineExceeded
	}
	return copy(into, helloRequest), nil
}

func (c *endlessConn) Write(response []byte) (int, error) {
	now := time.Now()
	if !c.last.IsZero() {
		finished.add(now.Sub(c.last))
	}
	c.last = now
	return len(response), nil
}

func (c *endlessConn) SetReadDeadline(at time.Time) error {
	if !at.IsZero() && at.Before(time.Now()) {
		c.aborted <- struct{}{}
	}
	return nil
}

func (c *endlessConn) Close() error                     { return nil }
func (c *endlessConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c *endlessConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *endlessConn) SetDeadline(time.Time) error      { return nil }
func (c *endlessConn) SetWriteDeadline(time.Time) error { return nil }

// singleListener accepts one connection and no more.
type singleListener struct{ conn net.Conn }

func (l *singleListener) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, io.EOF
	}
	conn := l.conn
	l.conn = nil
	return conn, nil
}

func (l *singleListener) Close() error   { return nil }
func (l *singleListener) Addr() net.Addr { return &net.TCPAddr{} }
