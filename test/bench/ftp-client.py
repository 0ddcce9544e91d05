# The client of the FTP bench: raw sockets and one buffer, so that the servers are measured and not a client.
# Reads its task as JSON from standard input, and prints the seconds and the bytes.
import json
import re
import socket
import sys
import time

task = json.load(sys.stdin)
address = (task["host"], task["port"])
buffer = bytearray(1 << 20)
control = socket.create_connection(address, 60)
control.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
received = b""


def reply(*expected):
    global received
    while True:
        while b"\n" in received:
            line, received = received.split(b"\n", 1)
            if re.match(rb"\d{3} ", line):
                if int(line[:3]) not in expected:
                    sys.exit("unexpected reply: %r" % line)
                return line
        more = control.recv(4096)
        if not more:
            sys.exit("the server closed the control connection")
        received += more


def ask(line, *expected):
    control.sendall(line.encode() + b"\r\n")
    return reply(*expected)


def fetch(name):
    high, low = re.search(rb"(\d+),(\d+)\)", ask("PASV", 227)).groups()
    with socket.create_connection((task["host"], int(high) * 256 + int(low)), 60) as data:
        ask("RETR " + name, 150)
        total = 0
        while True:
            count = data.recv_into(buffer)
            if count == 0:
                break
            total += count
    reply(226)
    return total


reply(220)
if ask("USER anonymous", 230, 331).startswith(b"331"):
    ask("PASS bench@", 230, 202)
if task["folder"] != "":
    ask("CWD " + task["folder"], 250)
ask("TYPE I", 200)
began = time.perf_counter()
taken = sum(fetch(name) for name in task["names"])
print(json.dumps({"seconds": time.perf_counter() - began, "bytes": taken}))
ask("QUIT", 221)
