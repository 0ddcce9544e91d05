/** Request lines, headers and ranges, before the real server over a socket; then an honest request must be answered. */
import { listenHttp, parseAnswer, request, testMediaServer } from '../../support/servers-http.js';
import type { Draws } from '../draws.js';
import { exchangeBytes } from '../raw-socket.js';
import { isOfTheMedium, servedFiles, servedMedium } from '../served-medium.js';
import type { FuzzTarget } from '../target.js';

export const http: FuzzTarget = {
  name: 'http',
  open: async () => {
    const catalogue = await servedMedium();
    const { resolve } = testMediaServer(catalogue);
    const server = await listenHttp(resolve);
    return {
      draw,
      put: async (input) => {
        const answer = await exchangeBytes({ port: server.port, host: '127.0.0.1' }, input);
        checkAnswer(answer);
        await checkHonest(server.port);
      },
      close: async () => {
        server.close();
        await catalogue.remove();
      },
    };
  },
};

const paths = [
  ...servedFiles.map(({ path }) => `/media/synth/${path.split('/').map(encodeURIComponent).join('/')}`),
  ...[
    '/',
    '/media/',
    '/media/synth/',
    '/media/synth',
    '/i/none/',
    '/healthz',
    '/readyz',
    '/metrics',
    '*',
    'http://x/media/',
  ],
];
const methods = ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'CONNECT', 'get', 'G ET', ''];
const names = [
  ...['Host', 'Connection', 'Range', 'Range', 'If-Range', 'If-Modified-Since', 'If-None-Match', 'Content-Length'],
  ...[
    'Transfer-Encoding',
    'Expect',
    'Authorization',
    'Accept-Encoding',
    'Upgrade',
    'X-Forwarded-For',
    ' Host',
    'Host ',
  ],
];
const values = [
  ...[
    'media.example',
    'close',
    'keep-alive',
    'bytes=0-99',
    'bytes=100-',
    'bytes=-5',
    'bytes=0-0,2-2',
    'bytes=5-1',
    'bytes=',
  ],
  ...[
    'bytes=0-18446744073709551616',
    `bytes=${'0-1,'.repeat(300)}`,
    '"etag"',
    '*',
    'W/"x"',
    '0',
    '5',
    'chunked',
    '100-continue',
  ],
  ...['Mon, 05 Jan 2026 12:30:15 GMT', 'Basic eDp5', 'gzip', 'h2c', 'a\tb'],
];

function draw(draws: Draws): Buffer {
  const requests = draws.many(1, 3, () => {
    const target = draws.oneIn(3) ? draws.text(paths) + draws.text(['?', '?a=b', '#x', ';', '']) : draws.oneOf(paths);
    const version = draws.oneIn(6) ? draws.text(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'http/1.1', '']) : 'HTTP/1.1';
    const eol = draws.oneIn(12) ? draws.oneOf(['\n', '\r', '\r\r\n']) : '\r\n';
    const headers = draws.many(0, 6, () => `${draws.oneOf(names)}:${draws.oneOf(['', ' '])}${draws.text(values)}`);
    const lines = [`${draws.oneOf(methods)} ${target} ${version}`, 'Host: a', ...headers];
    return `${lines.join(eol)}${eol}${eol}${draws.oneIn(8) ? 'body' : ''}`;
  });
  return draws.damaged(Buffer.from(requests.join(''), 'latin1'), 4);
}

/** The first answer says what it is; bytes of files are those of the medium. */
function checkAnswer(answer: Buffer): void {
  if (answer.length === 0) return;
  if (!/^HTTP\/1\.1 \d{3} /.test(answer.toString('latin1', 0, 13)))
    throw new Error(`no status line: ${answer.toString('latin1', 0, 40)}`);
  const { status, headers, body } = parseAnswer(answer);
  if (status === 500) throw new Error('status 500');
  const isFile = headers['etag'] !== undefined && (status === 200 || status === 206);
  const length = Number(headers['content-length'] ?? Number.NaN);
  const isWhole =
    Number.isInteger(length) && body.length >= length && !headers['content-type']?.startsWith('multipart');
  // The answer to HEAD has a length and no body; what follows it belongs to the next request.
  if (!isFile || !isWhole || body.subarray(0, 5).toString() === 'HTTP/') return;
  if (!isOfTheMedium(body.subarray(0, length))) throw new Error('bytes that are not of the medium');
}

async function checkHonest(port: number): Promise<void> {
  const { status, body } = await request(port, '/media/synth/.treeinfo');
  if (status !== 200 || body.toString() !== servedFiles[0]?.content) throw new Error(`an honest request got ${status}`);
}
