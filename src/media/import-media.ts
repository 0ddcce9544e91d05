/** `media import`: from any source to a published medium, verified, at once or not at all. */
import { join } from 'node:path';
import { systemClock, type Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { findKnownMedium } from './import/known-medium.js';
import { makeManifest } from './import/make-manifest.js';
import { defaultId, requireFreeNames, takenId } from './import/medium-names.js';
import type { ProgressListener } from './import/progress.js';
import { openSources } from './import/open-sources.js';
import { publish } from './import/publish.js';
import { nothingShared, shareFiles, type SharedFiles } from './import/share-files.js';
import { stageStream } from './import/stage-stream.js';
import { stageTree, type StagedTree } from './import/stage-tree.js';
import { summarize, type ImportSummary } from './import-summary.js';
import type { Manifest } from './manifest.js';
import { recogniseMedium } from './recognise/recognise-medium.js';
import type { RecognisedMedium } from './recognise/recognised-medium.js';
import { readDemand, type SignatureDemand } from './recognise/signature-rules.js';
import type { MediaSource } from './source/media-source.js';
import { MergedSource } from './source/merged-source.js';
import { shownSource } from './source/url/address.js';
import type { PlannedTree } from './source/plan-tree.js';
import { writeAlias } from './store/aliases.js';
import { manifestText, readManifest } from './store/manifest-file.js';
import { manifestName, mediaStore, requireMediumName, treeName, type MediaStore } from './store/media-store.js';
import { writeNewFile } from './store/replace-file.js';
import { judgePackages, requireDemandedPackages } from './verify/package-verdicts.js';
import { openStaging, type Staging } from './store/staging.js';
import { diskFiles, withReserve, type StoreFiles } from './store/store-files.js';
import { withStoreLock } from './store/store-lock.js';

export interface ImportOptions {
  /** A path or an http(s) URL. */
  readonly source: string;
  readonly mediaCache: string;
  /** Other images whose folders become part of the medium: the separate Linux pack of 5.6. */
  readonly with?: readonly string[] | undefined;
  /** Default: product and version, as in `xcp-ng-8.3.0`. */
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
  /** What the source must hash to, in hexadecimal. */
  readonly sha256?: string | undefined;
  /** Paths of public key files; the medium's first key must be among them. */
  readonly keys?: readonly string[] | undefined;
  /** Fingerprints of the only keys that are trusted, in hexadecimal, beside those of `keys`. */
  readonly trustedKeys?: readonly string[] | undefined;
  /** Refuse any signature but a good one. */
  readonly requireSignature?: boolean | undefined;
  /** Who imports it: stands in the medium's passport. */
  readonly by?: string | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Bytes that stay free on the disk; a little when not given. */
  readonly reserve?: number | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

export interface ImportOutcome {
  /** What `media import --json` prints. */
  readonly summary: ImportSummary;
  readonly manifest: Manifest;
  /** The same source was imported before; nothing was written. */
  readonly alreadyPresent: boolean;
  /** What of it takes no room of its own, since another medium holds it, or it is in it twice. */
  readonly shared: SharedFiles;
}

/**
 * @throws every MEDIA_… code of reading, recognising and verifying; MEDIA_NAME_INVALID, MEDIA_NAME_TAKEN,
 *   MEDIA_SOURCE_DIGEST_MISMATCH, FILE_UNREADABLE, DISK_FULL, FILE_WRITE_FAILED, INTERRUPTED. Nothing is left behind.
 */
export async function importMedia(options: ImportOptions): Promise<ImportOutcome> {
  try {
    for (const name of [options.id, options.alias]) if (name !== undefined) requireMediumName(name);
    const demand = await readDemand(options);
    const store = mediaStore(options.mediaCache, withReserve(options.files ?? diskFiles, options.reserve));
    const staging = await openStaging(store, options);
    try {
      return await new MediaImport(options, store, staging, demand).run();
    } finally {
      await staging.close();
    }
  } catch (cause) {
    if (options.signal?.aborted !== true || cause instanceof DrydockError) throw cause;
    const subject = shownSource(options.source);
    throw new DrydockError('INTERRUPTED', { attempted: 'importing a medium', subject, cause });
  }
}

/** What was staged, and what it was recognised as. */
interface Staged {
  readonly tree: PlannedTree;
  readonly medium: RecognisedMedium;
  readonly staged: StagedTree;
}

class MediaImport {
  readonly #report: ProgressListener;

  constructor(
    private readonly options: ImportOptions,
    private readonly store: MediaStore,
    private readonly staging: Staging,
    private readonly demand: SignatureDemand,
  ) {
    this.#report = options.onProgress ?? (() => undefined);
  }

  async run(): Promise<ImportOutcome> {
    this.#say('opening', 0, 0);
    const source = await this.#open();
    try {
      return source.access === 'tree' ? await this.#fromTree(source) : await this.#fromStream(source);
    } finally {
      await source.close();
    }
  }

  #open(): Promise<MediaSource> {
    const { source, with: others = [], signal, clock } = this.options;
    return openSources({
      source,
      with: others,
      staged: this.staging.folder,
      files: this.store.files,
      onProgress: (bytes, totalBytes) => this.#say('fetching', bytes, totalBytes ?? 0),
      clock,
      signal,
    });
  }

  /** Looked at before it is copied: what is no medium, or is here already, costs no disk. */
  async #fromTree(source: Extract<MediaSource, { access: 'tree' }>): Promise<ImportOutcome> {
    this.#say('recognising', 0, source.bytes);
    // Copied or hashed it will be, unless it is refused.
    source.begin?.();
    const { tree } = source;
    const medium = await recogniseMedium(tree, this.demand);
    const id = this.options.id ?? defaultId(medium);
    requireMediumName(id);
    const known = await this.#known(source);
    if (known !== undefined) return known;
    await requireFreeNames(this.store, id, this.options.alias);
    await this.#requireNewId(id, source);
    const staged = await stageTree({ ...(await this.#stageParts()), source, tree, medium });
    return this.#finish(source, id, { tree, medium, staged });
  }

  /** Unpacked first: only its end tells what is in it. */
  async #fromStream(source: Extract<MediaSource, { access: 'stream' }>): Promise<ImportOutcome> {
    const { demand } = this;
    const known = demand.required || demand.trusted.size > 0 ? undefined : await this.#known(source);
    if (known !== undefined) return known;
    const parts = await this.#stageParts();
    const { tree, medium, staged } = await stageStream({ ...parts, source, demand });
    const id = this.options.id ?? defaultId(medium);
    requireMediumName(id);
    const present = await readManifest(this.store, id);
    if (present?.source.sha256 === staged.sourceSha256) return this.#alreadyPresent(present, staged.sourceSha256);
    return this.#finish(source, id, { tree, medium, staged });
  }

  async #finish(source: MediaSource, id: string, { tree, medium, staged }: Staged): Promise<ImportOutcome> {
    this.#requireSourceDigest(staged.sourceSha256);
    const packageVerdicts = judgePackages(staged.packages, medium.packageRules, this.demand);
    const { kind, label, bytes } = source instanceof MergedSource ? source.base : source;
    const manifest = makeManifest({
      id,
      importedAt: (this.options.clock ?? systemClock).now(),
      importedBy: this.options.by,
      medium,
      tree,
      measured: staged.measured,
      packageVerdicts,
      source: { kind, label, sha256: staged.sourceSha256, bytes },
      parts: source instanceof MergedSource ? partsOf(source) : [],
      sourceChecksum: this.options.sha256 !== undefined,
    });
    const count = { files: manifest.files.length, totalFiles: manifest.files.length };
    this.#report({ phase: 'publishing', bytes, totalBytes: bytes, ...count, current: null });
    const { files } = this.store;
    await files.remove(join(this.staging.folder, 'spool'));
    const shared = await shareFiles({
      store: this.store,
      staged: this.staging.folder,
      manifest,
      signal: this.options.signal,
    });
    await writeNewFile(files, join(this.staging.folder, manifestName), manifestText(manifest));
    await files.sync(this.staging.folder);
    await publish(this.options, this.store, this.staging, manifest);
    return { summary: summarize(manifest), manifest, alreadyPresent: false, shared };
  }

  /** The same source again is no error, so that a script may repeat itself. */
  async #known(source: MediaSource): Promise<ImportOutcome | undefined> {
    const known = await findKnownMedium(this.store, source, this.options);
    return known === undefined ? undefined : this.#alreadyPresent(known.manifest, known.sha256);
  }

  async #alreadyPresent(manifest: Manifest, sha256: string): Promise<ImportOutcome> {
    this.#requireSourceDigest(sha256);
    requireDemandedPackages(manifest, this.demand);
    const { alias } = this.options;
    if (alias !== undefined) {
      await withStoreLock(this.store, { ...this.options, purpose: 'naming a medium' }, () =>
        writeAlias(this.store, alias, manifest.id),
      );
    }
    return { summary: summarize(manifest), manifest, alreadyPresent: true, shared: nothingShared };
  }

  /** Another source under an id that is taken is refused before it is copied. */
  async #requireNewId(id: string, source: MediaSource): Promise<void> {
    const present = await readManifest(this.store, id);
    if (present === undefined) return;
    const sha256 = await source.digest(this.options.signal);
    this.#requireSourceDigest(sha256);
    throw takenId(present, sha256);
  }

  #requireSourceDigest(found: string): void {
    const { sha256: expected, source } = this.options;
    if (expected === undefined || expected.trim().toLowerCase() === found) return;
    throw new DrydockError('MEDIA_SOURCE_DIGEST_MISMATCH', {
      attempted: 'comparing the source with the checksum given',
      subject: shownSource(source),
      expected,
      found,
    });
  }

  async #stageParts(): Promise<{
    files: StoreFiles;
    treeFolder: string;
    onProgress: ProgressListener;
    signal: AbortSignal | undefined;
  }> {
    const treeFolder = await this.#folder(treeName);
    return { files: this.store.files, treeFolder, onProgress: this.#report, signal: this.options.signal };
  }

  /** The staging folder with the tree in it then is what the medium's folder will be. */
  async #folder(name: string): Promise<string> {
    const folder = join(this.staging.folder, name);
    await this.store.files.makeFolder(folder);
    return folder;
  }

  #say(phase: Parameters<ProgressListener>[0]['phase'], bytes: number, totalBytes: number): void {
    this.#report({ phase, bytes, totalBytes, files: 0, totalFiles: 0, current: null });
  }
}

function partsOf(source: MergedSource): Manifest['parts'] {
  return source.sources.map(({ kind, label, bytes }, index) => {
    const sha256 = source.partDigests[index];
    if (sha256 === undefined) throw new Error(`no digest was taken of ${label}`);
    return { kind, label, bytes, sha256 };
  });
}
