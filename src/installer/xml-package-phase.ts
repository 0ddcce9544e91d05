/**
 * How installers fetch the packages of XML repositories (host-installer before 2016: backend.py, repository.py): one after
 * the other, unpacked as they come in, without a retry and, unattended, without looking at their digests.
 */
import { Asking } from './asking.js';
import type { ClientScript } from './client-script.js';
import type { PackageVerdict } from './package-phase.js';
import type { MediaVersions } from './parsers/treeinfo.js';
import { mainRepository, type FoundRepository } from './xml-media.js';

/** A repository that was found twice is installed twice: what has been installed is looked at before the first only. */
export function* xmlPackagePhase(repositories: readonly FoundRepository[]): ClientScript<PackageVerdict> {
  const asking = new Asking('installer', 'packages');
  const installed: string[] = [];
  for (const { directory, packages } of repositories) {
    for (const { label, file } of packages) {
      const path = directory + file;
      if ((yield* asking.read(path)) === undefined) return { ok: false, reason: 'missing-file', missing: path };
      installed.push(label);
    }
  }
  return { ok: true, packages: installed };
}

/** `xcp:main` counts in platform versions, `xs:main` in product versions; 5.6 has the latter alone. */
export function xmlMediaVersions(repositories: readonly FoundRepository[]): MediaVersions {
  const main = mainRepository(repositories);
  const product = repositories.find(({ id }) => id === 'xs:main') ?? main;
  return {
    platformName: main?.product ?? '',
    platformVersion: main?.version ?? '',
    productName: product?.product ?? '',
    productVersion: product?.version ?? '',
  };
}
