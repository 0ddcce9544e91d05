import { expect } from 'chai';
import { releases } from '../../../src/releases/find-release.js';
import type { ReleaseFacts } from '../../../src/releases/release-facts.js';
import { compareVersions } from '../../../src/releases/versions.js';
import { xmlMedium } from '../../support/installer-media.js';
import { memoryMedia, smallMedium, type MediumTree } from '../../support/simulator-media.js';
import { poolForTest, upgradeHost } from '../../support/simulator-pool.js';

/** A medium of the release, in the layout that its installer reads. */
function mediumOf({
  brand,
  productVersion: product,
  platform,
  xapiVersion: xapi,
  installer,
}: ReleaseFacts): MediumTree {
  if (installer.generation !== '5.6') return smallMedium({ brand, product, platform: platform.version, xapi });
  const tree: MediumTree = new Map();
  for (const [path, body] of xmlMedium()) {
    tree.set(path, Buffer.from(body.toString().replace('1.9.9', platform.version).replaceAll('6.5.9', product)));
  }
  const packages = '<packages><package label="base" type="tbz2">base.tar.bz2</package></packages>';
  tree.set('packages.main/XS-PACKAGES', Buffer.from(packages));
  return tree.set('packages.main/base.tar.bz2', Buffer.from('archive'));
}

/** Upwards within a brand, and not further than the installer says. */
function leadsTo(from: ReleaseFacts, to: ReleaseFacts): boolean {
  return (
    from.brand === to.brand &&
    compareVersions(from.platform.version, to.platform.version) < 0 &&
    compareVersions(from.platform.version, to.installer.minimumPlatform) >= 0
  );
}

describe('A host of every known release', () => {
  const all = Object.values(releases);
  for (const from of all) {
    for (const to of all.filter((candidate) => leadsTo(from, candidate))) {
      it(`${from.name} becomes ${to.name} with a medium of its layout`, async () => {
        const test = await poolForTest({ hosts: 1, release: from.id, media: memoryMedia(mediumOf(to)) });
        await upgradeHost(test, 0);
        expect(test.events('installed')).to.have.length(1);
        const reported = test.pool.host(0).recordedVersion;
        expect(reported).to.include({ product_version: to.productVersion, platform_version: to.platform.version });
        for (const key of ['xapi', 'xapi_build']) expect(reported[key], key).to.equal(to.softwareVersion[key]);
        expect(test.pool.host(0)).to.include({ agent: 'coordinator', enabled: true });
        expect(test.events('simulator-defect')).to.deep.equal([]);
      });
    }
  }
});
