/**
 * What a run does or waits for at this moment, as the controller that has its pool tells the others: no record holds it, and
 * whoever looks at night looks at any of them.
 */
import { z } from 'zod';
import { parseJson } from '../../shared/json-text.js';
import type { Decision } from '../run/decision.js';
import { waitReason, type LastTurn } from '../run/run-status.js';

const toldSchema = z.object({
  run: z.string(),
  for: z.enum(['machine', 'person']),
  host: z.string().nullable(),
  reason: z.string(),
  deadline: z.number().nullable(),
});

/** Undefined where the journal tells all that there is. */
export function tellTurn(run: string, decision: Decision): string | undefined {
  const reason = waitReason(decision);
  if (reason === undefined) return undefined;
  const wait = decision.kind === 'wait' ? decision : { for: 'machine', host: null, deadline: null };
  return JSON.stringify({ run, for: wait.for, host: wait.host, reason, deadline: wait.deadline });
}

/** Undefined where nothing was told, or of another run of the pool. */
export function heardTurn(run: string, told: string | undefined): LastTurn | undefined {
  const heard = told === undefined ? undefined : toldSchema.safeParse(parseJson(told));
  if (heard?.success !== true || heard.data.run !== run) return undefined;
  const { for: whom, host, reason, deadline } = heard.data;
  return { decision: { kind: 'wait', for: whom, host, reason, deadline, pace: 0 }, grants: [] };
}
