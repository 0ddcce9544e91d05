/** Brings a file here: resumed where it was cut, begun again where that is not possible, never mixed from two versions. */
import type { SourceAddress } from './address.js';
import { lengthOf, rangeOf, validatorOf } from './answer-facts.js';
import { withAttempts, type Attempting } from './attempts.js';
import type { DownloadFile } from './download-file.js';
import type { HttpAnswer, HttpClient } from './http-client.js';
import { HttpFailure, statusFailure } from './http-failure.js';

export interface DownloadOptions {
  readonly client: HttpClient;
  readonly address: SourceAddress;
  readonly attempting: Attempting;
  readonly file: DownloadFile;
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
}

/** @throws MEDIA_DOWNLOAD_FAILED, DISK_FULL, FILE_WRITE_FAILED, the signal's reason */
export async function download(options: DownloadOptions): Promise<void> {
  try {
    await new Download(options).run();
    await options.file.finish();
  } finally {
    await options.file.close();
  }
}

class Download {
  #total: number | null = null;
  #validator: string | undefined;
  #restarts = 0;

  constructor(private readonly options: DownloadOptions) {}

  run(): Promise<void> {
    const { attempting, file } = this.options;
    return withAttempts(
      attempting,
      () => ({ received: file.size, total: this.#total }),
      () => this.#attempt(),
    );
  }

  async #attempt(): Promise<void> {
    const { client, address, attempting, file } = this.options;
    if (file.size > 0 && this.#validator === undefined)
      await this.#beginAgain('a server that cannot go on where it was cut');
    const range =
      this.#validator !== undefined && file.size > 0
        ? { range: `bytes=${file.size}-`, 'if-range': this.#validator }
        : {};
    const answer = await client.get(address, range, attempting.signal);
    try {
      await this.#take(answer);
    } finally {
      answer.body.destroy();
    }
  }

  async #take(answer: HttpAnswer): Promise<void> {
    const { file } = this.options;
    if (answer.status === 416 && file.size > 0) return this.#afterEnd(answer);
    if (answer.status === 206 && file.size > 0) await this.#requireNextPart(answer);
    else if (answer.status === 200) await this.#beginWith(answer);
    else throw statusFailure(answer.status);
    await this.#receive(answer);
  }

  /** The whole file: the first answer, or one to a server that will not or cannot go on. */
  async #beginWith(answer: HttpAnswer): Promise<void> {
    const { file } = this.options;
    if (file.size > 0)
      await this.#beginAgain('a file that changed meanwhile, or a server that cannot go on where it was cut');
    this.#total = lengthOf(answer);
    this.#validator = validatorOf(answer);
    if (this.#total !== null) await file.requireRoomFor(this.#total);
  }

  async #requireNextPart(answer: HttpAnswer): Promise<void> {
    const { file } = this.options;
    const range = rangeOf(answer);
    const fits =
      range?.start === file.size && (range.total === null || this.#total === null || range.total === this.#total);
    if (fits && (this.#validator === validatorOf(answer) || validatorOf(answer) === undefined)) {
      this.#total ??= range.total;
      return;
    }
    await this.#beginAgain('another part of the file than was asked for');
    throw new HttpFailure('another part of the file than was asked for', { passing: true, status: answer.status });
  }

  /** There is nothing behind what is here: the end, where the total says the same. */
  async #afterEnd(answer: HttpAnswer): Promise<void> {
    const { file } = this.options;
    const total = rangeOf(answer)?.total ?? null;
    if (total === file.size && (this.#total === null || this.#total === total)) return;
    await this.#beginAgain('a file that became shorter');
    throw new HttpFailure('a file that became shorter', { passing: true, status: answer.status });
  }

  async #receive({ body, status }: HttpAnswer): Promise<void> {
    const { file, attempting, onProgress } = this.options;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      attempting.signal.throwIfAborted();
      if (this.#total !== null && file.size + chunk.length > this.#total)
        throw new HttpFailure(`more than ${this.#total} bytes`, { passing: false, status });
      await file.append(chunk);
      onProgress(file.size, this.#total);
    }
    if (this.#total !== null && file.size < this.#total)
      throw new HttpFailure('a connection that was cut', { passing: true, status });
  }

  async #beginAgain(because: string): Promise<void> {
    if (this.#restarts >= this.options.attempting.limits.restarts) throw new HttpFailure(because, { passing: false });
    this.#restarts += 1;
    await this.options.file.beginAgain();
    this.#validator = undefined;
    this.#total = null;
  }
}
