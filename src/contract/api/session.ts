/** Signing in: what a page asks, what it is told, and the header that proves that a request is its own. */
import { z } from 'zod';
import { roleSchema } from './roles.js';

/** Carried by every request that changes something and is let in by a cookie; its value is `csrf` of the session. */
export const csrfHeader = 'x-drydock-csrf';

/** On the Unix socket: the name that the command line says its user has. Everywhere else it counts for nothing. */
export const userHeader = 'x-drydock-user';

export const sessionReplySchema = z.strictObject({
  signedIn: z.boolean(),
  user: z.strictObject({ name: z.string(), role: roleSchema }).nullable(),
  /** To be sent as x-drydock-csrf; null for nobody, and for those who need none (tokens, the Unix socket). */
  csrf: z.string().nullable(),
  /** When the session ends at the latest, and when it ends if nothing is asked until then. */
  endsAt: z.number().nullable(),
  idleEndsAt: z.number().nullable(),
  version: z.string(),
});
export type SessionReply = z.infer<typeof sessionReplySchema>;

export const longestName = 64;
export const longestPassword = 1024;

/** A name and a password, or the secret of a link that `drydock dashboard` has printed. */
export const signInSchema = z.union([
  z.strictObject({ name: z.string().min(1).max(longestName), password: z.string().min(1).max(longestPassword) }),
  z.strictObject({ link: z.string().min(1).max(200) }),
]);
export type SignIn = z.infer<typeof signInSchema>;

/** A session as administrators see it: never its secret, nor what could be made into one. */
export const openSessionSchema = z.strictObject({
  /** The beginning of its digest: what names it when it is to be ended. */
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  /** link: of `drydock dashboard`, whose bearer is no person of the file. */
  kind: z.enum(['user', 'link']),
  /** The address that it was begun from; null for those of earlier versions. */
  from: z.string().nullable(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  endsAt: z.number(),
  idleEndsAt: z.number(),
  /** Whether it is the session of who is asking. */
  own: z.boolean(),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const openSessionsReplySchema = z.strictObject({ sessions: z.array(openSessionSchema) });
export const endedSessionReplySchema = z.strictObject({ ended: openSessionSchema });

export const linkRequestSchema = z.strictObject({
  /** What whoever follows the link may do. */
  role: roleSchema.default('administrator'),
  by: z.string().optional(),
});

export const linkReplySchema = z.strictObject({
  /** One address for each place that the dashboard listens at; the secret is in its fragment, which no server sees. */
  url: z.string(),
  expiresAt: z.number(),
});
export type LinkReply = z.infer<typeof linkReplySchema>;
