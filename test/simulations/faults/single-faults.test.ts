// What becomes of an upgrade when something goes wrong: the faults of xapi.md 6.5 against the real controller.
import { expect } from 'chai';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { readFaultText } from '../../../src/simulator/faults/read-fault.js';
import { endState, expectInvariants } from '../../support/scenario/check.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../../support/scenario/scenario.js';
import type { RunStatus } from '../../../src/contract/run-status.js';

/** Makes the fault from the beginning of the pool on, so that it may strike in the check. */
async function during(
  text: string | undefined,
  options: ScenarioOptions,
  story: (scenario: Scenario) => Promise<void>,
): Promise<void> {
  const vms = [0, 1, 2, 0].map((host, index) => ({ host, name: `vm-${index + 1}` }));
  const faults = text === undefined ? [] : [readFaultText(text)];
  const scenario = await Scenario.begin({ times: shortTimes, paceFactor: 5, vms, faults, ...options });
  try {
    await story(scenario);
    expect(strikes(scenario), 'the fault struck').not.to.have.length(0);
  } finally {
    await scenario.end();
  }
}

async function expectAllWell(scenario: Scenario, status: RunStatus): Promise<void> {
  expect(status.state, status.reason).to.equal('done');
  expectInvariants(scenario);
  const end = await endState(scenario);
  expect(end).to.deep.include({ unplugged: 0, installed: 3, armed: [], claim: undefined });
  expect(end)
    .to.have.property('hosts')
    .that.deep.equals(['xs-1', 'xs-2', 'xs-3'].map((name) => [name, true, true, '8.3.0', '24.19.2']));
  expect(end)
    .to.have.property('vms')
    .that.deep.equals([
      ['vm-1', 'Running', 'xs-1'],
      ['vm-2', 'Running', 'xs-2'],
      ['vm-3', 'Running', 'xs-3'],
      ['vm-4', 'Running', 'xs-1'],
    ]);
}

function strikes(scenario: Scenario): readonly unknown[] {
  return scenario.pool.history.filter(({ event }) => event === 'fault');
}

const states = (status: RunStatus): string => status.hosts.map(({ state }) => state).join(' ');

describe('An upgrade ends well, and the pool is as it was,', function () {
  this.timeout(60_000);

  for (const text of [
    'returns-slowly host=member-1 factor=20',
    'stays-disabled host=coordinator lasts=10min',
    'still-booting host=coordinator lasts=10min',
    'enabled-by-somebody host=coordinator at=staged',
    'starts-in-emergency host=member-1 error=HOST_MASTER_CANNOT_TALK_BACK lasts=10min',
    'task-lost call=Async.host.evacuate',
    'task-lost call=Async.host.call_plugin',
    'task-lost call=Async.host.reboot',
    'call-slow call=Async.host.evacuate by=10min',
    'no-answer call=host.disable',
    'no-answer call=host.disable done=yes',
    'no-answer call=event.from nth=every',
    'connection-closed call=event.from nth=every',
    'reply-lost call=pool.add_to_other_config',
    'reply-truncated call=Async.host.reboot where=text',
    'malformed-member-name on=host',
    'login-slow nth=2 by=10min',
    'call-hangs call=host.disable',
    'plugin-hangs fn=testUrl host=coordinator nth=2',
    'installer-hangs host=member-1 phase=packages lasts=5min',
    'clock-skew host=member-1 by=-40min',
    'clock-jump host=member-1 by=2h',
    'flag-lags lasts=20min',
    'field-unknown class=VM field=mood nth=every',
    'clustered-storage',
    'port-closed host=member-1 at=staged of=coordinator lasts=10min',
  ]) {
    it(`although ${text}`, () =>
      during(text, {}, async (scenario) => {
        await expectAllWell(scenario, await scenario.upgrade());
      }));
  }

  // Counted from the start of the run: how many calls the check makes before it is none of their business.
  for (const text of [
    'connection-refused nth=30-45',
    'connection-closed nth=30-32',
    'http-500 nth=30-33',
    'reply-truncated nth=30',
    'session-lost nth=50',
    'host-is-slave host=coordinator to=wrong nth=40',
    'host-is-slave host=coordinator to=unreachable nth=40-41',
  ]) {
    it(`although ${text} of the run`, () =>
      during(undefined, {}, async (scenario) => {
        await scenario.makePlan();
        scenario.pool.addFault(readFaultText(text));
        scenario.command('start');
        await expectAllWell(scenario, await scenario.turn());
      }));
  }

  it('although vm-with-local-cd vm=vm-1: the disc is ejected for the run, and back in the drive at its end', () =>
    during('vm-with-local-cd vm=vm-1', { request: { fix: true } }, async (scenario) => {
      const discs = async () => {
        const { vms } = await scenario.clock.runUntil(scenario.openPool().survey());
        return vms.flatMap(({ discs: inserted }) => inserted);
      };
      const before = await discs();
      expect(before).to.have.length(1);

      const status = await scenario.upgrade();

      await expectAllWell(scenario, status);
      expect(await discs()).to.deep.equal(before);
      const ejected = status.changes.filter(({ what }) => what.includes('ejected'));
      expect(ejected.map(({ undo }) => undo)).to.deep.equal(['done']);
    }));

  it('although an external tool switches workload balancing on before the run', () =>
    during('wlb-on', {}, async (scenario) => {
      expect((await scenario.upgrade()).state).to.equal('done');
      expectInvariants(scenario);
      expect(await endState(scenario)).to.have.property('wlb', true);
    }));
});

describe('An upgrade stops before the next host', function () {
  this.timeout(60_000);

  for (const [text, hosts, failure, reason] of [
    ['returns-with-old-version host=member-1', 'done failed queued', 'never-fetched', /old version/],
    ['returns-with-other-uuid host=member-1', 'done failed queued', 'returned-as-another', /does not know the uuid/],
    ['certificate-changed host=member-1', 'done failed queued', 'returned-as-another', /certificate is/],
    ['address-changed host=member-1', 'done failed queued', 'returned-degraded', /address is 127.0.0.4/],
    ['stranger-answers host=coordinator', 'failed queued queued', 'login-refused', /login is refused at 127.0.0.1/],
    ['pbd-unplugged host=member-2 at=host-enabled of=coordinator', 'done failed queued', 'blocked', /storage/],
    ['all-hosts-stay-disabled', 'done failed queued', 'blocked', /disabled/],
    [
      'evacuation-blocked vm=vm-1 at=host-disabled error=VM_REQUIRES_NETWORK',
      'failed queued queued',
      'evacuation-failed',
      /VM_REQUIRES_NETWORK/,
    ],
    ['evacuation-fails vm=vm-4', 'failed queued queued', 'evacuation-failed', /VM_MIGRATE_FAILED/],
    ['vm-left-behind host=coordinator', 'failed queued queued', 'evacuation-failed', /still resident/],
    ['vm-started-by-somebody host=coordinator', 'failed queued queued', 'evacuation-failed', /started-by-somebody/],
    ['vm-with-pci vm=vm-2 at=host-enabled of=coordinator', 'done failed queued', 'blocked', /PCI device/],
    ['vm-snapshot-taken vm=vm-1 lasts=10h at=host-disabled', 'failed queued queued', 'others-at-work', /snapshot/],
    ['rbac-denied call=host.reboot nth=every', 'failed queued queued', 'reboot-refused', /RBAC_PERMISSION_DENIED/],
    [
      'call-arity-mismatch call=host.evacuate',
      'failed queued queued',
      'evacuation-failed',
      /MESSAGE_PARAMETER_COUNT_MISMATCH/,
    ],
    ['plugin-fails fn=main how=missing', 'failed queued queued', 'staging-failed', /XENAPI_MISSING_PLUGIN/],
    ['plugin-fails fn=main how=killed', 'failed queued queued', 'staging-failed', /SIGKILL/],
    ['plugin-answers-wrongly fn=main answer=false', 'failed queued queued', 'staging-failed', /answered "false"/],
    ['plugin-hangs fn=main', 'failed queued queued', 'staging-failed', /not confirmed within/],
    ['installer-hangs host=coordinator', 'failed queued queued', 'never-returned', /has not come back/],
    ['installer-refuses host=member-1 reason=legacy-boot', 'done failed queued', 'never-fetched', /old version/],
    ['installer-has-no-network host=coordinator', 'failed queued queued', 'never-fetched', /never asked for media/],
    ['boot-entry-lost host=member-1', 'done failed queued', 'never-fetched', /old version/],
    [
      'ha-on at=host-disabled of=coordinator',
      'failed queued queued',
      'evacuation-failed',
      /HOST_NOT_ENOUGH_FREE_MEMORY/,
    ],
    ['wlb-on at=host-disabled of=member-1', 'failed queued queued', 'returned-degraded', /Workload balancing is on/],
  ] as const) {
    it(`at ${text}: ${failure}`, () =>
      during(text, {}, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state).to.equal('stopped');
        expect(states(status), status.reason).to.equal(hosts);
        expect(status.reason).to.match(reason);
        const failed = status.hosts.find(({ state }) => state === 'failed');
        expect(failed?.failure?.kind).to.equal(failure);
        expect(failed?.failure?.nextAction).not.to.equal('');
        expectInvariants(scenario);
      }));
  }

  // Nothing has to be evacuated, so nothing else would notice.
  it('when somebody switches HA on after the recheck, before an empty host is rebooted', () =>
    during('ha-on at=host-disabled of=coordinator', { vms: [{ host: 1, name: 'one' }] }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('high availability is on').and.include('xe pool-ha-disable');
      expect(scenario.pool.history.filter(({ event }) => event === 'reboot-called')).to.deep.equal([]);
      expect(await endState(scenario))
        .to.have.property('armed')
        .that.deep.equals(['closed']);
      expectInvariants(scenario);
    }));

  it('when HA cannot be switched off: no host was touched', () =>
    during('ha-disable-hangs', { ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('could not turn high availability off');
      expect(scenario.pool.history.filter(({ event }) => event === 'host-disabled')).to.deep.equal([]);
      expectInvariants(scenario);
    }));
});

describe('An upgrade that something else damages', function () {
  this.timeout(60_000);

  it('is done with HA off, pending with its command, when it cannot be switched on again', () =>
    during('ha-enable-fails', { ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      const change = status.changes.find(({ what }) => what === 'high availability is off');
      expect(change?.undo).to.equal('pending');
      expect(change?.condition).to.include('HA_FAILED_TO_FORM_LIVESET').and.to.include('xe pool-ha-enable');
      expectInvariants(scenario);
    }));

  // No controller can keep a host from losing its power: the guests that went down with it must be named.
  for (const text of ['power-loss host=member-1 at=installer-began of=coordinator lasts=10min']) {
    it(`names the VMs that do not run any more, after ${text}`, () =>
      during(text, {}, async (scenario) => {
        const status = await scenario.upgrade();

        expect(status.state, status.reason).to.equal('done');
        const lost = scenario.pool.history.flatMap((entry) => (entry.event === 'guests-lost' ? entry.detail.vms : []));
        const named = status.changes.filter(({ what }) => what.endsWith('ran before the run and does not now'));
        expect(lost).not.to.have.length(0);
        expect(named).to.have.length(lost.length);
        for (const { undo, condition } of named) {
          expect(undo).to.equal('by-hand');
          expect(condition).to.match(/^xe vm-start uuid=\S+ \(it is halted now\)$/);
        }
        expectInvariants(scenario);
      }));
  }

  it('names a VM that somebody suspends during the run', () =>
    during('vm-suspended vm=vm-2 at=host-disabled of=coordinator', {}, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      const change = status.changes.find(({ what }) => what === 'vm-2 ran before the run and does not now');
      expect(change?.condition).to.match(/^xe vm-resume uuid=/);
      expectInvariants(scenario);
    }));
});

describe('A check refuses the upgrade', () => {
  for (const [text, id] of [
    ['dead-but-enabled host=member-2', 'host-live'],
    ['vm-on-local-disk vm=vm-1', 'evacuable'],
    ['vm-with-vgpu vm=vm-1', 'evacuable'],
    ['vm-paused vm=vm-2', 'evacuable'],
    ['vm-without-tools vm=vm-1', 'evacuable'],
    ['vm-blocked vm=vm-1', 'evacuable'],
    ['vm-immobile vm=vm-1', 'evacuable'],
    ['evacuation-blocked vm=vm-1 error=VM_INCOMPATIBLE_WITH_THIS_HOST', 'evacuable'],
    ['plugin-fails fn=testUrl how=unknown-function', 'media-reachable'],
    ['pbd-unplugged host=member-1', 'evacuable'],
  ] as const) {
    it(`at ${text}: ${id}`, () =>
      during(text, {}, async (scenario) => {
        const { plan, check } = await scenario.makePlan();

        expect(plan).to.equal(null);
        const failing = check.results.filter(({ severity }) => severity === 'failure').map((result) => result.id);
        expect(failing).to.include(id);
        expect(scenario.pool.history.filter(({ event }) => event === 'host-disabled')).to.deep.equal([]);
      }));
  }

  it('at vm-with-local-cd vm=vm-1, unless the run may eject the disc: discs-ejected and evacuable', () =>
    during('vm-with-local-cd vm=vm-1', { request: { fix: false } }, async (scenario) => {
      const { plan, check } = await scenario.makePlan();

      expect(plan).to.equal(null);
      const failing = check.results.filter(({ severity }) => severity === 'failure');
      expect(failing.map(({ id, subject, fixable }) => [id, subject, fixable])).to.deep.equal([
        ['discs-ejected', 'vm-1', true],
        ['evacuable', 'vm-1', true],
      ]);
    }));

  it('when no host answers: POOL_UNREADABLE with what each answered', () =>
    during('connection-refused nth=every', {}, async (scenario) => {
      const error: unknown = await scenario.makePlan().catch((refusal: unknown) => refusal);

      expect(error).to.be.instanceOf(DrydockError);
      expect(error).to.have.property('code', 'POOL_UNREADABLE');
      expect((error as DrydockError).details.found).to.include('127.0.0.3: ECONNREFUSED');
    }));
});

describe('A check asks again', function () {
  this.timeout(60_000);

  for (const text of [
    'connection-closed call=host.call_plugin',
    'connection-closed call=host.get_vms_which_prevent_evacuation nth=1-4',
    'connection-refused call=host.call_plugin nth=2',
    'reply-lost call=host.call_plugin nth=3',
    'http-500 call=host.call_plugin nth=5-6',
    'host-is-slave host=coordinator to=unreachable call=host.call_plugin',
    'connection-closed call=VM_guest_metrics.get_all_records nth=1-2',
    'session-lost call=host.call_plugin nth=4',
  ]) {
    it(`and knows everything, after ${text}`, () =>
      during(text, {}, async (scenario) => {
        const { plan, check } = await scenario.makePlan();

        expect(check.results.filter(({ severity }) => severity === 'unknown')).to.deep.equal([]);
        expect(plan).not.to.equal(null);
      }));
  }
});

describe('A check that is not answered', function () {
  this.timeout(60_000);

  it('asks no question more than twice again', () =>
    during('connection-closed call=host.call_plugin nth=every', {}, async (scenario) => {
      const { plan, check } = await scenario.makePlan();

      expect(plan).to.equal(null);
      const unknown = check.results.filter(({ severity }) => severity === 'unknown').map(({ id }) => id);
      expect(new Set(unknown)).to.deep.equal(new Set(['media-reachable', 'plugin-fit', 'partition-layout']));
      // Each of three hosts is asked its first question, and that one again.
      expect(strikes(scenario)).to.have.length(9);
    }));

  it('does not ask again who has let a whole deadline pass', () =>
    during('call-hangs call=host.call_plugin nth=every', {}, async (scenario) => {
      const { plan } = await scenario.makePlan();

      expect(plan).to.equal(null);
      expect(strikes(scenario)).to.have.length(3);
    }));
});
