// What is told of a run that was aborted: nothing goes on any more, and nothing is said to be left where nothing was done.
import { expect } from 'chai';
import { decide } from '../../../src/controller/run/decide.js';
import type { TurnInput } from '../../../src/controller/run/decision.js';
import { runStatus } from '../../../src/controller/run/run-status.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';
import { makePool, readAt } from '../../support/controller-facts.js';

describe('A run that was aborted', () => {
  const plan = planOfThree();

  it('shows a host that was only staged as one that was not upgraded, and not as one that is being staged', () => {
    const ledger = ledgerOf(
      entry.command('start'),
      { type: 'started', epoch: 1, by: 'ann' },
      entry.state('running'),
      ...entry.done('disable-host', 'host-1'),
      ...entry.done('open-staging-grant', 'host-1'),
      entry.state('aborted', 'aborted by ann'),
    );
    const reason = 'aborted by ann; the host was not upgraded';
    for (const host of runStatus(plan, ledger, undefined).hosts)
      expect(host).to.include({ state: 'queued', reason, progress: null });
  });

  it('is not said to leave anything where it never had the pool, whoever has it now', () => {
    const ledger = ledgerOf(entry.state('undoing', 'aborted by ann', { by: 'ann' }));
    const claim = JSON.stringify({ run: 'run-2', by: 'bob', since: '2026-01-01T00:00:00.000Z' });
    const value = makePool({ otherConfig: { drydock_run: claim } });
    const pool = { known: true, value, at: readAt, source: 'test' } as const;
    const input: TurnInput = {
      plan,
      ledger,
      now: readAt,
      observation: { at: readAt, pool },
      grants: [],
      ...{ task: undefined, evacuation: new Map() },
    };
    expect(decide(input)).to.deep.include({ state: 'aborted', reason: 'aborted by ann' });
  });
});
