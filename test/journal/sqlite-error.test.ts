import { expect } from 'chai';
import { journalError } from '../../src/journal/sqlite-error.js';

describe('An error of the journal on SQLite', () => {
  for (const [code, meaning] of [
    ['SQLITE_FULL', 'DISK_FULL'],
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['SQLITE_CANTOPEN', 'FILE_WRITE_FAILED'],
    ['EACCES', 'FILE_WRITE_FAILED'],
    ['ELOOP', 'FILE_WRITE_FAILED'],
    ['SQLITE_BUSY', 'LOCK_HELD'],
    ['SQLITE_BUSY_RECOVERY', 'LOCK_HELD'],
    ['SQLITE_LOCKED', 'LOCK_HELD'],
    ['SQLITE_CORRUPT', 'JOURNAL_DAMAGED'],
    ['SQLITE_NOTADB', 'JOURNAL_DAMAGED'],
  ] as const) {
    it(`with the code ${code} is ${meaning}`, () => {
      const error = journalError(Object.assign(new Error(code), { code }), 'opening the journal', '/journal');
      expect(error.code).to.equal(meaning);
    });
  }
});
