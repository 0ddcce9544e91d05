import { expect } from 'chai';
import { seededRandom } from '../../../src/simulator/state/random.js';
import { encodeReply } from '../../../src/simulator/wire/encode.js';
import { WireDateTime, type WireValue } from '../../../src/simulator/wire/wire-value.js';
import { parseStrictly } from '../../../src/xapi/wire/decode.js';
import { readPlainReply } from '../../../src/xapi/wire/plain-reader.js';

const record: WireValue = {
  name_label: 'R&D <x> "y" \'z\'',
  name_description: 'two\nlines\tand é',
  empty: '',
  enabled: true,
  live: false,
  progress: 0.25,
  tiny: 1e-7,
  time: new WireDateTime('20240229T15:07:05Z'),
  set: ['a', '', 'b'],
  nothing: [],
  map: { 'a key': 'value', other: {} },
  counts: { vm: 12n },
};

function reply(Value: WireValue): string {
  return encodeReply({ Status: 'Success', Value });
}

describe('The quick reader of plain replies', () => {
  it('reads what the strict parser reads', () => {
    const text = reply({ 'OpaqueRef:1': record, 'OpaqueRef:2': record });
    expect(readPlainReply(text)).to.deep.equal(parseStrictly(text).value);
  });

  it('reads a refusal', () => {
    const text = encodeReply({ Status: 'Failure', ErrorDescription: ['HANDLE_INVALID', 'VM', ''] });
    expect(readPlainReply(text)).to.deep.equal(parseStrictly(text).value);
  });

  for (const [what, text] of [
    ['blanks between elements', reply('x').replace('<param>', '<param> ')],
    ['an attribute', reply('x').replace('<value>', '<value a="b">')],
    ['an element that is empty', reply('').replaceAll('<value></value>', '<value/>')],
    ['a character by its number', reply('x').replace('>x<', '>&#120;<')],
    ['an entity without its end', reply('x').replace('>x<', '>&amp<')],
    ['an entity that nobody knows', reply('x').replace('>x<', '>&constructor;<')],
    ['a bare ampersand in a name', reply({ 'R&D': 'x' })],
    ['the end of a section in text', reply('x').replace('>x<', '>]]><')],
    ['a section', reply('x').replace('>x<', '><![CDATA[x]]><')],
    ['a comment', reply('x').replace('>x<', '><!-- x --><')],
    ['a document type', reply('x').replace('?>', '?><!DOCTYPE x>')],
    ['a return', reply('a\r\nb')],
    ['a character beyond the first plane', reply('\u{1F600}')],
    ['a control character', reply('x').replace('>x<', '>\u0001<')],
    ['the name of the prototype', reply({ ['__proto__']: 'x' })],
    ['a number that is none', reply(1).replace('>1<', '>one<')],
    ['text after the end', `${reply('x')} `],
    ['half of a document', reply(record).slice(0, 200)],
    ['a fault', '<?xml version="1.0"?><methodResponse><fault><value>x</value></fault></methodResponse>'],
    ['a depth that nobody needs', reply([[[[[[[[[[[[[['x']]]]]]]]]]]]]])],
  ] as const) {
    it(`leaves ${what} to the strict parser`, () => {
      expect(readPlainReply(text)).to.equal(undefined);
    });
  }

  it('never reads another thing than the strict parser, whatever was done to a document', () => {
    const random = seededRandom(11);
    const pieces = [
      '<',
      '>',
      '/',
      '&',
      ';',
      '<value>',
      '</value>',
      '<i4>',
      '1',
      '',
      ' ',
      '<member>',
      '<name>',
      ']]>',
      '"',
    ];
    const whole = reply(record);
    let read = 0;
    for (let round = 0; round < 3000; round++) {
      const at = random.between(0, whole.length);
      const cut = random.between(0, 6);
      const piece = pieces[random.between(0, pieces.length - 1)] ?? '';
      const text = whole.slice(0, at) + piece + whole.slice(at + cut);
      const value = readPlainReply(text);
      if (value === undefined) continue;
      read++;
      expect(value, text).to.deep.equal(parseStrictly(text).value);
    }
    expect(read).to.be.greaterThan(100);
  });
});
