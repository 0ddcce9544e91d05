/** Error codes that belong to no single area: usage, configuration, files, waiting, the processes themselves. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const generalErrorCodes = defineErrorCodes({
  INTERNAL_FAULT: {
    summary: 'Drydock met a condition that it does not know',
    cause: 'A defect in Drydock.',
    remedy: 'Report it with the text of this error and the log of the process.',
    exitCode: exitCodes.failed,
  },
  USAGE: {
    summary: 'The command line is not one that Drydock knows',
    cause: 'An option or argument is missing, unknown or has a value of the wrong form.',
    remedy: 'Run the command with --help; it shows an example.',
    exitCode: exitCodes.usage,
  },
  CONFIG_INVALID: {
    summary: 'The configuration file is not valid',
    cause: 'One or more settings are unknown or have a value of the wrong form.',
    remedy: 'Correct each setting that is named; config/drydock.example.yaml shows all of them.',
    exitCode: exitCodes.inputRefused,
  },
  CONFIG_UNREADABLE: {
    summary: 'The configuration file cannot be read',
    cause: 'The path is wrong, or the file may not be read by this user.',
    remedy: 'Check the path given with --config or DRYDOCK_CONFIG, and its permissions.',
    exitCode: exitCodes.inputRefused,
  },
  DISK_FULL: {
    summary: 'There is no room left on the disk',
    cause: 'The file system, or the quota of this user, is full.',
    remedy: 'Free space or choose another folder; nothing half-written was left behind.',
    exitCode: exitCodes.failed,
  },
  FILE_UNREADABLE: {
    summary: 'A file cannot be read',
    cause: 'It does not exist, is not a regular file, or may not be read by this user.',
    remedy: 'Check the path and its permissions.',
    exitCode: exitCodes.inputRefused,
  },
  FILE_WRITE_FAILED: {
    summary: 'A file cannot be written',
    cause: 'The folder does not exist, may not be written by this user, or the disk reports an error.',
    remedy: 'Check the folder, its permissions and the health of the disk.',
    exitCode: exitCodes.failed,
  },
  LOCK_HELD: {
    summary: 'Another process works on the same thing',
    cause: 'A lock is held by a living process.',
    remedy: 'Wait for it to end, or stop it; a lock whose process has died is free by itself.',
    exitCode: exitCodes.failed,
  },
  STATE_CORRUPT: {
    summary: 'A file that Drydock keeps does not have the form it was written in',
    cause: 'It was edited by hand, the disk damaged it, or another version of Drydock wrote it.',
    remedy: 'Use the version that wrote it, restore it from a backup, or move it away if its content can be lost.',
    exitCode: exitCodes.failed,
  },
  JOURNAL_DAMAGED: {
    summary: 'The journal is damaged, so nothing is done on the strength of it',
    cause:
      'The disk damaged it or lost what it had said was written, it was edited by hand, or the file of another day was put in its place.',
    remedy:
      'Look with drydock journal verify. Then drydock journal restore FILE with the last backup, or drydock journal export FILE to keep what is whole and restore that. docs/durability.md says what a run does afterwards.',
    exitCode: exitCodes.failed,
  },
  JOURNAL_FORMAT_UNKNOWN: {
    summary: 'The journal has a format that this version does not know',
    cause: 'It was written by a newer version of Drydock, or it is no journal.',
    remedy: 'Use the version that wrote it, or name the file of a journal.',
    exitCode: exitCodes.failed,
  },
  JOURNAL_RESTORE_REFUSED: {
    summary: 'The journal is not replaced by this file',
    cause: 'The file is no backup or export of a journal, holds no whole record, or is damaged.',
    remedy: 'Give a file that drydock journal backup or drydock journal export has written.',
    exitCode: exitCodes.inputRefused,
  },
  DEADLINE_PASSED: {
    summary: 'Something did not happen in time',
    cause: 'The other side is slow, stopped or unreachable.',
    remedy: 'Look at the state of what was waited for, then try again.',
    exitCode: exitCodes.failed,
  },
  INTERRUPTED: {
    summary: 'The work was interrupted',
    cause: 'The process was asked to stop (Ctrl-C or a termination signal).',
    remedy: 'Start it again; it goes on from a consistent state.',
    exitCode: exitCodes.interrupted,
  },
});
