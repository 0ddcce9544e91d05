/**
 * Local storage on a host's system disk may be replaced when the installer changes the partition layout. This version does
 * not examine the layout; the plugin allows the change only when that storage holds no disk (xencenter-rpu.md 4.5).
 */
import type { Assessment } from './assessment.js';
import { hostsToUpgrade, hostSubject, namesOf, observed, pass } from './observe.js';

/** Kinds of storage that hold disks of guests on the host itself. */
const diskTypes = ['ext', 'lvm', 'largeblock', 'xfs', 'zfs', 'file'];

export const localStorage: Assessment = {
  id: 'local-storage',
  title: 'No disks lie on the hosts themselves',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice'],
  remedy: 'Move or back up disks that lie on local storage.',
  assess: (input) =>
    hostsToUpgrade(input).map((host) => {
      const local = input.pool.srs.filter(
        (sr) =>
          !sr.shared &&
          diskTypes.includes(sr.type) &&
          input.pool.pbds.some((pbd) => pbd.sr === sr.uuid && pbd.host === host.uuid),
      );
      if (local.length === 0) return pass(hostSubject(host), 'It has no local storage for disks.');
      return observed('notice', hostSubject(host), {
        reason: `${host.name} has local storage (${namesOf(local)}). Whether the installer keeps it is not examined by this version.`,
        remedy:
          'Have a backup of what lies there; hosts installed with 7.0 or later keep it unless their partition layout is an old one.',
        acceptable: true,
      });
    }),
};
