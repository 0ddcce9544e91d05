import { expect } from 'chai';
import { faultKinds, type FaultKind } from '../../src/simulator/faults/fault.js';
import { evacuationRows, vmRows } from '../support/faults/evacuation-rows.js';
import { hostRows } from '../support/faults/host-rows.js';
import { installationRows } from '../support/faults/installation-rows.js';
import { serviceRows, timeRows, versionRows } from '../support/faults/service-rows.js';
import { othersRows } from '../support/faults/others-rows.js';
import { reboot, type FaultRow } from '../support/faults/struck-pool.js';
import { sessionRows, wireRows } from '../support/faults/wire-rows.js';
import { poolForTest } from '../support/simulator-pool.js';

/** A row for every kind: the compiler sees to it. */
const rows: Readonly<Record<FaultKind, FaultRow>> = {
  ...hostRows,
  ...evacuationRows,
  ...wireRows,
  ...sessionRows,
  ...installationRows,
  ...serviceRows,
  ...vmRows,
  ...othersRows,
  ...timeRows,
  ...versionRows,
};

describe('Scripted faults', () => {
  for (const kind of Object.keys(faultKinds) as FaultKind[]) {
    it(`${kind}: ${faultKinds[kind].summary}`, async () => {
      const { history } = (await rows[kind]()).pool;
      const strikes = history.filter((entry) => entry.event === 'fault' && entry.detail.kind === kind);
      expect(strikes, 'strikes in the history').not.to.have.length(0);
      expect(history.filter(({ event }) => event === 'simulator-defect')).to.deep.equal([]);
    });
  }

  it('strike the host they name, at the occurrence they name', async () => {
    const test = await poolForTest({ faults: [{ kind: 'never-returns', host: 'xs-2', occurrence: 2 }] });
    for (const index of [2, 1, 1]) await reboot(test, index);
    expect(test.events('fault')).to.have.length(1);
    expect(test.pool.host(1).power).to.equal('off');
    expect(test.pool.host(2).enabled).to.equal(true);
  });

  for (const [occurrence, expected] of [
    [2, 'ofooo'],
    ['every', 'fffff'],
    ['2-3', 'offoo'],
    ['4-', 'oooff'],
  ] as const) {
    it(`strike at occurrence ${occurrence} of five calls: ${expected}`, async () => {
      const test = await poolForTest({ faults: [{ kind: 'call-fails', method: 'pool.get_all', occurrence }] });
      let seen = '';
      for (let call = 0; call < 5; call++) {
        seen += await test.call('pool.get_all').then(
          () => 'o',
          () => 'f',
        );
      }
      expect(seen).to.equal(expected);
    });
  }

  for (const [host, struck] of [
    ['coordinator', [0]],
    ['member', [1, 2]],
    ['member-2', [2]],
    ['xs-2', [1]],
    [2, [2]],
    [undefined, [0, 1, 2]],
  ] as const) {
    it(`of calls about hosts mean ${host ?? 'every host'} by the host that the call is about`, async () => {
      const given = host === undefined ? {} : { host };
      const test = await poolForTest({
        faults: [{ kind: 'call-fails', method: 'host.disable', occurrence: 'every', ...given }],
      });
      const failed: number[] = [];
      for (const index of [0, 1, 2]) {
        await test.call('host.disable', test.hostRef(index)).catch(() => failed.push(index));
      }
      expect(failed).to.deep.equal(struck);
    });
  }

  it('of calls that last go on striking for so long, then no more', async () => {
    const test = await poolForTest({ faults: [{ kind: 'call-fails', method: 'pool.get_all', lasts: '10s' }] });
    expect((await test.failure('pool.get_all'))[0]).to.equal('INTERNAL_ERROR');
    await test.clock.advance(9_000);
    expect((await test.failure('pool.get_all'))[0]).to.equal('INTERNAL_ERROR');
    await test.clock.advance(1_000);
    await test.call('pool.get_all');
  });

  it('can be added while the pool runs; one of the start then starts at once', async () => {
    const test = await poolForTest();
    test.pool.addFault({ kind: 'wlb-on' });
    expect(test.pool.world.state.pool.wlbEnabled).to.equal(true);
  });
});
