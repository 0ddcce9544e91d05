/** The real NFS-Ganesha takes the configuration that we print, odd paths included. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ganeshaConfig } from '../../src/servers/nfs/ganesha-config.js';
import { requirePrograms } from '../support/media-interop.js';

describe('NFS-Ganesha', function () {
  this.timeout(60_000);
  let folder: string;
  before(function () {
    requirePrograms(this, ['ganesha.nfsd']);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-ganesha-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs it until it serves or gives up, and gives its log. */
  async function logOf(configuration: string): Promise<string> {
    const [file, log] = [join(folder, 'ganesha.conf'), join(folder, 'log')];
    await writeFile(file, configuration);
    const child = spawn('ganesha.nfsd', ['-F', '-f', file, '-L', log, '-p', join(folder, 'pid')], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    let text = '';
    for (let tries = 0; tries < 200 && child.exitCode === null && !text.includes('NFS SERVER INITIALIZED'); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      text = await readFile(log, 'utf8').catch(() => '');
    }
    child.kill('SIGKILL');
    await ended;
    return text;
  }

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    return port;
  }

  it('exports every medium, also from folders with blanks, quotes and other characters', async () => {
    const names = ['plain', 'my media', 'quote"d', "it's #1; {x}", 'ä', 'back\\slash'];
    const trees = names.map((name, index) => ({ id: `m${index}`, folder: join(folder, name, 'tree') }));
    for (const tree of trees) await mkdir(tree.folder, { recursive: true });
    const log = await logOf(ganeshaConfig(trees, { address: '127.0.0.1', port: await freePort() }));
    expect(log).to.include('NFS SERVER INITIALIZED');
    expect(
      log.split('\n').filter((line) => /CONFIG :(CRIT|MAJ)|EXPORT :(CRIT|MAJ)|Errors? (processing|found)/i.test(line)),
    ).to.deep.equal([]);
  });

  it('complains of an export whose folder is not there, so that the check above can fail', async () => {
    const trees = [{ id: 'none', folder: join(folder, 'none') }];
    const log = await logOf(ganeshaConfig(trees, { address: '127.0.0.1', port: await freePort() }));
    expect(log).to.match(/CONFIG :CRIT|EXPORT :CRIT|Errors? (processing|found)/i);
  });
});
