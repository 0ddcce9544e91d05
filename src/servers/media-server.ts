/** The media server without its sockets: grants, activity and the tree that both protocols show. */
import type { MediaServerApi, MediaServerStatus } from '../contract/media-server.js';
import type { Grant } from '../contract/grants.js';
import type { MediaCatalogue } from '../media/catalogue.js';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { ActivityJournal } from './activity/activity-journal.js';
import { teacherOf, Teachings } from './activity/expectation/teacher.js';
import type { GrantRecord } from './grants/grant-record.js';
import type { GrantRegistry } from './grants/grant-registry.js';
import { grantPath } from './grants/token.js';
import { createSite } from './site/site.js';
import type { Resolve } from './site/resolution.js';

export interface MediaServerParts {
  readonly grants: GrantRegistry;
  readonly activity: ActivityJournal;
  readonly catalogue: MediaCatalogue;
  readonly clock: Clock;
  /** Names this process in the numbers of its transfers; unique for each start. */
  readonly worker: string;
  readonly publicMedia: boolean;
  /** What the processes around it know. */
  readonly describe: () => Pick<MediaServerStatus, 'contract' | 'version' | 'pid' | 'startedAt' | 'endpoints'>;
  /** Resolves when the host of a grant can mount its medium. @throws NFS_NOT_APPLIED */
  readonly mountable?: (grant: string) => Promise<void>;
  /** What a host mounts to see a folder, where the NFS server cannot show it at the path of the grant. */
  readonly mountPath?: (treeFolder: string) => Promise<string | undefined>;
  /** The grants that are armed now; called after each change, also when its answer fails afterwards. */
  readonly armed?: (grants: readonly string[]) => void;
  /** Ends the processes; only called when no grant is armed. */
  readonly end: () => Promise<void>;
}

export interface MediaServer {
  readonly api: MediaServerApi;
  readonly resolve: Resolve;
}

export function createMediaServer(parts: MediaServerParts): MediaServer {
  const { grants, activity } = parts;
  const teachings = new Teachings();
  const show = (record: GrantRecord): Promise<Grant> => shown(parts, teachings, record);
  const shownOnceMountable = async (record: GrantRecord): Promise<Grant> => {
    const isExported = record.mountFrom !== undefined && record.state !== 'closed' && record.state !== 'ended';
    // Withdrawing is not waited for: what is kept of a grant says already that it is over.
    if (isExported) await parts.mountable?.(record.id);
    return show(record);
  };
  const api: MediaServerApi = {
    status: () =>
      Promise.resolve({ ...parts.describe(), armedGrants: [...grants.armed()], lastSequence: activity.lastSequence }),
    createGrant: async (request) => {
      const medium = await parts.catalogue.open(request.media);
      if (medium === undefined) {
        throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'creating a grant', subject: request.media });
      }
      // An alias may point elsewhere tomorrow; a grant stays with its medium.
      return shownOnceMountable(await grants.create({ ...request, media: medium.manifest.id }));
    },
    changeGrant: async (id, change) => {
      let record: GrantRecord;
      try {
        record = await grants.change(id, change);
      } finally {
        // Before anything that can fail: whoever shuts this machine down must be warned of a host that may be installing.
        parts.armed?.(grants.armed());
      }
      return shownOnceMountable(record);
    },
    grant: async (id) => {
      const record = grants.get(id);
      return record === undefined ? undefined : show(record);
    },
    grants: (of) => Promise.all(grants.list(of).map(show)),
    epoch: (pool) => Promise.resolve(grants.epoch(pool)),
    raiseEpoch: (pool, epoch) => grants.raiseEpoch(pool, epoch),
    activity: (after, limit) => activity.page(after, limit),
    stop: async () => {
      refuseWhileArmed(grants);
      await parts.end();
    },
  };
  return { api, resolve: createSite(parts) };
}

/** @throws GRANT_ARMED */
export function refuseWhileArmed(grants: GrantRegistry): void {
  const armed = grants.armed();
  if (armed.length === 0) return;
  throw new DrydockError('GRANT_ARMED', {
    attempted: 'stopping the media server',
    subject: armed.join(', '),
    data: { armed },
  });
}

async function shown(parts: MediaServerParts, teachings: Teachings, record: GrantRecord): Promise<Grant> {
  // What is told must survive: progress comes from records that the disk may not have yet.
  await parts.activity.sync();
  const medium = await parts.catalogue.open(record.media);
  const { id, pool, run, epoch, host, media, state, stateSince, expiresAt, armedAt, mountFrom, mirror } = record;
  const mountPath = medium === undefined ? undefined : await parts.mountPath?.(medium.treeFolder);
  const teacher = teacherOf(record, parts.grants.list({ run: record.run }));
  const expectation = teachings.of(teacher, (grant) => parts.activity.trace(grant));
  return {
    ...{ id, pool, run, epoch, host, media, state, stateSince, expiresAt },
    ...(mountFrom === undefined ? {} : { mountFrom }),
    ...(mirror === undefined ? {} : { mirror }),
    ...(mountFrom === undefined || mountPath === undefined ? {} : { mountPath }),
    path: grantPath(record.token),
    progress: parts.activity.progress(id, medium?.manifest, { state, stateSince, armedAt, expectation }),
  };
}
