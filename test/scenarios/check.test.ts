import { expect } from 'chai';
import type { CheckReport } from '../../src/contract/checks.js';
import type { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

const quick: ScenarioOptions = { times: shortTimes, paceFactor: 5, ha: { enabled: true, failuresToTolerate: 1 } };

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ ...quick, ...options });
  try {
    await story(scenario);
  } finally {
    await scenario.end();
  }
}

const of = (report: CheckReport, id: string) =>
  report.results.filter((result) => result.id === id).map(({ subject, severity }) => `${subject} ${severity}`);

describe('A check', function () {
  this.timeout(60_000);

  it('before a run is blocked by what the run would put right, and not when it is told so', () =>
    during({}, async (scenario) => {
      const plain = await scenario.check();
      expect(plain.blocked).to.equal(true);
      expect(of(plain, 'ha-off')).to.deep.equal(['practice failure']);
      expect((await scenario.check({ fix: true })).blocked).to.equal(false);
    }));

  it('asks every host’s plugin and the medium: nothing is unknown', () =>
    during({}, async (scenario) => {
      const report = await scenario.check();
      expect(report.results.filter(({ severity }) => severity === 'unknown')).to.deep.equal([]);
      for (const id of ['media-reachable', 'plugin-fit', 'partition-layout', 'driver-fit', 'installer-network'])
        expect(of(report, id), id).to.have.members(['xs-1 pass', 'xs-2 pass', 'xs-3 pass']);
    }));

  it('changes nothing: no host leaves its service, and each address that was given has ended', () =>
    during({}, async (scenario) => {
      await scenario.check();
      expect((await scenario.mediaServer.api.grants()).filter(({ state }) => state !== 'ended')).to.deep.equal([]);
      const effects = ['host-disabled', 'ha-disabled', 'reboot-called', 'staged', 'pool-key-added', 'wlb-set'];
      expect(scenario.pool.history.filter(({ event }) => effects.includes(event))).to.deep.equal([]);
    }));

  for (const release of ['xenserver-7.6', 'xenserver-8.2.1', 'xcp-ng-8.2'] as const) {
    it(`of a healthy pool of ${release} is not blocked`, () =>
      during({ release }, async (scenario) => {
        const report = await scenario.check({ fix: true });
        expect(report.results.filter(({ severity, id }) => severity === 'failure' && id !== 'ha-off')).to.deep.equal(
          [],
        );
        expect(report.blocked).to.equal(false);
      }));
  }

  it('in a half-upgraded pool is about the hosts that are left', () =>
    during({ hosts: [{ release: 'xcp-ng-8.3' }, {}, {}] }, async (scenario) => {
      const report = await scenario.check({ fix: true });
      expect(of(report, 'plugin-fit')).to.have.members(['xs-2 pass', 'xs-3 pass']);
      expect(of(report, 'coordinator-newest')).to.deep.equal(['practice notice']);
    }));

  it('after a run says that all is well, with high availability on again', () =>
    during({}, async (scenario) => {
      expect((await scenario.upgrade()).state).to.equal('done');
      const report = await scenario.check();
      expect(report.blocked).to.equal(false);
      expect(of(report, 'versions-proven')).to.have.members(['xs-1 pass', 'xs-2 pass', 'xs-3 pass']);
      expect(of(report, 'ha-off')).to.deep.equal([]);
    }));

  for (const [what, fault, id, severity] of [
    ['cannot read the medium', { fn: 'testUrl', error: ['NOT_FOUND'] as const }, 'media-reachable', 'failure'],
    [
      'fails to look at its disk',
      { fn: 'testSafe2Upgrade', error: ['BROKEN'] as const },
      'partition-layout',
      'unknown',
    ],
    [
      'fails to tell its memory',
      { fn: 'getDom0DefaultMemory', error: ['BROKEN'] as const },
      'control-domain-memory',
      'notice',
    ],
  ] as const) {
    it(`names the one host whose plugin ${what}`, () =>
      during({ faults: [{ kind: 'plugin-fails', host: 'xs-2', occurrence: 'every', ...fault }] }, async (scenario) => {
        const report = await scenario.check({ fix: true });
        expect(of(report, id)).to.include(`xs-2 ${severity}`).and.not.include(`xs-3 ${severity}`);
      }));
  }

  it('blocks for a host that does not say what it must, until a person answers for it', () =>
    during(
      { faults: [{ kind: 'plugin-fails', fn: 'testSafe2Upgrade', host: 'xs-2', occurrence: 'every' }] },
      async (scenario) => {
        expect((await scenario.check({ fix: true })).blocked).to.equal(true);
        const accept = ['partition-layout@xs-2=installed with 8.0, looked at by hand'];
        const report = await scenario.check({ fix: true, accept });
        expect(report.blocked).to.equal(false);
        expect(report.results.find(({ id, subject }) => id === 'partition-layout' && subject === 'xs-2')).to.include({
          severity: 'notice',
        });
      },
    ));
});

describe('A plan refuses', () => {
  const refused = async (options: ScenarioOptions): Promise<unknown> => {
    const scenario = await Scenario.begin(options);
    try {
      return await scenario.makePlan().catch((error: unknown) => error);
    } finally {
      await scenario.end();
    }
  };

  it('an acceptance that answers nothing, and names it', async () => {
    const error = await refused({ request: { accept: ['clock-skew@xs-9=we know'] } });
    expect(error).to.have.property('code', 'ACCEPTANCE_UNUSED');
    expect((error as DrydockError).details.found).to.equal('clock-skew@xs-9');
  });

  it('a host that the pool does not know, also while the check blocks', async () => {
    const error = await refused({ faults: [readFaultText('vm-paused host=xs-1')], request: { only: ['xs-9'] } });
    expect(error).to.have.property('code', 'PLAN_HOST_UNKNOWN');
  });
});
