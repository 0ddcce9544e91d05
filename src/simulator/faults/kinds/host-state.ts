/** Hosts that are back and still not what they were (xapi.md 6.5, Host state). */
import type { PlaceFault, StepFault } from '../definition.js';
import { atPlace, atStep, duration, text } from '../parameters.js';
import type { PoolState } from '../../state/pool-state.js';
import type { Host, Pbd } from '../../state/objects.js';

const disabled = atPlace({ lasts: duration.optional() });
const booting = atPlace({ lasts: duration.default(5 * 60_000) });
const storage = atPlace({});
const pbds = atStep({ sr: text.optional() });
const pif = atStep({});
const plain = atStep({});

export const staysDisabled: PlaceFault<typeof disabled> = {
  area: 'Host state',
  strikes: 'place',
  place: 'when a starting host would enable itself',
  summary: 'after its boot the host does not enable itself, for ever or for as long as it `lasts`',
  parameters: disabled,
  example: 'stays-disabled host=member-1 lasts=10min',
};

export const stillBooting: PlaceFault<typeof booting> = {
  area: 'Host state',
  strikes: 'place',
  place: 'when the storage of a starting host is attached',
  summary: 'calls that need the storage answer HOST_STILL_BOOTING for as long as it `lasts` (default 5min)',
  parameters: booting,
  example: 'still-booting host=coordinator lasts=3min',
};

export const storageNotAttached: PlaceFault<typeof storage> = {
  area: 'Host state',
  strikes: 'place',
  place: 'when a starting host attaches its storage',
  summary: 'after its boot the host attaches no shared storage',
  parameters: storage,
  example: 'storage-not-attached host=member-1',
};

export const pbdUnplugged: StepFault<typeof pbds> = {
  area: 'Host state',
  strikes: 'step',
  at: 'start',
  summary: 'a host loses its connection to a shared SR; `sr` names one, otherwise to all of them',
  parameters: pbds,
  example: 'pbd-unplugged host=member-2 at=host-enabled of=coordinator',
  happen: ({ world, hosts }, { sr }) => {
    const found = hosts.flatMap((host) => sharedPbds(world.state, host, sr)).filter((pbd) => pbd.attached);
    for (const pbd of found) {
      pbd.attached = false;
      const { hosts: all, srs } = world.state;
      world.history.record('storage-detached', all.get(pbd.host)?.uuid ?? null, { sr: srs.get(pbd.sr)?.uuid ?? '' });
    }
    return () => found.forEach((pbd) => (pbd.attached = true));
  },
};

export const pifMissing: StepFault<typeof pif> = {
  area: 'Host state',
  strikes: 'step',
  at: 'host-booted',
  summary: 'a network card of the host is gone: its PIF is not there any more',
  parameters: pif,
  example: 'pif-missing host=member-1',
  happen: ({ world, hosts }) => {
    const { pifs } = world.state;
    const gone = [...pifs.values()].filter(({ host }) => hosts.some(({ ref }) => ref === host));
    for (const { ref } of gone) pifs.delete(ref);
    return () => gone.forEach((one) => pifs.set(one.ref, one));
  },
};

export const allHostsStayDisabled: StepFault<typeof plain> = {
  area: 'Host state',
  strikes: 'step',
  at: 'coordinator-answers',
  summary: 'after the start of the coordinator no host enables itself, until somebody does or the fault is over',
  parameters: plain,
  example: 'all-hosts-stay-disabled lasts=20min',
  happen: ({ world }) => {
    const { hostList } = world.state;
    // The mark of host.disable is what keeps a starting host from enabling itself (xapi.md 2.6).
    for (const host of hostList) host.disableMark = true;
    return () => {
      for (const host of hostList) {
        host.disableMark = false;
        if (host.enabled || host.power !== 'on') continue;
        host.enabled = true;
        world.history.record('host-enabled', host.uuid, { by: 'start' });
      }
    };
  },
};

export const deadButEnabled: StepFault<typeof plain> = {
  area: 'Host state',
  strikes: 'step',
  at: 'start',
  summary: 'the host died long ago: not live, and enabled all the same, which spoils every evacuation plan',
  parameters: plain,
  example: 'dead-but-enabled host=member-2',
  happen: ({ world, hosts }) => {
    for (const host of hosts) {
      for (const vm of world.state.guestsOn(host))
        Object.assign(vm, { powerState: 'Halted', residentOn: 'OpaqueRef:NULL' });
      world.setAgent(host, 'off');
      host.power = 'off';
      host.live = false;
      host.silentSince = null;
      host.enabled = true;
      world.history.record('host-down', host.uuid, { why: 'power-loss' });
    }
    return undefined;
  },
};

export const enabledBySomebody: StepFault<typeof plain> = {
  area: 'Host state',
  strikes: 'step',
  at: 'evacuation-ended',
  summary: 'somebody puts the host back into service during the run',
  parameters: plain,
  example: 'enabled-by-somebody host=coordinator at=staged',
  happen: ({ world, hosts }) => {
    for (const host of hosts) {
      host.disableMark = false;
      if (host.enabled) continue;
      host.enabled = true;
      world.history.record('host-enabled', host.uuid, { by: 'somebody' });
    }
    return undefined;
  },
};

function sharedPbds(state: PoolState, host: Host, sr: string | undefined): readonly Pbd[] {
  return state.pbdsOf(host).filter((pbd) => {
    const found = state.srs.get(pbd.sr);
    return found !== undefined && (sr === undefined ? found.shared : sr === found.name || sr === found.uuid);
  });
}
