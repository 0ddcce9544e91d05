/**
 * A witness of how far the journal had come: the number and digest of its last record, in a file of its own. SQLite drops,
 * without a word, whatever follows a damaged frame of its write-ahead log, and a copy of an older file looks whole as
 * well; a chain of digests cannot see that its end is gone. The head is written after the record is on the disk, without
 * a sync of its own: it may lag behind the journal, but it never names a record that was not kept.
 */
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { ChainEnd } from './record-chain.js';

export function journalHeadPath(journal: string): string {
  return `${journal}.head`;
}

export interface HeadWriter {
  write(end: ChainEnd): void;
  close(): void;
}

/** Lines have one length, so that one replaces the other as a whole. @throws what the file system says */
export function openHead(journal: string): HeadWriter {
  const { O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const descriptor = openSync(journalHeadPath(journal), O_WRONLY | O_CREAT | O_NOFOLLOW, 0o600);
  return {
    write: (end) => {
      try {
        writeSync(descriptor, headLine(end), 0);
      } catch {
        // The record itself is on the disk: a witness that has fallen behind still says nothing that is not true.
      }
    },
    close: () => closeSync(descriptor),
  };
}

export function headLine({ sequence, digest }: ChainEnd): string {
  const text = `${String(sequence).padStart(12, '0')} ${digest.padEnd(64, '-')}`;
  return `${text} ${crc32(text).toString(16).padStart(8, '0')}\n`;
}

/** Undefined when there is none, or it was cut or damaged: it is a witness only, and one that says nothing accuses nobody. */
export function readHead(journal: string): ChainEnd | undefined {
  let text: string;
  try {
    text = readFileSync(journalHeadPath(journal), 'utf8');
  } catch {
    return undefined;
  }
  const parts = /^(\d{12}) ([0-9a-f]{64}) [0-9a-f]{8}\n$/.exec(text);
  const end = { sequence: Number(parts?.[1]), digest: parts?.[2] ?? '' };
  return parts !== null && headLine(end) === text ? end : undefined;
}

/**
 * What the head says against a journal that ends there; undefined when they agree, or nothing is known.
 * @param digestAt the digest of a record of the journal, by its number
 */
export function contradiction(
  head: ChainEnd | undefined,
  last: ChainEnd,
  digestAt: (sequence: number) => string | undefined,
): string | undefined {
  if (head === undefined) return undefined;
  if (head.sequence > last.sequence) {
    const missing =
      head.sequence === last.sequence + 1
        ? `record ${head.sequence} is`
        : `records ${last.sequence + 1} to ${head.sequence} are`;
    return `${missing} missing at its end: they had been written, and the file ends with ${last.sequence}`;
  }
  const found = digestAt(head.sequence);
  return found === undefined || found === head.digest
    ? undefined
    : `record ${head.sequence} is another than the one that was written`;
}
