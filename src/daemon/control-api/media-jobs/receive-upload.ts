/** Takes the bytes of an upload into a file of its own: announced, so that the disk can be asked first, and never more than that. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linkSignals } from '../../../shared/linked-signal.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { PromisedRoom, UploadRoom } from './upload-room.js';

export interface UploadRules {
  readonly folder: string;
  /** Bytes. */
  readonly largest: number;
  /** Bytes that stay free on the disk. */
  readonly reserve: number;
  /** Milliseconds without a byte after which it is given up. */
  readonly stall: number;
  /** Shared by all uploads of the process. */
  readonly room: UploadRoom;
}

export interface AnnouncedUpload {
  readonly length: number;
  /** Released by whoever asked for it. */
  readonly room: PromisedRoom;
}

export interface Upload {
  readonly file: string;
  remove(): Promise<void>;
}

/** What it announces, if there is room for it beside what others have announced. @throws CONTROL_REQUEST_INVALID, REQUEST_TOO_LARGE, DISK_FULL */
export async function announceUpload({ headers }: IncomingMessage, rules: UploadRules): Promise<AnnouncedUpload> {
  const text = headers['content-length'] ?? '';
  const length = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (length === undefined || length === 0)
    throw new DrydockError('CONTROL_REQUEST_INVALID', {
      attempted: 'taking an upload',
      expected: 'content-length: the bytes of the file',
    });
  const attempted = 'taking an upload';
  if (length > rules.largest)
    throw new DrydockError('REQUEST_TOO_LARGE', {
      attempted,
      expected: `at most ${rules.largest} bytes`,
      found: `${length} bytes`,
    });
  await mkdir(rules.folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(rules.folder);
  // Nothing is waited for from here on, so that two cannot both find the same room.
  const free = bavail * bsize - rules.reserve - rules.room.promised;
  if (length > free)
    throw new DrydockError('DISK_FULL', {
      attempted,
      subject: rules.folder,
      expected: `${length} bytes free`,
      found: `${Math.max(0, free)} bytes`,
    });
  return { length, room: rules.room.promise(length) };
}

/** @throws REQUEST_TOO_SLOW, CONTROL_REQUEST_INVALID for fewer bytes than announced, DISK_FULL; nothing is left behind then */
export async function receiveUpload(
  request: IncomingMessage,
  about: { readonly id: string; readonly name: string } & AnnouncedUpload,
  rules: UploadRules,
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<Upload> {
  const folder = join(rules.folder, about.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, safeName(about.name));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let bytes = 0;
  const stalled = new AbortController();
  const linked = linkSignals(signal, stalled.signal);
  const timer = setTimeout(() => stalled.abort(), rules.stall);
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      timer.refresh();
      bytes += chunk.length;
      about.room.arrived(chunk.length);
      progress(bytes);
      done(null, chunk);
    },
  });
  try {
    const sink = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    await pipeline(request, counter, sink, { signal: linked.signal });
    if (bytes === about.length) return { file, remove };
    throw cutOff(bytes, about.length);
  } catch (error) {
    await remove();
    if (stalled.signal.aborted)
      throw new DrydockError('REQUEST_TOO_SLOW', {
        attempted: 'taking an upload',
        found: `no byte for ${rules.stall / 1000} s`,
      });
    if (signal.aborted) throw new DrydockError('INTERRUPTED', { attempted: 'taking an upload' });
    throw uploadError(error, { file, bytes, length: about.length });
  } finally {
    clearTimeout(timer);
    linked.release();
  }
}

/** What was left by a controller that was killed. */
export async function removeOldUploads(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function uploadError(
  error: unknown,
  { file, bytes, length }: { file: string; bytes: number; length: number },
): DrydockError {
  if (error instanceof DrydockError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new DrydockError('DISK_FULL', { attempted: 'taking an upload', subject: file, cause: error });
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') return cutOff(bytes, length);
  return new DrydockError('FILE_WRITE_FAILED', { attempted: 'taking an upload', subject: file, cause: error });
}

function cutOff(bytes: number, length: number): DrydockError {
  return new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'taking an upload',
    expected: `${length} bytes`,
    found: `${bytes} bytes; the connection ended`,
  });
}

/** For its ending, which people know it by; recognition goes by its bytes. */
function safeName(name: string): string {
  const safe = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(-100);
  return safe === '' ? 'upload' : safe;
}
