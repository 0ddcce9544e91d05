"""The client of the HTTP bench: one thread, epoll, plain recv into one buffer, so that it costs as little as a client can.

Reads one JSON document from standard input: port, paths, connections, requests, range (bytes of each answer, or 0 for
whole files), warm (the path that each connection asks for first, untimed), and processes (whose processor time is taken).
Connections share the requests as they get done; with "each" every connection makes its own part of them, as hosts do.
Writes one: seconds, bytes, processor (seconds), slowest (its time beside the median of the connections). The first look at every path is not timed; it tells how long each answer is.
"""
import json
import os
import select
import socket
import sys
import time

order = json.load(sys.stdin)
size = 1 << 20
buffer = bytearray(size)


def request(path, offset):
    head = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: drydock-bench\r\n" % (path, order["port"])
    if order["range"]:
        head += "Range: bytes=%d-%d\r\n" % (offset, offset + order["range"] - 1)
    return (head + "\r\n").encode()


def opened():
    connection = socket.create_connection(("127.0.0.1", order["port"]))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def answer_length(connection, asked):
    connection.sendall(asked)
    got = 0
    head = b""
    while b"\r\n\r\n" not in head:
        count = connection.recv_into(buffer, size)
        if count == 0:
            sys.exit("the server ended the connection")
        head += bytes(buffer[:count])
        got += count
    fields = head.split(b"\r\n\r\n", 1)[0].decode("latin1").split("\r\n")
    if fields[0].split(" ")[1] not in ("200", "206"):
        sys.exit(fields[0])
    length = [int(field.split(":")[1]) for field in fields if field.lower().startswith("content-length:")][0]
    total = head.index(b"\r\n\r\n") + 4 + length
    # A large one is known well enough: leaving early is what hosts do to see whether a file exists.
    while got < total and length <= 4 * size:
        got += connection.recv_into(buffer, size)
    if got < total:
        connection.close()
    return total


def processor():
    ticks = 0
    for process in order["processes"]:
        with open("/proc/%d/stat" % process) as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


plan = []
first = opened()
for number, path in enumerate(order["paths"]):
    if first.fileno() == -1:
        first = opened()
    asked = request(path, number * order["range"])
    plan.append((asked, answer_length(first, asked)))
first.close()

poll = select.epoll()
connections = {}
left = {}
for _ in range(order["connections"]):
    connection = opened()
    # The first answer of a connection takes another way than the ones that follow: not what is measured here.
    answer_length(connection, request(order["warm"], 0))
    connection.setblocking(False)
    poll.register(connection, select.EPOLLIN)
    connections[connection.fileno()] = connection
    left[connection.fileno()] = 0

asked_for = 0
done = 0
total = 0
wanted = order["requests"]
spent = processor()
began = time.perf_counter()


asked_by = dict.fromkeys(connections, 0)
finished = {}


def ask(number):
    global asked_for, total
    own = asked_by[number]
    if own * len(connections) == wanted if order["each"] else asked_for == wanted:
        finished[number] = time.perf_counter() - began
        return
    asked, length = plan[(own if order["each"] else asked_for) % len(plan)]
    asked_for += 1
    asked_by[number] += 1
    total += length
    left[number] = length
    connections[number].send(asked)


for number in connections:
    ask(number)
while done < wanted:
    for number, _ in poll.poll(30):
        try:
            count = connections[number].recv_into(buffer, size)
        except BlockingIOError:
            continue
        if count == 0:
            sys.exit("the server ended a connection")
        left[number] -= count
        if left[number] < 0:
            sys.exit("an answer was longer than it said")
        if left[number] == 0:
            done += 1
            ask(number)
seconds = time.perf_counter() - began
slowest = max(finished.values()) / sorted(finished.values())[len(finished) // 2]
print(json.dumps({"seconds": seconds, "bytes": total, "processor": processor() - spent, "slowest": slowest}))
