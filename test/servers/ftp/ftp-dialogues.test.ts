/** FTP command by command: what a client sends, and how each line is answered. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { ftpCommands } from '../../../src/servers/ftp/commands.js';
import type { FtpLogin } from '../../../src/servers/ftp/ftp-parts.js';
import type { Resolve } from '../../../src/servers/site/resolution.js';
import { listenFtp, RawFtp, type ListeningFtp } from '../../support/servers-ftp.js';
import { testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, type StubCatalogue, type StubFile } from '../../support/servers-media.js';

const oddNames = [
  'with blank',
  ' leading',
  'quo"te',
  'back\\slash',
  '%41',
  'a+b',
  'Ünï',
  '-la',
  '~tilde',
  'semi;colon',
];

const files: StubFile[] = [
  { path: '.treeinfo', role: 'discovery', content: '[platform]\n' },
  { path: 'boot/xen.gz', role: 'boot', content: 'xen' },
  ...oddNames.map((name): StubFile => ({ path: `odd/${name}`, role: 'other', content: name })),
];

interface Dialogue {
  readonly says: string;
  /** Lines sent, each with the reply that begins so. */
  readonly lines: readonly (readonly [line: string, reply: string | RegExp])[];
  readonly login?: false;
}

const dialogues: readonly Dialogue[] = [
  {
    says: 'answers SIZE before any TYPE, as the host library asks',
    lines: [
      ['CWD media/synth/', '250'],
      ['SIZE .treeinfo', '213 11'],
      ['SIZE boot/xen.gz', '213 3'],
      ['TYPE I', '200'],
      ['SIZE .treeinfo', '213 11'],
    ],
  },
  {
    says: 'takes every type that sends bytes as they are, and no other',
    lines: [
      ['TYPE A', '200'],
      ['TYPE A N', '200'],
      ['type i', '200'],
      ['TYPE L 8', '200'],
      ['TYPE E', '504'],
      ['MODE S', '200'],
      ['MODE Z', '504'],
      ['STRU F', '200'],
      ['STRU R', '504'],
    ],
  },
  {
    says: 'answers what clients ask before they log in, and nothing else',
    login: false,
    lines: [
      ['FEAT', /^211-Features:\r\n( \S.*\r\n)+211 End$/],
      ['SYST', '215 UNIX Type: L8'],
      ['HELP', /^214-[^]*RETR[^]*214 End$/],
      ['NOOP', '200'],
      ['OPTS UTF8 ON', '200'],
      ['OPTS utf8', '200'],
      ['OPTS NONSENSE', '501'],
      ['AUTH TLS', '502'],
      ['STAT', '530'],
      ['STOR x', '530'],
      ['EPSV', '530'],
    ],
  },
  {
    says: 'offers in FEAT what clients look for: REST, SIZE, MDTM, MLST, EPSV and UTF8',
    lines: [['FEAT', /EPSV[^]*MDTM[^]*MLST[^]*REST STREAM[^]*SIZE[^]*UTF8/]],
  },
  {
    says: 'forgets who it talked to at REIN',
    lines: [
      ['CWD media', '250'],
      ['REIN', '220'],
      ['PWD', '530'],
      ['USER ftp', '331'],
      ['PASS x', '230'],
      ['PWD', '257 "/"'],
    ],
  },
  {
    says: 'opens data connections by EPSV alone after EPSV ALL, for the family of the control connection',
    lines: [
      ['PASV', '227'],
      ['EPSV 1', '229'],
      ['EPSV 2', '522'],
      ['EPSV ALL', '200'],
      ['PASV', '503'],
      ['EPSV', '229'],
    ],
  },
  {
    says: 'lists over the control connection at STAT with a path',
    lines: [
      ['STAT', '211'],
      ['STAT /media/synth', /^213-[^]* \.treeinfo\r\n[^]*213 End$/],
      ['STAT -la /media/synth/boot', /^213-[^]*-r--r--r--[^]* 3 [^]* xen.gz\r\n213 End$/],
      ['STAT nowhere', '550'],
    ],
  },
  {
    says: 'gives time and facts of a file, and refuses them for what is missing',
    lines: [
      ['CWD media/synth', '250'],
      ['MDTM .treeinfo', /^213 \d{14}$/],
      ['MLST .treeinfo', /^250-[^]* type=file;size=11;modify=\d{14};perm=r; \/media\/synth\/\.treeinfo\r\n250 End$/],
      ['MLST', /^250-[^]* type=dir;[^]* \/media\/synth\r\n250 End$/],
      ['MDTM missing', '550'],
      ['MDTM boot', '550'],
      ['MLST missing', '550'],
    ],
  },
  {
    says: 'takes REST as a number and nothing else',
    lines: [
      ['REST 2', '350'],
      ['REST -1', '501'],
      ['REST 1e3', '501'],
      ['REST 99999999999999999999', '501'],
      ['REST', '501'],
    ],
  },
  {
    says: 'shows quotes doubled in PWD, and reaches folders relative, absolute and by component',
    lines: [
      ['CWD /media/synth/odd', '250'],
      ['PWD', '257 "/media/synth/odd"'],
      ['CDUP', '250'],
      ['XPWD', '257 "/media/synth"'],
      ['CWD boot/', '250'],
      ['XCUP', '250'],
      ['CWD ../synth/./boot//', '250'],
      ['CWD xen.gz', '550'],
    ],
  },
  {
    says: 'refuses every command that writes, logged in or not',
    lines: ['STOR', 'STOU', 'APPE', 'DELE', 'MKD', 'XMKD', 'RMD', 'XRMD', 'RNFR', 'RNTO', 'MFMT'].map(
      (verb) => [`${verb} x`, '550'] as const,
    ),
  },
  {
    says: 'offers no active mode and no site commands',
    lines: [
      ['PORT 127,0,0,1,200,1', '502'],
      ['EPRT |1|127.0.0.1|51201|', '502'],
      ['LPRT 4,4,127,0,0,1,2,200,1', '502'],
      ['SITE EXEC ls', '502'],
      ['SMNT /', '502'],
    ],
  },
  {
    says: 'answers 425 to a transfer without a port, and 226 to ABOR when nothing runs',
    lines: [
      ['RETR /media/synth/.treeinfo', '425'],
      ['NLST', '425'],
      ['ABOR', '226'],
      ['QUIT', '221'],
    ],
  },
];

describe('The dialogue of FTP', () => {
  let catalogue: StubCatalogue;
  let resolve: Resolve;
  let server: ListeningFtp;

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files } });
    ({ resolve } = testMediaServer(catalogue));
    server = await listenFtp(resolve);
  });
  after(async () => {
    server.close();
    await catalogue.remove();
  });

  for (const { says, lines, login } of dialogues) {
    it(says, async () => {
      const ftp = await RawFtp.open(server.port, login ?? true);
      for (const [line, expected] of lines) {
        const reply = await ftp.ask(line);
        if (typeof expected === 'string') expect(reply.startsWith(expected), `${line}: ${reply}`).to.equal(true);
        else expect(reply, line).to.match(expected);
      }
      ftp.close();
    });

    it(`${says}: the same when all of it comes in one segment, or byte by byte`, async () => {
      for (const cut of [1000, 1]) {
        const ftp = await RawFtp.open(server.port, login ?? true);
        const bytes = Buffer.from(lines.map(([line]) => `${line}\r\n`).join(''));
        ftp.socket.setNoDelay(true);
        for (let at = 0; at < bytes.length; at += cut) {
          ftp.socket.write(bytes.subarray(at, at + cut));
          if (cut === 1) await new Promise((done) => setImmediate(done));
        }
        for (const [line, expected] of lines) {
          const reply = await ftp.reply();
          if (typeof expected === 'string') expect(reply.startsWith(expected), `${line}: ${reply}`).to.equal(true);
          else expect(reply, line).to.match(expected);
        }
        ftp.close();
      }
    });
  }

  it('reaches names with blanks, quotes, backslashes, percent and plus signs, and beyond ASCII, and shows them as they are', async () => {
    const ftp = await RawFtp.open(server.port);
    await ftp.ask('CWD media/synth/odd');
    for (const how of ['NLST', 'NLST -a', 'NLST -- ', 'MLSD', 'LIST', 'LIST -la'])
      for (const name of oddNames) expect((await ftp.fetch(how)).body.toString(), how).to.include(`${name}\r\n`);
    for (const name of oddNames) {
      expect((await ftp.fetch(`RETR ${name}`)).body.toString()).to.equal(name);
      expect(await ftp.ask(`SIZE /media/synth/odd/${name}`)).to.equal(`213 ${Buffer.byteLength(name)}`);
    }
    expect((await ftp.fetch('NLST -- -la')).body.toString()).to.equal('-la\r\n');
    for (const other of ['A', 'a b', 'with%20blank', 'quo""te'])
      expect(await ftp.code(`SIZE ${other}`)).to.equal('550');
    ftp.close();
  });

  it('begins where REST says, once', async () => {
    const ftp = await RawFtp.open(server.port);
    await ftp.ask('CWD media/synth');
    expect(await ftp.code('REST 4')).to.equal('350');
    expect((await ftp.fetch('RETR .treeinfo')).body.toString()).to.equal('tform]\n');
    expect((await ftp.fetch('RETR .treeinfo')).body.toString()).to.equal('[platform]\n');
    ftp.close();
  });

  it('sends the last reply to a client that says REST once that has seen the end: aria2 takes both in one read for one', async () => {
    const ftp = await RawFtp.open(server.port);
    const port = Number(/\|\|\|(\d+)\|/.exec(await ftp.ask('EPSV'))?.[1]);
    const data = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const ended = once(data.resume(), 'end');
    await ftp.ask('REST 0');
    const replies: string[] = [];
    ftp.socket.on('data', (chunk: Buffer) => replies.push(chunk.toString().slice(0, 3)));
    ftp.socket.write('RETR /media/synth/.treeinfo\r\n');
    await ended;
    await new Promise((done) => setTimeout(done, 20));
    expect(replies).to.deep.equal(['150']);
    data.end();
    expect([(await ftp.reply()).slice(0, 3), (await ftp.reply()).slice(0, 3)]).to.deep.equal(['150', '226']);
    ftp.close();
  });

  it('answers 451 without telling why when something fails on our side, and the session goes on', async () => {
    const failing = await listenFtp(
      () => Promise.reject(new Error('/secret/path')),
      {},
      {
        commands: new Map([
          ...ftpCommands,
          [
            'HELP',
            {
              needsLogin: false,
              run: () => {
                throw new Error('/secret/path');
              },
            },
          ] as const,
        ]),
      },
    );
    const ftp = await RawFtp.open(failing.port);
    for (const command of ['SIZE x', 'CWD x', 'RETR x', 'HELP'])
      expect(await ftp.ask(command), command).to.equal('451 The server cannot do this now; its log says why');
    expect(await ftp.code('NOOP')).to.equal('200');
    ftp.close();
    failing.close();
  });

  it('tells the size in its first reply, where ftplib and wget read it', async () => {
    const ftp = await RawFtp.open(server.port);
    expect((await ftp.fetch('RETR /media/synth/.treeinfo')).first).to.match(/^150 .* \(11 bytes\)$/);
    ftp.close();
  });

  it('understands ABOR with the Telnet codes before it, whole or without the byte that is sent as urgent data', async () => {
    for (const codes of [
      [0xff, 0xf4, 0xff, 0xf2],
      [0xff, 0xf4, 0xff],
      [0xff, 0xfd, 0x06],
      [0xf2, 0xff, 0xf4].slice(1),
    ]) {
      const ftp = await RawFtp.open(server.port);
      ftp.socket.write(Buffer.concat([Buffer.from(codes), Buffer.from('ABOR\r\n')]));
      expect(await ftp.reply(), codes.join(' ')).to.match(/^226/);
      ftp.close();
    }
  });

  it('sends a whole file to a client that shuts down its own direction of the data connection first', async () => {
    const ftp = await RawFtp.open(server.port);
    const data = await ftp.data();
    const chunks: Buffer[] = [];
    data.on('data', (chunk: Buffer) => chunks.push(chunk));
    data.end();
    const closed = new Promise((done) => data.once('close', done));
    expect(await ftp.code('RETR /media/synth/.treeinfo')).to.equal('150');
    expect((await ftp.reply()).slice(0, 3)).to.equal('226');
    await closed;
    expect(Buffer.concat(chunks).toString()).to.equal('[platform]\n');
    ftp.close();
  });

  it('lets in whom the given function lets in, and ends the session after three wrong passwords', async () => {
    const asked: FtpLogin[] = [];
    const authenticate = (login: FtpLogin): Promise<boolean> => {
      asked.push(login);
      return Promise.resolve(login.user === 'Host-1' && login.password.reveal() === 'let me in');
    };
    const closed = await listenFtp(resolve, {}, { authenticate });
    const ftp = await RawFtp.open(closed.port, false);
    expect(await ftp.code('USER Host-1')).to.equal('331');
    expect(await ftp.code('PASS let me in')).to.equal('230');
    expect(await ftp.code('CWD media')).to.equal('250');
    for (const [user, code] of [
      ['anonymous', '530'],
      ['host-1', '530'],
      ['Host-1', '421'],
    ] as const) {
      expect(await ftp.code(`USER ${user}`)).to.equal('331');
      expect(await ftp.code('CWD media'), 'the new user is not in yet').to.equal('530');
      expect(await ftp.code('PASS wrong')).to.equal(code);
    }
    expect(await ftp.reply()).to.equal('closed');
    expect(asked.map(({ user, client }) => [user, client])).to.deep.equal(
      ['Host-1', 'anonymous', 'host-1', 'Host-1'].map((user) => [user, '127.0.0.1']),
    );
    expect(JSON.stringify(asked)).not.to.include('wrong');
    closed.close();
  });

  it('asks the given pace before every chunk, and a client that leaves meanwhile is no failure', async () => {
    const asked: number[] = [];
    let held: (() => void) | undefined;
    const pace = (_client: string, bytes: number, signal: AbortSignal): Promise<void> => {
      asked.push(bytes);
      return new Promise((done, fail) => {
        held = done;
        signal.addEventListener('abort', () => fail(new Error('gone')));
      });
    };
    const slow = await listenFtp(resolve, {}, { pace });
    const ftp = await RawFtp.open(slow.port);
    const data = await ftp.data();
    expect(await ftp.code('RETR /media/synth/.treeinfo')).to.equal('150');
    let got = '';
    data.on('data', (chunk: Buffer) => (got += chunk.toString()));
    await new Promise((done) => setTimeout(done, 20));
    expect([asked, got]).to.deep.equal([[11], '']);
    held?.();
    expect((await ftp.reply()).slice(0, 3)).to.equal('226');
    await ftp.data();
    expect(await ftp.code('RETR /media/synth/.treeinfo')).to.equal('150');
    ftp.socket.write('ABOR\r\n');
    expect([(await ftp.reply()).slice(0, 3), (await ftp.reply()).slice(0, 3)]).to.deep.equal(['226', '226']);
    ftp.close();
    slow.close();
  });
});
