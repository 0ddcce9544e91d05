/** What a person does next after each kind of failure; docs/operating.md says the same at more length. */
import type { HostFailure } from '../../contract/run-status.js';

export const nextActions: Readonly<Record<HostFailure, string>> = {
  'evacuation-failed':
    'Move or shut down the VMs that are named, then: drydock upgrade retry. The host is disabled and still runs its old version.',
  'staging-failed':
    'Read the code the host gave (docs/operating.md), mend the address or the host, then: drydock upgrade retry. Nothing on its disk has changed.',
  'reboot-refused':
    'The pool refused the reboot, so the host still runs its old version, staged and out of service; its address is armed. Mend what the reason names (the role of the user, another operation), then: drydock upgrade retry. Or give-up, and abort.',
  'never-left':
    'Look at the console of the host: it was told to reboot and did not go down. Its address stays armed. Then: drydock upgrade retry, or give-up.',
  'never-fetched':
    'The installer did not start or found no network: look at the boot order and the switch port, then: drydock upgrade retry.',
  'fetch-failed':
    'Look at the object that is named and at the network between host and media server, then at the console; then: drydock upgrade retry.',
  'refused-before-disk':
    'The installer looked at the medium and refused before it touched the disk: read its log on the console (firmware mode, partitions, version), then: drydock upgrade retry.',
  'returned-old-unseen':
    'Read /var/log/installer on the host, which says whether and why its installer gave up, then: drydock upgrade retry.',
  'rolled-back':
    'The installation began and the old system is back: read /var/log/installer on the host before anything else, then: drydock upgrade retry.',
  'never-returned':
    'Go to the console. If the disk was formatted, boot the installer and restore the backup or install again; the address stays armed. Then: drydock upgrade retry, or give-up.',
  'login-refused':
    'Nobody can see whether the host is back. Give Drydock the new password: drydock pool password POOL (or on the page of the pool), or put it where "drydock pool add" was told to look for it (an environment variable needs a restart of drydock serve). Then: drydock upgrade retry. If nobody changed it, see at the console which machine answers.',
  'clock-went-back':
    'Set the clock of the host and look at its time servers, run xe-toolstack-restart on it so that it tells its boot time anew, then: drydock upgrade retry.',
  'returned-degraded':
    'The host is upgraded but not whole: mend what is named (storage, service state), then: drydock upgrade retry.',
  'returned-as-another':
    'Another system answers in place of the host: compare uuid and certificate at its console before anything else. When it is the host and shows its old certificate again: drydock upgrade retry.',
  'pack-failed':
    'The host is upgraded and proven; the pack is not on it. Read the code of the pool (docs/operating.md), mend it, then: drydock upgrade retry. To go on without the pack: drydock upgrade abort, and plan the rest without --pack.',
  unwell:
    'The host came back upgraded and became unwell while it was watched: look at what is named, on the host and in its log, then: drydock upgrade retry, which begins the watch anew.',
  'in-emergency':
    'The host is up and does not enter the pool; its own answer says why. Do what stands under "by hand" (drydock upgrade explain), then: drydock upgrade retry.',
  'pool-lost':
    'The pool does not answer. Bring its coordinator back, then: drydock upgrade retry. When it is lost for good, drydock upgrade explain has the commands that make a member the coordinator.',
  blocked: 'Mend what the findings name (drydock check), then: drydock upgrade retry.',
  'claim-lost':
    'See who has the pool now: drydock pool show. When nobody else upgrades it: drydock upgrade retry claims it again. Otherwise drydock upgrade abort closes the addresses of this run and lists what it leaves on the pool; it touches nothing there.',
  'others-at-work':
    'Let the work that is named end, or have its owner give it up (a backup job, another upgrade, an update), then: drydock upgrade retry.',
  'nobody-came':
    'Nobody has upgraded the host at its console. It is empty, out of service and its address is armed. Go there, then: drydock upgrade retry; or take it back with drydock upgrade skip --host HOST --reason WHY.',
  'wrong-host':
    'Look at the host that went down: when it is back and in service (xe host-enable), then: drydock upgrade retry. If it was upgraded out of its order, and is no coordinator, it waits for its coordinator until that is upgraded too.',
  'journal-behind':
    'An older journal was put back, or records of it were lost: see where each host stands (drydock pool show, its console). A host whose address is armed may be installing: let it. Then drydock upgrade abort, and plan the rest anew; hosts that are at the target are left out. drydock upgrade retry goes on only where nothing was done since.',
  'rebooted-unasked':
    'See why the host went down (its console, its power), and that no older journal was put back; start the guests that are named. Then: drydock upgrade retry --host HOST --reason WHY, which begins it anew with a recheck; or drydock upgrade skip --host HOST (a member), or drydock upgrade abort. One whose address was armed: drydock upgrade give-up --host HOST --reason WHY first.',
  'returned-with-other-version':
    'The host runs neither its old version nor that of the medium: see at its console what was installed and from where. If it is older than the medium: boot the right one, then: drydock upgrade retry. If it is newer, nothing leads back but the backup on its disk.',
  unexpected: 'Read the reason and drydock upgrade explain, mend it, then: drydock upgrade retry.',
};
