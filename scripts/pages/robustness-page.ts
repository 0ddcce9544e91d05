/** docs/media-robustness.md: what is left after every fault of the disk, and which hostile source raises which error. */
import { mediaErrorCodes } from '../../src/shared/errors/codes/media.js';
import { readCrashTable, type CrashRow } from '../../test/chaos/media-store/crash-table.js';
import { bombs } from '../../test/media/hostile/bombs.js';
import { codesElsewhere } from '../../test/media/hostile/codes-elsewhere.js';
import { hostileCases } from '../../test/media/hostile/corpus.js';
import { generatedNote, markdownTable } from './markdown.js';

export function robustnessPage(): string {
  return [
    generatedNote,
    '# Media: crash safety and hostile input',
    '',
    '## Crash table',
    '',
    'Every change that the store makes to its disk goes through one interface (`src/media/store/store-files.ts`), and a test',
    'gives it a disk that goes wrong at the k-th change, for every k (`test/chaos/media-store`). Four ways of going wrong: the',
    'change fails once with EIO; the disk is full at that moment; the process stops there, nothing is cleaned up; the power is',
    'cut there, and of what was not synced any part may be lost: contents are cut short, names are missing or as before.',
    'Afterwards a fresh start is asked what it sees. In every case each published medium was verified whole (a repair: each',
    'file is as it was or as it should be), the action was done again with success, and no temporary file was left.',
    '',
    '`…` stands for anything, `*` for a random name. "Changes" is how many there were of a kind when the table was recorded.',
    'Each of them went wrong in each of the four ways (in actions that are like the first, the many files of a tree took',
    'turns), those that decide what is seen by several seeds. Recorded with',
    '`DRYDOCK_CRASH_POINTS=record npx mocha test/chaos/media-store/crash-points.test.ts`; `npm run test:chaos` plants a part of the faults anew',
    'and compares the kinds of changes and what is seen. `DRYDOCK_CRASH_POINTS=all` plants them all, and does the whole action',
    'again after each.',
    '',
    ...Object.entries(readCrashTable()).flatMap(([name, rows]) => crashSection(name, rows)),
    '## Hostile sources',
    '',
    `${hostileCases.length} sources that no honest program makes, and ${bombs.length} bombs (imported in a process of their`,
    'own, in less than 512 MiB), each imported and inspected (`test/media/hostile`): every one ends in its code within ten',
    'seconds, nothing is left in the store, and nothing beside it is touched. Besides, whole sources with changes at random',
    'places are imported, and all parsers are fuzzed (`test/fuzz`); `DRYDOCK_FUZZ_SECONDS` makes that go on for hours,',
    '`DRYDOCK_FUZZ_SEED` repeats a failure.',
    '',
    markdownTable(['error', 'raised by'], Object.keys(mediaErrorCodes).map(codeRow)),
    '',
    '### Accepted',
    '',
    'Odd, but nobody is harmed by it:',
    '',
    ...namesOf('accepted').map((name) => `- ${name}`),
    '',
  ].join('\n');
}

function crashSection(name: string, rows: readonly CrashRow[]): string[] {
  const cells = rows.map(({ operation, changes, outcomes }) => [
    `\`${operation}\``,
    String(changes),
    ...[outcomes['io-error'], outcomes['disk-full'], outcomes.stop, outcomes['power-cut']].map(
      (seen) => seen.join(' or ') || '–',
    ),
  ]);
  const headings = ['change', 'changes', 'fails once', 'disk full', 'process stops', 'power cut'];
  return [`### ${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, '', markdownTable(headings, cells), ''];
}

function codeRow(code: string): string[] {
  const elsewhere = codesElsewhere.filter((one) => one.code === code).map(({ file, test }) => `${test} (\`${file}\`)`);
  return [`[${code}](errors.md#${code.toLowerCase()})`, [...namesOf(code), ...elsewhere].join('; ')];
}

/** Names of the cases; control characters of their names would break the table. */
function namesOf(outcome: string): string[] {
  return [...hostileCases, ...bombs].filter((one) => one.outcome === outcome).map(({ name }) => name);
}
