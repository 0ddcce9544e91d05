/** What every upgrade from a medium does to a host: the installer puts a new system in the old one's place. */
import type { PathLoss } from './path-loss.js';

export const everyUpgrade: readonly PathLoss[] = [
  {
    id: 'control-domain-changes',
    kind: 'destroys',
    what: 'changes in the control domain',
    how: 'Packages, users, scheduled jobs, boot parameters and edits below /etc that are not on the installer’s short list are gone.',
    before: 'Write down what was changed on each host.',
    after: 'Make the changes again.',
    source: 'media-and-clients.md 3.2, 5; docs.xcp-ng.org, installation/upgrade',
  },
  {
    id: 'packs-kept',
    kind: 'removes',
    what: 'supplemental packs, driver disks and hotfixes',
    how: 'What the medium does not bring is gone, and with it the storage or devices that need it.',
    before: 'Import the packs for the new release, and name them: upgrade plan … --pack.',
    after: 'Install what was released after the medium; packs that the plan names are installed by the run.',
    source: 'media-and-clients.md 3.2; xencenter-rpu.md 3.5, 4.5',
  },
  {
    id: 'iso-library',
    kind: 'destroys',
    what: 'ISO libraries in a folder of the control domain',
    how: 'Files on the root disk are not carried over; the storage repository comes back empty or does not attach.',
    before: 'Copy the files to shared storage.',
    after: '',
    source: 'media-and-clients.md 5 (xcp-ng/xcp issues 251, 360)',
  },
  {
    id: 'earlier-backup',
    kind: 'destroys',
    what: 'the backup of the system before',
    how: 'The backup partition is formatted and takes the present system: the way back is one step only.',
    before: 'Prove a hop before the next one.',
    after: '',
    source: 'media-and-clients.md 3.2',
  },
];
