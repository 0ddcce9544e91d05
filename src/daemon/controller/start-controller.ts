/** The composition root of the controller process: journal, known pools, media store, media server, control socket. */
import { startControlServer } from '../../contract/control-server.js';
import { mediaServerClient } from '../../contract/media-server-client.js';
import type { Controller } from '../../controller/controller-options.js';
import { createController } from '../../controller/controller.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import type { Logger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import type { Environment } from '../config/resolve.js';
import { runPolicies } from '../config/waiting-settings.js';
import { probeRunner } from '../../controller/probes/run-probe.js';
import { probesFor } from '../config/probe-settings.js';
import type { Settings } from '../config/schema.js';
import { mediaAccess } from '../media-access.js';
import { notifyParts } from '../notify/notify-parts.js';
import { startNotifications } from '../notify/start-notifications.js';
import type { Secret } from '../../shared/secret.js';
import { openPool } from '../pools/connect-pool.js';
import { readCredential } from '../pools/credential.js';
import { openPoolStore } from '../pools/pool-store.js';
import { openShell } from '../pools/ssh-access.js';
import { startRehashing } from '../rehash/rehash-media.js';
import { rehashSettings } from '../rehash/rehash-settings.js';
import { stateLayout } from '../state-layout.js';
import { openJournal } from './open-journal.js';

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
  const { settings, environment, clock, log } = options;
  const layout = stateLayout(settings.state);
  await makeFolderDurably(layout.controller, 0o700);
  // The journal's lock comes first: who holds it is the only controller of this state folder, and owns the socket.
  const { journal, leases } = await openJournal(settings, environment);
  const notify = notifyParts(settings, environment);
  const notifier = startNotifications({ settings, journal, parts: notify, clock: systemClock, log });
  let controller: Controller | undefined;
  try {
    const pools = openPoolStore(layout.pools);
    controller = await createController({
      version: productVersion,
      journal: notifier.journal,
      ...(leases === undefined ? {} : { leases, leaseClock: systemClock }),
      onTurn: (run, input, decision) => notifier.onTurn(run, input, decision),
      notifications: {
        health: () => notifier.health(),
        test: (channel) => notify.test(channel, new AbortController().signal),
      },
      mediaServer: mediaServerClient({
        socketPath: settings.controllers.mediaServerSocket ?? layout.mediaServerSocket,
      }),
      media: mediaAccess(settings.media.cache),
      clock,
      log,
      dumpFolder: layout.dumps,
      probes: { of: (pool) => probesFor(settings.probes, pool), run: probeRunner(systemClock) },
      retries: { perHost: settings.runs.retriesPerHost, perRun: settings.runs.retriesPerRun },
      policies: runPolicies(settings.runs),
      ...(settings.servers.limits.rate === 0 ? {} : { serverRate: settings.servers.limits.rate }),
      vmPolicies: settings.vmPolicies,
      openShell: async (name) => openShell(await pools.get(name), systemClock),
      withoutSsh: settings.checks.withoutSsh,
      openPool: async (name, mayAct) => {
        const record = await pools.get(name);
        // Deadlines on the wire are real ones, however often the controller looks.
        const password = (): Promise<Secret> => readCredential(record.credential, environment);
        return openPool(record, await password(), systemClock, password, mayAct);
      },
    });
    const server = await startControlServer(controller, layout.controllerSocket);
    const running = controller;
    const rehashing = startRehashing({
      mediaCache: settings.media.cache,
      ...rehashSettings(settings.media),
      clock,
      log,
      mayBegin: async () => (await running.status()).openRuns.length === 0,
    });
    log.info({ socket: layout.controllerSocket }, 'controller is ready');
    const stopped = running.stopped.then(async () => {
      await Promise.all([rehashing.stop(), server.close(), notifier.stop()]);
    });
    return { stopped, stop: () => running.stop() };
  } catch (error) {
    await controller?.stop();
    if (controller === undefined) await Promise.all([journal.close(), leases?.close()]);
    await notifier.stop();
    throw error;
  }
}
