/** How Drydock itself is doing: the controller, the media server, the event stream, the audit, and the document of this API. */
import { z } from 'zod';
import { controlReplies } from '../../control-routes.js';
import { channelTestRequestSchema } from '../../notify.js';
import { auditQuerySchema, auditReplySchema } from '../audit.js';
import { defineRoutes } from '../route.js';
import { serversReplySchema } from '../servers.js';

export const statusRoutes = defineRoutes({
  readStatus: {
    method: 'GET',
    path: '/v1/status',
    role: 'viewer',
    tag: 'status',
    summary: 'the controller: version, when it started, open runs',
    reply: { kind: 'json', schema: controlReplies.status },
  },
  readServers: {
    method: 'GET',
    path: '/v1/servers',
    role: 'viewer',
    tag: 'servers',
    summary: 'the media server: addresses, throughput, connections, errors, and what hosts are reading',
    reply: { kind: 'json', schema: serversReplySchema },
  },
  events: {
    method: 'GET',
    path: '/v1/events',
    role: 'viewer',
    tag: 'status',
    summary: 'what changes, as server-sent events, for as long as the session lasts',
    reply: { kind: 'events' },
  },
  readAudit: {
    method: 'GET',
    path: '/v1/audit',
    role: 'administrator',
    tag: 'audit',
    summary: 'who did what, newest first',
    query: auditQuerySchema,
    reply: { kind: 'json', schema: auditReplySchema },
  },
  testNotifications: {
    method: 'POST',
    path: '/v1/notifications/test',
    role: 'operator',
    tag: 'status',
    summary: 'send a test by one channel, or by all',
    body: { kind: 'json', schema: channelTestRequestSchema },
    reply: { kind: 'json', schema: controlReplies.testNotifications },
    action: 'notify.test',
    example: { channel: 'on-call' },
  },
  readDocument: {
    method: 'GET',
    path: '/v1/openapi.json',
    role: 'viewer',
    tag: 'status',
    summary: 'this API as an OpenAPI 3.1 document',
    reply: { kind: 'json', schema: z.looseObject({ openapi: z.string() }) },
  },
  stop: {
    method: 'POST',
    path: '/v1/stop',
    role: 'owner',
    tag: 'status',
    summary: 'end the controller; runs stay in the journal and go on at the next start',
    body: { kind: 'json', schema: z.strictObject({}) },
    reply: { kind: 'json', schema: controlReplies.stop },
    action: 'controller.stop',
    example: {},
  },
});
