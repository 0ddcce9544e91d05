/** What the way from XenServer or Citrix Hypervisor to XCP-ng costs, whatever the versions. */
import type { PathLoss } from './path-loss.js';

export const lostAtBrandChange: readonly PathLoss[] = [
  {
    id: 'clustering',
    kind: 'refuses',
    what: 'clustering, and GFS2 storage',
    how: 'XCP-ng does not have it; with it enabled the management does not start after the upgrade.',
    before: 'Move the disks off GFS2, and take the cluster apart.',
    after: '',
    source: 'docs.xcp-ng.org, installation/upgrade; xcp-ng/xcp issue 94',
  },
  {
    id: 'vendor-hotfixes',
    kind: 'removes',
    what: 'the vendor’s hotfixes, licence and XenCenter',
    how: 'XCP-ng has updates of its own, and its pools are not licensed; XenCenter does not drive them.',
    before: 'Have a tool for XCP-ng at hand.',
    after: 'Install the updates of XCP-ng.',
    source: 'xencenter-rpu.md 5.1; docs.xcp-ng.org, installation/upgrade',
  },
];
