/** What may restart this machine, or Drydock on it, by itself: automatic updates of Debian, Ubuntu and Red Hat's family. */
import type { MachineAccess } from '../machine-access.js';
import { known, unknown, type Known } from '../known.js';

export interface AutomaticUpdates {
  /** unattended-upgrades (apt); null where it is not installed. */
  readonly apt: Known<{ readonly enabled: boolean; readonly reboots: boolean; readonly rebootTime: string }> | null;
  /** dnf-automatic; null where it is not installed. */
  readonly dnf: Known<{ readonly enabled: boolean; readonly reboots: boolean }> | null;
  /** needrestart: whether it restarts services without asking; null where it is not installed. */
  readonly needrestart: Known<{ readonly restarts: boolean }> | null;
  /** When shutdown(8) has a restart planned, in milliseconds since 1970; null: none is. */
  readonly scheduledShutdown: Known<number | null>;
}

export async function readAutomaticUpdates(machine: MachineAccess): Promise<AutomaticUpdates> {
  return {
    apt: machine.isInstalled('unattended-upgrade') ? await readApt(machine) : null,
    dnf: await readDnf(machine),
    needrestart: machine.isInstalled('needrestart') ? await readNeedrestart(machine) : null,
    scheduledShutdown: await readScheduledShutdown(machine),
  };
}

async function readApt(machine: MachineAccess): Promise<NonNullable<AutomaticUpdates['apt']>> {
  const answer = await machine.run('apt-config', ['dump']);
  if ('unknown' in answer) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) return unknown(`apt-config: ${stderr.trim().split('\n')[0] ?? ''}`);
  const value = (name: string): string =>
    new RegExp(`^${name} "([^"]*)";$`, 'm').exec(stdout)?.[1]?.trim().toLowerCase() ?? '';
  return known({
    // Days between two runs, or `always`; 0 is off, and so is nothing.
    enabled: !['', '0'].includes(value('APT::Periodic::Unattended-Upgrade')),
    reboots: ['true', 'yes', 'on', '1', 'with', 'enable'].includes(value('Unattended-Upgrade::Automatic-Reboot')),
    rebootTime: value('Unattended-Upgrade::Automatic-Reboot-Time') || 'now',
  });
}

const dnfConfiguration = '/etc/dnf/automatic.conf';
const dnfTimers = ['dnf-automatic.timer', 'dnf-automatic-install.timer', 'dnf5-automatic.timer'];

async function readDnf(machine: MachineAccess): Promise<AutomaticUpdates['dnf']> {
  const text = await machine.text(dnfConfiguration);
  if ('unknown' in text) return text;
  if (text.value === null) return null;
  const reboot = /^\s*reboot\s*=\s*(\S+)/m.exec(text.value)?.[1] ?? 'never';
  const timers = await machine.run('systemctl', ['is-enabled', ...dnfTimers]);
  if ('unknown' in timers) return timers;
  // One line for each; its exit code is that of the last.
  const enabled = timers.value.stdout.split('\n').includes('enabled');
  return known({ enabled, reboots: reboot !== 'never' });
}

async function readNeedrestart(machine: MachineAccess): Promise<NonNullable<AutomaticUpdates['needrestart']>> {
  const folder = '/etc/needrestart/conf.d';
  const names = await machine.entries(folder);
  if ('unknown' in names) return names;
  const files = [...names.value].filter((name) => name.endsWith('.conf')).sort();
  const paths = ['/etc/needrestart/needrestart.conf', ...files.map((name) => `${folder}/${name}`)];
  let mode = 'i';
  for (const path of paths) {
    const text = await machine.text(path);
    if ('unknown' in text) return text;
    const set = [...(text.value ?? '').matchAll(/^\s*\$nrconf\{restart\}\s*=\s*['"](\w)['"]/gm)].at(-1)?.[1];
    mode = set ?? mode;
  }
  return known({ restarts: mode === 'a' });
}

/** Written by systemd-logind while `shutdown` waits for its time. */
async function readScheduledShutdown(machine: MachineAccess): Promise<Known<number | null>> {
  const text = await machine.text('/run/systemd/shutdown/scheduled');
  if ('unknown' in text) return text;
  const microseconds = /^USEC=(\d+)$/m.exec(text.value ?? '')?.[1];
  return known(microseconds === undefined ? null : Math.floor(Number(microseconds) / 1000));
}
