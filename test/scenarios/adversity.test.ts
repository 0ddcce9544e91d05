import { expect } from 'chai';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ times: shortTimes, paceFactor: 5, ...options });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

describe('An upgrade in adversity', function () {
  this.timeout(60_000);

  for (const minutes of [-40, 40]) {
    it(`proves hosts by their own clocks, which are ${minutes} minutes off`, () =>
      during({ hosts: [{ clockOffset: minutes * 60_000 }, { clockOffset: minutes * 60_000 }] }, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state, status.reason).to.equal('done');
        expect(await endState(scenario)).to.deep.include({ installed: 2 });
      }));
  }

  it('waits for a media server that does not answer, and goes on', () =>
    during({}, async (scenario) => {
      const { api } = scenario.mediaServer;
      const answers = api.grants.bind(api);
      let silentUntil = Infinity;
      let asked = 0;
      api.grants = () => {
        if (asked++ === 20) silentUntil = scenario.clock.now() + 120_000;
        if (asked > 20 && scenario.clock.now() < silentUntil)
          return Promise.reject(new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'a test' }));
        return answers();
      };
      const status = await scenario.upgrade();

      expect(asked).to.be.greaterThan(20);
      expect(status.state, status.reason).to.equal('done');
    }));

  it('of the coordinator alone leaves HA pending with its command, since versions differ', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 }, request: { only: ['xs-1'] } }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      const ha = status.changes.find(({ what }) => what === 'high availability is off');
      expect(ha).to.deep.include({ undo: 'pending' });
      expect(ha?.condition).to.include('xe pool-ha-enable heartbeat-sr-uuids=');
    }));

  it('of a pool that is at the target already is refused when it is planned', async () => {
    const scenario = await Scenario.begin({ release: 'xcp-ng-8.3' });
    const code = await scenario.makePlan().then(
      () => 'planned',
      (error: unknown) => (error instanceof DrydockError ? error.code : 'unforeseen'),
    );
    await scenario.end();

    expect(code).to.equal('PLAN_EMPTY');
  });

  it('arms nothing under an old epoch: a controller that lost its lease installs nothing', () =>
    during({}, async (scenario) => {
      let tried: unknown;
      await scenario.upgrade({
        onTurn: (input) => {
          const grant = input.grants?.find(({ state }) => state === 'closed');
          if (tried !== undefined || grant === undefined) return;
          tried = 'asked';
          scenario.mediaServer.api.changeGrant(grant.id, { state: 'armed', epoch: grant.epoch - 1 }).then(
            () => (tried = 'armed'),
            (error: unknown) => (tried = error),
          );
        },
      });

      expect(tried).to.have.property('code', 'GRANT_STALE_EPOCH');
    }));
});
