/** What the fuzz targets have found, again; and that each of them draws inputs, and sees a defect. */
import { expect } from 'chai';
import { corpusFolders, corpusOf } from './corpus.js';
import { findingText, fuzz } from './fuzz.js';
import { problemOf } from './put-input.js';
import { parserTarget } from './target.js';
import { targets } from './targets.js';

describe('The fuzz targets', function () {
  this.timeout(30_000);

  for (const target of targets) {
    it(`${target.name}: what broke it once breaks it no more, and a few drawn inputs do not either`, async () => {
      const open = await target.open();
      try {
        for (const { name, bytes } of corpusOf(target.name))
          expect(await problemOf(open, bytes), name).to.equal(undefined);
      } finally {
        await open.close();
      }
      const { findings, executions } = await fuzz(target, { seed: 1, fewest: 3, milliseconds: 0 });

      expect(findings.map(findingText)).to.deep.equal([]);
      expect(executions).to.equal(3);
    });
  }

  it('have no folder in the corpus that belongs to none', () => {
    expect(targets.map(({ name }) => name)).to.include.members(corpusFolders());
  });

  it('find a planted defect, tell its seed, and find it again by that seed', async () => {
    const planted = parserTarget(
      'planted',
      (draws) => Buffer.from(draws.text(['a', 'b', 'c'])),
      (input) => {
        if (input.toString() === 'c') throw new TypeError('planted');
      },
    );
    const { findings } = await fuzz(planted, { seed: 1, fewest: 100, milliseconds: 0 });
    const [finding] = findings;

    expect(findings).to.have.lengthOf(1);
    expect(findingText(finding!)).to.match(
      /planted: TypeError: planted\n {2}again: npm run fuzz -- planted --seed \d+ --count 1/,
    );
    const again = await fuzz(planted, { seed: finding!.seed, fewest: 1, milliseconds: 0 });
    expect(again.findings.map(({ input }) => input.toString())).to.deep.equal(['c']);
  });
});
