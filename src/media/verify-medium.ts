/** `media verify`: whether every byte of a published medium still is the byte that was verified at its import. */
import { systemClock, type Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { compareTree, type CompareOptions } from './check/compare-tree.js';
import { resolveMedium } from './list-media.js';
import { totals, type Manifest } from './manifest.js';
import { isWhole, writeCheck, type MediumCheck } from './store/checks.js';
import { publishedIds, readManifest } from './store/manifest-file.js';
import { mediaStore, treeFolderOf, type MediaStore } from './store/media-store.js';
import type { StoreFiles } from './store/store-files.js';
import { withStoreLock } from './store/store-lock.js';

export interface VerifyOptions extends CompareOptions {
  readonly mediaCache: string;
  /** Id or alias. */
  readonly id: string;
  readonly clock?: Clock | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

export interface VerifyReport extends MediumCheck {
  readonly id: string;
  /** False when the date could not be written down: the store may not be written by this user, or its disk is full. */
  readonly recorded: boolean;
}

/**
 * Writes down when it was and what was found.
 * @throws MEDIA_NOT_FOUND, also when it was removed meanwhile; FILE_UNREADABLE, the signal's reason; damage is in the report
 */
export async function verifyMedium(options: VerifyOptions): Promise<VerifyReport> {
  const store = mediaStore(options.mediaCache, options.files);
  const id = await resolveMedium(store, options.id);
  const manifest = await readManifest(store, id);
  if (manifest === undefined) throw gone(id);
  const differences = await compareTree(manifest, treeFolderOf(store, id), options);
  const checkedAt = Math.floor((options.clock ?? systemClock).now());
  const check = { checkedAt, generation: manifest.generation, ...totals(manifest), ...differences };
  switch (await record(store, manifest, check, options)) {
    case 'removed':
      throw gone(id);
    case 'changed':
      // It was repaired meanwhile: what was found is of neither the old files nor the new ones.
      return verifyMedium({ ...options, id });
    case 'recorded':
      return { id, ...check, recorded: true };
    case 'not recorded':
      return { id, ...check, recorded: false };
  }
}

/** All published media, one after the other. @throws as verifyMedium, but not for one that was removed meanwhile */
export async function verifyAllMedia(options: Omit<VerifyOptions, 'id'>): Promise<VerifyReport[]> {
  const reports: VerifyReport[] = [];
  for (const id of await publishedIds(mediaStore(options.mediaCache))) {
    const report = await verifyMedium({ ...options, id }).catch((error: unknown) => {
      if (error instanceof DrydockError && error.code === 'MEDIA_NOT_FOUND') return undefined;
      throw error;
    });
    if (report !== undefined) reports.push(report);
  }
  return reports;
}

/** @throws MEDIA_DAMAGED with the reports' findings as data, unless every medium is what it was */
export function requireUndamaged(...reports: readonly VerifyReport[]): void {
  const faulty = reports.filter((report) => !isWhole(report));
  const [first] = faulty;
  if (first === undefined) return;
  const count = (kind: 'damaged' | 'missing' | 'extra'): number =>
    faulty.reduce((sum, report) => sum + report[kind].length, 0);
  const findings = faulty.map(({ id, damaged, missing, extra }) => ({ id, damaged, missing, extra }));
  const example = [...first.damaged, ...first.missing, ...first.extra].slice(0, 1);
  throw new DrydockError('MEDIA_DAMAGED', {
    attempted: 'verifying a medium',
    subject: faulty.length === 1 ? `${first.id}: ${example.join('')}` : faulty.map(({ id }) => id).join(', '),
    found: `${count('damaged')} damaged, ${count('missing')} missing and ${count('extra')} unknown files`,
    data: faulty.length === 1 ? { ...findings[0] } : { media: findings },
  });
}

/** The outcome counts for more than its record: who may not write the store is told what was found all the same. */
async function record(
  store: MediaStore,
  manifest: Manifest,
  check: MediumCheck,
  { clock, signal }: VerifyOptions,
): Promise<'recorded' | 'not recorded' | 'changed' | 'removed'> {
  try {
    return await withStoreLock(store, { clock, signal, purpose: 'recording a verification' }, async () => {
      const now = await readManifest(store, manifest.id);
      if (now === undefined) return 'removed';
      if (now.generation !== manifest.generation || now.importedAt !== manifest.importedAt) return 'changed';
      await writeCheck(store, manifest.id, check);
      return 'recorded';
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return 'not recorded';
  }
}

function gone(id: string): DrydockError {
  return new DrydockError('MEDIA_NOT_FOUND', { attempted: 'verifying a medium', subject: id });
}
