/** Who may do what: the page does not offer what the controller would refuse, and says why. */
import type { Role } from '../../contract/api/roles.js';

const ranks: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, administrator: 2 };

/** Null where it is allowed, else the reason. */
export function whyNot(role: Role | undefined, needed: Role): string | null {
  if (role === undefined) return 'You are not signed in.';
  if (ranks[role] >= ranks[needed]) return null;
  return `You are signed in as ${role}; this needs the role ${needed}.`;
}
