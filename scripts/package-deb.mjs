// `npm run package:deb`: the Debian package of what the build made, by dpkg-deb, as dist/drydock_VERSION_ARCHITECTURE.deb.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { external } from './external.mjs';

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const architectures = { x64: 'amd64', arm64: 'arm64' };
const architecture = architectures[process.arch];
if (process.platform !== 'linux' || architecture === undefined) {
  stop('it holds native code of the machine that builds it: build it on Linux, on amd64 or arm64');
}
if (!existsSync('dist/cli/entry.cjs')) stop('nothing is built: npm run build');

const staging = mkdtempSync(join(tmpdir(), 'drydock-deb-'));
// The folder is the root of the package: what mkdtemp makes is for its owner alone.
chmodSync(staging, 0o755);
process.umask(0o022);
try {
  program();
  services();
  documentation();
  control();
  const file = join('dist', `drydock_${version}_${architecture}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', staging, file], { stdio: 'inherit' });
} catch (error) {
  if (error.code !== 'ENOENT' || error.path !== 'dpkg-deb') throw error;
  stop('dpkg-deb is missing: it is in the package dpkg, which Debian and Ubuntu have, and Homebrew as well');
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function stop(reason) {
  console.error(`no Debian package was made: ${reason}`);
  process.exit(1);
}

function program() {
  const home = 'usr/lib/drydock';
  for (const name of ['package.json', 'bin', 'config', 'demo', 'docs']) copy(name, `${home}/${name}`);
  for (const name of ['cli', 'daemon', 'chunks', 'dashboard']) copy(`dist/${name}`, `${home}/dist/${name}`);
  for (const name of neededAtRunTime()) copy(`node_modules/${name}`, `${home}/node_modules/${name}`);
  mkdirSync(join(staging, 'usr/bin'), { recursive: true });
  symlinkSync(`../lib/drydock/bin/drydock.js`, join(staging, 'usr/bin/drydock'));
}

/** What is not bundled, and what that needs on this kind of machine. */
function neededAtRunTime() {
  const names = new Set();
  const add = (name) => {
    if (names.has(name)) return;
    names.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(`node_modules/${name}/package.json`, 'utf8'),
    );
    for (const other of Object.keys(dependencies)) add(other);
    for (const other of Object.keys(optionalDependencies)) {
      if (other.endsWith(`-linux-${process.arch}-gnu`) || other.endsWith(`/linux-${process.arch}-gnu`)) add(other);
    }
  };
  external.forEach(add);
  return [...names];
}

function services() {
  for (const unit of readdirSync('packaging/systemd').filter((name) => /\.(service|socket)$/.test(name))) {
    copy(`packaging/systemd/${unit}`, `lib/systemd/system/${unit}`);
  }
  copy('packaging/systemd/drydock.sysusers.conf', 'usr/lib/sysusers.d/drydock.conf');
  copy('packaging/systemd/50-drydock.rules', 'usr/share/polkit-1/rules.d/50-drydock.rules');
  copy('packaging/debian/drydock.tmpfiles', 'usr/lib/tmpfiles.d/drydock.conf');
  copy('packaging/debian/drydock.default', 'etc/default/drydock');
  copy('packaging/debian/drydock.yaml', 'etc/drydock/drydock.yaml');
}

function documentation() {
  const share = 'usr/share/doc/drydock';
  const compressed = (file) => gzipSync(readFileSync(file), { level: 9 });
  write('usr/share/man/man1/drydock.1.gz', compressed('packaging/drydock.1'));
  copy('packaging/drydock.cdx.json', `${share}/drydock.cdx.json`);
  write(`${share}/changelog.gz`, compressed('CHANGELOG.md'));
  write(
    `${share}/copyright`,
    ['LICENSE', 'dist/third-party-licenses.txt'].map((file) => readFileSync(file, 'utf8')).join('\n\n'),
  );
  const places = {
    bash: 'usr/share/bash-completion/completions/drydock',
    zsh: 'usr/share/zsh/vendor-completions/_drydock',
    fish: 'usr/share/fish/vendor_completions.d/drydock.fish',
  };
  for (const [shell, place] of Object.entries(places)) {
    write(place, execFileSync(process.execPath, ['bin/drydock.js', 'completion', shell]));
  }
}

function control() {
  const files = readdirSync(staging, { recursive: true }).filter((name) => statSync(join(staging, name)).isFile());
  const kilobytes = files.reduce((sum, name) => sum + Math.ceil(statSync(join(staging, name)).size / 1024), 0);
  const packed = files.filter((name) => name !== 'usr/bin/drydock').sort();
  const digest = (name) =>
    createHash('md5')
      .update(readFileSync(join(staging, name)))
      .digest('hex');
  write('DEBIAN/md5sums', packed.map((name) => `${digest(name)}  ${name}\n`).join(''));
  write('DEBIAN/conffiles', '/etc/default/drydock\n/etc/drydock/drydock.yaml\n');
  for (const script of ['postinst', 'prerm', 'postrm']) {
    copy(`packaging/debian/${script}`, `DEBIAN/${script}`);
    chmodSync(join(staging, 'DEBIAN', script), 0o755);
  }
  const fields = {
    Package: 'drydock',
    Version: version,
    Architecture: architecture,
    Maintainer: 'The Drydock project <drydock@localhost>',
    'Installed-Size': kilobytes,
    Depends: `nodejs (${engines.node.replace('>=', '>= ')}), systemd, libc6`,
    Section: 'admin',
    Priority: 'optional',
    Description: [
      'network install media server and upgrade controller for XenServer pools',
      ' Imports and verifies installation media of XenServer, Citrix Hypervisor and',
      ' XCP-ng, serves them to hosts, and upgrades a pool host by host.',
    ].join('\n'),
  };
  write(
    'DEBIAN/control',
    Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  );
}

function copy(from, to) {
  const keep = (path) => !path.endsWith('.map') && !/openpgp\/dist\/(types|lightweight)$/.test(path);
  mkdirSync(dirname(join(staging, to)), { recursive: true });
  cpSync(from, join(staging, to), { recursive: true, filter: keep });
}

function write(to, content) {
  mkdirSync(dirname(join(staging, to)), { recursive: true });
  writeFileSync(join(staging, to), content);
}
