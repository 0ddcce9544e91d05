/**
 * An installer that was staged by the plugin, at work (media-and-clients.md 3.2): a look at the machine and at the source
 * before anything is touched; the old system copied aside; the disk formatted, the source looked up again without a retry,
 * and every package fetched. From the format on a failure leaves a host without a bootable system.
 */
import { runClientScript } from '../../installer/client-script.js';
import type { FailureDetails, InstallVerdict } from '../../installer/install-verdict.js';
import { unattendedInstall } from '../../installer/unattended-install.js';
import type { Milliseconds } from '../../shared/clock.js';
import { decideLayout } from '../install/disk-layout.js';
import { systemFromMedium } from '../install/installed-versions.js';
import { machineRefusal } from '../install/machine-refusal.js';
import { ObservedTransport } from '../install/observed-transport.js';
import { installationShares, streamedShares, type InstallationShares } from '../install/phases.js';
import type { Host, StagedInstallation } from '../state/objects.js';
import { scriptedRefusal } from '../install/scripted-faults.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { formatDisk, settleInstalledSystem } from './installed-system.js';

export type InstallationOutcome = InstallVerdict['outcome'] | 'power-lost';

/** What an error dialogue stands on the console before the installer reboots by itself. */
const errorDialogue = 10_000;

class PowerLost extends Error {}

/** Before the root is made anew: the old system still boots. */
class InstallerGaveUp extends Error {}

export async function runInstaller(
  world: World,
  host: Host,
  staged: StagedInstallation,
  isStillOn: () => boolean,
): Promise<InstallationOutcome> {
  const early = world.strikes('returns-with-old-version', { host });
  if (early !== undefined) return refuse(world, host, 'no-repository');
  const refusal = scriptedRefusal(world, host) ?? machineRefusal(host.machine, staged.installer);
  if (refusal !== undefined) return refuse(world, host, refusal);
  try {
    return await install(world, host, staged, powerWatch(world, isStillOn));
  } catch (error) {
    if (error instanceof InstallerGaveUp) return refuse(world, host, error.message);
    if (!(error instanceof PowerLost)) throw error;
    if (host.disk === 'formatted') lose(world, host, 'power-lost');
    return 'power-lost';
  }
}

/** The installer gives up with the old system still in place, and reboots by itself. */
export async function refuse(world: World, host: Host, reason: string): Promise<'refused-before-disk'> {
  world.history.record('installer-refused', host.uuid, { reason });
  await world.sleep(errorDialogue);
  return 'refused-before-disk';
}

type Pass = (duration: Milliseconds) => Promise<void>;

function powerWatch(world: World, isStillOn: () => boolean): Pass {
  return async (duration) => {
    if (duration > 0) await world.sleep(duration);
    if (!isStillOn()) throw new PowerLost();
  };
}

async function install(world: World, host: Host, staged: StagedInstallation, pass: Pass): Promise<InstallationOutcome> {
  const duration = pick(world.state.random, world.times.installation);
  const shares: InstallationShares =
    staged.installer.installer.generation === '5.6' ? streamedShares : installationShares;
  const transport = new ObservedTransport({
    world,
    host,
    staged,
    duration,
    shares,
    pass,
    onFormat: () => prepareDisk(world, host, staged),
  });
  try {
    const verdict = await runClientScript(script(host, staged), transport);
    if (verdict.outcome === 'refused-before-disk') return await refuse(world, host, describe(verdict));
    if (verdict.outcome === 'failed-after-disk') return lose(world, host, describe(verdict));
    await pass(duration * (shares.transaction + shares.finish));
    host.installed = systemFromMedium(verdict.versions, transport.medium, staged.installer);
    settleInstalledSystem(world, host);
    const { files, bytes } = transport;
    world.history.record('installed', host.uuid, { versions: host.installed.softwareVersion, files, bytes });
    return 'installed';
  } finally {
    await transport.close();
  }
}

function script(host: Host, { installer }: StagedInstallation): ReturnType<typeof unattendedInstall> {
  const platform = host.installed.softwareVersion['platform_version'];
  return unattendedInstall({
    release: installer,
    ...(platform === undefined ? {} : { hostPlatformVersion: platform }),
  });
}

/** The old system has been copied aside, which cost the copy of the system before it. */
function prepareDisk(world: World, host: Host, { installer, url }: StagedInstallation): void {
  const decision = decideLayout(host.machine, host.mayRepartition, installer);
  if (decision === 'refused') throw new InstallerGaveUp('old-partition-layout');
  formatDisk(world, host, url, decision);
}

function lose(world: World, host: Host, reason: string): InstallationOutcome {
  host.disk = 'lost';
  world.history.record('host-lost', host.uuid, { reason });
  return 'failed-after-disk';
}

function describe({ reason, missing }: FailureDetails): string {
  return missing === undefined ? reason : `${reason}: ${missing}`;
}
