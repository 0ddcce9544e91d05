/** Sends an answer: small ones in one piece, large ones chunk by chunk, and tells what became of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { Pace } from '../limits/rate-cap.js';
import type { OpenFiles } from '../site/open-files.js';
import { readChunks, readRange } from '../site/read-file.js';
import { textAnswer, type HttpAnswer } from './answer.js';
import type { Delivery } from './delivery.js';

/** Up to here an answer is handed over as a whole: it then arrives even if this process is killed (invariant 9). */
export const wholeLimit = 1024 * 1024;

export interface Sending {
  readonly answer: HttpAnswer;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly delivery: Delivery;
  readonly files: OpenFiles;
  readonly logger: Logger;
  readonly pace?: Pace;
}

type FileBody = Extract<HttpAnswer['body'], { kind: 'file' }>;

export async function sendAnswer(sending: Sending): Promise<void> {
  const { answer } = sending;
  if (answer.body.kind === 'file' && answer.body.end - answer.body.start > wholeLimit) {
    await sendLarge(sending, answer.body);
    return;
  }
  let body: Buffer;
  try {
    body = await smallBody(sending, answer.body);
    await sending.pace?.(clientOf(sending), body.length);
  } catch (error) {
    fail(sending, error);
    return;
  }
  sendWhole(sending, answer, body);
}

function clientOf({ request }: Sending): string {
  return request.socket.remoteAddress ?? '';
}

async function smallBody(sending: Sending, body: HttpAnswer['body']): Promise<Buffer> {
  switch (body.kind) {
    case 'none':
      return Buffer.alloc(0);
    case 'text':
      return Buffer.from(body.text);
    case 'file':
      return sending.files.with(body.file, (handle) => readRange(handle, body.file, body.start, body.end));
  }
}

/**
 * The record is written before the bytes are handed over: if we are killed between the two, our successor answers again
 * and records again, and nothing that was delivered is missing from the activity.
 */
function sendWhole({ request, response, delivery }: Sending, answer: HttpAnswer, body: Buffer): void {
  const complete = !request.socket.destroyed;
  answer.observer.done({ status: answer.status, bytes: complete ? body.length : 0, complete });
  response.writeHead(answer.status, answer.headers);
  delivery.whole(() => response.end(body));
}

async function sendLarge(sending: Sending, body: FileBody): Promise<void> {
  const { answer, request, response, delivery, files } = sending;
  const length = body.end - body.start;
  let sent = 0;
  delivery.taken();
  answer.observer.begun(answer.status);
  try {
    await files.with(body.file, async (handle) => {
      response.writeHead(answer.status, answer.headers);
      await readChunks(handle, body.file, body, async (chunk) => {
        await sending.pace?.(clientOf(sending), chunk.length);
        const written = await write(response, chunk);
        if (!written) return false;
        sent += chunk.length;
        answer.observer.flowed(chunk.length);
        return true;
      });
    });
  } catch (error) {
    sending.logger.error({ cause: describeCause(error) }, 'a transfer failed');
    answer.observer.done({ status: 500, bytes: sent, complete: false });
    request.socket.destroy();
    return;
  }
  answer.observer.done({ status: answer.status, bytes: sent, complete: sent === length });
  if (sent === length) response.end();
  else request.socket.destroy();
}

/** Resolves when the chunk is in the kernel's hands (true), or the connection is gone (false). */
function write(response: ServerResponse, chunk: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve(false);
      return;
    }
    const onClose = (): void => resolve(false);
    response.once('close', onClose);
    response.write(chunk, (error) => {
      response.removeListener('close', onClose);
      resolve(error === null || error === undefined);
    });
  });
}

/** The store is damaged: the client is told so before a byte of the file is sent. */
function fail(sending: Sending, error: unknown): void {
  sending.logger.error({ cause: describeCause(error) }, 'a file of a medium cannot be read');
  const answer = {
    ...textAnswer(500, 'The file cannot be read; the log says why.'),
    observer: sending.answer.observer,
  };
  sendWhole(sending, answer, answer.body.kind === 'text' ? Buffer.from(answer.body.text) : Buffer.alloc(0));
}
