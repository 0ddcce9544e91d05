/** What exactly one serving process may have open at a time: the logs of grants and activity, and the API in front of them. */
import { createServer, type Server } from 'node:http';
import { mediaServerApp } from '../../contract/media-server-service.js';
import { mediaServerContractVersion, type MediaServerControl } from '../../contract/media-server.js';
import { damagedMedia } from '../../media/damaged-media.js';
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { activityEntrySchema } from '../../servers/activity/activity-entry.js';
import { ActivityJournal } from '../../servers/activity/activity-journal.js';
import type { SwitchableSink } from '../../servers/activity/switchable-sink.js';
import { grantEntrySchema } from '../../servers/grants/grant-record.js';
import { GrantRegistry } from '../../servers/grants/grant-registry.js';
import type { FromWorker } from '../../servers/handover/messages.js';
import { createMediaServer } from '../../servers/media-server.js';
import { recentCatalogue } from '../../servers/site/recent-catalogue.js';
import { sharedAnswer } from '../../servers/site/shared-answer.js';
import type { Resolve } from '../../servers/site/resolution.js';
import { createSite, type GrantLookup } from '../../servers/site/site.js';
import { openFileLog } from '../../servers/storage/file-log.js';
import { systemClock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import { readNfsStatus } from '../nfs/nfs-status.js';
import { untilMountable } from '../nfs/until-mountable.js';
import type { ProcessSettings } from './settings.js';
import { activityLogPath, grantLogPath } from './state-files.js';

export interface ServingStateParts {
  readonly settings: ProcessSettings;
  readonly logger: Logger;
  readonly send: (message: FromWorker) => void;
  readonly worker: string;
  /** What the tree asks; both change their target when this process drains. */
  readonly lookup: { current: GrantLookup };
  readonly sink: SwitchableSink;
  readonly metrics: () => string;
}

export interface ServingState {
  readonly grants: GrantRegistry;
  readonly activity: ActivityJournal;
  readonly resolve: Resolve;
  readonly control: Server;
  close(): void;
}

/** @throws STATE_CORRUPT, FILE_WRITE_FAILED */
export function openServingState(parts: ServingStateParts): ServingState {
  const { settings, logger, worker, lookup, sink, send } = parts;
  const { stateFolder } = settings;
  const grantLog = openFileLog({ path: grantLogPath(stateFolder), schema: grantEntrySchema, onDamage: 'refuse' });
  const activityLog = openFileLog({
    path: activityLogPath(stateFolder),
    schema: activityEntrySchema,
    onDamage: 'skip',
  });
  if (activityLog.skipped > 0) logger.warn({ lines: activityLog.skipped }, 'damaged activity records were left out');
  const grants = new GrantRegistry(grantLog, systemClock);
  const activity = new ActivityJournal(activityLog, systemClock, logger);
  lookup.current = grants;
  sink.switchTo(activity);
  const catalogue = openCatalogue(settings.mediaCache);
  const startedAt = systemClock.now();
  const tell = (message: FromWorker): Promise<void> => {
    send(message);
    return Promise.resolve();
  };
  const { api } = createMediaServer({
    ...{ grants, activity, catalogue, clock: systemClock, worker, publicMedia: settings.publicMedia },
    describe: () => ({
      contract: mediaServerContractVersion,
      version: productVersion,
      pid: process.pid,
      startedAt,
      endpoints: settings.endpoints,
    }),
    mountPath: async (treeFolder) =>
      (await readNfsStatus(stateFolder))?.mode === 'kernel' ? `${treeFolder}/` : undefined,
    mountable: (grant) => untilMountable(stateFolder, grant, systemClock),
    armed: (armed) => send({ kind: 'armed', grants: [...armed] }),
    end: () => {
      // In the same turn as the look at what is armed.
      grants.seal();
      return tell({ kind: 'stop-wanted', force: false });
    },
  });
  const control: MediaServerControl = {
    ...api,
    restart: () => tell({ kind: 'restart-wanted' }),
    stopByForce: (reason) => {
      logger.warn({ reason, armed: grants.armed() }, 'stopped by force');
      return tell({ kind: 'stop-wanted', force: true });
    },
  };
  return {
    grants,
    activity,
    resolve: createSite({
      grants: { byToken: (token) => lookup.current.byToken(token) },
      ...{ activity: sink, clock: systemClock, worker, publicMedia: settings.publicMedia },
      catalogue: recentCatalogue(catalogue, systemClock),
      damagedMedia: sharedAnswer(() => damagedMedia({ mediaCache: settings.mediaCache }), systemClock, 5000),
    }),
    control: createServer(mediaServerApp(control, parts.metrics)),
    close: () => {
      grants.close();
      activity.close();
    },
  };
}
