/**
 * The head of a request as RFC 9112 defines it, read from bytes by a pure function. It is strict: what two readers could
 * understand differently (a bare LF, a folded line, two lengths) is refused, since that is what request smuggling is made of.
 */
import { framing } from './request-framing.js';

/** By lower-cased name; the values of a repeated field are joined by `, `. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface RequestHead {
  readonly method: string;
  /** As sent. */
  readonly target: string;
  /** Of HTTP/1: 0 or 1. */
  readonly minorVersion: 0 | 1;
  readonly headers: RequestHeaders;
  /** Bytes that are none of ours follow: the connection cannot go on. */
  readonly hasBody: boolean;
}

export interface HeadLimits {
  /** Bytes. */
  readonly headSize: number;
  readonly headerCount: number;
}

export type ParsedHead =
  | { readonly kind: 'request'; readonly head: RequestHead; readonly length: number }
  | { readonly kind: 'more' }
  | Malformed;

export interface Malformed {
  readonly kind: 'malformed';
  readonly status: number;
  readonly reason: string;
}

export type HeadParser = (bytes: Buffer, limits: HeadLimits) => ParsedHead;

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e]+) HTTP\/(\d)\.(\d)$/;
// The blanks before the value are taken off afterwards: beside a value that may hold blanks they cost quadratic time.
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t\x20-\x7e\x80-\xff]*)$/;
const cr = 13;
const lf = 10;

export function parseRequestHead(bytes: Buffer, limits: HeadLimits): ParsedHead {
  // One empty line before a request is allowed (RFC 9112, 2.2): old clients end a body with it.
  const start = bytes[0] === cr && bytes[1] === lf ? 2 : 0;
  const end = bytes.indexOf('\r\n\r\n', start, 'latin1');
  if (end === -1) return unfinished(bytes, start, limits);
  if (end + 4 > limits.headSize) return tooLarge(bytes, start, limits);
  const text = bytes.toString('latin1', start, end);
  const lineEnd = text.indexOf('\r\n');
  const first = parseRequestLine(lineEnd === -1 ? text : text.slice(0, lineEnd));
  if ('kind' in first) return first;
  const rest = parseRest(lineEnd === -1 ? '' : text.slice(lineEnd + 2), first.minorVersion, limits);
  if ('kind' in rest) return rest;
  const { method, target, minorVersion } = first;
  const { headers, hasBody } = rest;
  return { kind: 'request', head: { method, target, minorVersion, headers, hasBody }, length: end + 4 };
}

type Rest = Pick<RequestHead, 'headers' | 'hasBody'>;

/** A client says the same fields with every request: what they were read as last is remembered. */
const last: { text: string; minorVersion: number; limit: number; rest: Rest | undefined } = {
  ...{ text: '', minorVersion: 0, limit: 0, rest: undefined },
};

function parseRest(text: string, minorVersion: 0 | 1, limits: HeadLimits): Rest | Malformed {
  const { headerCount } = limits;
  if (last.rest !== undefined && last.text === text && last.minorVersion === minorVersion && last.limit === headerCount)
    return last.rest;
  const lines = text === '' ? [] : text.split('\r\n', headerCount + 1);
  if (lines.length > headerCount) return malformed(431, 'too many fields');
  const headers = parseFields(lines);
  if (headers === undefined) return malformed(400, 'a field line is not one');
  const framed = framing(headers, minorVersion);
  if ('refused' in framed) return malformed(framed.status, framed.refused);
  const rest = { headers, hasBody: framed.hasBody };
  Object.assign(last, { text, minorVersion, limit: headerCount, rest });
  return rest;
}

function parseRequestLine(line: string): Malformed | Pick<RequestHead, 'method' | 'target' | 'minorVersion'> {
  const match = requestLine.exec(line);
  if (match === null) return malformed(400, 'the request line is not one');
  const [, method = '', target = '', major, minor] = match;
  if (major !== '1') return malformed(505, 'only HTTP/1');
  return { method, target, minorVersion: minor === '0' ? 0 : 1 };
}

/** undefined when a line is no field: folded, without a name, a blank before the colon, a control byte in it. */
function parseFields(lines: readonly string[]): RequestHeaders | undefined {
  // Without a prototype: `__proto__` is a field like any other.
  const headers = Object.create(null) as Record<string, string | undefined>;
  for (const line of lines) {
    const match = fieldLine.exec(line);
    if (match === null) return undefined;
    const name = (match[1] ?? '').toLowerCase();
    const value = (match[2] ?? '').replace(/^[ \t]+/, '').trimEnd();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** What can be refused before the end is there is refused at once: nobody has to wait for a time-out. */
function unfinished(bytes: Buffer, start: number, limits: HeadLimits): ParsedHead {
  const feed = bytes.indexOf(lf, start);
  if (feed !== -1) {
    const first = parseRequestLine(bytes.toString('latin1', start, feed - 1));
    if (bytes[feed - 1] !== cr) return malformed(400, 'a line ends without CR');
    if ('kind' in first) return first;
    if (hasBareFeed(bytes, feed + 1)) return malformed(400, 'a line ends without CR');
  } else if (start > 0 && bytes[start] === cr) return malformed(400, 'the request line is not one');
  return bytes.length >= limits.headSize ? tooLarge(bytes, start, limits) : { kind: 'more' };
}

function hasBareFeed(bytes: Buffer, from: number): boolean {
  for (let feed = bytes.indexOf(lf, from); feed !== -1; feed = bytes.indexOf(lf, feed + 1)) {
    if (bytes[feed - 1] !== cr) return true;
  }
  return false;
}

function tooLarge(bytes: Buffer, start: number, limits: HeadLimits): ParsedHead {
  const lineEnd = bytes.indexOf(lf, start);
  return lineEnd === -1 || lineEnd >= limits.headSize
    ? malformed(414, 'the target is too long')
    : malformed(431, 'the head is too large');
}

function malformed(status: number, reason: string): Malformed {
  return { kind: 'malformed', status, reason };
}
