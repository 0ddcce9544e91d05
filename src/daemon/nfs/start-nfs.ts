/** What `drydock serve` does about NFS: starts its keeper, or tells what is missing; never a reason not to serve HTTP. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { waitUntil } from '../../shared/wait-until.js';
import { processEntry } from '../media-server/process-entry.js';
import { stateLayout } from '../state-layout.js';
import { keeperRuns, readNfsStatus, removeNfsStatus, type NfsStatus } from './nfs-status.js';
import { keeperSettingsVariable, type KeeperSettings } from './process-settings.js';

/** Longer than NFS-Ganesha is given to come up. */
const startDeadline = 30_000;

export interface StartedNfs {
  readonly status: NfsStatus;
  /** False when it was running before. */
  readonly started: boolean;
}

/** Waits for the first report, good or bad. The media server must run. @throws NFS_SERVER_FAILED */
export async function startNfs(settings: KeeperSettings): Promise<StartedNfs> {
  const { stateFolder } = settings;
  const { nfs: folder } = stateLayout(stateFolder);
  await makeFolderDurably(folder, 0o700);
  const before = keeperRuns(stateFolder) ? await readNfsStatus(stateFolder) : undefined;
  if (before !== undefined) return { status: before, started: false };
  await removeNfsStatus(stateFolder);
  const ended = spawnKeeper(settings, join(folder, 'keeper.log'));
  const look = async (): Promise<NfsStatus | undefined> => {
    const status = await readNfsStatus(stateFolder);
    if (status === undefined && ended.why !== undefined) throw failed(folder, ended.why);
    return status;
  };
  const waitingFor = 'the NFS exports';
  const status = await waitUntil(look, { clock: systemClock, deadline: startDeadline, every: 50, waitingFor });
  return { status, started: true };
}

/** Detached: Ctrl-C at the terminal does not reach it. */
function spawnKeeper(settings: KeeperSettings, logFile: string): { why: string | undefined } {
  const log = openSync(logFile, 'a', 0o600);
  const ended: { why: string | undefined } = { why: undefined };
  try {
    const entry = processEntry('daemon/nfs/keeper-main');
    const child = spawn(entry.command, entry.arguments, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, [keeperSettingsVariable]: JSON.stringify(settings) },
    });
    child.once('error', (error) => (ended.why = error.message));
    child.once('exit', (code, signal) => (ended.why = `it ended with ${signal ?? `exit code ${code ?? 0}`}`));
    child.unref();
  } finally {
    closeSync(log);
  }
  return ended;
}

function failed(folder: string, found: string): DrydockError {
  return new DrydockError('NFS_SERVER_FAILED', {
    attempted: 'starting the process that keeps the NFS exports',
    subject: join(folder, 'keeper.log'),
    found,
  });
}
