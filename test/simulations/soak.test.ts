// A host that came back well is watched: what makes the run stop before the next host, and what does not.
import { expect } from 'chai';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import type { RunStatus } from '../../src/contract/run-status.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

async function soaking(faults: readonly string[], story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({
    ...{ hosts: 2, times: shortTimes, paceFactor: 20, vms: [{ host: 1, name: 'web' }] },
    request: { soakMinutes: 12 },
    faults: faults.map((text) => readFaultText(text)),
  });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const failureOf = (status: RunStatus) => status.hosts.find(({ state }) => state === 'failed')?.failure;
const notes = (scenario: Scenario, what: string): number =>
  scenario.records().filter(({ entry }) => entry.type === 'noted' && entry.what === what).length;

/** Once, when the coordinator is watched. */
function whileWatched(scenario: Scenario, act: () => void): () => void {
  let done = false;
  return () => {
    if (done || notes(scenario, 'watched') === 0) return;
    done = true;
    act();
  };
}

async function raise(scenario: Scenario, name: string, priority: number, host: string): Promise<void> {
  const [address = ''] = scenario.pool.addresses;
  const login = await scenario.pool.transport({
    ...{ address, method: 'session.login_with_password', params: ['root', 'correct-horse-battery', '1.0', 'test'] },
  });
  const session = login.status === 'success' && typeof login.value === 'string' ? login.value : '';
  const params = [session, name, String(priority), 'Host', scenario.pool.host(host).uuid, ''];
  const reply = await scenario.pool.transport({ address, method: 'message.create', params });
  expect(reply).to.have.property('status', 'success');
}

describe('While a host is watched', function () {
  this.timeout(60_000);

  it('its time passes, and it says what it looks at', () =>
    soaking([], async (scenario) => {
      let said = '';
      const status = await scenario.upgrade({
        onTurn: (_input, decision) => {
          if (decision.kind === 'wait' && decision.reason.startsWith('watching')) said ||= decision.reason;
        },
      });
      expect(status.state, status.reason).to.equal('done');
      expect(said).to.match(/^watching xs-1 \(alive, in service, connected, its \d VMs, alerts\)/);
    }));

  it('storage that is lost for good stops the run before the next host: unwell', () =>
    soaking(['pbd-unplugged host=coordinator at=host-enabled of=coordinator after=4min'], async (scenario) => {
      const status = await scenario.upgrade();
      expect(failureOf(status)?.kind, status.reason).to.equal('unwell');
      expect(status.reason).to.include('was watched, and is not well');
      expect(scenario.pool.history.filter(({ event }) => event === 'installed')).to.have.length(1);

      // A person who says "retry" has it plugged once more; then the time begins anew.
      scenario.command('retry');
      expect((await scenario.turn()).state).to.equal('done');
      expect(scenario.ledger().attempts.some(({ request }) => request.effect === 'plug-storage')).to.equal(true);
    }));

  it('storage that comes back within minutes begins the time anew', () =>
    soaking(
      ['pbd-unplugged host=coordinator at=host-enabled of=coordinator after=4min lasts=2min'],
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expect(notes(scenario, 'unwell')).to.equal(1);
        const times = scenario
          .records()
          .flatMap(({ at, entry }) =>
            entry.type === 'noted' && ['unwell', 'host-done'].includes(entry.what) ? [at] : [],
          );
        expect((times[1] ?? 0) - (times[0] ?? 0)).to.be.greaterThan(12 * 60_000);
      },
    ));

  it('a guest that stops is named', () =>
    soaking([], async (scenario) => {
      const status = await scenario.upgrade({
        onTurn: (input) => {
          // It comes to the host that is watched, and dies there.
          const web = [...scenario.pool.world.state.vms.values()].find(({ name }) => name === 'web');
          if (web === undefined || notes(scenario, 'watched') === 0) return;
          web.residentOn = scenario.pool.host('xs-1').ref;
          const seen = input.ledger.notes.get(`watched ${scenario.pool.host('xs-1').uuid}`)?.detail['vms'];
          if (Array.isArray(seen) && seen.length > 0) web.powerState = 'Halted';
        },
      });
      expect(failureOf(status)?.kind, status.reason).to.equal('unwell');
      expect(status.reason).to.include('web ran on it and is halted');
    }));

  it('an alert about the host stops the run at once', () =>
    soaking([], async (scenario) => {
      let raised: Promise<void> = Promise.resolve();
      const say = (priority: number) =>
        whileWatched(scenario, () => {
          raised = raise(scenario, 'HOST_DISK_FAILING', priority, 'xs-1');
        });
      const status = await scenario.upgrade({ onTurn: say(2) });
      await raised;
      expect(failureOf(status)?.kind, status.reason).to.equal('unwell');
      expect(status.reason).to.include('HOST_DISK_FAILING (priority 2)');
    }));

  it('an alert for information, and one about another host, stop nothing', () =>
    soaking([], async (scenario) => {
      let raised: Promise<unknown> = Promise.resolve();
      const status = await scenario.upgrade({
        onTurn: whileWatched(scenario, () => {
          raised = Promise.all([raise(scenario, 'HOST_FINE', 5, 'xs-1'), raise(scenario, 'HOST_BAD', 1, 'xs-2')]);
        }),
      });
      await raised;
      expect(status.state, status.reason).to.equal('done');
    }));
});
