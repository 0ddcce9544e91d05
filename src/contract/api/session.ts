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
