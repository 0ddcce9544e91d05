/** A person who is waited for is reminded again and again, told when it is late, and not waited for without end. */
import type { ManualPlan } from '../../../manual/manual-plan.js';
import type { PlannedHost } from '../../../planning/plan.js';
import type { Decision, TurnInput } from '../../decision.js';
import { note } from '../../ledger.js';

/** A person's command is looked at when it is given; a host that goes down is seen soon enough. */
const pace = 5000;

export interface PersonWait {
  readonly manual: ManualPlan;
  readonly host: PlannedHost;
  /** Since when he is waited for; a retry starts the patience anew. */
  readonly since: number;
  readonly text: string;
}

/** A reminder that is due, as a record of the journal; undefined between two. */
export function reminder(input: TurnInput, { manual, host, since, text }: PersonWait): Decision | undefined {
  const last = note(input.ledger, 'reminder', host.uuid);
  const from = Math.max(since, last?.at ?? 0);
  if (input.now - from < manual.remindEvery) return undefined;
  const number = last === undefined || last.at < since ? 1 : Number(last.detail['number']) + 1;
  const waited = Math.round((input.now - since) / 60_000);
  const late = input.now - since >= manual.warnAfter;
  const words = `${host.name} has waited for ${waited} min${late ? ', longer than expected' : ''}: ${text}`;
  return { kind: 'note', what: 'reminder', key: host.uuid, detail: { number, late, text: words } };
}

export function waitForPersonAt(host: PlannedHost, reason: string, deadline: number | null): Decision {
  return { kind: 'wait', for: 'person', reason, deadline, host: host.uuid, pace };
}
