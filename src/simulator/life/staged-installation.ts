/**
 * An installer that was staged by the plugin, at work (media-and-clients.md 3.2): a look at the source before anything is
 * touched; then the disk is formatted, the source is looked up again without a retry, and every package is fetched.
 * From the format on a failure leaves a host without a bootable system.
 */
import { runClientScript } from '../../installer/client-script.js';
import type { FailureDetails, InstallVerdict } from '../../installer/install-verdict.js';
import { unattendedInstall } from '../../installer/unattended-install.js';
import { systemFromMedium } from '../install/installed-versions.js';
import { ObservedTransport } from '../install/observed-transport.js';
import type { Host, StagedInstallation } from '../state/objects.js';
import { pick } from '../times.js';
import { scriptedRefusal } from '../install/scripted-faults.js';
import type { World } from '../world.js';

export type InstallationOutcome = InstallVerdict['outcome'];

/** What an error dialogue stands on the console before the installer reboots by itself. */
const errorDialogue = 10_000;

export async function runStagedInstallation(
  world: World,
  host: Host,
  staged: StagedInstallation,
): Promise<InstallationOutcome> {
  world.history.record('installer-began', host.uuid, { url: staged.url });
  const early = world.strikes('returns-with-old-version', { host });
  if (early !== undefined) return refused(world, host, { reason: 'no-repository' });
  const refusal = scriptedRefusal(world, host);
  if (refusal !== undefined) return refused(world, host, { reason: refusal });
  const transport = new ObservedTransport({
    world,
    host,
    staged,
    duration: pick(world.state.random, world.times.installation),
    onFormat: () => formatDisk(world, host, staged.url),
  });
  try {
    return await conclude(world, host, staged, transport, await runClientScript(script(host, staged), transport));
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

function formatDisk(world: World, host: Host, url: string): void {
  host.disk = 'formatted';
  host.haArmed = false;
  world.history.record('disk-formatted', host.uuid, { url });
}

async function conclude(
  world: World,
  host: Host,
  staged: StagedInstallation,
  transport: ObservedTransport,
  verdict: InstallVerdict,
): Promise<InstallationOutcome> {
  if (verdict.outcome === 'refused-before-disk') return refused(world, host, verdict);
  // Without a package nothing was asked for after the format, and nobody has told the observer of it.
  if (host.disk === 'intact') formatDisk(world, host, staged.url);
  if (verdict.outcome === 'failed-after-disk') return lost(world, host, verdict);
  host.disk = 'intact';
  host.installed = systemFromMedium(verdict.versions, transport.treeinfo, transport.packages, staged.installer);
  const { files, bytes } = transport;
  world.history.record('installed', host.uuid, { versions: host.installed.softwareVersion, files, bytes });
  return Promise.resolve('installed');
}

async function refused(world: World, host: Host, failure: Described): Promise<InstallationOutcome> {
  world.history.record('installer-refused', host.uuid, { reason: describe(failure) });
  await world.sleep(errorDialogue);
  return 'refused-before-disk';
}

function lost(world: World, host: Host, failure: Described): InstallationOutcome {
  host.disk = 'lost';
  world.history.record('host-lost', host.uuid, { reason: describe(failure) });
  return 'failed-after-disk';
}

/** Of an installer's own making, or by script. */
type Described = Omit<FailureDetails, 'reason'> & { readonly reason: string };

function describe({ reason, missing }: Described): string {
  return missing === undefined ? reason : `${reason}: ${missing}`;
}
