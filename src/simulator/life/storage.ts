/** PBDs being attached when a host starts; a failure leaves the PBD unattached and a message (xapi.md 2.9). */
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

export async function attachStorage(world: World, host: Host): Promise<void> {
  const fault = world.strikes('storage-not-attached', { host });
  let attached = 0;
  let failed = 0;
  for (const pbd of world.state.pbdsOf(host)) {
    await world.sleep(world.times.storageAttach);
    const shared = world.state.srs.get(pbd.sr)?.shared ?? false;
    pbd.attached = pbd.pluggable && (fault === undefined || !shared);
    if (pbd.attached) attached++;
    else failed++;
  }
  world.history.record('storage-attached', host.uuid, { attached, failed });
  if (failed > 0) leaveMessage(world, host);
}

function leaveMessage(world: World, host: Host): void {
  const message = {
    ...world.state.newEntity(),
    name: 'PBD_PLUG_FAILED_ON_SERVER_START',
    priority: 3,
    cls: 'Host',
    objectUuid: host.uuid,
    body: '',
    createdAt: world.now(),
  };
  world.state.messages.set(message.ref, message);
}
