package main

import "net"

// echoServer sends back what it reads, a goroutine a connection.
type echoServer struct{}

func (echoServer) listen(p parameters) (int, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go echo(conn, p)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func (echoServer) begin(parameters) {}

func echo(conn net.Conn, p parameters) {
	defer conn.Close()
	buffer := make([]byte, 4096)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		if p.service > 0 {
			spin(p.service)
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			return
		}
	}
}
