/** `media prune`: removes media that newer ones of the same product have taken the place of. */
import { systemClock, type Clock, type Milliseconds } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { diskUseOf, listMedia, type StoredMedium } from './list-media.js';
import { removeMedium } from './remove-medium.js';
import type { StoreFiles } from './store/store-files.js';

export interface PruneOptions {
  readonly mediaCache: string;
  /** How many media of each product stay: those imported last. */
  readonly keep: number;
  /** Says what would be removed, and removes nothing. */
  readonly dryRun?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

export interface PruneDecision {
  readonly id: string;
  readonly removed: boolean;
  /** "one of the 2 newest of XCP-ng", "in use by run-7". */
  readonly reason: string;
}

export interface PruneOutcome {
  readonly dryRun: boolean;
  readonly media: readonly PruneDecision[];
  /** On disk; what other media share is not counted. */
  readonly freedBytes: number;
}

/** Who imported it may be about to use it, in another process. */
const youngest: Milliseconds = 60 * 60 * 1000;

/** @throws STATE_CORRUPT, MEDIA_STORE_NEWER, FILE_WRITE_FAILED, the signal's reason */
export async function pruneMedia(options: PruneOptions): Promise<PruneOutcome> {
  const media = await listMedia(options);
  const planned = planPrune(media, options.keep, (options.clock ?? systemClock).now());
  const leaving = media.filter((_medium, index) => planned[index]?.removed === true);
  if (options.dryRun === true)
    return { dryRun: true, media: planned, freedBytes: (await diskUseOf(options, leaving)).own };
  let freedBytes = 0;
  const left: PruneDecision[] = [];
  for (const medium of leaving) {
    options.signal?.throwIfAborted();
    // One by one: the last medium that holds a file is the one that frees it.
    const { own } = await diskUseOf(options, [medium]);
    const refusal = await remove(medium.manifest.id, options);
    if (refusal === undefined) freedBytes += own;
    else left.push({ id: medium.manifest.id, removed: false, reason: refusal });
  }
  const decisions = planned.map((decision) => left.find(({ id }) => id === decision.id) ?? decision);
  return { dryRun: false, media: decisions, freedBytes };
}

/** @returns why it stays: somebody began to use or to name it, or removed it, since it was looked at */
async function remove(id: string, { mediaCache, clock, signal, files }: PruneOptions): Promise<string | undefined> {
  try {
    await removeMedium({ mediaCache, id, keepNamed: true, clock, signal, files });
    return undefined;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    if (error.code === 'MEDIA_IN_USE') return error.details.found ?? 'in use';
    if (error.code === 'MEDIA_NOT_FOUND') return 'removed by somebody else';
    throw error;
  }
}

/** Pure. @param now milliseconds since 1970 */
export function planPrune(media: readonly StoredMedium[], keep: number, now: Milliseconds): PruneDecision[] {
  return media.map((medium) => {
    const reason = reasonToKeep(medium, media, keep, now);
    const { id, product } = medium.manifest;
    return { id, removed: reason === undefined, reason: reason ?? `${keep} newer of ${product.name} stay` };
  });
}

function reasonToKeep(
  { manifest, aliases, inUse }: StoredMedium,
  media: readonly StoredMedium[],
  keep: number,
  now: Milliseconds,
): string | undefined {
  if (inUse.length > 0) return `in use by ${inUse.join(', ')}`;
  if (aliases.length > 0) return `named ${aliases.join(', ')}`;
  if (now - manifest.importedAt < youngest) return 'imported within the last hour';
  const newer = media.filter(
    ({ manifest: other }) =>
      other.product.name === manifest.product.name &&
      (other.importedAt > manifest.importedAt || (other.importedAt === manifest.importedAt && other.id < manifest.id)),
  );
  return newer.length < keep ? `one of the ${keep} newest of ${manifest.product.name}` : undefined;
}
