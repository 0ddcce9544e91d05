/** What is told to people of a run: one shape for every way of telling it, whose id stays the same however often it is sent. */
import { z } from 'zod';
import { hostFailures, runStates } from '../../contract/run-status.js';

/** In rising order; the words are those of the assessments. */
export const eventSeverities = ['info', 'notice', 'warning', 'failure'] as const;
export type EventSeverity = (typeof eventSeverities)[number];

const eventKinds = [
  'run-planned',
  'run-started',
  'run-taken-up',
  'run-resumed',
  'run-paused',
  'run-stopped',
  'run-undoing',
  'run-aborted',
  'run-done',
  'host-begun',
  'host-done',
  'host-rebooted',
  'host-skipped',
  'host-given-up',
  'waits-for-person',
  'deadline-near',
  'slow',
  'vm-away',
  'undo-pending',
  'test',
] as const;
export type EventKind = (typeof eventKinds)[number];

export const runEventSchema = z.strictObject({
  /** Unique and stable: a receiver that has seen it may forget the copy. */
  id: z.string(),
  /** When it happened, in milliseconds since 1970. */
  at: z.number(),
  kind: z.enum(eventKinds),
  severity: z.enum(eventSeverities),
  run: z.string(),
  /** The name under which the pool was added, its own name, and its uuid. */
  pool: z.strictObject({ knownAs: z.string(), name: z.string(), uuid: z.string() }),
  medium: z.string(),
  /** One line. */
  title: z.string(),
  /** Why, and what is found; may be empty. */
  text: z.string(),
  /** What a person does next; null where nothing is asked of anybody. */
  nextAction: z.string().nullable(),
  host: z.strictObject({ uuid: z.string(), name: z.string() }).nullable(),
  failure: z.enum(hostFailures).nullable(),
  state: z.enum(runStates),
  /** How many hosts of the plan have come to which end so far. */
  hosts: z.strictObject({ total: z.number(), done: z.number(), skipped: z.number(), givenUp: z.number() }),
});
export type RunEvent = z.infer<typeof runEventSchema>;

/** Is it at least as severe? */
export function isAtLeast(severity: EventSeverity, least: EventSeverity): boolean {
  return eventSeverities.indexOf(severity) >= eventSeverities.indexOf(least);
}
