"""A foreign client at the simulated pool: the classic XenAPI one where it is installed, else the standard library's.

Arguments: library, coordinator, member, user, password. Prints one JSON document of what it saw.
"""
import http.client
import json
import ssl
import sys
import time
import xmlrpc.client

library, coordinator, member, user, password = sys.argv[1:]
port = member.split(":")[1]
trusting = ssl._create_unverified_context()


class Failure(Exception):
    pass


class PlainSession:
    def __init__(self, url):
        self.proxy = xmlrpc.client.ServerProxy(url, context=trusting)
        self.ref = None

    def call(self, method, *params):
        session = () if self.ref is None else (self.ref,)
        reply = getattr(self.proxy, method)(*session, *params)
        if reply["Status"] == "Failure":
            raise Failure(reply["ErrorDescription"])
        return reply["Value"]

    def login(self):
        self.ref = None
        self.ref = self.call("session.login_with_password", user, password, "1.0", "interop")


class ClassicSession:
    """It logs in again by itself when its session has become invalid."""

    def __init__(self, url):
        from os_xenapi.client import XenAPI

        ssl._create_default_https_context = ssl._create_unverified_context
        self.failure = XenAPI.Failure
        self.session = XenAPI.Session(url)

    def call(self, method, *params):
        try:
            return self.session.xenapi_request(method, params)
        except self.failure as failure:
            raise Failure(failure.details)

    def login(self):
        try:
            self.session.login_with_password(user, password, "1.0", "interop")
        except self.failure as failure:
            raise Failure(failure.details)


Session = ClassicSession if library == "os-xenapi" else PlainSession


def failure(act):
    try:
        act()
    except Failure as found:
        return list(found.args[0])
    return None


def until(what, probe, tries=3000):
    for _ in range(tries):
        found = probe()
        if found is not None:
            return found
        time.sleep(0.02)
    raise SystemExit("waited in vain for " + what)


def follow(address):
    """Logs in wherever the first answer says, as every client of a pool must be able to."""
    first = Session("https://" + address)
    said = failure(first.login)
    if said is None:
        return first, None
    second = Session("https://%s:%s" % (said[1], port))
    second.login()
    return second, said


def next_event(ref, token, wanted):
    """The first event about an object that is as wanted."""
    while True:
        batch = pool.call("event.from", ["host", "task"], token, 30.0)
        token = batch["token"]
        for event in batch["events"]:
            if event["ref"] == ref and wanted(event):
                return event


pool, redirect = follow(member)
hosts = pool.call("host.get_all_records")
first = next(ref for ref, host in hosts.items() if host["address"] == coordinator.split(":")[0])
everything = pool.call("event.from", ["host"], "", 30.0)

pool.call("host.disable", first)
disabled = next_event(first, everything["token"], lambda event: not event["snapshot"]["enabled"])

task = pool.call("Async.host.evacuate", first)
while pool.call("task.get_status", task) == "pending":
    time.sleep(0.02)
evacuated = pool.call("task.get_record", task)
resident = [
    vm["name_label"]
    for vm in pool.call("VM.get_all_records").values()
    if vm["resident_on"] == first and not vm["is_control_domain"]
]
prevented = len(pool.call("host.get_vms_which_prevent_evacuation", first))
surplus = failure(lambda: pool.call("host.reboot", first, "surplus"))
servertime = str(pool.call("host.get_servertime", first))

before = pool.call("host.get_other_config", first)["boot_time"]
pool.call("host.reboot", first)

def back():
    """The host's own record says that it has booted and enabled itself."""
    try:
        record = pool.call("host.get_record", first)
    except Failure as found:
        # The plain client has to notice for itself.
        if found.args[0][0] == "SESSION_INVALID":
            pool.login()
        return None
    except (OSError, http.client.HTTPException, xmlrpc.client.Fault, xmlrpc.client.ProtocolError):
        return None
    booted = record["other_config"].get("boot_time") != before
    return record if booted and record["enabled"] else None


returned = until("the coordinator", back)

print(
    json.dumps(
        {
            "redirect": redirect,
            "hosts": sorted(host["name_label"] for host in hosts.values()),
            "added": sorted({event["operation"] for event in everything["events"]}),
            "eventHosts": len(everything["events"]),
            "disabled": [disabled["class"], disabled["operation"]],
            "evacuation": evacuated["status"],
            "guests": prevented,
            "surplus": surplus,
            "servertime": servertime,
            "resident": resident,
            "sameRef": returned["uuid"] == hosts[first]["uuid"],
            "lostTask": failure(lambda: pool.call("task.get_status", task))[0],
            "again": len(pool.call("event.from", ["host"], "", 30.0)["events"]),
        }
    )
)
