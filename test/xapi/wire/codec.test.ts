import { expect } from 'chai';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { decodeReply, decodeValue } from '../../../src/xapi/wire/decode.js';
import { encodeCall, encodeValue } from '../../../src/xapi/wire/encode.js';
import type { WireValue } from '../../../src/xapi/wire/wire-value.js';
import { decodeCall, encodeReply } from '../../support/xapi-codec.js';

function invalid(act: () => unknown): DrydockError {
  try {
    act();
  } catch (error) {
    if (error instanceof DrydockError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** A reply around one value text. */
function reply(value: string): string {
  return (
    '<?xml version="1.0"?><methodResponse><params><param><value><struct>' +
    '<member><name>Status</name><value>Success</value></member>' +
    `<member><name>Value</name>${value}</member>` +
    '</struct></value></param></params></methodResponse>'
  );
}

describe('The XML-RPC codec', () => {
  describe('decodes what xapi sends (xapi.md 3.1)', () => {
    const table: [string, string, WireValue][] = [
      ['text without a tag', '<value>abc</value>', 'abc'],
      ['text with a tag', '<value><string>abc</string></value>', 'abc'],
      ['a void result', '<value></value>', ''],
      ['a void result in short form', '<value/>', ''],
      ['an empty string with a tag', '<value><string/></value>', ''],
      ['an integer without a tag, digit by digit', '<value>-9223372036854775808</value>', '-9223372036854775808'],
      ['an integer with a tag', '<value><i4>42</i4></value>', '42'],
      ['a 64-bit integer with a tag', '<value><i8>9007199254740993</i8></value>', '9007199254740993'],
      ['true', '<value><boolean>1</boolean></value>', true],
      ['false', '<value><boolean>0</boolean></value>', false],
      ['a float', '<value><double>0.1500000000000000</double></value>', 0.15],
      ['a time', '<value><dateTime.iso8601>20240229T15:07:05Z</dateTime.iso8601></value>', '20240229T15:07:05Z'],
      ['null', '<value><nil/></value>', null],
      ['an empty set', '<value><array><data/></array></value>', []],
      ['a set', '<value><array><data><value>a</value><value>b</value></data></array></value>', ['a', 'b']],
      ['an empty map', '<value><struct></struct></value>', {}],
      ['escaped text', '<value>R&amp;D &lt;x&gt; &quot;y&quot;</value>', 'R&D <x> "y"'],
      ['blanks around text, kept', '<value> a b </value>', ' a b '],
      ['blanks between elements, dropped', '<value>\n <array>\n <data> </data> </array> </value>', []],
      ['a CDATA section', '<value><![CDATA[a<b]]></value>', 'a<b'],
    ];
    for (const [what, text, value] of table) it(what, () => expect(decodeValue(text)).to.deep.equal(value));

    it('keeps a key named __proto__ as a plain member', () => {
      const value = decodeValue(
        '<value><struct><member><name>__proto__</name><value>x</value></member></struct></value>',
      );
      expect(Object.entries(value ?? {})).to.deep.equal([['__proto__', 'x']]);
      expect(({} as Record<string, unknown>)['x']).to.equal(undefined);
    });
  });

  describe('reads the envelope', () => {
    it('of a success', () => {
      expect(decodeReply(reply('<value>x</value>'))).to.deep.equal({ status: 'success', value: 'x' });
    });

    it('of a failure, the code before its parameters', () => {
      const text = encodeReply({ status: 'failure', code: 'HOST_IS_SLAVE', params: ['192.0.2.1'] });
      expect(decodeReply(text)).to.deep.equal({ status: 'failure', code: 'HOST_IS_SLAVE', params: ['192.0.2.1'] });
    });

    const refused: [string, string][] = [
      ['a fault', '<methodResponse><fault><value>no</value></fault></methodResponse>'],
      [
        'an answer without a status',
        '<methodResponse><params><param><value>x</value></param></params></methodResponse>',
      ],
      ['a failure without a code', encodeReply({ status: 'success', value: '' }).replace('Success', 'Failure')],
      ['a web page', '<html><body>500 Internal Server Error</body></html>'],
      ['nothing', ''],
    ];
    for (const [what, text] of refused) {
      it(`and refuses ${what}`, () => expect(invalid(() => decodeReply(text)).code).to.equal('XAPI_REPLY_INVALID'));
    }
  });

  describe('refuses hostile or broken documents', () => {
    const table: [string, string][] = [
      ['a document type', '<!DOCTYPE value [<!ENTITY a "b">]><value>&a;</value>'],
      ['an external entity', '<!DOCTYPE value SYSTEM "file:///etc/passwd"><value>x</value>'],
      ['an entity of its own', '<value>&nbsp;</value>'],
      ['a processing instruction', '<?php x?><value>x</value>'],
      ['a document that is cut off', '<value><array><data><value>a</value>'],
      ['a second value', '<value>a</value><value>b</value>'],
      ['two types in one value', '<value><string>a</string><string>b</string></value>'],
      ['text beside a type', '<value>a<string>b</string></value>'],
      ['an unknown type', '<value><base64>eA==</base64></value>'],
      ['a boolean of words', '<value><boolean>true</boolean></value>'],
      ['an integer of words', '<value><int>ten</int></value>'],
      ['a float of words', '<value><double>warm</double></value>'],
      ['a member without a name', '<value><struct><member><value>x</value></member></struct></value>'],
      ['a member without a value', '<value><struct><member><name>x</name></member></struct></value>'],
      ['text between members', '<value><struct>x</struct></value>'],
      ['5000 arrays inside each other', '<value><array><data>'.repeat(5000)],
    ];
    for (const [what, text] of table) {
      it(what, () => expect(invalid(() => decodeValue(text)).code).to.equal('XAPI_REPLY_INVALID'));
    }
  });

  describe('repairs member names, which xapi does not escape', () => {
    const struct = (name: string): string =>
      `<value><struct><member><name>${name}</name><value>x &amp; y</value></member></struct></value>`;
    const names: [string, string][] = [
      ['R&D', 'R&D'],
      ['a<b', 'a<b'],
      ['a&b;c', 'a&b;c'],
      ['&amp;', '&'],
      ['<!-- x', '<!-- x'],
    ];
    for (const [wire, key] of names) {
      it(`as in ${wire}`, () =>
        expect(decodeReply(reply(struct(wire)))).to.deep.equal({ status: 'success', value: { [key]: 'x & y' } }));
    }

    it('but no text beside them', () => {
      expect(invalid(() => decodeValue('<value>R&D</value>')).code).to.equal('XAPI_REPLY_INVALID');
    });
  });

  describe('encodes what xapi accepts', () => {
    const table: [string, WireValue, string][] = [
      ['text', 'a<b>&c', '<value><string>a&lt;b&gt;&amp;c</string></value>'],
      ['booleans with their tag', true, '<value><boolean>1</boolean></value>'],
      ['floats with their tag', 30, '<value><double>30</double></value>'],
      ['null', null, '<value><nil/></value>'],
      ['sets', ['a'], '<value><array><data><value><string>a</string></value></data></array></value>'],
      [
        'maps',
        { 'a&b': 'c' },
        '<value><struct><member><name>a&amp;b</name><value><string>c</string></value></member></struct></value>',
      ],
      ['text without control characters', 'a\u0001b\tc', '<value><string>ab\tc</string></value>'],
    ];
    for (const [what, value, text] of table) it(what, () => expect(encodeValue(value)).to.equal(text));

    it('so that a call reads back the same', () => {
      const params = ['OpaqueRef:1', 'x & "y" <z>\r\n', true, ['a', 'b'], { k: 'v' }];
      expect(decodeCall(encodeCall('host.call_plugin', params))).to.deep.equal({ method: 'host.call_plugin', params });
    });
  });
});
