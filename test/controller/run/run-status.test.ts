// The picture of a run: what people have said about it shows, also before it has any effect.
import { expect } from 'chai';
import { runStatus } from '../../../src/controller/run/run-status.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

const begun = [entry.command('start'), { type: 'started', epoch: 1, by: 'ann' }, entry.state('running')] as const;

describe('The picture of a run', () => {
  it('says of a host that is to be skipped that it will be, before its turn comes', () => {
    const ledger = ledgerOf(...begun, entry.command('skip', { host: 'host-2' }));
    const [first, second, third] = runStatus(planOfThree(), ledger, undefined).hosts;
    expect(first).to.include({ state: 'rechecking' });
    expect(second).to.include({
      state: 'queued',
      reason: 'its turn has not come; it will be skipped then, as ann said',
    });
    expect(third).to.include({ state: 'queued', reason: 'its turn has not come' });
  });

  it('is made once for as long as neither journal nor the last turn has moved', () => {
    const [plan, ledger] = [planOfThree(), ledgerOf(...begun)];
    const picture = runStatus(plan, ledger, undefined);
    const decision = { kind: 'wait', for: 'machine', host: null, reason: 'it waits', deadline: null, pace: 1 } as const;

    expect(runStatus(plan, ledger, undefined)).to.equal(picture);
    expect(runStatus(plan, ledger, { decision, grants: [] }).reason).to.equal('it waits');
    expect(runStatus(plan, ledger, undefined)).to.deep.equal(picture);
  });

  const manual = planOfThree({
    mode: 'manual',
    manual: { rebootBy: 'person', remindEvery: 1, warnAfter: 1, stopAfter: 2 },
  });
  const armed = [...begun, ...entry.done('disable-host', 'host-1'), ...entry.done('arm-grant', 'host-1')];

  it('keeps the instructions for whoever stands at the console of a host while the run is paused', () => {
    const given = entry.note('handed-over', 'host-1', { bootTime: 1, agentStartTime: 1, serverTime: 1 });
    const ledger = ledgerOf(...armed, given, entry.state('paused', 'paused by ann'));
    expect(runStatus(manual, ledger, undefined).hosts[0]?.instructions).to.be.an('array').that.is.not.empty;
  });

  it('has no instructions for a host that was not handed over when the run was paused', () => {
    const ledger = ledgerOf(...armed, entry.state('paused', 'paused by ann'));
    expect(runStatus(manual, ledger, undefined).hosts[0]).to.not.have.property('instructions');
  });
});
