import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { inspectSource } from '../../src/media/inspect-source.js';
import { findProgram, run } from '../media-builder/programs.js';
import { demoImage, expectError, temporaryFolder } from '../support/media-cases.js';
import { requirePrograms } from '../support/media-interop.js';
import { sha256Of } from '../support/media-sources.js';
import { freePort, startPeer } from '../bench/peer-process.js';

type Pack = (tree: string, archive: string) => Promise<unknown>;

const zip =
  (...options: string[]): Pack =>
  (tree, archive) =>
    run('zip', ['-q', '-r', '-y', ...options, archive, '.'], { cwd: tree });
const sevenZip =
  (...options: string[]): Pack =>
  (tree, archive) =>
    run('7zz', ['a', '-tzip', '-snl', ...options, archive, '.'], { cwd: tree });

const packings: [string, Pack][] = [
  ['zip', zip()],
  ['zip without compression', zip('-0')],
  [
    'zip into a pipe, which puts the sizes behind the bytes',
    (tree, archive) => run('sh', ['-c', `zip -q -r -y - . > '${archive}'`], { cwd: tree }),
  ],
  ['zip in its 64-bit form', zip('-fz')],
  ['7-Zip', sevenZip()],
  ['7-Zip without compression', sevenZip('-mx=0')],
  ['bsdtar', (tree, archive) => run('bsdtar', ['-c', '--format', 'zip', '-f', archive, '.'], { cwd: tree })],
  [
    'Python',
    (tree, archive) =>
      run('python3', [
        '-c',
        'import shutil,sys; shutil.make_archive(sys.argv[2][:-4], "zip", sys.argv[1])',
        tree,
        archive,
      ]),
  ],
];

describe('Importing media that other programs packed or serve', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const archive = (): string => join(folder(), 'packed.zip');
  const tree = (): string => join(folder(), 'tree');
  const imported = (source: string, cache = 'cache'): ReturnType<typeof importMedia> =>
    importMedia({ source, mediaCache: join(folder(), cache) });

  async function demoFiles(): Promise<string[]> {
    const { manifest } = await imported(demoImage, 'reference');
    return manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`);
  }

  before(function () {
    requirePrograms(this, ['zip', '7zz', 'bsdtar', 'xorriso', 'python3', 'gpg']);
  });

  describe('a tree', () => {
    beforeEach(async () => {
      await run('xorriso', ['-osirrox', 'on', '-indev', demoImage, '-extract', '/', tree()]);
      await run('chmod', ['-R', 'u+rwX', tree()]);
      // Python's archives and folders alike: a link to a file is a file with the same content.
      await rename(join(tree(), 'EULA'), join(tree(), 'EULA.txt')).catch(() => undefined);
      await writeFile(join(tree(), 'EULA.txt'), 'the licence');
      await symlink('EULA.txt', join(tree(), 'EULA'));
      await mkdir(join(tree(), 'empty'), { recursive: true });
    });

    for (const [name, pack] of packings) {
      it(`packed by ${name} gives the same files as the folder itself`, async () => {
        await pack(tree(), archive());
        const fromFolder = await imported(tree(), 'reference');
        const fromZip = await imported(archive());
        const files = ({ manifest }: typeof fromZip): string[] =>
          manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`);
        expect(files(fromZip)).to.deep.equal(files(fromFolder));
        expect(files(fromZip)).to.include(`EULA ${sha256Of('the licence')}`);
        expect(fromZip.manifest.source.kind).to.equal('zip');
        expect(fromZip.manifest.source.sha256).to.equal(sha256Of(await readFile(archive())));
      });
    }

    const unsupported: [string, Pack, RegExp][] = [
      ['an encrypted archive', zip('-P', 'secret'), /encrypted/],
      ['bzip2 in a zip archive', sevenZip('-mm=BZip2'), /method 12/],
    ];
    for (const [name, pack, text] of unsupported) {
      it(`${name} is refused`, async () => {
        await pack(tree(), archive());
        await expectError(imported(archive()), 'MEDIA_ARCHIVE_UNSUPPORTED', text);
      });
    }
  });

  it('a part of a split archive is told', async () => {
    await run('zip', ['-q', '-0', '-s', '64k', archive(), demoImage]);
    const first = join(folder(), 'packed.z01');
    await expectError(imported(first), 'MEDIA_SOURCE_UNSUPPORTED', /part of a split zip/);
    await expectError(imported(archive()), 'MEDIA_SOURCE_UNSUPPORTED');
  });

  describe('an image', () => {
    for (const [name, pack] of packings.slice(0, 6)) {
      it(`packed by ${name} gives what the image gives`, async () => {
        await mkdir(tree());
        await copyFile(demoImage, join(tree(), 'install.iso'));
        await writeFile(join(tree(), 'readme'), 'read me');
        await pack(tree(), archive());
        const { manifest } = await imported(archive());
        expect(manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`)).to.deep.equal(await demoFiles());
        expect(manifest.source).to.deep.include({ kind: 'zip iso', sha256: sha256Of(await readFile(archive())) });
      });
    }
  });

  it('a hotfix as GnuPG signs it is told, compressed or not, but for bzip2, which is only told to be no medium', async () => {
    const home = join(folder(), 'gpg');
    await mkdir(home, { mode: 0o700 });
    const gpg = (...options: string[]): Promise<Buffer> =>
      run('gpg', ['--homedir', home, '--batch', '--yes', '--passphrase', '', ...options]);
    await gpg('--quick-generate-key', 'test@example.test', 'ed25519', 'sign', 'never');
    await writeFile(join(folder(), 'program'), 'echo patch\n'.repeat(10_000));
    const signed = async (...options: string[]): Promise<string> => {
      await gpg(...options, '--output', join(folder(), 'hotfix'), '--sign', join(folder(), 'program'));
      return join(folder(), 'hotfix');
    };
    for (const options of [[], ['-z', '0'], ['--compress-algo', 'zip'], ['--compress-algo', 'zlib'], ['--armor']])
      await expectError(imported(await signed(...options)), 'MEDIA_SOURCE_UNSUPPORTED', /hotfixes/);
    await expectError(imported(await signed('--compress-algo', 'bzip2')), 'MEDIA_SOURCE_UNSUPPORTED');
  });

  describe('from a server', () => {
    let stop: () => Promise<void> = () => Promise.resolve();
    afterEach(() => stop());

    beforeEach(() => copyFile(demoImage, join(folder(), 'install.iso')));

    async function importedAndInspected(address: string): Promise<void> {
      const { manifest } = await imported(`${address}/install.iso`);
      expect(manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`)).to.deep.equal(await demoFiles());
      expect(manifest.source).to.deep.include({ kind: 'url iso', label: 'install.iso' });
      const inspection = await inspectSource({ source: `${address}/install.iso` });
      expect(inspection.medium).to.deep.equal((await inspectSource({ source: demoImage })).medium);
      await expectError(imported(`${address}/missing.iso`), 'MEDIA_DOWNLOAD_FAILED', /status 404/);
    }

    it('of Python, which sends no parts', async () => {
      const server = spawn(
        'python3',
        ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder()],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      stop = () => ended(server);
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      const port = /port (\d+)/.exec(line.toString())?.[1] ?? '';
      await importedAndInspected(`http://127.0.0.1:${port}`);
    });

    it('nginx, by parts', async function () {
      const program = findProgram('nginx') ?? findProgram('../sbin/nginx');
      if (program === undefined) {
        requirePrograms(this, ['nginx']);
        return;
      }
      const port = await freePort();
      const prefix = join(folder(), 'nginx');
      await mkdir(prefix);
      const config = join(prefix, 'nginx.conf');
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${prefix}/${kind};`)
        .join(' ');
      await writeFile(
        config,
        `daemon off; ${user} pid ${prefix}/pid; error_log ${prefix}/error.log; events {} http { access_log ${prefix}/access.log; ${temporary} server { listen 127.0.0.1:${port}; root ${folder()}; } }`,
      );
      const peer = await startPeer(program, ['-c', config, '-p', prefix], port);
      if (peer === undefined) throw new Error('nginx did not start');
      stop = () => peer.stop();
      await importedAndInspected(`http://127.0.0.1:${port}`);
      await stop();
      expect(await readFile(join(prefix, 'access.log'), 'utf8')).to.match(/"GET \/install\.iso HTTP\/1\.1" 206/);
    });
  });
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
