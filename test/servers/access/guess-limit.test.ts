/** Guessed passwords: how long an address must wait, and what that costs us. */
import { expect } from 'chai';
import { limitedFtpLogin } from '../../../src/servers/access/ftp-entrance.js';
import { GuessLimit } from '../../../src/servers/access/guess-limit.js';
import { UserVerifier } from '../../../src/servers/access/user-verifier.js';
import { Secret } from '../../../src/shared/secret.js';

describe('The limit on guessed passwords', () => {
  it('lets a thousand guesses of one address take most of a day', () => {
    let now = 0;
    const limit = new GuessLimit(() => now);
    for (let guess = 0; guess < 1000; guess++) {
      now += limit.wait('192.0.2.1');
      expect(limit.wait('192.0.2.1')).to.equal(0);
      limit.wrong('192.0.2.1');
    }
    expect(now / 3_600_000)
      .to.be.greaterThan(16)
      .and.lessThan(17);
  });

  it('waits a second after the fifth, twice as long after each further one, and never longer than a minute', () => {
    const limit = new GuessLimit(() => 0);
    const waits = Array.from({ length: 13 }, () => {
      limit.wrong('a');
      return limit.wait('a');
    });
    expect(waits).to.deep.equal([0, 0, 0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(limit.wait('b'), 'others').to.equal(0);
  });

  it('forgives what is ten minutes old', () => {
    let now = 0;
    const limit = new GuessLimit(() => now);
    for (let guess = 0; guess < 20; guess++) limit.wrong('a');
    now = 600_001;
    limit.wrong('a');
    expect(limit.wait('a')).to.equal(0);
  });

  it('remembers a bounded number of addresses, those that guessed last', () => {
    const limit = new GuessLimit(() => 0);
    for (let guess = 0; guess < 5; guess++) limit.wrong('stays');
    for (let number = 0; number < 30_000; number++) {
      limit.wrong(`address ${number}`);
      if (number % 5000 === 0) limit.wrong('stays');
    }
    expect(limit.size).to.equal(10_000);
    expect(limit.wait('stays')).to.be.greaterThan(0);
  });

  it('holds for named users of FTP, and not for anonymous ones', () => {
    let now = 0;
    const users = new UserVerifier([{ name: 'ops', password: new Secret('right') }]);
    const parts = { policy: { scope: 'plain-path', users }, guesses: new GuessLimit(() => now) } as const;
    const enter = (user: string, password: string): string =>
      limitedFtpLogin(parts, { user, password, client: '192.0.2.1' });
    for (let guess = 0; guess < 5; guess++) expect(enter('ops', 'wrong')).to.equal('refused');
    expect(enter('ops', 'right')).to.equal('refused');
    expect(enter('anonymous', 'me@')).to.equal('anonymous');
    now += 1000;
    expect(enter('ops', 'right')).to.equal('named');
  });
});
