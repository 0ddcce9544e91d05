/** What the commands about people and tokens share: the file they change, and the line that they leave in the audit. */
import { changeAccess, type Access } from '../../daemon/access/access-file.js';
import { AuditLog } from '../../daemon/audit/audit-log.js';
import { stateLayout } from '../../daemon/state-layout.js';
import type { CommandContext } from '../command.js';

export interface AccessChange {
  /** `user.add` … */
  readonly action: string;
  readonly object: string;
  readonly detail: string;
}

/** Whoever may write the state folder may do this, daemon or not; the controller sees the change at the next request. */
export async function change(
  { settings, surroundings }: CommandContext,
  { action, object, detail }: AccessChange,
  edit: (access: Access) => Access,
): Promise<void> {
  const layout = stateLayout(settings.state);
  await changeAccess(layout.access, edit);
  await new AuditLog(layout.audit).append({
    ...{ at: surroundings.clock.now(), who: surroundings.user, kind: 'socket', role: 'owner', from: 'command line' },
    ...{ action, object, outcome: 'done', detail },
  });
}
