/** journal copy: from the file of the state folder to a database, or back; the first step of a move from one to the other. */
import { z } from 'zod';
import { copyStateJournal } from '../../../daemon/journal/copy-state-journal.js';
import { defineCommand, done } from '../../command.js';
import { count } from '../../output/units.js';

export const journalCopy = defineCommand({
  name: 'journal copy',
  summary: 'copy the journal to a PostgreSQL database, or from there, while no controller runs',
  arguments: [
    { name: '<from>', description: 'sqlite (the state folder), or postgres://USER@HOST/DATABASE' },
    { name: '<to>', description: 'the other of the two' },
  ],
  options: [],
  example: 'drydock journal copy sqlite postgres://drydock@db.example.net/drydock',
  input: z.strictObject({ from: z.string(), to: z.string() }),
  act: async (input, { settings, surroundings }) => {
    const copied = await copyStateJournal(input, settings, surroundings.environment);
    const { records, runs, before } = copied;
    const there = before === 0 ? '' : `; ${before} of them were there before`;
    return done(copied, [
      `${count(records, 'record')} of ${count(runs, 'run')} are in both journals, compared one by one${there}`,
      'next: set journal: in the configuration of the controller to the new place, and start it',
    ]);
  },
});
