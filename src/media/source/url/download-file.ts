/** The file that a download is written to; it may begin again. */
import { join } from 'node:path';
import { requireRoom } from '../../import/tree-sink.js';
import type { StoreFile, StoreFiles } from '../../store/store-files.js';

const lookAtDiskEvery = 64 * 1024 * 1024;

export class DownloadFile {
  #file: StoreFile | undefined;
  #number = 0;
  #size = 0;
  #sinceLook = 0;

  constructor(
    private readonly files: StoreFiles,
    private readonly folder: string,
  ) {}

  get path(): string {
    return join(this.folder, `download-${this.#number}`);
  }

  get size(): number {
    return this.#size;
  }

  /** @throws DISK_FULL */
  async requireRoomFor(bytes: number): Promise<void> {
    await requireRoom(this.files, this.folder, bytes);
  }

  /** @throws DISK_FULL, FILE_WRITE_FAILED */
  async append(data: Uint8Array): Promise<void> {
    this.#file ??= await this.files.create(this.path);
    await this.#file.write(data, this.#size);
    this.#size += data.length;
    this.#sinceLook += data.length;
    if (this.#sinceLook < lookAtDiskEvery) return;
    this.#sinceLook = 0;
    await this.requireRoomFor(0);
  }

  /** In a new file: what was written may be longer than what comes. */
  async beginAgain(): Promise<void> {
    await this.close();
    await this.files.remove(this.path);
    this.#number += 1;
    this.#size = 0;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  /** An empty file is one too. */
  async finish(): Promise<void> {
    this.#file ??= await this.files.create(this.path);
    await this.close();
  }
}
