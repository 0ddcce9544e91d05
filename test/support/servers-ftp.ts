/** A media server's FTP side on loopback, and a client that speaks raw lines to it. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createFtpServer, defaultFtpLimits, type FtpServer } from '../../src/servers/ftp/ftp-server.js';
import type { FtpLimits, FtpParts } from '../../src/servers/ftp/ftp-parts.js';
import { OpenFiles } from '../../src/servers/site/open-files.js';
import type { Resolve } from '../../src/servers/site/resolution.js';
import { systemClock } from '../../src/shared/clock.js';
import { silentLogger } from '../../src/shared/logger.js';

export interface ListeningFtp {
  readonly port: number;
  readonly server: FtpServer;
  close(): void;
}

export async function listenFtp(
  resolve: Resolve,
  limits: Partial<FtpLimits> = {},
  parts: Partial<FtpParts> = {},
): Promise<ListeningFtp> {
  const files = new OpenFiles();
  const ftp = createFtpServer({
    resolve,
    files,
    clock: systemClock,
    logger: silentLogger,
    limits: { ...defaultFtpLimits, ...limits },
    ...parts,
  });
  ftp.server.listen(0, '127.0.0.1');
  await once(ftp.server, 'listening');
  return {
    port: (ftp.server.address() as AddressInfo).port,
    server: ftp,
    close: () => {
      ftp.close();
      files.close();
    },
  };
}

/** Sends what it is told and gives whole replies; knows nothing of FTP's order. */
export class RawFtp {
  #text = '';
  #ended = false;
  readonly #waiting: (() => void)[] = [];

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8');
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** @param from the client's own address, of this machine */
  static async open(port: number, login = true, from?: string): Promise<RawFtp> {
    const socket = connect({ port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) });
    await once(socket, 'connect');
    const ftp = new RawFtp(socket);
    await ftp.reply();
    if (login) {
      await ftp.ask('USER anonymous');
      await ftp.ask('PASS anonymous@');
    }
    return ftp;
  }

  /** The next reply, all its lines; `closed` when the server has left. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(\d{3}) .*\r\n|^(\d{3})-[^]*?\r\n\2 .*\r\n/.exec(this.#text);
      if (match !== null) {
        this.#text = this.#text.slice(match[0].length);
        return match[0].trimEnd();
      }
      if (this.#ended) return 'closed';
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async ask(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.reply();
  }

  async code(line: string): Promise<string> {
    return (await this.ask(line)).slice(0, 3);
  }

  /** Opens a data connection by PASV or EPSV. */
  async data(how: 'PASV' | 'EPSV' = 'PASV'): Promise<Socket> {
    const reply = await this.ask(how);
    const numbers = (/\d+(?:,\d+){5}/.exec(reply)?.[0] ?? '').split(',').map(Number);
    const port =
      how === 'EPSV' ? Number(/\|\|\|(\d+)\|/.exec(reply)?.[1]) : (numbers[4] ?? 0) * 256 + (numbers[5] ?? 0);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  /** A whole transfer: the data and the last reply. */
  async fetch(command: string, how: 'PASV' | 'EPSV' = 'PASV'): Promise<{ body: Buffer; first: string; last: string }> {
    const socket = await this.data(how);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    const closed = once(socket, 'close');
    const first = await this.ask(command);
    if (!first.startsWith('150')) {
      socket.destroy();
      return { body: Buffer.alloc(0), first, last: first };
    }
    const last = await this.reply();
    await closed;
    return { body: Buffer.concat(chunks), first, last };
  }

  close(): void {
    this.socket.destroy();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** Proves that a port is free by listening on it. */
export async function listenOnce(port: number): Promise<{ close(): Promise<void> }> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}
