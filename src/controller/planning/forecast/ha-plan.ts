/**
 * Whether HA can still tolerate as many failures when the control domains have grown: in thought every choice of that many hosts
 * fails, and the protected guests are packed onto the rest (`plan_for_n_failures` in xapi_ha_vm_failover.ml). HA counts guests
 * whole, not ballooned down.
 */
import type { SimulatedGuest, SimulatedHost } from './model.js';

/** Beyond that many choices nothing is said: four failures of a large pool. */
const mostChoices = 20_000;

interface Rest {
  readonly uuid: string;
  readonly free: number;
  readonly guests: readonly SimulatedGuest[];
}

/** @param upgraded uuids of the hosts whose control domain has grown; undefined when there are too many choices to look at */
export function toleratesFailures(
  hosts: readonly SimulatedHost[],
  upgraded: readonly string[],
  failures: number,
): boolean | undefined {
  if (hosts.length ** failures > mostChoices) return undefined;
  const rest = hosts
    .filter(({ inService }) => inService)
    .map(({ uuid, free, growth, guests }) => ({
      uuid,
      free:
        free - (upgraded.includes(uuid) ? growth : 0) - sum(guests.map((guest) => guest.wholeMemory - guest.memory)),
      guests: guests.filter(({ isProtected }) => isProtected),
    }));
  return survives(rest, failures);
}

function survives(hosts: readonly Rest[], failures: number): boolean {
  if (failures === 0) return true;
  return hosts.every((dead) => {
    const after = restarted(
      hosts.filter((host) => host !== dead),
      dead.guests,
    );
    return after !== undefined && survives(after, failures - 1);
  });
}

/** Largest first, each where most room is; undefined when one has no place. */
function restarted(hosts: readonly Rest[], guests: readonly SimulatedGuest[]): readonly Rest[] | undefined {
  const rest = [...hosts];
  for (const guest of guests.toSorted((a, b) => b.wholeMemory - a.wholeMemory)) {
    const [best] = rest.toSorted((a, b) => b.free - a.free);
    if (best === undefined || best.free < guest.wholeMemory) return undefined;
    const taken = { ...best, free: best.free - guest.wholeMemory, guests: [...best.guests, guest] };
    rest.splice(rest.indexOf(best), 1, taken);
  }
  return rest;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
