/**
 * The sha256 of a whole file, in a thread that reads it for itself: it can begin before anybody knows what is in the file,
 * and the bytes do not travel from core to core. The system reads each part from the disk once all the same.
 */
import { Worker } from 'node:worker_threads';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { FileStatus, WholeFile } from './byte-reader.js';

/** Text instead of a file, so that it starts the same way from sources and from the build. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { constants, fstatSync, openSync, readSync } = require('node:fs');
const file = openSync(workerData, constants.O_RDONLY | constants.O_NONBLOCK);
const { dev, ino, size, mtimeMs } = fstatSync(file);
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafeSlow(256 * 1024);
for (let length = 1; length > 0;) {
  length = readSync(file, buffer, 0, buffer.length, null);
  hash.update(buffer.subarray(0, length));
}
parentPort.postMessage({ sha256: hash.digest('hex'), status: { dev, ino, size, mtimeMs } });
`;

interface Hashed {
  readonly sha256: string;
  /** Of the file that was hashed, as the thread opened it. */
  readonly status: FileStatus;
}

class HashingThread {
  readonly #worker: Worker;
  readonly hashed: Promise<Hashed>;

  constructor(path: string) {
    // Not with the options of this process: under --input-type=module the text would be read as a module.
    const worker = new Worker(program, { eval: true, execArgv: [], workerData: path });
    this.#worker = worker;
    this.hashed = new Promise((resolve, reject) => {
      worker.on('message', resolve).on('error', (cause) => reject(unreadable(path, { cause })));
      worker.on('exit', () => reject(new Error('the thread that hashes the source was ended')));
    });
    this.hashed.catch(() => undefined);
  }

  /** Whether the process stays alive for it. */
  hold(isWaitedFor: boolean): void {
    if (isWaitedFor) this.#worker.ref();
    else this.#worker.unref();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const begunAhead = new Map<string, HashingThread>();

/**
 * Begins before anybody has opened the file: the first `FileDigest` of that path goes on with it. If there is none, it
 * ends with the process, which does not wait for it.
 */
export function beginFileDigest(path: string): void {
  if (begunAhead.has(path)) return;
  const thread = new HashingThread(path);
  thread.hold(false);
  begunAhead.set(path, thread);
}

export class FileDigest {
  #thread: HashingThread | undefined;

  constructor(private readonly file: WholeFile) {}

  /** Once; calling it again does nothing. */
  begin(): void {
    this.#begun();
  }

  /** @throws FILE_UNREADABLE, also when the file was changed meanwhile; the signal's reason */
  async result(signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    const { hashed } = this.#begun();
    const stop = (): void => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { sha256, status } = await hashed;
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
    await this.#thread?.end();
  }

  #begun(): HashingThread {
    if (this.#thread !== undefined) return this.#thread;
    const { path } = this.file;
    this.#thread = begunAhead.get(path) ?? new HashingThread(path);
    begunAhead.delete(path);
    this.#thread.hold(true);
    return this.#thread;
  }
}

function unreadable(path: string, details: { cause?: unknown; expected?: string; found?: string }): DrydockError {
  return new DrydockError('FILE_UNREADABLE', { attempted: 'hashing the source', subject: path, ...details });
}
