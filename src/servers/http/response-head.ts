/** The head of an answer, as it goes over the wire. */
import { STATUS_CODES } from 'node:http';

/** What the head says of the connection: nothing, since it is kept anyway; that it is kept (HTTP/1.0); that it ends. */
export type ConnectionField = 'none' | 'keep-alive' | 'close';

/** @param now wall-clock time, for Date */
export function responseHead(
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string | number>> },
  connection: ConnectionField,
  now: number,
): string {
  let text = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Unknown'}\r\n`;
  for (const name in answer.headers) text += `${name}: ${answer.headers[name] ?? ''}\r\n`;
  text += date(now);
  return connection === 'none' ? `${text}\r\n` : `${text}Connection: ${connection}\r\n\r\n`;
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
