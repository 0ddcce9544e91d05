import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { assessmentsPage } from '../../../scripts/pages/assessments-page.js';
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
