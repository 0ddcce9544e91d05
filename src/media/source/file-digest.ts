/** The sha256 of a whole file, in a thread that can begin before anybody has opened the file. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { ByteThread } from '../copy/byte-thread.js';
import type { WholeFile } from './byte-reader.js';

const begunAhead = new Map<string, ByteThread>();

/**
 * Begins before anybody has opened the file: the first `FileDigest` of that path goes on with it. If there is none, it
 * ends with the process, which does not wait for it.
 */
export function beginFileDigest(path: string): void {
  if (begunAhead.has(path)) return;
  const thread = new ByteThread(path);
  thread.hold(false);
  begunAhead.set(path, thread);
}

export class FileDigest {
  #thread: ByteThread | undefined;

  constructor(private readonly file: WholeFile) {}

  /** Once; calling it again does nothing. @returns what takes the digest, and may be given copies meanwhile */
  begin(): ByteThread {
    if (this.#thread !== undefined) return this.#thread;
    const { path } = this.file;
    this.#thread = begunAhead.get(path) ?? new ByteThread(path);
    begunAhead.delete(path);
    this.#thread.hold(true);
    return this.#thread;
  }

  /** @throws FILE_UNREADABLE, also when the file was changed meanwhile; the signal's reason */
  async result(signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    const { hashed } = this.begin();
    const stop = (): void => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { sha256, status } = await hashed.catch((cause: unknown) => {
        throw unreadable(this.file.path, { cause });
      });
      if (await this.file.isStill(status)) return sha256;
      const expected = 'a file that stays as it is';
      throw unreadable(this.file.path, { expected, found: 'another size or date than before' });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }
}

function unreadable(path: string, details: { cause?: unknown; expected?: string; found?: string }): DrydockError {
  return new DrydockError('FILE_UNREADABLE', { attempted: 'hashing the source', subject: path, ...details });
}
