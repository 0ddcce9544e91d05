/** Rollouts: the upgrade of many pools, in waves. */
import { z } from 'zod';
import { controlReplies, planRolloutSchema } from '../../control-routes.js';
import { rolloutCommandSchema, rolloutReportFormats } from '../../rollout.js';
import { defineRoutes } from '../route.js';

const byOptional = { by: z.string().optional() };

export const rolloutRoutes = defineRoutes({
  planRollout: {
    method: 'POST',
    path: '/v1/rollouts',
    role: 'operator',
    tag: 'rollouts',
    summary: 'look at all its pools and plan it; nothing begins before it is told to start',
    body: { kind: 'json', schema: planRolloutSchema.extend(byOptional) },
    reply: { kind: 'json', schema: controlReplies.rolloutPlan },
    action: 'rollout.plan',
  },
  listRollouts: {
    method: 'GET',
    path: '/v1/rollouts',
    role: 'viewer',
    tag: 'rollouts',
    summary: 'all rollouts',
    reply: { kind: 'json', schema: controlReplies.rollouts },
  },
  readRollout: {
    method: 'GET',
    path: '/v1/rollouts/:id',
    role: 'viewer',
    tag: 'rollouts',
    summary: 'one rollout',
    reply: { kind: 'json', schema: controlReplies.rollout },
  },
  commandRollout: {
    method: 'POST',
    path: '/v1/rollouts/:id/commands',
    role: 'operator',
    tag: 'rollouts',
    summary: 'start, pause, resume, approve, retry, skip or abort',
    body: { kind: 'json', schema: rolloutCommandSchema.extend(byOptional) },
    reply: { kind: 'json', schema: controlReplies.rollout },
    action: 'rollout.command',
    example: { command: 'pause', reason: 'the network is being worked on' },
  },
  readRolloutReport: {
    method: 'GET',
    path: '/v1/rollouts/:id/report',
    role: 'viewer',
    tag: 'rollouts',
    summary: 'its report as a text in JSON: markdown or json',
    query: z.object({ format: z.enum(rolloutReportFormats) }),
    reply: { kind: 'json', schema: controlReplies.text },
  },
});
