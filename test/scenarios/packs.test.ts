// Supplemental packs with an upgrade: sent once, installed on each host when it is proven, taken off the pool at the end.
import { expect } from 'chai';
import type { RunStatus } from '../../src/contract/run-status.js';
import { packUuid } from '../support/pack-medium.js';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { happened, packsCutAt, undisturbedPacks, withPack } from '../support/scenario/pack-runs.js';

function imageChange({ changes }: RunStatus): RunStatus['changes'][number] | undefined {
  return changes.find(({ what }) => what.includes('the image of the pack'));
}

describe('A run with a supplemental pack', function () {
  this.timeout(60_000);

  it('sends it once, installs it on each host, and leaves no image behind', () =>
    withPack({}, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(happened(scenario)).to.deep.equal({ disks: 1, gone: 1, applied: 3, reboots: 3 });
      expect(status.hosts.map(({ packs }) => packs)).to.deep.equal(
        Array.from({ length: 3 }, () => [{ name: 'example-pack', installed: true }]),
      );
      expect(imageChange(status)).to.include({ undo: 'done' });
      expectInvariants(scenario);
      // Before the host counts as done, and never on a host that is not proven.
      const order = scenario.pool.history.filter(({ event }) => event === 'installed' || event === 'update-applied');
      expect(order.map(({ event, host }) => `${event} ${host}`)).to.deep.equal(
        (scenario.plan?.hosts ?? []).flatMap(({ uuid }) => [`installed ${uuid}`, `update-applied ${uuid}`]),
      );
    }));

  it('restarts an emptied host whose pack asks for it, and it is in service again afterwards', () =>
    withPack({ pack: { guidance: 'restartHost' }, hosts: 2, vms: 2 }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(happened(scenario)).to.deep.include({ applied: 2, reboots: 4 });
      const { hosts, vms, unplugged } = (await endState(scenario)) as {
        hosts: unknown[][];
        vms: unknown;
        unplugged: number;
      };
      expect(hosts.map(([, enabled]) => enabled)).to.deep.equal([true, true]);
      expect([unplugged, JSON.stringify(vms)]).to.satisfy(
        ([count, text]: [number, string]) => count === 0 && !text.includes('Halted'),
      );
      expect(scenario.pool.history.filter(({ event }) => event === 'installed')).to.have.length(2);
      expectInvariants(scenario);
    }));

  it('restarts the toolstack where the pack asks for that, the coordinator included, and no host', () =>
    withPack({ pack: { guidance: 'restartXAPI' }, hosts: 2, vms: 0 }, async (scenario) => {
      const status = await scenario.upgrade();

      expect(status.state, status.reason).to.equal('done');
      expect(happened(scenario)).to.deep.include({ applied: 2, reboots: 2 });
      const restarts = scenario.ledger().attempts.filter(({ request }) => request.effect === 'restart-toolstack');
      expect(restarts.map(({ outcome }) => outcome?.result)).to.deep.equal(['confirmed', 'confirmed']);
      expectInvariants(scenario);
    }));

  it('refuses a base medium that is named as a pack', () =>
    withPack({}, async (scenario) => {
      const planned = scenario.check({ packs: [scenario.medium.manifest.id] });
      let code: unknown;
      await planned.catch((error: unknown) => (code = (error as { code?: unknown }).code));
      expect(code).to.equal('MEDIA_NOT_A_PACK');
    }));

  describe('that goes wrong', () => {
    for (const { faults, what, retried } of [
      { faults: ['upload-cut occurrence=1'], what: 'an upload that is cut is begun anew by itself', retried: false },
      {
        faults: ['call-fails method=pool_update.introduce error=INVALID_UPDATE,signature'],
        what: 'a pack that the pool refuses stops the run',
        retried: true,
      },
      {
        faults: ['call-fails method=pool_update.precheck error=UPDATE_PRECHECK_FAILED_OUT_OF_SPACE,ref,1,2'],
        what: 'a host that refuses it in the precheck stops the run',
        retried: true,
      },
      {
        faults: ['call-fails method=pool_update.apply error=UPDATE_APPLY_FAILED,rpm'],
        what: 'an installation of it that fails stops the run',
        retried: true,
      },
      {
        faults: ['call-fails-at-end method=pool_update.apply error=UPDATE_APPLY_FAILED,rpm'],
        what: 'an installation that is told to have failed and is there all the same counts by the facts',
        retried: false,
      },
    ] as const) {
      it(`${what}, and ends well`, () =>
        withPack({ faults, hosts: 2, vms: 0 }, async (scenario) => {
          let status = await scenario.upgrade();
          if (retried) {
            expect(status.state, status.reason).to.equal('stopped');
            const [first] = status.hosts;
            expect(first?.failure?.kind).to.equal('pack-failed');
            expect(first?.failure?.nextAction).to.match(/drydock upgrade retry/);
            expect(first?.packs).to.deep.equal([{ name: 'example-pack', installed: false }]);
            expectInvariants(scenario);
            scenario.command('retry');
            status = await scenario.turn();
          }
          expect(status.state, status.reason).to.equal('done');
          const { disks, gone, applied } = happened(scenario);
          expect([applied, disks - gone]).to.deep.equal([2, 0]);
          expectInvariants(scenario);
        }));
    }

    it('a host that has it already is as wanted', () =>
      withPack(
        { hosts: 1, vms: 0, faults: ['call-fails method=pool_update.apply error=UPDATE_ALREADY_APPLIED,ref'] },
        async (scenario) => {
          const status = await scenario.upgrade();
          // It is not there in truth: the pool is asked, and the run stops rather than believe it.
          expect(status.state).to.equal('stopped');
          expect(status.hosts[0]?.failure?.kind).to.equal('pack-failed');
        },
      ));

    it('an image that cannot be taken away is named with the command that does it, and the run ends', () =>
      withPack(
        {
          hosts: 1,
          vms: 0,
          faults: ['call-fails method=pool_update.pool_clean occurrence=every error=INTERNAL_ERROR'],
        },
        async (scenario) => {
          const status = await scenario.upgrade();
          expect(status.state, status.reason).to.equal('done');
          expect(imageChange(status)).to.deep.include({ undo: 'by-hand' });
          expect(imageChange(status)?.condition).to.match(new RegExp(`^xe update-pool-clean uuid=${packUuid}`));
          expectInvariants(scenario);
        },
      ));

    it('an aborted run installs no more packs, and takes the image away', () =>
      withPack(
        {
          hosts: 1,
          vms: 0,
          faults: ['call-fails method=pool_update.precheck error=UPDATE_PRECHECK_FAILED_CONFLICT_PRESENT,ref'],
        },
        async (scenario) => {
          expect((await scenario.upgrade()).state).to.equal('stopped');
          scenario.command('abort');
          const status = await scenario.turn();
          expect(status.state, status.reason).to.equal('aborted');
          const { applied, disks, gone } = happened(scenario);
          expect([applied, disks - gone]).to.deep.equal([0, 0]);
          expectInvariants(scenario);
        },
      ));
  });

  it('survives the loss of the controller at a boundary of its effects as if nothing had happened', async () => {
    const { boundaries, end } = await undisturbedPacks();
    expect(boundaries.length).to.be.greaterThan(12);

    // Here a sample; test/simulations/packs-at-every-boundary.test.ts takes them all.
    for (let cut = 0; cut < boundaries.length; cut += 4) {
      const after = await packsCutAt(cut);
      expect(after.place).to.equal(boundaries[cut]);
      expect(after.end, after.place).to.deep.equal(end);
    }
  });
});
