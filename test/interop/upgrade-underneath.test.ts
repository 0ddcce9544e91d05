/**
 * Drydock is upgraded underneath a running service: its files are replaced, and its processes restarted one after the
 * other, while clients without retries fetch from a grant that is armed. Not one of them may notice.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { controlClient } from '../../src/contract/control-client.js';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerControl } from '../../src/contract/media-server.js';
import { readProcessFile } from '../../src/daemon/media-server/process-file.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { run } from '../media-builder/programs.js';
import { untilDead } from '../support/cli-process.js';
import { freshCheckout, output } from '../support/packages-installed.js';
import { fetchUntil, Tally } from '../support/servers-fetch-loop.js';
import { armedPath } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { testStore, type TestStore } from '../support/servers-process.js';

const names = ['.treeinfo', 'repodata/repomd.xml', 'boot/vmlinuz', 'install.img', 'missing'];

type Edit = readonly [file: string, from: string | RegExp, to: string];

describe('An upgrade of Drydock underneath a running service', function () {
  this.timeout(300_000);
  let folder: string;
  let store: TestStore;
  let installed: string;
  let client: MediaServerControl;
  let base: string;
  let httpPort: number;

  /** Another release: its version, and whatever else is edited. The names of its files differ, as those of a real one do. */
  async function release(version: string, ...edits: readonly Edit[]): Promise<string> {
    const checkout = await freshCheckout(join(folder, version));
    const all: readonly Edit[] = [
      ['package.json', /"version": "[^"]+"/, `"version": "${version}"`],
      ['src/shared/errors/codes/servers.ts', 'The media server did not start', `It did not start (${version})`],
      ...edits,
    ];
    for (const [file, from, to] of all) {
      const before = await readFile(join(checkout, file), 'utf8');
      const after = before.replace(from, to);
      expect(after, `${file} is another one`).not.to.equal(before);
      await writeFile(join(checkout, file), after);
    }
    await run('npm', ['run', 'build'], { cwd: checkout });
    return checkout;
  }

  /** As package managers do: new files over old ones, and then what is not of the new release goes. */
  async function upgradeTo(checkout: string): Promise<void> {
    for (const name of ['dist', 'bin', 'package.json'])
      await cp(join(checkout, name), join(installed, name), { recursive: true, force: true });
    const there = new Set(await readdir(join(checkout, 'dist'), { recursive: true }));
    const before = await readdir(join(installed, 'dist'), { recursive: true });
    const gone = before.filter((file) => !there.has(file));
    expect(gone.length, 'files of the release before').to.be.greaterThan(0);
    for (const file of gone) await rm(join(installed, 'dist', file), { recursive: true, force: true });
  }

  const drydock = (...argv: readonly string[]): Promise<string> =>
    output(
      [process.execPath, join(installed, 'bin', 'drydock.js')],
      [...argv, '--config', join(folder, 'drydock.yaml')],
      folder,
    );

  const layout = (): ReturnType<typeof stateLayout> => stateLayout(store.stateFolder);

  const workerOf = async (except?: number): Promise<number> => {
    const other = async (): Promise<number | undefined> => {
      const worker = (await readProcessFile(store.stateFolder))?.worker ?? undefined;
      return worker === except ? undefined : worker;
    };
    const waitingFor = 'another serving process';
    return waitUntil(other, { clock: systemClock, deadline: 60_000, every: 50, waitingFor });
  };

  /** Runs the clients while something is done to the servers; each of the clients' files must arrive. */
  async function unnoticed(act: () => Promise<unknown>): Promise<void> {
    const tally = new Tally();
    const done = new AbortController();
    const server = { httpPort, catalogue: store.catalogue };
    const clients = [1, 2, 3].map(() => fetchUntil(done.signal, server, base, names, tally));
    try {
      await tally.reaches(30);
      await act();
      await tally.reaches(tally.answered + 30);
    } finally {
      done.abort();
      await Promise.all(clients);
    }
    expect(tally.failures).to.deep.equal([]);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-upgrade-'));
    store = await testStore(treeinfoFiles(1024 * 1024));
    installed = await release('0.9.1');
    const servers = { http: [{ address: '127.0.0.1', port: 0 }], ftp: [] };
    const configuration = { state: store.stateFolder, media: { cache: store.mediaCache }, servers };
    await writeFile(join(folder, 'drydock.yaml'), JSON.stringify(configuration));
    await drydock('serve', '--detach');
    client = mediaServerClient({ socketPath: layout().mediaServerSocket });
    base = await armedPath(client, { id: 'upgraded' });
    httpPort = (await client.status()).endpoints[0]!.port;
  });
  after(async () => {
    await drydock('stop', '--force', 'the test is over').catch(() => undefined);
    await store.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('changes nothing for hosts: the new release serves behind the sockets of the old one, also after a kill', async () => {
    const { supervisor } = (await readProcessFile(store.stateFolder))!;
    const next = await release('0.9.2');
    await unnoticed(async () => {
      await upgradeTo(next);
      const first = await workerOf();
      await client.restart();
      const second = await workerOf(first);
      expect((await client.status()).version).to.equal('0.9.2');
      process.kill(second, 'SIGKILL');
      await workerOf(second);
      expect((await client.status()).version).to.equal('0.9.2');
    });
    expect((await readProcessFile(store.stateFolder))!.supervisor, 'the sockets never closed').to.equal(supervisor);
    expect(await readFile(layout().mediaServerLog, 'utf8')).to.match(/"serves":"0\.9\.2","supervises":"0\.9\.1"/);
  });

  it('restarts the controller too, and grants and activity go on where they were', async () => {
    const old = await controlClient({ socketPath: layout().controllerSocket }).status();
    expect(old.version).to.equal('0.9.1');
    await unnoticed(async () => {
      process.kill(old.pid, 'SIGTERM');
      await untilDead(old.pid);
      await drydock('serve', '--detach');
    });
    const fresh = await controlClient({ socketPath: layout().controllerSocket }).status();
    expect(fresh.version).to.equal('0.9.2');
    expect((await client.status()).armedGrants).to.deep.equal(['upgraded']);
    expect((await client.activity(0)).records.length).to.be.greaterThan(100);
  });

  it('to a release that cannot serve behind the old sockets leaves the present process serving, and says so', async () => {
    const strange = await release('0.9.3', ['src/contract/handover-version.ts', '[1, 2]', '[9]']);
    const serving = await workerOf();
    await unnoticed(async () => {
      await upgradeTo(strange);
      await client.restart();
      const said = async (): Promise<true | undefined> =>
        (await readFile(layout().mediaServerLog, 'utf8')).includes('no successor came up') ? true : undefined;
      await waitUntil(said, { clock: systemClock, deadline: 60_000, every: 100, waitingFor: 'the log to say so' });
    });
    expect(await workerOf()).to.equal(serving);
    expect(await readFile(layout().mediaServerLog, 'utf8')).to.include('MEDIA_SERVER_OTHER_VERSION');
  });
});
