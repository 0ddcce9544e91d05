import { expect } from 'chai';
import {
  findMediaRelease,
  hostsThat,
  installersOfPacks,
  mediaReleases,
  releaseRange,
} from '../../../src/releases/media/find-media-release.js';

describe('The media of every release', () => {
  it('are described from XenServer 5.6 to 9 and from XCP-ng 7.4 to 8.3', () => {
    const names = (brand: string): string[] =>
      mediaReleases.filter((release) => release.brand === brand).map(({ name }) => name.replace(/^\D+ (?=\d)/, ''));
    expect(names('XenServer').join(' ')).to.equal(
      '5.6 5.6 FP1 5.6 SP2 6.0 6.0.2 6.1 6.2 6.5 7.0 7.1 7.2 7.3 7.4 7.5 7.6 8.0 8.1 8.2 8.2 CU1 8 9',
    );
    expect(names('XCP-ng').join(' ')).to.equal('7.4 7.5 7.6 8.0 8.1 8.2 8.2.1 8.3');
  });

  it('name as estimated only facts that there are', () => {
    for (const release of mediaReleases) {
      for (const path of release.estimated) {
        const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], release);
        expect(value, `${release.name} ${path}`).to.not.equal(undefined);
      }
    }
  });

  it('are found by product version; a later point release counts as the one before it', () => {
    const name = (product: string, build: string | null = null): string | undefined =>
      findMediaRelease({ brand: 'XenServer', product, build })?.name;
    expect(name('5.6.0')).to.equal('XenServer 5.6');
    expect(name('5.6.100', '39265p')).to.equal('XenServer 5.6 FP1');
    expect(name('5.6.100', '47101p')).to.equal('XenServer 5.6 SP2');
    expect(name('6.0.201')).to.equal('XenServer 6.0.2');
    expect(name('8.2.0')).to.equal('Citrix Hypervisor 8.2');
    expect(name('8.2.1')).to.equal('Citrix Hypervisor 8.2 CU1');
    expect(name('8.4.1')).to.equal('XenServer 8');
    expect(name('9.1.0')).to.equal(undefined);
    expect(findMediaRelease({ brand: 'XCP-ng', product: '8.4.0' })).to.equal(undefined);
  });

  it('know which hosts refuse [system-v1] alone: the library before 2021-11, of what could be upgraded', () => {
    const refuse = hostsThat((hosts) => !hosts.readsSystemSectionAlone, { platform: '3.4.0' });
    expect(releaseRange(refuse)).to.equal('XenServer 7.0 to 8.2, XCP-ng 7.4 to 8.2');
    expect(
      hostsThat((hosts) => !hosts.readsSystemSectionAlone, { platform: '2.6.0' }).map(({ name }) => name),
    ).to.not.include('XenServer 7.6');
  });

  it('know which hosts fail on a list of repositories, and which installers read packs of which form', () => {
    expect(releaseRange(hostsThat((hosts) => hosts.failsOnRepositoryList, { platform: '3.4.0' }))).to.equal(
      'XenServer 8, XCP-ng 8.3',
    );
    expect(releaseRange(installersOfPacks('xs-repository'))).to.equal('XenServer 5.6 to 7.0');
    expect(releaseRange(installersOfPacks('update-xml'))).to.equal('XenServer 7.1 to 9, XCP-ng 7.4 to 8.3');
  });
});
