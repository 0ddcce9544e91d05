/** A machine coming up: the staged installer if there is one, then the system on its disk, then its xapi. */
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { startAgent } from './agent-start.js';
import { runStagedInstallation } from './staged-installation.js';
import { shutDownHost } from './shutdown.js';

/** From the accepted reboot call to the end of the start-up. */
export async function rebootHost(world: World, host: Host): Promise<void> {
  await world.sleep(world.times.rebootGrace);
  await shutDownHost(world, host, 'reboot');
  if (world.strikes('never-returns', { host }) !== undefined) return;
  await bootHost(world, host);
}

/** From power on; also what `host.power_on` starts. */
export async function bootHost(world: World, host: Host): Promise<void> {
  host.power = 'starting';
  await powerCycle(world, host);
  if (host.staged !== null) {
    const { staged } = host;
    host.staged = null;
    const outcome = await runStagedInstallation(world, host, staged);
    if (outcome === 'failed-after-disk') return;
    await powerCycle(world, host);
  }
  if (host.disk !== 'intact') return;
  host.power = 'on';
  host.running = host.installed;
  world.history.record('host-booted', host.uuid, { versions: host.running.softwareVersion });
  await startAgent(world, host);
}

/** The kernel starts at the end of it: that is the boot time a system reports. */
async function powerCycle(world: World, host: Host): Promise<void> {
  const slowly = world.strikes('returns-slowly', { host });
  await world.sleep(pick(world.state.random, world.times.powerCycle) * (slowly?.factor ?? 1));
  host.bootedAt = world.now() + host.clockOffset;
}
