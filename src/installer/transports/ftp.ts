/** Asks over FTP as Python's ftplib does it, or libcurl (media-and-clients.md 2.2, 2.4, 2.5; traces *.ftp). */
import { trimmed } from '../../shared/trim.js';
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { ClientProfile, MediaAnswer, MediaRequest, MediaTransport } from '../client-script.js';
import { FtpSession, unexpected, type FtpReply } from './ftp-session.js';
import { limitsOf, type TransportLimits, type TransportOptions } from './options.js';
import { decodeLeniently, parseSourceAddress, type SourceAddress } from './source-address.js';

/** A file is not there, or not for this client: the answer of a command that may say so. */
class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`);
  }
}

export class FtpTransport implements MediaTransport {
  readonly #source: SourceAddress;
  readonly #limits: TransportLimits;
  /** The host library's control connection, and the number of the run of requests that it was opened for. */
  #kept: { readonly session: FtpSession; readonly number: number } | undefined;

  constructor(
    baseUrl: string,
    private readonly profile: ClientProfile,
    options: TransportOptions = {},
  ) {
    this.#source = parseSourceAddress(baseUrl);
    this.#limits = limitsOf(options);
  }

  async request(request: MediaRequest): Promise<MediaAnswer> {
    try {
      switch (this.profile.family) {
        case 'host-library':
          return await this.#askOnKeptSession(request);
        case 'installer':
          return await this.#askOnOwnSession(request);
        case 'libcurl':
          return await this.#askLikeLibcurl(request);
      }
    } catch (error) {
      if (error instanceof Refused) return { outcome: 'missing', status: error.status };
      this.#kept?.session.destroy();
      this.#kept = undefined;
      return { outcome: 'failed', reason: describeCause(error) };
    }
  }

  async close(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined) await quit(kept.session);
  }

  /** One control connection for a run of requests; paths below the base directory, which keeps its trailing slash. */
  async #askOnKeptSession(request: MediaRequest): Promise<MediaAnswer> {
    if (this.#kept?.number !== request.session || !this.#kept.session.isOpen) await this.close();
    this.#kept ??= { session: await this.#openInBase(), number: request.session };
    const { session } = this.#kept;
    if (request.mode === 'read') return await retrieve(session, request.path, 'PASV');
    return await probe(session, this.profile.ftpProbe, directoryOf(request.path), request.path);
  }

  /** A control connection for each file, one CWD to its directory, no QUIT. */
  async #askOnOwnSession(request: MediaRequest): Promise<MediaAnswer> {
    const session = await this.#login('anonymous@');
    try {
      const directory = [trimSlashes(decodeLeniently(this.#source.path)), directoryOf(request.path)];
      await changeTo(session, directory.filter((part) => part !== '').join('/'));
      const name = request.path.slice(request.path.lastIndexOf('/') + 1);
      const reads = request.mode === 'read';
      const answer = reads
        ? await retrieve(session, name, 'PASV')
        : await probe(session, this.profile.ftpProbe, undefined, name);
      if (answer.outcome === 'missing' && (reads || this.profile.ftpProbe === 'retr'))
        await tryAsDirectory(session, name);
      return answer;
    } finally {
      session.destroy();
    }
  }

  async #askLikeLibcurl(request: MediaRequest): Promise<MediaAnswer> {
    const session = await this.#login('ftp@example.com');
    try {
      await session.command('PWD');
      const whole = `${trimSlashes(decodeLeniently(this.#source.path))}/${request.path}`;
      const components = whole.split('/').filter((part) => part !== '');
      const name = components.pop() ?? '';
      for (const component of components) await changeTo(session, component);
      const answer = await retrieve(session, name, 'EPSV');
      await quit(session);
      return answer;
    } finally {
      session.destroy();
    }
  }

  /** `ftp://h/a/b/` means a/b below the login directory: the path loses its first slash and keeps its last. */
  async #openInBase(): Promise<FtpSession> {
    const session = await this.#login('anonymous@');
    const path = decodeLeniently(this.#source.path).slice(1);
    await changeTo(session, path === '' || path.endsWith('/') || this.profile.needsTrailingSlash ? path : `${path}/`);
    return session;
  }

  async #login(anonymousPassword: string): Promise<FtpSession> {
    const { host, port, user, password } = this.#source;
    const session = await FtpSession.open(host, port, this.#limits);
    let reply = await session.command(`USER ${user ?? 'anonymous'}`);
    if (reply.code === 331) reply = await session.command(`PASS ${password?.reveal() ?? anonymousPassword}`);
    if (reply.code === 230) return session;
    session.destroy();
    throw new Refused(reply.code);
  }
}

/** What urllib does after a refused RETR: perhaps the name is a directory. It never is one on install media. */
async function tryAsDirectory(session: FtpSession, name: string): Promise<void> {
  await session.command('TYPE A');
  const back = /"(.*)"/.exec((await session.command('PWD')).text)?.[1] ?? '/';
  await session.command(`CWD ${name}`);
  await session.command(`CWD ${back}`);
}

async function changeTo(session: FtpSession, directory: string): Promise<void> {
  if (directory === '') return;
  const reply = await session.command(`CWD ${directory}`);
  if (reply.code !== 250) throw new Refused(reply.code);
}

async function probe(
  session: FtpSession,
  kind: ClientProfile['ftpProbe'],
  listed: string | undefined,
  path: string,
): Promise<MediaAnswer> {
  switch (kind) {
    case 'size':
      return await probeBySize(session, path);
    case 'nlst':
      return await probeByList(session, listed, path);
    case 'retr':
      return await probeByDroppedTransfer(session, path);
  }
}

/** No TYPE before it: a server that refuses SIZE in ASCII mode is seen as not having the file. */
async function probeBySize(session: FtpSession, path: string): Promise<MediaAnswer> {
  const reply = await session.command(`SIZE ${path}`);
  if (reply.code !== 213) return { outcome: 'missing', status: reply.code };
  return { outcome: 'found', size: Number(reply.text) };
}

/** The host library names the directory, with a trailing blank for the root; the installer is in it and names none. */
async function probeByList(session: FtpSession, listed: string | undefined, path: string): Promise<MediaAnswer> {
  await session.command('TYPE A');
  const data = await session.openData('PASV');
  const list = collect(data);
  const opened = await session.command(listed === undefined ? 'NLST' : `NLST ${listed}`);
  if (opened.code >= 400) return missingWith(data, opened);
  const names = (await list).toString('utf8').split(/\r?\n/);
  await session.reply();
  const wanted = path.slice(path.lastIndexOf('/') + 1);
  const found = names.some((name) => name.slice(name.lastIndexOf('/') + 1) === wanted);
  return found ? { outcome: 'found', size: 0 } : { outcome: 'missing', status: 550 };
}

/** The transfer is begun and its data connection closed unread. */
async function probeByDroppedTransfer(session: FtpSession, path: string): Promise<MediaAnswer> {
  await session.command('TYPE I');
  const data = await session.openData('PASV');
  const opened = await session.command(`RETR ${path}`);
  if (opened.code >= 400) return missingWith(data, opened);
  data.destroy();
  return { outcome: 'found', size: Number(/\((\d+) bytes\)/.exec(opened.text)?.[1] ?? 0) };
}

async function retrieve(session: FtpSession, path: string, mode: 'PASV' | 'EPSV'): Promise<MediaAnswer> {
  // Python sets the type first; libcurl opens the data connection first and asks for the size as well.
  if (mode === 'PASV') await session.command('TYPE I');
  const data = await session.openData(mode);
  if (mode === 'EPSV') {
    await session.command('TYPE I');
    await session.command(`SIZE ${path}`);
  }
  const received = collect(data);
  const opened = await session.command(`RETR ${path}`);
  if (opened.code >= 400) return missingWith(data, opened);
  const body = await received;
  const done = await session.reply();
  if (done.code !== 226 && done.code !== 250) throw unexpected(`receiving ${path}`, '226', done);
  return { outcome: 'found', size: body.length, body };
}

function missingWith(data: Socket, reply: FtpReply): MediaAnswer {
  data.destroy();
  return { outcome: 'missing', status: reply.code };
}

/** What arrives until the connection ends; whether that was all, the control connection says. */
function collect(data: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    data.on('data', (chunk: Buffer) => chunks.push(chunk));
    data.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** The answer to QUIT is not waited for long enough to matter: a server may close without one. */
async function quit(session: FtpSession): Promise<void> {
  if (!session.isOpen) return;
  try {
    await session.command('QUIT');
  } catch {
    // Closed without 221: nothing is lost.
  }
  session.destroy();
}

function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function trimSlashes(path: string): string {
  return trimmed(path, '/');
}
