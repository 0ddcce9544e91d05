/**
 * Lines in a file of bounded size, with a bounded number of older ones beside it. Whoever writes never waits: what the
 * disk cannot take in time, or at all, is dropped and counted, since a log must not stop an installation.
 */
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { realLogFiles, type LogFile, type LogFiles } from './log-files.js';

export interface RotatedLogOptions {
  readonly path: string;
  /** Bytes after which the next file is begun. */
  readonly size: number;
  /** How many older files stay: `path.1` is the youngest. */
  readonly keep: number;
  readonly logger: Logger;
  readonly files?: LogFiles;
}

/** Bytes that may wait for the disk. */
const mostWaiting = 1024 * 1024;

const lineFeed = 0x0a;

export class RotatedLog {
  readonly #files: LogFiles;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #file: LogFile | undefined;
  #size = 0;
  #writing: Promise<void> | undefined;
  #dropped = 0;
  /** Dropped lines that the log itself does not mention yet. */
  #unmentioned = 0;
  #failing = false;
  /** The last line was cut by a full disk. */
  #cut = false;

  constructor(private readonly options: RotatedLogOptions) {
    this.#files = options.files ?? realLogFiles;
  }

  /** How many lines were lost. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param line ends in a line feed */
  write(line: string): void {
    if (this.#waitingBytes + line.length > mostWaiting) {
      this.#lost(1);
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when what waits is on disk, or lost. */
  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#forgetFile();
  }

  async #writeAll(): Promise<void> {
    // One turn later: the lines of a burst then share a write, and `write` returns before anything happens.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) await this.#writeSome(this.#waiting.splice(0));
    } finally {
      // In the same turn as the last look at what waits: a line that comes later begins anew.
      this.#writing = undefined;
    }
  }

  async #writeSome(lines: readonly string[]): Promise<void> {
    this.#waitingBytes = 0;
    try {
      await this.#append(lines);
      this.#recovered();
    } catch (error) {
      this.#failed(error, lines.length);
      await this.#forgetFile();
    }
  }

  async #append(lines: readonly string[]): Promise<void> {
    const gap = this.#unmentioned === 0 ? '' : `${JSON.stringify({ dropped: this.#unmentioned })}\n`;
    const bytes = Buffer.from(`${this.#cut ? '\n' : ''}${gap}${lines.join('')}`);
    await this.#ready(bytes.length);
    const file = this.#file;
    for (let written = 0; file !== undefined && written < bytes.length;) {
      const count = await file.write(bytes.subarray(written));
      written += count;
      this.#size += count;
      this.#cut = bytes[written - 1] !== lineFeed;
    }
    if (gap !== '') this.#unmentioned = 0;
  }

  async #ready(coming: number): Promise<void> {
    await this.#reopen();
    if (this.#size === 0 || this.#size + coming <= this.options.size) return;
    await this.#forgetFile();
    const { path, keep } = this.options;
    if (keep === 0) await this.#files.remove(path);
    for (let number = keep; number > 0; number--) {
      await this.#files.rename(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`);
    }
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    if (this.#file !== undefined) return;
    this.#file = await this.#files.open(this.options.path);
    this.#size = this.#file.size;
  }

  async #forgetFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
  }

  #failed(error: unknown, lines: number): void {
    this.#lost(lines);
    if (this.#failing) return;
    this.#failing = true;
    const { logger, path } = this.options;
    logger.error({ cause: describeCause(error), path }, 'the access log cannot be written; serving goes on without it');
  }

  #recovered(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.options.logger.info({ dropped: this.#dropped }, 'the access log can be written again');
  }

  #lost(lines: number): void {
    this.#dropped += lines;
    this.#unmentioned += lines;
  }
}
