/**
 * The media server as the controller calls it: JSON over its Unix socket. The socket belongs to a supervisor that
 * outlives the serving process, so a broken answer means a restart: it is asked again, since every message may be
 * repeated. A refused connection means that nothing is there.
 */
import { z } from 'zod';
import { abortReason, systemClock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { parseJson } from '../shared/json-text.js';
import { otherVersion } from './contract-version.js';
import { errorFromDocument } from './error-document.js';
import { mediaServerPaths, mediaServerReplies } from './media-server-routes.js';
import { mediaServerContractVersion, type MediaServerControl } from './media-server.js';
import { requireSocketPath } from './socket-path.js';
import { askSocket, invalidReply, type SocketCall, type SocketReply } from './socket-request.js';

const defaultDeadline = 30_000;
const retryAfter = 50;
/** How long an orderly stop may take until the socket is gone. */
const stopDeadline = 15_000;

export interface MediaServerClientOptions {
  readonly socketPath: string;
  /** Milliseconds for one answer, restarts of the media server included. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
}

/**
 * Every method throws the media server's own error, or MEDIA_SERVER_UNREACHABLE, MEDIA_SERVER_OTHER_VERSION,
 * CONTROL_REPLY_INVALID, DEADLINE_PASSED.
 * @throws SOCKET_PATH_TOO_LONG
 */
export function mediaServerClient(options: MediaServerClientOptions): MediaServerControl {
  requireSocketPath(options.socketPath);
  const call = async <T>(what: SocketCall<T>): Promise<T> =>
    parsed(what, await exchange(options, { ...what, contract: mediaServerContractVersion }));
  const get = <T>(path: string, reply: z.ZodType<T>): Promise<T> => call({ method: 'GET', path, reply });
  const post = <T>(path: string, reply: z.ZodType<T>, body: unknown): Promise<T> =>
    call({ method: 'POST', path, reply, body });
  /** Whatever its version: ending it, or having it replaced, is the remedy for another one. */
  const manage = async (path: string, body: unknown): Promise<void> => {
    const what = { method: 'POST', path, reply: mediaServerReplies.accepted, body } as const;
    const { status: answered, text } = await exchange(options, what);
    parsed(what, { status: answered, text, contract: undefined });
  };
  const { grants, grantsOf, grant, epoch, activity, status, stop, restart } = mediaServerPaths;
  const ended = async (body: { force?: string }): Promise<void> => {
    await manage(stop, body);
    await gone(options);
  };
  return {
    status: () => get(status, mediaServerReplies.status),
    createGrant: async (body) => (await post(grants, mediaServerReplies.grant, body)).grant,
    changeGrant: async (id, body) => (await post(grant(id), mediaServerReplies.grant, body)).grant,
    grant: async (id) => (await get(grant(id), mediaServerReplies.maybeGrant)).grant ?? undefined,
    grants: async (of = {}) => (await get(grantsOf(of), mediaServerReplies.grants)).grants,
    epoch: async (pool) => (await get(epoch(pool), mediaServerReplies.epoch)).epoch,
    raiseEpoch: async (pool, to) => {
      await post(epoch(pool), mediaServerReplies.accepted, { epoch: to });
    },
    activity: (after, limit) => get(activity(after, limit), mediaServerReplies.activity),
    restart: () => manage(restart, {}),
    stop: () => ended({}),
    stopByForce: (reason) => ended({ force: reason }),
  };
}

function parsed<T>(what: SocketCall<T>, { status, text, contract }: SocketReply): T {
  const other = otherVersion(contract, mediaServerContractVersion, 'asking the media server');
  if (other !== undefined) throw other;
  const document = parseJson(text);
  if (status !== 200) throw errorFromDocument(document) ?? invalidReply('the media server', what, `status ${status}`);
  const result = what.reply.safeParse(document);
  if (result.success) return result.data;
  throw versionInStatus(document) ?? invalidReply('the media server', what, z.prettifyError(result.error));
}

/** Asks until there is a whole answer, the deadline passes, or it is plain that nobody is there. */
async function exchange(options: MediaServerClientOptions, what: SocketCall<unknown>): Promise<SocketReply> {
  const deadline = options.deadline ?? defaultDeadline;
  const timeout = AbortSignal.timeout(deadline);
  for (;;) {
    try {
      return await askSocket(options.socketPath, what, timeout, options.signal);
    } catch (cause) {
      if (options.signal?.aborted === true) throw abortReason(options.signal);
      if (timeout.aborted) throw deadlinePassed(options.socketPath, deadline);
      if (isAbsent(cause)) throw unreachable(options.socketPath, cause);
    }
    await systemClock.sleep(retryAfter, options.signal);
  }
}

/** Waits until the processes have given their socket up, so that the next start finds the place free. */
async function gone(options: MediaServerClientOptions): Promise<void> {
  const end = systemClock.now() + stopDeadline;
  while (systemClock.now() < end) {
    const isThere = await mediaServerClient({ ...options, deadline: 1000 })
      .status()
      .then(
        () => true,
        (error: unknown) => !(error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE'),
      );
    if (!isThere) return;
    await systemClock.sleep(retryAfter, options.signal);
  }
  throw deadlinePassed(options.socketPath, stopDeadline);
}

function isAbsent(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'EACCES' || code === 'ENOTSOCK';
}

/** Releases up to 0.5.0 say it there alone. */
function versionInStatus(document: unknown): DrydockError | undefined {
  const stated = z.object({ contract: z.number() }).safeParse(document);
  if (!stated.success) return undefined;
  return otherVersion(String(stated.data.contract), mediaServerContractVersion, 'asking the media server');
}

function unreachable(subject: string, cause: unknown): DrydockError {
  return new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'asking the media server', subject, cause });
}

function deadlinePassed(subject: string, deadline: number): DrydockError {
  return new DrydockError('DEADLINE_PASSED', {
    attempted: 'waiting for the media server',
    subject,
    expected: `within ${Math.round(deadline / 1000)} s`,
  });
}
