import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { runClientScript, type MediaAnswer, type MediaRequest } from '../../src/installer/client-script.js';
import { packagePhase } from '../../src/installer/package-phase.js';
import { parsePrimary } from '../../src/installer/parsers/repository-metadata.js';
import { hostLibraryOf, pluginMain, pluginTestUrl } from '../../src/installer/plugin.js';
import { installerProfile, packageManagerProfile, pluginClient } from '../../src/installer/profiles.js';
import { unattendedInstall } from '../../src/installer/unattended-install.js';
import { hostLibraries } from '../../src/installer/host-library.js';
import { openMediaTransport, TransportPerClient } from '../../src/installer/transports/open-transport.js';
import { releases } from '../../src/releases/find-release.js';
import type { ReleaseFacts } from '../../src/releases/release-facts.js';
import { addRepository, modernMedium, treeinfoText, xmlMedium, type Tree } from '../support/installer-media.js';
import { serveFtp, serveHttp } from '../support/installer-servers.js';

/** Answers from a tree; `change` may replace an answer. */
function transportOver(
  tree: Tree,
  change: (request: MediaRequest, nth: number) => MediaAnswer | undefined = () => undefined,
) {
  const asked: MediaRequest[] = [];
  return {
    asked,
    request: (request: MediaRequest): Promise<MediaAnswer> => {
      asked.push(request);
      const nth = asked.filter((earlier) => earlier.path === request.path && earlier.mode === request.mode).length;
      const changed = change(request, nth);
      if (changed !== undefined) return Promise.resolve(changed);
      const body = tree.get(request.path);
      if (body === undefined) return Promise.resolve({ outcome: 'missing', status: 404 });
      return Promise.resolve({ outcome: 'found', size: body.length, ...(request.mode === 'read' ? { body } : {}) });
    },
    close: () => Promise.resolve(),
  };
}

async function install(
  release: ReleaseFacts,
  tree: Tree,
  change?: Parameters<typeof transportOver>[1],
  hostPlatformVersion = '3.2.1',
) {
  const transport = transportOver(tree, change);
  let formatted = false;
  const onDiskFormatted = (): void => {
    formatted = true;
    expect(transport.asked.every((request) => request.phase === 'look-up')).to.equal(true);
  };
  const verdict = await runClientScript(
    unattendedInstall({ release, hostPlatformVersion, onDiskFormatted }),
    transport,
  );
  return { verdict, formatted, asked: transport.asked };
}

const missing: MediaAnswer = { outcome: 'missing', status: 404 };
const broken: MediaAnswer = { outcome: 'failed', reason: 'connection reset' };

describe('An unattended installation', () => {
  // Installers up to 6.5 know no .treeinfo: xml-package-phase.test.ts has theirs.
  for (const release of Object.values(releases).filter(({ installer }) => installer.generation !== '5.6')) {
    it(`of ${release.id} fetches what its targets need and reports the versions of the medium`, async () => {
      const { platform, productVersion } = release;
      const tree = modernMedium({ platformVersion: platform.version, productVersion });
      const { verdict, formatted, asked } = await install(release, tree, undefined, release.installer.minimumPlatform);
      expect(verdict).to.deep.include({ outcome: 'installed' });
      expect(verdict.outcome === 'installed' && verdict.versions).to.deep.include({
        platformVersion: platform.version,
        productVersion,
      });
      expect(formatted).to.equal(true);
      const packages = asked.filter((request) => request.path.startsWith('Packages/')).map((request) => request.path);
      const all = ['Packages/synth-base-1.0-1.noarch.rpm', 'Packages/synth-dom0-1.0-1.noarch.rpm'];
      if (release.brand === 'XCP-ng') all.push('Packages/xcp-ng-deps-8.3.0-1.noarch.rpm');
      expect(packages).to.have.members(all);
    });
  }

  it('never asks twice for a file of its own look-ups, and the package manager as often as it really does', async () => {
    const { asked } = await install(releases['xcp-ng-8.3'], modernMedium());
    expect(
      asked.filter((request) => request.client === 'installer').every((request) => request.retries === 0),
    ).to.equal(true);
    expect(
      asked.filter((request) => request.client === 'package-manager').every((request) => request.retries === 9),
    ).to.equal(true);
  });

  it('fetches the checking key before the packages on new media, and every key after them on old ones', async () => {
    const order = async (release: ReleaseFacts): Promise<string[]> => {
      const { platform, productVersion } = release;
      const tree = modernMedium({ platformVersion: platform.version, productVersion });
      const { asked } = await install(release, tree, undefined, '2.7.0');
      return asked.map((request) => request.path).filter((path) => /KEY|Packages|asc$/.test(path));
    };
    expect((await order(releases['xenserver-8'])).slice(0, 2)).to.deep.equal([
      'RPM-GPG-KEY-synth',
      'repodata/repomd.xml.asc',
    ]);
    const old = await order(releases['xenserver-7.6']);
    expect(old.at(-1)).to.equal('RPM-GPG-KEY-synth');
    expect(old).to.not.include('repodata/repomd.xml.asc');
  });

  it('refuses before the disk when nothing is there, and the host returns to its old system', async () => {
    const { verdict, formatted } = await install(releases['xcp-ng-8.3'], new Map());
    expect(verdict).to.deep.equal({ outcome: 'refused-before-disk', reason: 'no-repository' });
    expect(formatted).to.equal(false);
  });

  it('refuses a host that is too old or newer than the medium', async () => {
    const range = { outcome: 'refused-before-disk', reason: 'version-out-of-range' };
    expect((await install(releases['xcp-ng-8.3'], modernMedium(), undefined, '1.9.0')).verdict).to.deep.equal(range);
    expect((await install(releases['xcp-ng-8.3'], modernMedium(), undefined, '3.5.0')).verdict).to.deep.equal(range);
    expect((await install(releases['xcp-ng-8.3'], modernMedium(), undefined, '3.4.0')).formatted).to.equal(true);
  });

  it('is lost after the disk when .treeinfo is missing but repomd.xml is there: the trap of 2021-12', async () => {
    const tree = modernMedium();
    tree.delete('.treeinfo');
    expect((await install(releases['xcp-ng-8.3'], tree)).verdict).to.deep.equal({
      outcome: 'failed-after-disk',
      reason: 'no-main-repository',
    });
    expect((await install(releases['xcp-ng-8.2'], tree)).verdict.outcome).to.equal('refused-before-disk');
  });

  it('is lost when a single request of the second look-up fails, for it is not repeated', async () => {
    const { verdict } = await install(releases['xcp-ng-8.3'], modernMedium(), (request, nth) =>
      request.path === '.treeinfo' && request.mode === 'read' && nth === 2 ? broken : undefined,
    );
    expect(verdict).to.deep.equal({ outcome: 'failed-after-disk', reason: 'missing-file', missing: '.treeinfo' });
  });

  for (const path of ['RPM-GPG-KEY-synth', 'repodata/repomd.xml.asc', 'Packages/synth-base-1.0-1.noarch.rpm']) {
    it(`is lost when ${path} is missing`, async () => {
      const { verdict } = await install(releases['xcp-ng-8.3'], modernMedium(), (request) =>
        request.path === path ? missing : undefined,
      );
      expect(verdict).to.deep.equal({ outcome: 'failed-after-disk', reason: 'missing-file', missing: path });
    });
  }

  it('survives transfers of packages that break, as often as the package manager tries', async () => {
    const path = 'Packages/synth-base-1.0-1.noarch.rpm';
    const brokenTimes = (times: number) =>
      install(releases['xcp-ng-8.3'], modernMedium(), (request, nth) =>
        request.path === path && nth <= times ? broken : undefined,
      );
    expect((await brokenTimes(9)).verdict.outcome).to.equal('installed');
    expect((await brokenTimes(10)).verdict).to.deep.include({ outcome: 'failed-after-disk', missing: path });
  });

  it('is lost when a package has other bytes than the metadata says', async () => {
    const tree = modernMedium();
    tree.set('Packages/synth-dom0-1.0-1.noarch.rpm', Buffer.from('package synth-dom1'));
    expect((await install(releases['xenserver-8'], tree)).verdict).to.deep.equal({
      outcome: 'failed-after-disk',
      reason: 'checksum-mismatch',
      missing: 'Packages/synth-dom0-1.0-1.noarch.rpm',
    });
  });

  it('cannot read a .treeinfo without the sections it needs', async () => {
    const tree = modernMedium({ sections: 'system' });
    expect((await install(releases['xcp-ng-8.2'], tree)).verdict).to.deep.include({ reason: 'unreadable-metadata' });
    expect((await install(releases['xcp-ng-8.3'], tree)).verdict.outcome).to.equal('installed');
  });

  it('cannot read a repomd.xml or primary.xml.gz that is none', async () => {
    const text = modernMedium();
    text.set('repodata/repomd.xml', Buffer.from('<html/>'));
    const primary = modernMedium();
    primary.set('repodata/1-primary.xml.gz', Buffer.from('not gzip'));
    for (const [tree, path] of [
      [text, 'repodata/repomd.xml'],
      [primary, 'repodata/1-primary.xml.gz'],
    ] as const) {
      const { verdict } = await install(releases['xcp-ng-8.3'], tree);
      expect(verdict).to.deep.equal({ outcome: 'refused-before-disk', reason: 'unreadable-metadata', missing: path });
    }
  });
});

describe('A whole host over the wire', () => {
  for (const protocol of ['http', 'ftp'] as const) {
    it(`tests, stages and installs over ${protocol}`, async () => {
      const medium = releases['xcp-ng-8.3'];
      const { run, profile } = pluginClient(releases['xcp-ng-8.2']);
      const tree = modernMedium();
      const server = protocol === 'http' ? await serveHttp(tree, '/media/') : await serveFtp(tree);
      const profiles = {
        plugin: profile,
        installer: installerProfile(medium),
        'package-manager': packageManagerProfile(medium),
      };
      const url = `${protocol}://127.0.0.1:${server.port}/media/`;
      const transport = new TransportPerClient((role) => openMediaTransport(url, profiles[role]));
      try {
        expect((await runClientScript(pluginTestUrl(run), transport)).ok).to.equal(true);
        expect((await runClientScript(pluginMain(run), transport)).ok).to.equal(true);
        const verdict = await runClientScript(
          unattendedInstall({ release: medium, hostPlatformVersion: '3.2.1' }),
          transport,
        );
        expect(verdict).to.deep.include({
          outcome: 'installed',
          packages: ['synth-base', 'synth-dom0', 'xcp-ng-deps'],
        });
      } finally {
        await transport.close();
        await server.close();
      }
    });
  }
});

describe('The package phase', () => {
  const run = (manager: 'dnf' | 'yum', tree: Tree, target: string) => {
    const transport = transportOver(tree);
    const lookedUp = parsePrimary(tree.get('repodata/1-primary.xml.gz')!);
    const targets = [{ kind: 'group', id: target } as const];
    const script = packagePhase({ manager, checksMetadataSignature: false, targets, lookedUp });
    return runClientScript(script, transport).then((verdict) => ({
      verdict,
      paths: transport.asked.map(({ path }) => path),
    }));
  };

  it('takes what a group needs and leaves the rest', async () => {
    const { verdict } = await run('dnf', modernMedium(), 'xenserver_base');
    expect(verdict).to.deep.equal({ ok: true, packages: ['synth-base'] });
  });

  it('names a group, and a requirement, that the medium does not have', async () => {
    const { verdict } = await run('dnf', modernMedium(), 'no_such_group');
    expect(verdict).to.deep.equal({ ok: false, reason: 'unresolvable-package', missing: '@no_such_group' });
    const tree = modernMedium();
    const primary =
      '<metadata><package type="rpm"><name>synth-base</name><checksum type="sha256">0</checksum><location href="x"/><format><requires><entry name="libgone"/></requires></format></package></metadata>';
    tree.set('repodata/1-primary.xml.gz', gzipSync(primary));
    const other = await run('yum', withPrimary(tree), 'xenserver_base');
    expect(other.verdict).to.deep.equal({ ok: false, reason: 'unresolvable-package', missing: 'libgone' });
  });

  it('prefers the database under yum, as far as the medium has one', async () => {
    const tree = modernMedium();
    addRepository(tree, { withDatabase: true });
    const { verdict, paths } = await run('yum', tree, 'xenserver_dom0');
    expect(verdict.ok).to.equal(true);
    expect(paths).to.include('repodata/4-primary.sqlite.bz2');
    expect(paths).to.not.include('repodata/1-primary.xml.gz');
  });

  /** A tree whose repomd.xml names the digest of the primary that it has now. */
  function withPrimary(tree: Tree): Tree {
    const primary = tree.get('repodata/1-primary.xml.gz')!;
    const digest = createHash('sha256').update(primary).digest('hex');
    const repomd = tree.get('repodata/repomd.xml')!.toString();
    tree.set(
      'repodata/repomd.xml',
      Buffer.from(repomd.replace(/(<data type="primary"><checksum type="sha256">)[0-9a-f]+/, `$1${digest}`)),
    );
    return tree;
  }
});

describe('The plugin', () => {
  const test = (host: ReleaseFacts, tree: Tree, change?: Parameters<typeof transportOver>[1]) =>
    runClientScript(pluginTestUrl(pluginClient(host).run), transportOver(tree, change));

  it('of a host of 7.6 needs [platform]; a newer one reads [system-v1] (media-and-clients.md 0.4)', async () => {
    const tree = modernMedium({ sections: 'system' });
    expect(await test(releases['xenserver-7.6'], tree)).to.deep.equal({ ok: false, code: 'INVALID_URL' });
    expect(await test(releases['xcp-ng-8.2'], tree)).to.deep.include({ ok: true, platformVersion: '3.4.0' });
  });

  it('says INVALID_VER for an older medium in testUrl, and INVALID_URL in main', async () => {
    const { run } = pluginClient(releases['xcp-ng-8.3']);
    const tree = modernMedium({ platformVersion: '3.2.1' });
    expect(await runClientScript(pluginTestUrl(run), transportOver(tree))).to.deep.equal({
      ok: false,
      code: 'INVALID_VER',
    });
    expect(await runClientScript(pluginMain(run), transportOver(tree))).to.deep.equal({
      ok: false,
      code: 'INVALID_URL',
    });
  });

  it('notices only the last boot file in testUrl; a missing earlier one fails main', async () => {
    const { run } = pluginClient(releases['xcp-ng-8.2']);
    const tree = modernMedium();
    tree.delete('boot/vmlinuz');
    expect((await runClientScript(pluginTestUrl(run), transportOver(tree))).ok).to.equal(true);
    expect(await runClientScript(pluginMain(run), transportOver(tree))).to.deep.equal({
      ok: false,
      code: 'ERROR_PREPARING_HOST',
    });
  });

  it('tells server errors apart where it is new enough', async () => {
    const answering = (status: number) => (): MediaAnswer => ({ outcome: 'missing', status });
    const codes: [number, string][] = [
      [401, 'UNAUTH_URL'],
      [403, 'FORBIDDEN'],
      [404, 'NOT_FOUND'],
      [407, 'PROXY_AUTH_FAILURE'],
      [408, 'TIMEOUT'],
      [503, 'REPO_SERVER_ERROR_503'],
      [418, 'INVALID_URL'],
    ];
    for (const [status, code] of codes) {
      expect(await test(releases['xcp-ng-8.2'], new Map(), answering(status))).to.deep.equal({ ok: false, code });
      expect(await test(releases['xenserver-7.6'], new Map(), answering(status))).to.deep.equal({
        ok: false,
        code: 'INVALID_URL',
      });
    }
    expect(await test(releases['xcp-ng-8.2'], new Map(), () => broken)).to.deep.equal({
      ok: false,
      code: 'INVALID_URL',
    });
  });

  it('refuses a medium whose .treeinfo was lost, as a hand-made copy', async () => {
    const tree = modernMedium();
    tree.delete('.treeinfo');
    for (const release of Object.values(releases)) {
      expect(await test(release, tree), release.id).to.deep.equal({ ok: false, code: 'INVALID_URL' });
    }
  });

  it('refuses a .treeinfo with a bare percent sign, and a key that stands twice under Python 3', async () => {
    const tree = modernMedium();
    tree.set('.treeinfo', Buffer.from(`${treeinfoText({})}\n[general]\nname = 100%\n`));
    expect((await test(releases['xcp-ng-8.2'], tree)).ok).to.equal(false);
    tree.set('.treeinfo', Buffer.from(`${treeinfoText({})}key1 = again\n`));
    expect((await test(releases['xcp-ng-8.2'], tree)).ok).to.equal(true);
    expect((await test(releases['xcp-ng-8.3'], tree)).ok).to.equal(false);
  });

  it('on Python 3 breaks on the list file of old media', async () => {
    expect(
      (await test({ ...releases['xcp-ng-8.3'], platform: { name: 'XCP', version: '1.0.0' } }, xmlMedium())).ok,
    ).to.equal(false);
    expect(
      (await test({ ...releases['xcp-ng-8.2'], platform: { name: 'XCP', version: '1.0.0' } }, xmlMedium())).ok,
    ).to.equal(true);
  });
});

describe('The profile of a client', () => {
  it('agrees with what the release says of its plugin', () => {
    for (const release of Object.values(releases)) {
      const { generation, ftpProbe, needsTrailingSlash, needsPlatformSection } = release.hostPlugin;
      const library = hostLibraries[hostLibraryOf(generation)];
      expect(library.ftpProbe, release.id).to.equal(ftpProbe);
      expect(library.needsTrailingSlash, release.id).to.equal(needsTrailingSlash);
      expect(library.knowsSystemSection, release.id).to.equal(!needsPlatformSection);
    }
  });

  it('tells installer and package manager apart', () => {
    expect(installerProfile(releases['xenserver-7.6'])).to.include({
      family: 'installer',
      ftpProbe: 'size',
      keepAlive: false,
    });
    expect(installerProfile(releases['xcp-ng-8.3'])).to.include({ ftpProbe: 'retr', basicAuth: 'standard-port' });
    expect(packageManagerProfile(releases['xcp-ng-8.3'])).to.include({ family: 'libcurl', basicAuth: 'preemptive' });
  });
});
