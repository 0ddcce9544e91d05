/** Pools: what is known of them, what they say now, checks, and what a check can put right. */
import { checkReportSchema } from '../../checks.js';
import { checkRequestSchema } from '../../control-routes.js';
import { z } from 'zod';
import { fixReplySchema, fixRequestSchema, poolReplySchema, poolsReplySchema } from '../pools.js';
import { defineRoutes } from '../route.js';

export const poolRoutes = defineRoutes({
  listPools: {
    method: 'GET',
    path: '/v1/pools',
    role: 'viewer',
    tag: 'pools',
    summary: 'the known pools, without asking them',
    reply: { kind: 'json', schema: poolsReplySchema },
  },
  readPool: {
    method: 'GET',
    path: '/v1/pools/:name',
    role: 'viewer',
    tag: 'pools',
    summary: 'one pool: its hosts and versions as it tells them now, and the last check',
    reply: { kind: 'json', schema: poolReplySchema },
  },
  check: {
    method: 'POST',
    path: '/v1/check',
    role: 'operator',
    tag: 'pools',
    summary: 'assess whether a pool can be upgraded from a medium; changes nothing',
    body: { kind: 'json', schema: checkRequestSchema.extend({ by: z.string().optional() }) },
    reply: { kind: 'json', schema: checkReportSchema },
    action: 'pool.check',
    example: { pool: 'lab', media: 'xcp-ng-8.3.0', accept: [] },
  },
  fixPool: {
    method: 'POST',
    path: '/v1/pools/:name/fixes',
    role: 'operator',
    tag: 'pools',
    summary: 'put right what one finding names, where nothing has to be put back later; the rest is done by a run',
    body: { kind: 'json', schema: fixRequestSchema },
    reply: { kind: 'json', schema: fixReplySchema },
    action: 'pool.fix',
    example: { media: 'xcp-ng-8.3.0', check: 'storage-plugged', subject: 'xs-2' },
  },
});
