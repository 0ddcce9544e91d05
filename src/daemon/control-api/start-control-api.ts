/** The control API of the controller process, put together: the same routes on the Unix socket and on the network. */
import { controlApp } from '../../contract/api/app.js';
import { controlHandlers } from '../../contract/api/control-handlers.js';
import type { AuditSink } from '../../contract/api/door.js';
import type { ApiHandlers } from '../../contract/api/handlers.js';
import { serveOnSocket, socketDoor } from '../../contract/control-server.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import { readMediaServerMetrics } from '../../contract/media-server-metrics.js';
import type { Controller } from '../../controller/controller-options.js';
import type { Clock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { randomHex, systemRandomBytes } from '../../shared/random-bytes.js';
import { spanLength } from '../../shared/span.js';
import { knownAccess } from '../access/known-access.js';
import { networkDoor } from '../access/network-door.js';
import { Sessions } from '../access/sessions.js';
import { SignIn } from '../access/sign-in.js';
import { SignInLinks } from '../access/sign-in-links.js';
import { TokenUse } from '../access/token-use.js';
import { AuditLog } from '../audit/audit-log.js';
import { auditSink } from '../audit/audit-sink.js';
import type { Settings } from '../config/schema.js';
import type { PoolRecord } from '../pools/pool-record.js';
import type { PoolStore } from '../pools/pool-store.js';
import type { PoolSummary } from '../pools/pool-summary.js';
import { stateLayout } from '../state-layout.js';
import { addDashboard, builtDashboard } from './dashboard-assets.js';
import { EventHub } from './events/event-hub.js';
import { openSessionHandlers } from './handlers/open-session-handlers.js';
import { auditHandlers } from './handlers/audit-handlers.js';
import { UploadRoom } from './media-jobs/upload-room.js';
import { eventHandlers, mayStay } from './handlers/event-handlers.js';
import { mediaHandlers } from './handlers/media-handlers.js';
import { knownPoolHandlers, type PoolReach } from './handlers/known-pool-handlers.js';
import { poolHandlers } from './handlers/pool-handlers.js';
import { runHandlers } from './handlers/run-handlers.js';
import { serverHandlers, serverView } from './handlers/server-handlers.js';
import { sessionHandlers } from './handlers/session-handlers.js';
import { LastChecks } from './last-checks.js';
import { startJob } from './media-jobs/job-process.js';
import { MediaJobs } from './media-jobs/media-jobs.js';
import { removeOldUploads } from './media-jobs/receive-upload.js';
import { keepListening } from './network-listener.js';
import { setSecurityHeaders } from './security-headers.js';

export interface ControlApiParts {
  readonly settings: Settings;
  readonly controller: Controller;
  readonly mediaServer: MediaServerApi;
  readonly pools: PoolStore;
  /** Asks a pool. */
  readPool(record: PoolRecord): Promise<PoolSummary>;
  /** Reaches a pool that is not known yet. */
  readonly reachPool: PoolReach;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface RunningControlApi {
  /** Where the dashboard is open; undefined while it is not. */
  address(): string | undefined;
  close(): Promise<void>;
}

const uploadStall = 60_000;

/** @throws SOCKET_PATH_TOO_LONG, FILE_WRITE_FAILED; what keeps the network part from listening is tried again */
export async function startControlApi(parts: ControlApiParts): Promise<RunningControlApi> {
  const { settings, clock, log } = parts;
  const layout = stateLayout(settings.state);
  await removeOldUploads(layout.uploads);
  await makeFolderDurably(layout.incoming, 0o700);
  const people = openPeople(parts);
  const { hub, jobs, handlers, audit } = openHandlers(parts, people);
  const tls = settings.dashboard.tls.certificate !== undefined;
  const own = { names: settings.dashboard.names, tls };
  const door = networkDoor({ ...people, clock, own });
  const network = await keepListening({
    settings: settings.dashboard,
    app: controlApp({
      ...{ handlers, door, audit },
      headers: setSecurityHeaders,
      beside: (app) => addDashboard(app, builtDashboard(), own),
    }),
    ...{ clock, log },
  });
  people.address = () => network.address();
  const socket = await serveOnSocket(controlApp({ handlers, door: socketDoor, audit }), layout.controllerSocket);
  return {
    address: () => network.address(),
    close: async () => {
      await Promise.all([hub.close(), jobs.stop()]);
      await Promise.all([network.close(), socket.close(), people.sessions.close(), people.tokenUse.save()]);
    },
  };
}

/** Who may come in, and what is known of those who have. */
function openPeople({ settings, clock, log }: ControlApiParts) {
  const layout = stateLayout(settings.state);
  const { idle, longest } = settings.dashboard.session;
  const access = knownAccess(layout.access);
  const times = { idle: spanLength(idle), longest: spanLength(longest) };
  return {
    access,
    sessions: new Sessions({ file: layout.sessions, ...times, clock, log }),
    links: new SignInLinks(clock),
    signIn: new SignIn(access, clock),
    tokenUse: new TokenUse(layout.tokenUse, clock),
    address: (): string | undefined => undefined,
  };
}

type People = ReturnType<typeof openPeople>;

function openHandlers(
  parts: ControlApiParts,
  people: People,
): { hub: EventHub; jobs: MediaJobs; handlers: ApiHandlers; audit: AuditSink } {
  const { settings, controller, mediaServer, version, clock, log } = parts;
  const layout = stateLayout(settings.state);
  const { imports } = settings.dashboard;
  const metrics = (): Promise<string> => readMediaServerMetrics(layout.mediaServerSocket);
  const servers = serverView({ mediaServer, metrics, clock });
  const hub: EventHub = new EventHub({
    ...{ version, clock, log, servers },
    openRuns: async () => (await controller.status()).openRuns,
    run: (id) => controller.run(id),
    rollouts: () => controller.rollouts.list(),
    mayStay: mayStay(people, clock),
  });
  const jobs = new MediaJobs({
    clock,
    start: startJob,
    newId: () => `job-${randomHex(systemRandomBytes, 5)}`,
    changed: (job) => {
      hub.tell('import', job.id, job);
      if (job.state === 'done') hub.tell('media', '', { at: clock.now() });
    },
  });
  const checks = new LastChecks(clock, (pool) => hub.tell('pool', pool, { pool, at: clock.now() }));
  const reserve = settings.media.reserve * 1_000_000;
  const handlers: ApiHandlers = {
    ...controlHandlers(controller),
    readStatus: async () => ({ ...(await controller.status()), dashboard: people.address() ?? null }),
    ...sessionHandlers({
      ...{ version, ...people, tls: settings.dashboard.tls.certificate !== undefined },
      address: () => requireAddress(people.address()),
      ended: (session) => hub.endSession(session),
    }),
    ...openSessionHandlers({ ...people, ended: (session) => hub.endSession(session) }),
    ...auditHandlers({ folder: layout.audit, version }),
    ...eventHandlers(hub),
    ...runHandlers(controller.views),
    ...serverHandlers(servers),
    ...poolHandlers({
      pools: parts.pools,
      passwords: layout.poolPasswords,
      checks,
      views: controller.views,
      control: controller,
      read: (record) => parts.readPool(record),
      clock,
    }),
    ...knownPoolHandlers({
      ...{ pools: parts.pools, passwords: layout.poolPasswords, reach: parts.reachPool },
      ...{ checks, views: controller.views, clock },
    }),
    ...mediaHandlers({
      media: settings.media,
      jobs,
      places: { folders: [layout.incoming, ...imports.folders], urls: imports.urls },
      uploads: {
        folder: layout.uploads,
        largest: imports.largestUpload * 1e9,
        reserve,
        stall: uploadStall,
        room: new UploadRoom(),
      },
      mayStay: mayStay(people, clock),
      installations: (medium) => controller.views.installations(medium),
    }),
  };
  const heard = (record: Parameters<typeof hub.tell<'audit'>>[2]): void => hub.tell('audit', String(record.at), record);
  return { hub, jobs, handlers, audit: auditSink({ log: new AuditLog(layout.audit), clock, logger: log, heard }) };
}

function requireAddress(address: string | undefined): string {
  if (address !== undefined) return address;
  throw new DrydockError('DASHBOARD_NOT_LISTENING', { attempted: 'making a sign-in link' });
}
