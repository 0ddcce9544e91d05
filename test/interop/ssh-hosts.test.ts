/** The way into the hosts against OpenSSH's own server, whose sessions land in trees like those of several releases. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HostShell } from '../../src/controller/shell/host-shell.js';
import { Asker } from '../../src/controller/shell/ask.js';
import { changing, reading } from '../../src/controller/shell/commands.js';
import { fetchLog } from '../../src/controller/shell/fetch-log.js';
import { judgeStaged } from '../../src/controller/shell/judge-staged.js';
import { readBootState, readDigests, readSource, type StagedFile } from '../../src/controller/shell/read-staged.js';
import { readSystem } from '../../src/controller/shell/read-system.js';
import { removeByHand, removeStaged } from '../../src/controller/shell/remove-staged.js';
import { sshHostShell } from '../../src/controller/shell/ssh-host-shell.js';
import { systemClock } from '../../src/shared/clock.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { Secret } from '../../src/shared/secret.js';
import { SshSession } from '../../src/ssh/ssh-session.js';
import type { SshTarget } from '../../src/ssh/target.js';
import { requirePrograms } from '../support/media-interop.js';
import { bootFilesOf, dom0Kinds, put, stageDom0, type Dom0Kind } from '../support/ssh/dom0-trees.js';
import { startSshd, type Sshd, type SshdOptions } from '../support/ssh/sshd.js';

const never = new AbortController().signal;
const host = { uuid: 'host-1', name: 'xs-1', address: '127.0.0.1' };
const url = 'http://192.0.2.1:8080/i/tokentokentoken/';
const media = { 'xen.gz': 'the hypervisor', vmlinuz: 'the kernel', 'install.img': 'the installer' };
const digests = new Map(
  Object.entries(media).map(([name, text]) => [name as StagedFile, createHash('sha256').update(text).digest('hex')]),
);

/** What the disks that carry the system say. On the SAN's host there is no smartctl. */
const healthIn: Readonly<Record<Dom0Kind, readonly string[]>> = {
  '6.5 MBR': ['sda silent'],
  '7.6 GPT BIOS': ['sda healthy'],
  '8.2 UEFI': ['sda marginal'],
  'XCP-ng 8.3': ['nvme1n1 failing', 'nvme0n1 failing'],
  'boot from SAN': ['sda silent', 'sdb silent'],
};

describe('A host over OpenSSH', function () {
  this.timeout(120_000);
  let sshd: Sshd | undefined;

  before(function () {
    requirePrograms(this, ['sshd', 'ssh-keygen', 'unshare', 'chroot', 'ps']);
    if (process.getuid?.() === 0) return;
    if (process.env['CI'] === 'true') throw new Error('needs root');
    process.stderr.write('    skipped: mounts and chroot need root\n');
    this.skip();
  });
  afterEach(async () => {
    await sshd?.stop();
    sshd = undefined;
  });

  async function serve(kind: Dom0Kind = '8.2 UEFI', options: SshdOptions = {}): Promise<Sshd> {
    sshd = await startSshd(kind, options);
    return sshd;
  }

  const shell = (target: SshTarget): HostShell => sshHostShell(() => target, systemClock);
  const asker = (running: Sshd): Asker => new Asker(shell(running.target()).open(host), never);
  const system = (running: Sshd) => readSystem(shell(running.target()), host, systemClock, never);
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    return error instanceof DrydockError ? error.code : `no error of ours: ${String(error)}`;
  };

  for (const kind of dom0Kinds) {
    it(`is looked into whole: ${kind}`, async () => {
      const facts = await system(await serve(kind));
      const unknown = Object.entries(facts).filter(
        ([, part]) => typeof part === 'object' && !(part as { known: boolean }).known,
      );
      expect(unknown, JSON.stringify(unknown)).to.deep.equal([]);
      const value = <T>(part: { known: true; value: T } | { known: false; reason: string }): T => {
        if (!part.known) throw new Error(part.reason);
        return part.value;
      };
      const isSan = kind === 'boot from SAN';
      expect(value(facts.firmware)).to.equal(kind === '8.2 UEFI' || kind === 'XCP-ng 8.3' ? 'uefi' : 'bios');
      expect(value(facts.partitions)).to.include({
        kind: kind === '6.5 MBR' ? 'dos' : 'gpt',
        hasUtilityPartition: kind === '6.5 MBR',
      });
      expect(value(facts.rootDisk).disks.map(({ transport }) => transport)).to.deep.equal(
        isSan ? ['fibre-channel', 'fibre-channel'] : healthIn[kind].map(() => 'local'),
      );
      expect(value(facts.rootDisk)).to.include({ isMultipath: isSan, failedPaths: isSan ? 1 : 0 });
      const { disks, array } = value(facts.rootHealth);
      expect(disks.map(({ device, verdict }) => `${device} ${verdict}`)).to.deep.equal(healthIn[kind]);
      expect(array?.working).to.equal(kind === 'XCP-ng 8.3' ? 1 : undefined);
      expect(value(facts.memoryErrors)).to.deep.equal(kind === '8.2 UEFI' ? { corrected: 12, uncorrected: 1 } : null);
      expect(value(facts.multipathConfigured)).to.equal(isSan);
      expect(value(facts.firstBootLeft)).to.deep.equal(kind === 'XCP-ng 8.3' ? ['ran-storage-init'] : []);
      expect(value(facts.ownFiles)).to.deep.equal({
        edited: ['/etc/hosts', '/etc/rsyslog.conf'],
        added: ['/etc/cron.d/backup-config'],
      });
      expect(value(facts.packages).map(({ name }) => name)).to.include('srvadmin-base');
      expect(value(facts.pci)).to.have.length(5);
      expect(value(facts.time).synchronised).to.equal(kind !== '7.6 GPT BIOS');
      expect(value(facts.staged)).to.equal(null);
    });

    it(`is staged, known for ours, and un-staged byte for byte: ${kind}`, async () => {
      const running = await serve(kind);
      const { config, original, environment } = bootFilesOf(kind);
      const before = environment === null ? '' : readFileSync(join(running.root, environment), 'utf8');
      await stageDom0(running.root, kind, url, media);
      const ask = asker(running);
      const judge = async (expected: string) =>
        judgeStaged(
          { state: await readBootState(ask), source: await readSource(ask), digests: await readDigests(ask) },
          { source: new Secret(expected), digests },
        );
      expect(await judge(url)).to.deep.equal({ verdict: 'ours', by: 'address' });
      expect(await judge('http://192.0.2.1:8080/i/other/')).to.include({ verdict: 'foreign' });
      await put(running.root, '/boot/installer/vmlinuz', 'another kernel');
      expect(await judge(url)).to.include({ verdict: 'foreign' });
      await removeStaged(ask, 'xs-1');
      expect(readFileSync(join(running.root, config), 'utf8')).to.equal(original);
      expect(existsSync(join(running.root, 'boot/installer'))).to.equal(false);
      expect(readFileSync(join(running.root, `${config}.drydock`), 'utf8')).to.include('Rolling pool upgrade');
      if (environment !== null) expect(readFileSync(join(running.root, environment), 'utf8')).to.equal(before);
      // Again: nothing is left to do, and nothing changes.
      await removeStaged(ask, 'xs-1');
      expect(readFileSync(join(running.root, config), 'utf8')).to.equal(original);
      ask.session.close();
    });
  }

  it('is un-staged by the command that a person is told, too', async () => {
    const running = await serve('6.5 MBR');
    await stageDom0(running.root, '6.5 MBR', url, media);
    const session = new SshSession(running.target(), systemClock);
    const result = await session.run(
      ['bash', '-c', removeByHand()],
      undefined,
      { deadline: 10_000, maxBytes: 1000 },
      never,
    );
    expect(result).to.include({ exitCode: 0, stderr: '' });
    expect(readFileSync(join(running.root, '/boot/extlinux.conf'), 'utf8')).to.equal(bootFilesOf('6.5 MBR').original);
    expect(existsSync(join(running.root, 'boot/installer'))).to.equal(false);
    session.close();
  });

  it('keeps its boot configuration where the former default is known nowhere', async () => {
    const running = await serve('6.5 MBR');
    await stageDom0(running.root, '6.5 MBR', url, media);
    const config = join(running.root, 'boot/extlinux.conf');
    const staged = readFileSync(config, 'utf8');
    const ask = asker(running);
    await put(running.root, '/boot/installer/extlinux.conf', staged);
    expect(await codeOf(removeStaged(ask, 'xs-1'))).to.equal('STAGED_ENTRY_KEPT');
    expect(readFileSync(config, 'utf8')).to.equal(staged);
    ask.session.close();
  });

  it('keeps the rights of its boot configuration', async () => {
    const running = await serve('7.6 GPT BIOS');
    await stageDom0(running.root, '7.6 GPT BIOS', url, media);
    const config = join(running.root, 'boot/grub/grub.cfg');
    chmodSync(config, 0o600);
    const ask = asker(running);
    await removeStaged(ask, 'xs-1');
    expect(
      (
        await ask.run({
          ...reading.logAge.make('/tmp/install-log'),
          words: ['stat', '-c', '%a', '/boot/grub/grub.cfg'],
        })
      ).stdout,
    ).to.equal('600\n');
    ask.session.close();
  });

  it('gives the log of this upgrade, and none of an earlier one', async () => {
    const running = await serve();
    const ask = asker(running);
    expect(await codeOf(fetchLog(ask, 'xs-1', 0))).to.equal('SSH_COMMAND_FAILED');
    await put(running.root, '/var/log/installer/install-log', `source ${url}\ndone\n`);
    const now = Date.now() / 1000;
    expect(await fetchLog(ask, 'xs-1', now)).to.equal('source http://192.0.2.1:8080/i/[secret]/\ndone\n');
    expect(await codeOf(fetchLog(ask, 'xs-1', now + 7200))).to.equal('SSH_COMMAND_FAILED');
    ask.session.close();
  });

  it('shows the key that ssh-keygen shows, of whichever kind is pinned', async () => {
    const running = await serve();
    expect(running.keys).to.deep.include(running.target().hostKey);
    for (const hostKey of running.keys) {
      const session = new SshSession(running.target({ hostKey }), systemClock);
      await session.open(never);
      session.close();
    }
  });

  it('with another key than the pinned one, without that kind of key, or with an unknown user is refused', async () => {
    const running = await serve('8.2 UEFI', { hostKeys: ['ed25519'] });
    const open = (changes: Partial<SshTarget>) =>
      codeOf(new SshSession(running.target(changes), systemClock).open(never));
    const fingerprint = `SHA256:${'A'.repeat(43)}`;
    expect(await open({ hostKey: { type: 'ssh-ed25519', fingerprint } })).to.equal('SSH_HOST_KEY_CHANGED');
    expect(await open({ hostKey: { type: 'ssh-rsa', fingerprint } })).to.equal('SSH_HOST_KEY_CHANGED');
    expect(await open({ hostKey: undefined })).to.equal('SSH_HOST_KEY_UNKNOWN');
    expect(await open({ user: 'nobody-at-all' })).to.equal('SSH_LOGIN_REFUSED');
    expect(await open({ credential: { kind: 'password', password: new Secret('wrong') } })).to.equal(
      'SSH_LOGIN_REFUSED',
    );
  });

  it('of before 6.5 speaks old algorithms alone, which a pool must allow', async () => {
    const running = await startSshd('6.5 MBR', {
      hostKeys: ['rsa'],
      config: [
        'KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1',
        'HostKeyAlgorithms ssh-rsa',
        'Ciphers aes128-cbc,3des-cbc',
        'MACs hmac-sha1',
      ],
      oldSsh: true,
    });
    sshd = running;
    const open = (oldSsh: boolean) =>
      codeOf(new SshSession(running.target({ oldSsh, hostKey: running.keys[0] }), systemClock).open(never));
    expect(await open(false)).to.be.oneOf(['SSH_NO_COMMON_ALGORITHM', 'SSH_HOST_KEY_CHANGED']);
    expect(await open(true)).to.equal('no error of ours: undefined');
  });

  it('that does not let a file be read leaves that part unknown, and tells why', async () => {
    const running = await serve();
    await put(running.root, '/opt/dom0/cat', '#!/bin/bash\necho "cat: ${!#}: Permission denied" >&2; exit 1\n', 0o755);
    const facts = await system(running);
    expect(facts.staged).to.include({ known: false });
    expect(facts.staged.known ? '' : facts.staged.reason).to.include('Permission denied');
    expect(facts.firmware).to.deep.equal({ known: true, value: 'uefi' });
  });

  it('whose disk hangs, which prints without end, or which is cut off costs one part each, in bounded time', async () => {
    const running = await serve();
    await put(running.root, '/opt/dom0/sgdisk', '#!/bin/bash\nsleep 600\n', 0o755);
    await put(running.root, '/opt/dom0/df', '#!/bin/bash\nyes /dev/sda1\n', 0o755);
    const begun = Date.now();
    const facts = await system(running);
    expect(Date.now() - begun).to.be.lessThan(60_000);
    const reason = (part: { known: boolean; reason?: string }): string => part.reason ?? '';
    expect(reason(facts.partitions)).to.include('SSH_COMMAND_TIMED_OUT');
    expect(reason(facts.space)).to.include('SSH_OUTPUT_TOO_LONG');
    expect(facts.packages.known && facts.staged.known).to.equal(true);
  });

  it('whose connection is cut in the middle is unknown from there, and known again at the next look', async () => {
    const running = await serve();
    await put(running.root, '/opt/dom0/chronyc', '#!/bin/bash\nsleep 600\n', 0o755);
    const cutting = setTimeout(() => running.cut(), 2500);
    const facts = await system(running);
    clearTimeout(cutting);
    expect(facts.time).to.include({ known: false });
    await put(running.root, '/opt/dom0/chronyc', "#!/bin/bash\necho 'Leap status     : Normal'\n", 0o755);
    expect((await system(running)).time).to.include({ known: true });
  });

  it('is given no word that its shell would expand', async () => {
    const running = await serve();
    const ask = asker(running);
    const text = '$(touch /tmp/owned) `id` \' " \\ ; rm -rf /\n';
    await ask.text(changing.write.make("/tmp/a file; touch owned '", text));
    expect(existsSync(join(running.root, 'tmp/owned'))).to.equal(false);
    expect(readFileSync(join(running.root, "tmp/a file; touch owned '"), 'utf8')).to.equal(text);
    writeFileSync(join(running.root, 'tmp/done'), '');
    ask.session.close();
  });
});
