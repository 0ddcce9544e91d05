/** Which of the processes that `serve` started have died. */
import { mediaServerClient } from '../../contract/media-server-client.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Settings } from '../config/schema.js';
import { controllerStatus } from '../controller/launch-controller.js';
import { keeperRuns } from '../nfs/nfs-status.js';
import { stateLayout } from '../state-layout.js';

/** @param withNfs whether exports were kept before: what could not be started at the beginning is not missing */
export async function missingDaemons(settings: Settings, withNfs: boolean): Promise<readonly string[]> {
  const { controllerSocket, mediaServerSocket } = stateLayout(settings.state);
  const found = await Promise.all([
    controllerStatus(controllerSocket).then((status) => (status === undefined ? 'the controller' : undefined)),
    mediaServerClient({ socketPath: mediaServerSocket })
      .status()
      .then(() => undefined, missingMediaServer),
  ]);
  const keeper = withNfs && !keeperRuns(settings.state) ? 'the keeper of the NFS exports' : undefined;
  return [...found, keeper].filter((name) => name !== undefined);
}

/** One that is busy, or of another release, is there. */
function missingMediaServer(error: unknown): string | undefined {
  if (!(error instanceof DrydockError)) throw error;
  return error.code === 'MEDIA_SERVER_UNREACHABLE' ? 'the media server' : undefined;
}
