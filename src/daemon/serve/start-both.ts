/** `drydock serve`: the media server and the controller of one state folder, each in a process of its own, and NFS in a third. */
import type { Endpoint } from '../../contract/media-server.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { guardsOf } from '../config/guard-settings.js';
import type { Settings } from '../config/schema.js';
import { launchController } from '../controller/launch-controller.js';
import { missingForNfs, thisMachine } from '../nfs/missing-for-nfs.js';
import { nfsEndpoint } from '../nfs/nfs-endpoint.js';
import { problemOf, type NfsProblem } from '../nfs/nfs-status.js';
import { startNfs } from '../nfs/start-nfs.js';
import { differencesFromStart, rememberStart, type Daemon, type SettingDifference } from './started-with.js';
import { stopBoth } from './stop-both.js';
import { forgetStopped } from './stopped-note.js';
import { startMediaServer } from '../media-server/start-media-server.js';

export interface ServeState {
  readonly mediaServer: {
    readonly pid: number;
    readonly started: boolean;
    readonly endpoints: readonly Endpoint[];
    /** What is configured and does not count yet, since it runs with other settings. */
    readonly differs: readonly SettingDifference[];
  };
  readonly controller: {
    readonly pid: number;
    readonly started: boolean;
    readonly openRuns: readonly string[];
    readonly differs: readonly SettingDifference[];
  };
  /** Where the dashboard is open; null where it is not. */
  readonly dashboard: string | null;
  /** Null when it is off. Problems do not keep the others from serving. */
  readonly nfs: {
    readonly pid: number | null;
    readonly started: boolean;
    readonly problems: readonly NfsProblem[];
  } | null;
}

/** What runs already is left as it is. @throws PORT_IN_USE and the other errors of starting either */
export async function startBoth(settings: Settings, paceFactor = 1): Promise<ServeState> {
  await forgetStopped(settings.state);
  const missing = await missingForNfs(settings.servers.nfs, thisMachine);
  const mediaServer = await startMediaServer({
    stateFolder: settings.state,
    mediaCache: settings.media.cache,
    http: settings.servers.http,
    https: settings.servers.https,
    ftp: settings.servers.ftp,
    guards: guardsOf(settings.servers),
    nfs: missing.length > 0 ? undefined : nfsEndpoint(settings.servers.nfs),
    publicMedia: settings.servers.plainPath,
    log: settings.log.level,
  });
  const nfs = await nfsState(settings, missing);
  const controller = await launchController(settings, paceFactor).catch(async (error: unknown) => {
    // Half a service would look like a whole one to the next `serve`.
    if (mediaServer.started) await stopBoth(settings);
    throw error;
  });
  return {
    mediaServer: {
      pid: mediaServer.pid,
      started: mediaServer.started,
      endpoints: mediaServer.status.endpoints,
      differs: await toldOrRemembered('mediaServer', mediaServer.started, settings),
    },
    controller: {
      pid: controller.status.pid,
      started: controller.started,
      openRuns: controller.status.openRuns,
      differs: await toldOrRemembered('controller', controller.started, settings),
    },
    dashboard: controller.status.dashboard ?? null,
    nfs,
  };
}

async function toldOrRemembered(
  daemon: Daemon,
  started: boolean,
  settings: Settings,
): Promise<readonly SettingDifference[]> {
  if (!started) return differencesFromStart(daemon, settings);
  await rememberStart(daemon, settings);
  return [];
}

async function nfsState(settings: Settings, missing: readonly DrydockError[]): Promise<ServeState['nfs']> {
  const { nfs } = settings.servers;
  if (nfs.mode === 'off') return null;
  if (missing.length > 0) return { pid: null, started: false, problems: missing.map(problemOf) };
  try {
    const { status, started } = await startNfs({
      stateFolder: settings.state,
      mediaCache: settings.media.cache,
      nfs,
      logLevel: settings.log.level,
    });
    return { pid: status.pid, started, problems: status.problem === null ? [] : [status.problem] };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { pid: null, started: false, problems: [problemOf(error)] };
  }
}
