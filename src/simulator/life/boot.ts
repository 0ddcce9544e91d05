/** A machine coming up: the staged installer if there is one, then the system on its disk, then its xapi. */
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { followReboot } from '../updates/host-updates.js';
import { startAgent } from './agent-start.js';
import { followBootEntry } from './boot-entry.js';
import { shutDownHost } from './shutdown.js';

/** From the accepted reboot call to the end of the start-up. */
export async function rebootHost(world: World, host: Host): Promise<void> {
  const { incarnation } = host;
  await world.sleep(world.times.rebootGrace);
  if (host.incarnation !== incarnation) return;
  if (!(await shutDownHost(world, host, 'reboot'))) return;
  if (world.strikes('never-returns', { host }) !== undefined) return;
  await bootHost(world, host);
}

/** From power on; also what `host.power_on` starts. Ends early when the power is cut meanwhile. */
export async function bootHost(world: World, host: Host): Promise<void> {
  const { incarnation } = host;
  const gone = (): boolean => host.incarnation !== incarnation;
  host.power = 'starting';
  await powerCycle(world, host);
  while (host.staged !== null && !gone()) {
    const outcome = await followBootEntry(world, host, host.staged, () => !gone());
    if (outcome === 'stays-down') return;
    await powerCycle(world, host);
  }
  if (host.disk !== 'intact' || gone()) return;
  host.power = 'on';
  // The kernel starts now: that is the boot time a system reports.
  host.bootedAt = world.now();
  if (host.pendingGuidances.length === 0) host.disabledUntilReboot = false;
  host.running = host.installed;
  followReboot(world, host);
  world.history.record('host-booted', host.uuid, { versions: host.running.softwareVersion });
  await startAgent(world, host, true);
}

function powerCycle(world: World, host: Host): Promise<void> {
  const slowly = world.strikes('returns-slowly', { host });
  return world.sleep(pick(world.state.random, world.times.powerCycle) * (slowly?.factor ?? 1));
}
