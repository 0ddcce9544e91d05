/** What became of each guest that ran before the run: what moved it, and where it is at the end. */
import type { EffectName } from '../effects/effect.js';
import { placesSchema } from '../effects/evacuate-host.js';
import { effects } from '../effects/registry.js';
import { bringingBack, takingDown } from '../run/guests-taken-down.js';
import { hostByUuid, type PoolFacts } from '../facts/pool-facts.js';
import type { BaselineVm } from '../planning/baseline.js';
import type { Plan } from '../planning/plan.js';
import type { Attempt, Ledger } from '../run/ledger.js';
import type { VmReport } from './report-document.js';
import { withoutSecrets } from './without-secrets.js';

export function vmReports(plan: Plan, ledger: Ledger, final: PoolFacts | undefined): readonly VmReport[] {
  return plan.baseline.vms.flatMap((vm) => (vm.host === null ? [] : [vmReport(plan, ledger, final, vm, vm.host)]));
}

function vmReport(plan: Plan, ledger: Ledger, final: PoolFacts | undefined, vm: BaselineVm, home: string): VmReport {
  const about = { uuid: vm.uuid, name: vm.name, home: hostName(plan, home), moves: movesOf(plan, ledger, vm, home) };
  if (final === undefined) return { ...about, now: null, atHome: null };
  const now = final.vms.find((candidate) => candidate.uuid === vm.uuid);
  if (now === undefined) return { ...about, now: 'gone', atHome: false };
  const where = now.residentOn === null ? '' : ` on ${hostByUuid(final, now.residentOn)?.name ?? now.residentOn}`;
  return { ...about, now: `${now.powerState}${where}`, atHome: now.residentOn === home };
}

/** The evacuation of its home, and all that was done to it by name. */
function movesOf(plan: Plan, ledger: Ledger, vm: BaselineVm, home: string): VmReport['moves'] {
  const moved = ledger.attempts.filter(
    ({ request: { effect, key } }) =>
      (effect === 'evacuate-host' && key === home) ||
      (key === vm.uuid && (effect === 'move-vm-home' || isPower(effect))),
  );
  return moved.map((attempt: Attempt) => ({
    at: attempt.intendedAt,
    endedAt: attempt.outcome?.at ?? null,
    ...moveOf(plan, attempt, vm.uuid, hostName(plan, home)),
    result: attempt.outcome?.result ?? 'under way',
  }));
}

/** It was taken down, or brought back. */
function isPower(effect: EffectName): boolean {
  return [...takingDown, ...bringingBack].some((name) => name === effect);
}

function moveOf(
  plan: Plan,
  { request, outcome }: Attempt,
  vm: string,
  home: string,
): Pick<VmReport['moves'][number], 'what' | 'from' | 'to'> {
  if (request.effect === 'evacuate-host') {
    const place = placesSchema.parse(outcome?.detail['placed'])[vm];
    if (place === undefined) return { what: `evacuation of ${home}`, from: home, to: null };
    return { what: `evacuation of ${home} to ${hostName(plan, place)}`, from: home, to: hostName(plan, place) };
  }
  if (request.effect === 'move-vm-home') return { what: `move home to ${home}`, from: null, to: home };
  return { what: withoutSecrets(effects[request.effect].describe(request)), from: null, to: null };
}

function hostName(plan: Plan, uuid: string): string {
  return plan.baseline.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
}
