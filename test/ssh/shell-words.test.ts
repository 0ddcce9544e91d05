import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { shellLine } from '../../src/ssh/shell-words.js';

describe('A command for a login shell', () => {
  it('arrives word by word as it was, whatever stands in it', () => {
    const words = [
      'a b',
      '',
      "it's",
      '"',
      '$HOME',
      '`id`',
      '$(id)',
      '*',
      ';',
      '&&',
      '\\',
      '\n',
      '-n',
      '~',
      '#',
      '%{NAME}\\t',
      'é',
    ];
    const printed = execFileSync('sh', ['-c', shellLine(['printf', '%s\\0', ...words])], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).to.deep.equal(words);
  });

  it('is refused with a NUL byte, and without words', () => {
    expect(() => shellLine(['cat', 'a\0b'])).to.throw('INTERNAL_FAULT');
    expect(() => shellLine([])).to.throw('INTERNAL_FAULT');
  });
});
