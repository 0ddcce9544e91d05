/** What the controller may ask of the media server: the whole interface between the two processes, versioned. */
import { z } from 'zod';
import { activityRecordSchema, type ActivityRecord, type ChangeGrant, type CreateGrant, type Grant } from './grants.js';

/** Rises when a message changes its meaning; a controller refuses a media server of another version. */
export const mediaServerContractVersion = 3;

export const endpointSchema = z.strictObject({
  protocol: z.enum(['http', 'https', 'ftp', 'nfs']),
  /** The address hosts are given: an IPv4 literal. */
  address: z.string(),
  port: z.number().int(),
});

export type Endpoint = z.infer<typeof endpointSchema>;

export const mediaServerStatusSchema = z.strictObject({
  contract: z.literal(mediaServerContractVersion),
  version: z.string(),
  pid: z.number().int(),
  startedAt: z.number(),
  endpoints: z.array(endpointSchema),
  armedGrants: z.array(z.string()),
  lastSequence: z.number().int(),
});

export type MediaServerStatus = z.infer<typeof mediaServerStatusSchema>;

export const activityPageSchema = z.strictObject({
  records: z.array(activityRecordSchema),
  /** Pass as `after` to go on. */
  next: z.number().int(),
});

export const grantsOfSchema = z.strictObject({ run: z.string().optional(), pool: z.string().optional() });
export type GrantsOf = z.infer<typeof grantsOfSchema>;

export const raiseEpochSchema = z.strictObject({ epoch: z.number().int().nonnegative() });

/**
 * The media server as the controller sees it. Over the Unix socket it is src/contract/media-server-client.ts; in a
 * deterministic simulation it is the grant registry itself. Every change may be repeated: asking for the state a grant
 * already has changes nothing.
 */
export interface MediaServerApi {
  status(): Promise<MediaServerStatus>;
  /** Creates a grant, or gives the one that already has this id. @throws MEDIA_NOT_FOUND, GRANT_STALE_EPOCH, GRANT_CONFLICT */
  createGrant(request: CreateGrant): Promise<Grant>;
  /** @throws GRANT_UNKNOWN, GRANT_TRANSITION_REFUSED, GRANT_STALE_EPOCH */
  changeGrant(id: string, change: ChangeGrant): Promise<Grant>;
  grant(id: string): Promise<Grant | undefined>;
  /** All of them, or those of one run or pool: what a controller of many pools asks every second. */
  grants(of?: GrantsOf): Promise<readonly Grant[]>;
  /** The highest epoch that anybody has come with for this pool; 0 when nobody has. */
  epoch(pool: string): Promise<number>;
  /** From now on only this epoch and later ones change anything of the pool's grants. @throws GRANT_STALE_EPOCH */
  raiseEpoch(pool: string, epoch: number): Promise<void>;
  /** Records after a sequence number, oldest first, at most `limit` (1000). */
  activity(after: number, limit?: number): Promise<{ records: readonly ActivityRecord[]; next: number }>;
  /** Ends the media server in an orderly way. @throws GRANT_ARMED while a grant is armed */
  stop(): Promise<void>;
}

/** What a person or an administration script may ask besides; the controller has no use for it. */
export interface MediaServerControl extends MediaServerApi {
  /** A planned restart of the serving process: new connections wait for its successor, transfers under way finish. */
  restart(): Promise<void>;
  /** Ends the media server although a grant is armed. `reason` names who wants it, and stands in the log. */
  stopByForce(reason: string): Promise<void>;
}
