/** What a request is answered with, decided without sending anything: the same for the socket and for a simulation. */
import type { RequestObserver, Resolution, Resolve, ServedFile } from '../site/resolution.js';
import { unobserved } from '../site/resolution.js';
import { after, type Soon } from '../site/soon.js';
import { multipart } from './byteranges.js';
import { listingPage } from './listing-page.js';
import { parseRanges, type ByteRange } from './range.js';
import { hasBody } from './request-framing.js';
import type { RequestHeaders } from './request-head.js';
import { parseTarget } from './request-target.js';
import { entityTag, lastModified, precondition, rangeAllowed } from './validators.js';

export interface HttpRequest {
  readonly method: string;
  /** As sent. */
  readonly target: string;
  readonly headers: RequestHeaders;
  readonly client: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: AnswerBody;
  readonly observer: RequestObserver;
  /** The connection ends with this answer. */
  readonly closes?: boolean;
}

/** Ranges of a file, with texts between them where there are several; a text; or nothing (HEAD, 304). */
export type AnswerBody =
  | { readonly kind: 'file'; readonly file: ServedFile; readonly pieces: readonly (string | ByteRange)[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

export function answerTo(request: HttpRequest, resolve: Resolve): Soon<HttpAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return textAnswer(405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  if (hasBody(request.headers)) return { ...textAnswer(413, 'No request bodies.'), closes: true };
  const target = parseTarget(request.target);
  if (target === undefined) return textAnswer(400, 'This is not a path.');
  const resolution = resolve(target.components, { protocol: 'http', client: request.client });
  return after(resolution, (known) => resolved(request, known, target));
}

/** HEAD gets the fields of GET, its length among them, and no content, whatever the status (RFC 9110, 9.3.2). */
export function forMethod(method: string, answer: HttpAnswer): HttpAnswer {
  return method === 'HEAD' ? { ...answer, body: { kind: 'none' } } : answer;
}

function resolved(
  request: HttpRequest,
  resolution: Resolution,
  target: { components: readonly string[]; trailingSlash: boolean },
): Soon<HttpAnswer> {
  switch (resolution.kind) {
    case 'file':
      // `boot/xen.gz/` is a folder that does not exist.
      return target.trailingSlash
        ? missing(resolution.observer)
        : fileAnswer(request, resolution.file, resolution.observer);
    case 'folder':
      return resolution.browsable
        ? resolution.entries().then((entries) => htmlAnswer(listingPage(target.components, entries)))
        : missing(unobserved);
    case 'text':
      return textAnswer(resolution.status, resolution.text);
    case 'missing':
      return missing(resolution.observer);
  }
}

function fileAnswer(request: HttpRequest, file: ServedFile, observer: RequestObserver): HttpAnswer {
  const condition = precondition(request.headers, file);
  if (condition === 304) return { status: 304, headers: validators(file), body: { kind: 'none' }, observer };
  if (condition === 412) return { ...textAnswer(412, 'The file is another one.'), observer };
  const ranges = request.method === 'GET' ? wantedRanges(request.headers, file) : 'whole';
  if (ranges === 'unsatisfiable') {
    return { ...textAnswer(416, 'The file is shorter.', { 'Content-Range': `bytes */${file.size}` }), observer };
  }
  const { status, headers, body } = ranges === 'whole' ? whole(file) : partial(file, ranges);
  return { status, headers, body, observer };
}

// Never Content-Encoding, and one type for all: no client reads it, and .gz and .bz2 must arrive as they are.
const octets = 'application/octet-stream';

type FileAnswer = Pick<HttpAnswer, 'status' | 'headers' | 'body'>;

function validators(file: ServedFile): Readonly<Record<string, string>> {
  return { ETag: entityTag(file), 'Last-Modified': lastModified(file), 'Accept-Ranges': 'bytes' };
}

/** By far the most frequent answer is made once for each file. */
const wholes = new WeakMap<ServedFile, FileAnswer>();

function whole(file: ServedFile): FileAnswer {
  const known = wholes.get(file);
  if (known !== undefined) return known;
  const made: FileAnswer = {
    status: 200,
    headers: { ...validators(file), 'Content-Type': octets, 'Content-Length': file.size },
    body: { kind: 'file', file, pieces: [{ start: 0, end: file.size }] },
  };
  wholes.set(file, made);
  return made;
}

function partial(file: ServedFile, ranges: readonly ByteRange[]): FileAnswer {
  const headers = validators(file);
  const [first, second] = ranges;
  if (first !== undefined && second === undefined) {
    const { start, end } = first;
    const part = { 'Content-Length': end - start, 'Content-Range': `bytes ${start}-${end - 1}/${file.size}` };
    const body = { kind: 'file', file, pieces: [first] } as const;
    return { status: 206, headers: { ...headers, 'Content-Type': octets, ...part }, body };
  }
  const { type, length, pieces } = multipart(file, ranges);
  const body = { kind: 'file', file, pieces } as const;
  return { status: 206, headers: { ...headers, 'Content-Type': type, 'Content-Length': length }, body };
}

function wantedRanges(headers: RequestHeaders, file: ServedFile): ReturnType<typeof parseRanges> {
  return rangeAllowed(headers['if-range'], file) ? parseRanges(headers['range'], file.size) : 'whole';
}

function missing(observer: RequestObserver): HttpAnswer {
  return { ...textAnswer(404, 'There is no such file.'), observer };
}

export function textAnswer(status: number, text: string, headers: Record<string, string> = {}): HttpAnswer {
  return page(status, 'text/plain; charset=utf-8', `${text}\n`, headers);
}

function htmlAnswer(html: string): HttpAnswer {
  return page(200, 'text/html; charset=utf-8', html, {});
}

function page(status: number, type: string, text: string, headers: Record<string, string>): HttpAnswer {
  const length = Buffer.byteLength(text);
  const all = { ...headers, 'Content-Type': type, 'Content-Length': length, 'X-Content-Type-Options': 'nosniff' };
  return { status, headers: all, body: { kind: 'text', text }, observer: unobserved };
}
