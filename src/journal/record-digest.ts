/** The digest of a record, made of the one before it as well: a changed, missing or added record breaks the chain after it. */
import { createHash } from 'node:crypto';

/** @param previous digest of the record before; empty for the first */
export function recordDigest(previous: string, sequence: number, run: string, at: number, entry: string): string {
  return createHash('sha256').update(`${previous}\n${sequence}\n${run}\n${at}\n${entry}`).digest('hex');
}
