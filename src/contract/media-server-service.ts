/** The media server's side of its control socket: express in front of a MediaServerControl. */
import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { exitCodes } from '../shared/errors/error-code.js';
import { statesContract } from './contract-version.js';
import { documentOf } from './error-document.js';
import { changeGrantSchema, createGrantSchema } from './grants.js';
import { activityQuerySchema, stopRequestSchema } from './media-server-routes.js';
import {
  grantsOfSchema,
  mediaServerContractVersion,
  raiseEpochSchema,
  type MediaServerControl,
} from './media-server.js';

const largestRequest = '64kb';

/**
 * The routes alone; the process that has the listening socket puts them behind it.
 * @param metrics in the text format of Prometheus
 */
export function mediaServerApp(api: MediaServerControl, metrics: () => string = () => ''): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(statesContract(mediaServerContractVersion));
  app.use(express.json({ limit: largestRequest }));
  app.get(
    '/v1/status',
    answer(() => api.status()),
  );
  app.post(
    '/v1/grants',
    answer(async ({ body }) => ({ grant: await api.createGrant(parse(createGrantSchema, body)) })),
  );
  app.get(
    '/v1/grants',
    answer(async ({ query }) => ({ grants: await api.grants(parse(grantsOfSchema, query)) })),
  );
  app.get(
    '/v1/grants/:id',
    answer(async ({ params }) => ({ grant: (await api.grant(idOf(params))) ?? null })),
  );
  app.post(
    '/v1/grants/:id',
    answer(async ({ params, body }) => ({
      grant: await api.changeGrant(idOf(params), parse(changeGrantSchema, body)),
    })),
  );
  app.get(
    '/v1/epochs/:id',
    answer(async ({ params }) => ({ epoch: await api.epoch(idOf(params)) })),
  );
  app.post(
    '/v1/epochs/:id',
    answer(({ params, body }) => accepted(api.raiseEpoch(idOf(params), parse(raiseEpochSchema, body).epoch))),
  );
  app.get(
    '/v1/activity',
    answer(({ query }) => {
      const { after, limit } = parse(activityQuerySchema, query);
      return api.activity(after, limit);
    }),
  );
  // Not below /v1: this is where Prometheus and curl look.
  app.get('/metrics', (_request, response) => {
    response.type('text/plain; version=0.0.4').send(metrics());
  });
  app.post(
    '/v1/restart',
    answer(() => accepted(api.restart())),
  );
  app.post(
    '/v1/stop',
    answer(({ body }) => {
      const { force } = parse(stopRequestSchema, body);
      return accepted(force === undefined ? api.stop() : api.stopByForce(force));
    }),
  );
  app.use((request) => {
    throw new DrydockError('CONTROL_REQUEST_INVALID', { attempted: `answering ${request.method} ${request.path}` });
  });
  app.use(sendError);
  return app;
}

interface ServiceRequest {
  readonly body: unknown;
  readonly params: unknown;
  readonly query: unknown;
}

function answer(work: (request: ServiceRequest) => Promise<unknown>) {
  return async (request: ServiceRequest, response: Response): Promise<void> => {
    response.json(await work(request));
  };
}

async function accepted(work: Promise<void>): Promise<{ accepted: true }> {
  await work;
  return { accepted: true };
}

const sendError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const refused = error instanceof DrydockError && error.exitCode === exitCodes.inputRefused;
  response.status(refused ? 409 : 500).json(documentOf(error, `answering ${request.method} ${request.path}`));
};

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'reading a request',
    found: z.prettifyError(parsed.error),
  });
}

function idOf(params: unknown): string {
  return parse(z.object({ id: z.string() }), params).id;
}
