/**
 * Sends over the data connection, with the replies around it. When the client closes it early the answer is 226 and never
 * 426: the host library waits for ever for another reply after a 426 (building-blocks.md 4).
 */
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { RequestObserver, ServedFile } from '../site/resolution.js';
import { streamFile } from './file-stream.js';
import type { FtpSession } from './session.js';
import { SilenceWatch } from './silence-watch.js';

const complete = '226 Transfer complete\r\n';

/**
 * @param patient the last reply waits until the client has seen the end of the data
 * @returns the bytes that the client took; undefined when it did not come for them
 */
export async function sendBytes(session: FtpSession, bytes: Buffer, patient = false): Promise<number | undefined> {
  const data = await openData(session);
  if (data === undefined) return undefined;
  const begins = begin(bytes.length);
  if (session.shared.parts.pace === undefined && bytes.length > 0 && !patient) {
    data.write(bytes);
    // All of it is in the kernel's hands: nothing is waited for, and both replies go in one segment, after the end of the
    // data: a client that was woken by them before would wait once more, for that.
    if (data.writableLength === 0 && !data.destroyed) {
      data.destroy();
      session.write(begins + complete);
      session.passive?.rest();
      return bytes.length;
    }
    session.write(begins);
    return finish(session, data, patient, async () => ((await flushed(data)) ? bytes.length : 0));
  }
  session.write(begins);
  return finish(session, data, patient, async (turn) => {
    const done = (await turn(bytes.length)) && (await written(data, bytes));
    return done ? bytes.length : 0;
  });
}

/** @param restart where in the file to begin, if the client said so */
export async function sendFile(
  session: FtpSession,
  file: ServedFile,
  observer: RequestObserver,
  restart: number | undefined,
): Promise<void> {
  const start = Math.min(restart ?? 0, file.size);
  // aria2, which says REST 0, waits for ever for a 226 that came together with the 150.
  const patient = restart !== undefined;
  const status = start === 0 ? 200 : 206;
  const size = file.size - start;
  const { files } = session.shared.parts;
  let sent: number | undefined;
  try {
    sent = files.keeps(file)
      ? await sendBytes(session, (await files.read(file, 0, file.size)).subarray(start), patient)
      : await sendStream(session, { file, start, patient }, observer, status);
  } catch (error) {
    session.shared.parts.logger.error({ cause: describeCause(error) }, 'a transfer failed');
    observer.done({ status: 500, bytes: 0, complete: false });
    session.dropPassive();
    session.reply(451, 'The file cannot be read; the log says why');
    return;
  }
  if (sent !== undefined) observer.done({ status, bytes: sent, complete: sent === size });
}

async function sendStream(
  session: FtpSession,
  { file, start, patient }: { readonly file: ServedFile; readonly start: number; readonly patient: boolean },
  observer: RequestObserver,
  status: number,
): Promise<number | undefined> {
  const data = await openData(session);
  if (data === undefined) return undefined;
  session.write(begin(start === 0 ? file.size : undefined));
  observer.begun(status);
  let sent = 0;
  return finish(session, data, patient, async (turn, watch) => {
    const send = async (chunk: Buffer): Promise<boolean> => {
      if (!(await turn(chunk.length)) || !(await written(data, chunk))) return false;
      watch.touch();
      sent += chunk.length;
      observer.flowed(chunk.length);
      return true;
    };
    await streamFile(session.shared, file, start, send);
    return sent;
  });
}

/** python's ftplib and wget read the size from this line. */
function begin(size: number | undefined): string {
  return size === undefined ? '150 Here it comes\r\n' : `150 Here it comes (${size} bytes)\r\n`;
}

async function openData(session: FtpSession): Promise<Socket | undefined> {
  const { passive, shared } = session;
  const { clock, limits } = shared.parts;
  const data = passive?.take() ?? (await passive?.wait(clock, limits.dataTimeout));
  if (data !== undefined) return data;
  session.dropPassive();
  session.reply(425, passive === undefined ? 'Use PASV or EPSV first' : 'No data connection came');
  return undefined;
}

/** Resolves with true when so many bytes may go, with false when the client left before its turn. */
type Turn = (bytes: number) => Promise<boolean>;

/** Runs a transfer that takes its time, under the limit on stalls, and ends the data connection and the exchange. */
async function finish(
  session: FtpSession,
  data: Socket,
  patient: boolean,
  send: (turn: Turn, watch: SilenceWatch) => Promise<number>,
): Promise<number> {
  const { clock, limits, pace } = session.shared.parts;
  const gone = new AbortController();
  const watch = new SilenceWatch(clock, limits.stallTimeout, () => data.destroy());
  const turn: Turn = async (bytes) => {
    const wait = pace?.(session.client, bytes, gone.signal);
    if (wait === undefined) return true;
    try {
      await watch.without(wait);
    } catch (error) {
      // A wait that ended with the client is no failure.
      if (!gone.signal.aborted) throw error;
    }
    return !gone.signal.aborted;
  };
  data.once('close', () => gone.abort());
  session.transfer = data;
  try {
    const sent = await send(turn, watch);
    await ended(data);
    if (patient) await left(data, clock);
    session.passive?.rest();
    session.write(complete);
    return sent;
  } finally {
    watch.stop();
    session.transfer = undefined;
    data.destroy();
  }
}

/** Resolves when the chunk is in the kernel's hands (true), or the connection is gone (false). */
function written(data: Socket, chunk: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (data.destroyed) resolve(false);
    else data.write(chunk, (error) => resolve(error === null || error === undefined));
  });
}

function flushed(data: Socket): Promise<boolean> {
  return written(data, Buffer.alloc(0));
}

/** Resolves when the end was said, or the client has gone. */
function ended(data: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (data.destroyed) resolve();
    else data.end(resolve);
  });
}

const longestPatience = 100;

/** Resolves when the client has closed its side too, or soon after it should have. */
async function left(data: Socket, clock: Clock): Promise<void> {
  const over = new AbortController();
  const onEnd = (): void => over.abort();
  data.once('end', onEnd).once('close', onEnd);
  if (data.destroyed) return;
  data.resume();
  await clock.sleep(longestPatience, over.signal).catch(() => undefined);
}
