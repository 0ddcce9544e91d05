/** The page of the journal: every note that the controller can write stands on it, and none that nobody writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rolloutNotes } from '../../src/controller/rollout/rollout-notes.js';
import { noteKinds } from '../../src/controller/run/note-kinds.js';
import { phases } from '../../src/controller/assessments/finding.js';
import { entrySchema } from '../../src/journal/entry-schema.js';
import { restoredNote } from '../../src/journal/restored-note.js';

/** Everything but the two tables, in which each name stands of course. */
function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/(note-kinds|rollout-notes)\.ts$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('the page of the journal', () => {
  const page = readFileSync('docs/journal.md', 'utf8');

  it('has every kind of entry that is read back, with all of its fields', () => {
    for (const { shape } of entrySchema.options) {
      const name = [...shape.type.values].join();
      const [, section = ''] = new RegExp(`\\n### ${name}\\n([^#]*)`).exec(page) ?? [];
      const fields = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field);
      expect(fields, name).to.have.members(Object.keys(shape).filter((field) => field !== 'type'));
    }
  });

  it('has no note that nobody writes', () => {
    const text = sources('src/controller');
    const byPhase = new Set<string>(phases.map((phase) => `probed-${phase}`));
    const names = [...Object.keys(noteKinds), ...Object.keys(rolloutNotes)].filter(
      (name) => !byPhase.has(name) && name !== restoredNote,
    );
    expect(names.filter((name) => !text.includes(`'${name}'`))).to.deep.equal([]);
    expect(text).to.include('`probed-${phase}`');
  });

  it('says of each note what it holds', () => {
    for (const [name, { when, about }] of Object.entries({ ...noteKinds, ...rolloutNotes })) {
      expect(page, name).to.include(`| \`${name}\` | ${about} |`);
      expect(when, name).to.match(/\.$/);
    }
  });
});
