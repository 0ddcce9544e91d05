import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { assessmentsPage } from '../../../scripts/pages/assessments-page.js';
import { xenCenterRows } from '../../../scripts/pages/xencenter-rows.js';
import { assessments } from '../../../src/controller/assessments/registry.js';

describe('docs/assessments.md', () => {
  const page = readFileSync(new URL('../../../docs/assessments.md', import.meta.url), 'utf8');

  it('is what the code says (npm run docs)', () => {
    expect(page).to.equal(assessmentsPage());
  });

  it('has a section for each assessment, and for no other', () => {
    const sections = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1]);
    expect(sections).to.deep.equal(assessments.map((assessment) => assessment.id));
  });
});

describe('XenCenter’s checks', () => {
  /** The rows of xencenter-rpu.md 2.1, written off by hand. */
  const reference = '1 2a 2b 3 4 5 6 7 8 9 10 11 12 13 14a 14b 15a 15b 15c 15d 15e 15f 15g 16 17 18 19 20a 20b'.split(
    ' ',
  );

  it('are all here, each row of the reference once and in its order', () => {
    const rows = xenCenterRows.flatMap(([theirs]) => theirs.match(/\b\d+[a-g]?\b(?=[, ])/g) ?? []);
    expect(rows.filter((row) => reference.includes(row))).to.deep.equal(reference);
  });

  it('are assessments that exist, and the assessment names the row as its source', () => {
    for (const [theirs, ours] of xenCenterRows) {
      const named =
        ours === '–' ? [] : ours.split(', ').map((id) => [id, assessments.find((one) => one.id === id)] as const);
      for (const [id, assessment] of named) expect(assessment, `${id} (${theirs})`).not.to.equal(undefined);
      const row = /^\d+[a-g]?/.exec(theirs)?.[0];
      if (row === undefined || named.length === 0) continue;
      const sources = named.map(([, assessment]) => assessment?.source ?? '').join('; ');
      expect(sources, theirs).to.match(/xencenter-rpu\.md 2\.[12]/);
    }
  });
});
