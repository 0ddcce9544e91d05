/** `check` in a process of its own: reads the pool itself, and asks the media server only if one is running. */
import type { CheckReport } from '../../contract/checks.js';
import { mediaServerClient } from '../../contract/media-server-client.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import { checkPool, type CheckRequest } from '../../controller/check/check-pool.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { probeRunner } from '../../controller/probes/run-probe.js';
import { probesFor } from '../config/probe-settings.js';
import type { Settings } from '../config/schema.js';
import { mediaAccess } from '../media-access.js';
import { mirrorAccess } from '../mirrors/mirror-access.js';
import { openPool } from '../pools/connect-pool.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { openPoolStore } from '../pools/pool-store.js';
import { openShell } from '../pools/ssh-access.js';
import { stateLayout } from '../state-layout.js';

export interface CheckSurroundings {
  readonly settings: Settings;
  readonly clock: Clock;
  password(record: PoolRecord): Promise<Secret>;
}

/** @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN, ACCEPTANCE_INVALID */
export async function checkWithoutDaemon(request: CheckRequest, surroundings: CheckSurroundings): Promise<CheckReport> {
  const { settings, clock } = surroundings;
  const layout = stateLayout(settings.state);
  const mediaServer = await runningMediaServer(layout.mediaServerSocket);
  const tools = {
    media: mediaAccess(settings.media.cache),
    mirrors: mirrorAccess(settings, mediaServer),
    mediaServer,
    clock,
    vmPolicies: settings.vmPolicies,
    probes: { of: (pool: string) => probesFor(settings.probes, pool), run: probeRunner(clock) },
    withoutSsh: settings.checks.withoutSsh,
    openShell: async (name: string) => openShell(await openPoolStore(layout.pools).get(name), clock),
    openPool: async (name: string) => {
      const record = await openPoolStore(layout.pools).get(name);
      return openPool(record, await surroundings.password(record), clock);
    },
  };
  return checkPool(tools, request);
}

/** Undefined when none answers: whether hosts reach it is then unknown, and the check says so. */
async function runningMediaServer(socketPath: string): Promise<MediaServerApi | undefined> {
  const client = mediaServerClient({ socketPath });
  try {
    await client.status();
    return client;
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE') return undefined;
    throw error;
  }
}
