import { expect } from 'chai';
import { releases } from '../../../src/releases/find-release.js';
import { findMediaRelease, mediaReleases } from '../../../src/releases/media/find-media-release.js';
import {
  hostClientsOf,
  installerOf,
  packageTargetsOf,
  whyNotUpgraded,
} from '../../../src/releases/media/release-clients.js';

describe('The clients of a release whose medium is known', () => {
  for (const facts of Object.values(releases)) {
    it(`are those of ${facts.name} in its own file`, () => {
      const release = findMediaRelease({ brand: facts.brand, product: facts.productVersion })!;
      const { minimumPlatform, ...installer } = installerOf(release);
      const { minimumPlatform: known, ...own } = facts.installer;
      expect(installer).to.deep.equal(own);
      expect(minimumPlatform, 'from the same release on').to.equal(known);
      expect(packageTargetsOf(release)).to.deep.equal(facts.media.packageTargets);
      const [updated, released] = hostClientsOf(release, 'treeinfo').map(({ generation }) => generation);
      expect([updated, released]).to.deep.equal([facts.hostPlugin.generation, facts.hostPlugin.asReleased]);
    });
  }

  it('are none for 5.6, which has no plugin, and those of the hotfix for 6.x and newer media', () => {
    const client = (name: string, layout: 'treeinfo' | 'xs-repository'): unknown =>
      hostClientsOf(
        mediaReleases.find((release) => release.name === name)!,
        layout,
      )[0]?.generation;
    expect(client('XenServer 5.6', 'xs-repository')).to.equal(undefined);
    expect(client('XenServer 6.1', 'xs-repository')).to.equal('2012-06');
    expect(client('XenServer 6.5', 'xs-repository')).to.equal('2013-10');
    expect(client('XenServer 6.5', 'treeinfo')).to.equal('2016-05');
  });

  it('say why a host is not upgraded: it is too old, or newer than the medium', () => {
    const [xcp76, xcp83, xs65] = ['XCP-ng 7.6', 'XCP-ng 8.3', 'XenServer 6.5'].map((name) =>
      mediaReleases.find((release) => release.name === name)!,
    );
    const versions = { product: '8.3.0', platform: '3.4.0' };
    expect(whyNotUpgraded(xcp76!, xcp83!, versions)).to.equal(undefined);
    expect(whyNotUpgraded(xcp83!, xcp83!, versions)).to.equal(undefined);
    expect(whyNotUpgraded(xs65!, xcp83!, versions)).to.match(/from platform version 2.1.0 on; XenServer 6.5 has 1.9.0/);
    expect(whyNotUpgraded(xcp83!, xcp76!, { product: '7.6.0', platform: '2.7.0' })).to.match(/has .* 3.4.0/);
  });
});
