/** The routes of the media server's control socket and the form of each reply: one table for both sides. */
import { z } from 'zod';
import { grantSchema } from './grants.js';
import { activityPageSchema, mediaServerStatusSchema, type GrantsOf } from './media-server.js';

export const mediaServerPaths = {
  status: '/v1/status',
  grants: '/v1/grants',
  grantsOf: ({ run, pool }: GrantsOf) => {
    const query = new URLSearchParams();
    if (run !== undefined) query.set('run', run);
    if (pool !== undefined) query.set('pool', pool);
    return `/v1/grants?${query.toString()}`;
  },
  grant: (id: string) => `/v1/grants/${encodeURIComponent(id)}`,
  epoch: (pool: string) => `/v1/epochs/${encodeURIComponent(pool)}`,
  activity: (after: number, limit?: number) =>
    `/v1/activity?after=${after}${limit === undefined ? '' : `&limit=${limit}`}`,
  restart: '/v1/restart',
  stop: '/v1/stop',
} as const;

export const mediaServerReplies = {
  status: mediaServerStatusSchema,
  grant: z.strictObject({ grant: grantSchema }),
  /** null: there is no such grant. */
  maybeGrant: z.strictObject({ grant: grantSchema.nullable() }),
  grants: z.strictObject({ grants: z.array(grantSchema) }),
  activity: activityPageSchema,
  epoch: z.strictObject({ epoch: z.number().int().nonnegative() }),
  accepted: z.strictObject({ accepted: z.literal(true) }),
} as const;

export const activityQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative(),
  limit: z.coerce.number().int().positive().max(10_000).optional(),
});

/** `force` gives the reason why an armed grant does not hold the stop back. */
export const stopRequestSchema = z.strictObject({ force: z.string().min(1).optional() });
