/** What one serving process tells of its requests: counters, and the access log where it is wanted. */
import { logLine } from '../../servers/access-log/log-line.js';
import { RotatedLog } from '../../servers/access-log/rotated-log.js';
import { ServingCounters } from '../../servers/metrics/serving-counters.js';
import type { RequestEnd, RequestRecord, RequestWatcher } from '../../servers/observation/request-record.js';
import type { Logger } from '../../shared/logger.js';
import type { ProcessSettings } from './settings.js';
import { accessLogPath } from './state-files.js';

const megabyte = 1_000_000;

export class ServingRecords implements RequestWatcher {
  readonly counters = new ServingCounters();
  readonly #log: RotatedLog | undefined;
  #successor: ((record: RequestRecord) => void) | undefined;

  constructor({ guards, stateFolder }: ProcessSettings, logger: Logger) {
    const { enabled, size, keep } = guards.accessLog;
    if (enabled) this.#log = new RotatedLog({ path: accessLogPath(stateFolder), size: size * megabyte, keep, logger });
  }

  get droppedLines(): number {
    return this.#log?.dropped ?? 0;
  }

  begun(protocol: RequestRecord['protocol']): void {
    this.counters.begun(protocol);
  }

  flowed(protocol: RequestRecord['protocol'], bytes: number): void {
    this.counters.flowed(protocol, bytes);
  }

  ended(request: RequestEnd, announced: boolean): void {
    if (this.#successor !== undefined) {
      this.#successor(request.record());
      return;
    }
    this.counters.ended(request, announced);
    this.#log?.write(logLine(request.record()));
  }

  /** A request that a draining process answered: it is counted and logged here, by the only one that writes. */
  inherited(record: RequestRecord): void {
    this.counters.ended(record, false);
    this.#log?.write(logLine(record));
  }

  /** From now on records travel to the process that takes over. */
  async drain(successor: (record: RequestRecord) => void): Promise<void> {
    this.#successor = successor;
    await this.close();
  }

  async close(): Promise<void> {
    await this.#log?.close();
  }
}
