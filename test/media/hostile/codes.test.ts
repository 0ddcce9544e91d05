import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { mediaErrorCodes } from '../../../src/shared/errors/codes/media.js';
import { bombs } from './bombs.js';
import { codesElsewhere } from './codes-elsewhere.js';
import { hostileCases } from './corpus.js';

describe('Errors of media', () => {
  const raised = new Set<string>([...hostileCases, ...bombs].map(({ outcome }) => outcome));

  it('are each raised by a hostile source, or by a test that the table names', () => {
    const named = new Set<string>(codesElsewhere.map(({ code }) => code));
    const never = Object.keys(mediaErrorCodes).filter((code) => !raised.has(code) && !named.has(code));

    expect(never, 'add a case to test/media/hostile, or a row to codes-elsewhere.ts').to.deep.equal([]);
  });

  it('are of this list, where a hostile source raises them', () => {
    const known = [...Object.keys(mediaErrorCodes), 'accepted'];
    expect([...raised].filter((code) => !known.includes(code))).to.deep.equal([]);
  });

  it('have cases that can be told apart', () => {
    const names = [...hostileCases, ...bombs].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });

  for (const { code, file, test } of codesElsewhere) {
    it(`have a test for ${code} where the table says so`, () => {
      const text = readFileSync(file, 'utf8');
      const at = text.indexOf(`it('${test}'`);
      expect(at, `${file}: ${test}`).to.be.greaterThan(-1);
      const end = /\n {2,6}it\(/.exec(text.slice(at + 4));
      expect(text.slice(at, end === null ? undefined : at + 4 + end.index)).to.include(code);
    });
  }
});
