/** `media prove` against real processes over an imported store: what it proves, what it finds, and what it leaves behind. */
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaProve } from '../../src/cli/commands/media/prove.js';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerApi } from '../../src/contract/media-server.js';
import { startMediaServer, type RunningMediaServer } from '../../src/daemon/media-server/start-media-server.js';
import type { ProofCell, ProofReport } from '../../src/daemon/prove/proof-report.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { importMedia } from '../../src/media/import-media.js';
import { mediaReleases } from '../../src/releases/media/find-media-release.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';
import { imageOf } from '../support/media-cases.js';
import { tree6 } from '../support/media-release-trees.js';
import type { FileTree } from '../support/media-synthetic-tree.js';
import { treeinfoOf, treeinfoRelease } from '../support/media-treeinfo-releases.js';
import { waitForEnd } from '../support/servers-process.js';

const release = (name: string): (typeof mediaReleases)[number] => mediaReleases.find((one) => one.name === name)!;
const listen = { address: '127.0.0.1', port: 0 };

describe('media prove', function () {
  this.timeout(60_000);
  let folder: string;
  let running: RunningMediaServer;

  const stateFolder = (): string => join(folder, 's');
  const mediaCache = (): string => join(folder, 'media-cache');
  const treeOf = (id: string): string => join(mediaCache(), 'v1', 'media', id, 'tree');
  const client = (): ReturnType<typeof mediaServerClient> =>
    mediaServerClient({ socketPath: stateLayout(stateFolder()).mediaServerSocket });
  const run = (...argv: readonly string[]): Promise<CommandLineResult> =>
    runCli(['media', 'prove', '--state', stateFolder(), ...argv], { workingFolder: folder, specs: [mediaProve] });
  const report = async (...argv: readonly string[]): Promise<ProofReport & { exitCode: number }> => {
    const { stdout, stderr, exitCode } = await run(...argv, '--json');
    expect(stderr).to.equal('');
    return { ...(JSON.parse(stdout) as ProofReport), exitCode };
  };
  const put = async (id: string, tree: FileTree): Promise<void> => {
    await importMedia({ source: await imageOf(folder, tree), mediaCache: mediaCache(), id });
  };
  const cells = (proof: ProofReport, protocol: string, row?: string): readonly ProofCell[] =>
    proof.cells.filter((cell) => cell.protocol === protocol && (row === undefined || cell.row === row));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-prove-'));
    const odd = await treeinfoRelease(release('XCP-ng 8.3'));
    odd.set('odd names/ä b%20c+"d"~^.txt', Buffer.from('odd'));
    odd.set('empty.txt', Buffer.alloc(0));
    await put('ng', odd);
    await put('seven', await treeinfoRelease(release('XenServer 7.6')));
    await put('six', tree6('6.5.0', '1.9.0'));
    await put('nine', await treeinfoRelease(release('XenServer 9')));
    const future = treeinfoOf(release('XCP-ng 8.3')).replaceAll('8.3.0', '12.0.0').replaceAll('3.4.0', '9.0.0');
    await put('future', await treeinfoRelease(release('XCP-ng 8.3'), { treeinfo: future }));
    const systemAlone = treeinfoOf(release('XCP-ng 8.3')).replace(/\[platform\][^[]*\[branding\][^[]*/, '');
    await put('alone', await treeinfoRelease(release('XCP-ng 8.3'), { treeinfo: systemAlone }));
    await put('damaged', await treeinfoRelease(release('XCP-ng 8.2')));
    await replaceInStore(treeOf('damaged'), 'Packages/kernel');
    await rm(join(treeOf('damaged'), 'RPM-GPG-KEY-synth'));
    running = await startMediaServer({
      ...{ stateFolder: stateFolder(), mediaCache: mediaCache(), publicMedia: false },
      http: [listen, { address: '0.0.0.0', port: 0, advertise: '127.0.0.2' }],
      ftp: [listen],
      // Told only: nothing listens there, and nobody asks.
      nfs: { protocol: 'nfs', address: '127.0.0.1', port: 2049 },
    });
  });

  after(async () => {
    await client().stopByForce('the test is over');
    await waitForEnd(running.pid);
    await rm(folder, { recursive: true });
  });

  it('proves a medium for every host that is upgraded to it, at every address, and leaves none open', async () => {
    const proof = await report('ng');
    expect([proof.result, proof.exitCode, proof.installer]).to.deep.equal(['proven', 0, 'XCP-ng 8.3']);
    for (const [protocol, columns] of [
      ['http', 2],
      ['ftp', 1],
    ] as const) {
      const rows = cells(proof, protocol);
      const releases = ['7.4', '7.5', '7.6', '8.0', '8.1', '8.2', '8.2.1', '8.3'].map((name) => `XCP-ng ${name}`);
      const expected = Array.from({ length: columns }, () => ['every file', ...releases]);
      expect(rows.map(({ row }) => row)).to.deep.equal(expected.flat());
      for (const { row, result, requests } of rows) {
        expect(result, `${protocol} ${row}`).to.equal('proven');
        expect(requests, `${protocol} ${row}`).to.be.greaterThan(10);
      }
    }
    expect(new Set(cells(proof, 'nfs').map(({ result }) => result))).to.deep.equal(new Set(['not-observable']));
    const grants = await client().grants();
    expect(grants.length).to.equal(9);
    expect(new Set(grants.map(({ state }) => state))).to.deep.equal(new Set(['ended']));
    const whole = JSON.stringify(proof);
    for (const { path } of grants) expect(whole).not.to.include(path.slice(3, -1));
  });

  it('prints the matrix, and keeps what it reads in the name of no host out of the activity', async () => {
    const { stdout, exitCode } = await run('ng', '--release', 'xcp-ng-8.2', '--protocol', 'http');
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^clients +http 127.0.0.1:\d+ +http 127.0.0.2:\d+$/m);
    expect(stdout).to.match(/^XCP-ng 8.2 +proven +proven$/m);
    const { records } = await client().activity(0, 10_000);
    expect(new Set(records.map(({ state }) => state))).to.deep.equal(new Set(['probe', 'staging']));
  });

  it('refuses FTP on another port than 21 for installers up to 8.0, and proves HTTP beside it', async () => {
    const proof = await report('seven', '--release', 'XenServer 7.1', '--release', 'XenServer 8');
    expect([proof.result, proof.exitCode]).to.deep.equal(['proven', 0]);
    const [ftp] = cells(proof, 'ftp', 'XenServer 7.1');
    expect([ftp?.result, ftp?.source]).to.deep.equal(['refused', '2.4']);
    expect(ftp?.reason).to.match(/on port 21 only/);
    expect(cells(proof, 'http', 'XenServer 7.1')[0]?.result).to.equal('proven');
    const [newer] = cells(proof, 'http', 'XenServer 8');
    expect(newer?.result).to.equal('not-tried');
    expect(newer?.reason).to.match(/platform version 3.4.0, the medium 2.7.0/);
  });

  it('proves media of 6.x for their own hosts; those of 5.6 have no plugin', async () => {
    const proof = await report('six', '--protocol', 'http', '--address', '127.0.0.1');
    expect(proof.cells.slice(0, 9).map(({ row, result }) => `${row}: ${result}`)).to.deep.equal([
      'every file: proven',
      ...['5.6', '5.6 FP1', '5.6 SP2'].map((name) => `XenServer ${name}: refused`),
      ...['6.0', '6.0.2', '6.1', '6.2', '6.5'].map((name) => `XenServer ${name}: proven`),
    ]);
  });

  it('tells which hosts cannot read a medium whose .treeinfo has [system-v1] alone', async () => {
    const proof = await report('alone', '--protocol', 'ftp');
    const results = new Map(proof.cells.map(({ row, result }) => [row, result]));
    expect(results.get('XCP-ng 7.6')).to.equal('refused');
    expect(results.get('XCP-ng 8.2.1')).to.equal('proven');
  });

  it('proves a medium that boots by UEFI only for hosts that are kept up to date, and tells which plugins refuse it', async () => {
    const releases = ['citrix-hypervisor-8.2-cu1', 'xenserver-8', 'xenserver-9'].flatMap((name) => ['--release', name]);
    const proof = await report('nine', '--protocol', 'http', '--address', '127.0.0.1', ...releases);
    const rows = proof.cells.map(({ row, result }) => `${row}: ${result}`);
    expect([proof.result, proof.exitCode, ...rows]).to.deep.equal([
      ...['proven', 0, 'every file: proven', 'Citrix Hypervisor 8.2 CU1: refused'],
      ...['XenServer 8: proven', 'XenServer 8 as released: refused'],
      'XenServer 9: not-tried',
    ]);
    const reasonOf = (row: string): string => cells(proof, 'http', row)[0]?.reason ?? '';
    expect(reasonOf('XenServer 8')).to.match(/by the changelog of their plugin/);
    for (const row of ['XenServer 8 as released', 'Citrix Hypervisor 8.2 CU1']) {
      expect(reasonOf(row), row).to.match(/not on the medium: .*isolinux\.cfg; from 3\.0\.2/);
    }
  });

  it('compares the files alone of a release that nobody has described', async () => {
    const proof = await report('future', '--protocol', 'ftp');
    expect(proof.cells.map(({ row, result }) => [row, result])).to.deep.equal([['every file', 'proven']]);
    expect(proof.installer).to.equal(null);
  });

  it('names the first object whose bytes are not those of the manifest, and the client that misses a file', async () => {
    const { stdout, exitCode } = await run('damaged', '--protocol', 'ftp', '--release', 'xcp-ng-8.1');
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/every file +FAILED/);
    expect(stdout).to.match(/Packages\/kernel\S+: sha256 \w{64}, of as many bytes, instead of sha256 \w{64}/);
    const proof = await report('damaged', '--protocol', 'http', '--address', '127.0.0.1', '--release', 'xcp-ng-8.1');
    expect([proof.result, proof.exitCode]).to.deep.equal(['failed', 1]);
    const [cell] = cells(proof, 'http', 'XCP-ng 8.1');
    expect(cell?.failure).to.include({ path: 'RPM-GPG-KEY-synth', client: 'installer', phase: 'packages' });
    expect(cell?.failure?.found).to.equal('refused with 500');
  });

  it('takes neither a name nor IPv6 for an address, and proves nothing then', async () => {
    const proof = await report('ng', '--protocol', 'ftp', '--address', 'localhost', '--address', '::1');
    expect([proof.result, proof.exitCode]).to.deep.equal(['nothing-proven', 1]);
    expect(cells(proof, 'ftp', 'every file').map(({ result, source }) => [result, source])).to.deep.equal([
      ['refused', '3.1'],
      ['refused', '0.8'],
    ]);
  });

  it('says that an address that does not lead here is no way to the medium', async () => {
    const proof = await report('ng', '--protocol', 'ftp', '--address', '127.0.0.9', '--release', 'xcp-ng-8.2');
    expect([proof.result, proof.exitCode]).to.deep.equal(['failed', 1]);
    expect(proof.cells[0]?.failure?.found).to.match(/ECONNREFUSED/);
  });

  it('refuses a release, a medium, and a protocol that it does not know', async () => {
    for (const [argv, code, exitCode] of [
      [['ng', '--release', 'xcp-ng-8.9'], 'PROOF_RELEASE_UNKNOWN', 3],
      [['future', '--release', 'xcp-ng-8.3'], 'PROOF_RELEASE_UNKNOWN', 3],
      [['other'], 'MEDIA_NOT_FOUND', 3],
      [['ng', '--protocol', 'smb'], 'USAGE', 2],
    ] as const) {
      const result = await run(...argv);
      expect([result.exitCode, result.stderr.includes(code)], result.stderr).to.deep.equal([exitCode, true]);
    }
    const elsewhere = await run('ng', '--state', join(folder, 'no-state'));
    expect([elsewhere.exitCode, elsewhere.stderr.includes('MEDIA_SERVER_UNREACHABLE')]).to.deep.equal([1, true]);
  });

  it('ends its addresses when it is interrupted', async () => {
    const interrupt = new AbortController();
    const argv = ['media', 'prove', 'ng', '--state', stateFolder()];
    const options = { workingFolder: folder, specs: [mediaProve], signal: interrupt.signal };
    const proof = runCli(argv, options);
    await waitUntilOpen(client());
    interrupt.abort(new DOMException('interrupted', 'AbortError'));
    expect((await proof).exitCode).to.equal(130);
    expect(new Set((await client().grants()).map(({ state }) => state))).to.deep.equal(new Set(['ended']));
  });
});

async function waitUntilOpen(client: MediaServerApi): Promise<void> {
  for (let tries = 0; !(await client.grants()).some(({ state }) => state === 'proof'); tries++) {
    if (tries > 2000) throw new Error('no address was opened');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Changes the last byte of a file whose path begins so, as somebody would behind Drydock's back. */
async function replaceInStore(tree: string, start: string): Promise<void> {
  const slash = start.lastIndexOf('/');
  const inside = join(tree, start.slice(0, slash));
  const name = (await readdir(inside)).find((one) => one.startsWith(start.slice(slash + 1)))!;
  const bytes = await readFile(join(inside, name));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(join(inside, 'changed'), bytes);
  await rename(join(inside, 'changed'), join(inside, name));
}
