/** Reads a file where it lies, part by part, so that looking at an image need not fetch it. */
import type { ByteReader } from '../byte-reader.js';
import type { SourceAddress } from './address.js';
import { rangeOf, validatorOf } from './answer-facts.js';
import { withAttempts, type Attempting } from './attempts.js';
import type { HttpAnswer, HttpClient } from './http-client.js';
import { HttpFailure, statusFailure } from './http-failure.js';

export interface RangeOptions {
  readonly client: HttpClient;
  readonly address: SourceAddress;
  readonly attempting: Attempting;
}

/**
 * Undefined when the server cannot send parts. Closing the reader closes the client.
 * @param beginning how many bytes the first request asks for; they are kept
 * @throws MEDIA_DOWNLOAD_FAILED, the signal's reason
 */
export async function openRangeReader(options: RangeOptions, beginning: number): Promise<ByteReader | undefined> {
  const { client, address, attempting } = options;
  return withAttempts(attempting, noProgress, async () => {
    const answer = await client.get(address, { range: `bytes=0-${beginning - 1}` }, attempting.signal);
    try {
      // 416 is the answer about an empty file, which downloading tells as such.
      if (answer.status === 200 || answer.status === 416) return undefined;
      if (answer.status !== 206) throw statusFailure(answer.status);
      const total = rangeOf(answer)?.total ?? null;
      const validator = validatorOf(answer);
      if (total === null || validator === undefined) return undefined;
      const first = Buffer.alloc(Math.min(beginning, total));
      await fill(first, 0, first.length, { start: 0, total }, answer);
      const modified = Date.parse(answer.headers['last-modified'] ?? '');
      return new RangeReader(options, { total, validator, first, modified: Number.isNaN(modified) ? 0 : modified });
    } finally {
      answer.body.destroy();
    }
  });
}

interface FarFile {
  readonly total: number;
  readonly validator: string;
  readonly first: Buffer;
  readonly modified: number;
}

class RangeReader implements ByteReader {
  constructor(
    private readonly options: RangeOptions,
    private readonly remote: FarFile,
  ) {}

  get name(): string {
    return this.options.address.shown;
  }

  get size(): number {
    return this.remote.total;
  }

  get modified(): number {
    return this.remote.modified;
  }

  async read(buffer: Uint8Array, into: number, length: number, position: number): Promise<number> {
    const { first, total, validator } = this.remote;
    const wanted = Math.max(0, Math.min(length, total - position));
    if (wanted === 0) return 0;
    if (position + wanted <= first.length) return first.copy(buffer, into, position, position + wanted);
    const { client, address, attempting } = this.options;
    return withAttempts(attempting, noProgress, async () => {
      const headers = { range: `bytes=${position}-${position + wanted - 1}`, 'if-range': validator };
      const answer = await client.get(address, headers, attempting.signal);
      try {
        if (answer.status === 200) throw new HttpFailure('a file that changed while it was read', { passing: false });
        if (answer.status !== 206) throw statusFailure(answer.status);
        await fill(buffer, into, wanted, { start: position, total }, answer);
        return wanted;
      } finally {
        answer.body.destroy();
      }
    });
  }

  close(): Promise<void> {
    this.options.client.close();
    return Promise.resolve();
  }
}

/** A part is asked for as a whole, again where it failed. */
const noProgress = (): { received: number; total: null } => ({ received: 0, total: null });

/** @throws HttpFailure when it is not exactly the part that was asked for */
async function fill(
  buffer: Uint8Array,
  into: number,
  length: number,
  asked: { readonly start: number; readonly total: number },
  answer: HttpAnswer,
): Promise<void> {
  const range = rangeOf(answer);
  if (range?.start !== asked.start || range.end !== asked.start + length || range.total !== asked.total)
    throw new HttpFailure('another part of the file than was asked for', { passing: false, status: answer.status });
  let done = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    if (done + chunk.length > length) throw new HttpFailure(`more than ${length} bytes`, { passing: false });
    buffer.set(chunk, into + done);
    done += chunk.length;
  }
  if (done < length) throw new HttpFailure('a connection that was cut', { passing: true });
}
