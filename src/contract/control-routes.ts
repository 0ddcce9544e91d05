/** The paths of the control API over its Unix socket, shared by its server and its client. */
import { z } from 'zod';
import { checkReportSchema } from './checks.js';
import { consoleReplySchema, controllerStatusSchema, planReplySchema } from './control.js';
import { channelTestReplySchema } from './notify.js';
import { rolloutDescriptionSchema } from './rollout-description.js';
import { rolloutReplySchema, rolloutStatusSchema } from './rollout.js';
import { runStatusSchema } from './run-status.js';
import { runsReplySchema, type RunsQuery } from './runs-page.js';

export const checkRequestSchema = z.strictObject({
  pool: z.string(),
  media: z.string(),
  accept: z.array(z.string()).default([]),
});

/** Report and explanation are texts; they travel as JSON like everything else. */
const textReplySchema = z.strictObject({ text: z.string() });

export const planRolloutSchema = z.strictObject({ description: rolloutDescriptionSchema, by: z.string() });

const rolloutsReplySchema = z.strictObject({ rollouts: z.array(rolloutStatusSchema) });

const stopReplySchema = z.strictObject({ stopping: z.literal(true) });

export const controlReplies = {
  status: controllerStatusSchema,
  check: checkReportSchema,
  plan: planReplySchema,
  runs: runsReplySchema,
  run: runStatusSchema,
  rolloutPlan: rolloutReplySchema,
  rollouts: rolloutsReplySchema,
  rollout: rolloutStatusSchema,
  text: textReplySchema,
  testNotifications: channelTestReplySchema,
  console: consoleReplySchema,
  stop: stopReplySchema,
} as const;

export const controlPaths = {
  status: '/v1/status',
  check: '/v1/check',
  plan: '/v1/plan',
  runs: ({ ended, before }: Partial<RunsQuery>) => {
    const query = new URLSearchParams({
      ...(ended === undefined ? {} : { ended: String(ended) }),
      ...(before === undefined ? {} : { before }),
    });
    return query.size === 0 ? '/v1/runs' : `/v1/runs?${query.toString()}`;
  },
  run: (id: string) => `/v1/runs/${encodeURIComponent(id)}`,
  command: (id: string) => `/v1/runs/${encodeURIComponent(id)}/commands`,
  report: (id: string, format: string) => `/v1/runs/${encodeURIComponent(id)}/report?format=${format}`,
  explain: (id: string) => `/v1/runs/${encodeURIComponent(id)}/explain`,
  testNotifications: '/v1/notifications/test',
  rollouts: '/v1/rollouts',
  rollout: (id: string) => `/v1/rollouts/${encodeURIComponent(id)}`,
  rolloutCommand: (id: string) => `/v1/rollouts/${encodeURIComponent(id)}/commands`,
  rolloutReport: (id: string, format: string) => `/v1/rollouts/${encodeURIComponent(id)}/report?format=${format}`,
  console: (id: string) => `/v1/runs/${encodeURIComponent(id)}/console`,
  stop: '/v1/stop',
} as const;
