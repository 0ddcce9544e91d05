/** Reads the body of a request as JSON, within a number of bytes and a time: both are what attackers make large. */
import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseJson } from '../../shared/json-text.js';

export const largestBody = 256 * 1024;
const slowestBody = 15_000;

export interface BodyLimits {
  readonly bytes: number;
  /** Milliseconds. */
  readonly time: number;
}

/**
 * Only what says that it is JSON is read: a form of another site cannot say so without asking first.
 * @throws CONTROL_REQUEST_INVALID, REQUEST_TOO_LARGE, REQUEST_TOO_SLOW
 */
export async function readJsonBody(
  request: IncomingMessage,
  limits: BodyLimits = { bytes: largestBody, time: slowestBody },
): Promise<unknown> {
  const length = Number(request.headers['content-length'] ?? '0');
  if (length > limits.bytes) throw tooLarge(limits.bytes);
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new DrydockError('CONTROL_REQUEST_INVALID', {
      attempted: 'reading a request',
      expected: 'content-type: application/json',
      found: type === '' ? 'none' : (type ?? 'none').slice(0, 100),
    });
  }
  const text = (await collect(request, limits)).toString('utf8');
  if (text.trim() === '') return {};
  const document = parseJson(text);
  if (document !== undefined) return document;
  throw new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'reading a request',
    expected: 'a JSON document',
    found: `${Buffer.byteLength(text)} bytes that are none`,
  });
}

function collect(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => {
      end(
        new DrydockError('REQUEST_TOO_SLOW', { attempted: 'reading a request', expected: `${limits.time} ms at most` }),
      );
    }, limits.time);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', end).off('close', onClose);
      if (error === undefined) resolve(Buffer.concat(chunks));
      else reject(error);
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.bytes) end(tooLarge(limits.bytes));
      else chunks.push(chunk);
    };
    const onEnd = (): void => end();
    const onClose = (): void =>
      end(new DrydockError('REQUEST_TOO_SLOW', { attempted: 'reading a request', found: 'the connection ended' }));
    request.on('data', onData).on('end', onEnd).on('error', end).on('close', onClose);
  });
}

function tooLarge(limit: number): DrydockError {
  return new DrydockError('REQUEST_TOO_LARGE', { attempted: 'reading a request', expected: `at most ${limit} bytes` });
}
