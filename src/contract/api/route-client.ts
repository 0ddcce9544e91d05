/** Any route of the table, as the command line calls it: typed by the table, over the Unix socket. */
import { z } from 'zod';
import { askController, type ControlClientOptions } from '../ask-controller.js';
import { requireSocketPath } from '../socket-path.js';
import type { RouteSpec } from './route.js';
import { apiRoutes, type ApiRoutes, type RouteName } from './routes/index.js';

/** Routes that answer with a document. */
type JsonRouteName = {
  [K in RouteName]: ApiRoutes[K]['reply'] extends { readonly kind: 'json' } ? K : never;
}[RouteName];

type ReplyOf<K extends JsonRouteName> = z.infer<ApiRoutes[K]['reply']['schema']>;

export interface RouteCall {
  /** The one parameter of the path. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface RouteClient {
  /** @throws as askController */
  call<K extends JsonRouteName>(name: K, call?: RouteCall): Promise<ReplyOf<K>>;
}

export function routeClient(options: ControlClientOptions): RouteClient {
  requireSocketPath(options.socketPath);
  return {
    call: async <K extends JsonRouteName>(name: K, { id = '', query = {}, body }: RouteCall = {}) => {
      const { method, path, reply } = apiRoutes[name] as RouteSpec;
      const search = new URLSearchParams(query).toString();
      const target = path.replace(/:[a-z]+/, encodeURIComponent(id)) + (search === '' ? '' : `?${search}`);
      const schema = reply.kind === 'json' ? reply.schema : z.never();
      return (await askController(options, { method, path: target, reply: schema, body })) as ReplyOf<K>;
    },
  };
}
