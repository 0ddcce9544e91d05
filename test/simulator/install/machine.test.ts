import { expect } from 'chai';
import { releases } from '../../../src/releases/find-release.js';
import type { InstallerGeneration, ReleaseFacts } from '../../../src/releases/release-facts.js';
import { decideLayout } from '../../../src/simulator/install/disk-layout.js';
import { machineRefusal } from '../../../src/simulator/install/machine-refusal.js';
import { machineOf, type MachineOptions } from '../../../src/simulator/state/machine.js';

const machine = (options: MachineOptions = {}) => machineOf(releases['xcp-ng-8.2'], '192.0.2.10', options);

function installerOf(generation: InstallerGeneration, brand: ReleaseFacts['brand'] = 'XenServer'): ReleaseFacts {
  const facts = releases['xenserver-8'];
  return { ...facts, brand, installer: { ...facts.installer, generation } };
}

describe('What an installer finds wrong with a machine (media-and-clients.md 3.2)', () => {
  it('is nothing on a healthy one, for any installer', () => {
    for (const release of Object.values(releases)) expect(machineRefusal(machine(), release)).to.equal(undefined);
    expect(machineRefusal(machine(), installerOf('xs9'))).to.equal(undefined);
  });

  it('is a first boot that never ended, and a disk that disagrees about multipathing', () => {
    for (const release of Object.values(releases)) {
      expect(machineRefusal(machine({ firstBootFinished: false }), release)).to.equal('first-boot-unfinished');
      expect(machineRefusal(machine({ multipathAgrees: false }), release)).to.equal('multipath-mismatch');
    }
  });

  it('is legacy boot and every DOS partition table for XenServer 9', () => {
    const nine = installerOf('xs9');
    expect(machineRefusal(machine({ firmware: 'bios' }), nine)).to.equal('legacy-boot');
    expect(machineRefusal(machine({ partitionTable: 'dos' }), nine)).to.equal('dos-partition-table');
    expect(machineRefusal(machine({ firmware: 'bios', partitionTable: 'dos' }), releases['xenserver-8'])).to.equal(
      undefined,
    );
  });

  it('is a utility partition and a short certificate key for XCP-ng 8.3', () => {
    const [utility, weak] = [machine({ partitionTable: 'dos-with-utility' }), machine({ certificateKeyBits: 1024 })];
    expect(machineRefusal(utility, releases['xcp-ng-8.3'])).to.equal('dos-partition-table');
    expect(machineRefusal(weak, releases['xcp-ng-8.3'])).to.equal('weak-certificate-key');
    expect(machineRefusal(utility, releases['xcp-ng-8.2'])).to.equal(undefined);
    expect(machineRefusal(weak, releases['xenserver-8'])).to.equal(undefined);
  });

  it('is a device without a driver in the new release: the disk, or the way to the media', () => {
    const without = (device: 'disk' | 'eth0' | 'eth1' | 'storage') =>
      machine({ lostDrivers: [{ device, fromPlatform: '3.4.0' }] });
    expect(machineRefusal(without('disk'), releases['xcp-ng-8.3'])).to.equal('installation-not-found');
    expect(machineRefusal(without('eth0'), releases['xcp-ng-8.3'])).to.equal('no-network');
    expect(machineRefusal(without('eth0'), releases['xcp-ng-8.2'])).to.equal(undefined);
    for (const device of ['eth1', 'storage'] as const) {
      expect(machineRefusal(without(device), releases['xcp-ng-8.3'])).to.equal(undefined);
    }
  });
});

describe('The layout of the system disk under an upgrade (media-and-clients.md 3.2, xencenter-rpu.md 4.5)', () => {
  const old = machine({ layout: 'legacy' });

  it('stays where it is the new one already, and with installers up to 6.5', () => {
    expect(decideLayout(machine(), true, installerOf('xs8'))).to.equal('kept');
    expect(decideLayout(old, true, installerOf('5.6'))).to.equal('kept');
  });

  it('is made anew where the plugin allowed it', () => {
    for (const generation of ['7.0', '7.1', '8.2', 'xs8', 'xs9'] as const) {
      expect(decideLayout(old, true, installerOf(generation)), generation).to.equal('made-anew');
    }
  });

  it('stays as it is without that up to 8.2, and is refused by later installers', () => {
    for (const generation of ['7.0', '7.1', '8.2'] as const) {
      expect(decideLayout(old, false, installerOf(generation)), generation).to.equal('kept');
    }
    for (const generation of ['xs8', 'xs9'] as const) {
      expect(decideLayout(old, false, installerOf(generation)), generation).to.equal('refused');
    }
  });
});
