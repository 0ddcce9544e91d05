/**
 * The running media server behind a real nginx: media are proven through it and on copied trees, and dnf installs with a grant
 * while the serving process is killed again and again.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerControl } from '../../src/contract/media-server.js';
import type { MirrorAccess } from '../../src/controller/mirrors/mirror-access.js';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { settingsSchema, type Settings } from '../../src/daemon/config/schema.js';
import { startMediaServer, type RunningMediaServer } from '../../src/daemon/media-server/start-media-server.js';
import { mirrorAccess } from '../../src/daemon/mirrors/mirror-access.js';
import type { ProofReport } from '../../src/daemon/prove/proof-report.js';
import { proveMedium } from '../../src/daemon/prove/prove-medium.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { importMedia } from '../../src/media/import-media.js';
import type { Manifest } from '../../src/media/manifest.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { systemClock } from '../../src/shared/clock.js';
import { buildMedium } from '../media-builder/build-medium.js';
import { xenServerLike } from '../media-builder/medium-options.js';
import { builderPrograms, run } from '../media-builder/programs.js';
import { expectError } from '../support/media-cases.js';
import { requirePrograms } from '../support/media-interop.js';
import { nginxProgram, startMirrorNginx, startTreeNginx, type RunningNginx } from '../support/mirror-nginx.js';
import { armedPath, request } from '../support/servers-http.js';
import { waitForEnd } from '../support/servers-process.js';

describe('The media server behind a mirror with the real nginx', function () {
  this.timeout(180_000);
  let work: string;
  let manifest: Manifest;
  let running: RunningMediaServer;
  let client: MediaServerControl;
  let mirror: RunningNginx;

  before(async function () {
    requirePrograms(this, [...builderPrograms, 'dnf']);
    if (nginxProgram() === undefined) requirePrograms(this, ['nginx']);
    work = await mkdtemp(join(tmpdir(), 'drydock-mirror-dnf-'));
    const image = join(work, 'medium.iso');
    const mediaCache = join(work, 'cache');
    const stateFolder = join(work, 'state');
    await buildMedium('treeinfo', xenServerLike({ installImage: 5_000_000 }), image);
    ({ manifest } = await importMedia({ source: image, mediaCache }));
    const guards = guardSettingsSchema.parse({
      mirrors: [{ name: 'berlin', kind: 'nginx', url: 'http://127.0.0.1:8080/', networks: ['192.0.2.0/24'] }],
    });
    const http = [{ address: '127.0.0.1', port: 0 }];
    running = await startMediaServer({ stateFolder, mediaCache, http, ftp: [], guards });
    client = mediaServerClient({ socketPath: stateLayout(stateFolder).mediaServerSocket });
    const [endpoint] = running.status.endpoints;
    mirror = await startMirrorNginx(join(work, 'nginx'), `http://127.0.0.1:${endpoint?.port ?? 0}`);
  });
  after(async () => {
    await mirror.stop();
    await client.stopByForce('the test is over');
    await waitForEnd(running.pid);
    await rm(work, { recursive: true });
  });

  async function install(base: string, root: string): Promise<{ installed: number; output: string }> {
    const output = await run('dnf', [
      ...['-y', `--installroot=${root}`, '--releasever=1', '--setopt=reposdir=/nonexistent'],
      ...[`--setopt=cachedir=${root}-cache`, '--setopt=gpgcheck=0', '--setopt=module_platform_id=platform:el8'],
      ...[
        `--repofrompath=x,${mirror.url}${base.slice(1)}`,
        '--repo=x',
        'install',
        '@xenserver_base',
        '@xenserver_dom0',
      ],
    ]).then(String, String);
    const installed = (await run('rpm', ['--root', root, '-qa'])).toString().trim().split('\n').length;
    return { installed, output };
  }

  const packages = (): number => manifest.files.filter((file) => file.role === 'package').length;

  it('installs every package, and progress is told as it is at the media server itself', async () => {
    const base = await armedPath(client, { media: manifest.id });
    const { installed, output } = await install(base, join(work, 'root'));
    expect(installed, output).to.equal(packages());
    const progress = (await client.grant('run1.host1'))?.progress;
    expect([progress?.packages, progress?.phase, progress?.lastFailure]).to.deep.equal([packages(), 'packages', null]);
  });

  it('installs the second host from the cache, while the serving process is killed again and again', async () => {
    const before = (await mirror.log()).length;
    const base = await armedPath(client, { media: manifest.id, id: 'run1.host2', host: { uuid: 'u2', name: 'host2' } });
    const processes = join(work, 'state', 'media-server', 'processes.json');
    let done = false;
    const installing = install(base, join(work, 'root-2')).finally(() => {
      done = true;
    });
    let kills = 0;
    for (let last = 0; !isTrue(done); await new Promise((resolve) => setTimeout(resolve, 150))) {
      const { worker } = JSON.parse(await readFile(processes, 'utf8')) as { worker: number | null };
      if (worker === null || worker === last || kills >= 3) continue;
      last = worker;
      kills += 1;
      process.kill(worker, 'SIGKILL');
    }
    const { installed, output } = await installing;
    expect(installed, output).to.equal(packages());
    expect(kills).to.be.greaterThan(0);
    const answered = (await mirror.log()).slice(before).filter(({ status }) => status === 200);
    expect([...new Set(answered.map(({ cache }) => cache))]).to.deep.equal(['HIT']);
    console.log(`      ${kills} kills during the installation, ${answered.length} answers, all from the cache`);
  });

  const settingsFor = (kind: 'nginx' | 'tree', url: string): Settings =>
    settingsSchema.parse({
      media: { cache: join(work, 'cache') },
      state: join(work, 'state'),
      servers: { mirrors: [{ name: 'berlin', kind, url }] },
    });

  async function prove(settings: Settings): Promise<ProofReport> {
    const { signal } = new AbortController();
    const request = { medium: manifest.id, releases: [], mirror: 'berlin', protocols: [], addresses: [] };
    return proveMedium(request, { settings, clock: systemClock, signal, onCell: () => undefined });
  }

  const failed = ({ cells }: ProofReport): string[] =>
    cells.filter(({ result }) => result === 'failed').map(({ row, reason }) => `${row}: ${reason ?? ''}`);

  it('proves every byte through it, by the clients of every release, and that a withdrawn address is gone', async () => {
    const settings = settingsFor('nginx', mirror.url);
    const report = await prove(settings);
    expect(failed(report)).to.deep.equal([]);
    expect(report.result).to.equal('proven');
    expect(report.cells.map(({ row }) => row)).to.include.members(['every file', 'a withdrawn address']);
    const access = mirrorAccess(settings, client);
    const [{ mirror: own }] = access.all as [MirrorAccess['all'][number]];
    expect((await access.proof(own, manifest.id)).kind).to.equal('proven');
    expect((await access.proof({ ...own, url: 'http://192.0.2.1/' }, manifest.id)).kind, 'elsewhere').to.equal('never');
    await access.look(own, manifest.id, new AbortController().signal);
  });

  it('notices an nginx that answers from its cache without asking', async () => {
    const [endpoint] = running.status.endpoints;
    const careless = await startMirrorNginx(
      join(work, 'careless'),
      `http://127.0.0.1:${endpoint?.port ?? 0}`,
      (config) =>
        // What the media server has said once is remembered.
        config.replace(
          'proxy_cache off;',
          'proxy_cache drydock_berlin; proxy_cache_key $request_uri; proxy_cache_valid 200 204 1h; proxy_ignore_headers Cache-Control Expires;',
        ),
    );
    try {
      const settings = settingsFor('nginx', careless.url);
      expect(failed(await prove(settings)))
        .to.have.length(1)
        .and.to.have.property('0')
        .that.includes('a withdrawn address');
      const access = mirrorAccess(settings, client);
      const [{ mirror: own }] = access.all as [MirrorAccess['all'][number]];
      expect((await access.proof(own, manifest.id)).kind).to.equal('failed');
      await expectError(access.look(own, manifest.id, new AbortController().signal), 'MIRROR_IGNORES_GRANTS');
    } finally {
      await careless.stop();
    }
  });

  it('proves a copied tree, and notices what a copy lost', async () => {
    const medium = (await openCatalogue(join(work, 'cache')).open(manifest.id))!;
    const copy = join(work, 'www', 'media', manifest.id);
    await cp(medium.treeFolder, copy, { recursive: true });
    const plain = await startTreeNginx(join(work, 'plain'), join(work, 'www'));
    try {
      const settings = settingsFor('tree', `${plain.url}media/`);
      expect((await prove(settings)).result).to.equal('proven');
      // What a copy with a pattern loses.
      await rm(join(copy, '.treeinfo'));
      const report = await prove(settings);
      expect(failed(report)[0]).to.include('.treeinfo: refused with 404');
      const access = mirrorAccess(settings, client);
      const [{ mirror: own }] = access.all as [MirrorAccess['all'][number]];
      expect(await access.proof(own, manifest.id)).to.include({ kind: 'failed' });
      await expectError(access.look(own, manifest.id, new AbortController().signal), 'MIRROR_DIFFERS');
    } finally {
      await plain.stop();
    }
  });

  it('gives the host nothing any more once it is proven', async () => {
    const grant = await client.grant('run1.host2');
    await client.changeGrant('run1.host2', { state: 'ended', epoch: grant?.epoch ?? 0, reason: 'proven' });
    expect((await request(mirror.port, `${grant?.path ?? ''}.treeinfo`)).status).to.equal(404);
  });
});

/** Keeps the compiler from believing that a flag set elsewhere never changes. */
function isTrue(value: boolean): boolean {
  return value;
}
