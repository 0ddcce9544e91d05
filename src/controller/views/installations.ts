/** Which hosts were installed from a medium, by the journal's runs; pure. */
import type { Installation } from '../../contract/api/media.js';
import type { Plan } from '../planning/plan.js';
import { note, type Ledger } from '../run/ledger.js';

/** Of one run: hosts that were proven, or, where it is a pack, that were given it. */
export function installationsIn(plan: Plan, ledger: Ledger, medium: string): readonly Installation[] {
  const pack = plan.packs?.find(({ id }) => id === medium);
  if (plan.medium.id !== medium && pack === undefined) return [];
  return plan.hosts.flatMap(({ uuid, name }) => {
    const at = pack === undefined ? note(ledger, 'proven', uuid)?.at : packGivenAt(ledger, uuid, pack.uuid);
    return at === undefined ? [] : [{ run: plan.run, pool: plan.pool.name, host: { uuid, name }, at }];
  });
}

function packGivenAt({ attempts }: Ledger, host: string, pack: string): number | undefined {
  const given = attempts.findLast(
    ({ request, outcome }) =>
      request.effect === 'apply-pack' &&
      request.key === host &&
      request.detail['pack'] === pack &&
      outcome?.result === 'confirmed',
  );
  return given?.outcome?.at;
}
