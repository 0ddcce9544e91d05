/** `drydock serve`: the media server and the controller of one state folder, each in a process of its own. */
import type { Endpoint } from '../../contract/media-server.js';
import { guardsOf } from '../config/guard-settings.js';
import type { Settings } from '../config/schema.js';
import { launchController } from '../controller/launch-controller.js';
import { stopBoth } from './stop-both.js';
import { startMediaServer } from '../media-server/start-media-server.js';

export interface ServeState {
  readonly mediaServer: { readonly pid: number; readonly started: boolean; readonly endpoints: readonly Endpoint[] };
  readonly controller: { readonly pid: number; readonly started: boolean; readonly openRuns: readonly string[] };
}

/** What runs already is left as it is. @throws PORT_IN_USE and the other errors of starting either */
export async function startBoth(settings: Settings, paceFactor = 1): Promise<ServeState> {
  const mediaServer = await startMediaServer({
    stateFolder: settings.state,
    mediaCache: settings.media.cache,
    http: settings.servers.http,
    https: settings.servers.https,
    ftp: settings.servers.ftp,
    guards: guardsOf(settings.servers),
    publicMedia: settings.servers.plainPath,
    log: settings.log.level,
  });
  const controller = await launchController(settings, paceFactor).catch(async (error: unknown) => {
    // Half a service would look like a whole one to the next `serve`.
    if (mediaServer.started) await stopBoth(settings);
    throw error;
  });
  return {
    mediaServer: { pid: mediaServer.pid, started: mediaServer.started, endpoints: mediaServer.status.endpoints },
    controller: {
      pid: controller.status.pid,
      started: controller.started,
      openRuns: controller.status.openRuns,
    },
  };
}
