import { expect } from 'chai';
import { usualPolicies } from '../../src/controller/planning/policies.js';
import type { Fault } from '../../src/simulator/faults/fault.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

const minute = 60_000;

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({
    ...{ times: shortTimes, paceFactor: 15, hosts: 2, vms: 2 },
    policies: { ...usualPolicies, waitForOthers: 10 * minute },
    ...options,
  });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const waits = (scenario: Scenario): string[] =>
  scenario.decisions.flatMap((decision) => (decision.kind === 'wait' ? [decision.reason] : []));

const backup = (changes: object): Fault => ({ kind: 'somebody-at-work', does: 'xo-backup', ...changes });

describe('A run that meets somebody else at work', function () {
  this.timeout(60_000);

  it('is planned beside a backup, waits for it at the turn of the host, says for whom, and ends well', () =>
    during({ faults: [backup({ host: 'xs-1', lasts: 5 * minute })] }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(waits(scenario).some((reason) => reason.includes('Xen Orchestra'))).to.equal(true);
      const disabled = scenario.pool.history.find(({ event }) => event === 'host-disabled');
      const ended = scenario.pool.history.find(({ event }) => event === 'fault-ended');
      expect(disabled!.at).to.be.greaterThan(ended!.at);
    }));

  it('stops when a backup takes longer than it is waited for, before the host is taken out of service', () =>
    during({ faults: [backup({ host: 'xs-1', lasts: 600 * minute })] }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state).to.equal('stopped');
      expect(status.hosts[0]?.failure?.kind).to.equal('others-at-work');
      expect(status.reason).to.include('backup');
      expect(scenario.pool.history.filter(({ event }) => event === 'host-disabled')).to.deep.equal([]);
      const waited = scenario.ledger().stateSince - (scenario.ledger().startedAt ?? 0);
      expect(waited)
        .to.be.at.least(10 * minute)
        .and.below(11 * minute);
    }));

  it('waits for a backup that began when the host was already out of service, and only then moves the VMs', () =>
    during({ faults: [backup({ at: 'host-disabled', host: 'xs-1', lasts: 6 * minute })] }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(waits(scenario).some((reason) => reason.startsWith('xs-1 waits: somebody else'))).to.equal(true);
      const moved = scenario.ledger().attempts.filter(({ request }) => request.effect === 'evacuate-host');
      expect(moved.map(({ outcome }) => outcome?.result)).to.deep.equal(moved.map(() => 'confirmed'));
    }));

  for (const [does, saying] of [
    ['update', 'apply_updates'],
    ['evacuation', 'evacuate'],
    ['xencenter-upgrade', 'by XenCenter'],
  ] as const) {
    it(`does not go on to the next host beside ${does}, and stops when it does not end`, () =>
      during(
        {
          hosts: 3,
          faults: [
            { kind: 'somebody-at-work', does, at: 'host-enabled', of: 'xs-1', host: 'xs-3', lasts: 600 * minute },
          ],
        },
        async (scenario) => {
          const status = await scenario.upgrade();

          expect(status.state).to.equal('stopped');
          expect(status.hosts.find(({ failure }) => failure !== null)?.failure?.kind).to.equal('others-at-work');
          expect(status.reason).to.include(saying);
        },
      ));
  }

  it('goes on beside a migration elsewhere, an import elsewhere and a scan of storage', () =>
    during(
      {
        hosts: 3,
        faults: [
          { kind: 'somebody-at-work', does: 'storage-scan', at: 'host-enabled', of: 'xs-1', host: 'xs-3' },
          {
            kind: 'somebody-at-work',
            does: 'import',
            at: 'host-enabled',
            of: 'xs-1',
            host: 'xs-3',
            lasts: 10 * minute,
          },
        ],
      },
      async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state, status.reason).to.equal('done');
      },
    ));

  it('stops when its claim is taken by another run, and takes nothing back', () =>
    during(
      { faults: [{ kind: 'claim-taken', at: 'host-enabled', of: 'xs-1', run: 'run-of-bob' }] },
      async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state).to.equal('stopped');
        expect(scenario.ledger().stateDetail['failure']).to.equal('claim-lost');
        expect(scenario.pool.world.state.pool.otherConfig).to.have.property('drydock_run', 'run-of-bob');
      },
    ));
});
