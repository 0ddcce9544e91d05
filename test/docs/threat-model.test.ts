import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const page = readFileSync('docs/threat-model.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| who |'));
const named = [...page.matchAll(/`(test\/[\w./-]+\.test\.ts): ([^`]+)`/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

describe('The threat model', () => {
  it('has a row for each kind of attack, each with a test', () => {
    expect(rows.length).to.be.greaterThan(15);
    for (const row of rows) expect(row).to.match(/`test\/[\w./-]+\.test\.ts: /);
  });

  for (const [file, title] of named) {
    it(`names a test that there is: ${file}: ${title}`, () => {
      expect(existsSync(file), file).to.equal(true);
      // As it stands in the source, where quotes of either kind may enclose it.
      expect(readFileSync(file, 'utf8').includes(`'${title}'`), title).to.equal(true);
    });
  }
});
