import { expect } from 'chai';
import { parseTreeinfo as installersReading } from '../../src/installer/parsers/treeinfo.js';
import { parseTreeinfo, treeinfoLimit } from '../../src/media/formats/treeinfo.js';
import { parseRequestHead } from '../../src/servers/http/request-head.js';
import { optionLine } from '../../src/shared/option-line.js';
import { trimmed, withoutTrailing } from '../../src/shared/trim.js';

/**
 * Each of these texts took seconds when one regular expression read it. A machine under load is slow as well, so only what
 * cannot be load is a failure: the whole of a test's time.
 */
describe('Texts that were made to hold up the process', () => {
  const blanks = ' '.repeat(treeinfoLimit - 100);

  it('in a .treeinfo are refused, or read, in linear time by the import and by the model of the installer', () => {
    const bytes = Buffer.from(`[general]\nname${blanks}x\n`);
    expect(() => parseTreeinfo(bytes)).to.throw(/key = value/);
    expect(() => installersReading(bytes.toString(), { refusesDuplicates: true })).to.throw();
    expect(optionLine(`a=b${blanks}x`)?.value).to.have.length(blanks.length + 2);
  });

  it('in a field of an HTTP request are refused in linear time', () => {
    const limits = { headSize: 16_384, headerCount: 64 };
    for (let round = 0; round < 20; round += 1) {
      const head = Buffer.from(`GET / HTTP/1.1\r\nHost: x\r\nA:${' '.repeat(15_000)}\x01${round}\r\n\r\n`, 'latin1');
      expect(JSON.stringify(parseRequestHead(head, limits))).to.include('400');
    }
  });

  it('of a character at an end are trimmed in linear time', () => {
    const slashes = '/'.repeat(500_000);
    expect(withoutTrailing(`${slashes}x`, '/')).to.have.length(500_001);
    expect(withoutTrailing(`x${slashes}`, '/')).to.equal('x');
    expect(trimmed(`${slashes}x${slashes}`, '/')).to.equal('x');
    expect(trimmed(slashes, '/')).to.equal('');
  });
});

describe('A line of an INI file', () => {
  for (const [line, key, value] of [
    ['name = XCP-ng', 'name', 'XCP-ng'],
    ['name=a=b:c ', 'name', 'a=b:c '],
    ['two words : x', 'two words', 'x'],
    ['empty=', 'empty', ''],
    [' = x', ' ', 'x'],
  ] as const) {
    it(`is read: ${JSON.stringify(line)}`, () => {
      expect(optionLine(line)).to.deep.equal({ key, value });
    });
  }

  for (const line of ['', 'no separator', '=x', ':x', 'a=b\rc', 'a=b\u2028c']) {
    it(`is none: ${JSON.stringify(line)}`, () => {
      expect(optionLine(line)).to.equal(undefined);
    });
  }
});
