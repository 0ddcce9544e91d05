/** The two families of installers, and what each will ask its package manager for (reference: 1.2). */
import type { YumRepository } from './yum-repository.js';

export type PackageFamily = 'XenServer' | 'XCP-ng';

const xenserverGroups = ['xenserver_base', 'xenserver_dom0'];
const xcpNgPackage = 'xcp-ng-deps';

/** Which family's installer is on the medium: its brand tells, and for a brand of somebody else the packages do. */
export function packageFamily(productName: string, packages: readonly { readonly name: string }[]): PackageFamily {
  const brand = brandOf(productName);
  if (brand !== undefined) return brand;
  return packages.some((item) => item.name === xcpNgPackage) ? 'XCP-ng' : 'XenServer';
}

/** Undefined for a brand of somebody else. */
export function brandOf(productName: string): PackageFamily | undefined {
  const brand = productName.trim().toLowerCase();
  if (brand === 'xcp-ng') return 'XCP-ng';
  return brand.startsWith('xenserver') || brand.startsWith('citrix') ? 'XenServer' : undefined;
}

/** What is missing of it: the installer would fail after it formatted the disk. */
export function requiredTargets(family: PackageFamily, repository: YumRepository): string[] {
  if (family === 'XCP-ng') {
    return repository.packages.some((item) => item.name === xcpNgPackage) ? [] : [`package ${xcpNgPackage}`];
  }
  const ids = new Set(repository.groups.map((group) => group.id));
  return xenserverGroups.filter((id) => !ids.has(id)).map((id) => `group ${id}`);
}
