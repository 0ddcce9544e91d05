/** The state of a journal in words. */
import type { JournalVerdict } from '../../daemon/journal/journal-files.js';
import type { LogExamination } from '../../daemon/journal/media-server-logs.js';
import { count, moment } from './units.js';

export function journalLines(verdict: JournalVerdict): readonly string[] {
  const { journal, whole, until, problem, database, beyond } = verdict;
  const extent = `${count(verdict.records, 'record')} of ${count(verdict.runs, 'run')}${until === null ? '' : `, the last of ${moment(until)}`}`;
  if (whole) return [`${journal} is whole: ${extent}, each as it was written`];
  return [
    `${journal} is DAMAGED; nothing was changed in it`,
    `whole from the first record on: ${extent}`,
    ...(problem === null ? [] : [`record ${problem.record}: ${problem.found}`]),
    ...(beyond === 0 ? [] : [`readable behind that, and not proven: ${count(beyond, 'record')}`]),
    ...database.map((text) => `SQLite says: ${text}`),
    ...(problem === null
      ? ['every record is whole, and the file around them is not: drydock journal backup cannot copy it, export can']
      : []),
    'what to do: drydock journal restore FILE with the last backup; without one, drydock journal export --output FILE,',
    'then drydock journal restore FILE puts back what is whole. Each run that was open then waits for you (docs/durability.md).',
  ];
}

/** The media server's logs beside it. A line that was cut short was told to nobody, and is dropped at the next start. */
export function logLines({ path, lines, damaged, cutShort }: LogExamination): readonly string[] {
  const cut = cutShort ? '; its last line is not complete, and nobody was told of it' : '';
  if (damaged.length === 0) return [`${path} is whole: ${count(lines, 'record')}${cut}`];
  return [
    `${path} is DAMAGED at byte ${damaged.join(', ')}; ${count(lines, 'record')} are as they were written${cut}`,
    'what to do: while a host installs, leave the media server running. Then move the file away: hosts get new addresses from their next run.',
  ];
}
