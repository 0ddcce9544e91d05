/** The System Use Sharing Protocol (SUSP, IEEE P1281): entries behind a directory record, continued elsewhere if need be. */
import { bothEndian32, damaged } from './fields.js';
import type { ImageBytes } from './image-bytes.js';

export interface SystemUseEntry {
  /** Two letters: NM, PX, SL … */
  readonly signature: string;
  /** What follows the four bytes of signature, length and version. */
  readonly data: Buffer;
}

/** Real media need one hop for each record; a name of 250 bytes and a long link need three. */
const mostHops = 32;
const mostContinuationBytes = 64 * 1024;

/**
 * @param skip bytes before the first entry, as the root's SP entry tells
 * @throws MEDIA_ISO_DAMAGED for entries that overrun their area and for continuations without end
 */
export async function readSystemUse(
  image: ImageBytes,
  area: Buffer,
  options: { readonly blockSize: number; readonly skip: number; readonly path: string },
): Promise<SystemUseEntry[]> {
  const entries: SystemUseEntry[] = [];
  let rest: Buffer | undefined = area.subarray(options.skip);
  for (let hop = 0; rest !== undefined; hop++) {
    if (hop > mostHops)
      throw damaged('reading system use entries', `more than ${mostHops} continuations`, options.path);
    const continuation = takeEntries(rest, entries, options.path);
    rest = continuation === undefined ? undefined : await readContinuation(image, continuation, options);
  }
  return entries;
}

/** The SP entry of the root tells that the protocol is used at all; its data ends in the number of bytes to skip. */
export function sharingProtocolSkip(rootSystemUse: Buffer): number | undefined {
  const present =
    rootSystemUse.length >= 7 &&
    rootSystemUse.toString('latin1', 0, 2) === 'SP' &&
    rootSystemUse[4] === 0xbe &&
    rootSystemUse[5] === 0xef;
  return present ? rootSystemUse[6] : undefined;
}

function takeEntries(area: Buffer, entries: SystemUseEntry[], path: string): Buffer | undefined {
  let continuation: Buffer | undefined;
  for (let offset = 0; offset + 4 <= area.length;) {
    const signature = area.toString('latin1', offset, offset + 2);
    const length = area[offset + 2] ?? 0;
    // Padding at the end of the area is not an entry.
    if (area[offset] === 0) return continuation;
    if (length < 4 || offset + length > area.length) {
      throw damaged('reading system use entries', `an entry ${JSON.stringify(signature)} of ${length} bytes`, path);
    }
    const data = area.subarray(offset + 4, offset + length);
    if (signature === 'ST') return continuation;
    if (signature === 'CE') continuation = data;
    else entries.push({ signature, data });
    offset += length;
  }
  return continuation;
}

async function readContinuation(
  image: ImageBytes,
  data: Buffer,
  options: { readonly blockSize: number; readonly path: string },
): Promise<Buffer> {
  const block = bothEndian32(data, 0, 'place of a continuation');
  const offset = bothEndian32(data, 8, 'offset of a continuation');
  const length = bothEndian32(data, 16, 'length of a continuation');
  if (length > mostContinuationBytes)
    throw damaged('reading system use entries', `a continuation of ${length} bytes`, options.path);
  return image.read(block * options.blockSize + offset, length, `a continuation of ${options.path}`);
}
