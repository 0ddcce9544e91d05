/** The commands that look after the journal. */
import type { CommandSpec } from '../../command.js';
import { journalBackup } from './backup.js';
import { journalCopy } from './copy.js';
import { journalExport } from './export.js';
import { journalRestore } from './restore.js';
import { journalVerify } from './verify.js';

export const journalCommands: readonly CommandSpec[] = [
  journalVerify,
  journalBackup,
  journalRestore,
  journalExport,
  journalCopy,
];
