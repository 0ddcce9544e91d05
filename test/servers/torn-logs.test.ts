/** Grants and activity over a loss of bytes at the end of their logs: all that was whole, and nothing else. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { encodeLine } from '../../src/servers/storage/file-log.js';
import { knownFrom, knownFromFiles, storyAfterEachWrite, type Write } from '../support/servers-log-story.js';

/** At its beginning, in its checksum, in the middle, and before its end; the log itself is cut at every byte in file-log.test.ts. */
function placesIn(length: number): readonly number[] {
  const places = [0, 1, 8, 9, Math.floor(length / 2), length - 2, length - 1];
  return [...new Set(places)].filter((place) => place >= 0 && place < length);
}

describe('Grants and activity whose log ends anywhere', function () {
  this.timeout(60_000);
  let folder: string;
  let writes: readonly Write[];
  let last: Write;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-torn-'));
    writes = await storyAfterEachWrite();
    last = writes.at(-1)!;
  });
  after(() => rm(folder, { recursive: true }));

  const text = (records: readonly unknown[]): Buffer => Buffer.concat(records.map(encodeLine));

  /** Cuts one log in every line, with the other one whole, and expects what the whole records before the cut say. */
  async function cutEverywhere(log: Write['log']): Promise<number> {
    const records: readonly unknown[] = last[log];
    const other = log === 'grants' ? 'activity' : 'grants';
    const lines = records.map(encodeLine);
    let offset = 0;
    let cuts = 0;
    for (let whole = 0; whole <= lines.length; whole++) {
      const kept = { grants: last.grants, activity: last.activity, [log]: records.slice(0, whole) };
      const expected = await knownFrom(kept.grants, kept.activity);
      const line = lines[whole] ?? Buffer.alloc(1);
      for (const byte of placesIn(line.length)) {
        await writeFile(join(folder, `${other}.log`), text(last[other]));
        await writeFile(join(folder, `${log}.log`), text(records).subarray(0, offset + byte));
        expect(await knownFromFiles(folder), `${log} cut at byte ${offset + byte}`).to.deep.equal(expected);
        cuts += 1;
      }
      offset += line.length;
    }
    return cuts;
  }

  it('have states and fences as the last whole record of the grants says', async () => {
    expect(await cutEverywhere('grants')).to.be.greaterThan(5 * last.grants.length);
  });

  it('have numbers and counts as the last whole record of the activity says', async () => {
    expect(await cutEverywhere('activity')).to.be.greaterThan(5 * last.activity.length);
  });

  it('let no controller with an older epoch in, whichever record was the last', async () => {
    let highest = 0;
    for (const { grants, activity } of writes) {
      const { fences } = (await knownFrom(grants, activity)) as { fences: number[] };
      expect(fences[0]).to.be.at.least(highest);
      highest = fences[0] ?? 0;
    }
    expect(highest).to.equal(5);
  });
});
