/** One question to the controller over its Unix socket, with a deadline, and with its own errors on the way back. */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { parseJson } from '../shared/json-text.js';
import { userHeader } from './api/session.js';
import { errorFromDocument } from './error-document.js';
import { askSocket, invalidReply, type SocketCall, type SocketReply } from './socket-request.js';

/** Checks and plans read a whole pool; but for the plan of a rollout, nothing the controller answers takes longer. */
const defaultDeadline = 120_000;

export interface ControlClientOptions {
  readonly socketPath: string;
  /** Milliseconds for one answer. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** Who asks, for the audit; the controller takes its word for it, as whoever may open the socket may do everything. */
  readonly user?: string;
}

/** @throws the controller's own error, or CONTROLLER_NOT_RUNNING, CONTROL_REPLY_INVALID, DEADLINE_PASSED, INTERRUPTED */
export async function askController<T>(options: ControlClientOptions, what: SocketCall<T>): Promise<T> {
  const { status, text } = await exchange(options, what);
  const document = parseJson(text);
  if (status < 200 || status > 299)
    throw errorFromDocument(document) ?? invalidReply('the controller', what, `status ${status}`);
  const parsed = what.reply.safeParse(document);
  if (!parsed.success) throw invalidReply('the controller', what, parsed.error.issues[0]?.message ?? 'another form');
  return parsed.data;
}

async function exchange(options: ControlClientOptions, what: SocketCall<unknown>): Promise<SocketReply> {
  const deadline = options.deadline ?? defaultDeadline;
  const timeout = AbortSignal.timeout(deadline);
  try {
    const headers = options.user === undefined ? {} : { [userHeader]: encodeURIComponent(options.user) };
    return await askSocket(options.socketPath, { ...what, headers }, timeout, options.signal);
  } catch (cause) {
    throw failure(options, cause, { timedOut: timeout.aborted, deadline });
  }
}

function failure(options: ControlClientOptions, cause: unknown, time: { timedOut: boolean; deadline: number }): Error {
  if (options.signal?.aborted === true)
    return new DrydockError('INTERRUPTED', { attempted: 'waiting for the controller' });
  if (time.timedOut) {
    return new DrydockError('DEADLINE_PASSED', {
      attempted: 'waiting for the controller',
      expected: `an answer within ${Math.round(time.deadline / 1000)} s`,
    });
  }
  return new DrydockError('CONTROLLER_NOT_RUNNING', {
    attempted: 'asking the controller',
    subject: options.socketPath,
    cause,
  });
}
