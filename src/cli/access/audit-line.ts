/** The line that a command leaves in the audit, where it changes what the dashboard may change too. */
import { AuditLog } from '../../daemon/audit/audit-log.js';
import { stateLayout } from '../../daemon/state-layout.js';
import type { CommandContext } from '../command.js';

export interface AuditedChange {
  /** `user.add` … */
  readonly action: string;
  readonly object: string;
  readonly detail: string;
}

/** Whoever may write the state folder may do this, daemon or not. */
export async function leaveAuditLine(
  { settings, surroundings }: CommandContext,
  { action, object, detail }: AuditedChange,
): Promise<void> {
  await new AuditLog(stateLayout(settings.state).audit).append({
    ...{ at: surroundings.clock.now(), who: surroundings.user, kind: 'socket', role: 'owner', from: 'command line' },
    ...{ action, object, outcome: 'done', detail },
  });
}
