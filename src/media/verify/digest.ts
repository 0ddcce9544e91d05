/** Compares content with what metadata says of it. */
import { createHash } from 'node:crypto';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Expectation } from '../recognise/recognised-medium.js';

/** What was found of one file. */
export interface Measured {
  readonly size: number;
  readonly sha256: string;
  /** Only where the metadata names an MD5. */
  readonly md5: string | null;
}

/** @throws MEDIA_DIGEST_MISMATCH */
export function requireMatch(measured: Measured, expectation: Expectation): void {
  const { path, size, digest } = expectation;
  const actual = digest.type === 'sha256' ? measured.sha256 : measured.md5;
  const wrongSize = size !== null && size !== measured.size;
  if (!wrongSize && actual === digest.value) return;
  throw new DrydockError('MEDIA_DIGEST_MISMATCH', {
    attempted: 'comparing a file with its metadata',
    subject: path,
    expected: wrongSize ? `${size} bytes` : `${digest.type} ${digest.value}`,
    found: wrongSize ? `${measured.size} bytes` : (actual ?? 'none'),
  });
}

/** @throws MEDIA_DIGEST_MISMATCH */
export function requireDigest(bytes: Buffer, expectation: Expectation): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const md5 = expectation.digest.type === 'md5' ? createHash('md5').update(bytes).digest('hex') : null;
  requireMatch({ size: bytes.length, sha256, md5 }, expectation);
}
