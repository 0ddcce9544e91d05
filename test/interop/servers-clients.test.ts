/** Real programs read an imported medium from the running media server, and get what the manifest says. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerControl } from '../../src/contract/media-server.js';
import { startMediaServer, type RunningMediaServer } from '../../src/daemon/media-server/start-media-server.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { importMedia } from '../../src/media/import-media.js';
import type { Manifest } from '../../src/media/manifest.js';
import { buildMedium } from '../media-builder/build-medium.js';
import { xenServerLike } from '../media-builder/medium-options.js';
import { builderPrograms, run } from '../media-builder/programs.js';
import { folderDigests, requirePrograms, sorted } from '../support/media-interop.js';
import { armedPath } from '../support/servers-http.js';
import { waitForEnd } from '../support/servers-process.js';

const python = `
import ftplib, os, sys, urllib.request
from urllib.parse import quote
how, host, port, base, out = sys.argv[1:6]
ftp = None
if how == 'ftplib':
    ftp = ftplib.FTP(); ftp.connect(host, int(port)); ftp.login(); ftp.cwd(base.lstrip('/'))
for name in sys.stdin.read().splitlines():
    target = os.path.join(out, name); os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, 'wb') as f:
        if ftp is None:
            scheme = how.split('-')[1]
            f.write(urllib.request.urlopen('%s://%s:%s%s%s' % (scheme, host, port, base, quote(name))).read())
        else:
            assert ftp.size(name) is not None
            ftp.retrbinary('RETR ' + name, f.write)
`;

describe('Real clients against the running media server', function () {
  this.timeout(180_000);
  let work: string;
  const folder = (): string => work;
  let manifest: Manifest;
  let running: RunningMediaServer;
  let client: MediaServerControl;
  let rounds = 0;

  before(function () {
    requirePrograms(this, [...builderPrograms, 'curl', 'wget', 'lftp', 'python3', 'aria2c', 'dnf']);
  });
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'drydock-clients-'));
    const stateFolder = join(folder(), 'state');
    const mediaCache = join(folder(), 'cache');
    const image = join(folder(), 'medium.iso');
    // Large enough for a download manager to split it.
    await buildMedium('treeinfo', xenServerLike({ installImage: 5_000_000 }), image);
    ({ manifest } = await importMedia({ source: image, mediaCache }));
    const listen = [{ address: '127.0.0.1', port: 0 }];
    running = await startMediaServer({ stateFolder, mediaCache, http: listen, ftp: listen });
    client = mediaServerClient({ socketPath: stateLayout(stateFolder).mediaServerSocket });
    rounds = 0;
  });
  afterEach(async () => {
    await client.stopByForce('the test is over');
    await waitForEnd(running.pid);
    await rm(work, { recursive: true });
  });

  const port = (protocol: 'http' | 'ftp'): number =>
    running.status.endpoints.find((one) => one.protocol === protocol)!.port;
  const url = (protocol: 'http' | 'ftp', path: string): string => `${protocol}://127.0.0.1:${port(protocol)}${path}`;
  const names = (): string[] => manifest.files.map((file) => file.path);
  const expected = (): string[] => manifest.files.map((file) => `${file.path} ${file.sha256}`).sort();
  const encoded = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

  async function got(fetch: (into: string) => Promise<unknown>): Promise<void> {
    const into = join(folder(), `got${(rounds += 1)}`);
    await mkdir(into);
    await fetch(into);
    expect(sorted(await folderDigests(into))).to.deep.equal(expected());
  }

  /** Several files at once, and four connections to one file. */
  async function aria2(protocol: 'http' | 'ftp', base: string, into: string): Promise<void> {
    const list = join(folder(), 'aria2.txt');
    await writeFile(
      list,
      names()
        .map((name) => `${url(protocol, base + encoded(name))}\n  out=${name}\n`)
        .join(''),
    );
    const split = ['--split=4', '--max-connection-per-server=4', '--min-split-size=1M'];
    // Slow enough that a file is not there before its second connection is: only then is it asked for in parts.
    const slowly = '--max-download-limit=8M';
    const options = ['--no-conf', '--quiet', '--max-tries=1', '--max-concurrent-downloads=4', slowly, ...split];
    await run('aria2c', [...options, `--dir=${into}`, `--input-file=${list}`]);
  }

  it('curl, wget, lftp, aria2, urllib and ftplib fetch the whole tree over HTTP and FTP', async () => {
    const plain = `/media/${manifest.id}/`;
    const armed = await armedPath(client, { media: manifest.id });
    for (const protocol of ['http', 'ftp'] as const) {
      for (const base of [plain, armed]) {
        await got(async (into) => {
          const lines = names().map(
            (name) => `url = "${url(protocol, base + encoded(name))}"\noutput = "${join(into, name)}"\n`,
          );
          await writeFile(join(folder(), 'curl.txt'), lines.join(''));
          await run('curl', ['--silent', '--fail', '--create-dirs', '--config', join(folder(), 'curl.txt')]);
        });
        await got((into) => aria2(protocol, base, into));
        await got((into) =>
          run('python3', ['-c', python, `urllib-${protocol}`, '127.0.0.1', String(port(protocol)), base, into], {
            input: names().join('\n'),
          }),
        );
      }
      await got((into) =>
        run('lftp', ['-c', `set net:max-retries 1; open ${url(protocol, '/')}; mirror --parallel=4 ${plain} ${into}`]),
      );
      await got((into) =>
        run('wget', [
          '--quiet',
          '--tries=1',
          '-r',
          '-np',
          '-nH',
          '--cut-dirs=2',
          '-e',
          'robots=off',
          '-P',
          into,
          '--reject',
          'index.html*,.listing',
          url(protocol, plain),
        ]),
      );
    }
    for (const base of [plain, armed]) {
      await got((into) =>
        run('python3', ['-c', python, 'ftplib', '127.0.0.1', String(port('ftp')), base, into], {
          input: names().join('\n'),
        }),
      );
    }
    const progress = (await client.grant('run1.host1'))?.progress;
    expect([progress?.packages, progress?.lastFailure]).to.deep.equal([progress?.totalPackages, null]);
    const { records } = await client.activity(0);
    const split = records.filter(({ path, status }) => path === 'install.img' && status === 206);
    expect([...new Set(split.map(({ protocol }) => protocol))].sort(), 'aria2 asked for parts').to.deep.equal([
      'ftp',
      'http',
    ]);
  });

  for (const protocol of ['http', 'ftp'] as const) {
    it(`dnf installs the two groups over ${protocol}, as the installer does, with signatures checked`, async () => {
      const base = await armedPath(client, { media: manifest.id });
      const root = join(folder(), `root-${protocol}`);
      const key = join(folder(), 'key');
      await run('curl', [
        '--silent',
        '--fail',
        '-o',
        key,
        url(protocol, base + manifest.files.find((file) => file.role === 'key')!.path),
      ]);
      const configuration = [
        '[main]',
        'keepcache=0',
        'plugins=0',
        `reposdir=${join(folder(), 'none')}`,
        `cachedir=${join(folder(), `cache-${protocol}`)}`,
        'module_platform_id=platform:el8',
        '[media]',
        'name=media',
        `baseurl=${url(protocol, base)}`,
        'gpgcheck=1',
        'repo_gpgcheck=1',
        `gpgkey=file://${key}`,
        '',
      ];
      await writeFile(join(folder(), 'dnf.conf'), configuration.join('\n'));
      const common = [
        '-c',
        join(folder(), 'dnf.conf'),
        `--installroot=${root}`,
        '--releasever=1',
        '--repo=media',
        '-y',
      ];
      const output = await run('dnf', [...common, 'install', '@xenserver_base', '@xenserver_dom0']).then(
        String,
        String,
      );
      const installed = (await run('rpm', ['--root', root, '-qa', '--qf', '%{NAME}\n']))
        .toString()
        .split('\n')
        .filter((name) => !['', 'gpg-pubkey'].includes(name));
      const packages = manifest.files.filter((file) => file.role === 'package').length;
      expect(installed.length, output).to.equal(packages);
      const progress = (await client.grant('run1.host1'))!.progress;
      expect([progress.packages, progress.phase, progress.lastFailure]).to.deep.equal([packages, 'packages', null]);
    });
  }

  it('dnf with its own retries installs although the serving process is killed again and again', async () => {
    const base = await armedPath(client, { media: manifest.id });
    const root = join(folder(), 'root-killed');
    const processes = join(folder(), 'state', 'media-server', 'processes.json');
    const common = [
      '--setopt=reposdir=/nonexistent',
      `--setopt=cachedir=${join(folder(), 'c')}`,
      '--setopt=gpgcheck=0',
      '--setopt=module_platform_id=platform:el8',
    ];
    let done = false;
    const install = run('dnf', [
      '-y',
      `--installroot=${root}`,
      '--releasever=1',
      ...common,
      `--repofrompath=x,${url('http', base)}`,
      '--repo=x',
      'install',
      '@xenserver_base',
      '@xenserver_dom0',
    ])
      .then(String, String)
      .finally(() => {
        done = true;
      });
    let kills = 0;
    for (let last = 0; !isTrue(done); await new Promise((resolve) => setTimeout(resolve, 150))) {
      const { worker } = JSON.parse(await readFile(processes, 'utf8')) as { worker: number | null };
      if (worker === null || worker === last || kills >= 6) continue;
      last = worker;
      kills += 1;
      process.kill(worker, 'SIGKILL');
    }
    const output = await install;
    const installed = (await run('rpm', ['--root', root, '-qa'])).toString().trim().split('\n').length;
    expect(installed, output).to.equal(manifest.files.filter((file) => file.role === 'package').length);
    expect(kills).to.be.greaterThan(0);
    console.log(`      ${kills} kills during the installation`);
  });
});

/** Keeps the compiler from believing that a flag set elsewhere never changes. */
function isTrue(value: boolean): boolean {
  return value;
}
