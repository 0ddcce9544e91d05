import { expect } from 'chai';
import type { PathDocument } from '../../../src/contract/upgrade-path.js';
import { planPath } from '../../../src/controller/hops/plan-path.js';
import { startOfPool } from '../../../src/controller/hops/start-of-pool.js';
import { findPathRelease, nearestRelease, type PathRelease } from '../../../src/releases/paths/path-release.js';
import { makeSurvey, makeVmSurvey } from '../../support/controller-evidence.js';
import { makeHost, makePool, makeVm, versions82 } from '../../support/controller-facts.js';

function release(name: string): PathRelease {
  const found = findPathRelease(name);
  if (found === undefined) throw new Error(`no release ${name}`);
  return found;
}

function path(from: string, to?: string, stored: Readonly<Record<string, readonly string[]>> = {}): PathDocument {
  const oldest = release(from);
  return planPath({
    pool: null,
    start: { oldest, coordinator: oldest, mixed: null },
    to: to === undefined ? undefined : release(to),
    stored: new Map(Object.entries(stored)),
    seen: undefined,
  });
}

function names({ hops, from }: PathDocument): readonly string[] {
  return [from.name, ...hops.map(({ to }) => to.name)];
}

function lossIds({ hops }: PathDocument): readonly string[][] {
  return hops.map(({ losses }) => losses.map(({ id }) => id));
}

describe('The planner of hops', () => {
  it('takes one hop where the installer and the vendor allow it', () => {
    const { hops, possible } = path('citrix-hypervisor-8.2-cu1', 'xenserver-8');
    expect(possible).to.equal(true);
    expect(hops.map(({ mode, hotfix }) => [mode, hotfix?.name, hotfix?.weight])).to.deep.equal([
      ['automatic', 'RPU005', 'needed'],
    ]);
    expect(hops[0]?.vendor.says).to.equal('supported');
  });

  it('goes by 8.2 CU1 to XenServer 8, since the vendor supports no other start, and tells of the shorter way', () => {
    const found = path('xenserver-7.6', 'xenserver-8');
    expect(names(found)).to.deep.equal(['XenServer 7.6', 'Citrix Hypervisor 8.2 CU1', 'XenServer 8']);
    const shorter = found.alternatives.find(({ releases }) => releases.length === 2);
    expect(shorter?.why).to.match(/shorter; XenServer supports .* 8.2 CU1 alone/);
  });

  it('brings a host of 6.5 to XCP-ng 8.3 through two releases, with the hotfix of 2016 first', () => {
    const found = path('xenserver-6.5', 'xcp-ng-8.3');
    expect(found.hops).to.have.length(3);
    expect(found.hops[0]?.hotfix).to.include({ name: 'RPU002', weight: 'needed' });
    expect(found.hops.every(({ mode }) => mode === 'automatic')).to.equal(true);
    expect(found.hops.at(-2)?.to.name).to.equal('XCP-ng 8.2.1');
  });

  it('brings hosts older than 5.6 by hand through every release up to it, and those of 5.6 by hand to one that has the plugin', () => {
    const found = path('xenserver-5.0', 'xenserver-6.5');
    expect(names(found)).to.deep.equal(['XenServer 5.0', 'XenServer 5.5', 'XenServer 5.6', 'XenServer 6.5']);
    expect(found.hops.map(({ mode }) => mode)).to.deep.equal(['manual', 'manual', 'manual']);
    for (const { whyManual } of found.hops) expect(whyManual).to.match(/disc|plugin/);
    expect(found.hops[0]?.next.join()).to.match(/vendor's disc/);
  });

  it('goes to XenServer 9 through XenServer 8, whose plugin does not ask for isolinux.cfg; the way by hand is told', () => {
    const found = path('citrix-hypervisor-8.2-cu1', 'xenserver-9');
    expect(names(found)).to.deep.equal(['Citrix Hypervisor 8.2 CU1', 'XenServer 8', 'XenServer 9']);
    expect(found.alternatives.map(({ why }) => why).join()).to.match(/by hand/);
    expect(lossIds(found)[1]).to.include('legacy-boot');
    expect(lossIds(found)[0]).to.not.include('legacy-boot');
  });

  it('prefers media that are in the store to others that would do as well, and names what has to be imported', () => {
    const without = path('xenserver-6.5', 'citrix-hypervisor-8.2-cu1');
    expect(names(without)[1]).to.equal('XenServer 7.1');
    expect(without.hops[0]?.next[0]).to.match(/^drydock media import .*--id xenserver-7.1$/);

    const found = path('xenserver-6.5', 'citrix-hypervisor-8.2-cu1', { 'xenserver-7.4': ['xs74'] });
    expect(names(found)[1]).to.equal('XenServer 7.4');
    expect(found.hops[0]?.media).to.deep.equal(['xs74']);
    expect(found.hops[0]?.next).to.deep.equal([
      'drydock check POOL --media xs74',
      'drydock upgrade plan POOL --media xs74 --fix',
    ]);
    expect(found.alternatives[0]?.why).to.match(/media to import: XenServer 7.1/);
  });

  it('never lengthens the way for the sake of a medium in the store', () => {
    const found = path('xcp-ng-8.2.1', 'xcp-ng-8.3', {});
    expect(found.hops).to.have.length(1);
  });

  it('has no way down, and none from XCP-ng to XenServer, and says by whom it is not supported and what is possible', () => {
    const down = path('xenserver-8', 'xenserver-7.6');
    expect([down.possible, down.impossible]).to.deep.equal([
      false,
      'XenServer 7.6 is not newer than XenServer 8; there is no way down.',
    ]);
    expect(down.reachable.map(({ to }) => to.name)).to.include('XenServer 9');

    const back = path('xcp-ng-8.3', 'xenserver-8');
    expect(back.impossible).to.match(/^Neither vendor supports/);
    expect(back.impossible).to.match(/Install XenServer anew/);
  });

  it('goes from XenServer to XCP-ng, and tells what the change of brand costs', () => {
    const found = path('citrix-hypervisor-8.2-cu1', 'xcp-ng-8.3');
    expect(found.hops).to.have.length(1);
    expect(lossIds(found)[0]).to.include.members(['clustering', 'vendor-hotfixes', 'health-check']);
    expect(lossIds(path('xcp-ng-8.2.1', 'xcp-ng-8.3'))[0]).to.not.include('clustering');
  });

  it('names a loss at the hop that crosses its release, and at no other', () => {
    const found = path('xenserver-6.2', 'xenserver-8');
    const crossing = (id: string): readonly number[] =>
      lossIds(found).flatMap((ids, index) => (ids.includes(id) ? [index] : []));
    expect(names(found)).to.deep.equal(['XenServer 6.2', 'XenServer 7.1', 'Citrix Hypervisor 8.2 CU1', 'XenServer 8']);
    expect(crossing('storagelink')).to.deep.equal([0]);
    expect(crossing('local-storage')).to.deep.equal([0]);
    expect(crossing('quiesced-snapshots')).to.deep.equal([1]);
    expect(crossing('pv-guests')).to.deep.equal([1]);
    expect(crossing('health-check')).to.deep.equal([2]);
    expect(crossing('control-domain-changes')).to.deep.equal([0, 1, 2]);
  });

  it('shows everything reachable without a goal', () => {
    const { reachable, hops, possible } = path('xcp-ng-8.2.1');
    expect([possible, hops]).to.deep.equal([true, []]);
    expect(reachable.map(({ to }) => to.id)).to.deep.equal(['xcp-ng-8.3']);
    expect(path('xenserver-4.1').reachable.at(-1)?.byHand).to.equal(4);
  });

  it('is there already where the release is the one that runs', () => {
    expect(path('xcp-ng-8.3', 'xcp-ng-8.3')).to.include({ possible: true, impossible: null });
    expect(path('xcp-ng-8.3', 'xcp-ng-8.3').hops).to.deep.equal([]);
  });
});

describe('The names of releases', () => {
  it('are ids, names, or a brand with a product number; a misspelt one is told the nearest', () => {
    for (const [text, name] of [
      ['xenserver-6.5', 'XenServer 6.5'],
      ['XCP-ng 8.3', 'XCP-ng 8.3'],
      ['citrix-hypervisor-8.2.1', 'Citrix Hypervisor 8.2 CU1'],
      ['xenserver-8.2.1', 'Citrix Hypervisor 8.2 CU1'],
      ['xenserver-8.4', 'XenServer 8'],
      ['xcp-ng-8.2', 'XCP-ng 8.2'],
    ] as const) {
      expect(findPathRelease(text)?.name, text).to.equal(name);
    }
    expect(findPathRelease('xenserver-10')).to.equal(undefined);
    expect(nearestRelease('xcpng-8.3')).to.equal('xcp-ng-8.3');
  });
});

describe('A pool and the planner of hops', () => {
  const at83 = { ...versions82, product: '8.3.0', platform: '3.4.0', xapi: '24.19.2' };

  it('that is half upgraded is finished first, with a medium of the coordinator’s release', () => {
    const pool = makePool({ hosts: [makeHost(1, { versions: at83 }), makeHost(2), makeHost(3)] });
    const start = startOfPool(pool);
    expect(start.mixed).to.match(/The coordinator runs XCP-ng 8.3; 2 of 3 hosts do not yet/);
    const found = planPath({
      ...{ pool: 'lab', start, to: release('xcp-ng-8.3'), stored: new Map([['xcp-ng-8.3', ['xcp83']]]) },
      seen: { pool, survey: undefined },
    });
    expect(found.hops.map(({ kind, to }) => [kind, to.name])).to.deep.equal([['finish', 'XCP-ng 8.3']]);
    expect(found.hops[0]?.next.at(-1)).to.equal('drydock upgrade plan lab --media xcp83 --fix');
  });

  it('whose member is newer than its coordinator cannot be finished', () => {
    const pool = makePool({ hosts: [makeHost(1), makeHost(2, { versions: at83 })] });
    const found = planPath({
      ...{ pool: 'lab', start: startOfPool(pool), to: undefined, stored: new Map() },
      seen: undefined,
    });
    expect(found.possible).to.equal(false);
    expect(found.impossible).to.match(/cannot be finished: .* no way down/);
  });

  it('of a release that nobody has described yet is led by its own versions', () => {
    const versions = { ...versions82, product: '8.9.0', platform: '3.6.0' };
    const start = startOfPool(makePool({ hosts: [makeHost(1, { versions })] }));
    expect(start.coordinator.name).to.equal('XCP-ng 8.9.0');
    const found = planPath({ pool: 'lab', start, to: release('xcp-ng-8.3'), stored: new Map(), seen: undefined });
    expect(found.impossible).to.match(/is not newer than XCP-ng 8.9.0/);
  });

  it('is told which of the losses concern it, which do not, and which cannot be known', () => {
    const vms = [makeVm('old', 1)];
    const srs = [{ uuid: 'sr-f', name: 'san', type: 'lvmofcoe', shared: true }];
    const pool = makePool({ hosts: [makeHost(1)], vms, srs, pbds: [] });
    const survey = makeSurvey(pool, { vms: [makeVmSurvey('vm-old-uuid', { paravirtual: true })] });
    const start = startOfPool(pool);
    const of82 = { oldest: release('xcp-ng-8.2'), coordinator: release('xcp-ng-8.2'), mixed: null };
    const found = planPath({
      ...{ pool: 'lab', start: of82, to: release('xcp-ng-8.3'), stored: new Map() },
      seen: { pool, survey },
    });
    const told = new Map(found.hops.flatMap(({ losses }) => losses.map((loss) => [loss.id, loss])));
    expect(told.get('deprecated-storage')).to.include({ concerns: 'yes', seen: 'san' });
    expect(told.get('pv-guests')).to.include({ concerns: 'yes', seen: 'vm-old' });
    expect(told.get('health-check')).to.include({ concerns: 'no' });
    expect(told.get('partition-layout')).to.include({ concerns: 'not-known' });
    expect(start.mixed).to.equal(null);
  });
});
