/** The routes that the controller itself carries out: what the command line has always asked of it. */
import type { ControlApi } from '../control.js';
import type { ApiHandlers } from './handlers.js';

export type ControlRoutes =
  | 'readStatus'
  | 'check'
  | 'plan'
  | 'listRuns'
  | 'readRun'
  | 'commandRun'
  | 'readReport'
  | 'readReportPage'
  | 'readExplanation'
  | 'readConsole'
  | 'testNotifications'
  | 'planRollout'
  | 'listRollouts'
  | 'readRollout'
  | 'commandRollout'
  | 'readRolloutReport'
  | 'stop';

export function controlHandlers(api: ControlApi): ApiHandlers<ControlRoutes> {
  const { rollouts } = api;
  return {
    readStatus: () => api.status(),
    check: ({ body: { pool, media, accept } }, { about }) => {
      about({ object: pool, detail: `media ${media}` });
      return api.check({ pool, media, accept });
    },
    plan: async ({ body }, { by, about }) => {
      about({ object: body.pool, detail: `media ${body.media}` });
      const reply = await api.plan({ ...body, by });
      about({
        object: reply.run ?? body.pool,
        detail: `${body.pool}, media ${body.media}${reply.run === null ? ', blocked' : ''}`,
      });
      return reply;
    },
    listRuns: ({ query }) => api.runs(query),
    readRun: ({ id }) => api.run(id),
    commandRun: ({ id, body }, { by, about }) => {
      about({ action: `run.${body.command}`, detail: detailOf(body.host, body.reason) });
      return api.command(id, { ...body, by });
    },
    readReport: async ({ id, query }) => ({ text: await api.report(id, query.format) }),
    readReportPage: ({ id }, { response }) => {
      // Its style is in it, and nothing else: whatever a name in it says, nothing of it runs.
      response.setHeader('content-security-policy', reportPolicy);
      return api.report(id, 'html');
    },
    readExplanation: async ({ id }) => ({ text: await api.explain(id) }),
    readConsole: ({ id }) => api.console(id),
    testNotifications: async ({ body }, { about }) => {
      about({ object: body.channel ?? 'all channels' });
      return { tests: [...(await api.testNotifications(body.channel))] };
    },
    planRollout: ({ body }, { by, about, request }) => {
      // It looks at a hundred pools, and nothing goes over the connection meanwhile.
      request.socket.setTimeout(lookAtAllTimeout);
      about({ object: body.description.name });
      return rollouts.plan({ description: body.description, by });
    },
    listRollouts: async () => ({ rollouts: [...(await rollouts.list())] }),
    readRollout: ({ id }) => rollouts.status(id),
    commandRollout: ({ id, body }, { by, about }) => {
      about({ action: `rollout.${body.command}`, detail: detailOf(body.pool, body.reason) });
      return rollouts.command(id, { ...body, by });
    },
    readRolloutReport: async ({ id, query }) => ({ text: await rollouts.report(id, query.format) }),
    stop: async () => {
      await api.stop();
      return { stopping: true };
    },
  };
}

const lookAtAllTimeout = 31 * 60_000;

const reportPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox allow-popups";

function detailOf(subject: string | undefined, reason: string | undefined): string {
  return [subject, reason].filter((part) => part !== undefined).join(': ');
}
