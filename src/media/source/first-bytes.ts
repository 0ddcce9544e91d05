/** What the first bytes of a file tell about it. */
import { inflateRawSync, inflateSync, constants } from 'node:zlib';
import type { ByteReader } from './byte-reader.js';

/** Where the mark of an ISO 9660 volume stands (ECMA-119 8.1.2). */
const isoMark = { at: 32769, text: 'CD001' };

/** How many of them are looked at. */
export const firstBytesLength = isoMark.at + isoMark.text.length;

export async function readFirstBytes(reader: ByteReader): Promise<Buffer> {
  const start = Buffer.alloc(firstBytesLength);
  return start.subarray(0, await reader.read(start, 0, firstBytesLength, 0));
}

/** @param text one character for each byte */
export function hasMark(start: Buffer, text: string, at = 0): boolean {
  return start.toString('latin1', at, at + text.length) === text;
}

export function isIso(start: Buffer): boolean {
  return hasMark(start, isoMark.text, isoMark.at);
}

/**
 * A message that carries its own signature, as hotfixes of up to 7.0 do (.xsupdate): xapi has GnuPG verify the file and
 * runs what is in it. Armoured, or a one-pass signature packet, or one in a compressed packet (RFC 4880 5.4, 5.6).
 */
export function isSignedMessage(start: Buffer): boolean {
  if (hasMark(start, '-----BEGIN PGP MESSAGE-----')) return true;
  const [tag, algorithm] = start;
  return isOnePassSignature(start) || (tag === compressedPacket && isOnePassSignature(beginningOf(start, algorithm)));
}

/** Of unknown length, as GnuPG writes them: its end is the end of the file. */
const compressedPacket = 0xa3;

/** Packet of 13 bytes of version 3, over a binary or text document. */
function isOnePassSignature([tag = 0, length, version, type = 2]: Buffer): boolean {
  return (tag === 0x90 || tag === 0xc4) && length === 13 && version === 3 && type <= 1;
}

/** BZip2, the third algorithm, gives nothing before its first 900 kB. */
function beginningOf(packet: Buffer, algorithm: number | undefined): Buffer {
  const packed = packet.subarray(2, 1024);
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (algorithm === 1) return inflateRawSync(packed, options);
    if (algorithm === 2) return inflateSync(packed, options);
  } catch {
    // Not compressed data, so no such message.
  }
  return Buffer.alloc(0);
}
