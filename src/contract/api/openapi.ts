/** The OpenAPI 3.1 document of the control API, made from the table of routes: it cannot tell of others, or of another form. */
import { z } from 'zod';
import { errorReplySchema } from './media-jobs.js';
import { isAllowed, leastRoles, roles, type LeastRole } from './roles.js';
import { pathParameters, routeTags, type ReplySpec, type RouteSpec, type RouteTag } from './route.js';
import { apiRoutes } from './routes/index.js';
import { csrfHeader } from './session.js';

type JsonObject = Readonly<Record<string, unknown>>;

export interface OpenApiDocument extends Record<string, unknown> {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
}

const tagDescriptions: Readonly<Record<RouteTag, string>> = {
  session: 'Signing in and out.',
  status: 'The controller, its events, and this document.',
  media: 'What hosts are installed from.',
  servers: 'How hosts read it.',
  pools: 'The known pools, and what stands in the way of their upgrade.',
  runs: 'Upgrades of one pool.',
  rollouts: 'Upgrades of many pools.',
  audit: 'Who did what.',
};

export function openApiDocument(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const [name, spec] of Object.entries<RouteSpec>(apiRoutes)) {
    (paths[documentPath(spec.path)] ??= {})[spec.method.toLowerCase()] = operation(name, spec);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Drydock control API',
      version,
      description:
        'What the command line and the dashboard use, and all that they use. Times are milliseconds since 1970 in UTC.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: routeTags.map((name) => ({ name, description: tagDescriptions[name] })),
    paths,
    components: {
      schemas: { Error: jsonSchema(errorReplySchema, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of `drydock token add`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'drydock-session',
          description: `The cookie of a page; over TLS its name is __Host-drydock. Whatever changes something needs the header ${csrfHeader} as well.`,
        },
      },
    },
  };
}

/** `/v1/runs/{id}` of `/v1/runs/:id`. */
export function documentPath(path: string): string {
  return path.replaceAll(/:([a-z]+)/g, '{$1}');
}

function operation(operationId: string, spec: RouteSpec): JsonObject {
  const { summary, tag, role, method, path } = spec;
  return {
    operationId,
    summary,
    description: roleText(role),
    tags: [tag],
    'x-drydock-role': role,
    security: role === 'anyone' ? [{}] : [{ token: [] }, { session: [] }],
    parameters: [
      ...pathParameters(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...queryParameters(spec.query),
      ...(method === 'GET' ? [] : [csrfParameter]),
    ],
    ...requestBody(spec),
    responses: { ...success(spec.reply), default: failure },
  };
}

function roleText(role: LeastRole): string {
  if (role === 'anyone') return 'For anyone, signed in or not.';
  if (role === 'owner') return 'Over the Unix socket alone, for who owns it.';
  const able = leastRoles.filter((one) => roles.some((known) => known === one) && isAllowed(one, role));
  return `For ${able.join(', ')}.`;
}

const csrfParameter = {
  name: csrfHeader,
  in: 'header',
  required: false,
  description: 'The value `csrf` of GET /v1/session; needed with a cookie, and not with a token.',
  schema: { type: 'string' },
};

const failure = {
  description: 'What went wrong: a stable code (docs/errors.md), what was attempted, and the remedy.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function queryParameters(query: z.ZodType | undefined): readonly JsonObject[] {
  if (query === undefined) return [];
  const schema = jsonSchema(query, 'input');
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonObject>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, value]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema: value },
  }));
}

function requestBody({ body, example }: RouteSpec): JsonObject {
  if (body === undefined) return {};
  if (body.kind === 'stream') {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
    return { requestBody: { required: true, content } };
  }
  const content = { schema: jsonSchema(body.schema, 'input'), ...(example === undefined ? {} : { example }) };
  return { requestBody: { required: true, content: { 'application/json': content } } };
}

function success(reply: ReplySpec): JsonObject {
  switch (reply.kind) {
    case 'json': {
      const content = { 'application/json': { schema: jsonSchema(reply.schema, 'output') } };
      return reply.status === 202
        ? { 202: { description: 'Begun; it goes on after this answer.', content } }
        : { 200: { description: 'Done.', content } };
    }
    case 'page':
      return { 200: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } } };
    case 'events':
      return {
        200: {
          description: 'Events, until either side ends it.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      };
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const made = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(made).filter(([key]) => key !== '$schema'));
}
