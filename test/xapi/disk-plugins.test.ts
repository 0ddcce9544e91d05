import { expect } from 'chai';
import { readDiskArray, readDiskHealth, readDiskInformation } from '../../src/xapi/disk-plugins.js';

describe('The answers of XCP-ng’s plugins about disks', () => {
  it('name each disk and whether it passed, those behind a controller one by one', () => {
    const answer = { '/dev/nvme0:nvme': 'PASSED', '/dev/sda:scsi': 'FAILED', '/dev/bus/0:megaraid,1': 'PASSED' };
    expect(readDiskHealth(JSON.stringify(answer))).to.deep.equal([
      { device: 'nvme0', passed: true },
      { device: 'sda', passed: false },
      { device: 'bus/0:megaraid,1', passed: true },
    ]);
  });

  it('are read in their older form too, which has the name of the disk alone', () => {
    expect(readDiskHealth('{"/dev/sda": "PASSED", "/dev/sdb": "?"}')).to.deep.equal([
      { device: 'sda', passed: true },
      { device: 'sdb', passed: null },
    ]);
  });

  it('leave open a disk that has no such thing', () => {
    const answer = {
      '/dev/sda:scsi': { smart_status: { passed: true }, smartctl: { exit_status: 0 } },
      '/dev/sdb:scsi': { smartctl: { exit_status: 4 } },
      '/dev/sdc:scsi': { smart_status: 'of another form' },
    };
    expect(readDiskInformation(JSON.stringify(answer))?.map(({ passed }) => passed)).to.deep.equal([true, null, null]);
  });

  it('tell the state of the software RAID in the words of mdadm, or that there is none', () => {
    const raid = {
      ...{ 'Raid Devices': '2', 'Active Devices': '1', 'Working Devices': '2', State: 'clean, degraded, recovering' },
      ...{ 'Raid Level': 'raid1', Name: 'localhost:127' },
    };
    expect(readDiskArray(JSON.stringify({ raid, volumes: [] }))).to.deep.equal({
      ...{ wanted: 2, working: 1, isRebuilding: true },
    });
    expect(readDiskArray('{}')).to.equal(null);
  });

  it('are nothing where their form is another', () => {
    for (const answer of ['', 'true', '[]', '{"/dev/sda": 7}'])
      expect(readDiskHealth(answer), answer).to.equal(undefined);
    for (const answer of ['', '{"raid": {"State": 1}}', '{"raid": {"State": "clean", "Raid Devices": "two"}}'])
      expect(readDiskArray(answer), answer).to.equal(undefined);
  });
});
