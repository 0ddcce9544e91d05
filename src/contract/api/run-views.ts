/** What the controller can show of runs besides their status: read from the journal, and from the last look at the pool. */
import type { Installation } from './media.js';
import type { FixReply, FixRequest } from './pools.js';
import type { LogReply, TimelineReply } from './timeline.js';

export interface RunViews {
  /** @throws RUN_UNKNOWN */
  timeline(id: string): Promise<TimelineReply>;
  /** @throws RUN_UNKNOWN */
  log(id: string, after: number, limit: number): Promise<LogReply>;
  /** Hosts that were proven to run what a medium installs, or were given it as a pack; newest first. */
  installations(medium: string): readonly Installation[];
  /** The run of a known pool that has not ended and was told to start, else one that is planned. */
  openRunOf(pool: string): string | null;
  /** @throws FINDING_UNKNOWN, RUN_IN_PROGRESS, POOL_UNREADABLE … */
  fix(pool: string, request: FixRequest): Promise<FixReply>;
}
