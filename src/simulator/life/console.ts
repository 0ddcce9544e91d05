/**
 * A person at the console of a host: he takes the machine down whatever runs on it, boots a medium, and answers the installer's
 * questions. No plugin and no boot entry of the host's have a part in it.
 */
import type { ReleaseId } from '../../releases/release-facts.js';
import type { errors } from '../faults/kinds/person-errs.js';
import { systemOf } from '../state/build-pool.js';
import type { Host, StagedInstallation } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { becomeStranger } from './agent-start.js';
import { bootHost } from './boot.js';
import { formatDisk, settleInstalledSystem } from './installed-system.js';
import { shutDownHost } from './shutdown.js';
import { runInstaller } from './staged-installation.js';

export type PersonError = (typeof errors)[number];

export interface ConsoleVisit {
  /** The source that the installer is given: the address of the host. */
  readonly url: string;
  /** Of the medium that is booted. */
  readonly release: ReleaseId;
}

/** Goes to the console and does what he was told, or what a fault says he does. Ends when the host runs again, or not. */
export async function visitConsole(world: World, host: Host, visit: ConsoleVisit): Promise<void> {
  const error = world.strikes('person-errs', { host })?.does;
  const at = error === 'wrong-host' ? (world.state.hostList.find((other) => other !== host) ?? host) : host;
  world.history.record('console-used', at.uuid, { does: error ?? 'upgrade' });
  if (error === 'nothing') return;
  if (at.power === 'on' && !(await shutDownHost(world, at, 'reboot'))) return;
  if (error === 'boots-old-system' || error === 'wrong-host') return bootHost(world, at);
  await world.sleep(pick(world.state.random, world.times.powerCycle) + world.times.installerStart);
  if (error === 'fresh-install') return installAnew(world, at, visit);
  if (error === 'other-medium') return installOther(world, at, visit);
  await upgrade(world, at, visit);
}

async function upgrade(world: World, host: Host, visit: ConsoleVisit): Promise<void> {
  const { incarnation } = host;
  host.power = 'starting';
  world.history.record('installer-began', host.uuid, { url: visit.url });
  const outcome = await runInstaller(world, host, mediumInDrive(visit), () => host.incarnation === incarnation);
  if (outcome === 'installed' || outcome === 'refused-before-disk') await bootHost(world, host);
}

/** He only puts the medium where the machine boots from next, and somebody else reboots it. */
export function insertMedium(world: World, host: Host, visit: ConsoleVisit): void {
  const error = world.strikes('person-errs', { host })?.does;
  world.history.record('console-used', host.uuid, { does: error ?? 'insert-medium' });
  if (error === undefined) host.staged = mediumInDrive(visit);
}

/** For one boot: he takes it out when the installer says that it has ended. */
function mediumInDrive({ url, release }: ConsoleVisit): StagedInstallation {
  return {
    url,
    installer: systemOf(release).facts,
    entry: 'one-shot',
    filesPresent: true,
    revertible: true,
    answerFileReadable: true,
  };
}

/** Another host at the same address: its own pool, another certificate, and nobody's password. */
async function installAnew(world: World, host: Host, { url, release }: ConsoleVisit): Promise<void> {
  formatDisk(world, host, url, 'kept');
  await world.sleep(pick(world.state.random, world.times.installation));
  host.disk = 'intact';
  host.installed = systemOf(release);
  host.running = host.installed;
  host.power = 'on';
  becomeStranger(world, host);
}

/** A later refresh of the same release: neither what the host had nor what the medium of the run has. */
async function installOther(world: World, host: Host, { release }: ConsoleVisit): Promise<void> {
  formatDisk(world, host, 'cd:', 'kept');
  await world.sleep(pick(world.state.random, world.times.installation));
  const system = systemOf(release);
  const softwareVersion = { ...system.softwareVersion, product_version: '8.3.99', build_number: 'another' };
  host.installed = { ...system, productVersion: '8.3.99', softwareVersion };
  settleInstalledSystem(world, host);
  await bootHost(world, host);
}
