/**
 * The sha256 of a whole file, in a thread that reads it for itself: it can begin before anybody knows what is in the file,
 * and the bytes do not travel from core to core. The system reads each part from the disk once all the same.
 */
import { Worker } from 'node:worker_threads';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { WholeFile } from './byte-reader.js';

/** Text instead of a file, so that it starts the same way from sources and from the build. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { constants, openSync, readSync } = require('node:fs');
const file = openSync(workerData, constants.O_RDONLY | constants.O_NONBLOCK);
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafeSlow(256 * 1024);
for (let length = 1; length > 0;) {
  length = readSync(file, buffer, 0, buffer.length, null);
  hash.update(buffer.subarray(0, length));
}
parentPort.postMessage(hash.digest('hex'));
`;

export class FileDigest {
  #worker: Worker | undefined;
  #digest: Promise<string> | undefined;

  constructor(private readonly file: WholeFile) {}

  /** Once; calling it again does nothing. */
  begin(): void {
    if (this.#digest !== undefined) return;
    // Not with the options of this process: under --input-type=module the text would be read as a module.
    const worker = new Worker(program, { eval: true, execArgv: [], workerData: this.file.path });
    this.#worker = worker;
    this.#digest = new Promise((resolve, reject) => {
      worker.on('message', resolve).on('error', (cause) => reject(this.#unreadable({ cause })));
      worker.on('exit', () => reject(new Error('the thread that hashes the source was ended')));
    });
    this.#digest.catch(() => undefined);
  }

  /** @throws FILE_UNREADABLE, also when the file was changed meanwhile; the signal's reason */
  async result(signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    this.begin();
    const stop = (): void => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const sha256 = await this.#digest;
      if (sha256 === undefined || !(await this.file.isUnchanged()))
        throw this.#unreadable({ expected: 'a file that stays as it is', found: 'another size or date than before' });
      return sha256;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #unreadable(details: { cause?: unknown; expected?: string; found?: string }): DrydockError {
    return new DrydockError('FILE_UNREADABLE', {
      attempted: 'hashing the source',
      subject: this.file.path,
      ...details,
    });
  }
}
