/** The versions a host shows once it was installed from a medium, as far as the packages tell. */
import type { RepositoryPackage } from '../formats/primary.js';
import type { Treeinfo } from '../formats/treeinfo.js';
import type { XsRepository } from '../formats/xs-repository.js';
import type { TargetVersions } from '../manifest.js';
import { comparePackageVersions, type PackageVersion } from '../../releases/rpm-version.js';
import { packageOfFileName } from './package-file-name.js';
import type { FoundRepository } from './xs-repositories.js';

/**
 * - product, build and platform stand in `.treeinfo`, and a host's inventory is written from there.
 * - xapi: the version of `xapi-core`, which is what `xapi_build` shows (XenServer 8: package 24.11.0, xapi_build 24.11.0).
 *   `xapi` itself is only its first two numbers.
 * - xen: version and vendor's release of `xen-hypervisor`, see below.
 * - linux: what `kernel` provides as `kernel-uname-r`; the package's own version is another number (4.19.19 for `4.19.0+1`),
 *   so without that entry the answer is "not known".
 */
export function targetVersions(treeinfo: Treeinfo, packages: readonly RepositoryPackage[]): TargetVersions {
  return {
    product: treeinfo.product.version,
    build: treeinfo.product.build,
    platform: treeinfo.platform.version,
    xapi: newest(packages, 'xapi-core')?.version ?? null,
    xen: xenVersion(newest(packages, 'xen-hypervisor')),
    linux: newest(packages, 'kernel')?.kernelRelease ?? null,
  };
}

/**
 * Of the releases up to 6.5: xapi and Xen are packed in archives without versions of their own, and known only where a
 * repository has them as RPMs. The kernel is the one that all drivers of the medium were built for (an inference: a driver
 * RPM names the exact kernel that it loads into, and the medium has one).
 */
export function xsTargetVersions(
  main: XsRepository,
  platform: string,
  repositories: readonly FoundRepository[],
): TargetVersions {
  const packages = repositories.flatMap((repository) => repository.packages);
  const rpms = packages.flatMap(({ path }) => packageOfFileName(path) ?? []);
  const kernels = new Set(packages.flatMap(({ kernel }) => (kernel === null || kernel === 'any' ? [] : [kernel])));
  const [kernel, another] = kernels;
  return {
    product: main.version,
    build: main.build,
    platform,
    xapi: newest(rpms, 'xapi-core')?.version ?? null,
    xen: xenVersion(newest(rpms, 'xen-hypervisor')),
    linux: another === undefined ? (kernel ?? null) : null,
  };
}

/**
 * Xen calls itself by its version and the release of its package without the dist at its end: `4.17.3-4` for 4.17.3-4.xs8
 * (xen.spec: XEN_VENDORVERSION), `4.13.4-9.24.1` for 4.13.4-9.24.1.xcpng8.2 (`xl info` in issue 562 of xcp-ng/xcp).
 */
function xenVersion(item: PackageVersion | undefined): string | null {
  if (item === undefined) return null;
  const numbers = /^\d+(?:\.\d+)*(?![^.])/.exec(item.release)?.[0];
  return numbers === undefined ? item.version : `${item.version}-${numbers}`;
}

function newest<Item extends PackageVersion & { readonly name: string }>(
  packages: readonly Item[],
  name: string,
): Item | undefined {
  return packages
    .filter((item) => item.name === name)
    .sort(comparePackageVersions)
    .at(-1);
}
