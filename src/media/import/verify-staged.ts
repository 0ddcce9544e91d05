/** Files that were staged before anybody knew what they should be, against what the metadata says of them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Expectation, RecognisedMedium } from '../recognise/recognised-medium.js';
import { requireMatch, type Measured } from '../verify/digest.js';

/** @throws MEDIA_DIGEST_MISMATCH, FILE_UNREADABLE, the signal's reason */
export async function verifyStaged(
  treeFolder: string,
  medium: RecognisedMedium,
  measured: ReadonlyMap<string, Measured>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const expectation of medium.expectations.values()) {
    const found = measured.get(expectation.path);
    if (found === undefined) continue;
    requireMatch(await withMd5(found, expectation, join(treeFolder, expectation.path), signal), expectation);
  }
}

/** @throws FILE_UNREADABLE */
export function readStaged(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
}

/** Which files need one is known only now; sha256 was taken of all. */
async function withMd5(
  found: Measured,
  { digest }: Expectation,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  signal?.throwIfAborted();
  if (digest.type !== 'md5') return found;
  const hash = createHash('md5');
  try {
    for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) hash.update(chunk);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreadable(path, cause);
  }
  return { ...found, md5: hash.digest('hex') };
}

function unreadable(path: string, cause: unknown): DrydockError {
  return new DrydockError('FILE_UNREADABLE', { attempted: 'reading a file that was unpacked', subject: path, cause });
}
