// The address of a host at which a run has stopped: what the media server refuses is not asked for again and again.
import { expect } from 'chai';
import type { JournalEntry } from '../../../src/journal/journal.js';
import type { Grant } from '../../../src/contract/grants.js';
import { decide } from '../../../src/controller/run/decide.js';
import type { Decision } from '../../../src/controller/run/decision.js';
import { runStatus } from '../../../src/controller/run/run-status.js';
import { grantOfHost } from '../../support/notify-grants.js';
import { makePool, readAt } from '../../support/controller-facts.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

const plan = planOfThree();
const minute = 60_000;

function grantIn(state: Grant['state']): Grant {
  return { ...grantOfHost('host-1', []), state };
}

const failed = (effect: string, code: string, epoch = 1): JournalEntry[] => [
  { type: 'intent', effect, key: 'host-1', attempt: 1, detail: { grant: 'run-1.host-1.1', epoch } },
  {
    ...{ type: 'outcome', effect, key: 'host-1', attempt: 1, result: 'failed' },
    ...{ reason: `${code}: refused`, detail: { error: { code } } },
  },
];

function decided(state: Grant['state'], after: number, ...entries: readonly JournalEntry[]): Decision {
  const stopped = entry.state('stopped', 'the installer never asked', { host: 'host-1' });
  const started = { type: 'started', epoch: 1, by: 'ann' } as const;
  const ledger = ledgerOf(started, entry.command('start'), entry.state('running'), stopped, ...entries);
  const pool = { known: true, value: makePool(), at: readAt, source: 'test' } as const;
  return decide({
    ...{ plan, ledger, now: ledger.lastRecordAt + after, observation: { at: readAt, pool } },
    ...{ grants: [grantIn(state)], task: undefined, evacuation: new Map() },
  });
}

const givenUp = entry.command('give-up', { host: 'host-1' });

describe('The address of a host at which a run has stopped', () => {
  it('is ended by a person’s word', () => {
    expect(decided('armed', 1000, givenUp)).to.deep.include({ kind: 'begin', attempt: 1 });
  });

  it('is not asked for again at once when that failed: the run says why, and waits', () => {
    const decision = decided('armed', 1000, givenUp, ...failed('end-grant', 'MEDIA_SERVER_UNREACHABLE'));

    expect(decision).to.include({ kind: 'wait', for: 'person' });
    expect(decision)
      .to.have.property('reason')
      .that.includes('its address could not be ended (MEDIA_SERVER_UNREACHABLE');
  });

  it('is asked for again after a while', () => {
    const decision = decided('armed', 6 * minute, givenUp, ...failed('end-grant', 'MEDIA_SERVER_UNREACHABLE'));

    expect(decision).to.deep.include({ kind: 'begin', attempt: 2 });
  });

  it('is the newer controller’s where one has fenced this one off: the word is noted, and the run can end', () => {
    const decision = decided('armed', 1000, givenUp, ...failed('end-grant', 'GRANT_STALE_EPOCH'));

    expect(decision).to.deep.include({ kind: 'note', what: 'given-up', key: 'host-1' });
  });

  it('is ours again once the pool is: what was refused under an epoch that is past says nothing', () => {
    const decision = decided('armed', 6 * minute, givenUp, ...failed('end-grant', 'GRANT_STALE_EPOCH', 0));

    expect(decision).to.deep.include({ kind: 'begin', attempt: 2 });
  });

  it('is closed by itself while it is open, and not again at once when that failed, nor ever where it is fenced off', () => {
    const refused = failed('close-grant', 'MEDIA_SERVER_UNREACHABLE');

    expect(decided('staging', 1000)).to.deep.include({ kind: 'begin', attempt: 1 });
    expect(decided('staging', 1000, ...refused)).to.include({ kind: 'wait', for: 'person' });
    expect(decided('staging', 6 * minute, ...refused)).to.deep.include({ kind: 'begin', attempt: 2 });
    expect(decided('staging', 6 * minute, ...failed('close-grant', 'GRANT_STALE_EPOCH'))).to.include({ kind: 'wait' });
  });

  it('does not keep a person from trying the run again', () => {
    const decision = decided(
      'staging',
      1000,
      ...failed('close-grant', 'MEDIA_SERVER_UNREACHABLE'),
      entry.command('retry', { host: 'host-1' }),
    );

    expect(decision).to.deep.include({ kind: 'state', state: 'running' });
  });

  it('is told as the newer controller’s to end', () => {
    const ledger = ledgerOf(
      { type: 'started', epoch: 1, by: 'ann' },
      ...entry.done('open-staging-grant', 'host-1', { grant: 'run-1.host-1.1' }),
      ...failed('end-grant', 'GRANT_STALE_EPOCH'),
      entry.state('aborted', 'aborted by ann'),
    );
    const [change] = runStatus(plan, ledger, undefined).changes.filter(({ what }) => what.includes('has an address'));

    expect(change?.condition).to.match(/a newer controller .* ends it/);
  });
});
