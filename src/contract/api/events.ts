/** What `GET /v1/events` tells while a page is open: each event says what has changed, and a page that was away reads all anew. */
import { z } from 'zod';
import { rolloutStatusSchema } from '../rollout.js';
import { runStatusSchema } from '../run-status.js';
import { auditRecordSchema } from './audit.js';
import { mediaJobSchema } from './media-jobs.js';
import { serversReplySchema } from './servers.js';

/** By the name of the event. */
export const eventSchemas = {
  /** The first on each connection. */
  hello: z.strictObject({ version: z.string(), at: z.number() }),
  /** A run that has changed, as GET /v1/runs/:id gives it. */
  run: runStatusSchema,
  rollout: rolloutStatusSchema,
  /** Every few seconds while somebody looks. */
  servers: serversReplySchema,
  import: mediaJobSchema,
  /** The list of media has changed: read it anew. */
  media: z.strictObject({ at: z.number() }),
  /** A pool was checked, added or removed: read it anew. */
  pool: z.strictObject({ pool: z.string(), at: z.number() }),
  /** For those who may read the audit. */
  audit: auditRecordSchema,
  /** The session has ended: the stream ends after it. */
  'signed-out': z.strictObject({ at: z.number() }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventData<N extends EventName> = z.infer<(typeof eventSchemas)[N]>;

export const heartbeatEvery = 15_000;
