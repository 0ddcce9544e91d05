/** The state folder holds known pools, journal and dumps of pool databases: nobody else may read or change it. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';

const forOthers = 0o007;
const groupMayWrite = 0o020;
const groupMayRead = 0o040;

export const stateClosed: DoctorCheck = {
  id: 'state-closed',
  title: 'The state folder is closed to other users',
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Close it: chmod 700 STATE (with servers.runAs 710, its group that of the user).',
  judge: ({ permissions }) => judgeFolder(permissions),
};

function judgeFolder({ stateFolder: { path, owner }, inState, uid }: DoctorFacts['permissions']): DoctorObserved[] {
  if ('unknown' in owner) {
    const remedy = 'Run this as the user of Drydock, or as root.';
    return [found('unknown', path, { reason: `It cannot be looked at: ${owner.unknown}.`, remedy })];
  }
  if (owner.value === null) return [pass(path, 'It is not there yet; it is made with mode 0700.')];
  const { mode, uid: ownerUid } = owner.value;
  const shown = `mode 0${mode.toString(8)}`;
  if ((mode & groupMayWrite) !== 0 || (mode & forOthers) !== 0 || (mode & groupMayRead) !== 0) {
    const open = inState.filter(
      (one) => 'value' in one.owner && one.owner.value !== null && (one.owner.value.mode & 0o044) !== 0,
    );
    const readable = open.length === 0 ? '' : `, and so are ${open.map((one) => one.path).join(', ')} in it`;
    const reason = `It is open to others (${shown})${readable}.`;
    return [found('failure', path, { reason, remedy: `Run: chmod 700 ${path}` })];
  }
  if (uid !== 0 && ownerUid !== uid) {
    const reason = `It belongs to user ${ownerUid}, and this is user ${uid}: commands will not find the running processes.`;
    return [
      found('notice', path, {
        reason,
        remedy: `Run commands as that user, or set DRYDOCK_STATE to a folder of your own.`,
      }),
    ];
  }
  return [pass(path, `It is closed to others (${shown}).`)];
}
