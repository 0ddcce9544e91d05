/** A run on a time axis, from its plan and journal: a lane for each host, and one for the pool; pure. */
import type { TimelineEffect, TimelineReply } from '../../contract/api/timeline.js';
import { effects } from '../effects/registry.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { Plan } from '../planning/plan.js';
import { phasesOf } from '../report/phases.js';
import { withoutSecrets } from '../report/without-secrets.js';
import type { Attempt, Ledger } from '../run/ledger.js';
import { vmPlaces } from './vm-places.js';

/** @param last the pool as it was read last; undefined where nothing was read since the controller started */
export function timelineView(plan: Plan, ledger: Ledger, last: PoolFacts | undefined, now: number): TimelineReply {
  const lanes = new Map(plan.hosts.map(({ uuid }) => [uuid, [] as TimelineEffect[]]));
  const pool: TimelineEffect[] = [];
  for (const attempt of ledger.attempts) {
    const lane = lanes.get(laneOf(plan, attempt)) ?? pool;
    lane.push(effectOf(attempt));
  }
  return {
    run: plan.run,
    at: now,
    from: ledger.startedAt,
    to: ledger.endedAt,
    hosts: plan.hosts.map(({ uuid, name, coordinator }) => ({
      ...{ uuid, name, coordinator },
      phases: phasesOf(plan, ledger, uuid).map(({ phase, beganAt, expected, took }) => ({
        ...{ phase, from: beganAt, expected },
        to: beganAt === null || took === null ? null : beganAt + took,
      })),
      effects: lanes.get(uuid) ?? [],
    })),
    pool,
    readAt: last?.readAt ?? null,
    vms: vmPlaces(plan, ledger, last),
  };
}

/** A host's own, and what is done to a VM in the lane of the host that it lives on. */
function laneOf(plan: Plan, { request }: Attempt): string {
  const { key, detail } = request;
  if (plan.hosts.some(({ uuid }) => uuid === key)) return key;
  if (typeof detail['host'] === 'string' && plan.hosts.some(({ uuid }) => uuid === detail['host']))
    return detail['host'];
  return plan.baseline.vms.find(({ uuid }) => uuid === key)?.host ?? '';
}

export function effectOf({ request, attempt, intendedAt, outcome }: Attempt): TimelineEffect {
  const effect = effects[request.effect];
  return {
    effect: request.effect,
    key: request.key,
    what: withoutSecrets(effect.describe(request)),
    attempt,
    from: intendedAt,
    to: outcome?.at ?? null,
    state: outcome?.result ?? 'under-way',
    deadline: outcome === null ? intendedAt + effect.deadline : null,
    reason: withoutSecrets(outcome?.reason ?? ''),
  };
}
