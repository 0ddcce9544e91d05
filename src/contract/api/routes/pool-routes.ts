/** Pools: what is known of them, what they say now, adding and removing, checks, and what a check can put right. */
import { checkReportSchema } from '../../checks.js';
import { checkRequestSchema } from '../../control-routes.js';
import { z } from 'zod';
import {
  addPoolReplySchema,
  addPoolSchema,
  certificatesReplySchema,
  certificatesRequestSchema,
  fixReplySchema,
  fixRequestSchema,
  poolReplySchema,
  poolsReplySchema,
  removePoolReplySchema,
} from '../pools.js';
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
  readCertificates: {
    method: 'POST',
    path: '/v1/pools/certificates',
    role: 'administrator',
    tag: 'pools',
    summary: 'the certificate that each address shows, to be compared before a pool is added',
    body: { kind: 'json', schema: certificatesRequestSchema },
    reply: { kind: 'json', schema: certificatesReplySchema },
    action: 'pool.certificates',
    example: { addresses: ['192.0.2.11'] },
  },
  addPool: {
    method: 'POST',
    path: '/v1/pools',
    role: 'administrator',
    tag: 'pools',
    summary: 'make a pool known: its certificates are pinned, and its password is tried and kept',
    body: { kind: 'json', schema: addPoolSchema },
    reply: { kind: 'json', schema: addPoolReplySchema },
    action: 'pool.add',
    example: {
      ...{ name: 'lab', addresses: ['192.0.2.11'], user: 'root', password: 'the password of root' },
      fingerprints: { '192.0.2.11': 'ab'.repeat(32) },
    },
  },
  removePool: {
    method: 'DELETE',
    path: '/v1/pools/:name',
    role: 'administrator',
    tag: 'pools',
    summary: 'forget a pool and the password that was kept for it; nothing is changed on it',
    reply: { kind: 'json', schema: removePoolReplySchema },
    action: 'pool.remove',
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
