import { expect } from 'chai';
import { boundariesOfUpgrade, withOlderJournal } from '../support/scenario/older-journal.js';

/** Of all pairs of boundaries a grid: the finer, the longer. */
const stride = Number(process.env['DRYDOCK_OLDER_JOURNAL_STRIDE'] ?? 19);

describe('An older journal in the place of the one that was lost', () => {
  for (const how of ['by-hand', 'by-name', 'snapshot'] as const) {
    for (const then of ['retry', 'abort'] as const) {
      it(`put there ${how}, then ${then}: no host reboots twice, and none that installs is disturbed`, async () => {
        const boundaries = await boundariesOfUpgrade();
        let stories = 0;
        for (let backupAt = 2; backupAt <= boundaries.length; backupAt += stride) {
          for (let lostAt = backupAt + stride; lostAt <= boundaries.length + stride; lostAt += stride) {
            const happened = await withOlderJournal({ backupAt, lostAt, how, then });
            const { place, rebootedTwice, lostMedia, lostHosts, last } = happened;
            const told = `${place}: ${last.state}, ${last.reason}`;
            expect(rebootedTwice, told).to.deep.equal([]);
            // A media server that was put back as well has forgotten the address: an installation under way then ends.
            if (how !== 'snapshot') expect([lostMedia, lostHosts], told).to.deep.equal([[], 0]);
            stories += 1;
          }
        }
        expect(stories).to.be.greaterThan(10);
      });
    }
  }
});
