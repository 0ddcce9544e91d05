/**
 * What a run asks besides its looks: with the time of the answer, kept from turn to turn until it is too old for a
 * decision. What keeps it from being answered is an answer as well.
 */
import { abortReason } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { EvacuationAnswer } from '../assessments/assessment.js';
import type { Learnt } from '../assessments/evidence.js';
import type { Phase } from '../assessments/finding.js';
import type { Plan } from '../planning/plan.js';
import { askProbes } from '../probes/ask-probes.js';
import type { ProbeResult, ProbeRunner } from '../probes/probe.js';
import type { Surroundings } from './carry-out.js';
import type { Decision, TurnInput } from './decision.js';
import { probeKey } from './probe-answers.js';

export type Question = Extract<Decision, { readonly kind: `ask-${string}` }>;

export type Answers = Pick<TurnInput, 'evacuation' | 'pifs' | 'inventory' | 'alerts' | 'probes' | 'hostAnswers'>;

export const noAnswers: Answers = { evacuation: new Map() };

export interface Asking extends Pick<Surroundings, 'clock' | 'tools'> {
  readonly plan: Plan;
  /** Carries the probes of the plan out; without it their answers are unknown. */
  readonly probe?: ProbeRunner;
}

/** The answers with the one to this question. @throws the signal's reason when aborted */
export async function ask(question: Question, answers: Answers, asking: Asking): Promise<Answers> {
  const { pool, signal } = asking.tools;
  const at = (): number => asking.clock.now();
  switch (question.kind) {
    case 'ask-evacuation': {
      const answer = await askEvacuation(asking, question.host);
      return { ...answers, evacuation: withAnswer(answers.evacuation, question.host, { at: at(), answer }) };
    }
    case 'ask-host': {
      const answer = await pool.hostAnswer(question.address, signal);
      return { ...answers, hostAnswers: withAnswer(answers.hostAnswers, question.host, { at: at(), answer }) };
    }
    case 'ask-pifs': {
      const answer = await learn(asking, pool.pifs());
      return { ...answers, pifs: { at: at(), answer } };
    }
    case 'ask-inventory': {
      const answer = await learn(asking, pool.inventory(signal));
      return { ...answers, inventory: { at: at(), answer } };
    }
    case 'ask-alerts': {
      const answer = await learn(asking, pool.alerts(question.since, signal));
      return { ...answers, alerts: { since: question.since, at: at(), answer } };
    }
    case 'ask-probes': {
      const results = await askProbesOf(asking, question.phase, question.host);
      const key = probeKey(question.phase, question.host);
      return { ...answers, probes: withAnswer(answers.probes, key, { at: at(), results }) };
    }
  }
}

function withAnswer<T>(answers: ReadonlyMap<string, T> | undefined, key: string, answer: T): ReadonlyMap<string, T> {
  return new Map([...(answers ?? []), [key, answer]]);
}

async function askEvacuation({ tools }: Asking, host: string): Promise<EvacuationAnswer> {
  try {
    return { known: true, blockers: await tools.pool.evacuationBlockers(host) };
  } catch (error) {
    return notLearnt(error, tools.signal);
  }
}

async function learn<T>({ tools }: Asking, question: Promise<T>): Promise<Learnt<T>> {
  try {
    return { known: true, value: await question };
  } catch (error) {
    return notLearnt(error, tools.signal);
  }
}

function notLearnt(error: unknown, signal: AbortSignal): { readonly known: false; readonly reason: string } {
  if (signal.aborted) throw abortReason(signal);
  return { known: false, reason: describeCause(error) };
}

async function askProbesOf(
  { plan, probe, tools }: Asking,
  phase: Phase,
  hostUuid: string | null,
): Promise<readonly ProbeResult[]> {
  const { uuid, name } = plan.pool;
  const host = plan.hosts.find((candidate) => candidate.uuid === hostUuid);
  const about = host === undefined ? null : { uuid: host.uuid, name: host.name };
  return askProbes(plan.probes ?? [], probe, { phase, run: plan.run, pool: { uuid, name }, host: about }, tools.signal);
}
