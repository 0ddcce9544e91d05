/**
 * Writes down what the control API tells it, and lets those hear of it who look. Refusals and failures that come in floods are counted rather than
 * written one by one: an audit that an attacker can fill is one that he can empty.
 */
import type { AuditRecord } from '../../contract/api/audit.js';
import { callerName } from '../../contract/api/caller.js';
import type { Audited, AuditSink } from '../../contract/api/door.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { AuditLog } from './audit-log.js';

const span: Milliseconds = 60_000;
const mostOfAddress = 60;
const mostAddresses = 100;

export interface SinkParts {
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  heard(record: AuditRecord): void;
}

export function auditSink(parts: SinkParts): AuditSink {
  let since = Number.NEGATIVE_INFINITY;
  let missing = 0;
  const counts = new Map<string, number>();
  const write = async (record: AuditRecord): Promise<void> => {
    try {
      await parts.log.append(record);
    } catch (error) {
      // What was done cannot be undone for that; it must be seen, though.
      parts.logger.error({ record, error: String(error) }, 'the audit could not be written');
    }
    parts.heard(record);
  };
  /** How many were not written, once a minute has passed. */
  const passedOver = async (now: number): Promise<void> => {
    const passed = missing;
    since = now;
    missing = 0;
    counts.clear();
    if (passed === 0) return;
    const detail = `${passed} more refusals and failures within a minute, not written one by one`;
    const whom = { who: 'nobody', kind: 'nobody', role: null, from: 'several' } as const;
    await write({ at: now, ...whom, action: 'access.flood', object: '', outcome: 'refused', detail });
  };
  const isTooMany = (from: string): boolean => {
    // Addresses beyond the bound share one count: an attacker may have as many as he likes.
    const key = counts.has(from) || counts.size < mostAddresses ? from : 'others';
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > mostOfAddress;
  };
  return {
    record: async (entry) => {
      const now = parts.clock.now();
      if (now - since >= span) await passedOver(now);
      if (isLimited(entry) && isTooMany(entry.caller.from)) {
        missing += 1;
        return;
      }
      await write(recordOf(entry, now));
    },
  };
}

/** What anybody can bring about without being let in, as often as he likes. */
function isLimited({ caller, outcome }: Audited): boolean {
  return outcome === 'refused' || outcome === 'failed' || caller.kind === 'nobody';
}

function recordOf({ caller, by, action, object, outcome, detail }: Audited, at: number): AuditRecord {
  const role = caller.rank === 'anyone' ? null : caller.rank;
  const { kind, from } = caller;
  return { at, who: callerName(caller, by), kind, role, from, action, object, outcome, detail };
}
