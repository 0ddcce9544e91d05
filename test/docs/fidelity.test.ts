/** docs/simulator-fidelity.md cannot promise what no test holds: each rule has a source, and a test that exists. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { fidelitySections, namedTests, problemWith } from '../support/fidelity-page.js';

const sections = fidelitySections(readFileSync('docs/simulator-fidelity.md', 'utf8'));

const ofRules = [
  'Wire',
  'Data model',
  'Hosts, pool and evacuation',
  'Installation and the host-upgrade plugin',
  'Faults',
  'Time and determinism',
  'Twins of real pools',
  'Independent clients',
];
const ofBullets = ['Estimates', 'Not modelled'];

describe('The page on the fidelity of the simulator', () => {
  it('has a section for each area, and no other', () => {
    expect(sections.map(({ title }) => title)).to.deep.equal([...ofRules, ...ofBullets]);
  });

  for (const title of ofRules) {
    it(`has rules in the section "${title}", each with what, source and test`, () => {
      const rows = sections.find((section) => section.title === title)?.rows ?? [];

      expect(rows, 'rows').to.not.have.lengthOf(0);
      const incomplete = rows.filter(({ cells }) => cells.length !== 3 || cells.some((cell) => cell === ''));
      expect(incomplete.map(({ line }) => `line ${line}`)).to.deep.equal([]);
    });
  }

  for (const title of ofBullets) {
    it(`is honest in the section "${title}"`, () => {
      expect(sections.find((section) => section.title === title)?.bullets).to.be.greaterThan(0);
    });
  }

  it('names only tests that exist, file and title, and at least one in each row', () => {
    const problems = sections.flatMap(({ rows }) =>
      rows.flatMap(({ cells, line }) => {
        const tests = namedTests(cells[2] ?? '');
        const found = tests.map(problemWith).filter((problem) => problem !== undefined);
        return (tests.length === 0 ? ['names no test'] : found).map((problem) => `line ${line}: ${problem}`);
      }),
    );

    expect(problems).to.deep.equal([]);
  });
});

describe('The reader of that page', () => {
  const own = 'test/docs/fidelity.test.ts';

  it('finds files with and without their folders, and several of them in a cell', () => {
    expect(namedTests('`a/b.test.ts: one thing; another`, c.test.ts')).to.deep.equal([
      { file: 'a/b.test.ts', titles: ['one thing; another'] },
      { file: 'c.test.ts', titles: [] },
    ]);
    expect(problemWith({ file: 'fidelity.test.ts', titles: [] })).to.equal(undefined);
  });

  it('notices a file and a title that do not exist', () => {
    expect(problemWith({ file: 'no-such.test.ts', titles: [] })).to.match(/does not exist/);
    expect(problemWith({ file: own, titles: ['has a section for each area, and no other ones'] })).to.match(/no test/);
  });

  it('takes groups, titles with a value in them, and several titles of one file', () => {
    const titles = [
      'The reader of that page',
      'is honest in the section "Estimates"',
      'The reader of that page; has a section for each area, and no other',
    ];
    for (const title of titles) expect(problemWith({ file: own, titles: [title] }), title).to.equal(undefined);
  });
});
