/**
 * A record log in a file: one line for each record, `<crc32> <json>`. What stands behind the last line feed was cut short by
 * a crash before anybody was told of it, and is dropped at the next start. A whole line that is not what was written, the
 * last one too, was damaged afterwards, and is either refused or skipped, as the owner of the log decides.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import { fileWriteError } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { RecordLog } from './record-log.js';

export interface FileLogOptions<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** `refuse`: a damaged line is STATE_CORRUPT. `skip`: it is left out and counted. */
  readonly onDamage: 'refuse' | 'skip';
}

export interface FileLog<T> extends RecordLog<T> {
  /** How many damaged lines were left out at opening. */
  readonly skipped: number;
}

/** @throws STATE_CORRUPT, FILE_WRITE_FAILED */
export function openFileLog<T>(options: FileLogOptions<T>): FileLog<T> {
  const descriptor = openForAppending(options.path);
  const { records, skipped, goodLength } = readRecords(descriptor, options);
  let length = goodLength;
  if (fstatSync(descriptor).size !== goodLength) ftruncateSync(descriptor, goodLength);
  const syncer = new GroupSync(descriptor, options.path);
  return {
    initial: records,
    skipped,
    append: (record) => {
      const line = encodeLine(record);
      try {
        writeWhole(descriptor, line);
      } catch (error) {
        // A part of the line may have been written: take it back, or the next line would be damaged with it.
        ftruncateSync(descriptor, length);
        throw fileWriteError(error, options.path);
      }
      length += line.length;
      syncer.dirty();
    },
    sync: () => syncer.sync(),
    close: () => closeSync(descriptor),
  };
}

/** Reads a log without the right to change it; what the process that writes it has appended so far. */
export function readFileLog<T>(options: FileLogOptions<T>): readonly T[] {
  const descriptor = openSync(options.path, constants.O_RDONLY);
  try {
    return readRecords(descriptor, options).records;
  } finally {
    closeSync(descriptor);
  }
}

export function encodeLine(record: unknown): Buffer {
  const json = JSON.stringify(record);
  return Buffer.from(`${checksum(json)} ${json}\n`);
}

function openForAppending(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW, 0o600);
  } catch (error) {
    throw fileWriteError(error, path);
  }
}

function readRecords<T>(
  descriptor: number,
  options: FileLogOptions<T>,
): { records: T[]; skipped: number; goodLength: number } {
  const text = readFileSync(descriptor);
  const records: T[] = [];
  let skipped = 0;
  let start = 0;
  for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, start)) {
    const record = decodeLine(text.toString('utf8', start, end), options.schema);
    if (record !== undefined) records.push(record);
    else if (options.onDamage === 'skip') skipped += 1;
    else throw damaged(options.path, start);
    start = end + 1;
  }
  if (options.onDamage === 'refuse' && hasDamagedEnd(text.subarray(start), options.schema)) {
    throw damaged(options.path, start);
  }
  return { records, skipped, goodLength: start };
}

/** A whole record with something else where its line feed was: no append that was cut short looks like this. */
export function hasDamagedEnd<T>(tail: Buffer, schema: z.ZodType<T>): boolean {
  return tail.length > 0 && decodeLine(tail.toString('utf8', 0, tail.length - 1), schema) !== undefined;
}

/** undefined: the line is not what was written. */
export function decodeLine<T>(line: string, schema: z.ZodType<T>): T | undefined {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

function damaged(path: string, offset: number): DrydockError {
  return new DrydockError('STATE_CORRUPT', { attempted: `reading the record at byte ${offset}`, subject: path });
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

/** Calls that wait for the disk at the same time share one fsync. */
class GroupSync {
  #appended = 0;
  #synced = 0;
  #running: Promise<void> | undefined;

  constructor(
    private readonly descriptor: number,
    private readonly path: string,
  ) {}

  dirty(): void {
    this.#appended += 1;
  }

  async sync(): Promise<void> {
    const wanted = this.#appended;
    while (this.#synced < wanted) {
      this.#running ??= this.#run();
      await this.#running;
    }
  }

  #run(): Promise<void> {
    const upTo = this.#appended;
    return new Promise((resolve, reject) => {
      fsync(this.descriptor, (error) => {
        this.#running = undefined;
        if (error !== null) {
          reject(fileWriteError(error, this.path));
          return;
        }
        this.#synced = upTo;
        resolve();
      });
    });
  }
}
