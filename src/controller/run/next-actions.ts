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
  'rolled-back':
    'The installation began and the old system is back: read /var/log/installer on the host before anything else, then: drydock upgrade retry.',
  'never-returned':
    'Go to the console. If the disk was formatted, boot the installer and restore the backup or install again; the address stays armed. Then: drydock upgrade retry, or give-up.',
  'login-refused':
    'Nobody can see whether the host is back. Give Drydock the new password: put it where "drydock pool add" was told to look for it (an environment variable needs a restart of drydock serve), then: drydock upgrade retry. If nobody changed it, see at the console which machine answers.',
  'clock-went-back':
    'Set the clock of the host and look at its time servers, run xe-toolstack-restart on it so that it tells its boot time anew, then: drydock upgrade retry.',
  'returned-degraded':
    'The host is upgraded but not whole: mend what is named (storage, service state), then: drydock upgrade retry.',
  'returned-as-another':
    'Another system answers in place of the host: compare uuid and certificate at its console before anything else. When it is the host and shows its old certificate again: drydock upgrade retry.',
  unwell:
    'The host came back upgraded and became unwell while it was watched: look at what is named, on the host and in its log, then: drydock upgrade retry, which begins the watch anew.',
  'returned-with-other-version':
    'The host runs neither its old version nor that of the medium: see at its console what was installed and from where, then: drydock upgrade retry.',
  'in-emergency':
    'The host is up and does not enter the pool; its own answer says why. Do what stands under "by hand" (drydock upgrade explain), then: drydock upgrade retry.',
  'pool-lost':
    'The pool does not answer. Bring its coordinator back, then: drydock upgrade retry. When it is lost for good, drydock upgrade explain has the commands that make a member the coordinator.',
  blocked: 'Mend what the findings name (drydock check), then: drydock upgrade retry.',
  unexpected: 'Read the reason and drydock upgrade explain, mend it, then: drydock upgrade retry.',
};
