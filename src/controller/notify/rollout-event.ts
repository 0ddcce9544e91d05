/** What is told to people of a rollout as a whole; its runs tell of themselves. */
import { z } from 'zod';
import { rolloutStates } from '../../contract/rollout.js';
import { eventSeverities, runEventSchema } from './run-event.js';

const rolloutEventKinds = [
  'rollout-planned',
  'rollout-started',
  'rollout-resumed',
  'rollout-paused',
  'rollout-stopped',
  'rollout-aborting',
  'rollout-aborted',
  'rollout-done',
  'rollout-waits-for-person',
  'wave-begun',
  'wave-done',
  'pool-refused',
  'pool-skipped',
] as const;
export type RolloutEventKind = (typeof rolloutEventKinds)[number];

export const rolloutEventSchema = z.strictObject({
  /** Unique and stable: a receiver that has seen it may forget the copy. */
  id: z.string(),
  /** When it happened, in milliseconds since 1970. */
  at: z.number(),
  kind: z.enum(rolloutEventKinds),
  severity: z.enum(eventSeverities),
  rollout: z.string(),
  /** As its description has it. */
  name: z.string(),
  /** Names under which its pools were added: a channel of some of them takes it. */
  pools: z.array(z.string()),
  /** One line. */
  title: z.string(),
  /** Why, and what is found; may be empty. */
  text: z.string(),
  /** What a person does next; null where nothing is asked of anybody. */
  nextAction: z.string().nullable(),
  state: z.enum(rolloutStates),
  /** How many of its waves are through. */
  waves: z.strictObject({ total: z.number(), done: z.number() }),
});
export type RolloutEvent = z.infer<typeof rolloutEventSchema>;

/** Whatever a channel may be given. */
export const toldEventSchema = z.union([runEventSchema, rolloutEventSchema]);
export type ToldEvent = z.infer<typeof toldEventSchema>;

export function isOfRollout(event: ToldEvent): event is RolloutEvent {
  return 'rollout' in event;
}
