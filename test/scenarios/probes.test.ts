// The administrator's own probes around a run: asked at their phases, judged, written down, and answered with --accept.
import { expect } from 'chai';
import type { Probe, ProbeContext, ProbeResult } from '../../src/controller/probes/probe.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

const probe: Probe = {
  kind: 'command',
  id: 'site',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  timeout: 30_000,
  command: ['/usr/local/bin/site-check'],
};

async function during(
  answer: (context: ProbeContext) => ProbeResult['outcome'],
  story: (scenario: Scenario, asked: string[]) => Promise<void>,
  options: ScenarioOptions = {},
): Promise<void> {
  const asked: string[] = [];
  const run = ({ id }: Probe, context: ProbeContext): Promise<ProbeResult> => {
    asked.push(`${context.phase} ${context.host?.name ?? context.pool.name}`);
    return Promise.resolve({ id, outcome: answer(context), text: 'a backup runs' });
  };
  const scenario = await Scenario.begin({
    ...{ hosts: 2, times: shortTimes, paceFactor: 20, vms: 1, probes: { of: () => [probe], run } },
    ...options,
  });
  try {
    await story(scenario, asked);
  } finally {
    await scenario.end();
  }
}

describe('A probe', function () {
  this.timeout(60_000);

  it('is asked at each of its phases, and its answers stand in the journal', () =>
    during(
      () => 'passed',
      async (scenario, asked) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expect(asked).to.deep.equal([
          'before-run practice',
          ...['before-host xs-1', 'after-host xs-1', 'before-host xs-2', 'after-host xs-2'],
          'after-run practice',
        ]);
        const noted = scenario.records().flatMap(({ entry }) => (entry.type === 'noted' ? [entry.what] : []));
        expect(noted.filter((what) => what.startsWith('probed-'))).to.have.length(5);
        expectInvariants(scenario);
      },
    ));

  it('that says no before a run blocks it, and so does one that could not be asked', async () => {
    for (const outcome of ['failed', 'unknown'] as const) {
      await during(
        () => outcome,
        async (scenario) => {
          const { plan, check } = await scenario.makePlan();
          expect(plan).to.equal(null);
          expect(check.results.find(({ id }) => id === 'probes')?.severity).to.equal(
            outcome === 'failed' ? 'failure' : 'unknown',
          );
        },
      );
    }
  });

  it('that says no before a host is asked again within bounds, and stops the run before the host is touched', () =>
    during(
      ({ phase, host }) => (phase === 'before-host' && host?.name === 'xs-2' ? 'failed' : 'passed'),
      async (scenario, asked) => {
        const status = await scenario.upgrade();
        expect(status.state).to.equal('stopped');
        expect(status.reason).to.include('The probe site says no: a backup runs');
        expect(asked.filter((one) => one === 'before-host xs-2').length).to.be.within(2, 6);
        const xs2 = scenario.pool.host('xs-2').uuid;
        expect(scenario.ledger().attempts.some(({ request }) => request.key === xs2)).to.equal(false);
        expectInvariants(scenario);
      },
    ));

  it('that is answered with --accept holds nothing up', () =>
    during(
      () => 'failed',
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expectInvariants(scenario);
      },
      { request: { accept: ['probes@practice=we know', 'probes@xs-1=we know', 'probes@xs-2=we know'] } },
    ));
});
