/** Reads the headers of a medium's packages: each must be what the metadata says it is, and whose it is is found out. */
import { createReadStream } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readRpmHeader, type RpmHeader } from '../formats/rpm-header.js';
import type { PackageIdentity, PackageRules, SignatureFinding } from '../recognise/recognised-medium.js';
import { forEachOf } from '../source/together.js';
import { checkPackageSignatures } from './package-signatures.js';
import { signingKeys, type SigningKey } from './signing-key.js';

/** By path; null where nobody named a key to check with. */
export type PackageFindings = ReadonlyMap<string, SignatureFinding | null>;

/** So much of a package is looked at in memory where it is at hand: both headers of nearly every one. */
const mostOfStart = 64 * 1024;
/** And no less, whatever the metadata says of them. */
const leastOfStart = 4 * 1024;

const packagesAtOnce = 8;

/** The check of all packages of a medium: of each as soon as it is there, and of the others at the end. */
export class PackageChecks {
  readonly #findings = new Map<string, SignatureFinding | null>();
  readonly #keys: Promise<readonly SigningKey[]>;

  /** @param treeFolder where the packages lie */
  constructor(
    private readonly treeFolder: string,
    private readonly rules: PackageRules,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#keys = signingKeys(rules.keys);
    this.#keys.catch(() => undefined);
  }

  has(path: string): boolean {
    return this.rules.packages.has(path);
  }

  /** How many of its first bytes `check` would look at: as many as its headers take, where the metadata says it. */
  startOf(path: string): number {
    if (!this.has(path)) return 0;
    const headerEnd = this.rules.packages.get(path)?.headerEnd ?? mostOfStart;
    return Math.min(Math.max(headerEnd, leastOfStart), mostOfStart);
  }

  /**
   * @param start its first bytes; what lies behind them is read from the file
   * @throws MEDIA_PACKAGE_INVALID, MEDIA_METADATA_INVALID, FILE_UNREADABLE
   */
  async check(path: string, start: Uint8Array = Buffer.alloc(0)): Promise<void> {
    const file = join(this.treeFolder, path);
    const header = await readHeader(file, path, Buffer.from(start.buffer, start.byteOffset, start.length));
    const identity = this.rules.packages.get(path) ?? null;
    if (identity !== null) requireIdentity(header, identity, path);
    const keys = await this.#keys;
    const content = (): AsyncIterable<Uint8Array> =>
      createReadStream(file, { start: header.signedOffset, signal: this.signal });
    this.#findings.set(path, keys.length === 0 ? null : await checkPackageSignatures(header, keys, content));
  }

  /** Checks what was not checked yet. @throws as `check`, and the signal's reason */
  async finish(): Promise<PackageFindings> {
    const left = [...this.rules.packages.keys()].filter((path) => !this.#findings.has(path));
    await forEachOf(left, { atOnce: packagesAtOnce, signal: this.signal }, (path) => this.check(path));
    return this.#findings;
  }
}

async function readHeader(file: string, path: string, start: Buffer): Promise<RpmHeader> {
  let handle: FileHandle | undefined;
  try {
    return await readRpmHeader(async (offset, length) => {
      // The first reading takes what there is; it asks again where that was not enough.
      if (offset < start.length && (offset === 0 || offset + length <= start.length))
        return start.subarray(offset, offset + length);
      handle ??= await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    }, path);
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a package', subject: path, cause });
  } finally {
    await handle?.close();
  }
}

/** The installer chooses by the metadata and installs what the package is: a mix-up would install something else. */
function requireIdentity(header: RpmHeader, identity: PackageIdentity, path: string): void {
  const expected = nameOf(identity);
  const found = nameOf(header);
  if (expected === found) return;
  throw new DrydockError('MEDIA_METADATA_INVALID', {
    attempted: 'comparing a package with the metadata of the repository',
    subject: path,
    expected,
    found,
  });
}

function nameOf({ name, epoch, version, release, architecture }: Omit<PackageIdentity, 'headerEnd'>): string {
  return `${name}-${epoch}:${version}-${release}.${architecture}`;
}
