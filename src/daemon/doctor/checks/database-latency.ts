/** Each step of a host waits for three records, one after the other; all controllers of a database wait in one line. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

/** Steps take seconds: three waits of this length are not seen. */
const noticeAbove = 50;
/** Some ten records a second is then the most that all controllers can write. */
const warnAbove = 100;

export const databaseLatency: DoctorCheck = {
  id: 'database-latency',
  title: 'The database of the journal writes a record in a moment',
  severities: ['pass', 'notice', 'warning', 'unknown'],
  remedy:
    'Look at its disk and at the way to it; a synchronous standby far away makes each record wait for the way there.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    const { shown } = database;
    const { remedy } = databaseLatency;
    if (survey.commit === null) {
      const reason = 'Nothing can be written there, so no commit could be timed.';
      return [found('unknown', shown, { reason, remedy: 'Look at what database-fit says.' })];
    }
    const reason = `A commit took ${survey.commit.toFixed(1)} ms (median of five).`;
    if (survey.commit <= noticeAbove) return [pass(shown, reason)];
    return [found(survey.commit > warnAbove ? 'warning' : 'notice', shown, { reason, remedy })];
  },
};
