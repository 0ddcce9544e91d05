/** What is missing for serving NFS as the configuration says, and whether its keeper runs. */
import type { Settings } from '../../config/schema.js';
import { missingForNfs, thisMachine, type Machine } from '../../nfs/missing-for-nfs.js';
import { keeperRuns, problemOf, readNfsStatus, type NfsProblem } from '../../nfs/nfs-status.js';
import { knownOr, type Known } from '../known.js';

export interface NfsFacts {
  readonly mode: Settings['servers']['nfs']['mode'];
  /** Whether Drydock keeps the exports now. */
  readonly runs: boolean;
  readonly problems: readonly NfsProblem[];
}

export function readNfs(
  settings: Pick<Settings, 'servers' | 'state'>,
  machine: Machine = thisMachine,
): Promise<Known<NfsFacts>> {
  return knownOr(async () => {
    const { nfs } = settings.servers;
    if (nfs.mode === 'off') return { mode: nfs.mode, runs: false, problems: [] };
    const runs = keeperRuns(settings.state);
    const missing = (await missingForNfs(nfs, machine)).map(problemOf);
    const told = runs ? (await readNfsStatus(settings.state))?.problem : undefined;
    return { mode: nfs.mode, runs, problems: told ? [...missing, told] : missing };
  });
}
