/**
 * Appends what was decided on all that is in the journal: when somebody else was faster, it is decided again. Without it two
 * people could start two runs of one pool at two controllers.
 */
import type { Journal, JournalEntry, JournalRecord } from '../../journal/journal.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** As often as many others would have to be faster in a row. */
const attempts = 10;

/** @param decide looks at the journal as it is now, and throws where it must not be. @throws JOURNAL_MOVED_ON after many attempts */
export async function appendDecided(
  journal: Journal,
  decide: () => readonly [run: string, at: number, entry: JournalEntry],
): Promise<JournalRecord> {
  for (let attempt = 1; ; attempt++) {
    await journal.refresh();
    const { last } = journal;
    try {
      return await journal.append(...decide(), { last });
    } catch (error) {
      if (!(error instanceof DrydockError && error.code === 'JOURNAL_MOVED_ON') || attempt === attempts) throw error;
    }
  }
}
