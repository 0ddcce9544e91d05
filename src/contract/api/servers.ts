/** The media server as the dashboard shows it: where it listens, what goes through it, who is reading; never a whole grant. */
import { z } from 'zod';
import { grantSchema } from '../grants.js';
import { endpointSchema } from '../media-server.js';

/** The path of a grant is a host's password for its medium, so it is not among what is shown. */
export const shownGrantSchema = grantSchema
  .omit({ path: true, epoch: true, mountFrom: true, mountPath: true })
  .extend({ observable: z.boolean() });
export type ShownGrant = z.infer<typeof shownGrantSchema>;

const protocolFiguresSchema = z.strictObject({
  protocol: z.string(),
  connections: z.number(),
  transfers: z.number(),
  sentBytes: z.number(),
  requests: z.strictObject({ ok: z.number(), redirected: z.number(), refused: z.number(), failed: z.number() }),
  /** Connections and requests that were turned away, by reason; only reasons that have occurred. */
  refusals: z.array(z.strictObject({ reason: z.string(), count: z.number() })),
  /** Since the reading before: bytes, requests and errors a second; null for the first one. */
  rate: z.strictObject({ bytes: z.number(), requests: z.number(), errors: z.number() }).nullable(),
});
export type ProtocolFigures = z.infer<typeof protocolFiguresSchema>;

const failedRequestSchema = z.strictObject({
  at: z.number(),
  host: z.string(),
  protocol: z.string(),
  client: z.string(),
  path: z.string(),
  status: z.number().int(),
});

export const serversReplySchema = z.strictObject({
  at: z.number(),
  running: z.boolean(),
  /** Why there is nothing to show; null where there is. */
  reason: z.string().nullable(),
  version: z.string().nullable(),
  startedAt: z.number().nullable(),
  endpoints: z.array(endpointSchema.extend({ url: z.string() })),
  protocols: z.array(protocolFiguresSchema),
  /** Those that have not ended. */
  grants: z.array(shownGrantSchema),
  /** The last requests of hosts that failed, newest first. */
  failures: z.array(failedRequestSchema),
});
export type ServersReply = z.infer<typeof serversReplySchema>;
