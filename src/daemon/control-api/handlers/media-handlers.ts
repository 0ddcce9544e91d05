/** Media over the control API: what the store holds, and the imports and verifications that people ask for. */
import type { Caller } from '../../../contract/api/caller.js';
import type { ApiHandlers, HandlerContext } from '../../../contract/api/handlers.js';
import type { Installation, MediumSummary, Passport } from '../../../contract/api/media.js';
import type { MediaJob, UploadQuery } from '../../../contract/api/media-jobs.js';
import { diskUseOf, listMedia, showMedium, type StoredMedium } from '../../../media/list-media.js';
import { shownSource } from '../../../media/source/url/address.js';
import { isWhole } from '../../../media/store/checks.js';
import type { Settings } from '../../config/schema.js';
import type { JobOrder } from '../media-jobs/job-messages.js';
import { allowedSource, importOffers, type ImportPlaces } from '../media-jobs/import-places.js';
import type { MediaJobs } from '../media-jobs/media-jobs.js';
import { announceUpload, receiveUpload, type AnnouncedUpload, type UploadRules } from '../media-jobs/receive-upload.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';

export interface MediaParts {
  readonly media: Settings['media'];
  readonly jobs: MediaJobs;
  readonly places: ImportPlaces;
  readonly uploads: UploadRules;
  /** Whether a person or a token that has begun something may still do it. */
  readonly mayStay: (caller: Caller) => Promise<boolean>;
  /** Hosts that were installed from a medium, by its id, newest first. */
  installations(medium: string): readonly Installation[];
}

type MediaRoute =
  | 'listMedia'
  | 'readMedium'
  | 'listImports'
  | 'startImport'
  | 'upload'
  | 'readImport'
  | 'cancelImport'
  | 'verifyMedium';

export function mediaHandlers(parts: MediaParts): ApiHandlers<MediaRoute> {
  const { media, jobs, places, uploads } = parts;
  const mediaCache = media.cache;
  return {
    listMedia: async () => ({ media: (await listMedia({ mediaCache })).map(summaryOf) }),
    readMedium: async ({ id }) => {
      const medium = await showMedium({ mediaCache, id });
      const disk = await diskUseOf({ mediaCache }, [medium]);
      return passportOf(medium, disk, parts.installations(medium.manifest.id));
    },
    listImports: async () => ({
      jobs: jobs.list(),
      folders: [...places.folders],
      offers: await importOffers(places),
      urls: places.urls,
      largestUpload: uploads.largest,
    }),
    startImport: async ({ body }, { by, about }) => {
      const { source, id, alias, sha256, requireSignature } = body;
      about({ object: shownSource(source) });
      const allowed = await allowedSource(source, places);
      const job = jobs.open({ kind: 'import', source: shownSource(source), by });
      return jobs.begin(job.id, importOrder(media, { source: allowed, by, id, alias, sha256, requireSignature }));
    },
    upload: ({ query }, context) => upload(parts, query, context),
    readImport: ({ id }) => Promise.resolve(jobs.get(id)),
    cancelImport: ({ id }, { about }) => {
      about({ object: jobs.get(id).source });
      return jobs.cancel(id);
    },
    verifyMedium: async ({ id }, { by, about }) => {
      const { manifest } = await showMedium({ mediaCache, id });
      about({ object: manifest.id });
      const job = jobs.open({ kind: 'verify', source: manifest.id, by, medium: manifest.id });
      return jobs.begin(job.id, { kind: 'verify', mediaCache, id: manifest.id });
    },
  };
}

async function upload(parts: MediaParts, query: UploadQuery, context: HandlerContext): Promise<MediaJob> {
  context.about({ object: query.name });
  const announced = await announceUpload(context.request, parts.uploads);
  try {
    return await takeUpload(parts, query, context, announced);
  } finally {
    announced.room.release();
  }
}

/** The bytes come first, so that the answer says whether they have arrived; the import goes on after it. */
async function takeUpload(
  { media, jobs, uploads, mayStay }: MediaParts,
  query: UploadQuery,
  { by, request, caller }: HandlerContext,
  announced: AnnouncedUpload,
): Promise<MediaJob> {
  const { name, id, alias, sha256, requireSignature } = query;
  const { length } = announced;
  const job = jobs.open({ kind: 'import', source: name, by });
  const cancelled = new AbortController();
  const tell = (bytes: number): void => {
    const progress = { phase: 'receiving', bytes, totalBytes: length, files: 0, totalFiles: 0, current: name } as const;
    if (!jobs.progress(job.id, progress)) cancelled.abort();
  };
  try {
    const received = await receiveUpload(
      request,
      { id: job.id, name, ...announced },
      uploads,
      cancelled.signal,
      seldom(tell, length),
    );
    const order = { source: received.file, by, id, alias, sha256, requireSignature: requireSignature === 'true' };
    try {
      // It may have taken hours: a person who was removed meanwhile, or a token that was revoked, imports nothing.
      if (!(await mayStay(caller))) throw new DrydockError('NOT_SIGNED_IN', { attempted: 'importing an upload' });
      return jobs.begin(job.id, importOrder(media, order), () => received.remove());
    } catch (error) {
      await received.remove();
      throw error;
    }
  } catch (error) {
    const attempted = 'taking an upload';
    jobs.fail(
      job.id,
      error instanceof DrydockError ? error : new DrydockError('INTERNAL_FAULT', { attempted, cause: error }),
    );
    throw error;
  }
}

interface ImportWishes {
  readonly source: string;
  readonly by: string;
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
  readonly sha256?: string | undefined;
  readonly requireSignature?: boolean | undefined;
}

function importOrder(media: Settings['media'], { requireSignature, ...wishes }: ImportWishes): JobOrder {
  return {
    kind: 'import',
    mediaCache: media.cache,
    ...wishes,
    trustedKeys: media.trustedKeys,
    requireSignature: requireSignature === true || media.requireSignature,
    reserve: media.reserve * 1_000_000,
  };
}

/** A hundred times for a whole upload, however small the pieces are that arrive. */
function seldom(tell: (bytes: number) => void, length: number): (bytes: number) => void {
  let next = 0;
  return (bytes) => {
    if (bytes < next) return;
    next = bytes + length / 100;
    tell(bytes);
  };
}

function summaryOf({ manifest, summary, aliases, inUse, lastCheck }: StoredMedium): MediumSummary {
  const { id, product, platform, layout, files, bytes } = summary;
  return {
    ...{ id, aliases: [...aliases], product, platform, layout, files, bytes },
    importedAt: manifest.importedAt,
    importedBy: manifest.importedBy ?? null,
    signature: manifest.verified.signature,
    inUse: [...inUse],
    lastCheck:
      lastCheck === null
        ? null
        : {
            checkedAt: lastCheck.checkedAt,
            whole: isWhole(lastCheck),
            damaged: lastCheck.damaged.length,
            missing: lastCheck.missing.length,
            extra: lastCheck.extra.length,
          },
  };
}

function passportOf(
  medium: StoredMedium,
  disk: { readonly bytes: number; readonly own: number },
  installations: readonly Installation[],
): Passport {
  const { generation, release, target, source, parts, verified, warnings } = medium.manifest;
  const { packages, metadata, signedBy, packageSignatures, packagesSignedBy, sourceChecksum } = verified;
  return {
    ...summaryOf(medium),
    ...{ generation, release, target, source, parts, warnings, disk: { ...disk }, installations: [...installations] },
    verified: { packages, metadata, signedBy, packageSignatures, packagesSignedBy, sourceChecksum },
  };
}
