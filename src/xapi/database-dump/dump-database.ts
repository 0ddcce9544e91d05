/**
 * Saves the pool database: the only way back after a failed upgrade of the coordinator. While versions differ every
 * release answers tables without rows (reference: xapi.md, fact 5), which looks like a dump and is none.
 */
import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileWriteError, syncFolder } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { XapiConnection } from '../connection/xapi-connection.js';
import { DumpReader, type DumpContent } from './dump-reader.js';

export interface DatabaseDump {
  readonly bytes: number;
  readonly rows: number;
  readonly tables: number;
}

/**
 * Streams the database into a new file of mode 0600, made durable before this returns. On any error there is no file.
 * @throws DUMP_INCOMPLETE for a stub or a transfer that was cut off, FILE_WRITE_FAILED when the file exists, DISK_FULL
 */
export async function dumpDatabase(
  connection: XapiConnection,
  file: string,
  signal?: AbortSignal,
): Promise<DatabaseDump> {
  return connection.fetch('/pool/xmldbdump', (body) => saveNew(file, body), signal);
}

async function saveNew(file: string, body: AsyncIterable<Uint8Array>): Promise<DatabaseDump> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(file, flags, 0o600).catch((error: unknown) => {
    throw fileWriteError(error, file);
  });
  try {
    const dump = await save(handle, file, body);
    await syncFolder(dirname(file));
    return dump;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function save(handle: FileHandle, file: string, body: AsyncIterable<Uint8Array>): Promise<DatabaseDump> {
  const reader = new DumpReader();
  let bytes = 0;
  try {
    for await (const part of body) {
      understood(file, () => reader.write(part));
      await written(file, () => handle.writeFile(part));
      bytes += part.byteLength;
    }
    const content = understood(file, () => reader.end());
    assertComplete(content, file);
    await written(file, () => handle.sync());
    return { bytes, rows: content.rows, tables: content.tables };
  } finally {
    await handle.close();
  }
}

/** Every pool has a row for itself and one for each host; a dump without them restores nothing. */
function assertComplete(content: DumpContent, file: string): void {
  const present = (table: string): boolean => (content.rowsOf[table] ?? 0) > 0;
  if (present('pool') && present('host')) return;
  throw incomplete(file, `${content.tables} tables with ${content.rows} rows`);
}

function understood<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw incomplete(file, 'a dump that is cut off or is not XML', error);
  }
}

async function written(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw fileWriteError(error, file);
  }
}

function incomplete(file: string, found: string, cause?: unknown): DrydockError {
  const attempted = 'saving the database of the pool';
  return new DrydockError('DUMP_INCOMPLETE', {
    attempted,
    subject: file,
    expected: 'rows for the pool and its hosts',
    found,
    cause,
  });
}
