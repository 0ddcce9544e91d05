/** Records name hosts, VMs and what is done to them, and the password of the database goes the same way. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

export const databaseTls: DoctorCheck = {
  id: 'database-tls',
  title: 'What goes to the database of the journal over a network is encrypted, and only to that server',
  severities: ['pass', 'notice', 'warning'],
  remedy: 'Give the server a certificate (ssl = on), name its authority in postgres.ca, and leave postgres.tls out.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    const { shown, isLocal, tls } = database;
    const { remedy } = databaseTls;
    // A pooler in between has another connection with the server than we have with it.
    const version = survey.tlsVersion === null ? '' : ` (${survey.tlsVersion})`;
    if (tls === 'verify-full') return [pass(shown, `TLS${version}, and the certificate is that of the host.`)];
    if (tls === 'verify-ca') {
      const reason = `TLS${version}, and any host with a certificate of that authority passes for the database.`;
      return [found(isLocal ? 'notice' : 'warning', shown, { reason, remedy })];
    }
    if (isLocal) return [pass(shown, 'It is on this machine: nothing leaves it.')];
    return [found('warning', shown, { reason: 'TLS is off, and the database is on another machine.', remedy })];
  },
};
