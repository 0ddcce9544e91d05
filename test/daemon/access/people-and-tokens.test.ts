/** Passwords, people and tokens: how they are kept, named, found and ended. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { changeAccess, nobody, readAccess } from '../../../src/daemon/access/access-file.js';
import { knownAccess } from '../../../src/daemon/access/known-access.js';
import { hashPassword, isPassword, usualCost, wasteTime } from '../../../src/daemon/access/password-hash.js';
import { requireGoodPassword } from '../../../src/daemon/access/password-rule.js';
import { addPerson, changePerson, findPerson, removePerson } from '../../../src/daemon/access/people.js';
import { addToken, revokeToken, tokenOf } from '../../../src/daemon/access/tokens.js';
import { SignIn } from '../../../src/daemon/access/sign-in.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { cheap } from '../../support/api-bench.js';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof DrydockError ? error.code : String(error);
  }
  return 'none';
}

const password = await hashPassword(new Secret('correct horse battery'), cheap);
const anna = { name: 'anna', role: 'operator', password, by: 'test', at: 1 } as const;

describe('passwords', () => {
  it('are kept with a salt of their own, and known again in either form of their letters', async () => {
    const one = await hashPassword(new Secret('Grüße aus Köln'), cheap);
    const other = await hashPassword(new Secret('Grüße aus Köln'), cheap);

    expect(one.hash).to.not.equal(other.hash);
    expect(await isPassword(new Secret('Gru\u0308ße aus Ko\u0308ln'), one)).to.equal(true);
    expect(await isPassword(new Secret('Grüße aus Bonn'), one)).to.equal(false);
  });

  it('cost as much as is recommended', () => {
    expect(usualCost).to.deep.equal({ n: 32_768, r: 8, p: 3 });
  });

  it('of nobody are as much work, and never right', async () => {
    expect(await wasteTime(new Secret('x'), cheap)).to.equal(false);
  });

  it('must be long and not those that are tried first', () => {
    const weak = [
      'short',
      'aaaaaaaaaaaaaaaa',
      'passwordpassword',
      'Password123!!!',
      'qwerty123456789',
      'anna-anna-anna',
      'x'.repeat(2000),
    ];
    for (const text of weak)
      expect(
        codeOf(() => requireGoodPassword('anna', new Secret(text))),
        text,
      ).to.equal('PASSWORD_TOO_WEAK');
    for (const text of ['correct horse battery', 'fünf Enten schwimmen', '8472930584710'])
      expect(
        codeOf(() => requireGoodPassword('anna', new Secret(text))),
        text,
      ).to.equal('none');
  });
});

describe('people', () => {
  it('have names that differ in more than their case', () => {
    const access = addPerson(nobody, anna);

    expect(codeOf(() => addPerson(access, { ...anna, name: 'ANNA' }))).to.equal('ACCESS_NAME_TAKEN');
    expect(findPerson(access, 'Anna')?.name).to.equal('anna');
    for (const name of ['', ' anna', 'an\nna', '../x', 'a'.repeat(65), '\u001b[31m'])
      expect(
        codeOf(() => addPerson(access, { ...anna, name })),
        JSON.stringify(name),
      ).to.equal('ACCESS_NAME_INVALID');
  });

  it('are another revision with each change, so that their sessions end', () => {
    const access = addPerson(nobody, anna);
    const changed = changePerson(access, 'anna', { role: 'viewer' }, 2);

    expect(findPerson(changed, 'anna')).to.include({ role: 'viewer', changedAt: 2 });
    expect(findPerson(changed, 'anna')?.revision).to.not.equal(findPerson(access, 'anna')?.revision);
    expect(removePerson(changed, 'anna').people).to.deep.equal([]);
    expect(codeOf(() => removePerson(access, 'ana'))).to.equal('ACCESS_UNKNOWN');
  });
});

describe('tokens', () => {
  const ci = { name: 'ci', role: 'viewer', expiresAt: 100, by: 'test', at: 1 } as const;

  it('are shown once, kept as a hash, and recognised by their beginning', () => {
    const { access, secret } = addToken(nobody, ci);
    const text = secret.reveal();

    expect(text).to.match(/^drydock_[\w-]{43}$/);
    expect(JSON.stringify(access)).to.not.include(text);
    expect(access.tokens[0]?.prefix).to.equal(text.slice(0, 14));
    expect(String(secret)).to.equal('[secret]');
    expect(tokenOf(access, text, 99)?.name).to.equal('ci');
  });

  it('end by themselves, or when they are revoked', () => {
    const { access, secret } = addToken(nobody, ci);

    expect(tokenOf(access, secret.reveal(), 100)).to.equal(undefined);
    expect(tokenOf(revokeToken(access, 'CI'), secret.reveal(), 1)).to.equal(undefined);
    expect(codeOf(() => revokeToken(access, 'cd'))).to.equal('ACCESS_UNKNOWN');
    expect(codeOf(() => addToken(access, ci))).to.equal('ACCESS_NAME_TAKEN');
  });
});

describe('the file of those who may come in', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-access-'));
    file = join(folder, 'access.json');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is for its owner alone, and known anew when it is another', async () => {
    const known = knownAccess(file);
    expect(await known.now()).to.deep.equal(nobody);
    await changeAccess(file, (access) => addPerson(access, anna));

    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect((await known.now()).people.map(({ name }) => name)).to.deep.equal(['anna']);
    expect(await known.now()).to.equal(await known.now());
  });

  it('lets nobody in when it is damaged, and stays as it is when a change is refused', async () => {
    await changeAccess(file, (access) => addPerson(access, anna));
    const before = readFileSync(file, 'utf8');
    const refused: unknown = await changeAccess(file, (access) => addPerson(access, anna)).catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(DrydockError);
    expect(readFileSync(file, 'utf8')).to.equal(before);

    writeFileSync(file, '{"format":1,"people":[{"name":"x"}]}');
    const error: unknown = await readAccess(file).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'STATE_CORRUPT' });
  });

  it('does not count who finds the queue full as one who guessed', async () => {
    await changeAccess(file, (access) => addPerson(access, anna));
    const signIn = new SignIn(knownAccess(file), new VirtualClock(), cheap);
    const right = new Secret('correct horse battery');
    const crowd = Array.from({ length: 10 }, (_, index) =>
      signIn.withPassword({ name: `name-${index}`, address: `192.0.2.${index}` }, right).catch(() => undefined),
    );
    const late = { name: 'anna', address: '198.51.100.7' };
    for (let count = 0; count < 20; count += 1) await signIn.withPassword(late, right).catch(() => undefined);
    await Promise.all(crowd);

    expect((await signIn.withPassword(late, right)).name).to.equal('anna');
  });

  it('is asked for no more passwords at once than this machine can bear', async () => {
    await changeAccess(file, (access) => addPerson(access, anna));
    const signIn = new SignIn(knownAccess(file), new VirtualClock(), cheap);
    const attempts = Array.from({ length: 30 }, (_, index) =>
      signIn.withPassword({ name: 'anna', address: `192.0.2.${index}` }, new Secret('correct horse battery')).then(
        () => 'in',
        (error: unknown) => (error as DrydockError).code,
      ),
    );
    const ends = await Promise.all(attempts);

    expect(ends.filter((end) => end === 'in').length).to.be.within(1, 10);
    expect(ends.filter((end) => end !== 'in').every((end) => end === 'SIGN_IN_DELAYED')).to.equal(true);
  });
});
