/** One control connection: takes commands one after the other, lets only ABOR overtake a transfer, and cleans up behind itself. */
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { FtpLogin } from '../access/access-policy.js';
import type { Pace } from '../limits/rate-cap.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolution, Resolve } from '../site/resolution.js';
import { CommandReader, type FtpCommand } from './command-reader.js';
import { ftpCommands } from './commands.js';
import { resolvePath } from './ftp-path.js';
import { plainAddress, type PassivePort, type PortRange } from './passive-port.js';

export interface FtpLimits {
  /** Milliseconds without a command; for the client to open its data connection; without a byte taken by it. */
  readonly idleTimeout: number;
  readonly dataTimeout: number;
  readonly stallTimeout: number;
  readonly sessions: number;
}

export interface FtpParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: FtpLimits;
  readonly passivePorts?: PortRange;
  /** Whether a connection comes in; it has been turned away when not. */
  readonly admit?: (socket: Socket) => boolean;
  /** Anonymous users alone when not given. */
  readonly login?: (name: string, password: string) => FtpLogin;
  readonly pace?: Pace;
}

/** Commands that one client may send ahead; more is a flood. */
const longestQueue = 64;

export class FtpSession {
  readonly #reader = new CommandReader();
  readonly #queue: (FtpCommand | 'too-long')[] = [];
  #running = false;
  /** The components of the current folder. */
  folder: readonly string[] = [];
  user: string | undefined;
  loggedIn = false;
  /** Who gave a password that is right. */
  named: string | undefined;
  /** Where the next RETR begins. */
  restart = 0;
  passive: PassivePort | undefined;
  /** The data connection in use. */
  transfer: Socket | undefined;

  constructor(
    readonly parts: FtpParts,
    readonly control: Socket,
  ) {
    control.setNoDelay(true);
    control.setTimeout(parts.limits.idleTimeout);
    control.on('timeout', () => this.#idle());
    // Hosts often leave without QUIT, or with a reset: normal (media-and-clients.md 2.2).
    control.on('error', () => undefined);
    control.on('data', (chunk: Buffer) => this.#received(chunk));
    control.on('close', () => this.#closed());
    this.reply(220, 'Drydock media server');
  }

  get client(): string {
    return plainAddress(this.control.remoteAddress ?? '');
  }

  reply(code: number, text: string): void {
    if (this.control.writable) this.control.write(`${code} ${text.replace(/[\r\n]/g, ' ')}\r\n`);
  }

  replyLines(code: number, lines: readonly string[], last: string): void {
    const body = lines.map((line) => ` ${line}\r\n`).join('');
    if (this.control.writable) this.control.write(`${code}-\r\n${body}${code} ${last}\r\n`);
  }

  /** Where an argument leads; undefined when it is no path. */
  path(argument: string): string[] | undefined {
    return resolvePath(this.folder, argument);
  }

  async look(argument: string): Promise<Resolution | undefined> {
    const path = this.path(argument);
    return path === undefined
      ? undefined
      : this.parts.resolve(path, { protocol: 'ftp', client: this.client, user: this.named });
  }

  replacePassive(passive: PassivePort | undefined): void {
    this.passive?.close();
    this.passive = passive;
  }

  #received(chunk: Buffer): void {
    for (const command of this.#reader.push(chunk)) {
      if (command !== 'too-long' && command.verb === 'ABOR') this.transfer?.destroy();
      this.#queue.push(command);
    }
    if (this.#queue.length > longestQueue) {
      this.reply(421, 'Too many commands at once');
      this.control.destroy();
      return;
    }
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let command = this.#queue.shift(); command !== undefined; command = this.#queue.shift()) {
      await this.#perform(command);
    }
    this.#running = false;
  }

  async #perform(command: FtpCommand | 'too-long'): Promise<void> {
    if (command === 'too-long') {
      this.reply(500, 'The line is too long');
      return;
    }
    const known = ftpCommands.get(command.verb);
    if (known === undefined) this.reply(502, 'Not implemented');
    else if (known.needsLogin && !this.loggedIn) this.reply(530, 'Please log in with USER and PASS');
    else await this.#guarded(() => known.run(this, command.argument));
  }

  async #guarded(run: () => Promise<void> | void): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.parts.logger.error({ cause: describeCause(error) }, 'an FTP command failed');
      this.reply(451, 'The server cannot do this now; its log says why');
    }
  }

  #idle(): void {
    if (this.transfer !== undefined) return;
    this.reply(421, 'Idle for too long');
    this.control.end();
    this.control.destroySoon();
  }

  #closed(): void {
    this.#queue.length = 0;
    this.replacePassive(undefined);
    this.transfer?.destroy();
  }
}
