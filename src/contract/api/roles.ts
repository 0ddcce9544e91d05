/** Who may do what: three roles that people and tokens are given, and the owner of the Unix socket above them. */
import { z } from 'zod';

/** In rising order: each may do what those before it may. */
export const roles = ['viewer', 'operator', 'administrator'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const roleMeanings: Readonly<Record<Role, string>> = {
  viewer: 'sees everything but secrets and who did what',
  operator: 'imports and verifies media, checks pools, plans runs and steers them as well',
  administrator: 'adds and removes pools, changes their passwords, ends sessions, and reads the audit as well',
};

/**
 * The least that a route asks for. anyone: nobody need have signed in. owner: the Unix socket alone, whatever the role: what
 * would let a stolen session make itself permanent, or end the controller.
 */
export const leastRoles = ['anyone', ...roles, 'owner'] as const;
export type LeastRole = (typeof leastRoles)[number];

/** The rank of a caller: nobody, one of the roles, or who holds the Unix socket. */
export type Rank = LeastRole;

export function isAllowed(rank: Rank, least: LeastRole): boolean {
  return leastRoles.indexOf(rank) >= leastRoles.indexOf(least);
}
