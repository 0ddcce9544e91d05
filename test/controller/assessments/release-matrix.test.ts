import { expect } from 'chai';
import type { Severity } from '../../../src/contract/checks.js';
import { beforeRunIds, fromReleases, leadsUp, toMedia, worstOf } from '../../support/controller-release-matrix.js';

const letters: Readonly<Record<string, Severity>> = {
  '.': 'pass',
  i: 'info',
  n: 'notice',
  w: 'warning',
  F: 'failure',
  '?': 'unknown',
};

/** The same whatever the release: what is wrong with the pool is wrong on all of them. */
const always: Readonly<Record<string, string>> = {
  'host-live': '.',
  'host-enabled': 'F',
  downgrade: '.',
  'driver-fit': 'F',
  'installer-network': 'F',
  'nobody-else': 'w',
  'ha-off': 'F',
  'wlb-off': 'F',
  'storage-plugged': 'F',
  'network-plugged': 'w',
  'autostart-off': 'F',
  'discs-ejected': 'F',
  'cpu-vendors': 'F',
  'migration-licence': 'F',
  evacuable: 'F',
  'vm-policies': '.',
  capacity: '.',
  'disk-health': 'F',
  'host-memory': 'w',
  'clock-skew': 'w',
  'vcpu-topology': 'F',
  'suspended-guests': 'w',
  storagelink: 'F',
  'packs-kept': 'w',
  // None is named.
  'packs-fit': '.',
  'pack-storage': '.',
  // There is none.
  'mirror-proven': '.',
  'self-hosted': 'w',
  probes: '.',
  'firmware-fit': '.',
  'boot-disk': 'F',
  'storage-drivers': 'F',
  'free-space': 'F',
  'staged-entry': 'F',
  'first-boot': 'F',
  'time-source': 'w',
  'foreign-packages': 'w',
  'own-files': 'w',
};

/**
 * By medium, a letter for each release that leads up to it, in the order of the columns: 5.6, 6.2, 6.5, 6.5 with the hotfix,
 * 7.0, 7.1, 7.5, 7.6, 8.0, 8.1, 8.2, 8.2 CU1, XCP-ng 8.2.1, XenServer 8. Written by hand from xencenter-rpu.md 2.1 and 4.2.
 */
const byRelease: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'XenServer 7.6': {
    'upgrade-path': 'F.......',
    'licence-agreement': '........',
    licence: 'FFFFFFFF',
    'media-reachable': 'FFF.....',
    'plugin-fit': 'FFFnnnnn',
    'partition-layout': 'nnnwwwww',
    'disk-layout': 'nnnnnnnn',
    'certificate-strength': 'nnnnnnnn',
    'legacy-tls': '........',
    'pool-secret': '........',
    role: 'FFFFFFFF',
    'control-domain-memory': 'nnnnnnnn',
    'pv-guests': '........',
    'local-storage': 'FFFwwwww',
    clustering: '......Fn',
    'deprecated-storage': '........',
    'vswitch-controller': '........',
    'health-check': '........',
    'power-on-mode': '........',
    'pending-reboot': '.....www',
    'updates-uniform': '.....www',
  },
  'Citrix Hypervisor 8.2 CU1': {
    'upgrade-path': 'FFFF.........',
    'licence-agreement': '.............',
    licence: 'FFFFFFFFFFFF.',
    'media-reachable': 'FFF..........',
    'plugin-fit': 'FFFnnnnn.....',
    'partition-layout': 'nnnwwwwwwwwww',
    'disk-layout': 'nnnnnnnnnnnnn',
    'certificate-strength': 'nnnnnnnnnnnnn',
    'legacy-tls': '....FFFFFF...',
    'pool-secret': '...........FF',
    role: 'FFFFFFFFFFFFF',
    'control-domain-memory': 'wwwwwwwwwwwww',
    'pv-guests': 'FFFFFFFFFFFFF',
    'local-storage': 'FFFwwwwwwwwww',
    clustering: '......Fnnnnnn',
    'deprecated-storage': '.............',
    'vswitch-controller': 'FFFFFFFFFF...',
    'health-check': '.............',
    'power-on-mode': 'FFFFFFFFFF...',
    'pending-reboot': '.....wwwwwwww',
    'updates-uniform': '.....wwwwwwww',
  },
  'XenServer 8': {
    'upgrade-path': 'FFFF..........',
    'licence-agreement': 'FFFFFFFFFFFFFF',
    licence: 'FFFFFFFFFFFF.F',
    'media-reachable': 'FFF...........',
    'plugin-fit': 'FFFnnnnn..F...',
    'partition-layout': '???FFFFFFFFFF.',
    'disk-layout': 'nnnnnnnnnnnnnn',
    'certificate-strength': 'FFFFFFFFFFFFFF',
    'legacy-tls': '....FFFFFF....',
    'pool-secret': '...........FFF',
    role: 'FFFFFFFFFFFFFF',
    'control-domain-memory': 'wwwwwwwwwwwwww',
    'pv-guests': 'FFFFFFFFFFFFFF',
    'local-storage': 'FFFwwwwwwwwww.',
    clustering: '......Fnnnnnnn',
    'deprecated-storage': 'wwwwwwwwwwwwww',
    'vswitch-controller': 'FFFFFFFFFF....',
    'health-check': '....FFFFFFFFF.',
    'power-on-mode': 'FFFFFFFFFF....',
    'pending-reboot': '.....wwwwwwwww',
    'updates-uniform': '.....wwwwwwwww',
  },
  'XCP-ng 8.3': {
    'upgrade-path': 'FFFF..........',
    'licence-agreement': '..............',
    licence: 'FFFFFFFFFFFF.F',
    'media-reachable': 'FFF...........',
    'plugin-fit': 'FFFnnnnn..F...',
    'partition-layout': '???FFFFFFFFFF.',
    'disk-layout': 'FFFFFFFFFFFFFF',
    'certificate-strength': 'FFFFFFFFFFFFFF',
    'legacy-tls': '....FFFFFF....',
    'pool-secret': '...........FFF',
    role: 'FFFFFFFFFFFFFF',
    'control-domain-memory': 'wwwwwwwwwwwwww',
    'pv-guests': 'FFFFFFFFFFFFFF',
    'local-storage': 'FFFwwwwwwwwww.',
    // A cluster of XenServer does not start under XCP-ng.
    clustering: '......FFFFFFnF',
    'deprecated-storage': 'wwwwwwwwwwwwww',
    'vswitch-controller': 'FFFFFFFFFF....',
    'health-check': '....FFFFFFFFF.',
    'power-on-mode': 'FFFFFFFFFF....',
    'pending-reboot': '.....wwwwwwwww',
    'updates-uniform': '.....wwwwwwwww',
  },
};

describe('A pool with everything the assessments look for', () => {
  for (const to of toMedia) {
    const columns = fromReleases.filter((from) => leadsUp(from, to));
    for (const [index, from] of columns.entries()) {
      it(`of ${from.name}, to ${to.name}, gets of each assessment what the table declares`, () => {
        const declared = Object.fromEntries(
          beforeRunIds.map((id) => [id, letters[always[id] ?? byRelease[to.name]?.[id]?.[index] ?? '']]),
        );
        expect(Object.fromEntries(worstOf(from, to))).to.deep.equal(declared);
      });
    }

    it(`stands in the table with each assessment and release, to ${to.name}`, () => {
      const rows = Object.entries(byRelease[to.name] ?? {});
      expect([...Object.keys(always), ...rows.map(([id]) => id)]).to.have.members(beforeRunIds);
      for (const [id, row] of rows) expect(row, id).to.have.lengthOf(columns.length);
    });
  }
});
