/** How well the machine of a host is, read by commands that a made-up control domain answers. */
import { expect } from 'chai';
import type { HostCommand } from '../../../src/controller/shell/host-command.js';
import type { CommandResult, HostShell } from '../../../src/controller/shell/host-shell.js';
import type { SystemFacts } from '../../../src/controller/facts/system/system-facts.js';
import { readSystem } from '../../../src/controller/shell/read-system.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import * as texts from '../../support/ssh/dom0-texts.js';

const host = { uuid: 'host-1', name: 'xs-1', address: '192.0.2.11' };
const hangs = new DrydockError('SSH_COMMAND_TIMED_OUT', { attempted: 'running smartctl' });

type Answers = Readonly<Record<string, string | number | DrydockError>>;

/** A text is printed, a number is the code with nothing printed; by the words of the command, from the longest on. */
function looking(answers: Answers): Promise<SystemFacts> {
  const run = ({ words }: HostCommand): Promise<CommandResult> => {
    const line = words.join(' ');
    const key = Object.keys(answers)
      .filter((start) => line.startsWith(start))
      .sort((left, right) => right.length - left.length)[0];
    const answer = key === undefined ? undefined : answers[key];
    if (answer instanceof DrydockError) return Promise.reject(answer);
    if (typeof answer === 'string') return Promise.resolve({ exitCode: 0, stdout: answer, stderr: '' });
    return Promise.resolve({ exitCode: answer ?? 1, stdout: '', stderr: 'No such file or directory' });
  };
  const shell: HostShell = { open: () => ({ run, close: () => undefined }) };
  return readSystem(shell, host, new VirtualClock(), new AbortController().signal);
}

const onArray = {
  'cat -- /etc/xensource-inventory': "PRIMARY_DISK='/dev/md127'\n",
  'readlink -f': '/dev/md127\n',
  'cat -- /proc/mdstat': texts.mdstatDegraded,
};

describe('A system on a software RAID', () => {
  it('lies on the disks of the array, each of which is asked', async () => {
    const facts = await looking({
      ...onArray,
      'ls -l /sys/block': texts.sysBlock({ sda: texts.devicePaths.sata, sdb: texts.devicePaths.usb }) + texts.mdDevice,
      'smartctl -H /dev/sda': texts.smartSata,
      'smartctl -H /dev/sdb': hangs,
    });

    expect(facts.rootDisk).to.deep.include({ known: true });
    expect(facts.rootDisk.known && facts.rootDisk.value.disks.map(({ transport }) => transport)).to.deep.equal([
      'usb',
      'local',
    ]);
    const health = facts.rootHealth.known ? facts.rootHealth.value : undefined;
    expect(health?.array).to.deep.equal({ device: 'md127', wanted: 2, working: 1, isRebuilding: false });
    expect(health?.disks.map(({ device, verdict }) => `${device} ${verdict}`)).to.deep.equal([
      'sdb silent',
      'sda healthy',
    ]);
    expect(health?.disks[0]?.why).to.contain('SSH_COMMAND_TIMED_OUT');
  });

  it('is looked at without a disk that the kernel has lost', async () => {
    const facts = await looking({
      ...onArray,
      'ls -l /sys/block': texts.sysBlock({ sda: texts.devicePaths.sata }) + texts.mdDevice,
      'smartctl -H /dev/sda': texts.smartSata,
    });

    expect(facts.rootHealth.known && facts.rootHealth.value.disks.map(({ device }) => device)).to.deep.equal(['sda']);
    expect(facts.rootHealth.known && facts.rootHealth.value.array?.working).to.equal(1);
  });

  it('lies on whole disks where the array is made of their partitions', async () => {
    const facts = await looking({
      ...onArray,
      'cat -- /proc/mdstat': texts.mdstatWhole.replace('sdb[1] sda[0]', 'nvme1n1p1[1] sda1[0]'),
      'ls -l /sys/block': texts.sysBlock({ sda: texts.devicePaths.sata, nvme1n1: texts.devicePaths.nvme }),
    });

    expect(facts.rootDisk.known && facts.rootDisk.value.disks.map(({ device }) => device)).to.deep.equal([
      'nvme1n1',
      'sda',
    ]);
  });
});

describe('Errors of memory', () => {
  it('are read although grep ends with an error for the controllers that are not there', async () => {
    const facts = await looking({ 'grep -s -H': texts.memoryCounters });
    expect(facts.memoryErrors).to.deep.equal({ known: true, value: { corrected: 12, uncorrected: 1 } });
    expect((await looking({ 'grep -s -H': 2 })).memoryErrors).to.deep.equal({ known: true, value: null });
  });
});
