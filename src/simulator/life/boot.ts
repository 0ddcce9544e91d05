/** A machine coming up: the staged installer if there is one, then the system on its disk, then its xapi. */
import type { Host } from '../state/objects.js';
import { pick } from '../times.js';
import type { World } from '../world.js';
import { startAgent } from './agent-start.js';
import { followBootEntry } from './boot-entry.js';
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
  const start = ++host.starts;
  /** False once its power was cut: then this start does not go on, whatever comes after. */
  const isStillOn = (): boolean => host.starts === start && host.power === 'starting';
  await powerCycle(world, host);
  while (host.staged !== null && isStillOn()) {
    const outcome = await followBootEntry(world, host, host.staged, isStillOn);
    if (outcome === 'stays-down') return;
    await powerCycle(world, host);
  }
  if (host.disk !== 'intact' || !isStillOn()) return;
  host.power = 'on';
  host.running = host.installed;
  world.history.record('host-booted', host.uuid, { versions: host.running.softwareVersion });
  await startAgent(world, host);
}

/** The kernel starts at the end of it: that is the boot time a system reports. */
async function powerCycle(world: World, host: Host): Promise<void> {
  await world.sleep(pick(world.state.random, world.times.powerCycle));
  host.bootedAt = world.now() + host.clockOffset;
}
