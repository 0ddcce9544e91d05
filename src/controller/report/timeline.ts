/** What was done when, from the ledger: each attempt at an effect with its end and its result. */
import { effects } from '../effects/registry.js';
import type { EffectRequest } from '../effects/effect.js';
import type { Plan } from '../planning/plan.js';
import type { Attempt, Ledger } from '../run/ledger.js';
import type { TimelineEntry } from './report-document.js';
import { withoutSecrets } from './without-secrets.js';

export function timelineOf(plan: Plan, ledger: Ledger): readonly TimelineEntry[] {
  return ledger.attempts.map((attempt) => entryOf(plan, attempt));
}

function entryOf(plan: Plan, attempt: Attempt): TimelineEntry {
  const { request, outcome } = attempt;
  return {
    at: attempt.intendedAt,
    endedAt: outcome?.at ?? null,
    effect: request.effect,
    subject: subjectOf(plan, request),
    host: hostOf(plan, request),
    what: withoutSecrets(effects[request.effect].describe(request)),
    attempt: attempt.attempt,
    result: outcome?.result ?? 'under way',
    reason: withoutSecrets(outcome?.reason ?? ''),
  };
}

/** A VM's move belongs to the host it lives on. */
function hostOf(plan: Plan, { key }: EffectRequest): string | null {
  if (plan.baseline.hosts.some(({ uuid }) => uuid === key)) return key;
  return plan.baseline.vms.find(({ uuid }) => uuid === key)?.host ?? null;
}

function subjectOf(plan: Plan, { key }: EffectRequest): string {
  if (key === plan.pool.uuid) return plan.pool.name;
  const named = [...plan.baseline.hosts, ...plan.baseline.vms].find((candidate) => candidate.uuid === key);
  return named?.name ?? key;
}
