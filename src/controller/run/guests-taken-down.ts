/** Which guests a run has taken down and not brought back, from its journal and the facts. */
import type { PoolFacts } from '../facts/pool-facts.js';
import type { Attempt, Ledger } from './ledger.js';

export const takingDown = ['stop-vm', 'hard-stop-vm', 'suspend-vm'] as const;
export const bringingBack = ['start-vm', 'resume-vm'] as const;

export interface DownGuest {
  readonly uuid: string;
  readonly name: string;
  /** uuid of the host that it was taken down on. */
  readonly host: string;
  readonly state: 'Halted' | 'Suspended';
  /** Sequence of the last attempt at taking it down. */
  readonly since: number;
  /** How often bringing it back has failed since. */
  readonly failures: number;
}

/** One that a person has started and stopped since is the person's; one that went down after we asked for it is ours. */
export function downByUs(ledger: Ledger, pool: PoolFacts): readonly DownGuest[] {
  return pool.vms.flatMap((vm): DownGuest[] => {
    const taken = lastTakingDown(ledger, vm.uuid);
    if (taken === undefined || (vm.powerState !== 'Halted' && vm.powerState !== 'Suspended')) return [];
    const since = ledger.attempts.filter(
      ({ request, sequence }) => isBringingBack(request.effect) && request.key === vm.uuid && sequence > taken.sequence,
    );
    if (since.some(({ outcome }) => outcome?.result === 'confirmed')) return [];
    const host = taken.request.detail['host'];
    return [
      {
        uuid: vm.uuid,
        name: vm.name,
        host: typeof host === 'string' ? host : '',
        state: vm.powerState,
        since: taken.sequence,
        failures: since.filter(({ outcome }) => outcome?.result === 'failed').length,
      },
    ];
  });
}

/** What was done to it, whatever became of it: an attempt that nobody knows the end of may have been done. */
export function lastTakingDown(ledger: Ledger, vm: string): Attempt | undefined {
  return ledger.attempts.findLast(({ request }) => request.key === vm && isTakingDown(request.effect));
}

export function lastBringingBack(ledger: Ledger, vm: string): Attempt | undefined {
  return ledger.attempts.findLast(({ request }) => request.key === vm && isBringingBack(request.effect));
}

function isTakingDown(effect: string): boolean {
  return takingDown.some((name) => name === effect);
}

function isBringingBack(effect: string): boolean {
  return bringingBack.some((name) => name === effect);
}
