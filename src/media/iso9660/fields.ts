/** The number and date fields of ISO 9660 (ECMA-119 7.2, 7.3 and 9.1.5), read without trust. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** A 32-bit number recorded twice, little-endian then big-endian; a difference is damage (ECMA-119 7.3.3). */
export function bothEndian32(bytes: Buffer, offset: number, field: string): number {
  requireLength(bytes, offset, 8, field);
  const little = bytes.readUInt32LE(offset);
  const big = bytes.readUInt32BE(offset + 4);
  if (little !== big) throw disagreement(field, little, big);
  return little;
}

/** A 16-bit number recorded twice (ECMA-119 7.2.3). */
export function bothEndian16(bytes: Buffer, offset: number, field: string): number {
  requireLength(bytes, offset, 4, field);
  const little = bytes.readUInt16LE(offset);
  const big = bytes.readUInt16BE(offset + 2);
  if (little !== big) throw disagreement(field, little, big);
  return little;
}

/** The seven-byte date of directory records (ECMA-119 9.1.5) in milliseconds since 1970; 0 for one that is not set. */
export function recordedDate(bytes: Buffer, offset: number): number {
  requireLength(bytes, offset, 7, 'date');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes.subarray(offset, offset + 6);
  if (month === 0 || day === 0) return 0;
  return Date.UTC(1900 + year, month - 1, day, hour, minute, second) - bytes.readInt8(offset + 6) * quarterHour;
}

/** The seventeen-byte date of volume descriptors and long Rock Ridge time stamps (ECMA-119 8.4.26.1). */
export function longDate(bytes: Buffer, offset: number): number {
  requireLength(bytes, offset, 17, 'date');
  const digits = bytes.toString('latin1', offset, offset + 16);
  if (!/^\d{16}$/.test(digits)) return 0;
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  if (part(0, 4) === 0) return 0;
  const time = Date.UTC(
    part(0, 4),
    part(4, 6) - 1,
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
    part(14, 16) * 10,
  );
  return time - bytes.readInt8(offset + 16) * quarterHour;
}

/** Text of a volume descriptor: padded with blanks (or, by some writers, zeros). */
export function paddedText(bytes: Buffer, offset: number, length: number): string {
  return bytes
    .toString('latin1', offset, offset + length)
    .replaceAll('\0', ' ')
    .trim();
}

export function damaged(attempted: string, found: string, subject?: string): DrydockError {
  return new DrydockError('MEDIA_ISO_DAMAGED', { attempted, found, ...(subject === undefined ? {} : { subject }) });
}

const quarterHour = 15 * 60 * 1000;

function requireLength(bytes: Buffer, offset: number, length: number, field: string): void {
  if (offset + length > bytes.length) throw damaged(`reading the ${field}`, 'a structure that ends before it');
}

function disagreement(field: string, little: number, big: number): DrydockError {
  return damaged(`reading the ${field}`, `${little} in one byte order and ${big} in the other`);
}
