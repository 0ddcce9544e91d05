/** The head of an answer, as it goes over the wire. */
import { STATUS_CODES } from 'node:http';

/** What the head says of the connection: nothing, since it is kept anyway; that it is kept (HTTP/1.0); that it ends. */
export type ConnectionField = 'none' | 'keep-alive' | 'close';

type Fields = Readonly<Record<string, string | number>>;

/** @param now wall-clock time, for Date */
export function responseHead(
  answer: { readonly status: number; readonly headers: Fields },
  connection: ConnectionField,
  now: number,
): string {
  const text = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Unknown'}\r\n${fieldLines(answer.headers)}${date(now)}`;
  return connection === 'none' ? `${text}\r\n` : `${text}Connection: ${connection}\r\n\r\n`;
}

/** The fields of a file's answer are the same object each time, and written out once. */
const written = new WeakMap<Fields, string>();

function fieldLines(headers: Fields): string {
  const known = written.get(headers);
  if (known !== undefined) return known;
  const text = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  written.set(headers, text);
  return text;
}

let second = Number.NaN;
let line = '';

/** Written once a second, not once a request. */
function date(now: number): string {
  const current = Math.floor(now / 1000);
  if (current !== second) {
    second = current;
    line = `Date: ${new Date(now).toUTCString()}\r\n`;
  }
  return line;
}
