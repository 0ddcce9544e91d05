/** Attacks on an FTP server by its address alone. Each gives what it achieved, in words; nothing, when the server held. */
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { RawFtp } from './servers-ftp.js';

export type FtpAttack = (port: number) => Promise<string[]>;

const soon = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

const portIn = (reply: string): number => Number(/\|\|\|(\d+)\|/.exec(reply)?.[1]);

/** Everything that arrives within a moment, or until the other side ends. */
async function taken(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'close').catch(() => undefined), soon(300)]);
  socket.destroy();
  return Buffer.concat(chunks).toString('latin1');
}

/** FTP bounce (CERT CA-1997-27): the server is made to connect to a third party, and to send it what the attacker likes. */
export const bounce =
  (file: string): FtpAttack =>
  async (port) => {
    const reached: string[] = [];
    let command = '';
    const victim = createServer((socket) => {
      reached.push(`${command} made the server connect to a third party`);
      socket.on('error', () => undefined).resume();
    }).listen(0, '127.0.0.1');
    await once(victim, 'listening');
    const target = (victim.address() as AddressInfo).port;
    for (command of [`PORT 127,0,0,1,${target >> 8},${target & 255}`, `EPRT |1|127.0.0.1|${target}|`]) {
      const ftp = await RawFtp.open(port);
      await ftp.ask(command);
      await Promise.race([ftp.ask(`RETR ${file}`), soon(300)]);
      ftp.close();
    }
    await soon(50);
    victim.close();
    return reached;
  };

/** A stranger is at the data port before the client. */
export const theft =
  (file: string): FtpAttack =>
  async (port) => {
    const ftp = await RawFtp.open(port);
    const thief = connect({ port: portIn(await ftp.ask('EPSV')), host: '127.0.0.1', localAddress: '127.0.0.2' });
    const loot = taken(thief);
    await Promise.race([once(thief, 'connect'), once(thief, 'close')]);
    ftp.socket.write(`RETR ${file}\r\n`);
    const got = await loot;
    ftp.close();
    return got === '' ? [] : [`a stranger took ${got.length} bytes from the data port`];
  };

/** `secret` is what a file outside the tree holds, `steps` how many folders up from the login folder it lies. */
export const traversal =
  (secret: string, name: string): FtpAttack =>
  async (port) => {
    const ups = ['..', '.../..', '%2e%2e', '%252e%252e', '..%00', '\xc0\xae\xc0\xae', '....', '..\\..'];
    const paths = [
      ...[1, 2, 3, 4, 6].flatMap((depth) => ups.map((up) => `${Array(depth).fill(up).join('/')}/${name}`)),
      ...[1, 2, 3, 4].map((depth) => `${'..\\'.repeat(depth)}${name}`),
      ...[1, 2, 3, 4].map((depth) => `${'..%2f'.repeat(depth)}${name}`),
      ...[2, 3, 4, 6].map((depth) => `media/synth/${'../'.repeat(depth)}${name}`),
      `media/synth/..\0/${name}`,
      `media/synth-other/../../${name}`,
      `media/../synth-other/${name}`,
      `//../${name}`,
      `/./.././../${name}`,
    ];
    const found: string[] = [];
    for (const path of paths) {
      const ftp = await RawFtp.open(port);
      const { body } = await ftp.fetch(`RETR ${path}`, 'EPSV');
      if (body.includes(secret)) found.push(`RETR ${JSON.stringify(path)} gave a file outside the tree`);
      await ftp.ask(`CWD ${path.slice(0, path.lastIndexOf('/') + 1)}`);
      if ((await ftp.fetch(`RETR ${name}`, 'EPSV')).body.includes(secret))
        found.push(`CWD before ${JSON.stringify(path)} led outside the tree`);
      ftp.close();
    }
    return found;
  };

const manyCommands = 20_000;

/** Thousands of commands at once, whose answers nobody reads, and a line without an end. */
export const flood: FtpAttack = async (port) => {
  const found: string[] = [];
  const socket = connect(port, '127.0.0.1').pause();
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const line = 'HELP\r\n';
  socket.write(line.repeat(manyCommands));
  await soon(200);
  const answers = (await taken(socket.resume())).split('214 End').length - 1;
  if (answers > 1000) found.push(`${answers} commands that were sent at once were all answered`);

  const ftp = await RawFtp.open(port);
  if (!(await ftp.ask(`NOOP ${'x'.repeat(5_000_000)}`)).startsWith('500')) found.push('a line of 5 MB was taken');
  ftp.close();
  return found;
};

/** Data ports are asked for and never used, by a client that then goes away. */
export const portFlood: FtpAttack = async (port) => {
  const found: string[] = [];
  const ftp = await RawFtp.open(port);
  const offered: number[] = [];
  for (let round = 0; round < 100; round++) offered.push(portIn(await ftp.ask('EPSV')));
  const open = await countOpen(offered);
  if (open > 1) found.push(`${open} data ports of one session are open`);
  ftp.close();
  await soon(100);
  const left = await countOpen(offered);
  if (left > 0) found.push(`${left} data ports are open after the client has gone`);
  return found;
};

async function countOpen(ports: readonly number[]): Promise<number> {
  const states = await Promise.all(
    [...new Set(ports)].map(async (port) => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      const state = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'close').then(() => false),
      ]).catch(() => false);
      socket.destroy();
      return state;
    }),
  );
  const own = await ownListeners();
  return [...new Set(ports)].filter((port, index) => states[index] === true && own.has(port)).length;
}

/** Ports at which this process listens: one that was closed may have been given to a test beside this one meanwhile. */
async function ownListeners(): Promise<ReadonlySet<number>> {
  const files = await readdir('/proc/self/fd');
  const targets = await Promise.all(files.map((file) => readlink(`/proc/self/fd/${file}`).catch(() => '')));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables
    .join('')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const listening = '0A';
  return new Set(
    rows
      .filter(([, , , state, , , , , , inode]) => state === listening && targets.includes(`socket:[${inode}]`))
      .map(([, local = '']) => parseInt(local.slice(local.indexOf(':') + 1), 16)),
  );
}

/** Names and commands that carry line ends, Telnet codes or NUL, so that a reader takes one line for two. */
export const injection: FtpAttack = async (port) => {
  const found: string[] = [];
  for (const how of ['NLST hostile', 'LIST hostile', 'MLSD hostile', 'STAT hostile']) {
    const ftp = await RawFtp.open(port);
    const text = how.startsWith('STAT') ? await ftp.ask(how) : (await ftp.fetch(how)).body.toString('latin1');
    const lines = text.split(/\r?\n/).filter((line) => /^(\d{3}[ -]|planted)/.test(line));
    const own = how.startsWith('STAT') ? 2 : 0;
    if (lines.length > own || /[^\r\n\x20-\xff]|\r(?!\n)/.test(text))
      found.push(`${how} shows a line that is no entry`);
    ftp.close();
  }
  for (const codes of ['\r230 planted', '\x1b]0;planted\x07', '\xff\xff\xf4planted\0']) {
    const shown = await said(port, `CWD any${codes}\r\nPWD\r\n`);
    if (/[\0-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/.test(shown)) found.push(`PWD repeats ${JSON.stringify(codes)}`);
  }
  return found;
};

/** Everything that the server says to these bytes after a login. */
function said(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from(`USER anonymous\r\nPASS x\r\n${bytes}QUIT\r\n`, 'latin1'));
  return taken(socket);
}
