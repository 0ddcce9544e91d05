/** The versions a host shows once it was installed from a medium, as far as the packages tell. */
import type { RepositoryPackage } from '../formats/primary.js';
import type { Treeinfo } from '../formats/treeinfo.js';
import type { TargetVersions } from '../manifest.js';
import { compareVersions } from '../../releases/versions.js';

/**
 * - product, build and platform stand in `.treeinfo`, and a host's inventory is written from there.
 * - xapi: the version of `xapi-core`, which is what `xapi_build` shows (XenServer 8: package 24.11.0, xapi_build 24.11.0).
 *   `xapi` itself is only its first two numbers.
 * - xen: version and the first number of the release of `xen-hypervisor`, after the sample `4.17.3-4`. That the number
 *   behind the hyphen is the release's is an inference.
 * - linux: what `kernel` provides as `kernel-uname-r`; the package's own version is another number (4.19.19 for `4.19.0+1`),
 *   so without that entry the answer is "not known".
 */
export function targetVersions(treeinfo: Treeinfo, packages: readonly RepositoryPackage[]): TargetVersions {
  const xapi = newest(packages, 'xapi-core');
  const xen = newest(packages, 'xen-hypervisor');
  const kernel = newest(packages, 'kernel');
  return {
    product: treeinfo.product.version,
    build: treeinfo.product.build,
    platform: treeinfo.platform.version,
    xapi: xapi?.version ?? null,
    xen: xen === undefined ? null : withRelease(xen),
    linux: kernel?.kernelRelease ?? null,
  };
}

function withRelease(item: RepositoryPackage): string {
  const number = /^\d+/.exec(item.release)?.[0];
  return number === undefined ? item.version : `${item.version}-${number}`;
}

function newest(packages: readonly RepositoryPackage[], name: string): RepositoryPackage | undefined {
  return packages
    .filter((item) => item.name === name)
    .sort((left, right) => compareVersions(left.version, right.version) || compareVersions(left.release, right.release))
    .at(-1);
}
