"""A terminal of a given size with a person at it: waits for texts and presses keys; tells what was written and how the terminal was left.

Reads JSON from standard input: {"argv", "rows", "columns", "steps": [[text to wait for, keys to press], ...], "seconds"}.
Writes JSON: {"output", "exit", "restored"}.
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

task = json.load(sys.stdin)
main, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", task["rows"], task["columns"], 0, 0))
before = termios.tcgetattr(terminal)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(terminal, descriptor)
    os.execvp(task["argv"][0], task["argv"])

output, looked, steps = b"", 0, list(task["steps"])
end = time.monotonic() + task["seconds"]
status = None
while status is None:
    if time.monotonic() > end:
        os.kill(child, signal.SIGKILL)
    if select.select([main], [], [], 0.05)[0]:
        output += os.read(main, 65536)
    if steps:
        wanted = output.find(steps[0][0].encode(), looked)
        if wanted >= 0:
            looked = wanted + len(steps[0][0].encode())
            os.write(main, steps.pop(0)[1].encode())
    ended, code = os.waitpid(child, os.WNOHANG)
    if ended:
        status = code
while select.select([main], [], [], 0.1)[0]:
    output += os.read(main, 65536)
json.dump(
    {
        "output": output.decode(errors="replace"),
        "exit": os.waitstatus_to_exitcode(status),
        "restored": termios.tcgetattr(terminal) == before,
    },
    sys.stdout,
)
