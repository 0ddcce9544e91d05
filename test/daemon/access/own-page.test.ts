/** Whose page a request comes from, by the headers that a browser lets no page set. */
import { expect } from 'chai';
import { requireOwnHost, requireOwnOrigin } from '../../../src/daemon/access/own-page.js';

const passes = (work: () => void): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

describe('own page', () => {
  const plain = { names: ['drydock.example'], tls: false };
  const host = (name: string): boolean => passes(() => requireOwnHost({ host: name }, plain));
  const origin = (value: string, tls = false): boolean =>
    passes(() => requireOwnOrigin({ host: 'drydock.example:8743', origin: value }, { ...plain, tls }));

  it('is asked for by an address, by localhost, or by a name of the configuration', () => {
    for (const own of ['127.0.0.1:1', '10.0.0.1', '[fe80::1]:8743', 'LOCALHOST', 'drydock.example:8743'])
      expect(host(own), own).to.equal(true);
    for (const other of [
      '',
      'evil.example',
      'drydock.example@evil.example',
      '127.0.0.1 evil',
      '0x7f.1',
      '127.1',
      'localhost:99999999',
    ])
      expect(host(other), other).to.equal(false);
    expect(passes(() => requireOwnHost({}, plain))).to.equal(false);
  });

  it('has the origin that it was asked for by; behind a proxy that does TLS with another scheme', () => {
    expect(origin('http://drydock.example:8743')).to.equal(true);
    expect(origin('https://drydock.example:8743')).to.equal(true);
    expect(origin('http://drydock.example:8743', true)).to.equal(false);
    expect(origin('http://drydock.example')).to.equal(false);
    expect(origin('null')).to.equal(false);
  });
});
