/**
 * Attack suites against an HTTP server, one function a class: each gives what the server let through, and nothing for a good
 * one. They are run against the real server and against one with a planted defect, which they must notice.
 */
import { connect } from 'node:net';
import type { parseRanges } from '../../src/servers/http/range.js';
import { parseAnswers } from './http-exchange.js';

/** What only a request that was smuggled, or a path that leads out, could get. */
export interface AttackTarget {
  readonly port: number;
  /** A file that may be had, below a folder. */
  readonly allowed: string;
  /** Content that no path may lead to. */
  readonly secret: string;
}

export interface Attack {
  readonly name: string;
  readonly bytes: string;
}

/** Every shape hides `GET <inner>` where another reader of the bytes would not see a request. */
export function smugglingShapes(inner: string): readonly Attack[] {
  const hidden = `GET ${inner} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const shape = (name: string, fields: string, body = hidden): Attack => ({
    name,
    bytes: `GET /healthz HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n${body}`,
  });
  const length = `Content-Length: ${hidden.length}`;
  const chunked = `0\r\n\r\n${hidden}`;
  return [
    shape('a body with a length', length),
    shape('Content-Length and Transfer-Encoding', `${length}\r\nTransfer-Encoding: chunked`, chunked),
    shape('Transfer-Encoding and Content-Length', `Transfer-Encoding: chunked\r\n${length}`, chunked),
    shape('chunked', 'Transfer-Encoding: chunked', chunked),
    shape('an unknown coding', 'Transfer-Encoding: xchunked', chunked),
    shape('chunked twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', chunked),
    shape('two lengths', `Content-Length: 0\r\n${length}`),
    shape('the same length twice', `${length}\r\n${length}`),
    shape('a list of lengths', `Content-Length: 0, ${hidden.length}`),
    shape('a length with a sign', `Content-Length: +${hidden.length}`),
    shape('a negative length', 'Content-Length: -1'),
    shape('a length in hexadecimal', `Content-Length: 0x${hidden.length.toString(16)}`),
    shape('a blank before the colon', `Content-Length : ${hidden.length}`),
    shape('a tab before the colon', `Transfer-Encoding\t: chunked`, chunked),
    shape('a folded field', `X: a\r\n ${length}`),
    shape('a field folded into its name', `Content-Length:\r\n ${hidden.length}`),
    shape('a field folded by a tab', `Transfer-Encoding:\r\n\tchunked`, chunked),
    shape('a bare LF between fields', `X: a\n${length}`),
    shape('a bare CR between fields', `X: a\r${length}`),
    shape('a bare CR in a value', 'X: a\rb'),
    shape('a bare LF as the end of the head', `X: a\n`),
    shape('NUL in a value', `X: a\0b`),
    shape('NUL in a name', `X\0: a`),
    shape('a control byte in a value', `X: a\x01b`),
    shape('a field without a name', `: a`),
    shape('a line without a colon', `Content-Length`),
    shape('a blank before the first field', ` X: a`),
    shape('a vertical tab in a coding', `Transfer-Encoding:\x0bchunked`, chunked),
    { name: 'only bare LFs', bytes: `GET /healthz HTTP/1.1\nHost: x\n\n${hidden}` },
    { name: 'HTTP/0.9', bytes: `GET /healthz\r\n${hidden}` },
    { name: 'HTTP/1.0 with a coding', bytes: `GET /healthz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}` },
    { name: 'two blanks in the request line', bytes: `GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n${hidden}` },
    { name: 'a tab in the request line', bytes: `GET\t/healthz HTTP/1.1\r\nHost: x\r\n\r\n${hidden}` },
    { name: 'a blank after the version', bytes: `GET /healthz HTTP/1.1 \r\nHost: x\r\n\r\n${hidden}` },
    { name: 'a version in lower case', bytes: `GET /healthz http/1.1\r\nHost: x\r\n\r\n${hidden}` },
    { name: 'a control byte in the target', bytes: `GET /healthz\x0b HTTP/1.1\r\nHost: x\r\n\r\n${hidden}` },
    { name: 'NUL in the target', bytes: `GET /healthz\0 HTTP/1.1\r\nHost: x\r\n\r\n${hidden}` },
    { name: 'two Hosts', bytes: `GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${hidden}` },
    { name: 'a Host with a line in it', bytes: `GET /healthz HTTP/1.1\r\nHost: x y\r\n\r\n${hidden}` },
    { name: 'a tunnel', bytes: `CONNECT x:80 HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n${hidden}` },
    { name: 'two empty lines first', bytes: `\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${hidden}` },
  ];
}

/** A shape must get one refusal, and the end: never a second answer. */
export async function smugglingFindings({ port, allowed }: AttackTarget): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const { name, bytes } of smugglingShapes(allowed)) {
    const answers = parseAnswers(await exchangeOrEnd(port, bytes), []);
    const [first, second] = answers;
    if (second !== undefined) findings.push(`${name}: the hidden request was answered`);
    else if (first !== undefined && first.status < 400) findings.push(`${name}: answered with ${first.status}`);
  }
  return findings;
}

/** Targets below the folder of `allowed` that try to reach what lies outside it. */
export function traversalTargets(folder: string, outside: string): readonly string[] {
  const name = encodeURIComponent(outside);
  const ups = [
    '..',
    '%2e%2e',
    '.%2e',
    '%252e%252e',
    '%c0%ae%c0%ae',
    '%e0%80%ae%e0%80%ae',
    '..%00',
    '..;',
    '%uff0e%uff0e',
  ];
  const slashes = ['/', '%2f', '\\', '%5c', '%252f', '%255c', '%c0%af', '%e0%80%af', '//'];
  const climbs = ups.flatMap((up) => slashes.map((slash) => `${folder}${up}${slash}${name}`));
  const deep = ups.flatMap((up) => slashes.map((slash) => `${folder}${`${up}${slash}`.repeat(4)}${name}`));
  return [
    ...climbs,
    ...deep,
    // A folder whose name only begins like the one that is served.
    `${folder.slice(0, -1)}-private/${name}`,
    `${folder.slice(0, -1)}%2dprivate/${name}`,
    `${folder.slice(0, -1)}/../m-private/${name}`,
    `${folder}./../${name}`,
    `${folder}link/${name}`,
    `${folder}/etc/passwd`,
    `${folder}%00/../${name}`,
    `file:///${name}`,
    `/${name}`,
    `//${name}`,
  ];
}

export async function traversalFindings(target: AttackTarget, outside: string): Promise<readonly string[]> {
  const folder = target.allowed.slice(0, target.allowed.lastIndexOf('/') + 1);
  const findings: string[] = [];
  for (const path of traversalTargets(folder, outside)) {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    const answer = (await exchangeOrEnd(target.port, bytes)).toString('latin1');
    if (answer.includes(target.secret)) findings.push(`${path}: led out of the medium`);
    else if (/^HTTP\/1\.1 (2|3|5)/.test(answer)) findings.push(`${path}: ${answer.slice(9, 12)}`);
  }
  return findings;
}

/** What a set of ranges may cost: no more bytes than the file, no more parts than a head can reasonably ask for. */
export function rangeBombFindings(parse: typeof parseRanges): readonly string[] {
  const size = 1_000_000;
  const repeated = (range: string, count: number): string => `bytes=${Array(count).fill(range).join(',')}`;
  const bombs: Readonly<Record<string, string>> = {
    'the whole file a thousand times': repeated('0-', 1000),
    'the whole file twice': repeated('0-', 2),
    'growing suffixes': `bytes=${Array.from({ length: 30 }, (_, number) => `-${size - number}`).join(',')}`,
    'overlaps in the middle': 'bytes=0-600000,500000-999999',
    'the first byte of everything': `bytes=${Array.from({ length: 2000 }, (_, number) => `${number * 2}-${number * 2}`).join(',')}`,
    'nothing but commas': `bytes=${','.repeat(10_000)}0-,0-`,
  };
  return Object.entries(bombs).flatMap(([name, header]) => {
    const ranges = parse(header, size);
    if (typeof ranges === 'string') return [];
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    return bytes > size || ranges.length > 100 ? [`${name}: ${ranges.length} parts, ${bytes} bytes`] : [];
  });
}

/** Heads that never end, or hold ever more fields: how much the server takes before it refuses. */
export async function headerFloodFindings(port: number): Promise<readonly string[]> {
  const floods: Readonly<Record<string, { readonly first: string; readonly more: string }>> = {
    'ever more fields': { first: 'GET / HTTP/1.1\r\nHost: x\r\n', more: 'X-Flood: 1\r\n' },
    'one field that does not end': { first: 'GET / HTTP/1.1\r\nHost: x\r\nX: ', more: 'a'.repeat(100) },
    'a target that does not end': { first: 'GET /', more: 'a'.repeat(100) },
    'a method that does not end': { first: '', more: 'A'.repeat(100) },
    'a name that does not end': { first: 'GET / HTTP/1.1\r\n', more: 'a'.repeat(100) },
    'empty values': { first: 'GET / HTTP/1.1\r\nHost: x\r\n', more: 'a:\r\n' },
  };
  const most = 256 * 1024;
  const findings: string[] = [];
  for (const [name, { first, more }] of Object.entries(floods)) {
    const flood = first + more.repeat(Math.ceil(most / more.length));
    const answer = await exchangeOrEnd(port, flood);
    const status = answer.toString('latin1', 9, 12);
    if (!['400', '414', '431'].includes(status)) findings.push(`${name}: ${answer.length === 0 ? 'taken' : status}`);
  }
  const complete = `GET /healthz HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(2000)}Connection: close\r\n\r\n`;
  const answer = await exchangeOrEnd(port, complete);
  if (answer.toString('latin1', 9, 12) !== '431') findings.push('two thousand fields: taken');
  return findings;
}

/** What came back until the server ended the connection, or said nothing for a moment. */
async function exchangeOrEnd(port: number, bytes: string): Promise<Buffer> {
  const silence = 250;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const done = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    socket.setTimeout(silence, done);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', done);
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}
