import { expect } from 'chai';
import type { RunStatus } from '../../src/contract/run-status.js';
import { effectNames, type EffectName } from '../../src/controller/effects/effect.js';
import { claimKey, claimText } from '../../src/controller/ownership/claim.js';
import { needsClaim } from '../../src/controller/ownership/needs-claim.js';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type RunOptions, type ScenarioOptions } from '../support/scenario/scenario.js';

const quick: ScenarioOptions = { times: shortTimes, paceFactor: 15, hosts: 2, vms: 2 };
const bob = claimText({ run: 'run-of-bob', by: 'bob@jump2', since: '2026-01-01T12:00:00.000Z' });

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ ...quick, ...options });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

/** Somebody writes the claim, or takes it away, behind the controller's back. */
function setClaim(scenario: Scenario, value: string | undefined): void {
  const { pool } = scenario.pool.world.state;
  const rest = Object.fromEntries(Object.entries(pool.otherConfig).filter(([key]) => key !== claimKey));
  pool.otherConfig = value === undefined ? rest : { ...rest, [claimKey]: value };
  scenario.pool.world.history.record('pool-key-removed', null, { key: claimKey });
  if (value !== undefined) scenario.pool.world.history.record('pool-key-added', null, { key: claimKey, value });
}

/** Once, after the intent of that effect: no decision can know of it any more. */
function after(effect: EffectName, happens: () => void): RunOptions {
  let done = false;
  return {
    reached: (boundary, name) => {
      if (done || boundary !== 'after-intent' || name !== effect) return;
      done = true;
      happens();
    },
  };
}

/** Actions that the pool was asked for; a dump and an evacuation answer are reads. */
function actions(scenario: Scenario): readonly string[] {
  return scenario.pool.history.flatMap((entry) => (entry.event === 'call-received' ? [entry.detail.method] : []));
}

const nextOf = (status: RunStatus): string => status.hosts.flatMap((host) => host.failure?.nextAction ?? []).join();

describe('The claim on a pool', function () {
  this.timeout(60_000);

  it('says which run has the pool, who began it, on which machine and when', () =>
    during({}, async (scenario) => {
      await scenario.upgrade();
      const claimed = scenario.pool.history.find(({ event }) => event === 'pool-key-added');

      expect(claimed?.detail).to.have.property('key', claimKey);
      expect(JSON.parse((claimed?.detail as { value: string }).value)).to.deep.include({ run: 'run-1', by: 'ann' });
      expect(await endState(scenario)).to.deep.include({ claim: undefined });
    }));

  // Every effect of a plain upgrade that only the owner of the pool may begin.
  const owned = effectNames.filter(
    (name) =>
      needsClaim(name) &&
      ['raise-epoch', 'dump-database', 'disable-host', 'evacuate-host', 'open-staging-grant', 'stage-host'].includes(
        name,
      ),
  );
  for (const effect of [...owned, 'arm-grant', 'reboot-host', 'move-vm-home', 'release-claim'] as const) {
    it(`is read again between the intent and the act of ${effect}, which is not begun once somebody else has the pool`, () =>
      during({}, async (scenario) => {
        let before: readonly string[] = [];
        const status = await scenario.upgrade(
          after(effect, () => {
            before = actions(scenario);
            setClaim(scenario, bob);
          }),
        );

        expect(before, 'the claim was taken').to.not.deep.equal([]);
        expect(actions(scenario)).to.deep.equal(before);
        expect(status.state).to.equal(effect === 'release-claim' ? 'done' : 'stopped');
        if (effect === 'release-claim') {
          expect(await endState(scenario)).to.deep.include({ claim: bob });
          expect(status.changes.find(({ what }) => what.includes('run-of-bob'))?.condition).to.equal('');
          return;
        }
        expect(status.reason).to.include('run-of-bob (begun by bob@jump2 at 2026-01-01T12:00:00.000Z)');
        expect(scenario.ledger().stateDetail['failure']).to.equal('claim-lost');
        expect(nextOf(status) + status.reason).to.include('drydock upgrade retry');
      }));
  }

  it('that vanished stops the run; a person who sets it going again has it claim the pool anew, and it ends well', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await scenario.upgrade(after('evacuate-host', () => setClaim(scenario, undefined)));
      expect(status.state).to.equal('stopped');
      expect(status.hosts[0]?.failure?.kind).to.equal('claim-lost');

      scenario.command('retry');
      const end = await scenario.turn();
      expect(end.state, end.reason).to.equal('done');
      expect(await endState(scenario)).to.deep.include({ claim: undefined, ha: [true, 1], installed: 2, armed: [] });
    }));

  it('that vanished does not keep an abort from putting everything back', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      await scenario.upgrade(after('stage-host', () => setClaim(scenario, undefined)));
      scenario.command('abort');
      const end = await scenario.turn();

      expect(end.state, end.reason).to.equal('aborted');
      expect(await endState(scenario)).to.deep.include({ claim: undefined, ha: [true, 1], installed: 0, armed: [] });
      expect(end.changes.filter(({ undo }) => undo !== 'done')).to.deep.equal([]);
    }));

  it('that changed hands leaves an abort the closing of its own addresses, and the rest as a list with commands', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      await scenario.upgrade(after('stage-host', () => setClaim(scenario, bob)));
      const before = actions(scenario);
      scenario.command('abort');
      const end = await scenario.turn();

      expect(end.state, end.reason).to.equal('aborted');
      expect(actions(scenario), 'nothing is done to the pool').to.deep.equal(before);
      expect(await endState(scenario)).to.deep.include({ claim: bob, armed: [] });
      const left = end.changes.filter(({ undo }) => undo !== 'done').map(({ what }) => what);
      expect(left).to.deep.equal([
        'high availability is off',
        'xs-1 is out of service',
        'vm-1 runs away from its home',
      ]);
      expect(end.changes[0]?.what).to.include('run-of-bob');
      expect(end.changes[0]?.condition, 'no command that would take the claim of somebody else').to.equal('');
    }));

  it('is had by one of two controllers that want it at the same moment; the other is told by whom', () =>
    during({}, async (scenario) => {
      const status = await scenario.upgrade(after('claim-pool', () => setClaim(scenario, bob)));

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('bob@jump2');
      expect(actions(scenario).filter((method) => method.includes('disable'))).to.deep.equal([]);
    }));

  it('raises the epoch above that of every run before, so that a second run of a pool can open addresses', () =>
    during({}, async (scenario) => {
      const { uuid } = scenario.pool.world.state.pool;
      await scenario.mediaServer.api.raiseEpoch(uuid, 7);
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(await scenario.mediaServer.api.epoch(uuid)).to.be.greaterThan(7);
    }));

  it('that was taken over leaves the old controller fenced at the media server as well', () =>
    during({}, async (scenario) => {
      const { uuid } = scenario.pool.world.state.pool;
      const taken = after('verify-media', () => void scenario.mediaServer.api.raiseEpoch(uuid, 99));
      const status = await scenario.upgrade(taken);

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('GRANT_STALE_EPOCH');
      expect(scenario.pool.history.filter(({ event }) => event === 'reboot-called')).to.deep.equal([]);
    }));
});
