/** A host is told its address only when it can mount it: waits for the keeper of the exports to say so. */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { statSync } from 'node:fs';
import { waitUntil } from '../../shared/wait-until.js';
import { grantLogPath } from '../media-server/state-files.js';
import { readNfsStatus } from './nfs-status.js';

/** The keeper looks ten times a second, and NFS-Ganesha reads its exports within a tenth of one. */
const deadline = 15_000;
/** How long it may have a problem before it is given up: one that is over by itself takes a restart of NFS-Ganesha. */
const patience = 4000;

/**
 * Of a grant that stands in the log already. What the keeper told before it had read that far says nothing: of a grant that
 * was closed and is armed, it may be just about to withdraw what it exported before the two.
 * @throws NFS_NOT_APPLIED
 */
export async function untilMountable(stateFolder: string, grant: string, clock: Clock): Promise<void> {
  const written = statSync(grantLogPath(stateFolder), { throwIfNoEntry: false })?.size ?? 0;
  let troubledSince: number | undefined;
  const probe = async (): Promise<true | undefined> => {
    const status = await readNfsStatus(stateFolder);
    const isCurrent = (status?.grantsRead ?? written) >= written;
    if (isCurrent && status?.serving === true && status.exports.includes(grant)) return true;
    if (status === undefined || status.problem === null) troubledSince = undefined;
    else troubledSince ??= clock.now();
    if (troubledSince !== undefined && clock.now() - troubledSince >= patience) throw new Error('it has a problem');
    return undefined;
  };
  try {
    await waitUntil(probe, { clock, deadline, every: 50, waitingFor: 'the NFS exports' });
  } catch (cause) {
    const problem = (await readNfsStatus(stateFolder))?.problem;
    throw new DrydockError('NFS_NOT_APPLIED', {
      attempted: 'exporting the medium of a grant',
      subject: grant,
      found: problem?.message ?? 'the process that keeps the exports does not answer',
      cause,
    });
  }
}
