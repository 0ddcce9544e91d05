/** What NFS needs of this machine, where it is switched on. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';

export const nfsServer: DoctorCheck = {
  id: 'nfs-server',
  title: 'What the configured NFS server needs is there',
  severities: ['pass', 'info', 'failure', 'unknown'],
  remedy: 'Install what is missing (docs/nfs.md), or switch NFS off (servers.nfs.mode: off).',
  judge: ({ nfs }) => {
    const subject = 'servers.nfs';
    if ('unknown' in nfs) {
      const reason = `It is not known what NFS lacks: ${nfs.unknown}.`;
      return [found('unknown', subject, { reason, remedy: 'Look at "drydock nfs status".' })];
    }
    const { mode, problems, runs } = nfs.value;
    if (mode === 'off') return [pass(subject, 'NFS is off.')];
    if (problems.length > 0) {
      return problems.map(({ message, remedy }) => found('failure', subject, { reason: message, remedy }));
    }
    if (runs) return [pass(subject, `NFS (${mode}) runs.`)];
    const reason = `NFS (${mode}): nothing is missing; it does not run now.`;
    return [found('info', subject, { reason, remedy: '"drydock serve" starts it.' })];
  },
};
