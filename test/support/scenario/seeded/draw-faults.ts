// What goes wrong in a seeded scenario: any of the simulator's kinds, on any host, at any occurrence; a new kind is drawn by itself.
import { faultKinds, type Fault, type FaultKind } from '../../../../src/simulator/faults/fault.js';
import { readFaultEntry, readFaultText } from '../../../../src/simulator/faults/read-fault.js';
import type { Chance } from './chance.js';

const methods = [
  'host.disable',
  'host.enable',
  'Async.host.evacuate',
  'Async.host.reboot',
  'Async.host.call_plugin',
  'host.call_plugin',
  'host.get_all_records',
  'task.get_record',
  'pool.get_all_records',
  'VM.get_all_records',
  'PBD.plug',
  'Async.VM.pool_migrate',
  'session.login_with_password',
] as const;

type Parameters = Readonly<Record<string, string | number>>;

/** What narrows a kind to its place; a kind that is not named here strikes as its example in the docs does. */
const places: Readonly<Partial<Record<FaultKind, (chance: Chance) => Parameters>>> = {
  'installer-fetch-fails': (chance) => ({
    phase: chance.oneOf(['look-up', 'packages']),
    path: chance.oneOf(['repomd', 'primary', 'kernel', 'groups']),
    occurrence: chance.oneOf([1, 2, 'every']),
  }),
  'plugin-fails': (chance) => ({ fn: chance.oneOf(['testUrl', 'main']) }),
  'migration-slow': (chance) => ({ factor: chance.between(2, 20), occurrence: 'every' }),
  'reply-lost': wire,
  'connection-refused': wire,
  'session-lost': wire,
  'call-fails': (chance) => ({
    ...wire(chance),
    error: chance.oneOf([
      'INTERNAL_ERROR,scripted',
      'HOST_STILL_BOOTING',
      'OTHER_OPERATION_IN_PROGRESS,host,OpaqueRef:1',
    ]),
  }),
};

export function drawFaults(chance: Chance, hosts: number): readonly Fault[] {
  const count = chance.oneOf([0, 1, 1, 2, 2, 3, 4]);
  return Array.from({ length: count }, () => drawFault(chance, hosts));
}

function drawFault(chance: Chance, hosts: number): Fault {
  // Sorted, so that a kind that is written elsewhere in its table does not change what every seed means.
  const kind = chance.oneOf((Object.keys(faultKinds) as FaultKind[]).sort());
  const host = chance.between(0, hosts - 1);
  const occurrence = chance.between(1, 3);
  const { parameters, example } = faultKinds[kind];
  const narrowed = places[kind]?.(chance) ?? { ...readFaultText(example), occurrence };
  // Calls go to the coordinator, whichever host they are about.
  const where = 'method' in narrowed ? {} : { host, occurrence };
  const drawn = Object.entries({ ...where, ...narrowed }).filter(([name]) => name in parameters.shape);
  return readFaultEntry({ fault: kind, ...Object.fromEntries(drawn) });
}

function wire(chance: Chance): Parameters {
  return { method: chance.oneOf(methods), occurrence: chance.between(1, 12) };
}
