import { createMemoryJournal, type MemoryJournal } from '../../src/journal/memory-journal.js';
import { journalContract } from '../support/journal/journal-contract.js';

describe('the journal in memory', () => {
  let journal: MemoryJournal;

  beforeEach(() => {
    journal = createMemoryJournal();
  });

  // What a crash leaves is the object itself.
  journalContract(() => ({ open: () => Promise.resolve(journal) }));
});
