/** The form of a route of the control API: one value that the app, the roles, the document and the reference page are made from. */
import type { z } from 'zod';
import type { LeastRole } from './roles.js';

export const routeTags = ['session', 'status', 'media', 'servers', 'pools', 'runs', 'rollouts', 'audit'] as const;
export type RouteTag = (typeof routeTags)[number];

/**
 * json: a document. page: HTML of its own, for people. events: a stream that stays open. The status is that of success.
 */
export type ReplySpec =
  | { readonly kind: 'json'; readonly schema: z.ZodType; readonly status?: 200 | 202 }
  | { readonly kind: 'page' }
  | { readonly kind: 'events' };

/** json: a document, checked before anything is done. stream: the bytes of a file, however many. */
export type BodySpec = { readonly kind: 'json'; readonly schema: z.ZodType } | { readonly kind: 'stream' };

export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As express has it: `/v1/runs/:id`. */
  readonly path: `/v1/${string}`;
  readonly role: LeastRole;
  readonly tag: RouteTag;
  /** One line for the reference page. */
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: BodySpec;
  readonly reply: ReplySpec;
  /**
   * What the audit calls it. Every route that changes something has one; where the body names the action, as the commands of
   * a run do, it stands behind a dot.
   */
  readonly action?: string;
  /** An example of a body, for the document; a test checks it against the schema. */
  readonly example?: unknown;
}

export type RouteTable = Readonly<Record<string, RouteSpec>>;

/** Keeps the literal types of a table while its form is checked. */
export function defineRoutes<const T extends RouteTable>(table: T): T {
  return table;
}

/** The names in a path: of `/v1/runs/:id/report`, `id`. */
export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/:([a-z]+)/g)].map((match) => match[1] ?? '');
}

type QueryOf<S extends RouteSpec> = S extends { readonly query: infer Q extends z.ZodType } ? z.infer<Q> : undefined;
type BodyOf<S extends RouteSpec> = S extends {
  readonly body: { readonly kind: 'json'; readonly schema: infer B extends z.ZodType };
}
  ? z.infer<B>
  : undefined;

/** What a handler of the route is given, as far as the table tells. */
export interface RouteInput<S extends RouteSpec> {
  /** The one parameter of its path; empty where it has none. */
  readonly id: string;
  readonly query: QueryOf<S>;
  readonly body: BodyOf<S>;
}

/** What it answers: the document, the text of a page, or nothing where it has written the reply itself. */
export type RouteReply<S extends RouteSpec> = S['reply'] extends {
  readonly kind: 'json';
  readonly schema: infer R extends z.ZodType;
}
  ? z.input<R>
  : S['reply'] extends { readonly kind: 'page' }
    ? string
    : undefined;
