/** Files with passwords and keys: there, and closed to others. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';

export const secretFiles: DoctorCheck = {
  id: 'secret-files',
  title: 'Files with passwords and keys can be read, by nobody else',
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Give the file mode 0600 (or 0640 with the group of the service) and the owner that Drydock runs as.',
  judge: ({ secrets }) =>
    secrets.map(({ what, path, problem }) => {
      if (problem === null) return pass(what, `${path} is closed to others.`);
      if (problem.denied) {
        const reason = `${path}: this user may not read it, which says nothing of the user of the service.`;
        return found('unknown', what, { reason, remedy: 'Run this as the user of Drydock, or as root.' });
      }
      return found('failure', what, { reason: problem.message, remedy: problem.remedy });
    }),
};
