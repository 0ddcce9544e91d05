/** What stands in front of the routes of a listener, and what is told to the audit. */
import type { IncomingMessage } from 'node:http';
import type { AuditOutcome } from './audit.js';
import type { Caller } from './caller.js';

/** The Unix socket has one that lets its owner in; a TCP listener one that looks at everything. */
export interface Door {
  /**
   * Makes out who is asking.
   * @throws HOST_NAME_UNKNOWN, REQUEST_FOREIGN for what must not be answered, whoever it is from
   */
  admit(request: IncomingMessage): Promise<Caller>;
}

export interface Audited {
  readonly caller: Caller;
  /** By whom, where the body of a request on the Unix socket says so. */
  readonly by?: string | undefined;
  readonly action: string;
  readonly object: string;
  readonly outcome: AuditOutcome;
  readonly detail: string;
}

export interface AuditSink {
  /** Resolves when it is on the disk. */
  record(entry: Audited): Promise<void>;
}

export const noAudit: AuditSink = { record: () => Promise.resolve() };
