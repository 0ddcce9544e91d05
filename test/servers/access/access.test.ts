/** Who may come and who may read: addresses, users, and what a password is asked for. */
import { expect } from 'chai';
import { ftpLogin } from '../../../src/servers/access/ftp-entrance.js';
import { needsPassword, type AccessPolicy } from '../../../src/servers/access/access-policy.js';
import { allowedAddresses, parseNetwork } from '../../../src/servers/access/address-list.js';
import { basicCredentials } from '../../../src/servers/access/basic-credentials.js';
import { UserVerifier } from '../../../src/servers/access/user-verifier.js';
import { Secret } from '../../../src/shared/secret.js';

const users = new UserVerifier([
  { name: 'ops', password: new Secret('p@ss:wörd') },
  { name: 'lab', password: new Secret('other') },
]);

describe('Addresses that may connect', () => {
  const cases: [string[], string, boolean][] = [
    [[], '203.0.113.9', true],
    [['192.0.2.0/24'], '192.0.2.255', true],
    [['192.0.2.0/24'], '192.0.3.0', false],
    [['192.0.2.0/25'], '192.0.2.128', false],
    [['192.0.2.7'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [['0.0.0.0/0'], '255.255.255.255', true],
    [['128.0.0.0/1'], '127.255.255.255', true],
    [['128.0.0.0/1'], '126.255.255.255', false],
    [['10.0.0.0/8', '192.0.2.0/24'], '192.0.2.1', true],
    [['192.0.2.0/24'], '::ffff:192.0.2.1', true],
    [['192.0.2.0/24'], '127.0.0.1', true],
    [['192.0.2.0/24'], '2001:db8::1', false],
    [['192.0.2.0/24'], '', false],
  ];
  for (const [networks, address, allowed] of cases) {
    it(`${allowed ? 'let' : 'keep'} ${address === '' ? 'an unknown one' : address} ${allowed ? 'in' : 'out'} where ${networks.join(', ') || 'nothing'} is listed`, () => {
      expect(allowedAddresses(networks)(address)).to.equal(allowed);
    });
  }

  it('are networks without bits beyond their length, and nothing else', () => {
    for (const text of [
      '192.0.2.1/24',
      '256.0.0.1',
      '1.2.3',
      '1.2.3.4/33',
      '1.2.3.4/',
      ' 1.2.3.4',
      '::1/128',
      'host',
      '01.2.3.4.5',
    ]) {
      expect(parseNetwork(text), text).to.equal(undefined);
    }
  });
});

describe('Users', () => {
  it('are known by name and password together', () => {
    expect(users.verify('ops', 'p@ss:wörd')).to.equal(true);
    for (const [name, password] of [
      ['ops', 'other'],
      ['lab', ''],
      ['root', 'other'],
      ['', ''],
      ['OPS', 'p@ss:wörd'],
    ] as const) {
      expect(users.verify(name, password), name).to.equal(false);
    }
  });

  it('are nobody where none is named', () => {
    expect(new UserVerifier([]).verify('', '')).to.equal(false);
  });

  const encode = (text: string, encoding: BufferEncoding = 'utf8'): string =>
    Buffer.from(text, encoding).toString('base64');
  const headers: [string, string | undefined, { name: string; password: string } | undefined][] = [
    ['of curl', `Basic ${encode('ops:secret')}`, { name: 'ops', password: 'secret' }],
    ['with a colon in the password', `basic ${encode('ops:a:b')}`, { name: 'ops', password: 'a:b' }],
    ['in UTF-8', `Basic ${encode('ops:wörd')}`, { name: 'ops', password: 'wörd' }],
    ['in ISO 8859-1, as python 2 sends it', `Basic ${encode('ops:wörd', 'latin1')}`, { name: 'ops', password: 'wörd' }],
    ['without a password', `Basic ${encode('ops:')}`, { name: 'ops', password: '' }],
    ['without a colon', `Basic ${encode('ops')}`, undefined],
    ['of another scheme', 'Bearer abc', undefined],
    ['that is no base64', 'Basic a b', undefined],
    ['that is missing', undefined, undefined],
  ];
  for (const [title, header, expected] of headers) {
    it(`are read from an Authorization header ${title}`, () => {
      expect(basicCredentials(header)).to.deep.equal(expected);
    });
  }

  it('need a password for what the configuration says, and hosts keep their own addresses under plain-path', () => {
    const paths = [[], ['media', 'x'], ['i', 'token', 'boot'], ['healthz'], ['readyz'], ['healthz', 'x'], ['metrics']];
    const asked = (scope: AccessPolicy['scope']): boolean[] => paths.map((path) => needsPassword(scope, path));
    expect(asked('nothing')).to.deep.equal([false, false, false, false, false, false, false]);
    expect(asked('plain-path')).to.deep.equal([true, true, false, false, false, true, true]);
    expect(asked('everything')).to.deep.equal([true, true, true, false, false, true, true]);
  });

  it('log in to FTP by the same names; anonymous ones unless everything needs a password', () => {
    const login = (scope: AccessPolicy['scope'], name: string, password: string): string =>
      ftpLogin({ scope, users }, name, password);
    expect(login('nothing', 'Anonymous', 'a@b')).to.equal('anonymous');
    expect(login('plain-path', 'ftp', '')).to.equal('anonymous');
    expect(login('everything', 'anonymous', 'a@b')).to.equal('refused');
    expect(login('nothing', 'lab', 'other')).to.equal('named');
    expect(login('everything', 'lab', 'other')).to.equal('named');
    expect(login('everything', 'lab', 'wrong')).to.equal('refused');
  });
});
