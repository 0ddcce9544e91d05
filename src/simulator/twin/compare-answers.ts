/** Where the twin and its original disagree about who may leave a host: told, so that nobody trusts a twin blindly. */
import { planEvacuation } from '../planner/evacuation-plan.js';
import type { PoolState } from '../state/pool-state.js';
import type { PoolRecords } from './pool-records.js';

export interface Disagreement {
  readonly host: string;
  readonly vm: string;
  /** xapi's codes; null where the VM may leave. */
  readonly pool: string | null;
  readonly twin: string | null;
}

/** Compared at the moment of the reading, host by host; hosts that could not be asked are left out. */
export function compareAnswers(state: PoolState, records: PoolRecords): readonly Disagreement[] {
  return state.hostList.flatMap((host) => {
    const answers = records.evacuation[host.ref];
    if (answers === undefined) return [];
    const { reasons } = planEvacuation(state, host);
    return state.guestsOn(host).flatMap((vm) => {
      const pool = answers[vm.ref]?.[0] ?? null;
      const twin = reasons.get(vm.ref)?.[0] ?? null;
      return pool === twin ? [] : [{ host: host.name, vm: vm.name, pool, twin }];
    });
  });
}
