import { expect } from 'chai';
import { decodeMethodCall, decodeValueText } from '../../src/simulator/wire/decode.js';
import { encodeReply, encodeValue } from '../../src/simulator/wire/encode.js';
import { toPlain, WireDateTime } from '../../src/simulator/wire/wire-value.js';
import { MalformedXml } from '../../src/simulator/wire/xml-tree.js';

describe("The simulator's own XML-RPC (xapi.md 3.1)", () => {
  it('writes text and ints without a tag, void as an empty value', () => {
    expect(encodeValue('12')).to.equal('<value>12</value>');
    expect(encodeValue('')).to.equal('<value></value>');
    expect(encodeValue(true)).to.equal('<value><boolean>1</boolean></value>');
    expect(encodeValue(0.5)).to.equal('<value><double>0.5</double></value>');
    expect(encodeValue(7n)).to.equal('<value><i4>7</i4></value>');
    expect(encodeValue(null)).to.equal('<value><nil/></value>');
  });

  it('writes dates without dashes, in UTC', () => {
    expect(encodeValue(WireDateTime.at(Date.UTC(2024, 1, 29, 15, 7, 5)))).to.equal(
      '<value><dateTime.iso8601>20240229T15:07:05Z</dateTime.iso8601></value>',
    );
  });

  it('escapes text, drops control characters, and leaves member names as they are', () => {
    expect(encodeValue('a<b>&"\u0001')).to.equal('<value>a&lt;b&gt;&amp;&quot;</value>');
    expect(encodeValue({ 'R&D': '' })).to.equal(
      '<value><struct><member><name>R&D</name><value></value></member></struct></value>',
    );
  });

  it('puts failures into a successful envelope', () => {
    expect(encodeReply({ Status: 'Failure', ErrorDescription: ['HOST_NOT_DISABLED'] })).to.contain(
      '<member><name>ErrorDescription</name><value><array><data><value>HOST_NOT_DISABLED</value></data></array></value></member>',
    );
  });

  it('reads what clients send: bare text, strings, every int tag, CDATA, character references', () => {
    expect(decodeValueText('<value>a&#x41;<![CDATA[<]]></value>')).to.equal('aA<');
    expect(decodeValueText('<value><string> x </string></value>')).to.equal(' x ');
    for (const tag of ['int', 'i4', 'i8']) expect(decodeValueText(`<value><${tag}>-7</${tag}></value>`)).to.equal(-7n);
    const { method, params } = decodeMethodCall(
      '<?xml version="1.0"?>\n<methodCall>\n<methodName>a.b</methodName>\n<params>\n<param><value><array><data><value><boolean>1</boolean></value><value><nil/></value></data></array></value></param>\n</params></methodCall>\n',
    );
    expect({ method, params }).to.deep.equal({ method: 'a.b', params: [[true, null]] });
  });

  const malformed = [
    '',
    '<methodCall>',
    '<value></value>',
    '<methodCall><methodName>a</methodName></methodCall><more/>',
    '<methodCall></wrong>',
    '<methodCall><methodName>a</methodName><params><param><value><int>x</int></value></param></params></methodCall>',
    '<methodCall><methodName>a & b</methodName></methodCall>',
    '<!DOCTYPE x [<!ENTITY a "b">]><methodCall><methodName>a</methodName></methodCall>',
    '<a>'.repeat(500),
  ];
  for (const body of malformed) {
    it(`refuses ${JSON.stringify(body.slice(0, 60))}`, () => {
      expect(() => decodeMethodCall(body)).to.throw(MalformedXml);
    });
  }

  it('gives in-process clients plain values', () => {
    const value = { at: new WireDateTime('20240229T15:07:05Z'), list: [1n, 'a'], none: null };
    expect(toPlain(value)).to.deep.equal({ at: '20240229T15:07:05Z', list: ['1', 'a'], none: null });
  });
});
