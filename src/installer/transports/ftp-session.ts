/** One FTP control connection, seen from the client, with its passive data connections. */
import { connect, type Socket } from 'node:net';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { TransportLimits } from './options.js';
import { Watchdog } from './watchdog.js';

export interface FtpReply {
  readonly code: number;
  readonly text: string;
}

export class FtpSession {
  readonly #control: Socket;
  readonly #watchdog: Watchdog;
  readonly #replies: FtpReply[] = [];
  #data: Socket | undefined;
  #partial = '';
  #end: Error | undefined;
  #wake: (() => void) | undefined;

  private constructor(
    private readonly host: string,
    port: number,
    limits: TransportLimits,
  ) {
    this.#control = connect({ host, port });
    // Not by the `signal` of connect: that never lets go of the signal again, and a proof opens thousands of connections.
    const abort = (): void => void this.#control.destroy(new Error('stopped'));
    limits.signal?.addEventListener('abort', abort);
    this.#control.once('close', () => limits.signal?.removeEventListener('abort', abort));
    if (limits.signal?.aborted === true) abort();
    this.#watchdog = new Watchdog(limits.clock, limits.silenceLimit, () => {
      this.#control.destroy(new Error(`no answer for ${limits.silenceLimit} ms`));
    });
    this.#control.setNoDelay(true);
    this.#control.setEncoding('utf8');
    this.#control.on('data', (text: string) => this.#receive(text));
    this.#control.on('error', (error) => this.#finish(error));
    this.#control.on('close', () => this.#finish(new Error('the server closed the control connection')));
  }

  static async open(host: string, port: number, limits: TransportLimits): Promise<FtpSession> {
    const session = new FtpSession(host, port, limits);
    const greeting = await session.reply();
    if (greeting.code !== 220) throw unexpected('opening an FTP session', '220', greeting);
    return session;
  }

  get isOpen(): boolean {
    return this.#end === undefined;
  }

  async command(line: string): Promise<FtpReply> {
    this.send(line);
    return await this.reply();
  }

  send(line: string): void {
    this.#watchdog.touch();
    this.#control.write(`${line}\r\n`);
  }

  /** The next final or preliminary reply. @throws Error when the connection ends first. */
  async reply(): Promise<FtpReply> {
    for (;;) {
      const reply = this.#replies.shift();
      if (reply !== undefined) return reply;
      if (this.#end !== undefined) throw this.#end;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Opens the data connection by PASV (to the address in the reply, as Python did for long) or EPSV. */
  async openData(mode: 'PASV' | 'EPSV'): Promise<Socket> {
    const reply = await this.command(mode);
    const target = mode === 'PASV' ? passiveTarget(reply) : { host: this.host, port: extendedPort(reply) };
    const data = connect(target);
    this.#data = data;
    data.on('data', () => this.#watchdog.touch());
    await new Promise<void>((resolve, reject) => {
      data.once('connect', resolve);
      data.once('error', reject);
      data.once('close', () => reject(new Error('the data connection was closed at once')));
    });
    data.on('error', () => undefined);
    return data;
  }

  /** Leaves without QUIT. */
  destroy(): void {
    this.#finish(new Error('closed'));
    this.#control.destroy();
  }

  #receive(text: string): void {
    this.#watchdog.touch();
    const lines = (this.#partial + text).split('\r\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) {
      // Only the last line of a reply has a blank after its code.
      const final = /^(\d{3}) (.*)$/.exec(line);
      if (final !== null) this.#replies.push({ code: Number(final[1]), text: final[2] ?? '' });
    }
    this.#wake?.();
  }

  #finish(error: Error): void {
    this.#end ??= error;
    this.#watchdog.stop();
    this.#data?.destroy();
    this.#wake?.();
  }
}

function passiveTarget(reply: FtpReply): { readonly host: string; readonly port: number } {
  const numbers = /(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})/.exec(reply.text)?.slice(1).map(Number);
  if (reply.code !== 227 || numbers === undefined) throw unexpected('opening a passive data connection', '227', reply);
  const [a = 0, b = 0, c = 0, d = 0, high = 0, low = 0] = numbers;
  return { host: [a, b, c, d].join('.'), port: high * 256 + low };
}

function extendedPort(reply: FtpReply): number {
  const port = /\(\|\|\|(\d+)\|\)/.exec(reply.text)?.[1];
  if (reply.code !== 229 || port === undefined) throw unexpected('opening a passive data connection', '229', reply);
  return Number(port);
}

export function unexpected(attempted: string, expected: string, reply: FtpReply): DrydockError {
  return new DrydockError('FTP_REPLY_UNEXPECTED', { attempted, expected, found: `${reply.code} ${reply.text}` });
}
