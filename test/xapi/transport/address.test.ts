import { expect } from 'chai';
import { canonicalAddress, parseAddress } from '../../../src/xapi/transport/address.js';

describe('The address of a host', () => {
  const table: [string, string, number][] = [
    ['192.0.2.1', '192.0.2.1', 443],
    ['192.0.2.1:8443', '192.0.2.1', 8443],
    [' xs-1.Example.com ', 'xs-1.example.com', 443],
    ['xs_1:444', 'xs_1', 444],
    ['2001:DB8::1', '2001:db8::1', 443],
    ['[2001:db8::1]', '2001:db8::1', 443],
    ['[2001:db8::1]:8443', '2001:db8::1', 8443],
  ];
  for (const [text, host, port] of table) {
    it(`${text} is ${host} port ${port}`, () => expect(parseAddress(text)).to.deep.equal({ host, port }));
  }

  for (const text of [
    '',
    '300.1.2.3',
    '1.2.3',
    'https://xs-1',
    'root@xs-1',
    'xs-1:0',
    'xs-1:70000',
    '[xs-1]',
    'a b',
    '::1]:443',
    'x/y',
  ]) {
    it(`${JSON.stringify(text)} is refused`, () => expect(() => parseAddress(text)).to.throw('XAPI_ADDRESS_INVALID'));
  }

  it('is compared whatever its brackets, case and default port', () => {
    expect(canonicalAddress('2001:DB8::1')).to.equal(canonicalAddress('[2001:db8::1]:443'));
    expect(canonicalAddress('XS-1')).to.equal('xs-1');
    expect(canonicalAddress('xs-1:444')).not.to.equal(canonicalAddress('xs-1'));
  });
});
