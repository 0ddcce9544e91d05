/** Who may log in to a practice pool beside root, as it is given on the command line: `NAME=ROLE`. */
import { z } from 'zod';
import { roles } from '../../releases/calls/call-table.js';
import type { UserOptions } from '../../simulator/inventory/inventory-options.js';

export type PracticeUser = Pick<UserOptions, 'name' | 'role'>;

/** The roles that a user of a pool may have. */
export const practiceRoles = roles.filter((role) => role !== 'local-root');

export const practiceUser = z.string().transform((text, refinement): PracticeUser => {
  const at = text.lastIndexOf('=');
  const role = practiceRoles.find((known) => known === text.slice(at + 1));
  if (text.slice(0, at) === 'root') {
    refinement.addIssue({ code: 'custom', message: 'must be another than root, who is there already' });
    return z.NEVER;
  }
  if (at > 0 && role !== undefined) return { name: text.slice(0, at), role };
  refinement.addIssue({ code: 'custom', message: `must be NAME=ROLE, the role one of ${practiceRoles.join(', ')}` });
  return z.NEVER;
});
