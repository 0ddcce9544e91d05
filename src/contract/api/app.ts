/**
 * The control API as an express app: the routes of the table, each behind the door and the role that the table names. There is
 * no other way to add a route, so that none can be without a role.
 */
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { documentOf } from '../error-document.js';
import { callerName, type Caller } from './caller.js';
import type { AuditSink, Door } from './door.js';
import type { ApiHandlers, HandlerContext } from './handlers.js';
import { httpStatus } from './http-status.js';
import { readJsonBody } from './read-body.js';
import { isAllowed } from './roles.js';
import type { RouteSpec } from './route.js';
import { apiRoutes, type RouteName } from './routes/index.js';

export interface AppParts {
  /** Routes without a handler are not there: only tests leave any out. */
  readonly handlers: Partial<ApiHandlers>;
  readonly door: Door;
  readonly audit: AuditSink;
  /** Adds what stands beside the API: the page and its assets. */
  readonly beside?: (app: Express) => void;
  /** Sets the headers that every answer has. */
  readonly headers?: (response: Response) => void;
}

type AnyHandler = (input: { id: string; query: unknown; body: unknown }, context: HandlerContext) => Promise<unknown>;

export function controlApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('case sensitive routing', true);
  app.use((_request, response, next) => {
    parts.headers?.(response);
    next();
  });
  for (const [name, spec] of Object.entries(apiRoutes) as [RouteName, RouteSpec][]) {
    const handler = parts.handlers[name] as AnyHandler | undefined;
    if (handler === undefined) continue;
    const method = spec.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    app[method](spec.path, (request, response) => answer(parts, spec, handler, request, response));
  }
  parts.beside?.(app);
  app.use((request) => {
    throw new DrydockError('ROUTE_UNKNOWN', { attempted: `answering ${request.method} ${request.path}` });
  });
  app.use(sendError);
  return app;
}

/** What is told to the audit about one request, as far as it is known. */
interface Told {
  caller: Caller;
  by: string | undefined;
  action: string;
  object: string;
  detail: string;
}

async function answer(
  parts: AppParts,
  spec: RouteSpec,
  handler: AnyHandler,
  request: Request,
  response: Response,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  const id = Object.values(request.params).join('');
  const action = spec.action ?? `${spec.method} ${spec.path}`;
  const told: Told = { caller: strangerAt(request), by: undefined, action, object: id, detail: '' };
  try {
    const caller = await parts.door.admit(request);
    told.caller = caller;
    requireRole(caller, spec);
    const query = spec.query === undefined ? undefined : parse(spec.query, request.query);
    const body = spec.body?.kind === 'json' ? parse(spec.body.schema, await readJsonBody(request)) : undefined;
    told.by = saidBy(body);
    const context: HandlerContext = {
      caller,
      by: callerName(caller, told.by),
      request,
      response,
      about: (more) => void Object.assign(told, more),
    };
    const reply = await handler({ id, query, body }, context);
    // Who is nobody still has changed nothing: a sign-out without a session.
    if (spec.action !== undefined && told.caller.kind !== 'nobody')
      await parts.audit.record({ ...told, outcome: 'done' });
    send(spec, reply, response);
  } catch (error) {
    await recordFailure(parts, spec, told, error);
    throw error;
  }
}

function send(spec: RouteSpec, reply: unknown, response: Response): void {
  switch (spec.reply.kind) {
    case 'json':
      response.status(spec.reply.status ?? 200).json(reply);
      break;
    case 'page':
      response.type('html').send(reply);
      break;
    case 'events':
      // The handler has answered, and goes on doing so.
      break;
  }
}

/** @throws NOT_SIGNED_IN, ROLE_INSUFFICIENT */
function requireRole({ rank }: Caller, spec: RouteSpec): void {
  if (isAllowed(rank, spec.role)) return;
  const attempted = `${spec.method} ${spec.path}`;
  if (rank === 'anyone') throw new DrydockError('NOT_SIGNED_IN', { attempted });
  throw new DrydockError('ROLE_INSUFFICIENT', {
    attempted,
    expected: spec.role === 'owner' ? 'the Unix socket of the state folder' : spec.role,
    found: rank,
  });
}

/** A caller who is refused is written down whatever he asked for; one who fails, where he wanted to change something. */
async function recordFailure(parts: AppParts, spec: RouteSpec, told: Told, error: unknown): Promise<void> {
  const code = error instanceof DrydockError ? error.code : 'INTERNAL_FAULT';
  const refusal = ['NOT_SIGNED_IN', 'ROLE_INSUFFICIENT', 'REQUEST_FOREIGN', 'HOST_NAME_UNKNOWN'].includes(code);
  // A page that has not signed in yet asks who it is; that is no attempt at anything.
  if (spec.action === undefined && (!refusal || code === 'NOT_SIGNED_IN')) return;
  const detail = told.detail === '' ? code : `${code}; ${told.detail}`;
  const outcome = refusal || code.startsWith('SIGN_IN') ? 'refused' : 'failed';
  await parts.audit.record({ ...told, detail, outcome });
}

function saidBy(body: unknown): string | undefined {
  const parsed = z.object({ by: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.by : undefined;
}

function strangerAt(request: Request): Caller {
  return { name: null, kind: 'nobody', rank: 'anyone', from: request.socket.remoteAddress ?? 'unknown', session: null };
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'reading a request',
    found: z.prettifyError(parsed.error),
    data: { problems: parsed.error.issues.map(({ path, message }) => ({ path: path.map(stepOf), message })) },
  });
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}

const sendError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const known = error instanceof DrydockError ? error : fromExpress(error);
  const after = known?.details.data?.['retryAfter'];
  if (typeof after === 'number') response.setHeader('retry-after', String(after));
  // What is left of a body that was not read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  response.status(httpStatus(known)).json(documentOf(known ?? error, `answering ${request.method} ${request.path}`));
};

/** A path that is no path, for one: express says so with an error that carries a 4xx status. */
function fromExpress(error: unknown): DrydockError | undefined {
  const parsed = z.object({ status: z.number().min(400).max(499), message: z.string() }).safeParse(error);
  if (!parsed.success) return undefined;
  return new DrydockError('CONTROL_REQUEST_INVALID', { attempted: 'reading a request', found: parsed.data.message });
}
