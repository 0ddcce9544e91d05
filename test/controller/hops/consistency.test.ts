// The planner, the assessments and the installers of the simulator say the same of every pair of releases.
import { expect } from 'chai';
import { upgradePath } from '../../../src/controller/assessments/upgrade-path.js';
import { hopBetween, whyNoHop } from '../../../src/controller/hops/hop.js';
import type { Medium } from '../../../src/controller/planning/medium.js';
import { releases } from '../../../src/releases/find-release.js';
import { findMediaRelease } from '../../../src/releases/media/find-media-release.js';
import { pathReleaseOf, pathReleases, type PathRelease } from '../../../src/releases/paths/path-release.js';
import type { ReleaseFacts } from '../../../src/releases/release-facts.js';
import { compareVersions } from '../../../src/releases/versions.js';
import { makeHost, makePool, versions82 } from '../../support/controller-facts.js';

function pathReleaseOfFacts(facts: ReleaseFacts): PathRelease {
  return pathReleaseOf(findMediaRelease({ brand: facts.brand, product: facts.productVersion })!);
}

/** As test/simulator/install/every-path.test.ts walks them: each of these upgrades is installed there, or refused by the plugin. */
const pairs = Object.values(releases).flatMap((from) =>
  Object.values(releases)
    .filter((to) => from.brand === to.brand && compareVersions(from.platform.version, to.platform.version) < 0)
    .map((to) => ({ from, to, takes: compareVersions(from.platform.version, to.installer.minimumPlatform) >= 0 })),
);

describe('The planner of hops and the simulator', () => {
  it('know the same upgrades: those that install there are hops here, and no others', () => {
    const differing = pairs.filter(
      ({ from, to, takes }) => (hopBetween(pathReleaseOfFacts(from), pathReleaseOfFacts(to)) !== undefined) !== takes,
    );
    expect(differing.map(({ from, to }) => `${from.id} to ${to.id}`)).to.deep.equal([]);
    expect(pairs.filter(({ takes }) => takes)).to.have.length(28);
  });

  it('know the same refusals of a plugin: what it refuses there is by hand here', () => {
    const modes = pairs
      .filter(({ takes }) => takes)
      .map(({ from, to }) => ({
        pair: `${from.id} to ${to.id}`,
        mode: hopBetween(pathReleaseOfFacts(from), pathReleaseOfFacts(to))?.mode,
        refused: to.installer.generation === 'xs9' && !from.hostPlugin.generation.startsWith('plugin-3.0.'),
      }));
    expect(modes.filter(({ mode, refused }) => (mode === 'manual') !== refused)).to.deep.equal([]);
    expect(modes.filter(({ mode }) => mode === 'automatic')).to.have.length(24);
  });
});

describe('The planner of hops and the assessment upgrade-path', () => {
  /** A medium of the release, with the rule that a run reads of it. */
  function mediumOf({ name, product, platform, medium }: PathRelease): Medium {
    const { compares, version } = medium!.installer.upgradesFrom;
    return {
      id: 'medium',
      name,
      target: { product, build: null, platform: platform ?? '9', xapi: null, xen: null, linux: null },
      release: {
        id: name,
        name,
        minimumPlatform: compares === 'platform' ? version : null,
        minimumProduct: compares === 'product' ? version : null,
      },
      totals: { files: 1, bytes: 1, packages: 1 },
    };
  }

  /** Hosts up to 6.0.2 do not report a platform (xapi.md 1.10). */
  function reported({ product, platform }: PathRelease): string | null {
    return compareVersions(product, '6.1.0') < 0 ? null : platform;
  }

  const up = pathReleases.flatMap((from) =>
    pathReleases
      .filter(
        (to) => to.medium !== undefined && to.brand === from.brand && compareVersions(to.product, from.product) > 0,
      )
      .map((to) => ({ from, to })),
  );

  it('agree on every way up: where no hop leads the check fails, and where one does it passes', () => {
    const differing = up.flatMap(({ from, to }) => {
      const versions = { ...versions82, product: from.product, platform: reported(from), brand: from.brand };
      const host = makeHost(1, { versions });
      const findings = upgradePath.assess({
        phase: 'before-run',
        pool: makePool({ hosts: [host] }),
        medium: mediumOf(to),
        evacuation: new Map(),
        reachability: new Map(),
      });
      // By hand one may skip what a run may not: those before 5.6 have nothing that a run could begin with.
      const byHandOnly = from.medium === undefined;
      const passes = findings.every(({ severity }) => severity === 'pass');
      const leads = hopBetween(from, to) !== undefined;
      return passes === leads || byHandOnly ? [] : [`${from.name} to ${to.name}: ${String(passes)} ${String(leads)}`];
    });
    expect(differing).to.deep.equal([]);
    expect(up.length).to.be.greaterThan(200);
  });

  it('a host of 6.0.2, which tells no platform version, is taken by the installer of 7.1 and not by that of 8.2', () => {
    const of = (id: string): PathRelease => pathReleases.find((release) => release.id === id)!;
    expect(hopBetween(of('xenserver-6.0.2'), of('xenserver-7.1'))).to.not.equal(undefined);
    expect(whyNoHop(of('xenserver-6.0.2'), of('citrix-hypervisor-8.2'))).to.match(
      /from platform version 2.1.0 on; .* 1.4.0/,
    );
  });
});
