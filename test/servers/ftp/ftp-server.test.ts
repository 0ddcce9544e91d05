/** FTP as the hosts, the installers and libcurl speak it: media-and-clients.md 2.2, 2.4, 2.5; building-blocks.md 4. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { listenFtp, RawFtp, type ListeningFtp } from '../../support/servers-ftp.js';
import { armedPath, grantRequest, testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';
import type { Resolve } from '../../../src/servers/site/resolution.js';

describe('FTP', () => {
  let catalogue: StubCatalogue;
  let api: MediaServerApi;
  let resolve: Resolve;
  let server: ListeningFtp;
  let ftp: RawFtp;
  const large = 'Packages/kernel-6.6-1.x86_64.rpm';

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles() } });
    ({ api, resolve } = testMediaServer(catalogue));
    server = await listenFtp(resolve);
  });
  after(async () => {
    server.close();
    await catalogue.remove();
  });
  beforeEach(async () => {
    ftp = await RawFtp.open(server.port);
  });
  afterEach(() => ftp.close());

  it('lets anonymous users in and nobody else, and nothing happens before', async () => {
    const stranger = await RawFtp.open(server.port, false);
    for (const command of ['CWD media', 'PASV', 'RETR x', 'SIZE x', 'LIST'])
      expect(await stranger.code(command), command).to.equal('530');
    expect(await stranger.code('PASS x')).to.equal('503');
    expect(await stranger.code('USER root')).to.equal('331');
    expect(await stranger.code('PASS x')).to.equal('530');
    expect(await stranger.code('USER anonymous')).to.equal('331');
    expect(await stranger.code('PASS anonymous@')).to.equal('230');
    expect(await stranger.code('QUIT')).to.equal('221');
    expect(await stranger.reply()).to.equal('closed');
  });

  it('changes folders relative, absolute, with a trailing slash, by component, and never above its root', async () => {
    const ways = [
      ['media/synth/boot/'],
      ['/media/synth/boot/'],
      ['media', 'synth', 'boot'],
      ['//media//synth/./boot'],
      ['..', '../..', 'media/latest/boot'],
      ['media/synth/Packages', '../boot'],
    ];
    for (const way of ways) {
      await ftp.ask('CWD /');
      for (const step of way) expect(await ftp.code(`CWD ${step}`), step).to.equal('250');
      expect(await ftp.ask('SIZE xen.gz')).to.equal('213 30000');
    }
    expect(await ftp.ask('PWD')).to.include('"/media/synth/boot"');
    for (const step of ['nowhere', 'xen.gz', '/media/other', 'a\0b'])
      expect(await ftp.code(`CWD ${step}`)).to.equal('550');
    expect(await ftp.code('CDUP')).to.equal('250');
    expect(await ftp.ask('PWD')).to.include('"/media/synth"');
  });

  it('reaches a grant by ftp://h/i/token/ and ftp://h//i/token/, and never tells tokens', async () => {
    const base = await armedPath(api, { id: 'ftp-paths' });
    for (const path of [base, base.slice(1)]) {
      await ftp.ask('CWD /');
      expect(await ftp.code(`CWD ${path}`)).to.equal('250');
      expect(await ftp.code('SIZE .treeinfo')).to.equal('213');
    }
    expect(await ftp.code('CWD /i')).to.equal('250');
    for (const command of ['NLST', 'LIST -la', 'MLSD']) expect((await ftp.fetch(command)).body.toString()).to.equal('');
  });

  it('answers SIZE before any TYPE and in both, and refuses it for folders and what is missing', async () => {
    await ftp.ask('CWD media/synth');
    for (const type of [undefined, 'TYPE A', 'TYPE I']) {
      if (type !== undefined) expect(await ftp.code(type)).to.equal('200');
      expect(await ftp.ask('SIZE install.img')).to.equal('213 300000');
    }
    for (const name of ['boot', 'nothing', 'BOOT/xen.gz']) expect(await ftp.code(`SIZE ${name}`)).to.equal('550');
    expect(await ftp.ask('MDTM .treeinfo')).to.equal('213 20260105123015');
  });

  it('lists by NLST with a blank argument and dot files, with the folder before the names', async () => {
    await ftp.ask('CWD media/synth');
    for (const command of ['NLST ', 'NLST', 'NLST -a', 'NLST -la ']) {
      const { body, last } = await ftp.fetch(command);
      expect(body.toString().split('\r\n'), command).to.include('.treeinfo').and.to.include('boot');
      expect(last).to.match(/^226/);
    }
    expect((await ftp.fetch('NLST boot')).body.toString()).to.equal('boot/isolinux\r\nboot/vmlinuz\r\nboot/xen.gz\r\n');
    expect((await ftp.fetch('NLST boot/xen.gz')).body.toString()).to.equal('boot/xen.gz\r\n');
    expect((await ftp.fetch('NLST packages.site')).last).to.match(/^226/);
  });

  it('lists by LIST -la, MLSD and MLST', async () => {
    await ftp.ask('CWD /media/synth/boot');
    const long = (await ftp.fetch('LIST -la')).body.toString();
    expect(long)
      .to.match(/^dr-xr-xr-x +1 ftp +ftp +0 .* isolinux\r$/m)
      .and.to.match(/^-r--r--r-- +1 ftp +ftp +30000 .* xen.gz\r$/m);
    expect((await ftp.fetch('LIST -la /media/synth')).body.toString()).to.include(' .treeinfo\r\n');
    expect((await ftp.fetch('MLSD')).body.toString()).to.include(
      'type=file;size=30000;modify=20260105123015;perm=r; xen.gz\r\n',
    );
    expect(await ftp.ask('MLST xen.gz'))
      .to.include('size=30000')
      .and.to.match(/\r\n250 End$/);
  });

  it('gives every file over PASV and EPSV, and from REST on', async () => {
    const base = await armedPath(api, { id: 'ftp-files' });
    await ftp.ask(`CWD ${base}`);
    const medium = await catalogue.open('synth');
    for (const [index, { path }] of medium!.manifest.files.entries()) {
      const { body, first, last } = await ftp.fetch(`RETR ${path}`, index % 2 === 0 ? 'PASV' : 'EPSV');
      expect([first.slice(0, 3), last.slice(0, 3)], path).to.deep.equal(['150', '226']);
      expect(body.equals(catalogue.content('synth', path)), path).to.equal(true);
    }
    for (const [offset, length] of [
      [100, 29_900],
      [30_000, 0],
      [99_999, 0],
    ] as const) {
      expect(await ftp.code(`REST ${offset}`)).to.equal('350');
      expect((await ftp.fetch('RETR boot/xen.gz')).body.length).to.equal(length);
    }
    expect((await ftp.fetch('RETR boot/xen.gz')).body.length, 'REST holds for one RETR').to.equal(30_000);
    const { progress } = (await api.grant('ftp-files'))!;
    expect([progress.packages, progress.phase]).to.deep.equal([3, 'packages']);
  });

  it('answers 550 for what is missing, to folders and to all that writes; 502 to bounces and the unknown', async () => {
    await ftp.ask('CWD media/synth');
    await ftp.ask('PASV');
    for (const name of ['nothing', 'boot', '../../etc/passwd', '/etc/passwd'])
      expect(await ftp.code(`RETR ${name}`)).to.equal('550');
    for (const command of ['STOR x', 'APPE x', 'DELE EULA', 'MKD x', 'RMD boot', 'RNFR EULA'])
      expect(await ftp.code(command)).to.equal('550');
    for (const command of ['PORT 127,0,0,1,4,1', 'EPRT |1|127.0.0.1|1025|', 'SITE CHMOD', 'NONSENSE'])
      expect(await ftp.code(command)).to.equal('502');
    expect(await RawFtp.open(server.port).then((other) => other.code('RETR EULA'))).to.equal('550');
    await ftp.ask('CWD /media/synth');
  });

  it('answers 425 without a data connection', async () => {
    await ftp.ask('CWD media/synth');
    expect(await ftp.code('RETR EULA')).to.equal('425');
    const impatient = await listenFtp(resolve, { dataTimeout: 50 });
    const other = await RawFtp.open(impatient.port);
    await other.ask('PASV');
    expect(await other.code('RETR /media/synth/EULA')).to.equal('425');
    other.close();
    impatient.close();
  });

  it('understands commands split over segments, sent together, with bare line feeds and Telnet codes', async () => {
    for (const byte of Buffer.from('CWD media/synth\r\n')) {
      ftp.socket.write(Buffer.from([byte]));
      await new Promise((done) => setTimeout(done, 1));
    }
    expect((await ftp.reply()).slice(0, 3)).to.equal('250');
    ftp.socket.write('NOOP\nSIZE EULA\nTYPE I\r\n');
    expect([await ftp.reply(), await ftp.reply(), await ftp.reply()].map((reply) => reply.slice(0, 3))).to.deep.equal([
      '200',
      '213',
      '200',
    ]);
    ftp.socket.write(Buffer.concat([Buffer.from([0xff, 0xf4, 0xff, 0xf2]), Buffer.from('ABOR\r\n')]));
    expect((await ftp.reply()).slice(0, 3)).to.equal('226');
    expect((await ftp.ask(`NOOP ${'x'.repeat(200_000)}`)).slice(0, 3)).to.equal('500');
    expect(await ftp.code('NOOP')).to.equal('200');
  });

  it('answers 226, never 426, when the client closes the data connection early, and records it', async () => {
    const base = await armedPath(api, { id: 'ftp-early' });
    await ftp.ask(`CWD ${base}`);
    for (let round = 0; round < 5; round++) {
      const data = await ftp.data();
      const first = await ftp.ask(`RETR ${large}`);
      data.destroy();
      expect([first.slice(0, 3), (await ftp.reply()).slice(0, 3)]).to.deep.equal(['150', '226']);
    }
    expect(await ftp.code('SIZE .treeinfo'), 'the session goes on').to.equal('213');
    const { records } = await api.activity(0);
    const broken = records.filter((record) => record.grant === 'ftp-early' && record.path === large);
    expect(broken.map((record) => record.complete)).to.deep.equal([false, false, false, false, false]);
    expect((await api.grant('ftp-early'))!.progress.packages).to.equal(0);
  });

  it('ends a transfer at ABOR and goes on', async () => {
    await ftp.ask('CWD media/synth');
    const data = await ftp.data();
    data.pause();
    expect(await ftp.code(`RETR ${large}`)).to.equal('150');
    ftp.socket.write('ABOR\r\n');
    expect([(await ftp.reply()).slice(0, 3), (await ftp.reply()).slice(0, 3)]).to.deep.equal(['226', '226']);
    data.destroy();
    expect((await ftp.fetch('RETR EULA')).body.toString()).to.equal('Licence text\n');
  });

  it('keeps one data port, however often a client asks', async () => {
    const ports: number[] = [];
    for (let round = 0; round < 20; round++) ports.push(Number(/\|(\d+)\|/.exec(await ftp.ask('EPSV'))?.[1]));
    const states = await Promise.all(
      ports.map(async (port) => {
        const socket = connect(port, '127.0.0.1');
        return Promise.race([
          once(socket, 'connect').then(() => 'open'),
          once(socket, 'error').then(() => 'closed'),
        ]).catch(() => 'closed');
      }),
    );
    expect(states.filter((state) => state === 'open').length).to.equal(1);
  });

  it('ends an idle session, but not during a transfer', async () => {
    const hasty = await listenFtp(resolve, { idleTimeout: 150 });
    const other = await RawFtp.open(hasty.port);
    expect((await other.reply()).slice(0, 3)).to.equal('421');
    expect(await other.reply()).to.equal('closed');
    const busy = await RawFtp.open(hasty.port);
    const data = await busy.data();
    data.pause();
    expect(await busy.code(`RETR /media/synth/${large}`)).to.equal('150');
    await new Promise((done) => setTimeout(done, 400));
    data.resume();
    expect((await busy.reply()).slice(0, 3)).to.equal('226');
    busy.close();
    hasty.close();
  });

  it('shows a closed grant as nothing, and keeps what was asked', async () => {
    const { id, path } = await api.createGrant(grantRequest({ id: 'ftp-closed' }));
    await ftp.ask(`CWD ${path}`);
    expect(await ftp.code('SIZE .treeinfo')).to.equal('213');
    expect(await ftp.code(`SIZE ${large}`)).to.equal('550');
    await api.changeGrant(id, { state: 'closed', epoch: 1 });
    expect(await ftp.code('SIZE .treeinfo')).to.equal('550');
    expect(await ftp.code(`CWD ${path}`)).to.equal('550');
    const { records } = await api.activity(0);
    expect(
      records.filter((record) => record.grant === id).map((record) => [record.state, record.status]),
    ).to.deep.equal([
      ['staging', 200],
      ['staging', 404],
      ['closed', 404],
      ['closed', 404],
    ]);
  });
});
