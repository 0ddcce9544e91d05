// What a host lost over its reboot, and what keeps the controller from seeing that it is back: each is told by its own name.
import { expect } from 'chai';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

async function during(text: string, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const vms = [0, 1, 2, 0].map((host, index) => ({ host, name: `vm-${index + 1}` }));
  const scenario = await Scenario.begin({ times: shortTimes, paceFactor: 5, vms, faults: [readFaultText(text)] });
  try {
    await story(scenario);
    expect(
      scenario.pool.history.filter(({ event }) => event === 'fault'),
      'the fault struck',
    ).not.to.have.length(0);
  } finally {
    await scenario.end();
  }
}

describe('What happened to a host over its reboot stops the run by its own name', function () {
  this.timeout(60_000);

  for (const [text, hosts, failure, reason, nextAction] of [
    ['pif-missing host=member-1', 'done failed queued', 'returned-degraded', /eth\d of xs-2 .* is gone/, /mend/],
    [
      'certificate-changed host=member-1',
      'done failed queued',
      'returned-as-another',
      /certificate is \S+ and was/,
      /console before anything else/,
    ],
    ['password-changed of=coordinator', 'failed queued queued', 'login-refused', /login is refused at/, /new password/],
    [
      'clock-jump host=member-1 by=-2h',
      'done failed queued',
      'clock-went-back',
      /xs-2 answers with the versions of the medium, but its clock went back by about (1 h 5\d|2 h 0\d) min/,
      /Set the clock/,
    ],
  ] as const) {
    it(`at ${text}: ${failure}`, () =>
      during(text, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state, status.reason).to.equal('stopped');
        expect(status.hosts.map(({ state }) => state).join(' '), status.reason).to.equal(hosts);
        const failed = status.hosts.find(({ state }) => state === 'failed')?.failure;
        expect(failed?.kind, status.reason).to.equal(failure);
        expect(failed?.reason).to.match(reason);
        expect(failed?.nextAction).to.match(nextAction);
        expectInvariants(scenario);
      }));
  }

  it('a host with another certificate is not put back into service, and its address stays armed', () =>
    during('certificate-changed host=member-1', async (scenario) => {
      const status = await scenario.upgrade();
      const [, second] = status.hosts;

      expect(
        scenario
          .ledger()
          .attempts.filter(({ request }) => request.key === second?.uuid)
          .at(-1)?.request.effect,
      ).to.equal('reboot-host');
      expect(scenario.lastTurn?.grants.find((grant) => grant.host.uuid === second?.uuid)?.state).to.equal('armed');
    }));

  it('a network card that comes back late is waited for', () =>
    during('pif-missing host=member-1 lasts=12min', async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expectInvariants(scenario);
    }));

  it('goes on when the old password is valid again and a person says so', () =>
    during('password-changed of=coordinator lasts=10h', async (scenario) => {
      expect((await scenario.upgrade()).state).to.equal('stopped');
      await scenario.clock.runUntil(scenario.clock.sleep(10 * 3_600_000));
      scenario.command('retry');

      const status = await scenario.turn();

      expect(status.state, status.reason).to.equal('done');
      expectInvariants(scenario);
    }));
});
