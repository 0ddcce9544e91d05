import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { seededRandom } from '../support/media-durable-model.js';
import {
  controllerNotices,
  copyJournal,
  flipBit,
  placeInDatabase,
  placeInLog,
  rowTexts,
  sqliteNotices,
  writtenJournal,
  type Notice,
} from '../support/journal-damage.js';

const records = 120;
const perPlace = 40;

type Counts = Record<Notice, number>;

/** By place: what SQLite alone notices, and what the controller does. */
class Tally {
  readonly sqlite = new Map<string, Counts>();
  readonly controller = new Map<string, Counts>();

  count(kind: 'sqlite' | 'controller', place: string, notice: Notice): void {
    const counts = this[kind].get(place) ?? { refused: 0, 'nothing is lost': 0, 'LOST IN SILENCE': 0 };
    counts[notice] += 1;
    this[kind].set(place, counts);
  }

  /** For the page on durability, and for whoever looks at the log of a run. */
  lines(): readonly string[] {
    return [...this.sqlite].map(([place, counts]) => {
      const ours = this.controller.get(place);
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return `${place}: ${total} flips; SQLite alone: ${counts['LOST IN SILENCE']} lost in silence, ${counts.refused} refused; with the chain and the witness: ${ours?.['LOST IN SILENCE'] ?? 0} and ${ours?.refused ?? 0}`;
    });
  }
}

describe('One flipped bit of a journal', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'drydock-bits-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [what, checkpointed, suffix] of [
    ['the database', true, ''],
    ['the write-ahead log', false, '-wal'],
  ] as const) {
    it(`in ${what}, wherever it is: the controller refuses the journal, or reads every record as it was written`, async () => {
      const path = await writtenJournal(join(folder, `made${suffix}`), records, checkpointed);
      const bytes = readFileSync(`${path}${suffix}`);
      const place = (offset: number): string =>
        suffix === '' ? placeInDatabase(bytes, offset) : placeInLog(offset, 4096);
      const copy = (): string => copyJournal(path, join(folder, 'copy'));
      const expected = rowTexts(copy());
      const tally = new Tally();
      for (const [offset, bit] of drawn(bytes.length, place)) {
        const forSqlite = copy();
        flipBit(`${forSqlite}${suffix}`, offset, bit);
        tally.count('sqlite', place(offset), sqliteNotices(forSqlite, expected));
        const forController = copy();
        flipBit(`${forController}${suffix}`, offset, bit);
        const notice = await controllerNotices(forController, records);
        tally.count('controller', place(offset), notice);
        expect(notice, `byte ${offset}, bit ${bit}: ${place(offset)}`).to.not.equal('LOST IN SILENCE');
      }
      for (const line of tally.lines()) console.log(`      ${line}`);
      const silent = [...tally.sqlite.values()].reduce((sum, counts) => sum + counts['LOST IN SILENCE'], 0);
      expect(silent, 'what SQLite alone lets through').to.be.greaterThan(0);
    });
  }
});

/** As many of each place, from one seed: most bytes of a file lie in few kinds of places. */
function drawn(length: number, place: (offset: number) => string): readonly (readonly [number, number])[] {
  const random = seededRandom(8);
  const byPlace = new Map<string, number[]>();
  for (let offset = 0; offset < length; offset += 1) {
    const offsets = byPlace.get(place(offset));
    if (offsets === undefined) byPlace.set(place(offset), [offset]);
    else offsets.push(offset);
  }
  return [...byPlace.values()].flatMap((offsets) =>
    Array.from({ length: Math.min(perPlace, offsets.length) }, () => {
      const offset = offsets[Math.floor(random() * offsets.length)] ?? 0;
      return [offset, Math.floor(random() * 8)] as const;
    }),
  );
}
