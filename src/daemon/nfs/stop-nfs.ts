/** Waits for the keeper of the exports, and its NFS server, to end with the media server. */
import { systemClock } from '../../shared/clock.js';
import { waitUntil } from '../../shared/wait-until.js';
import { removeProcessFile } from '../media-server/process-file.js';
import { keeperRuns, readNfsStatus } from './nfs-status.js';

/** NFS-Ganesha is given ten seconds, twice. */
const stopDeadline = 30_000;

/**
 * The media server has been stopped, or was not running.
 * @param force a host may be installing, and is left alone by somebody's wish
 * @throws DEADLINE_PASSED where the keeper goes on: a host may be installing over NFS
 */
export async function stopNfs(stateFolder: string, force: boolean): Promise<'stopped' | 'was not running'> {
  if (!keeperRuns(stateFolder)) return 'was not running';
  const pid = (await readNfsStatus(stateFolder))?.pid;
  // One whose media server died has nothing to end with: it goes on until it is told.
  if (force) await removeProcessFile(stateFolder);
  else if (pid !== undefined) process.kill(pid, 'SIGTERM');
  await waitUntil(() => (keeperRuns(stateFolder) ? undefined : true), {
    ...{ clock: systemClock, deadline: stopDeadline, every: 50, waitingFor: 'NFS to stop' },
  });
  return 'stopped';
}
