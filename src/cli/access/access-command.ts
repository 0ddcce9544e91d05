/** What the commands about people and tokens share: the file they change, and the line that they leave in the audit. */
import { changeAccess, type Access } from '../../daemon/access/access-file.js';
import { stateLayout } from '../../daemon/state-layout.js';
import type { CommandContext } from '../command.js';
import { leaveAuditLine, type AuditedChange } from './audit-line.js';

/** Whoever may write the state folder may do this, daemon or not; the controller sees the change at the next request. */
export async function change(
  context: CommandContext,
  about: AuditedChange,
  edit: (access: Access) => Access,
): Promise<void> {
  await changeAccess(stateLayout(context.settings.state).access, edit);
  await leaveAuditLine(context, about);
}
