/** Which runs a list shows: the open ones and those that have ended last; older ones page by page. */
import type { RunsQuery } from '../../contract/runs-page.js';

interface Listed {
  readonly run: string;
  /** Null: it is open. */
  readonly endedAt: number | null;
}

export interface PageOfRuns {
  /** Ids, in the order in which they were given. */
  readonly runs: readonly string[];
  /** What the next page is asked for with; null: there is none. */
  readonly next: string | null;
}

/** @param all as the journal has them; of two that ended in the same moment the later one counts as newer */
export function pageOfRuns(all: readonly Listed[], { ended, before }: RunsQuery): PageOfRuns {
  const open = before === undefined ? all.filter(({ endedAt }) => endedAt === null) : [];
  const over = all.filter(({ endedAt }) => endedAt !== null).reverse();
  const newestFirst = [...over].sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0));
  const from = before === undefined ? 0 : newestFirst.findIndex(({ run }) => run === before) + 1;
  const page = newestFirst.slice(from, from + ended);
  const shown = new Set([...open, ...page].map(({ run }) => run));
  const isLast = from + ended >= newestFirst.length;
  return {
    runs: all.filter(({ run }) => shown.has(run)).map(({ run }) => run),
    next: isLast ? null : (page.at(-1)?.run ?? null),
  };
}
