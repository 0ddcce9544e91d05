/**
 * The Debian package: built by dpkg-deb, and installed, used, upgraded, removed and purged by dpkg, in a copy of this system
 * that is thrown away.
 */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { run } from '../media-builder/programs.js';
import { requirePrograms } from '../support/media-interop.js';
import { freshCheckout } from '../support/packages-installed.js';

const overlay = fileURLToPath(new URL('../support/packages-overlay.sh', import.meta.url));
const packaging = fileURLToPath(new URL('../../packaging/', import.meta.url));
const asUser = 'setpriv --reuid drydock --regid drydock --clear-groups env HOME=/var/lib/drydock';
const config = '--config /etc/drydock/drydock.yaml';
/** Node of CI need not come from a package, so its absence is no error here. */
const install = 'dpkg -i --force-depends drydock.deb >log 2>&1 || { cat log; exit 1; }';

describe('The Debian package', function () {
  this.timeout(120_000);
  let folder: string;
  let file: string;

  before(async function () {
    requirePrograms(this, ['dpkg-deb', 'dpkg', 'unshare', 'mount', 'chroot', 'setpriv', 'systemd-sysusers']);
    if (process.getuid?.() !== 0) {
      if (process.env['CI'] === 'true') throw new Error('needs root');
      process.stderr.write('    skipped: needs root\n');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'drydock-deb-test-'));
    const checkout = await freshCheckout(join(folder, 'checkout'));
    await run('npm', ['run', 'package:deb'], { cwd: checkout });
    const [name = ''] = (await readdir(join(checkout, 'dist'))).filter((entry) => entry.endsWith('.deb'));
    file = join(checkout, 'dist', name);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const within = async (...lines: readonly string[]): Promise<string> => {
    const root = await mkdtemp(join(folder, 'root-'));
    const words = ['--mount', 'sh', overlay, root, file, ['set -e', ...lines].join('\n')];
    return (await run('unshare', words)).toString();
  };

  it('says what it needs, keeps the two files of the administrator, and belongs to root', async () => {
    const fields = (await run('dpkg-deb', ['-f', file])).toString();
    expect(fields)
      .to.match(/^Package: drydock$/m)
      .and.to.match(/^Depends: nodejs \(>= 20\.19\), systemd/m);
    const conffiles = (await run('dpkg-deb', ['-I', file, 'conffiles'])).toString();
    expect(conffiles).to.equal('/etc/default/drydock\n/etc/drydock/drydock.yaml\n');
    const content = (await run('dpkg-deb', ['-c', file])).toString().trim().split('\n');
    expect(
      content.filter((line) => !/^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) root\/root /.test(line)),
    ).to.deep.equal([]);
    const names = content.map((line) => line.split(/\s+/)[5]);
    expect(names).to.include.members([
      './lib/systemd/system/drydock-media.service',
      './lib/systemd/system/drydock-controller.service',
      './lib/systemd/system/drydock-media-http.socket',
      './usr/lib/sysusers.d/drydock.conf',
      './usr/lib/tmpfiles.d/drydock.conf',
      './usr/bin/drydock',
      './usr/share/man/man1/drydock.1.gz',
      './usr/share/bash-completion/completions/drydock',
      './usr/lib/drydock/node_modules/libsql/index.js',
    ]);
    expect(content.join('\n')).not.to.match(/\.map$|\/(test|src)\//m);
    expect(names.filter((name) => name?.endsWith('/express/'))).to.deep.equal([]);
  });

  it('is installed and used by its own user, keeps a changed configuration, and is removed and purged', async () => {
    const said = await within(
      install,
      'drydock --version',
      `cd /var/lib/drydock; ${asUser} drydock media import /usr/lib/drydock/demo/drydock-demo-8.3.0.iso ${config} 2>&1`,
      `stat -c '%U %n' /var/lib/drydock/media`,
      "cd /tmp; echo '# mine' >>/etc/drydock/drydock.yaml",
      install,
      'grep mine /etc/drydock/drydock.yaml',
      'dpkg -V drydock | grep -v doc/ || true',
      'dpkg -r drydock >log 2>&1 || { cat log; exit 1; }',
      'ls -d /usr/lib/drydock /usr/bin/drydock 2>&1 | grep -c "No such"',
      'ls -d /etc/drydock/drydock.yaml /var/lib/drydock/media',
      'dpkg -P drydock >log 2>&1 || { cat log; exit 1; }',
      'ls -d /etc/drydock /etc/default/drydock /var/lib/drydock 2>&1 | grep -c "No such"',
    );
    expect(said).to.include('is published').and.to.include('drydock /var/lib/drydock/media').and.to.include('# mine');
    expect(said.trim().split('\n').slice(-5)).to.deep.equal([
      // Of all its files the configuration alone differs.
      '??5?????? c /etc/drydock/drydock.yaml',
      '2',
      '/etc/drydock/drydock.yaml',
      '/var/lib/drydock/media',
      '3',
    ]);
  });

  it('is not removed while `drydock stop` refuses, since a host may be installing', async () => {
    const said = await within(
      install,
      'rm /usr/bin/drydock',
      "printf '#!/bin/sh\\necho $* as $(id -un); exit 1\\n' >/usr/bin/drydock; chmod 755 /usr/bin/drydock",
      'dpkg -r drydock 2>&1 || echo refused',
      'ls -d /usr/lib/drydock/bin',
    );
    expect(said).to.include('stop --state /var/lib/drydock/state as drydock');
    expect(said.trim().split('\n').slice(-2)).to.deep.equal(['refused', '/usr/lib/drydock/bin']);
  });

  it('on an upgrade restarts the controller, and has the media server drain without being waited for', async () => {
    const said = await within(
      'mkdir -p /run/systemd/system',
      "printf '#!/bin/sh\\necho systemctl $* >>/var/calls\\n' >/usr/bin/systemctl",
      install,
      'echo first; cat /var/calls; rm /var/calls',
      install,
      'echo again; cat /var/calls',
    );
    const ours = said.split('\n').filter((line) => !/^systemctl.*(man-db|daemon-reexec)/.test(line) && line !== '');
    expect(ours).to.deep.equal([
      'first',
      'systemctl daemon-reload',
      'again',
      'systemctl daemon-reload',
      'systemctl try-restart drydock-controller.service',
      'systemctl --no-block try-restart drydock-media.service',
      'systemctl --quiet is-active drydock-media.service',
    ]);
  });

  it('orders neither service after the other: a start of the controller would wait for a stop that waits for it', async () => {
    for (const [name, other] of [
      ['controller', 'media'],
      ['media', 'controller'],
    ] as const) {
      const unit = await readFile(join(packaging, 'systemd', `drydock-${name}.service`), 'utf8');
      expect(unit).not.to.match(
        new RegExp(`^(After|Before|Requires|BindsTo|PartOf|Wants)=.*drydock-${other}\\.service`, 'm'),
      );
    }
  });

  it('says what is missing where there is no dpkg-deb', async () => {
    const checkout = join(folder, 'checkout');
    const bin = join(folder, 'no-dpkg');
    await mkdir(bin);
    const words = [
      '-c',
      'ln -s "$(command -v node)" "$0"/node && cd "$1" && PATH="$0" "$0"/node scripts/package-deb.mjs 2>&1; echo "$?"',
    ];
    const said = (await run('sh', [...words, bin, checkout])).toString();
    expect(said)
      .to.include('dpkg-deb is missing')
      .and.to.match(/\n1\n$/);
  });
});
