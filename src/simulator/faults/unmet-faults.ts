/**
 * Faults that can never strike in this pool, because nothing in it is what they name. People who practise would take a run
 * that went well for one that survived them.
 */
import { nearestWord } from '../../shared/nearest-word.js';
import { releases } from '../../releases/find-release.js';
import { methodNames } from '../dispatch/method-names.js';
import type { PoolState } from '../state/pool-state.js';
import { faultInvalid } from './check-fault.js';
import type { ArmedFault } from './fault.js';
import { meansHost, meansMethod, meansVm } from './match.js';

/** @throws FAULT_INVALID for the first that names a host, VM or call that there is not */
export function refuseUnmetFaults(faults: readonly ArmedFault[], state: PoolState): void {
  for (const { kind, parameters } of faults) {
    const { host, of, vm, method } = parameters;
    for (const selector of [host, of])
      if (!state.hostList.some((one) => meansHost(selector, one, state)))
        throw faultInvalid(kind, `a host of the pool: ${hostNames(state)}`, String(selector));
    const vms = [...state.vms.values()];
    if (!vms.some((one) => meansVm(vm, one)) && vm !== undefined)
      throw faultInvalid(
        kind,
        'a VM of the pool, by name or uuid',
        described(
          vm,
          vms.map(({ name }) => name),
        ),
      );
    if (method !== undefined && !isKnownCall(method))
      throw faultInvalid(kind, 'a call that some release has, such as host.disable', described(method, callNames()));
  }
}

/** Of any release: the hosts of a pool change theirs while it is upgraded. */
function callNames(): readonly string[] {
  return [...new Set(Object.values(releases).flatMap(methodNames))];
}

function isKnownCall(wanted: string): boolean {
  return callNames().some((name) => meansMethod(wanted, name) || meansMethod(wanted, `Async.${name}`));
}

function hostNames(state: PoolState): string {
  const members = state.hostList.slice(1).map((_, index) => `member-${index + 1}`);
  return ['coordinator', ...members, ...state.hostList.map(({ name }) => name)].join(', ');
}

function described(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? word : `${word} (did you mean ${nearest}?)`;
}
