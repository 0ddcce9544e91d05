/** Starts the controller as a process of its own, that outlives the one that started it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { controlClient } from '../../contract/control-client.js';
import type { ControllerStatus } from '../../contract/control.js';
import { requireSocketPath } from '../../contract/socket-path.js';
import { systemClock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { entryModule } from '../../shared/installation.js';
import { waitUntil } from '../../shared/wait-until.js';
import type { Settings } from '../config/schema.js';
import { lastLoggedError } from '../last-logged-error.js';
import { stateLayout } from '../state-layout.js';
import { controllerDocument, controllerSettingsVariable } from './process-settings.js';

const startDeadline = 30_000;

/** Where the process says why it did not start, and how long the log was before. */
interface StartLog {
  readonly file: string;
  readonly from: number;
}

export interface RunningController {
  readonly status: ControllerStatus;
  /** False when it was running before. */
  readonly started: boolean;
}

/** Gives the controller of this state folder, started if need be. @throws PROCESS_START_FAILED, SOCKET_PATH_TOO_LONG */
export async function launchController(settings: Settings, paceFactor = 1): Promise<RunningController> {
  const layout = stateLayout(settings.state);
  requireSocketPath(layout.controllerSocket);
  const before = await controllerStatus(layout.controllerSocket);
  if (before !== undefined) return { status: before, started: false };
  await makeFolderDurably(layout.controller, 0o700);
  const from = statSync(layout.controllerLog, { throwIfNoEntry: false })?.size ?? 0;
  const child = spawnController(controllerDocument(settings, paceFactor), layout.controllerLog);
  const status = await ready(child, layout.controllerSocket, { file: layout.controllerLog, from });
  return { status, started: true };
}

/** Undefined when none is running. */
export async function controllerStatus(socketPath: string): Promise<ControllerStatus | undefined> {
  try {
    return await controlClient({ socketPath }).status();
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING') return undefined;
    throw error;
  }
}

/** Detached: Ctrl-C at the terminal does not reach it. */
function spawnController(document: string, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...process.execArgv, entryModule('daemon/controller/controller-main')], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, [controllerSettingsVariable]: document },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function ready(child: ChildProcess, socketPath: string, log: StartLog): Promise<ControllerStatus> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `exit code ${code ?? 0}`}`));
  const look = async (): Promise<ControllerStatus | undefined> => {
    const status = await controllerStatus(socketPath);
    if (status === undefined && ended !== undefined) throw startFailed(log, ended);
    return status;
  };
  return waitUntil(look, {
    clock: systemClock,
    deadline: startDeadline,
    every: 50,
    waitingFor: 'the controller to start',
  });
}

function startFailed({ file: logFile, from }: StartLog, ended: string): DrydockError {
  const reason = lastLoggedError(logFile, from);
  return new DrydockError('PROCESS_START_FAILED', {
    attempted: 'starting the controller',
    subject: logFile,
    found: ended,
    ...(reason === undefined ? {} : { cause: reason, remedy: reason.remedy }),
  });
}
