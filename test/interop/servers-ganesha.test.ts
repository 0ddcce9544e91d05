/** The real NFS-Ganesha takes the configuration that we write, odd paths included. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { complaints } from '../../src/daemon/nfs/ganesha-log.js';
import { ganeshaConfig } from '../../src/servers/nfs/ganesha-config.js';
import { run } from '../media-builder/programs.js';
import { requirePrograms } from '../support/media-interop.js';
import { freePort } from '../support/nfs-free-port.js';

describe('NFS-Ganesha', function () {
  this.timeout(120_000);
  /** It takes a tenth of a second alone, and many of them on a machine that does ten other things. */
  const comesUpWithin = 40;
  let folder: string;
  before(function () {
    requirePrograms(this, ['ganesha.nfsd']);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-ganesha-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs it until it serves or gives up, and gives its log. */
  async function logOf(exports: readonly { id: string; folder: string }[]): Promise<string> {
    const [file, log] = [join(folder, 'ganesha.conf'), join(folder, 'log')];
    const all = exports.map((one) => ({ ...one, path: `/media/${one.id}`, clients: ['127.0.0.1'] }));
    const options = { address: '127.0.0.1', port: await freePort(), recoveryFolder: join(folder, 'clients') };
    await writeFile(file, ganeshaConfig(all, options));
    const child = spawn('ganesha.nfsd', ['-F', '-f', file, '-L', log, '-p', join(folder, 'pid')], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    let text = '';
    const tries = comesUpWithin * 10;
    for (let look = 0; look < tries && child.exitCode === null && !text.includes('NFS SERVER INITIALIZED'); look++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      text = await readFile(log, 'utf8').catch(() => '');
    }
    child.kill('SIGKILL');
    await ended;
    return text;
  }

  it('exports every medium, also from folders with blanks, quotes and other characters', async () => {
    const names = ['plain', 'my media', 'quote"d', "it's #1; {x}", 'ä', 'back\\slash'];
    const trees = names.map((name, index) => ({ id: `m${index}`, folder: join(folder, name, 'tree') }));
    for (const tree of trees) await mkdir(tree.folder, { recursive: true });
    const log = await logOf(trees);
    expect(log).to.include('NFS SERVER INITIALIZED');
    expect(complaints(log)).to.deep.equal([]);
  });

  it('complains of an export whose folder is not there, so that the check above can fail', async () => {
    const log = await logOf([{ id: 'none', folder: join(folder, 'none') }]);
    expect(complaints(log)).to.not.deep.equal([]);
  });

  it('serves version 3 at the same path as version 4, where rpcbind runs', async function () {
    requirePrograms(this, ['rpcbind', 'rpcinfo', 'nfs-cat', 'unshare', 'ip']);
    const tree = join(folder, 'tree');
    await mkdir(tree);
    await writeFile(join(tree, '.treeinfo'), 'the medium\n');
    const one = { id: 'run1.host1', folder: tree, path: '/i/token', clients: ['127.0.0.1'] };
    const options = { version3: true, recoveryFolder: join(folder, 'clients') };
    await writeFile(join(folder, 'ganesha.conf'), ganeshaConfig([one], options));
    // A network of its own, since version 3 has fixed ports; NFS-Ganesha does not start where there is loopback alone.
    const script = [
      'ip link set lo up; ip link add v0 type veth peer name v1; ip addr add 192.0.2.1/24 dev v0; ip link set v0 up; ip link set v1 up',
      'rpcbind -w -f & rpcbind=$!',
      // NFS-Ganesha registers its programs once, at its start: rpcbind has to be there by then.
      `for try in $(seq ${comesUpWithin * 10}); do rpcinfo -p 127.0.0.1 >/dev/null 2>&1 && break; sleep 0.1; done`,
      `ganesha.nfsd -F -f ${folder}/ganesha.conf -L ${folder}/log -p ${folder}/pid & ganesha=$!`,
      `for try in $(seq ${comesUpWithin * 10}); do grep -qs 'NFS SERVER INITIALIZED' ${folder}/log && break; sleep 0.1; done`,
      // What follows would only tell of it in riddles.
      `grep -qs 'NFS SERVER INITIALIZED' ${folder}/log || { echo 'it did not come up:'; tail -n 5 ${folder}/log; }`,
      'for version in 3 4; do timeout 30 nfs-cat "nfs://127.0.0.1/i/token/.treeinfo?version=$version" ||',
      `  { echo "version $version:"; tail -n 5 ${folder}/log; }; done`,
      'kill -9 $ganesha $rpcbind',
    ];
    const output = await run('unshare', ['-n', 'sh', '-c', script.join('\n')]);
    expect(output.toString()).to.equal('the medium\nthe medium\n');
  });
});
