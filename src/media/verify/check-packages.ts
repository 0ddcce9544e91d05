/** Reads the headers of a medium's packages: each must be what the metadata says it is, and whose it is is found out. */
import { createReadStream } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readRpmHeader, type RpmHeader } from '../formats/rpm-header.js';
import type { PackageIdentity, PackageRules, SignatureFinding } from '../recognise/recognised-medium.js';
import { checkPackageSignatures } from './package-signatures.js';
import { signingKeys, type SigningKey } from './signing-key.js';

/** By path; null where nobody named a key to check with. */
export type PackageFindings = ReadonlyMap<string, SignatureFinding | null>;

const packagesAtOnce = 8;

/**
 * @param treeFolder where the packages lie
 * @throws MEDIA_PACKAGE_INVALID, MEDIA_METADATA_INVALID, FILE_UNREADABLE, the signal's reason
 */
export async function checkPackages(
  treeFolder: string,
  rules: PackageRules,
  signal: AbortSignal | undefined,
): Promise<PackageFindings> {
  const findings = new Map<string, SignatureFinding | null>();
  const keys = await signingKeys(rules.keys);
  const left = [...rules.packages];
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      signal?.throwIfAborted();
      const [path, identity] = next;
      findings.set(path, await checkPackage(join(treeFolder, path), path, { identity, keys, signal }));
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: packagesAtOnce }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return findings;
}

interface PackageCheck {
  readonly identity: PackageIdentity | null;
  readonly keys: readonly SigningKey[];
  readonly signal: AbortSignal | undefined;
}

async function checkPackage(
  file: string,
  path: string,
  { identity, keys, signal }: PackageCheck,
): Promise<SignatureFinding | null> {
  const header = await readHeader(file, path);
  if (identity !== null) requireIdentity(header, identity, path);
  if (keys.length === 0) return null;
  return checkPackageSignatures(header, keys, () => createReadStream(file, { start: header.signedOffset, signal }));
}

async function readHeader(file: string, path: string): Promise<RpmHeader> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    const opened = handle;
    return await readRpmHeader(async (offset, length) => {
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await opened.read(buffer, 0, length, offset);
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

function nameOf({ name, epoch, version, release, architecture }: PackageIdentity): string {
  return `${name}-${epoch}:${version}-${release}.${architecture}`;
}
