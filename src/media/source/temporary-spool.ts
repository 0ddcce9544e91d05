/** A folder for what must be brought here before it can be looked at, made only when it is needed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class TemporarySpool {
  #folder: Promise<string> | undefined;

  folder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'drydock-source-'));
    return this.#folder;
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }
}
