/** docs/proof.md lists what there is: every fuzz target, every blow, every seed that found something. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { targets } from '../fuzz/targets.js';
import { blows } from '../support/chaos/blows.js';

const page = readFileSync('docs/proof.md', 'utf8');

function sectionOf(heading: string): string {
  return page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
}

/** As they stand in the source: their suites are not to be run for this. */
function defectsIn(file: string, where: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/defect:\s*'([^'\n]+)',\s*invariant: '(\d+)'/g)].map(
    ([, defect = '', invariant = '']) => `${invariant} | ${where} | ${defect}`,
  );
}

function rowsUnder(heading: string): string[] {
  return [...sectionOf(heading).matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
}

describe('the page about what is proven', () => {
  it('has every fuzz target, and no other', () => {
    expect(rowsUnder('Fuzz')).to.deep.equal(targets.map(({ name }) => name));
  });

  it('has every blow, and no other', () => {
    expect(rowsUnder('Chaos')).to.have.members(blows.map(({ name }) => name));
  });

  it('has every planted defect with the invariant under which it is found, and no other', () => {
    const planted = [
      ...defectsIn('test/simulations/faults/planted-defects.test.ts', 'controller'),
      ...defectsIn('test/scenarios/invariants.test.ts', 'evidence'),
    ];
    const section = sectionOf('Planted defects');
    const rows = [...section.matchAll(/^\| (\d+) +\| (\w+) +\| (.*?) +\|$/gm)].map((match) =>
      match.slice(1).join(' | '),
    );
    expect(planted.length).to.be.greaterThan(20);
    expect(rows).to.have.members(planted);
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(Object.keys(scripts)).to.include.members(named);
  });
});
