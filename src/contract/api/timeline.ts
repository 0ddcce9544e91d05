/** A run on a time axis: a lane for each host with its effects, where each VM is, and the run's log. */
import { z } from 'zod';

const effectStates = ['under-way', 'confirmed', 'failed', 'unknown'] as const;

const timelineEffectSchema = z.strictObject({
  effect: z.string(),
  /** What it is about: a host's, VM's or pool's uuid. */
  key: z.string(),
  /** In words: "evacuate xs-2". */
  what: z.string(),
  attempt: z.number().int(),
  from: z.number(),
  /** Null while it is under way. */
  to: z.number().nullable(),
  state: z.enum(effectStates),
  /** When it is given up at the latest; null where it has ended. */
  deadline: z.number().nullable(),
  reason: z.string(),
});
export type TimelineEffect = z.infer<typeof timelineEffectSchema>;

const timelinePhaseSchema = z.strictObject({
  phase: z.enum(['evacuating', 'staging', 'installing', 'restoring']),
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Milliseconds that the plan counts with. */
  expected: z.number(),
});

const timelineHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  coordinator: z.boolean(),
  phases: z.array(timelinePhaseSchema),
  effects: z.array(timelineEffectSchema),
});

export const vmPlaces = ['home', 'away', 'down', 'gone', 'unknown'] as const;

const timelineVmSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  /** Name of the host it lived on before the run; null where it ran nowhere. */
  home: z.string().nullable(),
  /** Name of the host it runs on by the last reading; null where it runs nowhere, or where nothing was read. */
  now: z.string().nullable(),
  place: z.enum(vmPlaces),
  /** When it goes home, or is started again, in words; empty where it is at home. */
  goesHome: z.string(),
  /** What the run has done to it. */
  moves: z.array(
    z.strictObject({ at: z.number(), to: z.number().nullable(), what: z.string(), state: z.enum(effectStates) }),
  ),
});
export type TimelineVm = z.infer<typeof timelineVmSchema>;

export const timelineReplySchema = z.strictObject({
  run: z.string(),
  at: z.number(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** In the order of their turn. */
  hosts: z.array(timelineHostSchema),
  /** What is about the pool as a whole: claim, dump, HA, WLB. */
  pool: z.array(timelineEffectSchema),
  /** When the pool was last read for this; null: not since the controller started. */
  readAt: z.number().nullable(),
  vms: z.array(timelineVmSchema),
});
export type TimelineReply = z.infer<typeof timelineReplySchema>;

export const logQuerySchema = z.strictObject({
  /** Lines after this sequence number. */
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().positive().max(5000).default(1000),
});

export const logLineSchema = z.strictObject({
  sequence: z.number().int(),
  at: z.number(),
  /** A person's name, or `drydock`. */
  who: z.string(),
  what: z.string(),
  /** Name of the host it is about; null where it is about none. */
  host: z.string().nullable(),
  level: z.enum(['info', 'warning', 'error', 'person']),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const logReplySchema = z.strictObject({
  lines: z.array(logLineSchema),
  /** To go on: `after` of the next request. */
  next: z.number().int(),
  /** Whether there are more lines already. */
  more: z.boolean(),
});
export type LogReply = z.infer<typeof logReplySchema>;
