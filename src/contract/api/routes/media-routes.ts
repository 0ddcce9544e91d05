/** Media: the list, the passport of one, imports by path, address and upload, and hashing one again. */
import { z } from 'zod';
import { defineRoutes } from '../route.js';
import { mediaReplySchema, passportSchema } from '../media.js';
import { importRequestSchema, mediaJobSchema, mediaJobsReplySchema, uploadQuerySchema } from '../media-jobs.js';

export const mediaRoutes = defineRoutes({
  listMedia: {
    method: 'GET',
    path: '/v1/media',
    role: 'viewer',
    tag: 'media',
    summary: 'the media in the store',
    reply: { kind: 'json', schema: mediaReplySchema },
  },
  listImports: {
    method: 'GET',
    path: '/v1/media/imports',
    role: 'viewer',
    tag: 'media',
    summary: 'imports and verifications, what may be imported from this server, and the limits',
    reply: { kind: 'json', schema: mediaJobsReplySchema },
  },
  startImport: {
    method: 'POST',
    path: '/v1/media/imports',
    role: 'operator',
    tag: 'media',
    summary: 'import from a path of the server, below an allowed folder, or from an http(s) address',
    body: { kind: 'json', schema: importRequestSchema },
    reply: { kind: 'json', schema: mediaJobSchema, status: 202 },
    action: 'media.import',
    example: { source: '/var/lib/drydock/incoming/xcp-ng-8.3.0.iso', alias: 'current' },
  },
  upload: {
    method: 'PUT',
    path: '/v1/media/uploads',
    role: 'operator',
    tag: 'media',
    summary: 'upload a file, then import it; the body is the file, and content-length must be given',
    query: uploadQuerySchema,
    body: { kind: 'stream' },
    reply: { kind: 'json', schema: mediaJobSchema, status: 202 },
    action: 'media.upload',
  },
  readImport: {
    method: 'GET',
    path: '/v1/media/imports/:id',
    role: 'viewer',
    tag: 'media',
    summary: 'one import or verification',
    reply: { kind: 'json', schema: mediaJobSchema },
  },
  cancelImport: {
    method: 'DELETE',
    path: '/v1/media/imports/:id',
    role: 'operator',
    tag: 'media',
    summary: 'cancel it; nothing of it is left behind',
    reply: { kind: 'json', schema: mediaJobSchema },
    action: 'media.cancel',
  },
  readMedium: {
    method: 'GET',
    path: '/v1/media/:id',
    role: 'viewer',
    tag: 'media',
    summary: 'the passport of a medium, by id or alias',
    reply: { kind: 'json', schema: passportSchema },
  },
  verifyMedium: {
    method: 'POST',
    path: '/v1/media/:id/verify',
    role: 'operator',
    tag: 'media',
    summary: 'hash every file again; is watched and cancelled as an import is',
    body: { kind: 'json', schema: z.strictObject({ by: z.string().optional() }) },
    reply: { kind: 'json', schema: mediaJobSchema, status: 202 },
    action: 'media.verify',
    example: {},
  },
});
