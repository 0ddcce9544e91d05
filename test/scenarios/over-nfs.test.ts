// A whole upgrade whose hosts mount their medium: the controller is blind for what they read, the simulator is not.
import { expect } from 'chai';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import type { NfsMountRequest } from '../../src/installer/transports/nfs.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

async function during(options: ScenarioOptions, body: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ protocol: 'nfs', times: shortTimes, paceFactor: 10, ...options });
  try {
    await body(scenario);
  } finally {
    await scenario.end();
  }
}

describe('An upgrade over NFS', function () {
  this.timeout(60_000);

  it('brings every host to the version of the medium, each from a mount that is granted to its address alone', async () => {
    const asked: { request: NfsMountRequest; outcome: string }[] = [];
    await during(
      {
        nfsMounts: (mounts) => async (request) => {
          const answer = await mounts(request);
          asked.push({ request, outcome: answer.outcome });
          // Whoever else asks for the same path is refused at this very moment.
          const other = await mounts({ ...request, client: '198.51.100.7' });
          expect(other.outcome).to.equal('refused');
          return answer;
        },
      },
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expectInvariants(scenario);
        expect(scenario.pool.history.filter(({ event }) => event === 'installed')).to.have.length(3);
        expect(new Set(asked.map(({ request }) => request.client))).to.deep.equal(new Set(scenario.pool.addresses));
        expect(asked.every(({ request }) => request.server === '192.0.2.1' && request.path.startsWith('/i/'))).to.equal(
          true,
        );
        expect(new Set(asked.map(({ outcome }) => outcome))).to.deep.equal(new Set(['mounted']));
        expect(scenario.fetches.filter(({ path }) => path.startsWith('Packages/')).length).to.equal(3 * 6);
        expect((await scenario.mediaServer.api.grants()).filter(({ state }) => state !== 'ended')).to.deep.equal([]);
      },
    );
  });

  it('begins a host anew by a retry when it came back old, although nobody saw what it had read', () =>
    during({ faults: [readFaultText('returns-with-old-version host=member-1')] }, async (scenario) => {
      const stopped = await scenario.upgrade();
      const failed = stopped.hosts.find(({ state }) => state === 'failed');
      expect(failed?.failure?.kind, stopped.reason).to.equal('returned-old-unseen');
      scenario.command('retry');
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('done');
      expectInvariants(scenario);
    }));

  it('stops when a host may not mount, and the host goes back to its old system', async () => {
    let armed = false;
    await during(
      {
        nfsMounts: (mounts) => (request) =>
          armed ? Promise.resolve({ outcome: 'refused', reason: 'access denied by server' }) : mounts(request),
      },
      async (scenario) => {
        scenario.pool.onEvent(({ event }) => (armed ||= event === 'installer-began'));
        const status = await scenario.upgrade();
        expect(status.state).to.equal('stopped');
        expect(scenario.pool.history.filter(({ event }) => event === 'installer-refused')).to.have.length(1);
        expect(scenario.pool.history.filter(({ event }) => event === 'disk-formatted')).to.deep.equal([]);
        expectInvariants(scenario);
      },
    );
  });
});
