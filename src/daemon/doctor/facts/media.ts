/** What the store holds, seen from outside: media and their last hashing, names that lead nowhere, imports that were cut off. */
import { listMedia } from '../../../media/list-media.js';
import { readAliasTable } from '../../../media/store/alias-file.js';
import { isWhole } from '../../../media/store/checks.js';
import { exists } from '../../../media/store/folders.js';
import { lookAtStaging, type StagingLook } from '../../../media/store/look-at-staging.js';
import { mediaStore } from '../../../media/store/media-store.js';
import { knownOr, type Known } from '../known.js';

export interface MediaFacts {
  readonly media: readonly {
    readonly id: string;
    readonly importedAt: number;
    /** Null: not since its import or repair. */
    readonly lastHash: { readonly at: number; readonly whole: boolean } | null;
  }[];
  /** Names whose medium is gone. */
  readonly dangling: readonly { readonly alias: string; readonly id: string }[];
  readonly imports: Known<StagingLook>;
  /** Whether a repair was cut off. */
  readonly repairCutOff: boolean;
}

export function readMedia(mediaCache: string): Promise<Known<MediaFacts>> {
  return knownOr(async () => {
    const store = mediaStore(mediaCache);
    const stored = await listMedia({ mediaCache });
    const ids = new Set(stored.map(({ manifest }) => manifest.id));
    const imports = await knownOr(() => lookAtStaging(store));
    return {
      media: stored.map(({ manifest, lastCheck }) => ({
        id: manifest.id,
        importedAt: manifest.importedAt,
        lastHash: lastCheck === null ? null : { at: lastCheck.checkedAt, whole: isWhole(lastCheck) },
      })),
      dangling: [...(await readAliasTable(store))]
        .filter(([, { id }]) => !ids.has(id))
        .map(([alias, { id }]) => ({ alias, id })),
      imports,
      repairCutOff: await exists(store.repair),
    };
  });
}
