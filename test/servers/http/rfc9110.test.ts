/** RFC 9110 and 9112 as one table: what is sent, byte for byte, and what must come back. */
import { expect } from 'chai';
import { exchange } from '../../support/http-exchange.js';
import { listenHttp, testMediaServer, type ListeningHttp } from '../../support/servers-http.js';
import { stubCatalogue, stubModified, type StubCatalogue, type StubFile } from '../../support/servers-media.js';

const digits = '0123456789'.repeat(10);
const files: readonly StubFile[] = [
  { path: 'digits', role: 'other', content: digits },
  { path: 'empty', role: 'other', content: '' },
  { path: '.treeinfo', role: 'discovery', content: 'tree' },
  { path: 'a+b~c^d e%20ä', role: 'other', content: 'odd' },
];

interface Row {
  readonly rule: string;
  /** The request's section of RFC 9110, or of RFC 9112 where it begins with 9112. */
  readonly section: string;
  /** Lines, joined by CRLF and ended by an empty one, or the bytes themselves. */
  readonly send: readonly string[] | string;
  readonly status: number;
  /** undefined: there is no such field. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  /** The connection ends after the answer; otherwise it is tried with one more request. */
  readonly closes?: true;
}

const http11 = (target: string, ...fields: string[]): string[] => [`GET ${target} HTTP/1.1`, 'Host: x', ...fields];
const get = (...fields: string[]): string[] => http11('/media/m/digits', ...fields);
const date = new Date(stubModified).toUTCString();
const later = new Date(stubModified + 1000).toUTCString();
const earlier = new Date(stubModified - 1000).toUTCString();

const messages: readonly Row[] = [
  { rule: 'GET gives the whole content', section: '9.3.1', send: get(), status: 200, body: digits },
  {
    rule: 'HEAD gives the fields of GET and no content',
    section: '9.3.2',
    send: ['HEAD /media/m/digits HTTP/1.1', 'Host: x'],
    status: 200,
    headers: { 'content-length': '100', 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream' },
    body: '',
  },
  {
    rule: 'an empty file has a length of 0',
    section: '8.6',
    send: http11('/media/m/empty'),
    status: 200,
    headers: { 'content-length': '0' },
    body: '',
  },
  { rule: 'every answer has a date', section: '6.6.1', send: get(), status: 200, headers: { date: 'any' } },
  {
    rule: 'nothing is compressed, whatever is accepted',
    section: '12.5.3',
    send: get('Accept-Encoding: gzip, br'),
    status: 200,
    headers: { 'content-encoding': undefined, 'content-length': '100' },
  },
  {
    rule: 'other methods are told which ones there are',
    section: '15.5.6',
    send: ['OPTIONS * HTTP/1.1', 'Host: x'],
    status: 405,
    headers: { allow: 'GET, HEAD' },
  },
  { rule: 'methods are told apart by case', section: '9.1', send: ['get / HTTP/1.1', 'Host: x'], status: 405 },
  { rule: 'a tunnel is refused', section: '9.3.6', send: ['CONNECT x:80 HTTP/1.1', 'Host: x:80'], status: 405 },
  {
    rule: 'an expectation without content changes nothing',
    section: '10.1.1',
    send: get('Expect: 100-continue'),
    status: 200,
    body: digits,
  },
  {
    rule: 'content is refused before it is sent, and ends the connection',
    section: '10.1.1',
    send: get('Expect: 100-continue', 'Content-Length: 10'),
    status: 413,
    closes: true,
  },
  {
    rule: 'content that was sent is not taken for a request',
    section: '9112, 6.3',
    send: `GET /media/m/digits HTTP/1.1\r\nHost: x\r\nContent-Length: 35\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
    status: 413,
    closes: true,
  },
  { rule: 'a length of 0 is no content', section: '8.6', send: get('Content-Length: 0'), status: 200 },
  {
    rule: 'the absolute form is understood, whatever Host says',
    section: '9112, 3.2.2',
    send: http11('http://elsewhere:81/media/m/digits'),
    status: 200,
  },
  { rule: 'HTTP/1.1 needs a Host', section: '9112, 3.2', send: ['GET / HTTP/1.1'], status: 400, closes: true },
  {
    rule: 'there is one Host only',
    section: '9112, 3.2',
    send: ['GET / HTTP/1.1', 'Host: x', 'Host: x'],
    status: 400,
    closes: true,
  },
  { rule: 'a Host may be empty', section: '9112, 3.2', send: ['GET /healthz HTTP/1.1', 'Host:'], status: 200 },
  {
    rule: 'an address of IPv6 is a Host',
    section: '7.2',
    send: ['GET /healthz HTTP/1.1', 'Host: [2001:db8::1]:80'],
    status: 200,
  },
  { rule: 'a Host is no path', section: '7.2', send: ['GET / HTTP/1.1', 'Host: a/b'], status: 400, closes: true },
  {
    rule: 'one empty line before a request is nothing',
    section: '9112, 2.2',
    send: '\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
    status: 200,
  },
  { rule: 'HTTP/1.2 is read as HTTP/1.1', section: '2.5', send: ['GET /healthz HTTP/1.2', 'Host: x'], status: 200 },
  {
    rule: 'HTTP/2 is not spoken',
    section: '15.6.6',
    send: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    status: 505,
    closes: true,
  },
  {
    rule: 'names of fields are told without regard to case, blanks around values are none',
    section: '9112, 5',
    send: get('RANGE:\t bytes=0-1 \t'),
    status: 206,
  },
];

const connections: readonly Row[] = [
  {
    rule: 'a connection is ended where asked',
    section: '9112, 9.6',
    send: get('Connection: close'),
    status: 200,
    closes: true,
  },
  {
    rule: 'close is heard among other options',
    section: '7.6.1',
    send: get('Connection: x, CLOSE'),
    status: 200,
    headers: { connection: 'close' },
    closes: true,
  },
  {
    rule: 'HTTP/1.0 ends after the answer',
    section: '9112, 9.3',
    send: ['GET /media/m/digits HTTP/1.0'],
    status: 200,
    headers: { connection: 'close' },
    body: digits,
    closes: true,
  },
  {
    rule: 'HTTP/1.0 is kept where asked, and told so',
    section: '9112, C.2.2',
    send: ['GET /media/m/digits HTTP/1.0', 'Connection: Keep-Alive'],
    status: 200,
    headers: { connection: 'keep-alive' },
  },
  { rule: 'a missing file ends nothing', section: '9112, 9.3', send: http11('/media/m/none'), status: 404 },
];

const targets: readonly Row[] = [
  { rule: 'a name is decoded', section: '4.2.3', send: http11('/media/m/a%2bb%7Ec%5ed%20e%2520%c3%a4'), status: 200 },
  { rule: '+ is itself', section: '4.2.3', send: http11('/media/m/a+b~c^d%20e%2520%C3%A4'), status: 200, body: 'odd' },
  { rule: 'once only', section: '4.2.3', send: http11('/media/m/a+b~c^d%20e%20%C3%A4'), status: 404 },
  { rule: 'dot files are files', section: '4', send: http11('/media/m/.treeinfo'), status: 200, body: 'tree' },
  { rule: 'several slashes are one', section: '4', send: http11('//media///m//.treeinfo'), status: 200 },
  { rule: 'a query is dropped', section: '4.1', send: http11('/media/m/digits?a=b/c'), status: 200 },
  { rule: 'case matters', section: '4.2.3', send: http11('/media/m/Digits'), status: 404 },
  { rule: 'a file is no folder', section: '4', send: http11('/media/m/digits/'), status: 404 },
  { rule: 'half an escape is none', section: '4', send: http11('/media/m/%4'), status: 400 },
  { rule: 'an escape of nothing is none', section: '4', send: http11('/media/m/%zz'), status: 400 },
  { rule: 'bytes that are not UTF-8 are no name', section: '4', send: http11('/media/m/%ff'), status: 400 },
  { rule: '* is no file', section: '9112, 3.2.4', send: ['GET * HTTP/1.1', 'Host: x'], status: 400 },
  {
    rule: 'a blank is no part of a target',
    section: '9112, 3',
    send: http11('/media/m/a b'),
    status: 400,
    closes: true,
  },
  { rule: 'nor is a byte above ASCII', section: '9112, 3.2', send: http11('/media/m/\xe4'), status: 400, closes: true },
];

const part = (range: string, body: string, boundary: string): string =>
  `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${range}/100\r\n\r\n${body}`;

const ranged = (range: string, status: number, contentRange?: string, body?: string, extra: string[] = []): Row => ({
  rule: `Range: ${range.length > 50 ? `${range.slice(0, 47)}...` : range} is answered with ${status}`,
  section: '14.2',
  send: get(`Range: ${range}`, ...extra),
  status,
  headers: { 'content-range': contentRange },
  ...(body === undefined ? {} : { body }),
});

const many = (count: number): string =>
  `bytes=${Array.from({ length: count }, (_, number) => `${number * 2}-${number * 2}`).join(',')}`;

const ranges: readonly Row[] = [
  ranged('bytes=0-9', 206, 'bytes 0-9/100', digits.slice(0, 10)),
  ranged('bytes=95-', 206, 'bytes 95-99/100', '56789'),
  ranged('bytes=-5', 206, 'bytes 95-99/100', '56789'),
  ranged('bytes=-500', 206, 'bytes 0-99/100', digits),
  ranged('bytes=99-1000', 206, 'bytes 99-99/100', '9'),
  ranged('bytes=0-99999999999999999999', 206, 'bytes 0-99/100', digits),
  ranged('BYTES=0-0', 206, 'bytes 0-0/100', '0'),
  ranged('bytes=100-', 416, 'bytes */100'),
  ranged('bytes=-0', 416, 'bytes */100'),
  ranged('bytes=100-,200-300', 416, 'bytes */100'),
  ranged('bytes=5-4', 200, undefined, digits),
  ranged('bytes=a-b', 200, undefined, digits),
  ranged('bytes=0 - 9', 200, undefined, digits),
  ranged('bytes=', 200, undefined, digits),
  ranged('bytes=,,', 200, undefined, digits),
  ranged('lines=0-9', 200, undefined, digits),
  ranged('bytes=0-1,200-', 206, 'bytes 0-1/100', '01'),
  ranged(',bytes=0-1', 200, undefined, digits),
  ranged('bytes=0-,0-', 200, undefined, digits),
  ranged('bytes=0-50,50-60', 200, undefined, digits),
  ranged(many(33), 200, undefined, digits),
  ranged('bytes=0-9', 200, undefined, digits, [`If-Range: ${earlier}`]),
  ranged('bytes=0-9', 206, 'bytes 0-9/100', undefined, [`If-Range: ${date}`]),
  { ...ranged('bytes=0-9', 200), send: ['HEAD /media/m/digits HTTP/1.1', 'Host: x', 'Range: bytes=0-9'], body: '' },
];

const conditions: readonly Row[] = [
  ['If-None-Match: *', 304],
  ['If-None-Match: "x"', 200],
  ['If-Match: "x"', 412],
  ['If-Match: *', 200],
  [`If-Modified-Since: ${date}`, 304],
  [`If-Modified-Since: ${later}`, 304],
  [`If-Modified-Since: ${earlier}`, 200],
  ['If-Modified-Since: Monday', 200],
  [`If-Unmodified-Since: ${earlier}`, 412],
  [`If-Unmodified-Since: ${date}`, 200],
].map(([field, status]) => ({
  rule: `${String(field)} is answered with ${String(status)}`,
  section: '13.2.2',
  send: get(String(field)),
  status: Number(status),
}));

describe('HTTP as RFC 9110 and 9112 define it', () => {
  let catalogue: StubCatalogue;
  let http: ListeningHttp;
  before(async () => {
    catalogue = await stubCatalogue({ m: { files } });
    http = await listenHttp(testMediaServer(catalogue).resolve);
  });
  after(async () => {
    http.close();
    await catalogue.remove();
  });

  const last = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  for (const row of [...messages, ...connections, ...targets, ...ranges, ...conditions]) {
    it(`${row.rule} (${row.section})`, async () => {
      const bytes = typeof row.send === 'string' ? row.send : `${row.send.join('\r\n')}\r\n\r\n`;
      const [answer, next, ...more] = await exchange(http.port, row.closes === true ? bytes : bytes + last);
      expect(answer?.status).to.equal(row.status);
      for (const [name, value] of Object.entries(row.headers ?? {})) {
        if (value === 'any') expect(answer?.headers).to.have.property(name);
        else expect(answer?.headers[name], name).to.equal(value);
      }
      if (row.body !== undefined) expect(answer?.body.toString()).to.equal(row.body);
      expect([next?.body.toString(), more.length]).to.deep.equal([row.closes === true ? undefined : 'alive\n', 0]);
    });
  }

  it('gives several ranges as multipart/byteranges, as many as it takes and in the order asked for (14.6)', async () => {
    const send = `${get('Range: bytes=50-54, 0-0 ,-2', 'Connection: close').join('\r\n')}\r\n\r\n`;
    const [answer] = await exchange(http.port, send);
    const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(answer!.headers['content-type']!)?.[1] ?? '';
    expect(answer!.status).to.equal(206);
    expect(answer!.headers).not.to.have.property('content-range');
    expect(answer!.body.toString()).to.equal(
      `${part('50-54', '01234', boundary)}${part('0-0', '0', boundary)}${part('98-99', '89', boundary)}\r\n--${boundary}--\r\n`,
    );
    const [most] = await exchange(http.port, `${get(`Range: ${many(32)}`, 'Connection: close').join('\r\n')}\r\n\r\n`);
    expect(most!.body.toString().match(/Content-Range/g)).to.have.lengthOf(32);
  });

  it('answers 304 and 412 with the validators and without the content (15.4.5)', async () => {
    const [answer] = await exchange(http.port, `${get('If-None-Match: *', 'Connection: close').join('\r\n')}\r\n\r\n`);
    expect(answer!.headers['etag']).to.match(/^"[0-9a-f]{64}"$/);
    expect(answer!.headers['last-modified']).to.equal(date);
    expect(answer!.body.length).to.equal(0);
  });
});
