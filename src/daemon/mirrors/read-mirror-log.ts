/** Reads the log of a mirror, line by line: it may be large. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { MirrorLogReader, type MirrorLog } from '../../servers/mirror/mirror-log.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export type { MirrorLog };

/** @throws MIRROR_LOG_UNREADABLE, the signal's reason */
export async function readMirrorLog(path: string, signal: AbortSignal): Promise<MirrorLog> {
  const reader = new MirrorLogReader();
  try {
    const lines = createInterface({ input: createReadStream(path, { signal }), crlfDelay: Infinity });
    for await (const line of lines) reader.line(line);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadable(path, { cause });
  }
  const { log } = reader;
  if (log.readers.length === 0 && log.unreadable > 0)
    throw unreadable(path, { found: `${log.unreadable} lines, and none that the rendered configuration writes` });
  return log;
}

function unreadable(subject: string, more: { readonly cause?: unknown; readonly found?: string }): DrydockError {
  return new DrydockError('MIRROR_LOG_UNREADABLE', { attempted: 'reading the log of a mirror', subject, ...more });
}
