/** A rehearsal of a whole upgrade: its numbers, what blocks it, how faults end, and that the same seed gives the same. */
import { expect } from 'chai';
import type { PlanRequest } from '../../../src/contract/control.js';
import { rehearsalSchema, type Rehearsal } from '../../../src/contract/rehearsal.js';
import { rehearse, type RehearsalOptions } from '../../../src/daemon/rehearsal/rehearse.js';
import { rehearseOnce, type RehearsedRun } from '../../../src/daemon/rehearsal/rehearsed-run.js';
import { spreadOf } from '../../../src/daemon/rehearsal/spread.js';
import { readFaultText } from '../../../src/simulator/faults/read-fault.js';
import type { SimulatedPoolOptions } from '../../../src/simulator/simulated-pool.js';
import { packMedium, type PackOptions } from '../../support/pack-medium.js';
import { scenarioMedium } from '../../support/scenario/scenario-medium.js';
import { poolForTest } from '../../support/simulator-pool.js';
import { recordsOfPool } from '../../support/twin-records.js';
import { controlDomainMemory } from '../../../src/installer/control-domain-memory.js';
import { drivingMedium } from '../../support/controller-evidence.js';

const minute = 60_000;
const gibibyte = 1024 ** 3;

interface Wish {
  readonly pool?: Partial<SimulatedPoolOptions>;
  readonly request?: Partial<PlanRequest>;
  readonly faults?: readonly string[];
  readonly runs?: number;
  readonly seed?: number;
  readonly vmPolicies?: RehearsalOptions['vmPolicies'];
  /** By what the request calls it. */
  readonly packs?: RehearsalOptions['packs'];
}

const plainRequest = {
  ...{ pool: 'lab', order: [], only: [], accept: [], fix: false, by: 'ann', approveEachHost: false, soakMinutes: 0 },
};

async function rehearsalOf({
  pool = {},
  request = {},
  faults = [],
  runs = 1,
  seed = 1,
  vmPolicies = [],
  packs = new Map(),
}: Wish): Promise<Rehearsal> {
  const original = await poolForTest({ hosts: 2, vms: 2, release: 'xcp-ng-8.2', ...pool });
  const records = await recordsOfPool(original);
  const before = original.pool.history.length;
  const medium = await scenarioMedium();
  const rehearsal = await rehearse({
    hardware: () => Promise.resolve(drivingMedium()),
    ...{ records, recordsFile: null, medium, runs, seed, vmPolicies, packs },
    faults: faults.map((text) => ({ text, fault: readFaultText(text) })),
    request: { ...plainRequest, media: medium.manifest.id, ...request },
    signal: new AbortController().signal,
  });
  expect(original.pool.history.slice(before), 'what happened to the original').to.deep.equal([]);
  return rehearsalSchema.parse(rehearsal);
}

describe('A rehearsal', () => {
  for (const rebootBy of ['person', 'drydock'] as const) {
    it(`of Manual mode sends a person to the consoles of the twin, where ${rebootBy === 'person' ? 'he' : 'Drydock'} reboots`, async () => {
      const rehearsal = await rehearsalOf({ request: { mode: 'manual', rebootBy } });

      expect(rehearsal.verdict).to.equal('goes-through');
      expect(rehearsal.runs.map(({ state }) => state)).to.deep.equal(['done']);
    });
  }

  it('goes by the policies of VMs in the configuration, as the plan of the controller does', async () => {
    const vmPolicies = [{ pool: 'lab', vm: 'vm-1', policy: 'stop' as const }];
    const rehearsal = await rehearsalOf({ vmPolicies });
    expect(rehearsal.verdict).to.equal('goes-through');
    expect(rehearsal.plan.join('\n')).to.match(/vm-1 .*shut down/);
  });

  it('tells how long the plan takes on several seeds, per host and in all, and how often each VM moves', async () => {
    const rehearsal = await rehearsalOf({ runs: 3 });

    expect(rehearsal.verdict).to.equal('goes-through');
    expect(rehearsal.runs.map(({ seed, state }) => [seed, state])).to.deep.equal(
      [1, 2, 3].map((seed) => [seed, 'done']),
    );
    const durations = rehearsal.runs.map(({ duration }) => duration).sort((left, right) => left - right);
    expect(rehearsal.duration).to.deep.equal({ least: durations[0], median: durations[1], most: durations[2] });
    expect(durations[0]).to.be.greaterThan(30 * minute);
    expect(durations[2])
      .to.be.lessThan(4 * 60 * minute)
      .and.greaterThan(durations[0] ?? 0);
    expect(rehearsal.hosts.map(({ name, coordinator }) => [name, coordinator])).to.deep.equal([
      ['xs-1', true],
      ['xs-2', false],
    ]);
    for (const { duration } of rehearsal.hosts) expect(duration?.least).to.be.greaterThan(10 * minute);
    // Away from the first host and, with the other, from the second; then each one home.
    expect(rehearsal.migrations.vms.map(({ name }) => name)).to.have.members(['vm-1', 'vm-2']);
    expect(rehearsal.migrations.total?.median).to.equal(
      rehearsal.migrations.vms.reduce((sum, { most }) => sum + most, 0),
    );
    expect(rehearsal.cannotKnow).to.not.deep.equal([]);
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const [first, again, other] = [await rehearsalOf({}), await rehearsalOf({}), await rehearsalOf({ seed: 9 })];

    expect(again).to.deep.equal(first);
    expect(other.duration).to.not.deep.equal(first.duration);
  });

  it('names the step that leaves the least memory, with what has to move and what is free', async () => {
    const pool = {
      hosts: [{ memory: 64 * gibibyte }, { memory: 24 * gibibyte }],
      vms: [
        { host: 0, memory: 16 * gibibyte },
        { host: 1, memory: 4 * gibibyte },
      ],
    };

    const { tightest } = await rehearsalOf({ pool });

    // 24 GiB, less its control domain and the guest of 4.
    const free = 20 * gibibyte - controlDomainMemory(24 * gibibyte, '3.2.0');
    expect(tightest).to.deep.equal({ host: 'xs-1', needed: 16 * gibibyte, free });
  });

  it('says what blocks before the run, by assessment and subject, and runs nothing', async () => {
    const pool = { vms: [{ name: 'pinned', host: 1, disk: 'local' }] } as const;

    const rehearsal = await rehearsalOf({ pool, faults: ['never-returns@1'] });

    expect(rehearsal).to.deep.include({ verdict: 'blocked', runs: [], duration: null, faults: [] });
    const [blocked] = rehearsal.blocked;
    expect(blocked).to.deep.include({
      ...{ moment: 'before the run', at: null, host: 'pinned', assessments: ['evacuable'] },
    });
    expect(blocked?.nextAction).to.not.equal('');
  });

  it('does not call blocking what the run itself puts right', async () => {
    const vms = [
      { name: 'pinned', host: 1, disk: 'local' },
      { name: 'with a disc', host: 0, localCd: true },
    ] as const;
    const blocking = async (fix: boolean): Promise<readonly string[]> =>
      (await rehearsalOf({ pool: { vms }, request: { fix } })).blocked.flatMap(({ assessments }) => assessments);

    expect(await blocking(false)).to.include.members(['evacuable', 'discs-ejected']);
    expect(await blocking(true))
      .to.include('evacuable')
      .and.not.include('discs-ejected');
  });

  it('says where in the run it would be blocked, by assessment and host: what HA hid shows once it is off', async () => {
    const vms = [{ name: 'pinned', host: 1, disk: 'local' }] as const;
    const pool = { ha: { enabled: true, failuresToTolerate: 1 }, vms };

    const rehearsal = await rehearsalOf({ pool, request: { fix: true } });

    expect(rehearsal).to.deep.include({ verdict: 'stops', duration: null });
    const [blocked] = rehearsal.blocked;
    expect(blocked).to.deep.include({ host: 'xs-2', assessments: ['evacuable'], seed: 1 });
    expect(blocked?.reason).to.contain('pinned');
    expect(blocked?.at).to.be.greaterThan(rehearsal.hosts[0]?.duration?.least ?? Infinity);
  });

  it("runs the administrator's own plan: order, fixes, accepted findings, pause points", async () => {
    const pool = { hosts: 3, ha: { enabled: true, failuresToTolerate: 1 }, vms: 3 };
    const request = { fix: true, approveEachHost: true, soakMinutes: 30, order: ['xs-1', 'xs-3', 'xs-2'] };

    const rehearsal = await rehearsalOf({ pool, request });

    expect(rehearsal.verdict).to.equal('goes-through');
    expect(rehearsal.hosts.map(({ name }) => name)).to.deep.equal(['xs-1', 'xs-3', 'xs-2']);
    expect(rehearsal.runs[0]?.approvals).to.equal(3);
    expect(rehearsal.hosts[0]?.duration?.least).to.be.greaterThan(40 * minute);
    expect((await rehearsalOf({ pool })).blocked.flatMap(({ assessments }) => assessments)).to.include('ha-off');
  });

  it('tells how each fault ends, in a run of its own: when, on which host, as what, and what to do next', async () => {
    const faults = ['never-returns@xs-2', 'returns-with-old-version@xs-1', 'plugin-fails@1,fn=getEUA'];

    const rehearsal = await rehearsalOf({ faults });

    expect(rehearsal.verdict, 'of the run without faults').to.equal('goes-through');
    const [never, old, nothing] = rehearsal.faults;
    expect(never).to.deep.include({
      fault: faults[0],
      strikes: 1,
      state: 'stopped',
      host: 'xs-2',
      failure: 'never-returned',
    });
    expect(never?.at).to.be.greaterThan(rehearsal.hosts[0]?.duration?.least ?? Infinity);
    expect(never?.nextAction).to.contain('console');
    expect(old).to.deep.include({ strikes: 1, state: 'stopped', host: 'xs-1' });
    expect(nothing).to.deep.include({ strikes: 0, state: 'done' });
  });

  it('fetches by the manifest: a file that the medium does not have is missing in the rehearsal as well', async () => {
    const medium = await scenarioMedium();
    const [lost] = medium.manifest.files.filter(({ role }) => role === 'package');
    const rehearsal = await rehearsalOf({
      faults: [`installer-fetch-fails@0,occurrence=every,path=${lost?.path ?? ''}`],
    });

    expect(rehearsal.faults[0]).to.deep.include({ state: 'stopped', host: 'xs-1' });
    expect(rehearsal.faults[0]?.reason).to.not.equal('');
  });

  describe('of a plan with a pack', () => {
    // Under an alias, as a person may name it.
    const request = { packs: ['our-pack'] };
    const pool = { hosts: 1, vms: 0 };
    const twinWith = async (pack: PackOptions): Promise<RehearsedRun> => {
      const original = await poolForTest({ ...pool, release: 'xcp-ng-8.2' });
      const medium = await scenarioMedium();
      return rehearseOnce({
        ...{ records: await recordsOfPool(original), medium, vmPolicies: [], seed: 1, faults: [] },
        packs: new Map([['our-pack', await packMedium(pack)]]),
        hardware: () => Promise.resolve(drivingMedium()),
        request: { ...plainRequest, media: medium.manifest.id, ...request },
        signal: new AbortController().signal,
      });
    };
    const withPack = async (pack: PackOptions, wish: Wish = {}): Promise<Rehearsal> =>
      rehearsalOf({ pool, ...wish, request, packs: new Map([['our-pack', await packMedium(pack)]]) });

    for (const { guidance, reboots } of [
      { guidance: '', reboots: 1 },
      { guidance: 'restartHost', reboots: 2 },
    ]) {
      const restarts = guidance === '' ? 'without a restart' : 'with the restart that it asks for';
      it(`goes the whole way with it, ${restarts}: it is sent, installed and taken off again`, async () => {
        const { twin, ended } = await twinWith({ guidance });

        expect(ended?.status.state, ended?.status.reason).to.equal('done');
        expect(ended?.status.hosts.map(({ packs }) => packs)).to.deep.equal([
          [{ name: 'example-pack', installed: true }],
        ]);
        const count = (name: string): number => twin.history.filter(({ event }) => event === name).length;
        expect(['disk-created', 'update-applied', 'disk-destroyed', 'reboot-called'].map(count)).to.deep.equal([
          ...[1, 1, 1, reboots],
        ]);
      });
    }

    it('tells how it ends when a host refuses it, and what to do then', async () => {
      const faults = ['call-fails method=pool_update.precheck error=UPDATE_PRECHECK_FAILED_OUT_OF_SPACE,ref,1,2'];
      const { faults: ends } = await withPack({}, { faults });

      expect(ends[0]).to.deep.include({ strikes: 1, state: 'stopped', host: 'xs-1', failure: 'pack-failed' });
      expect(ends[0]?.nextAction).to.contain('retry');
    });

    it('is blocked by a pack for another release as the real plan is', async () => {
      const rehearsal = await withPack({ name: 'old-hotfix', requires: ['XenServer 7.1'] });

      expect(rehearsal.verdict).to.equal('blocked');
      expect(rehearsal.blocked.flatMap(({ assessments }) => assessments)).to.deep.equal(['packs-fit']);
    });
  });

  it('ends when it is interrupted', async () => {
    const original = await poolForTest({ hosts: 2, vms: 0 });
    const interruption = new AbortController();
    const medium = await scenarioMedium();
    const ended = rehearse({
      hardware: () => Promise.resolve(drivingMedium()),
      ...{ records: await recordsOfPool(original), recordsFile: null, medium, runs: 50, seed: 1, faults: [] },
      request: { ...plainRequest, media: medium.manifest.id },
      signal: interruption.signal,
      onRun: () => interruption.abort(new Error('enough')),
    });

    expect(await ended.catch((error: unknown) => String(error))).to.equal('Error: enough');
  });
});

describe('The spread of several runs', () => {
  it('is nothing of nothing, the same thrice of one, and the middle of the two middle ones of an even number', () => {
    expect(spreadOf([])).to.equal(null);
    expect(spreadOf([5])).to.deep.equal({ least: 5, median: 5, most: 5 });
    expect(spreadOf([10, 2, 4, 8])).to.deep.equal({ least: 2, median: 6, most: 10 });
  });
});
