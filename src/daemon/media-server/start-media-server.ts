/** What `drydock serve` calls: opens the listening sockets and leaves them with a supervisor that outlives this process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync } from 'node:fs';
import type { Server } from 'node:net';
import { mediaServerClient } from '../../contract/media-server-client.js';
import type { Endpoint, MediaServerStatus } from '../../contract/media-server.js';
import { requireSocketPath } from '../../contract/socket-path.js';
import { systemClock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { LogLevel } from '../../shared/logger.js';
import { takeProcessLock, type ProcessLock } from '../../shared/process-lock.js';
import { waitUntil } from '../../shared/wait-until.js';
import { guardSettingsSchema, type GuardSettings } from '../config/guard-settings.js';
import { lastLoggedError } from '../last-logged-error.js';
import { stateLayout } from '../state-layout.js';
import { bindPort, bindUnixSocket, descriptorOf, portOf } from './bind-sockets.js';
import type { Service } from '../../servers/handover/messages.js';
import { socketEnvironment } from './inherited-sockets.js';
import type { ListenAddress } from './listen.js';
import { openLog } from './open-log.js';
import { processEntry } from './process-entry.js';
import { readProcessFile } from './process-file.js';
import { handOverFolder, userToBecome } from './run-as.js';
import { settingsVariable, type ProcessSettings } from './settings.js';
import type { SystemUser } from './system-user.js';

const startDeadline = 30_000;
/** For a media server that cannot start to end: twice what its processes get. */
const endDeadline = 20_000;

export interface StartMediaServerOptions {
  readonly stateFolder: string;
  readonly mediaCache: string;
  readonly http: readonly ListenAddress[];
  readonly https?: readonly ListenAddress[];
  readonly ftp: readonly ListenAddress[];
  /** The defaults of the configuration when not given. */
  readonly guards?: GuardSettings;
  /** Where another process serves NFS; told to hosts, not opened here. */
  readonly nfs?: Endpoint | undefined;
  /** Serve `/media/<id or alias>/` as well; true when not given. */
  readonly publicMedia?: boolean;
  readonly log?: LogLevel;
}

export interface RunningMediaServer {
  readonly status: MediaServerStatus;
  /** The supervisor's. */
  readonly pid: number;
  /** False when it was running before. */
  readonly started: boolean;
}

/**
 * Gives the media server of this state folder, started if need be.
 * @throws PORT_IN_USE, PORT_FORBIDDEN, ADDRESS_UNAVAILABLE, SOCKET_PATH_TOO_LONG, MEDIA_SERVER_START_FAILED, LOCK_HELD
 */
export async function startMediaServer(options: StartMediaServerOptions): Promise<RunningMediaServer> {
  const layout = stateLayout(options.stateFolder);
  // The socket is bound under a longer name first.
  requireSocketPath(`${layout.mediaServerSocket}.new`);
  await makeFolderDurably(layout.mediaServer, 0o700);
  const lock = await startLock(layout.mediaServerStartLock);
  try {
    const running = await alreadyRunning(options.stateFolder);
    return running ?? (await launch(options, await userToBecome(options.guards?.runAs)));
  } finally {
    lock.release();
  }
}

/** Two starts at once: the second waits, and then finds the first one's media server. */
export function startLock(path: string): Promise<ProcessLock> {
  const attempt = (): ProcessLock | undefined => {
    try {
      return takeProcessLock(path, 'starting the media server');
    } catch (error) {
      if (error instanceof DrydockError && error.code === 'LOCK_HELD') return undefined;
      throw error;
    }
  };
  const waitingFor = 'another start of the media server to finish';
  return waitUntil(attempt, { clock: systemClock, deadline: startDeadline, every: 50, waitingFor });
}

/** Undefined when none answers. */
export async function alreadyRunning(stateFolder: string): Promise<RunningMediaServer | undefined> {
  try {
    const status = await mediaServerClient({ socketPath: stateLayout(stateFolder).mediaServerSocket }).status();
    const processes = await readProcessFile(stateFolder);
    return { status, pid: processes?.supervisor ?? status.pid, started: false };
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE') return undefined;
    throw error;
  }
}

async function launch(options: StartMediaServerOptions, runAs: SystemUser | null): Promise<RunningMediaServer> {
  const layout = stateLayout(options.stateFolder);
  const log = openLog(layout.mediaServerLog);
  const logLength = fstatSync(log).size;
  if (runAs !== null) handOverFolder(layout.folder, layout.mediaServer, runAs);
  const bound: { name: Service; server: Server }[] = [];
  let child: ChildProcess;
  try {
    // From here to the spawn nothing may wait for the event loop: see bindPort.
    const endpoints: Endpoint[] = [];
    // HTTPS last: hosts are given the first that suits them.
    for (const protocol of ['http', 'ftp', 'https'] as const) {
      for (const { address, port, advertise } of options[protocol] ?? []) {
        const server = await bindPort(address, port);
        bound.push({ name: protocol, server });
        endpoints.push({ protocol, address: advertise ?? address, port: portOf(server) });
      }
    }
    if (options.nfs !== undefined) endpoints.push(options.nfs);
    bound.unshift({ name: 'control', server: await bindUnixSocket(layout.mediaServerSocket) });
    child = spawnSupervisor(settingsOf(options, endpoints, runAs), bound, log);
  } finally {
    for (const { server } of bound) server.close();
    closeSync(log);
  }
  return ready(options.stateFolder, child, logLength);
}

function settingsOf(
  options: StartMediaServerOptions,
  endpoints: Endpoint[],
  runAs: SystemUser | null,
): ProcessSettings {
  const { stateFolder, mediaCache, publicMedia = true, log: logLevel = 'info' } = options;
  const guards = options.guards ?? guardSettingsSchema.parse({});
  return { stateFolder, mediaCache, endpoints, publicMedia, guards, runAs, logLevel };
}

/** Detached: a session of its own, so that Ctrl-C at the terminal does not reach it. */
function spawnSupervisor(
  settings: ProcessSettings,
  bound: readonly { name: Service; server: Server }[],
  log: number,
): ChildProcess {
  const entry = processEntry('daemon/media-server/supervisor-main');
  const names = socketEnvironment(bound.map(({ name }) => name));
  const child = spawn(entry.command, entry.arguments, {
    detached: true,
    stdio: ['ignore', log, log, ...bound.map(({ server }) => descriptorOf(server))],
    env: { ...process.env, ...names, LISTEN_PID: undefined, [settingsVariable]: JSON.stringify(settings) },
  });
  child.unref();
  return child;
}

async function ready(stateFolder: string, child: ChildProcess, logLength: number): Promise<RunningMediaServer> {
  const layout = stateLayout(stateFolder);
  const failure = new Promise<never>((_resolve, reject) => {
    const fail = (cause: unknown): void => {
      const reason = lastLoggedError(layout.mediaServerLog, logLength);
      if (reason !== undefined && reason.code !== 'INTERNAL_FAULT') reject(reason);
      else reject(startFailed(layout.mediaServerLog, reason ?? cause));
    };
    child.once('error', fail);
    child.once('exit', (code, signal) =>
      fail(new Error(`its supervisor ended with ${signal ?? `exit code ${code ?? 0}`}`)),
    );
  });
  const client = mediaServerClient({ socketPath: layout.mediaServerSocket, deadline: startDeadline });
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  const answer = client.status().catch(async (error: unknown) => {
    // It gives its socket up before it ends, and its end says more.
    await systemClock.sleep(endDeadline, ended.signal).catch(() => undefined);
    throw error;
  });
  const status = await Promise.race([answer, failure]);
  return { status, pid: child.pid ?? status.pid, started: true };
}

function startFailed(logFile: string, cause: unknown): DrydockError {
  return new DrydockError('MEDIA_SERVER_START_FAILED', {
    attempted: 'starting the media server',
    subject: logFile,
    cause,
  });
}
