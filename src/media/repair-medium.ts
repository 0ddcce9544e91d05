/** `media repair`: puts back what a published medium has lost, from the image it came from, every byte compared first. */
import { join } from 'node:path';
import { systemClock, type Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { openSources } from './import/open-sources.js';
import { resolveMedium } from './list-media.js';
import { totals, type Manifest } from './manifest.js';
import { findDamage, findSharedDamage, isDamaged, type Damage } from './repair/find-damage.js';
import { takeGoodCopies, type GoodCopies } from './repair/good-copies.js';
import { putFiles } from './repair/put-files.js';
import { writeCheck } from './store/checks.js';
import { requireUnused } from './store/in-use-markers.js';
import { readManifest } from './store/manifest-file.js';
import { mediaStore, type MediaStore } from './store/media-store.js';
import { openStaging, type Staging } from './store/staging.js';
import { diskFiles, withReserve, type StoreFiles } from './store/store-files.js';
import { withStoreLock } from './store/store-lock.js';
import { finishRepair, noteRepair } from './store/unfinished-repair.js';

export interface RepairOptions {
  readonly mediaCache: string;
  /** Id or alias. */
  readonly id: string;
  /** A path or an http(s) URL of whatever can be imported. */
  readonly source: string;
  /** Others that were merged into it when it was imported: the separate Linux pack of 5.6. */
  readonly with?: readonly string[] | undefined;
  /** Also under a host that may be reading: over NFS, what it has open then fails. */
  readonly force?: boolean | undefined;
  readonly onProgress?: ((progress: RepairProgress) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that stay free on the disk; a little when not given. */
  readonly reserve?: number | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

export interface RepairProgress {
  readonly phase: 'verifying' | 'fetching' | 'copying';
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly current: string | null;
}

export interface RepairOutcome {
  readonly id: string;
  /** Of the manifest after it; one more than before when anything was repaired. */
  readonly generation: number;
  /** Files that were put back. */
  readonly repaired: readonly string[];
  /** Files that did not belong there. */
  readonly removed: readonly string[];
  /** The same files in other media, where they were damaged too. */
  readonly alsoRepaired: readonly { readonly id: string; readonly paths: readonly string[] }[];
}

/**
 * A medium that is whole stays as it is. Cut off at any point, each file is the old one or the new one; a repeat finishes.
 * @throws MEDIA_NOT_FOUND, MEDIA_IN_USE unless forced, MEDIA_REPAIR_IMPOSSIBLE with nothing changed, DISK_FULL,
 *   FILE_WRITE_FAILED, the signal's reason, and what opening the source throws
 */
export async function repairMedium(options: RepairOptions): Promise<RepairOutcome> {
  const store = mediaStore(options.mediaCache, withReserve(options.files ?? diskFiles, options.reserve));
  const id = await resolveMedium(store, options.id);
  const staging = await openStaging(store, options);
  try {
    for (;;) {
      const outcome = await new Repair(options, store, staging).run(id);
      if (outcome !== undefined) return outcome;
    }
  } finally {
    await staging.close();
  }
}

class Repair {
  constructor(
    private readonly options: RepairOptions,
    private readonly store: MediaStore,
    private readonly staging: Staging,
  ) {}

  /** Undefined when the medium was changed meanwhile, by another repair. */
  async run(id: string): Promise<RepairOutcome | undefined> {
    const { signal } = this.options;
    const damage = await findDamage(this.store, await this.#manifest(id), {
      signal,
      onProgress: (progress) => this.options.onProgress?.({ phase: 'verifying', ...progress }),
    });
    if (!isDamaged(damage)) return this.#locked(damage, [], new Map());
    await this.#requireUnused(id);
    const others = await findSharedDamage(this.store, damage, { signal });
    return this.#locked(damage, others, await this.#copies(damage));
  }

  async #copies({ files: wanted }: Damage): Promise<GoodCopies> {
    if (wanted.length === 0) return new Map();
    const { files } = this.store;
    const { source: given, with: others = [], clock, signal } = this.options;
    const staged = this.staging.folder;
    // An attempt before this one may have left something there.
    for (const name of ['spool', 'good']) await files.remove(join(staged, name));
    const onProgress = (bytes: number, totalBytes: number | null): void =>
      this.#say('fetching', bytes, totalBytes ?? 0, null);
    const source = await openSources({ source: given, with: others, staged, files, onProgress, clock, signal });
    try {
      const folder = join(staged, 'good');
      await files.makeFolder(folder);
      const onCopied = (bytes: number, current: string | null): void =>
        this.#say('copying', bytes, source.bytes, current);
      return await takeGoodCopies({ source, wanted, files, folder, onProgress: onCopied, signal });
    } finally {
      await source.close();
    }
  }

  async #locked(damage: Damage, others: readonly Damage[], copies: GoodCopies): Promise<RepairOutcome | undefined> {
    const { clock, signal } = this.options;
    return withStoreLock(this.store, { clock, signal, purpose: 'repairing a medium' }, async () => {
      if (!(await this.#isUnchanged(damage))) return undefined;
      const repaired = isDamaged(damage) ? await this.#repair(damage, others, copies) : [];
      const manifest = await this.#manifest(damage.manifest.id);
      await this.#recordWhole(manifest);
      return {
        id: manifest.id,
        generation: manifest.generation,
        repaired: damage.files.map(({ path }) => path),
        removed: damage.extra,
        alsoRepaired: repaired.map(({ manifest: { id }, files }) => ({ id, paths: files.map(({ path }) => path) })),
      };
    });
  }

  /** @returns the other media that were repaired as well */
  async #repair(damage: Damage, others: readonly Damage[], copies: GoodCopies): Promise<readonly Damage[]> {
    const present: Damage[] = [];
    for (const other of others) if (await this.#isUnchanged(other)) present.push(other);
    // This one last: cut off before, a repeat finds it damaged still, and with it the others.
    const all = [...present, damage];
    for (const { manifest } of all) await this.#requireUnused(manifest.id);
    const generations = all.map(({ manifest: { id, generation } }) => [id, generation + 1] as const);
    await noteRepair(this.store, Object.fromEntries(generations));
    const temporary = join(this.staging.folder, 'link');
    for (const one of all) await putFiles({ store: this.store, damage: one, copies, temporary });
    await finishRepair(this.store);
    return present;
  }

  async #recordWhole(manifest: Manifest): Promise<void> {
    const checkedAt = Math.floor((this.options.clock ?? systemClock).now());
    const whole = { damaged: [], missing: [], extra: [] };
    const { generation } = manifest;
    await writeCheck(this.store, manifest.id, { checkedAt, generation, ...totals(manifest), ...whole });
  }

  async #isUnchanged({ manifest }: Damage): Promise<boolean> {
    const now = await readManifest(this.store, manifest.id);
    return now?.generation === manifest.generation && now.importedAt === manifest.importedAt;
  }

  async #manifest(id: string): Promise<Manifest> {
    const manifest = await readManifest(this.store, id);
    if (manifest === undefined)
      throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'repairing a medium', subject: id });
    return manifest;
  }

  async #requireUnused(id: string): Promise<void> {
    if (this.options.force !== true) await requireUnused(this.store, id, 'repairing a medium', inUseRemedy);
  }

  #say(phase: RepairProgress['phase'], bytes: number, totalBytes: number, current: string | null): void {
    this.options.onProgress?.({ phase, bytes, totalBytes, files: 0, totalFiles: 0, current });
  }
}

const inUseRemedy =
  'Wait until the upgrade is over. If the host has not fetched the damaged files yet, repair at once with --force: only the bytes of the import are put back.';
