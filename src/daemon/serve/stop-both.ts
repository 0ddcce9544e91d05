/** `drydock stop`, and Ctrl-C in `drydock serve`: ends both processes and NFS, unless a host may be installing. */
import { controlClient } from '../../contract/control-client.js';
import { mediaServerClient } from '../../contract/media-server-client.js';
import { systemClock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { waitUntil } from '../../shared/wait-until.js';
import type { Settings } from '../config/schema.js';
import { stopNfs } from '../nfs/stop-nfs.js';
import { controllerStatus } from '../controller/launch-controller.js';
import { stateLayout } from '../state-layout.js';
import { noteStopped } from './stopped-note.js';

const stopDeadline = 30_000;

export interface StopReport {
  readonly controller: 'stopped' | 'was not running';
  readonly mediaServer: 'stopped' | 'was not running';
  readonly nfs: 'stopped' | 'was not running';
  /** Runs that are not at their end; they go on at the next start. */
  readonly openRuns: readonly string[];
}

/**
 * Looks first, so that a refusal changes nothing. The controller ends before the media server: nobody arms a grant in between.
 * @param force who wants it although a host may be installing; undefined: it is refused then
 * @throws GRANT_ARMED
 */
export async function stopBoth(settings: Settings, force?: string): Promise<StopReport> {
  const layout = stateLayout(settings.state);
  if (force === undefined) await refuseWhileArmed(layout.mediaServerSocket);
  await noteStopped(settings.state);
  const openRuns = await stopController(layout.controllerSocket);
  const mediaServer = await stopMediaServer(layout.mediaServerSocket, force);
  const nfs = await stopNfs(settings.state, force !== undefined);
  return {
    controller: openRuns === undefined ? 'was not running' : 'stopped',
    ...{ mediaServer, nfs, openRuns: openRuns ?? [] },
  };
}

async function refuseWhileArmed(socketPath: string): Promise<void> {
  const status = await whereRunning(() => mediaServerClient({ socketPath }).status()).catch((error: unknown) => {
    // One of another release cannot be asked, but refuses by itself.
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_OTHER_VERSION') return undefined;
    throw error;
  });
  if (status === undefined || status.armedGrants.length === 0) return;
  throw new DrydockError('GRANT_ARMED', {
    attempted: 'stopping Drydock',
    subject: status.armedGrants.join(', '),
    data: { armed: status.armedGrants },
  });
}

/** @returns the open runs; undefined when there was no controller */
async function stopController(socketPath: string): Promise<readonly string[] | undefined> {
  const status = await controllerStatus(socketPath);
  if (status === undefined) return undefined;
  await controlClient({ socketPath }).stop();
  const gone = async (): Promise<true | undefined> =>
    (await controllerStatus(socketPath)) === undefined ? true : undefined;
  await waitUntil(gone, {
    clock: systemClock,
    deadline: stopDeadline,
    every: 50,
    waitingFor: 'the controller to stop',
  });
  return status.openRuns;
}

async function stopMediaServer(socketPath: string, force: string | undefined): Promise<StopReport['mediaServer']> {
  const client = mediaServerClient({ socketPath });
  const stopped = await whereRunning(async () => {
    await (force === undefined ? client.stop() : client.stopByForce(force));
    return true;
  });
  return stopped === undefined ? 'was not running' : 'stopped';
}

async function whereRunning<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE') return undefined;
    throw error;
  }
}
