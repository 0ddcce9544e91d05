/** The control API on a Unix socket: express in front of a ControlApi, for the one user that owns the socket. */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { exitCodes } from '../shared/errors/error-code.js';
import { checkRequestSchema, planRolloutSchema } from './control-routes.js';
import { planRequestSchema, reportFormats, runCommandSchema, type ControlApi } from './control.js';
import { documentOf } from './error-document.js';
import { channelTestRequestSchema } from './notify.js';
import { rolloutCommandSchema, rolloutReportFormats } from './rollout.js';
import { requireSocketPath } from './socket-path.js';

const largestRequest = '256kb';

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens with mode 0600. The caller holds the process lock of the state folder, so a socket file that is already
 * there belongs to a process that has died.
 * @throws SOCKET_PATH_TOO_LONG, FILE_WRITE_FAILED
 */
export async function startControlServer(api: ControlApi, socketPath: string): Promise<ControlServer> {
  requireSocketPath(socketPath);
  await rm(socketPath, { force: true });
  const server = createServer(controlApp(api));
  await listen(server, socketPath);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

/** The routes alone, without a socket. */
function controlApp(api: ControlApi): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: largestRequest }));
  app.get(
    '/v1/status',
    answer(() => api.status()),
  );
  app.post(
    '/v1/check',
    answer(({ body }) => api.check(parse(checkRequestSchema, body))),
  );
  app.post(
    '/v1/plan',
    answer(({ body }) => api.plan(parse(planRequestSchema, body))),
  );
  app.get(
    '/v1/runs',
    answer(async () => ({ runs: await api.runs() })),
  );
  app.get(
    '/v1/runs/:id',
    answer(({ params }) => api.run(idOf(params))),
  );
  app.post(
    '/v1/runs/:id/commands',
    answer(({ params, body }) => api.command(idOf(params), parse(runCommandSchema, body))),
  );
  app.get(
    '/v1/runs/:id/report',
    answer(async ({ params, query }) => ({ text: await api.report(idOf(params), formatOf(query, reportFormats)) })),
  );
  app.get(
    '/v1/runs/:id/explain',
    answer(async ({ params }) => ({ text: await api.explain(idOf(params)) })),
  );
  addRolloutRoutes(app, api.rollouts);
  app.post(
    '/v1/notifications/test',
    answer(async ({ body }) => ({ tests: await api.testNotifications(parse(channelTestRequestSchema, body).channel) })),
  );
  app.get(
    '/v1/runs/:id/console',
    answer(({ params }) => api.console(idOf(params))),
  );
  app.post(
    '/v1/stop',
    answer(async () => {
      await api.stop();
      return { stopping: true };
    }),
  );
  app.use((request) => {
    throw new DrydockError('CONTROL_REQUEST_INVALID', { attempted: `answering ${request.method} ${request.path}` });
  });
  app.use(sendError);
  return app;
}

function addRolloutRoutes(app: Express, rollouts: ControlApi['rollouts']): void {
  app.post(
    '/v1/rollouts',
    answer(({ body }) => rollouts.plan(parse(planRolloutSchema, body))),
  );
  app.get(
    '/v1/rollouts',
    answer(async () => ({ rollouts: await rollouts.list() })),
  );
  app.get(
    '/v1/rollouts/:id',
    answer(({ params }) => rollouts.status(idOf(params))),
  );
  app.post(
    '/v1/rollouts/:id/commands',
    answer(({ params, body }) => rollouts.command(idOf(params), parse(rolloutCommandSchema, body))),
  );
  app.get(
    '/v1/rollouts/:id/report',
    answer(async ({ params, query }) => ({
      text: await rollouts.report(idOf(params), formatOf(query, rolloutReportFormats)),
    })),
  );
}

interface ControlRequest {
  readonly body: unknown;
  readonly params: unknown;
  readonly query: unknown;
}

function answer(work: (request: ControlRequest) => Promise<unknown>) {
  return async (request: ControlRequest, response: Response): Promise<void> => {
    const reply = await work(request);
    response.json(reply);
  };
}

const sendError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const known = error instanceof DrydockError ? error : fromBodyParser(error);
  const status = known === undefined ? 500 : known.exitCode === exitCodes.failed ? 500 : 409;
  response.status(status).json(documentOf(known ?? error, `answering ${request.method} ${request.path}`));
};

/** A body that is not JSON, or too large: express says so with an error that carries a 4xx status. */
function fromBodyParser(error: unknown): DrydockError | undefined {
  const parsed = z.object({ status: z.number().min(400).max(499), message: z.string() }).safeParse(error);
  if (!parsed.success) return undefined;
  return new DrydockError('CONTROL_REQUEST_INVALID', { attempted: 'reading a request', found: parsed.data.message });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'reading a request',
    found: z.prettifyError(parsed.error),
  });
}

function idOf(params: unknown): string {
  return parse(z.object({ id: z.string() }), params).id;
}

function formatOf<const Formats extends readonly [string, ...string[]]>(
  query: unknown,
  formats: Formats,
): Formats[number] {
  return parse(z.object({ format: z.enum(formats) }), query).format;
}

async function listen(server: Server, socketPath: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, () => {
        server.off('error', reject);
        resolve();
      });
    });
    await chmod(socketPath, 0o600);
  } catch (cause) {
    throw new DrydockError('FILE_WRITE_FAILED', {
      attempted: 'opening the control socket',
      subject: socketPath,
      cause,
    });
  }
}
