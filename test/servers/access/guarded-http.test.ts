/** HTTP behind a password and with metrics, decided without a socket. */
import { expect } from 'chai';
import { GuessLimit } from '../../../src/servers/access/guess-limit.js';
import { guardHttp } from '../../../src/servers/access/http-guard.js';
import { protectedTree } from '../../../src/servers/access/protected-tree.js';
import { UserVerifier } from '../../../src/servers/access/user-verifier.js';
import { answerTo, type HttpAnswer } from '../../../src/servers/http/answer.js';
import { unobserved, type Resolve } from '../../../src/servers/site/resolution.js';
import { Secret } from '../../../src/shared/secret.js';

const resolve: Resolve = (path) => Promise.resolve({ kind: 'text', status: 200, text: path.join('/') });

describe('HTTP behind a guard', () => {
  const refused: string[] = [];
  let now = 0;
  const guard = guardHttp({
    guesses: new GuessLimit(() => now),
    policy: { scope: 'plain-path', users: new UserVerifier([{ name: 'ops', password: new Secret('right') }]) },
    maySeeMetrics: (client) => client === '192.0.2.9',
    metrics: () => 'up 1\n',
    onRefused: (reason) => refused.push(reason),
  });
  const ask = async (target: string, password?: string, client = '192.0.2.1', method = 'GET'): Promise<HttpAnswer> => {
    const headers =
      password === undefined ? {} : { authorization: `Basic ${Buffer.from(`ops:${password}`).toString('base64')}` };
    const request = { method, target, headers, client };
    return guard(request, () => answerTo(request, resolve));
  };
  beforeEach(() => refused.splice(0));

  it('asks for a password with the header that the host library waits for, and counts it', async () => {
    const answer = await ask('/media/x/.treeinfo');
    expect(answer.status).to.equal(401);
    expect(answer.headers['WWW-Authenticate']).to.equal('Basic realm="Drydock"');
    expect(refused).to.deep.equal(['password']);
    expect((await ask('/media/x', 'wrong')).status).to.equal(401);
    expect((await ask('/media/x', 'right')).status).to.equal(200);
  });

  it('looks at no password of an address for a while after five wrong ones, and lets hosts and others in', async () => {
    const guesser = '::ffff:192.0.2.66';
    const from = async (password: string): Promise<number> => (await ask('/media/x', password, guesser)).status;
    for (let guess = 0; guess < 5; guess++) expect(await from(`guess ${guess}`)).to.equal(401);
    const answer = await ask('/media/x', 'right', guesser);
    expect([answer.status, answer.headers['Retry-After']]).to.deep.equal([429, '1']);
    expect((await ask('/i/token/.treeinfo', undefined, guesser)).status).to.equal(200);
    expect((await ask('/media/x', undefined, guesser)).status, 'to ask without one is no guess').to.equal(401);
    expect((await ask('/media/x', 'right', '192.0.2.67')).status).to.equal(200);
    now += 1000;
    expect(await from('right')).to.equal(200);
  });

  it('cannot be walked around by writing the path in another way', async () => {
    for (const target of [
      '/%6dedia/x',
      '//media//x',
      '/media/x?/i/',
      'http://host/media/x',
      '/i/../media',
      '/%69%2fmedia',
    ]) {
      const { status, body } = await ask(target);
      // Either the password is asked for, or the tree is asked for something below /i/, never for /media.
      const text = body.kind === 'text' ? body.text : '';
      expect(status === 401 || text.startsWith('i/'), `${target}: ${status} ${text}`).to.equal(true);
    }
  });

  it('leaves the addresses of hosts and the health checks alone', async () => {
    for (const target of ['/i/token/boot/xen.gz', '/healthz', '/readyz'])
      expect((await ask(target)).status).to.equal(200);
  });

  it('shows metrics to those who are named, and has no such path for all others', async () => {
    const answer = await ask('/metrics', undefined, '192.0.2.9');
    expect([answer.status, answer.headers['Content-Type']]).to.deep.equal([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(answer.body).to.deep.include({ kind: 'text' });
    expect((await ask('/metrics', 'right')).body).to.deep.equal({ kind: 'text', text: 'metrics\n' });
    expect((await ask('/metrics', undefined, '192.0.2.9', 'POST')).status).to.equal(405);
  });
});

describe('The tree of an anonymous FTP user', () => {
  const tree = protectedTree(resolve, 'plain-path');
  const kind = async (path: string[], user?: string): Promise<string> =>
    (await tree(path, { protocol: 'ftp', client: '192.0.2.1', user })).kind;

  it('has the root and the addresses of hosts, and nothing that needs a password', async () => {
    expect(await kind([])).to.equal('text');
    expect(await kind(['i', 'token'])).to.equal('text');
    expect(await tree(['media', 'x'], { protocol: 'ftp', client: '' })).to.deep.equal({
      kind: 'missing',
      observer: unobserved,
    });
    expect(await kind(['media', 'x'], 'ops')).to.equal('text');
  });
});
