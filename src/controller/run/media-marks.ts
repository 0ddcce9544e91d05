/**
 * The marks on this machine that a medium is in use: set before a run begins, and taken away when it has ended, whichever of
 * several controllers brought it to its end.
 */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { MediaAccess } from '../media-access.js';
import type { Plan } from '../planning/plan.js';
import { mediaOf } from './media-of-run.js';

export class MediaMarks {
  readonly #marked = new Map<string, Plan>();

  constructor(
    private readonly media: Pick<MediaAccess, 'markInUse' | 'unmarkInUse' | 'marks'>,
    private readonly log: Logger,
  ) {}

  /** May be repeated. @throws MEDIA_NOT_FOUND */
  async mark(plan: Plan): Promise<void> {
    for (const id of mediaOf(plan)) await this.media.markInUse(id, plan.run);
    this.#marked.set(plan.run, plan);
  }

  async unmark(plan: Plan): Promise<void> {
    for (const id of mediaOf(plan)) await this.media.unmarkInUse(id, plan.run);
    this.#marked.delete(plan.run);
  }

  /** At the start: of runs that were ended elsewhere while this controller was down. What is not a run's mark stays. */
  async unmarkLeft(hasEnded: (run: string) => boolean): Promise<void> {
    try {
      for (const { medium, by } of await this.media.marks()) if (hasEnded(by)) await this.media.unmarkInUse(medium, by);
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      this.log.warn({ problem: describeCause(error) }, 'media of runs that have ended may still be marked as in use');
    }
  }

  /** Those that others have ended; what cannot be unmarked now is tried with the next look. */
  async unmarkEnded(hasEnded: (run: string) => boolean): Promise<void> {
    for (const [run, plan] of [...this.#marked]) {
      if (!hasEnded(run)) continue;
      try {
        await this.unmark(plan);
      } catch (error) {
        if (!(error instanceof DrydockError)) throw error;
        this.log.warn({ run, problem: describeCause(error) }, 'the media of a run are still marked as in use');
      }
    }
  }
}
