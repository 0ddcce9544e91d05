/** Leases are counted by the database's clock alone, so a difference breaks none; what is dated can no longer be compared. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

const noticeAbove = 5000;
const warnAbove = 5 * 60_000;

export const databaseClock: DoctorCheck = {
  id: 'database-clock',
  title: 'The clock of the database agrees with this machine’s',
  severities: ['pass', 'notice', 'warning'],
  remedy: 'Give both machines the same time servers.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    const { ahead } = survey;
    const off = Math.abs(ahead);
    const reason = `It is ${(off / 1000).toFixed(1)} s ${ahead < 0 ? 'behind' : 'ahead of'} this machine’s.`;
    if (off <= noticeAbove) return [pass(database.shown, reason)];
    const said = `${reason} Leases do not suffer; logs and certificates do.`;
    const { remedy } = databaseClock;
    return [found(off > warnAbove ? 'warning' : 'notice', database.shown, { reason: said, remedy })];
  },
};
