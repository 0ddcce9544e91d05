/** What disks and memory say of themselves, as the programs of several releases print it. */
import { expect } from 'chai';
import { readArrays } from '../../../../src/controller/facts/system/md-arrays.js';
import { readMemoryErrors } from '../../../../src/controller/facts/system/memory-errors.js';
import { readSmart } from '../../../../src/controller/facts/system/smart.js';
import * as texts from '../../../support/ssh/dom0-texts.js';

const answer = (stdout: string, exitCode: number | null = 0, stderr = '') => ({ exitCode, stdout, stderr });

describe('What a disk says of its health', () => {
  it('is that it is sound, in the words of ATA and NVMe and in those of SAS', () => {
    for (const text of [texts.smartSata, texts.smartSas])
      expect(readSmart('sda', answer(text))).to.deep.equal({ device: 'sda', verdict: 'healthy', why: '' });
  });

  it('is that it is failing by the fourth bit of the code, whatever else is set', () => {
    for (const code of [8, 8 + 16, 8 + 16 + 32, 8 + 2 + 4])
      expect(readSmart('sda', answer(texts.smartFailing, code)).verdict, String(code)).to.equal('failing');
    // The words of SAS for it are many; the bit is the same.
    expect(
      readSmart('sda', answer('SMART Health Status: FIRMWARE IMPENDING FAILURE [asc=5d, ascq=10]', 8)).verdict,
    ).to.equal('failing');
  });

  it('is a warning where it is only too warm, which smartctl tells with the same bit', () => {
    const warm = readSmart('sda', answer(texts.smartWarm, 8));
    expect(warm).to.deep.equal({
      ...{ device: 'sda', verdict: 'marginal', why: 'WARNING - SPECIFIED TEMPERATURE EXCEEDED [asc=b, ascq=1]' },
    });
    const nvme = readSmart('nvme0n1', answer(texts.smartNvme('temperature is above or below threshold'), 8));
    expect([nvme.verdict, nvme.why]).to.deep.equal(['marginal', 'temperature is above or below threshold']);
    const test = 'SMART Health Status: FAILURE PREDICTION THRESHOLD EXCEEDED (FALSE) [asc=5d, ascq=ff]';
    expect(readSmart('sda', answer(test, 8)).verdict).to.equal('marginal');
  });

  it('is that it is failing where it is too warm and something else as well', () => {
    const spare = 'available spare has fallen below threshold';
    for (const reasons of [[spare], [spare, 'temperature is above or below threshold']])
      expect(readSmart('nvme0n1', answer(texts.smartNvme(...reasons), 8)).verdict).to.equal('failing');
  });

  it('is that it passes with a value at its limit, now or at some time', () => {
    for (const code of [16, 32, 48])
      expect(readSmart('sda', answer(texts.smartSata, code)).verdict, String(code)).to.equal('marginal');
  });

  it('is what it can tell where not all commands of SMART are answered', () => {
    expect(readSmart('sda', answer(texts.smartSata, 4)).verdict).to.equal('healthy');
  });

  const silent: [string, ReturnType<typeof answer>, string][] = [
    ['behind a RAID controller', answer(texts.smartRaid, 2), '-d megaraid,N'],
    ['where it has no SMART', answer(texts.smartLacking, 4), 'lacks SMART capability'],
    ['where smartctl is not installed', answer('', 127, 'bash: smartctl: command not found'), 'not installed'],
    ['where smartctl may not be run', answer('', 126, 'bash: /usr/sbin/smartctl: Permission denied'), 'may not be run'],
    ['where smartctl may not open it', answer('', 2, 'Permission denied'), 'Permission denied'],
    ['where smartctl was killed', answer('', null), 'was killed'],
    ['where it prints nothing that is known', answer('smartctl 6.5\n', 0), 'exit code 0'],
  ];
  for (const [where, told, why] of silent) {
    it(`is nothing ${where}, with the reason`, () => {
      const found = readSmart('sda', told);
      expect(found.verdict).to.equal('silent');
      expect(found.why).to.include(why);
    });
  }
});

describe('The software RAIDs of a host', () => {
  it('are read with their disks, and with what is missing', () => {
    const arrays = readArrays(texts.mdstatDegraded);
    expect(arrays.get('md127')).to.deep.equal({
      ...{ device: 'md127', wanted: 2, working: 1, isRebuilding: false, members: ['sdb', 'sda'] },
    });
    expect(arrays.get('md0')).to.include({ wanted: 3, working: 3 });
  });

  it('are known to be copied to, also while that waits', () => {
    expect(readArrays(texts.mdstatRebuilding).get('md127')).to.include({ working: 1, isRebuilding: true });
    expect(readArrays(texts.mdstatDelayed).get('md127')).to.include({ working: 2, isRebuilding: true });
    expect(readArrays(texts.mdstatWhole).get('md127')).to.include({ working: 2, isRebuilding: false });
  });

  it('are none on a host without, and one without redundancy counts as none', () => {
    expect([...readArrays(texts.mdstatNone).keys()]).to.deep.equal([]);
    expect([
      ...readArrays('md1 : active raid0 sdb[1] sda[0]\n      1953260544 blocks 512k chunks\n').keys(),
    ]).to.deep.equal([]);
    expect([...readArrays('').keys()]).to.deep.equal([]);
  });
});

describe('The errors of memory that a kernel counted', () => {
  it('are summed over its controllers', () => {
    expect(readMemoryErrors(texts.memoryCounters)).to.deep.equal({ corrected: 12, uncorrected: 1 });
  });

  it('are not known where it counts none', () => {
    expect(readMemoryErrors('')).to.equal(null);
  });
});
