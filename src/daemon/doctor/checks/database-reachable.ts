/** The database of the journal: without it nothing is begun, and no controller starts. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import type { DatabaseProblem } from '../facts/database.js';

const remedies: Readonly<Record<DatabaseProblem['problem'], string>> = {
  away: 'Look whether the server runs and listens at that address, and whether a firewall lets this machine through.',
  refused:
    'Look at user, password and database, at pg_hba.conf of the server, and at its certificate and postgres.ca; docs/several-controllers.md has the setting up.',
  other: 'Run doctor as the user of the controller, who may read its password; else the log of the server tells more.',
};

export const databaseReachable: DoctorCheck = {
  id: 'database-reachable',
  title: 'The database of the journal answers, and lets this machine in',
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Look at address, user and password in the configuration, and at the server.',
  judge: ({ database }) => {
    if (database === null) return [];
    const { shown, answer } = database;
    if (!('problem' in answer)) return [pass(shown, 'It answers.')];
    const { problem, reason } = answer;
    const said = { reason: `${sayings[problem]}: ${reason}.`, remedy: remedies[problem] };
    return [found(problem === 'other' ? 'unknown' : 'failure', shown, said)];
  },
};

const sayings: Readonly<Record<DatabaseProblem['problem'], string>> = {
  away: 'It does not answer',
  refused: 'It cannot be used',
  other: 'It could not be asked',
};
