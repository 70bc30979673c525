package main

import (
	"net"
	"net/http"
	"strings"
)

// httpServer answers hello with net/http.
type httpServer struct{}

func (httpServer) listen(p parameters) (int, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	go serveHello(listener, p)
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func (httpServer) begin(parameters) {}

func serveHello(listener net.Listener, p parameters) {
	body := []byte(strings.Repeat("x", p.bytes))
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if p.service > 0 {
			spin(p.service)
		}
		_, _ = w.Write(body)
	})
	server := http.Server{Handler: handler}
	_ = server.Serve(listener) // ends with the process
}
