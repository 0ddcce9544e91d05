"""Runs a program under what systemd's SystemCallFilter= and RestrictAddressFamilies= come to; it needs python3-seccomp.

sandbox-launcher.py CALLS FAMILIES PROGRAM ARGUMENT...   (names with commas between; what is not named fails with EPERM)
"""
import errno
import os
import socket
import sys

import seccomp

calls, families = sys.argv[1].split(','), sys.argv[2].split(',')
rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
for call in calls:
    try:
        if call != 'socket':
            rules.add_rule(seccomp.ALLOW, call)
    except RuntimeError:
        pass  # a call of another architecture
for family in families:
    rules.add_rule(seccomp.ALLOW, 'socket', seccomp.Arg(0, seccomp.EQ, int(getattr(socket, family))))
rules.load()
os.execvp(sys.argv[3], sys.argv[3:])
