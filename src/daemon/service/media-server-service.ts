/**
 * The media server as a service: its supervisor is this process, in the foreground, under systemd, in a container or at
 * a terminal. A signal to stop waits while a host may be installing: a service manager cannot be refused, but it can be
 * made to wait.
 */
import { requireSocketPath } from '../../contract/socket-path.js';
import { Acceptor } from '../../servers/handover/acceptor.js';
import { systemClock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { Environment } from '../config/resolve.js';
import { guardsOf } from '../config/guard-settings.js';
import type { Settings } from '../config/schema.js';
import { inheritedSockets } from '../media-server/inherited-sockets.js';
import { listen, type Listening } from '../media-server/listen.js';
import { handOverFolder, runAsTold, userToBecome } from '../media-server/run-as.js';
import type { ProcessSettings } from '../media-server/settings.js';
import { ShutdownInhibitor } from '../media-server/shutdown-inhibitor.js';
import { alreadyRunning, startLock } from '../media-server/start-media-server.js';
import { Supervisor } from '../media-server/supervisor.js';
import { supervisorDoor } from '../media-server/supervisor-door.js';
import type { SystemUser } from '../media-server/system-user.js';
import { stateLayout } from '../state-layout.js';
import { serviceManager, type ServiceManager } from './service-manager.js';
import { rememberStart } from '../serve/started-with.js';
import { WaitingStop } from './waiting-stop.js';

export interface MediaServerServiceParts {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly logger: Logger;
}

/**
 * Resolves when it has stopped.
 * @throws LOCK_HELD when the media server of this state folder runs already, PORT_IN_USE, PORT_FORBIDDEN,
 * ADDRESS_UNAVAILABLE, CONFIG_INVALID, SOCKET_PATH_TOO_LONG, MEDIA_SERVER_START_FAILED
 */
export async function runMediaServerService(parts: MediaServerServiceParts): Promise<void> {
  const { settings, environment, logger } = parts;
  refuseNfs(settings);
  const layout = stateLayout(settings.state);
  requireSocketPath(`${layout.mediaServerSocket}.new`);
  await makeFolderDurably(layout.mediaServer, 0o700);
  const lock = await startLock(layout.mediaServerStartLock);
  try {
    const running = await alreadyRunning(settings.state);
    if (running !== undefined) throw runsAlready(layout.mediaServerSocket, running.pid);
    const runAs = await userToBecome(settings.servers.runAs);
    const door = supervisorDoor(guardsOf(settings.servers));
    const acceptor = new Acceptor(logger, door.limits, door.door);
    const wanted = {
      inherited: inheritedSockets(environment, process.pid),
      http: settings.servers.http,
      https: settings.servers.https,
      ftp: settings.servers.ftp,
      controlSocket: layout.mediaServerSocket,
    };
    const listening = await listen(wanted, (socket, service) => acceptor.accept(socket, service));
    await rememberStart('mediaServer', settings);
    const processSettings = processSettingsOf(settings, listening.endpoints, runAs);
    if (runAs !== null) handOverFolder(layout.folder, layout.mediaServer, runAs);
    runAsTold(processSettings, logger);
    const manager = serviceManager(environment, logger);
    const supervising = { settings: processSettings, acceptor, listening, logger, manager };
    const service = supervise(supervising, (supervisor) => door.tellTo((refusals) => supervisor.tell(refusals)));
    await service.ready;
    lock.release();
    await service.stopped;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * NFS-Ganesha must outlive what keeps it while hosts read from it; a service manager ends both with the service, and
 * servers.runAs takes away the rights that they need.
 */
function refuseNfs({ servers: { nfs } }: Settings): void {
  if (nfs.mode === 'off') return;
  throw new DrydockError('CONFIG_INVALID', {
    attempted: 'starting the media server as a service',
    subject: 'servers.nfs.mode',
    found: nfs.mode,
    expected: 'off: the service serves HTTP and FTP alone',
    remedy:
      'Start `drydock serve`, which keeps NFS as well; or set servers.nfs.mode to off and give the output of `drydock nfs exports` to an NFS server of your own.',
  });
}

interface Supervised {
  readonly ready: Promise<void>;
  readonly stopped: Promise<void>;
}

interface Supervising {
  readonly settings: ProcessSettings;
  readonly acceptor: Acceptor;
  readonly listening: Listening;
  readonly logger: Logger;
  readonly manager: ServiceManager;
}

function processSettingsOf(
  settings: Settings,
  endpoints: Listening['endpoints'],
  runAs: SystemUser | null,
): ProcessSettings {
  return {
    stateFolder: settings.state,
    mediaCache: settings.media.cache,
    endpoints: [...endpoints],
    publicMedia: settings.servers.plainPath,
    guards: guardsOf(settings.servers),
    runAs,
    logLevel: settings.log.level,
  };
}

function supervise(
  { settings, acceptor, listening: { servers, endpoints }, logger, manager }: Supervising,
  made: (supervisor: Supervisor) => void,
): Supervised {
  const ready = later();
  const stopped = later();
  const inhibitor = new ShutdownInhibitor(logger);
  const addresses = endpoints.map(({ protocol, address, port }) => `${protocol}://${address}:${port}/`).join(' ');
  let isReady = false;
  const supervisor = new Supervisor({
    settings,
    acceptor,
    listeners: servers,
    logger,
    events: {
      ready: () => {
        if (isReady) return;
        isReady = true;
        logger.info({ endpoints }, 'the media server is ready');
        manager.tell('READY=1', `STATUS=${addresses}`);
        ready.resolve();
      },
      armed: (grants) => inhibitor.armed(grants),
      stopRefused: (grants) => stop.refused(grants),
      stopping: () => manager.tell('STOPPING=1', 'STATUS=finishing what is under way'),
      stopped: (failed) => {
        stop.end();
        inhibitor.release();
        if (failed) ready.reject(startFailed());
        ready.resolve();
        stopped.resolve();
      },
    },
  });
  const stop = new WaitingStop({ supervisor, manager, clock: systemClock });
  process.on('SIGTERM', () => stop.asked()).on('SIGINT', () => stop.asked());
  // `systemctl reload`: a planned restart of the serving process, allowed at any time.
  process.on('SIGHUP', () => supervisor.restart());
  made(supervisor);
  supervisor.start();
  return { ready: ready.promise, stopped: stopped.promise };
}

interface Later {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

function later(): Later {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}

function runsAlready(socketPath: string, pid: number): DrydockError {
  return new DrydockError('LOCK_HELD', {
    attempted: 'starting the media server',
    subject: socketPath,
    found: `process ${pid} serves this state folder`,
    remedy: 'Stop it with `drydock stop`, or give this one another state folder.',
  });
}

function startFailed(): DrydockError {
  return new DrydockError('MEDIA_SERVER_START_FAILED', {
    attempted: 'starting the media server',
    found: 'no serving process came up',
    remedy: 'Read what it has logged just before; it says why.',
  });
}
