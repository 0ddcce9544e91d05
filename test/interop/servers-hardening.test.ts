/**
 * What the units may do on the machine: systemd's own grade of them, and that Drydock needs nothing of what they take away.
 * systemd cannot run here; the same filter of system calls, the same capabilities (none) and a read-only system are put
 * around the whole demonstration instead: import, media server, controller, upgrade.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { findProgram, run } from '../media-builder/programs.js';
import { requirePrograms } from '../support/media-interop.js';

const units = fileURLToPath(new URL('../../packaging/systemd/', import.meta.url));
const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));
const launcher = fileURLToPath(new URL('../support/sandbox-launcher.py', import.meta.url));
const names = ['drydock-media.service', 'drydock-controller.service'];

/** Debian's own, for which python3-seccomp is; another may come first in PATH. */
const python = '/usr/bin/python3';

describe('The units of systemd', function () {
  this.timeout(120_000);
  before(function () {
    requirePrograms(this, ['systemd-analyze']);
  });

  for (const name of names) {
    it(`${name} is graded under 3.0 by systemd-analyze security`, async () => {
      const graded = await exposure(join(units, name));
      expect(graded).to.be.lessThan(3);
    });
  }

  it('are graded by what stands in them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-grade-'));
    try {
      const text = await readFile(join(units, 'drydock-media.service'), 'utf8');
      const without = text.replaceAll(/^(SystemCallFilter|CapabilityBoundingSet)=.*\n/gm, '');
      await run('tee', [join(folder, 'drydock-media.service')], { input: without });
      expect(await exposure(join(folder, 'drydock-media.service'))).to.be.greaterThan(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  describe('and what they take away', () => {
    let folder: string;
    before(async function () {
      requirePrograms(this, ['setpriv', 'unshare', 'mount', 'python3']);
      if (process.getuid?.() !== 0) {
        if (process.env['CI'] === 'true') throw new Error('needs root');
        process.stderr.write('    skipped: needs root\n');
        this.skip();
      }
      folder = await mkdtemp(join(tmpdir(), 'drydock-sandbox-'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    for (const name of names) {
      it(`${name} lets nobody mount, change owners, open raw sockets or write to the system`, async () => {
        const script = [
          'import ctypes, os, socket',
          'def refused(act):',
          '    try: act()',
          '    except OSError as error: return error.errno',
          'libc = ctypes.CDLL(None, use_errno=True)',
          "mounted = libc.mount(b'none', b'/mnt', b'tmpfs', 0, None), ctypes.get_errno()",
          "print(mounted, refused(lambda: os.chown('.', 1, 1)), refused(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),",
          "  refused(lambda: socket.socket(socket.AF_VSOCK)), refused(lambda: open('/etc/drydock-was-here', 'w')))",
        ].join('\n');
        const said = await sandboxed(name, folder, [python, '-c', script]);
        expect(said.trim()).to.equal('(-1, 1) 1 1 1 30');
      });
    }

    it('leave Drydock what it needs: import, both processes and a whole upgrade', async () => {
      const [media, controller] = await Promise.all(names.map(restrictions));
      expect(media, 'one run shows both').to.deep.equal(controller);
      const said = await sandboxed(names[0] ?? '', folder, [
        process.execPath,
        program,
        'demo',
        '--keep',
        join(folder, 'demo'),
      ]);
      expect(said).to.match(/done after/);
    });
  });
});

async function exposure(unit: string): Promise<number> {
  const said = await run('systemd-analyze', ['security', '--offline=true', '--no-pager', unit]);
  const grade = /Overall exposure level for \S+: ([\d.]+)/.exec(said.toString())?.[1];
  if (grade === undefined) throw new Error(`no grade in: ${said.toString()}`);
  return Number(grade);
}

interface Restrictions {
  readonly calls: readonly string[];
  readonly families: readonly string[];
}

async function restrictions(name: string): Promise<Restrictions> {
  const text = await readFile(join(units, name), 'utf8');
  const words = (setting: string): string[] =>
    [...text.matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'))].flatMap(([, value = '']) => [value]);
  expect(words('CapabilityBoundingSet')).to.deep.equal(['']);
  expect(words('ProtectSystem')).to.deep.equal(['strict']);
  const calls = new Set<string>();
  for (const line of words('SystemCallFilter')) {
    const groups = line.replace(/^~/, '').split(' ');
    for (const call of (await Promise.all(groups.map(callsOf))).flat()) {
      if (line.startsWith('~')) calls.delete(call);
      else calls.add(call);
    }
  }
  const families = words('RestrictAddressFamilies').flatMap((line) => line.split(' '));
  return { calls: [...calls].sort(), families: families.sort() };
}

/** The calls of a group, with those of the groups in it. */
async function callsOf(group: string): Promise<string[]> {
  const said = await run('systemd-analyze', ['syscall-filter', '--no-pager', group]);
  const lines = said.toString().split('\n').slice(1);
  const entries = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return (await Promise.all(entries.map(async (entry) => (entry.startsWith('@') ? callsOf(entry) : [entry])))).flat();
}

/** Standard output of a program that may do what the unit may do; of the system it can write to `folder` alone. */
async function sandboxed(name: string, folder: string, words: readonly string[]): Promise<string> {
  const { calls, families } = await restrictions(name);
  const [mount, setpriv, shell] = ['mount', 'setpriv', 'sh'].map((tool) => findProgram(tool) ?? tool);
  const script = `${mount} -t tmpfs tmpfs "$0" && ${mount} -o remount,bind,ro / && cd "$0" && exec ${setpriv} --bounding-set -all --inh-caps -all --no-new-privs "$@"`;
  const restricted = [python, launcher, calls.join(), families.join(), ...words];
  const said = await run('unshare', ['--mount', shell ?? 'sh', '-c', script, folder, ...restricted], {
    env: { TMPDIR: folder, HOME: folder },
  });
  return said.toString();
}
