/** The media server over the control API, read through its own contract and its own figures; never a whole grant. */
import { endpointUrl } from '../../../contract/endpoint-url.js';
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { ServersReply, ShownGrant } from '../../../contract/api/servers.js';
import { isObservable, type ActivityRecord, type Grant } from '../../../contract/grants.js';
import type { MediaServerApi } from '../../../contract/media-server.js';
import type { Clock } from '../../../shared/clock.js';
import { describeCause } from '../../../shared/errors/drydock-error.js';
import { figuresOf, type Reading } from '../server-figures.js';

export interface ServerParts {
  readonly mediaServer: Pick<MediaServerApi, 'status' | 'grants' | 'activity'>;
  /** In the text format of Prometheus. */
  metrics(): Promise<string>;
  readonly clock: Clock;
}

const mostFailures = 50;
const mostGrants = 500;
/** Of the last requests, how many are looked at for those that failed. */
const lookBack = 2000;

export interface ServerView {
  read(): Promise<ServersReply>;
}

export function serverHandlers(view: ServerView): ApiHandlers<'readServers'> {
  return { readServers: () => view.read() };
}

/** One reading serves all who ask within a second: each takes the media server a few milliseconds. */
export function serverView(parts: ServerParts): ServerView {
  let last: { readonly at: number; readonly reply: Promise<ServersReply> } | undefined;
  let before: Reading | undefined;
  const read = async (): Promise<ServersReply> => {
    const at = parts.clock.now();
    try {
      const [status, grants, metrics] = await Promise.all([
        parts.mediaServer.status(),
        parts.mediaServer.grants(),
        parts.metrics(),
      ]);
      const { protocols, reading } = figuresOf(metrics, at, before);
      before = reading;
      return {
        ...{ at, running: true, reason: null, version: status.version, startedAt: status.startedAt },
        endpoints: status.endpoints.map((endpoint) => ({ ...endpoint, url: endpointUrl(endpoint) })),
        protocols: [...protocols],
        grants: grants
          .filter(({ state }) => state !== 'ended')
          .slice(0, mostGrants)
          .map(shown),
        failures: await failuresOf(parts, grants, status.lastSequence),
      };
    } catch (error) {
      before = undefined;
      const nothing = { endpoints: [], protocols: [], grants: [], failures: [] };
      return { at, running: false, reason: describeCause(error), version: null, startedAt: null, ...nothing };
    }
  };
  return {
    read: () => {
      const now = parts.clock.now();
      if (last === undefined || now - last.at >= 1000 || now < last.at) last = { at: now, reply: read() };
      return last.reply;
    },
  };
}

function shown(grant: Grant): ShownGrant {
  const { id, pool, run, host, media, state, stateSince, expiresAt, progress, mirror } = grant;
  const observable = isObservable(grant);
  return {
    ...{ id, pool, run, host, media, state, stateSince, expiresAt, progress, observable },
    ...(mirror === undefined ? {} : { mirror }),
  };
}

async function failuresOf(
  { mediaServer }: ServerParts,
  grants: readonly Grant[],
  lastSequence: number,
): Promise<ServersReply['failures']> {
  const { records } = await mediaServer.activity(Math.max(0, lastSequence - lookBack), lookBack);
  const hostOf = new Map(grants.map(({ id, host }) => [id, host.name]));
  return records
    .filter(isFailure)
    .slice(-mostFailures)
    .reverse()
    .map(({ at, grant, protocol, client, path, status }) => ({
      ...{ at, host: hostOf.get(grant) ?? '', protocol, client, path, status },
    }));
}

/** Installers probe for files that need not be there; those answers are 404 and no failure unless the object is one of ours. */
function isFailure({ status, complete, role }: ActivityRecord): boolean {
  return status >= 400 ? role !== null || status >= 500 : !complete;
}
