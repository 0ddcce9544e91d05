/** The control API as the command line calls it: JSON over the controller's Unix socket. */
import type { z } from 'zod';
import { askController, type ControlClientOptions } from './ask-controller.js';
import { controlPaths, controlReplies } from './control-routes.js';
import type { ControlApi } from './control.js';
import { requireSocketPath } from './socket-path.js';
import type { SocketCall } from './socket-request.js';

/** The plan of a rollout reads a hundred pools, a few at a time. */
const lookAtAllDeadline = 30 * 60_000;

/** Every method throws the controller's own error, or CONTROLLER_NOT_RUNNING, CONTROL_REPLY_INVALID, DEADLINE_PASSED. */
export function controlClient(options: ControlClientOptions): ControlApi {
  requireSocketPath(options.socketPath);
  const call = <T>(what: SocketCall<T>, deadline?: number): Promise<T> =>
    askController(deadline === undefined ? options : { ...options, deadline: options.deadline ?? deadline }, what);
  const get = <T>(path: string, reply: z.ZodType<T>): Promise<T> => call({ method: 'GET', path, reply });
  const post = <T>(path: string, reply: z.ZodType<T>, body: unknown, deadline?: number): Promise<T> =>
    call({ method: 'POST', path, reply, body }, deadline);
  return {
    status: () => get(controlPaths.status, controlReplies.status),
    check: (body) => post(controlPaths.check, controlReplies.check, body),
    plan: (body) => post(controlPaths.plan, controlReplies.plan, body),
    runs: (query = {}) => get(controlPaths.runs(query), controlReplies.runs),
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
