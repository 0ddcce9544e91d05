/** A server that a journal can be kept on: new enough, in UTF-8, and the one that is written to. */
import { unfitness } from '../../../journal/postgres/durability.js';
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

export const databaseFit: DoctorCheck = {
  id: 'database-fit',
  title: 'The database of the journal is of version 11 or newer, encoded in UTF8, and no standby',
  severities: ['pass', 'failure'],
  remedy: 'Use a database of such a server, made with --encoding UTF8 --template template0.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    const { settings, isStandby } = survey;
    const problems = [
      ...unfitness(settings),
      ...(isStandby ? ['the server is a standby, which nobody can write to'] : []),
    ];
    if (problems.length === 0) {
      return [pass(database.shown, `Version ${Math.floor(settings.version / 10_000)}, ${settings.encoding}.`)];
    }
    const remedy = isStandby ? 'Let journal: lead to the server that is written to.' : databaseFit.remedy;
    return [found('failure', database.shown, { reason: `It will not do: ${problems.join('; ')}.`, remedy })];
  },
};
