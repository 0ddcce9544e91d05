/** One control connection: takes commands one after the other, lets only ABOR overtake a transfer, and cleans up behind itself. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { plainAddress } from '../access/address-list.js';
import type { Resolution } from '../site/resolution.js';
import { CommandReader, type FtpCommand } from './command-reader.js';
import type { FtpCommandEntry } from './commands.js';
import type { FtpShared } from './ftp-parts.js';
import type { PassivePort } from './passive-port.js';
import { SilenceWatch } from './silence-watch.js';

/** In small letters, as a session keeps them. */
export const anonymousUsers: ReadonlySet<string> = new Set(['anonymous', 'ftp']);

export class FtpSession {
  readonly #reader: CommandReader;
  readonly #queue: (FtpCommand | 'too-long')[] = [];
  readonly #watch: SilenceWatch;
  readonly client: string;
  /** Of ours: a closed socket no longer knows it. */
  readonly #ownAddress: string;
  #running = false;
  /** The components of the current folder. */
  folder: readonly string[] = [];
  user: string | undefined;
  loggedIn = false;
  failedLogins = 0;
  /** Where the next RETR begins, if the client said so. */
  restart: number | undefined;
  /** After EPSV ALL nothing else opens data connections (RFC 2428). */
  extendedOnly = false;
  passive: PassivePort | undefined;
  /** The data connection in use. */
  transfer: Socket | undefined;

  constructor(
    readonly shared: FtpShared,
    readonly control: Socket,
  ) {
    const { parts, guards } = shared;
    this.client = plainAddress(control.remoteAddress ?? '');
    this.#ownAddress = control.localAddress ?? '';
    this.#reader = new CommandReader(guards.longestLine);
    this.#watch = new SilenceWatch(parts.clock, parts.limits.idleTimeout, () => this.#idle());
    control.setNoDelay(true);
    // Hosts often leave without QUIT, or with a reset: normal (media-and-clients.md 2.2).
    control.on('error', () => undefined);
    control.on('data', (chunk: Buffer) => this.#received(chunk));
    control.on('close', () => this.#closed());
    this.reply(220, 'Drydock media server');
  }

  reply(code: number, text: string): void {
    this.write(`${code} ${this.shared.guards.oneLine(text)}\r\n`);
  }

  replyLines(code: number, title: string, lines: readonly string[], last: string): void {
    const body = lines.map((line) => ` ${this.shared.guards.oneLine(line)}\r\n`).join('');
    this.write(`${code}-${title}\r\n${body}${code} ${last}\r\n`);
  }

  /** Whole lines, as they are. */
  write(lines: string): void {
    if (this.control.writable) this.control.write(lines);
  }

  /** The last reply of a session. */
  bye(code: number, text: string): void {
    this.reply(code, text);
    this.#queue.length = 0;
    this.control.end();
    this.control.destroySoon();
  }

  /** Who is logged in by name; undefined for anonymous users. */
  get named(): string | undefined {
    return this.loggedIn && this.user !== undefined && !anonymousUsers.has(this.user) ? this.user : undefined;
  }

  /** Where an argument leads; undefined when it is no path. */
  path(argument: string): string[] | undefined {
    return this.shared.guards.resolve(this.folder, argument);
  }

  look(argument: string): Promise<Resolution | undefined> {
    const path = this.path(argument);
    if (path === undefined) return Promise.resolve(undefined);
    const { client, named: user } = this;
    return Promise.resolve(this.shared.parts.resolve(path, { protocol: 'ftp', client, user }));
  }

  /** A port for the next data connection; undefined when none is free. */
  async offerPassive(): Promise<PassivePort | undefined> {
    this.dropPassive();
    const passive = await this.shared.ports.open(this.#ownAddress, this.client);
    // The client may have gone meanwhile.
    if (this.control.destroyed) passive?.close();
    else this.passive = passive;
    return passive;
  }

  /** The port of the transfer before, when it can be offered again. */
  restingPassive(): PassivePort | undefined {
    return this.passive?.offerAgain() === true ? this.passive : undefined;
  }

  dropPassive(): void {
    this.passive?.close();
    this.passive = undefined;
  }

  /** Without this session it is for whoever comes next at the same address of ours. */
  #leavePassive(): void {
    if (this.passive !== undefined) this.shared.ports.giveBack(this.passive, this.#ownAddress);
    this.passive = undefined;
  }

  #received(chunk: Buffer): void {
    this.#watch.touch();
    for (const command of this.#reader.push(chunk)) {
      if (command !== 'too-long' && command.verb === 'ABOR') this.transfer?.destroy();
      this.#queue.push(command);
    }
    if (this.#queue.length > this.shared.guards.longestQueue) this.bye(421, 'Too many commands at once');
    else void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let command = this.#queue.shift(); command !== undefined; command = this.#queue.shift()) {
      const performing = this.#perform(command);
      if (performing !== undefined) {
        await performing;
        this.#watch.touch();
      }
      if (this.control.writableLength > this.shared.guards.mostUnread) await this.#drained();
    }
    this.#running = false;
  }

  /** Most commands are done at once. */
  #perform(command: FtpCommand | 'too-long'): Promise<void> | undefined {
    if (command === 'too-long') {
      this.reply(500, 'The line is too long');
      return undefined;
    }
    const known = this.shared.commands.get(command.verb);
    if (known === undefined) this.reply(502, 'Not implemented');
    else if (known.needsLogin && !this.loggedIn) this.reply(530, 'Please log in with USER and PASS');
    else return this.#guarded(known, command.argument);
    return undefined;
  }

  #guarded(known: FtpCommandEntry, argument: string): Promise<void> | undefined {
    try {
      const running = known.run(this, argument);
      return running instanceof Promise ? running.catch((error: unknown) => this.#failed(error)) : undefined;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    this.shared.parts.logger.error({ cause: describeCause(error) }, 'an FTP command failed');
    this.reply(451, 'The server cannot do this now; its log says why');
  }

  /** A client that asks without reading waits for its own replies; one that goes on asking is sent away. */
  async #drained(): Promise<void> {
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    this.control.once('close', onClose);
    await once(this.control, 'drain', { signal: gone.signal }).catch(() => undefined);
    this.control.removeListener('close', onClose);
  }

  #idle(): void {
    if (this.transfer !== undefined) return;
    // Nothing was taken of what we wrote last: then neither would this.
    if (this.control.writableLength > 0) this.control.destroy();
    else this.bye(421, 'Idle for too long');
  }

  #closed(): void {
    this.#watch.stop();
    this.#queue.length = 0;
    this.#leavePassive();
    this.transfer?.destroy();
  }
}
