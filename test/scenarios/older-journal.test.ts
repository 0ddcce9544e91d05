import { expect } from 'chai';
import { boundariesOfUpgrade, withOlderJournal, type OlderJournal } from '../support/scenario/older-journal.js';

describe('A journal that is older than what the run has done since', function () {
  this.timeout(60_000);
  let boundaries: readonly string[] = [];
  // 1-based, as stories count them.
  const at = (boundary: string, occurrence = 1): number => {
    const found = boundaries.flatMap((name, index) => (name === boundary ? [index + 1] : []));
    return found[occurrence - 1] ?? NaN;
  };

  before(async () => {
    boundaries = await boundariesOfUpgrade();
  });

  const story = (
    how: OlderJournal['how'],
    then: OlderJournal['then'],
    backupAt: string,
    lostAt: string,
  ): OlderJournal => ({
    ...{ backupAt: at(backupAt), lostAt: at(lostAt), how },
    ...(then === undefined ? {} : { then }),
  });

  it('restored by name stops the run before anything else, and says of which moment the backup is', async () => {
    const { first } = await withOlderJournal(
      story('by-name', undefined, 'after-outcome of disable-host', 'after-act of reboot-host'),
    );
    expect(first.state).to.equal('stopped');
    expect(first.reason).to.match(/restored from a backup of 20\S+: what this run has done since is not in it/);
  });

  it('goes on by a retry where nothing was done since', async () => {
    const { last } = await withOlderJournal(
      story('by-name', 'retry', 'after-outcome of evacuate-host', 'after-outcome of evacuate-host'),
    );
    expect(last.state, last.reason).to.equal('done');
  });

  for (const then of ['retry', 'abort'] as const) {
    it(`copied into place by hand makes no host reboot twice, and takes no armed address away, also by ${then}`, async () => {
      const happened = await withOlderJournal(
        story('by-hand', then, 'after-outcome of disable-host', 'after-act of reboot-host'),
      );
      expect(happened.first.state).to.equal('stopped');
      expect(happened.first.reason).to.include('is armed at the media server, and the journal has no intent of it');
      expect(happened.last.state).to.equal('stopped');
      expect(happened.rebootedTwice).to.deep.equal([]);
      expect(happened.lostMedia).to.deep.equal([]);
      expect(happened.lostHosts).to.equal(0);
      if (then === 'abort') expect(happened.last.reason).to.include('drydock upgrade give-up run-1 --host xs-1');
    });
  }

  it('with a media server that is as old, after a snapshot of the whole machine, is noticed by the boot time and the version of the host', async () => {
    const happened = await withOlderJournal(
      story('snapshot', 'retry', 'after-outcome of evacuate-host', 'after-outcome of reboot-host'),
    );
    expect(happened.rebootedTwice).to.deep.equal([]);
    expect(happened.last.state).to.equal('stopped');
    expect(happened.last.reason).to.include('the journal has no reboot of it');
  });
});
