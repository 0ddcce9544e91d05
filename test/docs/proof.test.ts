/** docs/proof.md lists what there is: every fuzz target, every blow, every seed that found something. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { targets } from '../fuzz/targets.js';
import { blows } from '../support/chaos/blows.js';

const page = readFileSync('docs/proof.md', 'utf8');

function rowsUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
}

describe('the page about what is proven', () => {
  it('has every fuzz target, and no other', () => {
    expect(rowsUnder('Fuzz')).to.deep.equal(targets.map(({ name }) => name));
  });

  it('has every blow, and no other', () => {
    expect(rowsUnder('Chaos')).to.have.members(blows.map(({ name }) => name));
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(Object.keys(scripts)).to.include.members(named);
  });
});
