/** The control API against those who should not come in: other sites, other names, stolen cookies, too small roles, guessers. */
import { connect } from 'node:net';
import { expect } from 'chai';
import { csrfHeader } from '../../../src/contract/api/session.js';
import { isAllowed, roles } from '../../../src/contract/api/roles.js';
import type { RouteSpec } from '../../../src/contract/api/route.js';
import { apiRoutes, type RouteName } from '../../../src/contract/api/routes/index.js';
import type { ApiHandlers } from '../../../src/contract/api/handlers.js';
import { changeAccess } from '../../../src/daemon/access/access-file.js';
import { changePerson, removePerson } from '../../../src/daemon/access/people.js';
import { revokeToken } from '../../../src/daemon/access/tokens.js';
import { ApiBench, goodPassword, signedIn } from '../../support/api-bench.js';

/** Handlers for all routes, that would do whatever is asked. */
function willing(done: string[]): Partial<ApiHandlers> {
  const names = Object.keys(apiRoutes) as RouteName[];
  const own: readonly RouteName[] = ['readSession', 'signIn', 'signOut', 'makeLink', 'events'];
  const entries = names
    .filter((name) => !own.includes(name))
    .map((name) => [name, () => Promise.resolve(void done.push(name))] as const);
  return Object.fromEntries(entries);
}

describe('control API on the network', () => {
  let bench: ApiBench;
  const done: string[] = [];

  beforeEach(async () => {
    done.length = 0;
    bench = await new ApiBench(willing(done)).open();
    await bench.addPerson('anna', 'operator');
  });

  afterEach(() => bench.close());

  const pause = { method: 'POST', body: { command: 'pause' } };

  it('tells a stranger who he is not, and nothing else', async () => {
    const session = await bench.ask('/v1/session');

    expect(session.json()).to.include({ signedIn: false, user: null, csrf: null });
    for (const [name, { method, path, role }] of Object.entries<RouteSpec>(apiRoutes)) {
      if (role === 'anyone') continue;
      const answer = await bench.ask(path.replace(/:[a-z]+/, 'x'), { method });
      expect(answer.status, name).to.equal(401);
    }
    expect(done).to.deep.equal([]);
  });

  it('lets a token do what its role may, and nothing above, on every route', async () => {
    for (const held of roles) {
      const token = await bench.addToken(held, held);
      for (const [name, { method, path, role }] of Object.entries<RouteSpec>(apiRoutes)) {
        if (role === 'anyone' || name === 'events') continue;
        const headers = { authorization: `Bearer ${token}` };
        const { status, code } = await bench.ask(path.replace(/:[a-z]+/, 'x'), { method, headers });
        if (isAllowed(held, role)) expect(status, `${held} ${name}`).to.not.equal(403);
        else expect([status, code], `${held} ${name}`).to.deep.equal([403, 'ROLE_INSUFFICIENT']);
      }
    }
  });

  it('refuses a token that was revoked, has run out, or was never given', async () => {
    const token = await bench.addToken('ci', 'viewer', bench.clock.now() + 1000);
    const ask = (text: string): Promise<{ status: number }> =>
      bench.ask('/v1/runs', { headers: { authorization: `Bearer ${text}` } });

    expect((await ask(token)).status).to.equal(200);
    await bench.clock.advance(1001);
    expect((await ask(token)).status).to.equal(401);
    const other = await bench.addToken('cd', 'viewer');
    expect((await ask(other)).status).to.equal(200);
    await changeAccess(bench.accessFile, (access) => revokeToken(access, 'cd'));
    expect((await ask(other)).status).to.equal(401);
    expect((await ask('drydock_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).to.equal(401);
  });

  it('never says a token or password in the file of those who may come in', async () => {
    const token = await bench.addToken('ci', 'viewer');
    const text = JSON.stringify(await bench.access.now());

    expect(text).to.not.include(token).and.not.include(goodPassword);
  });

  it('asks a cookie for the header that only its own page can know', async () => {
    const page = await bench.signIn('anna');

    const without = await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: { cookie: page.cookie } });
    const wrong = await bench.ask('/v1/runs/run-1/commands', {
      ...pause,
      headers: { ...page, [csrfHeader]: 'x'.repeat(43) },
    });
    expect([without.code, wrong.code]).to.deep.equal(['REQUEST_FOREIGN', 'REQUEST_FOREIGN']);
    expect(done).to.deep.equal([]);
    expect((await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: page })).status).to.equal(200);
    expect(done).to.deep.equal(['commandRun']);
  });

  it('has another such header for each session', async () => {
    const [one, other] = [await bench.signIn('anna'), await bench.signIn('anna')];

    const mixed = { cookie: one.cookie, [csrfHeader]: other[csrfHeader] };
    expect((await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: mixed })).code).to.equal('REQUEST_FOREIGN');
  });

  it('refuses what another site sends, signed in or not, with a cookie or to get one', async () => {
    const page = await bench.signIn('anna');
    const host = `127.0.0.1:${bench.port}`;
    for (const foreign of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${bench.port + 1}` },
      { origin: `http://${host}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const answer = await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: { ...page, ...foreign } });
      expect(answer.code, JSON.stringify(foreign)).to.equal('REQUEST_FOREIGN');
      const reading = await bench.ask('/v1/runs', { headers: { ...page, ...foreign } });
      expect(reading.code, JSON.stringify(foreign)).to.equal('REQUEST_FOREIGN');
      const body = { name: 'anna', password: goodPassword };
      const signIn = await bench.ask('/v1/session', { method: 'POST', body, headers: foreign });
      expect(signIn.code, JSON.stringify(foreign)).to.equal('REQUEST_FOREIGN');
    }
    const own = { ...page, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect((await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: own })).status).to.equal(200);
  });

  it('takes no body that a form of another site could send', async () => {
    const page = await bench.signIn('anna');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const headers = { ...page, 'content-type': type };
      const answer = await bench.ask('/v1/runs/run-1/commands', {
        method: 'POST',
        raw: '{"command":"pause"}',
        headers,
      });
      expect(answer.status, type).to.equal(400);
    }
  });

  it('refuses a name that is not its own, which is what DNS rebinding looks like', async () => {
    const token = await bench.addToken('ci', 'administrator');
    const headers = { authorization: `Bearer ${token}` };
    for (const host of [
      'evil.example',
      'evil.example:8743',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      'drydock.example.evil',
    ]) {
      for (const path of ['/v1/session', '/v1/runs', '/', '/v1/nothing']) {
        const answer = await bench.ask(path, { headers: { ...headers, host } });
        expect(answer.status, `${host}${path}`).to.be.oneOf(path === '/v1/nothing' ? [404] : [400, 421]);
      }
    }
    for (const host of [
      'localhost:9000',
      '127.0.0.1',
      '[::1]:8743',
      '192.0.2.1:8743',
      'DryDock.Example:8743',
      'drydock.example.',
    ])
      expect((await bench.ask('/v1/runs', { headers: { ...headers, host } })).status, host).to.equal(200);
  });

  it('knows a cookie no more after its session was signed out', async () => {
    const page = await bench.signIn('anna');
    const out = await bench.ask('/v1/session', { method: 'DELETE', headers: page });

    expect(out.json()).to.include({ signedIn: false });
    expect(out.headers['set-cookie']?.[0]).to.include('Max-Age=0');
    expect((await bench.ask('/v1/runs', { headers: page })).status).to.equal(401);
  });

  it('signs nobody out whom another site wants out', async () => {
    const page = await bench.signIn('anna');
    await bench.ask('/v1/session', { method: 'DELETE', headers: { cookie: page.cookie } });

    expect((await bench.ask('/v1/runs', { headers: page })).status).to.equal(200);
  });

  it('ends the sessions of a person whose role or password is changed, or who is removed', async () => {
    const before = await bench.signIn('anna');
    await changeAccess(bench.accessFile, (access) => changePerson(access, 'anna', { role: 'viewer' }, 1));
    expect((await bench.ask('/v1/runs', { headers: before })).status).to.equal(401);
    const between = await bench.signIn('anna');
    await changeAccess(bench.accessFile, (access) => removePerson(access, 'anna'));
    expect((await bench.ask('/v1/runs', { headers: between })).status).to.equal(401);
  });

  it('sets a cookie that no script reads and no other site sends', async () => {
    const answer = await bench.ask('/v1/session', { method: 'POST', body: { name: 'anna', password: goodPassword } });

    expect(answer.headers['set-cookie']?.[0]).to.match(
      /^drydock-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it('takes a link once, and not when it is old', async () => {
    const { secret } = bench.links.make({ name: 'root@jump', role: 'administrator' });
    const use = (link: string) => bench.ask('/v1/session', { method: 'POST', body: { link } });

    expect(signedIn(await use(secret))).to.have.property('cookie');
    expect((await use(secret)).code).to.equal('SIGN_IN_REFUSED');
    const old = bench.links.make({ name: 'root@jump', role: 'administrator' });
    await bench.clock.advance(5 * 60_000);
    expect((await use(old.secret)).code).to.equal('SIGN_IN_REFUSED');
  });

  it('makes a guesser wait longer and longer, and says for how long', async () => {
    const guess = () => bench.ask('/v1/session', { method: 'POST', body: { name: 'anna', password: 'wrong' } });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) statuses.push((await guess()).status);

    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429, 429]);
    const held = await guess();
    expect(held.code).to.equal('SIGN_IN_DELAYED');
    expect(Number(held.headers['retry-after'])).to.be.greaterThan(0);
    await bench.clock.advance(1000);
    expect((await guess()).status).to.equal(401);
    await bench.clock.advance(1000);
    expect((await guess()).status).to.equal(429);
  });

  it('never holds up whoever owns the socket', async () => {
    for (let attempt = 0; attempt < 8; attempt += 1)
      await bench.ask('/v1/session', { method: 'POST', body: { name: 'anna', password: 'wrong' } });
    const { secret } = bench.links.make({ name: 'root@jump', role: 'administrator' });

    expect((await bench.ask('/v1/session', { method: 'POST', body: { link: secret } })).status).to.equal(200);
  });

  it('says the same to an unknown name as to a wrong password', async () => {
    const one = await bench.ask('/v1/session', { method: 'POST', body: { name: 'anna', password: 'wrong' } });
    const other = await bench.ask('/v1/session', { method: 'POST', body: { name: 'nobody', password: 'wrong' } });

    expect(other.text).to.equal(one.text);
  });

  it('writes down who did what and who was refused, and never a secret', async () => {
    const page = await bench.signIn('anna');
    await bench.ask('/v1/runs/run-1/commands', { ...pause, headers: page });
    await bench.ask('/v1/session', { method: 'POST', body: { name: 'my-password-1', password: 'a secret word' } });
    await bench.ask('/v1/audit', { headers: page });

    expect(bench.audit.map(({ who, action, outcome }) => `${who} ${action} ${outcome}`)).to.deep.equal([
      'anna session.sign-in done',
      'anna run.command done',
      'nobody session.sign-in refused',
      'anna GET /v1/audit refused',
    ]);
    const text = JSON.stringify(bench.audit);
    for (const secret of [
      goodPassword,
      'a secret word',
      'my-password-1',
      page.cookie.split('=')[1] ?? '',
      page[csrfHeader],
    ])
      expect(text).to.not.include(secret);
  });

  it('takes the name of the session, whatever a body says', async () => {
    let by = '';
    await bench.close();
    bench = await new ApiBench({
      commandRun: ({ id }, context) => {
        by = context.by;
        return bench.controller.run(id);
      },
    }).open();
    await bench.addPerson('anna', 'operator');
    const page = await bench.signIn('anna');
    await bench.ask('/v1/runs/run-1/commands', {
      method: 'POST',
      body: { command: 'pause', by: 'somebody else' },
      headers: page,
    });

    expect(by).to.equal('anna');
    expect(bench.audit.at(-1)?.who).to.equal('anna');
  });

  it('refuses a body that is too large before it has come, and closes the connection', async () => {
    const page = await bench.signIn('anna');
    const headers = { ...page, 'content-type': 'application/json', 'content-length': String(10_000_000) };
    const answer = await partOf(`POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines(headers)}\r\n{`);

    expect(answer)
      .to.match(/^HTTP\/1\.1 413 /)
      .and.to.match(/connection: close/i);
  });

  it('refuses a body without a length that goes on and on', async () => {
    const page = await bench.signIn('anna');
    const head = `POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines({ ...page, 'content-type': 'application/json', 'transfer-encoding': 'chunked' })}\r\n`;
    const chunk = `40000\r\n${'x'.repeat(0x40000)}\r\n`;

    expect(await partOf(head + chunk + chunk)).to.match(/^HTTP\/1\.1 413 /);
  });

  it('answers what it does not know with 404, and what is no path with 400, never with a stack', async () => {
    const page = await bench.signIn('anna');
    for (const [path, status] of [
      ['/v1/nothing', 404],
      ['/v1/runs/%E0%A4%A', 400],
      ['/v2/runs', 404],
      ['/V1/runs', 404],
    ] as const) {
      const answer = await bench.ask(path, { headers: page });
      expect(answer.status, path).to.equal(status);
      expect(answer.text).to.not.include('    at ').and.not.include('node_modules');
    }
    expect((await bench.ask('/v1/runs', { method: 'PATCH', headers: page })).status).to.equal(404);
  });

  it('has the headers that keep a page to itself on every answer', async () => {
    for (const path of ['/', '/v1/session', '/v1/nothing', '/v1/runs']) {
      const { headers } = await bench.ask(path);
      expect(headers['content-security-policy'], path).to.include("default-src 'none'").and.not.include('unsafe');
      expect(headers['content-security-policy']).to.include("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['referrer-policy']).to.equal('no-referrer');
      expect(headers).to.not.have.property('x-powered-by');
      expect(headers).to.not.have.property('access-control-allow-origin');
    }
  });

  it('sends the compressed text that the build has made to browsers that take it, and to no other', async () => {
    bench.writeAssets({
      'app-12345678.js': 'plain',
      'app-12345678.js.gz': 'compressed',
      'style-12345678.css': 'plain',
    });
    const gzip = { headers: { 'accept-encoding': 'br, gzip' } };
    const asset = await bench.ask('/app-12345678.js', gzip);

    expect(asset.text).to.equal('compressed');
    expect(asset.headers).to.deep.include({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(asset.headers['content-type']).to.include('text/javascript');
    expect(asset.headers['cache-control']).to.include('immutable');
    for (const path of ['/app-12345678.js', '/style-12345678.css']) {
      const answer = await bench.ask(path, path.endsWith('js') ? {} : gzip);
      expect(answer.text, path).to.equal('plain');
      expect(answer.headers, path).to.not.have.property('content-encoding');
    }
  });

  it('serves the built page and its assets, and no file beside them', async () => {
    bench.writeAssets({ 'index.html': '<!doctype html>', 'app-12345678.js': '1', '.secret': 'no' });

    expect((await bench.ask('/')).text).to.equal('<!doctype html>');
    const asset = await bench.ask('/app-12345678.js');
    expect(asset.headers['cache-control']).to.include('immutable');
    expect(asset.headers['content-type']).to.include('text/javascript');
    for (const path of [
      '/../access.json',
      '/..%2faccess.json',
      '/%2e%2e/access.json',
      '/%2e%2e%2faccess.json',
      '/..%5caccess.json',
      '/....//access.json',
      '/%00access.json',
      '/.secret',
      '//etc/passwd',
      '/./../access.json',
    ]) {
      const answer = await bench.ask(path);
      expect(answer.status, path).to.be.oneOf([400, 403, 404]);
      expect(answer.text).to.not.include('people');
    }
  });

  it('says what is missing where no page was built', async () => {
    expect((await bench.ask('/')).text).to.include('npm run build');
  });

  function lines(headers: Readonly<Record<string, string>>): string {
    return Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
  }

  /** What is answered to these bytes, though no more of them come. */
  function partOf(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(bench.port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }
});
