import { expect } from 'chai';
import { apiBehaviour } from '../../src/releases/api-behaviour.js';
import { atXapiVersion, findRelease, releases, withPluginPackage } from '../../src/releases/find-release.js';
import { releaseIds } from '../../src/releases/release-facts.js';
import { isAtLeast } from '../../src/releases/versions.js';

describe('A release is found by what a host or a medium says of itself', () => {
  it('tells XCP-ng from XenServer of the same number', () => {
    expect(findRelease({ product: '8.2.1', platform: '3.2.1', brand: 'XCP-ng' })?.id).to.equal('xcp-ng-8.2');
    expect(findRelease({ product: '8.2.1', platform: '3.2.1', brand: 'XenServer' })?.id).to.equal('xenserver-8.2.1');
    expect(findRelease({ product: '8.2.1', brand: 'Citrix Hypervisor' })?.id).to.equal('xenserver-8.2.1');
    expect(findRelease({ product: '8.3.0', brand: 'XCP-ng' })?.id).to.equal('xcp-ng-8.3');
    expect(findRelease({ product: '8.4.0', brand: 'XenServer' })?.id).to.equal('xenserver-8');
  });

  it('finds every release that it has facts of, by brand and version, under its own name', () => {
    expect(Object.keys(releases)).to.deep.equal([...releaseIds]);
    for (const [id, facts] of Object.entries(releases)) {
      expect(facts.id).to.equal(id);
      expect(findRelease({ product: facts.productVersion, brand: facts.brand })?.id).to.equal(id);
      expect(findRelease({ platform: facts.platform.version, brand: facts.brand })?.id, 'by platform').to.equal(id);
    }
  });

  it('takes the platform version where the product version is missing or foreign', () => {
    expect(findRelease({ platform: '2.7.0', brand: 'XenServer' })?.id).to.equal('xenserver-7.6');
    expect(findRelease({ product: '99.0.0', platform: '3.4.0', brand: 'XenServer' })?.id).to.equal('xenserver-8');
  });

  it('judges a renamed medium by its numbers', () => {
    expect(findRelease({ product: '8.3.0', platform: '3.4.0', brand: 'Example-ng' })?.id).to.equal('xcp-ng-8.3');
  });

  it('does not guess an unknown release', () => {
    expect(findRelease({ product: '7.3.0', platform: '2.4.0', brand: 'XenServer' })).to.equal(undefined);
    expect(findRelease({ product: '6.5.0', platform: '1.9.0', brand: 'XCP-ng' })).to.equal(undefined);
    expect(findRelease({ product: '8.4.0', brand: 'XCP-ng' })).to.equal(undefined);
    expect(findRelease({})).to.equal(undefined);
  });

  it('reports versions in its software_version sample that agree with its facts', () => {
    for (const release of Object.values(releases)) {
      const { softwareVersion } = release;
      expect(softwareVersion['product_version'], release.id).to.equal(release.productVersion);
      // Both keys came with 6.1: xapi.md 1.10.
      const named = isAtLeast(release.productVersion, '6.1.0');
      expect(softwareVersion['platform_version'], release.id).to.equal(named ? release.platform.version : undefined);
      expect(softwareVersion['product_brand'], release.id).to.equal(named ? release.brand : undefined);
      if (softwareVersion['xapi_build'] !== undefined) {
        expect(softwareVersion['xapi_build'], release.id).to.equal(release.xapiVersion);
      }
    }
  });

  it('names only facts that exist as estimated', () => {
    for (const release of Object.values(releases)) {
      for (const path of release.estimated) {
        // A key of software_version may hold dots and colons itself.
        const [first = '', ...rest] = path.split('.');
        const inner = (release as unknown as Record<string, unknown>)[first];
        const value = rest.length === 0 ? inner : (inner as Record<string, unknown>)[rest.join('.')];
        expect(value, `${release.id} ${path}`).to.not.equal(undefined);
      }
    }
  });
});

describe('The upgrade plugin of a host is that of its package (changelog of host-upgrade-plugin)', () => {
  it('asks for no isolinux.cfg from 3.0.2 on, and reads grub.cfg from 3.0.3 on', () => {
    const generation = (version: string, id: 'xenserver-8' | 'xenserver-8.2.1' = 'xenserver-8'): string =>
      withPluginPackage(releases[id], version).hostPlugin.generation;
    expect(['3.0.0', '3.0.1'].map((version) => generation(version))).to.deep.equal(['3.0.4', '3.0.4']);
    expect(generation('3.0.2')).to.equal('plugin-3.0.2');
    expect(['3.0.3', '3.1.16'].map((version) => generation(version))).to.deep.equal(['plugin-3.0.3', 'plugin-3.0.3']);
    expect(generation('2.2.3', 'xenserver-8.2.1')).to.equal('2.3.5');
  });
});

describe('An update of xapi within a release brings the newer rules', () => {
  it('compares xapi as well as the platform from 25.31, and three keys for a migration from 25.33', () => {
    const medium = releases['xcp-ng-8.3'];
    expect(apiBehaviour(medium).rollingFlagCompares).to.deep.equal(['platform_version']);
    const updated = apiBehaviour(atXapiVersion(medium, '26.1.3'));
    expect(updated.rollingFlagCompares).to.deep.equal(['platform_version', 'xapi']);
    expect(updated.migrationCompares).to.deep.equal(['platform_version', 'xapi_build', 'xen']);
    expect(atXapiVersion(medium, '26.1.3').softwareVersion['xapi']).to.equal('26.1');
  });

  it('compares product versions before 6.1, which had no platform version (xen-api, commit cb18ab94c4)', () => {
    expect(apiBehaviour(releases['xenserver-6.0.2']).rollingFlagCompares).to.deep.equal(['product_version']);
    expect(apiBehaviour(releases['xenserver-6.0.2']).migrationCompares).to.deep.equal(['product_version']);
    expect(apiBehaviour(releases['xenserver-6.2']).rollingFlagCompares).to.deep.equal(['platform_version']);
  });

  it('moves one VM at a time up to 8.2 and ten from xapi 22.24', () => {
    expect(apiBehaviour(releases['xcp-ng-8.2']).evacuationBatch).to.equal(1);
    expect(apiBehaviour(releases['xenserver-8']).evacuationBatch).to.equal(10);
  });
});
