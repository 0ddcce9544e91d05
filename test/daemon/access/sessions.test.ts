/** Sessions: how long they hold, what ends them, and that they outlive the process. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Access } from '../../../src/daemon/access/access-file.js';
import { cookieFor, cookieOf, isOverTls } from '../../../src/daemon/access/session-cookie.js';
import { csrfOf, isCsrf, Sessions } from '../../../src/daemon/access/sessions.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

const hour = 3_600_000;
const password = { algorithm: 'scrypt', n: 2, r: 1, p: 1, salt: 'c2FsdHNhbHQ=', hash: 'aGFzaGhhc2g=' } as const;
const times = { createdAt: 0, createdBy: 'test', changedAt: 0 };
const access: Access = {
  format: 1,
  people: [{ name: 'anna', role: 'operator', password, revision: 'r1', ...times }],
  tokens: [],
};

describe('sessions', () => {
  let folder: string;
  let clock: VirtualClock;
  let sessions: Sessions;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-sessions-'));
    clock = new VirtualClock();
    sessions = open();
  });

  afterEach(async () => {
    await sessions.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (): Sessions =>
    new Sessions({ file: join(folder, 'sessions.json'), idle: hour, longest: 12 * hour, clock, log: silentLogger });
  const anna = { name: 'anna', role: 'operator', revision: 'r1' } as const;

  it('hold while they are used, and end after an hour without a request', async () => {
    const secret = await sessions.begin(anna);
    await clock.advance(hour - 1);
    expect(sessions.use(secret, access)?.name).to.equal('anna');
    await clock.advance(hour - 1);
    expect(sessions.use(secret, access)?.name).to.equal('anna');
    await clock.advance(hour);
    expect(sessions.use(secret, access)).to.equal(undefined);
  });

  it('end after half a day, however often they are used', async () => {
    const secret = await sessions.begin(anna);
    for (let halves = 0; halves < 23; halves += 1) {
      await clock.advance(hour / 2);
      expect(sessions.use(secret, access), String(halves)).to.not.equal(undefined);
    }
    await clock.advance(hour / 2);
    expect(sessions.use(secret, access)).to.equal(undefined);
  });

  it('end when the clock is set back behind their beginning', async () => {
    const secret = await sessions.begin(anna);
    const earlier = new VirtualClock(clock.now() - 10 * hour);
    await sessions.close();
    const after = new Sessions({
      ...{ file: join(folder, 'sessions.json'), idle: hour, longest: 12 * hour },
      ...{ clock: earlier, log: silentLogger },
    });
    expect(after.use(secret, access)).to.equal(undefined);
    await after.close();
  });

  it('outlive the process, and are kept so that their file lets nobody in', async () => {
    const secret = await sessions.begin(anna);
    await sessions.close();

    expect(open().use(secret, access)?.name).to.equal('anna');
    const file = join(folder, 'sessions.json');
    expect(readFileSync(file, 'utf8')).to.not.include(secret);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('are over for good when one is ended, whatever is killed then', async () => {
    const secret = await sessions.begin(anna);
    const id = sessions.use(secret, access)?.id ?? '';
    await sessions.end(id);

    expect(open().use(secret, access)).to.equal(undefined);
  });

  it('cost people a sign-in, and nothing else, when their file is damaged', async () => {
    writeFileSync(join(folder, 'sessions.json'), '{"format":1,"sess');
    const damaged = open();

    expect(damaged.use('x'.repeat(43), access)).to.equal(undefined);
    expect(damaged.use(await damaged.begin(anna), access)?.name).to.equal('anna');
    await damaged.close();
  });

  it('end with the person, and with his role and password of then', async () => {
    const secret = await sessions.begin(anna);
    const [person] = access.people;
    if (person === undefined) throw new Error('there is nobody');
    const changed = { ...access, people: [{ ...person, revision: 'r2' }] };

    expect(sessions.use(secret, changed)).to.equal(undefined);
    const again = await sessions.begin(anna);
    expect(sessions.use(again, { ...access, people: [] })).to.equal(undefined);
  });

  it('of a link need no person of the file', async () => {
    const secret = await sessions.begin({ name: 'root@jump', role: 'administrator', revision: null });

    expect(sessions.use(secret, { ...access, people: [] })?.role).to.equal('administrator');
  });

  it('are bounded for each person, and the oldest makes room', async () => {
    const first = await sessions.begin(anna);
    for (let count = 0; count < 20; count += 1) {
      await clock.advance(1);
      await sessions.begin(anna);
    }
    expect(sessions.use(first, access)).to.equal(undefined);
    expect(
      (JSON.parse(readFileSync(join(folder, 'sessions.json'), 'utf8')) as { sessions: unknown[] }).sessions,
    ).to.have.length(20);
  });

  it('have a value of their own that a page must show', () => {
    expect(isCsrf('one', csrfOf('one'))).to.equal(true);
    expect(isCsrf('one', csrfOf('other'))).to.equal(false);
    expect(isCsrf('one', '')).to.equal(false);
  });
});

describe('session cookie', () => {
  const secret = 'a'.repeat(43);

  it('over TLS is one that no other server of the domain can plant', () => {
    expect(cookieFor(secret, true)).to.equal(`__Host-drydock=${secret}; Path=/; HttpOnly; SameSite=Strict; Secure`);
    expect(cookieOf({ cookie: `drydock-session=${secret}` }, true)).to.equal(undefined);
  });

  it('behind a proxy that does TLS is the same one, and counts before any other', () => {
    const planted = 'b'.repeat(43);
    expect(isOverTls({ origin: 'https://drydock.example' }, false)).to.equal(true);
    expect(isOverTls({ origin: 'http://127.0.0.1:8743' }, false)).to.equal(false);
    expect(isOverTls({}, false)).to.equal(false);
    expect(isOverTls({}, true)).to.equal(true);
    expect(cookieOf({ cookie: `__Host-drydock=${secret}` }, false)).to.equal(secret);
    expect(cookieOf({ cookie: `drydock-session=${planted}; __Host-drydock=${secret}` }, false)).to.equal(secret);
  });

  it('is found among others, and not believed where it stands twice or has another form', () => {
    expect(cookieOf({ cookie: `a=b; drydock-session=${secret}; c=d` }, false)).to.equal(secret);
    expect(cookieOf({ cookie: `drydock-session=${secret}; drydock-session=${'b'.repeat(43)}` }, false)).to.equal(
      undefined,
    );
    expect(cookieOf({ cookie: 'drydock-session=../../etc' }, false)).to.equal(undefined);
    expect(cookieOf({}, false)).to.equal(undefined);
  });
});
