/** The head of an answer, as it goes over the wire. */
import { STATUS_CODES } from 'node:http';

/** What the head says of the connection: nothing, since it is kept anyway; that it is kept (HTTP/1.0); that it ends. */
export type ConnectionField = 'none' | 'keep-alive' | 'close';

type Fields = Readonly<Record<string, string | number>>;

interface Written {
  readonly second: number;
  readonly status: number;
  readonly bytes: Buffer;
}

/** The fields of a file's answer are the same object each time: written out once a second. */
const written = new WeakMap<Fields, Written>();

/** @param now wall-clock time, for Date */
export function responseHead(
  answer: { readonly status: number; readonly headers: Fields },
  connection: ConnectionField,
  now: number,
): Buffer {
  const { status, headers } = answer;
  const second = Math.floor(now / 1000);
  const known = connection === 'none' ? written.get(headers) : undefined;
  if (known?.second === second && known.status === status) return known.bytes;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  text += `Date: ${new Date(now).toUTCString()}\r\n`;
  if (connection !== 'none') text += `Connection: ${connection}\r\n`;
  const bytes = Buffer.from(`${text}\r\n`, 'latin1');
  if (connection === 'none') written.set(headers, { second, status, bytes });
  return bytes;
}
