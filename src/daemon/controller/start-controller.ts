/** The composition root of the controller process: journal, known pools, media store, media server, control socket. */
import { mediaServerClient } from '../../contract/media-server-client.js';
import type { Controller } from '../../controller/controller-options.js';
import { createController } from '../../controller/controller.js';
import { lastRecordOfOpenRuns } from '../../controller/run/last-record.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import { showing, steadyTime } from '../../shared/steady-clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import type { Environment } from '../config/resolve.js';
import { runPolicies } from '../config/waiting-settings.js';
import { probeRunner } from '../../controller/probes/run-probe.js';
import { probesFor } from '../config/probe-settings.js';
import type { Settings } from '../config/schema.js';
import { mediaAccess } from '../media-access.js';
import { mirrorAccess } from '../mirrors/mirror-access.js';
import { notifyParts } from '../notify/notify-parts.js';
import { startNotifications } from '../notify/start-notifications.js';
import type { Secret } from '../../shared/secret.js';
import { openPool, proveLogin, shownFingerprint } from '../pools/connect-pool.js';
import { passwordOf } from '../pools/credential.js';
import { openPoolStore, type PoolStore } from '../pools/pool-store.js';
import { readPoolSummary } from '../pools/pool-summary.js';
import { openShell } from '../pools/ssh-access.js';
import { removeOrphanedPasswords } from '../pools/stored-passwords.js';
import { startRehashing } from '../rehash/rehash-media.js';
import { rehashSettings } from '../rehash/rehash-settings.js';
import { stateLayout } from '../state-layout.js';
import { startControlApi } from '../control-api/start-control-api.js';
import { openJournal } from './open-journal.js';

/** For a person who waits in front of a page. */
const poolReadDeadline = 60_000;

export interface ControllerProcessOptions {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ControllerProcess {
  /** Resolves when the controller was stopped, through its socket or by {@link ControllerProcess.stop}. */
  readonly stopped: Promise<void>;
  stop(): Promise<void>;
}

/** Open runs go on at once. @throws LOCK_HELD when another controller has the journal, SOCKET_PATH_TOO_LONG … */
export async function startController(options: ControllerProcessOptions): Promise<ControllerProcess> {
  const { settings, environment, log } = options;
  const layout = stateLayout(settings.state);
  await makeFolderDurably(layout.controller, 0o700);
  // The journal's lock comes first: who holds it is the only controller of this state folder, and owns the socket.
  const { journal, leases } = await openJournal(settings, environment);
  // One time for all that is dated: readings, records, deadlines. On the wire pauses are real ones, however often the controller looks.
  const time = steadyTime(systemClock, lastRecordOfOpenRuns(journal));
  const [clock, wireClock] = [showing(time, options.clock), showing(time, systemClock)];
  tellOfClock(time() - systemClock.now(), log);
  const notify = notifyParts(settings, environment);
  const notifier = startNotifications({ settings, journal, parts: notify, clock: wireClock, log });
  let controller: Controller | undefined;
  try {
    const pools = openPoolStore(layout.pools);
    await tidyPasswords(pools, layout.poolPasswords, log);
    const mediaServer = mediaServerClient({
      socketPath: settings.controllers.mediaServerSocket ?? layout.mediaServerSocket,
    });
    controller = await createController({
      version: productVersion,
      journal: notifier.journal,
      ...(leases === undefined ? {} : { leases, leaseClock: systemClock }),
      knownPools: async () => new Set((await pools.list()).map(({ name }) => name)),
      onTurn: (run, input, decision) => notifier.onTurn(run, input, decision),
      onTurnElsewhere: (id) => notifier.onTurnElsewhere(id),
      onRolloutTurn: (input, decision) => notifier.onRolloutTurn(input, decision),
      notifications: {
        health: () => notifier.health(),
        test: (channel) => notify.test(channel, new AbortController().signal),
      },
      poolsAtWork: settings.controllers.poolsAtWork,
      mediaServer,
      media: mediaAccess(settings.media.cache),
      mirrors: mirrorAccess(settings, mediaServer),
      clock,
      log,
      dumpFolder: layout.dumps,
      probes: { of: (pool) => probesFor(settings.probes, pool), run: probeRunner(wireClock) },
      retries: { perHost: settings.runs.retriesPerHost, perRun: settings.runs.retriesPerRun },
      policies: runPolicies(settings.runs),
      ...(settings.servers.limits.rate === 0 ? {} : { serverRate: settings.servers.limits.rate }),
      vmPolicies: settings.vmPolicies,
      openShell: async (name) => openShell(await pools.get(name), wireClock),
      withoutSsh: settings.checks.withoutSsh,
      openPool: async (name, mayAct) => {
        const record = await pools.get(name);
        // Looked up at each log-in: a run goes on with a password that was changed meanwhile.
        const password = (): Promise<Secret> => passwordOf(pools, name, environment);
        return openPool(record, await password(), wireClock, password, mayAct);
      },
    });
    const running = controller;
    const api = await startControlApi({
      ...{ settings, controller, mediaServer, pools, log },
      version: productVersion,
      // Sessions, links and rates are counted in real time, however often the controller looks.
      clock: systemClock,
      readPool: async (record) => {
        const password = await passwordOf(pools, record.name, environment);
        return readPoolSummary(record, password, systemClock, AbortSignal.timeout(poolReadDeadline));
      },
      reachPool: {
        fingerprint: (address, oldTls) =>
          shownFingerprint(address, oldTls, systemClock, AbortSignal.timeout(poolReadDeadline)),
        logIn: (record, password) => proveLogin(record, password, systemClock, AbortSignal.timeout(poolReadDeadline)),
      },
    });
    const rehashing = startRehashing({
      mediaCache: settings.media.cache,
      ...rehashSettings(settings.media),
      clock,
      log,
      mayBegin: async () => (await running.status()).openRuns.length === 0,
    });
    log.info({ socket: layout.controllerSocket }, 'controller is ready');
    const stopped = running.stopped.then(async () => {
      await Promise.all([rehashing.stop(), api.close(), notifier.stop()]);
    });
    return { stopped, stop: () => running.stop() };
  } catch (error) {
    await controller?.stop();
    if (controller === undefined) await Promise.all([journal.close(), leases?.close()]);
    await notifier.stop();
    throw error;
  }
}

/** What cannot be tidied now is tidied at another start; no run waits for it. */
async function tidyPasswords(pools: PoolStore, folder: string, log: Logger): Promise<void> {
  try {
    const removed = await removeOrphanedPasswords(pools, folder);
    if (removed > 0) log.info({ removed }, 'passwords that no pool refers to were removed');
  } catch (error) {
    log.warn({ error: describeCause(error) }, 'passwords that no pool refers to could not be looked for');
  }
}

/** Less is what NTP does every day. */
const worthTelling = 5_000;

function tellOfClock(ahead: number, log: Logger): void {
  if (ahead <= worthTelling) return;
  const seconds = Math.round(ahead / 1000);
  log.warn(
    { seconds },
    'the clock of this machine is behind what the journal has last recorded; time goes on from there',
  );
}
