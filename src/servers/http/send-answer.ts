/** Sends an answer: small ones in one piece, large ones chunk by chunk, and tells what became of it. */
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { OpenFiles } from '../site/open-files.js';
import { readChunks } from '../site/read-file.js';
import type { Soon } from '../site/soon.js';
import { textAnswer, type AnswerBody, type HttpAnswer } from './answer.js';
import { lengthOf } from './byteranges.js';
import type { Delivery } from './delivery.js';
import { handOverSoon } from './hand-over-together.js';
import { responseHead, type ConnectionField } from './response-head.js';
import { write } from './write.js';

/** Up to here an answer is handed over as a whole: it then arrives even if this process is killed (invariant 9). */
const wholeLimit = 1024 * 1024;

/** Up to here a copy is cheaper than a second buffer for the kernel (measured: half as much again at 9 KiB). */
const copyLimit = 2 * 1024;

export interface Sending {
  readonly answer: HttpAnswer;
  readonly socket: Socket;
  /** For the first answer of a connection that was handed to us. */
  readonly delivery: Delivery | undefined;
  readonly connection: ConnectionField;
  /** No further request of the client has arrived. */
  readonly alone: boolean;
  readonly files: OpenFiles;
  readonly logger: Logger;
  /** Resolves when so many bytes may go, or the connection has gone; undefined: at once. */
  readonly pace: ((bytes: number) => Promise<void> | undefined) | undefined;
  /** The client has taken a part of a large body. */
  readonly progressed: () => void;
}

type FileBody = Extract<AnswerBody, { kind: 'file' }>;

/** False when the connection cannot go on: it is gone, or its client waits for bytes that will not come. */
export function sendAnswer(sending: Sending): Soon<boolean> {
  const { body } = sending.answer;
  if (body.kind === 'file' && lengthOf(body.pieces) > wholeLimit) return sendLarge(sending, body);
  const bytes = wholeBody(sending.files, body);
  return bytes instanceof Promise ? sendRead(sending, bytes) : sendInTurn(sending, bytes);
}

function sendInTurn(sending: Sending, bytes: Buffer): Soon<boolean> {
  const send = (): Soon<boolean> => sendWhole(sending, sending.answer, bytes);
  const turn = sending.pace?.(bytes.length);
  return turn === undefined ? send() : turn.then(send);
}

async function sendRead(sending: Sending, reading: Promise<Buffer>): Promise<boolean> {
  let bytes: Buffer;
  try {
    bytes = await reading;
  } catch (error) {
    return sendFailure(sending, error);
  }
  return sendInTurn(sending, bytes);
}

const nothing = Buffer.alloc(0);

function wholeBody(files: OpenFiles, body: AnswerBody): Soon<Buffer> {
  switch (body.kind) {
    case 'none':
      return nothing;
    case 'text':
      return Buffer.from(body.text);
    case 'file': {
      const [only, second] = body.pieces;
      if (typeof only === 'object' && second === undefined) return files.read(body.file, only.start, only.end);
      return joined(files, body);
    }
  }
}

async function joined(files: OpenFiles, { file, pieces }: FileBody): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const piece of pieces) {
    parts.push(typeof piece === 'string' ? Buffer.from(piece) : await files.read(file, piece.start, piece.end));
  }
  return Buffer.concat(parts);
}

/**
 * The record is written before the bytes are handed over: if we are killed between the two, our successor answers again
 * and records again, and nothing that was delivered is missing from the activity.
 */
function sendWhole(sending: Sending, answer: HttpAnswer, body: Buffer): Soon<boolean> {
  const { socket, delivery, connection } = sending;
  const complete = !socket.destroyed;
  answer.observer.done({ status: answer.status, bytes: complete ? body.length : 0, complete });
  const head = responseHead(answer, connection, Date.now());
  if (delivery !== undefined) return deliver(socket, delivery, Buffer.concat([head, body]), connection === 'close');
  // A client that does not take its answers gets no further one.
  const soon = sending.alone && socket.writableLength === 0;
  const hand = soon ? writeSoon : write;
  socket.cork();
  if (body.length <= copyLimit) return hand(socket, Buffer.concat([head, body]));
  socket.write(head);
  return hand(socket, body);
}

/** The memory of small answers is not used again: nothing is waited for. */
function writeSoon(socket: Socket, bytes: Buffer): boolean {
  socket.write(bytes);
  handOverSoon(socket);
  return !socket.destroyed;
}

/** Delivered even when our copy of the connection is gone: the other process then lets go of its own. */
function deliver(socket: Socket, delivery: Delivery, answer: Buffer, last: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve(false));
    delivery.whole(answer, last, () => resolve(!socket.destroyed));
  });
}

async function sendLarge(sending: Sending, body: FileBody): Promise<boolean> {
  const { answer, socket, delivery, files } = sending;
  const { observer } = answer;
  let sent = 0;
  delivery?.taken();
  observer.begun(answer.status);
  socket.cork();
  socket.write(responseHead(answer, sending.connection, Date.now()));
  const told = (length: number): true => {
    sent += length;
    sending.progressed();
    observer.flowed(length);
    return true;
  };
  const sendNow = (bytes: Buffer): Soon<boolean> => {
    const written = write(socket, bytes);
    if (typeof written === 'boolean') return written && told(bytes.length);
    return written.then((done) => done && told(bytes.length));
  };
  const send = (bytes: Buffer): Soon<boolean> => {
    const turn = sending.pace?.(bytes.length);
    return turn === undefined ? sendNow(bytes) : turn.then(() => sendNow(bytes));
  };
  try {
    await files.with(body.file, async (handle) => {
      for (const piece of body.pieces) {
        if (typeof piece !== 'string') await readChunks(handle, body.file, piece, send);
        else if (!(await send(Buffer.from(piece)))) return;
      }
    });
  } catch (error) {
    sending.logger.error({ cause: describeCause(error) }, 'a transfer failed');
    observer.done({ status: 500, bytes: sent, complete: false });
    socket.destroy();
    return false;
  }
  const complete = sent === lengthOf(body.pieces);
  observer.done({ status: answer.status, bytes: sent, complete });
  if (!complete) socket.destroy();
  return complete;
}

/** The store is damaged: the client is told so before a byte of the file is sent. */
function sendFailure(sending: Sending, error: unknown): Soon<boolean> {
  sending.logger.error({ cause: describeCause(error) }, 'a file of a medium cannot be read');
  const text = 'The file cannot be read; the log says why.\n';
  const answer = { ...textAnswer(500, text.trimEnd()), observer: sending.answer.observer };
  return sendWhole(sending, answer, Buffer.from(text));
}
