/** The user of servers.runAs must get to the media: each folder on the way must let it pass. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import type { PathFacts } from '../facts/permissions.js';
import type { SystemUser } from '../../media-server/system-user.js';
import type { PathOwner } from '../machine-access.js';

export const mediaReadable: DoctorCheck = {
  id: 'media-readable',
  title: 'The user of servers.runAs can read the media store',
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Open the folder for that user (chmod o+rx, or its group), or move media.cache to a folder that it can read.',
  judge: ({ permissions: { runAs, wayToStore } }) => {
    const subject = 'servers.runAs';
    if (runAs === null) return [];
    if ('unknown' in runAs) {
      const remedy = 'Make the user ("useradd --system drydock"), or correct servers.runAs.';
      return [found('failure', subject, { reason: `There is no such user: ${runAs.unknown}.`, remedy })];
    }
    const user = runAs.value;
    const store = wayToStore.at(-1);
    const closed = wayToStore.find((one) => !lets(user, one, one === store ? 0o5 : 0o1));
    if (closed !== undefined) {
      const reason = `${user.name} does not get through ${closed.path}.`;
      return [found('failure', subject, { reason, remedy: mediaReadable.remedy })];
    }
    const unseen = wayToStore.find(({ owner }) => 'unknown' in owner);
    if (unseen !== undefined) {
      const reason = `${unseen.path} cannot be looked at.`;
      return [found('unknown', subject, { reason, remedy: 'Run this as root.' })];
    }
    return [pass(subject, `${user.name} gets to ${store?.path ?? 'it'}.`)];
  },
};

/** What is not there yet, or cannot be looked at, is not held against anybody. */
function lets(user: SystemUser, { owner }: PathFacts, wanted: number): boolean {
  if ('unknown' in owner || owner.value === null || user.uid === 0) return true;
  return (bitsFor(user, owner.value) & wanted) === wanted;
}

/** The first of owner, group and others that fits counts, and no other. */
function bitsFor(user: SystemUser, { uid, gid, mode }: PathOwner): number {
  if (uid === user.uid) return mode >> 6;
  if (gid === user.gid || user.groups.includes(gid)) return (mode >> 3) & 0o7;
  return mode & 0o7;
}
