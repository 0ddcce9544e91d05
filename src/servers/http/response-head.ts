/** The head of an answer, as it goes over the wire. */
import { STATUS_CODES } from 'node:http';

/** What the head says of the connection: nothing, since it is kept anyway; that it is kept (HTTP/1.0); that it ends. */
export type ConnectionField = 'none' | 'keep-alive' | 'close';

type Fields = Readonly<Record<string, string | number>>;

interface Written {
  readonly status: number;
  readonly text: string;
}

/** The fields of a file's answer are the same object each time: written out once. */
const written = new WeakMap<Fields, Written>();

/** @param now wall-clock time, for Date */
export function responseHead(
  answer: { readonly status: number; readonly headers: Fields },
  connection: ConnectionField,
  now: number,
): Buffer {
  const ending = connection === 'none' ? '\r\n' : `Connection: ${connection}\r\n\r\n`;
  return Buffer.from(fieldsOf(answer.status, answer.headers) + dateField(now) + ending, 'latin1');
}

function fieldsOf(status: number, headers: Fields): string {
  const known = written.get(headers);
  if (known?.status === status) return known.text;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  written.set(headers, { status, text });
  return text;
}

const date = { second: Number.NaN, field: '' };

function dateField(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== date.second) {
    date.second = second;
    date.field = `Date: ${new Date(now).toUTCString()}\r\n`;
  }
  return date.field;
}
