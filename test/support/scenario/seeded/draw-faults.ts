// What goes wrong in a seeded scenario: any of the simulator's kinds, on any host, at any occurrence; a new kind is drawn by itself.
import { faultKinds, type Fault, type FaultKind } from '../../../../src/simulator/faults/fault.js';
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

/** What narrows a kind to its place; a kind that is not named here strikes with host and occurrence alone. */
const places: Readonly<Partial<Record<FaultKind, (chance: Chance) => Partial<Fault>>>> = {
  'installer-fetch-fails': (chance) => ({
    phase: chance.oneOf(['look-up', 'packages']),
    path: chance.oneOf(['repomd', 'primary', 'kernel', '']),
    occurrence: chance.oneOf([1, 2, 'every']),
  }),
  'plugin-fails': (chance) => ({ fn: chance.oneOf(['testUrl', 'main']) }),
  'migration-slow': (chance) => ({ factor: chance.between(2, 20), occurrence: 'every' }),
  'reply-lost': wire,
  'connection-refused': wire,
  'session-lost': wire,
  'call-fails': (chance) => ({
    ...wire(chance),
    error: chance.oneOf<NonNullable<Fault['error']>>([
      ['INTERNAL_ERROR', 'scripted'],
      ['HOST_STILL_BOOTING'],
      ['OTHER_OPERATION_IN_PROGRESS', 'host', 'OpaqueRef:1'],
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
  // Calls go to the coordinator, whichever host they are about.
  const narrowed = places[kind]?.(chance) ?? {};
  return 'method' in narrowed ? { kind, occurrence, ...narrowed } : { kind, host, occurrence, ...narrowed };
}

function wire(chance: Chance): Partial<Fault> {
  return { method: chance.oneOf(methods), occurrence: chance.between(1, 12) };
}
