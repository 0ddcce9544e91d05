/** Runs: plan, steer, watch, and read what became of them. */
import { z } from 'zod';
import { controlReplies } from '../../control-routes.js';
import { runsQuerySchema } from '../../runs-page.js';
import { planRequestSchema, reportFormats, runCommandSchema } from '../../control.js';
import { defineRoutes } from '../route.js';
import { logQuerySchema, logReplySchema, timelineReplySchema } from '../timeline.js';

const byOptional = { by: z.string().optional() };

export const runRoutes = defineRoutes({
  plan: {
    method: 'POST',
    path: '/v1/plan',
    role: 'operator',
    tag: 'runs',
    summary: 'plan a run; nothing begins before it is told to start',
    body: { kind: 'json', schema: planRequestSchema.extend(byOptional) },
    reply: { kind: 'json', schema: controlReplies.plan },
    action: 'run.plan',
    example: {
      pool: 'lab',
      media: 'xcp-ng-8.3.0',
      order: [],
      only: [],
      accept: [],
      fix: true,
      approveEachHost: false,
      soakMinutes: 5,
    },
  },
  listRuns: {
    method: 'GET',
    path: '/v1/runs',
    role: 'viewer',
    tag: 'runs',
    summary: 'the open runs and those that have ended last, as `upgrade status` shows them; older ones page by page',
    query: runsQuerySchema,
    reply: { kind: 'json', schema: controlReplies.runs },
  },
  readRun: {
    method: 'GET',
    path: '/v1/runs/:id',
    role: 'viewer',
    tag: 'runs',
    summary: 'one run: its state, its hosts, and what was changed',
    reply: { kind: 'json', schema: controlReplies.run },
  },
  commandRun: {
    method: 'POST',
    path: '/v1/runs/:id/commands',
    role: 'operator',
    tag: 'runs',
    summary: 'start, pause, resume, approve, retry, skip, abort, or give up a host',
    body: { kind: 'json', schema: runCommandSchema.extend(byOptional) },
    reply: { kind: 'json', schema: controlReplies.run },
    action: 'run.command',
    example: { command: 'pause', reason: 'backup window' },
  },
  readTimeline: {
    method: 'GET',
    path: '/v1/runs/:id/timeline',
    role: 'viewer',
    tag: 'runs',
    summary: 'its effects on a time axis, a lane for each host, and where each VM is',
    reply: { kind: 'json', schema: timelineReplySchema },
  },
  readLog: {
    method: 'GET',
    path: '/v1/runs/:id/log',
    role: 'viewer',
    tag: 'runs',
    summary: 'what happened, a line each, after a sequence number',
    query: logQuerySchema,
    reply: { kind: 'json', schema: logReplySchema },
  },
  readReport: {
    method: 'GET',
    path: '/v1/runs/:id/report',
    role: 'viewer',
    tag: 'runs',
    summary: 'the report as a text in JSON: markdown, json or html',
    query: z.object({ format: z.enum(reportFormats) }),
    reply: { kind: 'json', schema: controlReplies.text },
  },
  readReportPage: {
    method: 'GET',
    path: '/v1/runs/:id/report.html',
    role: 'viewer',
    tag: 'runs',
    summary: 'the report as a page of its own, to look at, print and keep',
    reply: { kind: 'page' },
  },
  readExplanation: {
    method: 'GET',
    path: '/v1/runs/:id/explain',
    role: 'viewer',
    tag: 'runs',
    summary: 'why it stands where it stands, and the commands to finish or undo by hand',
    reply: { kind: 'json', schema: controlReplies.text },
  },
  readConsole: {
    method: 'GET',
    path: '/v1/runs/:id/console',
    role: 'operator',
    tag: 'runs',
    summary: 'manual mode: what to do at the console, with the address of the host, which is a secret',
    reply: { kind: 'json', schema: controlReplies.console },
    action: 'run.console',
  },
});
