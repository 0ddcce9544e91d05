import { expect } from 'chai';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, type RunOptions, type ScenarioOptions } from '../support/scenario/scenario.js';
import type { RunStatus } from '../../src/contract/run-status.js';

const quick: ScenarioOptions = { times: shortTimes, paceFactor: 5 };

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ ...quick, ...options });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const states = (status: RunStatus): string[] => status.hosts.map(({ name, state }) => `${name} ${state}`);

/** The command is given once, at the first turn at which the condition holds. */
function once(
  scenario: Scenario,
  when: (status: RunStatus) => boolean,
  command: string,
  detail?: () => Record<string, unknown>,
): RunOptions {
  let given = false;
  return {
    onTurn: () => {
      if (given || !when(scenario.status())) return;
      given = true;
      scenario.command(command, detail?.() ?? {});
    },
  };
}

const uuidOf = (scenario: Scenario, name: string): string => scenario.pool.host(name).uuid;

describe('An upgrade', function () {
  this.timeout(60_000);

  it('goes on with a pool whose coordinator is at the target already: its members only', () =>
    during({ hosts: [{ release: 'xcp-ng-8.3' }, {}, {}] }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state).to.equal('done');
      expect(states(status)).to.have.members(['xs-1 skipped', 'xs-2 done', 'xs-3 done']);
    }));

  it('is refused when the pool has drifted from its frozen plan', () =>
    during({}, async (scenario) => {
      await scenario.makePlan();
      await scenario.clock.runUntil(scenario.openPool().setWlbEnabled(true));
      scenario.command('start');
      const status = await scenario.turn();

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('wlb-turned-on');
      expect(scenario.pool.history.filter(({ event }) => event === 'pool-key-added')).to.deep.equal([]);
    }));

  it('gives each host an address of its own', () =>
    during({}, async (scenario) => {
      await scenario.upgrade();
      const staged = scenario.pool.history.flatMap((entry) => (entry.event === 'staged' ? [entry.detail.url] : []));

      expect(new Set(staged).size).to.equal(3);
    }));

  for (const [what, faults] of [
    ['the reply to host.disable is lost', [{ kind: 'reply-lost', method: 'host.disable' }]],
    ['the reply to the evacuation is lost', [{ kind: 'reply-lost', method: 'Async.host.evacuate' }]],
    ['the reply to the reboot is lost', [{ kind: 'reply-lost', method: 'Async.host.reboot' }]],
    ['the reply to the plugin call is lost', [{ kind: 'reply-lost', method: 'Async.host.call_plugin' }]],
    ['the reboot call never reaches the pool', [{ kind: 'connection-refused', method: 'Async.host.reboot' }]],
    ['the session is lost before the reboot', [{ kind: 'session-lost', method: 'host.reboot' }]],
    ['the host is still booting when it is enabled', [{ kind: 'stays-disabled', host: 'xs-2' }]],
    ['a host does not plug its storage by itself', [{ kind: 'storage-not-attached', host: 'xs-2' }]],
  ] as const) {
    it(`ends well although ${what}`, () =>
      during({ faults }, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state, status.reason).to.equal('done');
        expect(await endState(scenario)).to.deep.include({ unplugged: 0, installed: 3, armed: [] });
        expect(
          scenario.pool.history.some(({ event }) => event === 'fault'),
          'the fault struck',
        ).to.equal(true);
      }));
  }

  it('evacuates a host again when somebody puts it back into service before the reboot', () =>
    during({}, async (scenario) => {
      let meddled = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (meddled || scenario.status().hosts[0]?.state !== 'staging') return;
          meddled = true;
          void scenario.openPool().enableHost(uuidOf(scenario, 'xs-1'));
        },
      });

      expect(meddled).to.equal(true);
      expect(status.state, status.reason).to.equal('done');
    }));
});

describe('A host that fails stops the run, and nothing else is touched:', function () {
  this.timeout(60_000);

  for (const { what, fault, failure, retried } of [
    {
      what: 'its evacuation fails',
      fault: { kind: 'evacuation-fails', host: 'xs-1' },
      failure: 'evacuation-failed',
      retried: 'done',
    },
    {
      what: 'the plugin cannot stage it',
      fault: { kind: 'plugin-fails', host: 'xs-1', fn: 'main' },
      failure: 'staging-failed',
      retried: 'done',
    },
    {
      what: 'its installer never asks for media',
      fault: { kind: 'returns-with-old-version', host: 'xs-1' },
      failure: 'never-fetched',
      retried: 'done',
    },
    {
      what: 'its installer refuses before the disk',
      fault: { kind: 'installer-fetch-fails', host: 'xs-1', phase: 'look-up', path: 'repomd', occurrence: 'every' },
      failure: 'refused-before-disk',
      retried: 'stopped',
    },
    {
      what: 'it never returns',
      fault: { kind: 'never-returns', host: 'xs-1' },
      failure: 'never-returned',
      retried: 'stopped',
    },
    {
      what: 'its agent does not start',
      fault: { kind: 'agent-does-not-start', host: 'xs-1' },
      failure: 'never-returned',
      retried: 'stopped',
    },
  ] as const) {
    it(`${what} (the coordinator)`, () =>
      during({ faults: [fault] }, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state).to.equal('stopped');
        expect(states(status)).to.deep.equal(['xs-1 failed', 'xs-2 queued', 'xs-3 queued']);
        expect(status.hosts[0]?.failure?.kind).to.equal(failure);
        expect(status.hosts[0]?.failure?.nextAction).to.not.equal('');
        const others = scenario.pool.history.filter(
          ({ host, event }) => host !== uuidOf(scenario, 'xs-1') && event === 'staged',
        );
        expect(others).to.deep.equal([]);
        expectInvariants(scenario);

        scenario.command('retry');
        expect((await scenario.turn()).state).to.equal(retried);
      }));
  }

  it('a package that cannot be fetched after the disk is formatted loses the host, and its address stays armed', () =>
    during(
      {
        faults: [
          { kind: 'installer-fetch-fails', host: 'xs-2', phase: 'packages', path: 'kernel', occurrence: 'every' },
        ],
      },
      async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state).to.equal('stopped');
        expect(states(status)).to.deep.equal(['xs-1 done', 'xs-2 failed', 'xs-3 queued']);
        expect(status.changes.find(({ what }) => what.includes('xs-2 has an address'))?.condition).to.include(
          'give-up',
        );

        scenario.command('abort');
        const aborted = await scenario.turn();
        expect(aborted.state, 'an armed address is waited for, not taken away').to.equal('stopped');

        scenario.command('give-up', { host: uuidOf(scenario, 'xs-2') });
        await scenario.turn();
        scenario.command('abort');
        const end = await scenario.turn();
        expect(end.state).to.equal('aborted');
        expect((await scenario.mediaServer.api.grants()).filter(({ state }) => state === 'armed')).to.deep.equal([]);
      },
    ));
});

describe('A person', function () {
  this.timeout(60_000);

  it('pauses between hosts and resumes', () =>
    during({}, async (scenario) => {
      const paused = await scenario.upgrade(
        once(scenario, (status) => status.hosts[0]?.state === 'installing', 'pause'),
      );
      expect(paused.state).to.equal('paused');
      // No pause point between armed and proven: the coordinator is proven before the run holds.
      expect(paused.hosts[0]?.state).to.equal('restoring');

      scenario.command('resume');
      expect((await scenario.turn()).state).to.equal('done');
    }));

  it('approves each host when the plan asks for it', () =>
    during({ request: { approveEachHost: true } }, async (scenario) => {
      let status = await scenario.upgrade();
      for (const name of ['xs-1', 'xs-2', 'xs-3']) {
        expect(status.reason).to.include(`approval of ${name}`);
        scenario.command('approve', { host: uuidOf(scenario, name) });
        status = await scenario.turn();
      }

      expect(status.state).to.equal('done');
    }));

  it('skips a member by name', () =>
    during({}, async (scenario) => {
      const status = await scenario.upgrade(
        once(
          scenario,
          (now) => now.hosts[0]?.state === 'installing',
          'skip',
          () => ({ host: uuidOf(scenario, 'xs-2') }),
        ),
      );

      expect(status.state).to.equal('done');
      expect(states(status)).to.deep.equal(['xs-1 done', 'xs-2 skipped', 'xs-3 done']);
    }));

  it('aborts before the reboot: the host is put back into service, HA is on again, no disk was touched', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await scenario.upgrade(once(scenario, (now) => now.hosts[0]?.state === 'staging', 'abort'));

      expect(status.state).to.equal('aborted');
      expect(await endState(scenario)).to.deep.include({ ha: [true, 1], claim: undefined, installed: 0, armed: [] });
      expect(scenario.pool.history.filter(({ event }) => event === 'disk-formatted')).to.deep.equal([]);
    }));

  it('aborts while a host installs: that host is finished first, and HA is pending until versions agree', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await scenario.upgrade(once(scenario, (now) => now.hosts[0]?.state === 'installing', 'abort'));

      expect(status.state).to.equal('aborted');
      expect(states(status)[0]).to.equal('xs-1 done');
      const ha = status.changes.find(({ what }) => what === 'high availability is off');
      expect(ha?.undo).to.equal('pending');
      expect(ha?.condition).to.include('xe pool-ha-enable');
    }));

  it('who takes the claim over has the pool: the run stops before its next effect', () =>
    during({}, async (scenario) => {
      let taken = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (taken || scenario.status().hosts[0]?.state !== 'done') return;
          taken = true;
          // At once: between a removal and an addition the run may look.
          const { pool } = scenario.pool.world.state;
          pool.otherConfig = { ...pool.otherConfig, drydock_run: 'run-of-bob' };
        },
      });

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('run-of-bob');
    }));
});
