/** The body of an answer to several ranges: multipart/byteranges of RFC 9110, section 14.6. */
import type { ServedFile } from '../site/resolution.js';
import type { ByteRange } from './range.js';

export interface Multipart {
  readonly type: string;
  readonly length: number;
  /** Texts, and ranges of the file, in turn. */
  readonly pieces: readonly (string | ByteRange)[];
}

export function multipart(file: ServedFile, ranges: readonly ByteRange[]): Multipart {
  // No file holds its own digest, so no part can hold the boundary.
  const boundary = file.sha256.slice(0, 40);
  const pieces: (string | ByteRange)[] = [];
  for (const range of ranges) {
    pieces.push(`\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n${contentRange(range, file)}\r\n\r\n`);
    pieces.push(range);
  }
  pieces.push(`\r\n--${boundary}--\r\n`);
  return { type: `multipart/byteranges; boundary=${boundary}`, length: lengthOf(pieces), pieces };
}

export function lengthOf(pieces: readonly (string | ByteRange)[]): number {
  return pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : piece.end - piece.start), 0);
}

function contentRange({ start, end }: ByteRange, file: ServedFile): string {
  return `Content-Range: bytes ${start}-${end - 1}/${file.size}`;
}
