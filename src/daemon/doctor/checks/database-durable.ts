/** A server that says "written" before it is: after a loss of power the journal would have forgotten what was done to hosts. */
import type { DatabaseSurvey } from '../../../journal/postgres/survey.js';
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

export const databaseDurable: DoctorCheck = {
  id: 'database-durable',
  title: 'The database of the journal has on its disk what it says that it has written',
  severities: ['pass', 'info', 'failure'],
  remedy: 'Set fsync = on and full_page_writes = on in postgresql.conf, and restart the server.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    return survey === undefined ? [] : [...promises(survey), commits(survey), standbys(survey)];
  },
};

function promises({ settings: { fsync, fullPageWrites } }: DatabaseSurvey): DoctorObserved[] {
  const off = [...(fsync ? [] : ['fsync']), ...(fullPageWrites ? [] : ['full_page_writes'])];
  if (off.length === 0) return [pass('fsync', 'fsync and full_page_writes are on.')];
  return off.map((setting) =>
    found('failure', setting, {
      reason: `${setting} is off: a loss of power, or of the machine, can destroy the journal or its last records.`,
      remedy: `Set ${setting} = on in postgresql.conf, and let the server read it (SELECT pg_reload_conf()).`,
    }),
  );
}

/** drydock_append switches it on itself, so any other value harms nothing. */
function commits({ settings: { synchronousCommit } }: DatabaseSurvey): DoctorObserved {
  const subject = 'synchronous_commit';
  if (['on', 'remote_apply'].includes(synchronousCommit)) return pass(subject, `It is ${synchronousCommit}.`);
  return found('info', subject, {
    reason: `It is ${synchronousCommit}; each record switches it on for itself.`,
    remedy: 'Nothing has to be done.',
  });
}

function standbys({ synchronousStandbys }: DatabaseSurvey): DoctorObserved {
  const subject = 'synchronous_standby_names';
  if (synchronousStandbys !== '') return pass(subject, `Each record waits for a standby (${synchronousStandbys}).`);
  return found('info', subject, {
    reason: 'No record waits for a standby: one that takes over may lack the last records.',
    remedy:
      'Let no standby take over unless it is named in synchronous_standby_names; a single server with a backup is well.',
  });
}
