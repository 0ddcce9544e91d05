/** What the probes of a phase answered: asked when they are needed, asked again when that is old, and written down when it changes. */
import { z } from 'zod';
import type { AssessmentInput } from '../assessments/assessment.js';
import type { Phase } from '../assessments/finding.js';
import { minutes } from '../effects/effect.js';
import { probesOf } from '../probes/ask-probes.js';
import type { Decision, TurnInput } from './decision.js';
import { note } from './ledger.js';

/** How long an answer holds. Longer than those of evacuations, so that slow answers do not take turns for ever. */
const answerAge = 5 * minutes;

export function probeKey(phase: Phase, host: string | null): string {
  return `${phase} ${host ?? ''}`;
}

/** @param since answers from before that are none: the host has been rebooted since, for one */
export function asksProbes(input: TurnInput, phase: Phase, host: string | null, since: number): Decision | undefined {
  if (probesOf(input.plan.probes, phase).length === 0) return undefined;
  const known = input.probes?.get(probeKey(phase, host));
  if (known === undefined || known.at < since || input.now - known.at > answerAge)
    return { kind: 'ask-probes', phase, host };
  const key = host ?? input.plan.pool.uuid;
  const written = note(input.ledger, `probed-${phase}`, key)?.detail['results'];
  const outcomes = known.results.map(({ id, outcome }) => `${id} ${outcome}`);
  if (written !== undefined && JSON.stringify(outcomesIn(written)) === JSON.stringify(outcomes)) return undefined;
  return { kind: 'note', what: `probed-${phase}`, key, detail: { results: known.results } };
}

/** For the assessment of them. */
export function probeAnswers(input: TurnInput, phase: Phase, host: string | null): Pick<AssessmentInput, 'probes'> {
  const results = input.probes?.get(probeKey(phase, host))?.results ?? [];
  return { probes: { asked: input.plan.probes ?? [], results } };
}

const writtenSchema = z.array(z.object({ id: z.string(), outcome: z.string() }));

function outcomesIn(written: unknown): readonly string[] {
  const read = writtenSchema.safeParse(written);
  return read.success ? read.data.map(({ id, outcome }) => `${id} ${outcome}`) : [];
}
