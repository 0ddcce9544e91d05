/** The control API as the command line calls it: JSON over the controller's Unix socket. */
import type { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { parseJson } from '../shared/json-text.js';
import { controlPaths, controlReplies } from './control-routes.js';
import type { ControlApi } from './control.js';
import { errorFromDocument } from './error-document.js';
import { requireSocketPath } from './socket-path.js';
import { askSocket, invalidReply, type SocketCall, type SocketReply } from './socket-request.js';

/** Checks and plans read a whole pool; but for the plan of a rollout, nothing the controller answers takes longer. */
const defaultDeadline = 120_000;

/** The plan of a rollout reads a hundred pools, a few at a time. */
const lookAtAllDeadline = 30 * 60_000;

export interface ControlClientOptions {
  readonly socketPath: string;
  /** Milliseconds for one answer. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
}

/** Every method throws the controller's own error, or CONTROLLER_NOT_RUNNING, CONTROL_REPLY_INVALID, DEADLINE_PASSED. */
export function controlClient(options: ControlClientOptions): ControlApi {
  requireSocketPath(options.socketPath);
  const call = async <T>(what: SocketCall<T>, deadline?: number): Promise<T> => {
    const patient = deadline === undefined ? options : { ...options, deadline: options.deadline ?? deadline };
    const { status, text } = await exchange(patient, what);
    const document = parseJson(text);
    if (status !== 200) throw errorFromDocument(document) ?? invalidReply('the controller', what, `status ${status}`);
    const parsed = what.reply.safeParse(document);
    if (!parsed.success) throw invalidReply('the controller', what, parsed.error.issues[0]?.message ?? 'another form');
    return parsed.data;
  };
  const get = <T>(path: string, reply: z.ZodType<T>): Promise<T> => call({ method: 'GET', path, reply });
  const post = <T>(path: string, reply: z.ZodType<T>, body: unknown, deadline?: number): Promise<T> =>
    call({ method: 'POST', path, reply, body }, deadline);
  return {
    status: () => get(controlPaths.status, controlReplies.status),
    check: (body) => post(controlPaths.check, controlReplies.check, body),
    plan: (body) => post(controlPaths.plan, controlReplies.plan, body),
    runs: async () => (await get(controlPaths.runs, controlReplies.runs)).runs,
    run: (id) => get(controlPaths.run(id), controlReplies.run),
    command: (id, body) => post(controlPaths.command(id), controlReplies.run, body),
    report: async (id, format) => (await get(controlPaths.report(id, format), controlReplies.text)).text,
    console: (id) => get(controlPaths.console(id), controlReplies.console),
    explain: async (id) => (await get(controlPaths.explain(id), controlReplies.text)).text,
    testNotifications: async (channel) =>
      (await post(controlPaths.testNotifications, controlReplies.testNotifications, { channel })).tests,
    rollouts: {
      plan: (body) => post(controlPaths.rollouts, controlReplies.rolloutPlan, body, lookAtAllDeadline),
      list: async () => (await get(controlPaths.rollouts, controlReplies.rollouts)).rollouts,
      status: (id) => get(controlPaths.rollout(id), controlReplies.rollout),
      command: (id, body) => post(controlPaths.rolloutCommand(id), controlReplies.rollout, body),
      report: async (id, format) => (await get(controlPaths.rolloutReport(id, format), controlReplies.text)).text,
    },
    stop: async () => {
      await post(controlPaths.stop, controlReplies.stop, {});
    },
  };
}

async function exchange(options: ControlClientOptions, what: SocketCall<unknown>): Promise<SocketReply> {
  const deadline = options.deadline ?? defaultDeadline;
  const timeout = AbortSignal.timeout(deadline);
  try {
    return await askSocket(options.socketPath, what, timeout, options.signal);
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
