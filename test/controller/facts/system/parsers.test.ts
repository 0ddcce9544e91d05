/** The parsers of what a host's programs print, on texts of several releases. */
import { expect } from 'chai';
import {
  controllerOf,
  failedPaths,
  readBlockDevices,
  transportOf,
} from '../../../../src/controller/facts/system/block-devices.js';
import { readSpace, spaceOf } from '../../../../src/controller/facts/system/disk-space.js';
import { stepsLeft } from '../../../../src/controller/facts/system/first-boot.js';
import { readSettings } from '../../../../src/controller/facts/system/inventory.js';
import { isLostByUpgrade, readUnowned, readVerified } from '../../../../src/controller/facts/system/own-files.js';
import { isOfSystem, packageNameOf, readPackages } from '../../../../src/controller/facts/system/packages.js';
import { readFdisk, readSgdisk } from '../../../../src/controller/facts/system/partition-table.js';
import { readPciDevices, storageControllers } from '../../../../src/controller/facts/system/pci-devices.js';
import { readChrony, readNtp } from '../../../../src/controller/facts/system/time-source.js';
import { cleanLog } from '../../../../src/controller/shell/fetch-log.js';
import * as texts from '../../../support/ssh/dom0-texts.js';

const gibibyte = 1024 ** 3;

describe('A partition table', () => {
  it('of sgdisk is GPT with its partitions, or says that it was an old one', () => {
    const modern = readSgdisk(texts.sgdiskModern)!;
    expect(modern).to.include({ kind: 'gpt', hasUtilityPartition: false });
    expect(modern.partitions.map(({ number, code }) => `${number} ${code}`)).to.deep.equal([
      ...['1 0700', '2 0700', '3 8E00', '4 EF00', '5 0700', '6 8200'],
    ]);
    expect(modern.partitions[1]?.bytes).to.equal(18 * gibibyte);
    const old = readSgdisk(texts.sgdiskOld)!;
    expect(old).to.include({ kind: 'dos', hasUtilityPartition: true });
    expect(old.partitions).to.have.length(4);
  });

  it('of fdisk is an old one, in blocks of either kind, or shows its protective entry', () => {
    const old = readFdisk(texts.fdiskOld)!;
    expect(old.kind).to.equal('dos');
    expect(old.partitions.map(({ code, bytes }) => [code, bytes])).to.deep.equal([
      ['83', 4_008_186 * 1024],
      ['83', 4_008_217 * 1024],
      ['8E', 134_560_440 * 1024],
    ]);
    expect(readFdisk(texts.fdiskNew)?.partitions[0]?.bytes).to.equal(4 * gibibyte);
    expect(readFdisk(texts.fdiskProtective)?.kind).to.equal('gpt');
    expect(readFdisk('fdisk: cannot open /dev/sda: Permission denied')).to.equal(undefined);
    expect(readSgdisk('Problem opening /dev/sda for reading! Error is 13.')).to.equal(undefined);
  });
});

describe('How a disk is attached', () => {
  const expected = {
    ...{ sata: 'local', sas: 'local', raid: 'local', nvme: 'local', cciss: 'local' },
    ...{ fibreChannel: 'fibre-channel', fcoe: 'fcoe', iscsi: 'iscsi', iscsiCard: 'iscsi', usb: 'usb' },
  } as const;
  for (const [name, transport] of Object.entries(expected)) {
    it(`is read from its place among the devices: ${name} is ${transport}`, () => {
      const path = readBlockDevices(texts.sysBlock({ sda: texts.devicePaths[name as keyof typeof expected] })).get(
        'sda',
      )!;
      expect(transportOf(path)).to.equal(transport);
    });
  }

  it('is not guessed where no rule names the way', () => {
    expect(transportOf('../devices/platform/80860f14:00/block/sda')).to.equal('unknown-bus');
  });

  it('tells the controller that it hangs on', () => {
    expect(controllerOf(`../devices/${texts.devicePaths.raid}/block/sda`)).to.equal('0000:02:00.0');
    expect(controllerOf(`../devices/${texts.devicePaths.iscsi}/block/sda`)).to.equal(null);
  });

  it('counts failed paths', () => {
    expect(failedPaths(texts.multipathHalf)).to.equal(1);
    expect(failedPaths('')).to.equal(0);
  });
});

describe('Free space', () => {
  it('is that of the file system on which a folder lies', () => {
    const space = readSpace(texts.dfModern);
    expect(space.map(({ mountedOn }) => mountedOn)).to.deep.equal(['/', '/var/log']);
    expect(spaceOf(space, '/boot')).to.include({ mountedOn: '/', free: 15_131_812 * 1024 });
    expect(spaceOf(space, '/var/log')).to.include({ free: 0 });
    expect(spaceOf(space, '/var/logs')).to.include({ mountedOn: '/' });
  });
});

describe('Packages and files', () => {
  it('are told from those of the system by their vendor', () => {
    const packages = readPackages(
      'xapi-core\t1.249.3-1\tXCP-ng\nbash\t4.2-30\tCentOS\nsrvadmin\t9.1-2\tDell Inc.\nlocal\t1-1\t(none)\ngpg-pubkey\t1-1\t(none)\nbroken\n',
    );
    expect(packages.filter((each) => !isOfSystem(each)).map(({ name }) => name)).to.deep.equal(['srvadmin', 'local']);
  });

  it('of a medium are named by the files of its repository', () => {
    expect(packageNameOf('Packages/xapi-core-24.19.2-1.9.xcpng8.3.x86_64.rpm')).to.equal('xapi-core');
    expect(packageNameOf('packages.main/base.tar.bz2')).to.equal(undefined);
  });

  it('that were edited are those with another content, and not those that the installer carries over', () => {
    const edited = readVerified(texts.rpmVerified);
    expect(edited).to.deep.equal([
      ...['/etc/hosts', '/etc/sysconfig/network-scripts/ifcfg-eth0', '/etc/ntp.conf', '/etc/rsyslog.conf'],
    ]);
    expect(edited.filter(isLostByUpgrade)).to.deep.equal(['/etc/hosts', '/etc/rsyslog.conf']);
  });

  it('that nobody owns are those that rpm says so of', () => {
    expect(readUnowned('file /etc/cron.d/backup is not owned by any package\n\n')).to.deep.equal([
      '/etc/cron.d/backup',
    ]);
  });

  it('keep the keys by which the host is known over SSH', () => {
    for (const path of ['/etc/ssh/ssh_host_ed25519_key', '/root/.ssh/authorized_keys'])
      expect(isLostByUpgrade(path), path).to.equal(false);
    expect(isLostByUpgrade('/etc/ssh/sshd_config')).to.equal(true);
  });
});

describe('What else a host tells', () => {
  it('are its PCI devices, with and without a domain and a subsystem', () => {
    const devices = readPciDevices(texts.lspci);
    expect(devices).to.have.length(5);
    expect(devices[3]).to.deep.equal({
      ...{
        address: '0000:05:00.0',
        classCode: 0x0c04,
        vendor: 0x1077,
        device: 0x2532,
        subvendor: 0x1077,
        subdevice: 0x15d,
      },
    });
    expect(storageControllers(devices).map(({ address }) => address)).to.deep.equal([
      ...['0000:00:17.0', '0000:05:00.0', '0000:07:00.0'],
    ]);
  });

  it('is whether a time server is followed', () => {
    expect(readChrony(texts.chronyGood)).to.include({ synchronised: true });
    expect(readChrony(texts.chronyGood.replace('Normal', 'Not synchronised'))).to.include({ synchronised: false });
    expect(readChrony('506 Cannot talk to daemon')).to.equal(undefined);
    expect(readNtp(texts.ntpGood)).to.include({ synchronised: true });
    expect(readNtp(texts.ntpGood.replace('*', ' '))).to.include({ synchronised: false });
  });

  it('is which steps of the first boot are left', () => {
    const steps = ['/etc/firstboot.d/01-a', '/etc/firstboot.d/90-b'];
    expect(stepsLeft(steps, ['01-a'], [])).to.deep.equal(['90-b']);
    expect(stepsLeft([], undefined, ['ran-network-init'])).to.deep.equal(['ran-storage-init']);
  });

  it('are the settings of its inventory, quoted or not', () => {
    const settings = readSettings(`PRIMARY_DISK='/dev/disk/by-id/x'\nDOM0_VCPUS=4\n# no setting\n`);
    expect([...settings]).to.deep.equal([
      ['PRIMARY_DISK', '/dev/disk/by-id/x'],
      ['DOM0_VCPUS', '4'],
    ]);
  });
});

describe('The log of an installer', () => {
  it('is kept without tokens, passwords and their hashes', () => {
    const log = [
      'Repository http://192.0.2.1:8080/i/AbCd1234efGH/ probed',
      'source ftp://ann:s3cret@192.0.2.1/x',
      `answers: {'root-password': ('pwdhash', '$6$salt$hash.of/root'), 'x': 1}`,
      `sshpassword=hunter2 answerfile=file:///answerfile`,
    ].join('\n');
    const clean = cleanLog(log);
    for (const secret of ['AbCd1234efGH', 's3cret', 'hash.of', 'hunter2']) expect(clean).not.to.include(secret);
    expect(clean).to.include('answerfile=file:///answerfile').and.to.include('/i/[secret]/');
  });
});
