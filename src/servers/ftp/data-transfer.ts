/**
 * Sends over the data connection. When the client closes it early the answer is 226 and never 426: the host library
 * waits for ever for another reply after a 426 (building-blocks.md 4).
 */
import { finished } from 'node:stream';
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { readChunks } from '../site/read-file.js';
import type { RequestObserver, ServedFile } from '../site/resolution.js';
import type { FtpSession } from './session.js';

export async function sendText(session: FtpSession, text: string): Promise<void> {
  await transfer(session, async (data) => {
    await write(data, Buffer.from(text));
    return 'sent';
  });
}

export async function sendFile(
  session: FtpSession,
  file: ServedFile,
  observer: RequestObserver,
  start: number,
): Promise<void> {
  const status = start === 0 ? 200 : 206;
  let sent = 0;
  const outcome = await transfer(session, async (data) => {
    observer.begun(status);
    try {
      await session.parts.files.with(file, (handle) =>
        readChunks(handle, file, { start, end: file.size }, async (chunk) => {
          await session.parts.pace?.(session.client, chunk.length);
          const written = await write(data, chunk);
          if (!written) return false;
          sent += chunk.length;
          observer.flowed(chunk.length);
          return true;
        }),
      );
    } catch (error) {
      session.parts.logger.error({ cause: describeCause(error) }, 'a transfer failed');
      return 'failed';
    }
    return 'sent';
  });
  if (outcome === 'not-begun') return;
  observer.done({ status: outcome === 'failed' ? 500 : status, bytes: sent, complete: sent === file.size - start });
}

type Outcome = 'sent' | 'failed';

/** Opens, uses and ends the data connection; `not-begun` when the client did not come for it. */
async function transfer(session: FtpSession, use: (data: Socket) => Promise<Outcome>): Promise<Outcome | 'not-begun'> {
  const { passive, parts } = session;
  if (passive === undefined) {
    session.reply(425, 'Use PASV or EPSV first');
    return 'not-begun';
  }
  const data = await passive.connection(parts.limits.dataTimeout);
  if (data === undefined) {
    session.replacePassive(undefined);
    session.reply(425, 'No data connection came');
    return 'not-begun';
  }
  session.transfer = data;
  data.setTimeout(parts.limits.stallTimeout, () => data.destroy());
  data.resume();
  session.reply(150, 'Here it comes');
  const outcome = await use(data);
  if (outcome === 'failed') data.destroy();
  else await end(data);
  session.transfer = undefined;
  session.replacePassive(undefined);
  if (outcome === 'failed') session.reply(451, 'The file cannot be read; the log says why');
  else session.reply(226, 'Transfer complete');
  return outcome;
}

/** Resolves when the chunk is in the kernel's hands (true), or the connection is gone (false). */
function write(data: Socket, chunk: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (data.destroyed) {
      resolve(false);
      return;
    }
    const onClose = (): void => resolve(false);
    data.once('close', onClose);
    data.write(chunk, (error) => {
      data.removeListener('close', onClose);
      resolve(error === null || error === undefined);
    });
  });
}

/** Resolves when everything is in the kernel's hands and the end was said, or the client has gone. */
function end(data: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (data.destroyed) {
      resolve();
      return;
    }
    finished(data, { readable: false }, () => resolve());
    data.end();
  });
}
