/**
 * A disk for the media store that goes wrong at its k-th change: it fails once, fills up, stops with its process, or
 * loses its power. It lies on the real disk; what a sync makes durable is modelled, so that nothing waits for platters.
 */
import { readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileWriteError } from '../../src/shared/durable-files.js';
import {
  diskFiles,
  type FilledFile,
  type MadeFile,
  type NewFile,
  type StoreFile,
  type StoreFiles,
} from '../../src/media/store/store-files.js';
import { durableModel, seededRandom, type DurableModel } from './media-durable-model.js';

export const faultKinds = ['io-error', 'disk-full', 'stop', 'power-cut'] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Which change of the disk goes wrong, from 0; or which of those that are alike, however they come to lie. */
  readonly at: number | { readonly amongThose: (change: DiskChange) => boolean; readonly at: number };
  readonly seed: number;
}

export interface DiskChange {
  readonly kind: 'makeFolder' | 'create' | 'write' | 'close' | 'link' | 'rename' | 'remove' | 'sync';
  /** For a rename the new name. */
  readonly path: string;
}

/** What every call ends in once the process is dead. */
export class ProcessStopped extends Error {
  constructor() {
    super('the process has stopped');
  }
}

/** @param skips changes that are left out in silence, as faulty code would */
export async function failingDisk(
  root: string,
  fault?: Fault,
  skips: (change: DiskChange) => boolean = () => false,
): Promise<FailingDisk> {
  return new FailingDisk(await durableModel(root), fault, skips);
}

export class FailingDisk implements StoreFiles {
  readonly changes: DiskChange[] = [];
  /** The one that went wrong. */
  failed: DiskChange | undefined;
  readonly #random: () => number;
  readonly #running = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(
    private readonly model: DurableModel,
    private readonly fault: Fault | undefined,
    private readonly skips: (change: DiskChange) => boolean,
  ) {
    this.#random = seededRandom(fault?.seed ?? 0);
  }

  makeFolder(path: string): Promise<void> {
    return this.#act({ kind: 'makeFolder', path }, async () => {
      await diskFiles.makeFolder(path);
      this.model.makeFolder(path);
    });
  }

  async create(path: string): Promise<StoreFile> {
    const file = await this.#act({ kind: 'create', path }, async () => {
      const created = await diskFiles.create(path);
      this.model.create(path);
      return created;
    });
    return {
      write: (data, position) => this.#write(file, path, data, position),
      sync: () => this.sync(path),
      close: () => this.#close(file, path),
    };
  }

  /** Two changes, so that each can go wrong: it is made, and it is written. */
  async createFilled<T>(path: string, make: (file: NewFile) => Promise<MadeFile<T>>): Promise<FilledFile<T>> {
    await this.#act({ kind: 'create', path }, async () => {
      await (await diskFiles.create(path)).close();
      this.model.create(path);
    });
    const file = await this.#fill(path, make);
    return { result: file.result, sync: () => this.sync(path), close: () => this.#close(file, path) };
  }

  link(existing: string, path: string): Promise<void> {
    return this.#act({ kind: 'link', path }, async () => {
      await diskFiles.link(existing, path);
      this.model.link(existing, path);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#act({ kind: 'rename', path: to }, async () => {
      await diskFiles.rename(from, to);
      this.model.rename(from, to);
    });
  }

  remove(path: string): Promise<void> {
    const all = async (): Promise<void> => {
      await diskFiles.remove(path);
      this.model.remove(path);
    };
    return this.#act({ kind: 'remove', path }, all, () => this.#removePart(path));
  }

  sync(path: string): Promise<void> {
    return this.#act({ kind: 'sync', path }, () => {
      this.model.sync(path);
      return Promise.resolve();
    });
  }

  freeBytes(folder: string): Promise<number | undefined> {
    return diskFiles.freeBytes(folder);
  }

  /** After the death of the process: waits for what was under way, then loses what a cut of the power would lose. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running);
    if (this.#stopped && this.fault?.kind === 'power-cut') await this.model.cutPower(this.#random);
  }

  #write(file: StoreFile, path: string, data: Uint8Array, position: number): Promise<void> {
    const some = async (length: number): Promise<void> => {
      const part = Buffer.from(data.subarray(0, length));
      await file.write(part, position);
      this.model.write(path, part, position);
    };
    return this.#act(
      { kind: 'write', path },
      () => some(data.length),
      () => some(Math.floor(this.#random() * data.length)),
    );
  }

  /** One change, of which a part may have happened: the file is then cut short. */
  async #fill<T>(path: string, make: (file: NewFile) => Promise<MadeFile<T>>): Promise<FilledFile<T>> {
    const some = async (share: number): Promise<FilledFile<T>> => {
      // The one who makes it finds no file there.
      await rm(path);
      const file = await diskFiles.createFilled(path, make);
      const content = await readFile(path);
      const length = Math.floor(share * content.length);
      await truncate(path, length);
      this.model.write(path, content.subarray(0, length), 0);
      return file;
    };
    return this.#act(
      { kind: 'write', path },
      () => some(1),
      async () => {
        const file = await some(this.#random());
        await file.close();
      },
    );
  }

  /** Whatever it ends in, no descriptor is left open in the test. */
  async #close(file: Pick<StoreFile, 'close'>, path: string): Promise<void> {
    await file.close();
    await this.#act({ kind: 'close', path }, () => Promise.resolve());
  }

  /** Deleting a folder is many deletions, and may end after any of them. */
  async #removePart(path: string): Promise<void> {
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])) {
      const inside = join(entry.parentPath, entry.name);
      if (entry.isDirectory() || this.#random() < 0.5) continue;
      await rm(inside);
      this.model.remove(inside);
    }
  }

  /** @param part how much of it may have happened when it goes wrong; by default nothing or all */
  async #act<T>(change: DiskChange, whole: () => Promise<T>, part?: () => Promise<void>): Promise<T> {
    if (this.#stopped) throw new ProcessStopped();
    const { fault } = this;
    this.changes.push(change);
    const isFaulty = fault !== undefined && this.#isHit(change, fault.at);
    if (isFaulty) this.failed = change;
    if (isFaulty && (fault.kind === 'stop' || fault.kind === 'power-cut')) {
      this.#stopped = true;
      await this.#track(this.#happened(whole, part));
      throw new ProcessStopped();
    }
    if (isFaulty) {
      await part?.();
      const code = fault.kind === 'disk-full' ? 'ENOSPC' : 'EIO';
      throw fileWriteError(Object.assign(new Error(`planted: ${code}`), { code }), change.path);
    }
    if (this.skips(change)) return undefined as T;
    return this.#track(whole());
  }

  #isHit(change: DiskChange, at: Fault['at']): boolean {
    if (typeof at === 'number') return at === this.changes.length - 1;
    return at.amongThose(change) && this.changes.filter(at.amongThose).length === at.at + 1;
  }

  async #happened(whole: () => Promise<unknown>, part: (() => Promise<void>) | undefined): Promise<void> {
    const draw = this.#random();
    if (draw < 0.33) return;
    if (draw < 0.66 && part !== undefined) await part();
    else {
      // Its descriptor, where it gives one, has nobody left to close it.
      const result = await whole();
      if (typeof result === 'object' && result !== null && 'close' in result) await (result as StoreFile).close();
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = (): boolean => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}
