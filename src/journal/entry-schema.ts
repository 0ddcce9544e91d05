/** Checks journal entries on their way back from the disk: a journal of another version or a damaged one is refused, not guessed at. */
import { z } from 'zod';
import type { JournalEntry } from './journal.js';

const detail = z.record(z.string(), z.unknown()).describe('More about it, by its kind');
const ledgerKey = {
  effect: z.string().describe('The kind of effect (effects.md)'),
  key: z.string().describe('What it is about, mostly a uuid; with the kind it is the identity in the ledger'),
  attempt: z.number().int().positive().describe('1, and one more each time it is done again'),
};

/** Their descriptions are those of docs/journal.md. */
export const entrySchema = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('planned'),
      pool: z.string().describe('The name that it was added under'),
      plan: z.unknown().describe('The frozen plan, with its hash'),
      by: z.string().optional().describe('Who planned it, and accepted what is accepted in it'),
      findings: z.array(z.unknown()).optional().describe('What the check said then, for the report'),
    })
    .describe('A plan was made. Nothing is done before it is told to start.'),
  z
    .strictObject({
      type: z.literal('started'),
      epoch: z.number().int().positive().describe('Rises with each; the media server arms under the newest alone'),
      by: z.string().describe('Who started it, or that a controller goes on with it'),
      holder: z.string().optional().describe('Which process has the pool, where several controllers share a journal'),
    })
    .describe('A controller drives the run from now on: at its start, and after each restart of the controller.'),
  z
    .strictObject({ type: z.literal('intent'), ...ledgerKey, detail })
    .describe('Before an effect acts, and durable before it does.'),
  z
    .strictObject({
      type: z.literal('acted'),
      ...ledgerKey,
      handle: z.string().nullable().describe('What the act gave, such as a task of the pool'),
    })
    .describe('When the act has returned. It proves nothing yet.'),
  z
    .strictObject({
      type: z.literal('outcome'),
      ...ledgerKey,
      result: z.enum(['confirmed', 'failed', 'unknown']).describe('What the facts say of it'),
      reason: z.string().describe('Why, in words; may be empty'),
      detail,
    })
    .describe('When facts confirm the effect, it has failed, or its time has run out.'),
  z
    .strictObject({
      type: z.literal('noted'),
      what: z.string().describe('The kind of note, see below'),
      key: z.string().describe('What it is about'),
      detail,
    })
    .describe('A fact that must outlive the moment in which it was seen.'),
  z
    .strictObject({
      type: z.literal('command'),
      command: z.string().describe('The command'),
      by: z.string().describe('Who gave it'),
      detail,
    })
    .describe('A person or script has given a command, before anything follows from it.'),
  z
    .strictObject({
      type: z.literal('state'),
      state: z.string().describe('The state from now on'),
      reason: z.string().describe('Why, in words'),
      detail,
    })
    .describe('The run or rollout has another state.'),
  z
    .strictObject({ type: z.literal('rollout'), plan: z.unknown().describe('The frozen plan of the rollout') })
    .describe('A rollout was planned; it opens the records of the rollout.'),
]);

/** @returns the entry, or what is wrong with it. */
export function parseEntry(value: unknown): { entry: JournalEntry } | { problem: string } {
  const parsed = entrySchema.safeParse(value);
  return parsed.success ? { entry: parsed.data } : { problem: z.prettifyError(parsed.error) };
}
