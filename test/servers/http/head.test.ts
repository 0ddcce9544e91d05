/** HEAD, whatever it is answered with and by whom: whoever reads a body there takes it for the beginning of the next answer. */
import { expect } from 'chai';
import { textAnswer } from '../../../src/servers/http/answer.js';
import type { Around } from '../../../src/servers/http/around.js';
import type { Resolve } from '../../../src/servers/site/resolution.js';
import { exchange } from '../../support/http-exchange.js';
import { listenHttp, testMediaServer, type ListeningHttp } from '../../support/servers-http.js';
import { stubCatalogue, type StubCatalogue } from '../../support/servers-media.js';

/** What stands in front of the tree answers as well. */
const around: Around = (request, answer) => {
  if (request.target === '/locked') return textAnswer(401, 'A password is needed.', { 'WWW-Authenticate': 'Basic' });
  return request.target === '/get-only' ? textAnswer(405, 'Only GET.', { Allow: 'GET' }) : answer();
};

const rows: readonly { what: string; target: string; field?: string; status: number }[] = [
  { what: 'a file', target: '/media/m/digits', status: 200 },
  { what: 'what is missing', target: '/media/m/none', status: 404 },
  { what: 'what is no path', target: '/media/m/%zz', status: 400 },
  { what: 'a password that was not given', target: '/locked', status: 401 },
  { what: 'a method that is refused in front of the tree', target: '/get-only', status: 405 },
  { what: 'a precondition that fails', target: '/media/m/digits', field: 'If-Match: "x"\r\n', status: 412 },
  { what: 'content that it may not have', target: '/media/m/digits', field: 'Content-Length: 1\r\n', status: 413 },
  { what: 'a tree that fails', target: '/broken', status: 500 },
];

describe('HEAD (RFC 9110, 9.3.2)', () => {
  let catalogue: StubCatalogue;
  let http: ListeningHttp;
  before(async () => {
    catalogue = await stubCatalogue({ m: { files: [{ path: 'digits', role: 'other', content: '0123456789' }] } });
    const { resolve } = testMediaServer(catalogue);
    const failing: Resolve = (path, asker) => {
      if (path[0] === 'broken') throw new Error('a defect');
      return resolve(path, asker);
    };
    http = await listenHttp(failing, {}, { around });
  });
  after(async () => {
    http.close();
    await catalogue.remove();
  });

  const next = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  for (const { what, target, field = '', status } of rows) {
    it(`is told of ${what} by status and fields alone`, async () => {
      const request = `HEAD ${target} HTTP/1.1\r\nHost: x\r\n${field}\r\n`;
      const answers = await exchange(http.port, status === 413 ? request : request + next);
      expect(answers.map((answer) => [answer.status, answer.body.toString()])).to.deep.equal([
        [status, ''],
        ...(status === 413 ? [] : [[200, 'alive\n']]),
      ]);
      expect(Number(answers[0]!.headers['content-length']), 'the length of what GET gives').to.be.greaterThan(0);
    });
  }
});
