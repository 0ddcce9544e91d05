import { expect } from 'chai';
import { findMediaRelease } from '../../../src/releases/media/find-media-release.js';
import type { MediaRelease } from '../../../src/releases/media/media-release.js';
import { alwaysTried } from '../../../src/media/recognise/xs-folders.js';
import { readHttpTrace, requestsOf } from '../../support/traces.js';

/** Which folders a recorded client looked into for a repository, each once, in its order. */
function foldersAskedFor(trace: string): readonly string[] {
  const folders = requestsOf(readHttpTrace(trace)).flatMap(({ path }) => {
    const match = /^(?:(.*)\/)?XS-REPOSITORY$/.exec(path);
    return match === null ? [] : [match[1] ?? ''];
  });
  return [...new Set(folders)];
}

function release(brand: MediaRelease['brand'], product: string): MediaRelease {
  const found = findMediaRelease({ brand, product });
  if (found === undefined) throw new Error(`no release ${brand} ${product}`);
  return found;
}

const installers: readonly (readonly [string, MediaRelease['brand'], string])[] = [
  ['installer-5.6', 'XenServer', '5.6.0'],
  ['installer-6.0', 'XenServer', '6.0.0'],
  ['installer-6.2', 'XenServer', '6.2.0'],
  ['installer-7.0', 'XenServer', '7.0.0'],
  ['installer-7.1', 'XenServer', '7.1.0'],
  ['installer-8.0', 'XenServer', '8.0.0'],
  ['installer-xcp-ng-8.2', 'XCP-ng', '8.2.1'],
  ['installer-xcp-ng-8.3', 'XCP-ng', '8.3.0'],
  ['installer-xs8', 'XenServer', '8.4.0'],
  ['installer-xs9', 'XenServer', '9.0.0'],
];

const libraries: readonly (readonly [string, MediaRelease['brand'], string])[] = [
  ['host-library-2.0.3', 'XenServer', '7.6.0'],
  ['host-library-2.0.6', 'XenServer', '8.0.0'],
  ['host-library-2.3.5', 'XenServer', '8.2.1'],
  ['host-library-3.0.4', 'XCP-ng', '8.3.0'],
  ['host-library-3.0.10-plus', 'XenServer', '9.0.0'],
];

describe('What is known of media agrees with the recorded clients', () => {
  for (const [trace, brand, product] of installers) {
    it(`${trace}: whether packs of XS-REPOSITORY files are read, and in which folders they are looked for`, () => {
      const { installer } = release(brand, product);
      const folders = foldersAskedFor(`${trace}.xs-repository`);

      expect(folders.length > 0).to.equal(installer.packs.includes('xs-repository'));
      expect(folders.length > 0).to.equal(installer.repositoryList !== 'ignored');
      if (folders.length > 0) expect(folders.slice(0, alwaysTried.length)).to.deep.equal([...alwaysTried]);
    });
  }

  for (const [trace, brand, product] of libraries) {
    it(`${trace}: whether a list that names folders makes it raise`, () => {
      const { result } = readHttpTrace(`${trace}.xs-repository`).header;

      expect(JSON.stringify(result).includes('TypeError')).to.equal(
        release(brand, product).hosts.failsOnRepositoryList,
      );
    });
  }
});
