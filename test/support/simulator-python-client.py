"""A foreign client at the simulated pool: the classic XenAPI one where it is installed, else the standard library's.

Arguments: library, coordinator, member, user, password. Prints one JSON document of what it saw.
"""
import json
import ssl
import sys
import time
import xmlrpc.client

library, coordinator, member, user, password = sys.argv[1:]
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
        self.ref = self.call("session.login_with_password", user, password, "1.0", "interop")


class ClassicSession:
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


pool = Session("https://" + coordinator)
pool.login()
hosts = pool.call("host.get_all_records")
first = next(ref for ref, host in hosts.items() if host["address"] == coordinator.split(":")[0])
pool.call("host.disable", first)
task = pool.call("Async.host.evacuate", first)
while pool.call("task.get_status", task) == "pending":
    time.sleep(0.02)

print(
    json.dumps(
        {
            "redirect": failure(Session("https://" + member).login),
            "hosts": sorted(host["name_label"] for host in hosts.values()),
            "evacuation": pool.call("task.get_record", task)["status"],
            "guests": len(pool.call("host.get_vms_which_prevent_evacuation", first)),
            "surplus": failure(lambda: pool.call("host.reboot", first, "surplus")),
            "servertime": str(pool.call("host.get_servertime", first)),
            "resident": [
                vm["name_label"]
                for vm in pool.call("VM.get_all_records").values()
                if vm["resident_on"] == first and not vm["is_control_domain"]
            ],
        }
    )
)
