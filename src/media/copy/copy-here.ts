/** Copying in this thread, a piece at a time: it has a core too, and nothing to do for it while the others copy. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Script } from 'node:vm';
import type { MadeFile } from '../store/store-files.js';
import { Copier, type Copied, type CopyWork } from './copier.js';
import { copyFunction, type CopyOrder, type CopySurroundings } from './copy-program.js';

type MakeCopy = (surroundings: CopySurroundings) => (order: CopyOrder) => void;

/**
 * The next file is read and hashed while the disk has the one before; with one at a time, a fifth of the time of this thread
 * was spent waiting. With many, a thread might be through with its own before this one is.
 */
const enoughBytes = 3 * 1024 * 1024;

export class CopyHere {
  #copy: ((order: CopyOrder) => void) | undefined;
  readonly #copier = new Copier((order) => {
    this.#copy ??= this.#make();
    this.#copy(order);
  });

  get hasRoom(): boolean {
    return this.#copier.pendingBytes < enoughBytes;
  }

  copy(work: CopyWork): Promise<MadeFile<Copied>> {
    return this.#copier.copy(work);
  }

  close(): Promise<void> {
    return this.#copier.end();
  }

  #make(): (order: CopyOrder) => void {
    const make = new Script(copyFunction, { filename: 'copy-program' }).runInThisContext() as MakeCopy;
    return make({
      ...{ fs, createHash },
      send: (reply) => this.#copier.received(reply),
      pause: () => setImmediate(),
    });
  }
}
