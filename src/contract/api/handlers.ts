/** What carries out a route: one function for each, typed by the table, so that none can be forgotten. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from './caller.js';
import type { RouteInput, RouteReply, RouteTable } from './route.js';
import type { ApiRoutes, RouteName } from './routes/index.js';

export interface HandlerContext {
  readonly caller: Caller;
  /** The name that is recorded with what is done. */
  readonly by: string;
  /** For streams and cookies. */
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Tells the audit more than the route does: which command, which object; and who, where that was only found out here. */
  readonly about: (more: {
    readonly action?: string;
    readonly object?: string;
    readonly detail?: string;
    readonly caller?: Caller;
  }) => void;
}

export type Handlers<T extends RouteTable, Names extends keyof T = keyof T> = {
  readonly [K in Names]: (input: RouteInput<T[K]>, context: HandlerContext) => Promise<RouteReply<T[K]>>;
};

export type ApiHandlers<Names extends RouteName = RouteName> = Handlers<ApiRoutes, Names>;
