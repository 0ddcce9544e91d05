/** What the process that accepts connections and the one that serves them say to each other. */
import { z } from 'zod';
import { activityRecordSchema } from '../../contract/grants.js';
import { requestOutcomeSchema } from '../activity/activity-entry.js';
import { refusalReasons } from '../metrics/serving-counters.js';
import { requestRecordSchema } from '../observation/request-record.js';

/** What a connection was made for, which its listening socket tells. */
export const services = ['control', 'http', 'https', 'ftp'] as const;

export type Service = (typeof services)[number];

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What a draining worker saw, for its successor, who keeps the log now. */
const activityEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begun'), transfer: z.string(), outcome: requestOutcomeSchema }),
  z.strictObject({ kind: z.literal('flowed'), grant: activityRecordSchema.shape.grant, bytes: z.number() }),
  z.strictObject({ kind: z.literal('done'), transfer: z.string().nullable(), outcome: requestOutcomeSchema }),
]);

/** What a draining worker answered, for the log and the counters of its successor. */
const requestEventSchema = z.strictObject({ kind: z.literal('request'), record: requestRecordSchema });

const workerEventSchema = z.union([activityEventSchema, requestEventSchema]);

export type WorkerEvent = z.infer<typeof workerEventSchema>;

export type ActivityEvent = z.infer<typeof activityEventSchema>;

export const fromWorkerSchema = z.discriminatedUnion('kind', [
  /** Started, with all that it needs, and waiting to be told to serve. `version`: the release that it is of. */
  z.strictObject({ kind: z.literal('loaded'), version: z.string().optional() }),
  /** The answer to `heartbeat`. */
  z.strictObject({ kind: z.literal('alive') }),
  z.strictObject({ kind: z.literal('ready') }),
  /** Draining: it has given up the logs and the control socket. */
  z.strictObject({ kind: z.literal('released') }),
  /** The whole first answer of a connection, to be written by the supervisor; `last`: the connection ends with it. */
  z.strictObject({
    kind: z.literal('answer'),
    connection: z.number(),
    bytes,
    last: z.boolean(),
  }),
  /** The worker writes to this connection itself from here on. */
  z.strictObject({ kind: z.literal('taken'), connection: z.number() }),
  z.strictObject({ kind: z.literal('activity'), event: workerEventSchema }),
  /** The grants that are armed now: at the start, and after each change. */
  z.strictObject({ kind: z.literal('armed'), grants: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('restart-wanted') }),
  /** At once: what is under way is broken off; with `force` also what an armed host does. */
  z.strictObject({ kind: z.literal('stop-wanted'), force: z.boolean() }),
  /** The answers to `stop-if-allowed`; after the first one nothing can be armed any more. */
  z.strictObject({ kind: z.literal('stop-allowed') }),
  z.strictObject({ kind: z.literal('stop-refused'), armed: z.array(z.string()) }),
]);

export type FromWorker = z.infer<typeof fromWorkerSchema>;

export const toWorkerSchema = z.discriminatedUnion('kind', [
  /** `worker` is its name; `alive` are the draining ones whose transfers go on. `leaving`: nothing may be armed. */
  z.strictObject({
    kind: z.literal('serve'),
    worker: z.string(),
    alive: z.array(z.string()),
    leaving: z.boolean(),
  }),
  /** Comes with the socket. `head`: what an HTTP client has sent so far; of others nothing is read. */
  z.strictObject({ kind: z.literal('connection'), connection: z.number(), service: z.enum(services), head: bytes }),
  z.strictObject({ kind: z.literal('written'), connection: z.number() }),
  /** Answered at once, by whoever is not stuck. */
  z.strictObject({ kind: z.literal('heartbeat') }),
  z.strictObject({ kind: z.literal('drain') }),
  z.strictObject({ kind: z.literal('activity'), event: workerEventSchema }),
  /** Connections that the supervisor turned away since it last said so. */
  z.strictObject({
    kind: z.literal('refused'),
    protocol: z.enum(['http', 'ftp']),
    reason: z.enum(refusalReasons),
    count: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('worker-gone'), worker: z.string() }),
  /** Asks whether a grant is armed: `stop-allowed` or `stop-refused`. */
  z.strictObject({ kind: z.literal('stop-if-allowed') }),
  z.strictObject({ kind: z.literal('shutdown') }),
]);

export type ToWorker = z.infer<typeof toWorkerSchema>;
