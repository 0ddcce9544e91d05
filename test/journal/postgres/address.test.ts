import { expect } from 'chai';
import {
  describeAddress,
  isLocal,
  parsePostgresAddress,
  postgresAddressProblem,
} from '../../../src/journal/postgres/address.js';

describe('The address of a journal on PostgreSQL', () => {
  for (const [text, expected] of [
    ['postgres://dd@db.example.net/journal', { host: 'db.example.net', port: 5432, user: 'dd', database: 'journal' }],
    ['postgresql://dd@192.0.2.7:6432/j', { host: '192.0.2.7', port: 6432, user: 'dd', database: 'j' }],
    ['postgres://dd@[2001:db8::1]:5433/j', { host: '2001:db8::1', port: 5433, user: 'dd', database: 'j' }],
    ['postgres://dd@/j?host=/run/postgresql', { host: '/run/postgresql', port: 5432, user: 'dd', database: 'j' }],
    ['postgres://a%40b@h/j%2Fk', { host: 'h', port: 5432, user: 'a@b', database: 'j/k' }],
  ] as const) {
    it(`is read: ${text}`, () => {
      expect(parsePostgresAddress(text)).to.deep.equal(expected);
    });
  }

  for (const [text, problem] of [
    ['postgres://dd:hunter2@h/j', /password/],
    ['postgres://h/j', /user/],
    ['postgres://dd@h/', /database/],
    ['postgres://dd@h', /form/],
    ['postgres://dd@/j', /host/],
    ['postgres://dd@/j?host=run', /whole path/],
    ['postgres://dd@h:70000/j', /port/],
    ['postgres://dd@h/j?sslmode=disable', /sslmode/],
    ['mysql://dd@h/j', /form/],
  ] as const) {
    it(`is refused with the reason: ${text.replace('hunter2', '…')}`, () => {
      expect(postgresAddressProblem(text)).to.match(problem);
      expect(() => parsePostgresAddress(text))
        .to.throw()
        .with.property('code', 'CONFIG_INVALID');
    });
  }

  it('is shown as it was given, and never with a password', () => {
    for (const text of [
      'postgres://dd@db.example.net:5432/journal',
      'postgres://dd@/j?host=/run/postgresql',
      'postgres://dd@[2001:db8::1]:5433/j',
    ]) {
      expect(describeAddress(parsePostgresAddress(text))).to.equal(text);
    }
    expect(() => parsePostgresAddress('postgres://dd:hunter2@h/j'))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('hunter2');
  });

  it('is known to be on this machine, where TLS protects from nobody', () => {
    const local = [
      'postgres://u@127.0.0.1/d',
      'postgres://u@localhost/d',
      'postgres://u@[::1]/d',
      'postgres://u@/d?host=/run',
    ];
    expect(local.map((text) => isLocal(parsePostgresAddress(text)))).to.deep.equal([true, true, true, true]);
    expect(isLocal(parsePostgresAddress('postgres://u@127.0.0.1.example.net/d'))).to.equal(false);
  });
});
